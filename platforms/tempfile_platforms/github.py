"""What GitHub shows of a run beside the code: annotations, and findings for code scanning.

`python -m tempfile_platforms.github annotate RUN.json` writes workflow commands, one for each broken guarantee;
`... findings REPORT.sarif` writes the body of the request that hands a SARIF file to code scanning
(POST /repos/OWNER/REPO/code-scanning/sarifs).
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LIMIT = 10
"""Annotations of one kind that GitHub shows for a step; the rest is in the summary."""

BROKEN = ("fail", "crash", "timeout")


def workflow_commands(document: dict[str, Any], workspace: str) -> Iterator[str]:
    """Yield a workflow command for each broken guarantee of a report, and one for what could not be shown.

    An accepted failure is a notice, one of a `may` guarantee too. The file is named where it lies below *workspace*.
    """
    found = []
    for run in document["runs"]:
        for verdict in run["verdicts"]:
            if verdict["verdict"] in BROKEN:
                guarantee = document["guarantees"][verdict["guarantee"]]
                counts = not verdict.get("accepted") and guarantee.get("level", "must") != "may"
                found.append(("error" if counts else "notice", run["implementation"], verdict, guarantee))
    for kind in ("error", "notice"):
        these = [item for item in found if item[0] == kind]
        for _, implementation, verdict, guarantee in these[: LIMIT - 1] if len(these) > LIMIT else these:
            yield _command(kind, implementation, verdict, guarantee, workspace)
        if len(these) > LIMIT:
            yield f"::{kind}::{len(these) - LIMIT + 1} more broken guarantees are in the summary and in the report"


def _command(
    kind: str, implementation: dict[str, Any], verdict: dict[str, Any], guarantee: dict[str, Any], workspace: str
) -> str:
    properties = {"title": f"{verdict['guarantee']} ({implementation['name']})"}
    file = implementation.get("file")
    if file and workspace and os.path.realpath(file).startswith(os.path.realpath(workspace) + os.sep):
        properties["file"] = Path(os.path.relpath(os.path.realpath(file), os.path.realpath(workspace))).as_posix()
    shown = verdict.get("counterexample") or {}
    lines = [guarantee["statement"]]
    lines += [f"expected {shown['expected']}", f"seen {shown['seen']}"] if shown else [verdict.get("reason", "")]
    if accepted := verdict.get("accepted"):
        lines.append(f"accepted: {accepted['reason']}")
    lines += [verdict["reproduce"]] if verdict.get("reproduce") else []
    told = ",".join(f"{key}={_escaped(value, ',:')}" for key, value in properties.items())
    return f"::{kind} {told}::{_escaped(chr(10).join(lines))}"


def _escaped(text: str, more: str = "") -> str:
    """Return text in which nothing can end a workflow command or begin another."""
    for mark in "%\r\n" + more:
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text


def findings(sarif: bytes, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the body of the request for code scanning: the commit and ref of the workflow, and the packed report."""
    packed = base64.b64encode(gzip.compress(sarif, mtime=0)).decode("ascii")
    return {"commit_sha": environment["GITHUB_SHA"], "ref": environment["GITHUB_REF"], "sarif": packed}


def main(arguments: list[str]) -> int:
    """Carry out one of the two commands; returns 2 for anything else."""
    match arguments:
        case ["annotate", path]:
            document = json.loads(Path(path).read_text(encoding="utf-8"))
            lines = workflow_commands(document, os.environ.get("GITHUB_WORKSPACE", ""))
        case ["findings", path]:
            lines = iter([json.dumps(findings(Path(path).read_bytes(), os.environ))])
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    for line in lines:
        sys.stdout.write(line.encode("ascii", "backslashreplace").decode("ascii") + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
