"""Writing a document as whatever the ending of the file asks for."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module

from tempfile_reports.errors import ReportError
from tempfile_reports.files import dumps, problems, write_whole
from tempfile_reports.model import Document
from tempfile_reports.text import visible

_MAKERS = {
    ".badge.json": "tempfile_reports.badge",
    ".json": "",
    ".html": "tempfile_reports.html",
    ".md": "tempfile_reports.markdown",
    ".xml": "tempfile_reports.junit",
    ".sarif": "tempfile_reports.sarif",
}
"""The module behind each ending, longer endings first; each has ``render(document) -> bytes``. JSON is the
document.
"""


def known_endings() -> tuple[str, ...]:
    """The endings `write_report` understands, so that a command line can check them before a long run."""
    return tuple(_MAKERS)


def check_ending(path: str | os.PathLike[str]) -> str:
    """The known ending of `path`; raises `ReportError` listing the endings when it has none of them."""
    name = os.path.basename(os.fspath(path)).lower()
    for ending in _MAKERS:
        if name.endswith(ending) and name != ending:
            return ending
    known = ", ".join(_MAKERS)
    raise ReportError(f"{visible(os.fspath(path))}: unknown report ending; it decides the form: {known}")


def report_bytes(document: Document, ending: str) -> bytes:
    """The document in the form of `ending`, one of `known_endings()`."""
    module = _MAKERS[ending]
    make: Callable[[Document], bytes] = import_module(module).render if module else dumps
    return make(document)


def write_report(document: Document, path: str | os.PathLike[str]) -> None:
    """Write the document to `path`, whole or not at all, in the form its ending asks for.

    Raises `ReportError` for an unknown ending, an invalid document, or a place that cannot be written.
    """
    ending = check_ending(path)
    problem = next(problems(document), None)
    if problem is not None:
        raise ReportError(f"{visible(os.fspath(path))}: not written: {visible(problem)}")
    write_whole(path, report_bytes(document, ending))
