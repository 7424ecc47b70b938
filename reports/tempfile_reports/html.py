"""The report as one self-contained HTML page: nothing is fetched, nothing needs JavaScript to be read.

Every string goes through `visible` and Jinja's autoescape. The content policy in the page allows our own
style and script (by their hash) and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape

from tempfile_reports import overview
from tempfile_reports.history import histories
from tempfile_reports.markdown import headline
from tempfile_reports.matrix import (
    MEANING,
    Finding,
    Row,
    chapters,
    findings,
    labels,
    numbers,
    ranges,
    remark,
    together,
    where,
    word,
)
from tempfile_reports.model import Document, Guarantee, Outcome, Severity, Step, Verdict
from tempfile_reports.text import as_json, plural, visible

TEMPLATES = Path(__file__).parent / "templates"
LIMIT = 4000
MAXIMUM_STEPS = 200
MAXIMUM_LINES = 400

CLASSES = {
    "pass": "p",
    "FAIL": "F",
    "CRASH": "C",
    "TIMEOUT": "T",
    "lacks": "u",
    "n/a": "n",
    "open": "o",
    "ERROR": "E",
    "accepted": "a",
    "optional": "y",
    "-": "x",
}
"""The style of each word of a cell, one letter because a matrix has thousands of cells."""


@dataclass(frozen=True)
class Variant:
    """The runs in which exactly this was seen, and the command that shows it again there."""

    seen: str
    reproduce: str
    runs: list[int]


@dataclass(frozen=True)
class Group:
    """The runs in which one guarantee came out the same: broken by the same input through the same calls.

    What was seen may differ all the same, if only by the names that were drawn; `verdict` is that of the first run.
    """

    verdict: Verdict
    word: str
    runs: list[int]
    variants: list[Variant]


@dataclass(frozen=True)
class Told:
    """The runs in which one guarantee is broken in one way, the verdict of the first of them, and the public
    issues that tell of it.
    """

    runs: list[int]
    verdict: Verdict
    issues: dict[str, None]


def render(document: Document) -> bytes:
    """The whole page as UTF-8."""
    style = (TEMPLATES / "report.css").read_text("utf-8") + _widths(len(document.runs))
    script = (TEMPLATES / "report.js").read_text("utf-8")
    broken = findings(document)
    page = (
        _environment()
        .get_template("report.html.j2")
        .render(
            style=Markup(style),
            script=Markup(script),
            style_hash=_digest(style),
            script_hash=_digest(script),
            document=document,
            runs=document.runs,
            names=labels(document.runs),
            headline=headline(document),
            state="broken" if broken else "unjudged" if _unjudged(document) else "kept",
            severities=[(severity, _by_id(broken, severity)) for severity in Severity],
            tolerated=_tolerated(document),
            chapters=chapters(document),
            histories=histories(document),
            choices=overview.choices(document),
            overview=overview.overview(document.runs),
            tally=overview.tally(document),
            hosts=overview.hosts(document.runs),
            varies=overview.varies(document.runs),
        )
    )
    return page.encode("utf-8")


def groups(row: Row) -> list[Group]:
    """The cells of a row, taken together where they came out the same; broken ones first."""
    found: dict[str, Group] = {}
    for number, cell in enumerate(row.cells):
        if cell is None:
            continue
        group = found.setdefault(repr(_likeness(cell)), Group(cell, word(cell, row.guarantee), [], []))
        group.runs.append(number)
        seen = cell.counterexample.seen if cell.counterexample else ""
        command = (cell.reproduce or "") if cell.verdict.broken else ""
        for variant in group.variants:
            if (variant.seen, variant.reproduce) == (seen, command):
                variant.runs.append(number)
                break
        else:
            group.variants.append(Variant(seen, command, [number]))
    return sorted(found.values(), key=lambda group: _ORDER[group.verdict.verdict])


def _likeness(cell: Verdict) -> tuple[object, ...]:
    """What two cells of a row must share to be shown as one."""
    shown, evidence = cell.counterexample, cell.evidence
    return (
        cell.verdict.value,
        remark(cell),
        cell.examples,
        cell.sensors,
        cell.accepted,
        cell.issue,
        shown and (shown.arguments, shown.expected, [_shape(step) for step in shown.steps]),
        evidence and (evidence.tool, [(line.text.partition("(")[0], line.mark) for line in evidence.lines]),
    )


def _shape(step: Step) -> object:
    """Which call a step is, whatever the names in it."""
    request = step.request
    return [request.get(key) for key in ("op", "function", "name")] if "op" in request else step.call


_ORDER = {
    outcome: place
    for place, outcome in enumerate(
        [
            Outcome.FAIL,
            Outcome.CRASH,
            Outcome.TIMEOUT,
            Outcome.ERROR,
            Outcome.INCONCLUSIVE,
            Outcome.UNSUPPORTED,
            Outcome.PASS,
            Outcome.INAPPLICABLE,
        ]
    )
}


def _widths(runs: int) -> str:
    """The widths of a matrix with too many runs for words, which a page can lay out without looking at each cell."""
    return (
        f"table.many {{ table-layout: fixed; width: 100%; min-width: {17 + 1.75 * runs}rem; }}\n"
        f"@media print {{ table.many {{ min-width: 0; }} .many thead th:not(:first-child) "
        f"{{ width: {min(3.6, 120 / max(runs, 1)):.2f}mm; }} }}\n"
    )


def _unjudged(document: Document) -> bool:
    return not document.runs or any(run.unjudged() for run in document.runs)


def _by_id(found: list[Finding], severity: Severity) -> dict[str, tuple[Guarantee, dict[str, Told]]]:
    """The findings of one severity by guarantee, and in it by the word of their outcome."""
    together: dict[str, tuple[Guarantee, dict[str, Told]]] = {}
    for finding in found:
        if finding.guarantee.severity is severity:
            words = together.setdefault(finding.id, (finding.guarantee, {}))[1]
            said = word(finding.verdict, finding.guarantee)
            told = words.setdefault(said, Told([], finding.verdict, {}))
            if finding.verdict.issue:
                told.issues[finding.verdict.issue] = None
            told.runs[:] = sorted([*told.runs, *finding.runs])
    return together


def _tolerated(document: Document) -> dict[tuple[str, str], list[int]]:
    """The broken promises that do not count, by id and by why they do not, with the runs that break them."""
    together: dict[tuple[str, str], list[int]] = {}
    for finding in findings(document, tolerated=True):
        accepted = finding.verdict.accepted
        why = f"accepted: {accepted.reason}" if accepted else "the documentation only says may"
        together.setdefault((finding.id, why), []).extend(finding.runs)
    return {key: sorted(numbers) for key, numbers in together.items()}


def _link(address: str | None) -> str:
    """An address that may stand in a link: only plain web addresses, else nothing."""
    if address and address.lower().startswith(("https://", "http://")) and address.isprintable():
        return address
    return ""


def _fragment(id_: str) -> str:
    return quote(visible(id_, LIMIT), safe="-._~:/")


def _breakable(name: str) -> Markup:
    """A name that may be broken after its dots and underscores, for the narrow head of a column."""
    return Markup("{}").format(visible(name, LIMIT)).replace("_", Markup("_<wbr>")).replace(".", Markup(".<wbr>"))


def _prose(text: str) -> Markup:
    """Text of the documentation, with what it puts between double backquotes as code."""
    pieces = visible(text, LIMIT).split("``")
    if len(pieces) % 2 == 0:
        return escape("``".join(pieces))
    marked = (
        Markup("<code>{}</code>").format(piece) if place % 2 else escape(piece) for place, piece in enumerate(pieces)
    )
    return Markup("").join(marked)


def _finalize(value: object) -> object:
    """What every value in the template goes through: strings become harmless, the rest is left alone."""
    if type(value) is str:
        return visible(value, LIMIT)
    return value


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
    )
    environment.filters |= {
        "json": as_json,
        "link": _link,
        "fragment": _fragment,
        "prose": _prose,
        "breakable": _breakable,
    }
    environment.globals |= {
        "CLASSES": CLASSES,
        "MEANING": MEANING,
        "MAXIMUM_LINES": MAXIMUM_LINES,
        "MAXIMUM_STEPS": MAXIMUM_STEPS,
        "bar": overview.bar,
        "groups": groups,
        "how": overview.how,
        "numbers": numbers,
        "plural": plural,
        "ranges": ranges,
        "remark": remark,
        "together": together,
        "where": where,
        "word": word,
    }
    return environment
