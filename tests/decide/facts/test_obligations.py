"""Verdicts on facts: ranges, properties, bounds, values, integrals, with their evidence and their details."""

from __future__ import annotations

import json

import pytest

from symact.catalogue import ACTIVATIONS, DENSITIES
from symact.decide.facts import decide_fact
from symact.decide.facts.evidence_values import IntegralFact, ValueFact
from symact.decide.facts.reals import MINUS_OO, OO
from symact.decide.facts.value import shown
from symact.decide.verify import evidence_from_json
from symact.obligations import Bound, Fact, Holds, IntegralValue, Interval, Range, Value
from symact.terms.core import HALF, ONE, PI, ZERO, Term, abs_, exp, fn, log, max_, num, power, rel, sqrt, sym

X, T, A, B = sym("x"), sym("t"), sym("alpha"), sym("beta")


def f(name: str) -> Term:
    return ACTIVATIONS[name].plain


def g(name: str) -> Term:
    return ACTIVATIONS[name].expression


def interval(text: str) -> Interval:
    """``[0, oo)`` with rational ends."""
    ends = [{"oo": OO, "-oo": MINUS_OO}.get(e.strip()) or num(e.strip()) for e in text[1:-1].split(",")]
    return Interval(ends[0], ends[1], text[0] == "[", text[-1] == "]")


def point(text: str) -> Interval:
    return Interval(num(text), num(text), True, True)


def values(name: str, *parts: str, **more: object) -> Range:
    return Range(f(name), X, tuple(map(interval, parts)), **more)  # type: ignore[arg-type]


def holds(what: str, t: Term | str, **more: object) -> Holds:
    return Holds(what, f(t) if isinstance(t, str) else t, X, **more)  # type: ignore[arg-type]


def integral(t: Term, lower: Term, upper: Term, value: Term) -> IntegralValue:
    return IntegralValue(t, T, lower, upper, value)


