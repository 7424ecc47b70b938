"""The types of suffix, prefix and dir, str, bytes, path-like or None, and what they make of the result."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st
from tempfile_platforms.protocol import PathLike, Raised

from tempfile_conformance.checks.making import (
    Made,
    as_raw,
    as_text,
    at,
    base_name,
    entries,
    new_entry,
    open_at,
    produced,
    raw,
    require_in,
    visited,
)
from tempfile_conformance.checks.registry import check, each, together
from tempfile_conformance.checks.strategies import PLACES
from tempfile_conformance.expect import Broken, Undecided, require
from tempfile_conformance.steps import show
from tempfile_conformance.trial import Trial
from tempfile_conformance.trials import Trials

ARGUMENTS = ("suffix", "prefix", "dir")

SUBSETS = ("suffix", "prefix", "dir", "suffix prefix", "suffix dir", "prefix dir", "suffix prefix dir")
"""The ways to give some of the arguments."""

FOLDER = ({"kind": "directory", "path": "@/d"},)

raw_fragments = st.one_of(
    st.sampled_from([b".x", b"\xff", b"\x80\xfe", b"\xc3", "é".encode(), b"a b", b"\r\n", b"-"]),
    st.binary(min_size=1, max_size=20).map(lambda data: data.translate(None, b"/\\\0") or b"x"),
)
"""Prefixes and suffixes of bytes, most of which are no text."""


def two_types(trials: Trials) -> None:
    """Makes the check inconclusive where the ordinary string is bytes: there is nothing to tell apart."""
    if trials.python2:
        raise Undecided("this runtime's ordinary string is bytes, and it has no path-like objects")


def require_type(path: Any, kind: type) -> None:
    """Requires a path to be of just this type."""
    require(type(path) is kind, f"a path of type {kind.__name__}", show(path))


# --- bytes and str


@check(
    "mkstemp.bytes-result",
    "mkdtemp.bytes-result",
    "NamedTemporaryFile.bytes-result",
    "TemporaryDirectory.bytes-result",
    subsets=together(*SUBSETS),
    suffix=st.sampled_from([b".x", b"-", "é".encode()]),
    prefix=st.sampled_from([b"p", b".", "é".encode()]),
)
def bytes_give_bytes(trials: Trials, api: str, subsets: list[str], suffix: bytes, prefix: bytes) -> None:
    """Gives some of suffix, prefix and dir as bytes, and looks at the type of the path."""
    two_types(trials)
    with trials.open(scene=FOLDER) as trial:
        values = {"suffix": suffix, "prefix": prefix, "dir": raw(trial.path("d"))}
        for given in subsets:
            require_type(produced(trial, api, **{name: values[name] for name in given.split()}), bytes)


@check(
    "mkstemp.bytes-names",
    "mkdtemp.bytes-names",
    "NamedTemporaryFile.bytes-names",
    "TemporaryDirectory.bytes-names",
    suffix=raw_fragments,
    prefix=raw_fragments,
    directory=st.sampled_from(["@/d", "@/d\udcff\udc80", "@/é"]),
)
def bytes_stand_in_the_name(trials: Trials, api: str, suffix: bytes, prefix: bytes, directory: str) -> None:
    """Gives suffix, prefix and dir as bytes, often no text, and looks for the name in the directory."""
    two_types(trials)
    with trials.open(scene=[{"kind": "directory", "path": directory}]) as trial:
        where = raw(at(trial, directory))
        try:
            path = produced(trial, api, suffix=suffix, prefix=prefix, dir=where)
        except Raised as raised:
            if raised.error.errno in ("EILSEQ", "EINVAL"):
                # This file system takes text only.
                reject()
            raise
        name = base_name(path)
        require(name.startswith(prefix), f"a name that begins with {prefix!r}", repr(name))
        require(name.endswith(suffix), f"a name that ends with {suffix!r}", repr(name))
        found = trial.do("listdir", path=where)
        require(found == [name], f"the name in {where!r}", show(found))


@check(
    "mkstemp.bytes-forced",
    "mkdtemp.bytes-forced",
    "NamedTemporaryFile.bytes-forced",
    "TemporaryDirectory.bytes-forced",
    tempdir=each("searched for", "searched for before", "set"),
)
def empty_suffix_forces_bytes(trials: Trials, api: str, tempdir: str) -> None:
    """Gives nothing but an empty suffix of bytes; only the type may differ from a call without arguments."""
    two_types(trials)
    with trials.open(scene=FOLDER) as trial:
        default = trial.path("d") if tempdir == "set" else trial.tmp
        if tempdir == "set":
            trial.assign("tempdir", default)
        elif tempdir == "searched for before":
            produced(trial, api)
        paths = [produced(trial, api, suffix=b"") for _ in range(12)]
        names = trial.do("listdir", path=raw(default))
        for path in paths:
            require_type(path, bytes)
            require(base_name(path) in names, f"an entry in the default directory {default}", repr(path))
        require(len({path[-1] for path in paths}) > 1, "nothing after the random part", f"all end alike: {paths[:3]}")


@check(
    "mkstemp.str-result",
    "mkdtemp.str-result",
    "NamedTemporaryFile.str-result",
    "TemporaryDirectory.str-result",
    default=each("tmp", "é-日本"),
    ways=together(*product(("", *SUBSETS), (False, True))),
)
def str_gives_str(trials: Trials, api: str, default: str, ways: list[tuple[str, bool]]) -> None:
    """Gives some of suffix, prefix and dir as str, perhaps empty, or none of them, and looks at the path's type."""
    two_types(trials)
    scene = [{"kind": "directory", "path": f"@/{default}"}, *FOLDER]
    with trials.open(scene=scene, environment={"TMPDIR": f"@/{default}"}, tmp=False) as trial:
        for given, empty in ways:
            values = {"suffix": "" if empty else ".é", "prefix": "" if empty else "p", "dir": trial.path("d")}
            require_type(produced(trial, api, **{name: values[name] for name in given.split()}), str)


