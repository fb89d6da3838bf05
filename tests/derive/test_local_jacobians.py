"""Jacobians of functions that are known by an equation or as a maximum, against differences of values found by bisection."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import mpmath
import pytest
from mpmath import mpf

from symact.catalogue import ACTIVATIONS, IMPLICIT, Activation, activation
from symact.derive import derive
from symact.derive.rules import taken
from symact.terms.ball import enclose
from symact.terms.core import Term, at, index, num, substitute, sym

LOCAL = [a for a in (*ACTIVATIONS.values(), *IMPLICIT.values()) if a.locally is not None]
INPUTS = ([2, "1/2", "9/5", -1], ["1/10", "1/5", "3/10", "1/4"], [-3, 5, "-1/3", "7/8"])
SHARES: dict[str, Callable[[mpf, mpf, mpf], mpf]] = {
    "sparsemax": lambda x, theta, alpha: max(mpf(0), x - theta),
    "entmax15": lambda x, theta, alpha: max(mpf(0), x / 2 - theta) ** 2,
    "entmax": lambda x, theta, alpha: max(mpf(0), (alpha - 1) * x - theta) ** (1 / (alpha - 1)),
}


def threshold(name: str, x: list[mpf], alpha: mpf) -> mpf:
    low, high = -mpf(20), mpf(20)
    for _ in range(150):
        mid = (low + high) / 2
        low, high = (mid, high) if sum(SHARES[name](e, mid, alpha) for e in x) > 1 else (low, mid)
    return low


def values(name: str, x: list[mpf], alpha: mpf) -> list[mpf]:
    if name in SHARES:
        theta = threshold(name, x, alpha)
        return [SHARES[name](e, theta, alpha) for e in x]
    return [max(x)] if name == "maxout" else [mpf(int(e == max(x))) for e in x]


def exactly(v: mpf) -> Fraction:
    return Fraction(str(mpmath.nstr(v, 45)))


@pytest.mark.parametrize("a", LOCAL, ids=lambda a: a.name)
def test_every_step_is_proved(a: Activation) -> None:
    d = derive(a)
    assert len(d.steps) > 1
    assert all(s.verdict is not None and s.verdict.status == "proved" for s in d.steps[1:])


@pytest.mark.parametrize("alpha", ["1.5", "1.25", "2", "3"])
@pytest.mark.parametrize("a", LOCAL, ids=lambda a: a.name)
def test_the_jacobian_is_that_of_the_function(a: Activation, alpha: str) -> None:
    result = derive(a).result
    with mpmath.workdps(60):
        order = mpf(alpha)
        for x in ([mpf(Fraction(v).numerator) / Fraction(v).denominator for v in row] for row in INPUTS):
            theta = threshold(a.name, x, order) if a.name in SHARES else mpf(0)
            inside = [a.name in SHARES and SHARES[a.name](e, theta, order) > 0 for e in x]
            h = mpf(10) ** -20
            for j in range(4):
                up, down = (values(a.name, [e + (k == j) * side * h for k, e in enumerate(x)], order) for side in (1, -1))
                for i, (high, low) in enumerate(zip(up, down, strict=True)):
                    expected = (high - low) / (2 * h)
                    found = entry(result, x, theta, order, inside, i, j)
                    assert abs(found - expected) < mpf("1e-15"), (x, i, j)


def entry(t: Term, x: list[mpf], theta: mpf, alpha: mpf, inside: list[bool], i: int, j: int) -> mpf:
    """An entry of the Jacobian; off the support an entry stands far above the threshold, with weight 0."""
    far = 8 * abs(theta) + 8
    seen = [e if w or not any(inside) else far for e, w in zip(x, inside, strict=True)]
    point = {at("x", num(k + 1)): exactly(e) for k, e in enumerate(seen)}
    point |= {at("s", num(k + 1)): Fraction(int(w)) for k, w in enumerate(inside)}
    point |= {sym("theta"): exactly(theta), sym("alpha"): exactly(alpha), sym("n"): Fraction(4)}
    indices = {index("i"): i + 1, index("j"): j + 1, index("m"): 1 + x.index(max(x))}
    here = substitute(taken(t), {v: num(k) for v, k in indices.items()})
    return mpf(enclose(here, point).mid().str(40, radius=False))


@pytest.mark.parametrize(
    ("name", "matrix"),
    [
        ("sparsemax", r"\mathrm{diag}(s) - \frac{1}{\sum_{k=1}^{n} s_{k}}\, s\, s^{\top}"),
        ("entmax15", r"\mathrm{diag}(q) - \frac{1}{\sum_{k=1}^{n} q_{k}}\, q\, q^{\top}"),
        ("entmax", r"\mathrm{diag}(q) - \frac{1}{\sum_{k=1}^{n} q_{k}}\, q\, q^{\top}"),
    ],
)
def test_their_matrices(name: str, matrix: str) -> None:
    j = derive(activation(name)).jacobian
    assert j is not None and j.matrix() == matrix and j.product() is not None
