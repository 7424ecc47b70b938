"""The words of the conversation with an agent: values, and how a conversation goes wrong. See PROTOCOL.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

VERSION = 1
"""The protocol's version; an agent that speaks another one is refused at the handshake."""

LINE_LIMIT = 64 * 1024 * 1024
"""Bytes that one message may have; an agent that sends more is cut off."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True)
class Ref:
    """An object that stays with the agent, known here by its number and the name of its type."""

    number: int
    type: str = ""


@dataclass(frozen=True)
class Text:
    """A Unicode string of a runtime whose ordinary string is bytes (Python 2.7)."""

    text: str


@dataclass(frozen=True)
class PathLike:
    """A path-like object, to be handed to the implementation instead of a string.

    It is the language's own kind of path, or a `bare` one, an object that can do nothing but tell its path; one whose
    path is bytes is always bare.
    """

    path: str | bytes
    bare: bool = False


def encode(value: Any) -> Any:
    """The JSON form of a value.

    Takes None, bool, int, float, str, bytes, tuple, list, dict with string keys, `Ref`, `Text` and `PathLike`;
    raises TypeError for anything else.
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case bytes() | bytearray():
            return {"$bytes": value.hex()}
        case tuple():
            return {"$tuple": [encode(item) for item in value]}
        case list():
            return [encode(item) for item in value]
        case dict():
            return {key: encode(item) for key, item in value.items()}
        case Ref():
            return {"$ref": value.number, "type": value.type}
        case Text():
            return {"$text": value.text}
        case PathLike():
            bare = value.bare or isinstance(value.path, bytes)
            return {"$fspath": encode(value.path)} if bare else {"$path": value.path}
    raise TypeError(f"{type(value).__name__} cannot be sent to an agent")


def decode(value: Any) -> Any:
    """The value that a JSON value of the protocol stands for; raises ValueError where a tagged value is malformed."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    try:
        if "$bytes" in value:
            return bytes.fromhex(value["$bytes"])
        if "$tuple" in value:
            return tuple(decode(item) for item in value["$tuple"])
        if "$ref" in value:
            return Ref(int(value["$ref"]), str(value.get("type", "")))
        if "$text" in value:
            return Text(str(value["$text"]))
        if "$path" in value:
            return PathLike(str(value["$path"]))
        if "$fspath" in value:
            return PathLike(decode(value["$fspath"]), bare=True)
    except (TypeError, ValueError) as error:
        raise ValueError(f"malformed value {value!r}: {error}") from error
    return {key: decode(item) for key, item in value.items()}


@dataclass(frozen=True)
class ErrorInfo:
    """What a caller sees of an exception: its type and base types by name, errno by name, message, file name, place."""

    type: str
    bases: tuple[str, ...]
    message: str
    errno: str | int | None = None
    filename: Any = None
    where: str | None = None

    @classmethod
    def read(cls, raw: dict[str, Any]) -> ErrorInfo:
        """From the `error` member of a reply."""
        return cls(
            type=str(raw.get("type", "Exception")),
            bases=tuple(map(str, raw.get("bases") or ())),
            message=str(raw.get("message", "")),
            errno=raw.get("errno"),
            filename=decode(raw.get("filename")),
            where=raw.get("where"),
        )

    def is_a(self, *names: str) -> bool:
        """Whether the exception is of one of the named types, subclasses included."""
        return any(name == self.type or name in self.bases for name in names)

    def __str__(self) -> str:
        return f"{self.type}: {self.message}" if self.message else self.type


class Raised(Exception):
    """The implementation raised an exception."""

    def __init__(self, error: ErrorInfo) -> None:
        super().__init__(str(error))
        self.error = error


class Died(Exception):
    """The process of a trial ended although nobody asked it to: by a signal, or with an exit status."""

    def __init__(self, how: str, stderr: str = "") -> None:
        super().__init__(how)
        self.how = how
        self.stderr = stderr


WORK = frozenset(
    {"call", "method", "get", "set", "enter", "leave", "iterate", "drop", "collect", "take", "apply", "library"}
    | {"repeat", "threads", "fork", "exit"}
)
"""Operations in which the implementation is at work; the calls of all others are the agent's own."""


RACING = frozenset({"threads", "fork"})
"""Operations in which several threads or processes are at work at the same time."""


class Trouble(BaseException):
    """A trial that cannot go on and must not be tried again in smaller forms; hence no `Exception`."""


class TimedOut(Trouble):
    """No answer to an operation within the seconds allowed; every process of the agent has been killed."""

    def __init__(self, operation: str, seconds: float) -> None:
        super().__init__(f"no answer to {operation!r} within {seconds:g} s")
        self.at_work = operation in WORK
        """Whether the implementation was at work, and not the agent alone."""


class Refused(Trouble):
    """The agent says that it cannot carry out a request; says nothing about the implementation."""


class Misbehaved(Trouble):
    """The agent broke the protocol: no JSON, a wrong id, too much output. The conversation is over."""


class Exhausted(Trouble):
    """The agent had to be started again more often than the budget allows."""


class StartError(Exception):
    """No conversation came about: the program is missing, does not answer, or cannot import the implementation."""
