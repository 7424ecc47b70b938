"""The search for a default directory, and the variable that remembers it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from hypothesis import strategies as st
from tempfile_platforms.protocol import Raised

from tempfile_conformance.checks.making import base, make
from tempfile_conformance.checks.registry import check, each
from tempfile_conformance.checks.strategies import several, words
from tempfile_conformance.expect import Broken, require
from tempfile_conformance.steps import show
from tempfile_conformance.trial import Trial
from tempfile_conformance.trials import Trials

VARIABLES = ("TMPDIR", "TEMP", "TMP")
PLATFORM_LIST = ("@/tmp", "@/var/tmp", "@/usr/tmp")

FOLDERS = [{"kind": "directory", "path": path} for path in ("@/one", "@/two", "@/three", "@/cwd", "@/decoy")]

_OTHERS = "TEMPDIR TMP_DIR tmpdir temp tmp HOME XDG_RUNTIME_DIR XDG_CACHE_HOME USERPROFILE LOCALAPPDATA Wimp$ScrapDir"
DECOYS = dict.fromkeys(_OTHERS.split(), "@/decoy")
"""Variables that name a directory on a POSIX system too, and have no part in the search there."""


def _open(
    trials: Trials, scene: list[dict[str, Any]], variables: dict[str, str], **more: Any
) -> AbstractContextManager[Trial]:
    """A trial with just these variables of the three, and where the host allows with nothing of the host's own
    directories.
    """
    environment: dict[str, str | None] = {name: variables.get(name) for name in VARIABLES}
    if trials.platform == "posix":
        environment |= DECOYS
    more.setdefault("confine", trials.able("confine"))
    return trials.open(scene=[*FOLDERS, *scene], environment=environment, tmp=False, cwd="@/cwd", **more)


def _selected(trial: Trial, wanted: str) -> str:
    """Requires gettempdir() to lead to the wanted directory; returns what it returned."""
    path = trial.text(trial.call("gettempdir"))
    found, right = trial.stat(path), trial.stat(wanted)
    assert right is not None
    require(found is not None and found.identity == right.identity, f"the directory {wanted}", path)
    return path


def _inside(trial: Trial, path: str) -> str:
    return trial.path(path[2:])


@check(
    "search.tmpdir-first",
    "search.temp-second",
    "search.tmp-third",
    directories=st.permutations(["@/one", "@/two", "@/three"]),
    later=each([True, True], [False, False]),
    trouble=each("none", "no working directory"),
)
def environment_order(trials: Trials, guarantee: str, directories: list[str], later: list[bool], trouble: str) -> None:
    """Names directories in the variable and in some of the later ones, and expects that of the variable.

    That holds even if the working directory is gone, and all can write there.
    """
    first = ("search.tmpdir-first", "search.temp-second", "search.tmp-third").index(guarantee)
    variables = {VARIABLES[first]: directories[0]}
    for number, wanted in zip(range(first + 1, 3), later, strict=False):
        if wanted:
            variables[VARIABLES[number]] = directories[number - first]
    with _open(trials, [{"kind": "directory", "path": "@/tmp"}], variables) as trial:
        if trouble == "no working directory":
            trial.do("rmdir", path=_inside(trial, "@/cwd"))
            # That others can write there too is no reason to go elsewhere.
            trial.do("chmod", path=_inside(trial, directories[0]), mode=0o777)
        _selected(trial, _inside(trial, directories[0]))


@check(
    "search.taken-names",
    taken=each("file", "directory", "dangling", "fifo", "file directory dangling fifo file"),
)
def names_are_taken(trials: Trials, taken: str) -> None:
    """Takes the names that are tried first in a directory that can be used, and expects that directory."""
    with _open(trials, [{"kind": "directory", "path": "@/tmp"}], {"TMPDIR": "@/one", "TEMP": "@/two"}) as trial:
        wanted = _inside(trial, "@/one")
        trial.watch(wanted, *taken.split(), dangling=_inside(trial, "@/nowhere"))
        _selected(trial, wanted)


SOME_OF_THE_LIST = [
    [path for number, path in enumerate(PLATFORM_LIST) if bits >> number & 1]
    for bits in range(1, 2 ** len(PLATFORM_LIST))
]


@check("search.platform-list", present=each(*SOME_OF_THE_LIST), needs=("confine",))
def platform_list(trials: Trials, present: list[str]) -> None:
    """Lets only some directories of the platform's list exist, in a root of its own, and expects the first of them."""
    parents = [{"kind": "directory", "path": path} for path in ("@/var", "@/usr")]
    scene = [*parents, *({"kind": "directory", "path": path} for path in sorted(present))]
    with _open(trials, scene, {}) as trial:
        _selected(trial, next(path[1:] for path in PLATFORM_LIST if path in present))


