"""Mathematical terms as immutable trees that never rewrite themselves beyond exact arithmetic of numbers.

A term is a head and its arguments. SymPy evaluates on construction, captures bound indices when it differentiates a sum and
costs a third of a second to import; the statements of a document are therefore kept as terms, and SymPy is one of the
places that they can go (``terms.sympy_bridge``).

    head                    arguments                       meaning
    num                     Fraction                        an exact rational
    const                   name                            pi, oo
    sym                     name                            a real variable or parameter
    ix                      name                            an index (a whole number)
    vec                     name                            a vector or matrix, met only inside ``at``
    at                      vec, index...                   an entry: x_i, W_ij
    add, mul                terms, factors
    pow                     base, exponent
    a name of FUNCTIONS     arguments                       exp, log, tanh, erf, abs, ... (terms.functions)
    max, min                arguments
    cases                   condition, value, ... [, value] the first value whose condition holds; else the last one or none
    app                     name, orders, argument...       an unknown function, differentiated ``orders`` times by each argument
    sum, prod, maxover, minover   ix, lower, upper, body    over the whole numbers from lower to upper; the index is bound
    delta                   i, j                            Kronecker's delta
    integral                sym, lower, upper, body         the variable is bound
    limit                   sym, point, side, body          side "+", "-" or "" ; the variable is bound
    lt le eq ne             left, right                     conditions
    and or not true false   conditions
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

__all__ = [
    "BINDERS", "E", "FALSE", "HALF", "ONE", "PI", "TRUE", "TWO", "ZERO", "Term", "abs_", "add", "all_of", "any_of", "app", "at",
    "cases", "const", "delta", "exp", "filled", "fn", "free", "heads", "is_pinned",
    "index", "log", "max_", "min_", "mul", "neg", "not_", "num", "plain_indices", "power",
    "parts", "rel", "smaller", "sqrt", "sub", "substitute", "sum_", "sym", "transform", "walk",
]  # fmt: skip

Number = int | Fraction

FOLDED_BITS = 4096  # a power of numbers beyond this stays a power: 9^(9^9) must not be multiplied out

BINDERS = frozenset({"sum", "prod", "maxover", "minover", "integral", "limit"})


class Term:
    """An immutable node; equal terms are the same tree. Operators build terms: ``x * exp(-x) / 2``."""

    __slots__ = ("_free", "_hash", "_heads", "args", "head")
    head: str
    args: tuple[Any, ...]

    def __init__(self, head: str, args: tuple[Any, ...]) -> None:
        object.__setattr__(self, "head", head)
        object.__setattr__(self, "args", args)
        object.__setattr__(self, "_hash", hash((head, args)))
        object.__setattr__(self, "_free", None)
        object.__setattr__(self, "_heads", None)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Term is immutable")

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined,no-any-return]

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Term) or self._hash != other._hash:  # type: ignore[attr-defined]
            return False
        return self.head == other.head and self.args == other.args

    def __reduce__(self) -> tuple[Any, ...]:
        return Term, (self.head, self.args)

    def __repr__(self) -> str:
        from symact.terms.text import to_text

        return to_text(self)

    def __add__(self, other: Term | Number) -> Term:
        return add(self, other)

    def __radd__(self, other: Number) -> Term:
        return add(other, self)

    def __sub__(self, other: Term | Number) -> Term:
        return sub(self, other)

    def __rsub__(self, other: Number) -> Term:
        return sub(other, self)

    def __mul__(self, other: Term | Number) -> Term:
        return mul(self, other)

    def __rmul__(self, other: Number) -> Term:
        return mul(other, self)

    def __truediv__(self, other: Term | Number) -> Term:
        return mul(self, power(other, -1))

    def __rtruediv__(self, other: Number) -> Term:
        return mul(other, power(self, -1))

    def __pow__(self, other: Term | Number) -> Term:
        return power(self, other)

    def __neg__(self) -> Term:
        return neg(self)

    # Conditions are built by methods, since == and < must stay what Python means by them.
    def lt(self, other: Term | Number) -> Term:
        return rel("lt", self, other)

    def le(self, other: Term | Number) -> Term:
        return rel("le", self, other)

    def gt(self, other: Term | Number) -> Term:
        return rel("lt", other, self)

    def ge(self, other: Term | Number) -> Term:
        return rel("le", other, self)

    @property
    def children(self) -> tuple[Term, ...]:
        return tuple(a for a in self.args if isinstance(a, Term))

    @property
    def is_num(self) -> bool:
        return self.head == "num"

    @property
    def value(self) -> Fraction:
        """The number of a ``num``."""
        number = self.args[0]
        assert isinstance(number, Fraction)
        return number

    @property
    def name(self) -> str:
        """The name of a sym, ix, const or app; of an ``at``, the name of its base."""
        first = self.args[0]
        return first.name if isinstance(first, Term) else str(first)


def num(value: Number | str) -> Term:
    """An exact rational; decimals as text: ``num("0.044715")``. A float is refused: it is not what was written."""
    if isinstance(value, float):
        raise TypeError("a float is not exact: pass a Fraction, an int or the decimal as text")
    return Term("num", (Fraction(value),))


ZERO, ONE, TWO, HALF = num(0), num(1), num(2), num("1/2")
TRUE, FALSE = Term("true", ()), Term("false", ())
PI = Term("const", ("pi",))


def const(name: str) -> Term:
    return Term("const", (name,))


def sym(name: str) -> Term:
    return Term("sym", (name,))


def index(name: str) -> Term:
    return Term("ix", (name,))


def at(name: str, *indices: Term | int) -> Term:
    """An entry of the vector or matrix of that name."""
    return Term("at", (Term("vec", (name,)), *map(_term, indices)))


def _term(value: Term | Number) -> Term:
    return value if isinstance(value, Term) else num(value)


def add(*terms: Term | Number) -> Term:
    """A sum: nested sums are flattened, numbers are collected; nothing else is rewritten."""
    flat: list[Term] = []
    total = Fraction(0)
    for t in map(_term, terms):
        for part in t.args if t.head == "add" else (t,):
            if part.head == "num":
                total += part.value
            else:
                flat.append(part)
    if total or not flat:
        flat.append(num(total))
    return flat[0] if len(flat) == 1 else Term("add", tuple(flat))


def mul(*factors: Term | Number) -> Term:
    """A product: nested products are flattened, numbers are collected, a zero stays beside factors that may be undefined."""
    flat: list[Term] = []
    total = Fraction(1)
    for f in map(_term, factors):
        for part in f.args if f.head == "mul" else (f,):
            if part.head == "num":
                total *= part.value
            else:
                flat.append(part)
    if not flat or (not total and all(map(_is_defined, flat))):
        return num(total)
    if total != 1:
        flat.insert(0, num(total))
    return flat[0] if len(flat) == 1 else Term("mul", tuple(flat))


def _is_defined(t: Term) -> bool:
    """Whether a factor is a name, a constant or an exponential with a value wherever its names have one: exp(1/x) has none at 0."""
    return t.head in ("sym", "at", "const") or (t.head == "exp" and all(map(_is_total, parts(t))))


def _is_total(t: Term) -> bool:
    if t.head == "pow":
        return bool(t.args[1].is_num and t.args[1].value >= 0 and t.args[1].value.denominator == 1)
    return t.head in _TOTAL


_TOTAL = frozenset(
    "num sym at vec ix const add mul exp abs max min sign step delta sum sin cos atan sinh cosh tanh asinh sech erf erfc".split()
)


def power(base: Term | Number, exponent: Term | Number) -> Term:
    base, exponent = _term(base), _term(exponent)
    if exponent == ONE:
        return base
    if base.is_num and exponent.is_num and exponent.value.denominator == 1 and (base.value != 0 or exponent.value > 0):
        digits = base.value.numerator.bit_length() + base.value.denominator.bit_length()
        if abs(exponent.value) * digits <= FOLDED_BITS or (abs(base.value) <= 1 and base.value.denominator == 1):
            return num(base.value ** int(exponent.value))
    if exponent == ZERO and base.head in ("sym", "at", "exp", "const") and _is_defined(base):
        return ONE
    if base.head == "pow" and exponent.is_num and exponent.value.denominator == 1:
        inner = base.args[1]
        if inner.is_num and inner.value.denominator == 1:
            return power(base.args[0], inner.value * exponent.value)
    return Term("pow", (base, exponent))


def neg(t: Term | Number) -> Term:
    return mul(-1, t)


def sub(a: Term | Number, b: Term | Number) -> Term:
    return add(a, neg(b))


def fn(name: str, *args: Term | Number) -> Term:
    """A function of the table in terms.functions applied to its arguments."""
    return Term(name, tuple(map(_term, args)))


def exp(t: Term | Number) -> Term:
    return ONE if t == ZERO or t == 0 else fn("exp", t)


def log(t: Term | Number) -> Term:
    return fn("log", t)


def sqrt(t: Term | Number) -> Term:
    return power(t, Fraction(1, 2))


def abs_(t: Term | Number) -> Term:
    return fn("abs", t)


E = fn("exp", 1)


def max_(*args: Term | Number) -> Term:
    return fn("max", *args)


def min_(*args: Term | Number) -> Term:
    return fn("min", *args)


def cases(*args: Term | Number) -> Term:
    """``cases(condition, value, ..., value_otherwise)``."""
    return Term("cases", tuple(map(_term, args)))


def app(name: str, *args: Term | Number, orders: tuple[int, ...] | None = None) -> Term:
    """An unknown function of its arguments, differentiated ``orders[k]`` times by the k-th."""
    return Term("app", (name, orders or (0,) * len(args), *map(_term, args)))


def is_pinned(slope: Term) -> bool:
    """Whether a place was put in for the variable of an unknown derivative (``slope``: variable as text, term, variable)."""
    return bool(slope.args[0] != repr(slope.args[2]))


def sum_(ix: Term, lower: Term | Number, upper: Term | Number, body: Term | Number) -> Term:
    return Term("sum", (ix, _term(lower), _term(upper), _term(body)))


def delta(i: Term | Number, j: Term | Number) -> Term:
    """Kronecker's delta: 1 where i = j, else 0."""
    i, j = _term(i), _term(j)
    if i == j:
        return ONE
    if i.is_num and j.is_num:
        return ZERO
    return Term("delta", (i, j) if repr_key(i) <= repr_key(j) else (j, i))


