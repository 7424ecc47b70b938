"""Pythons that are no program of this system: Windows's under wine, and WebAssembly's under node.

Both are reached by the same agent file. A launcher says how they are started, what their paths look like from here,
and what a run under them is called.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tempfile_platforms import wine
from tempfile_platforms.store import store

_AGENTS = Path(__file__).with_name("agents")


@dataclass(frozen=True)
class Launcher:
    """How a program of another system is started here.

    `command` comes before the program's own arguments; `environment` is added to the suite's; `drive` stands before
    absolute paths of this system, whose separators are then turned round; `platform` is what a run says it ran on,
    empty where the runtime's own word is right.
    """

    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    drive: str = ""
    platform: str = ""

    def inside(self, path: str) -> str:
        """Return an absolute path of this system as the program has to be told it."""
        return self.drive + path.replace("/", "\\") if self.drive else path

    def ready(self) -> None:
        """See to it that what has to run beside the program does. To be called before each start of the program.

        Raises OSError when it cannot be started.
        """
        if self.drive:
            wine.keep(self.command[0], self.environment)


def for_windows(executable: str) -> Launcher | None:
    """Return the launcher of a Windows program, or None where none is needed or there is no wine."""
    if sys.platform == "win32" or not executable.lower().endswith(".exe"):
        return None
    program = shutil.which("wine")
    if program is None:
        return None
    environment = {"WINEPREFIX": str(store() / "wine"), "WINEDEBUG": "-all", "DISPLAY": ""}
    return Launcher((program,), environment, drive="Z:", platform="win32-wine")


def for_pyodide(name: str) -> Launcher | None:
    """Return the launcher of `pyodide-memfs` or `pyodide-nodefs`, or None where node or Pyodide is missing.

    The first keeps files in memory, the second in the scratch directory on disk.
    """
    node, package = shutil.which("node"), pyodide_package()
    if node is None or package is None:
        return None
    environment = {"PYODIDE": str(package), "PYODIDE_FILES": name.rpartition("-")[2]}
    return Launcher((node, "--no-warnings", str(_AGENTS / "pyodide_agent.mjs")), environment)


def for_jython(executable: str) -> Launcher:
    """Return the launcher of Jython: one Java machine for many trials, told not to take long over its start.

    Every trial loads its modules anew, and much of the time went into proving that Jython's own classes are sound.
    """
    quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    trusting = "-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
    options = {"JAVA_TOOL_OPTIONS": f"{quick} {trusting}"}
    return Launcher((executable, "-B", str(_AGENTS / "jython_agent.py")), options)


def pyodide_package() -> Path | None:
    """Return the folder of the newest npm package `pyodide` in the store, or None."""
    found = sorted(store().glob("pyodide-*/node_modules/pyodide/pyodide.mjs"))
    return found[-1].parent if found else None


def windows_pythons() -> list[Path]:
    """Return the Windows interpreters in the store, oldest first."""
    return sorted(store().glob("windows-*/python.exe"))
