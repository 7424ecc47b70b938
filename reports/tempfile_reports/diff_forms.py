"""A difference as text for a terminal, as Markdown for a pull request and as JSON for a machine.

In all of them improvements come first and regressions last, where the eye ends up; what did not change is
only counted.
"""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console
from rich.text import Text

from tempfile_reports.diff import Change, Difference, Kind
from tempfile_reports.markdown import code, escape
from tempfile_reports.model import Verdict
from tempfile_reports.text import visible

_TITLES = {
    Kind.BETTER: "Better",
    Kind.NEW: "New: not judged before, so no regression",
    Kind.GONE: "Gone: can no longer be told",
    Kind.OTHER: "Broken in another way",
    Kind.WORSE: "Worse",
}
_STYLES = {Kind.BETTER: "green", Kind.NEW: "cyan", Kind.GONE: "yellow", Kind.OTHER: "yellow", Kind.WORSE: "bold red"}
_MOST = 25


def render(difference: Difference, console: Console) -> None:
    """Print the difference."""
    for kind, title in _TITLES.items():
        changes = difference.of(kind)
        if not changes:
            continue
        console.print(Text(f"{title}: {len(changes)}", style=_STYLES[kind]), soft_wrap=True)
        for change in changes:
            text = Text.assemble("  ", (visible(change.id, 200), "bold"), f"  {_step(change)}")
            text.append(f"  {visible(change.run, 120)}{_aside(change)}", "dim")
            console.print(text, soft_wrap=True)
            told = _told(change)
            if told:
                console.print(Text(f"      {visible(told, 300)}"), soft_wrap=True)
        console.print()
    for note in difference.notes:
        console.print(Text(f"Note: {visible(note, 300)}", style="dim"), soft_wrap=True)
    console.print(Text(difference.headline()), soft_wrap=True)


def markdown(difference: Difference) -> str:
    """The difference as a comment for a pull request."""
    lines = [f"### tempfile-conformance: {difference.headline()}", ""]
    for kind, title in _TITLES.items():
        changes = difference.of(kind)
        if not changes:
            continue
        lines += [f"**{title}: {len(changes)}**", ""]
        for change in changes[:_MOST]:
            lines.append(f"- {code(change.id, 120)} {_step(change)} ({escape(change.run, 120)}){_aside(change)}")
            told = _told(change)
            if told:
                lines.append(f"  - {escape(told)}")
        if len(changes) > _MOST:
            lines.append(f"- and {len(changes) - _MOST} more")
        lines.append("")
    lines += [f"- {escape(note)}" for note in difference.notes[:_MOST]]
    if len(difference.notes) > _MOST:
        lines.append(f"- and {len(difference.notes) - _MOST} more notes")
    return "\n".join(lines).rstrip() + "\n"


def as_json(difference: Difference) -> bytes:
    """The difference as JSON: a list for each kind, the number unchanged, the notes and the exit code."""
    data: dict[str, Any] = {kind.value: [_entry(change) for change in difference.of(kind)] for kind in _TITLES}
    data["unchanged"] = difference.unchanged
    data["notes"] = difference.notes
    data["exit_code"] = difference.exit_code
    return json.dumps(data, indent=1).encode("ascii") + b"\n"


def _entry(change: Change) -> dict[str, Any]:
    return {
        "guarantee": change.id,
        "run": change.run,
        "old": change.old and change.old.verdict.value,
        "new": change.new and change.new.verdict.value,
        "reason": _told(change),
        "counts": change.counts,
    }


def _step(change: Change) -> str:
    return f"{_name(change.old)} → {_name(change.new)}"


def _name(verdict: Verdict | None) -> str:
    return verdict.verdict.value if verdict else "(none)"


def _aside(change: Change) -> str:
    if change.kind is not Kind.WORSE or change.counts:
        return ""
    return ", accepted" if change.new and change.new.accepted else ", not counted: the documentation only says may"


def _told(change: Change) -> str:
    """Why the new verdict is what it is, where that helps."""
    verdict = change.new
    if verdict is None or change.kind is Kind.BETTER:
        return ""
    shown = verdict.counterexample
    if verdict.verdict.broken and shown is not None and (shown.expected or shown.seen):
        return f"expected {shown.expected}, seen {shown.seen}"
    return verdict.reason