def repr_key(t: Term) -> tuple[str, str]:
    return (t.head, str(t.args))


def rel(op: str, left: Term | Number, right: Term | Number) -> Term:
    """A comparison; ``gt`` and ``ge`` are turned round, and numbers are compared at once."""
    left, right = _term(left), _term(right)
    if op in ("gt", "ge"):
        op, left, right = {"gt": "lt", "ge": "le"}[op], right, left
    if left.is_num and right.is_num:
        a, b = left.value, right.value
        return TRUE if {"lt": a < b, "le": a <= b, "eq": a == b, "ne": a != b}[op] else FALSE
    return Term(op, (left, right))


def all_of(*conditions: Term) -> Term:
    return _junction("and", conditions, TRUE, FALSE)


def any_of(*conditions: Term) -> Term:
    return _junction("or", conditions, FALSE, TRUE)


def _junction(head: str, conditions: Iterable[Term], unit: Term, absorbing: Term) -> Term:
    flat: dict[Term, None] = {}
    for c in conditions:
        for part in c.args if c.head == head else (c,):
            if part == absorbing:
                return absorbing
            if part != unit:
                flat[part] = None
    return unit if not flat else next(iter(flat)) if len(flat) == 1 else Term(head, tuple(flat))


def not_(c: Term) -> Term:
    flips: dict[str, Callable[[Term], Term]] = {
        "true": lambda _: FALSE,
        "false": lambda _: TRUE,
        "lt": lambda t: Term("le", (t.args[1], t.args[0])),
        "le": lambda t: Term("lt", (t.args[1], t.args[0])),
        "eq": lambda t: Term("ne", t.args),
        "ne": lambda t: Term("eq", t.args),
        "not": lambda t: t.args[0],
        "and": lambda t: any_of(*map(not_, t.args)),
        "or": lambda t: all_of(*map(not_, t.args)),
    }
    return flips[c.head](c)


