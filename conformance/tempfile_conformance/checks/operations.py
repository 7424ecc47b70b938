"""Any sequence of operations on a file, against a model in memory."""

from __future__ import annotations

import io
from typing import Any

from hypothesis import strategies as st

from tempfile_conformance.checks.registry import check, each
from tempfile_conformance.checks.strategies import words
from tempfile_conformance.checks.text_files import ROOMY
from tempfile_conformance.expect import require
from tempfile_conformance.trial import File
from tempfile_conformance.trials import Trials

operations = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(0, 300), st.binary(max_size=40)),
        st.tuples(st.just("read"), st.integers(0, 300), st.integers(-1, 50)),
        st.tuples(st.just("line"), st.integers(0, 300), st.integers(-1, 30)),
        st.tuples(st.just("append"), st.just(0), st.binary(max_size=40)),
        st.tuples(st.just("gap"), st.integers(1, 50), st.binary(min_size=1, max_size=40)),
        st.tuples(st.just("writelines"), st.integers(0, 300), st.binary(max_size=40)),
        st.tuples(st.just("truncate"), st.integers(0, 300), st.just(0)),
        st.tuples(st.just("flush"), st.just(0), st.just(0)),
        st.tuples(st.just("lines"), st.integers(0, 300), st.just(0)),
        st.tuples(st.just("readlines"), st.integers(0, 300), st.just(0)),
    ),
    min_size=5,
    max_size=25,
)
"""Operations on a file, each of which first goes to a position: (name, position, argument)."""


EACH_ONCE: tuple[tuple[str, int, Any], ...] = (
    ("write", 0, b"first line\nsecond line\n\nthird"),
    ("read", 3, 5),
    ("line", 2, -1),
    ("line", 12, 4),
    ("lines", 11, 0),
    ("readlines", 5, 0),
    ("append", 0, b"\nthe end"),
    ("write", 4, b"over\0written"),
    ("flush", 0, 0),
    ("writelines", 20, b"one\ntwo\nthree"),
    ("read", 0, -1),
    ("truncate", 15, 0),
    ("read", 0, -1),
    ("append", 0, b"after"),
    ("read", 7, 300),
    ("gap", 3, b"beyond"),
    ("read", 9, -1),
    ("read", 10, 4),
    ("line", 11, 2),
    ("read", 7, 3),
    ("read", 4, 0),
    ("line", 4, 0),
    ("seek", 5, 0),
)
"""Every operation, before those that are drawn."""


def play(file: File, model: bytearray, operation: tuple[str, int, Any]) -> None:
    """Carries out one operation on the file and on the model, and compares what they give."""
    name, position, argument = operation
    if name == "flush":
        file.flush()
        return
    if name == "seek":
        # The same number means another place each time, also that at which the file stands.
        places = ((0, 0, 0), (0, 2, len(model)), (position, 0, position), (position, 1, 2 * position))
        for offset, start, place in places:
            file.do("seek", offset, *([start] if start else []))
            require(file.tell() == place, f"the position {place} after seek({offset}, {start})", str(file.tell()))
        return
    if name in ("append", "gap"):
        # What was never written reads as zeros.
        position += len(model)
    else:
        position %= len(model) + 1
    # From the beginning, from where the file stands, or from the end.
    whence = position % 3
    file.seek(position - (0, file.tell(), len(model))[whence], *([whence] if whence else []))
    if name in ("write", "append", "writelines", "gap"):
        start = position
        model.extend(bytes(max(0, start - len(model))))
        if name == "writelines":
            file.do("writelines", argument.splitlines(keepends=True))
        else:
            file.write(argument)
        model[start : start + len(argument)] = argument
        require(file.tell() == start + len(argument), f"the position {start + len(argument)}", str(file.tell()))
    elif name == "read":
        end = len(model) if argument < 0 else position + argument
        seen = file.read(argument)
        require(seen == model[position:end], repr(bytes(model[position:end])), repr(seen))
    elif name == "line":
        wanted = b"".join(bytes(model[position:]).partition(b"\n")[:2])
        wanted = wanted if argument < 0 else wanted[:argument]
        seen = file.trial.as_bytes(file.do("readline", *([argument] if argument >= 0 else [])))
        require(seen == wanted, repr(wanted), repr(seen))
    elif name == "truncate":
        file.do("truncate")
        del model[position:]
    elif name in ("lines", "readlines"):
        found = file.do("readlines") if name == "readlines" else file.trial.do("iterate", object=file.ref)
        lines = [file.trial.as_bytes(line) for line in found]
        wanted_lines = [line + b"\n" for line in bytes(model[position:]).split(b"\n")]
        wanted_lines[-1] = wanted_lines[-1][:-1]
        wanted_lines = [line for line in wanted_lines if line]
        require(lines == wanted_lines, repr(wanted_lines), repr(lines))


def reaches_the_system(file: File, model: bytearray) -> None:
    """Requires what is written and flushed to be what the descriptor stands for, and not in a buffer."""
    if "descriptors" in file.trial.trials.lacking:
        return
    number = file.fileno()
    file.seek(0, 2)
    file.write(b"flushed")
    file.flush()
    found, size = file.trial.fstat(number), len(model) + len(b"flushed")
    require(found is not None and found.size == size, f"a file of {size} bytes after flush", str(found))


