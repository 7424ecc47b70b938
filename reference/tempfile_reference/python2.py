"""Temporary files and directories with the signatures and promises of the documentation of Python 2.7.

``tempdir`` is the directory used where a call names none, ``template`` the prefix. Both may be set by hand
and are read at each call; while ``tempdir`` is ``None``, the next call that needs it searches for a directory
and stores the result here. A ``template`` of ``None`` means ``"tmp"``.

Python 2 knew one type of string where today there are two. Here every argument may be str or bytes; paths are
returned as str.

Guarantees: template.sets-prefix, template.default-prefix
"""

import io
import os
from typing import Any

from . import _arguments, _create, _directory, _named, _names, _platform, _spooled, _wrap

__all__ = [
    "TMP_MAX",
    "NamedTemporaryFile",
    "SpooledTemporaryFile",
    "TemporaryFile",
    "gettempdir",
    "gettempprefix",
    "mkdtemp",
    "mkstemp",
    "mktemp",
    "tempdir",
    "template",
]

__tempfile_edition__ = "2.7"

#: How many names to try before giving up.
TMP_MAX = 10000

tempdir: str | bytes | None = None
template: str | bytes | None = "tmp"


class _Default(str):
    """A default value that can be told from the same string passed by a caller."""

    __slots__ = ()


#: Stands for whatever ``template`` says at the time of the call.
_PREFIX = _Default("tmp")


def _default_directory() -> Any:
    return _directory.settle(globals()) if tempdir is None else tempdir


def _place(suffix: Any, prefix: Any, dir: Any) -> _arguments.Place[str]:
    return _arguments.place(
        os.fsdecode(suffix),
        None if prefix is None or prefix is _PREFIX else os.fsdecode(prefix),
        os.fsdecode(_default_directory() if dir is None else dir),
        None,
        gettempprefix(),
        _names.PYTHON2,
    )


def gettempdir() -> Any:
    """Return the directory used where a call names none, searching for it if need be.

    Raises FileNotFoundError if no directory is usable. One that others may write to without the sticky bit, or that
    belongs to another user, is taken as the documentation demands, but with a RuntimeWarning.
    """
    return _default_directory()


def gettempprefix() -> str:
    """Return the prefix of names where a call gives none."""
    return "tmp" if template is None else os.fsdecode(template)


def mkstemp(suffix: Any = "", prefix: Any = _PREFIX, dir: Any = None, text: bool = False) -> tuple[int, str]:
    """Create a file that nobody else can read, and return its descriptor and its absolute path.

    The caller removes it. *text* asks for translated line ends where there is such a thing.

    Raises ValueError for a separator in *prefix* or *suffix*, FileExistsError if every name that was tried
    was taken, and the system's OSError for whatever else is in the way.
    """
    return _create.file(_place(suffix, prefix, dir), TMP_MAX, text)


def mkdtemp(suffix: Any = "", prefix: Any = _PREFIX, dir: Any = None) -> str:
    """Create a directory that nobody else can enter, and return its absolute path.

    The caller removes it. Arguments and errors are those of `mkstemp`.
    """
    return _create.directory(_place(suffix, prefix, dir), TMP_MAX)


def mktemp(suffix: Any = "", prefix: Any = _PREFIX, dir: Any = None) -> str:
    """Return an absolute path at which nothing exists at this moment.

    Whoever creates a file there may have been forestalled by then: use `mkstemp`.

    Guarantees: mktemp.letters-and-digits
    """
    return _create.unused_path(_place(suffix, prefix, dir), TMP_MAX)


def NamedTemporaryFile(
    mode: str = "w+b",
    bufsize: int = -1,
    suffix: Any = "",
    prefix: Any = _PREFIX,
    dir: Any = None,
    delete: bool = True,
) -> Any:
    """Create a file with a name, and return a file object that removes it.

    ``name`` of the result is its absolute path, ``file`` the file object underneath. If *delete* is true, the
    file is removed when it is closed or collected. *bufsize* is 0 for none, 1 for lines, negative for the
    system's default. The other arguments and the errors are as for `mkstemp`.

    Guarantees: NamedTemporaryFile.parameters
    """
    access = _wrap.access_of(mode)
    raw = _named.create(_place(suffix, prefix, dir), TMP_MAX, access, delete)
    return _named.TemporaryFileWrapper(_dress(raw, mode, bufsize), raw, delete, True)


def TemporaryFile(
    mode: str = "w+b", bufsize: int = -1, suffix: Any = "", prefix: Any = _PREFIX, dir: Any = None
) -> Any:
    """Create a file without a name, and return a file object; once that is closed, the file is gone.

    Where a file cannot be without a name while it is open, this is `NamedTemporaryFile`. Arguments and errors
    are the same too.

    Guarantees: TemporaryFile.parameters
    """
    if not _platform.here.UNLINKS_OPEN_FILES:
        return NamedTemporaryFile(mode, bufsize, suffix, prefix, dir)
    access = _wrap.access_of(mode)
    descriptor = _create.nameless(_place(suffix, prefix, dir), TMP_MAX)
    return _dress(_wrap.raw_file(io.FileIO, descriptor, access), mode, bufsize)


def _dress(raw: io.FileIO, mode: str, bufsize: int) -> Any:
    """Return *raw* with the layers that the 2.7 documentation has it wear, as `_wrap.dress` does for today's.

    There, a text file may be unbuffered, a binary one line-buffered (here it is unbuffered then, which keeps
    the promise that finished lines are in the file), and text is stored as it is where lines end in a plain
    newline.

    Guarantees: TemporaryFile.bufsize, TemporaryFile.bufsize-default, NamedTemporaryFile.bufsize
    """
    if "b" in mode:
        return _wrap.dress(raw, mode, 0 if bufsize == 1 else bufsize)
    newline = None if os.linesep != "\n" else "\n"
    if bufsize == 0:
        return io.TextIOWrapper(raw, "utf-8", newline=newline, write_through=True)
    return _wrap.dress(raw, mode, bufsize, "utf-8", None, newline)


class SpooledTemporaryFile(_spooled.Spooled):
    """A file in memory that goes to disk, as a `TemporaryFile`, once it is larger than *max_size* bytes.

    It goes there too when `rollover` or ``fileno`` is called. A *max_size* of 0 sets no limit. ``_file`` is
    what holds the contents, in memory or on disk.

    Guarantees: SpooledTemporaryFile.parameters
    """

    __slots__ = ("_arguments",)
    _warns = False

    def __init__(
        self,
        max_size: int = 0,
        mode: str = "w+b",
        bufsize: int = -1,
        suffix: Any = "",
        prefix: Any = _PREFIX,
        dir: Any = None,
    ) -> None:
        """Start in memory; the arguments but *max_size* are kept for the file on disk."""
        self._begin(max_size, mode, "utf-8", None, None if os.linesep != "\n" else "\n")
        self._arguments = (mode, bufsize, suffix, prefix, dir)

    def _create_on_disk(self) -> Any:
        return TemporaryFile(*self._arguments)

    def truncate(self) -> int:  # type: ignore[override]
        """Cut the file at the current position.

        Guarantees: SpooledTemporaryFile.truncate-without-size
        """
        return super().truncate()
