"""One document from the runs of many machines."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable

import msgspec

from tempfile_reports.errors import ReportError
from tempfile_reports.files import load
from tempfile_reports.history import version, version_key
from tempfile_reports.model import Document, Guarantee, Run
from tempfile_reports.text import visible


def merge(paths: Iterable[str | os.PathLike[str]]) -> Document:
    """Read every file and put all their runs into one document, sorted so that the order of files does not
    matter.

    Suites of different versions may be mixed: where they describe a guarantee differently, the newest one is
    believed. Raises `ReportError` naming the file when one cannot be read, holds a run that another file (or
    the same one) already brought, or holds no run at all; and when there is no file.
    """
    return combine([(os.fspath(path), load(path)) for path in paths])


def combine(documents: list[tuple[str, Document]]) -> Document:
    """The same for documents in memory, each with the name that messages call it by."""
    if not documents:
        raise ReportError("nothing to merge: no file was given")
    known: dict[bytes, str] = {}
    runs: list[Run] = []
    for name, document in documents:
        if not document.runs:
            raise ReportError(f"{visible(name)}: holds no run - at $.runs")
        for number, run in enumerate(document.runs):
            place = f"{visible(name)}, $.runs[{number}]"
            digest = _digest(run)
            if digest in known:
                raise ReportError(f"{place}: the same run as {known[digest]}; give each file once")
            known[digest] = place
            runs.append(run)
    runs.sort(key=_order)
    return Document(guarantees=_guarantees([document for _, document in documents]), runs=runs)


def _guarantees(documents: list[Document]) -> dict[str, Guarantee]:
    newest_first = sorted(documents, key=_age, reverse=True)
    together: dict[str, Guarantee] = {}
    for document in newest_first:
        for id_, guarantee in document.guarantees.items():
            together.setdefault(id_, guarantee)
    chapters = {guarantee.chapter: place for place, guarantee in reversed([*enumerate(together.values())])}
    return dict(sorted(together.items(), key=lambda item: chapters[item[1].chapter]))


def _age(document: Document) -> tuple[object, ...]:
    suites = [(version_key(run.suite.version), run.suite.contract, run.started) for run in document.runs]
    return max(suites)


def _order(run: Run) -> tuple[object, ...]:
    made, host = run.implementation, run.host
    return (
        made.name,
        made.agent,
        version_key(run.edition),
        version_key(version(run)),
        host.platform,
        host.filesystem,
        made.runtime,
        run.started,
    )


def _digest(run: Run) -> bytes:
    try:
        data = msgspec.json.encode(run)
    except UnicodeEncodeError:  # lone surrogates
        data = repr(run).encode("utf-8", "backslashreplace")
    return hashlib.blake2b(data, digest_size=16).digest()
