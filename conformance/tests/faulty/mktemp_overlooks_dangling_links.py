"""mktemp follows links when it looks whether a name is free, so a dangling one looks free to it."""

import os

from _base import change, stand_in

stand_in(__name__)
change(os.path, lexists=os.path.exists)

BREAKS = ["mktemp.did-not-exist"]
