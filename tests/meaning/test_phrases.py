"""The table of phrases: every row has an example in which it is met, in a case file and in the documentation."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from symact.claims.meanings import MEANINGS
from symact.claims.topics import names_function
from symact.documents import read_text
from symact.meaning.assertions import read_sentence
from symact.meaning.flat import sentences
from symact.meaning.phrases.en import ENGLISH
from symact.meaning.phrases.model import Lexicon, Phrase
from symact.meaning.phrases.zh import CHINESE
from symact.meaning.prose import Prose
from symact.meaning.scope import Scope

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = {"en": ENGLISH, "zh": CHINESE}
ROWS = [(name, row) for name, lexicon in LANGUAGES.items() for row in lexicon.rows if row.role == "claim"]
TABLE = re.compile(r"(?<=<!-- phrases -->\n).*?(?=<!-- end of phrases -->)", re.DOTALL)


def asserted(text: str, lexicon: Lexicon) -> list[Phrase]:
    prose = Prose(read_text(f"{text}\n", "x.md").blocks[0])
    found = sentences(prose, lambda maths: names_function(maths, Scope()))
    return [a.match.phrase for s in found for a in read_sentence(s, tuple(lexicon.matches(s.text))).assertions]


@pytest.mark.parametrize(("language", "row"), ROWS, ids=lambda x: x if isinstance(x, str) else x.meaning)
def test_every_row_is_met_in_its_example(language: str, row: Phrase) -> None:
    assert row.example
    assert row in asserted(row.example, LANGUAGES[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_is_a_case(language: str) -> None:
    cases = (ROOT / "tests" / "cases" / f"sentences_{language}.md").read_text(encoding="utf-8")
    assert [row.example for name, row in ROWS if name == language and f"- {row.example}" not in cases] == []


def test_meanings_are_those_of_the_rows() -> None:
    assert {row.meaning for _, row in ROWS} == set(MEANINGS)


def test_documentation(golden: Callable[[Path, str], None]) -> None:
    """The table in the documentation has a line for each meaning, with the first example in each language."""
    examples = [{m: next((r.example for n, r in ROWS if (n, r.meaning) == (name, m)), "") for m in MEANINGS} for name in LANGUAGES]
    lines = ["| meaning | kind | English | 中文 |", "|---|---|---|---|"]
    lines += [f"| {m} | {MEANINGS[m].kind} | {examples[0][m]} | {examples[1][m]} |" for m in MEANINGS]
    path = ROOT / "docs" / "sentences.md"
    page = path.read_text(encoding="utf-8")
    golden(path, TABLE.sub(lambda _: "\n".join(["", *lines, "", ""]), page))


@pytest.mark.parametrize("text", ["the input " * 150, "的" * 1500, " " * 1500, "is the " * 200, "将输入" * 400])
def test_matching_takes_no_long_time(text: str) -> None:
    import time

    start = time.process_time()
    for lexicon in LANGUAGES.values():
        list(lexicon.matches(text))
    assert time.process_time() - start < 2
