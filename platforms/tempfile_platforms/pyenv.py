"""What pyenv keeps on this machine, read from its folders: a shim only knows what is switched on."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from tempfile_platforms import probing

_NAME = re.compile(r"(?:(pypy|jython)-?)?(\d+(?:\.\d+)*)(?:(?:a|b|rc)\d+)?(t?)(?:-.*)?")


@dataclass(frozen=True)
class Kept:
    """An interpreter that pyenv keeps, as the name of its folder describes it."""

    executable: str
    family: str
    """``python``, ``pypy`` or ``jython``."""
    version: tuple[int, ...]
    free_threaded: bool
    label: str


def kept() -> list[Kept]:
    """Return the interpreters pyenv keeps, newest first; none where there is no pyenv. Never raises."""
    home = root()
    try:
        folders = list((Path(home) / "versions").iterdir()) if home else []
    except OSError:
        return []
    found = []
    for folder in folders:
        name = _NAME.fullmatch(folder.name)
        executable = shutil.which("python", path=os.pathsep.join(map(str, (folder / "bin", folder))))
        if name and executable:
            version = tuple(map(int, name.group(2).split(".")))
            found.append(Kept(executable, name.group(1) or "python", version, bool(name.group(3)), folder.name))
    return sorted(found, key=lambda one: [int(part) for part in re.findall(r"\d+", one.label)], reverse=True)


def root() -> str | None:
    """Return the folder pyenv lives in: as PYENV_ROOT says, where shims on PATH are, or as pyenv answers."""
    if named := os.environ.get("PYENV_ROOT"):
        return named
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if is_shims(folder) and os.path.isdir(os.path.join(os.path.dirname(folder), "versions")):
            return os.path.dirname(folder)
    pyenv = shutil.which("pyenv")
    answer = probing.run([pyenv, "root"], timeout=5) if pyenv else None
    return answer.output.strip() or None if answer and answer.succeeded else None


def is_shims(folder: str | os.PathLike[str]) -> bool:
    """Say whether *folder* holds the stand-ins of a version manager (pyenv, asdf) instead of interpreters."""
    return os.path.basename(os.path.normpath(folder)) == "shims"


def owns(folder: str | os.PathLike[str]) -> bool:
    """Say whether *folder* holds pyenv's own shims."""
    home = root() if is_shims(folder) else None
    return home is not None and os.path.realpath(folder) == os.path.realpath(os.path.join(home, "shims"))


def behind(command: str) -> str | None:
    """Return what the shim of *command* starts, without starting it: "" for nothing of pyenv's own, None where only
    pyenv can tell.

    As pyenv documents it, the versions that are switched on are those of PYENV_VERSION, else of the nearest file
    ``.python-version`` here or above, else of the file ``version`` in its root, else the system's.
    """
    home = root()
    if home is None:
        return None
    for name in _switched_on(Path(home)):
        folder = Path(home, "versions", name)
        if name == "system":
            continue
        if not folder.is_dir():
            # A part of a version's name, or one that is missing.
            return None
        if executable := shutil.which(command, path=str(folder / "bin")):
            return executable
    return ""


def _switched_on(home: Path) -> list[str]:
    if named := os.environ.get("PYENV_VERSION"):
        return named.split(":")
    try:
        here = Path.cwd()
    except OSError:
        return []
    for file in (*(folder / ".python-version" for folder in (here, *here.parents)), home / "version"):
        with contextlib.suppress(OSError, ValueError):
            lines = file.read_text(encoding="utf-8").splitlines()
            if names := [word for line in lines for word in line.partition("#")[0].split()]:
                return names
    return []
