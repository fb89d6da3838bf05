"""Every fact on every sheet against an independent search: functions written again in mpmath, looked at densely.

Nothing but the stated places and values comes from symact here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import mpmath
import pytest
from mpmath import mpf

sys.path.insert(0, str(Path(__file__).parents[1] / "catalogue"))
from reference import REFERENCE

from symact.catalogue import ACTIVATIONS, Activation
from symact.decide.facts.reals import MINUS_OO, OO
from symact.obligations import Equation, Holds, Interval, Range, Tends
from symact.study.facts import Fact, Sheet, sheet
from symact.terms.ball import enclose, precision
from symact.terms.core import Term, free, num, substitute

NAMES = [n for n, a in ACTIVATIONS.items() if a.variables == ("x",) and n in REFERENCE]
FAST = {"siren": 30}  # how many times finer the grid has to be
GRID = [mpf(k) / 4 for k in range(-44, 45)]
FAR = [s * mpf(v) for s in (-1, 1) for v in (17, 40, 200)]
POINTS = sorted([*GRID, *FAR, *(side * mpf(v) for side in (-1, 1) for v in ("0.001", "0.012"))])
SMALL = mpf("1e-7")
INFINITE = {OO: mpf("inf"), MINUS_OO: -mpf("inf")}


@cache
def facts_of(name: str) -> Sheet:
    return sheet(ACTIVATIONS[name])


def function(a: Activation) -> Callable[[mpf], mpf]:
    values = {p.name: mpf(p.shown.numerator) / p.shown.denominator for p in a.parameters if p.shown is not None}
    return cache(lambda x: mpf(REFERENCE[a.name](x, **values)))


def slope(f: Callable[[mpf], mpf], x: mpf, order: int = 1) -> mpf:
    h = mpf(10) ** -8
    return (f(x + h) - f(x - h)) / (2 * h) if order == 1 else (f(x + h) - 2 * f(x) + f(x - h)) / h**2


def number(t: Term) -> mpf:
    if t in INFINITE:
        return INFINITE[t]
    with precision(200):
        return mpf(enclose(t, {}).mid().str(40, radius=False))


def lies_in(value: mpf, parts: tuple[Interval, ...]) -> bool:
    return any(end(p, 0) - SMALL <= value <= end(p, 1) + SMALL for p in parts)


def end(p: Interval, k: int) -> mpf:
    return number((p.lower, p.upper)[k])


def smooth_points(name: str, s: Sheet) -> list[mpf]:
    """The grid, finer for what is fast, without the neighbourhoods of edges between pieces."""
    kinks = [mpf(str(b.place.ball(64).mid().str(20, radius=False))) for b in s.subject.layout.breaks]
    beside = [k + side * mpf("1e-4") for k in kinks for side in (-1, 1)]
    return sorted(x for x in (*(p / FAST.get(name, 1) for p in POINTS), *beside) if all(abs(x - k) > mpf("1e-5") for k in kinks))


def refined(f: Callable[[mpf], mpf], start: mpf, side: int) -> mpf:
    """The greatest (side 1) or least value near a point, by steps that are halved."""
    x, step = start, mpf(1) / 8
    while step > mpf("1e-7"):
        best = max((x, x - step, x + step), key=lambda u: side * f(u))
        x, step = (x, step / 4) if best == x else (best, step)
    return f(x)


def searched(f: Callable[[mpf], mpf], side: int, points: list[mpf]) -> mpf:
    return refined(f, max(points, key=lambda u: side * f(u)), side)


# ---- one check for each kind of obligation


def check_range(o: Range, f: Callable[[mpf], mpf], points: list[mpf], relation: str) -> None:
    values = [f(x) if o.order == 0 else slope(f, x, o.order) for x in points]
    for x, v in zip(points, values, strict=True):
        assert lies_in(v, o.intervals), f"at {x} the value {v}"
    if relation == "within":
        return
    low, high = min(end(p, 0) for p in o.intervals), max(end(p, 1) for p in o.intervals)
    for e, seen, side in ((low, min(values), -1), (high, max(values), 1)):
        if mpmath.isinf(e):
            assert seen * side > 1
        else:
            assert abs(seen - e) < mpf("0.1") * max(1, abs(e)), f"no value near {e}, only {seen}"


def check_tends(o: Tends, f: Callable[[mpf], mpf], s: Sheet) -> None:
    """By the term itself, in numbers, at points that go where the variable goes."""
    if o.point in INFINITE:
        sign = 1 if o.point == OO else -1
        ways = [[sign * mpf(v) for v in (30, 300, 3000)]]
    else:
        ways = [[side * mpf(v) for v in ("1e-2", "1e-4", "1e-6")] for side in (-1, 1)]
    for points in ways:
        values = [term_at(o.term, s, x) for x in points]
        if o.value in INFINITE:
            up = 1 if o.value == OO else -1
            assert up * values[-1] > max(up * values[0], mpf(3))
        else:
            goal = number(o.value)
            errors = [abs(v - goal) for v in values]
            assert errors[-1] < mpf("1e-3") or errors[-1] < errors[0] / 10, f"{values} do not tend to {goal}"


def term_at(t: Term, s: Sheet, x: mpf) -> mpf:
    """A term's value by the enclosures of another precision than any decision uses."""
    from fractions import Fraction

    with precision(600):
        return mpf(enclose(t, {s.subject.x: Fraction(str(x))}).mid().str(60, radius=False))


