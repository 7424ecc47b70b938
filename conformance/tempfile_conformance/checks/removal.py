"""What a TemporaryDirectory removes: all that is in it, whatever it is, and nothing outside."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import strategies as st
from tempfile_platforms.protocol import Raised, encode

from tempfile_conformance.checks.exhaustion import MANY, PATIENCE
from tempfile_conformance.checks.registry import check, each, together
from tempfile_conformance.checks.temporary_directory import Directory, attempt, furnish, require_gone
from tempfile_conformance.expect import require
from tempfile_conformance.trial import Stat, Trial
from tempfile_conformance.trials import Trials

ENDS = ("cleanup", "leave", "drop")
"""The ways in which a directory is removed while its program goes on."""

ODD_NAMES = (
    *("a b", "-rf", "*", "~", "$HOME", "é", "日本", "\n", "\\", "...", ".hidden"),
    *("x" * 200, "\udcff\udcfe", "%s", '"', "'"),
)
"""Names of entries, among them one that is no text in UTF-8."""

KINDS = ("file", "directory", "symlink", "fifo", "socket")

members = st.recursive(
    st.sampled_from(KINDS),
    lambda inner: st.dictionaries(st.sampled_from(ODD_NAMES), inner, max_size=4),
    max_leaves=12,
)
"""A tree: the kind of an entry, or a directory of names and what they are."""


def build(trial: Trial, path: str, tree: Any) -> None:
    """Builds a tree in the directory."""
    items: list[dict[str, Any]] = []

    def visit(place: str, what: Any) -> None:
        if isinstance(what, dict):
            if place != path:
                items.append({"kind": "directory", "path": place})
            for name, inner in sorted(what.items()):
                visit(trial.paths.join(place, name), inner)
        elif what == "symlink":
            items.append({"kind": what, "path": place, "target": "nowhere"})
        else:
            items.append({"kind": what, "path": place})

    visit(path, tree if isinstance(tree, dict) else {"only": tree})
    trial.do("build", items=items)


@check("TemporaryDirectory.all-contents", tree=members, end=each(*ENDS), many=each(False, True))
def all_contents(trials: Trials, tree: Any, end: str, many: bool) -> None:
    """Fills the directory with entries of every kind, perhaps hundreds of them, ends its life, and looks for it."""
    with trials.open() as trial:
        made = Directory(trial)
        path = made.name
        everything: Any = {kind: kind for kind in KINDS}
        odd: Any = {name: {} if number % 2 else "file" for number, name in enumerate(ODD_NAMES)}
        even: Any = {name: "file" if number % 2 else {"file": "file"} for number, name in enumerate(ODD_NAMES)}
        top = {**(tree if isinstance(tree, dict) else {"only": tree}), ".file": "file", ".directory": {".file": "file"}}
        if many:
            build(trial, path, {**top, **{f"many-{number}": "file" for number in range(300)}})
        else:
            within = {**everything, "again": {**everything, **odd, "deeper": {"empty": {}, **even}}}
            build(trial, path, {**top, **everything, "every": within})
        getattr(made, end)()
        require_gone(trial, path, "and nothing of its contents")


@check("TemporaryDirectory.deep-trees", depth=each(400, 1500), share=0.05)
def deep_trees(trials: Trials, depth: int) -> None:
    """Makes a chain of directories, each in the one before, removes it, and looks for it."""
    with trials.open() as trial:
        made = Directory(trial, prefix="", suffix="")
        path = made.name
        trial.do("build", items=[{"kind": "chain", "path": path, "depth": depth}])
        # How long it takes is no promise: walking such a chain takes a standard library seconds.
        timeout = trials.session.timeout * PATIENCE
        error = attempt(lambda: trial.do("method", timeout, object=made.ref, name="cleanup", arguments=[], keywords={}))
        require(error is None, f"{depth} levels removed", str(error))
        require_gone(trial, path, "after cleanup()")


MODES = (0o000, 0o100, 0o200, 0o400, 0o500, 0o600)

MEMBERS = ("top", "directory", "file", "empty directory", "all")

CLOSED = tuple(
    (which, mode, ENDS[(row + column) % len(ENDS)])
    for row, which in enumerate(MEMBERS)
    for column, mode in enumerate(MODES)
)
"""Every member with every mode, and each of them with every end."""


@check("TemporaryDirectory.read-only-members", cases=together(*CLOSED), needs=("permissions",))
def read_only_members(trials: Trials, cases: list[tuple[str, int, str]]) -> None:
    """As an ordinary user takes permissions away from members, or from the directory itself, and removes it.

    Some have names that are bytes, where those can be had.
    """
    with trials.open(ordinary=True) as trial:
        as_bytes = {} if trial.error("TemporaryDirectory", suffix=b"") else {"suffix": b""}
        for which, mode, end in cases:
            made = Directory(trial, **(as_bytes if mode < 0o200 else {}))
            path, join = made.name, trial.paths.join
            furnish(trial, path)
            for name in ("empty", "linked"):
                trial.do("mkdir", path=join(path, name))
            # To something of the same user, whose permissions might be changed: that they are not is another promise.
            trial.do("symlink", path=join(path, "linked", "link"), target=trial.tmp)
            targets = {
                "file": [join(path, "inner", "file"), join(path, "file")],
                "empty directory": [join(path, "empty")],
                "directory": [join(path, "inner"), join(path, "linked")],
                "top": [path],
            }
            # From the inside out: what is closed cannot be changed from outside any more.
            for target in [item for items in targets.values() for item in items] if which == "all" else targets[which]:
                trial.do("chmod", path=target, mode=mode)
            error = attempt(getattr(made, end))
            require(error is None, "a directory that is removed", str(error))
            require_gone(trial, path, f"though permissions {mode:04o} forbid it")


# --- links

VICTIMS = (
    {"kind": "directory", "path": "@/victims", "mode": 0o555},
    {"kind": "directory", "path": "@/others", "mode": 0o755},
    {"kind": "file", "path": "@/others/file", "data": b"precious", "mode": 0o444},
    {"kind": "file", "path": "@/victim", "data": b"precious", "mode": 0o400},
)
"""What links lead to: nothing of it may be touched."""

LINKS = {
    "file": "victim",
    "directory": "others",
    "read-only directory": "victims",
    "file in a directory": "others/file",
}


def watched(trial: Trial) -> dict[str, Stat | None]:
    """The state of all the victims."""
    return {name: trial.stat(trial.path(*name.split("/"))) for name in ("victims", "others", "others/file", "victim")}


def require_unharmed(trial: Trial, before: dict[str, Stat | None]) -> None:
    """Requires every victim to be there, with its data and permissions."""
    for name, was in before.items():
        found = trial.stat(trial.path(*name.split("/")))
        require(found is not None, f"{name} left alone", "it was removed")
        assert found is not None
        assert was is not None
        require(found.mode == was.mode, f"the permissions {was.mode:04o} of {name} left alone", f"{found.mode:04o}")
        require(found.identity == was.identity and found.size == was.size, f"{name} left alone", str(found))


@check(
    "TemporaryDirectory.links-not-followed",
    ways=together(*product(sorted(LINKS), ENDS)),
    relative=each(True, False),
    deep=each(True, False),
    needs=("permissions",),
)
def links_not_followed(trials: Trials, ways: list[tuple[str, str]], relative: bool, deep: bool) -> None:
    """Puts links to things outside into the directory, removes it, and looks for what they lead to."""
    with trials.open(scene=VICTIMS, ordinary=True) as trial:
        before = watched(trial)
        for to, end in ways:
            made = Directory(trial, dir=trial.tmp)
            path, join = made.name, trial.paths.join
            place = join(path, "inner") if deep else path
            if deep:
                trial.do("mkdir", path=place)
            target = trial.path(*LINKS[to].split("/"))
            named = trial.paths.relpath(target, place) if relative else target
            trial.do("symlink", path=join(place, "link"), target=named)
            trial.do("symlink", path=join(place, "loop"), target=path)
            trial.do("symlink", path=join(place, "up"), target="..")
            getattr(made, end)()
            require_unharmed(trial, before)
            require_gone(trial, path, "and no link left")


@check(
    "TemporaryDirectory.targets-unchanged",
    ways=together(*product(sorted(LINKS), (0o500, 0o000))),
    end=each(*ENDS),
    needs=("permissions",),
)
def targets_unchanged(trials: Trials, ways: list[tuple[str, int]], end: str) -> None:
    """Puts a link into a directory from which it cannot be removed as it is, and looks at the target's permissions."""
    with trials.open(scene=VICTIMS, ordinary=True) as trial:
        before = watched(trial)
        for to, mode in ways:
            made = Directory(trial, dir=trial.tmp)
            inner = trial.paths.join(made.name, "inner")
            trial.do("mkdir", path=inner)
            trial.do("symlink", path=trial.paths.join(inner, "link"), target=trial.path(*LINKS[to].split("/")))
            trial.do("chmod", path=inner, mode=mode)
            # Whether it can be removed is another promise.
            attempt(getattr(made, end))
            require_unharmed(trial, before)


