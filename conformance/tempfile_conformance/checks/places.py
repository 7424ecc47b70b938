"""Where things are made: the directory that is given, the default directory, and the paths that are returned."""

from __future__ import annotations

from itertools import product

from tempfile_platforms.protocol import Text

from tempfile_conformance.checks.making import (
    IMPOSSIBLE,
    Made,
    at,
    base,
    enter_new,
    entries,
    fill,
    in_bytes,
    make,
    moved,
    open_at,
    require_in,
    visited,
)
from tempfile_conformance.checks.names import ends
from tempfile_conformance.checks.registry import check, each, together
from tempfile_conformance.checks.strategies import LINKED_PLACES, PLACES, Place
from tempfile_conformance.expect import Broken, require
from tempfile_conformance.trial import Stat, Trial
from tempfile_conformance.trials import Trials


@check(
    "mkstemp.dir",
    "mkdtemp.dir",
    "mktemp.dir",
    "NamedTemporaryFile.dir",
    "TemporaryDirectory.dir",
    places=together(*sorted(PLACES)),
)
def in_dir(trials: Trials, api: str, places: list[str]) -> None:
    """Gives a directory, named in some way, and looks where the new entry stands.

    An empty path may be refused, or name the current directory; it asks for no other, and not for the default. A
    relative path is given again after the working directory has changed, an absolute one when that is gone.
    """
    there = [PLACES[place] for place in places]
    with open_at(trials, there) as trial:
        for where in visited(trial, there):
            _make_there(trial, api, where)
            if trials.python2 and trials.platform != "windows":
                # Text that is no bytes, where file names are UTF-8.
                before = entries(trial)
                require_in(trial, api, make(trial, api, dir=Text(at(trial, where.argument))), where, before)
        _not_by_default(trial, api)
        for where in moved(trial):
            _make_there(trial, api, where)
        try:
            trial.do("rmdir", path=enter_new(trial, "gone"))
        except IMPOSSIBLE:
            return
        # Where the program works is no matter then.
        _make_there(trial, api, Place((), trial.tmp, "@/tmp"))


def _not_by_default(trial: Trial, api: str) -> None:
    here = enter_new(trial, "here")
    before = entries(trial)
    if trial.error(api, dir="") is not None:
        return
    if api == "mktemp":
        parent = trial.stat(trial.paths.dirname(trial.text(trial.call(api, dir=""))) or ".")
        wanted = trial.stat(here)
        assert wanted is not None
        found = {"here" if parent is not None and parent.identity == wanted.identity else str(parent)}
    else:
        found = {name.rpartition("/")[0] for name, _ in entries(trial) - before}
    require(found == {"here"}, "an entry in the current directory, or an error, for an empty dir", str(found))


def _make_there(trial: Trial, api: str, where: Place) -> Made:
    before = entries(trial)
    made = make(trial, api, dir=at(trial, where.argument))
    require_in(trial, api, made, where, before)
    return made


@check(
    "mkstemp.dir-through-links",
    "mkdtemp.dir-through-links",
    "mktemp.dir-through-links",
    "NamedTemporaryFile.dir-through-links",
    "TemporaryDirectory.dir-through-links",
    places=together(*sorted(LINKED_PLACES)),
)
def through_links(trials: Trials, api: str, places: list[str]) -> None:
    """Gives a directory by a path that goes up from a symbolic link, and looks where the new entry stands."""
    there = [LINKED_PLACES[place] for place in places]
    with open_at(trials, there) as trial:
        for where in visited(trial, there):
            made = _make_there(trial, api, where)
            name = base(trial, made)
            real = trial.stat(trial.paths.join(at(trial, where.real), name))
            named = trial.stat(made.path)
            require(
                real is not None and named is not None and real.identity == named.identity,
                "a path that leads to what was made",
                f"{made.path}, where {named or 'nothing'} stands",
            )


@check(
    "mkstemp.stays-in-dir",
    "mkdtemp.stays-in-dir",
    "mktemp.stays-in-dir",
    "NamedTemporaryFile.stays-in-dir",
    "TemporaryDirectory.stays-in-dir",
    ways=together(*product(("prefix", "suffix"), ("../", "/x", "sub/x", "../../d/", "sub/../../y"))),
)
def stays_in_dir(trials: Trials, api: str, ways: list[tuple[str, str]]) -> None:
    """Gives a prefix or suffix with separators in it; an error is as good as a file in the right directory."""
    scene = [{"kind": "directory", "path": path} for path in ("@/d", "@/d/in", "@/d/in/sub", "@/d/in/x")]
    with trials.open(scene=scene) as trial:
        directory = trial.path("d", "in")
        for where, odd in ways:
            before = entries(trial)
            keywords = {where: odd if where == "prefix" else "/" + odd, "dir": directory}
            if trial.error(api, **keywords) is not None:
                left = sorted(entries(trial) - before)
                require(not left, "nothing made by a call that fails", str(left))
                continue
            new = sorted(name for name, _ in entries(trial) - before)
            outside = [name for name in new if name.rpartition("/")[0] != "d/in"]
            require(not outside, "a new entry in 'd/in', or an error", f"new: {outside}")
            if api == "mktemp":
                path = trial.text(trial.call(api, **keywords))
                parent, wanted = trial.stat(trial.paths.dirname(path)), trial.stat(directory)
                same = parent is not None and wanted is not None and parent.identity == wanted.identity
                require(same, f"a name in {directory!r}, or an error", path)


