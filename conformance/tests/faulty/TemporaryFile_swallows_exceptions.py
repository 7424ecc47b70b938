"""No exception leaves a with statement of TemporaryFile."""

from _base import alter, python2, stand_in

stand_in(__name__)


def leave(self, *error):
    self.close()
    return True


def TemporaryFile(*arguments, **keywords):
    return alter(python2.TemporaryFile(*arguments, **keywords), __exit__=leave)


BREAKS = ["TemporaryFile.context-manager"]
