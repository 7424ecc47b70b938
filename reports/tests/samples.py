"""Documents to test with: the three committed runs, and made-up matrices of any size."""

from __future__ import annotations

from pathlib import Path

from tempfile_reports import (
    Counterexample,
    Document,
    Documented,
    Evidence,
    EvidenceLine,
    Guarantee,
    Host,
    Implementation,
    Level,
    Outcome,
    Run,
    Severity,
    Step,
    Suite,
    Verdict,
)

FOLDER = Path(__file__).parent / "runs"
NAMES = ("clean", "broken", "hostile")

CHAPTERS = ("mkstemp", "mkdtemp", "names", "directory", "TemporaryFile", "NamedTemporaryFile", "spooled")
PLATFORMS = (("Linux", "linux", "ext4"), ("Darwin", "darwin", "apfs"), ("Windows", "win32", "ntfs"))
VERSIONS = (
    "2.7.18",
    "3.8.20",
    "3.9.21",
    "3.10.16",
    "3.11.7",
    "3.12.9",
    "3.13.2",
    "3.14.0",
    "3.6.15",
    "3.7.17",
)


def guarantee(chapter: str = "mkstemp", **fields: object) -> Guarantee:
    """One guarantee; `fields` replace its parts."""
    usual: dict[str, object] = {
        "statement": "The file is readable and writable only by the user who creates it.",
        "chapter": chapter,
        "level": Level.MUST,
        "category": "security",
        "severity": Severity.HIGH,
        "cwe": [732],
        "documented": [
            Documented(edition="2.7", section=chapter, sentence="readable and writable only by the creating user")
        ],
        "editions": "2.7 to 3.14",
        "functions": [chapter],
    }
    return Guarantee(**(usual | fields))  # type: ignore[arg-type]


def counterexample() -> Counterexample:
    """A small counterexample with two calls."""
    return Counterexample(
        arguments={"prefix": "tmp", "umask": 0},
        expected="mode 0600",
        seen="mode 0666",
        steps=[
            Step(call="os.umask(0)", result="18", request={"call": "umask", "arguments": [0]}),
            Step(call="mkstemp(prefix='tmp')", result="(3, '/scratch/tmpk3')", request={"call": "mkstemp"}),
        ],
    )


def verdict(id_: str, outcome: Outcome, **fields: object) -> Verdict:
    """One verdict with what its outcome usually carries."""
    usual: dict[str, object] = {"examples": 100, "seconds": 0.12, "sensors": ["stat", "audit"]}
    if outcome.broken:
        usual |= {
            "counterexample": counterexample(),
            "reproduce": f"tempfile-conformance reproduce run.json {id_}",
            "evidence": Evidence(
                tool="strace",
                lines=[
                    EvidenceLine(
                        text='openat(AT_FDCWD, "/scratch/tmpk3", O_RDWR|O_CREAT|O_EXCL, 0666) = 3',
                        mark=True,
                    ),
                    EvidenceLine(text="fstat(3, {st_mode=S_IFREG|0666, st_size=0, ...}) = 0"),
                ],
            ),
        }
    elif outcome is not Outcome.PASS:
        usual |= {"reason": "no check yet", "examples": 0, "sensors": []}
    return Verdict(guarantee=id_, verdict=outcome, **(usual | fields))  # type: ignore[arg-type]


def run(verdicts: list[Verdict], **fields: object) -> Run:
    """One run on Linux; `fields` replace its parts."""
    usual: dict[str, object] = {
        "implementation": Implementation(name="tempfile", language="Python", runtime="CPython 3.11.7", agent="python"),
        "edition": "3.11",
        "edition_reason": "the interpreter's version",
        "host": Host(
            system="Linux",
            release="6.1.0",
            machine="x86_64",
            platform="linux",
            filesystem="ext4",
            user="judge",
        ),
        "suite": Suite(version="0.1.0", contract="2025.1"),
        "profile": "standard",
        "started": "2025-11-24T01:00:00Z",
        "seconds": 4.2,
        "complete": True,
        "selected": len(verdicts),
        "executed": len(verdicts),
        "verdicts": verdicts,
    }
    return Run(**(usual | fields))  # type: ignore[arg-type]


def document(outcomes: dict[str, Outcome], **fields: object) -> Document:
    """One run with these outcomes by guarantee id; the chapter is what stands before the first dot."""
    guarantees = {id_: guarantee(id_.partition(".")[0]) for id_ in outcomes}
    return Document(guarantees=guarantees, runs=[run([verdict(i, o) for i, o in outcomes.items()], **fields)])


def matrix(rows: int, columns: int) -> Document:
    """A made-up but plausible matrix: mostly pass, some of everything else."""
    severities = list(Severity)
    guarantees = {}
    for number in range(rows):
        chapter = CHAPTERS[number % len(CHAPTERS)]
        guarantees[f"{chapter}.promise-number-{number}"] = guarantee(
            chapter,
            severity=severities[number % 5],
            level=list(Level)[number % 11 % 3],
            cwe=[732] if number % 4 == 0 else [377] if number % 4 == 1 else [],
        )
    runs = []
    for column in range(columns):
        system, platform, filesystem = PLATFORMS[column % 3]
        version = VERSIONS[column // 3 % len(VERSIONS)]
        edition = ".".join(version.split(".")[:2])
        verdicts = [verdict(id_, _plausible(n, column)) for n, id_ in enumerate(guarantees)]
        made = Implementation(
            name="tempfile",
            language="Python",
            version=version,
            runtime=f"CPython {version}",
            agent="python",
            file="/usr/lib/python3/tempfile.py",
            functions=list(CHAPTERS[:2]),
        )
        host = Host(
            system=system,
            release="6.1",
            machine="x86_64",
            platform=platform,
            filesystem=filesystem,
            user="judge",
        )
        runs.append(
            run(
                verdicts,
                implementation=made,
                host=host,
                edition=edition,
                started=f"2025-11-24T01:{column // 60 % 60:02}:{column % 60:02}Z",
                seed=column // 3600 or None,
            )
        )
    return Document(guarantees=guarantees, runs=runs)


def _plausible(row: int, column: int) -> Outcome:
    mixed = (row * 7919 + column * 104729 + row * column) % 97
    if row % 9 == 0 and mixed < 40:
        return (Outcome.FAIL, Outcome.FAIL, Outcome.CRASH, Outcome.TIMEOUT)[mixed % 4]
    if row % 7 == 3:
        return Outcome.INCONCLUSIVE
    if row % 13 == 5 and column % 3 == 2:
        return Outcome.INAPPLICABLE
    if row % 17 == 6 and column // 3 == 0:
        return Outcome.UNSUPPORTED
    return Outcome.PASS
