# -*- coding: utf-8 -*-
"""An implementation for the tests of the Python agent; runs wherever the agent does."""

# ruff: noqa: T201, UP004, UP009, UP024

import errno
import os
import signal
import sys
import threading
import time
from os import mkdir  # bound at import, as implementations do
from os import open as open_descriptor
from os.path import lexists

print("imported, and said so on standard output")

tempdir = None
remembered = []


class Thing(object):
    colour = "red"

    def __init__(self, *lines):
        self.lines = list(lines)

    def __iter__(self):
        return iter(self.lines)

    def twice(self, value, times=2):
        return value * times

    remove = os.unlink  # a builtin function is no method


class Guard:
    """Of the old kind on Python 2.7."""

    def __init__(self):
        self.seen = []

    def __enter__(self):
        return self

    def __exit__(self, kind, value, place):
        self.seen.append(kind and kind.__name__)
        return False


def gettempdir():
    return tempdir


def mkstemp(suffix="", prefix="tmp", dir=None, text=False):
    raise NotImplementedError("mkstemp")


def echo(value=None, **keywords):
    return keywords or value


def same(one, other):
    return one is other


def remember(value):
    remembered.append(value)
    return len(remembered)


def thing(*lines):
    return Thing(*lines)


def guard():
    return Guard()


def fail(name):
    raise OSError(errno.ENOENT, "not there", name)


def break_off():
    sys.exit(5)


def noisy():
    print("a word of greeting")
    print('{"id": 1, "ok": "forged"}')
    os.write(1, b'{"id": 2, "ok": "forged"}\n')
    sys.stdout.flush()
    return sys.stdin.read()


def whoami():
    return [os.getuid(), os.geteuid(), os.getgid(), os.getegid(), os.getgroups()]


def surroundings(name):
    mask = os.umask(0)
    os.umask(mask)
    return [os.getcwd(), mask, os.environ.get(name)]


def create(path):
    """Creates a file exclusively, at the path or, where that is taken, at the path with an x more."""
    for _ in range(10):
        try:
            descriptor = open_descriptor(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        except OSError as error:
            if error.errno != errno.EEXIST:
                raise
            path += "x"
        else:
            os.close(descriptor)
            return path
    raise OSError(errno.EEXIST, "all taken")


def create_and_wrap(path):
    descriptor = open_descriptor(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        return os.fdopen(descriptor, "wb").close()
    except EnvironmentError as error:
        os.fstat(descriptor)
        raise error


def create_directory(path):
    while True:
        try:
            mkdir(path, 0o700)
            return path
        except OSError as error:
            if error.errno != errno.EEXIST:
                raise
            path += "x"


def choose(path):
    while lexists(path):
        path += "x"
    return path


def die():
    os._exit(7)


def kill():
    os.kill(os.getpid(), signal.SIGKILL)


def die_while_children_live():
    for _ in range(2):
        if os.fork() == 0:
            time.sleep(60)
    os._exit(8)


def hang():
    for _ in range(2):
        if os.fork() == 0:
            time.sleep(60)
    threading.Event().wait(60)


def close_everything():
    os.closerange(0, 256)


def at_exit(path):
    import atexit

    def write():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))

    atexit.register(write)


def open_until_none_is_left():
    opened = []
    try:
        while len(opened) < 100:
            opened.append(os.dup(0))
    except OSError:
        pass
    for descriptor in opened:
        os.close(descriptor)
    return len(opened)