def walk(t: Term) -> Iterator[Term]:
    """The term and all terms below it, parents first."""
    stack = [t]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def parts(*terms: Term) -> Iterator[Term]:
    """The terms and all terms below them, each once however often it occurs."""
    seen, stack = set(terms), list(terms)
    while stack:
        node = stack.pop()
        yield node
        for a in node.args:
            if isinstance(a, Term) and a not in seen:
                seen.add(a)
                stack.append(a)


def size(t: Term) -> int:
    return sum(1 for _ in walk(t))


def smaller(t: Term, limit: int) -> bool:
    """Whether a term has fewer nodes than the limit; looks at no more of it than that."""
    stack, seen = [t], 0
    while stack:
        seen += 1
        if seen >= limit:
            return False
        stack.extend(stack.pop().children)
    return True


def free(t: Term) -> frozenset[Term]:
    """The symbols, indices and entries that occur free; an entry ``x_i`` counts with its base and its indices."""
    known = t._free  # type: ignore[attr-defined]
    if known is not None:
        return known  # type: ignore[no-any-return]
    out: frozenset[Term]
    if t.head in ("sym", "ix", "vec"):
        out = frozenset((t,))
    elif t.head in BINDERS:
        out = (free(t.args[-1]) - {t.args[0]}).union(*(free(a) for a in t.args[1:-1] if isinstance(a, Term)))
    else:
        out = frozenset().union(*map(free, t.children))
    object.__setattr__(t, "_free", out)
    return out


