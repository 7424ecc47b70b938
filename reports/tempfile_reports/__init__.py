"""What came out of a run: the document, and every way to show, compare and accept it.

`Document` and its parts are the data; `load`, `save` and `write_report` move it; the other modules each have
one function for one job: `terminal.render`, `merge.merge`, `diff.diff`, `baseline.apply` and so on. Importing
this package costs no rendering library.
"""

from tempfile_reports.errors import ReportError
from tempfile_reports.files import dumps, load, loads, save, schema
from tempfile_reports.model import (
    SCHEMA_VERSION,
    Accepted,
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
    exit_code,
)
from tempfile_reports.render import check_ending, known_endings, report_bytes, write_report

__all__ = [
    "SCHEMA_VERSION",
    "Accepted",
    "Counterexample",
    "Document",
    "Documented",
    "Evidence",
    "EvidenceLine",
    "Guarantee",
    "Host",
    "Implementation",
    "Level",
    "Outcome",
    "ReportError",
    "Run",
    "Severity",
    "Step",
    "Suite",
    "Verdict",
    "check_ending",
    "dumps",
    "exit_code",
    "known_endings",
    "load",
    "loads",
    "report_bytes",
    "save",
    "schema",
    "write_report",
]
