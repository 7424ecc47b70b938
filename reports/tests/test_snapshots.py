"""Each rendering of the three committed runs, kept as a plain file.

A change shows as a difference in `snapshots/`; set TEMPFILE_CONFORMANCE_UPDATE=1 to accept what the code
makes now.
"""

import io
import os
import re
from pathlib import Path

import pytest
from rich.console import Console
from tempfile_reports import load, report_bytes
from tempfile_reports.terminal import render

from . import samples

FOLDER = Path(__file__).parent / "snapshots"
ENDINGS = (".html", ".md", ".xml", ".sarif", ".badge.json", ".txt", ".wide.txt")


def rendering(name, ending):
    document = load(samples.FOLDER / f"{name}.json")
    if ending.endswith(".txt"):
        out = io.StringIO()
        width, verbose = (160, True) if ending == ".wide.txt" else (80, False)
        render(document, Console(file=out, width=width), verbose)
        return out.getvalue()
    text = report_bytes(document, ending).decode()
    if ending == ".html":  # what is the same in every page is kept in templates/
        text = re.sub(r"<(style|script)>.*?</\1>", r"<\1>…</\1>", text, flags=re.DOTALL)
        text = re.sub(r"'sha256-[^']*'", "'sha256-…'", text)
    return text


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", samples.NAMES)
def test_rendering(name, ending):
    made = rendering(name, ending)
    path = FOLDER / f"{name}{ending}"
    if os.environ.get("TEMPFILE_CONFORMANCE_UPDATE"):
        FOLDER.mkdir(exist_ok=True)
        path.write_bytes(made.encode())
    assert made == path.read_bytes().decode(), "set TEMPFILE_CONFORMANCE_UPDATE=1 if this change is wanted"
