"""A prefix with separators in it leads the directory of a TemporaryDirectory out of the one that was given."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _arguments

stand_in(__name__, tempfile_reference)
checked = _arguments.check_affix


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, *arguments, **keywords):
        change(_arguments, check_affix=lambda affix: None)
        try:
            super().__init__(*arguments, **keywords)
        finally:
            change(_arguments, check_affix=checked)


BREAKS = ["TemporaryDirectory.stays-in-dir"]
