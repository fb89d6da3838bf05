"""A text that is changed before it is parsed, each of its characters still at its place in what was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

__all__ = ["Text", "text_of"]


@dataclass(frozen=True)
class Text:
    """``places[k]`` is where the k-th character comes from; the last one is that of the end."""

    text: str
    places: Sequence[int]

    def replaced(self, start: int, end: int, new: str) -> Text:
        places = (*self.places[:start], *([self.places[start]] * len(new)), *self.places[end:])
        return Text(self.text[:start] + new + self.text[end:], places)

    def picked(self, spans: list[tuple[int, int]]) -> Text:
        """The text made of parts of this one, in order."""
        text = "".join(self.text[a:b] for a, b in spans)
        return Text(text, (*(p for a, b in spans for p in self.places[a:b]), self.places[-1]))

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.lines)]

    def with_lines(self, first: int, new: list[tuple[str, int]]) -> Text:
        """The lines from ``first`` on with another indentation: (what stands before it, characters cut off) for each."""
        lines, starts = self.lines, self.starts
        text, places = [self.text[: starts[first]]], list(self.places[: starts[first]])
        for k, (lead, cut) in enumerate(new, first):
            kept = starts[k] + cut, min(starts[k + 1], len(self.text))
            text += [lead, self.text[slice(*kept)]]
            places += [self.places[min(kept[0], len(self.text))]] * len(lead) + list(self.places[slice(*kept)])
        rest = min(starts[first + len(new)], len(self.text)) if first + len(new) <= len(lines) else len(self.text)
        return Text("".join([*text, self.text[rest:]]), (*places, *self.places[rest:]))

    def blanked(self, pattern: re.Pattern[str]) -> Text:
        """The text with spaces for what matches."""
        return Text(pattern.sub(lambda m: " " * len(m[0]), self.text), self.places)


def text_of(text: str) -> Text:
    return Text(text, range(len(text) + 1))
