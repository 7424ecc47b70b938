"""One way to call everything that makes a name, so that one idea can be tried on each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from hypothesis import reject
from tempfile_platforms.protocol import Raised, Refused

from tempfile_conformance.checks.strategies import Place
from tempfile_conformance.expect import Broken, Undecided
from tempfile_conformance.steps import show
from tempfile_conformance.trial import File, Stat, Trial
from tempfile_conformance.trials import Trials

NAMED = ("mkstemp", "mkdtemp", "mktemp", "NamedTemporaryFile")
"""The functions that give a name to their caller."""

IMPOSSIBLE = (Refused, Raised, Undecided)
"""What an operation ends in that this host cannot carry out."""


@dataclass(frozen=True)
class Made:
    """What a call made: its path, and the descriptor or file object where there is one."""

    path: str
    fd: int | None = None
    file: File | None = None


def make(trial: Trial, api: str, *arguments: Any, **keywords: Any) -> Made:
    """Calls one of `NAMED` and returns what it made, with the path as text, also where that is given in bytes."""
    text = as_text if any(isinstance(value, bytes) for value in keywords.values()) else trial.text
    if api == "mkstemp":
        fd, path = trial.pair(trial.call(api, *arguments, **keywords))
        return Made(text(path), fd)
    if api == "NamedTemporaryFile":
        file = trial.file(api, *arguments, **keywords)
        return Made(text(file.get("name")), file=file)
    if api == "TemporaryDirectory":
        # The trial keeps the object alive.
        made = trial.call(api, *arguments, **keywords)
        return Made(text(trial.do("get", object=made, name="name")))
    return Made(text(trial.call(api, *arguments, **keywords)))


def raw(text: str) -> bytes:
    """A path as bytes."""
    return text.encode("utf-8", "surrogateescape")


def in_bytes(trial: Trial, api: str, directory: str) -> str | bytes:
    """The directory in bytes, where names in bytes are a kind of their own, and agent and function take them."""
    try:
        refused = trial.trials.python2 or trial.error(api, dir=raw(directory)) is not None
    except Refused:
        refused = True
    return directory if refused else raw(directory)


def produced(trial: Trial, api: str, **keywords: Any) -> Any:
    """Calls a function and returns the path of what it made as the implementation gives it, of whatever type."""
    result = trial.call(api, **keywords)
    if api == "mkstemp":
        return trial.pair(result)[1]
    if api in ("NamedTemporaryFile", "TemporaryDirectory"):
        return trial.do("get", object=result, name="name")
    return result


def as_raw(path: Any) -> bytes:
    """A path in bytes, whether it came as str or as bytes."""
    if isinstance(path, str):
        return raw(path)
    if not isinstance(path, bytes):
        raise Broken("a path of type str or bytes", show(path))
    return path


def as_text(path: Any) -> str:
    """A path as str, whether it came as str or as bytes."""
    return as_raw(path).decode("utf-8", "surrogateescape")


def base_name(path: Any) -> bytes:
    """The final component of a path, in bytes."""
    return as_raw(path).replace(b"\\", b"/").rpartition(b"/")[2]


def enter_new(trial: Trial, name: str) -> str:
    """Makes a directory of that name in the private one and goes there; returns its path."""
    path = str(trial.path(name))
    trial.do("mkdir", path=path)
    trial.do("chdir", path=path)
    return path


def moved(trial: Trial) -> Iterator[Place]:
    """One relative path that names another directory the second time: the working directory has changed."""
    for here in ("east", "west"):
        trial.do("mkdir", path=trial.paths.join(enter_new(trial, here), "sub"))
        yield Place((), "sub", f"@/{here}/sub")


def fill(trial: Trial, api: str, made: Made) -> None:
    """Puts a file where mktemp only gave a name, so that the name can be followed."""
    if api == "mktemp" and not trial.exists(made.path):
        trial.write_file(made.path, b"")


def base(trial: Trial, made: Made) -> str:
    """The final component of the path."""
    return str(trial.paths.basename(made.path))


def accepts(trial: Trial, api: str, **keywords: Any) -> Made:
    """`make`, where the file system may refuse the odd characters of a name: such an example decides nothing."""
    try:
        return make(trial, api, **keywords)
    except Raised as raised:
        if raised.error.errno in ("EILSEQ", "ENAMETOOLONG", "EINVAL"):
            reject()
        raise


def at(trial: Trial, path: str) -> str:
    """A path of a `Place`, inside the trial's private directory."""
    root = trial.directory.rstrip("/")
    return root + path[1:] if path.startswith("@") else path


def open_at(trials: Trials, places: Sequence[Place]) -> AbstractContextManager[Trial]:
    """A trial with the directories of all these places, at the working directory of the first."""
    scene: dict[str, dict[str, Any]] = {item["path"]: item for place in places for item in place.scene}
    return trials.open(scene=list(scene.values()), cwd=places[0].cwd)


def visited(trial: Trial, places: Sequence[Place]) -> Iterator[Place]:
    """The places one after the other, from the working directory of each."""
    for number, place in enumerate(places):
        if number:
            trial.do("chdir", path=at(trial, place.cwd))
        yield place


def entries(trial: Trial) -> set[tuple[str, str]]:
    """Every entry below the private directory, as (relative path, kind)."""
    return {(str(item[0]), str(item[1])) for item in trial.do("tree", path=trial.directory)}


def new_entry(trial: Trial, before: set[tuple[str, str]]) -> str:
    """The one entry that has appeared since; anything but one breaks the promise."""
    found = sorted(name for name, _ in entries(trial) - before)
    if len(found) != 1:
        raise Broken("exactly one new entry in the file system", f"{len(found)}: {show(found)}")
    return found[0]


def created(trial: Trial) -> list[str]:
    """The names of the files whose creation was seen, but for those in a directory that was made for them alone."""
    events = [event for event in trial.sensed() if event["what"] == "create"]
    own = {event["full"] for event in events if event["call"].startswith("mkdir")}
    files = [event["full"] for event in events if event["full"] not in own]
    return [str(trial.paths.basename(full)) for full in files if trial.paths.dirname(full) not in own]


def made_in(trial: Trial, path: str) -> Stat | None:
    """Where the file without a name was made whose path was this; a directory of its own that is gone is no place."""
    directory = trial.paths.dirname(path)
    return trial.stat(directory) or trial.stat(trial.paths.dirname(directory))


def require_in(trial: Trial, api: str, made: Made, place: Place, before: set[tuple[str, str]]) -> None:
    """Requires the one new entry to lie in the directory that was asked for."""
    fill(trial, api, made)
    found = new_entry(trial, before)
    wanted = place.real[2:]
    parent = found.rpartition("/")[0]
    if parent != wanted:
        raise Broken(f"a new entry in {wanted!r}", f"a new entry in {parent!r}")
