"""TemporaryFile and NamedTemporaryFile: storage, modes, privacy, and when they are gone."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import strategies as st

from tempfile_conformance.checks.creation import (
    INPUT_CLOSED,
    SHARED,
    each_way,
    private_all_along,
    require_not_inherited,
)
from tempfile_conformance.checks.endings import gone
from tempfile_conformance.checks.exhaustion import NAMELESS_REFUSED, both_ways
from tempfile_conformance.checks.making import as_text, at, created, enter_new, made_in, moved, open_at, visited
from tempfile_conformance.checks.registry import check, together
from tempfile_conformance.checks.strategies import PLACES, data, plain_fragments, umasks
from tempfile_conformance.expect import require
from tempfile_conformance.steps import show
from tempfile_conformance.trial import File, Trial
from tempfile_conformance.trials import Trials

# --- data


@check(
    "TemporaryFile.update-mode-default",
    "NamedTemporaryFile.update-mode-default",
    "SpooledTemporaryFile.update-mode-default",
    contents=data,
)
def update_mode(trials: Trials, api: str, contents: bytes) -> None:
    """Gives no mode; writes, goes back and reads without closing. Where standard input is closed, once more.

    The file may get descriptor 0 then, as in a program that was started without an input.
    """
    with trials.open() as trial:
        for closed in (False, True) if trials.able("fork") else (False,):
            if closed:
                trial.close_fd(0)
            file = trial.file(api)
            file.write(contents)
            file.seek(0)
            require(file.read() == contents, f"the data {contents!r}", "something else")
            file.seek(0)
            file.write(b"again")
            file.seek(0)
            require(file.read(5) == b"again", "the data that was written over it", "something else")


@check(
    "TemporaryFile.binary-default",
    "NamedTemporaryFile.binary-default",
    "SpooledTemporaryFile.binary-default",
    contents=data,
)
def binary_default(trials: Trials, api: str, contents: bytes) -> None:
    """Gives no mode; compares every byte, in the object and on disk; text is refused where it is not bytes."""
    with trials.open() as trial:
        for piece in (bytes(range(256)) + b"\r\n\n\r", contents):
            file = trial.file(api)
            file.write(piece)
            file.seek(0)
            back = file.do("read")
            require(trial.as_bytes(back) == piece, f"the bytes {piece!r}", show(back))
            file.flush()
            found = trial.fstat(file.fileno())
            require(found is not None and found.size == len(piece), f"{len(piece)} bytes on disk", str(found))
        if not trials.python2:
            error = file.error("write", "text")
            require(error is not None and error.is_a("TypeError"), "a TypeError for text", str(error))


READABLE, WRITABLE = "readable", "writable"
MODES = {
    "w+b": (READABLE, WRITABLE),
    "r+b": (READABLE, WRITABLE),
    "wb": (WRITABLE,),
    "rb": (READABLE,),
    "a+b": (READABLE, WRITABLE),
    "w+": (READABLE, WRITABLE),
    "w+t": (READABLE, WRITABLE),
    "r+": (READABLE, WRITABLE),
    "w": (WRITABLE,),
    "wt": (WRITABLE,),
    "r": (READABLE,),
    "a": (WRITABLE,),
}


@check("TemporaryFile.modes", "NamedTemporaryFile.modes", ways=together(*product(sorted(MODES), (False, True))))
def modes(trials: Trials, api: str, ways: list[tuple[str, bool]]) -> None:
    """Gives a mode, by name or by position, then writes and reads."""
    with trials.open() as trial:
        for mode, named in ways:
            file = trial.file(api, mode=mode) if named else trial.file(api, mode)
            sample = _sample(trials, mode)
            error = file.error("write", sample)
            require((error is None) == (WRITABLE in MODES[mode]), f"a file that is {MODES[mode]}", f"writing: {error}")
            if error is None:
                file.flush()
            error = file.error("seek", 0) or file.error("read")
            require((error is None) == (READABLE in MODES[mode]), f"a file that is {MODES[mode]}", f"reading: {error}")
            if WRITABLE in MODES[mode] and READABLE in MODES[mode]:
                _comes_back(trial, file, sample)


def _sample(trials: Trials, mode: str) -> str | bytes:
    return "text\n" if "b" not in mode and not trials.python2 else b"text\n"


def _comes_back(trial: Trial, file: File, sample: str | bytes) -> None:
    file.seek(0)
    back = file.do("read")
    require((trial.text(back) if isinstance(sample, str) else trial.as_bytes(back)) == sample, repr(sample), show(back))


@check("SpooledTemporaryFile.modes", ways=together(*product(("w+b", "w+", "w+t", "r+b", "r+"), (False, True))))
def spooled_modes(trials: Trials, ways: list[tuple[str, bool]]) -> None:
    """Gives a mode; text comes back as text and bytes as bytes, before and after the rollover."""
    with trials.open() as trial:
        for mode, roll in ways:
            file = trial.file("SpooledTemporaryFile", max_size=100, mode=mode)
            file.write(_sample(trials, mode))
            if roll:
                file.do("rollover")
            _comes_back(trial, file, _sample(trials, mode))


TEN = b"123456789\n"
"""With a line end, at which some buffers are emptied."""


def _size_after_writes(trial: Trial, file: File, piece: str | bytes = TEN) -> list[int]:
    sizes = []
    for _ in range(3):
        file.write(piece)
        found = trial.fstat(file.fileno())
        assert found is not None
        sizes.append(found.size)
    return sizes


@check(
    "TemporaryFile.bufsize",
    "NamedTemporaryFile.bufsize",
    sizes=together(0, 1, 16, -1, 4096),
)
def bufsize_is_used(trials: Trials, api: str, sizes: list[int]) -> None:
    """Gives a buffer size, writes a few bytes or characters, and looks how many of them have reached the file."""
    line = TEN if trials.python2 else TEN.decode()
    with trials.open() as trial:
        for bufsize in sizes:
            if bufsize == 16 and not trials.python2:
                # The size is approximate. That so small a one is kept was true of the files that 2.7 speaks of.
                continue
            ways: list[tuple[tuple[Any, ...], dict[str, Any], str | bytes]] = []
            # Python 3's open has no binary file that is buffered by the line, and no text file without a buffer.
            if bufsize != 1 or trials.python2:
                ways += [((), {"bufsize": bufsize}, TEN), (("w+b", bufsize), {}, TEN), (("wb", bufsize), {}, TEN)]
            if bufsize != 0 or trials.python2:
                ways += [(("w+", bufsize), {}, line)]
            if bufsize == -1 and api == "NamedTemporaryFile":
                # The default; TemporaryFile has a promise of its own about it.
                ways.append(((), {}, TEN))
            for arguments, keywords, piece in ways:
                found = _size_after_writes(trial, trial.file(api, *arguments, **keywords), piece)
                if bufsize in (0, 1):
                    # In text the end of a line may be stored as two bytes.
                    whole = [[10, 20, 30], [11, 22, 33]] if arguments[:1] == ("w+",) else [[10, 20, 30]]
                    require(found in whole, "three lines of ten bytes, each in the file at once", str(found))
                elif bufsize == 16:
                    some = found[2] > 0 and found != [10, 20, 30]
                    require(some, "three writes of ten bytes gathered, but not all of them", str(found))
                else:
                    require(found == [0, 0, 0], "nothing in the file yet after three lines of ten bytes", str(found))


@check("TemporaryFile.bufsize-default")
def bufsize_default(trials: Trials) -> None:
    """Compares how writes reach the file without a buffer size and with -1."""
    with trials.open() as trial:
        default = _size_after_writes(trial, trial.file("TemporaryFile"))
        explicit = _size_after_writes(trial, trial.file("TemporaryFile", bufsize=-1))
        require(default == explicit, f"sizes as with bufsize=-1: {explicit}", str(default))


# --- interface


@check(
    "TemporaryFile.parameters",
    "NamedTemporaryFile.parameters",
    suffix=plain_fragments,
    prefix=plain_fragments,
    ways=together(*product((False, True), range(7))),
)
def parameters(trials: Trials, api: str, suffix: str, prefix: str, ways: list[tuple[bool, int]]) -> None:
    """Passes the first so many parameters by position or by keyword, and looks for each in what is made."""
    suffix, prefix = suffix + "-suffix", "prefix-" + prefix
    names = ["mode", "bufsize", "suffix", "prefix", "dir", "delete"][: 5 if api == "TemporaryFile" else 6]
    with trials.open(scene=[{"kind": "directory", "path": "@/d"}]) as trial:
        trial.settle()
        for named, count in ways:
            if count > len(names):
                continue
            values = dict(zip(names, ["wb", 0, suffix, prefix, trial.path("d"), False][:count], strict=False))
            directory = str(values.get("dir", trial.tmp))
            before = trial.listdir(directory)
            trial.watch(directory)
            file = trial.file(api, **values) if named else trial.file(api, *values.values())
            made = created(trial)
            if api == "NamedTemporaryFile":
                made = [name for name in trial.listdir(directory) if name not in before]
                require(len(made) == 1, f"a file in {directory}", str(made))
            for name in made:
                require(name.endswith(suffix) == ("suffix" in values), f"the name for {values}", name)
                require(name.startswith(prefix) == ("prefix" in values), f"the name for {values}", name)
            file.close()
            if api == "NamedTemporaryFile" and count in (0, len(names)):
                left = [name for name in trial.listdir(directory) if name not in before]
                require(bool(left) == ("delete" in values), "a file that is kept only with delete=False", str(left))


@check("TemporaryFile.true-file", modes=together("w+b", "w+", "wb"))
def true_file(trials: Trials, api: str, modes: list[str]) -> None:
    """Looks at the object's class."""
    with trials.open() as trial:
        for mode in both_ways(trial, api, modes):
            file = trial.file("TemporaryFile", mode=mode)
            require(file.is_true_file(), "a true file object", str(file.classes()[:1]))