@check("mkstemp.absolute-path", places=together(*sorted(PLACES)))
def mkstemp_absolute(trials: Trials, places: list[str]) -> None:
    """Gives a directory, often a relative one, and follows the path, also after the working directory changed."""
    there = [PLACES[place] for place in places]
    with open_at(trials, there) as trial:
        for where in visited(trial, there):
            made = make(trial, "mkstemp", dir=at(trial, where.argument))
            require(trial.paths.isabs(made.path), "an absolute path", made.path)
            assert made.fd is not None
            trial.do("chdir", path=trial.tmp)
            _same(trial.fstat(made.fd), trial.stat(made.path), made.path)


@check(
    "mkdtemp.absolute-path",
    "mktemp.absolute-path",
    "TemporaryDirectory.absolute-path",
    places=together(*sorted(PLACES)),
)
def absolute(trials: Trials, api: str, places: list[str]) -> None:
    """Gives a directory, often a relative one, and follows the path, also after the working directory changed."""
    there = [PLACES[place] for place in places]
    with open_at(trials, there) as trial:
        for where in visited(trial, there):
            # In one place the name that is tried first is taken.
            trial.watch(at(trial, where.real), *(["directory"] if where == PLACES["relative"] else []))
            made = make(trial, api, dir=at(trial, where.argument))
            trial.sensed()
            require(trial.paths.isabs(made.path), "an absolute path", made.path)
            fill(trial, api, made)
            first = trial.stat(made.path)
            trial.do("chdir", path=trial.tmp)
            _same(first, trial.stat(made.path), made.path)
            real = trial.stat(trial.paths.dirname(made.path))
            _same(trial.stat(at(trial, where.real)), real, trial.paths.dirname(made.path))


@check("NamedTemporaryFile.name", places=together(*sorted(PLACES)))
def name_is_path(trials: Trials, places: list[str]) -> None:
    """Follows the attribute name to the open file, before and after the working directory changed."""
    there = [PLACES[place] for place in places]
    with open_at(trials, there) as trial:
        for where in visited(trial, there):
            file = trial.file("NamedTemporaryFile", dir=at(trial, where.argument))
            fd = file.fileno()
            _same(trial.fstat(fd), trial.stat(file.name), file.name)
            trial.do("chdir", path=trial.tmp)
            _same(trial.fstat(fd), trial.stat(file.name), file.name)


def _same(one: Stat | None, other: Stat | None, path: str) -> None:
    if one is None or other is None or one.identity != other.identity:
        raise Broken(f"the path leads to the new entry ({one})", f"{path} leads to {other}")


@check("mkstemp.default-dir", "NamedTemporaryFile.default-dir")
def default_dir(trials: Trials, api: str) -> None:
    """Gives no directory, and compares with the directory that TMPDIR names."""
    with trials.open() as trial:
        for keywords in ({}, {"dir": None}, {"prefix": "p"}, {"suffix": "s"}, {"prefix": "p", "suffix": "s"}):
            made = make(trial, api, **keywords)
            name = base(trial, made)
            require(name in trial.listdir(trial.tmp), f"a file in {trial.tmp}", made.path)


@check("mkdtemp.defaults", "mktemp.defaults", "TemporaryDirectory.defaults")
def all_defaults(trials: Trials, api: str) -> None:
    """Gives no argument at all, and looks at the directory and at both ends of the name."""
    with trials.open() as trial:
        prefix = trial.text(trial.call("gettempprefix"))
        default = trial.stat(trial.text(trial.call("gettempdir")))
        for keywords in ({}, {"dir": None}):
            made = make(trial, api, **keywords)
            _same(default, trial.stat(trial.paths.dirname(made.path)), trial.paths.dirname(made.path))
        bare = ends(trial, api)
        if api == "mktemp" and not bare[0].startswith(prefix):
            # Its description gives the default in so many words, whatever the other functions use.
            prefix = "tmp"
        given = ends(trial, api, prefix=prefix, suffix="")
        require(bare[0].startswith(prefix), f"names that begin with {prefix!r}", repr(bare[0]))
        require(bare[0] == given[0], f"names that begin as those with prefix={prefix!r}: {given[0]!r}", repr(bare[0]))
        require(not bare[1] and not given[1], "nothing after the random part", f"{bare[1]!r} after every name")
        end = ends(trial, api, dir=in_bytes(trial, api, trial.tmp))[1]
        require(not end, "nothing after the random part", f"{end!r} after every name where dir is bytes")


@check("mkstemp.environment", variable=each("TMPDIR", "TEMP", "TMP"))
def environment_controls(trials: Trials, variable: str) -> None:
    """Sets one of the variables, and looks where the file is made."""
    scene = [{"kind": "directory", "path": "@/chosen"}]
    with trials.open(scene=scene, environment={"TMPDIR": None, variable: "@/chosen"}, tmp=False) as trial:
        made = make(trial, "mkstemp")
        names = trial.listdir(trial.path("chosen"))
        require(base(trial, made) in names, f"a file in the directory that {variable} names", made.path)
