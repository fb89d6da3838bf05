"""What findings say, in the other language of reports: sentences and their parts from a table; what is not in it stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

__all__ = ["LONGEST", "translated"]

TABLES = {"zh": Path(__file__).with_name("phrases.zh.tsv")}
JOINTS = {"zh": "；"}
LONGEST = 1000  # characters of a phrase; a longer one is a document's text
_SLOT = re.compile(r"\{(\d?)\}")
Pattern = tuple[list[str], str]  # what stands around the values, and the sentence for them


def translated(phrase: str, language: str) -> str:
    """The phrase in a language: by the row with the most words that it fits, its values translated in turn, else part by part."""
    if language not in TABLES or not phrase or len(phrase) > LONGEST:
        return phrase
    exact, patterns = _table(language)
    if phrase in exact:
        return exact[phrase]
    for pieces, sentence in patterns:
        values = _values(phrase, pieces)
        if values is not None:
            return _filled(sentence, [translated(v, language) for v in values])
    parts = phrase.split("; ")
    return JOINTS[language].join(translated(p, language) for p in parts) if len(parts) > 1 else phrase


@cache
def _table(language: str) -> tuple[dict[str, str], list[Pattern]]:
    rows = [line.split("\t") for line in TABLES[language].read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    exact = {english: other for english, other in rows if "{}" not in english}
    patterns: list[Pattern] = [(english.split("{}"), other) for english, other in rows if "{}" in english]
    return exact, sorted(patterns, key=lambda p: -sum(map(len, p[0])))


def _values(phrase: str, pieces: Sequence[str]) -> list[str] | None:
    """What stands in the slots between the pieces, each as short as can be, or None where the phrase is another."""
    first, *middle, last = pieces
    end = len(phrase) - len(last)
    if not phrase.startswith(first) or not phrase.endswith(last):
        return None
    values, at = [], len(first)
    for piece in middle:
        found = phrase.find(piece, at + 1, end)
        if found < 0:
            return None
        values.append(phrase[at:found])
        at = found + len(piece)
    return [*values, phrase[at:end]] if at < end else None


def _filled(sentence: str, values: Sequence[str]) -> str:
    order = iter(range(len(values)))
    return _SLOT.sub(lambda m: values[int(m[1])] if m[1] else values[next(order)], sentence)
