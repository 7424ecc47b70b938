"""Crowds: many processes and threads create in one directory at once, and fork meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tempfile_platforms.protocol import Refused

from tempfile_conformance.checks.making import make
from tempfile_conformance.checks.registry import check, each
from tempfile_conformance.expect import require
from tempfile_conformance.trial import Trial
from tempfile_conformance.trials import SHORT_SAMPLE, Trials

SMALL = (4, 80)
"""How many processes there are, and how much each of them creates: in the file system under trial."""

LARGE = (8, 2_000)
"""The same in memory, where it does not take half a minute; not where there is little time."""

LIMIT = 100
"""Descriptors that a process may have open everywhere."""

ROOM = 64 * 1024 * 1024
PATIENCE = 120.0
"""Seconds that a crowd may take, whatever else the host has to do."""


@check("mkstemp.concurrent", "mkdtemp.concurrent", size=each("small", "large"))
def crowd(trials: Trials, api: str, size: str) -> None:
    """Creates from many processes and threads at once, with forks in between: all differ, are there, are alike."""
    processes, count = LARGE if size == "large" and trials.sample > SHORT_SAMPLE else SMALL
    memory = size == "large" and trials.able("confine")
    place = {"kind": "full", "path": "@/d", "room": ROOM} if memory else {"kind": "directory", "path": "@/d"}
    threaded = trials.able("fork") and _has_threads(trials)
    with trials.open(scene=[place], umask=0) as trial:
        trial.settle()
        directory = trial.path("d")
        create = {"op": "call", "function": api, "arguments": [], "keywords": {"dir": directory}}
        quarter = {"op": "repeat", "count": count // 4, "request": create}
        threads = {"op": "threads", "count": 4, "requests": [{**quarter, "count": count // 16}]}
        if trials.able("fork"):
            # A quarter before a fork, one by the child, one by threads where there are any, one after that.
            work = [quarter, {"op": "fork", "requests": [quarter]}, quarter]
            if threaded:
                work.insert(2, threads)
            if count > LIMIT:
                work.insert(0, {"op": "limit", "name": "NOFILE", "value": count + LIMIT})
            made = trial.do("fork", PATIENCE, count=processes, requests=work)
        else:
            made = [trial.do("repeat", PATIENCE, count=count // 4, request=create)]
            made.append(trial.do("threads", PATIENCE, count=4, requests=threads["requests"]))
        results = _results(trial, made)
        paths = [trial.text(result[1] if isinstance(result, tuple) else result) for result in results]
        require(len(set(paths)) == len(paths), f"{len(paths)} different paths", f"{len(set(paths))}")
        found = {str(name): int(mode) for name, _, mode in trial.do("tree", PATIENCE, path=directory)}
        names = {str(trial.paths.basename(path)) for path in paths}
        require(set(found) == names, "every path that was returned, and nothing else", "other entries")
        alone = trial.stat(make(trial, api, dir=directory).path)
        assert alone is not None
        others = sorted({f"{mode:04o}" for mode in found.values()} - {f"{alone.mode:04o}"})
        require(not others, f"permissions {alone.mode:04o}, as without a crowd", str(others))


def _has_threads(trials: Trials) -> bool:
    # In a trial of its own: a process whose thread has not quite ended is not to be forked. The C library may be
    # preparing to unwind the thread's stack, and in the child nobody finishes that.
    with trials.open() as trial:
        try:
            trial.do("threads", count=1, requests=[])
        except Refused:
            return False
    return True


def _results(trial: Trial, reply: Any) -> Iterator[Any]:
    """What the calls returned, out of replies inside replies; anything but a result breaks the promise."""
    if isinstance(reply, list):
        for item in reply:
            yield from _results(trial, item)
    elif isinstance(reply, dict) and "replies" in reply:
        require(reply["status"] == 0, "a forked child that lives on", f"it ended with status {reply['status']}")
        yield from _results(trial, reply["replies"])
    elif isinstance(reply, dict) and "ok" in reply:
        if isinstance(reply["ok"], list):
            yield from _results(trial, reply["ok"])
        elif reply["ok"] is not None:
            yield reply["ok"]
    else:
        trial.value(reply)