MIXTURES = tuple(
    " ".join(kinds)
    for kinds in product(("-", "str", "bytes"), ("-", "str", "bytes"), ("-", "str", "bytes", "Path", "PathLike"))
    if {"bytes", "PathLike"} & set(kinds) and {"str", "Path"} & set(kinds)
)
"""Types of suffix, prefix and dir that do not go together; "PathLike" is one whose path is bytes."""


@check(
    "mkstemp.types-not-mixed",
    "mkdtemp.types-not-mixed",
    "NamedTemporaryFile.types-not-mixed",
    "TemporaryFile.types-not-mixed",
    "TemporaryDirectory.types-not-mixed",
    mixtures=together(*MIXTURES),
)
def mixed_types_are_refused(trials: Trials, api: str, mixtures: list[str]) -> None:
    """Gives arguments of both types, which must be a TypeError, and looks for what a refused call has left."""
    two_types(trials)
    with trials.open(scene=FOLDER) as trial:
        trial.settle()
        before, directory = entries(trial), trial.path("d")
        dirs = {
            "str": directory,
            "bytes": raw(directory),
            "Path": PathLike(directory),
            "PathLike": PathLike(raw(directory)),
        }
        for mixture, text in product(mixtures, ("x", "")):
            texts = {"str": text, "bytes": text.encode()}
            tables: list[dict[str, Any]] = [texts, texts, dirs]
            values = zip(ARGUMENTS, tables, mixture.split(), strict=True)
            keywords = {name: table[kind] for name, table, kind in values if kind != "-"}
            error = trial.error(api, **keywords)
            require(
                error is not None and error.is_a("TypeError"), "a TypeError for mixed types", str(error or "no error")
            )
        left = sorted(entries(trial) - before)
        require(not left, "nothing left by a call that is refused", str(left))


# --- None and the defaults


