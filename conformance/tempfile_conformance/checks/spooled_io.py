"""SpooledTemporaryFile as a stream of `io`, and as text: methods, values, and what people put around it."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from itertools import product
from typing import Any

from hypothesis import strategies as st
from tempfile_platforms.protocol import Raised, Ref

from tempfile_conformance.checks.registry import check, each, together
from tempfile_conformance.checks.spooled import on_disk, spooled
from tempfile_conformance.checks.text_files import ENCODINGS, ROOMY, as_open, parts, stored, text_of
from tempfile_conformance.expect import require
from tempfile_conformance.steps import show
from tempfile_conformance.trial import File, Trial
from tempfile_conformance.trials import Trials

API = "SpooledTemporaryFile"
LINES = b"one\ntwo\nthree\n"


def filled(trial: Trial, roll: bool, **keywords: Any) -> File:
    """A file with three lines in it, at its beginning, in memory or on disk."""
    file = trial.file(API, max_size=ROOMY, **keywords)
    file.write(LINES if "b" in keywords.get("mode", "w+b") else LINES.decode())
    if roll:
        file.do("rollover")
    file.seek(0)
    return file


# --- text


@check(
    "SpooledTemporaryFile.rollover-keeps-text",
    ways=together(*product(ENCODINGS, ("rollover", "fileno", "write"))),
    pieces=parts,
    read=st.integers(1, 7),
    more=st.booleans(),
)
def keeps_text(trials: Trials, ways: list[tuple[str, str]], pieces: list[str], read: int, more: bool) -> None:
    """Reads some characters, rolls over, and reads the rest; or goes on writing at the end; compares the whole."""
    with trials.open() as trial:
        for encoding, how in ways:
            fit = [piece.encode(encoding, "ignore").decode(encoding) or "a" for piece in ("é€ 日😀 text", *pieces)]
            _keeps(trial, encoding, fit, read, more, how)


def _keeps(trial: Trial, encoding: str, pieces: list[str], read: int, more: bool, how: str) -> None:
    whole = "".join(pieces)
    size = len(as_open(pieces, encoding=encoding, newline=""))
    file = trial.file(API, max_size=size * 8, mode="w+", encoding=encoding, newline="")
    for piece in pieces:
        file.write(piece)
    if how == "write":
        # The write that makes the file too large is the one in the middle of which it rolls over.
        file.write(whole * 9)
        whole *= 10
    else:
        file.seek(0)
        start = text_of(trial, file, "read", read)
        require(start == whole[:read], f"the text {whole[:read]!r}", repr(start))
        file.do(how)
        rest = text_of(trial, file)
        require(rest == whole[read:], f"from there on {whole[read:]!r}", repr(rest))
    if more:
        file.write("more")
        whole += "more"
    found, wanted = stored(trial, file), as_open([whole], encoding=encoding, newline="")
    require(found == wanted, f"the bytes {wanted[:80]!r}", repr(found[:80]))


@check(
    "SpooledTemporaryFile.text-exceeding-rolls-over",
    max_size=st.integers(1, 100),
    extra=st.integers(1, 20),
    how=each("write", "two writes", "writelines", "an iterator"),
)
def text_exceeding(trials: Trials, max_size: int, extra: int, how: str) -> None:
    """Writes max_size characters of a byte each, which stay in memory, then more, which do not."""
    with trials.open() as trial:
        file, before = spooled(trial, max_size, mode="w+", encoding="latin-1")
        room, more = "x" * max_size, "y" * extra
        if how == "write":
            file.write(room + more)
        else:
            file.write(room)
            require(not on_disk(trial, before), f"nothing on disk at exactly {max_size} bytes", "a file")
            if how == "two writes":
                file.write(more)
            else:
                file.do("writelines", [more] if how == "writelines" else trial.library("builtins.iter", list(more)))
        require(on_disk(trial, before), f"a file on disk at {max_size + extra} bytes of {max_size}", "none")
        file.seek(0)
        require(text_of(trial, file) == room + more, "all the text", "something else")


@check("SpooledTemporaryFile.iterator-goes-on", mode=each("w+b", "w+"), how=each("rollover", "fileno"))
def iterator_goes_on(trials: Trials, mode: str, how: str) -> None:
    """Takes a line from an iterator, rolls over, takes the next line, and reads what follows from the file."""
    with trials.open() as trial:
        file = filled(trial, False, mode=mode)
        lines = trial.do("take", object=file.ref, name="iterator")
        taken = [trial.library("builtins.next", lines)]
        file.do(how)
        taken.append(trial.library("builtins.next", lines))
        seen = [trial.as_bytes(line) if "b" in mode else trial.text(line).encode() for line in taken]
        require(seen == [b"one\n", b"two\n"], "the first two lines", show(seen))
        if "b" in mode:
            rest = file.read()
            require(rest == b"three\n", "the third line from the file", repr(rest))


# --- sizes


@check(
    "SpooledTemporaryFile.truncate-extends",
    roll=each(True, False),
    size=st.integers(0, 60),
    position=st.integers(0, 14),
)
def truncate_extends(trials: Trials, roll: bool, size: int, position: int) -> None:
    """Truncates to a size below or above that of the file, and looks at the new size and the position.

    Also to exactly the size it has, and to one byte less and more.
    """
    whole = len(LINES)
    with trials.open() as trial:
        for wanted in (size, whole - 1, whole, whole + 1):
            file = filled(trial, roll)
            file.seek(position)
            file.do("truncate", wanted)
            require(file.tell() == position, f"the position {position}, as before", str(file.tell()))
            file.seek(0, 2)
            require(file.tell() == wanted, f"a file of {wanted} bytes", f"one of {file.tell()}")
            file.seek(0)
            start = file.read()
            require(start[:whole] == LINES[:wanted], f"{LINES[:wanted]!r}", repr(start[:whole]))


@check("SpooledTemporaryFile.extending-rolls-over", max_size=st.integers(1, 50), extra=st.integers(1, 50))
def extending(trials: Trials, max_size: int, extra: int) -> None:
    """Truncates to max_size and to less, which leaves the file in memory, and to more, which does not."""
    with trials.open() as trial:
        file, before = spooled(trial, max_size)
        for size in (max_size, max_size // 2):
            file.do("truncate", size)
            require(not on_disk(trial, before), f"nothing on disk at {size} bytes of {max_size}", "a file")
        file.do("truncate", max_size + extra)
        require(on_disk(trial, before), f"a file on disk at {max_size + extra} bytes of {max_size}", "none")
        file.seek(0, 2)
        require(file.tell() == max_size + extra, f"a file of {max_size + extra} bytes", f"one of {file.tell()}")


# --- interface


@check("SpooledTemporaryFile.memory-kind", mode=each("w+b", "w+"), max_size=each(0, 10))
def memory_kind(trials: Trials, mode: str, max_size: int) -> None:
    """Looks at the class of _file, empty and with data in it."""
    wanted = "io.BytesIO" if "b" in mode else "io.TextIOWrapper"
    with trials.open() as trial:
        file, before = spooled(trial, max_size, mode=mode)
        for _ in range(2):
            if max_size == 0 and on_disk(trial, before):
                # Whether 0 is a limit is not documented.
                break
            inner = file.get("_file")
            fits = isinstance(inner, Ref) and trial.library(f"{wanted}.__instancecheck__", inner)
            require(bool(fits), f"an {wanted} in _file", show(inner))
            file.write("text" if "b" not in mode else b"data")


@check("SpooledTemporaryFile.io-base", mode=each("w+b", "w+"), roll=each(True, False))
def io_base(trials: Trials, mode: str, roll: bool) -> None:
    """Asks whether the object is an instance of io.IOBase, in memory and on disk."""
    with trials.open() as trial:
        file = filled(trial, roll, mode=mode)
        require(trial.library("io.IOBase.__instancecheck__", file.ref) is True, "an instance of io.IOBase", "none")


@check("SpooledTemporaryFile.return-values", roll=each(True, False), mode=each("w+b", "w+"))
def return_values(trials: Trials, roll: bool, mode: str) -> None:
    """Compares what write, writelines, seek and truncate return."""
    binary = "b" in mode
    with trials.open() as trial:
        file = filled(trial, roll, mode=mode, **({} if binary else {"encoding": "latin-1", "newline": ""}))
        word: str | bytes = b"words" if binary else "words"
        for method, arguments, wanted in (
            ("write", [word], 5),
            ("write", [word[:0]], 0),
            ("writelines", [[word, word]], None),
            ("seek", [3], 3),
            ("seek", [0, 2], 15),
            ("seek", [0], 0),
            ("truncate", [7], 7),
            ("seek", [4], 4),
            ("truncate", [], 4),
            ("truncate", [None], 4),
            ("flush", [], None),
        ):
            seen = file.do(method, *arguments)
            require(seen == wanted, f"{method}({', '.join(map(show, arguments))}) to return {wanted}", show(seen))


@check("SpooledTemporaryFile.binary-methods", roll=each(True, False))
def binary_methods(trials: Trials, roll: bool) -> None:
    """Calls every method of io.BufferedIOBase."""
    with trials.open() as trial:
        file = filled(trial, roll)
        _inquiries(file)
        for method, size, wanted in (("readinto", 5, b"one\nt"), ("readinto1", 2, b"wo")):
            room = trial.library("array.array", "B", [0] * size)
            count = file.do(method, room)
            seen = trial.as_bytes(trial.do("method", object=room, name="tobytes"))
            require((count, seen) == (size, wanted), f"{size} and {wanted!r} from {method}", f"{count} and {seen!r}")
        for method, arguments, wanted in (("read1", [2], b"\nt"), ("read1", [], b"hree\n"), ("read", [], b"")):
            seen = trial.as_bytes(file.do(method, *arguments))
            require(seen == wanted, f"{wanted!r} from {method}", repr(seen))
        _line_methods(trial, file, lambda line: line)
        # What is in memory may have nothing that could be detached.
        error = file.error("detach")
        require(error is None or error.is_a("UnsupportedOperation"), "detach to work or to be unsupported", str(error))


@check("SpooledTemporaryFile.text-methods", roll=each(True, False))
def text_methods(trials: Trials, roll: bool) -> None:
    """Calls every method of io.TextIOBase and reads its attributes."""
    with trials.open() as trial:
        file = filled(trial, roll, mode="w+", encoding="latin-1", errors="replace")
        _inquiries(file)
        seen = trial.text(file.get("encoding"))
        require(codecs.lookup(seen).name == codecs.lookup("latin-1").name, "the encoding latin-1", seen)
        require(file.get("errors") == "replace", "errors to be 'replace'", show(file.get("errors")))
        require(text_of(trial, file, "read", 2) == "on", "two characters", "something else")
        file.do("read")
        seen, wanted = file.get("newlines"), "\r\n" if trials.platform == "windows" else "\n"
        require(seen == wanted, f"newlines to be {wanted!r}", show(seen))
        _line_methods(trial, file, bytes.decode)
        try:
            inner = file.do("detach")
        except Raised as raised:
            # Of a text file too, the io module allows it to have nothing underneath.
            require(raised.error.is_a("UnsupportedOperation"), "detach to work or to be unsupported", str(raised))
            return
        require(isinstance(inner, Ref), "the binary file underneath from detach", show(inner))
        under = File(trial, inner)
        under.seek(0)
        require(under.read().startswith(b"one"), "the data in it", "something else")
        error = file.error("read")
        require(error is not None and error.is_a("ValueError"), "a ValueError from what was detached", str(error))


def _inquiries(file: File) -> None:
    for method, wanted in (("readable", True), ("writable", True), ("seekable", True), ("isatty", False)):
        seen = file.do(method)
        require(seen is wanted, f"{method}() to be {wanted}", show(seen))
    require(file.get("closed") is False, "closed to be False", "something else")


def _line_methods(trial: Trial, file: File, form: Callable[[bytes], Any]) -> None:
    """Reads the three lines in every way, writes two more, and compares; `form` makes bytes what the file holds."""
    file.seek(0)
    for method, arguments, wanted in (
        ("readline", [], form(b"one\n")),
        ("readline", [2], form(b"tw")),
        ("readlines", [1], [form(b"o\n")]),
        ("readline", [-1], form(b"three\n")),
        ("readlines", [], []),
    ):
        found = file.do(method, *arguments)
        require(found == wanted, f"{wanted!r} from {method}({', '.join(map(str, arguments))})", repr(found))
    file.do("writelines", trial.library("builtins.iter", [form(b"four\n"), form(b"five")]))
    file.flush()
    file.seek(0)
    first = trial.library("builtins.next", file.ref)
    require(first == form(b"one\n"), "the first line from next", show(first))
    rest = trial.do("iterate", object=file.ref)
    wanted = [form(line) for line in (b"two\n", b"three\n", b"four\n", b"five")]
    require(rest == wanted, f"the other lines {wanted!r}", repr(rest))


def _wrapped(trial: Trial, max_size: int) -> None:
    """Text written to, and read from, an io.TextIOWrapper around a binary file."""
    inner = trial.file(API, max_size=max_size)
    around = File(trial, trial.library("io.TextIOWrapper", inner.ref, encoding="utf-8", newline=""))
    around.write("é\n" * 20)
    around.flush()
    around.seek(0)
    require(text_of(trial, around) == "é\n" * 20, "the text through io.TextIOWrapper", "something else")
    inner.seek(0)
    require(inner.read() == "é\n".encode() * 20, "its bytes in the file", "something else")


def _zipped(trial: Trial, max_size: int) -> None:
    """An archive written to, and read from, a binary file."""
    file = trial.file(API, max_size=max_size)
    archive = File(trial, trial.library("zipfile.ZipFile", file.ref, "w"))
    archive.do("writestr", "name", LINES)
    archive.close()
    found = File(trial, trial.library("zipfile.ZipFile", file.ref)).do("read", "name")
    require(found == LINES, "the data through zipfile", show(found))


def _rows(trial: Trial, max_size: int) -> None:
    """Rows written to, and read from, a text file."""
    file = trial.file(API, max_size=max_size, mode="w+", newline="")
    rows = [["a", "b, c"], ['"', "two\nlines"]]
    File(trial, trial.library("csv.writer", file.ref)).do("writerows", rows)
    file.seek(0)
    found = trial.do("iterate", object=trial.library("csv.reader", file.ref))
    require(found == rows, f"the rows {rows}", show(found))


def _pickled(trial: Trial, max_size: int) -> None:
    """An object written to, and read from, a binary file."""
    file = trial.file(API, max_size=max_size)
    trial.library("pickle.dump", [1, "two", LINES], file.ref)
    file.seek(0)
    found = trial.library("pickle.load", file.ref)
    require(found == [1, "two", LINES], "the object through pickle", show(found))


def _copied(trial: Trial, max_size: int) -> None:
    """Data copied from one file to another."""
    source, target = trial.file(API, max_size=max_size), trial.file(API, max_size=max_size)
    source.write(LINES)
    source.seek(0)
    trial.library("shutil.copyfileobj", source.ref, target.ref)
    target.seek(0)
    require(target.read() == LINES, "the data through shutil.copyfileobj", "something else")


USES = {"TextIOWrapper": _wrapped, "zipfile": _zipped, "csv": _rows, "pickle": _pickled, "copyfileobj": _copied}


@check("SpooledTemporaryFile.usable-as-stream", ways=together(*product(sorted(USES), (1, 12, ROOMY))))
def usable_as_stream(trials: Trials, ways: list[tuple[str, int]]) -> None:
    """Hands the object to the standard library, which writes to it and reads from it, across the rollover or not."""
    with trials.open() as trial:
        for use, max_size in ways:
            USES[use](trial, max_size)
