r"""Fractions with their sign in the middle, ``{a \over b}``, as the fractions with their sign in front that the grammar knows."""

from __future__ import annotations

from symact.notation import names as n
from symact.notation.lexer import Tokens
from symact.notation.syntax import NotationError
from symact.source import Span

__all__ = ["prefixed"]


def prefixed(tokens: Tokens) -> Tokens:
    r"""The tokens with ``{a \over b}`` as ``{\frac{a}{b}}``, and ``{n \choose k}`` as ``{\binom{n}{k}}``.

    The tokens that are put in stand for no characters of their own.
    """
    if n.INFIX not in tokens.kinds:
        return tokens
    before: dict[int, list[str]] = {}  # what is put in before a token
    open_braces: list[tuple[int, int]] = []  # each with the sign inside it, or -1
    for i, kind in enumerate(tokens.kinds):
        if kind == n.LB:
            open_braces.append((i, -1))
        elif kind == n.RB and open_braces:
            opening, sign = open_braces.pop()
            if sign >= 0:
                before[opening + 1] = [tokens.values[sign], n.LB, *before.get(opening + 1, [])]
                before[i] = [n.RB]
        elif kind == n.INFIX:
            if not open_braces or open_braces[-1][1] >= 0:
                raise NotationError("unclear what stands above the line", Span(tokens.starts[i], tokens.ends[i]))
            open_braces[-1] = (open_braces[-1][0], i)
    out = Tokens([], [], [], [])
    for i, (kind, value, start, end) in enumerate(zip(*tokens, strict=True)):
        for added in before.get(i, ()):
            place = tokens.ends[i - 1] if added == n.RB else start
            _put(out, added, "", place, place)
        if kind == n.INFIX:
            _put(out, n.RB, "", start, start)
            _put(out, n.LB, "", end, end)
        else:
            _put(out, kind, value, start, end)
    return out


def _put(out: Tokens, kind: str, value: str, start: int, end: int) -> None:
    out.kinds.append(kind)
    out.values.append(value)
    out.starts.append(start)
    out.ends.append(end)
