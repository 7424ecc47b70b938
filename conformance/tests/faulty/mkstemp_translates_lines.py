"""Line ends are translated on the way into the files of mkstemp and back, text or not."""

import os

from _base import python2, stand_in

stand_in(__name__)
read, write = os.read, os.write
translated = set()


def mkstemp(*arguments, **keywords):
    descriptor, path = python2.mkstemp(*arguments, **keywords)
    translated.add(descriptor)
    return descriptor, path


def read_lines(descriptor, size):
    data = read(descriptor, size)
    return data.replace(b"\r\n", b"\n") if descriptor in translated else data


def write_lines(descriptor, data):
    return write(descriptor, data.replace(b"\n", b"\r\n") if descriptor in translated else data)


os.read, os.write = read_lines, write_lines

BREAKS = ["mkstemp.binary-default"]
FOLLOWS = ["mkstemp.text"]
