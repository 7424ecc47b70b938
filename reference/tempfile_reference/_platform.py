"""The one place where the platform is chosen.

Everything else writes ``_platform.here.create_file(...)``, so a test can put another platform in its place.
"""

import sys

if sys.platform == "win32":
    from . import _windows as here
else:
    from . import _posix as here

__all__ = ["here"]
