"""Making strings from strangers harmless to look at.

Names, messages and results come from the implementation under test. Everything a rendering prints passes
through here: what a terminal, a browser or an editor would act on (control characters, escape sequences,
marks that turn the reading direction round, lone surrogates, characters nobody can see) becomes a visible
escape, and what is too long is cut where everybody can see it.
"""

from __future__ import annotations

import json


def visible(value: str, limit: int | None = None) -> str:
    r"""One line of harmless text: ``"a\nb"`` becomes ``a\nb`` with a backslash. Cut to about `limit`
    characters.
    """
    if limit is not None:
        value = shorten(value, limit)
    if value.isprintable():
        return value
    return "".join(char if char.isprintable() else _escape(char) for char in value)


def visible_lines(value: str, limit: int | None = None, lines: int | None = None) -> str:
    """Like `visible`, but line breaks stay line breaks; at most `lines` of them."""
    if limit is not None:
        value = shorten(value, limit)
    kept = value.replace("\r\n", "\n").split("\n")
    if lines is not None and len(kept) > lines:
        kept = [*kept[:lines], f"… [{len(kept) - lines:,} more lines]"]
    return "\n".join(map(visible, kept))


def shorten(value: str, limit: int) -> str:
    """Cut out the middle of a text longer than `limit`, saying how much is missing; both ends stay."""
    if len(value) <= limit:
        return value
    if limit < 200:
        return value[: limit - 1] + "…"
    tail = limit // 4
    head = limit - tail
    missing = f"{len(value) - limit:,} of {len(value):,} characters left out"
    return f"{value[:head]} … [{missing}] … {value[len(value) - tail :]}"


def as_json(value: object, limit: int = 2000) -> str:
    """A JSON value as one line of harmless text, cut to about `limit` characters."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        text = repr(value)
    return visible(text, limit)


def plural(number: int, one: str, many: str | None = None) -> str:
    """``plural(1, "run")`` is ``1 run``, ``plural(2, "run")`` is ``2 runs``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _escape(char: str) -> str:
    code = ord(char)
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
