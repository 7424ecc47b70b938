"""What pyenv keeps on this machine, read from its folders: a shim only knows what is switched on."""

from __future__ import annotations

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
