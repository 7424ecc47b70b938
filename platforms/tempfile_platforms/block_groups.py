"""Where ext4 puts what is made in a scratch directory.

ext4 keeps what lies in a directory in that directory's part of the disk, its block group, and does not give the number
(inode) of a file that is gone to a new one for a minute at the least. At every new file it looks through all numbers
of the group that wait like that, and a run makes and removes files by the thousand.
"""

from __future__ import annotations

import contextlib
import os
import struct
import sys
from pathlib import Path

GET_FLAGS, SET_FLAGS = 0x80086601, 0x40086602
"""The requests of ioctl_iflags(2), as most machines number them; on others nothing happens."""

TOP_DIRECTORY = 0x00020000
"""What is made in a directory with this flag has nothing in common: ext4 gives each directory a group of its own."""


def spread(directory: Path) -> None:
    """Have the directories that will be made in *directory* spread over the disk, where its file system can do that.

    Has no effect elsewhere, and never raises.
    """
    if sys.platform != "linux":
        return
    import fcntl

    with contextlib.suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            (flags,) = struct.unpack("l", fcntl.ioctl(descriptor, GET_FLAGS, bytes(struct.calcsize("l"))))
            fcntl.ioctl(descriptor, SET_FLAGS, struct.pack("l", flags | TOP_DIRECTORY))
        finally:
            os.close(descriptor)
