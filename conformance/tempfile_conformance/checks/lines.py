"""Lines: loops over them that end early, and many of them written at once; what a spooled file tells of itself."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tempfile_platforms.protocol import Ref

from tempfile_conformance.checks.registry import check, each
from tempfile_conformance.checks.spooled import on_disk, spooled
from tempfile_conformance.expect import require
from tempfile_conformance.steps import show
from tempfile_conformance.trials import Trials

API = "SpooledTemporaryFile"
LINES = "one\ntwo\nthree\n"


@check("NamedTemporaryFile.loops-may-end", mode=each("w+b", "w+"))
@check("SpooledTemporaryFile.loops-may-end", mode=each("w+b", "w+"), roll=each(False, True))
def loops_may_end(trials: Trials, api: str, mode: str, roll: bool = False) -> None:
    """Takes a line in a loop, leaves the loop, goes on in another, and uses the file."""
    text = "b" not in mode and not trials.python2
    whole: str | bytes = LINES if text else LINES.encode()
    with trials.open() as trial:
        file = trial.file(api, mode=mode)
        file.write(whole)
        if roll:
            file.do("rollover")
        file.seek(0)
        lines = trial.do("take", object=file.ref, name="iterator")
        trial.library("builtins.next", lines)
        if isinstance(lines, Ref) and lines.number != file.ref.number:
            trial.do("drop", object=lines)
        require(file.get("closed") is False, "a file that is open when the loop has ended", "one that is closed")
        rest = trial.do("iterate", object=file.ref)
        rest = [line if text else trial.as_bytes(line) for line in rest]
        wanted = LINES.splitlines(keepends=True)[1:] if text else LINES.encode().splitlines(keepends=True)[1:]
        require(rest == wanted, f"the other lines in the next loop, {wanted}", show(rest))
        file.seek(0)
        found = file.do("read")
        require((found if text else trial.as_bytes(found)) == whole, f"the data {whole!r}", show(found))


@check(f"{API}.lines-roll-over", mode=each("w+b", "w+"), max_size=st.integers(10, 60), size=st.integers(1, 60))
def lines_roll_over(trials: Trials, mode: str, max_size: int, size: int) -> None:
    """Writes more lines than there is room for, and then what is no line; no more than one may be in memory too many.

    Whoever looks at all lines before the first is written has written none: that is as good.
    """
    line: Any = b"x" * size if "b" in mode else "x" * size
    with trials.open() as trial:
        file, before = spooled(trial, max_size, mode=mode)
        file.error("writelines", [line] * (max_size // size + 1) + [7])
        written = file.tell()
        if written > max_size:
            require(on_disk(trial, before), f"a file on disk at {written} bytes of {max_size}", "none")
            file.seek(0)
            found = file.do("read")
            require(found == line * (max_size // size + 1), "all lines that were written", show(found))


@check(f"{API}.tells-mode", mode=each("w+b", "w+"), how=each("rollover", "fileno"))
def tells_mode(trials: Trials, mode: str, how: str) -> None:
    """Reads mode and name before and after the rollover; mode must tell bytes from text."""
    with trials.open() as trial:
        file = trial.file(API, mode=mode)
        for when in ("before", "after"):
            if when == "after":
                file.do(how)
            for name in ("mode", "name"):
                require(file.has(name), f"an attribute {name} {when} the rollover", "none")
            name = file.get("name")
            require(not isinstance(name, Ref), f"a name that can be read {when} the rollover", show(name))
            found = trial.text(file.get("mode"))
            require(("b" in found) == ("b" in mode), f"a mode like {mode!r} {when} the rollover", repr(found))
