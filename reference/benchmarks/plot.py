"""The ratios as a picture (SVG): a bar for the reference, one for the standard library; the bare calls are 1.

Beside the bars stand the ratios; a tick marks what the reference should stay below.
"""

from html import escape
from typing import Any

WIDTH, BAR, GAP, LEFT, SCALE_WIDTH = 900, 8, 8, 290, 540
COLOURS = {"reference": "#2a7f62", "standard library": "#9aa5b1"}
TARGET = "#c0392b"

#: Bars longer than this many times the bare calls are cut off; the ratio beside them tells.
LONGEST = 6.0


def rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    """A filled rectangle."""
    return f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{height}" fill="{colour}"/>'


def text(x: float, y: float, words: str, more: str = "") -> str:
    """A line of text."""
    return f'<text x="{x:.1f}" y="{y}"{more}>{escape(words)}</text>'


def bars(row: Any, y: int, scale: float) -> list[str]:
    """What stands for one operation."""
    parts = [text(LEFT - 10, y + BAR + 4, row.operation.title, ' text-anchor="end"')]
    for index, (colour, value) in enumerate(
        zip(COLOURS.values(), (row.of_floor, row.standard / row.floor), strict=True)
    ):
        width = min(value, LONGEST) * scale
        parts.append(rect(LEFT, y + index * BAR, width, BAR, colour))
        parts.append(text(LEFT + width + 5, y + (index + 1) * BAR, f"{value:.2f}"))
    parts.append(rect(LEFT + row.operation.of_floor * scale - 1, y - 2, 2, BAR + 4, TARGET))
    return parts


def svg(groups: list[tuple[str, list[Any]]]) -> str:
    """Return an SVG document for groups of rows, each with a title."""
    scale = SCALE_WIDTH / LONGEST
    parts = []
    x, y = 10.0, 20
    for name, colour in {**COLOURS, "target for the reference": TARGET}.items():
        parts += [rect(x, y - BAR, BAR, BAR, colour), text(x + BAR + 4, y, name)]
        x += 130
    for title, rows in groups:
        y += 3 * GAP
        parts.append(text(10, y, f"{title}: times the bare calls", ' font-weight="bold"'))
        y += GAP
        top = y
        for row in rows:
            parts += bars(row, y, scale)
            y += 2 * BAR + GAP
        parts.append(rect(LEFT + scale, top, 0.5, y - top - GAP, "black"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + GAP}" font-family="sans-serif" '
        f'font-size="10"><rect width="100%" height="100%" fill="white"/>{"".join(parts)}</svg>\n'
    )
