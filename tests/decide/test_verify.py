"""Evidence in a report is checked again, and evidence that was tampered with fails."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from symact.check import check
from symact.decide.verify import evidence_from_json, verify
from symact.report.jsonreport import to_json

TEXT = r"""
$$\tanh'(x) = 1 - \tanh^2(x)$$

$$\tanh'(x) = 1 + \tanh^2(x)$$

$$\max(0, x) = \frac{x + |x|}{2}$$

$$\max(\alpha x, x) = \max(0, x) + \alpha \min(0, x)$$

Let $a > 0$. Then
$$\sqrt{a^2} = 2 a$$

$$\frac{d}{dx} f(g(x)) = f'(g(x)) g'(x)$$
"""


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    return to_json(check(TEXT))


def claims(data: dict[str, Any]) -> list[dict[str, Any]]:
    return list(data["documents"][0]["claims"])


def test_all_evidence_holds(report: dict[str, Any]) -> None:
    checked = verify(report)
    assert [c.verdict for c in checked] == ["proved", "refuted", "proved", "conditional", "refuted", "proved"]
    assert all(c.holds for c in checked)


def test_evidence_comes_back_as_it_was(report: dict[str, Any]) -> None:
    for claim in claims(report):
        again = evidence_from_json(claim["evidence"]).to_json()
        for key in ("terms", "condition", "holds", "fails"):
            assert again.get(key) == claim["evidence"].get(key)


def test_a_condition_is_the_one_that_was_proved(report: dict[str, Any]) -> None:
    data = copy.deepcopy(report)
    claims(data)[3]["condition"] = "alpha <= 50"
    assert verify(data)[3].holds is False


@pytest.mark.parametrize(
    ("which", "path", "value"),
    [
        (1, ("names", 0, 1), "0"),  # at 0 both sides are 1
        (1, ("terms", "right"), ["num", "1"]),
        (0, ("terms", "left"), ["sym", "x"]),
        (0, ("terms", "left"), ["num", "1e999999999"]),
        (0, ("method",), "trust me"),
        (3, ("condition", 2), ["num", "50"]),
        (0, ("terms",), None),
        (2, ("cells",), []),
        (2, ("cells", 0), None),  # a case is left out
        (2, ("terms", "right"), ["abs", ["sym", "x"]]),
        (4, ("names", 0, 1), "-3"),  # outside what is assumed
        (4, ("assumptions",), None),
    ],
)
def test_tampered_evidence_fails(report: dict[str, Any], which: int, path: tuple[Any, ...], value: Any) -> None:
    data = copy.deepcopy(report)
    place: Any = claims(data)[which]["evidence"]
    for key in path[:-1]:
        place = place[key]
    if path[-1] == 0 and path[0] == "cells":
        del place[0]
    else:
        place[path[-1]] = value
    if path == ("terms", "right"):
        claims(data)[which]["evidence"]["terms"]["left"] = ["num", "1"]
    assert verify(data)[which].holds is False


def test_deep_json_is_refused(report: dict[str, Any]) -> None:
    data = copy.deepcopy(report)
    deep: Any = ["sym", "x"]
    for _ in range(600):
        deep = ["exp", deep]
    claims(data)[0]["evidence"]["terms"]["left"] = deep
    assert verify(data)[0].holds is False
