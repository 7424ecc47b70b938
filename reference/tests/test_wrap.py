"""How a descriptor becomes a file object."""

import contextlib
import io
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tempfile_reference
from hypothesis import given, settings
from hypothesis import strategies as st
from tempfile_reference import _wrap

#: The same examples at every run, however slow the machine.
STEADY = settings(derandomize=True, database=None, deadline=None, max_examples=150)

modes = st.one_of(
    st.sampled_from(["w+b", "rb", "r+", "w", "wt", "a+b", "x", "xb", "w+t", "ab", "a", "bw+"]),
    st.text("rwaxbt+U", max_size=4),
)
options = st.fixed_dictionaries(
    {
        "buffering": st.sampled_from([-1, 0, 1, 2, 512, -5]),
        "encoding": st.sampled_from([None, "utf-8", "latin-1", "no-such"]),
        "errors": st.sampled_from([None, "strict", "replace"]),
        "newline": st.sampled_from([None, "", "\n", "\r\n", "x"]),
    }
)


def describe(make: Callable[[], Any]) -> Any:
    """What came of making a file: its properties, or its error."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            file = make()
        except (ValueError, LookupError) as error:
            return type(error)
        layers = []
        layer = file
        while layer is not None:
            layers.append(type(layer))
            layer = getattr(layer, "buffer", None) or getattr(layer, "raw", None)
        text = isinstance(file, io.TextIOBase)
        found = [
            layers,
            file.mode.replace("x", "w") if text else file.mode.replace("x", "r").replace("w", "r"),
            file.readable(),
            file.writable(),
            text and [file.encoding, file.errors, file.line_buffering, file.newlines],
            [warning.category for warning in caught],
        ]
        file.close()
        return found


@STEADY
@given(modes, options)
def test_arguments_mean_what_they_mean_to_open(mode: str, arguments: dict[str, Any]) -> None:
    def ours() -> Any:
        return tempfile_reference.TemporaryFile(mode, **arguments)

    def theirs() -> Any:
        return open(os.devnull if "x" not in mode else missing, mode, **arguments)

    missing = tempfile_reference.mktemp()
    try:
        assert describe(ours) == describe(theirs)
    finally:
        Path(missing).unlink(missing_ok=True)


@STEADY
@given(modes, options, st.booleans())
def test_failing_leaves_nothing(mode: str, arguments: dict[str, Any], delete: bool) -> None:
    with tempfile_reference.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = os.listdir("/dev/fd")
        try:
            file = tempfile_reference.NamedTemporaryFile(mode, dir=scratch, delete=delete, **arguments)
        except (ValueError, LookupError):
            assert os.listdir(scratch) == []
        else:
            file.close()
            assert len(os.listdir(scratch)) == (not delete)
        assert os.listdir("/dev/fd") == before


@pytest.mark.parametrize("api_name", ["TemporaryFile", "NamedTemporaryFile"])
@pytest.mark.parametrize("mode", ["w+b", "w+", "r"])
@pytest.mark.parametrize("culprit", ["FileIO", "BufferedRandom", "BufferedReader", "TextIOWrapper"])
def test_failing_at_any_step_leaves_nothing(
    modern: Any,
    scratch: Path,
    monkeypatch: pytest.MonkeyPatch,
    descriptors: Callable[[], int],
    api_name: str,
    mode: str,
    culprit: str,
) -> None:
    def fail(*arguments: Any, **named: Any) -> Any:
        raise KeyboardInterrupt

    if culprit == "FileIO":
        genuine = _wrap.raw_file
        monkeypatch.setattr(_wrap, "raw_file", lambda kind, *rest: genuine(fail, *rest))  # type: ignore[type-var]
    else:
        monkeypatch.setattr(io, culprit, fail)
    with contextlib.suppress(KeyboardInterrupt):
        getattr(modern, api_name)(mode).close()
    assert os.listdir(scratch) == []


def test_appending_appends(modern: Any) -> None:
    for mode in ("a+b", "ab+"):
        with modern.TemporaryFile(mode) as file:
            file.write(b"one")
            file.seek(0)
            file.write(b"two")
            file.seek(0)
            assert file.read() == b"onetwo"


def test_the_warning_about_a_default_encoding_points_at_the_caller() -> None:
    program = """import tempfile_reference as reference
reference.TemporaryFile("w")
reference.NamedTemporaryFile("w")
reference.SpooledTemporaryFile(0, "w")
"""
    options = ["-X", "warn_default_encoding", "-W", "ignore::ResourceWarning"]
    result = subprocess.run([sys.executable, *options, "-c", program], check=True, capture_output=True, text=True)
    lines = [line.split(":")[1] for line in result.stderr.splitlines() if "EncodingWarning" in line]
    assert lines == ["2", "3", "4"]
