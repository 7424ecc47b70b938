"""Exhaustion: every name that is tried is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from tempfile_platforms.protocol import ErrorInfo, Raised

from tempfile_conformance.checks.registry import check
from tempfile_conformance.expect import require
from tempfile_conformance.trial import Trial
from tempfile_conformance.trials import SHORT_SAMPLE, Trials

T = TypeVar("T")

MANY = 400_000
"""More names than an implementation may try before it gives up. The most patient one known tries 238,328."""

NAMELESS_REFUSED: dict[str, Any] = {"call": "tmpfile", "times": MANY, "errno": "EOPNOTSUPP"}
"""Closes the way on which a file never has a name, as many file systems do."""


def both_ways(trial: Trial, api: str, values: Sequence[T]) -> Iterator[T]:
    """Each of the values, and for a TemporaryFile once more where the system has no files without a name."""
    yield from values
    if api == "TemporaryFile" and trial.trials.able("fault"):
        trial.fault(NAMELESS_REFUSED)
        yield from values
        trial.struck()


ATTEMPTS = 100
"""How many names are tried where their number can be set."""

TAKEN: tuple[dict[str, Any], ...] = (
    # Without a name there is nothing to be taken.
    NAMELESS_REFUSED,
    {"call": "create", "times": MANY, "errno": "EEXIST"},
    {"call": "mkdir", "times": MANY, "errno": "EEXIST"},
)
"""Whatever name is tried, it is taken."""


PATIENCE = 10
"""How many times longer than other calls one may take that tries all of them."""


def failing(trial: Trial, api: str, patience: int = 1) -> ErrorInfo | None:
    """The error of a call that creates, or of the rollover that does."""
    timeout = trial.trials.session.timeout * patience
    try:
        if api != "SpooledTemporaryFile":
            trial.do("call", timeout, function=api, keywords={"dir": trial.path("d")})
        else:
            file = trial.file(api, max_size=10, dir=trial.path("d"))
            file.write(b"spooled")
            trial.do("method", timeout, object=file.ref, name="rollover")
    except Raised as raised:
        return raised.error
    return None


def hurry(trial: Trial) -> bool:
    """Lowers the number of attempts where the implementation has a name for it: hundreds of thousands take seconds.

    Returns whether it has.
    """
    named = bool(trial.do("has", name="TMP_MAX"))
    if named:
        trial.assign("TMP_MAX", ATTEMPTS)
    return named


@check(
    "mkstemp.bounded-attempts",
    "mkdtemp.bounded-attempts",
    "NamedTemporaryFile.bounded-attempts",
    "TemporaryFile.bounded-attempts",
    "SpooledTemporaryFile.bounded-attempts",
    "TemporaryDirectory.bounded-attempts",
    needs=("fault",),
)
def every_name_taken(trials: Trials, api: str) -> None:
    """Lets every name be taken, whichever is tried, and waits for the error; looks for what is left."""
    with trials.open(scene=[{"kind": "directory", "path": "@/d"}]) as trial:
        trial.settle()
        if trials.sample <= SHORT_SAMPLE or api != "mkstemp":
            # The profiles with more time leave the number as it is once.
            hurry(trial)
        before = trial.descriptors()
        trial.fault(*TAKEN, directory=trial.path("d"))
        error = failing(trial, api, PATIENCE)
        attempts = sum(trial.struck()[1:])
        if not attempts:
            raise trials.unseen("creates a name")
        require(attempts < MANY, "a call that gives up", f"{attempts} attempts")
        require(error is not None, "an error, as every name is taken", "none")
        assert error is not None
        require(error.is_a("OSError", "IOError") and error.errno == "EEXIST", "an OSError, EEXIST", str(error))
        trial.do("collect")
        leaked = trial.descriptors() - before
        require(not leaked, "no descriptor left open", str(sorted(leaked)))
        require(trial.listdir(trial.path("d")) == [], "nothing left in the directory", "something is")
