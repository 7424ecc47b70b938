"""The default prefix is 'temp'."""

from _base import change, python2, stand_in

stand_in(__name__)
change(python2, template="temp")

BREAKS = ["template.default-prefix"]
