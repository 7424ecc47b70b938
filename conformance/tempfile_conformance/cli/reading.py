"""Reading reports for the commands that work on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from tempfile_reports import Document, ReportError, load, write_report

from tempfile_conformance.cli.exits import Unusable

T = TypeVar("T")


def reading(function: Callable[..., T], *arguments: object) -> T:
    """Calls a function of the reports room; what it cannot read or write becomes wrong usage with its message."""
    try:
        return function(*arguments)
    except (ReportError, OSError) as error:
        raise Unusable(str(error)) from error


def document(path: Path) -> Document:
    """The document in a file."""
    return reading(load, path)


def write(found: Document, reports: tuple[Path, ...]) -> None:
    """Writes the document in every form that was asked for."""
    for path in reports:
        reading(write_report, found, path)
        click.echo(f"Wrote {path}", err=True)
