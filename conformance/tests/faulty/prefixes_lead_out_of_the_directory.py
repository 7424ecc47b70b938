"""A prefix with separators in it leads out of the directory."""

from _base import change, stand_in
from tempfile_reference import _arguments

stand_in(__name__)
change(_arguments, check_affix=lambda affix: None)

BREAKS = ["mkstemp.stays-in-dir", "mkdtemp.stays-in-dir", "mktemp.stays-in-dir", "NamedTemporaryFile.stays-in-dir"]
