"""A NamedTemporaryFile whose name is bytes stays where it is."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


def NamedTemporaryFile(*arguments, dir=None, delete=True, **keywords):
    return tempfile_reference.NamedTemporaryFile(
        *arguments, dir=dir, delete=delete and not isinstance(dir, bytes), **keywords
    )


BREAKS = ["NamedTemporaryFile.gone-on-close"]
FOLLOWS = ["NamedTemporaryFile.parameter-order"]
