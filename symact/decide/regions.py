"""Cells of conditions: whether one is empty, and how a condition reads best."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from symact.decide.kinks import solve_for
from symact.terms.ball import Unbound, Undefined, enclose
from symact.terms.core import Term, all_of, any_of, free, parts

__all__ = ["closed", "is_empty", "look_into", "opened", "readable"]


def is_empty(conditions: Iterable[Term]) -> bool:
    """Whether no real point satisfies the conditions; False where that is not known."""
    return look_into(conditions)[0]


def look_into(conditions: Iterable[Term]) -> tuple[bool, dict[Term, Fraction]]:
    """Whether no real point satisfies the conditions (False where that is not known), and values of names that may satisfy them.

    Linear arithmetic and products of symbols go to z3, each function of its own kind as a fresh unknown with its range: if the
    relaxed conditions cannot be met, the conditions cannot.
    """
    flat = [p for c in conditions for p in (c.args if c.head == "and" else (c,)) if p.head in ("lt", "le", "eq", "ne")]
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

    for c in flat:
        a, b = build(c.args[0]), build(c.args[1])
        solver.add({"lt": a < b, "le": a <= b, "eq": a == b, "ne": a != b}[c.head])
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


def readable(c: Term) -> str:
    """A condition in SymPy's syntax, solved for its name where it is linear: ``alpha <= 1``.

    Several on one name become intervals; a single point that is left over beside them is dropped.
    """
    if c.head in ("and", "or"):
        spans = _intervals(c)
        if spans is not None:
            return spans
        unique = list(dict.fromkeys(map(readable, c.args)))
        return unique[0] if len(unique) == 1 else f"{c.head.capitalize()}({', '.join(unique)})"
    if c.head in ("lt", "le"):
        left, right = c.args
        names = sorted((n for n in free(c) if n.head == "sym"), key=lambda n: n.name)
        for name in names:
            value = solve_for(right - left, name)
            rising = _slope_sign(right - left, name)
            if value is not None and rising:
                less, equal = ("<", "<=") if rising < 0 else (">", ">=")
                return f"{name!r} {less if c.head == 'lt' else equal} {value!r}"
    return repr(c)


def closed(c: Term) -> Term:
    """A condition with the boundary where that is the closure of its inside; else without: no lone point or line is left over."""
    regular = c.head not in ("and", "or") or all(p.head in ("lt", "le") for p in c.args) or _bounds(c) is not None
    return c if regular else opened(c)


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


def _intervals(c: Term) -> str | None:
    """Conditions on one name, all linear with constant bounds, as a union of intervals; None where they are others."""
    found = _bounds(c)
    if found is None:
        return None
    name, edges = found.name, found.edges

    def truth(t: Term, at: Fraction) -> bool:  # the edges are at 0, 1, 2, ...
        if t.head in ("and", "or"):
            return (all if t.head == "and" else any)(truth(a, at) for a in t.args)
        rising, bound = found.sides[t]
        return (at - bound) * rising > 0 or (t.head == "le" and at == bound)

    inside = [truth(c, Fraction(2 * k - 1, 2)) for k in range(len(edges) + 1)]
    ends = [truth(c, Fraction(k)) for k in range(len(edges))]
    spans: list[list[str]] = []
    for k, here in enumerate(inside):
        if not here:
            continue
        if k and inside[k - 1] and ends[k - 1]:
            spans[-1] = spans[-1][:1] if spans[-1][0].startswith(f"{name!r} >") else []
        else:
            spans.append([f"{name!r} {'>=' if ends[k - 1] else '>'} {edges[k - 1]!r}"] if k else [])
        if k < len(edges):
            spans[-1].append(f"{name!r} {'<=' if ends[k] else '<'} {edges[k]!r}")
    if len(edges) == 1 and inside == [True, True] and not ends[0]:
        return f"Ne({name!r}, {edges[0]!r})"
    texts = [s[0] if len(s) == 1 else f"And({', '.join(s)})" for s in spans if s]
    return None if not texts else texts[0] if len(texts) == 1 else f"Or({', '.join(texts)})"


def _slope_sign(t: Term, name: Term) -> int:

    from symact.terms.calculus import diff

    slope = diff(t, name)
    if slope.is_num:
        return (slope.value > 0) - (slope.value < 0)
    return 0
