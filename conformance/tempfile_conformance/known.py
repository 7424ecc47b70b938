"""The public issues that are known to tell of a broken promise, for reports to point at."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib import resources

from msgspec.structs import replace
from tempfile_reports import Document


@dataclass(frozen=True)
class Issue:
    """One public issue: the guarantees (ids or patterns) it is about, the implementation's name, and its address."""

    guarantees: tuple[str, ...]
    implementation: str
    url: str

    def about(self, guarantee: str) -> bool:
        """Whether the issue is about this guarantee."""
        return any(fnmatchcase(guarantee, pattern) for pattern in self.guarantees)


@lru_cache(maxsize=1)
def issues() -> tuple[Issue, ...]:
    """Every known issue, in the order of `known.toml`."""
    data = resources.files("tempfile_conformance").joinpath("known.toml").read_text(encoding="utf-8")
    return tuple(
        Issue(tuple(item["guarantees"]), item["implementation"], item["url"]) for item in tomllib.loads(data)["issue"]
    )


def annotate(document: Document) -> Document:
    """The document with the issue that tells of it at every broken promise where one is known."""
    runs = []
    for run in document.runs:
        ours = [issue for issue in issues() if issue.implementation == run.implementation.name]
        verdicts = []
        for verdict in run.verdicts:
            urls = [issue.url for issue in ours if verdict.verdict.broken and issue.about(verdict.guarantee)]
            verdicts.append(replace(verdict, issue=urls[0]) if urls else verdict)
        runs.append(replace(run, verdicts=verdicts))
    return replace(document, runs=runs)
