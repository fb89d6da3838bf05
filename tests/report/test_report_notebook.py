"""Reports, claims and findings as a notebook shows them."""

from __future__ import annotations

import re

import pytest
from report_samples import attack, right, sigmoid
from test_report_html import ATTRIBUTES, ELEMENTS, Tree

from symact.verdict import Claim, Finding, Report

SHOWN: list[Report | Claim | Finding] = [
    sigmoid(), right(), attack(), Report(), *sigmoid().claims, *attack().claims[:6], *sigmoid().findings, *attack().findings[:3],
]  # fmt: skip


@pytest.mark.parametrize("shown", SHOWN, ids=lambda s: type(s).__name__)
def test_html_is_a_sound_fragment_with_no_anchor_that_another_cell_could_have(shown: Report | Claim | Finding) -> None:
    tree = Tree(shown._repr_html_())
    assert {tag for tag, _ in tree.elements} <= ELEMENTS
    assert {name for _, attributes in tree.elements for name in attributes} <= ATTRIBUTES - {"id"}
    assert "<script" not in shown._repr_html_()


def test_its_style_is_its_own() -> None:
    (style,) = re.findall(r"(?s)<style>(.*?)</style>", sigmoid()._repr_html_())
    rules = re.findall(r"(?m)^([^{}@]+)\{", re.sub(r"@media[^{]*\{", "", style))
    selectors = [s.strip() for rule in rules for s in re.sub(r"\([^)]*\)", "", rule).split(",")]
    assert [s for s in selectors if s and not s.startswith(".symact")] == []


def test_markdown_says_the_same_in_short() -> None:
    text = sigmoid()._repr_markdown_()
    assert text.startswith("`notes/sigmoid.md`：**6 个论断中有 2 个错误")
    assert "**第 11 行**：这一步与前一步不相等" in text
    claim = right().claims[0]
    assert claim._repr_markdown_().startswith("- **Line 3**: proved: $\\sigma(x)")
    (finding,) = [f for f in sigmoid().findings if f.code == "loose-range"]
    assert "the exact range is smaller" in finding._repr_markdown_()
