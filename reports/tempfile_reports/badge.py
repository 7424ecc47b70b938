"""A badge: the JSON that shields.io reads from an address (its endpoint format)."""

from __future__ import annotations

import json
from typing import Any

from tempfile_reports.model import Document, Outcome
from tempfile_reports.text import visible


def badge(document: Document) -> dict[str, Any]:
    """What the badge says: how many guarantees are broken and how many were kept, in words.

    With several runs a guarantee is broken when any run broke it, and kept when some run kept it and none
    broke it.
    """
    broken = {verdict.guarantee for _, verdict in document.broken()}
    passed = {v.guarantee for run in document.runs for v in run.verdicts if v.verdict is Outcome.PASS}
    kept = len(passed - broken)
    editions = {run.edition for run in document.runs}
    label = f"tempfile {visible(editions.pop(), 20)}" if len(editions) == 1 else "tempfile"
    whole = bool(document.runs) and not any(run.unjudged() for run in document.runs)
    if broken:
        message, color = f"{len(broken)} broken, {kept} kept", "orange"
    elif whole:
        message, color = f"{kept} kept, none broken", "blue"
    else:
        message, color = "could not be judged", "lightgrey"
    return {
        "schemaVersion": 1,
        "label": label,
        "message": message,
        "color": color,
        "isError": not whole and not broken,
    }


def render(document: Document) -> bytes:
    """The badge as a JSON file."""
    return json.dumps(badge(document), indent=1, ensure_ascii=False).encode() + b"\n"
