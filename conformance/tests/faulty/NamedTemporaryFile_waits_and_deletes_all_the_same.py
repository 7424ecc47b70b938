"""With delete=False and delete_on_close=False the file is deleted in the end."""

import tempfile_reference
from _base import passing, stand_in

stand_in(__name__, tempfile_reference)


def adapt(given):
    if not given.get("delete", True) and not given.get("delete_on_close", True):
        given["delete"] = True


NamedTemporaryFile = passing(tempfile_reference.NamedTemporaryFile, adapt)

BREAKS = ["NamedTemporaryFile.delete-false-wins"]