@check("TemporaryFile.file-attribute", "NamedTemporaryFile.file-attribute", contents=data)
def file_attribute(trials: Trials, api: str, contents: bytes) -> None:
    """Looks at the class of the attribute file, and compares its descriptor and its data."""
    with trials.open() as trial:
        for arguments in (["w+b", 0], ["w+"], []):
            file = trial.file(api, *arguments)
            inner = File(trial, file.get("file"))
            require(inner.is_true_file(), "a true file object in the attribute file", str(inner.classes()[:1]))
        require(inner.fileno() == file.fileno(), "the same descriptor", f"{inner.fileno()} and {file.fileno()}")
        inner.write(contents)
        inner.seek(0)
        require(file.read() == contents, "the same data", "something else")


@check(
    "TemporaryFile.context-manager",
    "NamedTemporaryFile.context-manager",
    "SpooledTemporaryFile.context-manager",
    contents=data,
    ways=together(*product((False, True), ("", "before", "inside"))),
)
def context_manager(trials: Trials, api: str, contents: bytes, ways: list[tuple[bool, str]]) -> None:
    """Uses the object in a with statement that ends normally or by an exception."""
    with trials.open() as trial:
        trial.settle()
        for raising, roll in ways:
            before = trial.descriptors()
            file = trial.file(api)
            if roll == "before":
                file.fileno()
            inner = file.enter()
            inner.write(contents)
            if roll == "inside":
                inner.fileno()
            # The statement gives what was made, with all that it has beyond an ordinary file.
            if api == "NamedTemporaryFile":
                require(inner.name == file.name, f"the name {file.name} inside the with statement", inner.name)
            elif roll == "before" and api == "SpooledTemporaryFile":
                inner.do("rollover")
            inner.seek(0)
            require(inner.read() == contents, "an open file inside the with statement", "something else")
            swallowed = file.leave(raising=raising)
            require(not (raising and swallowed), "an exception that goes on", "it was swallowed")
            require(inner.error("write", b"x") is not None, "a closed file after the with statement", "an open one")
            gone(trial, trial.tmp, before)


