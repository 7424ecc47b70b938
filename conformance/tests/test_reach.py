"""Which statements are reached is found out whatever becomes of the process; only mutants of others are passed over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "mutants"))
import reach

MODULE = '''"""A module."""
from __future__ import annotations

LIMIT = 1


def used(number):
    """Says something."""
    if number > LIMIT: return "never"
    try:
        return "always"
    finally:
        number = 2


def unused():
    return 3
'''


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the process that is killed is a fork")
def test_a_mutant_is_passed_over_where_nothing_comes(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(MODULE)
    killed = "import os, module\nif not os.fork():\n    module.used(0)\n    os.kill(os.getpid(), 9)\nos.wait()"
    reach.record([module], tmp_path, lambda: subprocess.run([sys.executable, "-c", killed], cwd=tmp_path, check=True))
    assert module.read_text() == MODULE
    changes = {"LIMIT = 1": True, "> LIMIT": True, '"always"': True, "number = 2": True, "return 3": False}
    for old, reached in changes.items():
        module.write_text(MODULE.replace(old, old.replace("=", "!").replace(">", "<").upper() + " "))
        assert reach.reached(tmp_path) is reached, old


def test_a_module_that_was_not_imported_tells_nothing(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(MODULE)
    with pytest.raises(SystemExit, match="not imported"):
        reach.record([module], tmp_path, lambda: None)
