"""No exception leaves a with statement of NamedTemporaryFile."""

from _base import alter, python2, stand_in

stand_in(__name__)


def leave(self, *error):
    self.close()
    return True


def NamedTemporaryFile(*arguments, **keywords):
    return alter(python2.NamedTemporaryFile(*arguments, **keywords), __exit__=leave)


BREAKS = ["NamedTemporaryFile.context-manager"]
