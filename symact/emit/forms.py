"""Stable forms of f, f' and f'': other writings of the same functions, chosen so that nothing overflows or cancels.

Each is a term that ``decide`` proves equal to the definition and its derivatives. They use ``q = exp(-|z|)`` in place of
``exp(z)`` and ``exp(-z)``. Where a derivative passes through zero, no writing keeps its leading digits: there a polynomial takes
over (:class:`Zone`), or pairs of doubles.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from symact.catalogue.parts import ALPHA, BETA, X
from symact.terms.core import HALF, ONE, PI, ZERO, Term, abs_, add, cases, exp, fn, log, max_, min_, mul, num, rel, sqrt, sym

__all__ = ["FORMS", "SHORT", "Far", "Form", "Quick", "Tail", "Zone"]


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

    @property
    def place(self) -> tuple[float, float, float, float, int, bool]:
        """All but the polynomial, as emitted code has it."""
        return self.left, self.right, self.high, self.low, self.multiplicity, self.even


@dataclass(frozen=True)
class Far:
    """How a function goes on beyond 2^100, on one side: like a power of x, or as it is computed there with a limit at infinity.

    A function of the first kind has lost all lower terms at 2^100, so that its value there tells all others; squares and
    products overflow further out.
    """

    power: int | None
    limit: float = math.nan


@dataclass(frozen=True)
class Tail:
    """The leading term of a function for x < ``below``, where all other terms are beyond the last bit."""

    below: float
    term: Term


@dataclass(frozen=True)
class Quick:
    """A writing that takes less time, and where it will do: for left < x < right.

    ``error`` is the worst that was measured there, in units in the last place: of float64 for one that is as precise as the form
    itself (``narrow`` is not used), else of float64 and of float32, each computed in its own arithmetic by NumPy. ``single`` is the
    error of C in float32.
    """

    term: Term
    zones: tuple[Zone, ...]
    left: float
    right: float
    error: float
    narrow: float = math.inf
    single: float = math.inf


@dataclass(frozen=True)
class Form:
    """A term to evaluate instead of a derivative of the definition, and what mends it where it cancels.

    ``careful`` keeps the rounding errors of sums and products. ``ratio`` is empty, or the part of its summands below which a sum
    is in doubt and computed again in pairs. ``tail`` takes over where exponentials that are small add nothing to numbers.
    ``far`` says how it goes on to the left and to the right. ``kinks`` are points with the value there. ``quick`` are cheaper
    writings that are as precise on an interval, ``rough`` cheaper still and less precise; the cheapest first.
    """

    name: str
    term: Term
    zones: tuple[Zone, ...] = ()
    careful: bool = False
    ratio: str = ""
    tail: Tail | None = None
    far: tuple[Far, Far] = (Far(None), Far(None))
    kinks: tuple[tuple[Term, Term], ...] = ()
    quick: tuple[Quick, ...] = ()
    rough: tuple[Quick, ...] = ()


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


def _silu() -> tuple[Form, Form, Form]:
    """x sigma(x) by the one exponential and the quotient that its derivative shares: sigma(1 + x - f) = sigma(1 + f exp(-x))."""
    e = exp(-X)
    f = X / (1 + e)
    first = cases(X.lt(0), 1 + X - f, 1 + e * f) / (1 + e)
    tails = (Tail(-700.0, X * exp(X)), Tail(-700.0, (X + 1) * exp(X)))  # up to there exp(-x) is finite
    return Form("silu by exp(-x)", f, tail=tails[0]), Form("silu' by silu", first, tail=tails[1]), gated(X, X, ONE, "silu")[2]


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


def _geglu() -> tuple[Form, Form, Form]:
    """b gelu(x), for any b."""
    f, first, second = (replace(g, name=f"b {g.name}", term=sym("b") * g.term) for g in _gelu())
    return f, first, second


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


def _modulus(rate: Term) -> tuple[Form, Form, Form]:
    """x tanh(x/a) with rate = 1/a: an even function, whose tanh is (1 - q)/(1 + q)."""
    u = rate * abs_(X)
    q = exp(-2 * u)
    p = 1 + q
    first = _tanh(rate * X) + 4 * rate * X * q / p**2
    second = 8 * rate * q * (p - u * (1 - q)) / p**3
    return _plain("x tanh(x/a)", X * _tanh(rate * X), first, second)


def _squareplus() -> tuple[Form, Form, Form]:
    """(x + s)/2 with s = sqrt(x^2 + b), which is b/(2 (s - x))."""
    b = sym("b")
    s = sqrt(X**2 + b)
    f = cases(X.ge(0), (X + s) / 2, b / (2 * (s - X)))
    first = cases(X.ge(0), (X + s) / (2 * s), b / (2 * s * (s - X)))
    second = b / (2 * s**3)
    return Form("squareplus by its conjugate", f), Form("squareplus' by its conjugate", first), Form("squareplus''", second)


def _bendable_linear() -> tuple[Form, Form, Form]:
    """x + beta (s - 1) with s = sqrt(x^2 + 1) = |x| r, r = sqrt(1 + 1/x^2): far out s - |x| = 1/(|x| (r + 1))."""
    near, s = abs_(X).lt(1), sqrt(X**2 + 1)
    u = cases(near, ONE, 1 / abs_(X))  # squared as it is: x^2 would overflow
    r = sqrt(1 + u**2)
    lift, slack = BETA * (1 - u / (r + 1)), BETA * u**2 / (r * (r + 1))
    left = cases(rel("eq", BETA, 1), -lift, (1 - BETA) * X - lift)  # 0 times infinity is not 0
    f = cases(near, X + BETA * X**2 / (s + 1), X.gt(0), (1 + BETA) * X - lift, left)
    first = cases(near, 1 + BETA * X / s, X.gt(0), 1 + BETA - slack, 1 - BETA + slack)
    names = ("bendable linear by x sqrt(1 + 1/x^2)", "bendable linear' by x sqrt(1 + 1/x^2)", "bendable linear''")
    made = [Form(n, t) for n, t in zip(names, (f, first, BETA / s**3), strict=True)]
    return made[0], made[1], made[2]


def _soft_root_sign() -> tuple[Form, Form, Form]:
    """x/(x/alpha + exp(-z)) with z = x/beta, multiplied through by exp(z) on the left."""
    z = X / BETA
    q = _q(z)
    right, left = X / ALPHA + q, X * q / ALPHA + 1
    bent = (z**2 + 2 * z + 2) / ALPHA
    first = q * (1 + z)
    second = _sides(z, -q * (bent - (2 + z) * q / BETA) / right**3, -q * (bent * q - (2 + z) / BETA) / left**3)
    return _plain(
        "soft root sign", _sides(z, X / right, X * q / left), _sides(z, first / right**2, first / left**2), second
    )  # fmt: skip


def _coslu() -> tuple[Form, Form, Form]:
    """(x + alpha cos(beta x)) sigma(x); near 0 its second derivative without what cancels for alpha beta^2 = 1.

    With t = tanh(x/2) and h = sin^2(beta x/2): sigma = (1 + t)/2, cos(beta x) = 1 - 2 h.
    """
    sine, cosine = ALPHA * fn("sin", BETA * X), ALPHA * fn("cos", BETA * X)
    t, h, c = fn("tanh", X / 2), fn("sin", BETA * X / 2) ** 2, ALPHA * BETA**2
    slope = logistic_slope(X)
    second = 2 * (1 - BETA * sine) * slope - BETA**2 * cosine * logistic(X) + (X + cosine) * logistic_bend(X)
    rest = -(t**2) - BETA * sine * (1 - t**2) - c * (t - 2 * h * (1 + t)) - (X + cosine) * t * (1 - t**2) / 2
    near = (1 - c + rest) / 2
    return _plain(
        "coslu", (X + cosine) * logistic(X), (1 - BETA * sine) * logistic(X) + (X + cosine) * slope,
        cases(abs_(X).lt(HALF), near, second),
    )  # fmt: skip


def _pau() -> tuple[Form, Form, Form]:
    """P(x)/Q(x) of degrees 5 and 4; far out by u = 1/x, where f' is N(u)/B(u)^2 and f'' is u^2 M(u)/B(u)^3.

    With P'Q - PQ' = x^8 N(u) and Q = x^4 B(u), the coefficients multiplied out, leading terms that cancel are left out.
    """
    top, below = [*map(sym, "abcuvw")], [ONE, *map(sym, "pqrs")]  # the lowest power first
    bottom: list[Products] = [Counter({(): 1}), *(_one(k) for k in below[1:])]
    numerators = [_combined([_one(k) for k in top], bottom, 1)]  # of x^0 to x^8
    numerators.append(_combined(numerators[0], bottom, 2))
    first, second = ([add(*(mul(k, *names) for names, k in c.items())) for c in cs] for cs in numerators)
    (p0, p1, p2), (q0, q1, q2) = _levels(top), _levels(below)
    u = 1 / X
    a, b, n, m = (_horner(c[::-1], u) for c in (top, below, first[:9], second[:11]))
    near = (p0 / q0, p1 / q0 - p0 * q1 / q0**2, p2 / q0 - (2 * p1 * q1 + p0 * q2) / q0**2 + 2 * p0 * q1**2 / q0**3)
    far = (X * (a / b), n / b**2, u**2 * m / b**3)
    made = [Form(f"pau{chr(39) * k} by 1/x", cases(abs_(X).le(64), near[k], far[k])) for k in range(3)]
    return made[0], made[1], made[2]


Products = Counter[tuple[Term, ...]]  # how often each product of names occurs in a sum


def _one(k: Term) -> Products:
    return Counter({(k,): 1})


def _combined(f: Sequence[Products], g: Sequence[Products], n: int) -> list[Products]:
    """The coefficients of f'g - n f g', the lowest first: (i - n j) f_i g_j of x^(i + j - 1), multiplied out."""
    out: list[Products] = [Counter() for _ in range(len(f) + len(g) - 2)]
    for i, a in enumerate(f):
        for j, b in enumerate(g):
            for one, k in a.items():
                for other, m in b.items():
                    if i + j:
                        out[i + j - 1][tuple(sorted((*one, *other), key=repr))] += (i - n * j) * k * m
    return [Counter({names: k for names, k in c.items() if k}) for c in out]


def _levels(c: Sequence[Term]) -> tuple[Term, Term, Term]:
    """A polynomial in x with these coefficients, the lowest first, and two derivatives of it."""
    slopes = [k * t for k, t in enumerate(c)][1:]
    return _horner(c, X), _horner(slopes, X), _horner([k * t for k, t in enumerate(slopes)][1:], X)


def _horner(c: Sequence[Term], z: Term) -> Term:
    out = c[-1]
    for t in reversed(c[:-1]):
        out = t + z * out
    return out


def _sinlu() -> tuple[Form, Form, Form]:
    """(x + alpha sin(beta x)) sigma(x) by the product rule, each derivative of sigma by exp(-|x|)."""
    wave, slope = X + ALPHA * fn("sin", BETA * X), 1 + ALPHA * BETA * fn("cos", BETA * X)
    bend = -ALPHA * BETA**2 * fn("sin", BETA * X)
    return _plain(
        "sinlu", wave * logistic(X), slope * logistic(X) + wave * logistic_slope(X),
        bend * logistic(X) + 2 * slope * logistic_slope(X) + wave * logistic_bend(X),
    )  # fmt: skip


def _softclipping() -> tuple[Form, Form, Form]:
    """With d = alpha (x - 1/2) and q = exp(-|d|): f - 1/2 is odd in d, f' is sinh(alpha/2)/(cosh(alpha/2) + cosh(d))."""
    d = ALPHA * X - ALPHA / 2
    q = _q(d)
    s, c = fn("sinh", ALPHA / 2), fn("cosh", ALPHA / 2)
    below = 1 + q**2 + 2 * q * c
    z = ALPHA * X
    gap = -fn("expm1", -ALPHA)
    left = fn("log1p", gap * exp(z) / (1 + exp(z - ALPHA))) / ALPHA
    right = 1 - fn("log1p", gap * exp(ALPHA - z) / (1 + exp(-z))) / ALPHA
    second = fn("sign", d) * 2 * ALPHA * s * q * fn("expm1", -2 * abs_(d)) / below**2
    return _plain("softclipping", cases(X.le(HALF), left, right), 2 * s * q / below, second)