def heads(t: Term) -> frozenset[str]:
    """The heads of the term and of all terms below it; an even root, which asks for a sign, counts as "even root" too."""
    known = t._heads  # type: ignore[attr-defined]
    if known is None:
        even = t.head == "pow" and t.args[1].is_num and t.args[1].value.denominator % 2 == 0
        known = frozenset(("pow", "even root") if even else (t.head,)).union(*map(heads, t.children))
        object.__setattr__(t, "_heads", known)
    return known  # type: ignore[no-any-return]


def rebuild(t: Term, args: tuple[Any, ...]) -> Term:
    """The term with other arguments, through the constructor of its head."""
    match t.head:
        case "add":
            return add(*args)
        case "mul":
            return mul(*args)
        case "pow":
            return power(*args)
        case "exp":
            return exp(*args)
        case "delta":
            return delta(*args)
        case "lt" | "le" | "eq" | "ne":
            return rel(t.head, *args)
        case "and":
            return all_of(*args)
        case "or":
            return any_of(*args)
        case "not":
            return not_(*args)
    return Term(t.head, args)


def transform(t: Term, rule: Callable[[Term], Term | None]) -> Term:
    """Every subterm replaced by what ``rule`` gives for it (None: as it is), the innermost first."""
    args = tuple(transform(a, rule) if isinstance(a, Term) else a for a in t.args)
    new = t if all(a is b for a, b in zip(args, t.args, strict=True)) else rebuild(t, args)
    out = rule(new)
    return new if out is None else out


def fresh(name: str, taken: Iterable[Term]) -> str:
    """A name like ``name`` that none of the given symbols has."""
    names = {t.name for t in taken}
    base, k = name.rstrip("'"), 1
    while name in names:
        name = base + "'" * k
        k += 1
    return name


_NUMBERED = re.compile(r"\(\)|\[\]|⟨⟩")


def filled(name: str, places: tuple[Term, ...], show: Callable[[Term], str]) -> tuple[str, tuple[Term, ...]]:
    """The name of an entry with the brackets above it filled, ``x^()`` at 3 as ``x^(3)``, and the indices that go below."""
    count = min(len(_NUMBERED.findall(name)), len(places))
    above = iter(places[:count])
    return _NUMBERED.sub(lambda m: f"{m[0][0]}{show(next(above))}{m[0][1]}", name, count) if count else name, places[count:]


def plain_indices(t: Term) -> Term:
    """The term with letters for the indices that were named on the way (``#0``, ``@7``)."""
    if not any(s.head == "ix" and s.name[0] in "#@" for s in walk(t)):
        return t
    for ix in sorted((v for v in free(t) if v.head == "ix" and v.name[0] in "#@"), key=lambda v: v.name):
        t = substitute(t, {ix: _letter(free(t))})

    def rule(s: Term) -> Term | None:
        if s.head not in BINDERS or s.args[0].head != "ix" or s.args[0].name[0] not in "#@":
            return None
        letter = _letter(free(s) | _all_bound(s.args[-1]))
        return Term(s.head, (letter, *s.args[1:-1], substitute(s.args[-1], {s.args[0]: letter})))

    return transform(t, rule)


def _all_bound(t: Term) -> frozenset[Term]:
    return frozenset(s.args[0] for s in walk(t) if s.head in BINDERS)


def _letter(taken: Iterable[Term]) -> Term:
    names = {v.name for v in taken}
    return index(next((c for c in "jklmpqrst" if c not in names), "u"))


def substitute(t: Term, mapping: Mapping[Term, Term], memo: dict[Term, Term] | None = None) -> Term:
    """Simultaneous substitution for symbols, indices and entries; bound names are renamed apart where they would capture."""
    if not mapping:
        return t
    if t in mapping:
        return mapping[t]
    if t.head in ("num", "const", "sym", "ix", "vec", "true", "false"):
        return t
    memo = {} if memo is None else memo
    known = memo.get(t)
    if known is None:
        known = memo[t] = _substituted(t, mapping, memo)
    return known


def _substituted(t: Term, mapping: Mapping[Term, Term], memo: dict[Term, Term]) -> Term:
    if t.head in BINDERS:
        bound = t.args[0]
        inner = {k: v for k, v in mapping.items() if bound not in free(k)}
        body = t.args[-1]
        incoming = frozenset().union(*(free(v) for v in inner.values())) if inner else frozenset()
        if bound in incoming:
            new = Term(bound.head, (fresh(bound.name, incoming | free(body)),))
            body, bound = substitute(body, {bound: new}), new
        middle = tuple(substitute(a, mapping, memo) if isinstance(a, Term) else a for a in t.args[1:-1])
        return Term(t.head, (bound, *middle, substitute(body, inner)))
    args = tuple(substitute(a, mapping, memo) if isinstance(a, Term) else a for a in t.args)

    if all(a is b for a, b in zip(args, t.args, strict=True)):
        return t
    return rebuild(t, args)
