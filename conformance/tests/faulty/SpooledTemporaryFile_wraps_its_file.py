"""The attribute _file is an object around the file on disk."""

from _base import alter, change, python2, stand_in

stand_in(__name__)
TemporaryFile = original = python2.TemporaryFile
change(python2, TemporaryFile=lambda *arguments: alter(original(*arguments), __module__=__name__))

BREAKS = ["SpooledTemporaryFile.file-kind"]
