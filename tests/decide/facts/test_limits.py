"""Limits, one-sided and at infinity, also with parameters; expansions near infinity and the lines that graphs approach."""

from __future__ import annotations

import pytest

from symact.catalogue import ACTIVATIONS
from symact.decide.facts import Signs, Unknown, asymptote, decide_fact, limit
from symact.decide.facts.expansion import sign_beyond
from symact.decide.facts.reals import MINUS_OO, OO
from symact.obligations import Tends
from symact.terms.core import HALF, ONE, PI, ZERO, Term, abs_, cases, exp, fn, log, max_, num, power, sqrt, sub, sym

X, A, B = sym("x"), sym("alpha"), sym("beta")
sin, cos, tanh, erf = (lambda t, n=n: fn(n, t) for n in ("sin", "cos", "tanh", "erf"))

LIMITS: list[tuple[Term, Term, str, Term]] = [
    (sin(X) / X, ZERO, "", ONE),
    ((1 - cos(X)) / X**2, ZERO, "", HALF),
    ((exp(X) - 1) / X, ZERO, "", ONE),
    (X / (exp(X) - 1), ZERO, "", ONE),
    (X * log(X), ZERO, "+", ZERO),
    (log(X), ZERO, "+", MINUS_OO),
    (1 / X, ZERO, "+", OO),
    (1 / X, ZERO, "-", MINUS_OO),
    (exp(-1 / X), ZERO, "+", ZERO),
    (power(1 + 1 / X, X), OO, "", fn("exp", 1)),
    (log(1 + exp(X)) - X, OO, "", ZERO),
    (log(1 + exp(X)) / X, OO, "", ONE),
    (sqrt(X**2 + X) - X, OO, "", HALF),
    (sqrt(X**2 + 1) + X, MINUS_OO, "", ZERO),
    (X * (PI / 2 - fn("atan", X)), OO, "", ONE),
    (X**5 * exp(-X), OO, "", ZERO),
    (exp(X) / X**9, OO, "", OO),
    (log(X) / sqrt(X), OO, "", ZERO),
    (exp(exp(-X)) * exp(X) - exp(X), OO, "", ONE),
    (exp(X + exp(-X)) - exp(X), OO, "", ONE),
    (fn("erfc", X) * X * exp(X**2), OO, "", 1 / sqrt(PI)),
    ((1 + erf(X)) * exp(X**2) * X, MINUS_OO, "", -1 / sqrt(PI)),
    (tanh(log(1 + exp(X))), OO, "", ONE),
    (sin(X) * exp(-X), OO, "", ZERO),
    ((X + sin(X)) / X, OO, "", ONE),
    (abs_(X) / X, ZERO, "-", num(-1)),
    (fn("sign", X), ZERO, "+", ONE),
    (cases(X.lt(0), X - 1, X**2), ZERO, "-", num(-1)),
    (max_(0, X) / X, OO, "", ONE),
    (fn("loggamma", 1 + X) / X, ZERO, "", fn("digamma", 1)),
    (ACTIVATIONS["silu"].plain, MINUS_OO, "", ZERO),
    (ACTIVATIONS["gelu"].plain, MINUS_OO, "", ZERO),
    (ACTIVATIONS["mish"].plain - X, OO, "", ZERO),
    (ACTIVATIONS["selu"].plain / X, OO, "", num("1.0507009873554804934193349852946")),
]


@pytest.mark.parametrize(("t", "point", "side", "value"), LIMITS, ids=lambda v: repr(v)[:40])
def test_limits(t: Term, point: Term, side: str, value: Term) -> None:
    assert decide_fact(Tends(t, X, point, value, side)).status == "proved"
    wrong = decide_fact(Tends(t, X, point, num(7), side))
    assert wrong.status == "refuted"
    assert wrong.evidence is not None
    assert wrong.evidence.check()


@pytest.mark.parametrize("t", [sin(X), cos(X) * X, exp(sin(X)), X * sin(X)])
def test_no_limit_is_invented(t: Term) -> None:
    with pytest.raises(Unknown):
        limit(t, X, OO)


