"""The JSON is valid against the schema that the package ships, and nothing is lost on the way back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from report_samples import attack, sigmoid

from symact import __version__
from symact.report.jsonreport import SCHEMA, from_json, render_json, to_json
from symact.verdict import Report

SAMPLES = {"sigmoid": sigmoid(), "attack": attack(), "empty": Report()}


@pytest.mark.parametrize("name", SAMPLES)
def test_valid_against_the_schema(name: str) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(render_json(SAMPLES[name])))


@pytest.mark.parametrize("name", SAMPLES)
def test_back_and_forth(name: str) -> None:
    report = SAMPLES[name]
    data = json.loads(render_json(report))
    back = from_json(data, {d.path: (d.source, *d.cells) for d in report.documents})
    assert to_json(back) == to_json(report)
    assert back.findings == report.findings
    assert [d.source for d in back.documents] == [d.source for d in report.documents]


def test_what_stands_in_it() -> None:
    data = to_json(sigmoid())
    assert data["tool"] == {"name": "symact", "version": __version__}
    (document,) = data["documents"]
    assert document["formulas"] == {"found": 6, "read": 5}
    assert sum(document["summary"].values()) == len(document["claims"])
    wrong = next(c for c in document["claims"] if c["id"] == "s2")
    assert wrong["evidence"]["truth"] == "-e^{-x}"
    assert (wrong["line"], wrong["column"], wrong["verdict"], wrong["reason"]) == (11, 4, "refuted", None)
    assert next(c for c in document["claims"] if c["id"] == "s3")["follows_from"] == ["s2"]


def test_recorded_evidence_is_rebuilt_by_who_knows_it() -> None:
    data = to_json(sigmoid())
    evidence = from_json(data).claims[0].verdict.evidence
    assert evidence is not None
    with pytest.raises(TypeError, match="rebuilds"):
        evidence.check()

    class Rebuilt:
        def __init__(self, data: dict[str, Any]) -> None:
            self.method = data["method"]

        def check(self) -> bool:
            return True

        def to_json(self) -> dict[str, Any]:
            return {"method": self.method}

    rebuilt = from_json(data, evidence=Rebuilt).claims[0].verdict.evidence
    assert rebuilt is not None
    assert rebuilt.check()


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="schema 1"):
        from_json({"schema": 2})
