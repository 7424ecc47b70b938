"""The directory under attack: removed, exchanged, closed or filled up, before a call or in the middle of it."""

from __future__ import annotations

from hypothesis import strategies as st
from tempfile_platforms.protocol import ErrorInfo, Raised, Refused

from tempfile_conformance.checks.exhaustion import NAMELESS_REFUSED
from tempfile_conformance.checks.making import entries, made_in, make
from tempfile_conformance.checks.registry import check, each
from tempfile_conformance.expect import require
from tempfile_conformance.trial import Trial
from tempfile_conformance.trials import Trials

CLOSED = {"unwritable": 0o555, "unsearchable": 0o600}

LINKS = {"dangling": "nowhere", "loop": "d", "exchanged": "victims"}

BEFORE = ("removed", "a file", "full", *CLOSED, *LINKS)
"""What may have happened to the directory since it was last used."""

NAMELESS = ("TemporaryFile", "SpooledTemporaryFile")
"""What makes files without a name."""

DURING = {"removed at the last moment": "gone", "exchanged at the last moment": "swapped"}
"""What may happen to it once the implementation has chosen a name, and the sensor's word for it."""

SCENE = (
    {"kind": "directory", "path": "@/victims"},
    {"kind": "directory", "path": "@/here"},
    {"kind": "directory", "path": "@/here/d"},
)
"""The new place of a link, and a working directory."""


@check(
    *(
        f"{api}.never-elsewhere"
        for api in (
            "mkstemp",
            "mkdtemp",
            "NamedTemporaryFile",
            "TemporaryFile",
            "SpooledTemporaryFile",
            "TemporaryDirectory",
        )
    ),
    attack=each(*BEFORE, *DURING),
    default=st.booleans(),
    share=0.2,
)
def never_elsewhere(trials: Trials, api: str, attack: str, default: bool) -> None:
    """Attacks the directory that was given, or the default one, creates, and looks everywhere for what is new."""
    # Where there are no private mounts, a file system cannot be filled up.
    full = attack == "full" and trials.able("confine")
    scene = [*SCENE, {"kind": "full" if full else "directory", "path": "@/d"}]
    default = default and not full
    with trials.open(
        scene=scene, cwd="@/here", environment={"TMPDIR": "@/d"} if default else {}, ordinary=True
    ) as trial:
        trial.settle()
        directory = trial.path("d")
        _strike(trial, attack, directory)
        before = entries(trial)
        if attack in CLOSED:
            trial.do("chmod", path=directory, mode=CLOSED[attack])
        error, made = _create(trial, api, **({} if default else {"dir": directory}))
        if attack in CLOSED:
            trial.do("chmod", path=directory, mode=0o700)
        if attack in DURING:
            trial.sensed()
        new = {name for name, _ in entries(trial) - before} - {"d", "d.aside"}
        # Whoever can exchange a directory owns the one above it, and may have what is made there.
        places = {"exchanged": ("victims",)}.get(attack, ("d", "d.aside", "victims") if attack in DURING else ("d",))
        outside = sorted(name for name in new if name.rpartition("/")[0] not in places)
        require(not outside, "nothing new outside the directory", str(outside))
        if error is not None:
            require(error.is_a("OSError", "IOError"), "an OSError, or what was asked for", str(error))
            require(not new, "nothing made by a call that fails", str(sorted(new)))
        elif made is not None and attack not in DURING:
            found = made_in(trial, made) if api in NAMELESS else trial.stat(trial.paths.dirname(made))
            wanted = trial.stat(directory)
            same = found is not None and wanted is not None and found.identity == wanted.identity
            require(same, f"a path in {directory}", made)


def _strike(trial: Trial, attack: str, directory: str) -> None:
    """Does to the directory what the attack's name says, but for its permissions."""
    if attack in DURING:
        if trial.trials.able("fault"):
            # A file that never has a name is created without a choice of one.
            trial.fault(NAMELESS_REFUSED)
        trial.watch(directory, DURING[attack], gone=directory, swapped=trial.path("victims"))
    elif attack not in CLOSED and attack != "full":
        trial.do("rmdir", path=directory)
        if attack == "a file":
            trial.write_file(directory, b"")
        elif attack in LINKS:
            trial.do("symlink", path=directory, target=LINKS[attack])


def _create(trial: Trial, api: str, **keywords: str) -> tuple[ErrorInfo | None, str | None]:
    """The error of what creates, or the path of what it made as far as that can be told."""
    try:
        if api not in NAMELESS:
            return None, make(trial, api, **keywords).path
        file = trial.file(api, **keywords)
        if api == "SpooledTemporaryFile":
            file.write(b"data")
        fd = file.fileno()
    except Raised as raised:
        return raised.error, None
    try:
        return None, trial.text(trial.do("fd_path", fd=fd))
    except Refused:
        return None, None


@check("SpooledTemporaryFile.rolls-over-where-asked", dir=each("d", "./d", ".", "../here/d"))
def rolls_over_where_asked(trials: Trials, dir: str) -> None:
    """Gives a relative directory, changes the working directory, rolls over, and looks where the file is.

    Whether the directory is that of then or of now is not documented; but it is one of the two.
    """
    scene = [*SCENE, *({"kind": "directory", "path": path} for path in ("@/there", "@/there/d"))]
    with trials.open(scene=scene, cwd="@/here") as trial:
        trial.settle()
        before = entries(trial)
        join, stat = trial.paths.join, trial.stat
        meant = [stat(join(trial.path(where), dir)) for where in ("here", "there")]
        file = trial.file("SpooledTemporaryFile", dir=dir)
        file.write(b"data")
        trial.do("chdir", path=trial.path("there"))
        fd = file.fileno()
        try:
            found = made_in(trial, trial.text(trial.do("fd_path", fd=fd)))
        except Refused:
            found = meant[0]
        identities = [item.identity for item in meant if item is not None]
        require(found is not None and found.identity in identities, f"a file in {dir!r}", "a file elsewhere")
        file.close()
        new = sorted(name for name, _ in entries(trial) - before)
        require(not new, "nothing left anywhere", str(new))
