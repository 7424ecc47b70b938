"""What is left when something goes wrong: a call that fails, a name that has gone, an object that outlives another."""

from __future__ import annotations

from collections.abc import Sequence

from tempfile_platforms.protocol import Raised, Ref

from tempfile_conformance.checks.endings import BEHIND_ITS_BACK, gone, interfere, spared
from tempfile_conformance.checks.registry import check, each, together
from tempfile_conformance.expect import require
from tempfile_conformance.trial import File, Trial
from tempfile_conformance.trials import Trials

BAD_CALLS: dict[str, dict[str, object]] = {
    "unknown mode": {"mode": "unknown"},
    "empty mode": {"mode": ""},
    "mode of another type": {"mode": 7},
    "contradicting mode": {"mode": "wr+b"},
    "unknown encoding": {"mode": "w+", "encoding": "no-such-encoding"},
    "unknown newline": {"mode": "w+", "newline": "x"},
    "encoding of a binary file": {"mode": "w+b", "encoding": "utf-8"},
    "unbuffered text": {"mode": "w+", "buffering": 0},
    "buffer size of another type": {"bufsize": "x"},
    "missing directory": {"dir": "missing"},
    "unwritable directory": {"dir": "closed"},
}
"""Calls that cannot succeed, on one edition or another."""

CLOSED = {"kind": "directory", "path": "@/closed", "mode": 0o555}
"""A directory in which the calling user may not create files."""


@check(
    "TemporaryFile.no-leak-on-error",
    "NamedTemporaryFile.no-leak-on-error",
    kinds=together(*sorted(BAD_CALLS)),
)
def failing_open(trials: Trials, api: str, kinds: list[str]) -> None:
    """Makes a call that fails, and looks for a name and an open descriptor; or it gives a file object after all."""
    with trials.open(scene=[CLOSED], ordinary=True) as trial:
        trial.settle()
        for kind in kinds:
            # What an earlier call made, which did not fail, is no matter of this one.
            before, names = trial.descriptors(), trial.listdir(trial.tmp)
            try:
                file = trial.file(api, **BAD_CALLS[kind])
            except Raised:
                _nothing_left(trial, before, names)
            else:
                file.error("close")


@check(
    "mkstemp.no-leak-on-error",
    "mkdtemp.no-leak-on-error",
    "TemporaryDirectory.no-leak-on-error",
    failing=together(
        {"dir": "missing"},
        {"dir": "closed"},
        {"suffix": 7},
        {"prefix": 7},
        {"dir": 7.5},
        {"prefix": "x" * 300},
        {"suffix": "x\0y"},
        {"prefix": "missing/x"},
    ),
)
def failing_creation(trials: Trials, api: str, failing: list[dict[str, object]]) -> None:
    """Makes a call that fails, if it does, and looks for a name and for an open descriptor."""
    with trials.open(scene=[CLOSED], ordinary=True) as trial:
        trial.settle()
        for keywords in failing:
            before, names = trial.descriptors(), trial.listdir(trial.tmp)
            if trial.error(api, **keywords) is not None:
                _nothing_left(trial, before, names)


@check("SpooledTemporaryFile.no-leak-on-error", how=each("rollover", "fileno", "write"))
def failing_rollover(trials: Trials, how: str) -> None:
    """Rolls over into a directory that is missing, which fails, if it does, and looks for what is left."""
    with trials.open() as trial:
        trial.settle()
        before = trial.descriptors()
        file = trial.file("SpooledTemporaryFile", max_size=10, dir=trial.path("missing"))
        file.write(b"spooled")
        error = file.error("write", b"more than that") if how == "write" else file.error(how)
        if error is None:
            # Where the file lies then is a matter of its location.
            return
        _nothing_left(trial, before)
        file.seek(0)
        require(file.read().startswith(b"spooled"), "the data, still in memory", "something else")
        file.close()
        _nothing_left(trial, before)