def _tanhexp() -> tuple[Form, Form, Form]:
    """x tanh(e) with e = exp(x), and sech(e)^2 = 4q/(1 + q)^2 with q = exp(-2 e)."""
    e = exp(X)
    q = exp(-2 * e)
    s = 4 * e * q / (1 + q) ** 2
    t = _tanh(e)
    return _plain("tanhexp", X * t, t + X * s, s * (2 + X - 2 * X * e * t))


def _phish() -> tuple[Form, Form, Form]:
    """x tanh(g) with g = gelu(x), which for x < -8 is x g to the last bit, Phi(x) = exp(-x^2/2) erfcx(-x/sqrt 2)/2."""
    half, density = fn("erfcx", -X / sqrt(2)) / 2, 1 / sqrt(2 * PI)
    scale = exp(-(X**2) / 2)
    tails = (X**2 * half * scale, scale * (2 * X * half + X**2 * density), scale * (2 * half + density * X * (4 - X**2)))
    g = X * fn("Phi", X)
    first = fn("Phi", X) + X * fn("phi", X)
    second = fn("phi", X) * (2 - X**2)
    sech2 = 1 - _tanh(g) ** 2
    terms = (X * _tanh(g), _tanh(g) + X * first * sech2, sech2 * (2 * first + X * second - 2 * X * first**2 * _tanh(g)))
    names = ("phish", "phish'", "phish''")
    made = [Form(f"{n} by its tail", t, tail=Tail(-8.0, w)) for n, t, w in zip(names, terms, tails, strict=True)]
    return made[0], made[1], made[2]