def check_places(o: Holds, f: Callable[[mpf], mpf], points: list[mpf]) -> None:
    """The function is 0 at each place, and where it changes its sign between two points of the grid there is one."""
    places = o.places or ()
    for p in places:
        ends = [e for e in (end(p, 0), end(p, 1)) if not mpmath.isinf(e)]
        for e in ends:
            beside = [e] if p.lower_closed or p.upper_closed else []
            assert all(abs(f(x)) < SMALL for x in beside), f"no zero at {e}"
    inside = [x for x in points if end(o.domain, 0) <= x <= end(o.domain, 1)]
    for a, b in pairwise(inside):
        changes = f(a) * f(b) < 0 and min(abs(f(a)), abs(f(b))) > mpf("1e-25")
        known = any(a <= end(p, 1) and end(p, 0) <= b for p in places)
        assert known or not changes or not continuous(f, a, b), f"a zero between {a} and {b} that is not stated"


def continuous(f: Callable[[mpf], mpf], a: mpf, b: mpf) -> bool:
    """Whether bisection for a change of sign ends at small values, not at a jump."""
    for _ in range(60):
        m = (a + b) / 2
        a, b = (a, m) if f(a) * f(m) <= 0 else (m, b)
    return abs(f(a) - f(b)) < SMALL


def written(o: Range | Holds, f: Callable[[mpf], mpf], s: Sheet) -> Callable[[mpf], mpf]:
    """The function itself as it is written again here; of what is only a part of it (a wave, a factor) the term in numbers."""
    return f if o.term == s.subject.term else cache(lambda x: term_at(o.term, s, x))


CURVED = {"strictly convex": 1, "strictly concave": -1, "convex": 1, "concave": -1}
RISING = {"strictly increasing": 1, "strictly decreasing": -1, "increasing": 1, "decreasing": -1}


def check_course(o: Holds, f: Callable[[mpf], mpf], points: list[mpf]) -> None:
    low, high = end(o.domain, 0), end(o.domain, 1)
    inside = [x for x in points if low < x < high and abs(x) < 13]
    if o.property in RISING:
        sign = RISING[o.property]
        for a, b in pairwise(inside):
            assert sign * (f(b) - f(a)) >= 0, f"{o.property} fails between {a} and {b}"
        return
    sign = CURVED[o.property]
    for a, b, c in zip(inside, inside[1:], inside[2:], strict=False):
        between = f(a) + (f(c) - f(a)) * (b - a) / (c - a)
        assert sign * (between - f(b)) >= -mpf("1e-25"), f"{o.property} fails at {b}"


