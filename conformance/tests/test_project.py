"""What holds the project together: its rooms, its files, and that the same thing is said everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

LONGEST = 450
"""Lines a module may have."""

LONGER_FOR_A_REASON = {
    "platforms/tempfile_platforms/agents/python_agent.py": "has to travel as a single file",
}

# Written so that this file does not find itself.
REGISTRY = re.compile(r"files[.]pythonhosted|pypi[.]org|registry[.]npmjs|deb[.]debian|index[-]url|\"resolved[\"]:")
KEPT_BY_PYENV = re.compile(r"\.pyenv/version[s]")


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that is, or would be, part of the repository."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        found = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("git does not list this checkout")
    return tuple(path for name in sorted(found.split("\0")) if name and (path := ROOT / name).is_file())


def text(path: Path) -> str:
    """Return the text of *path*, with whatever is not text replaced."""
    return path.read_text(encoding="utf-8", errors="replace")


def project() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads(text(ROOT / "pyproject.toml"))


def machine_paths() -> re.Pattern[str]:
    """Return what finds a path of the machine the tests run on."""
    places = {ROOT, Path.home()} - {Path(tempfile.gettempdir()), Path("/")}
    written = {str(place) for place in places} | {place.as_posix() for place in places}
    return re.compile("|".join([rf"(?<![\w.]){re.escape(place)}[/\\]" for place in sorted(written)]))


def lines_that_match(*patterns: re.Pattern[str]) -> list[str]:
    """Return every line of the repository that one of *patterns* finds, with where it stands."""
    return [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()[:160]}"
        for path in tracked()
        for number, line in enumerate(text(path).splitlines(), 1)
        if any(pattern.search(line) for pattern in patterns)
    ]


def test_the_rooms_import_only_whom_they_may() -> None:
    pytest.importorskip("importlinter", reason="import-linter is not installed")
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    outcome = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True)
    contracts = len(project()["tool"]["importlinter"]["contracts"])
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert f"{contracts} kept, 0 broken" in outcome.stdout


def test_no_path_of_a_machine_stands_in_the_repository() -> None:
    assert lines_that_match(machine_paths(), KEPT_BY_PYENV) == []


def test_no_package_registry_stands_in_the_repository() -> None:
    assert lines_that_match(REGISTRY) == []


def test_the_patterns_find_what_they_are_for() -> None:
    assert machine_paths().search(f"see {ROOT}/README.md")
    assert REGISTRY.search("https://" + "pypi" + ".org/simple")
    assert KEPT_BY_PYENV.search("~/." + "pyenv/" + "versions/3.13.0")


def test_a_module_holds_one_idea() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(text(path).splitlines()) for path in tracked() if path.suffix == ".py"
    }
    long = {name for name, length in lengths.items() if length > LONGEST}
    assert long == set(LONGER_FOR_A_REASON)


def test_the_changelog_tells_of_this_version() -> None:
    version = re.escape(project()["project"]["version"])
    assert re.search(rf"^## \[{version}\] - (unreleased|\d{{4}}-\d\d-\d\d)$", text(ROOT / "CHANGELOG.md"), re.MULTILINE)


def test_ci_runs_the_commands_of_the_readme_word_for_word() -> None:
    commands = re.findall(r'^(?:test_command|main_job)="(.+)"$', text(ROOT / ".ci" / "run"), re.MULTILINE)
    assert len(commands) == 2
    readme = text(ROOT / "README.md")
    assert [command for command in commands if command not in readme] == []


def test_the_same_pythons_are_supported_everywhere() -> None:
    classifier = re.compile(r"Programming Language :: Python :: (3\.\d+)")
    declared = [found[1] for line in project()["project"]["classifiers"] if (found := classifier.fullmatch(line))]
    tox = tomllib.loads(text(ROOT / "tox.toml"))["env_list"]
    workflow = re.search(r"^ +python: \[(.+)\]$", text(ROOT / ".github" / "workflows" / "ci.yml"), re.MULTILINE)
    assert workflow
    assert project()["project"]["requires-python"] == f">={declared[0]}"
    assert tox == [f"py{version.replace('.', '')}" for version in declared]
    assert re.findall(r"[\d.]+", workflow[1]) == declared


def test_every_requirement_is_pinned_for_ci() -> None:
    pins = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", _constraints(), re.MULTILINE)}
    metadata = project()["project"]
    required = [*metadata["dependencies"], *chain(*metadata["optional-dependencies"].values())]
    required += [one for group in project()["dependency-groups"].values() for one in group if isinstance(one, str)]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", one)[0]).lower() for one in required}
    assert names - {metadata["name"]} <= pins


def test_constraints_are_plain_pins() -> None:
    lines = [line for line in _constraints().splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def _constraints() -> str:
    return text(ROOT / "constraints.txt")