def _plain(name: str, *terms: Term) -> tuple[Form, Form, Form]:
    first, second, third = (Form(f"{name}{mark} via exp(-|x|)", t) for t, mark in zip(terms, ("", "'", "''"), strict=True))
    return first, second, third


_SECH2 = 1 - _tanh(X) ** 2
_Z = BETA * X
_LAMBDA = sym("lambda")

_U, _G, _HALF = abs_(X), exp(-(X**2) / 2), fn("erfcx", abs_(X) / sqrt(2)) / 2
_INNER = _HALF - _U / sqrt(2 * PI)
_RATE = 2 * sqrt(2 / PI)
_OFF = exp(-_RATE * (X + num("0.044715") * X**3))
_E = exp(X)
_N = _E * (_E + 2)
_Q = exp(-X)

Writings = tuple[Term, ...]
SHORT: dict[str, tuple[Writings, Writings, Writings]] = {  # f, f' and f'' in few operations, which will do on an interval
    "gelu": ((max_(0, X) - _U * _G * _HALF,), (fn("step", X) + (1 - 2 * fn("step", X)) * _G * _INNER,), ()),
    "silu": ((), ((1 + _Q * (1 + X)) / (1 + _Q * (2 + _Q)), _E * (1 + X + _E) / (1 + _E * (2 + _E))), ()),
    "mish": (
        (X * _N / (_N + 2),),
        (
            _N / (_N + 2) + 4 * X * _E * (_E + 1) / (_N + 2) ** 2,
            (_N + 4 * X * (_N - _E) / (_N + 2)) / (_N + 2),
            (_N + 4 * X * (_E * (_E + 1)) / (_N + 2)) / (_N + 2),
            _E * (4 * (X + 1) + _E * (4 * X + 6 + _E * (4 + _E))) / (4 + _E * (8 + _E * (8 + _E * (4 + _E)))),
        ),
        (),
    ),
    "gelu_tanh": (
        (X / (1 + _OFF),),
        (
            (1 + _OFF / (1 + _OFF) * (_RATE * X + _RATE * num("0.134145") * X**3)) / (1 + _OFF),
            (1 + _OFF / (1 + _OFF) * X * (_RATE + _RATE * num("0.134145") * X**2)) / (1 + _OFF),
        ),
        (),
    ),
}

