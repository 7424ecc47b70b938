"""TemporaryFile returns an object around the file, as it does on other systems."""

from _base import python2, stand_in

stand_in(__name__)


class TemporaryFile:
    def __init__(self, *arguments, **keywords):
        self.file = python2.TemporaryFile(*arguments, **keywords)

    def __getattr__(self, name):
        return getattr(self.file, name)

    def __iter__(self):
        return iter(self.file)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.file.close()


BREAKS = ["TemporaryFile.true-file"]
