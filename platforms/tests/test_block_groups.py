"""Scratch directories: on ext4 what is made in them is spread over the disk, and elsewhere nothing happens."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tempfile_platforms import block_groups, host
from tempfile_platforms.session import Session

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has ext4")


def _spreads(directory: Path) -> bool:
    import fcntl

    descriptor = os.open(directory, os.O_RDONLY)
    try:
        (flags,) = struct.unpack("l", fcntl.ioctl(descriptor, block_groups.GET_FLAGS, bytes(struct.calcsize("l"))))
    finally:
        os.close(descriptor)
    return bool(flags & block_groups.TOP_DIRECTORY)


def test_the_trials_of_a_session_are_spread_and_what_they_make_is_not(
    scratch: Path, start: Callable[..., Session]
) -> None:
    if (kind := host.filesystem(scratch)) != "ext4":
        pytest.skip(f"scratch directories lie on {kind} here, and not on ext4")
    session = start()
    trial = session.begin(umask=0o022, cwd=str(scratch), environment={}, scene=[], confine=False, user=None)
    assert _spreads(scratch)
    assert not _spreads(trial)


@pytest.mark.parametrize("place", ["/dev/shm", "/proc", "/nowhere", "/etc/hostname"])
def test_where_there_is_no_ext4_nothing_happens(place: str) -> None:
    block_groups.spread(Path(place))
