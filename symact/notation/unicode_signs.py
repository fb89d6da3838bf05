"""Unicode characters that stand for several tokens: raised and lowered runs, letters with marks, fractions in one character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from symact.notation import names as n

__all__ = ["script_run", "sign_tokens"]

Piece = tuple[str, str, int, int]  # kind, value, start and end within the run


def script_run(run: str, raised: bool) -> Iterator[Piece]:
    """A run of raised or lowered characters: ``^{...}`` or ``_{...}``."""
    table = n.SUPERSCRIPTS if raised else n.SUBSCRIPTS
    yield n.SUP if raised else n.SUB, "", 0, 0
    yield n.LB, "", 0, 0
    i = 0
    while i < len(run):
        c, j = table[run[i]], i + 1
        if c.isdigit():
            while j < len(run) and table[run[j]].isdigit():
                j += 1
            yield n.NUM, "".join(table[r] for r in run[i:j]), i, j
        else:
            kind = n.OPEN if c == "(" else n.CLOSE if c == ")" else n.ADD if c in "+-" else n.NAME
            yield kind, c, i, j
        i = j
    yield n.RB, "", len(run), len(run)


def sign_tokens(sign: str) -> tuple[Piece, ...]:
    """What one character stands for: ``ℝ``, ``ℒ``, ``ŷ``, ``½``; nothing for any other."""
    if letter := n.UNICODE_BLACKBOARD.get(sign):
        return (n.STYLE, "bb", 0, 0), (n.NUM if letter == "1" else n.NAME, letter, 0, 1)
    if letter := n.UNICODE_SCRIPT.get(sign):
        return (n.STYLE, "cal", 0, 0), (n.NAME, letter, 0, 1)
    if parts := n.VULGAR_FRACTIONS.get(sign):
        digits = [((n.LB, "", 0, 0), (n.NUM, digit, 0, 1), (n.RB, "", 1, 1)) for digit in parts]
        return (n.FRAC, "", 0, 0), *digits[0], *digits[1]
    letter, mark = unicodedata.normalize("NFD", sign)[:1], unicodedata.normalize("NFD", sign)[1:]
    if mark in n.MARKS and letter.isascii():
        return (n.STYLE, n.MARKS[mark], 0, 0), (n.NAME, letter, 0, 1)
    return ()
