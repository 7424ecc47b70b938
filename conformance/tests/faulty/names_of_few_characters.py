"""Names are made of six characters only: there are fewer than two million of them."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__, tempfile_reference)


def translation(alphabet):
    size = len(alphabet)
    characters = "".join(alphabet[byte // size] for byte in range(256))
    return characters.encode("ascii"), bytes(range(256 - 256 % size, 256))


change(_names, translation=translation)

BREAKS = ["names.random"]
