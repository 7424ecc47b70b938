"""TemporaryFile without a name from the first moment on, and where the system has no such thing."""

from __future__ import annotations

import os

from hypothesis import strategies as st
from tempfile_platforms.protocol import Raised

from tempfile_conformance.checks.endings import gone
from tempfile_conformance.checks.exhaustion import NAMELESS_REFUSED
from tempfile_conformance.checks.registry import check, each
from tempfile_conformance.checks.strategies import data
from tempfile_conformance.expect import Undecided, require
from tempfile_conformance.trial import Trial
from tempfile_conformance.trials import Trials


def require_nameless_files(trial: Trial) -> None:
    """Makes the check inconclusive where the system or the file system has no files without a name."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None or trial.trials.platform != "posix":
        raise Undecided("files that never have a name (O_TMPFILE) are Linux's")
    try:
        trial.close_fd(trial.library("os.open", trial.tmp, flag | os.O_RDWR, 0o600))
    except Raised as raised:
        raise Undecided(f"the file system here has no files without a name: {raised.error}") from raised


@check("TemporaryFile.never-named", mode=each("w+b", "w+"), given=st.booleans(), refused=each(False, True))
def never_named(trials: Trials, mode: str, given: bool, refused: bool) -> None:
    """Watches the directory while the file is made, and looks for a name, however short it lives.

    That one file system has no such files, which may have been found out before, says nothing of others.
    """
    with trials.open(scene=[{"kind": "directory", "path": "@/d"}]) as trial:
        require_nameless_files(trial)
        trial.settle()
        if refused and trials.able("fault"):
            trial.fault(NAMELESS_REFUSED, directory=trial.path("d"))
            trial.file("TemporaryFile", dir=trial.path("d")).close()
            trial.struck()
        trial.watch(trial.tmp)
        file = trial.file("TemporaryFile", mode=mode, **({"dir": trial.tmp} if given else {}))
        names = [trial.paths.basename(event["full"]) for event in trial.sensed() if event["what"] == "create"]
        require(not names, "a file that never has a name", f"one that was created as {names}")
        found = trial.fstat(file.fileno())
        trials.possible("link-counts")
        require(found is not None and found.links == 0, "a file without a name", str(found))


@check("TemporaryFile.works-by-name", needs=("fault",), refusal=each("EOPNOTSUPP", "EISDIR"), contents=data)
def works_by_name(trials: Trials, refusal: str, contents: bytes) -> None:
    """Lets the system say that it has no files without a name, makes files all the same, and looks for their names."""
    with trials.open() as trial:
        trial.settle()
        before = trial.descriptors()
        trial.fault({"call": "tmpfile", "times": 1_000_000, "errno": refusal})
        files = [trial.file("TemporaryFile") for _ in range(2)]
        trial.struck()
        require(trial.listdir(trial.tmp) == [], "no name left", str(trial.listdir(trial.tmp)))
        for file in files:
            found = trial.fstat(file.fileno())
            trials.possible("link-counts")
            private = found is not None and found.links == 0 and found.mode & 0o077 == 0
            require(private, "a file without a name, for its owner only", str(found))
            file.write(contents)
            file.seek(0)
            require(file.read() == contents, f"the data {contents!r}", "something else")
            file.close()
        gone(trial, trial.tmp, before)
