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
from functools import lru_cache
from itertools import combinations
from typing import Any

from flint.utils.flint_exceptions import DomainError

from symact.decide.cells import known_signs, never_zero
from symact.decide.kinks import Known
from symact.decide.normal import Incomplete, NeedCoincidence, NeedSign, Normaliser, Vacuous
from symact.derive.tidy import tidy
from symact.obligations import PARAMETERS
from symact.terms.core import ONE, Term, add, exp, fn, mul, num, power, rebuild, substitute, sym, transform
from symact.terms.functions import FUNCTIONS

__all__ = ["Change", "languages", "simplest", "weight"]

# Functions whose values are taken as they are: the normal form would write some of them by others.
OPAQUE = frozenset(FUNCTIONS) - {"exp"} | {"app", "at", "root", "slope", "max", "min", "cases", "sum", "delta"}
LARGE = 100  # a coefficient that comes from clearing decimals
MANY = 40  # terms of a polynomial beyond which only its factors are looked at
LOOKED_AT = 300  # polynomials of one search after which nothing more is taken out of sums


def weight(t: Term) -> int:
    """The symbols and operations that a reader meets."""
    return _weight(t) + 2 * (t.head == "add")


@lru_cache(maxsize=65536)
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
    if plain.head == "cases":
        values = (simplest(a, assumptions) if k % 2 or k == len(plain.args) - 1 else a for k, a in enumerate(plain.args))
        return Term("cases", tuple(values))
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
    for z in _ratios(t, "sinh", "cosh"):
        h = fn("tanh", z)
        yield Change(r"substitute $\tanh$", tidy(_replaced(t, lambda a: h * fn("cosh", z) if a == fn("sinh", z) else None)))  # noqa: B023
    for z in _ratios(t, "sin", "cos"):
        h = fn("tan", z)
        yield Change(r"substitute $\tan$", tidy(_replaced(t, lambda a: h * fn("cos", z) if a == fn("sin", z) else None)))  # noqa: B023
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


def _ratios(t: Term, above: str, below: str) -> list[Term]:
    """z where both functions of z occur, the one below a fraction's line."""
    fractions = (a.args[0] for a in _nodes(t) if a.head == "pow" and a.args[1].is_num and a.args[1].value < 0)
    under = {b.args[0] for a in fractions for b in _nodes(a) if b.head == below}
    return [a.args[0] for a in dict.fromkeys(_nodes(t)) if a.head == above and a.args[0] in under]


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
        if a.head == "pow" and not a.args[1].is_num:
            fixed, rest = _numeric(a.args[1])
            if fixed:
                return mul(hide(power(a.args[0], rest)), power(hide(a.args[0]), fixed))
        if a.head in OPAQUE or (a.head == "pow" and not a.args[1].is_num):
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


def _numeric(exponent: Term) -> tuple[Fraction, Term]:
    """An exponent as a whole number and the rest."""
    if exponent.head != "add" or not exponent.args[-1].is_num or exponent.args[-1].value.denominator != 1:
        return Fraction(0), exponent
    return exponent.args[-1].value, add(*exponent.args[:-1])


def _one_sided(t: Term) -> Term:
    """``\\sigma(-z)`` as ``1 - \\sigma(z)`` where ``\\sigma(z)`` occurs too."""
    met = set(_apps(t))
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
    yield from _polynomial(t, given)
    by_root = _by_root(t)
    if by_root is not None:
        yield from map(_rooted, _polynomial(by_root, given))


def _polynomial(t: Term, given: tuple[Term, ...]) -> Iterator[Term]:
    """The writings of a term as a quotient of polynomials over its functions."""
    try:
        normaliser, q, back = _form(t, given)
    except _NO_FORM:
        return
    search = _Search(normaliser, {g: weight(meaning) for g, meaning in back.items()})
    above, below = search.best(q.num), search.best(q.den)
    yield _put_back(mul(above, power(below, -1)), back)
    if not q.den.is_constant():
        scale, factors = normaliser.factors(q)
        parts = []
        for p, m in factors:
            term, sign = search.unsigned(p)
            parts.append(power(term, m))
            scale *= sign ** abs(m)
        yield _put_back(mul(scale, *parts), back)


