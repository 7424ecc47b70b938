"""Everything written again, by another hand: other names, other classes, other ways to create, search and remove."""

import contextlib
import errno
import functools
import os
import random
import sys
import threading
import types
import warnings
import weakref

import tempfile_reference

__tempfile_edition__ = "3.14"
__all__ = [
    "TMP_MAX",
    "NamedTemporaryFile",
    "SpooledTemporaryFile",
    "TemporaryDirectory",
    "TemporaryFile",
    "gettempdir",
    "gettempdirb",
    "gettempprefix",
    "gettempprefixb",
    "mkdtemp",
    "mkstemp",
    "mktemp",
    "tempdir",
]
TMP_MAX = 1000
tempdir = None
_lock = threading.RLock()
_chance = random.SystemRandom()
_LETTERS = "bcdfghjklmnpqrstvwxz23456789"


def _word():
    return "".join(_chance.choice(_LETTERS) for _ in range(12))


def gettempprefix():
    return "tmp"


def gettempprefixb():
    return b"tmp"


def _usable(directory):
    for _ in range(TMP_MAX):
        path = os.path.join(directory, _word())
        try:
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            continue
        except OSError:
            return False
        try:
            try:
                os.write(fd, b"?")
            finally:
                os.close(fd)
        except OSError:
            return False
        finally:
            os.unlink(path)
        return True
    return False


def _search():
    places = [os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")]
    places = [os.path.abspath(place) for place in places if place] + ["/tmp", "/var/tmp", "/usr/tmp"]
    with contextlib.suppress(OSError):
        places.append(os.getcwd())
    for place in places:
        if _usable(place):
            return place
    raise FileNotFoundError(errno.ENOENT, f"no usable directory for temporary files among {places}")


def _default():
    global tempdir
    with _lock:
        if tempdir is None:
            tempdir = _search()
        return tempdir


def gettempdir():
    return os.fsdecode(_default())


def gettempdirb():
    return os.fsencode(_default())


def _settled(suffix, prefix, directory):
    given = [
        os.fspath(item) if position == 2 else item
        for position, item in enumerate((suffix, prefix, directory))
        if item is not None
    ]
    for item in given:
        if not isinstance(item, (str, bytes)):
            raise TypeError(f"str or bytes expected, not {type(item).__name__}")
    kinds = {bytes if isinstance(item, bytes) else str for item in given}
    if len(kinds) > 1:
        raise TypeError("suffix, prefix and dir have to be all text or all bytes")
    if not kinds:
        kinds = {bytes if isinstance(tempdir, bytes) else str}
    kind = kinds.pop()
    empty = kind()
    suffix = empty if suffix is None else suffix
    prefix = (gettempprefix() if kind is str else gettempprefixb()) if prefix is None else prefix
    if directory is None:
        directory = gettempdir() if kind is str else gettempdirb()
    return suffix, prefix, os.fspath(directory), kind


def _absolute(directory):
    if os.path.isabs(directory):
        return directory
    return os.path.join(os.getcwd() if isinstance(directory, str) else os.getcwdb(), directory)


def _paths(suffix, prefix, directory, kind):
    directory = _absolute(directory)
    separator = "/" if kind is str else b"/"
    if separator in prefix + suffix:
        raise ValueError("a name has no separator in it")
    for _ in range(TMP_MAX):
        word = _word() if kind is str else _word().encode()
        yield os.path.join(directory, prefix + word + suffix)


def _claim(paths, create, event=None):
    for path in paths:
        if event:
            sys.audit(event, path)
        try:
            return create(path), path
        except FileExistsError:
            continue
        except PermissionError:
            raise
    raise FileExistsError(errno.EEXIST, "every name that was tried is taken")


def _open(path, flags=os.O_RDWR):
    return os.open(path, flags | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    return _claim(_paths(*_settled(suffix, prefix, dir)), _open, "tempfile.mkstemp")


def mkdtemp(suffix=None, prefix=None, dir=None):
    return _claim(_paths(*_settled(suffix, prefix, dir)), lambda path: os.mkdir(path, 0o700), "tempfile.mkdtemp")[1]


def mktemp(suffix="", prefix="tmp", dir=None):
    if dir is None:
        dir = gettempdir()
    for path in _paths(suffix, prefix, os.fspath(dir), str):
        if not os.path.lexists(path):
            return path
    raise FileExistsError(errno.EEXIST, "every name that was tried is taken")


class _Named:
    def __init__(self, file, name, delete, delete_on_close):
        self.file = file
        self.name = name
        self.delete = delete
        self._at_close = delete and delete_on_close
        self._owner = os.getpid()
        self._end = weakref.finalize(self, _forget, file, name if delete else None, os.getpid(), os.unlink)
        self._end.atexit = True

    def __getattr__(self, name):
        value = getattr(self.__dict__["file"], name)
        if callable(value) and not isinstance(value, type):

            @functools.wraps(value)
            def call(*arguments, _keeps=self, **keywords):
                return value(*arguments, **keywords)

            return call
        return value

    def __iter__(self):
        # "yield from" would close the file where the loop is left.
        for line in self.file:  # noqa: UP028
            yield line

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, *problem):
        try:
            return self.file.__exit__(*problem)
        finally:
            self._remove(always=True)

    def close(self):
        try:
            self.file.close()
        finally:
            self._remove()

    def _remove(self, always=False):
        if self.delete and (self._at_close or always) and self._end.detach():
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.name)


