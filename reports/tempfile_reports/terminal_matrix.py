"""The runs side by side in a terminal, as wide as the window."""

from __future__ import annotations

import msgspec
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from tempfile_reports.matrix import MEANING, Row, chapters, word
from tempfile_reports.model import Document, Outcome
from tempfile_reports.text import visible

STYLES = {
    "pass": "green",
    "FAIL": "bold red",
    "CRASH": "bold magenta",
    "TIMEOUT": "bold magenta",
    "lacks": "dim",
    "n/a": "dim",
    "open": "yellow",
    "ERROR": "bold reverse",
    "accepted": "cyan",
    "optional": "cyan",
    "-": "dim",
}
"""How each word of a cell looks; the word says it all without."""

_SELF_EXPLAINING = ("pass", "FAIL", "CRASH", "TIMEOUT", "ERROR")
MAXIMUM_RUNS = 40
"""More runs than this are not shown side by side unless asked for."""

_WIDEST_ID = 44
_GAP = 2


def render_matrix(document: Document, names: list[str], console: Console, verbose: bool) -> None:
    """Print guarantees by runs; more runs than fit side by side continue in a further block.

    Rows in which every run has the same outcome and none is broken are only counted, unless `verbose`.
    """
    chosen = _chosen(document, verbose)
    if len(chosen) < len(names):
        left = len(names) - len(chosen)
        text = (
            f"Only {len(chosen)} of {len(names)} runs, those with the most broken; a report file has the other {left}."
        )
        console.print(Text(text), soft_wrap=True)
        document = msgspec.structs.replace(document, runs=[document.runs[number] for number in chosen])
        names = [names[number] for number in chosen]
    grouped = [(chapter.name, *_split(chapter.rows, verbose)) for chapter in chapters(document)]
    ids = [cell_len(visible(row.id, 80)) + 2 for _, rows, _ in grouped for row in rows]
    first = min(_WIDEST_ID, max(ids, default=20) + _GAP)
    heads = names
    if sum(max(cell_len(name), 8) + _GAP for name in names) > console.width - first:
        heads = [f"[{number}]" for number in range(1, len(names) + 1)]
        for head, name in zip(heads, names, strict=True):
            console.print(Text.assemble((f"{head:<6}", "bold"), name), soft_wrap=True)
        console.print()
    width = max(8, *(cell_len(head) for head in heads)) + _GAP
    room = max(1, (console.width - first) // width)
    used: set[str] = set()
    for start in range(0, len(names), room):
        part = slice(start, start + room)
        _print(console, "", first, [(head, "bold") for head in heads[part]], width)
        for name, rows, same in grouped:
            console.print(Text(visible(name, 60), style="bold"), soft_wrap=True)
            for row in rows:
                words = [word(cell, row.guarantee) for cell in row.cells[part]]
                used.update(words)
                _print(console, f"  {visible(row.id, 80)}", first, [(one, STYLES[one]) for one in words], width)
            if same:
                text = ", ".join(f"{same[outcome]} {outcome.value}" for outcome in Outcome if outcome in same)
                console.print(Text(f"  {text} in all", style="dim"), soft_wrap=True)
        console.print()
    for said in MEANING:
        if said in used and said not in _SELF_EXPLAINING:
            console.print(Text.assemble((f"{said:<9}", STYLES[said]), (MEANING[said], "dim")), soft_wrap=True)
    if used.difference(_SELF_EXPLAINING):
        console.print()


def _chosen(document: Document, verbose: bool) -> list[int]:
    """The runs to show, by number: all of them, or the worst where there are too many to look at."""
    numbers = list(range(len(document.runs)))
    if verbose or len(numbers) <= MAXIMUM_RUNS:
        return numbers
    numbers.sort(key=lambda number: -len(document.runs[number].broken(document.guarantees)))
    return sorted(numbers[:MAXIMUM_RUNS])


def _split(rows: list[Row], verbose: bool) -> tuple[list[Row], dict[Outcome, int]]:
    """The rows worth a line, and how many others share each outcome."""
    shown: list[Row] = []
    same: dict[Outcome, int] = {}
    for row in rows:
        outcome = row.uniform
        if verbose or outcome is None or outcome.broken or outcome is Outcome.ERROR:
            shown.append(row)
        else:
            same[outcome] = same.get(outcome, 0) + 1
    return shown, same


def _print(console: Console, head: str, first: int, cells: list[tuple[str, str]], width: int) -> None:
    """One line of the table: the head cut or filled to `first` columns, then the cells."""
    if cell_len(head) > first - 1:
        console.print(Text(head), soft_wrap=True)
        head = ""
    line = Text(set_cell_size(head, first))
    for text, style in cells:
        line.append(text, style).append(" " * (width - cell_len(text)))
    line.rstrip()
    console.print(line, soft_wrap=True)
