"""Where the mode turns out to be wrong, NamedTemporaryFile leaves the file that it has created."""

from _base import python2, stand_in

stand_in(__name__)


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    try:
        return python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)
    except (TypeError, ValueError):
        if mode != "w+b":
            python2.mkstemp(suffix, prefix, dir)
        raise


BREAKS = ["NamedTemporaryFile.no-leak-on-error"]
