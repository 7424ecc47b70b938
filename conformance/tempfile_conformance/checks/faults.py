"""Faults: the operating system refuses a call in the middle of an operation."""

from __future__ import annotations

import contextlib
from typing import Any

from hypothesis import strategies as st
from tempfile_platforms.protocol import ErrorInfo, Raised, Ref

from tempfile_conformance.checks.endings import gone
from tempfile_conformance.checks.exhaustion import MANY, NAMELESS_REFUSED, failing
from tempfile_conformance.checks.registry import check, each, together
from tempfile_conformance.expect import Undecided, require
from tempfile_conformance.trial import File, Trial
from tempfile_conformance.trials import Trials

ERRORS = (
    "EACCES", "EDQUOT", "EIO", "ELOOP", "EMFILE", "ENAMETOOLONG", "ENFILE", "ENOENT", "ENOMEM", "ENOSPC", "ENOTDIR",
    "EPERM", "EROFS",
)  # fmt: skip
"""What a system may answer that is asked for a new file or directory, besides that the name is taken."""

PLACE = {"kind": "directory", "path": "@/d"}


def refused(error: str, times: int = MANY) -> list[dict[str, Any]]:
    """A plan by which nothing can be created."""
    return [{"call": call, "times": times, "errno": error} for call in ("tmpfile", "create", "mkdir")]


@check(
    "mkstemp.errors-reach-the-caller",
    "mkdtemp.errors-reach-the-caller",
    "NamedTemporaryFile.errors-reach-the-caller",
    "TemporaryFile.errors-reach-the-caller",
    "SpooledTemporaryFile.errors-reach-the-caller",
    "TemporaryDirectory.errors-reach-the-caller",
    number=st.sampled_from(ERRORS),
    share=0.5,
    needs=("fault",),
)
def errors_reach_the_caller(trials: Trials, api: str, number: str) -> None:
    """Lets every creation fail with one error, and looks for that error; a missing directory is one, and not made.

    A creation that a signal interrupts may be tried again.
    """
    with trials.open(scene=[PLACE]) as trial:
        trial.settle()
        trial.fault(*refused(number), directory=trial.path("d"))
        error = failing(trial, api)
        nameless, *by_name = trial.struck()
        if not sum(by_name) and (error is None or not nameless):
            # Without a name it cannot be made; that another way cannot be closed is no fault of the implementation.
            raise trials.unseen("creates a name")
        require(error is not None, f"an error, {number}", "none")
        assert error is not None
        require(error.is_a("OSError", "IOError") and error.errno == number, f"an OSError, {number}", _told(error))
        trial.fault(*refused("EINTR", times=1), directory=trial.path("d"))
        error = failing(trial, api)
        trial.struck()
        require(error is None or error.errno == "EINTR", "success, or an OSError, EINTR", error and _told(error))
        for name, kind, _ in trial.do("tree", path=trial.path("d")):
            trial.do("rmdir" if kind == "directory" else "unlink", path=trial.path("d", name))
        trial.do("rmdir", path=trial.path("d"))
        error = failing(trial, api)
        wanted = "an OSError, ENOENT, as the directory is missing"
        require(error is not None and error.errno == "ENOENT", wanted, error and _told(error))
        require(not trial.exists(trial.path("d")), "a directory that is missing still", "it was made")


def _told(error: ErrorInfo) -> str:
    return f"{error} ({error.errno or 'no errno'})"


HARM = ("EIO", "EACCES", "EINTR", "ENOSPC", "EMFILE", "ENOENT")


