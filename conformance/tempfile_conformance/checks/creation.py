"""Creation by mkstemp, mkdtemp and mktemp: exclusive, private, complete, and left to the caller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tempfile_platforms.protocol import Raised

from tempfile_conformance.checks.exhaustion import ATTEMPTS, hurry
from tempfile_conformance.checks.making import Made, as_text, base, entries, in_bytes, make
from tempfile_conformance.checks.registry import check, each
from tempfile_conformance.checks.strategies import data, owner_umasks, plain_fragments, umasks
from tempfile_conformance.expect import require
from tempfile_conformance.steps import show
from tempfile_conformance.trial import Stat, Trial
from tempfile_conformance.trials import Trials

TEXT = {"text": True}

SHARED = {"kind": "directory", "path": "@/shared", "mode": 0o2777}
"""A directory in which everything belongs to its group."""


INPUT_CLOSED = each(False, True)
"""Whether the standard input is closed."""


def require_not_inherited(trial: Trial, numbers: Sequence[int]) -> None:
    """Starts a program, and requires none of these descriptors' files to be open in it."""
    files = {found.identity for number in numbers if (found := trial.fstat(number)) is not None}
    inherited = [item[0] for item in trial.do("spawn") if (item[1], item[2]) in files]
    require(not inherited, "a program that does not find the files open", f"open as {inherited}")


def each_way(trial: Trial, api: str, *more: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Sequence[str]]]:
    """Ways to call what makes files that must not matter for what is promised of all of them, and occupants: in one
    way the name that is tried first is taken.
    """
    yield from ((form, ()) for form in ({}, *more, {"suffix": ".sh", "prefix": "p"}, {"suffix": ".exe"}))
    yield {}, ("file",)
    if isinstance(directory := in_bytes(trial, api, trial.tmp), bytes):
        yield {"dir": directory}, ()


def private_all_along(trial: Trial, forbidden: int) -> set[str]:
    """Requires that nothing had one of the forbidden bits before its permissions were changed.

    Returns the paths that were taken: what they are used for all the same is another promise.
    """
    events = trial.sensed()
    for event in events:
        if event["what"] == "chmod":
            require(
                event["mode"] & forbidden == 0, "no access for others, not even at first", f"mode {event['mode']:04o}"
            )
    return {event["full"] for event in events if event["planted"]}


def _made(trial: Trial, api: str, ways: Iterable[tuple[dict[str, Any], Sequence[str]]]) -> Iterator[Made]:
    """What a function makes in each way, with the sensor armed. That it gives up at a name is another promise."""
    for keywords, taken in ways:
        trial.watch(as_text(keywords.get("dir", trial.tmp)), *taken)
        try:
            yield make(trial, api, **keywords)
        except Raised:
            if not taken:
                raise


def _both(trial: Trial, made: Made) -> tuple[Stat | None, Stat | None]:
    """The file by its name and by its descriptor."""
    assert made.fd is not None
    return trial.stat(made.path), trial.fstat(made.fd)


@check("mkstemp.owner-only", needs=("permissions",), umask=umasks)
def file_owner_only(trials: Trials, umask: int) -> None:
    """Creates files as an ordinary user under some umask, once where a name is taken, and reads their permission bits,
    also before a change.
    """
    with trials.open(umask=umask, ordinary=True, scene=[SHARED]) as trial:
        for made in _made(trial, "mkstemp", each_way(trial, "mkstemp", TEXT, {"dir": trial.path("shared")})):
            if made.path in private_all_along(trial, 0o066):
                continue
            for found in _both(trial, made):
                require(found is not None and found.mode & 0o066 == 0, "no access for group and others", str(found))


@check("mkstemp.not-executable", needs=("permissions",), umask=umasks)
def file_not_executable(trials: Trials, umask: int) -> None:
    """Creates files under some umask, and looks for an execute bit."""
    with trials.open(umask=umask, ordinary=True) as trial:
        for made in _made(trial, "mkstemp", each_way(trial, "mkstemp", TEXT)):
            if made.path in private_all_along(trial, 0):
                continue
            for found in _both(trial, made):
                require(found is not None and found.mode & 0o7111 == 0, "executable by no one", str(found))


