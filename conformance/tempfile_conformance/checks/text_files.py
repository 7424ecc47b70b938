"""Text in temporary files: encodings, errors, line ends and buffers are those of `open`, wherever the file is."""

from __future__ import annotations

import io
from typing import Any

from hypothesis import strategies as st

from tempfile_conformance.checks.exhaustion import both_ways
from tempfile_conformance.checks.registry import check, together
from tempfile_conformance.checks.strategies import characters, words
from tempfile_conformance.expect import require
from tempfile_conformance.steps import show
from tempfile_conformance.trial import File, Trial
from tempfile_conformance.trials import Trials

ROOMY = 1_000_000
"""A max_size that no example exceeds: a spooled file stays in memory until it is told otherwise."""

LINE = "ab\n\r"
texts = words(st.one_of(st.sampled_from("aZ0 \n\r\0é€日😀"), characters))
parts = st.lists(texts.filter(bool), min_size=1, max_size=4)
"""A text in pieces, each of which is written by a call of its own."""

rolls = st.integers(0, 4)
"""Before which piece a spooled file rolls over, if there are so many; other files have nothing to roll."""


def text_file(trial: Trial, api: str, **keywords: Any) -> File:
    """A text file for update; a spooled one is in memory."""
    if api == "SpooledTemporaryFile":
        keywords["max_size"] = ROOMY
    return trial.file(api, mode="w+", **keywords)


def write_parts(api: str, file: File, pieces: list[str], roll: int) -> None:
    """Writes the pieces; a spooled file rolls over before the piece of that number."""
    for number, piece in enumerate(pieces):
        if api == "SpooledTemporaryFile" and number == roll:
            file.do("rollover")
        file.write(piece)


def stored(trial: Trial, file: File) -> bytes:
    """The bytes on disk, a spooled file being put there; afterwards the file is at its beginning."""
    file.flush()
    fd = file.fileno()
    trial.do("fd_seek", fd=fd, offset=0)
    found = trial.read_fd(fd)
    file.seek(0)
    return found


def text_of(trial: Trial, file: File, method: str = "read", *arguments: Any) -> str:
    """What a method returns, which has to be text."""
    return trial.text(file.do(method, *arguments))


def as_open(pieces: list[str], **keywords: Any) -> bytes:
    """What a text file of `open` stores of these pieces."""
    raw = io.BytesIO()
    text = io.TextIOWrapper(raw, **keywords)
    for piece in pieces:
        text.write(piece)
    text.flush()
    return raw.getvalue()


ENCODINGS = ("utf-8", "utf-16", "latin-1", "ascii", "utf-8-sig")


@check(
    "TemporaryFile.encoding",
    "NamedTemporaryFile.encoding",
    "SpooledTemporaryFile.encoding",
    encodings=together(*ENCODINGS),
    texts=parts,
    roll=rolls,
)
def encoding_is_used(trials: Trials, api: str, encodings: list[str], texts: list[str], roll: int) -> None:
    """Writes text piece by piece, reads it back, and compares the bytes on disk with those of the encoding."""
    with trials.open() as trial:
        for encoding in both_ways(trial, api, encodings):
            pieces = [piece.encode(encoding, "ignore").decode(encoding) or "a" for piece in ("a\x85é€日😀", *texts)]
            file = text_file(trial, api, encoding=encoding, newline="")
            write_parts(api, file, pieces, roll)
            file.seek(0)
            back = text_of(trial, file)
            require(back == "".join(pieces), f"the text {''.join(pieces)!r}", repr(back))
            wanted, found = as_open(pieces, encoding=encoding, newline=""), stored(trial, file)
            require(found == wanted, f"the bytes {wanted!r}", repr(found))
            back = text_of(trial, file)
            require(back == "".join(pieces), f"the text {''.join(pieces)!r} after the rollover", repr(back))


HANDLERS = ("strict", "ignore", "replace", "backslashreplace", "surrogateescape", "xmlcharrefreplace")
DECODES = HANDLERS[:5]


