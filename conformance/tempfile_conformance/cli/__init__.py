"""The command line: one module per command, imported only when that command is used."""

from __future__ import annotations

import importlib
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import click

from tempfile_conformance.cli.exits import USAGE

COMMANDS = {
    "check": "Judge one implementation.",
    "compare": "Judge several implementations side by side.",
    "merge": "Merge the reports of many machines into one matrix.",
    "diff": "Show what got better and what got worse between two reports.",
    "baseline": "Write or refresh the accepted failures of a report.",
    "report": "Render a report again in another form.",
    "guarantees": "List the contract, or explain one guarantee.",
    "reproduce": "Replay the counterexample of one failure.",
    "doctor": "Say what this host can decide, and what it lacks.",
    "schema": "Print the JSON Schema of reports.",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are used, so that --help stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tempfile_conformance.cli.{cmd_name}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with a suggestion for a name that is close to a command."""
        import difflib

        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            close = difflib.get_close_matches(args[0], COMMANDS, n=1)
            if close and "Did you mean" not in error.message:
                raise click.UsageError(f"{error.message} Did you mean {close[0]!r}?", ctx) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _defaults(start: Path) -> dict[str, Any]:
    """The table [tool.tempfile-conformance] of the nearest pyproject.toml, as defaults for the judging commands.

    Raises click.UsageError for a file that cannot be read or a table with an unknown option.
    """
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if not file.is_file():
            continue
        try:
            table = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {}).get("tempfile-conformance", {})
        except (OSError, ValueError) as error:
            raise click.UsageError(f"{file}: {error}") from error
        if not isinstance(table, dict):
            raise click.UsageError(f"{file}: tool.tempfile-conformance must be a table")
        return _checked(file, {key.replace("-", "_"): value for key, value in table.items()})
    return {}


def _checked(file: Path, table: dict[str, Any]) -> dict[str, Any]:
    if not table:
        return {}
    from tempfile_conformance.cli.options import SHARED

    unknown = sorted(set(table) - set(SHARED))
    if unknown:
        raise click.UsageError(
            f"{file}: [tool.tempfile-conformance] has no option {unknown[0]!r}; there are {', '.join(sorted(SHARED))}"
        )
    return {"check": table, "compare": table}


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tempfile-conformance", prog_name="tempfile-conformance")
@click.pass_context
def main_group(ctx: click.Context) -> None:
    """Hold implementations of tempfile against the promises of its documentation.

    Exit codes: 0 every verdict as expected, 1 a guarantee is broken, 2 wrong usage or unreadable input,
    3 could not be judged.
    """
    ctx.default_map = _defaults(Path.cwd())


def main() -> int:
    """Runs the command that was asked for and returns the exit code."""
    try:
        code = main_group.main(prog_name="tempfile-conformance", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.UsageError as error:
        error.show()
        code = USAGE
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except BrokenPipeError:
        # The reader of the output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    return code if isinstance(code, int) else 0