@check("mkstemp.owner-can-use", umask=owner_umasks)
def file_owner_can_use(trials: Trials, umask: int) -> None:
    """Creates a file, then opens it by its name for writing and for reading, as the same ordinary user."""
    with trials.open(umask=umask, ordinary=True) as trial:
        fd, path = trial.mkstemp()
        trial.write_fd(fd, b"by descriptor")
        trial.close_fd(fd)
        require(trial.read_file(path) == b"by descriptor", "the owner can read the file", path)
        trial.write_file(path, b"by name")
        require(trial.read_file(path) == b"by name", "the owner can write the file", path)
        if trials.platform == "posix":
            found = trial.stat(path)
            require(found is not None and found.mode & 0o600 == 0o600, "readable and writable by its owner", str(found))


@check("mkdtemp.owner-only", "TemporaryDirectory.owner-only", needs=("permissions",), umask=umasks)
def directory_owner_only(trials: Trials, api: str, umask: int) -> None:
    """Creates directories as an ordinary user under some umask, one where a name is taken, and reads their permission
    bits, also before a change.
    """
    with trials.open(umask=umask, ordinary=True, scene=[SHARED]) as trial:
        raw = in_bytes(trial, api, trial.tmp)
        places: list[tuple[str | bytes, Sequence[str]]] = [(trial.tmp, ()), (trial.tmp, ("directory",)), (raw, ())]
        places.append((trial.path("shared"), ()))
        for made in _made(trial, api, [({"dir": directory}, taken) for directory, taken in places]):
            if made.path in private_all_along(trial, 0o077):
                continue
            found = trial.stat(made.path)
            require(found is not None and found.mode & 0o077 == 0, "no access for group and others", str(found))


@check("mkdtemp.owner-can-use", "TemporaryDirectory.owner-can-use", umask=owner_umasks)
def directory_owner_can_use(trials: Trials, api: str, umask: int) -> None:
    """Creates a directory as an ordinary user, puts a file and a directory in it, lists and reads them."""
    with trials.open(umask=umask, ordinary=True) as trial:
        path = make(trial, api).path
        trial.write_file(trial.paths.join(path, "file"), b"data")
        trial.do("mkdir", path=trial.paths.join(path, "inner"))
        require(trial.listdir(path) == ["file", "inner"], "a directory that can be listed", path)
        require(trial.read_file(trial.paths.join(path, "file")) == b"data", "entries that can be reached", path)
        if trials.platform == "posix":
            found = trial.stat(path)
            require(found is not None and found.mode & 0o700 == 0o700, "all access for its owner", str(found))


@check("mkstemp.not-inherited", needs=("spawn",), closed=INPUT_CLOSED)
def file_not_inherited(trials: Trials, closed: bool) -> None:
    """Starts a program while files are open, and looks for them among the program's descriptors.

    Once without a standard input, whose number is then the first to be given to a file.
    """
    with trials.open() as trial:
        if closed:
            trial.close_fd(0)
        ways = each_way(trial, "mkstemp", TEXT)
        require_not_inherited(trial, [made.fd for made in _made(trial, "mkstemp", ways) if made.fd is not None])


@check("mkstemp.kept", how=each("return", "_exit", "exception"), closed=each(True, False), share=0.4)
def file_kept(trials: Trials, how: str, closed: bool) -> None:
    """Creates a file, closes it or not, ends the process in some way, and looks for the file."""
    with trials.open() as trial:
        fd, path = trial.mkstemp()
        trial.write_fd(fd, b"kept")
        if closed:
            trial.close_fd(fd)
            require(trial.exists(path), "a file after its descriptor is closed", "none")
        trial.exit(how)
        found = trial.left(path)
        require(found is not None and found.size == 4, "the file and its data after the process has ended", str(found))


@check("mkdtemp.kept", how=each("return", "_exit", "exception"), share=0.4)
def directory_kept(trials: Trials, how: str) -> None:
    """Creates a directory with a file in it, ends the process in some way, and looks for both."""
    with trials.open() as trial:
        path = make(trial, "mkdtemp").path
        inner = trial.paths.join(path, "file")
        trial.write_file(inner, b"kept")
        trial.exit(how)
        found = trial.left(path)
        require(
            found is not None and found.kind == "directory", "the directory after the process has ended", str(found)
        )
        require(trial.left(inner) is not None, "its contents after the process has ended", "none")


