"""Each thread has a generator of its own, and all of them start from the same seed."""

import os
import random
import threading

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)


class Generators(threading.local):
    def __init__(self):
        self.random = random.Random(seed)


def seed_anew():
    global seed, generators
    seed = os.urandom(16)
    generators = Generators()


seed_anew()
os.register_at_fork(after_in_child=seed_anew)
change(_names.Names, next=lambda self: "".join(generators.random.choices(self.alphabet, k=self.length)))

BREAKS = ["names.differ-across-threads"]
