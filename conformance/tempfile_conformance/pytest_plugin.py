"""The same checks under plain pytest: `pytest --pyargs tempfile_conformance.checks --implementation mymodule`.

Every guarantee is one test, named by its id. What is not promised, not supported or not decidable here is skipped
with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tempfile_reports.model import Verdict

    from tempfile_conformance.worker import Judge

CHECKS = Path(__file__).resolve().parent / "checks"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options that say what is judged."""
    group = parser.getgroup("tempfile-conformance", "conformance of tempfile implementations")
    group.addoption(
        "--implementation", default=None, help="module or .py file to judge (default: the standard library)"
    )
    group.addoption("--tempfile-python", default=None, metavar="EXE", help="interpreter to host it")
    group.addoption("--tempfile-path", action="append", default=[], metavar="DIR", help="put first on its module path")
    group.addoption("--tempfile-edition", default=None, metavar="E", help="edition of the documentation")
    group.addoption("--tempfile-profile", default="standard", choices=["quick", "standard", "thorough"])
    group.addoption("--tempfile-seed", default=None, type=int, metavar="N", help="explore other examples")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collects the checks in place of the package's own `__init__.py`, whichever way the package was named."""
    if file_path == CHECKS / "__init__.py":
        return Checks.from_parent(parent, path=file_path)
    return None


def pytest_pycollect_makemodule(module_path: Path, parent: Any) -> pytest.Collector | None:
    """Keeps pytest from importing the check modules as if they were test modules."""
    if module_path.parent == CHECKS:
        return Nothing.from_parent(parent, path=module_path)
    return None


class Nothing(pytest.File):
    """A file of the package without tests of its own."""

    def collect(self) -> Iterator[pytest.Item]:
        """Collects nothing."""
        return iter(())


class Checks(pytest.File):
    """Every guarantee of the contract as one test."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each guarantee, in the contract's order."""
        from tempfile_conformance import contract

        for name in contract.load().guarantees:
            yield CheckItem.from_parent(self, name=name)


class Broken(Exception):
    """A guarantee is broken; carries the verdict for the report."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


class CheckItem(pytest.Item):
    """One guarantee, tried on the implementation."""

    def runtest(self) -> None:
        """Judges the guarantee; raises `Broken`, or skips with the reason."""
        from tempfile_reports.model import Outcome

        verdict = _judge(self.config).verdict(0, self.name)
        if verdict.verdict.broken or verdict.verdict is Outcome.ERROR:
            raise Broken(verdict)
        if verdict.verdict is not Outcome.PASS:
            pytest.skip(f"{verdict.verdict.value}: {verdict.reason}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """The promise, what was expected and seen, and the steps."""
        if not isinstance(excinfo.value, Broken):
            return str(super().repr_failure(excinfo, style))
        from tempfile_conformance import contract

        verdict = excinfo.value.verdict
        lines = [contract.load().guarantees[self.name].statement, f"{verdict.verdict.value}: {verdict.reason}"]
        if verdict.counterexample is not None:
            for number, step in enumerate(verdict.counterexample.steps, 1):
                lines.append(f"  {number:>3}  {step.call}" + (f"  -> {step.result}" if step.result else ""))
        return "\n".join(lines)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the item stands, for pytest's own lines."""
        return self.path, None, self.name


_STATE = pytest.StashKey[tuple["Judge", Any]]()


def _judge(config: pytest.Config) -> Judge:
    if _STATE in config.stash:
        return config.stash[_STATE][0]
    from tempfile_platforms.implementations import UnknownImplementation, resolve
    from tempfile_platforms.interpreters import InterpreterError
    from tempfile_platforms.protocol import StartError

    from tempfile_conformance.judge import PROFILES, Effort
    from tempfile_conformance.scratch import scratch_directory
    from tempfile_conformance.subjects import greet
    from tempfile_conformance.worker import Judge, Settings

    option = config.getoption
    try:
        implementation = resolve(
            option("--implementation") or "stdlib", option("--tempfile-python"), option("--tempfile-path")
        )
        subject = greet(implementation, edition=option("--tempfile-edition"))
    except (InterpreterError, UnknownImplementation, StartError) as error:
        raise pytest.UsageError(str(error)) from error
    holder = scratch_directory(None)
    scratch = holder.__enter__()
    effort = Effort(PROFILES[option("--tempfile-profile")], option("--tempfile-seed"))
    judge = Judge([subject], Settings(effort), scratch, scratch.name)
    config.stash[_STATE] = (judge, holder)
    return judge


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the agent and takes the scratch directory away."""
    if _STATE in config.stash:
        judge, holder = config.stash[_STATE]
        judge.close()
        holder.__exit__(None, None, None)
