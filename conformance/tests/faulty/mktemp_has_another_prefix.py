"""The default prefix is another one, of mktemp as well."""

import tempfile_reference
from _base import change, stand_in

stand_in(__name__, tempfile_reference)
change(tempfile_reference, _PREFIX="t-")


def mktemp(suffix="", prefix="t-", dir=None):
    return tempfile_reference.mktemp(suffix, prefix, dir)


BREAKS = ["mktemp.default-prefix"]
