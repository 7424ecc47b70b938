"""gettempdir makes an absolute path of what tempdir holds."""

import os

from _base import python2, stand_in

stand_in(__name__)


def gettempdir():
    return os.path.abspath(python2.gettempdir())


BREAKS = ["gettempdir.returns-tempdir"]
