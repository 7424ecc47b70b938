"""Six letters and digits, the first of which is always a small letter."""

import random
import string

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)
chance = random.SystemRandom()
characters = string.ascii_letters + string.digits
change(
    _names.Names,
    next=lambda names: chance.choice(string.ascii_lowercase) + "".join(chance.choice(characters) for _ in range(5)),
)
