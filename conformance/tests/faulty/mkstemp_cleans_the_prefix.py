"""mkstemp puts an underscore for every odd character of the prefix."""

import re

from _base import passing, python2, stand_in

stand_in(__name__)


def clean(given):
    if "prefix" in given:
        given["prefix"] = re.sub("[^a-zA-Z0-9é. ,+-]", "_", given["prefix"])


mkstemp = passing(python2.mkstemp, clean)

BREAKS = ["mkstemp.prefix"]