@check(
    "TemporaryDirectory.replaced-by-link",
    ways=together(*product(sorted(LINKS), ENDS)),
    needs=("permissions",),
)
def replaced_by_link(trials: Trials, ways: list[tuple[str, str]]) -> None:
    """Moves the directory away, puts a link in its place, ends the object's life, and looks at the link's target."""
    with trials.open(scene=VICTIMS, ordinary=True) as trial:
        before = watched(trial)
        for number, (to, end) in enumerate(ways):
            made = Directory(trial, dir=trial.tmp)
            trial.do("rename", path=made.name, target=trial.path(f"moved{number}"))
            trial.do("symlink", path=made.name, target=trial.path(*LINKS[to].split("/")))
            # An error is as good as a removed link.
            attempt(getattr(made, end))
            require_unharmed(trial, before)


@check(
    "TemporaryDirectory.swapped-while-removed",
    nth=each(1, 2, 3, 4, 5, 6, 7, 8),
    name=each("inner", "file", "top"),
    mode=each(0o700, 0o500, 0o000),
    needs=("permissions",),
)
def swapped_while_removed(trials: Trials, nth: int, name: str, mode: int) -> None:
    """Just before the nth look at an entry during the removal, exchanges it for a link to a directory outside."""
    with trials.open(scene=VICTIMS, ordinary=True) as trial:
        made = Directory(trial, dir=trial.tmp)
        path, join = made.name, trial.paths.join
        furnish(trial, path)
        trial.do("build", items=[{"kind": "directory", "path": join(path, "inner", "deeper")}])
        trial.do("chmod", path=join(path, "inner"), mode=mode)
        before = watched(trial)
        target = path if name == "top" else join(path, name)
        trials.sensors.add(str(trials.session.hello.sensor))
        trial.do("ambush", path=target, nth=nth, aside=trial.path("aside"), target=trial.path("others"))
        attempt(made.cleanup)
        seen = int(trial.do("ambushed"))
        if not seen and mode == 0o700:
            # Elsewhere the removal may end before it comes to this entry.
            raise trials.unseen("removes a directory")
        require_unharmed(trial, before)