@check(
    "mkdtemp.no-leak-on-fault",
    calls=together("mkdir", "stat", "lstat", "chmod", "getcwd", "open"),
    number=st.sampled_from(HARM),
    share=0.5,
    needs=("fault",),
)
@check(
    "mkstemp.no-leak-on-fault",
    "NamedTemporaryFile.no-leak-on-fault",
    "TemporaryFile.no-leak-on-fault",
    "SpooledTemporaryFile.no-leak-on-fault",
    calls=together(
        "create", "tmpfile", "unlink", "stat", "lstat", "chmod", "getcwd", "open", "write", "fsync", "close"
    ),
    number=st.sampled_from(HARM),
    share=0.5,
    needs=("fault",),
)
def no_leak_on_fault(trials: Trials, api: str, calls: list[str], number: str) -> None:
    """Lets one call fail, the first, the second or the third time that it is made, and looks for what is left."""
    with trials.open(scene=[PLACE]) as trial:
        trial.settle()
        before = trial.descriptors()
        excused: set[str] = set()
        for call in calls:
            for nth in (1, 2, 3):
                if not _failed(trial, api, call, number, nth, before, excused):
                    break


def _failed(
    trial: Trial, api: str, call: str, number: str, nth: int, before: set[tuple[int, int, int]], excused: set[str]
) -> bool:
    """Whether a call was made an nth time, and failed; adds to `excused` what may be left in the directory."""
    directory = trial.path("d")
    # A descriptor is closed even where closing it fails.
    plan: list[dict[str, Any]] = [{"call": call, "nth": nth, "errno": number, "after": call == "close"}]
    if call != "tmpfile":
        # The longer way, on which there is more to fail.
        plan.append(NAMELESS_REFUSED)
    trial.fault(*plan, directory=directory)
    made, error = None, None
    try:
        made = _make(trial, api, "d" if call == "getcwd" else directory)
    except Raised as raised:
        error = raised.error
    struck = trial.struck()[0]
    if error is None:
        _dispose(trial, api, made)
    if not struck:
        return False
    trial.do("collect")
    leaked = trial.descriptors() - before
    require(not leaked, "no descriptor left open", str(sorted(leaked)))
    left = set(trial.listdir(directory))
    if call == "unlink" and (error is not None or api == "NamedTemporaryFile"):
        # A file that could not be deleted stands there for a reason, which the caller was told or will be.
        excused |= left
    require(left <= excused, "nothing left in the directory", str(sorted(left - excused)))
    return True


def _make(trial: Trial, api: str, directory: str) -> Any:
    if api != "SpooledTemporaryFile":
        return trial.call(api, dir=directory)
    file = trial.file(api, dir=directory)
    file.do("rollover")
    return file.ref


def _dispose(trial: Trial, api: str, made: Any) -> None:
    """Does what the user has to do when all went well."""
    if api == "mkdtemp":
        trial.do("rmdir", path=made)
    elif api == "mkstemp":
        trial.close_fd(made[0])
        trial.do("unlink", path=made[1])
    else:
        assert isinstance(made, Ref)
        File(trial, made).close()


# --- the descriptor is there, the file object is not


@check(
    "TemporaryFile.no-leak-when-wrapping-fails",
    "NamedTemporaryFile.no-leak-when-wrapping-fails",
    nameless=each(True, False),
    how=each("fails", "fails late", "is interrupted", "is interrupted late"),
    needs=("fault",),
)
def no_leak_when_wrapping_fails(trials: Trials, api: str, nameless: bool, how: str) -> None:
    """Lets the making of the file object fail, or be interrupted, once the file is there; looks for the file and its
    descriptor.
    """
    with trials.open(scene=[PLACE]) as trial:
        trial.settle()
        before = trial.descriptors()
        if how.startswith("is interrupted"):
            plan: dict[str, Any] = {"call": "fdopen", "times": MANY, "errno": "EINTR", "interrupt": True}
            # Late: where an opener opens the file, it is there by then, but not before. Python 2 has none.
            plan["after"] = how.endswith("late") and not trials.python2
            trial.fault(plan, *([] if nameless else [NAMELESS_REFUSED]))
            _error(trial, api)
            trial.struck()
        else:
            _fail_to_wrap(trial, api, nameless, how == "fails late")
        trial.do("collect")
        leaked = trial.descriptors() - before
        require(not leaked, "no descriptor left open", str(sorted(leaked)))
        left = trial.listdir(trial.path("d"))
        require(not left, "nothing left in the directory", str(left))


