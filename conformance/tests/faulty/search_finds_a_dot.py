"""The working directory, found last, is remembered as the working directory of any later time."""

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
change(_directory, current_directory=lambda: ".")

BREAKS = ["tempdir.remembered"]
