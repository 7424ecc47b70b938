"""Many files into one matrix."""

from itertools import permutations

import msgspec
import pytest
from tempfile_reports import Document, Outcome, ReportError, Suite, dumps, load, save
from tempfile_reports.merge import combine, merge

from . import samples


def on(platform, outcome=Outcome.PASS, **fields):
    document = samples.document({"mkstemp.a": outcome}, **fields)
    host = msgspec.structs.replace(document.runs[0].host, platform=platform)
    return msgspec.structs.replace(document, runs=[msgspec.structs.replace(document.runs[0], host=host)])


def test_runs_come_together_whatever_the_order_of_the_files(tmp_path):
    paths = [tmp_path / f"{platform}.json" for platform in ("win32", "linux", "darwin")]
    for path in paths:
        save(on(path.stem), path)
    merged = merge(paths)
    assert [run.host.platform for run in merged.runs] == ["darwin", "linux", "win32"]
    assert merge(reversed(paths)) == merged
    save(merged, tmp_path / "all.json")
    assert merge([tmp_path / "all.json"]) == merged


def test_the_newest_suite_says_what_a_guarantee_is():
    old = on("linux", suite=Suite(version="0.9.1"))
    new = on("darwin", suite=Suite(version="0.10.0"))
    new = msgspec.structs.replace(
        new,
        guarantees={
            "mkstemp.a": samples.guarantee(statement="better words"),
            "mkstemp.b": samples.guarantee(),
        },
    )
    for documents in ([("o", old), ("n", new)], [("n", new), ("o", old)]):
        merged = combine(documents)
        assert merged.guarantees["mkstemp.a"].statement == "better words"
        assert list(merged.guarantees) == ["mkstemp.a", "mkstemp.b"]


def test_chapters_stay_together():
    one = on("linux", suite=Suite(version="2"))
    two = on("darwin", suite=Suite(version="1"))
    one = msgspec.structs.replace(
        one, guarantees={"mkstemp.a": samples.guarantee(), "names.a": samples.guarantee("names")}
    )
    two = msgspec.structs.replace(two, guarantees={"mkstemp.a": samples.guarantee(), "mkstemp.z": samples.guarantee()})
    assert list(combine([("1", one), ("2", two)]).guarantees) == ["mkstemp.a", "mkstemp.z", "names.a"]


def test_the_same_run_twice_is_refused(tmp_path):
    for name in ("a.json", "b.json"):
        save(on("linux"), tmp_path / name)
    with pytest.raises(ReportError, match=r"b\.json, \$\.runs\[0\]: the same run as .*a\.json, \$\.runs\[0\]"):
        merge([tmp_path / "a.json", tmp_path / "b.json"])
    with pytest.raises(ReportError, match="the same run as"):
        merge([tmp_path / "a.json"] * 2)


def test_runs_with_lone_surrogates_are_told_apart():
    assert len(combine([("a", on("linux", profile="\udc80")), ("b", on("linux", profile="\udc81"))]).runs) == 2


def test_truncated_foreign_and_empty_files_are_named(tmp_path):
    save(on("linux"), tmp_path / "good.json")
    for name, data in {
        "truncated.json": dumps(on("darwin"))[:-100],
        "foreign.json": b'{"results": []}',
        "empty.json": dumps(Document(guarantees={}, runs=[])),
    }.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ReportError, match=name.replace(".", r"\.")):
            merge([tmp_path / "good.json", tmp_path / name])
    with pytest.raises(ReportError, match="no file was given"):
        merge([])


def test_the_committed_runs_merge():
    documents = [(name, load(samples.FOLDER / f"{name}.json")) for name in samples.NAMES]
    assert len(combine(documents).runs) == 6


def test_runs_and_descriptions_that_are_equally_new_come_out_in_one_order():
    one = samples.document({"m.a": Outcome.PASS, "m.b": Outcome.PASS}, profile="x")
    two = samples.document({"m.b": Outcome.PASS, "m.a": Outcome.PASS}, profile="y")
    other = samples.guarantee("m", statement="Said differently.")
    three = msgspec.structs.replace(samples.document({"m.a": Outcome.PASS}, profile="z"), guarantees={"m.a": other})
    files = [("one", one), ("two", two), ("three", three)]
    first, *others = [combine(order) for order in permutations(files)]
    assert all(found == first and list(found.guarantees) == list(first.guarantees) for found in others)
