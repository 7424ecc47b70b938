"""The record of a trial: every request with its outcome, and how they read as calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tempfile_platforms.protocol import PathLike, Ref, Text

RECORDED = 1000
"""Characters of one value that are recorded."""

SHOWN = 320
"""Characters of a call, a result, or what was expected or seen, that are shown."""


@dataclass(frozen=True)
class Step:
    """One request of a trial and what came of it: a value, or what is to be said instead, such as an exception's text.

    Hardly any is ever shown, so it is put into words when it is.
    """

    operation: str
    fields: dict[str, Any]
    value: Any = None
    said: str | None = None

    @property
    def result(self) -> str:
        """What came of it, for a reader."""
        return result_text(self.operation, self.value) if self.said is None else self.said

    @property
    def call(self) -> str:
        """The request as a reader would write it."""
        return call_text(self.operation, self.fields)


def brief(text: str) -> str:
    """A text as it is shown: not too long. Paths are made portable before, so that none is cut in the middle."""
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


def show(value: Any) -> str:
    """A value as source text, shortened; objects that stay with the agent by number and type."""
    match value:
        case Ref():
            return f"<{value.type.rpartition('.')[2] or 'object'} {value.number}>"
        case Text():
            return f"u{value.text!r}"
        case PathLike():
            return f"{'PathLike' if value.bare or isinstance(value.path, bytes) else 'Path'}({value.path!r})"
        case list():
            text = "[" + ", ".join(show(item) for item in value[:40]) + (", ...]" if len(value) > 40 else "]")
        case tuple():
            text = "(" + ", ".join(show(item) for item in value) + ("," if len(value) == 1 else "") + ")"
        case {"error": {"type": kind, "message": message}}:
            # As an exception of the step's own: where it was raised is a path of one machine.
            text = f"raises {kind}: {message}"
        case dict():
            text = "{" + ", ".join(f"{key}: {show(item)}" for key, item in list(value.items())[:20]) + "}"
        case _:
            text = repr(value)
    return text if len(text) <= RECORDED else text[: RECORDED - 3] + "..."


def result_text(operation: str, value: Any) -> str:
    """The result of an operation; those of the operating system in their own words."""
    if operation == "tree":
        text = "  ".join(name + ("/" if kind == "directory" else "") for name, kind, _ in value) or "nothing"
        return text if len(text) <= RECORDED else text[: RECORDED - 3] + "..."
    if operation in ("stat", "fstat") and value:
        return f"a {value[0]}, mode {value[1]:04o}, {value[2]} bytes, {value[3]} links, inode {value[5]}"
    return show(value)


def call_text(operation: str, fields: dict[str, Any]) -> str:
    """A request as a call, for people."""
    match operation:
        case "begin":
            return "in a new process, " + ", ".join(
                f"{key.replace('_', ' ')} {_scene(key, item)}" for key, item in fields.items() if item
            )
        case "call":
            return f"{fields['function']}({_arguments(fields)})"
        case "method":
            return f"{show(fields['object'])}.{fields['name']}({_arguments(fields)})"
        case "library":
            return f"{fields['name']}({_arguments(fields)})"
        case "get":
            return _attribute(fields)
        case "set":
            return f"{_attribute(fields)} = {show(fields['value'])}"
        case "enter":
            return f"with {show(fields['object'])}: begins"
        case "leave":
            return f"with {show(fields['object'])}: ends" + (" by an exception" if fields.get("raising") else "")
        case "drop":
            return f"{show(fields['object'])} is forgotten and garbage collected"
        case "environ":
            return f"environment: {fields['name']} = {fields['value']!r}"
        case "repeat":
            inner = fields["request"]
            return f"{fields['count']} times {call_text(inner['op'], inner)}"
        case "threads" | "fork":
            calls = "; ".join(call_text(item["op"], item) for item in fields["requests"])
            if fields.get("low_id"):
                return f"in a forked child with a lower process id: {calls}"
            return f"in {fields.get('count', 1)} {'threads' if operation == 'threads' else 'forked children'}: {calls}"
        case "audit":
            return "an audit hook notes the events of tempfile" + (" and refuses each" if fields.get("refuse") else "")
        case "audited":
            return "the events that the audit hook has noted"
        case "watch":
            planted = ", ".join(fields.get("occupants", ())) or "nothing"
            return f"watch {fields['directory']!r}; put at the next names: {planted}"
    return f"{operation}({', '.join(f'{key}={_field(key, item)}' for key, item in fields.items())})"


def _field(key: str, item: Any) -> str:
    return f"0o{item:03o}" if key == "mode" and isinstance(item, int) else show(item)


def _scene(key: str, item: Any) -> str:
    if key == "umask":
        return f"{item:03o}"
    if key == "scene":
        return "with " + ", ".join(f"{entry['kind']} {entry['path']}" for entry in item)
    return show(item)


def _attribute(fields: dict[str, Any]) -> str:
    return f"{show(fields['object'])}.{fields['name']}" if "object" in fields else str(fields["name"])


def _arguments(fields: dict[str, Any]) -> str:
    parts = [show(item) for item in fields.get("arguments", ())]
    parts += [f"{key}={show(item)}" for key, item in fields.get("keywords", {}).items()]
    return ", ".join(parts)
