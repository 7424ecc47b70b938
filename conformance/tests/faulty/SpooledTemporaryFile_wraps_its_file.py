"""The attribute _file is an object around the file on disk."""

from _base import Around, change, python2, stand_in

stand_in(__name__)
TemporaryFile = original = python2.TemporaryFile
change(python2, TemporaryFile=lambda *arguments: Around(original(*arguments)))

BREAKS = ["SpooledTemporaryFile.file-kind"]
