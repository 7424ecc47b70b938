"""A with statement that ends by an exception closes the file only, which deletes it if delete_on_close says so."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _named

stand_in(__name__, tempfile_reference)
leave = _named.TemporaryFileWrapper.__exit__


def leave_or_close(self, kind, error, trace):
    return leave(self, kind, error, trace) if kind is None else self.file.close()


change(_named.TemporaryFileWrapper, __exit__=leave_or_close)

BREAKS = ["NamedTemporaryFile.gone-on-exit"]
