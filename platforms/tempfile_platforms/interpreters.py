"""Finding a Python by the name a person gives it, and making sure that it is one.

A name may be a path, a command (``python2.7``, ``pypy3``), a version (``3.13``), the Windows launcher's way of
saying it (``py -3.12``), or a Python of another system that runs here all the same: a Windows program under wine (its
path, or ``wine-python3.11`` from the store), ``pyodide-memfs`` and ``pyodide-nodefs`` under node. Nothing found is
believed until it has answered for itself.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tempfile_platforms import launchers, probing, pyenv
from tempfile_platforms.launchers import Launcher
from tempfile_platforms.store import store

PATIENCE = 15.0
"""Seconds an interpreter gets to say who it is. Java needs a few when it is cold."""

START_UNDER_WINE = 60.0
"""Seconds a Windows interpreter gets; wine may have to make its folder first."""

_VERSION = re.compile(r"(\d)(?:\.(\d+))?(?:\.(\d+))?(t?)")
_COMMAND = re.compile(r"(python|pypy|jython)(\d(?:\.\d+)*)?(t?)(?:\.exe)?", re.IGNORECASE)
_LAUNCHER = re.compile(r"py(?:\.exe)?\s+-(?:V:)?(\S+)", re.IGNORECASE)
_WINE = re.compile(r"wine-python(\d\.\d+)")
_PYODIDE = ("pyodide-memfs", "pyodide-nodefs")

# What a candidate is asked; every Python since 2.6 understands it.
_QUESTION = """
import json, platform, sys
json.dump({"version": list(sys.version_info[:3]), "implementation": platform.python_implementation(),
           "executable": sys.executable or ""}, sys.stdout)