@check(
    "TemporaryFile.first-error-reaches-the-caller",
    "NamedTemporaryFile.first-error-reaches-the-caller",
    nameless=each(True, False),
    late=each(False, True),
    needs=("fault",),
)
def first_error_reaches_the_caller(trials: Trials, api: str, nameless: bool, late: bool) -> None:
    """Lets the making of the file object fail once the file is there, and looks for that error.

    Where it neither makes its file objects in a known way nor asks the system first, nothing has failed.
    """
    with trials.open(scene=[PLACE]) as trial:
        trial.settle()
        if late and trials.python2:
            # There a file object takes the descriptor over in its last step, which cannot fail.
            return
        error, number = _fail_to_wrap(trial, api, nameless, late)
        if error is None and number == "EBADF":
            raise Undecided("no failure reaches the way in which this implementation makes its file objects")
        require(error is not None and error.errno == number, f"an error, {number}", error and _told(error))


def _fail_to_wrap(trial: Trial, api: str, nameless: bool, late: bool) -> tuple[ErrorInfo | None, str]:
    """The error of a call whose file object cannot be made, and the errno it should have."""
    plan: list[dict[str, Any]] = [{"call": "fdopen", "times": MANY, "errno": "ENOMEM", "after": late}]
    if not nameless:
        plan.append(NAMELESS_REFUSED)
    if not (late and trial.trials.python2):  # there a file object takes the descriptor over in its last step
        trial.fault(*plan, directory=trial.path("d"))
        error = _error(trial, api)
        if trial.struck()[0]:
            return error, "ENOMEM"
    # It makes its file objects in another way; but they all ask the system what they are given.
    with trial.traced("fstat,newfstatat,statx", inject="error=EBADF"):
        error = _error(trial, api)
    return error, "EBADF"


def _error(trial: Trial, api: str) -> ErrorInfo | None:
    try:
        trial.file(api, dir=trial.path("d")).drop()
    except Raised as raised:
        return raised.error
    return None


# --- closing

MODES = ("w+b", "w+")


@check(
    "TemporaryFile.close-errors-reach-the-caller",
    "NamedTemporaryFile.close-errors-reach-the-caller",
    "SpooledTemporaryFile.close-errors-reach-the-caller",
    mode=each(*MODES),
    how=each("close", "leave"),
)
def close_errors_reach_the_caller(trials: Trials, api: str, mode: str, how: str) -> None:
    """Closes a file whose buffered data does not fit any more, and looks for the error."""
    with trials.open() as trial:
        error = _close_too_large(trial, trial.file(api, mode=mode), api, mode, how)
        require(error is not None, "an error, as the data could not be written", "none")
        assert error is not None
        require(error.is_a("OSError", "IOError") and error.errno == "EFBIG", "an OSError, EFBIG", _told(error))


@check("NamedTemporaryFile.gone-when-exit-fails", mode=each(*MODES), how=each("leave"))
@check("NamedTemporaryFile.gone-when-close-fails", mode=each(*MODES), how=each("close", "drop", "close without"))
@check(
    "TemporaryFile.gone-when-close-fails",
    "SpooledTemporaryFile.gone-when-close-fails",
    mode=each(*MODES),
    how=each("close", "leave", "drop"),
)
def gone_when_close_fails(trials: Trials, api: str, mode: str, how: str) -> None:
    """Closes or forgets a file whose buffered data does not fit any more; looks for a name and an open descriptor.

    Or closes a file whose descriptor somebody has closed already.
    """
    with trials.open() as trial:
        trial.settle()
        before = trial.descriptors()
        file = trial.file(api, mode=mode)
        if how == "close without":
            trial.close_fd(file.fileno())
            with contextlib.suppress(Raised):
                file.close()
        else:
            _close_too_large(trial, file, api, mode, how)
        gone(trial, trial.tmp, before)


def _close_too_large(trial: Trial, file: File, api: str, mode: str, how: str) -> ErrorInfo | None:
    """The error of ending a file that holds more than a file may hold, wherever on the way it is told."""
    if api == "SpooledTemporaryFile":
        file.do("rollover")
    trial.do("limit", name="FSIZE", value=16)
    text = "b" not in mode and not trial.trials.python2
    try:
        file.write("x" * 1000 if text else b"x" * 1000)
        getattr(file, how)()
    except Raised as raised:
        return raised.error
    return None


