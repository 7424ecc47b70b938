"""What callers of today's functions pass to them, and the methods of the file that they get back."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import strategies as st
from tempfile_platforms.protocol import Raised, Ref

from tempfile_conformance.checks.registry import check, each, together
from tempfile_conformance.checks.spooled import opened, zero_limits
from tempfile_conformance.expect import require
from tempfile_conformance.steps import show
from tempfile_conformance.trial import File, Trial
from tempfile_conformance.trials import Trials

NAMES = ["mode", "buffering", "encoding", "newline", "suffix", "prefix", "dir"]
"""Parameters that all three functions have, in their order."""

PARAMETERS = {
    "TemporaryFile": NAMES,
    "NamedTemporaryFile": [*NAMES, "delete"],
    "SpooledTemporaryFile": ["max_size", *NAMES],
}


EVERY: dict[str, Any] = {
    "max_size": 20,
    "mode": "w+",
    "buffering": 1,
    "encoding": "utf-16-le",
    "newline": "\r\n",
    "suffix": ".end",
    "prefix": "begin-",
    "delete": False,
}
"""A value for each parameter but dir."""


@check("TemporaryFile.parameter-order", ways=together(*product(range(8), (True, False))))
@check(
    "NamedTemporaryFile.parameter-order",
    "SpooledTemporaryFile.parameter-order",
    ways=together(*product(range(9), (True, False))),
)
def parameter_order(trials: Trials, api: str, ways: list[tuple[int, bool]]) -> None:
    """Passes the first so many parameters by position or by keyword, and looks for each in what is made."""
    with trials.open(scene=[{"kind": "directory", "path": "@/d"}]) as trial:
        trial.settle()
        for given, named in ways:
            every = {**EVERY, "dir": trial.path("d")}
            _obeyed(trial, api, {name: every[name] for name in PARAMETERS[api][:given]}, named)


def _obeyed(trial: Trial, api: str, values: dict[str, Any], named: bool) -> None:
    before = trial.descriptors()
    file = _given(trial, api, values, named)
    word: str | bytes = "a\n" if "mode" in values else b"a\n"
    file.write(word)
    if api == "SpooledTemporaryFile":
        file.write(word * 20)
        rolled = opened(trial, before)
        limited = "max_size" in values or zero_limits(trial)[1]
        require(rolled == limited, f"max_size {values.get('max_size', 0)} obeyed", "it is not")
        file.do("rollover")
    _name_and_place(trial, api, file, values, named)
    fd = file.fileno()
    if "buffering" in values:
        found = trial.fstat(fd)
        require(found is not None and found.size > 0, "the line in the file, by buffering=1", "an empty file")
    file.flush()
    trial.do("fd_seek", fd=fd, offset=0)
    start = trial.read_fd(fd)[:6]
    if "encoding" in values:
        wanted = ("a\r\na\r\n" if "newline" in values else "a").encode("utf-16-le")[:6]
        require(start.startswith(wanted), f"{wanted!r} in the file", repr(start))


def _given(trial: Trial, api: str, values: dict[str, Any], named: bool) -> File:
    return trial.file(api, **values) if named else trial.file(api, *values.values())


def _name_and_place(trial: Trial, api: str, file: File, values: dict[str, Any], named: bool) -> None:
    """Requires suffix, prefix and dir where they can be seen; a directory that is missing has to be an error."""
    if api == "NamedTemporaryFile":
        directory, name = trial.paths.split(file.name)
        require(name.endswith(values.get("suffix", "")), "the suffix", name)
        require(name.startswith(values.get("prefix", "")), "the prefix", name)
        require(directory == values.get("dir", trial.tmp), "the directory", directory)
        other = _given(trial, api, values, named)
        path = other.name
        other.close()
        require(trial.exists(path) == ("delete" in values), "a file that is kept only with delete=False", path)
    if "dir" in values:
        missing = {**values, "dir": trial.path("missing")}
        try:
            other = _given(trial, api, missing, named)
            error = other.error("rollover") if api == "SpooledTemporaryFile" else None
        except Raised as raised:
            error = raised.error
        require(error is not None and error.is_a("OSError"), "an error for a missing directory", str(error))


@check(
    "TemporaryFile.errors-keyword",
    "NamedTemporaryFile.errors-keyword",
    "SpooledTemporaryFile.errors-keyword",
    roll=st.booleans(),
)
def errors_keyword(trials: Trials, api: str, roll: bool) -> None:
    """Gives errors by keyword, as None, and as one argument too many; a binary file takes none."""
    with trials.open() as trial:
        for errors, accepted in (("replace", True), ("strict", False), (None, False)):
            file = trial.file(api, mode="w+", encoding="ascii", errors=errors)
            if api == "SpooledTemporaryFile" and roll:
                file.do("rollover")
            error = file.error("write", "é")
            require((error is None) == accepted, f"errors={errors!r} obeyed", f"writing what is not ASCII: {error}")
        values: dict[str, Any] = {
            "max_size": 0,
            "mode": "w+",
            "buffering": -1,
            "encoding": "ascii",
            "newline": "",
            "suffix": "",
            "prefix": "x",
            "dir": trial.tmp,
            "delete": True,
        }
        error = trial.error(api, *[values[name] for name in PARAMETERS[api]], "replace")
        require(error is not None and error.is_a("TypeError"), "a TypeError for errors by position", str(error))
        error = trial.error(api, errors="replace")
        if error is None and api == "SpooledTemporaryFile":
            error = trial.file(api, errors="replace").error("rollover")
        require(error is not None and error.is_a("ValueError"), "a ValueError for a binary file", str(error))


@check("NamedTemporaryFile.delete-on-close-keyword")
def delete_on_close_keyword(trials: Trials) -> None:
    """Gives delete_on_close by keyword, not at all, and by position, and closes the file."""
    with trials.open() as trial:
        for keywords in ({}, {"delete_on_close": True}, {"delete_on_close": False}, {"delete_on_close": 0}):
            file = trial.file("NamedTemporaryFile", **keywords)
            path = file.name
            file.close()
            kept = not keywords.get("delete_on_close", True)
            require(trial.exists(path) == kept, f"a file that is {'kept' if kept else 'gone'} with {keywords}", path)
        values = ["w+b", -1, None, None, "", "x", trial.tmp, True]
        for more in ([False], [None, False]):
            error = trial.error("NamedTemporaryFile", *values, *more)
            refused = error is not None and error.is_a("TypeError", "ValueError")
            require(refused, "an error for one by position", str(error))


ANY = "close closed fileno flush isatty readable readline readlines seek seekable tell truncate writable writelines"
MEMBERS = {
    "w+b": "read read1 readinto readinto1 peek write raw detach",
    "rb": "read read1 readinto readinto1 peek write raw detach",
    "wb": "write raw detach",
    "w+": "read write buffer encoding errors newlines line_buffering detach",
    "r": "read write buffer encoding errors newlines line_buffering detach",
    "w": "read write buffer encoding errors newlines line_buffering detach",
}
"""Methods and attributes that the documentation of io gives to the file that open makes of a mode."""


@check("NamedTemporaryFile.file-methods", mode=each(*sorted(MEMBERS)))
def file_methods(trials: Trials, mode: str) -> None:
    """Looks for the methods and attributes of a file of that mode, and uses them."""
    with trials.open() as trial:
        file = trial.file("NamedTemporaryFile", mode=mode, **({} if "b" in mode else {"encoding": "latin-1"}))
        missing = [name for name in f"{ANY} {MEMBERS[mode]}".split() if not file.has(name)]
        require(not missing, "all methods and attributes of a file", f"no {', '.join(missing)}")
        for name, wanted in (
            ("readable", "r" in mode or "+" in mode),
            ("writable", "w" in mode or "+" in mode),
            ("seekable", True),
            ("isatty", False),
        ):
            require(file.do(name) is wanted, f"{name}() to be {wanted}", f"{not wanted}")
        trial.write_file(file.name, b"one\ntwo\nthree\n")
        if "r" not in mode and "+" not in mode:
            require(file.error("read" if "read" in MEMBERS[mode] else "readline") is not None, "no reading", "it reads")
        elif "b" in mode:
            _binary_methods(trial, file)
        else:
            require(
                trial.text(file.get("encoding")).lower() in ("latin-1", "iso8859-1", "iso-8859-1"),
                "latin-1",
                show(file.get("encoding")),
            )
            require(trial.text(file.do("readline")) == "one\n", "the first line", "something else")
            require(isinstance(file.get("buffer"), Ref), "the binary file underneath in buffer", "something else")
            if file.has("reconfigure"):
                file.do("reconfigure", line_buffering=True)
                require(file.get("line_buffering") is True, "line_buffering as it was set", "something else")


@check("NamedTemporaryFile.live-attributes", line_end=each("\n", "\r", "\r\n"))
def live_attributes(trials: Trials, line_end: str) -> None:
    """Asks for newlines and closed before and after that which changes them."""
    with trials.open() as trial:
        file = trial.file("NamedTemporaryFile", mode="w+", encoding="ascii")
        require(file.get("newlines") is None, "no newlines before anything is read", show(file.get("newlines")))
        require(file.get("closed") is False, "closed to be False", "something else")
        trial.write_file(file.name, f"line{line_end}".encode())
        file.do("read")
        seen = file.get("newlines")
        require(seen == line_end, f"newlines to be {line_end!r} once such a line has been read", show(seen))
        file.close()
        require(file.get("closed") is True, "closed to be True after closing", "something else")


def _binary_methods(trial: Trial, file: File) -> None:
    require(trial.as_bytes(file.do("peek", 3)).startswith(b"one"), "what comes next from peek", "something else")
    require(trial.as_bytes(file.do("read1", 2)) == b"on", "two bytes from read1", "something else")
    for name in ("readinto", "readinto1"):
        room = trial.library("array.array", "B", [0, 0])
        count = file.do(name, room)
        seen = trial.as_bytes(trial.do("method", object=room, name="tobytes"))
        wanted = {"readinto": b"e\n", "readinto1": b"tw"}[name]
        require((count, seen) == (2, wanted), f"2 and {wanted!r} from {name}", f"{count} and {seen!r}")
    require(file.tell() == 6, "the position 6", str(file.tell()))
    lines = [trial.as_bytes(line) for line in trial.do("iterate", object=file.ref)]
    require(lines == [b"o\n", b"three\n"], "the other lines", repr(lines))
