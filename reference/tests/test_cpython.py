"""CPython's own tests of `tempfile`, where this interpreter brings them along."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

BRIDGE = Path(__file__).with_name("cpython_bridge.py")


@pytest.mark.skipif(
    sys.implementation.name != "cpython" or importlib.util.find_spec("test.test_tempfile") is None,
    reason="this interpreter comes without its tests",
)
def test_the_tests_of_the_standard_library_pass() -> None:
    result = subprocess.run([sys.executable, BRIDGE], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "\nOK" in result.stderr
