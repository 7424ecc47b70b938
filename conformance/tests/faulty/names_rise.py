"""Each name is the next in a series of random names in alphabetical order."""

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)
original = _names.Names._restock


def sorted_stock(self):
    names = [original(self), *self._stock]
    self._stock = sorted(names, reverse=True)
    return self._stock.pop()


change(_names.Names, _restock=sorted_stock)

BREAKS = ["names.random"]
