"""Rigorous values: a term at a point as an Arb ball, which contains the true value.

A ball that is not finite says that nothing is known. :class:`Undefined` says that the term certainly has no real value at
the point: the logarithm of a negative number, a division by zero, no case that applies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import flint
from flint import arb, fmpq

from symact.terms.core import Term, free, is_pinned, num, parts
from symact.terms.functions import FUNCTIONS
from symact.terms.rational import rational_value

__all__ = ["OutOfReach", "Unbound", "Undefined", "enclose", "holds", "precision"]

Ball = Any
MAX_SUMMANDS = 64  # a sum longer than this is not written out at a point


class Undefined(Exception):
    """The term certainly has no real value at the point."""


class Unbound(Exception):
    """The point gives no value to a name of the term."""


class OutOfReach(Unbound):
    """The term may have a value at the point, which is not computed; the message says what it is about."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


def enclose(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball] | None = None) -> Ball:
    """A ball around the value of ``t`` at a point (sym, ix or entry -> exact rational or ball).

    Raises Undefined, Unbound.
    """
    return _value(t, point, {} if memo is None else memo)


def _value(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    known = memo.get(t)
    if known is not None:
        return known
    rule = _RULES.get(t.head)
    if rule is not None:
        out = rule(t, point, memo)
    else:
        function = FUNCTIONS.get(t.head)
        if function is None:
            raise Unbound(t.head)
        args = [_value(a, point, memo) for a in t.args]
        if t.head in ("floor", "round", "sign", "step") and not args[0].is_exact():  # a whole number that no ball shows as such
            exact = rational_value(t.args[0], point)
            args = args if exact is None else [_exact(exact)]
        if t.head == "log" and args[0] <= 0:
            raise Undefined("the logarithm of a number that is not positive")
        if t.head in ("asin", "acos") and (args[0] > 1 or args[0] < -1):
            raise Undefined(f"{t.head} outside [-1, 1]")
        if (t.head == "acosh" and args[0] < 1) or (t.head == "atanh" and (args[0] >= 1 or args[0] <= -1)):
            raise Undefined(f"{t.head} outside its domain")
        if t.head == "lambertw" and args[0] < -0.36787944118:
            raise Undefined("W below -1/e")
        out = function.ball(*args)
    memo[t] = out
    return out


def _exact(value: Any) -> Ball:
    if isinstance(value, arb):
        return value
    top, bottom = value.numerator, value.denominator
    return arb(top) if bottom == 1 else arb(fmpq(top, bottom))


def _num(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    return _exact(t.args[0])


def _const(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    if t.name == "pi":
        return arb.pi()
    return arb.nan()


def _name(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    try:
        return _exact(point[t])
    except KeyError:
        raise Unbound(t.name) from None


def _whole(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> int:
    value = _value(t, point, memo)
    exact = value.unique_fmpz() if value.is_finite() else None
    if exact is None:
        raise OutOfReach(f"{t!r} is no whole number")
    return int(exact)


def _at(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    place = Term("at", (t.args[0], *(i if i.is_num else num(_whole(i, point, memo)) for i in t.args[1:])))
    return _name(place, point, memo)


def _add(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    out = _value(t.args[0], point, memo)
    for a in t.args[1:]:
        out = out + _value(a, point, memo)
    return out


def _mul(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    out = _value(t.args[0], point, memo)
    for a in t.args[1:]:
        out = out * _value(a, point, memo)
    return out


def _pow(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    inner, exponent = t.args
    if inner.head == "pow" and exponent.is_num and inner.args[1].is_num and inner.args[1].value > 0:
        n = inner.args[1].value * exponent.value
        if inner.args[1].value % 2 == 0 and exponent.value > 0 and n.denominator == 1 and n <= 10**6:
            return _whole_power(abs(_value(inner.args[0], point, memo)), int(n))  # sqrt(u^2), also around u = 0
    base = _value(inner, point, memo)
    if exponent.is_num and exponent.value.denominator == 1:
        n = int(exponent.value)
        if n < 0 and base == 0:
            raise Undefined("a division by zero")
        if abs(n) <= 10**6:
            return _whole_power(base, n) if n >= 0 else 1 / _whole_power(base, -n)
    power = _value(exponent, point, memo)
    if base == 0 and power != 0:
        if power > 0:
            return arb(0)
        if power < 0:
            raise Undefined("a division by zero")
        return arb.nan()
    if base < 0:
        exact = rational_value(exponent, point)
        whole = power.unique_fmpz() if power.is_finite() and power.is_exact() else None
        if whole is None and exact is not None and exact.denominator == 1:
            whole = exact.numerator
        if whole is None:
            raise Undefined("a power of a negative number")
        return base ** int(whole) if abs(whole) < 10**6 else arb.nan()
    if exponent.is_num and exponent.value.denominator == 2 and not (base > 0):
        return base.sqrt() ** int(exponent.value.numerator) if base >= 0 else arb.nan()
    return base**power


def _whole_power(base: Ball, n: int) -> Ball:
    """base^n for n >= 0, also for a ball around 0, where Arb's own power gives up."""
    if n == 0 or not base.contains(0) or base.is_exact():
        return base**n
    ends = (base.lower() ** n, base.upper() ** n)
    return ends[0].union(ends[1]) if n % 2 else ends[0].union(ends[1]).union(arb(0))


def _extremum(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    out = _value(t.args[0], point, memo)
    for a in t.args[1:]:
        b = _value(a, point, memo)
        out = out.max(b) if t.head == "max" else out.min(b)
    return out


def _cases(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    return _from_case(t, 0, point, memo)


def _from_case(t: Term, k: int, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    """The value by the cases from the k-th argument on; of two between which a comparison does not tell, both."""
    if k == len(t.args):
        raise Undefined("no case applies")
    if k == len(t.args) - 1:
        return _value(t.args[k], point, memo)
    truth = holds(t.args[k], point, memo)
    if truth:
        return _value(t.args[k + 1], point, memo)
    if truth is None:
        try:
            condition = t.args[k]
            if condition.head not in ("lt", "le", "eq", "ne") or not all(
                _value(a, point, memo).is_finite() for a in condition.args
            ):
                return arb.nan()
            return _value(t.args[k + 1], point, memo).union(_from_case(t, k + 2, point, memo))
        except (Undefined, ValueError):
            return arb.nan()
    return _from_case(t, k + 2, point, memo)


def _delta(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    return arb(int(_whole(t.args[0], point, memo) == _whole(t.args[1], point, memo)))


class _Within(dict[Term, Any]):
    """A point with a value for a bound index; everything else is asked of the point around it."""

    def __init__(self, outer: Mapping[Term, Any], ix: Term, value: int) -> None:
        super().__init__({ix: Fraction(value)})
        self.outer = outer

    def __missing__(self, key: Term) -> Any:
        return self.outer[key]


class _Memo(dict[Term, Ball]):
    """Values under one value of a bound index; those that do not depend on it are shared with the memo around it."""

    def __init__(self, outer: dict[Term, Ball], ix: Term) -> None:
        super().__init__()
        self.outer, self.ix = outer, ix

    def get(self, key: Term, default: Any = None) -> Any:
        return super().get(key, default) if self.ix in free(key) else self.outer.get(key, default)

    def __setitem__(self, key: Term, value: Ball) -> None:
        if self.ix in free(key):
            super().__setitem__(key, value)
        else:
            self.outer[key] = value


_LONG = {"sum": "sum", "prod": "product", "maxover": "maximum", "minover": "minimum"}


def _over_index(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    ix, lower, upper, body = t.args
    if any(s.head == "const" and s.name == "oo" for s in parts(lower, upper)):
        raise OutOfReach(f"a {_LONG[t.head]} of infinitely many terms is not examined")
    first, last = _whole(lower, point, memo), _whole(upper, point, memo)
    if last - first >= MAX_SUMMANDS:
        raise OutOfReach(f"a {_LONG[t.head]} of more than {MAX_SUMMANDS} terms is not written out")
    fold: dict[str, Callable[[Ball, Ball], Ball]] = {
        "sum": lambda a, b: a + b,
        "prod": lambda a, b: a * b,
        "maxover": lambda a, b: a.max(b),
        "minover": lambda a, b: a.min(b),
    }
    out = {"sum": arb(0), "prod": arb(1)}.get(t.head)
    for k in range(first, last + 1):
        value = _value(body, _Within(point, ix, k), _Memo(memo, ix))
        out = value if out is None else fold[t.head](out, value)
    if out is None:
        raise Undefined("an extremum over no index")
    return out


def _integral(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    from symact.terms.integrals import closed_form  # which differentiates, and derivatives ask for enclosures

    known = closed_form(t)
    if known is None:
        raise OutOfReach("an integral without a closed form is not examined here")
    return _value(known, point, memo)


def _slope(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    if is_pinned(t):
        raise Undefined("a derivative at a place where its formula has no value")
    return arb.nan()


def _app(t: Term, point: Mapping[Term, Any], memo: dict[Term, Ball]) -> Ball:
    raise Unbound(t.name)


_RULES: dict[str, Callable[[Term, Mapping[Term, Any], dict[Term, Ball]], Ball]] = {
    "num": _num, "const": _const, "sym": _name, "ix": _name, "at": _at, "add": _add, "mul": _mul, "pow": _pow,
    "max": _extremum, "min": _extremum, "cases": _cases, "delta": _delta,
    "sum": _over_index, "prod": _over_index, "maxover": _over_index, "minover": _over_index,
    "integral": _integral, "app": _app, "slope": _slope,
}  # fmt: skip


def holds(c: Term, point: Mapping[Term, Any], memo: dict[Term, Ball] | None = None) -> bool | None:
    """Whether a condition holds at a point; None where the enclosures do not tell, or a side has no value."""
    memo = {} if memo is None else memo
    match c.head:
        case "true":
            return True
        case "false":
            return False
        case "not":
            inner = holds(c.args[0], point, memo)
            return None if inner is None else not inner
        case "and" | "or":
            answers = [holds(a, point, memo) for a in c.args]
            if (c.head == "or") in answers:
                return c.head == "or"
            return None if None in answers else c.head == "and"
    left, right = c.args
    try:
        a, b = _value(left, point, memo), _value(right, point, memo)
    except Undefined:
        return None
    match c.head:
        case "lt":
            told = True if a < b else False if a >= b else None
        case "le":
            told = True if a <= b else False if a > b else None
        case "eq":
            told = True if a == b else False if not a.overlaps(b) else None
        case "ne":
            told = True if not a.overlaps(b) else False if a == b else None
        case _:
            raise ValueError(f"not a condition: {c.head}")
    if told is None and a.is_finite() and b.is_finite():
        gap = Fraction(0) if left == right else rational_value(left - right, point)
        if gap is not None:
            told = {"lt": gap < 0, "le": gap <= 0, "eq": gap == 0, "ne": gap != 0}[c.head]
    return told