@check("search.current-directory-last", broken=each(False, True), needs=("confine",))
def current_directory_last(trials: Trials, broken: bool) -> None:
    """Leaves nothing but the working directory, in a root of its own; then something else, which must win."""
    variables = {"TMPDIR": "@/missing"} if broken else {}
    with _open(trials, [], variables) as trial:
        _selected(trial, "/cwd")
    usr = [{"kind": "directory", "path": path} for path in ("@/usr", "@/usr/tmp")]
    with _open(trials, usr, variables) as trial:
        _selected(trial, "/usr/tmp")


MISSING = {
    "missing": [],
    "missing parent": [],
    "empty": [],
    "relative": [],
    "dangling": [{"kind": "symlink", "path": "@/bad", "target": "@/nowhere"}],
    "loop": [{"kind": "symlink", "path": "@/bad", "target": "@/bad"}],
}


@check("search.skips-missing", kind=each(*sorted(MISSING)), bad=each(*VARIABLES[:2]))
def skips_missing(trials: Trials, kind: str, bad: str) -> None:
    """Names something that is not there in one variable, and expects the directory of the next."""
    value = {"missing parent": "@/bad/bad", "empty": "", "relative": "bad"}.get(kind, "@/bad")
    _skips(trials, MISSING[kind], bad, value)


NO_DIRECTORY: dict[str, list[dict[str, Any]]] = {
    "file": [{"kind": "file", "path": "@/bad"}],
    "fifo": [{"kind": "fifo", "path": "@/bad"}],
    "link to a file": [{"kind": "file", "path": "@/file"}, {"kind": "symlink", "path": "@/bad", "target": "@/file"}],
    "executable file": [{"kind": "file", "path": "@/bad", "mode": 0o777}],
}


@check("search.skips-non-directory", kind=each(*sorted(NO_DIRECTORY)), bad=each(*VARIABLES[:2]))
def skips_non_directory(trials: Trials, kind: str, bad: str) -> None:
    """Names something that is no directory in one variable, and expects the directory of the next."""
    _skips(trials, NO_DIRECTORY[kind], bad, "@/bad")


@check(
    "search.skips-unwritable",
    mode=each(0o555, 0o000, 0o111, 0o600, None),
    bad=each(*VARIABLES[:2]),
    needs=("permissions",),
)
def skips_unwritable(trials: Trials, mode: int | None, bad: str) -> None:
    """As an ordinary user, names a directory without write or search permission, or somebody else's; the next wins.

    Where there is no other, there is none to return, until one can be written to. Which error that is the documentation
    leaves open.
    """
    directory: dict[str, Any] = {"kind": "directory", "path": "@/bad", "mode": mode}
    if mode is None:
        directory |= {"mode": 0o755, "owner": "suite"} if trials.ordinary is not None else {"mode": 0o500}
    _skips(trials, [directory], bad, "@/bad", ordinary=True)
    if trials.able("confine"):
        with _open(trials, [directory], {bad: "@/bad"}, ordinary=True) as trial:
            trial.do("chmod", path=trial.path("cwd"), mode=0o555)
            for _ in range(2):
                try:
                    path = trial.call("gettempdir")
                except Raised as raised:
                    require(not any(map(raised.error.is_a, SLIPS)), "an error that says so", str(raised))
                else:
                    raise Broken("an error, as no directory can be written to", show(path))
            trial.do("chmod", path=trial.path("cwd"), mode=0o755)
            _selected(trial, trial.path("cwd"))


SLIPS = ("TypeError", "NameError", "AttributeError", "LookupError", "AssertionError")
"""Errors of a program, which no circumstances are to cause."""


@check("search.skips-full", bad=each(*VARIABLES[:2]), needs=("confine",), share=0.3)
def skips_full(trials: Trials, bad: str) -> None:
    """Names a directory on a file system without room for one more file, and expects the next."""
    _skips(trials, [{"kind": "full", "path": "@/bad"}], bad, "@/bad")


def _skips(trials: Trials, scene: list[dict[str, Any]], bad: str, value: str, **more: Any) -> None:
    following = VARIABLES[VARIABLES.index(bad) + 1]
    with _open(
        trials, [*scene, {"kind": "directory", "path": "@/tmp"}], {bad: value, following: "@/two"}, **more
    ) as trial:
        _selected(trial, trial.path("two"))


