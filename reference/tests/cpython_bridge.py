"""Run the tests that CPython ships for `tempfile` against the reference: ``python cpython_bridge.py``.

Some of them reach for private names of the standard library's implementation. Where such a name has a counterpart
here, this module lends it, so that what the test says about behaviour is really asked; which test asked for which
name is listed at the end. What is replaced by a test and is nowhere to be found here is in `OUT_OF_REACH`. Extra
arguments are passed to `unittest`.
"""

import collections
import os
import sys
import types
import unittest
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import tempfile_reference as reference
from tempfile_reference import _arguments, _create, _directory, _names, _platform

#: Tests that are about private parts alone, and the names they want.
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
        source = iter(lent["_get_candidate_names"]())
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
    return iter(lent["_candidate_tempdir_list"]())


genuine = _names.MODERN
genuine_candidates = _directory.candidates
random_names = RandomNames()
lent: dict[str, Any] = {
    "_RandomNameSequence": RandomNames,
    "_bin_openflags": _platform.here.FILE_FLAGS,
    "_candidate_tempdir_list": lambda: list(genuine_candidates()),
    "_get_candidate_names": lambda: random_names,
    "_get_default_tempdir": _directory.search,
    "_infer_return_type": infer_return_type,
    "_mkstemp_inner": mkstemp_inner,
    "_text_openflags": _platform.here.FILE_FLAGS,
}


class Lending(types.ModuleType):
    """The reference with the lent names, as the tests see it; notes which test asks for which of them."""

    asked: ClassVar[collections.defaultdict[str, set[str]]] = collections.defaultdict(set)
    test = "all, when they were loaded"

    def __getattribute__(self, name: str) -> Any:
        if name == "__dict__":
            return {**vars(reference), **lent}
        if name in ("__class__", "__spec__"):
            return super().__getattribute__(name)
        if name in lent:
            Lending.asked[name].add(Lending.test)
            return lent[name]
        return getattr(reference, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in lent:
            lent[name] = value
        else:
            setattr(reference, name, value)

    def __delattr__(self, name: str) -> None:
        delattr(reference, name)


class Result(unittest.TextTestResult):
    """Tells `Lending` which test is under way."""

    def startTest(self, test: unittest.TestCase) -> None:
        Lending.test = ".".join(test.id().split(".")[-2:])
        super().startTest(test)


class Runner(unittest.TextTestRunner):
    """Uses `Result`."""

    resultclass = Result


def report(skipped: list[tuple[unittest.TestCase, str]]) -> Iterator[str]:
    """Yield lines that say what was not tested and what was lent."""
    yield "\nSkipped:"
    for test, reason in skipped:
        yield f"  {'.'.join(test.id().split('.')[-2:])}: {reason}"
    yield "Asked, with private names lent to them:"
    for name, tests in sorted(Lending.asked.items()):
        yield f"  {name}: {', '.join(sorted(tests))}"


def main() -> None:
    """Run the tests."""
    vars(_names)["MODERN"] = Names()
    vars(_directory)["candidates"] = candidates
    sys.modules["tempfile"] = Lending("tempfile")
    from test import test_tempfile  # type: ignore[attr-defined]

    for path, reason in OUT_OF_REACH.items():
        case, method = path.split(".")
        if hasattr(getattr(test_tempfile, case), method):
            setattr(getattr(test_tempfile, case), method, unittest.skip(reason)(lambda self: None))
    result = unittest.main(module=test_tempfile, testRunner=Runner, exit=False).result
    sys.stderr.writelines(f"{line}\n" for line in report(result.skipped))
    sys.exit(not result.wasSuccessful())


if __name__ == "__main__":
    main()
