"""Which statements of a module each check reaches: a mutant is judged by those that reach what was changed.

The module is judged once with a mark before each statement of its functions. The marks are bytes of a file that every
process has in its memory, forked or started, whatever user it becomes and however it ends: coverage.py loses what a
process saw that is killed, and does not run where Python 2.7 does.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

PROLOGUE = """
import mmap, os
def __reach__(number, marks=[], mark=b"x"[0]):
    if not marks:
        descriptor = os.open({file!r}, os.O_RDWR)
        marks.append(mmap.mmap(descriptor, 0))
        os.close(descriptor)
    marks[0][number] = mark
__reach__(0)
del mmap, os
"""
"""Also for Python 2, which takes a character where Python 3 takes a number."""


class _Marking(ast.NodeVisitor):
    """Puts a mark before each statement of a function; `spans` has the first and the last line of each."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans = spans
        self._depth = 0

    def visit(self, node: ast.AST) -> None:
        """Visits a node, and what a function consists of with marks."""
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        self._depth += function
        for field in ("body", "orelse", "finalbody"):
            statements = getattr(node, field, None)
            if self._depth and isinstance(statements, list):
                setattr(node, field, list(self._marked(statements)))
        self.generic_visit(node)
        self._depth -= function

    def _marked(self, statements: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
        for statement in statements:
            yield ast.parse(f"__reach__({len(self.spans)})").body[0]
            self.spans.append((statement.lineno, statement.end_lineno or statement.lineno))
            yield statement


def _mark(text: str, file: Path, spans: list[tuple[int, int]]) -> str:
    tree = ast.parse(text)
    _Marking(spans).visit(tree)
    start = sum(
        isinstance(item, ast.Expr) or (isinstance(item, ast.ImportFrom) and item.module == "__future__")
        for item in tree.body[:3]
    )
    tree.body[start:start] = ast.parse(PROLOGUE.format(file=str(file))).body
    return ast.unparse(tree) + "\n"


def record(modules: Sequence[Path], folder: Path, judged: Callable[[], Iterable[str]]) -> None:
    """Judges marked modules, which are afterwards as before, and keeps what was reached in the folder.

    `judged` yields once the implementation has started, and then the name of each guarantee it has just been judged
    by. Raises SystemExit when a module was not imported.
    """
    marks = folder / "marks"
    texts = {module: module.read_text(encoding="utf-8") for module in modules}
    spans: list[tuple[int, int]] = [(0, 0)]
    numbers: dict[Path, range] = {}
    try:
        for module, text in texts.items():
            first = len(spans)
            module.write_text(_mark(text, marks, spans), encoding="utf-8")
            numbers[module] = range(first, len(spans))
        marks.write_bytes(bytes(len(spans)))
        marks.chmod(0o666)
        by = _collect(marks, judged())
    finally:
        for module, text in texts.items():
            module.write_text(text, encoding="utf-8")
    found = {
        str(module): {"text": text, "statements": [[*spans[number], by[number]] for number in numbers[module]]}
        for module, text in texts.items()
    }
    (folder / "reached.json").write_text(json.dumps(found), encoding="utf-8")


def _collect(marks: Path, judged: Iterable[str]) -> list[list[str] | None]:
    """For each mark the names after which it was found; None for what runs when the module is imported."""
    by: list[list[str] | None] = [[] for _ in marks.read_bytes()]
    for turn, name in enumerate(judged):
        for number, mark in enumerate(marks.read_bytes()):
            names = by[number]
            if turn == 0 and mark:
                by[number] = None
            elif mark and names is not None:
                names.append(name)
        if turn == 0 and by[0] is not None:
            raise SystemExit("the marked module was not imported")
        marks.write_bytes(bytes(len(by)))
    return by


def reaching(folder: Path, names: Sequence[str]) -> list[str]:
    """Those of the guarantees whose checks reach the statement in which a module differs from what it was.

    All of them for what runs when the module is imported, and where no statement of a function was changed.
    """
    for module, kept in json.loads((folder / "reached.json").read_text(encoding="utf-8")).items():
        before, now = kept["text"].splitlines(), Path(module).read_text(encoding="utf-8").splitlines()
        if before == now:
            continue
        pairs = zip(before, now, strict=False)
        line = next((number for number, (old, new) in enumerate(pairs, 1) if old != new), min(len(before), len(now)))
        around = [(last - first, by) for first, last, by in kept["statements"] if first <= line <= last]
        least = min((span for span, _ in around), default=0)
        innermost = [by for span, by in around if span == least]
        if not innermost or None in innermost:
            break
        return [name for name in names if any(name in by for by in innermost)]
    return list(names)


def annotations(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where a module's annotations begin and end, as lines and columns."""
    nodes = [getattr(node, field, None) for node in ast.walk(ast.parse(text)) for field in ("annotation", "returns")]
    return [
        ((node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0))
        for node in nodes
        if isinstance(node, ast.expr)
    ]
