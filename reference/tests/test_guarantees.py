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

#: The editions whose promises are carried out here, and the systems on which they are.
EDITIONS = ("2.7", "3.14")
SYSTEMS = {"posix", "linux", "windows"}


def claimed() -> set[str]:
    """The ids of the guarantees that the docstrings name."""
    ids: set[str] = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                for listed in re.findall(r"Guarantees:(.*?)(?:\n\n|\Z)", ast.get_docstring(node) or "", re.DOTALL):
                    ids.update(re.findall(r"[^\s,]+", listed))
    return ids


def version(edition: str) -> tuple[int, ...]:
    """An edition as numbers."""
    return tuple(map(int, edition.split(".")))


def promised() -> dict[str, bool]:
    """The ids of all guarantees, and whether each holds for what is carried out here."""
    found = {}
    for path in CONTRACT.glob("*.toml"):
        for guarantee in tomllib.loads(path.read_text()).get("guarantee", []):
            since, until = version(guarantee["since"]), version(guarantee.get("until", "99"))
            holds = any(since <= version(edition) <= until for edition in EDITIONS)
            found[guarantee["id"]] = holds and bool(SYSTEMS & set(guarantee.get("platforms", SYSTEMS)))
    return found


@pytest.mark.skipif(not CONTRACT.is_dir(), reason="the contract is not here")
def test_every_guarantee_named_is_in_the_contract() -> None:
    assert claimed() - set(promised()) == set()


@pytest.mark.skipif(not CONTRACT.is_dir(), reason="the contract is not here")
def test_every_promise_of_these_editions_is_claimed() -> None:
    assert {name for name, holds in promised().items() if holds} - claimed() == set()


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