@check("mkstemp.binary-default", contents=data)
def file_binary(trials: Trials, contents: bytes) -> None:
    """Writes bytes to the descriptor, and reads the file."""
    with trials.open() as trial:
        for piece in (b"\r\n\n\r\x1a\0", contents):
            fd, path = trial.mkstemp()
            if piece:
                trial.write_fd(fd, piece)
            trial.close_fd(fd)
            require(trial.read_file(path) == piece, f"the bytes {piece!r}", show(trial.read_file(path)))


@check("mkstemp.text", text=each(True, False, 1, 0), named=each(True, False))
def file_text(trials: Trials, text: bool, named: bool) -> None:
    """Passes text, by name or by position; lines that are written, and written over, are read back."""
    with trials.open() as trial:
        arguments = {"text": text} if named else {}
        fd, path = trial.mkstemp(*([] if named else ["s", "p", trial.tmp, text]), **arguments)
        trial.write_fd(fd, b"line\nline\n")
        trial.do("fd_seek", fd=fd, offset=0)
        require(trial.read_fd(fd) == b"line\nline\n", "the lines that were written", path)
        trial.do("fd_seek", fd=fd, offset=0)
        trial.write_fd(fd, b"LINE")
        if trials.platform == "posix":
            found = trial.read_file(path)
            require(found == b"LINE\nline\n", "no difference on this platform", show(found))


@check("mkstemp.returns-pair", prefix=plain_fragments, suffix=plain_fragments)
def returns_pair(trials: Trials, prefix: str, suffix: str) -> None:
    """Looks at the types of the result and at their order."""
    with trials.open() as trial:
        fd, path = trial.mkstemp(suffix=suffix, prefix=prefix, dir=trial.tmp)
        require(fd > 2, "a new descriptor", str(fd))
        require(trial.fstat(fd) is not None, "an open descriptor in first place", str(fd))
        require(trial.exists(path), "the pathname in second place", path)


@check("mkstemp.descriptor-open", contents=data)
def descriptor_open(trials: Trials, contents: bytes) -> None:
    """Writes and reads through the descriptor, and compares it with the file at the path.

    A program that was started without an input gets descriptor 0, which is as good as any other.
    """
    with trials.open() as trial:
        if trials.able("fork"):
            trial.close_fd(0)
            fd, path = trial.mkstemp()
            trial.write_fd(fd, b"zero")
            require(trial.read_file(path) == b"zero", f"the descriptor of the file at {path}", f"that of another: {fd}")
        before = trial.descriptors()
        fd, path = trial.mkstemp()
        opened = {item[0] for item in trial.descriptors() - before}
        require(opened == {fd}, f"one new descriptor, {fd}", str(sorted(opened)))
        one, other = trial.fstat(fd), trial.stat(path)
        assert one is not None
        require(
            other is not None and one.identity == other.identity, "the descriptor of the file at the path", str(other)
        )
        require(one.kind == "file" and one.size == 0, "a new, empty file", str(one))
        if contents:
            trial.write_fd(fd, contents)
        trial.do("fd_seek", fd=fd, offset=0)
        require(trial.read_fd(fd, 4096) == contents, f"what was written: {contents!r}", "something else")
        trial.do("fd_seek", fd=fd, offset=0)
        trial.write_fd(fd, b"over")
        require(trial.read_file(path) == b"over" + contents[4:], "what was written at the beginning", "something else")


@check("mkdtemp.returns-path")
def returns_directory(trials: Trials) -> None:
    """Looks at what stands at the returned path."""
    with trials.open() as trial:
        before = trial.descriptors()
        path = make(trial, "mkdtemp").path
        found = trial.stat(path, follow=False)
        require(found is not None and found.kind == "directory", "a new directory", str(found))
        require(trial.listdir(path) == [], "an empty directory", str(trial.listdir(path)))
        require(trial.descriptors() == before, "no descriptor left open", str(trial.descriptors() - before))


@check("mktemp.creates-nothing", prefix=plain_fragments)
def creates_nothing(trials: Trials, prefix: str) -> None:
    """Asks for names, and compares the file system before and after; nothing is created meanwhile either."""
    with trials.open() as trial:
        trial.settle()
        before, open_before = entries(trial), trial.descriptors()
        for keywords in ({"prefix": prefix, "dir": trial.tmp}, {"suffix": prefix}, {}):
            trial.watch(trial.tmp)
            make(trial, "mktemp", **keywords)
            created = [event["full"] for event in trial.sensed() if event["what"] == "create"]
            require(not created, "nothing created", str(created))
            require(entries(trial) == before, "no new entry", str(sorted(entries(trial) - before)))
        require(trial.descriptors() == open_before, "no open descriptor", "one")


