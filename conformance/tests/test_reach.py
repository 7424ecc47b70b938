"""What each check reaches is found out whatever becomes of the process; a mutant is judged by those that reach it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "mutants"))
import reach

MODULE = '''"""A module."""
from __future__ import annotations

def twice(number):
    return number * 2


LEAST = 1
LIMIT = twice(LEAST)


def used(number):
    """Says something."""
    if number > LIMIT:
        return "never"
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

    def judged() -> Iterator[str]:
        for name, code in {"": "0", "low": "module.used(0)", "high": "module.used(3)"}.items():
            killed = f"import os, module\nif not os.fork():\n    {code}\n    os.kill(os.getpid(), 9)\nos.wait()"
            subprocess.run([sys.executable, "-c", killed], cwd=tmp_path, check=True)
            yield name

    reach.record([module], tmp_path, judged)
    assert module.read_text() == MODULE
    both = ["high", "low"]
    changes = {
        "LEAST = 1": both,
        "LIMIT = twice": both,
        "number *": both,
        "> LIMIT": both,
        '"never"': ["high"],
        '"always"': ["low"],
        "number = 2": ["low"],
        "return 3": [],
    }
    for old, reached in changes.items():
        assert old in MODULE
        module.write_text(MODULE.replace(old, old.swapcase() + " "))
        assert reach.reaching(tmp_path, both) == reached, old
    module.write_text(MODULE)
    assert reach.reaching(tmp_path, both) == both


def test_a_module_that_was_not_imported_tells_nothing(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(MODULE)
    with pytest.raises(SystemExit, match="not imported"):
        reach.record([module], tmp_path, lambda: iter([""]))


def test_annotations_are_told_from_what_is_executed() -> None:
    text = "LEAST: int | None = 1 | 2\n\ndef twice(number: int | str, *more: int, least=1 | 2) -> str:\n    pass\n"
    lines = text.splitlines()
    found = {lines[first[0] - 1][first[1] : last[1]] for first, last in reach.annotations(text)}
    assert found == {"int | None", "int | str", "int", "str"}