FORMS: dict[str, tuple[Form, Form, Form]] = {
    "sigmoid": _plain("sigmoid", logistic(X), logistic_slope(X), logistic_bend(X)),
    "tanh": _plain("tanh", _tanh(X), _SECH2, -2 * _tanh(X) * _SECH2),
    "log_sigmoid": _plain("log sigmoid", min_(0, X) - log(1 + _q(X)), logistic(-X), -logistic_slope(X)),
    "softplus": _plain("softplus", softplus(X), logistic(X), logistic_slope(X)),
    "softplus_beta": _plain("softplus", softplus(_Z) / BETA, logistic(_Z), BETA * logistic_slope(_Z)),
    "silu": _silu(),
    "swish_beta": gated(X, _Z, BETA, "swish"),
    "quick_gelu": gated(X, num("1.702") * X, num("1.702"), "quick gelu"),
    "gelu": _gelu(),
    "geglu": _geglu(),
    "gelu_tanh": _gelu_tanh(),
    "mish": _mish(),
    "phish": _phish(),
    "tanhexp": _tanhexp(),
    "lisht": _modulus(ONE),
    "softmodulust": _modulus(1 / ALPHA),
    "squareplus": _squareplus(),
    "softclipping": _softclipping(),
    "bendable_linear": _bendable_linear(),
    "coslu": _coslu(),
    "sinlu": _sinlu(),
    "pau": _pau(),
    "soft_root_sign": _soft_root_sign(),
    "softsign": _plain("softsign", X / (1 + abs_(X)), 1 / (1 + abs_(X)) ** 2, -2 * fn("sign", X) / (1 + abs_(X)) ** 3),
    "elu": _exponential_unit(ONE, X, ALPHA, ONE),
    "selu": _exponential_unit(_LAMBDA, X, _LAMBDA * ALPHA, ONE),
    "celu": _exponential_unit(ONE, X / ALPHA, ALPHA, 1 / ALPHA),
}
