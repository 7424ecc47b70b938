"""A search that finds nothing is not made again."""

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)

original = _directory.search
failures = []


def search():
    """Finds what is usable, unless it has found nothing before."""
    if failures:
        raise failures[0]
    try:
        return original()
    except FileNotFoundError as error:
        failures.append(error)
        raise


change(_directory, search=search)

BREAKS = ["search.skips-unwritable"]
NEEDS = ["confine"]
