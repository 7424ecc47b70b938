"""How a name is chosen.

The random part of a name comes from the operating system's generator. It is drawn in blocks and cut into
names, so that one system call serves many of them. Handing out a name is one ``list.pop``, which is atomic:
threads need no lock. A forked child throws its copy of the block away, so parent and child never hand out the
same names, and there is no state that anybody would have to seed again.

Guarantees: names.random, names.six-random-characters, names.no-process-id, TemporaryDirectory.random-name,
names.not-seeded
"""

import functools
import os
import string

from . import _platform

#: Today's documentation leaves the alphabet open. One case only: a name stays unique where case is ignored.
MODERN_ALPHABET = string.ascii_lowercase + string.digits + "_"
MODERN_LENGTH = 8

#: "Six random letters and digits", says the documentation of 2.7.
PYTHON2_ALPHABET = string.ascii_letters + string.digits
PYTHON2_LENGTH = 6

#: How many names one call to the operating system's generator pays for.
BLOCK = 256

#: How many bytes to draw beyond those that are needed on the average, so that one call is nearly always enough.
SPARE = 64


def random_bytes(count: int) -> bytes:
    """Return *count* unpredictable bytes from the operating system."""
    return os.urandom(count)


@functools.cache
def translation(alphabet: str) -> tuple[bytes, bytes]:
    """Return the character of *alphabet* that each byte becomes, and the bytes that are thrown away."""
    size = len(alphabet)
    characters = "".join(alphabet[byte % size] for byte in range(256))
    return characters.encode("ascii"), bytes(range(256 - 256 % size, 256))


def random_characters(alphabet: str, count: int) -> bytes:
    """Return *count* characters of *alphabet*, each one equally likely.

    A byte is mapped to a character by its remainder; bytes of the last, incomplete round are thrown away,
    because they would make the first characters of the alphabet more likely than the rest.
    """
    characters, unusable = translation(alphabet)
    usable = 256 - len(unusable)
    drawn = b""
    while len(drawn) < count:
        missing = count - len(drawn)
        drawn += random_bytes(missing * 256 // usable + SPARE).translate(characters, unusable)
    return drawn[:count]


def cut(block: bytes, length: int) -> list[str]:
    """Cut *block* into names of *length* characters: spread it over a row of spaces, and split it there.

    That is a few steps for all names, where taking one slice after the other costs more than drawing them.
    """
    row = bytearray(b" ") * (len(block) // length * (length + 1))
    for place in range(length):
        row[place :: length + 1] = block[place::length]
    names = row.decode("ascii").split(" ")  # to name the space is faster than to leave it out
    names.pop()  # what is behind the last space
    return names


class Names:
    """An endless supply of random names, safe to share between threads and across fork.

    Guarantees: names.differ-across-processes, names.differ-across-threads, names.differ-after-fork
    """

    __slots__ = ("_stock", "alphabet", "length")

    def __init__(self, alphabet: str, length: int) -> None:
        """Supply names of *length* characters out of *alphabet* (ASCII, no repetitions, no space)."""
        self.alphabet = alphabet
        self.length = length
        self._stock: list[str] = []

    def next(self) -> str:
        """Return a name that nobody can predict."""
        try:
            return self._stock.pop()
        except IndexError:
            return self._restock()

    def next_bytes(self) -> bytes:
        """Return a name that nobody can predict, as bytes."""
        return self.next().encode("ascii")

    def forget(self) -> None:
        """Throw away the names in stock; the next one is drawn anew."""
        self._stock = []

    def _restock(self) -> str:
        fresh = cut(random_characters(self.alphabet, BLOCK * self.length), self.length)
        name = fresh.pop()
        # Another thread may do the same at this moment. One of the two blocks is lost then, which costs
        # nothing; no name is handed out twice, because each thread took its own from a block that only it had
        # seen.
        self._stock = fresh
        return name


MODERN = Names(MODERN_ALPHABET, MODERN_LENGTH)
PYTHON2 = Names(PYTHON2_ALPHABET, PYTHON2_LENGTH)


def _after_fork() -> None:
    MODERN.forget()
    PYTHON2.forget()


_platform.here.after_fork(_after_fork)
