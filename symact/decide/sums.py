"""Sums, products and extrema over an index of symbolic size, in normal form: what does not depend on the index is drawn out.

A bound index is named by its depth and its range, ``#0.17``: equal sums share the name, and what a domain tells about ``x_#``
(the logarithm of x_j says that x_j > 0) holds for all entries of that range and for no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from itertools import permutations
from math import comb
from typing import TYPE_CHECKING, NamedTuple

from symact.decide.tower import Generator, Incomplete, Key, NeedCoincidence, Poly, Quotient
from symact.terms.core import BINDERS, ONE, TWO, ZERO, Term, add, free, index, mul, num, power, substitute

if TYPE_CHECKING:
    from symact.decide.normal.powers import Powers

__all__ = ["compares_indices", "extremum_over_index", "log_of_product", "over_index", "resolve_indices", "same_index"]

MAX_WRITTEN_OUT = 200
MAX_SUMMED_POWER = 12
MAX_NESTED = 4  # indices of sums in one another that are brought into one order


class Range(NamedTuple):
    ix: Term
    lower: Term
    upper: Term


def over_index(form: Powers, t: Term) -> Quotient:
    """The normal form of a ``sum`` or ``prod``."""
    ix, lower, upper, body = t.args
    if lower.is_num and upper.is_num:
        return _written_out(form, t)
    if t.head == "prod":
        return _product(form, Range(ix, lower, upper), body)
    return _from_one(form, Range(ix, lower, upper), body) or _sum(form, Range(ix, lower, upper), body)


def _written_out(form: Powers, t: Term) -> Quotient:
    ix, lower, upper, body = t.args
    if lower.value.denominator != 1 or upper.value.denominator != 1:
        raise Incomplete("a sum between numbers that are not whole")
    first, last = int(lower.value), int(upper.value)
    if last - first > MAX_WRITTEN_OUT:
        raise Incomplete("a sum too long to write out")
    out = form.const(0 if t.head == "sum" else 1)
    for k in range(first, last + 1):
        value = form.of(substitute(body, {ix: num(k)}))
        out = form.add(out, value) if t.head == "sum" else form.mul(out, value)
    return out


# ---- indices


def same_index(form: Powers, i: Term, j: Term) -> bool:
    """Whether two indices are the same in this case. Raises NeedCoincidence, Incomplete."""
    if i == j:
        return True
    if (i.is_num and j.is_num) or frozenset((i, j)) in form.apart:
        return False
    if i.head != "ix" or j.head not in ("ix", "num"):
        gap = form.sub(form.of(i), form.of(j))
        if gap.num.is_constant() and gap.den.is_one():
            return bool(gap.num.is_zero())
    if any(v.name.startswith("#") for v in free(i) | free(j)):
        raise Incomplete(f"whether {i!r} = {j!r} may change within a sum")
    raise NeedCoincidence(i, j)


def compares_indices(c: Term) -> bool:
    """Whether a condition compares indices: there, equality is a case of its own."""
    names = free(c)
    return any(v.head == "ix" for v in names) and not any(v.head == "vec" for v in names)


def _named(form: Powers, depth: int, r: Range) -> Term:
    ends = (form.key(form.of(r.lower)), form.key(form.of(r.upper)))
    name = f"#{depth}.{form.number(('range', *ends))}"
    form.ranges[name] = ends
    return index(name)


def _renamed(form: Powers, r: Range, body: Term) -> tuple[Range, Term]:
    """The range and the body with the index that a sum over this body gets."""
    own = _named(form, _binders(body), r)
    return r._replace(ix=own), substitute(body, {r.ix: own})


def _binders(t: Term) -> int:
    """How many binders are nested in the term."""
    depth = max(map(_binders, t.children), default=0)
    return depth + (t.head in ("sum", "prod", "maxover", "minover"))


def _in_range(form: Powers, i: Term, r: Range) -> bool:
    """Whether an index is one that a sum runs over: a free index ranges over all of 1..n, and n is at least 1."""
    if i.head == "ix" and i.name.startswith("#"):
        if form.ranges.get(i.name) == form.ranges[r.ix.name]:
            return True
    elif i.head == "ix":
        if r.lower == ONE and r.upper.head == "sym":
            return True
    elif i.is_num and r.lower.is_num:
        if i.value == r.lower.value or i.value.denominator != 1:
            return i.value.denominator == 1
        if i.value < r.lower.value:
            return False
    raise Incomplete(f"whether {i!r} is among the indices of the sum")


def _partners(body: Term, ix: Term) -> Iterator[Term]:
    """The indices, free in the body, that deltas and index conditions compare with ``ix``."""
    stack: list[tuple[Term, frozenset[Term]]] = [(body, frozenset())]
    while stack:
        s, bound = stack.pop()
        if s.head == "delta" or (s.head in ("eq", "ne") and compares_indices(s)):
            for i, j in (s.args, s.args[::-1]):
                if i == ix and ix not in free(j) and not free(j) & bound:
                    yield j
        if s.head in BINDERS:
            bound = bound | {s.args[0]}
        stack.extend((c, bound) for c in reversed(s.children) if ix in free(c))


def _partner(body: Term, ix: Term) -> Term | None:
    return next(_partners(body, ix), None)


def resolve_indices(t: Term, i: Term, j: Term, same: bool) -> Term:
    """The term where i and j are known to be the same index, or different ones; bound indices of these names are others."""
    if not t.children or (t.head in BINDERS and t.args[0] in (free(i) | free(j))):
        return t
    if set(t.args) == {i, j}:
        if t.head == "delta":
            return ONE if same else ZERO
        if t.head in ("eq", "ne"):
            return Term("true" if same == (t.head == "eq") else "false", ())
    args = tuple(resolve_indices(a, i, j, same) if isinstance(a, Term) else a for a in t.args)
    if args == t.args:
        return t
    if t.head in ("add", "mul"):
        return (add if t.head == "add" else mul)(*args)
    return Term(t.head, args)


# ---- sums


def _from_one(form: Powers, r: Range, body: Term) -> Quotient | None:
    """A sum from 2 or 0, or to n - 1 or n + 1, by the sum from 1 to n; None where an entry added has no value."""
    size, shift = r.upper, ZERO
    if size.head == "add" and len(size.args) == 2:
        size, shift = size.args
    if size.head != "sym" or not (r.lower.is_num and shift.is_num) or (r.lower == ONE and shift == ZERO):
        return None
    if r.lower not in (ZERO, ONE, TWO) or abs(shift.value) > 1:
        return None
    ends = {ZERO: [(ZERO, 1)], TWO: [(ONE, -1)]}.get(r.lower, [])
    if shift != ZERO:
        ends = [*ends, (size, -1) if shift.value < 0 else (r.upper, 1)]
    try:
        with form.unmet():
            out = _sum(form, Range(r.ix, ONE, size), body)
            for place, side in ends:
                out = form.add(out, form.mul(form.const(side), form.of(substitute(body, {r.ix: place}))))
    except Incomplete:
        return None
    return out


def _sum(form: Powers, r: Range, body: Term) -> Quotient:
    r, body = _renamed(form, r, body)
    body = _contracted(form, r, body)
    if _partner(body, r.ix) is None:
        return _drawn_out(form, r, form.of(body))

    corrections = form.const(0)
    for _ in range(16):
        other = _partner(body, r.ix)
        if other is None:
            break
        apart = resolve_indices(body, r.ix, other, same=False)
        if _in_range(form, other, r):
            met = form.of(substitute(resolve_indices(body, r.ix, other, same=True), {r.ix: other}))
            with form.unmet():
                unmet = form.of(substitute(apart, {r.ix: other}))
            corrections = form.add(corrections, form.sub(met, unmet))
        body = apart
    with form.unmet():
        rest = form.of(body)
    return form.add(corrections, _drawn_out(form, r, rest))


def _contracted(form: Powers, r: Range, body: Term) -> Term:
    """The body with inner sums over j whose deltas compare j with the index of the range: sum_j delta_ij f_j as f_i.

    What they compare with i may then be compared with something else.
    """
    if r.ix not in free(body) or not body.children:
        return body
    args = tuple(_contracted(form, r, a) if isinstance(a, Term) else a for a in body.args)
    t = body if args == body.args else Term(body.head, args)
    if t.head != "sum" or (t.args[1], t.args[2]) != (r.lower, r.upper) or r.ix not in _partners(t.args[3], t.args[0]):
        return t
    j, inner = t.args[0], t.args[3]
    together, apart = (resolve_indices(inner, j, r.ix, same) for same in (True, False))
    whole = Term("sum", (j, r.lower, r.upper, apart))
    return add(whole, substitute(together, {j: r.ix}), mul(-1, substitute(apart, {j: r.ix})))


def _drawn_out(form: Powers, r: Range, body: Quotient) -> Quotient:
    """The sum of N/D, monomial by monomial, with what does not depend on the index outside."""
    inner: list[tuple[Poly, int]] = []
    outer = form.one
    if not body.den.is_constant():
        content, factors = body.den.factor()
        outer = outer * content
        for p, m in factors:
            if r.ix.name in form.bound_of(p):
                inner.append((p, int(m)))
            else:
                outer = outer * p**m
    total = form.const(0)
    for above, below in _partial_fractions(form, body.num, inner):
        total = form.add(total, _sum_of_monomials(form, r, above, below))
    return form.make(total.num, total.den * outer)


def _partial_fractions(form: Powers, n: Poly, factors: list[tuple[Poly, int]]) -> Iterator[tuple[Poly, Poly]]:
    """n / prod p^m in parts whose numerators are reduced by the denominator: x/(1 + x) as 1 - 1/(1 + x)."""
    if len(factors) == 1:
        p, m = factors[0]
        for k in range(m, 0, -1):
            n, rest = divmod(n, p)
            yield rest, p**k
    elif factors:
        below = form.one
        for p, m in factors:
            below = form.reduce(below * p**m)
        n, rest = divmod(n, below)
        yield rest, below
    yield n, form.one


def _sum_of_monomials(form: Powers, r: Range, above: Poly, below: Poly) -> Quotient:
    groups: dict[tuple[int, ...], dict[tuple[int, ...], object]] = {}
    depends = [r.ix.name in g.bound for g in form.used]
    for e, c in above.to_dict().items():
        inside = tuple(n if k < len(depends) and depends[k] else 0 for k, n in enumerate(e))
        outside = tuple(n - m for n, m in zip(e, inside, strict=True))
        groups.setdefault(inside, {})[outside] = c
    total = form.const(0)
    for inside, terms in groups.items():
        m = form.make(form.ctx.from_dict({inside: 1}), below)
        if m.num.is_one() and m.den.is_one():
            value = form.add(form.sub(form.of(r.upper), form.of(r.lower)), form.const(1))
        elif (n := _power_of_index(form, r, m)) is not None:
            value = form.sub(_sum_of_powers(form, n, form.of(r.upper)), _sum_of_powers(form, n, form.of(r.lower - 1)))
        else:
            value = _sum_generator(form, r, m)
        total = form.add(total, form.mul(form.make(form.ctx.from_dict(terms), form.one), value))
    return total


def _power_of_index(form: Powers, r: Range, m: Quotient) -> int | None:
    """n where the monomial is the n-th power of the index itself."""
    live = [(k, n) for k, n in enumerate(m.num.degrees()) if n]
    if not m.den.is_one() or len(live) != 1 or form.used[live[0][0]].term != r.ix or live[0][1] > MAX_SUMMED_POWER:
        return None
    return int(live[0][1])


def _sum_of_powers(form: Powers, n: int, last: Quotient) -> Quotient:
    """1^n + 2^n + ... + last^n as a polynomial in ``last`` (Faulhaber's formula)."""
    out = form.const(0)
    for k in range(n + 1):
        coefficient = Fraction(comb(n + 1, k), n + 1) * _bernoulli(k)
        out = form.add(out, form.mul(form.const(coefficient), form.whole_power(last, n + 1 - k)))
    return out


@cache
def _bernoulli(k: int) -> Fraction:
    """The k-th Bernoulli number, the first being +1/2."""
    return Fraction(1) - sum((Fraction(comb(k, j)) * _bernoulli(j) / (k - j + 1) for j in range(k)), Fraction(0))


def _sum_generator(form: Powers, r: Range, m: Quotient) -> Quotient:
    """The sum of a monomial in what depends on the index: a generator."""
    nested = [form.used[k] for k, n in enumerate(m.num.degrees()) if n > 0 and form.used[k].kind == "sum"]
    if nested and m.den.is_one() and all(g.payload is not None for g in nested):
        flat = _flattened(form, r, m.num)
        if flat is not None:
            return _ordered(form, *flat)
    if r.ix.name.startswith("#0."):
        return _labelled(form, (r,), m)
    term = form.term(m)
    r, term = _renamed(form, r, term)
    return _labelled(form, (r,), form.of(term))


def _flattened(form: Powers, r: Range, monomial: Poly) -> tuple[list[Range], Term] | None:
    """sum_i r_i sum_j g_ij as the ranges of i and j and r_i g_ij; None where a range depends on an index, or there are too many."""
    ranges = [r]
    factors: list[Term] = []
    (e,) = monomial.monoms()
    for k, n in enumerate(e):
        if not n:
            continue
        g = form.used[k]
        if g.kind != "sum":
            factors.append(power(g.term, int(n)))
            continue
        inner, body = g.payload
        if len(ranges) + int(n) * len(inner) > MAX_NESTED:
            return None
        for _ in range(int(n)):
            fresh = {s.ix: index(f"#t{len(ranges) + at}") for at, s in enumerate(inner)}
            ranges += [s._replace(ix=fresh[s.ix]) for s in inner]
            factors.append(substitute(body, fresh))
    bound = {s.ix for s in ranges}
    if any(bound & (free(s.lower) | free(s.upper)) for s in ranges):
        return None
    return ranges, mul(*factors)


def _ordered(form: Powers, ranges: list[Range], body: Term) -> Quotient:
    """The sum over several indices, named in the order that gives the smallest key: the order of summation does not matter."""
    depth = _binders(body)
    best: tuple[Key, tuple[Range, ...], Quotient] | None = None
    for order in permutations(ranges):
        named = tuple(s._replace(ix=_named(form, depth + at, s)) for at, s in enumerate(order))
        m = form.of(substitute(body, {s.ix: t.ix for s, t in zip(order, named, strict=True)}))
        key = (tuple(s.ix.name for s in named), form.key(m))
        if best is None or key < best[0]:
            best = (key, named, m)
    assert best is not None
    return _labelled(form, *best[1:])


def _labelled(form: Powers, ranges: tuple[Range, ...], m: Quotient) -> Quotient:
    names = {s.ix.name for s in ranges}
    key = ("sum", *(form.ranges[s.ix.name] for s in ranges), form.key(m), *(s.ix.name for s in ranges))
    ends = (form.of(end).num for s in ranges for end in s[1:])
    sign = 1 if form.sign_of(m.num) > 0 and form.sign_of(m.den) > 0 else 0
    body = form.term(m)

    def make() -> Generator:
        strict = sign > 0 and form.strictly(m.num)
        bound = form.bound_of(m.num, m.den, *ends) - names
        return Generator(key, "sum", lambda: _nested(ranges, body), (ranges, body), sign=sign, strict=strict, bound=bound)

    return form.generator(key, make)


def _nested(ranges: Iterable[Range], body: Term) -> Term:
    for s in ranges:
        body = Term("sum", (*s, body))
    return body


# ---- products and extrema


def _product(form: Powers, r: Range, body: Term) -> Quotient:
    r, body = _renamed(form, r, body)
    if _partner(body, r.ix) is not None:
        raise Incomplete("a product with a delta")
    content, factors = form.factors(form.of(body))
    count = form.add(form.sub(form.of(r.upper), form.of(r.lower)), form.const(1))
    if content < 0:  # prod (-p) = prod of the polynomial -p
        k = next((k for k, (p, m) in enumerate(factors) if m % 2 and form.single(p) is None), None)
        if k is None:
            raise Incomplete("a product of negative numbers over an index")
        content, factors = -content, [(-p if j == k else p, m) for j, (p, m) in enumerate(factors)]
    out = form.const(1) if content == 1 else form.exp_of(form.mul(count, form.log_rational(content)))
    for p, m in factors:
        g = form.single(p)
        if r.ix.name not in form.bound_of(p):
            part = form.variable_power(Quotient(p, form.one), count)
        elif g is not None and g.kind == "exp":
            part = form.exp_of(_drawn_out(form, r, form.mul(g.payload, form.const(Fraction(1, g.denominator)))))
        else:
            part = _product_generator(form, r, p)
        out = form.mul(out, form.whole_power(part, m))
    return out


def _product_generator(form: Powers, r: Range, p: Poly) -> Quotient:
    key = ("prod", form.ranges[r.ix.name], form.poly_key(p), r.ix.name)
    body = form.poly_term(p)
    bound = form.bound_of(p) - {r.ix.name}
    t = Term("prod", (*r, body))
    return form.generator(key, lambda: Generator(key, "prod", lambda: t, (r, body), bound=bound))


def log_of_product(form: Powers, r: Range, body: Term) -> Quotient:
    """The logarithm of a product's absolute value, where ``body`` is that of the logarithm."""
    return _sum(form, r, body)


def extremum_over_index(form: Powers, t: Term) -> Quotient:
    """max or min over an index: a generator, the same for the same body; max_j (a_j + c) = c + max_j a_j."""
    ix, lower, upper, body = t.args
    r, body = _renamed(form, Range(ix, lower, upper), body)
    name = r.ix.name
    inner = form.of(body)
    outside = form.const(0)
    if inner.den.is_one():
        terms = inner.num.to_dict().items()
        kept = {e: c for e, c in terms if any(n and name in form.used[k].bound for k, n in enumerate(e))}
        if len(kept) != len(inner.num):
            within = form.ctx.from_dict(kept)
            outside, inner = Quotient(inner.num - within, form.one), Quotient(within, form.one)
    key = (t.head, form.ranges[name], form.key(inner), name)
    bound = form.bound_of(inner.num, inner.den) - {name}

    def build() -> Term:
        return Term(t.head, (*r, form.term(inner)))

    return form.add(outside, form.generator(key, lambda: Generator(key, "over", build, bound=bound)))
