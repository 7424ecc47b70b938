"""The docstrings name guarantees that exist, and the package stands alone and stays small."""

import ast
import fnmatch
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


def contract() -> set[str]:
    """The ids of all guarantees."""
    chapters = [tomllib.loads(path.read_text()) for path in CONTRACT.glob("*.toml")]
    return {guarantee["id"] for chapter in chapters for guarantee in chapter.get("guarantee", [])}


def claimed() -> set[str]:
    """What the docstrings name: ids of guarantees, or patterns of ids (``*.suffix``) for several functions."""
    ids: set[str] = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                for listed in re.findall(r"Guarantees:(.*?)(?:\n\n|\Z)", ast.get_docstring(node) or "", re.DOTALL):
                    ids.update(re.findall(r"[^\s,]+", listed))
    return ids


@pytest.mark.skipif(not CONTRACT.is_dir(), reason="the contract is not here")
def test_every_guarantee_named_is_in_the_contract() -> None:
    ids, named = contract(), claimed()
    assert {pattern for pattern in named if not fnmatch.filter(ids, pattern)} == set()
    carried_out = {id_ for pattern in named for id_ in fnmatch.filter(ids, pattern)}
    assert len(carried_out) > 300


@pytest.mark.parametrize("name", sorted(set(tempfile_reference.__all__) - {"TMP_MAX", "tempdir"}))
def test_every_public_object_names_guarantees(name: str) -> None:
    assert "Guarantees:" in (getattr(tempfile_reference, name).__doc__ or "")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_modules_are_small_and_import_only_the_standard_library(module: Path) -> None:
    text = module.read_text()
    assert text.count("\n") <= 250
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