def _forget(file, name, owner, unlink):
    with contextlib.suppress(Exception):
        file.close()
    if name is not None and os.getpid() == owner:
        with contextlib.suppress(OSError):
            unlink(name)


def _wrapped(fd, mode, buffering, encoding, newline, errors):
    try:
        return open(fd, mode, buffering=buffering, encoding=encoding, newline=newline, errors=errors)
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(fd)
        raise


def NamedTemporaryFile(
    mode="w+b",
    buffering=-1,
    encoding=None,
    newline=None,
    suffix=None,
    prefix=None,
    dir=None,
    delete=True,
    *,
    errors=None,
    delete_on_close=True,
):
    fd, name = mkstemp(suffix, prefix, dir)
    try:
        file = _wrapped(fd, mode, buffering, encoding, newline, errors)
    except BaseException:
        os.unlink(name)
        raise
    return _Named(file, name, delete, delete_on_close)


def TemporaryFile(
    mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *, errors=None
):
    settled = _settled(suffix, prefix, dir)
    directory = _absolute(settled[2])
    try:
        sys.audit("tempfile.mkstemp", next(_paths(*settled)))
        fd = os.open(directory, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except (IsADirectoryError, FileNotFoundError, OSError) as error:
        if error.errno not in (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT):
            raise
        fd, path = _claim(_paths(*settled), _open, "tempfile.mkstemp")
        try:
            os.unlink(path)
        except BaseException:
            os.close(fd)
            raise
    return _wrapped(fd, mode, buffering, encoding, newline, errors)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def _create_on_disk(self):
        *arguments, errors = self._arguments
        return TemporaryFile(*arguments, errors=errors)


def _collected(name, lenient, told, owner):
    if os.getpid() == owner:
        try:
            tempfile_reference._tree.remove(name, lenient)
        finally:
            warnings.warn("Implicitly cleaning up " + told, ResourceWarning, stacklevel=2)


class TemporaryDirectory:
    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        self.name = mkdtemp(suffix, prefix, dir)
        self._lenient = ignore_cleanup_errors
        self._delete = delete
        self._end = None
        if delete:
            self._end = weakref.finalize(self, _collected, self.name, ignore_cleanup_errors, repr(self), os.getpid())

    def __repr__(self):
        return f"<TemporaryDirectory {self.name!r}>"

    def __enter__(self):
        return self.name

    def __exit__(self, *problem):
        if self._delete:
            self.cleanup()

    def cleanup(self):
        if (self._end is not None and self._end.detach()) or os.path.lexists(self.name):
            tempfile_reference._tree.remove(self.name, self._lenient)

    __class_getitem__ = classmethod(types.GenericAlias)
