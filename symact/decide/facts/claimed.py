"""Sets as documents state them, compared with sets as they are."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symact.decide.facts.constants import Unknown, as_arb
from symact.decide.facts.reals import Interval, Real, compare, joined
from symact.decide.facts.signs import conjuncts
from symact.decide.facts.solve import tidy
from symact.obligations import Interval as Claimed
from symact.terms.ball import precision
from symact.terms.core import Term, free

__all__ = ["about_same", "claimed_set", "is_subset", "narrowed", "real_interval", "same_set"]


def real_interval(c: Claimed) -> Interval:
    """A stated interval; infinite ends are open whatever was written. Raises Unknown for ends with free names."""
    ends = []
    for end in (c.lower, c.upper):
        if free(end):
            raise Unknown(f"nothing is known of {min(map(repr, free(end)))}", end)
        value = Real(end)
        ends.append(value if value.infinite else Real(tidy(end)))
    low, high = ends
    return Interval(low, high, c.lower_closed and not low.infinite, c.upper_closed and not high.infinite)


def claimed_set(parts: Sequence[Claimed]) -> tuple[Interval, ...]:
    out = joined(real_interval(p) for p in parts if not _is_empty(p))
    if out is None:
        raise Unknown("ends of the stated set that cannot be told apart")
    if parts and not out:
        raise Unknown("the stated set is empty: its ends stand the wrong way round, or exclude all between them")
    return out


def _is_empty(c: Claimed) -> bool:
    p = real_interval(c)
    order = compare(p.lower, p.upper)
    return order is not None and (order > 0 or (order == 0 and not (p.lower_closed and p.upper_closed)))


def narrowed(domain: Claimed, conditions: Sequence[Term], variable: Term) -> tuple[Interval, tuple[Term, ...]]:
    """The domain cut down by conditions that compare the variable with constants, and the conditions that do not."""
    out = real_interval(domain)
    rest: list[Term] = []
    for c in conjuncts(conditions):
        if c.head not in ("lt", "le") or variable not in free(c):
            rest.append(c)
            continue
        left, right = c.args
        if left == variable and not free(right):
            bound, side = Real(tidy(right)), 1
        elif right == variable and not free(left):
            bound, side = Real(tidy(left)), -1
        else:
            raise Unknown(f"the condition {c!r}", c)
        closed = c.head == "le"
        if side > 0:
            order = compare(bound, out.upper)
            if order == -1 or (order == 0 and not closed):
                out = Interval(out.lower, bound, out.lower_closed, closed)
        else:
            order = compare(bound, out.lower)
            if order == 1 or (order == 0 and not closed):
                out = Interval(bound, out.upper, closed, out.upper_closed)
    return out, tuple(rest)


def same_set(a: Sequence[Interval], b: Sequence[Interval]) -> bool | None:
    """Whether two unions of separate intervals, in order, are the same; None where ends cannot be compared."""
    if len(a) != len(b):
        return False
    answers = [_same_interval(p, q) for p, q in zip(a, b, strict=True)]
    return False if False in answers else None if None in answers else True


def _same_interval(p: Interval, q: Interval) -> bool | None:
    ends = [compare(p.lower, q.lower), compare(p.upper, q.upper)]
    if any(e not in (0, None) for e in ends):
        return False
    if (p.lower_closed, p.upper_closed) != (q.lower_closed, q.upper_closed):
        return False
    return None if None in ends else True


def is_subset(inner: Sequence[Interval], outer: Sequence[Interval]) -> bool | None:
    """Whether every interval of the one lies within one of the other."""
    answers: list[bool | None] = []
    for p in inner:
        inside = [_lies_in(p, q) for q in outer]
        answers.append(True if True in inside else None if None in inside else False)
    return False if False in answers else None if None in answers else True


def _lies_in(p: Interval, q: Interval) -> bool | None:
    low, high = compare(q.lower, p.lower), compare(p.upper, q.upper)
    if low == 1 or high == 1:
        return False
    if (low == 0 and p.lower_closed and not q.lower_closed) or (high == 0 and p.upper_closed and not q.upper_closed):
        return False
    return None if low is None or high is None else True


def about_same(stated: Sequence[Interval], found: Sequence[Interval]) -> bool | None:
    """As ``same_set``, but every finite end that is a decimal need be right to its digits only."""
    if len(stated) != len(found):
        return False
    answers: list[bool | None] = []
    for p, q in zip(stated, found, strict=True):
        for a, b in ((p.lower, q.lower), (p.upper, q.upper)):
            answers.append(_about(a, b))
    return False if False in answers else None if None in answers else True


def _about(stated: Real, found: Real) -> bool | None:
    if stated.infinite or found.infinite:
        return stated.infinite == found.infinite
    q = stated.rational
    unit = None if q is None else last_place(q)
    if q is None or unit is None or unit >= 1:  # a whole number is meant exactly
        order = compare(stated, found)
        return None if order is None else order == 0
    with precision(192):
        error = abs(found.ball(192) - as_arb(q))
        half = as_arb(unit / 2)
        return True if error <= half else False if error > half else None


def last_place(q: Fraction) -> Fraction | None:
    """The unit of the last digit of a finite decimal: 1/100 for -0.17."""
    unit = Fraction(1)
    for _ in range(40):
        if (q / unit).denominator == 1:
            return unit
        unit /= 10
    return None
