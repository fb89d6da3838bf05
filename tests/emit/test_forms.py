"""Every stable form and every rewrite is an equation that is proved; every constant is computed again."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, arb_poly
from symact.emit.zeros import expansions

from symact.catalogue import ACTIVATIONS
from symact.decide import decide_equation, equal
from symact.emit import kernels
from symact.emit.forms import FORMS
from symact.emit.rewrites import NUMPY, Rewrite, stable
from symact.obligations import Equation
from symact.terms.ball import enclose, precision
from symact.terms.core import Term, exp, fn, log, rel, sym

X = sym("x")
BENT = {"softsign", "elu", "selu", "celu"}  # the second derivative has no value at 0; code takes one


@pytest.mark.parametrize("order", range(3))
@pytest.mark.parametrize("name", FORMS)
def test_forms_equal_the_definition(name: str, order: int) -> None:
    """As a derivative of the one before: at a place that is no kink it must have the value of the derivative there."""
    a = ACTIVATIONS[name]
    form = FORMS[name][order].term
    if order == 0:
        assert equal(a.expression, form, a.conditions).status == "proved"
        return
    away = tuple(rel("ne", X, k.at) for k in a.kinks) + ((rel("ne", X, 0),) if name in BENT and order == 2 else ())
    before = a.slope(order - 1) if order > 1 else a.expression
    claim = Equation(a.slope(order), form, (*a.conditions, *away), frozenset({X}), before, X)
    assert decide_equation(claim).status == "proved"


@pytest.mark.parametrize("r", NUMPY, ids=lambda r: r.name)
def test_rewrites_are_proved_and_found(r: Rewrite) -> None:
    assert equal(r.left, r.right).status == "proved"
    assert r.apply(r.left) == r.right


@pytest.mark.parametrize(
    "t",
    [
        X / (1 + exp(-X)), log(1 + exp(X)) ** 2, exp(-X) / (1 + exp(-X)) ** 2, 1 - 1 / (1 + exp(X)),
        2 * fn("tanh", log(1 + exp(X))),
        (exp(X) - exp(-X)) / (exp(X) + exp(-X)), X * (1 + fn("erf", X)), log(fn("cosh", 3 * X)), exp(X) / (1 + exp(X)) ** 3 * X,
    ],
    ids=repr,
)  # fmt: skip
def test_stable_keeps_the_value(t: Term) -> None:
    assert equal(t, stable(t)).status == "proved"
    assert stable(t) != t


def test_expansions_start_at_the_zero() -> None:
    zero = FORMS["silu"][1].zero
    assert zero is not None
    (e,) = expansions(zero.profile)
    root = Fraction(e.high) + Fraction(e.low)
    with precision(200):
        assert abs(enclose(ACTIVATIONS["silu"].slope(), {X: root})) < 1e-30
        exact = -1 - ((-arb(1)).exp()).lambertw()  # SiLU' = 0 at -1 - W(1/e)
        assert abs(exact - arb(e.high) - arb(e.low)) < 1e-30


def test_the_constants_of_the_kernels() -> None:
    """The polynomials of erfcx and erf against their functions, at Chebyshev points, to the last bits."""
    with precision(200):
        erfcx = arb_poly([arb(c) for c in reversed(kernels.ERFCX)])
        erf = arb_poly([arb(c) for c in reversed(kernels.ERF)])
        for k in range(1, 200):
            t = (arb(k) / 200 * arb.pi()).cos()
            x = arb(3) / 2 * (1 + t) / (1 - t)
            truth = (x + arb(3) / 2) * (x * x).exp() * x.erfc()
            assert abs(erfcx(t) / truth - 1) < 4e-16
            s = (1 + t) / 2
            assert abs(erf(s) * s.sqrt() / s.sqrt().erf() - 1) < 2e-16
        assert abs(arb(kernels.EXP_OF_MINUS_700) / arb(-700).exp() - 1) < 2e-16
