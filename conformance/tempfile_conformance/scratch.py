"""The directory in which a run tries things: found usable, passed through by others, and gone at the end."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tempfile_conformance import interrupts, leftovers


class NoScratch(Exception):
    """The scratch directory cannot be used; the message says why."""


@contextlib.contextmanager
def scratch_directory(base: Path | None = None) -> Iterator[Path]:
    """A scratch directory, below `base` or the system's own; removed at the end with all it holds.

    Processes that carry its name as their mark are ended first. Raises `NoScratch`.
    """
    if base is not None and not base.is_dir():
        raise NoScratch(f"--scratch {base}: there is no such directory")
    path: Path | None = None
    done: Callable[[], None] | None = None
    try:
        try:
            # An interrupt must not come between the directory and the knowledge of it.
            with interrupts.held_back():
                path = Path(tempfile.mkdtemp(prefix="tempfile-conformance-", dir=base)).resolve()
                done = leftovers.keeper(path)
            (path / "probe").write_bytes(b"x" * 4096)
            (path / "probe").unlink()
        except OSError as error:
            where = f"--scratch {base}" if base is not None else "the system's temporary directory"
            reason = error.strerror or str(error)
            raise NoScratch(f"{where} cannot be used: {reason}; name another with --scratch") from error
        # The users that trials drop to must be able to pass through.
        path.chmod(0o711)
        yield path
    finally:
        if path is not None:
            with interrupts.undisturbed():
                leftovers.remove(path)
                if done is not None:
                    done()
