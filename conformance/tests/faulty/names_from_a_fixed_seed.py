"""The generator of names is seeded with a constant, so every process draws the same names."""

import random

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)
generator = random.Random(2_7)
change(_names.Names, next=lambda self: "".join(generator.choices(self.alphabet, k=self.length)))

BREAKS = ["names.differ-across-processes"]
FOLLOWS = ["names.differ-after-fork"]
