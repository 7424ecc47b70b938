"""The docstrings name guarantees that exist, and the package stands alone and stays small."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import tempfile_reference

PACKAGE = Path(tempfile_reference.__file__).parent
MODULES = sorted(PACKAGE.glob("*.py"))
CONTRACT = PACKAGE.parent.parent / "conformance" / "tempfile_conformance" / "contract"


def claimed() -> set[str]:
    """The ids of the guarantees that the docstrings name."""
    ids: set[str] = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                for listed in re.findall(r"Guarantees:(.*?)(?:\n\n|\Z)", ast.get_docstring(node) or "", re.DOTALL):
                    ids.update(re.findall(r"[^\s,]+", listed))
    return ids


@pytest.mark.skipif(not CONTRACT.is_dir(), reason="the contract is not here")
def test_every_guarantee_named_is_in_the_contract() -> None:
    contract = {
        guarantee["id"]
        for path in CONTRACT.glob("*.toml")
        for guarantee in tomllib.loads(path.read_text()).get("guarantee", [])
    }
    assert claimed() - contract == set()
    assert len(claimed()) > 100


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_modules_are_small_and_import_only_the_standard_library(module: Path) -> None:
    text = module.read_text()
    assert text.count("\n") <= 280
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        else:
            continue
        assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_it_works_where_nothing_else_of_ours_can_be_imported() -> None:
    program = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); import tempfile_reference.python2"
    subprocess.run([sys.executable, "-I", "-S", "-W", "error", "-bb", "-c", program], check=True)


def test_nothing_but_the_interface_is_public() -> None:
    public = {name for name in vars(tempfile_reference) if not name.startswith("_")} - {"python2"}
    assert public == set(tempfile_reference.__all__)