@check("search.leaves-nothing", good=each(*VARIABLES), full=each(False, True))
def leaves_nothing(trials: Trials, good: str, full: bool) -> None:
    """Searches past unusable candidates, and looks for what is left in every directory and among the descriptors.

    A candidate where a file can be created but nothing written to it may be taken or passed over.
    """
    variables = dict.fromkeys(VARIABLES[: VARIABLES.index(good)], "@/missing") | {good: "@/one"}
    scene: list[dict[str, Any]] = [{"kind": "directory", "path": "@/tmp"}]
    if full and trials.able("confine"):
        scene.append({"kind": "full", "path": "@/full", "room": 4096})
        variables |= {"TMPDIR": "@/full"}
    with _open(trials, scene, variables) as trial:
        before = trial.descriptors()
        if len(scene) == 1:
            _selected(trial, trial.path("one"))
        else:
            trial.write_file(trial.path("full", "filler"), b"x" * 4096)
            trial.call("gettempdir")
            require(trial.listdir(trial.path("full")) == ["filler"], "nothing left in 'full'", "a file")
        for directory in ("one", "two", "cwd", "tmp"):
            left = trial.listdir(trial.path(directory))
            require(not left, f"nothing left in {directory!r}", str(left))
        require(trial.descriptors() == before, "no descriptor left open", "one")


# --- gettempdir and tempdir


NAMED = {
    "@/one": "@/one",
    "@/one/": "@/one",
    "@/two//.": "@/two",
    "../two": "@/two",
    "@/link": "@/one",
    ".": "@/cwd",
    "~": "@/cwd/~",
    " a": "@/cwd/ a",
    "@/it's $HOME": "@/it's $HOME",
    "@/a:b": "@/a:b",
    "@/missing": None,
}
"""Ways to name a directory in the environment, and where they lead. Nothing is to be read into them."""

ODD = ("@/cwd/~", "@/cwd/ a", "@/it's $HOME", "@/a:b")
"""Those of them that are made only where they are named: not every file system has such names."""


@check("gettempdir.searches", first=each(None, *NAMED), second=st.sampled_from([None, *NAMED]))
def searches(trials: Trials, first: str | None, second: str | None) -> None:
    """Sets some variables, and expects the first usable directory, also in tempdir afterwards."""

    def here(path: str) -> str:
        # What separates paths elsewhere; no name on Windows has a colon.
        return path if trials.platform == "posix" else path.replace(":", ";")

    variables = {"TMP": "@/three"}
    if first is not None:
        variables = {"TMPDIR": first} | ({"TEMP": second} if second else {}) | variables
    wanted = next(found for name in variables.values() if (found := NAMED.get(name, name)))
    named = [NAMED.get(value) for value in variables.values()]
    scene = [{"kind": "directory", "path": here(path)} for path in ODD if path in named]
    scene.append({"kind": "symlink", "path": "@/link", "target": "@/one"})
    with _open(trials, scene, {name: here(value) for name, value in variables.items()}) as trial:
        path = _selected(trial, _inside(trial, here(wanted)))
        require(trial.text(trial.get("tempdir")) == path, f"tempdir {path!r}", repr(trial.get("tempdir")))


@check("gettempdir.returns-tempdir", values=several(words(st.sampled_from("abc/. -"))), searched=each(False, True))
def returns_tempdir(trials: Trials, values: list[str], searched: bool) -> None:
    """Sets tempdir to strings, before or after a search, and expects just these strings."""
    with trials.open() as trial:
        if searched:
            trial.call("gettempdir")
        for value in ("", "/nonexistent/directory", "relative", ".", " ", "é", *values):
            trial.assign("tempdir", value)
            found = trial.text(trial.call("gettempdir"))
            require(found == value, f"{value!r}", repr(found))


FUNCTIONS = ("mkstemp", "mkdtemp", "mktemp", "NamedTemporaryFile", "TemporaryFile")


NAMELESS = ("TemporaryFile", "SpooledTemporaryFile")
"""Functions whose files show where they are only by failing where they cannot be."""


def _nameless(trial: Trial, function: str, **keywords: Any) -> bool:
    """Whether a file without a name can be made, on disk."""
    try:
        trial.file(function, **keywords).fileno()
    except Raised:
        return False
    return True