P, R, C, U = "proved", "refuted", "conditional", "undecided"
sigma = f("sigmoid")
CASES: list[tuple[str, Fact, str, str]] = [
    ("range", values("sigmoid", "(0, 1)"), P, ""),
    ("closed ends", values("sigmoid", "[0, 1]"), R, "the values lie in it, but the range is (0, 1)"),
    ("within", values("sigmoid", "[0, 1]", relation="within"), P, "the range is (0, 1)"),
    ("wrong", values("tanh", "(0, 1)"), R, "the range is (-1, 1)"),
    ("derivative", values("sigmoid", "(0, 1/4]", order=1), P, ""),
    ("second derivative", values("gaussian", "[-2, 1]", relation="within", order=2), P, None),
    ("loose", values("sigmoid", "(0, 1/2]", order=1), R, "the values lie in it, but the range is (0, 1/4]"),
    ("relu", values("relu", "[0, oo)"), P, ""),
    ("open relu", values("relu", "(0, oo)"), R, "the range is [0, oo)"),
    ("two parts", Range(f("hard_shrink"), X, (interval("(-oo, -1/2)"), point("0"), interval("(1/2, oo)"))), P, ""),
    ("about", values("gelu", "[-0.17, oo)", relation="about"), P, ""),
    ("about, wrong", values("gelu", "[-0.16, oo)", relation="about"), R, "the range is [-0.169971..., oo)"),
    ("gelu in", values("gelu", "[-0.17, oo)", relation="within"), P, "the range is [-0.169971..., oo)"),
    ("silu in", values("silu", "[-0.27, oo)", relation="within"), R, "the range is [-LambertW(exp(-1)), oo)"),
    ("removable", values("softsign", "(0, 1]", order=1), P, ""),
    ("domain", values("sigmoid", "(1/2, 1)", assumptions=(X.gt(0),)), P, ""),
    ("closed domain", Range(f("tanh"), X, (interval("[0, 1)"),), domain=interval("[0, oo)")), P, ""),
    ("unbounded", values("identity", "(-oo, oo)"), P, ""),
    ("unknown name", Range(sigma, X, (Interval(ZERO, A),)), U, None),
    # order and bending
    ("increasing", holds("increasing", "sigmoid"), P, ""),
    ("strictly", holds("strictly increasing", "relu"), R, "it is constant on (-oo, 0)"),
    ("relu increasing", holds("increasing", "relu"), P, ""),
    ("not increasing", holds("increasing", "silu"), R, "it falls on (-oo, -LambertW(exp(-1)) - 1)"),
    ("increasing for x > 0", holds("strictly increasing", "silu", assumptions=(X.gt(0),)), P, ""),
    ("jump up", holds("increasing", "binary_step"), P, ""),
    ("jump down", holds("decreasing", "binary_step"), R, "it jumps at 0"),
    ("pole", holds("decreasing", 1 / X), R, "it jumps at 0"),
    ("waves", holds("increasing", "snake"), P, ""),
    ("monotone", holds("monotone", "mish"), R, None),
    ("not monotone", holds("not monotone", "mish"), P, None),
    ("constant", holds("constant", fn("sin", X) ** 2 + fn("cos", X) ** 2), P, ""),
    ("convex", holds("convex", "softplus"), P, ""),
    ("convex kink", holds("convex", "relu"), P, ""),
    ("concave kink", holds("convex", "hard_tanh"), R, "the slope goes from 1 to 0 at 1"),
    ("not convex", holds("not convex", "sigmoid"), P, "it is concave on (0, oo)"),
    ("concave", holds("concave", "log_sigmoid"), P, ""),
    ("strictly convex", holds("strictly convex", X**4), P, ""),
    # parity, bounds
    ("odd", holds("odd", "tanh"), P, None),
    ("even", holds("even", "tanh"), R, None),
    ("even derivative", holds("even", "tanh", order=1), P, None),
    ("neither", holds("neither odd nor even", "sigmoid"), P, None),
    ("bounded", holds("bounded", "gelu"), R, "the range is [-0.169971..., oo)"),
    ("bounded below", holds("bounded below", "gelu"), P, "the range is [-0.169971..., oo)"),
    ("unbounded above", holds("unbounded above", "relu"), P, "the range is [0, oo)"),
    ("positive", holds("positive", "softplus"), P, ""),
    ("not positive", holds("positive", "relu"), R, None),
    ("touches 0", holds("positive", X**2 - 2 * X + 1), R, "it is 0 at 1"),
    ("irreducible touch", holds("positive", X**2 + fn("erf", X) ** 2), R, "it is 0 at 0"),
    ("non-negative", holds("non-negative", X**2 + fn("erf", X) ** 2), P, ""),
    # smoothness
    ("continuous", holds("continuous", "binary_step"), R, "at 0 the function goes from 0 to 1"),
    ("hole", holds("continuous", 1 / X), C, "the function has no value at 0"),
    ("kink", holds("differentiable", "relu"), R, "at 0 the derivative goes from 0 to 1"),
    ("C1", holds("continuous", "elu", times=1), P, None),
    ("not C2", holds("continuous", "elu", times=2), R, "at 0 the second derivative goes from 1 to 0"),
    ("smooth", holds("smooth", "mish"), P, ""),
    ("smooth in disguise", holds("smooth", abs_(X) ** 2), P, ""),
    ("kink at", holds("not differentiable", "relu", places=(point("0"),)), P, "at 0 the derivative goes from 0 to 1"),
    ("no kink at", holds("not differentiable", "relu", places=(point("1"),)), R, None),
    ("differentiable at", holds("differentiable", "relu", places=(point("1"),)), P, ""),
    ("kinks", holds("kinks", "hard_tanh", places=(point("-1"), point("1"))), P, ""),
    ("inflections", holds("inflection points", "sigmoid", places=(point("0"),)), P, ""),
    ("hole at a seam", holds("continuous", 1 / (1 + fn("cos", X))), U, None),
    ("kink at a seam", holds("differentiable", sqrt(1 + fn("cos", X))), R, "at -pi the derivative goes from -sqrt(2)/2 to sqrt(2)/2"),
    ("periodic and smooth", holds("smooth", "cosine"), P, ""),
    # Lipschitz
    ("best constant", holds("lipschitz constant", "sigmoid", value=num("1/4")), P, ""),
    ("not the best", holds("lipschitz constant", "sigmoid", value=ONE), R, "the best constant is 1/4"),
    ("a constant", holds("lipschitz", "sigmoid", value=ONE), P, "the best constant is 1/4"),
    ("1-Lipschitz", holds("lipschitz", "silu", value=ONE), R, "the best constant is 1.09983..."),
    ("about", holds("lipschitz constant", "gelu", value=num("1.129"), about=True), P, None),
    ("none", holds("lipschitz", "squared_relu"), R, "there is no such constant"),
    # places
    ("zeros", holds("zeros", "tanh", places=(point("0"),)), P, ""),
    ("zeros of relu", holds("zeros", "relu", places=(point("0"),)), R, "the zeros are (-oo, 0]"),
    ("no zeros", holds("zeros", "sigmoid", places=()), P, ""),
    ("fixed", holds("fixed points", "tanh", places=(point("0"),)), P, ""),
    ("minimum", holds("minimum", "silu", value=num("-0.278"), about=True), P, None),
    ("where", holds("minimum", "silu", value=num("-0.278"), about=True, places=(point("-1.278"),)), P, None),
    ("elsewhere", holds("minimum", "silu", about=True, places=(point("-1.27"),)), R, None),
    ("maximum", holds("maximum", "sigmoid", order=1, value=num("1/4"), places=(point("0"),)), P, "maximum 1/4 at {0}"),
    ("not attained", holds("maximum", "sigmoid", value=ONE), R, "it is not attained: values come near 1 only"),
    ("periodic", holds("periodic", "sine", value=2 * PI), P, ""),
    ("wrong period", holds("periodic", "sine", value=PI), R, None),
    ("not periodic", holds("periodic", "tanh"), R, "it is monotone"),
    # bounds
    ("gelu's approximation", Bound(abs_(f("gelu") - f("gelu_tanh")), num("5e-4"), X, True), P, ""),
    ("too good", Bound(abs_(f("gelu") - f("gelu_tanh")), num("4.7e-4"), X, True), R, None),
    ("quick gelu", Bound(abs_(f("gelu") - f("quick_gelu")), num("0.0204"), X), P, ""),
    ("touches", Bound(sigma, num("1/4"), X, order=1), P, ""),
    ("strict", Bound(sigma, num("1/4"), X, True, order=1), R, "it is 0 at 0"),
    ("e^x - 1", Bound(X, exp(X) - 1, X), P, ""),
    ("log", Bound(log(X), X - 1, X), P, ""),
    ("tanh", Bound(fn("tanh", X), X, X), R, None),
    ("tanh, x >= 0", Bound(fn("tanh", X), X, X, assumptions=(X.ge(0),)), P, ""),
    # values
    ("value", Value(1 / (1 + exp(num("-0.3"))), "0.574"), P, "to the digits given"),
    ("wrong value", Value(1 / (1 + exp(num("-0.3"))), "0.575"), R, ""),
    ("cut off", Value(PI, "3.1415"), P, "the digits are cut off, not rounded"),
    ("tie", Value(num("0.125"), "0.13"), P, "it lies exactly between two decimals"),
    ("scientific", Value(exp(10), "2.2026e4"), P, "to the digits given"),
    ("beyond all floats", Value(exp(1000), "1.97e434"), P, "to the digits given"),
    ("beyond all floats, wrong", Value(exp(1000), "1.98e434"), R, ""),
    ("negative", Value(-fn("lambertw", exp(-1)), "-0.278"), P, "to the digits given"),
    ("free name", Value(X, "1"), U, None),
    # integrals
    ("Gauss", IntegralValue(exp(-(X**2)), X, MINUS_OO, OO, sqrt(PI)), P, ""),
    ("Gauss, wrong", IntegralValue(exp(-(X**2)), X, MINUS_OO, OO, PI), R, r"the value is 1.772453850\ldots, not 3.141592653\ldots"),
    ("polynomial", IntegralValue(X**2, X, ZERO, ONE, num("1/3")), P, ""),
    ("by parts", IntegralValue(X * exp(-X), X, ZERO, OO, ONE), P, ""),
    ("divergent", IntegralValue(1 / X, X, ONE, OO, OO), P, ""),
    ("half of it", IntegralValue(max_(0, X) * exp(-(X**2) / 2) / sqrt(2 * PI), X, MINUS_OO, OO, 1 / sqrt(2 * PI)), P, ""),
    ("by SymPy", IntegralValue(sigma, X, ZERO, ONE, log((1 + exp(1)) / 2)), P, ""),
    ("a primitive that jumps", IntegralValue(1 / (1 + X**2), X, num(-1), ONE, PI / 2), P, ""),
    ("by quadrature", IntegralValue(X * fn("tanh", X), X, ZERO, ONE, HALF), R, None),
    ("a decimal", IntegralValue(X * fn("tanh", X), X, ZERO, ONE, num("0.2812"), decimal="0.2812"), P, ""),
    ("a decimal finer than quadrature", IntegralValue(1 / (1 + X**2), X, MINUS_OO, OO, PI, decimal="3.1415927"), P, ""),
    # an end on either side of a kink, in any order
    ("kink at an end", integral(abs_(T), ZERO, X, X**2 / 2), C, "x >= 0"),
    ("kink at the other end", integral(abs_(T), X, ZERO, X**2 / 2), C, "x <= 0"),
    ("ramp", integral(max_(0, T), ZERO, X, X**2 / 2), C, "x >= 0"),
    ("step", integral(fn("sign", T), ZERO, X, X), C, "x >= 0"),
    ("moved", integral(abs_(T - 1), ONE, X, (X - 1) ** 2 / 2), C, "x >= 1"),
    ("polynomial end", integral(abs_(T), ZERO, X**2 - 1, (X**2 - 1) ** 2 / 2), C, "Or(x <= -1, x >= 1)"),
    ("two ends", integral(abs_(T), sym("a"), sym("b"), (sym("b") ** 2 - sym("a") ** 2) / 2), C, "And(a >= 0, b >= 0)"),
    ("ramp, in full", integral(max_(0, T), ZERO, X, max_(0, X) ** 2 / 2), P, ""),
    ("kink, in full", integral(abs_(T), ZERO, X, X * abs_(X) / 2), P, ""),
    ("kink at a name", integral(abs_(T - A), A, X, (X - A) * abs_(X - A) / 2), P, ""),
    ("step, in full", integral(fn("sign", T), ZERO, X, abs_(X)), P, ""),
    ("tail", integral(exp(-abs_(T)), X, OO, exp(-X)), C, "x >= 0"),
    ("backwards", integral(abs_(T), ONE, num(-1), num(-1)), P, ""),
    ("backwards, wrong", integral(abs_(T), ONE, num(-1), ONE), R, "the value is -1, not 1"),
    ("logarithm", integral(1 / T, ONE, X, log(X)), P, ""),
    ("logarithm of a quotient", integral(1 / T, A, B, log(B / A)), P, ""),
    ("logarithms of either side", integral(1 / T, A, B, log(B) - log(A)), P, ""),
    ("through a pole", integral(1 / T**2, num(-1), ONE, num(-2)), R, "the value is another"),
    ("at the end of a domain", integral(sqrt(T), ZERO, X, num("2/3") * X * sqrt(X)), P, ""),
    ("Gauss with a width", integral(exp(-A * T**2), MINUS_OO, OO, sqrt(PI / A)), C, "alpha > 0"),
    # no value where a factor has none, though another is 0 there
    ("zero times a pole", Range(X * exp(1 / X), X, (interval("(-oo, oo)"),)), R, None),
    ("zero times a pole, rightly", Range(X * exp(1 / X), X, (interval("(-oo, 0)"), Interval(exp(1), OO, True))), P, ""),
    ("continuous at a pole", holds("continuous", X * exp(1 / X**2)), C, "the function has no value at 0"),
    ("zero at a pole", holds("zeros", X * exp(-1 / X), places=(point("0"),)), R, "there are no zeros"),
    *((d.name, IntegralValue(d.density, X, MINUS_OO, OO, ONE, d.conditions), P, "") for d in DENSITIES),
    # parameters
    ("leaky", holds("increasing", g("leaky_relu")), C, "alpha >= 0"),
    ("leaky convex", holds("convex", g("leaky_relu")), C, "alpha <= 1"),
    ("leaky slope", holds("lipschitz constant", g("leaky_relu"), value=ONE), C, "And(alpha >= -1, alpha <= 1)"),
    ("elu is C1", holds("differentiable", g("elu")), R, "it holds only for alpha = 1"),
    ("elu is C1 for 1", holds("differentiable", g("elu"), assumptions=(rel("eq", A, ONE),)), P, None),
    ("elu continuous", holds("continuous", g("elu")), P, ""),
    ("elu range", Range(g("elu"), X, (Interval(-A, OO),), assumptions=(A.gt(0),)), P, ""),
    ("elu range, any alpha", Range(g("elu"), X, (Interval(-A, OO),)), C, "alpha > 0"),
    ("elu range, wrong", Range(g("elu"), X, (Interval(ZERO, OO),), assumptions=(A.gt(0),)), R, None),
    ("dyt", holds("increasing", g("dyt"), assumptions=(A.gt(0), sym("gamma").gt(0))), P, ""),
    ("isru", Range(g("isru"), X, (Interval(-1 / sqrt(A), 1 / sqrt(A)),), assumptions=(A.gt(0),)), P, ""),
    ("swish", Range(g("swish_beta"), X, (Interval(-1 / B, OO, True),), "within", assumptions=(B.gt(0),)), P, ""),
    (
        "swish, exactly",
        Range(g("swish_beta"), X, (Interval(-fn("lambertw", exp(-1)) / B, OO, True),), assumptions=(B.gt(0),)),
        P,
        "",
    ),
    (
        "clip",
        Range(g("hard_tanh"), X, (Interval(sym("a"), sym("b"), True, True),), assumptions=(sym("a").lt(sym("b")),)),
        P,
        "",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("o", "status", "said"), [c[1:] for c in CASES], ids=[f"{k}-{c[0]}" for k, c in enumerate(CASES)])
def test_verdict(o: Fact, status: str, said: str | None) -> None:
    verdict = decide_fact(o, seconds=20)
    assert verdict.status == status, verdict
    if said is not None:
        shown = verdict.condition if status == C and verdict.condition and "Ne" not in verdict.condition else verdict.detail
        assert shown == said
    if verdict.evidence is None:
        assert status == U
        return
    assert verdict.evidence.check()
    data = json.loads(json.dumps(verdict.evidence.to_json()))
    if data["method"] not in ("enclosure", "normal-form"):
        assert evidence_from_json(data).check()


def test_every_refuted_fact_says_what_is_true() -> None:
    for _, o, status, _ in CASES:
        if status == R and isinstance(o, Range):
            verdict = decide_fact(o)
            assert verdict.evidence is not None
            assert verdict.evidence.to_json()["truth"]


def test_evidence_that_was_tampered_with_fails() -> None:
    verdict = decide_fact(values("sigmoid", "(0, 1)"))
    assert verdict.evidence is not None
    data = verdict.evidence.to_json()
    data["found"][0]["upper"]["term"] = ["num", "1/2"]
    assert not evidence_from_json(data).check()
    verdict = decide_fact(holds("increasing", "silu"))
    assert verdict.evidence is not None
    data = verdict.evidence.to_json()
    data["conditions"][0][1], data["conditions"][0][2] = data["conditions"][0][2], data["conditions"][0][1]
    assert not evidence_from_json(data).check()
    with pytest.raises(ValueError, match="method"):
        evidence_from_json({"method": "faith"})


def test_an_integral_is_checked_on_both_sides_of_a_kink() -> None:
    for value in (X**2 / 2, X * abs_(X)):
        assert not IntegralFact(abs_(T), T, ZERO, X, value).check()
    assert IntegralFact(abs_(T), T, ZERO, X, X * abs_(X) / 2).check()
    assert IntegralFact(abs_(T), T, ZERO, X, X**2 / 2, assumptions=(X.gt(0),)).check()


@pytest.mark.parametrize(
    ("t", "text"),
    [
        (power(2, 10**8), r"3.684665936e30102999\ldots"), (exp(-1000), r"5.075958897e-435\ldots"), (exp(25), r"72004899337\ldots"),
        (power(10, 10**9), r"1.000000000e1000000000\ldots"), (num("1/8"), "0.125"),
    ],
)  # fmt: skip
def test_a_value_is_shown_at_any_size(t: Term, text: str) -> None:
    assert shown(t) == text
    assert ValueFact(t, "", text).check()


def test_time_is_limited() -> None:
    verdict = decide_fact(Range(f("phish"), X, (interval("[0, oo)"),), order=3), seconds=0.2)
    assert (verdict.status, verdict.reason) == ("undecided", "timeout")
