"""The words around formulas: the text of a block with its mathematics masked, looked at through windows of bounded length."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from symact.documents.model import Block, Maths
from symact.meaning.phrases import WHEN

__all__ = ["FORMULA", "WINDOW", "Prose"]

FORMULA = "\0"  # stands for each character of a formula in masked prose
WINDOW = 600  # characters before and behind a formula that may be about it
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, eq=False)
class Prose:
    """A block as words, with a sign of its own for each character of a formula.

    ``settled`` are the numbers of formulas that say for what case the rest is meant; the words ``for …`` of them limit nothing more.
    """

    block: Block
    settled: frozenset[int] = frozenset()

    @cached_property
    def text(self) -> str:
        chars = list(self.block.excerpt.text)
        for start, end in self.places:
            chars[start:end] = FORMULA * (end - start)
        text = _COMMENT.sub(lambda m: " " * len(m[0]), "".join(chars))
        for start, end in (self.places[k] for k in self.settled):
            opener = WHEN.search(text[:start].rstrip(" \n*_"))
            first = opener.start() if opener else start
            end += len(re.match(r"\s*时?", text[end:])[0])  # type: ignore[index]
            text = text[:first] + " " * (end - first) + text[end:]
        return text

    def with_settled(self, maths: Maths) -> Prose:
        return replace(self, settled=self.settled | {self.number(maths)})

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Where each formula stands in the text."""
        locate = self.block.excerpt.locate
        return tuple((locate(m.outer.start), locate(m.outer.end)) for m in self.block.maths)

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {id(m): k for k, m in enumerate(self.block.maths)}

    def number(self, maths: Maths) -> int:
        """Which formula of the block it is, from 0."""
        return self._numbers[id(maths)]

    def before(self, maths: Maths) -> str:
        start, _ = self.places[self.number(maths)]
        return self.text[max(0, start - WINDOW) : start]

    def after(self, maths: Maths) -> str:
        _, end = self.places[self.number(maths)]
        return self.text[end : end + WINDOW]

    @property
    def words(self) -> str:
        """The text without formulas; empty where the block is mathematics alone."""
        return self.text.replace(FORMULA, "").strip()