"""


class InterpreterError(Exception):
    """No usable interpreter goes by that name. The message says why, and what to do."""


class _AbsentError(InterpreterError):
    """The command is there, but only to say that what it stands for is not (a shim)."""


@dataclass(frozen=True)
class Interpreter:
    """A Python that has answered for itself."""

    executable: str
    """What to start: an absolute path."""
    version: tuple[int, int, int]
    implementation: str
    """``CPython``, ``PyPy``, ``Jython``, ... as ``platform.python_implementation()`` has it."""
    origin: str
    """How it was found, for people: ``running``, ``path``, ``PATH``, ``pyenv``, ``py launcher``, ``wine``, ``node``."""
    launcher: Launcher | None = None
    """How it is started where it is no program of this system."""

    def __str__(self) -> str:
        return f"{self.implementation} {'.'.join(map(str, self.version))}"


@dataclass(frozen=True)
class _Wanted:
    """What a name asks for: the command to look up, and the version the answer has to begin with."""

    command: str
    version: tuple[int, ...] = ()
    family: str = ""
    """``python``, ``pypy`` or ``jython`` where the name says so, else empty."""
    free_threaded: bool = False
    by_version: bool = False
    """Whether any command will do whose version is right."""

    def is_met_by(self, version: tuple[int, ...]) -> bool:
        return version[: len(self.version)] == self.version


def find(name: str | None, *, timeout: float = PATIENCE) -> Interpreter:
    """Return the interpreter called *name*, or the running one for None (which starts no process).

    *name* is a path, a command, a version such as ``3.13`` or ``2.7``, or ``py -3.12``. It is looked for on
    PATH, in pyenv, and with the Windows launcher, in this order; a shim that does not know the version is
    seen through. *timeout* is how many seconds each candidate may take to answer.

    Raises InterpreterError when there is none, or when what there is cannot be run, is no Python, hangs or is
    too old.
    """
    if name is None:
        return _running()
    name = name.strip()
    if not name:
        raise InterpreterError("the name of the interpreter is empty; give a path, or a name like python3.13")
    if name in _PYODIDE:
        return _pyodide(name)
    if wine := _WINE.fullmatch(name):
        return _windows(wine.group(1), timeout)
    if name.startswith("~") or any(mark in name for mark in (os.sep, os.altsep) if mark):
        return _by_path(Path(name).expanduser(), timeout)
    wanted = _parse(name)
    refusals: list[InterpreterError] = []
    for origin, executable in _candidates(wanted):
        try:
            interpreter = _verified(executable, origin, timeout)
        except _AbsentError:
            continue
        except InterpreterError as error:
            refusals.append(error)
            continue
        if wanted.is_met_by(interpreter.version):
            return interpreter
    if refusals:
        raise refusals[0]
    raise InterpreterError(_missing(name))


def installed(*, timeout: float = PATIENCE) -> list[Interpreter]:
    """Return every usable interpreter of this machine: the newest patch release of each X.Y, oldest first.

    The running interpreter stands for its own version unless a newer patch of it is found. What does not
    answer within *timeout* seconds, or is no Python, is left out. Never raises.
    """
    found: list[Interpreter] = []
    if sys.executable:
        found.append(_running())
    known = {os.path.realpath(one.executable) for one in found}
    candidates: dict[str, tuple[str, str]] = {}
    for origin, executable in _everything():
        real = os.path.realpath(executable)
        if real not in known:
            candidates.setdefault(real, (origin, executable))

    def answer(candidate: tuple[str, str]) -> Interpreter | None:
        origin, executable = candidate
        try:
            return _verified(executable, origin, timeout)
        except InterpreterError:
            return None

    with ThreadPoolExecutor(max_workers=4) as pool:
        found += [one for one in pool.map(answer, candidates.values()) if one is not None]
    newest: dict[tuple[bool, str, int, int], Interpreter] = {}
    for one in found:
        key = (one.implementation != "CPython", one.implementation, *one.version[:2])
        if key not in newest or one.version > newest[key].version:
            newest[key] = one
    return [newest[key] for key in sorted(newest)]


def _running() -> Interpreter:
    if not sys.executable:
        raise InterpreterError("this interpreter does not know its own path; name one, such as python3.13")
    return Interpreter(sys.executable, sys.version_info[:3], platform.python_implementation(), "running")


def _by_path(path: Path, timeout: float) -> Interpreter:
    if path.is_dir():
        inside = path / "bin" / "python"
        raise InterpreterError(f"{path} is a directory; name the interpreter in it, such as {inside}")
    if not path.exists():
        raise InterpreterError(f"there is no interpreter at {path}; check the path")
    if not os.access(path, os.X_OK):
        raise InterpreterError(f"{path} is not executable; chmod +x it, or name another interpreter")
    try:
        return _verified(os.path.abspath(path), "path", timeout)
    except _AbsentError:
        if pyenv.is_shims(path.parent):
            return find(path.name, timeout=timeout)
        raise


def _pyodide(name: str) -> Interpreter:
    """Return Pyodide, which says in its own package which Python it is."""
    launcher, package = launchers.for_pyodide(name), launchers.pyodide_package()
    if launcher is None or package is None:
        raise InterpreterError(f"{name} needs node and Pyodide; `tempfile-conformance doctor` says how to add them")
    told = json.loads((package / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]["python"]
    major, minor, micro = map(int, told.split("."))
    return Interpreter(launcher.command[0], (major, minor, micro), "CPython", "node", launcher)


def _windows(version: str, timeout: float) -> Interpreter:
    """Return the Windows interpreter of that version in the store."""
    for path in launchers.windows_pythons():
        if path.parent.name == f"windows-{version}":
            return _by_path(path, timeout)
    has = ", ".join(path.parent.name.partition("-")[2] for path in launchers.windows_pythons()) or "none"
    raise InterpreterError(
        f"the store has no Windows Python {version} (it has {has}); `tempfile-conformance doctor` says how to build it"
    )


def _parse(name: str) -> _Wanted:
    launcher = _LAUNCHER.fullmatch(name)
    plain = launcher.group(1) if launcher else name
    if version := _VERSION.fullmatch(plain):
        numbers = tuple(int(part) for part in version.groups()[:3] if part is not None)
        command = "python" + ".".join(map(str, numbers[:2])) + version.group(4)
        return _Wanted(command, numbers, "python", bool(version.group(4)), by_version=True)
    if launcher:
        raise InterpreterError(f"{name!r} names no version; write it as py -3.13")
    if parts := _COMMAND.fullmatch(name):
        numbers = tuple(int(part) for part in (parts.group(2) or "").split(".") if part)
        return _Wanted(name, numbers, parts.group(1).lower(), bool(parts.group(3)))
    return _Wanted(name)


def _candidates(wanted: _Wanted) -> Iterator[tuple[str, str]]:
    """Yield (origin, executable) of what may be meant, the likeliest first."""
    for folder in _path():
        if executable := shutil.which(wanted.command, path=folder):
            # A shim of pyenv's takes longer to say what it stands for than what it stands for takes to start.
            real = pyenv.behind(wanted.command) if pyenv.owns(folder) else None
            if real != "":
                yield "PATH", real or executable
    if wanted.family:
        for one in pyenv.kept():
            same = (one.family, one.free_threaded) == (wanted.family, wanted.free_threaded)
            if same and wanted.is_met_by(one.version):
                yield "pyenv", one.executable
    if wanted.family == "python" and wanted.version and (launcher := shutil.which("py")):
        asked = ".".join(map(str, wanted.version[:2])) + "t" * wanted.free_threaded
        where = "import sys; print(sys.executable)"
        answer = probing.run([launcher, f"-{asked}", "-c", where], timeout=PATIENCE)
        if answer.succeeded and os.path.isfile(answer.output.strip()):
            yield "py launcher", answer.output.strip()
    if wanted.by_version and not wanted.free_threaded:
        if sys.executable and wanted.is_met_by(sys.version_info[:3]):
            yield "running", sys.executable
        for command in (f"python{wanted.version[0]}", "python"):
            if executable := shutil.which(command):
                yield "PATH", executable


def _everything() -> Iterator[tuple[str, str]]:
    """Yield (origin, executable) of whatever looks like an interpreter."""
    root = pyenv.root()
    shims = os.path.join(root, "shims") if root else None
    for folder in _path():
        try:
            names = [] if folder == shims else sorted(os.listdir(folder))
        except OSError:
            continue
        for name in names:
            executable = os.path.join(folder, name)
            if _COMMAND.fullmatch(name) and os.path.isfile(executable) and os.access(executable, os.X_OK):
                yield "PATH", executable
    for one in pyenv.kept():
        yield "pyenv", one.executable
    if sys.platform == "win32" and (launcher := shutil.which("py")):
        for line in probing.run([launcher, "-0p"], timeout=PATIENCE).output.splitlines():
            if match := re.search(r"[A-Za-z]:\\.*\.exe", line):
                yield "py launcher", match.group()


def _path() -> list[str]:
    """Return the absolute folders of PATH and that of the store, each once."""
    folders = [*os.environ.get("PATH", os.defpath).split(os.pathsep), str(store() / "bin")]
    return list(dict.fromkeys(folder for folder in folders if os.path.isabs(folder)))


def _verified(executable: str, origin: str, timeout: float) -> Interpreter:
    """Return the interpreter at *executable* once it has said who it is; raise InterpreterError otherwise."""
    launcher, otherwise = launchers.for_windows(executable), "name another interpreter"
    before: tuple[str, ...] = ()
    if launcher is not None:
        try:
            launcher.ready()
        except OSError as error:
            raise InterpreterError(f"{executable} cannot be started ({error}); {otherwise}") from error
        before, origin, timeout = launcher.command, "wine", max(timeout, START_UNDER_WINE)
    environment = launcher.environment if launcher else {}
    outcome = probing.run([*before, executable, "-E", "-S", "-c", _QUESTION], timeout=timeout, environment=environment)
    if not outcome.started:
        raise InterpreterError(f"{executable} cannot be started ({outcome.errors}); {otherwise}")
    if outcome.hung:
        raise InterpreterError(f"{executable} did not say who it is within {timeout:g} s; {otherwise}")
    if outcome.code in (127, 9009):
        raise _AbsentError(f"{executable} stands for no interpreter ({outcome.last_words}); {otherwise}")
    answer = _answer(outcome.output) if outcome.succeeded else None
    if answer is None:
        said = "it floods its output" if outcome.flooded else f"exit code {outcome.code}"
        said += f", it said {outcome.last_words!r}" if outcome.last_words else ""
        raise InterpreterError(f"{executable} is no Python ({said}); {otherwise}")
    version, implementation, itself = answer
    if version < (2, 7) or (3,) <= version < (3, 6):
        had = ".".join(map(str, version))
        raise InterpreterError(f"{executable} is Python {had}, which is too old; use 2.7, or 3.6 or later")
    if pyenv.is_shims(os.path.dirname(executable)) and os.path.isfile(itself):
        executable = itself
    if implementation == "Jython":
        launcher = launchers.for_jython(executable)
    return Interpreter(executable, version, implementation, origin, launcher)


def _answer(output: str) -> tuple[tuple[int, int, int], str, str] | None:
    """Return (version, implementation, executable) out of what was printed, or None if that is no answer."""
    for line in reversed(output.splitlines()):
        try:
            answer = json.loads(line)
            major, minor, micro = map(int, answer["version"])
            return (major, minor, micro), str(answer["implementation"]), str(answer["executable"])
        except (ValueError, TypeError, KeyError):
            continue
    return None


def _missing(name: str) -> str:
    others = dict.fromkeys(".".join(map(str, one.version[:2])) for one in reversed(pyenv.kept()))
    has = f" (pyenv has {', '.join(others)})" if others else ""
    where = "on PATH, in pyenv or with the py launcher"
    return f"there is no interpreter {name!r} {where}; install it or give its path{has}"
