"""The ratios as a picture: bars for the standard library and the reference, the floor being 1."""

from html import escape
from typing import Any

WIDTH, BAR, GAP, LEFT, SCALE_WIDTH = 900, 12, 14, 330, 480
COLOURS = {"reference": "#2a7f62", "standard": "#9aa5b1"}


def svg(groups: list[tuple[str, list[Any]]]) -> str:
    """Return an SVG document for groups of rows, as `run.rows` returns them."""
    most = max((row.standard / row.floor for _where, rows in groups for row in rows), default=1.0)
    scale = SCALE_WIDTH / max(most, 1.0)
    parts: list[str] = []
    y = 30
    for where, rows in groups:
        parts.append(f'<text x="10" y="{y}" font-weight="bold">{escape(where)}: times the bare system calls</text>')
        y += GAP
        for row in rows:
            parts.append(f'<text x="{LEFT - 10}" y="{y + BAR}" text-anchor="end">{escape(row.operation.title)}</text>')
            for name, value in (("reference", row.of_floor), ("standard", row.standard / row.floor)):
                width = value * scale
                parts.append(
                    f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{COLOURS[name]}">'
                    f"<title>{name}</title></rect>"
                    f'<text x="{LEFT + width + 5:.1f}" y="{y + BAR - 2}">{value:.2f}</text>'
                )
                y += BAR
            y += GAP
        line = LEFT + scale
        parts.append(f'<line x1="{line:.1f}" x2="{line:.1f}" y1="20" y2="{y}" stroke="#c0392b" stroke-dasharray="3"/>')
        y += GAP * 2
    legend = "".join(
        f'<rect x="{LEFT + 120 * index}" y="{y}" width="{BAR}" height="{BAR}" fill="{colour}"/>'
        f'<text x="{LEFT + 120 * index + BAR + 4}" y="{y + BAR - 2}">{name}</text>'
        for index, (name, colour) in enumerate(COLOURS.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + 40}" font-family="sans-serif" '
        f'font-size="11"><rect width="100%" height="100%" fill="white"/>{"".join(parts)}{legend}</svg>\n'
    )
