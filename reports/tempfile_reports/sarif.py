"""The report as SARIF 2.1.0, for code scanning.

One SARIF run for each of ours, one rule for each guarantee it judged, one result for each broken promise.
What a baseline accepts is a suppressed result; a broken `may` is a note; an error of the suite is a
notification of the tool.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from tempfile_reports.junit import explain
from tempfile_reports.markdown import escape
from tempfile_reports.matrix import labels
from tempfile_reports.model import Document, Guarantee, Level, Outcome, Run, Severity, Verdict
from tempfile_reports.text import visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
_SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "3.0",
    Severity.INFO: "0.0",
}


def render(document: Document) -> bytes:
    """The whole SARIF file as UTF-8 JSON."""
    return json.dumps(sarif(document), indent=1, ensure_ascii=False).encode() + b"\n"


def sarif(document: Document) -> dict[str, Any]:
    """The SARIF log as plain data."""
    names = labels(document.runs)
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [_run(run, name, document) for run, name in zip(document.runs, names, strict=True)],
    }


def _run(run: Run, name: str, document: Document) -> dict[str, Any]:
    ids = [verdict.guarantee for verdict in run.verdicts]
    places = {id_: place for place, id_ in enumerate(ids)}
    cwes = sorted({number for id_ in ids for number in document.guarantees[id_].cwe})
    results = [
        _result(verdict, document.guarantees[verdict.guarantee], places[verdict.guarantee], run)
        for verdict in run.verdicts
        if verdict.verdict.broken
    ]
    driver: dict[str, Any] = {
        "name": "tempfile-conformance",
        "rules": [_rule(id_, document.guarantees[id_], cwes) for id_ in ids],
    }
    if run.suite.version:
        driver["version"] = visible(run.suite.version, 60)
    log: dict[str, Any] = {
        "tool": {"driver": driver},
        # A category of its own for every run: code scanning refuses two runs of one tool that share it.
        "automationDetails": {"id": f"tempfile-conformance/{re.sub(r'[^A-Za-z0-9._-]+', '-', name)}/"},
        "invocations": [_invocation(run)],
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {
            "implementation": visible(run.implementation.name, 200),
            "edition": visible(run.edition, 60),
            "verdicts": {outcome.value: number for outcome, number in run.counts().items()},
        },
    }
    if cwes:
        driver["supportedTaxonomies"] = [{"name": "CWE", "index": 0}]
        log["taxonomies"] = [_cwe(cwes)]
    return log


def _rule(id_: str, guarantee: Guarantee, cwes: list[int]) -> dict[str, Any]:
    statement = visible(guarantee.statement, 900) or visible(id_, 200)
    said = [
        f"{visible(place.edition, 20)}, {visible(place.section, 100)}: {visible(place.sentence, 900)}"
        for place in guarantee.documented
    ]
    help_text = "\n".join([statement, "Documented in:", *said]) if said else statement
    help_markdown = "\n\n".join([escape(statement, 1000), *(f"> {escape(line, 1200)}" for line in said)])
    tags = ["tempfile", *([visible(guarantee.category, 60)] if guarantee.category else [])]
    if guarantee.cwe:
        tags += ["security", *(f"external/cwe/cwe-{number:03}" for number in guarantee.cwe)]
    properties: dict[str, Any] = {"tags": list(dict.fromkeys(tags)), "precision": "very-high"}
    if guarantee.cwe:
        properties["security-severity"] = _SCORES[guarantee.severity]
    else:
        properties["problem.severity"] = _LEVELS[guarantee.severity].replace("note", "recommendation")
    rule: dict[str, Any] = {
        "id": visible(id_, 200),
        "name": visible(id_, 200),
        "shortDescription": {"text": statement},
        "fullDescription": {"text": statement},
        "help": {"text": help_text, "markdown": help_markdown},
        "helpUri": "https://docs.python.org/3/library/tempfile.html",
        "defaultConfiguration": {"level": _level(guarantee)},
        "properties": properties,
    }
    if guarantee.cwe:
        rule["relationships"] = [
            {
                "target": {
                    "id": str(number),
                    "index": cwes.index(number),
                    "toolComponent": {"name": "CWE", "index": 0},
                },
                "kinds": ["superset"],
            }
            for number in dict.fromkeys(guarantee.cwe)
        ]
    return rule


def _level(guarantee: Guarantee) -> str:
    return "note" if guarantee.level is Level.MAY else _LEVELS[guarantee.severity]


def _result(verdict: Verdict, guarantee: Guarantee, place: int, run: Run) -> dict[str, Any]:
    identity = "\n".join([run.implementation.name, run.edition, run.host.platform, verdict.guarantee])
    result: dict[str, Any] = {
        "ruleId": visible(verdict.guarantee, 200),
        "ruleIndex": place,
        "kind": "fail",
        "level": _level(guarantee),
        "message": {"text": explain(verdict, guarantee)},
        "locations": [_location(run, guarantee)],
        "partialFingerprints": {"guarantee/v1": hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()},
        "properties": {"verdict": verdict.verdict.value, "examples": verdict.examples},
    }
    if verdict.accepted is not None:
        justification = ", ".join(filter(None, [verdict.accepted.reason, verdict.accepted.link]))
        result["suppressions"] = [{"kind": "external", "justification": visible(justification, 1000)}]
    return result


def _location(run: Run, guarantee: Guarantee) -> dict[str, Any]:
    name = visible(run.implementation.name, 200)
    file = run.implementation.file
    uri = _uri(file) if file and len(file) <= 2000 else quote(name)
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": 1}}}
    functions = [function for function in guarantee.functions if function in run.implementation.functions]
    logical = [
        {"name": visible(f, 200), "fullyQualifiedName": f"{name}.{visible(f, 200)}", "kind": "function"}
        for f in functions or guarantee.functions[:1]
    ]
    if logical:
        location["logicalLocations"] = logical
    return location


def _uri(file: str) -> str:
    """A path of whichever system as a URI: absolute ones as ``file:``, relative ones below the checkout."""
    windows = PureWindowsPath(file)
    if windows.drive and windows.root:
        return "file:///" + quote(windows.as_posix().encode("utf-8", "surrogatepass"), safe="/:")
    path = PurePosixPath(file).as_posix() if "/" in file else windows.as_posix()
    encoded = quote(path.encode("utf-8", "surrogatepass"), safe="/")
    return f"file://{encoded}" if path.startswith("/") else encoded.removeprefix("./")


def _invocation(run: Run) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": not run.unjudged()}
    started = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?)(?:Z|\+00:00)", run.started)
    if started is not None:
        invocation["startTimeUtc"] = f"{started[1]}Z"
    notes = [
        {
            "level": "error",
            "message": {"text": visible(f"{verdict.guarantee}: {verdict.reason}", 1000)},
            "associatedRule": {"id": visible(verdict.guarantee, 200)},
        }
        for verdict in run.verdicts
        if verdict.verdict is Outcome.ERROR
    ]
    if run.unjudged():
        notes.append({"level": "error", "message": {"text": visible(run.unjudged(), 1000)}})
    if notes:
        invocation["toolExecutionNotifications"] = notes
    return invocation


def _cwe(numbers: list[int]) -> dict[str, Any]:
    return {
        "name": "CWE",
        "organization": "MITRE",
        "informationUri": "https://cwe.mitre.org/",
        "shortDescription": {"text": "The Common Weakness Enumeration"},
        "isComprehensive": False,
        "taxa": [
            {"id": str(number), "helpUri": f"https://cwe.mitre.org/data/definitions/{number}.html"}
            for number in numbers
        ],
    }
