"""Temporary files and directories: a drop-in for today's `tempfile`, written to show what right looks like.

The signatures and promises are those of the documentation of Python 3.14; `tempfile_reference.python2` has
those of 2.7. The work is done by private modules, one per idea; this one only says what callers see.
``tempdir`` is the directory used where a call names none. It may be set by hand, to a str or bytes; while it
is ``None``, the next call that needs it searches for a directory and stores the result here.

Guarantees: tempdir.default-dir, tempdir.dir-wins, tempdir.initialised, tempdir.remembered, *.provided,
*.parameters, *.parameter-order, *.errors-keyword, *.delete-on-close-keyword, *.delete-keyword-only,
*.takes-ignore-cleanup-errors, *.defaults, *.default-dir, *.default-prefix, *.no-suffix
"""

import io as _io
import os as _os
from typing import Any as _Any
from typing import overload as _overload

from . import _arguments, _create, _directory, _named, _names, _platform, _spooled, _tree, _wrap

__all__ = ["TMP_MAX", "NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory", "TemporaryFile"]
__all__ += ["gettempdir", "gettempdirb", "gettempprefix", "gettempprefixb", "mkdtemp", "mkstemp", "mktemp", "tempdir"]

__tempfile_edition__ = "3.14"

#: How many names to try before giving up.
TMP_MAX = 10000
tempdir: str | bytes | None = None
_PREFIX = "tmp"

_Str = str | None
_Affix = str | bytes | None
_StrPath = str | _os.PathLike[str] | None
_BytesPath = bytes | _os.PathLike[bytes] | None
_Path = _StrPath | _BytesPath

# What ``tempdir`` was and the place it led to in the latest call that named none; one object, as threads share it.
_usual: tuple[_Any, _Any] = (object(), None)


def _place(suffix: _Any, prefix: _Any, dir: _Any) -> _arguments.Place[_Any]:
    global _usual
    default, place = _usual
    if default is tempdir and dir is None and suffix is None and prefix is None:
        return place  # type: ignore[no-any-return]
    if dir is not None:
        return _arguments.place(suffix, prefix, dir, None, _PREFIX, _names.MODERN)
    default = _directory.settle(globals()) if tempdir is None else tempdir
    place = _arguments.place(suffix, prefix, None, default, _PREFIX, _names.MODERN)
    # One that is relative to the working directory is good for this call only.
    if suffix is None and prefix is None and _os.path.isabs(default):
        _usual = default, place
    return place


def gettempdir() -> str:
    """Return the directory used where a call names none, searching for it if need be.

    Raises FileNotFoundError if no directory is usable. One that others may write to without the sticky bit, or that
    belongs to another user, is taken as the documentation demands, but with a RuntimeWarning.

    Guarantees: gettempdir.returns-tempdir, gettempdir.searches, gettempdir.always-str
    """
    return _os.fsdecode(_directory.settle(globals()))


def gettempdirb() -> bytes:
    """Return what `gettempdir` returns, as bytes.

    Guarantees: gettempdirb.same
    """
    return _os.fsencode(gettempdir())


def gettempprefix() -> str:
    """Return the prefix of names where a call gives none.

    Guarantees: gettempprefix.used, gettempprefix.no-directory, gettempprefix.sets-nothing
    """
    return _PREFIX


def gettempprefixb() -> bytes:
    """Return what `gettempprefix` returns, as bytes.

    Guarantees: gettempprefixb.same, gettempprefixb.sets-nothing
    """
    return _os.fsencode(_PREFIX)


@_overload
def mkstemp(suffix: _Str = None, prefix: _Str = None, dir: _StrPath = None, text: bool = False) -> tuple[int, str]: ...
@_overload
def mkstemp(
    suffix: bytes | None = None, prefix: bytes | None = None, dir: _BytesPath = None, text: bool = False
) -> tuple[int, bytes]: ...
def mkstemp(suffix: _Affix = None, prefix: _Affix = None, dir: _Path = None, text: bool = False) -> tuple[int, _Any]:
    """Create a file that nobody else can read, and return its descriptor and its absolute path.

    The caller removes it. *suffix*, *prefix* and *dir* are str, bytes or ``None``, and of one type, which is
    that of the path; *dir* may be path-like. *text* asks for translated line ends where there are such.
    Raises TypeError for mixed types, ValueError for a separator in *prefix* or *suffix*, FileExistsError if
    every name that was tried was taken, and the system's OSError for whatever else is in the way.

    Guarantees: mkstemp.returns-pair, mkstemp.kept, mkstemp.environment, mkstemp.text
    """
    return _create.file(_place(suffix, prefix, dir), TMP_MAX, text)


@_overload
def mkdtemp(suffix: _Str = None, prefix: _Str = None, dir: _StrPath = None) -> str: ...
@_overload
def mkdtemp(suffix: bytes | None = None, prefix: bytes | None = None, dir: _BytesPath = None) -> bytes: ...
def mkdtemp(suffix: _Affix = None, prefix: _Affix = None, dir: _Path = None) -> _Any:
    """Create a directory that nobody else can enter, and return its absolute path.

    The caller removes it. On Windows it is private too where `os.mkdir` makes none that is (CVE-2024-4030).
    Arguments and errors are those of `mkstemp`.

    Guarantees: mkdtemp.returns-path, mkdtemp.kept
    """
    return _create.directory(_place(suffix, prefix, dir), TMP_MAX)


