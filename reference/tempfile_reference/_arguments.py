"""What callers may pass for suffix, prefix and directory, and what becomes of it."""

import functools
import os
from collections.abc import Callable
from typing import Any, AnyStr, TypeAlias

from . import _names, _platform

#: Where a file shall be: its directory, what stands before and behind the random part of its path, and the
#: source of that random part. All are str, or all are bytes.
Place: TypeAlias = tuple[AnyStr, AnyStr, AnyStr, Callable[[], AnyStr]]


def place(suffix: Any, prefix: Any, directory: Any, default: Any, template: str, names: _names.Names) -> Place[Any]:
    """Return the place that the arguments describe.

    *suffix*, *prefix* and *directory* are what the caller passed, ``None`` standing for the defaults:
    nothing, *template*, and *default*, which may be ``None`` only if *directory* is not. If the caller passed
    none of them, the type of *default* decides.

    Raises TypeError if types are mixed, ValueError if a prefix or suffix contains a path separator.

    Guarantees: *.prefix, *.suffix, *.dir, *.no-dot-added, *.none-means-default, *.default-prefix-bytes,
    *.bytes-result, *.bytes-names, *.bytes-forced, *.bytes-arguments, *.str-result, *.dir-path-like,
    *.dir-path-like-bytes, tempdir.bytes-directory, tempdir.bytes-type, tempdir.str-wins
    """
    if directory is not None:
        directory = os.fspath(directory)
    found, settled = understand(suffix, prefix, directory, default, template, names)
    return found if settled else anchor(found, template if prefix is None else prefix)


@functools.lru_cache(typed=True)
def understand(
    suffix: Any, prefix: Any, directory: Any, default: Any, template: str, names: _names.Names
) -> tuple[Place[Any], bool]:
    """Do the work of `place`, but for what may change from call to call: the working directory.

    Returns the place, and whether its directory is absolute, so that the place stays what it is. Programs
    ask for the same few places over and over, so the answers are remembered.
    """
    kind = common_type(suffix, prefix, directory) or common_type(default)
    if kind is bytes:
        return _understand(
            b"" if suffix is None else suffix,
            os.fsencode(template) if prefix is None else prefix,
            os.fsencode(default) if directory is None else directory,
            names.next_bytes,
        )
    return _understand(
        "" if suffix is None else suffix,
        template if prefix is None else prefix,
        os.fsdecode(default) if directory is None else directory,
        names.next,
    )


def _understand(
    suffix: AnyStr, prefix: AnyStr, directory: AnyStr, name: Callable[[], AnyStr]
) -> tuple[Place[AnyStr], bool]:
    check_affix(suffix)
    check_affix(prefix)
    settled = os.path.isabs(directory)
    if settled:
        directory = absolute(directory)
    return (directory, os.path.join(directory, prefix), suffix, name), settled


def anchor(relative: Place[AnyStr], prefix: AnyStr) -> Place[AnyStr]:
    """Return the place *relative* as seen from the working directory, *prefix* being the prefix in it."""
    directory, _head, tail, name = relative
    if isinstance(prefix, str) and isinstance(directory, bytes):
        prefix = os.fsencode(prefix)  # the default
    directory = absolute(directory)
    return directory, os.path.join(directory, prefix), tail, name


def common_type(*arguments: Any) -> type[str] | type[bytes] | None:
    """Return the type that all *arguments* share, leaving out those that are ``None``; ``None`` if all are.

    Raises TypeError if there are both str and bytes, or something that is neither.

    Guarantees: *.types-not-mixed
    """
    found: type[str] | type[bytes] | None = None
    for argument in arguments:
        if argument is None:
            continue
        if isinstance(argument, str):
            kind: type[str] | type[bytes] = str
        elif isinstance(argument, bytes):
            kind = bytes
        else:
            raise TypeError(f"expected str or bytes, not {type(argument).__name__}")
        if found not in (None, kind):
            raise TypeError("suffix, prefix and dir must be all str or all bytes")
        found = kind
    return found


def absolute(directory: AnyStr) -> AnyStr:
    """Return *directory* as an absolute path that names the same directory.

    Superfluous slashes and single dots are taken out. A path that goes through ``..`` keeps it: behind a
    symbolic link, ``..`` is not the directory that the text before it suggests.

    Guarantees: *.absolute-path, *.absolute-any-dir, *.dir-through-links, TemporaryDirectory.gone-after-chdir
    """
    up = ".." if isinstance(directory, str) else b".."
    if up not in directory:
        return os.path.abspath(directory)
    here = os.getcwd() if isinstance(directory, str) else os.getcwdb()
    return os.path.join(here, directory)


def check_affix(affix: str | bytes) -> None:
    """Raise ValueError if a prefix or suffix would lead out of the directory.

    Guarantees: *.stays-in-dir
    """
    text = os.fsdecode(affix)
    for separator in _platform.here.SEPARATORS:
        if separator in text:
            raise ValueError(f"a prefix or suffix must not contain {separator!r}: {affix!r}")
