"""A file that was closed without being deleted is not deleted with its object."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _named

stand_in(__name__, tempfile_reference)
finalise = _named.NamedRaw.__del__


def finalise_if_open(self):
    if not self.closed:
        finalise(self)


change(_named.NamedRaw, __del__=finalise_if_open)

BREAKS = ["NamedTemporaryFile.gone-when-finalised"]
