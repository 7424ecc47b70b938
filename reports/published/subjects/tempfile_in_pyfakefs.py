"""The standard library's `tempfile` inside the fake file system of pyfakefs, as a user's test has it."""

import sys

import pyfakefs
from pyfakefs.fake_filesystem_unittest import Patcher
from pyfakefs.helpers import set_gid, set_uid

_patcher = Patcher()
_patcher.setUp()

# Only now: the patcher has put its own in their places.
import os  # noqa: E402
import tempfile  # noqa: E402

# Who one is, is simulated too.
os.setuid, os.setgid = set_uid, set_gid
os.setgroups = lambda groups: None

tempfile.__tempfile_os__ = os
tempfile.__version__ = pyfakefs.__version__
sys.modules[__name__] = tempfile
