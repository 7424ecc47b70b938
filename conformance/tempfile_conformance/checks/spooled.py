"""SpooledTemporaryFile: in memory first, on disk when the documentation says so, and no data lost on the way."""

from __future__ import annotations

from hypothesis import strategies as st
from tempfile_platforms.protocol import Raised, Ref

from tempfile_conformance.checks.creation import private_all_along, require_not_inherited
from tempfile_conformance.checks.exhaustion import NAMELESS_REFUSED
from tempfile_conformance.checks.making import created
from tempfile_conformance.checks.registry import check, each
from tempfile_conformance.checks.strategies import data, plain_fragments, umasks
from tempfile_conformance.expect import require
from tempfile_conformance.trial import File, Trial
from tempfile_conformance.trials import Trials

chunks = st.lists(st.integers(1, 60), min_size=1, max_size=6)
"""Sizes of successive writes, in bytes."""


def spooled(trial: Trial, max_size: int, **keywords: object) -> tuple[File, set[tuple[int, int, int]]]:
    """A spooled file, and the descriptors that were open before it."""
    trial.settle()
    before = trial.descriptors()
    return trial.file("SpooledTemporaryFile", max_size=max_size, **keywords), before


def opened(trial: Trial, before: set[tuple[int, int, int]]) -> bool:
    """Whether the file has a descriptor."""
    return bool(trial.descriptors() - before)


def on_disk(trial: Trial, before: set[tuple[int, int, int]]) -> bool:
    """Whether the only file there is has a descriptor, or a name."""
    return opened(trial, before) or bool(trial.listdir(trial.tmp))


def zero_limits(trial: Trial) -> tuple[bool, bool]:
    """Whether a max_size of 0, the default, puts the first byte on disk, and whether it does so with eleven.

    Whether 0 is a limit, or stands for none, is not documented.
    """
    file, before = spooled(trial, 0)
    file.write(b"e")
    first = opened(trial, before)
    file.write(b"leven byte")
    found = first, opened(trial, before)
    file.close()
    return found


@check("SpooledTemporaryFile.in-memory", sizes=chunks, room=st.integers(0, 20))
def in_memory(trials: Trials, sizes: list[int], room: int) -> None:
    """Writes up to max_size, reads, seeks, flushes, asks and writes anew, and looks for a file on disk after each."""
    with trials.open() as trial:
        file, before = spooled(trial, sum(sizes) + room)
        for size in sizes:
            file.write(b"x" * size)
            require(
                not on_disk(trial, before), f"nothing on disk up to {sum(sizes) + room} bytes", f"a file after {size}"
            )
        file.flush()
        file.seek(0)
        file.read()
        file.tell()
        require(not on_disk(trial, before), "nothing on disk", "a file after reading")
        for method in ("isatty", "readable", "writable", "seekable", "read1", "readline", "readlines", "truncate"):
            if file.has(method):
                file.do(method)
            require(not on_disk(trial, before), "nothing on disk", f"a file after {method}")
        for emptied in (False, True):
            # What counts is the size of the file, however much has been written by and by.
            file.seek(0)
            if emptied:
                file.do("truncate")
            file.write(b"y" * (sum(sizes) + room))
            require(not on_disk(trial, before), "nothing on disk", "a file after its data was written anew")


@check(
    "SpooledTemporaryFile.exceeding-rolls-over",
    max_size=st.integers(1, 100),
    extra=st.integers(1, 20),
    how=each("write", "two writes", "writelines", "an iterator"),
)
def exceeding(trials: Trials, max_size: int, extra: int, how: str) -> None:
    """Writes max_size bytes, which stay in memory, then more, which do not; or all of it at once, or as lines."""
    with trials.open() as trial:
        file, before = spooled(trial, max_size)
        room, more = b"x" * max_size, b"y" * extra
        if how == "write":
            file.write(room + more)
        else:
            file.write(room)
            require(not on_disk(trial, before), f"nothing on disk at exactly {max_size} bytes", "a file")
            if how == "two writes":
                file.write(more)
            else:
                file.do("writelines", [more] if how == "writelines" else trial.library("builtins.iter", [more]))
        require(on_disk(trial, before), f"a file on disk at {max_size + extra} bytes of {max_size}", "none")
        file.flush()
        file.seek(0)
        require(file.read() == room + more, "all the data", "something else")


@check("SpooledTemporaryFile.fileno-rolls-over", contents=data, max_size=each(0, 10_000))
def fileno_rolls_over(trials: Trials, contents: bytes, max_size: int) -> None:
    """Calls fileno, and reads the data through the descriptor that it gives."""
    with trials.open() as trial:
        file, before = spooled(trial, max_size)
        file.write(contents)
        require(not on_disk(trial, before), "nothing on disk before fileno", "a file")
        fd = file.fileno()
        require(fd in {item[0] for item in trial.descriptors() - before}, "a new descriptor", str(fd))
        trial.do("fd_seek", fd=fd, offset=0)
        require(trial.read_fd(fd) == contents, f"the data {contents!r} on disk", "something else")
        require(file.fileno() == fd, "the same descriptor again", str(file.fileno()))


