r"""The last lines of derivations, in the terms that people use: ``\sigma(x)(1 - \sigma(x))``, ``1 - \tanh^2 x``.

A row is the rule and what it leads to; a tuple of terms is a product whose factors stand apart. Named functions are written
``app("sigma", x)`` and expanded by :data:`NAMED` before a row is decided; nothing here is taken on trust.
"""

from __future__ import annotations

from collections.abc import Callable

from symact.catalogue.parts import BETA, TAU, I, J, X, sigmoid, softplus
from symact.terms.core import HALF, PI, Term, abs_, app, at, delta, exp, fn, num, sqrt, transform

__all__ = ["CLOSINGS", "NAMED", "NAMED_LATEX", "expand"]

NAMED: dict[str, Callable[..., Term]] = {
    "sigma": sigmoid,
    "softplus": softplus,
    "SiLU": lambda x: x * sigmoid(x),
}
NAMED_LATEX = {"softplus": r"\mathrm{softplus}", "SiLU": r"\mathrm{SiLU}"}

Row = tuple[str, Term | tuple[Term, ...]]


def expand(t: Term) -> Term:
    """The term with every named function replaced by its definition."""

    def rule(a: Term) -> Term | None:
        if a.head == "app" and a.args[0] in NAMED and not any(a.args[1]):
            return NAMED[a.args[0]](*a.args[2:])
        return None

    return transform(t, rule)


def _sigma(x: Term) -> Term:
    return app("sigma", x)


def _sigmoid_rows(z: Term) -> tuple[Row, ...]:
    p = 1 + exp(-z)
    return (
        ("split the fraction", (1 / p, exp(-z) / p)),
        ("write the second factor as 1 minus the first", (1 / p, 1 - 1 / p)),
        ("substitute sigma", _sigma(z) * (1 - _sigma(z))),
    )


def _self_gated(z: Term, slope: Term) -> Term:
    """The derivative of ``x sigma(z)`` where z has the given slope times x."""
    return _sigma(z) + slope * _sigma(z) * (1 - _sigma(z))


_SP = app("softplus", X)
_CUBIC = sqrt(2 / PI) * (X + num("0.044715") * X**3)
_Y = {k: at("y", k) for k in (I, J)}
_JACOBIAN = _Y[I] * (delta(I, J) - _Y[J])

CLOSINGS: dict[str, tuple[Row, ...]] = {
    "sigmoid": _sigmoid_rows(X),
    "tanh": (
        ("divide", 1 - ((exp(X) - exp(-X)) / (exp(X) + exp(-X))) ** 2),
        ("substitute tanh", 1 - fn("tanh", X) ** 2),
    ),
    "log_sigmoid": (("write the fraction as 1 minus sigma", 1 - _sigma(X)),),
    "softplus": (("divide by the exponential", 1 / (1 + exp(-X))), ("substitute sigma", _sigma(X))),
    "softplus_beta": (("divide by the exponential", 1 / (1 + exp(-BETA * X))), ("substitute sigma", _sigma(BETA * X))),
    "silu": (
        ("substitute sigma", _self_gated(X, X)),
        ("substitute SiLU", app("SiLU", X) + _sigma(X) * (1 - app("SiLU", X))),
    ),
    "swish_beta": (("substitute sigma", _self_gated(BETA * X, BETA * X)),),
    "quick_gelu": (("substitute sigma", _self_gated(num("1.702") * X, num("1.702") * X)),),
    "gelu": (
        ("cancel", HALF * (1 + fn("erf", X / sqrt(2))) + X * exp(-(X**2) / 2) / sqrt(2 * PI)),
        ("substitute the normal law", fn("Phi", X) + X * fn("phi", X)),
    ),
    "gelu_tanh": (
        (
            "collect",
            HALF * (1 + fn("tanh", _CUBIC))
            + X / 2 * sqrt(2 / PI) * (1 + num("0.134145") * X**2) * (1 - fn("tanh", _CUBIC) ** 2),
        ),
    ),
    "mish": (("substitute softplus and sigma", fn("tanh", _SP) + X * _sigma(X) * (1 - fn("tanh", _SP) ** 2)),),
    "softsign": (("write both pieces as one", 1 / (1 + abs_(X)) ** 2),),
    "elliott": (("write both pieces as one", 1 / (2 * (1 + abs_(X)) ** 2)),),
    "bipolar_sigmoid": (("substitute sigma", 2 * _sigma(X) * (1 - _sigma(X))),),
    "softmax": (("substitute y", _JACOBIAN),),
    "softmax_temperature": (("substitute y", _JACOBIAN / TAU),),
    "softmin": (("substitute y", -_JACOBIAN),),
    "gumbel_softmax": (("substitute y", _JACOBIAN / TAU),),
    "gumbel_softmax_logits": (("substitute y", _JACOBIAN / TAU),),
}