def check_holds(o: Holds, name: str, f: Callable[[mpf], mpf], points: list[mpf], s: Sheet) -> None:
    match o.property:
        case "maximum" | "minimum":
            side = 1 if o.property == "maximum" else -1
            assert o.value is not None
            if o.term != s.subject.term:
                assert abs(searched(cache(lambda x: abs(slope(f, x))), side, points) - number(o.value)) < mpf("1e-6")  # the steepest slope
                return
            assert abs(searched(f, side, points) - number(o.value)) < mpf("1e-6")
        case "unbounded above" | "unbounded below" | "unbounded":
            order = o.order
            seen = [slope(f, x) if order else f(x) for x in points]
            assert max(seen) > 3 or min(seen) < -3 or name in ("nlrelu", "symlog"), seen
        case "zeros":
            check_places(o, written(o, f, s), points)
        case "odd" | "even":
            sign = -1 if o.property == "odd" else 1
            assert all(abs(f(-x) - sign * f(x)) < mpf("1e-20") * max(1, abs(f(x))) for x in POINTS if x > 0)
        case "neither odd nor even":
            assert any(abs(f(-x) - f(x)) > mpf("1e-12") for x in POINTS) and any(abs(f(-x) + f(x)) > mpf("1e-12") for x in POINTS)
        case "lipschitz constant":
            steepest = max(abs(slope(f, x)) for x in points)
            assert steepest <= number(o.value) + SMALL and steepest > number(o.value) - mpf("0.1")
        case "periodic":
            g = written(o, f, s)
            assert all(abs(g(x + number(o.value)) - g(x)) < mpf("1e-20") for x in GRID)
        case "not differentiable":
            h = mpf(10) ** -9
            for p in o.places or ():
                x = end(p, 0)
                if o.times == 0:
                    assert abs(f(x + h) - f(x - h)) > mpf("1e-4")
                elif o.times == 1:
                    left, right = (f(x) - f(x - h)) / h, (f(x + h) - f(x)) / h
                    assert abs(left - right) > mpf("1e-4") or abs(f(x + h) - f(x - h)) > mpf("1e-4")
        case "continuous":
            assert all(abs(f(x + mpf("1e-12")) - f(x - mpf("1e-12"))) < mpf("1e-9") * max(1, abs(f(x))) for x in GRID[::2])
        case "smooth":
            assert all(abs(slope(f, x + SMALL) - slope(f, x - SMALL)) < mpf("1e-3") * max(1, abs(f(x))) for x in GRID[::4])
        case _ if o.property in RISING or o.property in CURVED:
            check_course(o, f, points)
        case _:
            raise AssertionError(f"nothing here checks {o.property}")


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_against_numbers(name: str) -> None:
    s = facts_of(name)
    with mpmath.workdps(40):
        f = function(ACTIVATIONS[name])
        points = smooth_points(name, s)
        for fact in s:
            for o in fact.obligations:
                match o:
                    case Range():
                        check_range(o, written(o, f, s), points, o.relation)
                    case Tends():
                        check_tends(o, f, s)
                    case Holds():
                        check_holds(o, name, f, points, s)
                    case Equation():
                        check_equation(o, fact, ACTIVATIONS[name])


def check_equation(o: Equation, fact: Fact, a: Activation) -> None:
    """Derivatives by parameters as difference quotients of the second writing, other equations in numbers."""
    values = {p.symbol: p.shown for p in a.parameters}
    if not fact.name.startswith(f"deriv_{a.name}_by_"):
        assert abs(number(substitute(o.left - o.right, {a.variable: num(3)})) if not free(o.left - o.right) - {a.variable} else 0) < SMALL
        return
    p = next(q for q in a.parameters if fact.name.endswith(f"_by_{q.name}"))
    exact = {q.name: mpf(q.shown.numerator) / q.shown.denominator for q in a.parameters if q.shown is not None}
    h = mpf(10) ** -15
    from fractions import Fraction

    for x in (mpf("-3.3"), mpf("-0.7"), mpf("0.45"), mpf("2.3")):
        up, down = ({**exact, p.name: exact[p.name] + side * h} for side in (1, -1))
        expected = (REFERENCE[a.name](x, **up) - REFERENCE[a.name](x, **down)) / (2 * h)
        with precision(300):
            ball = enclose(o.right, {**values, a.variable: Fraction(str(x))})
        assert abs(mpf(ball.mid().str(40, radius=False)) - expected) < mpf("1e-12") * max(1, abs(expected)), f"at {x}"


@pytest.mark.parametrize("name", NAMES)
def test_every_found_fact_is_proved(name: str) -> None:
    assert [f for f in facts_of(name) if f.found and not f.proved] == []


def test_no_fact_is_missing() -> None:
    assert {n: gaps for n in NAMES if (gaps := [f.words for f in facts_of(n) if not f.found])} == {}
