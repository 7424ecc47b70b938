"""The faulty implementations that show the checks to bite; they lie with the tests, in a checkout only."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """One faulty implementation: its name, what it does wrong, the guarantees it is about, and what follows."""

    name: str
    doc: str
    breaks: tuple[str, ...]
    follows: tuple[str, ...]


@lru_cache(maxsize=1)
def all_faults() -> tuple[Fault, ...]:
    """Every faulty implementation; none where the suite is installed without its tests. They are read, not imported."""
    folder = Path(__file__).resolve().parent.parent / "tests" / "faulty"
    found = []
    for file in sorted(folder.glob("*.py")) if folder.is_dir() else []:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        lists = {
            target.id: tuple(ast.literal_eval(node.value))
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name) and target.id in ("BREAKS", "FOLLOWS")
        }
        if "BREAKS" in lists:
            doc = " ".join((ast.get_docstring(tree) or "").split())
            found.append(Fault(file.stem, doc, lists["BREAKS"], lists.get("FOLLOWS", ())))
    return tuple(found)


def faults(guarantee: str) -> tuple[Fault, ...]:
    """The faulty implementations that are about one guarantee."""
    return tuple(fault for fault in all_faults() if guarantee in fault.breaks)
