"""Cells of conditions: whether one is empty, and how a condition reads best."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from symact.decide.kinks import solve_for
from symact.terms.ball import Unbound, Undefined, enclose
from symact.terms.core import BINDERS, HALF, ZERO, Term, all_of, any_of, free, mul, not_, parts, rel
from symact.terms.latex import to_latex

__all__ = ["closed", "in_words", "is_empty", "look_into", "opened", "readable"]

MAX_LEAVES = 12


def is_empty(conditions: Iterable[Term]) -> bool:
    """Whether no real point satisfies the conditions; False where that is not known."""
    return look_into(conditions)[0]


def look_into(conditions: Iterable[Term]) -> tuple[bool, dict[Term, Fraction]]:
    """Whether no real point satisfies the conditions (False where that is not known), and values of names that may satisfy them.

    Linear arithmetic and products of symbols go to z3, each function of its own kind as a fresh unknown with its range: if the
    relaxed conditions cannot be met, the conditions cannot.
    """
    flat = [p for c in conditions for p in (c.args if c.head == "and" else (c,)) if p.head in ("lt", "le", "eq", "ne", "or")]
    flat = [c for c in flat if not any(n.head == "ix" for n in free(c))]
    if not flat:
        return False, {}
    import z3

    names: dict[Term, Any] = {}
    solver = z3.SolverFor("QF_NRA")
    solver.set("rlimit", 500_000)  # a measure of work, not of time: the answer does not depend on the load

    def unknown(t: Term) -> Any:
        if t not in names:
            names[t] = z3.Real(f"v{len(names)}")
            if t.head == "exp":
                solver.add(names[t] > 0)
            elif t.head == "abs" or (t.head == "pow" and t.args[1] == HALF):
                solver.add(names[t] >= 0)
        return names[t]

    def build(t: Term) -> Any:
        match t.head:
            case "num":
                return z3.RealVal(str(t.value))
            case "add":
                return sum((build(a) for a in t.args[1:]), build(t.args[0]))
            case "mul":
                out = build(t.args[0])
                for a in t.args[1:]:
                    out = out * build(a)
                return out
            case "pow" if t.args[1].is_num and t.args[1].value.denominator == 1 and 0 < t.args[1].value < 20:
                base = build(t.args[0])
                out = base
                for _ in range(int(t.args[1].value) - 1):
                    out = out * base
                return out
        return unknown(t)

    def asked(c: Term) -> Any:
        if c.head in ("and", "or"):
            return (z3.And if c.head == "and" else z3.Or)(*map(asked, c.args))
        if c.head in ("true", "false"):
            return z3.BoolVal(c.head == "true")
        a, b = build(c.args[0]), build(c.args[1])
        return {"lt": a < b, "le": a <= b, "eq": a == b, "ne": a != b}[c.head]

    for c in flat:
        solver.add(asked(c))
    for t in list(names):  # exp is increasing and 1 at 0
        if t.head == "exp":
            e, u = names[t], build(t.args[0])
            solver.add(z3.And(z3.Implies(u > 0, e > 1), z3.Implies(u < 0, e < 1), z3.Implies(u == 0, e == 1)))
    answer = solver.check()
    if answer != z3.sat:
        return bool(answer == z3.unsat), {}
    model = solver.model()
    values = {t: model[v] for t, v in names.items() if t.head == "sym"}
    return False, {t: v.as_fraction() for t, v in values.items() if v is not None and z3.is_rational_value(v)}


@dataclass(frozen=True)
class _Spelling:
    """How conditions are written: what stands around and between the parts of each kind, and how a term is written."""

    around: dict[str, str]
    between: dict[str, str]
    term: Callable[[Term], str]

    def joined(self, head: str, parts: Sequence[str]) -> str:
        parts = list(dict.fromkeys(parts))
        return parts[0] if len(parts) == 1 else self.around[head].format(self.between[head].join(parts))


def _for_readers(t: Term) -> str:
    return to_latex(t) if any(s.head in BINDERS for s in parts(t)) else repr(t)


_SYMPY = _Spelling(
    {"and": "And({})", "or": "Or({})", "eq": "Eq({})", "ne": "Ne({})"}, dict.fromkeys(("and", "or", "eq", "ne"), ", "), repr
)
_WORDS = _Spelling(
    dict.fromkeys(("and", "or", "eq", "ne"), "{}"), {"and": " and ", "or": ", or ", "eq": " = ", "ne": " != "}, _for_readers
)


def readable(c: Term) -> str:
    """A condition in SymPy's syntax, solved for its name where it is linear: ``alpha <= 1``.

    Several on one name become intervals; a single point that is left over beside them is dropped.
    """
    return _written(c, _SYMPY)


def in_words(c: Term) -> str:
    """A condition as it is read: ``a = 0, or a > 0 and b != 0``."""
    return _written(c, _WORDS)


def _written(c: Term, how: _Spelling) -> str:
    if c.head in ("and", "or"):
        spans = _intervals(c, how)
        if spans is not None:
            return spans
        inner = (_written(part, how) for part in c.args)
        return how.joined(c.head, [f"({t})" if ", or " in t and c.head == "and" else t for t in inner])
    if c.head in ("eq", "ne"):
        left, right = c.args
        solved = None if "sym" in (left.head, right.head) else _solved(left - right)
        return how.joined(c.head, [how.term(side) for side in (solved[:2] if solved else (left, right))])
    if c.head in ("lt", "le"):
        left, right = c.args
        solved = _solved(right - left)
        if solved is not None:
            name, value, rising = solved
            less, equal = ("<", "<=") if rising < 0 else (">", ">=")
            return f"{how.term(name)} {less if c.head == 'lt' else equal} {how.term(value)}"
        if left == ZERO:
            return f"{how.term(right)} {'>' if c.head == 'lt' else '>='} 0"
        return f"{how.term(left)} {'<' if c.head == 'lt' else '<='} {how.term(right)}"
    return repr(c)


def _solved(t: Term) -> tuple[Term, Term, int] | None:
    """The first name in which a term is linear with a known slope, the place of its zero, and the sign of the slope."""
    for name in sorted((n for n in free(t) if n.head == "sym"), key=lambda n: n.name):
        value, rising = solve_for(t, name), _slope_sign(t, name)
        if value is not None and rising:
            return name, value, rising
    return None


def closed(c: Term) -> Term:
    """A condition with the boundary where that is the closure of its inside; else without: no lone point or line is left over."""
    found = _spans(c)
    if found is not None:
        name, spans = found
        return any_of(*(s.condition(name) for s in spans))
    shorter = _shorter(c) if c.head in ("and", "or") else None
    if shorter is not None:
        return shorter
    return c if c.head not in ("and", "or") or all(p.head in ("lt", "le") for p in c.args) else opened(c)


def _shorter(c: Term) -> Term | None:
    """Comparisons that say the same as several nested ones, up to the boundary: those that it implies, or the sign of a product."""
    leaves = list(dict.fromkeys(p for p in parts(c) if p.head in ("lt", "le")))
    if len(leaves) > MAX_LEAVES:
        return None
    inside = opened(c)
    sides = list(dict.fromkeys(_closure(s) for p in leaves for s in (p, not_(p))))
    implied = [s for s in sides if _implies(inside, s)]
    if implied and _implies(all_of(*map(opened, implied)), _closure(c)):
        for s in list(implied):  # what follows from the others goes
            rest = [t for t in implied if t != s]
            if rest and _implies(all_of(*rest), s):
                implied = rest
        return all_of(*implied)
    gaps = sorted(dict.fromkeys(p.args[1] - p.args[0] for p in sides), key=repr)
    for k, a in enumerate(gaps):
        for b in gaps[k + 1 :]:
            product = rel("le", ZERO, mul(a, b))
            if _implies(inside, product) and _implies(opened(product), _closure(c)):
                return product
    return None


def _implies(a: Term, b: Term) -> bool:
    return is_empty([*(a.args if a.head == "and" else (a,)), not_(b)])


def _closure(c: Term) -> Term:
    if c.head in ("and", "or"):
        return (all_of if c.head == "and" else any_of)(*map(_closure, c.args))
    return Term("le", c.args) if c.head == "lt" else c


def opened(c: Term) -> Term:
    """A condition without its boundary."""
    if c.head in ("and", "or"):
        return (all_of if c.head == "and" else any_of)(*map(opened, c.args))
    return Term("lt", c.args) if c.head == "le" else c


@dataclass(frozen=True)
class _Bounds:
    """Comparisons of one name with constants: (1 or -1 for above or below, the place of the bound in ``edges``)."""

    name: Term
    edges: list[Term]
    sides: dict[Term, tuple[int, int]]


def _bounds(c: Term) -> _Bounds | None:
    """The bounds of conditions on one name that are all linear with constants; None where they are others."""
    leaves = [p for p in parts(c) if p.head in ("lt", "le")]
    names = {n for p in leaves for n in free(p)}
    if len(names) != 1 or any(p.head in ("eq", "ne", "not", "true", "false") for p in parts(c)):
        return None
    (name,) = names
    found: dict[Term, tuple[int, Term]] = {}
    for p in leaves:
        gap = p.args[1] - p.args[0]
        value, rising = solve_for(gap, name), _slope_sign(gap, name)
        if value is None or free(value) or not rising:
            return None
        found[p] = (rising, value)
    values = list(dict.fromkeys(v for _, v in found.values()))
    try:
        balls = {v: enclose(v, {}) for v in values}
    except (Undefined, Unbound):
        return None
    edges = sorted(values, key=lambda v: float(balls[v].mid()))
    if not all(balls[a] < balls[b] for a, b in pairwise(edges)):
        return None
    return _Bounds(name, edges, {p: (rising, edges.index(v)) for p, (rising, v) in found.items()})


@dataclass(frozen=True)
class _Span:
    """An interval that conditions leave to a name; None where it has no end."""

    low: Term | None
    high: Term | None
    low_closed: bool = False
    high_closed: bool = False

    def condition(self, name: Term) -> Term:
        parts = []
        if self.low is not None:
            parts.append(rel("le" if self.low_closed else "lt", self.low, name))
        if self.high is not None:
            parts.append(rel("le" if self.high_closed else "lt", name, self.high))
        return all_of(*parts)

    def text(self, name: Term, how: _Spelling) -> str:
        parts = []
        if self.low is not None:
            parts.append(f"{how.term(name)} {'>=' if self.low_closed else '>'} {how.term(self.low)}")
        if self.high is not None:
            parts.append(f"{how.term(name)} {'<=' if self.high_closed else '<'} {how.term(self.high)}")
        return how.joined("and", parts)


def _spans(c: Term) -> tuple[Term, list[_Span]] | None:
    """Conditions on one name, all linear with constant bounds, as intervals; None where they are others."""
    found = _bounds(c)
    if found is None:
        return None
    edges = found.edges

    def truth(t: Term, at: Fraction) -> bool:  # the edges are at 0, 1, 2, ...
        if t.head in ("and", "or"):
            return (all if t.head == "and" else any)(truth(a, at) for a in t.args)
        rising, bound = found.sides[t]
        return (at - bound) * rising > 0 or (t.head == "le" and at == bound)

    spans: list[_Span] = []
    for k in range(len(edges) + 1):
        if not truth(c, Fraction(2 * k - 1, 2)):
            continue
        low, high = edges[k - 1] if k else None, edges[k] if k < len(edges) else None
        low_in, high_in = k > 0 and truth(c, Fraction(k - 1)), k < len(edges) and truth(c, Fraction(k))
        if spans and spans[-1].high == low and low is not None and low_in:
            spans[-1] = replace(spans[-1], high=high, high_closed=high_in)
        else:
            spans.append(_Span(low, high, low_in, high_in))
    return found.name, spans


def _intervals(c: Term, how: _Spelling) -> str | None:
    """Conditions on one name as a union of intervals; None where they are others, or leave nothing or all."""
    found = _spans(c)
    if found is None:
        return None
    name, spans = found
    if len(spans) == 2 and spans[0].low is None and spans[1].high is None and spans[0].high == spans[1].low:
        return how.joined("ne", [how.term(name), how.term(spans[0].high)]) if spans[0].high is not None else None
    texts = [s.text(name, how) for s in spans if s.low is not None or s.high is not None]
    return how.joined("or", texts) if texts else None


def _slope_sign(t: Term, name: Term) -> int:

    from symact.terms.calculus import diff

    slope = diff(t, name)
    if slope.is_num:
        return (slope.value > 0) - (slope.value < 0)
    return 0
