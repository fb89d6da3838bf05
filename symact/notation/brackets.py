r"""Brackets, bars, and evaluation at a point."""

from __future__ import annotations

from symact.notation import names as n
from symact.notation.factors import primeless
from symact.notation.reader import RULES, Reader, none_at
from symact.notation.syntax import Node, NotationError
from symact.source import Span

__all__ = ["evaluated", "opens_bar"]


def group(r: Reader) -> Node:
    """A bracket with its content; an interval where the brackets do not match or the place says so."""
    at = r.at
    opening = r.values[at]
    start = r.starts[at]
    interval = r.interval_at == at
    if opening == "{" and r.kinds[at + 1] == n.BEGIN and r.kinds[at] == n.OPEN:
        cases = RULES["braced cases"](r)
        if cases.kind != "none":
            return cases
    if opening == "{" and conditions_inside(r, at):
        return RULES["worded cases"](r)
    r.at = at + 1
    r.deeper()
    saved = r.bar, r.integral, r.in_rows
    r.bar, r.integral, r.in_rows = None, False, False
    inner = none_at(r.ends[at]) if r.kinds[r.at] == n.CLOSE else RULES["content"](r)
    r.bar, r.integral, r.in_rows = saved
    r.depth -= 1
    if r.kinds[r.at] != n.CLOSE:
        if r.kinds[r.at] in (n.EOF, n.END, n.RB, n.ROW, n.AMP, n.RBAR, n.RNULL):
            raise NotationError(f"unclosed {r.text[start : r.ends[at]]}", Span(start, r.ends[at]))
        raise r.unexpected()
    closing = r.values[r.at]
    pair = inner.kind == "seq" and len(inner.args) == 2 and not inner.value
    r.at += 1
    if n.PAIRS[opening] != closing:
        if pair and opening in "([" and closing in ")]":
            return r.node("interval", start, inner.args, opening + closing)
        r.at -= 1
        raise r.unexpected(f"{r.text[start : r.ends[at]]} closed by {closing}")
    if interval and pair and opening in "([":
        return r.node("interval", start, inner.args, opening + closing)
    return r.node("group", start, (inner,), opening)


def conditions_inside(r: Reader, at: int) -> bool:
    """Whether words such as "if" or "otherwise" stand in the bracket that token ``at`` opens, and in no bracket inside it."""
    depth = 0
    while r.kinds[at] != n.EOF:
        kind = r.kinds[at]
        if kind in (n.OPEN, n.LB, n.BEGIN):
            depth += 1
        elif kind in (n.CLOSE, n.RB, n.END):
            depth -= 1
        elif depth == 1 and kind in (n.IF, n.ELSE):
            return True
        if not depth:
            return False
        at += 1
    return False


def bars_left(r: Reader) -> list[int]:
    """For each token that is a bar: how many bars of its kind stand in its bracket from there on, itself included."""
    if r.bars is None:
        kinds, values = r.kinds, r.values
        counts = [0] * len(kinds)
        stack: list[dict[str, int]] = [{}]
        for i in range(len(kinds) - 1, -1, -1):
            kind = kinds[i]
            if kind == n.BAR:
                if kinds[i + 1] != n.SUB or counts_as_norm(r, i):
                    stack[-1][values[i]] = stack[-1].get(values[i], 0) + 1
                counts[i] = stack[-1].get(values[i], 0)
            elif kind in (n.CLOSE, n.RB, n.END, n.RBAR, n.RNULL):
                stack.append({})
            elif kind in (n.OPEN, n.LB, n.BEGIN, n.LBAR, n.LNULL):
                if len(stack) > 1:
                    stack.pop()
            elif kind in (n.ROW, n.AMP):
                stack[-1] = {}
        r.bars = counts
    return r.bars


