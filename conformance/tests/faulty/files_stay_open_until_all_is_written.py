"""Where its data cannot be written as it is closed, a file stays open and stays where it is."""

from _base import Around, alter, python2, stand_in

stand_in(__name__)


def close(self):
    if not self.closed:
        self.flush()
    super(type(self), self).close()


def TemporaryFile(*arguments, **keywords):
    return alter(python2.TemporaryFile(*arguments, **keywords), close=close, __exit__=lambda self, *error: self.close())


class Named(Around):
    def close(self):
        if not self.inside.closed:
            self.inside.flush()
        self.inside.close()

    def __exit__(self, *error):
        self.close()


def NamedTemporaryFile(*arguments, **keywords):
    return Named(python2.NamedTemporaryFile(*arguments, **keywords))


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def close(self):
        if not self.closed:
            self.flush()
        super().close()

    def __exit__(self, *error):
        self.close()


BREAKS = [
    "TemporaryFile.gone-when-close-fails",
    "NamedTemporaryFile.gone-when-close-fails",
    "NamedTemporaryFile.gone-when-exit-fails",
    "SpooledTemporaryFile.gone-when-close-fails",
]
