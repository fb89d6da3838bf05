"""A function with maxima, moduli or cases as smooth pieces on intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from symact.decide import equal
from symact.decide.kinks import solve_for
from symact.decide.regions import is_empty
from symact.derive.named import expand
from symact.derive.simplest import simplest
from symact.derive.tidy import tidy
from symact.terms.ball import Unbound, Undefined, enclose, holds
from symact.terms.calculus import diff
from symact.terms.core import ZERO, Term, abs_, all_of, any_of, cases, free, num, rel, substitute, transform, walk

__all__ = ["Piece", "as_cases", "derivative_pieces", "is_piecewise", "joins", "pieces", "united", "without_void_cases"]

PIECEWISE = frozenset({"max", "min", "abs", "sign", "step", "cases"})


@dataclass(frozen=True)
class Piece:
    """A smooth term on the open interval from ``low`` to ``high`` (None: unbounded)."""

    low: Term | None
    high: Term | None
    term: Term


def is_piecewise(t: Term, x: Term) -> bool:
    """Whether a maximum, a modulus or a condition in the term depends on ``x``."""
    return any(_chooses(a, x) for a in walk(t))


def _chooses(a: Term, x: Term) -> bool:
    if a.head == "cases":
        return any(x in free(c) for c in a.args[:-1:2])
    return a.head in PIECEWISE and x in free(a)


def pieces(t: Term, x: Term, parameters: Mapping[Term, Fraction]) -> list[Piece] | None:
    """The smooth pieces from left to right; None where an edge was not solved for ``x`` or its order is not clear.

    The order of edges that depend on parameters is taken at the given values of the parameters.
    """
    if not is_piecewise(t, x):
        return [Piece(None, None, t)]
    places: dict[Term, Fraction] = {}
    for edge in _edges(t, x):
        solved = _places(edge, x)
        if solved is None:
            return None
        for place in solved:
            try:
                middle = enclose(place, parameters).mid()
            except (Undefined, Unbound):
                return None
            places[place] = Fraction(str(middle.fmpq().p)) / Fraction(str(middle.fmpq().q))
    edges = sorted(set(places), key=lambda p: places[p])
    cuts = [places[p] for p in edges]
    if any(a == b for a, b in pairwise(cuts)):
        return None
    inside = _inside(cuts)
    out: list[Piece] = []
    for k, at in enumerate(inside):
        low, high = edges[k - 1] if k else None, edges[k] if k < len(edges) else None
        smooth = _resolved(t, {**parameters, x: at}, x)
        if smooth is None:
            return None
        if out and out[-1].term == smooth:
            out[-1] = Piece(out[-1].low, high, smooth)
        else:
            out.append(Piece(low, high, smooth))
    return out


def _places(edge: Term, x: Term) -> list[Term] | None:
    """Where a term is 0: solved for the variable, else the points that a search finds, if all have a closed form."""
    from symact.decide.facts import Unknown, zeros

    place = solve_for(edge, x)
    if place is not None or free(edge) != {x}:
        return None if place is None else [place]
    try:
        found = zeros(edge, x)
    except Unknown:
        return None
    return [p.lower.term for p in found] if all(p.is_point and p.lower.exact is not None for p in found) else None


def derivative_pieces(
    t: Term, x: Term, parameters: Mapping[Term, Fraction], order: int = 1, short: bool = True
) -> tuple[list[Piece], list[Term]] | None:
    """The pieces of a derivative, and the edges at which it exists: where all derivatives up to it have no jump.

    ``short`` asks for the simplest form of each piece, else it is as the rules give it.
    """
    parts = pieces(t, x, parameters)
    if parts is None:
        return None
    levels = [[Piece(p.low, p.high, tidy(p.term)) for p in parts]]
    for _ in range(order):
        slopes = [tidy(diff(p.term, x)) for p in levels[-1]]
        if short:
            slopes = list(map(simplest, slopes))
        levels.append([Piece(p.low, p.high, s) for p, s in zip(parts, slopes, strict=True)])
    smooth = [
        right.low
        for k, right in enumerate(parts)
        if k and right.low is not None and all(joins(level[k - 1].term, level[k].term, x, right.low) for level in levels)
    ]
    return levels[-1], smooth


def joins(left: Term, right: Term, x: Term, at: Term) -> bool:
    """Whether two pieces have the same value at an edge."""
    return equal(expand(substitute(left, {x: at})), expand(substitute(right, {x: at}))).status == "proved"


def united(parts: list[Piece], terms: list[Term], x: Term, smooth: Iterable[Term]) -> Term | None:
    """Two pieces that meet at 0, where the whole has a value, as one term in the modulus; None where they are none."""
    if len(parts) != 2 or parts[1].low != ZERO or ZERO not in smooth:
        return None
    left, right = terms
    if x not in free(left) or x not in free(right):
        return None
    turned = substitute(right, {x: -x})
    if equal(expand(left), expand(turned)).status == "proved":
        return substitute(right, {x: abs_(x)})
    return None


def _edges(t: Term, x: Term) -> list[Term]:
    """What changes its sign where one piece ends."""
    out: dict[Term, None] = {}
    for a in walk(t):
        match a.head:
            case "max" | "min":
                smooth = [_branches(b) for b in a.args]
                for k, left in enumerate(smooth):
                    for right in smooth[k + 1 :]:
                        out.update({p - q: None for p in left for q in right})
            case "abs" | "sign" | "step":
                out.update(dict.fromkeys(_branches(a.args[0])))
            case "lt" | "le" | "eq" | "ne":
                out.update({p - q: None for p in _branches(a.args[0]) for q in _branches(a.args[1])})
    return [e for e in out if x in free(e)]


def _branches(t: Term) -> list[Term]:
    """The smooth terms that a term may be equal to."""
    match t.head:
        case "max" | "min":
            return [b for a in t.args for b in _branches(a)]
        case "cases":
            return [b for a in (*t.args[1::2], *(t.args[-1:] if len(t.args) % 2 else ())) for b in _branches(a)]
        case "abs":
            return [b for a in _branches(t.args[0]) for b in (a, -a)]
    return [t]


def _inside(cuts: list[Fraction]) -> list[Fraction]:
    """A point in each of the intervals that the cuts leave."""
    if not cuts:
        return [Fraction(1, 3)]
    return [cuts[0] - 1, *((a + b) / 2 for a, b in pairwise(cuts)), cuts[-1] + 1]


def _resolved(t: Term, point: Mapping[Term, Fraction], x: Term) -> Term | None:
    """The term with every choice made as at the point."""
    try:
        out = transform(t, lambda a: _choice(a, point) if _chooses(a, x) else None)
    except (Undefined, Unbound):
        return None
    return None if is_piecewise(out, x) else out


def _choice(a: Term, point: Mapping[Term, Fraction]) -> Term | None:
    """The smooth term that a maximum, a modulus or a case is at the point."""
    args: tuple[Term, ...] = a.args
    match a.head:
        case "max" | "min":
            best = args[0]
            for b in args[1:]:
                above = enclose(b, point) > enclose(best, point)
                best = b if bool(above) == (a.head == "max") else best
            return best
        case "abs":
            return args[0] if enclose(args[0], point) > 0 else tidy(-args[0])
        case "sign" | "step":
            return num(1 if enclose(args[0], point) > 0 else {"sign": -1, "step": 0}[a.head])
    for condition, value in zip(args[:-1:2], args[1::2], strict=False):
        if holds(condition, point):
            return value
    return args[-1] if len(args) % 2 else None


def as_cases(parts: Iterable[Piece], x: Term, closed: Iterable[Term] = ()) -> Term:
    """The pieces as cases from left to right; the edges in ``closed`` belong to the piece on their right."""
    shut = set(closed)
    args: list[Term] = []
    parts = list(parts)
    if len(parts) == 1 and parts[0].low is None and parts[0].high is None:
        return parts[0].term
    for p in parts:
        lower = () if p.low is None else (rel("le" if p.low in shut else "lt", p.low, x),)
        upper = () if p.high is None else (rel("lt", x, p.high),)
        args += [all_of(*lower, *upper), p.term]
    return cases(*_outer_merged(args))


def without_void_cases(t: Term) -> Term:
    """Cases without those that never hold, those of the same value as one."""
    if t.head != "cases" or len(t.args) % 2:
        return t
    pairs = zip(t.args[::2], t.args[1::2], strict=True)
    return cases(*_outer_merged([part for c, value in pairs if not is_empty((c,)) for part in (c, value)]))


def _outer_merged(args: list[Term]) -> list[Term]:
    """Two pieces with the same value as one case: ``0`` for ``x < -1`` or ``x > 1``."""
    values: dict[Term, list[Term]] = {}
    for condition, value in zip(args[::2], args[1::2], strict=True):
        values.setdefault(value, []).append(condition)
    return [part for value, conditions in values.items() for part in (_either(conditions), value)]


def _either(conditions: list[Term]) -> Term:
    """``x < a`` or ``x > a`` as ``x != a``."""
    if len(conditions) == 2 and all(c.head == "lt" for c in conditions) and conditions[0].args == conditions[1].args[::-1]:
        return rel("ne", *conditions[0].args)
    return any_of(*conditions)