def _by_root(t: Term) -> Term | None:
    """A term with one root of ``a x^2 + c`` in it, and x^2 written by the square of that root (which stays a root to the eye)."""
    roots = {a.args[0] for a in _nodes(t) if a.head == "pow" and a.args[1].is_num and a.args[1].value.denominator == 2}
    if len(roots) != 1:
        return None
    (inside,) = roots
    squares = [a for a in _nodes(inside) if a.head == "pow" and a.args[1] == num(2) and a.args[0].head == "sym"]
    if len(squares) != 1 or inside.head != "add":
        return None
    x, root = squares[0].args[0], fn("root", inside)
    rest = substitute(inside, {x: num(0)})
    over = tidy(substitute(inside, {x: num(1)}) - rest)
    square = (root**2 - rest) / over

    def rule(a: Term) -> Term | None:
        if a == inside:
            return root**2
        if a.head == "pow" and a.args[0] == inside and a.args[1].is_num:
            return power(root, 2 * a.args[1].value)
        if a.head == "pow" and a.args[0] == x and a.args[1].is_num and a.args[1].value >= 2 and a.args[1].value.denominator == 1:
            n = int(a.args[1].value)
            return mul(power(x, n % 2), power(square, n // 2))
        return None

    return _replaced(t, rule)


def _rooted(t: Term) -> Term:
    """The term with ``root(u)`` as the square root of u again."""

    def rule(a: Term) -> Term | None:
        if a.head == "pow" and a.args[0].head == "root" and a.args[1].is_num:
            return power(a.args[0].args[0], a.args[1].value / 2)
        return power(a.args[0], Fraction(1, 2)) if a.head == "root" else None

    return tidy(transform(_replaced(t, rule), _flattened))


def _flattened(t: Term) -> Term | None:
    """``3 - (x^2 + 1)`` as ``2 - x^2``."""
    if t.head != "add":
        return None
    parts: list[Term] = []
    for a in t.args:
        inner = a.args[1] if a.head == "mul" and len(a.args) == 2 and a.args[0].is_num and a.args[1].head == "add" else None
        parts += [a] if inner is None else [mul(a.args[0], b) for b in inner.args]
    return add(*parts)


def _put_back(t: Term, back: Mapping[Term, Term]) -> Term:
    return tidy(_ordered(substitute(t, dict(back))))


def _ordered(t: Term) -> Term:
    """Numbers, then letters, then functions, then sums: the order in which people write factors."""
    args = tuple(_ordered(a) if isinstance(a, Term) and t.head in ("add", "mul", "pow") else a for a in t.args)
    out = rebuild(t, args) if t.head in ("add", "mul", "pow") else t
    if out.head != "mul":
        return out
    return Term("mul", tuple(sorted(out.args, key=_place)))


def _place(f: Term) -> int:
    base = f.args[0] if f.head == "pow" else f
    letter = base.head == "sym" and base.name not in PARAMETERS
    return 3 if letter else {"num": 0, "const": 1, "sym": 2, "at": 4, "sum": 6, "add": 7}.get(base.head, 5)


@dataclass
class _Search:
    """The lightest writing of polynomials over the generators of a normal form."""

    normaliser: Normaliser
    weights: Mapping[Term, int]
    memo: dict[str, dict[int, Term]] = field(default_factory=dict)
    weighed: dict[Term, int] = field(default_factory=dict)

    def weight(self, t: Term) -> int:
        known = self.weighed.get(t)
        if known is None:
            known = self.weighed[t] = self._weight(t)
        return known

    def _weight(self, t: Term) -> int:
        if t in self.weights:
            return self.weights[t]
        return _weight(t) + sum(self.weights[a] - 1 for a in _leaves(t) if a in self.weights)

    def best(self, p: Any) -> Term:
        """The lightest writing of a polynomial."""
        q, sign = self._turned(p)
        return self._lightest(q)[sign]

    def unsigned(self, p: Any) -> tuple[Term, int]:
        """The lighter of the best writings of a polynomial and of its negative, and the sign: ``1 - s`` rather than ``s - 1``."""
        q, sign = self._turned(p)
        return min((self.best(q), sign), (self.best(-q), -sign), key=lambda c: self.rank(c[0]))

    def rank(self, t: Term) -> tuple[int, bool]:
        """The weight; of equals, a product before a sum."""
        return self.weight(t), t.head == "add"

    def _turned(self, p: Any) -> tuple[Any, int]:
        """The polynomial or its negative, whichever has a positive constant, or first term."""
        constant = p.to_dict().get((0,) * self.normaliser.size)
        lead = constant if constant is not None else p.leading_coefficient() if not p.is_zero() else 0
        return (-p, -1) if lead < 0 else (p, 1)

    def _lightest(self, q: Any) -> dict[int, Term]:
        """The lightest writings of a polynomial (1) and of its negative (-1)."""
        known = self.memo.get(str(q))
        if known is None:
            found = list(self._writings(q))
            known = {1: min(found, key=self.rank), -1: min(map(_minus, found), key=self.rank)}
            self.memo[str(q)] = known
        return known

    def _writings(self, p: Any) -> Iterator[Term]:
        if p.is_constant() or len(p) == 1:
            yield self.normaliser.poly_term(p)
            return
        content, factors = p.factor()
        scale = Fraction(int(content.p), int(content.q))
        lone = len(factors) == 1 and factors[0][1] == 1 and _scaled(factors[0][0])[0] in (p, -p)
        if not lone:
            yield from self._products(scale, factors)
        if len(p) <= MANY or lone:
            yield from self._sums(p)

    def _sums(self, p: Any) -> Iterator[Term]:
        """The polynomial multiplied out, and with one generator taken out of what contains it."""
        if len(p) <= MANY:
            yield from self._taken_out(p)
        yield self.normaliser.poly_term(p)

    def _products(self, scale: Fraction, factors: list[tuple[Any, int]]) -> Iterator[Term]:
        """The product of the factors, also with two of them multiplied with one another."""
        parts: list[tuple[Any, Term, int, int]] = []
        for f, m in factors:
            f, unit = _scaled(f)
            term, sign = self.unsigned(f)
            parts.append((f, term, int(m), sign))
            scale *= (unit * sign) ** int(m)
        yield mul(scale, *(power(term, m) for _, term, m, _ in parts))
        sums = [part for part in parts if len(part[0]) > 1]
        if not 2 <= len(sums) <= 4:
            return
        for one, other in combinations(sums, 2):
            if one[2] == other[2] and len(one[0]) * len(other[0]) <= MANY:
                sums_of = list(self._sums(one[0] * other[0] * one[3] * other[3]))
                lightest, sign = min(((t, s) for u in sums_of for t, s in ((u, 1), (_minus(u), -1))), key=lambda c: self.weight(c[0]))
                rest = [power(part[1], part[2]) for part in parts if part is not one and part is not other]
                yield mul(scale * sign ** one[2], *rest, power(lightest, one[2]))

    def _taken_out(self, p: Any) -> Iterator[Term]:
        """``a + v^k (...)``: the powers of one generator taken out of what contains them."""
        n = self.normaliser
        terms = p.to_dict()
        for k, degree in enumerate(p.degrees()):
            if not degree or len(self.memo) > LOOKED_AT:
                continue
            inside = {e: c for e, c in terms.items() if e[k]}
            outside = {e: c for e, c in terms.items() if not e[k]}
            if len(inside) < 2 or not outside:
                continue
            low = int(min(e[k] for e in inside))
            inner = n.ctx.from_dict({(*e[:k], e[k] - low, *e[k + 1 :]): c for e, c in inside.items()})
            term, sign = min((self.best(inner), 1), (self.best(-inner), -1), key=lambda c: self.rank(c[0]))
            yield add(self.best(n.ctx.from_dict(outside)), mul(sign, power(n.used[k].term, low), term))


def _scaled(p: Any) -> tuple[Any, Fraction]:
    """The polynomial divided by its roundest coefficient, where whole numbers would hide decimals; and the divisor."""
    terms = p.to_dict()
    if len(terms) < 2 or max(abs(int(c.p)) for c in terms.values()) < LARGE:
        return p, Fraction(1)
    constant = terms.get((0,) * len(next(iter(terms))), p.leading_coefficient())
    unit = max([constant, *terms.values()], key=_zeros)
    return p / abs(unit), abs(Fraction(int(unit.p), int(unit.q)))


def _zeros(c: Any) -> int:
    """How many zeros a whole number ends with; -1 for a fraction."""
    digits = str(c)
    return -1 if "/" in digits else len(digits) - len(digits.rstrip("0"))


def _minus(t: Term) -> Term:
    """The negative of a term, a sum term by term."""
    return add(*(mul(-1, a) for a in t.args)) if t.head == "add" else mul(-1, t)


def _leaves(t: Term) -> Iterator[Term]:
    if t.head in ("add", "mul", "pow"):
        for a in t.children:
            yield from _leaves(a)
    else:
        yield t
