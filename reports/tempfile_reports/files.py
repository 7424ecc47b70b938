"""Reading and writing the document.

Reading is strict, because a half-read report is worse than none: whatever is wrong gives one `ReportError`
that names the file and the place. Writing goes to a temporary name in the same folder first, so a reader
never meets half a file.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from tempfile_reports.errors import ReportError
from tempfile_reports.model import SCHEMA_VERSION, Document
from tempfile_reports.text import visible

MAXIMUM_BYTES = 1 << 30
"""A larger file is refused before it is read."""

MAXIMUM_DEPTH = 64
"""How deep the values inside a counterexample may be nested."""


_FOREIGN = "valid JSON, but no report of tempfile-conformance"


class _Envelope(msgspec.Struct):
    schema: str


def load(path: str | os.PathLike[str]) -> Document:
    """Read the document at `path`.

    Raises `ReportError`, naming the file and the place in it, when it cannot be read or is no valid document.
    """
    source = os.fspath(path)
    try:
        with open(source, "rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise ReportError(f"{visible(source)}: cannot be read: {error.strerror or error}") from None
    except ValueError as error:  # a null byte in the name
        raise ReportError(f"{visible(source)}: cannot be read: {error}") from None
    return loads(data, source)


def loads(data: bytes, source: str = "report") -> Document:
    """Read a document from bytes; `source` names it in messages. Raises `ReportError`."""
    source = visible(source)
    if len(data) > MAXIMUM_BYTES:
        raise ReportError(f"{source}: larger than {MAXIMUM_BYTES >> 20} MiB, the most a report may have")
    try:
        _check_version(msgspec.json.decode(data, type=_Envelope).schema, source)
        document = msgspec.json.decode(data, type=Document)
    except msgspec.ValidationError as error:
        _refuse(data, source, error)
    except (msgspec.DecodeError, UnicodeDecodeError):
        document = _decode_slowly(data, source)
    except RecursionError:
        raise ReportError(f"{source}: nested too deep for a report") from None
    problem = next(problems(document), None)
    if problem is not None:
        raise ReportError(f"{source}: {visible(problem)}")
    return document


def dumps(document: Document) -> bytes:
    r"""The document as indented JSON in ASCII or UTF-8, ending with a newline.

    Text may hold lone surrogates (file names that are no valid text); they are written as ``\udcXX`` and
    read back the same.
    """
    try:
        data = msgspec.json.encode(document)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(document), indent=1).encode("ascii") + b"\n"
    return msgspec.json.format(data, indent=1) + b"\n"


def save(document: Document, path: str | os.PathLike[str]) -> None:
    """Write the document to `path`, whole or not at all. Raises `ReportError` when it is invalid or cannot be
    written.
    """
    problem = next(problems(document), None)
    if problem is not None:
        raise ReportError(f"{visible(os.fspath(path))}: not written: {visible(problem)}")
    write_whole(path, dumps(document))


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Put `data` at `path` in one step: a temporary name in the same folder, then a rename. Raises
    `ReportError`.
    """
    target = Path(path)
    temporary = target.with_name(f".{target.name[:80]}.{secrets.token_hex(6)}.part")
    try:
        try:
            with open(temporary, "xb") as file:
                file.write(data)
            os.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ReportError(f"{visible(os.fspath(path))}: cannot be written: {reason}") from None


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document, built from the model. `schema.json` beside this file is a
    copy.
    """
    (root,), components = msgspec.json.schema_components([Document], ref_template="#/$defs/{name}")
    definitions = dict(sorted(components.items()))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"tempfile-conformance report, version {SCHEMA_VERSION}",
        **root,
        "$defs": definitions,
    }


def problems(document: Document) -> Iterator[str]:
    """What is wrong with a document that the types alone cannot say, one line each, naming the place."""
    for number, run in enumerate(document.runs):
        seen: set[str] = set()
        for index, verdict in enumerate(run.verdicts):
            place = f"at $.runs[{number}].verdicts[{index}]"
            if verdict.guarantee in seen:
                yield f"the guarantee {verdict.guarantee!r} is judged twice in one run - {place}"
            seen.add(verdict.guarantee)
            if verdict.guarantee not in document.guarantees:
                yield f"the guarantee {verdict.guarantee!r} is not among the document's guarantees - {place}"
            if verdict.counterexample is not None:
                values = [
                    verdict.counterexample.arguments,
                    *(s.request for s in verdict.counterexample.steps),
                ]
                if any(_deeper(value, MAXIMUM_DEPTH) for value in values):
                    yield f"values nested deeper than {MAXIMUM_DEPTH} levels - {place}.counterexample"


def _deeper(value: object, levels: int) -> bool:
    """Whether a JSON value is nested deeper than `levels`."""
    layer: list[object] = [value]
    for _ in range(levels + 1):
        if not layer:
            return False
        inner: list[object] = []
        for item in layer:
            if isinstance(item, dict):
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        layer = inner
    return bool(layer)


def _check_version(version: str, source: str) -> None:
    match = re.fullmatch(r"([0-9]{1,6})\.([0-9]{1,6})", version)
    if match is None:
        raise ReportError(
            f"{source}: {visible(version, 40)!r} is no schema version like {SCHEMA_VERSION!r} - at $.schema"
        )
    ours = SCHEMA_VERSION.split(".")[0]
    if match[1] != ours:
        advice = "use a newer tempfile-conformance" if int(match[1]) > int(ours) else "make the run again"
        raise ReportError(f"{source}: written with schema {version}, this tool reads {ours}.x: {advice} - at $.schema")


def _decode_slowly(data: bytes, source: str) -> Document:
    """Read what the fast reader refused: lone surrogates pass here, and errors get line and column."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReportError(f"{source}: not UTF-8 text: byte {error.start} - is it a report?") from None
    try:
        value = json.loads(text, parse_constant=_no_constant)
        if not isinstance(value, dict) or not isinstance(value.get("schema"), str):
            raise ReportError(f"{source}: {_FOREIGN} - at $.schema")
        _check_version(value["schema"], source)
        return msgspec.convert(value, type=Document)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        if not text.strip():
            message = "the file is empty"
        elif error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            message = f"the file breaks off - {place}"
        else:
            message = f"not JSON: {error.msg} - {place}"
        raise ReportError(f"{source}: {message}") from None
    except RecursionError:
        raise ReportError(f"{source}: nested too deep for a report") from None
    except msgspec.ValidationError as error:
        raise ReportError(f"{source}: {visible(str(error))}") from None
    except ValueError as error:  # NaN, or a number with thousands of digits
        raise ReportError(f"{source}: not JSON: {error}") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _refuse(data: bytes, source: str, error: msgspec.ValidationError) -> NoReturn:
    """Say whether the file is a stranger or one of ours with a wrong value."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        _decode_slowly(data, source)  # not even JSON further on: says so with line and column
    except RecursionError:
        raise ReportError(f"{source}: nested too deep for a report") from None
    else:
        if not isinstance(value, dict) or "schema" not in value or "runs" not in value:
            raise ReportError(f"{source}: {_FOREIGN} - {_place(error)}") from None
    raise ReportError(f"{source}: {visible(str(error))}") from None


def _place(error: msgspec.ValidationError) -> str:
    text = str(error)
    return visible(text.rpartition(" - ")[2] if " - at " in text else "at $")
