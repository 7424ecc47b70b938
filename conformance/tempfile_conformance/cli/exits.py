"""The exit codes, and the errors that lead to them."""

from __future__ import annotations

import click

EXPECTED, BROKEN, USAGE, UNJUDGED = 0, 1, 2, 3


class CannotJudge(click.ClickException):
    """Nothing can be said about the implementation; the message says why and what to do."""

    exit_code = UNJUDGED


class Unusable(click.ClickException):
    """Wrong usage or unreadable input; the message says what to do."""

    exit_code = USAGE
