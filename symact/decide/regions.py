"""Cells of conditions: whether one is empty, and how a condition reads best."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symact.decide.kinks import solve_for
from symact.terms.core import Term, free

__all__ = ["is_empty", "readable"]


def is_empty(conditions: Iterable[Term]) -> bool:
    """Whether no real point satisfies the conditions; False where that is not known.

    Linear arithmetic and products of symbols go to z3, each function of its own kind as a fresh unknown with its range: if the
    relaxed conditions cannot be met, the conditions cannot.
    """
    flat = [p for c in conditions for p in (c.args if c.head == "and" else (c,)) if p.head in ("lt", "le", "eq", "ne")]
    flat = [c for c in flat if not any(n.head == "ix" for n in free(c))]
    if not flat:
        return False
    import z3

    names: dict[Term, Any] = {}
    solver = z3.SolverFor("QF_NRA")
    solver.set("timeout", 200)

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
    return bool(solver.check() == z3.unsat)


def readable(c: Term) -> str:
    """A condition in SymPy's syntax, solved for its name where it is linear: ``alpha <= 1``."""
    if c.head in ("and", "or"):
        parts = [readable(a) for a in c.args]
        unique = list(dict.fromkeys(parts))
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


def _slope_sign(t: Term, name: Term) -> int:
    from symact.terms.calculus import diff

    slope = diff(t, name)
    if slope.is_num:
        return (slope.value > 0) - (slope.value < 0)
    return 0