@check(
    "mkstemp.none-means-default",
    "mkdtemp.none-means-default",
    "NamedTemporaryFile.none-means-default",
    "TemporaryDirectory.none-means-default",
    ways=together(*product(SUBSETS, (False, True))),
)
def none_means_default(trials: Trials, api: str, ways: list[tuple[str, bool]]) -> None:
    """Gives None for some arguments, and nothing or a value for the rest; the path must be as without them."""
    two_types(trials)
    with trials.open(scene=FOLDER) as trial:
        prefix = as_text(trial.call("gettempprefix"))
        for nothing, rest in ways:
            values: dict[str, Any] = {"suffix": ".s", "prefix": "p-", "dir": trial.path("d")} if rest else {}
            values |= dict.fromkeys(nothing.split())
            # Where there is no suffix, twelve random characters at the end do not come out all alike.
            paths = [as_text(produced(trial, api, **values)) for _ in range(2 if values.get("suffix") else 12)]
            names = trial.listdir(values.get("dir") or trial.tmp)
            for path in paths:
                name = str(trial.paths.basename(path))
                require(name in names, f"an entry in {values.get('dir') or trial.tmp}", path)
                wanted = values.get("prefix") or prefix
                require(name.startswith(wanted), f"a name that begins with {wanted!r}", name)
            if values.get("suffix") is None:
                require(len({path[-1] for path in paths}) > 1, "no suffix", f"all names end alike: {paths[:3]}")


@check("TemporaryFile.none-means-default", subsets=together(*SUBSETS))
def none_for_a_file_without_a_name(trials: Trials, subsets: list[str]) -> None:
    """Gives None for some arguments, and uses the file."""
    two_types(trials)
    with trials.open() as trial:
        for nothing in subsets:
            _works(trial, "TemporaryFile", **dict.fromkeys(nothing.split()))
        # None is the default directory, which is missing now.
        trial.assign("tempdir", trial.path("missing"))
        for nothing in subsets:
            error = trial.error("TemporaryFile", **dict.fromkeys(nothing.split()))
            require(error is not None, "an error, as the default directory is missing", "a file elsewhere")


@check(
    "mkstemp.default-prefix-bytes",
    "mkdtemp.default-prefix-bytes",
    "NamedTemporaryFile.default-prefix-bytes",
    "TemporaryDirectory.default-prefix-bytes",
    subsets=together("suffix", "dir", "suffix dir"),
)
def default_prefix_in_bytes(trials: Trials, api: str, subsets: list[str]) -> None:
    """Gives suffix or dir as bytes and no prefix, and compares the name with gettempprefixb()."""
    two_types(trials)
    with trials.open(scene=FOLDER) as trial:
        prefix = as_raw(trial.call("gettempprefixb"))
        values = {"suffix": b".s", "dir": raw(trial.path("d"))}
        for given in subsets:
            name = base_name(produced(trial, api, **{name: values[name] for name in given.split()}))
            require(name.startswith(prefix), f"a name that begins with {prefix!r}", repr(name))


# --- path-like directories


@check(
    "mkstemp.dir-path-like",
    "mkdtemp.dir-path-like",
    "mktemp.dir-path-like",
    "NamedTemporaryFile.dir-path-like",
    "TemporaryDirectory.dir-path-like",
    places=together(*sorted(PLACES)),
    affixes=each(False, True),
)
def dir_may_be_path_like(trials: Trials, api: str, places: list[str], affixes: bool) -> None:
    """Gives a directory as a path-like object, and looks where the new entry stands and at the path's type."""
    two_types(trials)
    there = [PLACES[place] for place in places]
    keywords = {"suffix": ".s", "prefix": "p"} if affixes else {}
    with open_at(trials, there) as trial:
        for where in visited(trial, there):
            for bare in (False, True):
                before = entries(trial)
                path = produced(trial, api, dir=PathLike(at(trial, where.argument), bare=bare), **keywords)
                require_type(path, str)
                require_in(trial, api, Made(path), where, before)


