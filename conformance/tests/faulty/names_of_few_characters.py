"""Names are made of nine characters only: there are 43 million of them."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__, tempfile_reference)
original = _names.translation


def translation(alphabet):
    characters, _unusable = original(alphabet)
    return characters, bytes(range(9, 256))


change(_names, translation=translation)

BREAKS = ["names.random"]
