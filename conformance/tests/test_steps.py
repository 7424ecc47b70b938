"""How what was asked and answered reads."""

from __future__ import annotations

from typing import Any

import pytest
from tempfile_conformance.steps import result_text

ERROR = {"type": "OSError", "bases": ["OSError"], "message": "no", "errno": "EIO", "where": "/home/me/tempfile.py:3"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([{"error": ERROR}], "[raises OSError: no]"),
        ([{"ok": [{"error": ERROR}]}, {"ok": 3}], "[{ok: [raises OSError: no]}, {ok: 3}]"),
        ({"error": "a word"}, "{error: 'a word'}"),
    ],
)
def test_an_error_in_a_reply_is_told_without_the_place_where_it_was_raised(value: Any, text: str) -> None:
    assert result_text("repeat", value) == text
