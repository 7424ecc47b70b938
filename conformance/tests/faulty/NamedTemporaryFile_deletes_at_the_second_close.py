"""Closing a file that is closed deletes it, also where delete_on_close is false."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


def NamedTemporaryFile(*arguments, **keywords):
    file = tempfile_reference.NamedTemporaryFile(*arguments, **keywords)
    close = file.close

    def closing():
        if file.file.closed:
            file._raw.remove()
        close()

    file.close = closing
    return file


BREAKS = ["NamedTemporaryFile.kept-when-closed"]