def counts_as_norm(r: Reader, i: int) -> bool:
    """A bar with an index closes a norm (``||x||_2``, ``|x|_1``) unless it is an evaluation bar (``|_{x=0}``)."""
    kinds = r.kinds
    if r.values[i] == "‖" or kinds[i - 1] == n.BAR:
        return True
    at = i + 2
    if at < len(kinds) and kinds[at] == n.LB:
        while kinds[at] not in (n.RB, n.EOF):
            if kinds[at] == n.REL:
                return False
            at += 1
    return True


def opens_bar(r: Reader) -> bool:
    """A bar after an operand begins an absolute value: none is open, and the bars that are left pair up."""
    at = r.at
    if r.bar is not None or r.values[at] == "mid" or r.kinds[at + 1] in (n.SUB, n.CLOSE):
        return False
    left = bars_left(r)[at]
    return left % 2 == 0 and not (left == 2 and r.kinds[at + 1] == n.BAR and r.starts[at + 1] == r.ends[at])


def bar(r: Reader) -> Node:
    """|x|, ||x||, \\|x\\| where an operand is expected."""
    at = r.at
    start, value, kind = r.starts[at], r.values[at], r.kinds[at]
    double = False
    if (
        kind == n.BAR
        and value == "|"
        and r.kinds[at + 1] == n.BAR
        and r.starts[at + 1] == r.ends[at]
        and r.values[at + 1] == "|"
    ):
        nxt = next_bar(r, at + 2)
        double = nxt >= 0 and r.kinds[nxt + 1] == n.BAR and r.starts[nxt + 1] == r.ends[nxt]
    r.at = at + (2 if double else 1)
    r.deeper()
    saved = r.bar, r.integral, r.in_rows
    r.bar, r.integral, r.in_rows = (value if kind == n.BAR else None), False, False
    inner = RULES["content"](r)
    r.bar, r.integral, r.in_rows = saved
    r.depth -= 1
    for _ in range(2 if double else 1):
        if r.kinds[r.at] not in (n.BAR, n.RBAR) or r.values[r.at] != value:
            shown = r.text[start : r.ends[at]]
            raise NotationError(f"unclosed {shown}", Span(start, r.ends[at]))
        r.at += 1
    return r.node("norm" if double or value == "‖" else "abs", start, (inner,))


def next_bar(r: Reader, at: int) -> int:
    """The next bar in the same bracket, from token ``at``; -1 if there is none."""
    depth = 0
    kinds = r.kinds
    while depth >= 0 and kinds[at] != n.EOF:
        kind = kinds[at]
        if kind == n.BAR and depth == 0:
            return at
        if kind in (n.OPEN, n.LB, n.BEGIN, n.LBAR, n.LNULL):
            depth += 1
        elif kind in (n.CLOSE, n.RB, n.END, n.RBAR, n.RNULL):
            depth -= 1
        at += 1
    return -1


def evaluation(r: Reader) -> Node:
    r"""\left. f(x) \right|_{x=0}"""
    at = r.at
    r.at = at + 1
    r.deeper()
    saved = r.bar, r.integral, r.in_rows
    r.bar, r.integral, r.in_rows = None, False, False
    inner = RULES["sum"](r)
    r.bar, r.integral, r.in_rows = saved
    r.depth -= 1
    if r.kinds[r.at] not in (n.RBAR, n.BAR) or r.kinds[r.at + 1] not in (n.SUB, n.SUP):
        raise NotationError(r"\left. without \right| and a point", Span(r.starts[at], r.ends[at]))
    return evaluated(r, inner, r.starts[at])


def evaluated(r: Reader, operand: Node, start: int) -> Node:
    """The rest of an ``at`` node, from its bar."""
    r.at += 1
    low: Node | None = None
    high: Node | None = None
    while r.kinds[r.at] in (n.SUB, n.SUP):
        sub = r.kinds[r.at] == n.SUB
        if (low if sub else high) is not None:
            raise r.unexpected("double script on a bar")
        r.at += 1
        if sub:
            low = primeless(r)
        else:
            high = primeless(r)
    if low is None:
        raise r.unexpected("an evaluation bar without its point")
    return r.node("at", start, (operand, low) if high is None else (operand, low, high))