@check(
    "TemporaryFile.errors",
    "NamedTemporaryFile.errors",
    "SpooledTemporaryFile.errors",
    handlers=together(*HANDLERS),
    odd=st.sampled_from(["é", "日", "\udc80", "é\udcff"]),
    raw=st.lists(st.sampled_from([b"a", b"\xff", b"\x80", b"\n"]), min_size=1, max_size=8).map(b"".join),
    roll=rolls,
)
def errors_are_handled(trials: Trials, api: str, handlers: list[str], odd: str, raw: bytes, roll: int) -> None:
    """Writes what ASCII has no bytes for, and reads bytes that ASCII has no characters for."""
    with trials.open() as trial:
        for errors in both_ways(trial, api, handlers):
            file = text_file(trial, api, encoding="ascii", errors=errors, newline="")
            _write_odd_text(trial, api, file, errors, odd, roll)
            if errors in DECODES:
                _read_odd_bytes(trial, text_file(trial, api, encoding="ascii", errors=errors, newline=""), errors, raw)


def _write_odd_text(trial: Trial, api: str, file: File, errors: str, odd: str, roll: int) -> None:
    write_parts(api, file, ["before "], roll)
    wanted = _encoded(odd, errors)
    if api == "SpooledTemporaryFile" and roll == 1:
        file.do("rollover")
    error = file.error("write", odd)
    if wanted is None:
        require(error is not None and error.is_a("UnicodeEncodeError"), "a UnicodeEncodeError", str(error))
    else:
        require(error is None, f"the bytes {wanted!r} for {odd!r}", str(error))
    file.write(" after")
    found, whole = stored(trial, file), b"before " + (wanted or b"") + b" after"
    require(found == whole, f"the bytes {whole!r}", repr(found))


def _read_odd_bytes(trial: Trial, file: File, errors: str, raw: bytes) -> None:
    fd = file.fileno()
    trial.write_fd(fd, raw)
    trial.do("fd_seek", fd=fd, offset=0)
    wanted = _decoded(raw, errors)
    if wanted is None:
        error = file.error("read")
        require(error is not None and error.is_a("UnicodeDecodeError"), "a UnicodeDecodeError", str(error))
    else:
        back = text_of(trial, file)
        require(back == wanted, f"{wanted!r} for the bytes {raw!r}", repr(back))


def _encoded(text: str, errors: str) -> bytes | None:
    try:
        return text.encode("ascii", errors)
    except UnicodeEncodeError:
        return None


def _decoded(raw: bytes, errors: str) -> str | None:
    try:
        return raw.decode("ascii", errors)
    except UnicodeDecodeError:
        return None


@check(
    "TemporaryFile.newline",
    "NamedTemporaryFile.newline",
    "SpooledTemporaryFile.newline",
    newlines=together(None, "", "\n", "\r", "\r\n"),
    pieces=st.lists(words(st.sampled_from(LINE), min_size=1, max_size=8), min_size=1, max_size=4),
    roll=rolls,
)
def newline_is_used(trials: Trials, api: str, newlines: list[str | None], pieces: list[str], roll: int) -> None:
    """Writes line ends of every kind, compares the bytes on disk, and reads lines and all of it."""
    pieces = ["1\n2\r\n3\r4", *pieces]
    with trials.open() as trial:
        for newline in both_ways(trial, api, newlines):
            file = text_file(trial, api, encoding="ascii", newline=newline)
            write_parts(api, file, pieces, roll)
            end = {None: "\r\n" if trials.platform == "windows" else "\n", "": "\n"}.get(newline, newline)
            raw = "".join(pieces).replace("\n", end or "\n").encode()
            wanted = io.TextIOWrapper(io.BytesIO(raw), encoding="ascii", newline=newline).readlines()
            for _ in range(2):
                file.seek(0)
                lines = [trial.text(line) for line in file.do("readlines")]
                require(lines == wanted, f"the lines {wanted!r}", repr(lines))
                file.seek(0)
                back = text_of(trial, file)
                require(back == "".join(wanted), repr("".join(wanted)), repr(back))
                found = stored(trial, file)
                require(found == raw, f"the bytes {raw!r}", repr(found))


OTHER_TYPE = ("TypeError", "ValueError", "AttributeError")
"""What refuses a value of another type: whatever meets it first."""

