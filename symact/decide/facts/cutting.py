"""Cuts an interval into cells in which a term has no switches and all of its parts are defined."""

from __future__ import annotations

from collections.abc import Callable

from symact.decide.facts.chart import chart, plain_sign
from symact.decide.facts.constants import Unknown
from symact.decide.facts.reals import Real
from symact.decide.facts.solve import tidy
from symact.decide.kinks import simplified
from symact.terms.core import BINDERS, ONE, ZERO, E, Term, cases, fn, free, mul, parts, power, rebuild, size, transform
from symact.terms.functions import FUNCTIONS
from symact.terms.integrals import closed_form

__all__ = ["JUMPS", "Cutting", "defining", "is_undefined"]

MAX_PIECES = 64

JUMPS = frozenset(("cases", "sign", "step", "floor", "round"))
_SWITCHES = frozenset(("abs", "sign", "step", "max", "min", "cases"))


class Cutting:
    """Cuts intervals until every cell has a term without switches, all of whose parts are defined."""

    def __init__(self, variable: Term) -> None:
        self.variable = variable
        self.places: list[Real] = []
        self.causes: dict[Real, str] = {}  # the head of the part that switches or ends at the place

    def cut(self, t: Term, low: Real, high: Real) -> list[tuple[Real, Real, Term]]:
        """(low, high, term) of every cell in which the term has a value, from left to right. Raises Unknown."""
        done: list[tuple[Real, Real, Term]] = []
        stack: list[tuple[Term, Real, Real, frozenset[Term]]] = [(_prepared(t), low, high, frozenset())]
        while stack:
            t, low, high, safe = stack.pop()
            if len(done) + len(stack) > MAX_PIECES:
                raise Unknown("too many pieces")
            if any(s.head == "cases" and s.args[0].head == "false" for s in parts(t)):
                continue  # no case applies
            node = self.next_switch(t, safe)
            if node is None:
                done.append((low, high, self.shortened(transform(t, _settled), low, high)))
                continue
            edge, everywhere = _edge(node)
            cells = self.cells(edge, low, high, everywhere, _cause(node))
            for a, b, s in reversed(cells):
                new = self.resolved(t, node, edge, s)
                if new is not None:
                    if new != t:
                        new = transform(new, lambda s: _without_void_cases(s) if s.head == "cases" else None)
                    stack.append((new, a, b, safe | {node} if new == t else safe))
        return done

    def shortened(self, t: Term, low: Real, high: Real) -> Term:
        """The normal form of a term with roots or logarithms, if it is shorter: u for sqrt(u)^2, wherever that is defined."""
        t = transform(t, _unrooted)
        roots = (s.head == "pow" and not (s.args[1].is_num and s.args[1].value.denominator == 1) for s in parts(t))
        if not any(roots) or free(t) != {self.variable}:
            return t
        form = simplified(t)
        if form is None or size(form) >= size(t):
            return t
        for s in parts(form):
            if s.head == "abs" and self.variable in free(s):
                sign = chart(s.args[0], self.variable, low, high).signs
                if len(sign) != 1:
                    return t
                form = _replaced(form, s, s.args[0] if sign[0] > 0 else mul(-1, s.args[0]))
        return t if any(s.head in _SWITCHES for s in parts(form)) else form

    def next_switch(self, t: Term, safe: frozenset[Term]) -> Term | None:
        """The first part that must be looked at: what is inside before what is around it, but the conditions of cases before
        their values, which need not be defined where they are not taken.
        """
        if self.variable not in free(t) or t in safe:
            return None
        if t.head == "cases":
            return self.next_switch(t.args[0], safe) or t
        for child in t.children:
            found = self.next_switch(child, safe)
            if found is not None:
                return found
        return t if _may_switch(t) else None

    def cells(self, edge: Term, low: Real, high: Real, everywhere: bool, cause: str) -> list[tuple[Real, Real, int]]:
        """Subintervals with the sign of the edge; ``everywhere``: cut also at zeros where the sign stays."""
        found = chart(edge, self.variable, low, high)
        out: list[tuple[Real, Real, int]] = []
        start = low
        for z, s in zip(found.zeros, found.signs, strict=False):
            if z.flips or everywhere:
                out.append((start, z.place, s))
                start = z.place
                if not any(start is p for p in self.places):
                    self.places.append(start)
                    self.causes[start] = cause
        out.append((start, high, found.signs[-1]))
        return out

    def resolved(self, t: Term, node: Term, edge: Term, s: int) -> Term | None:
        """The term in a cell where the edge has the sign s; None where it has no value there."""
        match node.head:
            case "abs":
                return _replaced(t, node, node.args[0] if s > 0 else mul(-1, node.args[0]) if s < 0 else ZERO)
            case "sign":
                return _replaced(t, node, mul(s, ONE))
            case "step":
                return _replaced(t, node, ONE if s >= 0 else ZERO)
            case "max" | "min":
                first, second, *rest = node.args
                winner = first if (s >= 0) == (node.head == "max") else second
                return _replaced(t, node, fn(node.head, winner, *rest) if rest else winner)
            case "cases":
                return self._case(t, node, edge, s)
        if s < 0 and node.head in _TWO_SIDED:
            return t
        if s > 0 or (node.head == "pow" and node.args[1].is_num and node.args[1].value.denominator == 1 and s):
            return t
        if node.head in ("gamma", "loggamma", "digamma"):
            raise Unknown(f"{node.head} of a negative number")
        if s == 0:  # the argument lies on the edge of its domain throughout
            return self._on_edge(t, node)
        return None

    def _on_edge(self, t: Term, node: Term) -> Term | None:
        if node.head == "log" or (node.head == "pow" and node.args[1].is_num and node.args[1].value < 0):
            return None
        if node.head == "pow" and node.args[1].is_num:
            return _replaced(t, node, ZERO)
        raise Unknown(f"{node.head} at the edge of its domain")

    def _case(self, t: Term, node: Term, edge: Term, s: int) -> Term | None:
        """The cases with the comparison that belongs to the edge decided."""

        def decide(c: Term) -> Term | None:
            if c.head not in ("lt", "le", "eq", "ne") or c.args[1] - c.args[0] != edge:
                return None
            truth = {"lt": s > 0, "le": s >= 0, "eq": s == 0, "ne": s != 0}[c.head]
            return Term("true" if truth else "false", ())

        condition = transform(node.args[0], decide)
        if condition.head == "true":
            return _replaced(t, node, node.args[1])
        if condition.head == "false":
            rest = node.args[2:]
            if not rest:
                return None  # no case applies: whatever contains it has no value
            return _replaced(t, node, rest[0] if len(rest) == 1 else cases(*rest))
        return _replaced(t, node, cases(condition, *node.args[1:]))


