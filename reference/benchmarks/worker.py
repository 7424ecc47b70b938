"""Measures one operation in one interpreter, for `run`: needs nothing but the standard library.

Writes a JSON object to standard output: for each implementation, the seconds that the operation took, slice by slice.
"""

import gc
import importlib.util
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import tempfile_reference  # noqa: E402

IMPLEMENTATIONS: dict[str, Any] = {"floor": None, "reference": tempfile_reference, "standard": tempfile}

#: How long a slice takes, in seconds; after how long, and how many slices at the least, to be content with fewer.
SLICE = 0.002
ENOUGH, FEWEST = 5.0, 3


def operation_of_its_own(name: str, clock: str) -> Any:
    """Load the operation *name* anew, as it is in a program that uses one implementation only.

    The interpreter adapts every call to the types it meets there. Shared by all three, each call would be adapted to
    none of them.
    """
    spec: Any = importlib.util.spec_from_file_location("operations", HERE / "operations.py")
    operations = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(operations)
    operations.clock = getattr(time, clock)  # type: ignore[attr-defined]
    return operations.OPERATIONS[name]


def measure(operation: Any, module: Any, directory: str, loops: int) -> float:
    """Do *operation* so often in *directory*; return the seconds it took each time."""
    if module is None:
        return float(operation.floor(directory, loops)) / loops
    before, module.tempdir = module.tempdir, directory
    try:
        return float(operation.module(module, loops)) / loops
    finally:
        module.tempdir = before


def work(name: str, directory: str, slices: int, clock: str) -> dict[str, list[float]]:
    """Measure the operation *name* in a new directory; return the values of each implementation."""
    operations = {implementation: operation_of_its_own(name, clock) for implementation in IMPLEMENTATIONS}
    values: dict[str, list[float]] = {implementation: [] for implementation in IMPLEMENTATIONS}
    with tempfile_reference.TemporaryDirectory(prefix="benchmark", dir=directory) as scratch:
        loops = 1
        while measure(operations["floor"], None, scratch, loops) * loops < SLICE / 2:
            loops *= 2
        gc.collect()
        gc.freeze()
        start = time.perf_counter()
        for number in range(-2, slices):  # the first ones warm up
            for implementation, found in values.items():
                value = measure(operations[implementation], IMPLEMENTATIONS[implementation], scratch, loops)
                if number >= 0:
                    found.append(value)
            if number + 1 >= FEWEST and time.perf_counter() - start > ENOUGH:
                break
    return values


if __name__ == "__main__":
    name, directory, slices, clock = sys.argv[1:]
    version = f"{sys.implementation.name} {'.'.join(map(str, sys.version_info[:3]))}"
    json.dump({"version": version, "values": work(name, directory, int(slices), clock)}, sys.stdout)
