"""The checks bite: every guarantee has a faulty implementation, which fails what it breaks and nothing else."""

from __future__ import annotations

import ast
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tempfile_conformance import contract
from tempfile_conformance.checks import registry
from tempfile_conformance.gallery import Fault, all_faults
from tempfile_conformance.judge import PROFILES, Effort, judge
from tempfile_conformance.scratch import scratch_directory
from tempfile_conformance.trials import Trials, User
from tempfile_platforms.implementations import resolve
from tempfile_platforms.session import Session
from tempfile_platforms.users import ordinary_user, other_user
from tempfile_reports.model import Outcome, Verdict

FOLDER = Path(__file__).with_name("faulty")

EVERYTHING = os.environ.get("TEMPFILE_CONFORMANCE_GALLERY") == "full"
"""Whether every faulty implementation is held against every guarantee, and not only against those nearby."""

SOUND = [FOLDER / "unchanged.py", FOLDER / "unchanged_today.py", *sorted(FOLDER.with_name("sound").glob("*.py"))]
"""Implementations with which nothing may fail."""

TRYING = Effort(PROFILES["quick"], shrink=False)
GLANCING = TRYING if EVERYTHING else Effort(2, shrink=False)
"""How hard to look for failures where one is expected, and where none is."""

ELSEWHERE = {
    "NamedTemporaryFile.no-reopen": "promised on Windows only",
    "TemporaryFile.file-attribute": "promised on Windows only",
    "search.platform-list-riscos": "promised on RISC OS only",
    "search.platform-list-windows": "promised on Windows only",
}
"""Guarantees that are not promised here, so that no faulty implementation can show that their checks bite."""

KNOWN_GAPS: dict[str, str] = {}
"""Faulty implementations that no check catches yet, and why."""

KNOWN_WOLVES: dict[str, str] = {}
"""Faulty implementations with which checks fail that have nothing to do with the fault, and why."""

SAMPLE = (
    "NamedTemporaryFile.reopen",
    "SpooledTemporaryFile.rollover",
    "TemporaryFile.update-mode-default",
    "mkdtemp.owner-only",
    "mkstemp.returns-pair",
)
"""Guarantees that every faulty implementation is held against, near or far."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the faults are those of a POSIX implementation")


def wrong(*, judged: bool) -> list[object]:
    """The faulty implementations as parameters."""
    known = {**KNOWN_GAPS, **KNOWN_WOLVES} if judged else {}
    return [
        pytest.param(
            fault,
            id=fault.name,
            marks=[pytest.mark.xfail(strict=fault.name in KNOWN_GAPS, reason=known[fault.name])]
            if fault.name in known
            else [],
        )
        for fault in all_faults()
    ]


def listed(fault: Fault, name: str) -> set[str]:
    """What a faulty implementation lists under a name, if it does.

    SOMETIMES are the guarantees that fail for some examples only, NEEDS the abilities without which it is not found.
    """
    tree = ast.parse((FOLDER / f"{fault.name}.py").read_text(encoding="utf-8"))
    return {
        str(item)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name
        for item in ast.literal_eval(node.value)
    }


def bystanders(fault: Fault) -> set[str]:
    """The guarantees that a faulty implementation is held against besides those that it breaks.

    Unless it is to be everything: a part of the chapters of what it breaks, another part for each fault, and a sample.
    """
    everything = contract.load().guarantees
    if EVERYTHING:
        return set(everything)
    chapters = {name.partition(".")[0] for name in fault.breaks}
    near = {name for name in everything if name.partition(".")[0] in chapters}
    return {name for name in near if zlib.crc32(f"{fault.name} {name}".encode()) % 3 == 0} | set(SAMPLE)


@contextmanager
def trials_of(file: Path) -> Iterator[Trials]:
    """Trials of one of the implementations in the folders, held against the edition it declares."""
    with scratch_directory(None) as scratch:
        session = Session(resolve(str(file), path=[str(FOLDER)]).agent, scratch, marker=scratch.name)
        try:
            users = [User(user.uid, user.gid) if user else None for user in (ordinary_user(), other_user())]
            yield Trials(session, str(session.hello.implementation["edition"]), *users)
        finally:
            session.close()


def verdicts(trials: Trials, names: Iterable[str], effort: Effort) -> list[Verdict]:
    """The verdicts on these guarantees."""
    guarantees, checks = contract.load().guarantees, registry.load()
    return [judge(guarantees[name], checks.get(name), trials, effort) for name in sorted(names)]


def broken(found: Iterable[Verdict]) -> dict[str, str]:
    """The guarantees that are broken, with the reason."""
    return {verdict.guarantee: verdict.reason for verdict in found if verdict.verdict.broken}


def undecidable(trials: Trials, names: Iterable[str], more: Iterable[str] = ()) -> str | None:
    """What this host lacks to try these guarantees, and of these other abilities."""
    checks = registry.load()
    needed = {*more, *(need for name in names for need in checks[name].needs)}
    lacking = {need for need in needed if not trials.able(need)}
    return ", ".join(sorted(lacking)) or None


@pytest.mark.parametrize("fault", wrong(judged=True))
def test_what_is_wrong_is_found_and_nothing_else(fault: Fault) -> None:
    """Exactly the guarantees that a faulty implementation names are broken by it."""
    wanted = {*fault.breaks, *fault.follows}
    others = bystanders(fault) - wanted - listed(fault, "SOMETIMES")
    with trials_of(FOLDER / f"{fault.name}.py") as trials:
        if lacking := undecidable(trials, wanted, listed(fault, "NEEDS")):
            pytest.skip(f"this host cannot: {lacking}")
        found = broken(verdicts(trials, wanted, TRYING))
        assert wanted <= set(found), f"not found: {sorted(wanted - set(found))}"
        assert broken(verdicts(trials, others, GLANCING)) == {}


@pytest.mark.parametrize("file", SOUND, ids=lambda file: file.stem)
def test_nothing_is_found_where_nothing_is_wrong(file: Path) -> None:
    """The reference breaks nothing, nor does what keeps every promise in another way than the reference."""
    with trials_of(file) as trials:
        found = verdicts(trials, contract.load().guarantees, GLANCING)
    assert broken(found) == {}
    assert [verdict for verdict in found if verdict.verdict is Outcome.ERROR] == []


def test_every_guarantee_has_a_faulty_implementation() -> None:
    """A check that no faulty implementation fails proves nothing."""
    shown = {name for fault in all_faults() if fault.name not in KNOWN_GAPS for name in fault.breaks}
    assert sorted(set(contract.load().guarantees) - shown - set(ELSEWHERE)) == []


def test_guarantees_left_out_are_not_promised_here() -> None:
    """What has no faulty implementation is promised on other platforms only."""
    guarantees = contract.load().guarantees.values()
    assert sorted(item.id for item in guarantees if item.platforms and "posix" not in item.platforms) == sorted(
        ELSEWHERE
    )


@pytest.mark.parametrize("fault", wrong(judged=False))
def test_fault_names_what_exists(fault: Fault) -> None:
    """A faulty implementation says what is wrong with it, and names guarantees of the contract, each of them once."""
    named = [*fault.breaks, *fault.follows, *listed(fault, "SOMETIMES")]
    assert fault.doc.endswith(".")
    assert fault.breaks
    assert set(named) <= set(contract.load().guarantees)
    assert len(named) == len(set(named))


def test_known_gaps_exist() -> None:
    """What is known not to be judged rightly is in the folder."""
    assert {*KNOWN_GAPS, *KNOWN_WOLVES} <= {fault.name for fault in all_faults()}
