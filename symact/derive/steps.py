"""The first lines of a derivation: one rule of differentiation applied at the root of the definition."""

from __future__ import annotations

from dataclasses import dataclass

from symact.derive.tidy import tidy
from symact.terms.calculus import diff
from symact.terms.core import ONE, Term, add, free, log, mul, neg, power, sub
from symact.terms.functions import FUNCTIONS
from symact.terms.latex import bracketed, to_latex

__all__ = ["Line", "apply_rule", "operator"]


@dataclass(frozen=True)
class Line:
    """A member of the chain: the rule that leads to it, what it says, and how it is written."""

    rule: str
    term: Term
    latex: str


Parts = tuple[tuple[Term, Term], ...]


def operator(v: Term, inner: Term) -> str:
    r"""``\frac{\mathrm{d}}{\mathrm{d}x}(...)``, with round d where the variable is an entry of a vector."""
    d = r"\partial" if v.head == "at" else r"\mathrm{d}"
    name = to_latex(v)
    body = bracketed(to_latex(inner))
    gap = " " if d == r"\partial" else ""
    return rf"\frac{{{d}}}{{{d}{gap}{name}}}{body}"


def _product(outer: Term, d: str) -> str:
    if outer == ONE:
        return d
    if outer == neg(ONE):
        return f"-{d}"
    text = to_latex(outer)
    return rf"{bracketed(text) if outer.head in ('add', 'sum') else text} \cdot {d}"


def _sum(parts: Parts, v: Term) -> str:
    out = ""
    for k, (outer, inner) in enumerate(parts):
        text = _product(outer, operator(v, inner))
        out += text if k == 0 else f" - {text[1:]}" if text.startswith("-") else f" + {text}"
    return out


def _depends(t: Term, v: Term) -> bool:
    return (v.args[0] if v.head == "at" else v) in free(t)


@dataclass(frozen=True)
class Rule:
    """The derivative as a sum of ``outer * d/dx inner``, all over ``below``."""

    name: str
    parts: Parts
    below: Term = ONE

    def scaled(self, c: Term) -> Rule:
        return Rule(self.name, tuple((mul(c, outer), inner) for outer, inner in self.parts), self.below)


def apply_rule(t: Term, v: Term) -> list[Line]:
    """The rule at the root of ``t``, first with the derivatives of the parts still to be taken, then with them taken."""
    rule = _rule(t, v)
    if rule is None:
        slope = tidy(diff(t, v))
        return [Line("differentiate", slope, to_latex(slope))]
    over = power(rule.below, -1)
    value = mul(add(*(mul(outer, tidy(diff(inner, v))) for outer, inner in rule.parts)), over)
    shown = _sum(rule.parts, v)
    if rule.below != ONE:
        shown = rf"\frac{{{shown}}}{{{to_latex(rule.below)}}}"
    taken = Line("differentiate the parts", value, to_latex(value))
    return [taken] if all(inner == v for _, inner in rule.parts) else [Line(rule.name, value, shown), taken]


def _rule(t: Term, v: Term) -> Rule | None:
    if t.head == "add":
        parts = tuple(_without_number(a) for a in t.args if _depends(a, v))
        if len(parts) != 1:
            return Rule("sum rule", parts) if parts else None
        inner = _rule(parts[0][1], v)
        return None if inner is None else inner.scaled(parts[0][0])
    if t.head == "mul" or (t.head == "pow" and t.args[1].is_num and t.args[1].value < 0):
        return _fraction_or_product(t, v)
    if t.head == "pow" and not _depends(t.args[1], v):
        base, n = t.args
        return Rule("power rule" if base == v else "power and chain rule", ((mul(n, power(base, sub(n, 1))), base),))
    if t.head == "pow" and not _depends(t.args[0], v):
        return Rule("exponential rule", ((mul(t, log(t.args[0])), t.args[1]),))
    if t.head in FUNCTIONS and len(t.args) == 1:
        slope = FUNCTIONS[t.head].derivative
        if slope is not None:
            return Rule("chain rule", ((slope(t.args[0])[0], t.args[0]),))
    return None


def _without_number(a: Term) -> tuple[Term, Term]:
    """A summand as a number times the rest."""
    if a.head == "mul" and a.args[0].is_num:
        return a.args[0], mul(*a.args[1:])
    return ONE, a


def _is_below(f: Term) -> bool:
    return f.head == "pow" and f.args[1].is_num and f.args[1].value < 0


def _fraction_or_product(t: Term, v: Term) -> Rule | None:
    factors = t.args if t.head == "mul" else (t,)
    front = mul(*(f for f in factors if not _depends(f, v)))
    moving = [f for f in factors if _depends(f, v)]
    below = mul(*(power(f.args[0], -f.args[1].value) for f in moving if _is_below(f)))
    above = [f for f in moving if not _is_below(f)]
    if below != ONE and not above:
        return Rule("chain rule for the reciprocal", ((mul(-1, front, power(below, -2)), below),))
    if below != ONE:
        top = mul(front, *above)
        return Rule("quotient rule", ((below, top), (neg(top), below)), power(below, 2))
    if len(above) == 1:
        inner = _rule(above[0], v)
        return None if inner is None else inner.scaled(front)
    return Rule("product rule", tuple((mul(front, *above[:k], *above[k + 1 :]), f) for k, f in enumerate(above)))