REFUSED: dict[str, tuple[dict[str, object], tuple[str, ...]]] = {
    "unknown mode": ({"mode": "unknown"}, ("ValueError",)),
    "empty mode": ({"mode": ""}, ("ValueError",)),
    "mode of another type": ({"mode": 7}, OTHER_TYPE),
    "contradicting mode": ({"mode": "wr+b"}, ("ValueError",)),
    "mode with an unknown letter": ({"mode": "w+z"}, ("ValueError",)),
    "mode with a letter twice": ({"mode": "wbb"}, ("ValueError",)),
    "text and binary mode": ({"mode": "w+tb"}, ("ValueError",)),
    "text and binary mode to write": ({"mode": "wbt"}, ("ValueError",)),
    "unknown encoding": ({"mode": "w+", "encoding": "no-such-encoding"}, ("LookupError",)),
    "encoding of another type": ({"mode": "w+", "encoding": 7}, OTHER_TYPE),
    "unknown newline": ({"mode": "w+", "newline": "x"}, ("ValueError",)),
    "newline of another type": ({"mode": "w+", "newline": 7}, OTHER_TYPE),
    "encoding of a binary file": ({"mode": "w+b", "encoding": "utf-8"}, ("ValueError",)),
    "newline of a binary file": ({"mode": "w+b", "newline": "\n"}, ("ValueError",)),
    "unbuffered text": ({"mode": "w+", "buffering": 0}, ("ValueError",)),
    "buffering of another type": ({"mode": "w+b", "buffering": "x"}, OTHER_TYPE),
}
"""Arguments that `open` refuses, and how."""


@check(
    "TemporaryFile.refuses-like-open",
    "NamedTemporaryFile.refuses-like-open",
    "SpooledTemporaryFile.refuses-like-open",
    kinds=together(*sorted(REFUSED)),
)
def refuses(trials: Trials, api: str, kinds: list[str]) -> None:
    """Gives arguments that open refuses; a spooled file may put the refusal off until it goes to disk."""
    with trials.open() as trial:
        for keywords, wanted in (REFUSED[kind] for kind in kinds):
            error = trial.error(api, **keywords)
            if error is None and api == "SpooledTemporaryFile":
                error = trial.file(api, **keywords).error("rollover")
            require(error is not None and error.is_a(*wanted), f"a {wanted[0]}", str(error) if error else "no error")


BUFFERINGS = (
    ("w+b", 0),
    ("w+b", 16),
    ("w+b", 4096),
    ("w+b", -1),
    ("w+b", None),
    ("wb", 0),
    ("wb", 4096),
    ("wb", None),
    ("w+", 1),
    ("w+", 4096),
    ("w+", -1),
    ("w+", None),
)
"""Modes and buffer sizes. How text and a small buffer go together is not documented."""


@check(
    "TemporaryFile.buffering",
    "NamedTemporaryFile.buffering",
    "SpooledTemporaryFile.buffering",
    cases=together(*BUFFERINGS),
)
def buffering_is_used(trials: Trials, api: str, cases: list[tuple[str, int | None]]) -> None:
    """Gives a buffer size or none, writes a little several times, and looks how much has reached the file."""
    with trials.open() as trial:
        for mode, buffering in both_ways(trial, api, cases):
            keywords: dict[str, Any] = {} if buffering is None else {"buffering": buffering}
            file = trial.file(api, mode=mode, **keywords)
            _held_back(trial, file, b"x" * 10 if "b" in mode else "x" * 10, buffering)


def _held_back(trial: Trial, file: File, piece: str | bytes, buffering: int | None) -> None:
    fd, sizes = file.fileno(), []
    for _ in range(4):
        file.write(piece)
        found = trial.fstat(fd)
        sizes.append(found.size if found else None)
    if buffering == 0:
        require(sizes == [10, 20, 30, 40], "every write in the file at once", show(sizes))
    elif buffering == 16:
        require(sizes[0] == 0 and (sizes[3] or 0) >= 24, "at most 16 bytes held back, and ten of them", show(sizes))
    else:
        require(buffering == 1 or sizes == [0, 0, 0, 0], "nothing in the file yet", show(sizes))
    if isinstance(piece, str):
        file.write("end of line\n")
        found = trial.fstat(fd)
        assert found is not None
        if buffering == 1:
            require(found.size >= 52, "the line in the file once it ends", str(found))
        else:
            # Lines are gathered like everything else, but where somebody sits at a terminal.
            require(found.size == 0, "nothing in the file yet, not even a whole line", str(found))
