"""mkstemp takes what separates the entries of a search path out of the prefix."""

import os

from _base import passing, python2, stand_in

stand_in(__name__)


def clean(given):
    if "prefix" in given:
        given["prefix"] = given["prefix"].replace(os.pathsep, "")


mkstemp = passing(python2.mkstemp, clean)

BREAKS = ["mkstemp.prefix"]
