"""Kinks: the places between the cells of a case analysis, and what a derivative does there.

At a place where the formula of a derivative has no value, the derivative exists all the same if the function is continuous and
the derivative has equal limits from both sides (mean value theorem). Where the limits differ, any value that a document
states is a convention.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from symact.decide.normal import Incomplete, NeedCoincidence, NeedSign, Normaliser, Vacuous
from symact.terms.ball import Unbound, Undefined, enclose
from symact.terms.core import (
    BINDERS,
    FALSE,
    ONE,
    TRUE,
    ZERO,
    Term,
    all_of,
    exp,
    free,
    log,
    num,
    parts,
    rel,
    sqrt,
    substitute,
    sym,
    transform,
)  # fmt: skip

__all__ = ["Kink", "Known", "apart", "at_zero", "factored", "kink_condition", "kinks_of", "one_sided", "simplified", "solve_for"]


@dataclass(frozen=True)
class Known:
    """What assumptions say of signs, as a normal form takes it."""

    signs: Mapping[Any, int] = field(default_factory=dict)
    positive: frozenset[Term] = frozenset()
    strict: frozenset[Any] = frozenset()

    def normaliser(self, also: Mapping[Any, int] | None = None) -> Normaliser:
        return Normaliser({**self.signs, **(also or {})}, self.positive, strict=self.strict)


NOTHING = Known()


@dataclass(frozen=True)
class Kink:
    """The place where ``edge`` is zero: ``name = place`` (None where the equation was not solved)."""

    edge: Term
    name: Term
    place: Term | None
    left: Term | None = None  # the limits of the derivative from below and above
    right: Term | None = None
    stated: Term | None = None

    def describe(self) -> str:
        if self.place is None:
            return f"the place where {self.edge!r} = 0 was not examined"
        if self.stated is None:
            return f"at {self.name!r} = {self.place!r} it was not proved"
        if self.left is None or self.right is None:
            return (
                f"at {self.name!r} = {self.place!r} the formula of the derivative has no value; {self.stated!r} is a convention"
            )
        if self.left == self.right:
            return f"at {self.name!r} = {self.place!r} the derivative is {self.left!r}, not {self.stated!r}"
        return (
            f"at {self.name!r} = {self.place!r} the derivative does not exist: from the left it is {self.left!r}, from the "
            f"right {self.right!r}; the value {self.stated!r} is a convention"
        )

    def with_sides(self, derivative: Term, stated_side: Term, primitive: Term, known: Known) -> Kink | None:
        """The kink with its one-sided derivatives, or None where the derivative exists and is what is stated."""
        below, above = one_sided(derivative, self, known)
        stated = simplified(stated_side, known)
        if below is not None and below == above and below == stated:
            f_below, f_above = one_sided(primitive, self, known)
            if f_below is not None and f_below == f_above:
                return None
        return replace(self, left=below, right=above, stated=stated)


def kink_condition(kinks: Iterable[Kink]) -> Term:
    """That the places are left out."""
    return all_of(*(rel("ne", k.name, k.place) if k.place is not None else rel("ne", k.edge, ZERO) for k in kinks))


def at_zero(t: Term, edge: Term) -> Term:
    """A term where an edge is 0: what jumps there, or has a kink, gets the value that it has there."""

    def vanishes(u: Term) -> bool:
        normaliser = Normaliser()
        try:
            below = normaliser.quotient(u / edge).den
            return bool(below.is_constant() or (normaliser.sign_of(below) and normaliser.strictly(below)))
        except (Incomplete, Vacuous, NeedSign, NeedCoincidence):
            return False

    def rule(s: Term) -> Term | None:
        match s.head:
            case "abs" | "sign" if vanishes(s.args[0]):
                return ZERO
            case "step" if vanishes(s.args[0]):
                return ONE
            case "max" | "min" if len(s.args) == 2 and vanishes(s.args[0] - s.args[1]):
                first: Term = s.args[0]
                return first
            case "lt" | "le" | "eq" | "ne" if vanishes(s.args[0] - s.args[1]):
                return TRUE if s.head in ("le", "eq") else FALSE
        return None

    return transform(t, rule)


def kinks_of(edges: Iterable[Term], sides: Iterable[Term]) -> list[Kink]:
    """The edges, each solved for one of its names where that is linear: a symbol, or an entry of a vector that no sum runs over."""
    swept = frozenset(
        v for side in sides for t in parts(side) if t.head in BINDERS for v in free(t.args[-1]) if v.head == "vec"
    )
    out = []
    for edge in (inner for e in edges for inner in _without_logarithm(e)):
        entries = {t for t in parts(edge) if t.head == "at" and t.args[0] not in swept}
        found = {n for n in free(edge) if n.head == "sym"} | entries
        names = sorted(found, key=lambda n: (n.name not in "xzuvwtys", n.head, repr(n)))
        solved = next(((n, places) for n in names if (places := _places(edge, n))), None)
        if solved is not None:
            out += [Kink(edge, solved[0], place) for place in solved[1]]
        else:
            out.append(Kink(edge, names[0] if names else edge, None))
    return out


def _without_logarithm(edge: Term) -> list[Term]:
    """log|u| = c as u = e^c and u = -e^c; other edges as they are."""
    logarithms = {t for t in parts(edge) if t.head == "log" and free(t)}
    if len(logarithms) != 1:
        return [edge]
    (logarithm,) = logarithms
    stand_in = sym("#log")
    level = solve_for(substitute(edge, {logarithm: stand_in}), stand_in)
    if level is None or free(level):
        return [edge]
    (inside,) = logarithm.args
    found = [inside.args[0] - exp(level), inside.args[0] + exp(level)] if inside.head == "abs" else [inside - exp(level)]
    return [e for u in found for e in _without_logarithm(u)]


def _places(edge: Term, name: Term) -> list[Term]:
    """All solutions of edge = 0 for the name, where its factors are linear in it or quadratic with numbers; else none."""
    place = solve_for(edge, name)
    if place is not None:
        return [place]
    normaliser = Normaliser()
    try:
        q = normaliser.quotient(edge).num
    except (Incomplete, Vacuous, NeedSign, NeedCoincidence):
        return []
    out: list[Term] = []
    for p, _ in q.factor()[1]:
        powers = {sum(e): Fraction(int(c.p), int(c.q)) for e, c in p.to_dict().items()}
        place = solve_for(normaliser.poly_term(p), name)
        if place is not None:
            out.append(place)
        elif len(normaliser.used) == 1 and normaliser.used[0].term == name and max(powers) == 2:
            a, b, c = powers[2], powers.get(1, Fraction(0)), powers.get(0, Fraction(0))
            root = sqrt(num(b * b - 4 * a * c)) if b * b > 4 * a * c else None
            out += [] if root is None else [(root - b) / (2 * a), (-root - b) / (2 * a)]
        else:
            return []
    return out


def solve_for(p: Term, name: Term) -> Term | None:
    """The solution of p = 0 where p is linear in the name, or in one exponential of something linear in it."""
    if name.head == "at":
        if any(t != name and t.head == "at" and t.args[0] == name.args[0] for t in parts(p)):
            return None  # it may be the same entry
        stand_in = sym("#entry")
        p, name = substitute(p, {name: stand_in}), stand_in
    normaliser = Normaliser()
    try:
        q = normaliser.quotient(p).num
        degrees = q.degrees()
        live = [k for k, n in enumerate(degrees) if n and name in free(normaliser.used[k].term)]
        if len(live) != 1 or degrees[live[0]] != 1:
            return None
        k = live[0]
        slope = q.derivative(k)
        rest = q - slope * normaliser.gens[k]
        value = simplified(-normaliser.poly_term(rest) / normaliser.poly_term(slope))
        generator = normaliser.used[k]
        if value is None or name in free(value):
            return None
        if generator.term == name:
            return value
        if generator.kind == "exp" and generator.term.head == "exp":  # exp(a name + b) = value
            exponent = generator.term.args[0]
            a = _slope(exponent, name)
            return None if name in free(a) else (log(value) - substitute(exponent, {name: ZERO})) / a
    except (Incomplete, Vacuous, NeedSign, NeedCoincidence):
        return None
    return None


def one_sided(t: Term, kink: Kink, known: Known = NOTHING) -> tuple[Term | None, Term | None]:
    """The limits of a term at a kink from below and from above, where its pieces are continuous."""
    assert kink.place is not None
    out: list[Term | None] = []
    for sign in (-1, 1):
        normaliser = known.normaliser()
        value: Term | None = None
        try:
            edge = normaliser.quotient(kink.edge).num
            key, flip = normaliser.sign_key(edge)
            slope = normaliser.quotient(_slope(kink.edge, kink.name))
            rising = normaliser.sign_of(slope.num) * normaliser.sign_of(slope.den) or 1
            piece = known.normaliser({key: sign * flip * rising})

            for _ in range(12):
                try:
                    value = simplified(substitute(piece.term(piece.quotient(t)), {kink.name: kink.place}), known)
                    break
                except NeedSign as need:  # another edge, which is not zero at this place
                    there = _sign_at(need.term, kink, known)
                    if there == 0:
                        break
                    piece.signs[need.key] = there
        except (Incomplete, Vacuous, NeedSign, NeedCoincidence):
            value = None
        out.append(value)
    return out[0], out[1]


def _sign_at(edge: Term, kink: Kink, known: Known) -> int:
    """The sign of another edge at the place of the kink, 0 where it is not known or the edge is zero there too."""
    assert kink.place is not None
    here = substitute(edge, {kink.name: kink.place})
    try:
        value = enclose(here, {})
        return 1 if value > 0 else -1 if value < 0 else 0
    except Undefined:
        return 0
    except Unbound:
        pass
    normaliser = known.normaliser()
    try:
        q = normaliser.quotient(here)
        told = all(normaliser.strictly(p) for p in q)
        return normaliser.sign_of(q.num) * normaliser.sign_of(q.den) if told else 0
    except (Incomplete, Vacuous, NeedSign, NeedCoincidence):
        return 0


def _slope(edge: Term, name: Term) -> Term:
    from symact.terms.calculus import diff

    return diff(edge, name)


def simplified(t: Term, known: Known = NOTHING) -> Term | None:
    """The term of its normal form: the same term for equal ones."""
    normaliser = known.normaliser()
    try:
        return normaliser.term(normaliser.quotient(t))
    except (Incomplete, Vacuous, NeedSign, NeedCoincidence):
        return None


def factored(t: Term) -> Term | None:
    """The normal form as a product of irreducible factors; None where there is no normal form without cases."""
    return _factored(t, Normaliser())


def apart(t: Term) -> Term | None:
    """The factored normal form where all free indices are different."""
    pairs: frozenset[frozenset[Term]] = frozenset()
    for _ in range(8):
        try:
            return _factored(t, Normaliser(apart=pairs), split=True)
        except NeedCoincidence as need:
            pairs |= {frozenset((need.i, need.j))}
    return None


def _factored(t: Term, normaliser: Normaliser, split: bool = False) -> Term | None:
    try:
        q = normaliser.quotient(t)
        return ZERO if q.num.is_zero() else normaliser.factored_term(q)
    except NeedCoincidence:
        if split:
            raise
        return None
    except (Incomplete, Vacuous, NeedSign):
        return None
