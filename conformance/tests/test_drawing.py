"""What is drawn depends on the seed alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
sys.path.insert(0, {folder!r})
if {load}:
    import constants_of_somebody_else
from hypothesis import given, seed, settings, strategies as st
from tempfile_conformance import drawing
from tempfile_conformance.checks.strategies import fragments
drawn = []
test = settings(database=None, max_examples=200, derandomize=False)(
    given(st.tuples(st.integers(), st.binary(), fragments))(lambda value: drawn.append(value))
)
with drawing.steady():
    seed(1)(test)()
print(ascii(drawn))
"""


def test_other_modules_have_no_say(tmp_path: Path) -> None:
    somebody = tmp_path / "constants_of_somebody_else.py"
    somebody.write_text("NUMBER = 123456789\nDATA = b'somebody'\n", encoding="utf-8")
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM.format(folder=str(tmp_path), load=load)],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for load in (False, True)
    }
    assert len(outputs) == 1
    assert "123456789" not in outputs.pop()
