"""Run the tests that CPython ships for `tempfile` against the reference: ``python cpython_bridge.py``.

They are written against private names too. Where one of those has a counterpart here, this module lends it
the name, so that everything the tests say about behaviour is really asked. What is left over is listed in
`OUT_OF_REACH`. Extra arguments are passed to `unittest`.
"""

import os
import sys
import unittest
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import tempfile_reference as reference
from tempfile_reference import _arguments, _create, _directory, _names, _platform

#: Tests that replace private parts of the standard library's implementation, which are nowhere to be found
#: here.
OUT_OF_REACH = {
    "TestNamedTemporaryFile.test_unexpected_error": "replaces _TemporaryFileWrapper and io.open",
    "TestTemporaryFile.test_unexpected_error": "replaces _O_TMPFILE_WORKS, os.open, os.close and os.unlink",
}


class RandomNames:
    """What the tests know as ``_RandomNameSequence``."""

    def __iter__(self) -> "RandomNames":
        return self

    def __next__(self) -> str:
        return genuine.next()


class Names:
    """Takes its names from whatever the tests put in the place of ``_get_candidate_names``, once per call."""

    @property
    def next(self) -> Callable[[], str]:
        """The source of names for one call."""
        source = iter(private["_get_candidate_names"]())
        return lambda: next(source)

    @property
    def next_bytes(self) -> Callable[[], bytes]:
        """The same, as bytes."""
        source = self.next
        return lambda: source().encode()

    def forget(self) -> None:
        """Do what is done after a fork."""
        genuine.forget()


def infer_return_type(*arguments: Any) -> type[str] | type[bytes]:
    """Name the type that *arguments* share."""
    paths = [os.fspath(a) if isinstance(a, os.PathLike) else a for a in arguments]
    return _arguments.common_type(*paths) or str


def mkstemp_inner(directory: Any, prefix: Any, suffix: Any, flags: int, kind: type) -> tuple[int, Any]:
    """Create a file."""
    place = _arguments.place(suffix, prefix, directory, None, "tmp", _names.MODERN)
    return _create.file(place, reference.TMP_MAX)


def candidates() -> Iterator[str]:
    """Yield what the tests put in the place of the candidates."""
    return iter(private["_candidate_tempdir_list"]())


genuine = _names.MODERN
genuine_candidates = _directory.candidates
random_names = RandomNames()
flags = _platform.here.FILE_FLAGS
private: dict[str, Any] = vars(reference)


def lend() -> None:
    """Give the reference the private names."""
    private.update(
        _RandomNameSequence=RandomNames,
        _bin_openflags=flags,
        _candidate_tempdir_list=lambda: list(genuine_candidates()),
        _get_candidate_names=lambda: random_names,
        _get_default_tempdir=_directory.search,
        _infer_return_type=infer_return_type,
        _mkstemp_inner=mkstemp_inner,
        _text_openflags=flags,
    )
    vars(_names)["MODERN"] = Names()
    vars(_directory)["candidates"] = candidates
    sys.modules["tempfile"] = reference


def main() -> None:
    """Run the tests."""
    lend()
    from test import test_tempfile  # type: ignore[attr-defined]

    for path, reason in OUT_OF_REACH.items():
        case, method = path.split(".")
        if hasattr(getattr(test_tempfile, case), method):
            setattr(getattr(test_tempfile, case), method, unittest.skip(reason)(lambda self: None))
    unittest.main(module=test_tempfile)


if __name__ == "__main__":
    main()
