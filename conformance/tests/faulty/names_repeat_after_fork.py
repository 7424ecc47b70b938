"""A forked child goes on with the names that its parent has in stock."""

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)
change(_names.Names, forget=lambda self: None)

BREAKS = ["names.differ-after-fork"]