def test_sides_that_differ() -> None:
    verdict = decide_fact(Tends(1 / X, X, ZERO, OO))
    assert verdict.status == "refuted"
    assert decide_fact(Tends(1 / X, X, ZERO, ONE)).status == "refuted"
    assert verdict.detail == "the limits from the left, -oo, and from the right, oo, differ"
    assert decide_fact(Tends(1 / X, X, ZERO, OO, assumptions=(X.gt(0),))).status == "proved"
    assert decide_fact(Tends(1 / X, X, ZERO, OO, assumptions=(X.lt(0),))).status == "refuted"
    assert decide_fact(Tends(sin(X), X, OO, ZERO)).status == "refuted"


PARAMETERS = [
    (Tends(tanh(A * X), X, OO, ONE, assumptions=(A.gt(0),)), "proved", None),
    (Tends(tanh(A * X), X, OO, ONE), "conditional", "alpha > 0"),
    (Tends(tanh(A * X), X, OO, ONE, assumptions=(A.ge(0),)), "conditional", "alpha > 0"),  # at alpha = 0 it is 0
    (Tends(tanh(A * X), X, OO, ONE, assumptions=(A.lt(0),)), "refuted", None),
    (Tends(A * X, X, OO, OO, assumptions=(A.ge(0),)), "conditional", "alpha > 0"),
    (Tends(A**2 * X, X, OO, OO), "conditional", "Ne(alpha, 0)"),
    (Tends(exp(-B * X), X, OO, ZERO, assumptions=(B.gt(0),)), "proved", None),
    (Tends(ACTIVATIONS["isru"].expression, X, OO, 1 / sqrt(A), assumptions=(A.gt(0),)), "proved", None),
    (Tends(ACTIVATIONS["elu"].expression, X, MINUS_OO, -A), "proved", None),
    (Tends(ACTIVATIONS["softplus_beta"].expression, B, OO, max_(0, X)), "proved", None),
    (Tends((exp(A * X) - 1) / X, X, ZERO, A), "proved", None),
    (Tends(X * 1 / (1 + exp(-B * X)), B, OO, max_(0, X)), "proved", None),
    (Tends((power(X, A) - 1) / A, A, ZERO, log(X), assumptions=(X.gt(0),)), "proved", None),
]


@pytest.mark.parametrize(("o", "status", "condition"), PARAMETERS, ids=lambda v: repr(v)[:50])
def test_limits_with_parameters(o: Tends, status: str, condition: str | None) -> None:
    verdict = decide_fact(o)
    assert (verdict.status, verdict.condition) == (status, condition)
    assert verdict.evidence is not None
    assert verdict.evidence.check()


def test_limit_uses_given_signs() -> None:
    assert limit(tanh(A * X), X, OO, signs=Signs((A.gt(0),))) == ONE
    with pytest.raises(Unknown):
        limit(tanh(A * X), X, OO)


def test_asymptotes() -> None:
    def line(name: str, point: Term) -> str:
        a = asymptote(ACTIVATIONS[name].plain, X, point)
        return "none" if a is None else f"{a.slope!r}*x + {a.intercept!r}"

    assert line("softplus", OO) == "1*x + 0"
    assert line("gelu", OO) == "1*x + 0"
    assert line("bent_identity", OO) == "3/2*x + -1/2"
    assert line("bent_identity", MINUS_OO) == "1/2*x + -1/2"
    assert line("tanh_shrink", OO) == "1*x + -1"
    assert line("sigmoid", MINUS_OO) == "0*x + 0"
    assert line("exponential", OO) == "none"


def test_sign_on_a_whole_ray() -> None:
    """The sign holds from the start of the ray on, not only in the limit."""
    t = exp(-X) * (X - 50) - exp(-2 * X)
    start, sign = sign_beyond(t, X, OO, "")
    assert sign == 1
    assert start > 50
    assert sign_beyond(sub(1, tanh(X)), X, OO, "") == (2, 1)
