"""A relative directory of the environment is remembered as it stands there."""

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
change(_directory, absolute=lambda directory: directory)

BREAKS = ["tempdir.remembered"]