@check("SpooledTemporaryFile.rollover-again", how=each("rollover", "fileno", "write"), again=each("rollover", "fileno"))
def rollover_again(trials: Trials, how: str, again: str) -> None:
    """Rolls over while the directory is missing, which fails, if it does; then once it is there, which must work."""
    with trials.open(scene=[{"kind": "directory", "path": "@/d"}]) as trial:
        trial.settle()
        before = trial.descriptors()
        file = trial.file("SpooledTemporaryFile", max_size=10, dir=trial.path("d"))
        file.write(b"spooled")
        trial.do("rmdir", path=trial.path("d"))
        error = file.error("write", b"more than that") if how == "write" else file.error(how)
        if error is None:
            return
        trial.do("mkdir", path=trial.path("d"))
        file.do(again)
        require(bool(trial.descriptors() - before), "a file on disk", "none")
        file.seek(0)
        require(file.read().startswith(b"spooled"), "the data that was spooled", "something else")


def _nothing_left(trial: Trial, before: set[tuple[int, int, int]], names: Sequence[str] = ()) -> None:
    # A traceback or a cycle may hold the failed object for a moment; a program would see it collected.
    trial.do("collect")
    gone(trial, trial.tmp, before, names)


@check("NamedTemporaryFile.kept-while-used", what=each("iterator", "read", "write", "fileno"))
def kept_while_used(trials: Trials, what: str) -> None:
    """Takes an iterator or a method from the object, forgets the object, and goes on using what was taken."""
    with trials.open() as trial:
        file = trial.file("NamedTemporaryFile")
        file.write(b"one\ntwo\n")
        file.seek(0)
        taken = trial.do("take", object=file.ref, name=what)
        require(isinstance(taken, Ref), "something to hold on to", repr(taken))
        if taken != file.ref:
            # An iterator may be the file itself, which is in use then.
            file.drop()
        require(len(trial.listdir(trial.tmp)) == 1, "the file, as it is still in use", "it is gone")
        try:
            if what == "iterator":
                lines = b"".join(trial.as_bytes(line) for line in trial.do("iterate", object=taken))
                require(lines == b"one\ntwo\n", "both lines", repr(lines))
            else:
                trial.do("apply", object=taken, arguments=[b"x"] if what == "write" else [])
        except Raised as raised:
            require(False, f"a file that can be used by its {what}", str(raised.error))
        File(trial, taken).drop()
        require(trial.listdir(trial.tmp) == [], "no file once nothing uses it", "it is still there")


@check("NamedTemporaryFile.name-gone", how=each(*BEHIND_ITS_BACK))
def name_gone(trials: Trials, how: str) -> None:
    """Deletes, replaces or renames the file behind its back, closes it, and looks for an open descriptor and other
    files.
    """
    with trials.open() as trial:
        trial.settle()
        before = trial.descriptors()
        file = trial.file("NamedTemporaryFile")
        file.write(b"data")
        # Where each name of a file has a cache of its own, what is written through one is not seen through another.
        file.flush()
        path = file.name
        done = interfere(trial, path, how)
        # Whether this is an error is not documented.
        file.error("close")
        leaked = trial.descriptors() - before
        require(not leaked, "no descriptor left open", str(sorted(leaked)))
        spared(trial, path, done)


@check("NamedTemporaryFile.gone-at-exit", how=each("return", "exception"), mode=each("w+b", "w+"))
def gone_at_exit(trials: Trials, how: str, mode: str) -> None:
    """Ends the program normally, or by an unhandled exception, while two files are open, one of them in a with
    statement, and looks for them.
    """
    with trials.open() as trial:
        files = [trial.file("NamedTemporaryFile", mode=mode) for _ in range(2)]
        paths = [file.name for file in files]
        files[1].enter()
        trial.exit(how)
        for path in paths:
            found = trial.left(path)
            require(found is None, "no file after the program has ended", str(found))
