"""Random functions against their values at many points: no value outside the range, no missed zero, no slope above the constant."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from flint import arb, fmpq

from symact.budget import OutOfTime, within
from symact.decide.facts import Unknown, layout, lipschitz, monotone_on, range_of, smoothness, zeros
from symact.decide.facts.reals import Real, compare
from symact.terms.ball import Undefined, enclose, precision
from symact.terms.core import Term, abs_, cases, exp, fn, free, log, max_, min_, num, sqrt, sym

X = sym("x")
CONSTANTS = ["1", "2", "-1", "1/2", "-3", "3/2", "1/3", "-1/4", "5"]
GRID = sorted({
    *(Fraction(k, 8) for k in range(-120, 121)),
    *(Fraction(s * v) for s in (1, -1) for v in (25, 77, 1000)),
    *(Fraction(k, 1000) for k in range(-12, 13)),
})  # fmt: skip
SEEDS = range(120)


def random_term(r: Random, depth: int) -> Term:
    def inner(d: int = depth - 1) -> Term:
        return random_term(r, d)

    c = num(r.choice(CONSTANTS))
    if depth == 0:
        return r.choice([X, X, X + c, c * X, c * X + num(r.choice(CONSTANTS))])
    small = min(depth - 1, 1)
    return r.choice([
        lambda: inner() + inner(), lambda: inner() * inner(), lambda: inner() * inner(), lambda: inner() - c,
        lambda: inner() / (1 + inner() ** 2), lambda: 1 / (1 + exp(inner())), lambda: exp(-inner(small)), lambda: inner() ** 2,
        lambda: fn("tanh", inner()), lambda: fn("erf", inner(small)), lambda: log(1 + exp(inner(small))), lambda: 1 / inner(),
        lambda: log(1 + inner() ** 2), lambda: fn("atan", inner()), lambda: sqrt(1 + inner() ** 2), lambda: max_(inner(), inner()),
        lambda: min_(inner(), c), lambda: abs_(inner()), lambda: cases(inner(0).lt(0), inner(), inner()), lambda: log(inner()),
        lambda: fn("sign", inner()) * inner(), lambda: sqrt(inner()),
    ])()  # fmt: skip


def value(t: Term, x: Fraction) -> Any:
    with precision(200):
        try:
            v = enclose(t, {X: arb(fmpq(x.numerator, x.denominator))})
        except Undefined:
            return None
    return v if v.is_finite() else None


def asked(question: Any, *args: Any) -> Any:
    """The answer, or None where there is none."""
    try:
        with within(3):
            return question(*args)
    except (Unknown, OutOfTime):
        return None


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_contradicts_the_values(seed: int) -> None:
    r = Random(seed)
    t = random_term(r, r.choice([1, 2, 2, 3]))
    if X not in free(t):
        return
    seen = [(x, v) for x in GRID if (v := value(t, x)) is not None]
    _check_range(t, seen)
    _check_zeros(t, seen)
    _check_course(t, seen)
    _check_slopes(t, seen)


def _check_range(t: Term, seen: list[tuple[Fraction, Any]]) -> None:
    found = asked(range_of, t, X)
    if found is None:
        return
    ends = [(p.lower.ball(256), p.upper.ball(256)) for p in found]
    for x, v in seen:
        assert any(not v < low and not v > high for low, high in ends), f"{t!r} at {x}"


def _check_zeros(t: Term, seen: list[tuple[Fraction, Any]]) -> None:
    found = asked(zeros, t, X)
    if found is None:
        return
    for x, v in seen:
        listed = any(p.contains(Real(num(x))) for p in found)
        certainly = bool(v == 0)
        assert listed or not certainly, f"{t!r} vanishes at {x}"
        assert not listed or v.contains(0), f"{t!r} does not vanish at {x}"
    places = [(p.lower, p.upper) for p in found] + [(b.place, b.place) for b in layout(t, X).breaks]
    for (x, v), (y, w) in pairwise(seen):
        if (v > 0 and w < 0) or (v < 0 and w > 0):
            a, b = Real(num(x)), Real(num(y))
            assert any((compare(a, q) or 0) <= 0 and (compare(p, b) or 0) <= 0 for p, q in places), f"{t!r} between {x} and {y}"


def _check_course(t: Term, seen: list[tuple[Fraction, Any]]) -> None:
    for cell in asked(monotone_on, t, X) or []:
        low, high = cell.low.ball(128), cell.high.ball(128)
        inside = [v for x, v in seen if low < arb(fmpq(x.numerator, x.denominator)) < high]
        for v, w in pairwise(inside):
            assert not (w < v if cell.sign > 0 else w > v if cell.sign < 0 else not v.overlaps(w)), repr(t)


def _check_slopes(t: Term, seen: list[tuple[Fraction, Any]]) -> None:
    found = asked(lipschitz, t, X)
    if found is None or found.value.infinite:
        return
    best = found.value.ball(200)
    for (x, v), (y, w) in pairwise(seen):
        assert not abs(w - v) > best * arb(fmpq((y - x).numerator, (y - x).denominator)), f"{t!r} between {x} and {y}"


def test_most_are_answered() -> None:
    """The engine is not sound by being silent."""
    answered = total = 0
    for seed in SEEDS:
        r = Random(seed)
        t = random_term(r, r.choice([1, 2, 2, 3]))
        if X in free(t):
            total += 1
            answered += asked(range_of, t, X) is not None and asked(smoothness, t, X) is not None
    assert answered >= 0.93 * total


ROOTS = {
    sqrt(X**2): "[0, oo)",
    sqrt(X**2) ** 2: "[0, oo)",
    sqrt(X) ** 2: "[0, oo)",
    sqrt(sqrt(X) ** 2 + 1): "[1, oo)",
    sqrt(X - X): "{0}",
    log(X**2): "(-oo, oo)",
    exp(log(X)): "(0, oo)",
    (X**2 - 1) / (X - 1): "(-oo, 2) (2, oo)",
    X / X: "{1}",
    cases(X.lt(1), X, X.gt(1), -X): "(-oo, 1)",
    1 / X + X: "(-oo, -2] [2, oo)",
    X**2 + fn("erf", X) ** 2: "[0, oo)",
    sqrt(1 - X**2): "[0, 1]",
    fn("asin", X): "[-pi/2, pi/2]",
    cases(X.ge(0), log(1 + X), -log(1 - X)): "(-oo, oo)",
    abs_(X) / X: "{-1} {1}",
}


@pytest.mark.parametrize("t", ROOTS, ids=repr)
def test_where_parts_have_no_value(t: Term) -> None:
    """Roots, logarithms, poles and holes: what is simplified must not gain or lose a point."""
    assert " ".join(p.text() for p in range_of(t, X)) == ROOTS[t]