def mktemp(suffix: str = "", prefix: str = _PREFIX, dir: _StrPath = None) -> str:
    """Return an absolute path at which nothing exists at this moment.

    Whoever creates a file there may have been forestalled: use `mkstemp`. Bytes and ``None`` for *suffix* and
    *prefix* raise TypeError.

    Guarantees: mktemp.did-not-exist
    """
    if not isinstance(suffix, str) or not isinstance(prefix, str):
        raise TypeError("suffix and prefix must be str")
    return _create.unused_path(_place(suffix, prefix, dir), TMP_MAX)  # type: ignore[no-any-return]


def NamedTemporaryFile(
    mode: str = "w+b",
    buffering: int = -1,
    encoding: _Str = None,
    newline: _Str = None,
    suffix: _Affix = None,
    prefix: _Affix = None,
    dir: _Path = None,
    delete: bool = True,
    *,
    errors: _Str = None,
    delete_on_close: bool = True,
) -> _Any:
    """Create a file with a name, and return a file object that removes it.

    ``name`` of the result is its absolute path, ``file`` the file object underneath. If *delete* is true, the
    file is removed when it is closed or, with *delete_on_close* false, at the end of a ``with`` block or when
    the object is collected; a forked child removes nothing. *mode*, *buffering*, *encoding*, *newline* and
    *errors* are as for `open`, the rest as for `mkstemp`; so are the errors.

    Guarantees: NamedTemporaryFile.delete-false, NamedTemporaryFile.delete-false-wins
    """
    if "b" not in mode:
        encoding = _io.text_encoding(encoding)
    access = _wrap.access_of(mode)
    raw = _named.create(_place(suffix, prefix, dir), TMP_MAX, access, delete and delete_on_close)
    file = _wrap.dress(raw, mode, buffering, encoding, errors, newline)
    return _named.TemporaryFileWrapper(file, raw, delete, delete_on_close)


def TemporaryFile(
    mode: str = "w+b",
    buffering: int = -1,
    encoding: _Str = None,
    newline: _Str = None,
    suffix: _Affix = None,
    prefix: _Affix = None,
    dir: _Path = None,
    *,
    errors: _Str = None,
) -> _Any:
    """Create a file without a name, and return a file object; once that is closed, the file is gone.

    Each directory is asked whether its file system has such files; where it has none, the name is removed at once.
    Where an open file cannot lose its name, this is `NamedTemporaryFile`. Arguments and errors are the same too.

    Guarantees: TemporaryFile.name-arguments, TemporaryFile.true-file, TemporaryFile.file-attribute,
    TemporaryFile.context-manager, TemporaryFile.with-like-a-file, TemporaryFile.close*, TemporaryFile.gone-*
    """
    if "b" not in mode:
        encoding = _io.text_encoding(encoding)
    if not _platform.here.UNLINKS_OPEN_FILES:
        return NamedTemporaryFile(mode, buffering, encoding, newline, suffix, prefix, dir, errors=errors)
    access = _wrap.access_of(mode)
    raw = _wrap.raw_file(_io.FileIO, _create.nameless(_place(suffix, prefix, dir), TMP_MAX), access)
    return _wrap.dress(raw, mode, buffering, encoding, errors, newline)


class SpooledTemporaryFile(_spooled.Spooled):
    """A file in memory that goes to disk, as a `TemporaryFile`, once it is larger than *max_size* bytes.

    It goes there too when `rollover` or ``fileno`` is called. A *max_size* of 0 sets no limit. ``_file`` is
    what holds the contents: an `io.BytesIO`, an `io.TextIOWrapper` around one, or the file on disk.

    Guarantees: SpooledTemporaryFile.location, SpooledTemporaryFile.like-temporary-file,
    SpooledTemporaryFile.truncate-with-size
    """

    __slots__ = ("_arguments",)

    def __init__(
        self,
        max_size: int = 0,
        mode: str = "w+b",
        buffering: int = -1,
        encoding: _Str = None,
        newline: _Str = None,
        suffix: _Affix = None,
        prefix: _Affix = None,
        dir: _Path = None,
        *,
        errors: _Str = None,
    ) -> None:
        if "b" not in mode:
            encoding = _io.text_encoding(encoding)
        self._begin(max_size, mode, encoding, errors, newline)
        self._arguments: tuple[_Any, ...] = (mode, buffering, encoding, newline, suffix, prefix, dir, errors)

    def _create_on_disk(self) -> _Any:
        *arguments, errors = self._arguments
        return TemporaryFile(*arguments, errors=errors)


class TemporaryDirectory(_tree.Tree):
    """A directory as `mkdtemp` creates it, removed with all its contents.

    That happens at the end of a ``with`` block, when the object is collected and when the interpreter goes
    down, unless *delete* is false, but never in a forked child; and when `cleanup` is called. With
    *ignore_cleanup_errors*, what cannot be removed stays, and nothing is raised. ``name`` is the absolute
    path of the directory.

    Guarantees: TemporaryDirectory.name
    """

    def __init__(
        self,
        suffix: _Affix = None,
        prefix: _Affix = None,
        dir: _Path = None,
        ignore_cleanup_errors: bool = False,
        *,
        delete: bool = True,
    ) -> None:
        self._own(_create.directory(_place(suffix, prefix, dir), TMP_MAX), ignore_cleanup_errors, delete)