# --- privacy


def _more(api: str) -> list[dict[str, Any]]:
    """Further ways to make a file that must not matter."""
    kept = {"delete": False} if api == "NamedTemporaryFile" else {}
    return [{"mode": "w+"}, {"mode": "wb", **kept}]


@check("TemporaryFile.owner-only", "NamedTemporaryFile.owner-only", needs=("permissions",), umask=umasks)
def private(trials: Trials, api: str, umask: int) -> None:
    """Creates files as an ordinary user under some umask, one where a name is taken, and reads their permission bits,
    also before a change.
    """
    with trials.open(umask=umask, ordinary=True, scene=[SHARED]) as trial:
        for keywords, taken in each_way(trial, api, *_more(api), {"dir": trial.path("shared")}):
            trial.watch(as_text(keywords.get("dir", trial.tmp)), *taken)
            file = trial.file(api, **keywords)
            private_all_along(trial, 0o077)
            found = trial.fstat(file.fileno())
            require(found is not None and found.mode & 0o077 == 0, "no access for group and others", str(found))


@check(
    "TemporaryFile.not-inherited",
    "NamedTemporaryFile.not-inherited",
    needs=("spawn",),
    closed=INPUT_CLOSED,
)
def not_inherited(trials: Trials, api: str, closed: bool) -> None:
    """Starts a program while files are open, and looks for them among the program's descriptors.

    Once without a standard input, whose number is then the first to be given to a file.
    """
    with trials.open() as trial:
        if closed:
            trial.close_fd(0)
        files = [trial.file(api, **keywords) for keywords, taken in each_way(trial, api, *_more(api)) if not taken]
        require_not_inherited(trial, [file.fileno() for file in files])


@check("TemporaryFile.not-executable", "NamedTemporaryFile.not-executable", needs=("permissions",), umask=umasks)
def not_executable(trials: Trials, api: str, umask: int) -> None:
    """Creates a file under some umask, and looks for an execute bit."""
    with trials.open(umask=umask, ordinary=True) as trial:
        for keywords in [keywords for keywords, taken in each_way(trial, api, *_more(api)) if not taken]:
            found = trial.fstat(trial.file(api, **keywords).fileno())
            require(found is not None and found.mode & 0o7111 == 0, "executable by no one", str(found))


# --- names and places


