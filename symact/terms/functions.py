"""The elementary and special functions: an entry each, with derivative, enclosure and spellings.

``derivative`` gives the partial derivatives by each argument; where a function has a kink, its derivative has no value there
(``cases`` without a matching condition). ``ball`` maps Arb balls to an Arb ball; nan means that nothing is known.
``definition`` writes the function in simpler ones; the normal form and the bridges use it where they know no better.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import arb

from symact.terms.core import ONE, PI, ZERO, Term, cases, exp, fn, log, rel, sqrt

__all__ = ["FUNCTIONS", "Function"]

Ball = Any  # flint.arb: the library has no complete stubs


@dataclass(frozen=True)
class Function:
    """A function of the reals; ``parity`` is "odd", "even" or empty; ``sympy`` is its name there."""

    name: str
    derivative: Callable[..., tuple[Term, ...]] | None
    ball: Callable[..., Ball]
    latex: str
    sympy: str = ""
    parity: str = ""
    definition: Callable[..., Term] | None = None


def sign_derivative(a: Term) -> Term:
    return cases(rel("ne", a, ZERO), ZERO)


def abs_derivative(a: Term) -> Term:
    return cases(a.lt(0), -ONE, a.gt(0), ONE)


def _sign_ball(a: Ball) -> Ball:
    if a > 0:
        return arb(1)
    if a < 0:
        return arb(-1)
    return arb(0) if a == 0 else arb.nan()


def _step_ball(a: Ball) -> Ball:
    return arb(1) if a >= 0 else arb(0) if a < 0 else arb.nan()


def _floor_ball(a: Ball) -> Ball:
    return a.floor()


def _round_ball(a: Ball) -> Ball:
    return (a + arb("0.5")).floor() if not (a + arb("0.5")).is_integer() else arb.nan()


SQRT2 = sqrt(2)

FUNCTIONS: dict[str, Function] = {
    f.name: f
    for f in (
        Function("exp", lambda a: (exp(a),), lambda a: a.exp(), r"\exp", "exp"),
        Function("log", lambda a: (1 / a,), lambda a: a.log(), r"\log", "log"),
        Function("expm1", lambda a: (exp(a),), lambda a: a.expm1(), r"\operatorname{expm1}", definition=lambda a: exp(a) - 1),
        Function("log1p", lambda a: (1 / (1 + a),), lambda a: a.log1p(), r"\operatorname{log1p}", definition=lambda a: log(1 + a)),
        Function("sin", lambda a: (fn("cos", a),), lambda a: a.sin(), r"\sin", "sin", "odd"),
        Function("cos", lambda a: (-fn("sin", a),), lambda a: a.cos(), r"\cos", "cos", "even"),
        Function("tan", lambda a: (1 + fn("tan", a) ** 2,), lambda a: a.tan(), r"\tan", "tan", "odd"),
        Function("cot", lambda a: (-1 - fn("cot", a) ** 2,), lambda a: a.cot(), r"\cot", "cot", "odd"),
        Function("sec", lambda a: (fn("sec", a) * fn("tan", a),), lambda a: a.sec(), r"\sec", "sec", "even"),
        Function("csc", lambda a: (-fn("csc", a) * fn("cot", a),), lambda a: a.csc(), r"\csc", "csc", "odd"),
        Function("sinh", lambda a: (fn("cosh", a),), lambda a: a.sinh(), r"\sinh", "sinh", "odd"),
        Function("cosh", lambda a: (fn("sinh", a),), lambda a: a.cosh(), r"\cosh", "cosh", "even"),
        Function("tanh", lambda a: (1 - fn("tanh", a) ** 2,), lambda a: a.tanh(), r"\tanh", "tanh", "odd"),
        Function("coth", lambda a: (1 - fn("coth", a) ** 2,), lambda a: a.coth(), r"\coth", "coth", "odd"),
        Function("sech", lambda a: (-fn("sech", a) * fn("tanh", a),), lambda a: a.sech(), r"\operatorname{sech}", "sech", "even"),
        Function("csch", lambda a: (-fn("csch", a) * fn("coth", a),), lambda a: a.csch(), r"\operatorname{csch}", "csch", "odd"),
        Function("asin", lambda a: (1 / sqrt(1 - a**2),), lambda a: a.asin(), r"\arcsin", "asin", "odd"),
        Function("acos", lambda a: (-1 / sqrt(1 - a**2),), lambda a: a.acos(), r"\arccos", "acos",
                 definition=lambda a: PI / 2 - fn("asin", a)),
        Function("atan", lambda a: (1 / (1 + a**2),), lambda a: a.atan(), r"\arctan", "atan", "odd"),
        Function("asinh", lambda a: (1 / sqrt(a**2 + 1),), lambda a: a.asinh(), r"\operatorname{arsinh}", "asinh", "odd",
                 definition=lambda a: log(a + sqrt(a**2 + 1))),
        Function("acosh", lambda a: (1 / (sqrt(a - 1) * sqrt(a + 1)),), lambda a: a.acosh(), r"\operatorname{arcosh}", "acosh",
                 definition=lambda a: log(a + sqrt(a - 1) * sqrt(a + 1))),
        Function("atanh", lambda a: (1 / (1 - a**2),), lambda a: a.atanh(), r"\operatorname{artanh}", "atanh", "odd",
                 definition=lambda a: (log(1 + a) - log(1 - a)) / 2),
        Function("erf", lambda a: (2 / sqrt(PI) * exp(-(a**2)),), lambda a: a.erf(), r"\operatorname{erf}", "erf", "odd"),
        Function("erfc", lambda a: (-2 / sqrt(PI) * exp(-(a**2)),), lambda a: a.erfc(), r"\operatorname{erfc}", "erfc",
                 definition=lambda a: 1 - fn("erf", a)),
        Function("erfcx", lambda a: (2 * a * fn("erfcx", a) - 2 / sqrt(PI),), lambda a: (a * a).exp() * a.erfc(),
                 r"\operatorname{erfcx}", definition=lambda a: exp(a**2) * fn("erfc", a)),
        Function("Phi", lambda a: (fn("phi", a),), lambda a: (-a / arb(2).sqrt()).erfc() / 2, r"\Phi",
                 definition=lambda a: (1 + fn("erf", a / SQRT2)) / 2),
        Function("phi", lambda a: (-a * fn("phi", a),), lambda a: (-a * a / 2).exp() / (2 * arb.pi()).sqrt(), r"\phi", "", "even",
                 definition=lambda a: exp(-(a**2) / 2) / sqrt(2 * PI)),
        Function("gamma", lambda a: (fn("gamma", a) * fn("digamma", a),), lambda a: a.gamma(), r"\Gamma", "gamma"),
        Function("loggamma", lambda a: (fn("digamma", a),), lambda a: a.lgamma(), r"\log\Gamma", "loggamma"),
        Function("digamma", None, lambda a: a.digamma(), r"\psi", "digamma"),
        Function("lambertw", lambda a: (1 / (a + exp(fn("lambertw", a))),), lambda a: a.lambertw(), "W", "LambertW"),
        Function("abs", lambda a: (abs_derivative(a),), lambda a: abs(a), r"\abs", "Abs", "even"),
        Function("sign", lambda a: (sign_derivative(a),), _sign_ball, r"\operatorname{sign}", "sign", "odd"),
        Function("step", lambda a: (sign_derivative(a),), _step_ball, "H", "Heaviside",
                 definition=lambda a: cases(a.ge(0), ONE, ZERO)),
        Function("floor", lambda a: (cases(rel("ne", a, fn("floor", a)), ZERO),), _floor_ball, r"\operatorname{floor}", "floor"),
        Function("round", None, _round_ball, r"\operatorname{round}"),
        Function("sinc", None, lambda a: a.sinc(), r"\operatorname{sinc}", "sinc", "even",
                 definition=lambda a: cases(rel("ne", a, ZERO), fn("sin", a) / a, ONE)),
    )
}  # fmt: skip
