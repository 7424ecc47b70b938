"""Audit events: which are raised, with which path, and that they come before what they announce."""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

from tempfile_conformance.checks.making import as_raw, as_text, at, entries, open_at, produced, raw
from tempfile_conformance.checks.registry import check, each, together
from tempfile_conformance.checks.strategies import PLACES, plain_fragments
from tempfile_conformance.expect import require
from tempfile_conformance.steps import show
from tempfile_conformance.trial import AuditEvent, Trial
from tempfile_conformance.trials import Trials

EVENTS = {
    "mkstemp": "tempfile.mkstemp",
    "NamedTemporaryFile": "tempfile.mkstemp",
    "TemporaryFile": "tempfile.mkstemp",
    "mkdtemp": "tempfile.mkdtemp",
    "TemporaryDirectory": "tempfile.mkdtemp",
}
"""The event that each function raises."""


def announced(trial: Trial, api: str, events: list[AuditEvent]) -> list[str]:
    """The paths that the function's event was raised with; they must be its only argument."""
    paths = []
    for event in events:
        require(event.name == EVENTS[api], f"the event {EVENTS[api]}", event.name)
        require(len(event.arguments) == 1, "one argument, the full path", show(event.arguments))
        paths.append(as_text(event.arguments[0]))
    require(bool(paths), f"the event {EVENTS[api]}", "none")
    return paths


@check(
    "mkstemp.audit-event",
    "mkdtemp.audit-event",
    "NamedTemporaryFile.audit-event",
    "TemporaryDirectory.audit-event",
    needs=("audit",),
    ways=together(*product(("plain", "relative", "not ASCII", "default", "bytes"), (0, 2))),
)
def event_tells_the_path(trials: Trials, api: str, ways: list[tuple[str, int]]) -> None:
    """Notes the events, perhaps while the first names are taken, and looks for the path of what was made in them."""
    with open_at(trials, [PLACES.get(place, PLACES["plain"]) for place, _ in ways]) as trial:
        trial.settle()
        for place, taken in ways:
            where = PLACES.get(place, PLACES["plain"])
            argument = at(trial, where.argument)
            dirs = {"default": {}, "bytes": {"dir": raw(argument)}}
            if taken:
                trial.watch(trial.tmp if place == "default" else at(trial, where.real), *["file"] * taken)
            trial.audit()
            path = as_text(produced(trial, api, **dirs.get(place, {"dir": argument})))
            paths = announced(trial, api, trial.audited())
            if taken:
                trial.sensed()
            made = trial.stat(path, follow=False)
            assert made is not None
            # A path from the working directory is as full as the directory that was given.
            told = [trial.stat(trial.paths.join(trial.directory, item), follow=False) for item in paths]
            there = any(found is not None and found.identity == made.identity for found in told)
            require(there, f"an event with the path of what was made, {path}", show(paths))


@check("TemporaryFile.audit-event", needs=("audit",), given=each(False, True), suffix=plain_fragments)
def event_of_a_file_without_a_name(trials: Trials, given: bool, suffix: str) -> None:
    """Notes the events, and looks for a path in the directory; the file has no name that could be compared."""
    with trials.open(scene=[{"kind": "directory", "path": "@/d"}]) as trial:
        trial.settle()
        directory = trial.path("d") if given else trial.tmp
        trial.audit()
        trial.file("TemporaryFile", suffix=suffix, **({"dir": directory} if given else {}))
        for path in announced(trial, "TemporaryFile", trial.audited()):
            inside = path == directory or trial.paths.dirname(path) == directory
            require(inside, f"an event with a path in {directory}", path)


@check(
    "mkstemp.audit-first",
    "mkdtemp.audit-first",
    "NamedTemporaryFile.audit-first",
    "TemporaryDirectory.audit-first",
    needs=("audit",),
    prefix=st.sampled_from(["p", "é", b"p"]),
)
def a_hook_can_refuse(trials: Trials, api: str, prefix: str | bytes) -> None:
    """Lets a hook raise an exception at the event; it must reach the caller, and nothing may have been made."""
    with trials.open() as trial:
        trial.settle()
        before, descriptors = entries(trial), trial.descriptors()
        trial.audit(refuse=True)
        error = trial.error(api, prefix=prefix)
        events = trial.audited()
        require(bool(events), f"the event {EVENTS[api]}", "none")
        require(error is not None and error.is_a("RuntimeError"), "the exception of the hook", str(error or "none"))
        left = sorted(entries(trial) - before)
        require(not left, "nothing made by a call that a hook refused", show(left))
        trial.do("collect")
        require(trial.descriptors() == descriptors, "no descriptor left open", "one")
        trial.audit()
        path = produced(trial, api, prefix=prefix)
        early = [event for event in trial.audited() if event.there and as_raw(event.arguments[0]) == as_raw(path)]
        require(not early, "an event before anything stands at the path", show([event.arguments for event in early]))
