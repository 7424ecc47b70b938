"""The ledger: what became of every mutant, as CSV, and the scores side by side, as Markdown."""

from __future__ import annotations

import csv
import fnmatch
import json
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import WorkerOutcome, WorkItem, WorkResult
from targets import TARGETS

REASONS = Path(__file__).with_name("survivors.toml")


@dataclass(frozen=True)
class Mutant:
    """One mutant: where it is, what was changed, and who killed it (empty: nobody did)."""

    target: str
    module: str
    line: int
    operator: str
    definition: str
    before: str
    after: str
    suite: str
    seconds: float
    cpython: str
    reason: str

    @property
    def counts(self) -> bool:
        """Whether it changes documented behaviour: it was killed, or nothing says why it is not."""
        return bool(self.suite) or not self.reason


def place(item: WorkItem) -> tuple[Any, ...]:
    """Where a mutant stands, for an order that is the same in every run."""
    mutation = item.mutations[0]
    return str(mutation.module_path), mutation.start_pos, mutation.operator_name, mutation.occurrence


def mutants(work: Path, target: str, reasons: Sequence[dict[str, Any]]) -> Iterator[Mutant]:
    """What was judged of a target. Raises ValueError when a mutant could not be judged."""
    with use_db(work / target / "session.sqlite", WorkDB.Mode.open) as database:
        judged = dict(sorted(((item.job_id, (item, result)) for item, result in database.completed_work_items)))
    for item, result in sorted(judged.values(), key=lambda pair: place(pair[0])):
        if result.worker_outcome != WorkerOutcome.SKIPPED and not _impossible(result):
            yield _mutant(target, item, result, reasons)


def _impossible(result: WorkResult) -> bool:
    """Whether the library could not make the mutant: it cannot replace an exception that is named by an attribute."""
    return result.worker_outcome == WorkerOutcome.EXCEPTION and "in apply_mutation" in str(result.output)


def _mutant(target: str, item: WorkItem, result: WorkResult, reasons: Sequence[dict[str, Any]]) -> Mutant:
    spec = item.mutations[0]
    try:
        found = json.loads(str(result.output))
    except ValueError:
        raise ValueError(f"{target}:{spec.start_pos[0]} could not be judged: {result.output}") from None
    changed = [line for line in str(result.diff).splitlines() if line[:3] not in ("---", "+++")]
    before, after = (" ".join(line[1:].strip() for line in changed if line[:1] == sign) for sign in "-+")
    cpython = found.get("cpython")
    values = {
        "target": target,
        "module": Path(spec.module_path).name,
        "definition": spec.definition_name or "",
        "before": before,
        "after": after,
    }
    return Mutant(
        **values,
        line=spec.start_pos[0],
        operator=spec.operator_name.removeprefix("core/"),
        suite=found["suite"]["by"] or "",
        seconds=found["suite"]["seconds"],
        cpython="" if cpython is None else "killed" if cpython["killed"] else "survived",
        reason="" if found["suite"]["killed"] else _reason(values, reasons),
    )


def _reason(values: dict[str, str], reasons: Sequence[dict[str, Any]]) -> str:
    """Why a survivor breaks no promise: the first entry all of whose patterns fit."""
    for entry in reasons:
        patterns = {key: pattern for key, pattern in entry.items() if key != "reason"}
        if all(fnmatch.fnmatchcase(values[key], pattern) for key, pattern in patterns.items()):
            return str(entry["reason"])
    return ""


def write(work: Path, record: Path) -> None:
    """Writes ``record.csv`` and ``record.md`` of everything in the work directory."""
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))["survivor"]
    found = {name: list(mutants(work, name, reasons)) for name in TARGETS if (work / name / "session.sqlite").exists()}
    found = {name: some for name, some in found.items() if some}
    with record.with_suffix(".csv").open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(field.name for field in fields(Mutant))
        rows.writerows(astuple(mutant) for some in found.values() for mutant in some)
    record.with_suffix(".md").write_text(_markdown(work, found), encoding="utf-8")


def _markdown(work: Path, found: dict[str, list[Mutant]]) -> str:
    lines = [
        "# The mutants",
        "",
        "The modules were changed in one place at a time (by cosmic-ray), and each of these mutants was judged by",
        "`check --profile quick --fail-fast`, with those guarantees whose checks reach the statement that was changed",
        "(which was found out on the unmutated module, by marks before its statements). A mutant is killed when a",
        "guarantee fails that the unmutated module keeps; one of a statement that no check reaches survives. Where",
        "CPython's own tests fit the module (`test.test_tempfile` of the same installation), they were run over the",
        "same mutants.",
        "[mutants.csv](mutants.csv) has a line for each. `nox -s mutants` makes both again. Where only a part of the",
        "mutants stands here, the others were not judged yet, or cosmic-ray could not make them. Annotations were not",
        "changed, nor in the shape of 2.7 those modules of the reference of which today's documentation promises more.",
        "",
        "*Documented* are the mutants that change what the documentation promises on this platform: those that were",
        "killed, and every survivor for which no reason is known.",
        "",
        "| module | mutants | killed by the suite | by CPython's tests | documented | killed by the suite "
        "| by CPython's tests | seconds to a verdict (median) |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [_row(work, name, some) for name, some in found.items()]
    for name, some in found.items():
        left = [mutant for mutant in some if not mutant.suite]
        unexplained = [mutant for mutant in left if not mutant.reason]
        if unexplained:
            lines += ["", f"## Survivors of {name} that change what is documented, or may", ""]
            lines += ["| line | in | before | after | CPython's tests |", "|--:|---|---|---|---|"]
            lines += [
                f"| {mutant.line} | {mutant.module}, {mutant.definition} | {_code(mutant.before)} "
                f"| {_code(mutant.after)} | {mutant.cpython} |"
                for mutant in unexplained
            ]
        lines += ["", f"## Survivors of {name} that break no promise", ""]
        lines += ["| mutants | line before | why |", "|--:|---|---|"]
        groups = Counter((mutant.before, mutant.reason) for mutant in left if mutant.reason)
        lines += [f"| {count} | {_code(before)} | {reason} |" for (before, reason), count in groups.items()]
    lines += ["", "## By which guarantee they died first", "", "| guarantee | mutants |", "|---|--:|"]
    killers = Counter(mutant.suite for some in found.values() for mutant in some if mutant.suite)
    lines += [f"| {name} | {count} |" for name, count in killers.most_common()]
    return "\n".join(lines) + "\n"


def _row(work: Path, name: str, some: list[Mutant]) -> str:
    with use_db(work / name / "session.sqlite", WorkDB.Mode.open) as database:
        total = database.num_work_items
    documented = [mutant for mutant in some if mutant.counts]

    def score(among: list[Mutant], *, ours: bool) -> str:
        if not ours and not any(mutant.cpython for mutant in among):
            return ""
        dead = sum(bool(mutant.suite) if ours else mutant.cpython == "killed" for mutant in among)
        return f"{dead} ({dead / len(among):.1%})"

    seconds = statistics.median(mutant.seconds for mutant in some if mutant.suite)
    number = f"{len(some)}" if len(some) == total else f"{len(some)} of {total}"
    return (
        f"| {name} | {number} | {score(some, ours=True)} | {score(some, ours=False)} | {len(documented)} "
        f"| {score(documented, ours=True)} | {score(documented, ours=False)} | {seconds:.1f} |"
    )


def _code(text: str) -> str:
    return "`" + text.replace("|", "\\|").replace("`", "'") + "`" if text else ""
