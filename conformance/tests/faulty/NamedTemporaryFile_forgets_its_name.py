"""A NamedTemporaryFile has no name any more once it is closed."""

from _base import Around, python2, stand_in

stand_in(__name__)


class File(Around):
    @property
    def name(self):
        return None if self.inside.closed else self.inside.name


def NamedTemporaryFile(*arguments, **keywords):
    return File(python2.NamedTemporaryFile(*arguments, **keywords))


BREAKS = ["NamedTemporaryFile.delete-false"]
