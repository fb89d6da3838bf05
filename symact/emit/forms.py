"""Stable forms of f, f' and f'': other writings of the same functions, chosen so that nothing overflows or cancels.

Each is a term that ``decide`` proves equal to the definition and its derivatives. They use ``q = exp(-|z|)`` in place of
``exp(z)`` and ``exp(-z)``. Where a derivative passes through zero, no writing keeps its leading digits: there a polynomial takes
over (:class:`Zone`), or pairs of doubles.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from symact.catalogue.parts import ALPHA, BETA, X
from symact.terms.core import ONE, PI, ZERO, Term, abs_, cases, exp, fn, log, max_, min_, num, sqrt, sym

__all__ = ["FORMS", "Form", "Zone"]


@dataclass(frozen=True)
class Zone:
    """Where a polynomial takes over: f(x) = d^multiplicity P(d) for left < x < right, d = (x - high) - low.

    ``even`` says that P is a polynomial in d^2. The coefficients come the highest first.
    """

    high: float
    low: float
    left: float
    right: float
    multiplicity: int
    even: bool
    coefficients: tuple[float, ...]


@dataclass(frozen=True)
class Far:
    """How a function goes on beyond 2^100, on one side: like a power of x, or as it is computed there with a limit at infinity.

    A function of the first kind has lost all lower terms at 2^100, so that its value there tells all others; squares and
    products overflow further out.
    """

    power: int | None
    limit: float = math.nan


@dataclass(frozen=True)
class Form:
    """A term to evaluate instead of a derivative of the definition, and what mends it where it cancels.

    ``careful`` keeps the rounding errors of sums and products. ``ratio`` is empty, or the part of its summands below which a sum
    is in doubt and computed again in pairs. ``tail`` is the leading term for x < -300, where exponentials that are small add
    nothing to numbers. ``far`` says how it goes on to the left and to the right. ``kinks`` are points with the value there.
    """

    name: str
    term: Term
    zones: tuple[Zone, ...] = ()
    careful: bool = False
    ratio: str = ""
    tail: Term | None = None
    far: tuple[Far, Far] = (Far(None), Far(None))
    kinks: tuple[tuple[Term, Term], ...] = ()


def _q(z: Term) -> Term:
    return exp(-abs_(z))


def _sides(z: Term, right: Term, left: Term) -> Term:
    return cases(z.ge(0), right, left)


def logistic(z: Term) -> Term:
    q = _q(z)
    return _sides(z, 1 / (1 + q), q / (1 + q))


def logistic_slope(z: Term) -> Term:
    return _q(z) / (1 + _q(z)) ** 2


def logistic_bend(z: Term) -> Term:
    q = _q(z)
    return -fn("sign", z) * q * (1 - q) / (1 + q) ** 3


def softplus(z: Term) -> Term:
    return max_(0, z) + log(1 + _q(z))


def gated(x: Term, z: Term, slope: Term, name: str) -> tuple[Form, Form, Form]:
    """x sigma(z) where z is ``slope * x``; derivatives by x. """
    q = _q(z)
    p = 1 + q
    f = _sides(z, x / p, x * q / p)
    first = _sides(z, (p + z * q) / p**2, q * (p + z) / p**2)
    second = slope * q * (2 * p - abs_(z) * (1 - q)) / p**3
    return (
        Form(f"{name} via exp(-|z|)", f),
        Form(f"{name}' via exp(-|z|)", first),
        Form(f"{name}'' via exp(-|z|)", second),
    )


def _gelu() -> tuple[Form, Form, Form]:
    """Through erfcx: Phi(-u) = exp(-u^2/2) erfcx(u/sqrt 2)/2 for u >= 0."""
    u = abs_(X)
    g = exp(-(X**2) / 2)
    half = fn("erfcx", u / sqrt(2)) / 2
    density = 1 / sqrt(2 * PI)
    inner = half - u * density
    first = _sides(X, 1 - g * inner, g * inner)
    second = (2 - X**2) * density * g
    return (
        Form("gelu via erfcx", _sides(X, X * (1 - g * half), X * half * g)),
        Form("gelu' via erfcx", first),
        Form("gelu'' as density", second),
    )


def _gelu_tanh() -> tuple[Form, Form, Form]:
    """x sigma(v) with v = 2 sqrt(2/pi) (x + c x^3), the tanh written by exp(-|v|)."""
    k, c = 2 * sqrt(2 / PI), num("0.044715")
    v = k * (X + c * X**3)
    u = abs_(X)
    q = exp(-abs_(v))
    p = 1 + q
    slope = k * (1 + 3 * c * X**2)
    first = _sides(X, (p + X * slope * q) / p**2, q * (p + X * slope) / p**2)
    second = q * ((2 * slope + k * 6 * c * X**2) * p - u * slope**2 * (1 - q)) / p**3
    return (
        Form("tanh-gelu via exp(-|v|)", _sides(X, X / p, X * q / p)),
        Form("tanh-gelu' via exp(-|v|)", first),
        Form("tanh-gelu'' via exp(-|v|)", second),
    )


def _mish() -> tuple[Form, Form, Form]:
    """tanh(log(1 + e)) = e (e + 2)/(e (e + 2) + 2), divided through by the larger exponential."""
    q = _q(X)
    left, right = q * (q + 2), 1 + 2 * q
    under_left, under_right = left + 2, 1 + 2 * q + 2 * q**2
    f = _sides(X, X * right / under_right, X * q * (q + 2) / under_left)
    first = _sides(
        X,
        (1 + 4 * q + (4 * X + 6) * q**2 + 4 * (X + 1) * q**3) / under_right**2,
        q * (4 * (X + 1) + q * (4 * X + 6) + 4 * q**2 + q**3) / under_left**2,
    )
    second = _sides(
        X,
        4 * q**2 * (2 - 2 * X + q * (6 - 3 * X) + q**2 * (8 + 2 * X) + q**3 * (4 + 2 * X)) / under_right**3,
        4 * q * (4 + 2 * X + q * (8 + 2 * X) + q**2 * (6 - 3 * X) + q**3 * (2 - 2 * X)) / under_left**3,
    )
    return (
        Form("mish via exp(-|x|)", f),
        Form("mish' via exp(-|x|)", first),
        Form("mish'' via exp(-|x|)", second),
    )


def _exponential_unit(scale: Term, z: Term, amplitude: Term, rate: Term) -> tuple[Form, Form, Form]:
    """``scale * x`` for x > 0, else ``amplitude * (exp(z) - 1)`` with z = rate * x."""
    below = (amplitude * (exp(z) - 1), amplitude * rate * exp(z), amplitude * rate**2 * exp(z))
    above = (scale * X, scale, ZERO)
    return tuple(  # type: ignore[return-value]
        Form(f"exponential unit, order {n}", cases(X.gt(0), a, b)) for n, (a, b) in enumerate(zip(above, below, strict=True))
    )


def _tanh(z: Term) -> Term:
    return fn("tanh", z)


def _plain(name: str, *terms: Term) -> tuple[Form, Form, Form]:
    first, second, third = (Form(f"{name}{mark} via exp(-|x|)", t) for t, mark in zip(terms, ("", "'", "''"), strict=True))
    return first, second, third


_SECH2 = 1 - _tanh(X) ** 2
_Z = BETA * X
_LAMBDA = sym("lambda")

FORMS: dict[str, tuple[Form, Form, Form]] = {
    "sigmoid": _plain("sigmoid", logistic(X), logistic_slope(X), logistic_bend(X)),
    "tanh": _plain("tanh", _tanh(X), _SECH2, -2 * _tanh(X) * _SECH2),
    "log_sigmoid": _plain("log sigmoid", min_(0, X) - log(1 + _q(X)), logistic(-X), -logistic_slope(X)),
    "softplus": _plain("softplus", softplus(X), logistic(X), logistic_slope(X)),
    "softplus_beta": _plain("softplus", softplus(_Z) / BETA, logistic(_Z), BETA * logistic_slope(_Z)),
    "silu": gated(X, X, ONE, "silu"),
    "swish_beta": gated(X, _Z, BETA, "swish"),
    "quick_gelu": gated(X, num("1.702") * X, num("1.702"), "quick gelu"),
    "gelu": _gelu(),
    "gelu_tanh": _gelu_tanh(),
    "mish": _mish(),
    "softsign": _plain("softsign", X / (1 + abs_(X)), 1 / (1 + abs_(X)) ** 2, -2 * fn("sign", X) / (1 + abs_(X)) ** 3),
    "elu": _exponential_unit(ONE, X, ALPHA, ONE),
    "selu": _exponential_unit(_LAMBDA, X, _LAMBDA * ALPHA, ONE),
    "celu": _exponential_unit(ONE, X / ALPHA, ALPHA, 1 / ALPHA),
}