# --- errors


def _stuck(trial: Trial, cause: str, **keywords: Any) -> Directory:
    """A directory, with contents, that cannot be removed: because it may not itself, or is out of reach, no file may,
    or the first may not; or because all directories are busy.
    """
    directory = trial.path("d")
    made = Directory(trial, dir=trial.path("d", "in") if cause == "way there" else directory, **keywords)
    furnish(trial, made.name)
    made.enter()
    if cause in LOCKED:
        trial.do("chmod", path=directory, mode=LOCKED[cause])
    else:
        trial.fault(STUCK_BY[cause], directory=directory)
    return made


LOCKED = {"directory": 0o555, "way there": 0o000}
"""Permissions of the directory in which it is, or of the one above that."""

STUCK_BY: dict[str, dict[str, Any]] = {
    "files": {"call": "unlink", "times": MANY, "errno": "EACCES"},
    "one file": {"call": "unlink", "errno": "EIO"},
    "one file twice": {"call": "unlink", "times": 2, "errno": "EACCES"},
    "busy": {"call": "rmdir", "times": MANY, "errno": "EBUSY"},
}


STUCK = [{"kind": "directory", "path": path} for path in ("@/d", "@/d/in")]


@check(
    "TemporaryDirectory.errors-raised",
    end=each("cleanup", "leave"),
    cause=each("directory", "way there", "busy"),
    needs=("permissions",),
)
def errors_raised(trials: Trials, end: str, cause: str) -> None:
    """As an ordinary user lets the removal fail, and looks for the error; then it can be done after all."""
    if cause == "busy" and not trials.able("fault"):
        return
    with trials.open(scene=STUCK, ordinary=True) as trial:
        made = _stuck(trial, cause)
        path = made.name
        error = attempt(getattr(made, end))
        if cause in LOCKED:
            _require_refusal(error, "EACCES", "EPERM")
            trial.do("chmod", path=trial.path("d"), mode=0o755)
            made.cleanup()
            require_gone(trial, path, "when it is cleaned up again and nothing is in the way any more")
            return
        if not trial.struck()[0]:
            raise trials.unseen("removes a directory")
        _require_refusal(error, "EBUSY")


