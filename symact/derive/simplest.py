r"""The simplest writing of a term: a measure, and the writings that are weighed.

The measure (:func:`weight`) counts the symbols and operations that a reader meets: a number, a letter, a sign of sum, product or
fraction counts one, a power its exponent, a function two, a sum over an index three; two more if the whole is a sum, since its
sign is not seen. Of several writings the lightest is chosen, of equals
the first. The writings are those of a polynomial over its functions: multiplied out, as a product of its irreducible factors,
with the powers of one variable or function taken out of what contains them, and products multiplied back where that is lighter
(``1 - t^2`` rather than ``(1 - t)(1 + t)``), each part again in its simplest writing; and all this with exponentials written by
``\sigma`` or ``\tanh``. So a term comes out as people write it: ``\sigma(1 - \sigma)``, ``1 - \tanh^2 x``, ``\Phi(x) + x\phi(x)``.

Nothing here is trusted: what a derivation shows is decided again by ``decide``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flint.utils.flint_exceptions import DomainError

from symact.decide.cells import known_signs, never_zero
from symact.decide.kinks import Known
from symact.decide.normal import Incomplete, NeedCoincidence, NeedSign, Normaliser, Vacuous
from symact.derive.tidy import tidy
from symact.terms.core import ONE, Term, add, exp, fn, mul, num, power, rebuild, substitute, sym
from symact.terms.functions import FUNCTIONS

__all__ = ["Change", "languages", "simplest", "weight"]

# Functions whose values are taken as they are: the normal form would write some of them by others.
OPAQUE = frozenset(FUNCTIONS) - {"exp"} | {"app", "at", "slope", "max", "min", "cases", "sum", "delta"}
MANY = 40  # terms of a polynomial beyond which only its factors are looked at


def weight(t: Term) -> int:
    """The symbols and operations that a reader meets."""
    return _weight(t) + 2 * (t.head == "add")


def _weight(t: Term) -> int:
    match t.head:
        case "num":
            v = t.value
            return 1 + (v < 0) + 2 * (v.denominator != 1)
        case "const" | "sym" | "ix" | "vec" | "true" | "false":
            return 1
        case "at":
            return 2
        case "add":
            minus = sum(_is_negative(a) for a in t.args)
            return sum(map(_weight, t.args)) + len(t.args) - 1 - min(minus, len(t.args) - 1)
        case "mul":
            inner = t.args[1:] if t.args[0] == num(-1) else t.args
            return sum(map(_weight, inner)) + len(inner) - 1 + (inner is not t.args)
        case "pow":
            return _weight(t.args[0]) + _weight_above(t.args[1])
        case "delta":
            return 3
        case "cases":
            return sum(map(_weight, t.children)) + len(t.args)
    extra = 3 if t.head in ("sum", "prod", "maxover", "minover") else 2
    return extra + sum(map(_weight, t.children))


def _weight_above(exponent: Term) -> int:
    """A power counts its exponent, a fraction one, a root one."""
    if not exponent.is_num:
        return 1 + _weight(exponent)
    v = abs(exponent.value)
    own = 0 if v == 1 else 1 if v.numerator == 1 else int(v) if v.denominator == 1 else 2 + v.numerator
    return own + (exponent.value < 0)


def _is_negative(t: Term) -> bool:
    head = t.args[0] if t.head == "mul" else t
    return bool(head.is_num and head.value < 0)


@dataclass(frozen=True)
class Change:
    """A writing of a term by a function that was not in it: ``\\sigma`` for exponentials."""

    rule: str
    term: Term


def simplest(t: Term, assumptions: Iterable[Term] = ()) -> Term:
    """The lightest writing of a term that was found; the term itself, tidied, if none is lighter."""
    plain = tidy(t)
    return min([plain, *_writings(plain, tuple(assumptions))], key=weight)


def languages(t: Term) -> Iterator[Change]:
    r"""The term with its exponentials written by ``\sigma``, and by ``\tanh``, where they stand as in these."""
    for w in _below(t):
        z = tidy(-w) if _is_minus(w) else w
        s = Term("app", ("sigma", (0,), z))
        below = {add(1, exp(z)): 1 - s, add(1, exp(tidy(-z))): s}
        known = {_turned_sum(a): v for a, v in below.items()} | below
        changed = _replaced(t, lambda a: _by_sigma(a, z, s, known))  # noqa: B023
        if not any(a.head == "exp" for a in _nodes(changed)):
            yield Change(r"substitute $\sigma$", tidy(changed))
    for z in _hyperbolic(t):
        h = fn("tanh", z) * (exp(z) + exp(tidy(-z)))
        sinh = tidy(exp(z) - exp(tidy(-z)))
        yield Change(r"substitute $\tanh$", tidy(_replaced(t, lambda a: h if a == sinh else None)))  # noqa: B023
    doubled = tidy(_replaced(t, _double_angle))
    if doubled != t:
        yield Change("double angle", doubled)


# ---- exponentials by other functions


def _nodes(t: Term) -> Iterator[Term]:
    yield t
    for a in t.children:
        yield from _nodes(a)


def _turned_sum(t: Term) -> Term:
    return Term("add", t.args[::-1])


def _below(t: Term) -> list[Term]:
    """w where 1 + exp(w) stands below."""
    out: dict[Term, None] = {}
    for a in _nodes(t):
        if a.head == "pow" and a.args[1].is_num and a.args[1].value < 0 and a.args[0].head == "add" and ONE in a.args[0].args:
            others = [b for b in a.args[0].args if b != ONE]
            if len(others) == 1 and others[0].head == "exp":
                out[others[0].args[0]] = None
    return list(out)


def _hyperbolic(t: Term) -> list[Term]:
    """z where both exp(z) + exp(-z) and exp(z) - exp(-z) occur."""
    sums = {a for a in _nodes(t) if a.head == "add" and len(a.args) == 2}
    first = (a.args[0].args[0] for a in sums if a.args[0].head == "exp")
    return [z for z in dict.fromkeys(first) if {exp(z) + exp(tidy(-z)), tidy(exp(z) - exp(tidy(-z)))} <= sums]


def _double_angle(a: Term) -> Term | None:
    """``sin z cos z`` as ``sin(2z)/2``."""
    if a.head != "mul":
        return None
    for f in a.args:
        if f.head == "sin" and (g := fn("cos", f.args[0])) in a.args:
            return mul(*(b for b in a.args if b not in (f, g)), fn("sin", tidy(2 * f.args[0])), Fraction(1, 2))
    return None


def _by_sigma(a: Term, z: Term, s: Term, known: Mapping[Term, Term]) -> Term | None:
    """What a part of a term is in terms of s = sigma(z)."""
    if a.head == "pow" and a.args[0] in known:
        return power(known[a.args[0]], -a.args[1])
    if a in known:
        return power(known[a], -1)
    if a.head == "exp":
        for k in range(1, 7):
            for sign, value in ((1, s / (1 - s)), (-1, (1 - s) / s)):
                if tidy(a.args[0]) == tidy(mul(sign * k, z)):
                    return power(value, k)
    return None


def _replaced(t: Term, rule: Callable[[Term], Term | None]) -> Term:
    """The term with parts replaced, the outermost first."""
    new = rule(t)
    if new is not None:
        return new
    args = tuple(_replaced(a, rule) if isinstance(a, Term) else a for a in t.args)
    return t if all(a is b for a, b in zip(args, t.args, strict=True)) else rebuild(t, args)


# ---- the writings of a term


_NO_FORM = (Incomplete, NeedCoincidence, NeedSign, Vacuous, DomainError)


def _form(t: Term, given: tuple[Term, ...]) -> tuple[Normaliser, Any, dict[Term, Term]]:
    """The quotient of a term over the functions in it, each of which a letter stands for, and what the letters mean."""
    back: dict[Term, Term] = {}
    letters: dict[Term, Term] = {}

    def hide(a: Term) -> Term:
        if a.head in OPAQUE:
            known = letters.get(a)
            if known is None:
                known = letters[a] = sym(f"#{len(letters)}")
                back[known] = a
            return known
        args = tuple(hide(b) if isinstance(b, Term) else b for b in a.args)
        return a if all(b is c for b, c in zip(args, a.args, strict=True)) else rebuild(a, args)

    hidden = hide(_one_sided(t))
    signs, positive = known_signs(given)
    normaliser = Known(signs, positive, never_zero(given)).normaliser()
    return normaliser, normaliser.quotient(hidden), back


def _one_sided(t: Term) -> Term:
    """``\\sigma(-z)`` as ``1 - \\sigma(z)`` where ``\\sigma(z)`` occurs too."""
    met = {a for a in _apps(t)}
    turned = {a: 1 - b for a in met if (b := Term("app", (a.args[0], a.args[1], tidy(-a.args[2])))) in met and _is_minus(a.args[2])}
    if not turned:
        return t

    return _replaced(t, turned.get)


def _apps(t: Term) -> Iterator[Term]:
    if t.head == "app" and t.args[0] == "sigma":
        yield t
    for a in t.children:
        yield from _apps(a)


def _is_minus(z: Term) -> bool:
    return z.head == "mul" and z.args[0].is_num and z.args[0].value < 0


def _writings(t: Term, given: tuple[Term, ...]) -> Iterator[Term]:
    try:
        normaliser, q, back = _form(t, given)
    except _NO_FORM:
        return
    search = _Search(normaliser, {g: weight(meaning) for g, meaning in back.items()})
    above, below = search.best(q.num), search.best(q.den)
    yield _put_back(mul(above, power(below, -1)), back)
    if not q.den.is_constant():
        content, factors = normaliser.factors(q)
        parts = [power(search.best(p), m) for p, m in factors]
        yield _put_back(mul(content, *parts), back)


def _put_back(t: Term, back: Mapping[Term, Term]) -> Term:
    return tidy(_ordered(substitute(t, dict(back))))


def _ordered(t: Term) -> Term:
    """Numbers, then letters, then functions, then sums: the order in which people write factors."""
    args = tuple(_ordered(a) if isinstance(a, Term) and t.head in ("add", "mul", "pow") else a for a in t.args)
    out = rebuild(t, args) if t.head in ("add", "mul", "pow") else t
    if out.head != "mul":
        return out
    return Term("mul", tuple(sorted(out.args, key=_place)))


def _place(f: Term) -> tuple[int, int]:
    base = f.args[0] if f.head == "pow" else f
    return {"num": 0, "const": 1, "sym": 2, "at": 3, "add": 6}.get(base.head, 5 if base.head == "sum" else 4), 0


@dataclass
class _Search:
    """The lightest writing of polynomials over the generators of a normal form."""

    normaliser: Normaliser
    weights: Mapping[Term, int]
    memo: dict[Any, Term] = field(default_factory=dict)

    def weight(self, t: Term) -> int:
        if t in self.weights:
            return self.weights[t]
        return _weight(t) + sum(self.weights[a] - 1 for a in _leaves(t) if a in self.weights)

    def best(self, p: Any) -> Term:
        key = self.normaliser.poly_key(p)
        known = self.memo.get(key)
        if known is None:
            known = self.memo[key] = min(self._writings(p), key=self.weight)
        return known

    def _writings(self, p: Any) -> Iterator[Term]:
        if p.is_constant() or len(p) == 1:
            yield self.normaliser.poly_term(p)
            return
        content, factors = p.factor()
        scale = Fraction(int(content.p), int(content.q))
        split = len(factors) > 1 or factors[0][1] > 1 or scale not in (1, -1)
        if split:
            yield from self._products(scale, factors)
        if len(p) <= MANY or not split:
            yield from self._sums(p)

    def _sums(self, p: Any) -> Iterator[Term]:
        """The polynomial multiplied out, and with one generator taken out of what contains it."""
        if len(p) <= MANY:
            yield from self._taken_out(p)
        yield self.normaliser.poly_term(p)

    def _products(self, scale: Fraction, factors: list[tuple[Any, int]]) -> Iterator[Term]:
        """The product of the factors, also with two of them multiplied with one another."""
        parts = [(self._turned(f), int(m)) for f, m in factors]
        sign = 1
        for (_, flip), m in parts:
            sign *= flip**m
        yield mul(scale * sign, *(power(self.best(f), m) for (f, _), m in parts))
        sums = [k for k, ((f, _), m) in enumerate(parts) if len(f) > 1]
        if 2 <= len(sums) <= 4:
            for a in range(len(sums)):
                for b in range(a + 1, len(sums)):
                    (f, _), m = parts[sums[a]]
                    (g, _), k = parts[sums[b]]
                    if m == k and len(f) * len(g) <= MANY:
                        joint, flip = self._turned(f * g)
                        rest = [power(self.best(h), r) for c, ((h, _), r) in enumerate(parts) if c not in (sums[a], sums[b])]
                        lightest = min(self._sums(joint), key=self.weight)
                        yield mul(scale * sign * flip**m, *rest, power(lightest, m))

    def _turned(self, p: Any) -> tuple[Any, int]:
        """The polynomial or its negative: ``1 - s`` rather than ``s - 1``."""
        constant = p.to_dict().get((0,) * self.normaliser.size)
        lead = constant if constant is not None else p.leading_coefficient()
        return (-p, -1) if lead < 0 else (p, 1)

    def _taken_out(self, p: Any) -> Iterator[Term]:
        """``a + v^k (...)``: the powers of one generator taken out of what contains them."""
        n = self.normaliser
        terms = p.to_dict()
        for k, degree in enumerate(p.degrees()):
            if not degree:
                continue
            inside = {e: c for e, c in terms.items() if e[k]}
            outside = {e: c for e, c in terms.items() if not e[k]}
            if len(inside) < 2:
                continue
            low = int(min(e[k] for e in inside))
            if not outside:
                continue
            inner = n.ctx.from_dict({(*e[:k], e[k] - low, *e[k + 1 :]): c for e, c in inside.items()})
            rest = n.ctx.from_dict(outside)
            turned, flip = self._turned(inner)
            product = mul(flip, power(n.used[k].term, low), self.best(turned))
            yield add(self.best(rest), product)


def _leaves(t: Term) -> Iterator[Term]:
    if t.head in ("add", "mul", "pow"):
        for a in t.children:
            yield from _leaves(a)
    else:
        yield t