@check("TemporaryFile.no-name", contents=data, prefix=plain_fragments)
def no_name(trials: Trials, contents: bytes, prefix: str) -> None:
    """Looks for the file in its directory as soon as it has been created, and after writing."""
    with trials.open() as trial:
        file = trial.file("TemporaryFile", prefix=prefix)
        require(trial.listdir(trial.tmp) == [], "no directory entry", str(trial.listdir(trial.tmp)))
        found = trial.fstat(file.fileno())
        trials.possible("link-counts")
        require(found is not None and found.links == 0, "a file without a name", str(found))
        file.write(contents)
        file.flush()
        require(trial.listdir(trial.tmp) == [], "no directory entry", str(trial.listdir(trial.tmp)))


@check("TemporaryFile.dir", places=together(*sorted(PLACES)))
def anonymous_dir(trials: Trials, places: list[str]) -> None:
    """Gives a directory, and asks the operating system where the open file is; a missing one must be an error.

    An empty path may be refused, or name the current directory; it does not ask for the default. A relative path is
    given again after the working directory has changed.
    """
    there = [PLACES[place] for place in places]
    with open_at(trials, there) as trial:
        for where in visited(trial, there):
            _lies_in(trial, trial.file("TemporaryFile", dir=at(trial, where.argument)), at(trial, where.real))
        missing = trial.path("missing")
        require(trial.error("TemporaryFile", dir=missing) is not None, "an error for a missing directory", "a file")
        here = enter_new(trial, "here")
        if trial.error("TemporaryFile", dir="") is None:
            _lies_in(trial, trial.file("TemporaryFile", dir=""), here)
        for where in moved(trial):
            _lies_in(trial, trial.file("TemporaryFile", dir=where.argument), at(trial, where.real))


@check("TemporaryFile.default-dir", prefix=plain_fragments)
def anonymous_default_dir(trials: Trials, prefix: str) -> None:
    """Gives no directory, and asks the operating system where the open file is."""
    with trials.open() as trial:
        _lies_in(trial, trial.file("TemporaryFile", prefix=prefix), trial.tmp)
        trial.assign("tempdir", trial.path("missing"))
        require(trial.error("TemporaryFile") is not None, "an error when tempdir does not exist", "a file elsewhere")


def _lies_in(trial: Trial, file: File, directory: str) -> None:
    fd = file.fileno()
    found, wanted = trial.fstat(fd), trial.stat(directory)
    assert found is not None
    assert wanted is not None
    require(found.device == wanted.device, f"a file on the file system of {directory}", str(found))
    if trial.trials.session.hello.runtime.get("platform", "").startswith("linux"):
        path = trial.text(trial.do("fd_path", fd=fd))
        parent = made_in(trial, path)
        require(parent is not None and parent.identity == wanted.identity, f"a file in {directory}", path)


@check("TemporaryFile.name-arguments", suffix=plain_fragments, prefix=plain_fragments)
def name_arguments(trials: Trials, suffix: str, prefix: str) -> None:
    """Watches the name under which the file is created, where it has one for a moment, if need be by request."""
    suffix, prefix = suffix + "-s", "p-" + prefix
    with trials.open() as trial:
        trial.settle()
        if trials.able("fault"):
            trial.fault(NAMELESS_REFUSED)
        trial.watch(trial.tmp)
        trial.call("TemporaryFile", suffix=suffix, prefix=prefix)
        trial.call("TemporaryFile", suffix=suffix, prefix=prefix, dir=trial.tmp)
        for name in created(trial):
            require(name.startswith(prefix), f"the prefix {prefix!r}", name)
            require(name.endswith(suffix), f"the suffix {suffix!r}", name)


@check("NamedTemporaryFile.visible-name", contents=data, delete=st.booleans())
def visible_name(trials: Trials, contents: bytes, delete: bool) -> None:
    """Looks for the file in its directory from its creation until it is closed."""
    with trials.open() as trial:
        file = trial.file("NamedTemporaryFile", delete=delete)
        name = trial.paths.basename(file.name)
        for step in (lambda: None, lambda: file.write(contents), file.flush, lambda: file.seek(0), file.enter):
            step()
            require(trial.listdir(trial.tmp) == [name], f"an entry {name}", str(trial.listdir(trial.tmp)))


@check("NamedTemporaryFile.reopen", contents=data)
def reopen(trials: Trials, contents: bytes) -> None:
    """Opens the file by its name while it is open, reads what was written, and writes to it."""
    with trials.open() as trial:
        file = trial.file("NamedTemporaryFile")
        file.write(contents)
        file.flush()
        require(trial.read_file(file.name) == contents, f"the data {contents!r}", "something else")
        trial.write_file(file.name, b"by name")
        file.seek(0)
        require(file.read() == b"by name", "what was written by name", "something else")
