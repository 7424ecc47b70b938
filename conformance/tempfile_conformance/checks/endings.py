"""How temporary files end: closed, collected, closed again, or kept."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import product

from hypothesis import strategies as st
from tempfile_platforms.protocol import ErrorInfo, Raised

from tempfile_conformance.checks.making import IMPOSSIBLE, at, open_at, visited
from tempfile_conformance.checks.registry import check, each, together
from tempfile_conformance.checks.strategies import PLACES, data
from tempfile_conformance.expect import require
from tempfile_conformance.steps import show
from tempfile_conformance.trial import File, Trial
from tempfile_conformance.trials import Trials


def gone(trial: Trial, directory: str, before: set[tuple[int, int, int]], names: Sequence[str] = ()) -> None:
    """Requires that neither a name nor an open descriptor is left, but those of before."""
    left = [name for name in trial.listdir(directory) if name not in names]
    require(not left, "no file left in the directory", str(left))
    leaked = trial.descriptors() - before
    require(not leaked, "no descriptor left open", str(sorted(leaked)))


BEHIND_ITS_BACK = ("deleted", "renamed", "replaced by a directory", "replaced by a link", "given a second name")
"""What somebody else does to a file that is to be deleted later."""


def interfere(trial: Trial, path: str, how: str) -> str:
    """Does it to the file at the path, and returns what was done.

    Where there are no links, the file is renamed or deleted; where the name of an open file stays taken until it is
    closed, nothing takes its place.
    """
    moved, theirs = trial.path("moved"), trial.path("theirs")
    trial.write_file(theirs, b"theirs")
    if how == "given a second name":
        with suppress(*IMPOSSIBLE):
            trial.do("link", path=moved, target=path)
            return how
    if how in ("renamed", "given a second name"):
        trial.do("rename", path=path, target=moved)
        return "renamed"
    trial.do("unlink", path=path)
    with suppress(*IMPOSSIBLE):
        if how == "replaced by a directory":
            trial.do("mkdir", path=path)
            return how
        if how == "replaced by a link":
            trial.do("symlink", path=path, target=theirs)
    return "deleted"


def spared(trial: Trial, path: str, done: str) -> None:
    """Requires that what is somebody else's, now that `interfere` has done this, was neither deleted nor changed."""
    if done == "replaced by a directory":
        require(trial.exists(path), "somebody else's directory left alone", "it was removed")
    for name, contents in ("theirs", b"theirs"), ("moved", b"data"):
        if name == "theirs" or done in ("renamed", "given a second name"):
            require(trial.exists(trial.path(name)), f"the file {name!r} left alone", "it was deleted")
            found = trial.read_file(trial.path(name))
            require(found == contents, f"the file {name!r} left alone, with {contents!r}", show(found))


@check(
    "TemporaryFile.gone-on-close",
    "SpooledTemporaryFile.gone-on-close",
    contents=data,
    ways=together(*product((False, True), (1, 2, 3))),
)
def destroyed_on_close(trials: Trials, api: str, contents: bytes, ways: list[tuple[bool, int]]) -> None:
    """Closes the file, perhaps more than once, and looks for a name and for an open descriptor."""
    with trials.open() as trial:
        trial.settle()
        before = trial.descriptors()
        for roll, times in ways:
            file = trial.file(api)
            file.write(contents)
            if roll:
                file.fileno()
            for _ in range(times):
                file.close()
            gone(trial, trial.tmp, before)
            require(file.error("write", b"x") is not None, "a file that is closed", "one that can be written")


@check(
    "TemporaryFile.gone-on-collection",
    "NamedTemporaryFile.gone-on-collection",
    "SpooledTemporaryFile.gone-on-collection",
    contents=data,
    ways=together(*product((False, True), ("w+b", "w+"))),
)
def gone_on_collection(trials: Trials, api: str, contents: bytes, ways: list[tuple[bool, str]]) -> None:
    """Forgets the object without closing it, used in a loop or not, and looks for a name and for an open descriptor."""
    with trials.open() as trial:
        trial.settle()
        before = trial.descriptors()
        for roll, mode in ways:
            file = trial.file(api, mode=mode)
            if "b" in mode:
                file.write(contents)
            if roll:
                file.fileno()
            if roll == ("b" in mode):
                # What was looped over may have been tied to itself.
                file.seek(0)
                trial.do("iterate", object=file.ref)
            file.drop()
            gone(trial, trial.tmp, before)


@check(
    "NamedTemporaryFile.gone-on-close",
    contents=data,
    places=together(*sorted(PLACES)),
    keywords=st.sampled_from([{}, {"delete": True}, {"delete": 1}, {"delete": "yes"}]),
)
def deleted_on_close(trials: Trials, contents: bytes, places: list[str], keywords: dict[str, object]) -> None:
    """Closes files, in a directory given as text and as bytes where both may be, after the working directory has
    changed; looks for names and descriptors. At last one whose attribute file was closed before.
    """
    there = [PLACES[place] for place in places]
    with open_at(trials, there) as trial:
        trial.settle()
        before = trial.descriptors()
        for where in visited(trial, there):
            directory, argument = at(trial, where.real), at(trial, where.argument)
            entries = trial.listdir(directory)
            forms = [argument] if trials.edition == "2.7" else [argument, argument.encode()]
            files = [trial.file("NamedTemporaryFile", dir=form, **keywords) for form in forms]
            trial.do("chdir", path=trial.tmp)
            for file in files:
                file.write(contents)
                file.close()
            gone(trial, directory, before, entries)
        entries = trial.listdir(trial.tmp)
        file = trial.file("NamedTemporaryFile", dir=trial.tmp, **keywords)
        File(trial, file.get("file")).close()
        file.close()
        gone(trial, trial.tmp, before, entries)


