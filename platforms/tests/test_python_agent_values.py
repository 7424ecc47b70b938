"""The Python agent under every interpreter that is installed: what comes in and what comes out."""

from __future__ import annotations

from typing import Any

import pytest
from conversing import begin, call, posix, python2
from tempfile_platforms.protocol import PathLike, Raised, Ref, Refused, Text, encode
from tempfile_platforms.session import Session

pytestmark = posix


VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**70,
    1.5,
    "",
    "plain",
    "späte Grüße",
    "\N{GRINNING FACE}",
    "line\nbreak\0nul",
    "\udcff",
    "a\udcffb",
    "ä\udcffö\N{GRINNING FACE}",
    (),
    (1, ("two", None)),
    [],
    [1, ["two", (3,)]],
)


def test_values_come_back_as_they_went(session: Session) -> None:
    begin(session)
    for value in VALUES:
        back = call(session, "echo", value)
        assert (back, type(back)) == (value, type(value))


def test_bytes_come_back_as_bytes_or_as_the_ordinary_string(session: Session) -> None:
    begin(session)
    data = bytes(range(256)) + b"\xed\xa0\x80\xed\xaa\x9b\xe0\xdb\xed\xb0\x80"
    expected = data.decode("utf-8", "surrogateescape") if python2(session) else data
    assert call(session, "echo", data) == expected


def test_text_comes_back_as_text(session: Session) -> None:
    begin(session)
    expected = Text("ä") if python2(session) else "ä"
    assert call(session, "echo", Text("ä")) == expected


def test_a_path_like_object_arrives_as_one(session: Session) -> None:
    begin(session)
    if python2(session):
        with pytest.raises(Refused):
            call(session, "echo", PathLike("/some/where"))
    else:
        path = call(session, "echo", PathLike("/some/where"))
        assert isinstance(path, Ref)
        assert path.type.startswith("pathlib")


@pytest.mark.parametrize("path", ["/some/where", b"/some/w\xffere"])
def test_a_bare_path_like_object_tells_its_path_and_no_more(session: Session, path: str | bytes) -> None:
    begin(session)
    if python2(session):
        with pytest.raises(Refused):
            call(session, "echo", PathLike(path, bare=True))
    else:
        found = call(session, "echo", PathLike(path, bare=True))
        assert isinstance(found, Ref)
        assert session.request("method", object=encode(found), name="__fspath__") == path
        assert session.request("has", object=encode(found), name="parts") is False
        assert session.request("library", name="os.fspath", arguments=[encode(found)]) == path


def test_an_object_stays_with_the_agent_and_has_one_number(session: Session) -> None:
    begin(session)
    thing = call(session, "thing", "one", "two")
    assert isinstance(thing, Ref)
    assert thing.type == "toy.Thing"
    assert call(session, "echo", thing) == thing
    assert call(session, "same", thing, thing) is True
    assert call(session, "thing") != thing
    assert session.request("method", object=encode(thing), name="twice", arguments=["ab"]) == "abab"
    assert session.request("method", object=encode(thing), name="twice", arguments=[1], keywords={"times": 3}) == 3
    assert session.request("get", object=encode(thing), name="colour") == "red"
    session.request("set", object=encode(thing), name="colour", value="blue")
    assert session.request("get", object=encode(thing), name="colour") == "blue"
    assert session.request("has", object=encode(thing), name="colour") is True
    assert session.request("has", object=encode(thing), name="shape") is False
    assert session.request("iterate", object=encode(thing)) == ["one", "two"]
    assert session.request("iterate", object=encode(thing), limit=1) == ["one"]
    assert session.request("describe", object=encode(thing))[0][0] == "toy.Thing"
    twice = session.request("take", object=encode(thing), name="twice")
    assert session.request("apply", object=encode(twice), arguments=["ab"]) == "abab"
    session.request("drop", object=encode(thing))
    with pytest.raises(Refused):
        session.request("method", object=encode(thing), name="twice", arguments=["ab"])


def test_the_runtimes_own_library_takes_objects_of_the_trial(session: Session) -> None:
    begin(session)
    inside = session.request("library", name="io.BytesIO", arguments=[encode(b"one\r\ntwo")])
    assert isinstance(inside, Ref)
    around = session.request("library", name="io.TextIOWrapper", arguments=[encode(inside)], keywords={"newline": None})
    assert around.type == "_io.TextIOWrapper"
    assert session.request("library", name="builtins.len", arguments=[[1, 2]]) == 2
    lines = session.request("iterate", object=encode(around))
    assert [line.text if isinstance(line, Text) else line for line in lines] == ["one\n", "two"]
    for value, expected in ((inside, True), (call(session, "thing"), False)):
        name = "io.IOBase.__instancecheck__"
        assert session.request("library", name=name, arguments=[encode(value)]) is expected
    with pytest.raises(Raised, match="TypeError"):
        session.request("library", name="io.BytesIO", arguments=[1.5])
    for absent in ("io.Nothing", "nothing.at.all", "io"):
        with pytest.raises(Refused):
            session.request("library", name=absent)


def test_a_with_statement_is_entered_and_left(session: Session) -> None:
    begin(session)
    guard = call(session, "guard")
    assert guard.type == "toy.Guard"
    assert session.request("enter", object=encode(guard)) == guard
    assert session.request("leave", object=encode(guard)) in (None, False)
    session.request("leave", object=encode(guard), raising=True)
    assert session.request("get", object=encode(guard), name="seen") == [None, "ValueError"]
    assert session.request("describe", object=encode(guard))[0][0] == "toy.Guard"


def test_a_signature_is_told_as_written(session: Session) -> None:
    begin(session)
    assert session.request("signature", function="mkstemp") == [
        ["suffix", "POSITIONAL_OR_KEYWORD", [""]],
        ["prefix", "POSITIONAL_OR_KEYWORD", ["tmp"]],
        ["dir", "POSITIONAL_OR_KEYWORD", [None]],
        ["text", "POSITIONAL_OR_KEYWORD", [False]],
    ]


def test_an_exception_is_told_as_a_caller_sees_it(session: Session) -> None:
    begin(session)
    with pytest.raises(Raised) as caught:
        call(session, "fail", "n\udcffme")
    error = caught.value.error
    assert error.is_a("OSError")
    assert error.errno == "ENOENT"
    assert error.filename == "n\udcffme"
    assert "not there" in error.message
    assert error.where is not None
    assert "toy.py" in error.where
    with pytest.raises(Raised, match="SystemExit: 5"):
        call(session, "break_off")
    with pytest.raises(Raised, match="NotImplementedError: mkstemp"):
        call(session, "mkstemp")
