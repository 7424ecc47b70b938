"""gettempdir searches again when tempdir is the empty string."""

from _base import python2, stand_in

stand_in(__name__)


def gettempdir():
    if not python2.tempdir:
        python2.tempdir = None
    return python2.gettempdir()


BREAKS = ["gettempdir.returns-tempdir"]