@check(
    "mktemp.did-not-exist",
    kinds=each(["file"], ["directory"], ["dangling"], ["fifo"], ["file", "dangling", "directory", "file", "fifo"]),
    keywords=each({}, {"suffix": "-s", "prefix": "p-"}),
)
def did_not_exist(trials: Trials, kinds: list[str], keywords: dict[str, Any]) -> None:
    """Occupies the names that the implementation looks up, at last more of them than it may try, and looks at what
    stands at the name it returns.
    """
    with trials.open() as trial:
        trial.watch(trial.tmp, *kinds, at="look", dangling=trial.path("nowhere"))
        path = make(trial, "mktemp", dir=trial.tmp, **keywords).path
        looks = [event for event in trial.sensed() if event["what"] == "look"]
        name = trial.paths.basename(path)
        seen = any(trial.paths.basename(event["full"]) == name for event in looks)
        require(not trial.exists(path), "a name at which nothing stands", f"{path} is taken")
    if not seen:
        # Perhaps it looks in a way that is not seen from inside its process; the kernel sees every way.
        with trials.open() as trial:
            with trial.traced("%file") as lines:
                path = make(trial, "mktemp", dir=trial.tmp, **keywords).path
            name = trial.paths.basename(path)
            looked = any(name in line or f'"{trial.tmp}"' in line for line in lines)
            require(looked, "a look at the name before it is returned", "no system call that could tell")
    elif kinds == ["file"]:
        with trials.open() as trial:
            if hurry(trial):
                trial.watch(trial.tmp, *kinds * (2 * ATTEMPTS), at="look")
                if trial.error("mktemp", dir=trial.tmp, **keywords) is None:
                    path = make(trial, "mktemp", dir=trial.tmp, **keywords).path
                    require(not trial.exists(path), "a name that is free, or an error", f"{path} is taken")


@check(
    "mkstemp.provided",
    "mkdtemp.provided",
    "mktemp.provided",
    "gettempdir.provided",
    "gettempdirb.provided",
    "gettempprefix.provided",
    "gettempprefixb.provided",
    "TemporaryFile.provided",
    "NamedTemporaryFile.provided",
    "SpooledTemporaryFile.provided",
    "TemporaryDirectory.provided",
)
def provided(trials: Trials, api: str) -> None:
    """Looks for the function among those that the implementation declares, and for it in the module."""
    require(api in trials.session.hello.functions, f"a function {api}", "none")
    with trials.open() as trial:
        require(bool(trial.do("has", name=api)), f"a function {api}", "none, although it is declared")


@check(
    "mkstemp.parameters",
    "mkdtemp.parameters",
    "mktemp.parameters",
    suffix=plain_fragments,
    prefix=plain_fragments,
)
def parameters(trials: Trials, api: str, suffix: str, prefix: str) -> None:
    """Passes the first so many parameters, by position and by keyword, and looks for each in the result."""
    suffix, prefix = suffix + "-suffix", "prefix-" + prefix
    names = ["suffix", "prefix", "dir", "text"][: 4 if api == "mkstemp" else 3]
    with trials.open(scene=[{"kind": "directory", "path": "@/d"}]) as trial:
        values = [suffix, prefix, trial.path("d"), False]
        usual, given = trial.stat(trial.tmp), trial.stat(trial.path("d"))
        # From the last to the first: a directory that is given counts before the default one has been searched for.
        for count in range(len(names), -1, -1):
            for made in (
                make(trial, api, *values[:count]),
                make(trial, api, **dict(zip(names[:count], values, strict=False))),
            ):
                name = base(trial, made)
                require(name.endswith(suffix) == (count > 0), f"{count} parameters passed: {values[:count]}", name)
                require(name.startswith(prefix) == (count > 1), f"{count} parameters passed: {values[:count]}", name)
                parent = trial.stat(trial.paths.dirname(made.path))
                wanted = given if count > 2 else usual
                assert wanted is not None
                require(
                    parent is not None and parent.identity == wanted.identity, "the directory that was given", made.path
                )
