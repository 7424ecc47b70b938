"""One document from the runs of many machines."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass

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
    return combine((os.fspath(path), load(path)) for path in paths)


def combine(documents: Iterable[tuple[str, Document]]) -> Document:
    """The same for documents in memory, each with the name that messages call it by.

    Takes one at a time, so that a thousand files never stand in memory together with all their descriptions.
    """
    origins: dict[bytes, str] = {}
    runs: list[tuple[Run, bytes]] = []
    guarantees: dict[str, _Described] = {}
    for name, document in documents:
        if not document.runs:
            raise ReportError(f"{visible(name)}: holds no run - at $.runs")
        for number, run in enumerate(document.runs):
            place = f"{visible(name)}, $.runs[{number}]"
            digest = _digest(run)
            if digest in origins:
                raise ReportError(f"{place}: the same run as {origins[digest]}; give each file once")
            origins[digest] = place
            runs.append((run, digest))
        age = max((version_key(run.suite.version), run.suite.contract, run.started) for run in document.runs)
        for place_in_file, (id_, guarantee) in enumerate(document.guarantees.items()):
            known = guarantees.get(id_)
            if known is not None and known.guarantee == guarantee:
                guarantee = known.guarantee  # one object for all that are equal
            described = _Described(age, place_in_file, guarantee)
            if known is None or described.newer(known):
                guarantees[id_] = described
    if not runs:
        raise ReportError("nothing to merge: no file was given")
    runs.sort(key=lambda pair: (_order(pair[0]), pair[1]))
    return Document(guarantees=_in_order(guarantees), runs=[run for run, _ in runs])


@dataclass(frozen=True, slots=True)
class _Described:
    """A guarantee as one document describes it: how new that document is, and where in it the guarantee
    stands.
    """

    age: tuple[tuple[tuple[int, str], ...], str, str]
    place: int
    guarantee: Guarantee

    def newer(self, other: _Described) -> bool:
        """Whether this one is to be believed; of two that are equally new it is always the same one."""
        if (self.age, self.place) != (other.age, other.place):
            return (self.age, -self.place) > (other.age, -other.place)
        return self.guarantee is not other.guarantee and repr(self.guarantee) > repr(other.guarantee)


def _in_order(guarantees: dict[str, _Described]) -> dict[str, Guarantee]:
    """In the order of the newest contract, what only older ones have after it, and chapters together."""
    ids = sorted(guarantees, key=lambda id_: (guarantees[id_].place, id_))
    ids.sort(key=lambda id_: guarantees[id_].age, reverse=True)
    chapters: dict[str, int] = {}
    for place, id_ in enumerate(ids):
        chapters.setdefault(guarantees[id_].guarantee.chapter, place)
    ids.sort(key=lambda id_: chapters[guarantees[id_].guarantee.chapter])
    return {id_: guarantees[id_].guarantee for id_ in ids}


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