@check("tempdir.default-dir", function=each(*FUNCTIONS, "SpooledTemporaryFile"), searched=each(False, True))
def tempdir_is_default(trials: Trials, function: str, searched: bool) -> None:
    """Sets tempdir, before or after a search, and looks where each function makes its file."""
    if function not in trials.session.hello.functions:
        return
    with trials.open(scene=FOLDERS) as trial:
        if searched:
            trial.settle()
        if function in NAMELESS:
            trial.assign("tempdir", trial.path("missing"))
            require(not _nameless(trial, function), "an error, as tempdir does not exist", "a file elsewhere")
            trial.assign("tempdir", trial.path("one"))
            require(_nameless(trial, function), "a file in tempdir", "none")
            return
        trial.assign("tempdir", trial.path("one"))
        made = make(trial, function)
        parent, wanted = trial.stat(trial.paths.dirname(made.path)), trial.stat(trial.path("one"))
        assert wanted is not None
        require(parent is not None and parent.identity == wanted.identity, "a place in tempdir", made.path)


@check("tempdir.dir-wins", function=each(*FUNCTIONS))
def dir_wins(trials: Trials, function: str) -> None:
    """Sets tempdir, gives another directory, and looks where the file is made."""
    with trials.open(scene=FOLDERS) as trial:
        if function in NAMELESS:
            trial.assign("tempdir", trial.path("missing"))
            require(_nameless(trial, function, dir=trial.path("two")), f"a file in {trial.path('two')}", "none")
            return
        trial.assign("tempdir", trial.path("one"))
        made = make(trial, function, dir=trial.path("two"))
        require(made.path == trial.path("two", base(trial, made)), f"a place in {trial.path('two')}", made.path)


@check("tempdir.initialised", function=each(*FUNCTIONS, "gettempdir"))
def initialised(trials: Trials, function: str) -> None:
    """Calls one function without arguments in a new process, and looks at tempdir before and after."""
    with trials.open() as trial:
        require(trial.get("tempdir") is None, "tempdir None before the first call", repr(trial.get("tempdir")))
        trial.call(function)
        found = trial.get("tempdir")
        require(found is not None, f"tempdir set by {function}()", "None")
        one, other = trial.stat(trial.text(found)), trial.stat(trial.tmp)
        assert other is not None
        require(one is not None and one.identity == other.identity, f"tempdir {trial.tmp!r}", repr(found))


@check(
    "tempdir.remembered",
    value=each("@/one", "../one", "@/two/../one", None),
    change=each("environment", "cwd"),
)
def remembered(trials: Trials, value: str | None, change: str) -> None:
    """Searches, then changes the environment or the working directory, and expects the same directory again.

    Without a value, the working directory itself is the one that was found.
    """
    variables = {"TMPDIR": value} if value else {}
    if value is None and not trials.able("confine"):
        # One of the host's own directories would be found.
        return
    # From there no relative path leads to the same place; from the root ".." would lead to the root.
    with _open(trials, [{"kind": "directory", "path": "@/three/inside"}], variables) as trial:
        wanted = trial.path("one" if value else "cwd")
        first = _selected(trial, wanted)
        if change == "environment":
            trial.do("environ", name="TMPDIR", value=trial.path("two"))
        else:
            trial.do("chdir", path=trial.path("three", "inside"))
        require(_selected(trial, wanted) == first, f"{first!r} again", "something else")
        made = make(trial, "mkstemp") if "mkstemp" in trials.session.hello.functions else None
        if made is not None:
            require(base(trial, made) in trial.listdir(wanted), f"a file in {first}", made.path)


@check("search.cached", found=each("environment", "platform", "cwd"), needs=("confine",))
def cached(trials: Trials, found: str) -> None:
    """Searches, then makes a better candidate and changes the working directory; the result must be the first one."""
    scene = [{"kind": "directory", "path": "@/tmp"}] if found == "platform" else []
    with _open(trials, scene, {"TMPDIR": "@/one"} if found == "environment" else {}) as trial:
        wanted = {"environment": "/one", "platform": "/tmp", "cwd": "/cwd"}[found]
        _selected(trial, wanted)
        trial.do("environ", name="TMPDIR", value="/two")
        trial.do("chdir", path="/three")
        _selected(trial, wanted)
        if "mkstemp" in trials.session.hello.functions:
            made = make(trial, "mkstemp")
            require(base(trial, made) in trial.listdir(wanted), f"a file in {wanted}", made.path)


@check("tempdir.searched-again", change=each(False, True))
def searched_again(trials: Trials, change: bool) -> None:
    """Searches, sets tempdir back to None, perhaps with another environment, and expects a new search."""
    with _open(trials, [], {"TMPDIR": "@/one"}) as trial:
        _selected(trial, trial.path("one"))
        if change:
            trial.do("environ", name="TMPDIR", value=trial.path("two"))
        trial.assign("tempdir", None)
        path = _selected(trial, trial.path("two" if change else "one"))
        require(trial.text(trial.get("tempdir")) == path, f"tempdir {path!r}", repr(trial.get("tempdir")))
