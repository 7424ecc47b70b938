"""Names are drawn from the random numbers that every program may seed."""

import random

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)


def following(self):
    return "".join(random.choices(self.alphabet, k=self.length))


change(_names.Names, next=following)

BREAKS = ["names.not-seeded"]