def _unrooted(t: Term) -> Term | None:
    """(u^w)^n as u^(w n) for a fraction w, where that is a whole power: u is positive in the cell, or the root has no value."""
    if t.head != "pow" or t.args[0].head != "pow":
        return None
    base, (w, n) = t.args[0].args[0], (t.args[0].args[1], t.args[1])
    if not (w.is_num and n.is_num) or w.value.denominator == 1 or (w.value * n.value).denominator != 1:
        return None
    return power(base, w.value * n.value)


def _cause(node: Term) -> str:
    if node.head == "pow" and node.args[1].is_num and node.args[1].value < 0:
        return "pole"
    return node.head


def _settled(t: Term) -> Term | None:
    """A switch between constants as the constant that it gives."""
    return tidy(t) if t.head in _SWITCHES and not free(t) else None


def _replaced(t: Term, node: Term, new: Term) -> Term:
    if t == node:
        return new
    args = tuple(_replaced(a, node, new) if isinstance(a, Term) else a for a in t.args)
    return t if all(a is b for a, b in zip(args, t.args, strict=True)) else rebuild(t, args)


def _prepared(t: Term) -> Term:
    """The term with integrals and functions that hide a case written out; raises Unknown for what has no values here."""

    def rule(s: Term) -> Term | None:
        if s.head == "sinc":
            definition = FUNCTIONS["sinc"].definition
            assert definition is not None
            written: Term = definition(*s.args)
            return written
        if s.head == "integral":
            known: Term | None = closed_form(s)
            return known
        return _without_void_cases(s) if s.head == "cases" else None

    out = transform(t, rule)
    bad = next((s for s in parts(out) if s.head in BINDERS or s.head in ("app", "at", "delta", "floor", "round")), None)
    if bad is not None:
        raise Unknown(f"{bad.head} is not examined here")
    return out


