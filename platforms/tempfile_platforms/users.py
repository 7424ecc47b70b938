"""Whom a trial can run as: permission promises say nothing when root tries them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

OVERFLOW = 65534
"""The number that stands for nobody where no account has that name."""


@dataclass(frozen=True)
class User:
    """An account without privileges."""

    name: str
    uid: int
    gid: int

    def to_dict(self) -> dict[str, Any]:
        """Return the account as plain data."""
        return asdict(self)


def ordinary_user() -> User | None:
    """Return an account without privileges to drop to: ``nobody``, or number 65534 where there is no such.

    None when this process is not root (then it is an ordinary user itself, or the system has no such thing),
    or when its user namespace has no second user to offer.
    """
    return next(_offered(("nobody",), OVERFLOW), None)


def other_user() -> User | None:
    """Return a second account without privileges, whose uid and gid are not those of `ordinary_user`.

    None where `ordinary_user` is None too, or where there is only one.
    """
    first = ordinary_user()
    if first is None:
        return None
    offered = _offered(("daemon", "bin", "games", "mail"), OVERFLOW - 1)
    return next((user for user in offered if user.uid != first.uid and user.gid != first.gid), None)


def _offered(names: Iterable[str], number: int) -> Iterator[User]:
    """Yield the accounts called *names*, then the nameless *number*, as far as root can become them."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return
    import pwd

    accounts = []
    for name in names:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        accounts.append(User(name, entry.pw_uid, entry.pw_gid))
    accounts.append(User(str(number), number, number))
    for user in accounts:
        if user.uid > 0 and user.gid > 0 and _mapped("uid", user.uid) and _mapped("gid", user.gid):
            yield user


def _mapped(kind: str, number: int) -> bool:
    """Say whether this process's user namespace knows *number*; yes where there are no such namespaces."""
    try:
        ranges = Path(f"/proc/self/{kind}_map").read_text().splitlines()
    except OSError:
        return True
    for line in ranges:
        first, _, count = map(int, line.split())
        if first <= number < first + count:
            return True
    return False
