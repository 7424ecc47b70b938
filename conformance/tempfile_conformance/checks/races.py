"""Races, decided: the name is taken just before it is created, by the same user or by another one."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tempfile_conformance.checks.exhaustion import NAMELESS_REFUSED
from tempfile_conformance.checks.making import in_bytes, make
from tempfile_conformance.checks.registry import check, together
from tempfile_conformance.expect import Undecided, require
from tempfile_conformance.trial import Trial
from tempfile_conformance.trials import Trials

OCCUPANTS = ("file", "directory", "symlink", "symlink-to-directory", "dangling", "hardlink", "fifo", "socket")
"""What may stand at a name already."""

FIRSTS = (*OCCUPANTS, "free file", "free directory")
"""What the first name that is created meets, or the second: a file may be made under one and renamed to another."""

FIRSTS_IN_BYTES = (*FIRSTS, "bytes directory", "bytes dangling")
"""The same, with names in bytes too."""

FILE_FIRSTS = (*FIRSTS_IN_BYTES, "bytes file", "text file", "text dangling", "empty")
"""The same for files; text files may be opened in a way of their own, and an empty one be taken for a new one."""

OTHERS = ".exclusive-against-others"

more_occupants = st.lists(st.sampled_from(OCCUPANTS), max_size=4)

SCENE = (
    {"kind": "directory", "path": "@/d"},
    {"kind": "file", "path": "@/victim", "data": b"precious", "mode": 0o644},
    {"kind": "file", "path": "@/empty", "mode": 0o644},
    {"kind": "directory", "path": "@/victims", "mode": 0o755},
)


def _worth(trials: Trials, firsts: list[str]) -> list[str]:
    """Those that are not all the same to the implementation: where an ordinary string is bytes, bytes are."""
    return [first for first in firsts if not (trials.python2 and first.startswith("bytes "))]


def ways(trial: Trial, api: str, first: str) -> dict[str, Any]:
    """The keywords with which a function is called to meet what is named first: in text mode, or with bytes."""
    directory = trial.path("d")
    if first.startswith("bytes "):
        return {"dir": in_bytes(trial, api, directory)}
    if first.startswith("text "):
        return {"dir": directory, **({"text": True} if api == "mkstemp" else {"mode": "w+"})}
    return {"dir": directory}


def occupy(trial: Trial, first: str, then: list[str], guarantee: str) -> None:
    """Plants occupants at the next names that are created in the directory "d".

    They belong to the trial's own user, or to another one where the guarantee is about those.
    """
    kinds = [*first.removeprefix("text ").removeprefix("bytes ").split(), *then]
    if first == "empty":
        kinds[0] = "hardlink"
    owner: dict[str, Any] = {}
    if guarantee.endswith(OTHERS):
        other = trial.trials.other
        if other is None:
            raise Undecided("this host cannot make files of another user; run the suite as root")
        owner = {"owner": {"uid": other.uid, "gid": other.gid}}
    victim, victims = trial.path("victim"), trial.path("victims")
    targets = {
        "symlink": victim,
        "symlink-to-directory": victims,
        "dangling": trial.path("victims", "dangling"),
        "hardlink": trial.path("empty") if first == "empty" else victim,
    }
    if trial.trials.able("fault"):
        # A file that never has a name has no race to lose: the way is tried on which it has one for a moment.
        trial.fault(NAMELESS_REFUSED)
    trial.do("watch", directory=trial.path("d"), occupants=kinds, at="create", victims=targets, **owner)
    trial.trials.sensors.add(str(trial.trials.session.hello.sensor))


def _piece(first: str, text: str) -> str | bytes:
    """The text as it is written to a file that was made to meet what is named first."""
    return text if first.startswith("text ") else text.encode()


def unharmed(trial: Trial, events: list[dict[str, Any]]) -> None:
    """Requires every occupant and every victim to be as it was."""
    bits = trial.trials.able("permissions")
    require(trial.read_file(trial.path("victim")) == b"precious", "the victim's data unchanged", "it was changed")
    found = trial.stat(trial.path("victim"))
    require(found is not None and (not bits or found.mode == 0o644), "the victim's permissions unchanged", str(found))
    found = trial.stat(trial.path("empty"))
    require(found is not None and found.size == 0, "the empty file left empty", str(found))
    found = trial.stat(trial.path("victims"))
    right = found is not None and (not bits or found.mode == 0o755)
    require(right, "the victim directory's permissions unchanged", str(found))
    require(trial.listdir(trial.path("victims")) == [], "nothing made through a link", "something was")
    for event in events:
        kind, path = event["planted"], event["full"]
        if kind is None:
            continue
        found = trial.stat(path, follow=False)
        wanted = {"hardlink": "file"}.get(kind, "symlink" if "link" in kind or kind == "dangling" else kind)
        require(found is not None and found.kind == wanted, f"the {kind} that stood there, untouched", str(found))
        assert found is not None
        if kind == "file":
            require(trial.read_file(path) == b"occupied", "the occupant's data unchanged", "it was changed")
            require(not bits or found.mode == 0o644, "the occupant's permissions unchanged", str(found))
        if kind == "directory":
            require(trial.listdir(path) == [], "nothing made in the directory that stood there", "something was")
            require(not bits or found.mode == 0o777, "the occupant's permissions unchanged", str(found))


def planted(events: list[dict[str, Any]]) -> set[str]:
    """The paths that were occupied. A creation that no sensor saw cannot be attacked."""
    return {event["full"] for event in events if event["planted"]}


def _seen(trials: Trials, events: list[dict[str, Any]]) -> None:
    if not any(event["what"] == "create" for event in events):
        raise trials.unseen("creates a name")


@check(
    "mkstemp.exclusive-against-others",
    firsts=together(*FILE_FIRSTS),
    then=more_occupants,
    share=0.5,
    needs=("user",),
)
@check("mkstemp.exclusive", firsts=together(*FILE_FIRSTS), then=more_occupants, share=0.5)
def file_exclusive(trials: Trials, guarantee: str, firsts: list[str], then: list[str]) -> None:
    """Takes the names that mkstemp is about to create; the caller must get a new file, and nothing else may change."""
    with trials.open(scene=SCENE, umask=0) as trial:
        for first in _worth(trials, firsts):
            keywords = ways(trial, "mkstemp", first)
            occupy(trial, first, then, guarantee)
            made = make(trial, "mkstemp", **keywords)
            fd, path = made.fd, made.path
            assert fd is not None
            events = trial.sensed()
            _seen(trials, events)
            unharmed(trial, events)
            require(path not in planted(events), "another name", f"the occupied one, {path}")
            opened = trial.fstat(fd)
            assert opened is not None
            require(opened.kind == "file" and opened.links == 1 and opened.size == 0, "a new file", str(opened))
            trial.write_fd(fd, b"data")
            unharmed(trial, events)
            require(trial.read_file(path) == b"data", "the new file at the returned path", path)


@check(
    "mkdtemp.exclusive-against-others",
    "TemporaryDirectory.exclusive-against-others",
    firsts=together(*FIRSTS_IN_BYTES),
    then=more_occupants,
    share=0.5,
    needs=("user",),
)
@check(
    "mkdtemp.exclusive",
    "TemporaryDirectory.exclusive",
    firsts=together(*FIRSTS_IN_BYTES),
    then=more_occupants,
    share=0.5,
)
def directory_exclusive(trials: Trials, api: str, guarantee: str, firsts: list[str], then: list[str]) -> None:
    """Takes the names that mkdtemp is about to create; the caller must get a new directory."""
    with trials.open(scene=SCENE, umask=0) as trial:
        for first in _worth(trials, firsts):
            keywords = ways(trial, api, first)
            occupy(trial, first, then, guarantee)
            path = make(trial, api, **keywords).path
            events = trial.sensed()
            _seen(trials, events)
            unharmed(trial, events)
            require(path not in planted(events), "another name", f"the occupied one, {path}")
            found = trial.stat(path, follow=False)
            require(found is not None and found.kind == "directory", "a new directory", str(found))


@check(
    "NamedTemporaryFile.exclusive-against-others",
    firsts=together(*FILE_FIRSTS),
    then=more_occupants,
    delete=st.booleans(),
    share=0.5,
    needs=("user",),
)
@check(
    "NamedTemporaryFile.exclusive", firsts=together(*FILE_FIRSTS), then=more_occupants, delete=st.booleans(), share=0.5
)
def named_exclusive(trials: Trials, guarantee: str, firsts: list[str], then: list[str], delete: bool) -> None:
    """Takes the names that are about to be created; the caller must get a new file, and closing it changes nothing."""
    with trials.open(scene=SCENE, umask=0) as trial:
        for first in _worth(trials, firsts):
            keywords = ways(trial, "NamedTemporaryFile", first)
            occupy(trial, first, then, guarantee)
            made = make(trial, "NamedTemporaryFile", **keywords, delete=delete)
            file = made.file
            assert file is not None
            events = trial.sensed()
            _seen(trials, events)
            unharmed(trial, events)
            require(made.path not in planted(events), "another name", f"the occupied one, {made.path}")
            opened = trial.fstat(file.fileno())
            require(opened is not None and opened.kind == "file" and opened.links == 1, "a new file", str(opened))
            file.write(_piece(first, "data"))
            file.close()
            unharmed(trial, events)


@check(
    "TemporaryFile.exclusive-against-others",
    firsts=together(*FILE_FIRSTS),
    then=more_occupants,
    share=0.5,
    needs=("user",),
)
@check("TemporaryFile.exclusive", firsts=together(*FILE_FIRSTS), then=more_occupants, share=0.5)
def anonymous_exclusive(trials: Trials, guarantee: str, firsts: list[str], then: list[str]) -> None:
    """Takes the names that are about to be created, where the file is created by a name at all."""
    with trials.open(scene=SCENE, umask=0) as trial:
        occupied: set[str] = set()
        for first in _worth(trials, firsts):
            keywords = ways(trial, "TemporaryFile", first)
            before = set(trial.listdir(trial.path("d")))
            occupy(trial, first, then, guarantee)
            file = trial.file("TemporaryFile", **keywords)
            events = trial.sensed()
            opened = trial.fstat(file.fileno())
            require(opened is not None and opened.kind == "file" and opened.size == 0, "a new file", str(opened))
            file.write(_piece(first, "data"))
            file.close()
            unharmed(trial, events)
            occupied |= {trial.paths.basename(path) for path in planted(events)}
            left = set(trial.listdir(trial.path("d"))) - occupied - before
            require(not left, "nothing left in the directory", str(left))


@check(
    "SpooledTemporaryFile.exclusive-against-others",
    firsts=together(*FILE_FIRSTS),
    then=more_occupants,
    how=st.sampled_from(["rollover", "fileno", "write"]),
    share=0.5,
    needs=("user",),
)
@check(
    "SpooledTemporaryFile.exclusive",
    firsts=together(*FILE_FIRSTS),
    then=more_occupants,
    how=st.sampled_from(["rollover", "fileno", "write"]),
    share=0.5,
)
def spooled_exclusive(trials: Trials, guarantee: str, firsts: list[str], then: list[str], how: str) -> None:
    """Takes the names that are about to be created when the file rolls over."""
    with trials.open(scene=SCENE, umask=0) as trial:
        for first in _worth(trials, firsts):
            file = trial.file("SpooledTemporaryFile", **ways(trial, "SpooledTemporaryFile", first), max_size=10)
            file.write(_piece(first, "spooled"))
            occupy(trial, first, then, guarantee)
            if how == "write":
                file.write(_piece(first, " and more than ten"))
            else:
                file.do(how)
            events = trial.sensed()
            file.write(_piece(first, "more"))
            file.flush()
            unharmed(trial, events)
            file.seek(0)
            found = trial.text(file.do("read")).encode() if first.startswith("text ") else file.read()
            require(found.startswith(b"spooled"), "the data that was spooled", "something else")
            file.close()
            unharmed(trial, events)
