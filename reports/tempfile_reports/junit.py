"""The report as JUnit XML, as the test viewers of the usual CI systems read it.

One suite for each run, one case for each guarantee. Broken is a failure; accepted, optional, unsupported,
inapplicable and inconclusive are skipped with the reason; an error of the suite is an error. A run that is
not whole adds a case of its own with an error, so that it never looks green.
"""

from __future__ import annotations

from xml.etree import ElementTree

from tempfile_reports.matrix import labels, remark, where
from tempfile_reports.model import Document, Guarantee, Outcome, Run, Verdict, counts
from tempfile_reports.text import visible, visible_lines

LIMIT = 4000


def render(document: Document) -> bytes:
    """The whole file, UTF-8 with an XML declaration."""
    root = ElementTree.Element("testsuites", name="tempfile-conformance")
    for run, name in zip(document.runs, labels(document.runs), strict=True):
        root.append(_suite(run, name, document))
    if not document.runs:
        suite = ElementTree.SubElement(root, "testsuite", name="tempfile-conformance")
        _incomplete(suite, "the report holds no run")
        _count(suite, 0.0)
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    root.set("time", f"{sum(run.seconds for run in document.runs):.3f}")
    ElementTree.indent(root, " ")
    data: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _suite(run: Run, name: str, document: Document) -> ElementTree.Element:
    suite = ElementTree.Element("testsuite", name=name)
    if run.started:
        suite.set("timestamp", visible(run.started, 40))
    properties = ElementTree.SubElement(suite, "properties")
    facts = {
        "implementation": run.implementation.name,
        "runtime": run.implementation.runtime,
        "edition": run.edition,
        "host": where(run),
        "suite": f"{run.suite.name} {run.suite.version}".strip(),
        "contract": run.suite.contract,
        "profile": run.profile,
        "seed": "" if run.seed is None else str(run.seed),
    }
    for key, value in facts.items():
        if value:
            ElementTree.SubElement(properties, "property", name=key, value=visible(value, 300))
    for verdict in run.verdicts:
        guarantee = document.guarantees[verdict.guarantee]
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname=f"{name}.{visible(guarantee.chapter, 100)}".replace(" ", "-"),
            name=visible(verdict.guarantee, 200),
            time=f"{verdict.seconds:.3f}",
        )
        _outcome(case, verdict, guarantee)
    unjudged = run.unjudged()
    if unjudged:
        _incomplete(suite, unjudged)
    _count(suite, run.seconds)
    return suite


def _outcome(case: ElementTree.Element, verdict: Verdict, guarantee: Guarantee) -> None:
    if verdict.verdict is Outcome.PASS:
        return
    reason = verdict.reason
    shown = verdict.counterexample
    if counts(verdict, guarantee):
        if shown is not None and (shown.expected or shown.seen):
            reason = f"expected {shown.expected}, seen {shown.seen}"
        failure = ElementTree.SubElement(case, "failure", type=verdict.verdict.value)
        failure.set("message", visible(reason or guarantee.statement, 500))
        failure.text = explain(verdict, guarantee)
    elif verdict.verdict is Outcome.ERROR:
        error = ElementTree.SubElement(case, "error", type="error", message=visible(reason, 500))
        error.text = explain(verdict, guarantee)
    else:
        if verdict.accepted:
            reason = f"{verdict.verdict.value}, accepted: {verdict.accepted.reason}"
        elif verdict.verdict.broken:
            reason = f"{verdict.verdict.value}, but the documentation only says may"
        else:
            reason = f"{verdict.verdict.value}: {reason}" if reason else verdict.verdict.value
        ElementTree.SubElement(case, "skipped", message=visible(reason, 500))


def explain(verdict: Verdict, guarantee: Guarantee) -> str:
    """A broken guarantee as plain lines: the promise, the calls, what was seen, and how to see it again."""
    lines = [visible(guarantee.statement, LIMIT)]
    if remark(verdict):
        lines.append(visible(remark(verdict), LIMIT))
    shown = verdict.counterexample
    if shown is not None:
        lines += [f"expected: {visible(shown.expected, LIMIT)}", f"seen: {visible(shown.seen, LIMIT)}"]
        for number, step in enumerate(shown.steps[:100], 1):
            result = f" -> {visible(step.result, LIMIT)}" if step.result else ""
            lines.append(f"{number:>3}. {visible(step.call, LIMIT)}{result}")
    if verdict.evidence is not None:
        for line in verdict.evidence.lines[:100]:
            lines.append(f"{'*' if line.mark else ' '} {visible_lines(line.text, LIMIT)}")
    if verdict.issue:
        lines.append(f"known: {visible(verdict.issue, LIMIT)}")
    if verdict.reproduce:
        lines.append(f"again: {visible(verdict.reproduce, LIMIT)}")
    return "\n".join(lines)


def _incomplete(suite: ElementTree.Element, why: str) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname="run", name="the run is whole", time="0.000")
    ElementTree.SubElement(case, "error", type="incomplete", message=visible(why, 500))


def _count(suite: ElementTree.Element, seconds: float) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(key, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("time", f"{seconds:.3f}")