@check("SpooledTemporaryFile.rollover", contents=data, max_size=each(0, 10_000))
def rollover(trials: Trials, contents: bytes, max_size: int) -> None:
    """Calls rollover, with less data than max_size, and looks for a file on disk; a second call changes nothing."""
    with trials.open() as trial:
        file, before = spooled(trial, max_size)
        file.write(contents)
        file.do("rollover")
        first = trial.descriptors() - before
        require(len(first) == 1, "one file on disk after rollover", str(sorted(first)))
        file.do("rollover")
        require(trial.descriptors() - before == first, "the same file after a second rollover", "another")
        file.seek(0)
        require(file.read() == contents, f"the data {contents!r}", "something else")


@check(
    "SpooledTemporaryFile.rollover-keeps-data",
    contents=data,
    position=st.integers(0, 2000),
    how=each("rollover", "fileno"),
    reading=each(False, True),
)
def keeps_data(trials: Trials, contents: bytes, position: int, how: str, reading: bool) -> None:
    """Goes to a position, by seeking or by reading, rolls over, and compares the position, the rest, and the whole.

    The position may also be beyond the end, where writing leaves a gap.
    """
    contents += b"the end"
    position = 1 + position % (len(contents) - 1)
    with trials.open() as trial:
        file, _ = spooled(trial, 100_000)
        file.write(contents)
        file.seek(0 if reading else position)
        if reading:
            file.read(position)
        file.do(how)
        require(file.tell() == position, f"the position {position}", str(file.tell()))
        rest = file.read()
        require(rest == contents[position:], f"from there on {contents[position:]!r}", repr(rest))
        file.seek(0)
        require(file.read() == contents, f"the data {contents!r}", "something else")
        file, _ = spooled(trial, 100_000)
        file.write(contents)
        beyond = len(contents) + position
        file.seek(beyond)
        file.do(how)
        require(file.tell() == beyond, f"the position {beyond}, beyond the end", str(file.tell()))
        file.write(b"x")
        file.seek(0)
        wanted = contents + bytes(position) + b"x"
        require(file.read() == wanted, f"{position} zeros before what was written there", "something else")


@check(
    "SpooledTemporaryFile.like-temporary-file",
    needs=("permissions",),
    umask=umasks,
    how=each("rollover", "fileno", "write"),
)
def like_temporary_file(trials: Trials, umask: int, how: str) -> None:
    """Rolls over as an ordinary user under some umask, and looks at the file's name and permission bits, and for the
    file in a program that is started.
    """
    with trials.open(umask=umask, ordinary=True) as trial:
        file, _ = spooled(trial, 10)
        trial.watch(trial.tmp)
        file.write(b"spooled")
        if how == "write":
            file.write(b"and more than ten")
        else:
            file.do(how)
        private_all_along(trial, 0o077)
        found = trial.fstat(file.fileno())
        trials.possible("link-counts")
        require(found is not None and found.links == 0, "a file without a name", str(found))
        assert found is not None
        require(found.mode & 0o7177 == 0, "no access for group and others, and executable by no one", str(found))
        require(trial.listdir(trial.tmp) == [], "no directory entry", str(trial.listdir(trial.tmp)))

    if trials.able("spawn"):
        with trials.open() as trial:
            files = [trial.file("SpooledTemporaryFile", 10, mode) for mode in ("w+b", "w+")]
            if how == "rollover":
                for file in files:
                    file.do("rollover")
            require_not_inherited(trial, [file.fileno() for file in files])


@check("SpooledTemporaryFile.truncate-without-size")
def truncate_without_size(trials: Trials) -> None:
    """Calls truncate with a size, which must be refused, and without, which must work, in memory and on disk.

    At the end of the file, or in one that is empty, there is nothing to cut.
    """
    with trials.open() as trial:
        for roll in (False, True):
            file, _ = spooled(trial, 1000)
            if roll:
                file.do("rollover")
            for piece in (b"", b"0123456789"):
                file.seek(0)
                file.write(piece)
                file.do("truncate")
                file.seek(0)
                require(file.read() == piece, f"the data {piece!r}, all of it before the position", "something else")
            error = file.error("truncate", 3)
            require(error is not None and error.is_a("TypeError"), "a TypeError for a size", str(error))
            file.seek(4)
            file.do("truncate")
            file.seek(0)
            require(file.read() == b"0123", "the data up to the position", "something else")


