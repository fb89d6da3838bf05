"""Finders of shapes: zeros, extrema, intervals of one direction or bend, symmetry, steepness, smoothness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from symact.decide import decide_obligation
from symact.decide.facts import (
    Interval,
    Real,
    Unknown,
    convex_on,
    greatest,
    least,
    lipschitz,
    monotone_on,
    parity,
    range_of,
    zeros,
)
from symact.decide.facts.evidence import Cell
from symact.decide.facts.reals import MINUS_OO, OO, compare, exactly
from symact.decide.facts.solve import tidy as closed
from symact.derive.rules import shown
from symact.derive.tidy import tidy
from symact.obligations import REALS, Equation, Obligation, Range
from symact.obligations import Interval as Stated
from symact.study.subject import (
    Found,
    Subject,
    beside,
    inline,
    inner,
    interval_latex,
    number_of,
    real_latex,
    set_latex,
    stated_of,
)
from symact.terms.core import ZERO, Term, fn, num, substitute
from symact.terms.latex import to_latex

__all__ = [
    "bend", "course", "extreme", "fixed_points", "lipschitz_found", "parity_found", "period_found", "smoothness_found", "zeros_found"
]  # fmt: skip


def zeros_found(s: Subject) -> Found:
    return _places(s, zeros(s.term, s.x), lambda z: f"{s.at(z)} = 0")


def fixed_points(s: Subject) -> Found:
    difference = s.term - s.x
    moved = replace(s, term=tidy(difference) if s.layout.whole else difference)  # where a factor cancels, there may be no value
    return _places(moved, zeros(moved.term, s.x), lambda z: f"{s.at(z)} = {z}")


def _places(s: Subject, parts: tuple[Interval, ...], statement: Callable[[str], str]) -> Found:
    """The zeros of the subject, with the statement of each that has a closed form."""
    stated, about = stated_of(parts)
    domain = REALS if s.period is None else _one_period(s)
    fact = replace(s.holds("zeros", places=stated, about=about), domain=domain)
    exact = [shown(p.lower.term) for p in parts if p.is_point and p.lower.exact is not None]
    more = f", and every ${shown(s.period)}$" if s.period is not None and parts else ""
    return Found(r",\quad ".join(map(statement, exact)), (fact,), ("none" if not parts else inline(set_latex(parts))) + more)


def _one_period(s: Subject) -> Stated:
    assert s.period is not None
    half = closed(s.period / 2)
    return Stated(closed(-half), half, True, True)


def extreme(side: int) -> Callable[[Subject], Found]:
    word = "maximum" if side > 0 else "minimum"

    def find(s: Subject) -> Found:
        best = (greatest if side > 0 else least)(s.term, s.x)
        sign = r"\max" if side > 0 else r"\min"
        x = to_latex(s.x)
        if not best.attained:
            if best.value.infinite:
                unbounded = s.holds("unbounded above" if side > 0 else "unbounded below")
                return Found("", (unbounded,), "none, no bound")
            value, about = number_of(best.value)
            bound = Stated(MINUS_OO, value, False, False) if side > 0 else Stated(value, OO, False, False)
            if about:
                raise Unknown("a bound that is not attained and has no closed form")
            never: Obligation = Range(s.term, s.x, (bound,), "within", REALS, s.given)
            op = "<" if side > 0 else ">"
            return Found(f"{s.at(x)} {op} {shown(value)}", (never,), f"none, {'below' if side > 0 else 'above'} ${real_latex(best.value)}$")
        value, about = number_of(best.value)
        stated, about_places = stated_of(best.places or ())
        places = stated if best.places is not None and s.period is None else None
        fact = s.holds(word, value=value, places=places, about=about or about_places)
        where = "" if best.places is None else f" at {_at_places(best.places)}"
        more = f" and every ${shown(s.period)}$" if s.period is not None and where else ""
        relation = rf"\approx {shown(value)}" if about else f"= {shown(value)}"
        return Found(rf"{sign}_{{{x}}} {s.at(x)} {relation}", (fact,), f"${real_latex(best.value)}${where}{more}")

    return find


def _at_places(parts: tuple[Interval, ...]) -> str:
    return " and ".join(f"${real_latex(p.lower)}$" if p.is_point else f"${interval_latex(p)}$" for p in parts)


def course(sign: int) -> Callable[[Subject], Found]:
    property: Any = "strictly increasing" if sign > 0 else "strictly decreasing"

    def find(s: Subject) -> Found:
        return _cells(s, monotone_on(s.term, s.x), sign, property)

    return find


def bend(sign: int) -> Callable[[Subject], Found]:
    property: Any = "strictly convex" if sign > 0 else "strictly concave"

    def find(s: Subject) -> Found:
        return _cells(s, convex_on(s.term, s.x), sign, property)

    return find


def _cells(s: Subject, all_cells: list[Any], sign: int, property: Any) -> Found:
    """Open intervals on which the function has a property; ends that have no closed form are drawn inwards a little.

    Where the derivative is periodic, the cells are those of one period, and say that it holds everywhere or again and again.
    """
    cells = [c for c in all_cells if c.sign == sign]
    if not cells:
        return Found("", (_nowhere(s, property),), "nowhere")
    repeat = s.period or s.slope_period
    if len(cells) == len(all_cells) and s.period is None and repeat is not None:
        return Found("", (s.holds(property),), inline(r"\mathbb{R}"))
    if repeat is not None:
        cells = _over_the_seam(s, cells, repeat, property)
    domains = [Stated(inner(c.low, 1), inner(c.high, -1)) for c in cells]
    intervals = tuple(Interval(c.low, c.high, False, False) for c in cells)
    more = f", and every ${shown(repeat)}$" if repeat is not None else ""
    return Found("", tuple(replace(s.holds(property), domain=d) for d in domains), inline(set_latex(intervals)) + more)


def _over_the_seam(s: Subject, cells: list[Cell], repeat: Term, property: Any) -> list[Cell]:
    """The cells of a period, the last one and the first as one where the property holds across the end of the period."""
    first, last = cells[0], cells[-1]
    if len(cells) < 2 or first.high.exact is None or compare(last.high, exactly(closed(first.low.term + repeat))) != 0:
        return cells
    joint = Cell(last.low, exactly(closed(first.high.term + repeat)), last.sign)
    across = replace(s.holds(property), domain=Stated(inner(joint.low, 1), inner(joint.high, -1)))
    return [*cells[1:-1], joint] if decide_obligation(across).status == "proved" else cells


def _nowhere(s: Subject, property: str) -> Obligation:
    """That a function is nowhere strictly increasing, convex, ...: the derivative, or the second one, has the other sign or is 0."""
    below = property in ("strictly increasing", "strictly convex")
    order = 1 if property.endswith("ing") else 2
    if s.smoothness.times is None or s.smoothness.times >= order - 1:
        opposite: Any = property.removeprefix("strictly ")
        turned = {"increasing": "decreasing", "decreasing": "increasing", "convex": "concave", "concave": "convex"}
        return s.holds(turned[opposite])
    bound = Stated(MINUS_OO, ZERO, False, True) if below else Stated(ZERO, OO, True, False)
    return Range(s.term, s.x, (bound,), "within", REALS, s.given, order)


def parity_found(s: Subject) -> Found:
    kind = parity(s.term, s.x, s.given)
    x = to_latex(s.x)
    turned = substitute(s.term, {s.x: -s.x})
    if kind == "odd":
        return Found(f"{s.at('-' + x)} = -{s.at(x)}", (s.holds("odd"), Equation(turned, -s.term, s.given)), "odd")
    if kind == "even":
        return Found(f"{s.at('-' + x)} = {s.at(x)}", (s.holds("even"), Equation(turned, s.term, s.given)), "even")
    if kind == "neither":
        return Found("", (s.holds("neither odd nor even"),), "neither odd nor even")
    raise Unknown("whether it is odd or even is not known")


def period_found(s: Subject) -> Found:
    if s.period is None:
        raise Unknown("no period was found")
    x = to_latex(s.x)
    return Found(f"{s.at(f'{x} + {shown(s.period)}')} = {s.at(x)}", (s.holds("periodic", value=s.period),), inline(shown(s.period)))


def lipschitz_found(s: Subject) -> Found:
    if not s.layout.whole or s.slope_period is not None:
        return _steepest(s)
    best = lipschitz(s.term, s.x).value
    if best.infinite:
        jumps = bool(s.smoothness.corners) and (s.smoothness.times or 0) < 0
        fact: Obligation
        if jumps:
            fact = s.holds("not differentiable", places=tuple(stated_of(_corner_places(s, 0))[0]))
        else:
            fact = replace(s.holds("unbounded"), order=1)
        return Found("", (fact,), "none, since it jumps" if jumps else "none, its slope has no bound")
    value, about = number_of(best)
    x = to_latex(s.x)
    relation = rf"\le {shown(num(beside(best, 1)) if about else value)}"
    fact = s.holds("lipschitz constant", value=value, about=about)
    return Found(rf"|{s.slope_at(x)}| {relation}", (fact,), inline(real_latex(best)))


def _steepest(s: Subject) -> Found:
    """The Lipschitz constant as the greatest modulus of a periodic derivative; none where the derivative has no bound."""
    slopes = range_of(s.slope, s.x)
    if slopes[0].lower.infinite or slopes[-1].upper.infinite:
        return Found("", (replace(s.holds("unbounded"), order=1),), "none, its slope has no bound")
    if not s.layout.whole:
        raise Unknown("it is not defined on an interval")
    modulus = replace(s, term=fn("abs", s.slope))
    best = greatest(modulus.term, s.x).value
    value, about = number_of(best)
    fact = modulus.holds("maximum", value=value, about=about)
    return Found(rf"|{s.slope_at(to_latex(s.x))}| \le {shown(value)}", (fact,), inline(real_latex(best)))


def _corner_places(s: Subject, order: int) -> list[Interval]:
    return [Interval(c.place, c.place, True, True) for c in s.smoothness.corners if c.order == order]


def smoothness_found(s: Subject) -> Found:
    found = s.smoothness
    if found.times is None:
        return Found("", (s.holds("smooth"),), r"$C^{\infty}$")
    holes = [c.place for c in found.corners if c.hole]
    if holes:
        return _smooth_between(s, holes)
    facts: list[Obligation] = []
    if found.times >= 0:
        facts.append(s.holds("continuous", times=found.times))
    places, about = stated_of(_corner_places(s, found.times + 1))
    if about:
        raise Unknown("a kink that has no closed form")
    facts.append(s.holds("not differentiable", times=found.times + 1, places=places))
    at = ", ".join(f"${real_latex(c.place)}$" for c in found.corners if c.order == found.times + 1)
    what = {-1: "it", 0: "the slope", 1: "the second derivative"}.get(found.times, "a higher derivative")
    ends = [v for c in found.corners if c.order == found.times + 1 for v in (c.left, c.right) if v is not None]
    word = f"{what} {'has no bound' if any(v.infinite for v in ends) else 'jumps'}"
    name = "" if found.times < 0 else f"$C^{{{found.times}}}$, "
    return Found("", tuple(facts), f"{name}{word} at {at}")




def _smooth_between(s: Subject, holes: list[Real]) -> Found:
    """The pieces of a function that is not defined everywhere, each of which is smooth."""
    if any(not c.hole for c in s.smoothness.corners):
        raise Unknown("it has holes and kinks")
    pieces = [Stated(inner(p.low, 1), inner(p.high, -1)) for p in s.layout.pieces]
    facts = tuple(replace(s.holds("smooth"), domain=d) for d in pieces)
    more = "" if s.period is None else f" and every ${shown(s.period)}$"
    return Found("", facts, rf"$C^{{\infty}}$ but at {', '.join(f'${real_latex(p)}$' for p in holes)}{more}, where it has no value")
