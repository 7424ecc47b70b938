"""NamedTemporaryFile takes delete_on_close behind delete, by position too."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


def NamedTemporaryFile(
    mode="w+b",
    buffering=-1,
    encoding=None,
    newline=None,
    suffix=None,
    prefix=None,
    dir=None,
    delete=True,
    delete_on_close=True,
    *,
    errors=None,
):
    place = (suffix, prefix, dir, delete)
    return tempfile_reference.NamedTemporaryFile(
        mode, buffering, encoding, newline, *place, errors=errors, delete_on_close=delete_on_close
    )


BREAKS = ["NamedTemporaryFile.delete-on-close-keyword"]
FOLLOWS = ["NamedTemporaryFile.errors-keyword"]