@check(
    "mkstemp.dir-path-like-bytes",
    "mkdtemp.dir-path-like-bytes",
    "NamedTemporaryFile.dir-path-like-bytes",
    "TemporaryDirectory.dir-path-like-bytes",
    places=together(*sorted(PLACES)),
    affixes=each(False, True),
)
def dir_may_be_path_like_in_bytes(trials: Trials, api: str, places: list[str], affixes: bool) -> None:
    """Gives a path-like object whose path is bytes, and looks where the new entry stands and at the path's type."""
    two_types(trials)
    there = [PLACES[place] for place in places]
    keywords = {"suffix": b".s", "prefix": b"p"} if affixes else {}
    with open_at(trials, there) as trial:
        for where in visited(trial, there):
            before = entries(trial)
            path = produced(trial, api, dir=PathLike(raw(at(trial, where.argument))), **keywords)
            require_type(path, bytes)
            require_in(trial, api, Made(as_text(path)), where, before)


@check("TemporaryFile.bytes-arguments", "SpooledTemporaryFile.bytes-arguments", subsets=together(*SUBSETS))
def bytes_for_a_file_without_a_name(trials: Trials, api: str, subsets: list[str]) -> None:
    """Gives some of suffix, prefix and dir as bytes, and uses the file; a missing directory must be an error."""
    two_types(trials)
    with trials.open(scene=FOLDER) as trial:
        values = {"suffix": b".\xff", "prefix": b"p\xfe", "dir": raw(trial.path("d"))}
        for given in subsets:
            keywords = {name: values[name] for name in given.split()}
            _works(trial, api, **keywords)
            _needs_its_directory(trial, api, **{**keywords, "dir": raw(trial.path("missing"))})


@check("TemporaryFile.dir-path-like", "SpooledTemporaryFile.dir-path-like", kinds=together("Path", "bare", "bytes"))
def path_like_for_a_file_without_a_name(trials: Trials, api: str, kinds: list[str]) -> None:
    """Gives a directory as a path-like object, and uses the file; a missing directory must be an error."""
    two_types(trials)
    with trials.open(scene=FOLDER) as trial:
        for kind in kinds:
            there, missing = trial.path("d"), trial.path("missing")
            _works(trial, api, dir=_path_like(there, kind))
            _needs_its_directory(trial, api, dir=_path_like(missing, kind))


def _path_like(path: str, kind: str) -> PathLike:
    return PathLike(raw(path) if kind == "bytes" else path, bare=kind == "bare")


def _needs_its_directory(trial: Trial, api: str, **keywords: Any) -> None:
    try:
        trial.file(api, **keywords).fileno()
    except Raised:
        return
    raise Broken("an error for a missing directory", "a file elsewhere")


def _works(trial: Trial, api: str, **keywords: Any) -> None:
    file = trial.file(api, **keywords)
    file.write(b"data")
    file.fileno()
    file.seek(0)
    require(file.read() == b"data", "the data that was written", "something else")
    file.close()


# --- absolute paths


@check(
    "mkstemp.absolute-any-dir",
    "mkdtemp.absolute-any-dir",
    forms=together("bytes", "bytes.", "Path", "Path.", "empty", "tempdir", "tempdir."),
)
def absolute_for_any_dir(trials: Trials, api: str, forms: list[str]) -> None:
    """Gives a relative directory in some form, and follows the path after the working directory changed.

    Whether an empty string names a directory is not documented: there an error is as good.
    """
    two_types(trials)
    with trials.open(scene=FOLDER) as trial:
        for form in forms:
            trial.do("chdir", path=trial.directory)
            relative = "." if form.endswith(".") else "d"
            keywords: dict[str, Any] = {}
            if form.startswith("tempdir"):
                trial.assign("tempdir", relative)
            else:
                keywords["dir"] = {"b": raw(relative), "P": PathLike(relative), "e": ""}[form[0]]
            before = entries(trial)
            try:
                path = as_text(produced(trial, api, **keywords))
            except Raised:
                if form == "empty":
                    continue
                raise
            require(trial.paths.isabs(path), "an absolute path", path)
            made = new_entry(trial, before)
            trial.do("chdir", path=trial.tmp)
            one, other = trial.stat(trial.path(made)), trial.stat(path)
            same = one is not None and other is not None and one.identity == other.identity
            require(same, f"a path that leads to {made!r}", f"{path} leads to {other}")
