"""What a row of the table of phrases is, and how the rows of a language are matched against a sentence.

In a pattern ``<value>``, ``<set>``, ``<entry>`` and their like stand for what :data:`MACROS` says; what they match is kept under

"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Literal

__all__ = ["MACROS", "SIGNS", "Lexicon", "Match", "Phrase", "Role", "Signs", "any_of", "phrase"]

Role = Literal[
    "claim",  # what is claimed
    "quantity",  # of what: the output, the derivative, its maximum
    "region",  # where
    "filler",  # says nothing that changes a claim
    "joint",  # and
    "pronoun",
    "class",  # functions in general
    "hedge",  # what the clause says is not asserted
    "case",  # under a condition that is not read
    "aside",  # what follows in the clause speaks of something else
    "denial",  # what follows is called wrong
    "example",  # for example
]


@dataclass(frozen=True)
class Signs:
    """Signs of the private use area: one stands for each character of a thing that was found before the words are read."""

    first: int
    last: int

    @property
    def run(self) -> str:
        return f"[{chr(self.first)}-{chr(self.last)}]"

    def __contains__(self, character: str) -> bool:
        return self.first <= ord(character) <= self.last


SIGNS: Mapping[str, Signs] = {
    "entry": Signs(0xE000, 0xE3FF),  # the name of a known function
    "symbol": Signs(0xE400, 0xE4FF),  # a formula that is the name of a function, or its application to a variable
    "zero": Signs(0xE500, 0xE500),
    "number": Signs(0xE501, 0xE7FF),  # a number, an infinity, a Greek letter
    "interval": Signs(0xE800, 0xE8FF),  # [0, 1)
    "condition": Signs(0xE900, 0xE9FF),  # x > 0, x -> infinity, alpha = 0
    "formula": Signs(0xEA00, 0xEAFF),  # any other inline formula
}

_VALUE = f"[{chr(SIGNS['zero'].first)}-{chr(SIGNS['number'].last)}{chr(SIGNS['formula'].first)}-{chr(SIGNS['formula'].last)}]+"
_REALS = (
    r"(?:the )?(?:whole |entire )?real (?:line|axis)|all real numbers|(?:the )?reals|全体实数|整个实数[轴域集]?|实数[集域]|所有实数|ℝ"
)
_BETWEEN = rf"{_VALUE}\s*(?:and|to|到|至|和|与|~|—|–|-|∼)\s*{_VALUE}"
_FUNCTION = (
    r"(?:(?:the )?(?:exponential|logarithm(?:ic)?|log|exp|square root|division)s?(?: (?:function|term|operation|computation)s?)?(?![a-z])"
    rf"|指数(?:函数|项)?|对数(?:函数|项)?|除法|平方根|开方|{SIGNS['entry'].run}+)"
)

MACROS: Mapping[str, str] = {
    "entry": f"{SIGNS['entry'].run}+",
    "zero": f"{SIGNS['zero'].run}+",
    "value": _VALUE,
    "between": f"(?:{_BETWEEN})",
    "set": f"(?:{_BETWEEN}|{SIGNS['interval'].run}+|{SIGNS['formula'].run}+|{_REALS})",
    "condition": f"{SIGNS['condition'].run}+",
    "functions": rf"{_FUNCTION}(?:\s*(?:, and|,|、|和|与|及|以及|and|or|或)\s*{_FUNCTION})*",
}
_SMALL = {c: c + 32 for c in range(ord("A"), ord("Z") + 1)}  # patterns are in small letters, which is faster than to ignore their case
_PLACE = re.compile(rf"<({'|'.join(MACROS)})>")


@dataclass(frozen=True)
class Phrase:
    """A row: how something is said in a language, and which of the meanings (``kinds.MEANINGS`` for claims) it has.

    ``example`` is a sentence in which it stands, for the documentation and its test.
    """

    role: Role
    meaning: str
    pattern: str
    example: str = ""

    @cached_property
    def whole(self) -> str:
        """The pattern without names, for the alternation of all rows."""
        return _PLACE.sub(lambda m: MACROS[m[1]], self.pattern)

    @cached_property
    def named(self) -> str:
        """The pattern with a name and a number for what each macro matches."""
        numbers = count()
        return _PLACE.sub(lambda m: f"(?P<{m[1]}_{next(numbers)}>{MACROS[m[1]]})", self.pattern)


_AT_MOST = "){0,8}"  # words that may be repeated: a bound for the time that a pattern takes


def phrase(role: Role, meaning: str, pattern: str, example: str = "") -> Phrase:
    small = re.sub(r"\\.|[A-Z]", lambda m: m[0] if m[0][0] == "\\" else m[0].lower(), pattern)
    return Phrase(role, meaning, small.replace(")*", _AT_MOST), example)


def any_of(words: str) -> str:
    """A pattern for words set apart by bars (some may be patterns), the longest first."""
    return f"(?:{'|'.join(sorted(words.split('|'), key=len, reverse=True))})"


@dataclass(frozen=True)
class Match:
    """A row that was found, with what stands at its macros."""

    phrase: Phrase
    start: int
    end: int
    captured: Mapping[str, tuple[str, ...]]


class Lexicon:
    """The rows of a language; ``edges`` keep a match from beginning or ending inside of a word."""

    def __init__(self, rows: Sequence[Phrase], edges: tuple[str, str]) -> None:
        self.rows = tuple(rows)
        self._edges = edges

    @cached_property
    def _any(self) -> re.Pattern[str]:
        """Any row; those of claims stand in a group."""
        claims, others = (
            "|".join(f"(?:{r.whole})" for r in self.rows if (r.role == "claim") == wanted) for wanted in (True, False)
        )
        return self._pattern(f"(?P<claim>{claims})|{others}")

    @cached_property
    def _each(self) -> list[tuple[Phrase, re.Pattern[str]]]:
        return [(row, self._pattern(row.named)) for row in self.rows]

    def _pattern(self, pattern: str) -> re.Pattern[str]:
        before, after = self._edges
        return re.compile(f"{before}(?:{pattern}){after}")

    def may_claim(self, text: str) -> bool:
        """Whether words of a claim are met."""
        return any(m["claim"] is not None for m in self._any.finditer(text.translate(_SMALL)))

    def matches(self, text: str) -> Iterator[Match]:
        """The rows that are met from left to right: the longest at each place, of equally long ones the first in the table."""
        text, at = text.translate(_SMALL), 0
        while (found := self._any.search(text, at)) is not None:
            yield (best := self._longest(text, found.start()))
            at = best.end

    def _longest(self, text: str, start: int) -> Match:
        found = [(m, row) for row, pattern in self._each if (m := pattern.match(text, start)) is not None]
        m, row = max(found, key=lambda pair: pair[0].end())
        captured: dict[str, tuple[str, ...]] = {}
        for name, part in m.groupdict().items():
            if part:
                macro = name.partition("_")[0]
                captured[macro] = (*captured.get(macro, ()), part)
        return Match(row, start, m.end(), captured)