@check("TemporaryFile.storage", "NamedTemporaryFile.storage", sequence=operations)
def storage(trials: Trials, api: str, sequence: list[tuple[str, int, Any]]) -> None:
    """Any sequence of operations gives what it gives on an array of bytes, and flush hands it to the system."""
    with trials.open() as trial:
        file, model = trial.file(api), bytearray()
        for operation in (*EACH_ONCE, *sequence):
            play(file, model, operation)
        play(file, model, ("lines", 0, 0))
        play(file, model, ("read", 0, -1))
        reaches_the_system(file, model)


@check("SpooledTemporaryFile.storage", sequence=operations, max_size=each(0, 1, 10, 100, ROOMY))
def spooled_storage(trials: Trials, sequence: list[tuple[str, int, Any]], max_size: int) -> None:
    """Any sequence of operations gives what it gives on an array of bytes, wherever the data is; on disk, flush hands
    it to the system.
    """
    with trials.open() as trial:
        file, model = trial.file("SpooledTemporaryFile", max_size=max_size), bytearray()
        for operation in EACH_ONCE:
            play(file, model, operation)
        if max_size > len(model):
            # Everything once more, on disk.
            file.do("rollover")
            sequence = [*EACH_ONCE, *sequence]
        for operation in sequence:
            play(file, model, operation)
        play(file, model, ("lines", 0, 0))
        play(file, model, ("read", 0, -1))
        if file.has("xreadlines"):
            # As Python 2 calls an iterator over the lines.
            file.seek(0)
            found = [trial.as_bytes(line) for line in trial.do("iterate", object=file.do("xreadlines"))]
            require(b"".join(found) == bytes(model), repr(bytes(model)), repr(found))
        reaches_the_system(file, model)


_text = words(st.sampled_from("ab\n\ré€"), min_size=1, max_size=12)
text_operations = st.lists(
    st.tuples(
        st.sampled_from(["append", "append", "overwrite", "read", "line", "lines", "readlines", "truncate", "flush"]),
        st.integers(0, 30),
        st.integers(-1, 12),
        _text,
    ),
    min_size=5,
    max_size=20,
)
"""Operations on a text file, each of which first goes to a position told earlier: (name, which, size, text)."""


EVERYDAY = (
    ("append", 0, 0, "first\nsecond é€\r\nthird\r\n"),
    ("line", 0, 0, ""),
    ("truncate", 2, 0, ""),
    ("append", 0, 0, "another second"),
    ("read", 0, 7, ""),
    ("read", 3, -1, ""),
)
"""What every sequence begins with: the second operation is told where the second line begins, and so on."""


class TextPlay:
    """A text file and its model, a text file in the suite's memory, on which the same is done.

    Positions in text are good for nothing but going back to them, so both remember what they were told.
    """

    def __init__(self, file: File, encoding: str) -> None:
        self.file = file
        self.model = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
        self.told = [(0, 0)]
        self.one_byte = encoding == "latin-1"

    def play(self, name: str, which: int, size: int, text: str) -> None:
        """Carries out one operation on both and compares what they give."""
        file, model = self.file, self.model
        if name in ("append", "overwrite"):
            if name == "append" or not self.one_byte:
                file.seek(0, 2)
                model.seek(0, 2)
            else:
                self.go(which)
            file.write(text)
            model.write(text)
            if name == "overwrite":
                # What was told before may now lie inside a line end.
                self.told = self.told[:1]
        else:
            self.go(which)
            if name == "truncate":
                file.do("truncate")
                model.truncate()
                self.told = self.told[:1]
            elif name == "flush":
                file.flush()
            elif name in ("read", "line"):
                wanted = model.read(size) if name == "read" else model.readline()
                seen = file.trial.text(file.do("read", size) if name == "read" else file.do("readline"))
                require(seen == wanted, repr(wanted), repr(seen))
            else:
                found = file.do("readlines") if name == "readlines" else file.trial.do("iterate", object=file.ref)
                lines, wanted_lines = [file.trial.text(line) for line in found], model.readlines()
                require(lines == wanted_lines, repr(wanted_lines), repr(lines))
        self.told.append((file.tell(), model.tell()))

    def go(self, which: int) -> None:
        """Goes to one of the positions told."""
        here, there = self.told[which % len(self.told)]
        self.file.seek(here)
        self.model.seek(there)


TEXT_ENCODINGS = ("utf-8", "latin-1", "utf-16")


@check(
    "SpooledTemporaryFile.text-storage",
    encoding=each(*TEXT_ENCODINGS),
    sequence=text_operations,
    max_size=each(10, 100, ROOMY),
)
@check(
    "TemporaryFile.text-storage",
    "NamedTemporaryFile.text-storage",
    encoding=each(*TEXT_ENCODINGS),
    sequence=text_operations,
    max_size=st.none(),
)
def text_storage(
    trials: Trials, api: str, encoding: str, sequence: list[tuple[str, int, int, str]], max_size: int | None
) -> None:
    """Any sequence of operations gives what it gives on a text file in memory, wherever the data is."""
    keywords: dict[str, Any] = {"max_size": max_size} if max_size else {}
    with trials.open() as trial:
        both = TextPlay(trial.file(api, mode="w+", encoding=encoding, newline="", **keywords), encoding)
        if max_size == ROOMY:
            for name, which, size, text in EVERYDAY:
                both.play(name, which, size, text.encode(encoding, "ignore").decode(encoding))
            # Everything once more, on disk.
            both.file.do("rollover")
            both.told = both.told[:1]
        for name, which, size, text in [*EVERYDAY, *sequence]:
            both.play(name, which, size, text.encode(encoding, "ignore").decode(encoding) or "a")
        both.play("append", 0, 0, "the end\n")
        both.play("lines", 0, 0, "")
        both.play("read", 0, -1, "")
