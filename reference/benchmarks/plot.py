"""The ratios as a picture (SVG): a bar for the reference, one for the standard library; the bare calls are 1.

Beside the bars stand the ratios; a tick marks what the reference should stay below. The picture needs no other file and
takes its colours from what its reader prefers, light or dark.
"""

from html import escape
from typing import Any

WIDTH, BAR, GAP, LEFT, SCALE_WIDTH = 900, 9, 9, 300, 540

#: Bars longer than this many times the bare calls are cut off; the ratio beside them tells.
LONGEST = 6.0

STYLE = """
svg { color-scheme: light dark; }
.page { fill: #ffffff; } text { fill: #1f2328; } .one { fill: #1f2328; }
.reference { fill: #1a7f5a; } .standard { fill: #8c959f; } .target { fill: #c0392b; }
@media (prefers-color-scheme: dark) {
  .page { fill: #0d1117; } text { fill: #e6edf3; } .one { fill: #e6edf3; }
  .reference { fill: #3fb98a; } .standard { fill: #6e7681; } .target { fill: #ff7b72; }
}
"""


def rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    """A filled rectangle."""
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def text(x: float, y: float, words: str, more: str = "") -> str:
    """A line of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{escape(words)}</text>'


def bars(row: Any, y: float, scale: float) -> list[str]:
    """What stands for one operation."""
    parts = [text(LEFT - 10, y + BAR + 4, row.operation.title, ' text-anchor="end"')]
    target = row.operation.of_floor * scale
    for index, (kind, value) in enumerate((("reference", row.of_floor), ("standard", row.standard / row.floor))):
        width = min(value, LONGEST) * scale
        parts.append(rect(kind, LEFT, y + index * BAR, width, BAR))
        # The number stands behind the mark of the target where that would go through it.
        beyond = target if index == 0 and -3 < target - width < 32 else width
        parts.append(text(LEFT + beyond + 5, y + (index + 1) * BAR, f"{value:.2f}"))
    parts.append(rect("target", LEFT + target - 1, y - 2, 2, BAR + 4))
    return parts


def svg(groups: list[tuple[str, list[Any]]]) -> str:
    """Return an SVG document for groups of rows, each with a title."""
    scale = SCALE_WIDTH / LONGEST
    title = "How long each operation takes, as a multiple of the bare system calls"
    x, y = 10.0, 24.0
    parts = [text(x, y, title, ' font-size="13" font-weight="bold"')]
    y += 22
    names = {"reference": "tempfile_reference", "standard": "tempfile", "target": "target for the reference"}
    for kind, name in names.items():
        parts += [rect(kind, x, y - BAR, BAR, BAR), text(x + BAR + 4, y, name)]
        x += 150
    for heading, rows in groups:
        y += 3 * GAP
        parts.append(text(10, y, heading, ' font-weight="bold"'))
        y += GAP
        top = y
        for row in rows:
            parts += bars(row, y, scale)
            y += 2 * BAR + GAP
        parts.append(rect("one", LEFT + scale, top, 0.7, y - top - GAP))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + GAP:.0f}" role="img" aria-label="{title}" '
        f'font-family="system-ui, sans-serif" font-size="11">\n<title>{title}</title>\n<style>{STYLE}</style>\n'
        f'<rect class="page" width="100%" height="100%"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )
