"""Every byte becomes a character of a name, although bytes do not divide evenly among the characters."""

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)
original = _names.translation


def translation(alphabet):
    characters, _unusable = original(alphabet)
    return characters, b""


change(_names, translation=translation)

BREAKS = ["names.random"]
