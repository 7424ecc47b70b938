"""Deaths: the process ends in the middle of a call, or while an object is in use."""

from __future__ import annotations

from hypothesis import strategies as st
from tempfile_platforms.protocol import Died

from tempfile_conformance.checks.exhaustion import NAMELESS_REFUSED
from tempfile_conformance.checks.registry import check, each
from tempfile_conformance.checks.temporary_directory import Directory, attempt
from tempfile_conformance.expect import require
from tempfile_conformance.trial import Trial
from tempfile_conformance.trials import Trials

PLACE = {"kind": "directory", "path": "@/d"}


NEEDS = ("fault", "permissions")


@check(
    "mkdtemp.leftovers-private",
    call=each("mkdir", "chmod", "none"),
    how=st.sampled_from(("SIGKILL", "_exit")),
    share=0.3,
    needs=NEEDS,
)
@check(
    "mkstemp.leftovers-private",
    "NamedTemporaryFile.leftovers-private",
    "TemporaryFile.leftovers-private",
    "SpooledTemporaryFile.leftovers-private",
    call=each("create", "chmod", "unlink", "fdopen", "none"),
    how=st.sampled_from(("SIGKILL", "_exit")),
    share=0.3,
    needs=NEEDS,
)
def leftovers_private(trials: Trials, api: str, call: str, how: str) -> None:
    """Ends the process at a call on the way, or once all is done, and looks at the permissions of what is left."""
    with trials.open(scene=[PLACE], umask=0) as trial:
        trial.settle()
        directory = trial.path("d")
        plan = [NAMELESS_REFUSED]
        if call != "none":
            # Just after something has come into being, just before something is done about it.
            plan.append({"call": call, "ends": how, "after": call in ("create", "mkdir")})
        trial.fault(*plan, directory=directory)
        try:
            _use(trial, api, directory)
            trial.exit(how)
        except Died:
            pass
        for _, kind, mode in trial.left_in(directory):
            require(not mode & 0o077, f"a {kind} that is closed to others", f"permissions {mode:04o}")


def _use(trial: Trial, api: str, directory: str) -> None:
    """Makes something and puts something into it."""
    if api == "mkstemp":
        trial.write_fd(trial.mkstemp(dir=directory)[0], b"data")
    elif api in ("mkdtemp", "TemporaryDirectory"):
        trial.call(api, dir=directory)
    else:
        file = trial.file(api, dir=directory)
        file.write(b"data")
        if api == "SpooledTemporaryFile":
            file.do("rollover")
        file.flush()


@check(
    "TemporaryDirectory.leftovers-private",
    call=each("mkdir", "chmod", "none", "rmdir"),
    how=st.sampled_from(("SIGKILL", "_exit")),
    share=0.3,
    needs=NEEDS,
)
def directory_private_to_the_end(trials: Trials, api: str, call: str, how: str) -> None:
    """As before; or ends the process while it removes a directory that its owner may not write to any more.

    Something has to be done about that. What lies in a directory that is closed to others is out of their reach.
    """
    if call != "rmdir":
        leftovers_private(trials, api, call, how)
        return
    with trials.open(scene=[PLACE], umask=0, ordinary=True) as trial:
        directory = trial.path("d")
        trial.fault({"call": call, "ends": how}, directory=directory)
        made = Directory(trial, dir=directory)
        path = made.name
        trial.do("chmod", path=path, mode=0o700)
        trial.write_file(trial.paths.join(path, "file"), b"data")
        trial.do("chmod", path=path, mode=0o500)
        try:
            attempt(made.cleanup)
            trial.exit(how)
        except Died:
            pass
        for name, _, mode in trial.left_in(directory):
            closed = "/" in name or not mode & 0o077
            require(closed, "a directory that is closed to others", f"permissions {mode:04o}")


@check(
    "TemporaryFile.gone-at-any-end",
    "SpooledTemporaryFile.gone-at-any-end",
    how=each("SIGKILL", "SIGTERM", "_exit", "exception", "return"),
    nameless=st.booleans(),
    share=0.4,
    needs=("fault",),
)
def gone_at_any_end(trials: Trials, api: str, how: str, nameless: bool) -> None:
    """Ends the process in some way while the file is open, and looks for the file."""
    with trials.open(scene=[PLACE]) as trial:
        trial.settle()
        if not nameless:
            trial.fault(NAMELESS_REFUSED, directory=trial.path("d"))
        _use(trial, api, trial.path("d"))
        trial.exit(how)
        left = [name for name, _, _ in trial.left_in(trial.path("d"))]
        require(not left, "nothing left in the directory", str(left))
