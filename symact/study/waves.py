r"""Finders for functions that swing on without end, where their usual ones find nothing: ``x \cos x``, ``\sin(x)/x``.

Such a function is a wave of one frequency with varying heights. What it tends to far out is a periodic function, or it has no
bound on either side; where it is a product of a function and a wave, its zeros come in families. Its turns are told on a window
of two periods, with whether they go on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import floor

from symact.decide import decide_obligation
from symact.decide.facts import Interval, Piece, Real, Unknown, convex_on, limit, monotone_on, range_of, zeros
from symact.decide.facts.evidence import Cell
from symact.decide.facts.expansion import infinite
from symact.decide.facts.reals import MINUS_OO, OO, compare, exactly, joined
from symact.decide.facts.waves import Wave, wave
from symact.decide.kinks import simplified
from symact.derive.rules import shown
from symact.obligations import REALS, Equation, Holds, Obligation, Property, Range
from symact.obligations import Interval as Stated
from symact.study.subject import Found, Subject, beside, inline, inner, interval_latex, real_latex, set_latex, stated_of
from symact.terms.calculus import diff
from symact.terms.core import PI, ZERO, Term, add, free, mul, num, power, sub, substitute

__all__ = ["bend_in_window", "course_in_window", "families_of_zeros", "fixed_points_far", "no_asymptote", "no_limit_far", "no_saturation"]

START, FINISH = (Interval(exactly(end), exactly(end), False, False) for end in (MINUS_OO, OO))
NEAR = Fraction(1, 16)  # to both sides of a place
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
    """The zeros of a product of a function and a periodic one: those of the one, and a family; else those on a window."""
    try:
        return _families(s)
    except Unknown:
        return _zeros_in_window(s)


def fixed_points_far(s: Subject) -> Found:
    return families_of_zeros(replace(s, term=sub(s.term, s.x)))


@dataclass(frozen=True, eq=False)
class Product:
    """A piece of the function as ``front`` times a periodic function, whose zeros are ``family`` and come again every ``step``."""

    piece: Piece
    front: Term
    periodic: Term
    step: Term
    family: tuple[Interval, ...]

    @property
    def window(self) -> Stated:
        half = _plain(mul(self.step, Fraction(1, 2)))
        return Stated(_plain(mul(-1, half)), half, False, True)

    def has(self, place: Real, x: Term) -> bool:
        """Whether a place belongs to the family. Raises Unknown."""
        order = compare(place.of(self.periodic, x), exactly(0))
        if order is None:
            raise Unknown("whether a place belongs to the family of zeros is not known")
        return order == 0


def _families(s: Subject) -> Found:
    if s.period is not None:
        raise Unknown("it is periodic itself")
    products = [_product(s, p) for p in s.layout.pieces if not _is_zero(p)]
    if len({(p.step, repr(p.family)) for p in products}) != 1:
        raise Unknown("its pieces have zeros of several families")
    one = products[0]
    facts: list[Obligation] = [_zeros_fact(s, one.periodic, one.family, one.window)]
    alone = [Interval(p.low, p.high, False, False) for p in s.layout.pieces if _is_zero(p)]
    for p in products:
        own = zeros(p.front, s.x, Interval(p.piece.low, p.piece.high, False, False))
        facts.append(Equation(p.piece.term, mul(p.front, p.periodic), s.given))
        facts.append(_zeros_fact(s, p.front, own, Stated(inner(p.piece.low, 1), inner(p.piece.high, -1))))
        alone += [z for z in own if not p.has(z.lower, s.x)]
    domain, lost = _connected(s), []
    for b in s.layout.breaks:
        facts.append(_zeros_near(s, b.place))
        zero = b.value is not None and compare(b.value, exactly(0)) == 0
        flat = any(q is not None and _is_zero(q) for q in (b.left, b.right))
        if zero and (flat or not one.has(b.place, s.x)):
            alone.append(Interval(b.place, b.place, True, True))
        elif not zero and one.has(b.place, s.x) and all(d.contains(b.place) for d in domain if b.place in (d.lower, d.upper)):
            lost.append(real_latex(b.place))
    gaps = [p for p, q in pairwise((START, *domain, FINISH)) if not (p.upper.infinite and q.lower.infinite)]
    rest = joined(alone)
    if rest is None:
        raise Unknown("two zeros that cannot be told apart")
    text = f"{inline(set_latex(one.family))} and every ${shown(one.step)}$"
    text += f" in {inline(set_latex(domain))}" if gaps else ""
    text += f", but not ${', '.join(lost)}$" if lost else ""
    return Found("", tuple(facts), text + (f", and {inline(set_latex(rest))}" if rest else ""))


def _product(s: Subject, piece: Piece) -> Product:
    w = wave_of(s, piece.term)
    front = w.cosine if w.sine == ZERO else w.sine
    ratios = [simplified(mul(h, power(front, -1))) or s.x for h in (w.level, w.sine, w.cosine)]
    if any(s.x in free(r) for r in ratios):
        raise Unknown("it is no product of a function and a wave")
    periodic = Wave(ratios[0], ratios[1], ratios[2], w.rate).term(s.x)
    step = _step(periodic, s)
    half = exactly(_plain(mul(step, Fraction(1, 2))))
    family = zeros(periodic, s.x, Interval(exactly(_plain(mul(-1, half.term))), half, False, True))
    if not family:
        raise Unknown("the wave has no zeros")
    return Product(piece, front, periodic, step, family)


def _plain(t: Term) -> Term:
    return simplified(t) or t


def _is_zero(p: Piece) -> bool:
    return _plain(p.term) == ZERO


def _connected(s: Subject) -> tuple[Interval, ...]:
    """The intervals on which the function is defined but for points."""
    valued = [b.place for b in s.layout.breaks if b.value is not None]
    out: list[Interval] = []
    for p in s.layout.pieces:
        start = out.pop() if out and out[-1].upper is p.low else Interval(p.low, p.low, p.low in valued, False)
        out.append(Interval(start.lower, p.high, start.lower_closed, p.high in valued))
    return tuple(out)


def _zeros_near(s: Subject, place: Real) -> Holds:
    """All zeros about a place at which the formula changes or the function has no value."""
    low, high = exactly(beside(place, -1) - NEAR), exactly(beside(place, 1) + NEAR)
    near = Interval(low, high, True, True)
    return _zeros_fact(s, s.term, zeros(s.term, s.x, near), stated_of((near,))[0][0])


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
    waves = [w for p in s.layout.pieces if (w := wave(p.term, s.x)) is not None]
    if not waves:
        raise Unknown("it is no wave of one frequency")
    length = max(abs(float(exactly(_plain(mul(4, PI, power(w.rate, -1)))).ball(64).mid())) for w in waves)
    size = num(max(floor(length), 1))
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
