"""The report in a terminal: what is broken comes first, then what nobody could decide, then one line of
counts.

Every outcome is a word; colour only repeats it. Text from the implementation is never read as markup.
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from tempfile_reports.matrix import MEANING, Finding, findings, labels, reasons, remark, where, word
from tempfile_reports.model import Document, Outcome, Run, Verdict
from tempfile_reports.terminal_matrix import MAXIMUM_RUNS, STYLES, render_matrix
from tempfile_reports.text import plural, visible

LONG = 600
MAXIMUM_STEPS = 30
MAXIMUM_BROKEN = 60


def render(document: Document, console: Console, verbose: bool = False) -> None:
    """Print the document. One run is explained; several are shown as a matrix first.

    `verbose` also prints the rows of the matrix in which all runs agree, every way in which a guarantee is
    broken, and all the evidence.
    """
    if not document.runs:
        console.print(Text("Nothing was judged: the report holds no run.", style="bold"))
        return
    names = labels(document.runs)
    if len(names) == 1:
        _heading(document.runs[0], console)
    else:
        render_matrix(document, names, console, verbose)
    _broken(document, names, console, verbose)
    _tolerated(document, names, console)
    _undecided(document, names, console)
    silent = 0
    for run, name in zip(document.runs, names, strict=True):
        if len(names) > MAXIMUM_RUNS and not verbose and not run.broken(document.guarantees) and not run.unjudged():
            silent += 1
        else:
            _summary(run, document, name if len(names) > 1 else "", console)
    if silent:
        _line(console, Text(f"and {plural(silent, 'more run')} in which nothing is broken"))


def _heading(run: Run, console: Console) -> None:
    made = run.implementation
    runtime = f"{made.language} on {made.runtime}" if made.language and made.runtime else made.runtime
    about = ", ".join(filter(None, [made.version or "", runtime, made.file or ""]))
    _line(console, Text.assemble((visible(made.name, 200), "bold"), "  ", (visible(about, 300), "dim")))
    held = f"held against edition {run.edition}"
    if run.edition_reason:
        held += f" ({run.edition_reason})"
    seed = "not random" if run.seed is None else f"seed {run.seed}"
    for text in (
        f"{held}; {where(run)}",
        f"{run.suite.name} {run.suite.version}, profile {run.profile}, {seed}",
    ):
        _line(console, Text(visible(text, LONG), style="dim"))
    console.print()


def _broken(document: Document, names: list[str], console: Console, verbose: bool) -> None:
    by_guarantee: dict[str, list[Finding]] = {}
    for finding in findings(document):
        by_guarantee.setdefault(finding.id, []).append(finding)
    if not by_guarantee:
        return
    _line(console, Text(f"Broken: {plural(len(by_guarantee), 'guarantee')}\n", style="bold red"))
    for ways in list(by_guarantee.values())[:MAXIMUM_BROKEN]:
        _explain(ways, names, console, verbose)
    left = len(by_guarantee) - MAXIMUM_BROKEN
    if left > 0:
        _line(console, Text(f"… and {left} more; a report file has them all\n"))


def _explain(ways: list[Finding], names: list[str], console: Console, verbose: bool) -> None:
    first = ways[0]
    guarantee = first.guarantee
    said = word(first.verdict, guarantee)
    facts = [guarantee.level.value, guarantee.severity.value, *(f"CWE-{number}" for number in guarantee.cwe)]
    head = Text.assemble((said, STYLES[said]), "  ", (visible(first.id, 200), "bold"))
    _line(console, head.append(f"  {' · '.join(facts)}", "dim"))
    _indented(console, Text(visible(guarantee.statement, LONG)))
    for number, way in enumerate(ways):
        if number and not verbose:
            said = word(way.verdict, guarantee)
            shown = way.verdict.counterexample
            seen = shown.seen if shown and shown.seen else way.verdict.reason
            text = Text.assemble(("also      ", "dim"), (said, STYLES[said]), f" in {_who(way, names)}")
            _indented(console, text.append(f": {visible(seen, 200)}" if seen else ""), 2, 10)
            continue
        if len(names) > 1:
            said = word(way.verdict, guarantee)
            _indented(console, Text.assemble((f"{'in':<10}", "dim"), _who(way, names), f" ({said})"), 2, 10)
        _way(way.verdict, console, verbose)
    console.print()


def _way(verdict: Verdict, console: Console, verbose: bool) -> None:
    """One way in which a guarantee is broken: expected, seen, the calls, the evidence, and how to see it
    again.
    """
    shown = verdict.counterexample
    _pair(console, "because", remark(verdict))
    if shown is not None:
        _pair(console, "expected", shown.expected)
        _pair(console, "seen", shown.seen)
        for number, step in enumerate(shown.steps[:MAXIMUM_STEPS], 1):
            text = Text.assemble((f"{number:>3}  ", "dim"), visible(step.call, LONG))
            if step.result:
                text.append("  → ", "dim").append(visible(step.result, LONG))
            _indented(console, text, 2, 5)
        if len(shown.steps) > MAXIMUM_STEPS:
            _indented(console, Text(f"… {len(shown.steps) - MAXIMUM_STEPS} more steps"), 7)
    if verdict.evidence is not None:
        lines = verdict.evidence.lines
        for line in lines if verbose else [line for line in lines if line.mark][:5]:
            text = Text.assemble((f"{visible(verdict.evidence.tool, 20):<8}  ", "dim"))
            text.append(visible(line.text, LONG), "bold" if line.mark and verbose else "")
            _indented(console, text, 2, 10)
    _pair(console, "known", verdict.issue or "")
    if verdict.reproduce:
        again = Text.assemble("  ", (f"{'again':<10}", "dim"), visible(verdict.reproduce, 2 * LONG))
        console.print(again, soft_wrap=True)


def _who(finding: Finding, names: list[str]) -> str:
    if len(finding.runs) == len(names):
        return f"all {len(names)}"
    shown = ", ".join(names[number] for number in finding.runs[:6])
    return shown if len(finding.runs) <= 6 else f"{shown} and {len(finding.runs) - 6} more"


def _tolerated(document: Document, names: list[str], console: Console) -> None:
    found = findings(document, tolerated=True)
    if not found:
        return
    number = len({finding.id for finding in found})
    _line(console, Text(f"Broken, but not counted: {plural(number, 'guarantee')}", style="bold cyan"))
    for finding in found[:MAXIMUM_BROKEN]:
        accepted = finding.verdict.accepted
        why = f"accepted: {accepted.reason}" if accepted else "the documentation only says may"
        text = Text.assemble((visible(finding.id, 200), "bold"), "  ", visible(why, 300))
        _indented(console, text.append(f"  ({_who(finding, names)})" if len(names) > 1 else "", "dim"), 2, 4)
    console.print()


def _undecided(document: Document, names: list[str], console: Console) -> None:
    """Errors of the suite and open verdicts, by reason; a reason several runs share is told once."""
    printed = False
    for outcome, title in (
        (Outcome.ERROR, "The suite itself went wrong"),
        (Outcome.INCONCLUSIVE, "Undecided"),
    ):
        told: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for run, name in zip(document.runs, names, strict=True):
            for reason, group in reasons([verdict for verdict in run.verdicts if verdict.verdict is outcome]):
                told.setdefault((reason, tuple(verdict.guarantee for verdict in group)), []).append(name)
        if told:
            printed = True
            number = len({id_ for _, ids in told for id_ in ids})
            _line(console, Text(f"{title}: {plural(number, 'guarantee')}", style="bold"))
        for (reason, ids), who in told.items():
            few = f" ({', '.join(visible(id_, 80) for id_ in ids)})" if len(ids) <= 3 else ""
            text = Text(f"{len(ids):>4}  {visible(reason, 300)}{few}")
            if len(names) > 1:
                shown = "all" if len(who) == len(names) else ", ".join(who[:4])
                more = f" and {len(who) - 4} more" if len(who) > 4 and shown != "all" else ""
                text.append(f"  [{shown}{more}]", "dim")
            _indented(console, text, 0, 6)
    if printed:
        console.print()


def _summary(run: Run, document: Document, name: str, console: Console) -> None:
    words: dict[str, int] = {}
    for verdict in run.verdicts:
        said = word(verdict, document.guarantees[verdict.guarantee])
        words[said] = words.get(said, 0) + 1
    text = Text(f"{name}: " if name else "", style="")
    for place, said in enumerate([said for said in MEANING if said in words]):
        text.append(", " if place else "")
        text.append(f"{words[said]} {_FULL.get(said, said)}", STYLES[said])
    examples = sum(verdict.examples for verdict in run.verdicts)
    tail = f"; {plural(len(run.verdicts), 'guarantee')}, {plural(examples, 'example')}, {run.seconds:.1f} s"
    _line(console, text.append(tail, "dim"))
    unjudged = run.unjudged()
    if unjudged:
        _indented(console, Text.assemble(("not a whole verdict: ", "bold red"), visible(unjudged, LONG)))


_FULL = {
    "lacks": "unsupported",
    "n/a": "inapplicable",
    "open": "inconclusive",
    "optional": "broken but optional",
}


def _pair(console: Console, name: str, value: str) -> None:
    if value:
        _indented(console, Text.assemble((f"{name:<10}", "dim"), visible(value, LONG)), 2, 10)


def _indented(console: Console, text: Text, indent: int = 2, hanging: int = 0) -> None:
    """Print text wrapped to the width; the lines after the first are pushed in by `hanging` more."""
    lines = text.wrap(console, max(20, console.width - indent - hanging))
    for number, line in enumerate(lines):
        line.rstrip()
        console.print(Text(" " * (indent + (hanging if number else 0))).append_text(line), soft_wrap=True)


def _line(console: Console, text: Text) -> None:
    _indented(console, text, 0)