@check(
    "NamedTemporaryFile.undeleted-is-an-error", how=each("close", "leave"), mode=each(*MODES), needs=("permissions",)
)
def undeleted_is_an_error(trials: Trials, how: str, mode: str) -> None:
    """As an ordinary user lets the deletion fail, and looks for the error and for an open descriptor."""
    with trials.open(scene=[PLACE], ordinary=True) as trial:
        trial.settle()
        before = trial.descriptors()
        file = trial.file("NamedTemporaryFile", mode=mode, dir=trial.path("d"))
        trial.do("chmod", path=trial.path("d"), mode=0o555)
        try:
            getattr(file, how)()
        except Raised as raised:
            error = raised.error
            require(error.errno in ("EACCES", "EPERM"), "that permission is missing", _told(error))
        else:
            require(False, "an error, as the file could not be deleted", "none")
        leaked = trial.descriptors() - before
        require(not leaked, "no descriptor left open", str(sorted(leaked)))


# --- rolling over

LARGE = b"0123456789abcdef" * 4096
"""More than any buffer on the way holds, and than there is room for."""


@check(
    "SpooledTemporaryFile.failed-rollover-keeps-data",
    how=each("rollover", "fileno", "write"),
    cause=each("create", "size", "room"),
    mode=st.sampled_from(("w+b", "w+")),
    share=0.3,
)
def failed_rollover_keeps_data(trials: Trials, how: str, cause: str, mode: str) -> None:
    """Rolls over where no file can be made or where the data does not fit, and reads what was written before."""
    with trials.open(scene=_without_room(trials, cause)) as trial:
        file, error = _fail_to_roll_over(trial, how, cause, mode)
        require(error is not None, "an error, as the data cannot go to disk", "none")
        try:
            file.seek(0)
            data = file.do("read")
        except Raised as raised:
            require(False, "the data that was written before", str(raised.error))
        found = data.encode() if isinstance(data, str) else trial.as_bytes(data)
        same = found[: len(LARGE)] == LARGE
        require(same, f"the {len(LARGE)} bytes that were written before", f"{len(found)} bytes")


@check(
    "SpooledTemporaryFile.full-disk-is-an-error",
    how=each("rollover", "fileno", "write"),
    cause=each("size", "room"),
    mode=st.sampled_from(("w+b", "w+")),
    share=0.3,
)
def full_disk_is_an_error(trials: Trials, how: str, cause: str, mode: str) -> None:
    """Rolls over where the data does not fit, and looks for the error."""
    number = {"size": "EFBIG", "room": "ENOSPC"}[cause]
    with trials.open(scene=_without_room(trials, cause)) as trial:
        _, error = _fail_to_roll_over(trial, how, cause, mode)
        require(error is not None and error.errno == number, f"an error, {number}", error and _told(error))


def _without_room(trials: Trials, cause: str) -> list[dict[str, Any]]:
    # Where there are no private mounts, the limit on sizes has to do.
    if cause == "room" and trials.able("confine"):
        return [{"kind": "full", "path": "@/d", "room": len(LARGE) // 2}]
    return [PLACE]


def _fail_to_roll_over(trial: Trial, how: str, cause: str, mode: str) -> tuple[File, ErrorInfo | None]:
    """A file with `LARGE` in it, and the error of its going to disk."""
    text = "b" not in mode and not trial.trials.python2
    file = trial.file("SpooledTemporaryFile", max_size=2 * len(LARGE), mode=mode, dir=trial.path("d"))
    file.write(LARGE.decode() if text else LARGE)
    if cause == "create":
        trial.do("rmdir", path=trial.path("d"))
    elif cause == "size" or not trial.trials.able("confine"):
        trial.do("limit", name="FSIZE", value=len(LARGE) // 2)
    if how != "write":
        return file, file.error(how)
    # Beyond every limit, however it is counted.
    return file, file.error("write", LARGE.decode() * 3 if text else LARGE * 3)
