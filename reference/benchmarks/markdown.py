"""The results as Markdown, put into a document whose other parts are written by hand."""

from pathlib import Path
from typing import Any

BEGIN = "<!-- What follows is written by reference/benchmarks/run.py. -->"
END = "<!-- What was written by reference/benchmarks/run.py ends here. -->"


def judged(ratio: float, limit: float) -> str:
    """A ratio, and what it should be."""
    return f"{ratio:.2f} (≤ {limit:.2f})" if ratio <= limit else f"**{ratio:.2f}** (≤ {limit:.2f})"


def table(title: str, rows: list[Any]) -> str:
    """One interpreter in one place; what misses its target is bold."""
    lines = [
        f"### {title}\n",
        "| operation, µs | bare calls | reference | `tempfile` | reference ÷ bare calls | reference ÷ `tempfile` |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        micro = " | ".join(f"{seconds * 1e6:,.1f}" for seconds in (row.floor, row.reference, row.standard))
        ratios = (
            f"{judged(row.of_floor, row.operation.of_floor)} | {judged(row.of_standard, row.operation.of_standard)}"
        )
        lines.append(f"| {row.operation.title} | {micro} | {ratios} |")
    return "\n".join(lines) + "\n"


def section(title: str, printed: str) -> str:
    """What another program printed, as it is."""
    return f"### {title}\n\n```text\n{printed.strip()}\n```\n"


def write(path: Path, sections: list[str]) -> None:
    """Put *sections* between the two marks in the document *path*, or at its end if it has none."""
    before, begin, rest = (path.read_text(encoding="utf-8") if path.exists() else "").partition(BEGIN)
    after = rest.partition(END)[2] if begin else "\n"
    path.write_text("\n".join([before.rstrip() + f"\n\n{BEGIN}\n", *sections, END]) + after, encoding="utf-8")
