"""mkstemp puts an underscore for every odd character of the suffix."""

import re

from _base import passing, python2, stand_in

stand_in(__name__)
mkstemp = passing(
    python2.mkstemp, lambda given: given.update(suffix=re.sub("[^a-zA-Z0-9é. ,+-]", "_", given.get("suffix", "")))
)

BREAKS = ["mkstemp.suffix"]
