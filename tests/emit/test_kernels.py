"""Kernels, which are Python as they stand: their errors against exact values, and that printing keeps their order."""

from __future__ import annotations

import ast
import math
import random
from fractions import Fraction

import pytest
from flint import arb, arb_poly

from symact.emit.kernels import gauss, pairs, tables
from symact.emit.targets.c_printer import OWN as OWN_OF_C
from symact.emit.targets.library import definitions, names, needed
from symact.terms.ball import precision


def test_a_kernel_stands_behind_what_it_uses() -> None:
    for name in definitions():
        order = needed([name], OWN_OF_C)
        for k, one in enumerate(order):
            used = names(definitions()[one]) & (definitions().keys() - OWN_OF_C - {one})
            assert used <= set(order[:k]), one


def test_kernels_are_of_the_small_language() -> None:
    """Assignments, arithmetic, comparisons, calls and one return at the end, so that every target can print them."""
    for node in definitions().values():
        if isinstance(node, ast.FunctionDef) and "horner" not in node.name:
            assert isinstance(node.body[-1], ast.Return)
            assert all(isinstance(s, ast.Assign | ast.Expr) for s in node.body[:-1])


FUNCTIONS = {
    "exp": (lambda a: a.exp(), -690, 690), "expm1": (lambda a: a.expm1(), -60, 600), "log": (lambda a: a.log(), 1e-9, 1e9),
    "log1p": (lambda a: a.log1p(), -0.999, 1e6), "tanh": (lambda a: a.tanh(), -40, 40), "sin": (lambda a: a.sin(), -1000, 1000),
    "cos": (lambda a: a.cos(), -1000, 1000), "atan": (lambda a: a.atan(), -100, 100), "erf": (lambda a: a.erf(), -6, 6),
    "erfc": (lambda a: a.erfc(), -6, 25), "erfcx": (lambda a: (a * a).exp() * a.erfc(), 0, 28), "sqrt": (lambda a: a.sqrt(), 0, 1e9),
}  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_of_pairs(name: str) -> None:
    truth, low, high = FUNCTIONS[name]
    function = getattr(pairs, f"pair_{name}", None) or getattr(gauss, f"pair_{name}")
    rng = random.Random(name)
    with precision(400):
        for _ in range(300):
            h = rng.uniform(low, high) * 10.0 ** rng.uniform(-6, 0) if low < 0 < high else rng.uniform(low, high)
            part = h * rng.uniform(-1, 1) * 2.0**-54
            a, b = function(h, part)
            exact = truth(arb(h) + arb(part))
            assert abs((arb(a) + arb(b)) / exact - 1) < arb(2) ** -90, (h, part)
            assert a == a + b


@pytest.mark.parametrize(("function", "truth", "low", "high", "ulp"), [
    (gauss.erfcx, lambda a: (a * a).exp() * a.erfc(), 0, 28, 3), (gauss.erfcx_rough, lambda a: (a * a).exp() * a.erfc(), 0, 28, 10),
    (gauss.erf, lambda a: a.erf(), -7, 7, 2),
    (lambda x: gauss.erfc(x, 0.0), lambda a: a.erfc(), -7, 27.5, 4),
    (pairs.sin_pi, lambda a: (arb.pi() * a).sin(), -50, 50, 1), (pairs.cos_pi, lambda a: (arb.pi() * a).cos(), -50, 50, 1),
])  # fmt: skip
def test_functions_of_doubles(function: object, truth: object, low: float, high: float, ulp: float) -> None:
    rng = random.Random(5)
    with precision(300):
        for _ in range(500):
            x = rng.uniform(low, high)
            exact = truth(arb(x))  # type: ignore[operator]
            assert abs(arb(function(x)) - exact) < ulp * math.ulp(float(exact))  # type: ignore[operator]


def test_sums_and_products_without_error() -> None:
    rng = random.Random(3)
    for _ in range(500):
        a, b = (rng.uniform(-1, 1) * 10.0 ** rng.uniform(-30, 30) for _ in range(2))
        for got, exact in ((pairs.two_sum(a, b), Fraction(a) + Fraction(b)), (pairs.two_prod(a, b), Fraction(a) * Fraction(b))):
            assert Fraction(got[0]) + Fraction(got[1]) == exact
        assert sum(map(Fraction, pairs.two_square(a))) == Fraction(a) ** 2


def test_far_arguments() -> None:
    assert pairs.exp_of_pair(1000.0, 0.1) == math.inf and pairs.exp_of_pair(-math.inf, 0.0) == 0.0
    assert pairs.times_exp(math.inf, 0.0, -2000.0, 0.0) == 0.0 and pairs.times_exp(2.0, 0.0, -744.0, 0.0) == 1.5e-323
    assert gauss.erfc(-40.0, 0.0) == 2.0 and gauss.erfc(40.0, 0.0) == 0.0 and gauss.erf(math.inf) == 1.0


def test_tables_are_computed_again() -> None:
    """The polynomials of erfcx and erf against their functions at Chebyshev points, to their last bits."""
    with precision(300):
        erfcx, erf = (arb_poly([arb(c) for c in reversed(t)]) for t in (tables.ERFCX, tables.ERF))
        wide = arb_poly([arb(h) + arb(low) for h, low in reversed(tables.PAIR_ERF)])
        for k in range(1, 100):
            x = 14 * (1 + (arb(k) / 100 * arb.pi()).cos())
            s = (arb(15) / 14 * x - 1) / (x + 1)
            assert abs(erfcx(s) / ((x + 1) * (x * x).exp() * x.erfc()) - 1) < 5e-16
            z = x / 28
            assert abs(erf(z * z) * z / z.erf() - 1) < 3e-16 and abs(wide(z * z) * z / z.erf() - 1) < arb(2) ** -100
        assert abs(arb(pairs.EXP_OF_MINUS_700) / arb(-700).exp() - 1) < 2e-16
        for n, (h, low) in zip(range(13, 1, -1), tables.FACTORIALS, strict=True):
            assert abs((arb(h) + arb(low)) * math.factorial(n) - 1) < arb(2) ** -104
