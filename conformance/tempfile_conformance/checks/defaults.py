"""The defaults in str and in bytes: what the four getters tell, and what tempdir does to every function."""

from __future__ import annotations

from hypothesis import strategies as st
from tempfile_platforms.protocol import Ref

from tempfile_conformance.checks.argument_types import require_type, two_types
from tempfile_conformance.checks.making import as_raw, as_text, base, make, produced, raw
from tempfile_conformance.checks.registry import check, each
from tempfile_conformance.checks.strategies import words
from tempfile_conformance.expect import require
from tempfile_conformance.steps import show
from tempfile_conformance.trial import File, Trial
from tempfile_conformance.trials import Trials

FOLDERS = ({"kind": "directory", "path": "@/one"}, {"kind": "directory", "path": "@/two"})

PATHS = ("/nonexistent/directory", "relative", ".", " ", "é", "/d\udcff\udc80")

paths = st.one_of(
    st.sampled_from(PATHS),
    words(st.sampled_from("abc/. -é"), min_size=1),
)
"""What tempdir may be set to; it need not exist to be told."""


# --- the getters


@check("gettempdirb.same", value=each(*PATHS), kind=each("searched for", "str", "bytes"))
def default_directory_in_bytes(trials: Trials, value: str, kind: str) -> None:
    """Has the directory searched for, or sets it as str or bytes, and compares with what gettempdir() tells; sets it
    anew, and compares again.
    """
    two_types(trials)
    name = "@/" + value.replace("/", "-").strip(". -") + "d"
    scene = [{"kind": "directory", "path": name}]
    with trials.open(scene=scene, environment={"TMPDIR": name}, tmp=False) as trial:
        if kind != "searched for":
            trial.assign("tempdir", value if kind == "str" else raw(value))
        first = trial.call("gettempdirb")
        wanted = as_raw(trial.call("gettempdir"))
        for found in (first, trial.call("gettempdirb")):
            require(found == wanted, repr(wanted), show(found))
        for other in ("/another", b"/yet another"):
            trial.assign("tempdir", other)
            found, wanted = trial.call("gettempdirb"), as_raw(trial.call("gettempdir"))
            require(found == wanted, f"{wanted!r}, once tempdir is another", show(found))


@check("gettempdir.always-str", value=paths, kind=each("searched for", "str", "bytes"))
def default_directory_as_str(trials: Trials, value: str, kind: str) -> None:
    """Has the directory searched for, or sets it as str or bytes, and looks for the same directory as a str."""
    two_types(trials)
    with trials.open() as trial:
        if kind != "searched for":
            trial.assign("tempdir", value if kind == "str" else raw(value))
        for _ in range(2):
            found = trial.call("gettempdir")
            require_type(found, str)
            require(kind == "searched for" or found == value, repr(value), show(found))


@check("gettempdir.bytes-as-they-are", value=paths)
def bytes_told_as_they_are(trials: Trials, value: str) -> None:
    """Sets tempdir to bytes, and expects just these."""
    two_types(trials)
    with trials.open() as trial:
        trial.assign("tempdir", raw(value))
        found = trial.call("gettempdir")
        require(found == raw(value), repr(raw(value)), show(found))


@check("gettempprefixb.same", tempdir=each("None", "str", "bytes"))
def prefix_told_in_bytes(trials: Trials, tempdir: str) -> None:
    """Compares what the two getters of the prefix return."""
    two_types(trials)
    with trials.open() as trial:
        if tempdir != "None":
            trial.assign("tempdir", trial.tmp if tempdir == "str" else raw(trial.tmp))
        prefix, found = trial.text(trial.call("gettempprefix")), trial.call("gettempprefixb")
        require(found == raw(prefix), repr(raw(prefix)), show(found))


@check("gettempprefix.sets-nothing", "gettempprefixb.sets-nothing", before=each("None", "value"))
def prefix_leaves_tempdir_alone(trials: Trials, api: str, before: str) -> None:
    """Asks for the prefix, and looks at tempdir."""
    with trials.open() as trial:
        value = None if before == "None" else trial.path("missing")
        if value is not None:
            trial.assign("tempdir", value)
        trial.call(api)
        found = trial.get("tempdir")
        require(found == value, f"tempdir {value!r} as before", show(found))