@check("TemporaryDirectory.first-error-reaches-the-caller", end=each("cleanup", "leave"), needs=("fault",))
def first_error_reaches_the_caller(trials: Trials, end: str) -> None:
    """Lets the removal of files fail, and looks for that error, not one of what was tried then."""
    with trials.open(scene=STUCK) as trial:
        error = attempt(getattr(_stuck(trial, "files"), end))
        if not trial.struck()[0]:
            raise trials.unseen("removes a file")
        _require_refusal(error, "EACCES", "EPERM")


def _require_refusal(error: Raised | None, *numbers: str) -> None:
    require(error is not None, "an error, as not everything can be removed", "none")
    assert error is not None
    require(error.error.is_a("OSError"), "the operating system's error", str(error))
    require(error.error.errno in numbers, f"why it failed, {' or '.join(numbers)}", str(error))


@check(
    "TemporaryDirectory.ignores-cleanup-errors",
    end=each(*ENDS),
    cause=each("directory", "one file", "one file twice", "busy"),
    needs=("permissions",),
)
def ignores_cleanup_errors(trials: Trials, end: str, cause: str) -> None:
    """Lets the removal fail at its beginning or its end, with ignore_cleanup_errors, and looks at what is left."""
    if cause != "directory" and not trials.able("fault"):
        return
    with trials.open(scene=STUCK, ordinary=True) as trial:
        made = _stuck(trial, cause, ignore_cleanup_errors=True)
        path = made.name
        error = attempt(made.drop_loudly if end == "drop" else getattr(made, end))
        require(error is None, "no error", str(error))
        if cause == "directory":
            require(trial.listdir(path) == [], "everything removed that can be", str(trial.listdir(path)))
            if end == "cleanup":
                _from_deeper(trial)
        else:
            refused = 0 if cause == "busy" else trial.struck()[0]
            files = [name for name, kind, _ in trial.do("tree", path=trial.path("d")) if kind == "file"]
            require(len(files) <= refused, f"no file left but {refused}", str(files))


DEPTHS = range(1, 8)
"""How often a call is repeated inside a repetition, each of which is a few calls more on the stack of the agent."""


def _from_deeper(trial: Trial) -> None:
    """The same with more calls on the stack: where a recursion ends decides what becomes of the error of its end."""
    for depth in DEPTHS:
        trial.do("chmod", path=trial.path("d"), mode=0o755)
        made = _stuck(trial, "directory", ignore_cleanup_errors=True)
        request: dict[str, Any] = {"object": encode(made.ref), "name": "cleanup", "arguments": [], "keywords": {}}
        operation = "method"
        for _ in range(depth):
            operation, request = "repeat", {"count": 1, "request": {"op": operation, **request}}
        reply: Any = {"ok": trial.do(operation, **request)}
        for _ in range(depth):
            (reply,) = trial.value(reply)
        trial.value(reply)


@check(
    "TemporaryDirectory.ignores-errors-on-the-way",
    end=each("cleanup", "leave"),
    cause=each("files", "way there"),
    needs=("fault",),
)
def ignores_errors_on_the_way(trials: Trials, end: str, cause: str) -> None:
    """Lets the removal fail and all changes of permissions too, with ignore_cleanup_errors: by planned errors or, where
    there are permissions, because the directory is out of reach.
    """
    away = cause == "way there" and trials.able("permissions")
    with trials.open(scene=STUCK, ordinary=away) as trial:
        made = _stuck(trial, cause if away else "files", ignore_cleanup_errors=True)
        if not away:
            plan = [{"call": call, "times": MANY, "errno": "EPERM"} for call in ("unlink", "chmod")]
            trial.fault(*plan, directory=trial.path("d"))
        error = attempt(getattr(made, end))
        require(error is None, "no error", str(error))


@check("TemporaryDirectory.goes-on-where-something-has-gone", nth=each(1, 2), end=each(*ENDS), needs=("fault",))
def goes_on_where_something_has_gone(trials: Trials, nth: int, end: str) -> None:
    """Lets somebody else be quicker in removing a file, and looks at what is left. An error is another matter."""
    with trials.open(scene=STUCK) as trial:
        made = Directory(trial, dir=trial.path("d"))
        path = made.name
        furnish(trial, path)
        trial.fault({"call": "unlink", "nth": nth, "errno": "ENOENT", "after": True})
        attempt(getattr(made, end))
        trial.struck()
        require_gone(trial, path, "and nothing of its contents")
