"""A toy whose files are not the system's: all its paths lead to places below a folder of its own."""

import io
import os
import tempfile


class _Os:
    """The system's `os`, but for paths: they lead below a folder. Its `open` makes use of its own `chmod`."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(dir=os.getcwd())

    def __getattr__(self, name):
        return getattr(os, name)

    def _inside(self, path):
        return self.folder + path if isinstance(path, str) and path.startswith("/") else path

    def mkdir(self, path, mode=0o777):
        os.mkdir(self._inside(path), mode)

    def makedirs(self, path, mode=0o777):
        os.makedirs(self._inside(path), mode)

    def open(self, path, flags, mode=0o777):
        descriptor = os.open(self._inside(path), flags, mode)
        self.chmod(path, mode)
        return descriptor

    def chmod(self, path, mode):
        os.chmod(self._inside(path), mode)

    def chown(self, path, uid, gid):
        os.chown(self._inside(path), uid, gid)

    def chdir(self, path):
        os.chdir(self._inside(path))

    def stat(self, path):
        return os.stat(self._inside(path))

    def lstat(self, path):
        return os.lstat(self._inside(path))

    def listdir(self, path):
        return os.listdir(self._inside(path.decode() if isinstance(path, bytes) else path))


__tempfile_os__ = _Os()
_open = io.open
io.open = lambda path, *arguments, **keywords: _open(__tempfile_os__._inside(path), *arguments, **keywords)


def mkstemp(dir):
    path = dir + "/made"
    return __tempfile_os__.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), path
