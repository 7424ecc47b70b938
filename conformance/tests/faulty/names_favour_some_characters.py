"""A wide random number is reduced to letters badly, so that the last third of the alphabet never comes first."""

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)
original = _names.Names.next


def favouring(self):
    name = original(self)
    return self.alphabet[self.alphabet.index(name[0]) % 40] + name[1:]


change(_names.Names, next=favouring)

BREAKS = ["names.random"]
