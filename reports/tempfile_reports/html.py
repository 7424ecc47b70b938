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
import msgspec
from markupsafe import Markup, escape

from tempfile_reports.history import histories
from tempfile_reports.markdown import headline
from tempfile_reports.matrix import MEANING, Finding, Row, chapters, findings, labels, remark, where, word
from tempfile_reports.model import Document, Guarantee, Outcome, Run, Severity, Verdict
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
class Group:
    """The runs in which one guarantee came out exactly the same."""

    verdict: Verdict
    word: str
    runs: list[int]


@dataclass(frozen=True)
class Told:
    """The runs in which one guarantee is broken in one way, and the verdict of the first of them."""

    runs: list[int]
    verdict: Verdict


def render(document: Document) -> bytes:
    """The whole page as UTF-8."""
    style = (TEMPLATES / "report.css").read_text("utf-8")
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
            choices=_choices(document),
            overview=_overview(document.runs),
            tally=_tally(document),
        )
    )
    return page.encode("utf-8")


def groups(row: Row) -> list[Group]:
    """The cells of a row, taken together where they show exactly the same; broken ones first."""
    found: dict[str, Group] = {}
    for number, cell in enumerate(row.cells):
        if cell is None:
            continue
        same = (
            cell.verdict.value,
            cell.reason,
            cell.examples,
            cell.sensors,
            cell.accepted,
            cell.reproduce if cell.verdict.broken else None,
            msgspec.to_builtins(cell.counterexample),
            cell.evidence,
        )
        group = found.setdefault(repr(same), Group(cell, word(cell, row.guarantee), []))
        group.runs.append(number)
    return sorted(found.values(), key=lambda group: _ORDER[group.verdict.verdict])


def _tally(document: Document) -> dict[str, int]:
    every = [numbers(run, document) for run in document.runs]
    return {said: total for said in MEANING if (total := sum(one.get(said, 0) for one in every))}


def numbers(run: Run, document: Document) -> dict[str, int]:
    """How often each word of a cell occurs in a run."""
    found: dict[str, int] = {}
    for verdict in run.verdicts:
        said = word(verdict, document.guarantees[verdict.guarantee])
        found[said] = found.get(said, 0) + 1
    return found


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


def _unjudged(document: Document) -> bool:
    return not document.runs or any(run.unjudged() for run in document.runs)


def _by_id(found: list[Finding], severity: Severity) -> dict[str, tuple[Guarantee, dict[str, Told]]]:
    """The findings of one severity by guarantee, and in it by the word of their outcome."""
    together: dict[str, tuple[Guarantee, dict[str, Told]]] = {}
    for finding in found:
        if finding.guarantee.severity is severity:
            words = together.setdefault(finding.id, (finding.guarantee, {}))[1]
            said = word(finding.verdict, finding.guarantee)
            told = words.setdefault(said, Told([], finding.verdict))
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


def _overview(runs: list[Run]) -> dict[str, str]:
    """What was judged, on what, when and by what, in a few words each for all runs together."""
    seeds = {"not random" if run.seed is None else f"seed {run.seed}" for run in runs}
    started = sorted({run.started for run in runs if run.started})
    return {
        "judged": _some([_with(run.implementation.name, run.implementation.version) for run in runs]),
        "against edition": _some([run.edition for run in runs]),
        "on": _some([where(run) for run in runs], 3),
        "running": _some([run.implementation.runtime for run in runs]),
        "suite": _some([f"{run.suite.version}, contract {run.suite.contract}" for run in runs]),
        "how": _some([f"profile {run.profile}" for run in runs] + sorted(seeds)),
        "when": " to ".join(dict.fromkeys([*started[:1], *started[-1:]])),
    }


def _with(name: str, version: str | None) -> str:
    return f"{name} {version}" if version else name


def _some(values: list[str], most: int = 6) -> str:
    """The different values, the first few by name and the others counted."""
    different = [value for value in dict.fromkeys(values) if value]
    more = f" and {len(different) - most} more" if len(different) > most else ""
    return "; ".join(visible(value, 200) for value in different[:most]) + more


def _choices(document: Document) -> dict[str, list[str]]:
    """What the filters offer: only values that occur."""
    rows = [row for chapter in chapters(document) for row in chapter.rows]
    words = {word(cell, row.guarantee) for row in rows for cell in row.cells}
    severities = {row.guarantee.severity for row in rows}
    return {
        "chapter": [chapter.name for chapter in chapters(document)],
        "level": sorted({row.guarantee.level.value for row in rows}),
        "verdict": [said for said in MEANING if said in words],
        "severity": [severity.value for severity in Severity if severity in severities],
        "cwe": [f"CWE-{number}" for number in sorted({n for row in rows for n in row.guarantee.cwe})],
        "platform": sorted({run.host.platform for run in document.runs if run.host.platform}),
    }


def _link(address: str | None) -> str:
    """An address that may stand in a link: only plain web addresses, else nothing."""
    if address and address.lower().startswith(("https://", "http://")) and address.isprintable():
        return address
    return ""


def _fragment(id_: str) -> str:
    return quote(visible(id_, LIMIT), safe="-._~:/")


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
    environment.filters |= {"json": as_json, "link": _link, "fragment": _fragment, "prose": _prose}
    environment.globals |= {
        "CLASSES": CLASSES,
        "MEANING": MEANING,
        "MAXIMUM_LINES": MAXIMUM_LINES,
        "MAXIMUM_STEPS": MAXIMUM_STEPS,
        "groups": groups,
        "numbers": numbers,
        "plural": plural,
        "remark": remark,
        "where": where,
        "word": word,
    }
    return environment
