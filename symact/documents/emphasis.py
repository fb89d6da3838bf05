"""Which stars, underscores and tildes of a text are marks of emphasis; the rest are text or operators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Run", "emphasis_marks"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the same character."""

    start: int
    end: int


def emphasis_marks(text: str, runs: Sequence[Run]) -> list[tuple[int, int]]:
    """The spans of the marks that come in pairs around a text; ``a * b`` and ``2*x`` have none, ``x_i`` neither."""
    marks: list[tuple[int, int]] = []
    open_runs: dict[str, list[tuple[int, int]]] = {}
    for run in runs:
        mark, start, end = text[run.start], run.start, run.end
        if mark == "~" and end - start != 2:
            continue
        before, after = text[start - 1 : start], text[end : end + 1]
        tight_left, tight_right = bool(before.strip()), bool(after.strip())
        if not (tight_left or tight_right):
            continue
        inside_word = _is_letter(before) and _is_letter(after)
        if inside_word and (mark == "_" or end - start == 1):
            continue
        stack = open_runs.setdefault(mark, [])
        while tight_left and stack and start < end:
            left, right = stack.pop()
            length = min(right - left, end - start)
            marks += [(right - length, right), (start, start + length)]
            start += length
            if right - length > left:
                stack.append((left, right - length))
        if tight_right and start < end:
            stack.append((start, end))
    return marks


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()