@check("SpooledTemporaryFile.truncate-with-size", size=st.integers(0, 15), roll=st.booleans())
def truncate_with_size(trials: Trials, size: int, roll: bool) -> None:
    """Calls truncate with a size, in memory or on disk, which does not change the position."""
    with trials.open() as trial:
        file, _ = spooled(trial, 1000)
        file.write(b"0123456789")
        if roll:
            file.do("rollover")
        file.do("truncate")
        file.seek(0)
        require(file.read() == b"0123456789", "nothing cut at the end of the file", "something else")
        file.seek(3)
        file.do("truncate", min(size, 10))
        require(file.tell() == 3, "the position 3, as before", str(file.tell()))
        file.seek(0)
        require(file.read() == b"0123456789"[:size], f"the first {size} bytes", "something else")


@check(
    "SpooledTemporaryFile.file-kind",
    how=each("rollover", "fileno", "write"),
    mode=each("w+b", "w+"),
)
def file_kind(trials: Trials, how: str, mode: str) -> None:
    """Looks at the class of _file before and after the rollover."""
    with trials.open() as trial:
        file, _ = spooled(trial, 10, mode=mode)
        word: str | bytes = "word" if "b" not in mode else b"word"
        file.write(word)
        inner = _inner(trial, file)
        kinds = {name.rpartition(".")[2] for name in inner.classes()}
        require(
            bool(kinds & {"BytesIO", "StringIO", "StringO", "TextIOWrapper"}), "an in-memory file", str(sorted(kinds))
        )
        if how == "write":
            file.write(word * 3)
        else:
            file.do(how)
        inner = _inner(trial, file)
        require(inner.is_true_file(), "a true file object after the rollover", str(inner.classes()[:1]))
        require(inner.error("fileno") is None, "a file object with a descriptor after the rollover", "none")


def _inner(trial: Trial, file: File) -> File:
    inner = file.get("_file")
    require(isinstance(inner, Ref), "a file object in _file", repr(inner))
    return File(trial, inner)


@check("SpooledTemporaryFile.location", suffix=plain_fragments, prefix=plain_fragments)
def location(trials: Trials, suffix: str, prefix: str) -> None:
    """Rolls over, and watches where and under which name the file is created; a missing directory must be an error."""
    suffix, prefix = suffix + "-s", "p-" + prefix
    with trials.open(scene=[{"kind": "directory", "path": "@/d"}]) as trial:
        if trials.able("fault"):
            # The way is tried on which the file has a name for a moment.
            trial.fault(NAMELESS_REFUSED)
        file, _ = spooled(trial, 1000, suffix=suffix, prefix=prefix, dir=trial.path("d"))
        file.write(b"data")
        trial.watch(trial.path("d"))
        file.do("rollover")
        for name in created(trial):
            require(name.startswith(prefix), f"the prefix {prefix!r}", name)
            require(name.endswith(suffix), f"the suffix {suffix!r}", name)
        try:
            missing, _ = spooled(trial, 1000, dir=trial.path("missing"))
        except Raised:
            # It may be missed as soon as that.
            return
        missing.write(b"data")
        require(missing.error("rollover") is not None, "an error for a missing directory", "a file elsewhere")


@check(
    "SpooledTemporaryFile.parameters",
    suffix=plain_fragments,
    prefix=plain_fragments,
    named=each(False, True),
)
def parameters(trials: Trials, suffix: str, prefix: str, named: bool) -> None:
    """Passes the first so many parameters by position or by keyword, and looks for each in what it does."""
    suffix, prefix = suffix + "-suffix", "prefix-" + prefix
    names = ["max_size", "mode", "bufsize", "suffix", "prefix", "dir"]
    with trials.open(scene=[{"kind": "directory", "path": "@/d"}]) as trial:
        usual = zero_limits(trial)
        for count in range(len(names) + 1):
            trial.settle()
            values = dict(zip(names, [10, "w+b", 0, suffix, prefix, trial.path("d")][:count], strict=False))
            before = trial.descriptors()
            trial.watch(str(values.get("dir", trial.tmp)))
            file = (
                trial.file("SpooledTemporaryFile", **values)
                if named
                else trial.file("SpooledTemporaryFile", *values.values())
            )
            for data, wanted in zip((b"e", b"leven byte"), (False, True) if values else usual, strict=True):
                file.write(data)
                require(opened(trial, before) == wanted, f"max_size {values.get('max_size', 0)} obeyed", "it is not")
            file.do("rollover")
            (fd, *_), *_ = trial.descriptors() - before
            for name in created(trial):
                require(name.startswith(prefix) == ("prefix" in values), f"the name for {values}", name)
                require(name.endswith(suffix) == ("suffix" in values), f"the name for {values}", name)
            file.flush()
            file.write(b"mor\n")
            found = trial.fstat(fd)
            size = 15 if "bufsize" in values else 11
            require(found is not None and found.size == size, f"{size} bytes on disk", str(found))