def _without_void_cases(t: Term) -> Term:
    """Cases without those that never hold, ending at the first that always does."""
    kept: list[Term] = []
    for c, value in zip(t.args[::2], t.args[1::2], strict=False):
        if c.head == "true":
            return cases(*kept, value) if kept else value
        if c.head != "false":
            kept += [c, value]
    if len(t.args) % 2:
        return cases(*kept, t.args[-1]) if kept else t.args[-1]
    return cases(*kept) if kept else cases(Term("false", ()), ZERO)


def _may_switch(t: Term) -> bool:
    """Whether the head switches, or needs its argument in a domain of which it is not plain that it is."""
    if t.head in _SWITCHES:
        return True
    if t.head == "pow":
        base, exponent = t.args
        if exponent.is_num and exponent.value.denominator == 1:
            return bool(exponent.value < 0) and plain_sign(base) not in ((1, True), (-1, True))
        return plain_sign(base) != (1, True)
    if t.head in ("log", "gamma", "loggamma", "digamma"):
        return plain_sign(t.args[0]) != (1, True)
    return t.head in _EDGES


_EDGES: dict[str, Callable[[Term], Term]] = {
    "asin": lambda u: 1 - u**2,
    "acos": lambda u: 1 - u**2,
    "atanh": lambda u: 1 - u**2,
    "acosh": lambda u: u - 1,
    "lambertw": lambda u: u + 1 / E,
    "tan": lambda u: fn("cos", u),
    "sec": lambda u: fn("cos", u),
    "cot": lambda u: fn("sin", u),
    "csc": lambda u: fn("sin", u),
    "coth": lambda u: u,
    "csch": lambda u: u,
}


_TWO_SIDED = frozenset(("tan", "sec", "cot", "csc", "coth", "csch"))


def defining(node: Term) -> Term | None:
    """The term by whose sign it is told where a part has a value: 0 at a pole and positive around it; None if it has one everywhere."""
    if node.head in _SWITCHES - {"cases"} or not _may_switch(node):
        return None
    edge, _ = _edge(node)
    whole = node.head == "pow" and node.args[1].is_num and node.args[1].value.denominator == 1
    return edge**2 if whole or node.head in _TWO_SIDED else edge


def is_undefined(t: Term) -> bool:
    """Whether a part of a term without variables is at a pole. Cases are not looked into."""
    if t.head == "cases":
        return False
    if any(map(is_undefined, t.children)):
        return True
    pole = t.head in _TWO_SIDED or t.head == "log" or (t.head == "pow" and t.args[1].is_num and t.args[1].value < 0)
    return pole and tidy(_edge(t)[0]) == ZERO


def _edge(node: Term) -> tuple[Term, bool]:
    """The function whose sign decides, and whether its zeros matter even where the sign stays the same."""
    match node.head:
        case "abs":
            return node.args[0], False
        case "sign" | "step":
            return node.args[0], True
        case "max" | "min":
            return node.args[0] - node.args[1], False
        case "cases":
            c = next((s for s in parts(node.args[0]) if s.head in ("lt", "le", "eq", "ne") and free(s)), None)
            if c is None:
                raise Unknown(f"the condition {node.args[0]!r}")
            return c.args[1] - c.args[0], True
        case "pow" | "log" | "gamma" | "loggamma" | "digamma":
            return node.args[0], True
    return _EDGES[node.head](node.args[0]), True
