"""The report as a job summary: at most 60 lines of Markdown, what is broken first."""

from __future__ import annotations

import re

from tempfile_reports.matrix import Finding, findings, labels, reasons, where, word
from tempfile_reports.model import Document, Outcome, Run, exit_code
from tempfile_reports.text import plural, visible

MAXIMUM_LINES = 60
_BROKEN = 8
_RUNS = 12
_REASONS = 4
_TOLERATED = 4


def render(document: Document) -> bytes:
    """The whole summary as UTF-8."""
    return ("\n".join(summary(document)) + "\n").encode()


def summary(document: Document) -> list[str]:
    """The lines of the summary, never more than `MAXIMUM_LINES`."""
    names = labels(document.runs)
    lines = [f"# {_headline(document)}", ""]
    lines += _broken(document, names)
    lines += _runs(document, names)
    lines += _tolerated(document, names)
    lines += _undecided(document)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def escape(text: str, limit: int = 300) -> str:
    """Text from a stranger as Markdown that shows it literally: no markup, link, mention or HTML."""
    shown = re.sub(r"([\\`*_{}\[\]<>()#+!|~$&=:@])", _backslash, visible(text, limit))
    return re.sub(r"(?i)(www)\.", r"\1&#46;", shown).strip()


def code(text: str, limit: int = 300) -> str:
    """Text from a stranger as a code span, whatever backquotes it holds; safe inside a table too."""
    shown = visible(text, limit).replace("|", "¦")
    if not shown.strip():
        return "(nothing)" if not shown else "(blank)"
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    pad = " " if "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _address(text: str) -> str:
    """An address of the web as a link, anything else as plain text."""
    plain = re.fullmatch(r"https?://[A-Za-z0-9./_#?=%+-]{1,300}", text)
    return f"<{text}>" if plain else escape(text)


def headline(document: Document) -> str:
    """One sentence for the whole document, in plain words and without markup."""
    broken = {verdict.guarantee for _, verdict in document.broken()}
    if broken:
        number = len(broken)
        return f"{plural(number, 'guarantee')} {'is' if number == 1 else 'are'} broken"
    if exit_code(document) == 3:
        return "Could not be judged"
    return "No guarantee is broken"


def _headline(document: Document) -> str:
    return f"tempfile-conformance: {headline(document)}"


def _broken(document: Document, names: list[str]) -> list[str]:
    ways: dict[str, list[Finding]] = {}
    for finding in findings(document):
        ways.setdefault(finding.id, []).append(finding)
    lines: list[str] = []
    for id_, found in list(ways.items())[:_BROKEN]:
        first = found[0]
        guarantee, verdict = first.guarantee, first.verdict
        facts = ", ".join(
            [guarantee.level.value, guarantee.severity.value, *(f"CWE-{number}" for number in guarantee.cwe)]
        )
        who = _who(sorted({number for way in found for number in way.runs}), names)
        said = word(verdict, guarantee)
        lines.append(f"- **{said}** {code(id_, 120)} ({facts}){who}: {escape(guarantee.statement)}")
        shown = verdict.counterexample
        known = f" (known: {_address(verdict.issue)})" if verdict.issue else ""
        if shown is not None:
            calls = ", ".join(code(step.call, 80) for step in shown.steps[:3])
            more = f" and {len(shown.steps) - 3} more calls" if len(shown.steps) > 3 else ""
            after = f" after {calls}{more}" if calls else ""
            lines.append(f"  - expected {code(shown.expected)}, seen {code(shown.seen)}{after}{known}")
        elif verdict.reason or known:
            lines.append(f"  - {escape(verdict.reason)}{known}")
        if verdict.reproduce:
            lines.append(f"  - again: {code(verdict.reproduce, 500)}")
    rest = list(ways)[_BROKEN:]
    if rest:
        shown_ids = ", ".join(code(id_, 80) for id_ in rest[:40])
        lines.append(f"- and {len(rest)} more: {shown_ids}{' …' if len(rest) > 40 else ''}")
    return ["## Broken", "", *lines, ""] if lines else []


def _who(numbers: list[int], names: list[str]) -> str:
    if len(names) == 1:
        return ""
    if len(numbers) == len(names):
        return f" in all {len(names)}"
    shown = ", ".join(escape(names[number], 80) for number in numbers[:4])
    return f" in {shown}" + (f" and {len(numbers) - 4} more" if len(numbers) > 4 else "")


def _runs(document: Document, names: list[str]) -> list[str]:
    if not document.runs:
        return ["The report holds no run.", ""]
    lines = ["## Judged", ""]
    lines.append("| implementation | edition | on | kept | broken | not counted | undecided | not asked |")
    lines.append("| --- | --- | --- | --: | --: | --: | --: | --: |")
    order = sorted(range(len(names)), key=lambda i: -len(document.runs[i].broken(document.guarantees)))
    for number in sorted(order[:_RUNS]):
        run = document.runs[number]
        cells = [
            escape(names[number], 80),
            escape(run.edition, 20),
            escape(where(run), 120),
            *_numbers(run, document),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    if len(names) > _RUNS:
        lines.append(f"\nand {plural(len(names) - _RUNS, 'more run', 'more runs')}, with no more broken than these")
    for name, run in list(zip(names, document.runs, strict=True)):
        if run.unjudged() and len(lines) < _RUNS + 9:
            lines.append(f"\n**Not a whole verdict**: {escape(name, 80)}: {escape(run.unjudged(), 200)}")
    return "\n".join([*lines, ""]).split("\n")


def _numbers(run: Run, document: Document) -> list[str]:
    counts = run.counts()
    return [
        str(counts.get(Outcome.PASS, 0)),
        str(len(run.broken(document.guarantees))),
        str(len(run.tolerated(document.guarantees))),
        str(len(run.undecided())),
        str(counts.get(Outcome.UNSUPPORTED, 0) + counts.get(Outcome.INAPPLICABLE, 0)),
    ]


def _tolerated(document: Document, names: list[str]) -> list[str]:
    found = findings(document, tolerated=True)
    if not found:
        return []
    lines = ["## Broken, but not counted", ""]
    for finding in found[:_TOLERATED]:
        accepted = finding.verdict.accepted
        why = f"accepted: {escape(accepted.reason)}" if accepted else "the documentation only says may"
        lines.append(f"- {code(finding.id, 120)}{_who(list(finding.runs), names)}: {why}")
    if len(found) > _TOLERATED:
        lines.append(f"- and {len(found) - _TOLERATED} more")
    return [*lines, ""]


def _undecided(document: Document) -> list[str]:
    verdicts = [verdict for run in document.runs for verdict in run.undecided()]
    if not verdicts:
        return []
    grouped = reasons(verdicts)
    lines = [f"## Undecided: {len({verdict.guarantee for verdict in verdicts})}", ""]
    for reason, group in grouped[:_REASONS]:
        ids = sorted({verdict.guarantee for verdict in group})
        few = f" ({', '.join(code(id_, 80) for id_ in ids)})" if len(ids) <= 3 else ""
        lines.append(f"- {len(ids)}: {escape(reason, 200)}{few}")
    if len(grouped) > _REASONS:
        lines.append(f"- and {len(grouped) - _REASONS} more reasons")
    return lines


def _backslash(match: re.Match[str]) -> str:
    char = match[1]
    if char in "@:":  # nothing to escape in Markdown itself, but no mention and no address may come of it
        return f"&#{ord(char)};"
    return f"\\{char}"
