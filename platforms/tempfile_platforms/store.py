"""Where interpreters are kept that no package manager installs: built once, found by name, safe to delete."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "TEMPFILE_CONFORMANCE_STORE"


def store() -> Path:
    """Return the folder: as TEMPFILE_CONFORMANCE_STORE says, else below the user's cache. It need not exist."""
    if named := os.environ.get(VARIABLE):
        return Path(named).absolute()
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(cache, "tempfile-conformance")