@check("NamedTemporaryFile.deletes-once", ways=together(*product(("close", "drop", "leave"), (True, False))))
def deletes_once(trials: Trials, ways: list[tuple[str, bool]]) -> None:
    """Closes the file, puts another at its name, closes again in some way, and looks for the other file."""
    with trials.open() as trial:
        for again, delete in ways:
            file = trial.file("NamedTemporaryFile", delete=delete)
            path = file.name
            file.close()
            trial.write_file(path, b"somebody else's")
            getattr(file, again)()
            require(trial.exists(path), "somebody else's file left alone", "it was deleted")
            require(trial.read_file(path) == b"somebody else's", "somebody else's file left alone", "it was changed")


FALSE: tuple[object, ...] = (False, 0, "")
"""Values that are not true."""


@check(
    "NamedTemporaryFile.delete-false",
    contents=data,
    end=each("close", "drop", "leave", "return", "_exit"),
)
def delete_false(trials: Trials, contents: bytes, end: str) -> None:
    """Ends files made with delete=False, or another value that is not true, in some way, and looks for their data."""
    with trials.open() as trial:
        paths = []
        for delete in FALSE:
            file = trial.file("NamedTemporaryFile", delete=delete)
            paths.append(file.name)
            file.write(contents)
            file.flush()
            if end in ("close", "drop", "leave"):
                getattr(file, end)()
                if end != "drop":
                    require(file.name == paths[-1], f"the name {paths[-1]} after the end", file.name)
                require(trial.exists(paths[-1]), f"the file is kept with delete={delete!r}", "it was deleted")
                require(trial.read_file(paths[-1]) == contents, "the data is kept", "something else")
        if end in ("close", "drop", "leave"):
            return
        trial.exit(end)
        for path in paths:
            found = trial.left(path)
            require(found is not None and found.size == len(contents), "the file and its data are kept", str(found))


INQUIRIES = ("isatty", "readable", "seekable", "writable")
"""Methods that only ask; what they answer of a file that is closed, the io module leaves open."""

USES: dict[str, tuple[object, ...]] = {
    "read": (),
    "readline": (),
    "readlines": (),
    "write": (b"x",),
    "writelines": ([b"x"],),
    "seek": (0,),
    "tell": (),
    "truncate": (),
    "flush": (),
    "fileno": (),
    "isatty": (),
    "readable": (),
    "writable": (),
    "seekable": (),
    "iterate": (),
}
"""What can be done with a file, with arguments for a binary one."""

IN_TEXT: dict[str, tuple[object, ...]] = {"write": ("x",), "writelines": (["x"],)}


@check(
    "TemporaryFile.closed",
    "NamedTemporaryFile.closed",
    "SpooledTemporaryFile.closed",
    ways=together(*product((True, False), (True, False))),
    uses=st.permutations(sorted(USES)),
    end=st.sampled_from(["close", "leave"]),
    share=0.5,
)
def closed(trials: Trials, api: str, ways: list[tuple[bool, bool]], uses: list[str], end: str) -> None:
    """Closes the file and uses it in every way; each time it has to refuse, and to be closed still."""
    with trials.open() as trial:
        trial.settle()
        before = trial.descriptors()
        for roll, text in ways if api == "SpooledTemporaryFile" else [way for way in ways if not way[0]] or ways:
            file = trial.file(api, mode="w+" if text else "w+b")
            if roll and api == "SpooledTemporaryFile":
                file.do("rollover")
            require(file.get("closed") is False, "closed to be False while the file is open", "something else")
            # What a spooled file does not offer, as before 3.11, is another matter.
            offered = [use for use in uses if use == "iterate" or file.has(use)]
            getattr(file, end)()
            require(file.get("closed") is True, "closed to be True after that", "something else")
            _refuses(trial, file, text, offered)
            if api == "SpooledTemporaryFile":
                file.error("rollover")
                require(file.get("closed") is True, "a file still closed after rollover", "one that is open again")
            gone(trial, trial.tmp, before)


def _refuses(trial: Trial, file: File, text: bool, uses: list[str]) -> None:
    for use in uses:
        error = _use(trial, file, use, IN_TEXT.get(use, USES[use]) if text else USES[use])
        refused = error.is_a("ValueError") if error else use in INQUIRIES
        require(refused, f"a ValueError from {use}", str(error) if error else "no error")
        require(file.get("closed") is True, f"a file that is still closed after {use}", "one that is open again")


def _use(trial: Trial, file: File, use: str, arguments: tuple[object, ...]) -> ErrorInfo | None:
    if use != "iterate":
        return file.error(use, *arguments)
    try:
        trial.do("iterate", object=file.ref)
    except Raised as raised:
        return raised.error
    return None


@check(
    "TemporaryFile.with-like-a-file",
    "NamedTemporaryFile.with-like-a-file",
    "SpooledTemporaryFile.with-like-a-file",
    ways=together(*product(("w+b", "w+"), (True, False), ("close", "leave"))),
)
def with_like_a_file(trials: Trials, api: str, ways: list[tuple[str, bool, str]]) -> None:
    """Compares the object with what a with statement gives, then closes it and tries to enter it."""
    with trials.open() as trial:
        for mode, roll, end in ways:
            file = trial.file(api, mode=mode)
            inside = file.enter()
            same = inside.ref.number == file.ref.number
            require(same, "the object itself inside the with statement", show(inside.ref))
            if roll:
                inside.fileno()
            getattr(file, end)()
            try:
                given = trial.do("enter", object=file.ref)
            except Raised as raised:
                require(raised.error.is_a("ValueError"), "a ValueError for a closed file", str(raised.error))
            else:
                require(False, "a ValueError for a closed file", show(given))
