"""NamedTemporaryFile with delete_on_close=False: when the file goes, and when it does not."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import strategies as st
from tempfile_platforms.protocol import Raised

from tempfile_conformance.checks.endings import BEHIND_ITS_BACK, interfere, spared
from tempfile_conformance.checks.registry import check, each
from tempfile_conformance.checks.strategies import data
from tempfile_conformance.expect import require
from tempfile_conformance.trial import File, Trial
from tempfile_conformance.trials import Trials

NAMED = "NamedTemporaryFile"


def patient(trial: Trial, contents: bytes = b"data") -> tuple[File, str]:
    """A file with data in it that is not deleted when it is closed, and its path."""
    file = trial.file(NAMED, delete_on_close=False)
    file.write(contents)
    file.flush()
    return file, file.name


def require_kept(trial: Trial, path: str, contents: bytes) -> None:
    """Requires the file to stand at its name, with its data."""
    require(trial.exists(path), "the file kept", "it was deleted")
    found = trial.read_file(path)
    require(found == contents, f"the data {contents!r} kept", repr(found))


@check("NamedTemporaryFile.kept-when-closed", contents=data, closes=each(1, 2))
def kept_when_closed(trials: Trials, contents: bytes, closes: int) -> None:
    """Closes the file inside a with statement, once or twice, opens it by its name, reads it and writes to it."""
    with trials.open() as trial:
        file, path = patient(trial, contents)
        file.enter()
        for _ in range(closes):
            file.close()
            require_kept(trial, path, contents)
        trial.write_file(path, b"written by name")
        trial.do("collect")
        require_kept(trial, path, b"written by name")


@check(
    "NamedTemporaryFile.gone-on-exit",
    closed=each(True, False),
    raising=each(True, False),
    entered=each("at once", "after writing"),
    moved=st.booleans(),
)
def gone_on_exit(trials: Trials, closed: bool, raising: bool, entered: str, moved: bool) -> None:
    """Ends a with statement, of a closed file or an open one, and looks for a file and for an open descriptor."""
    with trials.open() as trial:
        trial.settle()
        before = trial.descriptors()
        if entered == "at once":
            file = trial.file(NAMED, delete_on_close=False, dir="tmp")
            file.enter()
            file.write(b"data")
        else:
            file, _ = patient(trial)
            file.enter()
        if moved:
            trial.do("chdir", path=trial.tmp)
        if closed:
            file.close()
            require(len(trial.listdir(trial.tmp)) == 1, "the file kept until the end of the with statement", "none")
        swallowed = file.leave(raising=raising)
        require(not (raising and swallowed), "an exception that goes on", "it was swallowed")
        require(trial.listdir(trial.tmp) == [], "no file after the with statement", str(trial.listdir(trial.tmp)))
        leaked = trial.descriptors() - before
        require(not leaked, "no descriptor left open", str(sorted(leaked)))


@check(
    "NamedTemporaryFile.gone-when-finalised",
    how=each("drop", "return", "exception"),
    closed=each(True, False),
)
def gone_when_finalised(trials: Trials, how: str, closed: bool) -> None:
    """Forgets the object, or ends the program, with the file closed or open, and looks for the file."""
    with trials.open() as trial:
        file, path = patient(trial)
        if closed:
            file.close()
            require_kept(trial, path, b"data")
        if how == "drop":
            file.drop()
            require(not trial.exists(path), "no file once its object is gone", "it is still there")
            return
        trial.exit(how)
        found = trial.left(path)
        require(found is None, "no file after the program has ended", str(found))


@check(
    "NamedTemporaryFile.delete-false-wins",
    delete_on_close=each(True, False),
    ends=each("close", "leave", "close leave", "leave drop", "close drop", "drop", "close return", "return"),
)
def delete_false_wins(trials: Trials, delete_on_close: bool, ends: str) -> None:
    """Ends a file made with delete=False in some way, whatever delete_on_close is, and looks for it and its data."""
    with trials.open() as trial:
        file = trial.file(NAMED, delete=False, delete_on_close=delete_on_close)
        path = file.name
        file.enter()
        file.write(b"data")
        file.flush()
        for end in ends.split():
            if end == "return":
                trial.exit(end)
                found = trial.left(path)
                require(found is not None and found.size == 4, "the file and its data kept", str(found))
            else:
                getattr(file, end)()
                require_kept(trial, path, b"data")


@check(
    "NamedTemporaryFile.exit-name-gone",
    how=each(*BEHIND_ITS_BACK),
    closed=each(True, False),
)
def exit_name_gone(trials: Trials, how: str, closed: bool) -> None:
    """Deletes, replaces or renames the file behind its back, ends the with statement, and looks at what is left."""
    with trials.open() as trial:
        trial.settle()
        before = trial.descriptors()
        file, path = patient(trial)
        file.enter()
        if closed:
            file.close()
        done = interfere(trial, path, how)
        with suppress(Raised):  # whether this is an error is not documented
            file.leave()
        leaked = trial.descriptors() - before
        require(not leaked, "no descriptor left open", str(sorted(leaked)))
        spared(trial, path, done)


@check("NamedTemporaryFile.exit-deletes-once", again=each("leave", "close", "drop"), closed=each(True, False))
def exit_deletes_once(trials: Trials, again: str, closed: bool) -> None:
    """Ends the with statement, puts another file at the name, ends the file again, and looks for the other one."""
    with trials.open() as trial:
        file, path = patient(trial)
        file.enter()
        if closed:
            file.close()
        file.leave()
        trial.write_file(path, b"somebody else's")
        with suppress(Raised):
            getattr(file, again)()
        require(trial.exists(path), "somebody else's file left alone", "it was deleted")
        require(trial.read_file(path) == b"somebody else's", "somebody else's file left alone", "it was changed")
