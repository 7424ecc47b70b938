"""Where the umask takes the permission to list from the group, mkdtemp takes it from the owner, too."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkdtemp(*arguments, **keywords):
    path = python2.mkdtemp(*arguments, **keywords)
    umask = os.umask(0o077)
    os.umask(umask)
    os.chmod(path, 0o700 & ~((umask & 0o040) << 3))
    return path


BREAKS = ["mkdtemp.owner-can-use"]
FOLLOWS = ["mkdtemp.no-leak-on-fault"]
