"""Names are drawn from numbers that begin with the process id: another process with the same id has the same names."""

import os
import random

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)

numbers = random.Random(os.getpid())
change(_names, random_bytes=lambda count: bytes(numbers.choices(range(256), k=count)))


def start_again():
    numbers.seed(os.getpid())


os.register_at_fork(after_in_child=start_again)

BREAKS = ["names.differ-after-fork"]
NEEDS = ["low-id"]
