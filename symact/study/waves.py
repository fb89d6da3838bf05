r"""Finders for functions that swing on without end, where their usual ones find nothing: ``x \cos x``, ``\sin(x)/x``.

Such a function is a wave of one frequency with varying heights. What it tends to far out is a periodic function, or it has no
bound on either side; where it is a product of a function and a wave, its zeros come in families. Its turns are told on a window
of two periods, with whether they go on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import floor

from symact.decide import decide_obligation
from symact.decide.facts import Interval, Unknown, convex_on, limit, monotone_on, range_of, zeros
from symact.decide.facts.evidence import Cell
from symact.decide.facts.expansion import infinite
from symact.decide.facts.reals import MINUS_OO, OO, compare, exactly
from symact.decide.facts.waves import Wave, wave
from symact.decide.kinks import simplified
from symact.derive.rules import shown
from symact.obligations import REALS, Equation, Holds, Obligation, Property, Range
from symact.obligations import Interval as Stated
from symact.study.subject import Found, Subject, inline, inner, interval_latex, number_of, real_latex, set_latex, stated_of
from symact.terms.calculus import diff
from symact.terms.core import PI, ZERO, Term, add, free, mul, num, power, sub, substitute

__all__ = ["bend_in_window", "course_in_window", "families_of_zeros", "fixed_points_far", "no_asymptote", "no_limit_far", "no_saturation"]

POWERS = (0, 1, 2)  # of the variable by which a wave that dies away is multiplied, to see its signs


def wave_of(s: Subject, t: Term) -> Wave:
    """A formula as a wave. Raises Unknown."""
    found = wave(t, s.x)
    if found is None:
        raise Unknown("it is no wave of one frequency")
    return found


def outer(s: Subject, side: int) -> Term:
    """The formula of the function far out."""
    return s.layout.pieces[-1 if side > 0 else 0].term


# ---- far out


def no_limit_far(side: int) -> Callable[[Subject], Found]:
    """There is no limit: the function has no bound on either side, or tends to a periodic function that is not constant."""

    def find(s: Subject) -> Found:
        boundless = _boundless(s, side, 0)
        if boundless is not None:
            return Found("", boundless, "none, it swings without bound")
        periodic, facts = _settles(s, outer(s, side), side)
        return Found("", facts, f"none, it comes ever closer to ${shown(periodic)}$")

    return find


def no_asymptote(side: int) -> Callable[[Subject], Found]:
    """No line is approached: the function has no bound on either side, or f(x)/x tends to m, and f(x) - m x to a wave."""

    def find(s: Subject) -> Found:
        boundless = _boundless(s, side, 0)
        if boundless is not None:
            return Found("", boundless, "none, it swings without bound")
        point = _end(side)
        m = limit(s.term / s.x, s.x, point)
        if infinite(m):
            raise Unknown("it grows faster than a line")
        periodic, facts = _settles(s, sub(outer(s, side), mul(m, s.x)), side)
        return Found("", (s.tends(s.term / s.x, point, m), *facts), f"none, it comes ever closer to ${shown(add(mul(m, s.x), periodic))}$")

    return find


def no_saturation(side: int) -> Callable[[Subject], Found]:
    """The derivative does not tend to 0: it has no bound on either side, or tends to a periodic function that is not constant."""

    def find(s: Subject) -> Found:
        boundless = _boundless(s, side, 1)
        if boundless is not None:
            return Found("", boundless, "no")
        _, facts = _settles(s, diff(outer(s, side), s.x), side)
        return Found("", facts, "no")

    return find


def _end(side: int) -> Term:
    return OO if side > 0 else MINUS_OO


def _boundless(s: Subject, side: int, order: int) -> tuple[Obligation, ...] | None:
    """That the derivative of an order, continuous as it is, has no bound on either side beyond 0."""
    far = Stated(ZERO, OO, True, False) if side > 0 else Stated(MINUS_OO, ZERO, False, True)
    facts = tuple(replace(s.holds(p), domain=far, order=order) for p in ("unbounded above", "unbounded below"))
    return facts if all(decide_obligation(o).status == "proved" for o in facts) else None


def _settles(s: Subject, t: Term, side: int) -> tuple[Term, tuple[Obligation, ...]]:
    """The periodic function, not constant, to which a wave tends, and what shows it. Raises Unknown."""
    point = _end(side)
    here = wave_of(s, t)
    far = here.settled(s.x, point)
    if any(infinite(h) for h in (far.level, far.sine, far.cosine)) or far.sine == far.cosine == ZERO:
        raise Unknown("it does not come close to a wave")
    periodic = far.term(s.x)
    rest = here.less(far).term(s.x)
    period = Subject(periodic, s.x, s.given, "p")
    stated, about = stated_of(range_of(periodic, s.x))
    values = Range(periodic, s.x, stated, "about" if about else "equal", REALS, s.given)
    repeats = period.holds("periodic", value=period.period)
    return periodic, (Equation(t, add(periodic, rest), s.given), s.tends(rest, point, ZERO), repeats, values)


# ---- families


def families_of_zeros(s: Subject) -> Found:
    """The zeros of a product of a function and a periodic one: those of the one, and a family."""
    return _families(s, s.term)


def fixed_points_far(s: Subject) -> Found:
    moved = replace(s, term=sub(s.term, s.x))
    try:
        return _families(moved, moved.term)
    except Unknown:
        return _zeros_in_window(moved)


def _families(s: Subject, t: Term) -> Found:
    (formula,) = {sub(p.term, sub(s.term, t)) for p in s.layout.pieces}
    w = wave_of(s, formula)
    heights = [h for h in (w.sine, w.cosine, w.level) if h != ZERO]
    front = heights[0]
    ratios = [simplified(mul(h, power(front, -1))) or s.x for h in (w.level, w.sine, w.cosine)]
    if any(s.x in free(r) for r in ratios):
        raise Unknown("it is no product of a function and a wave")
    periodic = Wave(ratios[0], ratios[1], ratios[2], w.rate).term(s.x)
    step = _step(periodic, s)
    half = mul(step, Fraction(1, 2))
    window = Interval(exactly(simplified(mul(-1, half)) or half), exactly(simplified(half) or half), False, True)
    family, own = zeros(periodic, s.x, window), zeros(front, s.x)
    whole: list[Obligation] = [Equation(formula, mul(front, periodic), s.given)]
    whole.append(_zeros_fact(s, periodic, family, Stated(number_of(window.lower)[0], number_of(window.upper)[0], False, True)))
    if own:
        whole.append(_zeros_fact(s, front, own, REALS))
    lost = [b.place for b in s.layout.breaks if b.value is not None and b.value.exact != ZERO and b.place.exact is not None]
    alone = tuple(z for z in own if not any(repr(z.lower) == repr(f.lower) for f in family))
    text = f"{inline(set_latex(family))} and every ${shown(step)}$"
    text += f", and {inline(set_latex(alone))}" if alone else ""
    text += "".join(f", but not ${real_latex(p)}$" for p in lost)
    return Found("", tuple(whole), text)


def _step(periodic: Term, s: Subject) -> Term:
    """The distance after which the zeros come again: half a period where the wave changes its sign with it."""
    length = Subject(periodic, s.x, s.given, "p").period
    if length is None:
        raise Unknown("no period was found")
    half = simplified(mul(length, Fraction(1, 2))) or length
    turned = Equation(substitute(periodic, {s.x: add(s.x, half)}), mul(-1, periodic), s.given)
    return half if decide_obligation(turned).status == "proved" else length


def _zeros_fact(s: Subject, t: Term, places: tuple[Interval, ...], domain: Stated) -> Holds:
    stated, about = stated_of(places)
    return Holds("zeros", t, s.x, domain, s.given, places=stated, about=about)


# ---- on a window


def course_in_window(sign: int) -> Callable[[Subject], Found]:
    """Where the function rises (sign 1) or falls within a window."""
    return _cells_in_window(monotone_on, sign, 1, "strictly increasing" if sign > 0 else "strictly decreasing")


def bend_in_window(sign: int) -> Callable[[Subject], Found]:
    """Where the function is convex (sign 1) or concave within a window."""
    return _cells_in_window(convex_on, sign, 2, "strictly convex" if sign > 0 else "strictly concave")


def _cells_in_window(find: Callable[..., list[Cell]], sign: int, order: int, property: Property) -> Callable[[Subject], Found]:
    def look(s: Subject) -> Found:
        window = _window(s)
        cells = [c for c in find(s.term, s.x, window) if c.sign == sign]
        facts = [replace(s.holds(property), domain=Stated(inner(c.low, 1), inner(c.high, -1))) for c in cells]
        more, also = _goes_on(s, order)
        shown_cells = set_latex(tuple(Interval(c.low, c.high, False, False) for c in cells))
        return Found("", (*facts, *also), f"{_on(window)}: ${shown_cells}${more}")

    return look


def _zeros_in_window(s: Subject) -> Found:
    window = _window(s)
    found = zeros(s.term, s.x, window)
    more, also = _goes_on(s, 0)
    fact = _zeros_fact(s, s.term, found, stated_of((window,))[0][0])
    return Found("", (fact, *also), f"{_on(window)}: {inline(set_latex(found))}{more}")


def _window(s: Subject) -> Interval:
    """About two periods to both sides, between whole numbers where they are long."""
    (rate,) = {wave_of(s, p.term).rate for p in s.layout.pieces}
    length = exactly(simplified(mul(4, PI, power(rate, -1))) or ZERO).ball(64)
    size = num(max(floor(abs(float(length.mid()))), 1))
    return Interval(exactly(mul(-1, size)), exactly(size), True, True)


def _on(window: Interval) -> str:
    return f"on ${interval_latex(window)}$"


def _goes_on(s: Subject, order: int) -> tuple[str, tuple[Obligation, ...]]:
    """Whether the derivative of an order changes its sign without end, in words, and what shows it."""
    seen = {side: _changes(s, order, side) for side in (-1, 1)}
    facts = tuple(o for found in seen.values() for o in found)
    if all(seen.values()):
        return ", and so on without end on both sides", facts
    side = next((k for k, found in seen.items() if found), 0)
    return (rf", and so on without end towards ${'' if side > 0 else '-'}\infty$" if side else ""), facts


def _changes(s: Subject, order: int, side: int) -> tuple[Obligation, ...]:
    """That, times a power of the variable, a derivative has limits of both signs along phases that come again and again."""
    t = diff(outer(s, side), s.x, order) if order else outer(s, side)
    w = wave(t, s.x)
    if w is None:
        return ()
    for k in POWERS:
        try:
            limits = {p: limit(mul(power(s.x, k), p), s.x, _end(side)) for p in w.phases()}
        except Unknown:
            continue
        above = next((p for p, v in limits.items() if _sign(v) > 0), None)
        below = next((p for p, v in limits.items() if _sign(v) < 0), None)
        if above is not None and below is not None:
            far = tuple(s.tends(mul(power(s.x, k), p), _end(side), limits[p]) for p in (above, below))
            return (Equation(t, w.term(s.x), s.given), *far)
    return ()


def _sign(limit: Term) -> int:
    return infinite(limit) or (compare(exactly(limit), exactly(0)) or 0)
