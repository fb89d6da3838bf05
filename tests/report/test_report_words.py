"""Both languages of reports are whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from string import Formatter

import pytest
from report_samples import right, sigmoid

import symact
from symact.repair import slips
from symact.report import words
from symact.report.phrases import LONGEST, translated
from symact.report.render import render

ROOT = Path(symact.__file__).parent
TABLES = {name: getattr(words, name) for name in ("TABLE", "STATUSES", "KINDS", "RULES", "METHODS")}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLURALS = {"s", "es", "are"}


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name} - PLURALS


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_both_languages_with_the_same_values(name: str) -> None:
    for key, (english, chinese) in TABLES[name].items():
        assert fields(english) == fields(chinese), key
        assert not CHINESE.search(english), key
        if any(c.isalpha() for c in re.sub(r"\{\w+\}|symact", "", english)):
            assert CHINESE.search(chinese), key


def test_a_chinese_page_has_no_english_sentence() -> None:
    """What is Latin on it is code, mathematics, names of the document, or a name of ours."""
    for report in (sigmoid(), right()):
        page = unescape(render(report, "md", "zh"))
        rest = re.sub(r"(?s)```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|<!--.*?-->|Sigmoid|symact|^\|.*?\|", "", page, flags=re.M)
        known = {"alpha", "the", "exact", "range", "is", "smaller", "q", "and", "r", "are", "bound", "nowhere", "an", "image"}  # of the sample
        assert set(re.findall(r"[A-Za-z]{2,}", rest)) <= known | {"formula", "in", "cannot", "be", "read", "softmax"}


def test_plurals() -> None:
    say = words.Words("en")
    assert say("refuted of", n=1, total=3) == "1 of 3 claims is wrong"
    assert say("refuted of", n=2, total=3) == "2 of 3 claims are wrong"
    assert say("follow", n=1) == "1 of the wrong ones only follows from earlier errors."


def test_the_language_of_a_text() -> None:
    assert words.language_of("The slope of 激活 is at most one, as was shown in the second section of this chapter.") == "en"
    assert words.language_of("令 $\\sigma(x) = \\frac{1}{1+e^{-x}}$ 为激活函数，其导数如下。") == "zh"
    assert words.language_of("") == "en"


# ---- what findings say


def test_phrases_with_their_values() -> None:
    assert translated("this step does not equal the one before it", "zh") == "这一步与前一步不相等"
    assert translated("this follows from the errors of line 68 and line 81", "zh") == "由第 68 行和第 81 行的错误推出"
    assert translated("the values lie in it, but the range is (0, 1)", "zh") == "取值在其中，但值域是 (0, 1)"
    assert translated("it is strictly increasing on (0, 1); it is 0 at 3", "zh") == "它在 (0, 1) 上严格递增；它在 3 处为 0"
    assert translated("this formula was not read: unclosed {", "zh") == "没有读懂这个公式：{ 没有闭合"
    assert translated("words that nobody translated", "zh") == "words that nobody translated"
    assert translated("this is not the derivative", "en") == "this is not the derivative"
    assert translated("the limit is " * LONGEST, "zh") == "the limit is " * LONGEST


SAYING = {"NotationError", "fail", "Unknown", "Gap", "Remark", "undecided", "refuted", "Finding", "Misread", "Unclear"}


def said() -> Iterator[tuple[str, str]]:
    """What the modules hand to those who tell it to the reader, with an X for each value, and where."""
    for path in sorted(p for room in ("notation", "claims", "meaning", "decide") for p in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SAYING:
                for argument in node.args:
                    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
                    texts = [p.value if isinstance(p, ast.Constant) and isinstance(p.value, str) else "X" for p in parts]
                    phrase = "".join(texts)
                    if " " in phrase:
                        yield phrase, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_what_findings_say_is_in_the_table() -> None:
    phrases = dict(said())
    assert len(phrases) > 200
    missing = [f"{where}: {phrase}" for phrase, where in phrases.items() if translated(phrase, "zh") == phrase]
    assert len(missing) <= len(phrases) // 20, "add to report/phrases.zh.tsv:\n" + "\n".join(missing)


def test_every_kind_of_slip_is_in_the_table() -> None:
    texts = (v for name, v in vars(slips).items() if name.isupper() and isinstance(v, str))
    for phrase in (*slips.SLIPS.values(), *texts):
        assert CHINESE.search(translated(f"this is not the derivative: {phrase}", "zh").split("：")[1]), phrase
