"""What belongs to the program and not to the module: its random numbers, its umask, its working directory."""

from __future__ import annotations

from typing import Any

from tempfile_platforms.protocol import Raised, Ref

from tempfile_conformance.checks.making import base, make
from tempfile_conformance.checks.names import offered
from tempfile_conformance.checks.registry import check, each, together
from tempfile_conformance.checks.strategies import owner_umasks
from tempfile_conformance.expect import require
from tempfile_conformance.trial import Trial
from tempfile_conformance.trials import Trials


@check("names.not-seeded", seed=each(0, "seed"))
def not_seeded(trials: Trials, seed: int | str) -> None:
    """Seeds the program's own random numbers twice alike, and compares the names that are drawn after each."""
    with trials.open(scene=[{"kind": "directory", "path": f"@/{place}"} for place in ("one", "two")]) as trial:
        trial.settle()
        for api in offered(trials):
            drawn = []
            # Where a name is free the second time too: nobody is led to another one by what stands there.
            for place in ("one", "two"):
                trial.library("random.seed", seed)
                drawn.append({base(trial, make(trial, api, dir=trial.path(place))) for _ in range(4)})
            # Chance may repeat one name.
            again = sorted(drawn[0] & drawn[1])
            require(len(again) <= 1, "names that no seed of the program repeats", f"{again} again, by {api}")


MAKERS = ("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory")


@check(
    *(f"{api}.program-undisturbed" for api in MAKERS),
    umask=owner_umasks,
    places=together("d", "missing"),
    needs=("umask",),
    share=0.5,
)
def program_undisturbed(trials: Trials, api: str, umask: int, places: list[str]) -> None:
    """Makes something, or fails to, and ends it; looks at the umask and the working directory after each step."""
    steps = {"SpooledTemporaryFile": ("rollover", "close"), "TemporaryDirectory": ("cleanup",)}.get(api, ("close",))
    with trials.open(umask=umask, scene=[{"kind": "directory", "path": "@/d"}]) as trial:
        trial.settle()
        for place in places:
            made = _attempt(trial, "call", function=api, keywords={"dir": trial.path(place)})
            _require_undisturbed(trial, umask, f"making one by {api}")
            for step in steps if isinstance(made, Ref) else ():
                _attempt(trial, "method", object=made, name=step)
                _require_undisturbed(trial, umask, step)


def _attempt(trial: Trial, operation: str, **fields: Any) -> Any:
    """What an operation gives; None where it fails, as it may."""
    try:
        return trial.do(operation, **fields)
    except Raised:
        return None


def _require_undisturbed(trial: Trial, umask: int, when: str) -> None:
    found = int(trial.do("umask", umask=umask))
    require(found == umask, f"the umask {umask:03o} after {when}", f"{found:03o}")
    where, wanted = trial.stat("."), trial.stat(trial.directory)
    same = where is not None and wanted is not None and where.identity == wanted.identity
    require(same, f"the same working directory after {when}", "another")
