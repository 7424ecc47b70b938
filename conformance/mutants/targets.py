"""What is mutated: the standard libraries that are installed here, and the reference."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import tempfile_reference
from tempfile_platforms import interpreters
from tempfile_platforms.implementations import Implementation, resolve

MODERN = {
    # `except OSError, e:` and `raise IOError, (number, text)` are spelt as 2.7 takes them too, and 0600 as 0o600.
    re.compile(r"except (\w+|\([^)]*\)), (\w+):"): r"except \1 as \2:",
    re.compile(r"raise (\w+), (\((?:[^()]|\([^()]*\))*\))"): r"raise \1\2",
    re.compile(r"\b0([0-7]{3})\b"): r"0o\1",
}
"""What only Python 2 can read in the module of 2.7, which the mutation library reads as Python 3."""


@dataclass(frozen=True)
class Target:
    """A module or package to mutate: who runs it, the edition it is held against, and whether CPython's tests fit it.

    `python` is the interpreter's name, None for the running one; `module` is what the suite is asked to judge, a file
    name or a module of the package.
    """

    name: str
    edition: str
    module: str
    python: str | None = None
    leave: tuple[str, ...] = ()

    @property
    def standard(self) -> bool:
        """Whether it is a standard library, which CPython's own tests were written for."""
        return self.python is not None

    @property
    def executable(self) -> str:
        """The interpreter's executable. Raises `interpreters.InterpreterError` where it is not installed."""
        return interpreters.find(self.python).executable

    def lay_out(self, folder: Path) -> Path:
        """Puts an unmutated copy into the folder, in place of whatever is there, and returns what is to be mutated."""
        if self.standard:
            code = "import tempfile; print(tempfile.__file__.replace('.pyc', '.py'))"
            told = subprocess.run([self.executable, "-S", "-c", code], capture_output=True, text=True, check=True)
            text = Path(told.stdout.strip()).read_text(encoding="utf-8")
            if self.edition == "2.7":
                for old, new in MODERN.items():
                    text = old.sub(new, text)
            copy = folder / self.module
            copy.write_text(text, encoding="utf-8")
            return copy
        package = Path(tempfile_reference.__file__).parent
        copy = folder / package.name
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
        return copy

    def suite(self, folder: Path) -> list[str]:
        """The options with which the suite judges the copy."""
        if self.standard:
            return [str(folder / self.module), "--python", self.executable, "--edition", self.edition]
        return [self.module, "--path", str(folder), "--edition", self.edition]

    def implementation(self, folder: Path) -> Implementation:
        """The copy, as `suite` names it."""
        if self.standard:
            return resolve(str(folder / self.module), self.executable)
        return resolve(self.module, path=[str(folder)])

    def cpython(self) -> list[str]:
        """The command of CPython's own tests, to be run with the copy first on the module path."""
        return [self.executable, "-m", "unittest", "-f", "test.test_tempfile"]


WINDOWS = ("*_windows*.py",)
"""Not run on a POSIX platform."""

LATER = ("__init__.py", "_tree.py", "_posix_removal.py", "_posix_opening.py", "_wrap.py")
"""What 2.7 does not have, or of which it promises less than today's documentation."""

TARGETS = {
    target.name: target
    for target in (
        Target("stdlib-2.7", "2.7", "tempfile.py", "python2.7"),
        Target("stdlib-3.13", "3.13", "tempfile.py", "python3.13"),
        Target("reference-2.7", "2.7", "tempfile_reference.python2", leave=(*WINDOWS, *LATER)),
        Target("reference", "3.14", "tempfile_reference", leave=(*WINDOWS, "python2.py")),
    )
}
