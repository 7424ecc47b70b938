"""The one exception this room raises for input it cannot use."""

from __future__ import annotations


class ReportError(Exception):
    """A file, an ending or a document that cannot be used. Its text is one clear message for a person."""