@check(
    "gettempdirb.sets-tempdir",
    "TemporaryDirectory.sets-tempdir",
    "SpooledTemporaryFile.sets-tempdir",
)
def sets_tempdir(trials: Trials, api: str) -> None:
    """Has the default directory used in a new process, by rolling over where need be, and looks at tempdir."""
    with trials.open() as trial:
        require(trial.get("tempdir") is None, "tempdir None before the first call", show(trial.get("tempdir")))
        result = trial.call(api)
        if api == "SpooledTemporaryFile":
            assert isinstance(result, Ref)
            File(trial, result).do("rollover")
        found = trial.get("tempdir")
        require(found is not None, f"tempdir set by {api}", "None")
        one, other = trial.stat(as_text(found)), trial.stat(trial.tmp)
        assert other is not None
        require(one is not None and one.identity == other.identity, f"tempdir {trial.tmp!r}", show(found))


# --- tempdir as bytes


def _lies_in(trial: Trial, path: str, directory: str) -> None:
    parent, wanted = trial.stat(trial.paths.dirname(path)), trial.stat(directory)
    assert wanted is not None
    require(parent is not None and parent.identity == wanted.identity, f"a place in {directory}", path)


FUNCTIONS = ("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile", "TemporaryDirectory", "SpooledTemporaryFile")


@check("tempdir.bytes-directory", function=each(*FUNCTIONS), searched=each(False, True))
def bytes_are_the_default_directory(trials: Trials, function: str, searched: bool) -> None:
    """Sets tempdir to bytes, before or after a search, and looks where each function makes its file."""
    two_types(trials)
    with trials.open(scene=FOLDERS) as trial:
        if searched:
            trial.settle()
        trial.assign("tempdir", raw(trial.path("one")))
        if function not in ("TemporaryFile", "SpooledTemporaryFile"):
            _lies_in(trial, as_text(produced(trial, function)), trial.path("one"))
            return
        file = trial.file(function)
        file.write(b"data")
        file.fileno()
        trial.assign("tempdir", raw(trial.path("missing")))
        spooled = function == "SpooledTemporaryFile"
        error = trial.file(function).error("rollover") if spooled else trial.error(function)
        require(error is not None, "an error, as tempdir does not exist", "a file elsewhere")


@check("tempdir.bytes-type", function=each("mkstemp", "mkdtemp"), kind=each("str", "bytes"), before=st.booleans())
def tempdir_decides_the_type(trials: Trials, function: str, kind: str, before: bool) -> None:
    """Sets tempdir to str or bytes, perhaps after it was the other, and looks at the type of the path.

    To ask for the directory, in either type, changes nothing.
    """
    two_types(trials)
    with trials.open(scene=FOLDERS) as trial:
        one, two = trial.path("one"), trial.path("two")
        if before:
            trial.assign("tempdir", raw(two) if kind == "str" else two)
            produced(trial, function)
        trial.assign("tempdir", one if kind == "str" else raw(one))
        for asked in (None, "gettempdir", "gettempdirb"):
            if asked:
                trial.call(asked)
            require_type(produced(trial, function), str if kind == "str" else bytes)


@check(
    "tempdir.str-wins",
    function=each("mkstemp", "mkdtemp"),
    given=each("suffix", "prefix", "dir", "suffix prefix", "suffix prefix dir"),
)
def str_wins_over_tempdir(trials: Trials, function: str, given: str) -> None:
    """Sets tempdir to bytes, gives some arguments as str, and looks at the type of the path."""
    two_types(trials)
    with trials.open(scene=FOLDERS) as trial:
        trial.assign("tempdir", raw(trial.path("one")))
        values = {"suffix": ".s", "prefix": "p", "dir": trial.path("two")}
        require_type(produced(trial, function, **{name: values[name] for name in given.split()}), str)


# --- mktemp


@check("mktemp.default-prefix")
def mktemp_default_prefix(trials: Trials) -> None:
    """Gives no prefix, and looks for the documented word at the beginning of the name."""
    with trials.open() as trial:
        for made in (make(trial, "mktemp"), make(trial, "mktemp", ".s"), make(trial, "mktemp", dir=trial.directory)):
            require(base(trial, made).startswith("tmp"), "a name that begins with 'tmp'", base(trial, made))
