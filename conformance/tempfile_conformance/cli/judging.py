"""From the shared options to the subjects of a run: what `check` and `compare` have in common."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tempfile_reports
from tempfile_platforms import seccomp
from tempfile_platforms.implementations import UnknownImplementation, resolve
from tempfile_platforms.interpreters import InterpreterError
from tempfile_platforms.protocol import StartError
from tempfile_reports import ReportError

from tempfile_conformance import contract
from tempfile_conformance.cli.exits import CannotJudge, Unusable
from tempfile_conformance.scratch import NoScratch
from tempfile_conformance.subjects import Subject, greet


def judge(names: Sequence[str], yardsticks: Sequence[str], options: dict[str, Any]) -> int:
    """Judges the implementations named, shows and writes the reports, and returns the exit code.

    Raises click exceptions that carry the exit codes of wrong usage and of what cannot be judged.
    """
    _check_reports(options["report"])
    edition = options["edition"]
    if edition is not None and edition not in contract.EDITIONS:
        raise Unusable(f"--edition {edition}: unknown; there are {', '.join(contract.EDITIONS)}")
    try:
        guarantees = contract.load().select(options["only"])
    except LookupError as error:
        raise Unusable(f"--only: {error.args[0]}") from error
    _check_evidence(options["evidence"])
    if options["sensor"] == "seccomp" and (obstacle := seccomp.obstacle()):
        raise Unusable(f"--sensor seccomp: {obstacle}; --sensor agent does without")
    subjects = [_greet(name, options) for name in names]
    subjects += [_greet(name, options, yardstick=True) for name in yardsticks]
    # Not before: whoever has to be told of a mistake need not wait for all of it.
    from tempfile_conformance.cli.running import run

    return run(subjects, [item.id for item in guarantees], options)


def _check_evidence(evidence: str) -> None:
    """Evidence that is asked for by name must be had, or the run says why not."""
    if evidence == "strace":
        from tempfile_platforms.abilities import abilities

        found = next(ability for ability in abilities() if ability.name == "strace")
        if not found.available:
            raise CannotJudge(f"--evidence strace: {found.why}; {found.remedy}")


def _check_reports(reports: Sequence[Path]) -> None:
    for path in reports:
        try:
            tempfile_reports.check_ending(path)
        except ReportError as error:
            raise Unusable(f"--report {error}") from error
        if not path.absolute().parent.is_dir():
            raise Unusable(f"--report {path}: there is no directory {path.absolute().parent}")


def _greet(name: str, options: dict[str, Any], *, yardstick: bool = False) -> Subject:
    try:
        implementation = resolve(name, options["python"], options["path"], options["sensor"])
        return greet(implementation, edition=options["edition"], yardstick=yardstick, timeout=options["timeout"])
    except (InterpreterError, UnknownImplementation, NoScratch) as error:
        raise Unusable(str(error)) from error
    except StartError as error:
        raise CannotJudge(f"{name} could not be judged: {error}") from error
