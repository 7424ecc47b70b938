"""Two characters of every name are taken from the clock."""

import time

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)
original = _names.Names.next


def from_the_clock(self):
    name, now = original(self), int(time.time() / 60)
    clock = self.alphabet[now % len(self.alphabet)] + self.alphabet[now // 7 % len(self.alphabet)]
    return name[:2] + clock + name[4:]


change(_names.Names, next=from_the_clock)

BREAKS = ["names.random"]
