"""Terms to SymPy expressions and back; SymPy is imported when the first expression crosses.

Only trees cross, never text: nothing here parses a string. Both directions keep the value at every real point where the term
has one. Variables are real symbols, indices are integer symbols, entries are ``Indexed``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from symact.terms.calculus import diff
from symact.terms.core import (
    FALSE,
    ONE,
    PI,
    TRUE,
    ZERO,
    E,
    Term,
    add,
    all_of,
    any_of,
    app,
    cases,
    const,
    delta,
    exp,
    fn,
    index,
    log,
    mul,
    not_,
    num,
    power,
    rel,
    sqrt,
    substitute,
    sym,
)  # fmt: skip
from symact.terms.functions import FUNCTIONS

__all__ = ["NoCounterpart", "from_sympy", "to_sympy"]

Expr = Any  # sympy.Expr: importing it for a type would cost a third of a second


class NoCounterpart(ValueError):
    """The expression says something that the other side cannot: a distribution, a complex number, an extremum over an index."""


_BY_DEFINITION = frozenset({"Phi", "phi"})  # SymPy knows these only by their formula


def to_sympy(t: Term) -> Expr:
    """The SymPy expression of a term. Raises NoCounterpart."""
    import sympy

    rule = _TO_HEADS.get(t.head)
    if rule is not None:
        return rule(t, sympy)
    function = FUNCTIONS.get(t.head)
    if function is None:
        raise NoCounterpart(f"SymPy has no counterpart of {t.head}")
    if function.definition is not None and (t.head in _BY_DEFINITION or not function.sympy):
        return to_sympy(function.definition(*t.args))
    if not function.sympy:
        raise NoCounterpart(f"SymPy has no counterpart of {t.head}")
    arguments = [to_sympy(a) for a in t.args]
    if t.head == "step":
        arguments.append(sympy.S.One)  # our step is 1 at 0
    return getattr(sympy, function.sympy)(*arguments)


def _all(t: Term) -> list[Expr]:
    return [to_sympy(a) for a in t.children]


def _num_to(t: Term, sympy: Any) -> Expr:
    return sympy.Rational(t.value.numerator, t.value.denominator)


def _const_to(t: Term, sympy: Any) -> Expr:
    known = {"pi": sympy.pi, "oo": sympy.oo}
    if t.name not in known:
        raise NoCounterpart(f"no constant {t.name}")
    return known[t.name]


def _at_to(t: Term, sympy: Any) -> Expr:
    base = sympy.IndexedBase(sympy.Symbol(t.name, real=True))
    return sympy.Indexed(base, *(to_sympy(i) for i in t.args[1:]))


def _cases_to(t: Term, sympy: Any) -> Expr:
    args = t.args
    pairs = [(to_sympy(args[k + 1]), to_sympy(args[k])) for k in range(0, len(args) - 1, 2)]
    if len(args) % 2:
        pairs.append((to_sympy(args[-1]), True))
    return sympy.Piecewise(*pairs)


def _app_to(t: Term, sympy: Any) -> Expr:
    name, orders, *args = t.args
    values = [to_sympy(a) for a in args]
    if not any(orders):
        return sympy.Function(name, real=True)(*values)
    names = [v if isinstance(v, sympy.Symbol) and values.count(v) == 1 else None for v in values]
    dummies = [v or sympy.Dummy(f"a{k}") for k, v in enumerate(names)]
    counts = [(d, n) for d, n in zip(dummies, orders, strict=True) if n]
    derivative = sympy.Derivative(sympy.Function(name, real=True)(*dummies), *counts)
    changed = [(d, v) for d, v in zip(dummies, values, strict=True) if d != v]
    return sympy.Subs(derivative, *zip(*changed, strict=True)) if changed else derivative


def _bound_to(t: Term, sympy: Any) -> Expr:
    v, lower, upper, body = map(to_sympy, t.args)
    return {"sum": sympy.Sum, "prod": sympy.Product, "integral": sympy.Integral}[t.head](body, (v, lower, upper))


def _limit_to(t: Term, sympy: Any) -> Expr:
    v, point, side, body = t.args
    return sympy.Limit(to_sympy(body), to_sympy(v), to_sympy(point), side or "+-")


_TO_HEADS: dict[str, Callable[[Term, Any], Expr]] = {
    "num": _num_to,
    "const": _const_to,
    "sym": lambda t, s: s.Symbol(t.name, real=True),
    "ix": lambda t, s: s.Symbol(t.name, integer=True),
    "at": _at_to,
    "add": lambda t, s: s.Add(*_all(t)),
    "mul": lambda t, s: s.Mul(*_all(t)),
    "pow": lambda t, s: s.Pow(*_all(t)),
    "max": lambda t, s: s.Max(*_all(t)),
    "min": lambda t, s: s.Min(*_all(t)),
    "cases": _cases_to,
    "app": _app_to,
    "slope": lambda t, s: s.Derivative(to_sympy(t.args[1]), to_sympy(t.args[2])),
    "sum": _bound_to,
    "prod": _bound_to,
    "integral": _bound_to,
    "limit": _limit_to,
    "delta": lambda t, s: s.KroneckerDelta(*_all(t)),
    "lt": lambda t, s: s.Lt(*_all(t)),
    "le": lambda t, s: s.Le(*_all(t)),
    "eq": lambda t, s: s.Eq(*_all(t)),
    "ne": lambda t, s: s.Ne(*_all(t)),
    "and": lambda t, s: s.And(*_all(t)),
    "or": lambda t, s: s.Or(*_all(t)),
    "not": lambda t, s: s.Not(*_all(t)),
    "true": lambda t, s: s.true,
    "false": lambda t, s: s.false,
}


def from_sympy(expression: Expr) -> Term:
    """The term of a SymPy expression; a Float is the rational of its shortest decimal. Raises NoCounterpart, TypeError."""
    import sympy

    if isinstance(expression, (bool, int, Fraction)):
        expression = sympy.sympify(expression)
    if not isinstance(expression, sympy.Basic):
        raise TypeError(f"expected a SymPy expression, not {type(expression).__name__}")
    return _Reader(sympy, expression).read(expression)


def assumed_of(expression: Expr) -> tuple[Term, ...]:
    """What the symbols of a SymPy expression assume of their sign: ``Symbol("x", positive=True)`` is x > 0."""
    import sympy

    if not isinstance(expression, sympy.Basic):
        return ()
    reader = _Reader(sympy, expression)
    out: list[Term] = []
    for s in sorted(expression.free_symbols, key=str):
        if s.is_integer:
            continue
        name = reader.read(s)
        if s.is_positive or s.is_negative:
            out.append(name.gt(0) if s.is_positive else name.lt(0))
        elif s.is_nonnegative or s.is_nonpositive:
            out.append(name.ge(0) if s.is_nonnegative else name.le(0))
        elif s.is_nonzero:
            out.append(rel("ne", name, 0))
    return tuple(out)


class _Reader:
    def __init__(self, sympy: Any, expression: Expr) -> None:
        self.sympy = sympy
        self.indices = _index_symbols(sympy, expression)

    def read(self, e: Expr) -> Term:
        for kind in type(e).__mro__:
            rule = _FROM.get(kind.__name__)
            if rule is not None:
                return rule(self, e)
        named = _FROM_NAMES.get(type(e).__name__)
        if named is not None:
            return fn(named, *map(self.read, e.args))
        raise NoCounterpart(f"{type(e).__name__} has no counterpart among the terms")

    def all(self, e: Expr) -> list[Term]:
        return [self.read(a) for a in e.args]

    def symbol(self, e: Expr) -> Term:
        name = f"{e.name}_{e.dummy_index}" if isinstance(e, self.sympy.Dummy) else e.name
        return index(name) if e in self.indices or e.is_integer else sym(name)

    def number(self, e: Expr) -> Term:
        return num(Fraction(int(e.p), int(e.q)))

    def decimal(self, e: Expr) -> Term:
        if not e.is_finite:
            raise NoCounterpart(f"{e} is no real number")
        shortest = repr(float(e)) if e._prec == 53 else ""
        # beyond the range of a double, a Float has its own digits
        return num(Fraction(shortest if shortest and (float(e) != 0) == (e != 0) else self.sympy.sstr(e, full_prec=False)))

    def constant(self, e: Expr) -> Term:
        s = self.sympy
        infinity = const("oo")
        known = {s.pi: PI, s.E: E, s.oo: infinity, -s.oo: mul(-1, infinity), s.GoldenRatio: (1 + sqrt(5)) / 2}
        if e not in known:
            raise NoCounterpart(f"{e} has no counterpart among the terms")
        return known[e]

    def piecewise(self, e: Expr) -> Term:
        args: list[Term] = []
        for value, condition in e.args:
            if condition == self.sympy.true:
                args.append(self.read(value))
                break
            args += [self.read(condition), self.read(value)]
        return args[0] if len(args) == 1 else cases(*args)

    def step(self, e: Expr) -> Term:
        x, at_zero = self.read(e.args[0]), self.read(e.args[1])
        return fn("step", x) if at_zero == ONE else cases(x.lt(0), ZERO, x.gt(0), ONE, at_zero)

    def log(self, e: Expr) -> Term:
        return log(self.read(e.args[0])) if len(e.args) == 1 else log(self.read(e.args[0])) / log(self.read(e.args[1]))

    def polygamma(self, e: Expr) -> Term:
        if e.args[0] != 0:
            raise NoCounterpart("only the digamma function polygamma(0, x) is known")
        return fn("digamma", self.read(e.args[1]))

    def lambert(self, e: Expr) -> Term:
        if len(e.args) > 1 and e.args[1] != 0:
            raise NoCounterpart("only the principal branch of LambertW is real on [-1/e, oo)")
        return fn("lambertw", self.read(e.args[0]))

    def entry(self, e: Expr) -> Term:
        return Term("at", (Term("vec", (str(e.base.label),)), *map(self.read, e.indices)))

    def unknown(self, e: Expr) -> Term:
        return app(type(e).__name__, *self.all(e))

    def derivative(self, e: Expr) -> Term:
        out = self.read(e.expr)
        counts = dict(e.variable_count)
        if out.head == "app" and len(set(e.expr.args)) == len(e.expr.args) and set(counts) <= set(e.expr.args):
            orders = tuple(int(counts.get(a, 0)) for a in e.expr.args)
            return Term("app", (out.args[0], orders, *out.args[2:]))
        for variable, count in e.variable_count:
            out = diff(out, self.read(variable), int(count))
        return out

    def subs(self, e: Expr) -> Term:
        pairs = zip(e.variables, e.point, strict=True)
        return substitute(self.read(e.expr), {self.read(v): self.read(p) for v, p in pairs})

    def bound(self, e: Expr) -> Term:
        out = self.read(e.function)
        for limits in e.limits:
            if len(limits) != 3:
                raise NoCounterpart(f"{type(e).__name__} without limits")
            out = Term(_BINDERS[type(e).__name__], (*map(self.read, limits), out))
        return out

    def limit(self, e: Expr) -> Term:
        body, v, point, side = e.args
        return Term("limit", (self.read(v), self.read(point), "" if str(side) == "+-" else str(side), self.read(body)))

    def relation(self, e: Expr) -> Term:
        return rel(_RELATIONS[type(e).__name__], self.read(e.lhs), self.read(e.rhs))

    def refuse(self, e: Expr) -> Term:
        raise NoCounterpart(f"{type(e).__name__} is not a function of the reals")


def _index_symbols(sympy: Any, e: Expr) -> frozenset[Expr]:
    """The symbols that the expression uses as indices: in entries, in deltas, and bound by a sum or a product.

    The end of a range is a number, not an index.
    """
    found: set[Expr] = set()
    for node in sympy.preorder_traversal(e):
        if isinstance(node, sympy.Indexed):
            found.update(*(i.free_symbols for i in node.indices))
        elif isinstance(node, sympy.KroneckerDelta):
            found.update(node.free_symbols)
        elif isinstance(node, (sympy.Sum, sympy.Product)):
            found.update(limits[0] for limits in node.limits)
    return frozenset(found)


_BINDERS = {"Sum": "sum", "Product": "prod", "Integral": "integral"}
_RELATIONS = {
    "StrictLessThan": "lt",
    "LessThan": "le",
    "StrictGreaterThan": "gt",
    "GreaterThan": "ge",
    "Equality": "eq",
    "Unequality": "ne",
}
_FROM: dict[str, Callable[[_Reader, Expr], Term]] = {
    "Symbol": _Reader.symbol,
    "Idx": lambda r, e: index(str(e.label)),
    "Rational": _Reader.number,
    "Float": _Reader.decimal,
    "NumberSymbol": _Reader.constant,
    "Infinity": _Reader.constant,
    "NegativeInfinity": _Reader.constant,
    "Add": lambda r, e: add(*map(r.read, e.as_ordered_terms())),
    "Mul": lambda r, e: mul(*map(r.read, e.as_ordered_factors())),
    "Pow": lambda r, e: power(*r.all(e)),
    "exp": lambda r, e: exp(r.read(e.args[0])),
    "log": _Reader.log,
    "Heaviside": _Reader.step,
    "polygamma": _Reader.polygamma,
    "LambertW": _Reader.lambert,
    "Max": lambda r, e: fn("max", *r.all(e)),
    "Min": lambda r, e: fn("min", *r.all(e)),
    "Piecewise": _Reader.piecewise,
    "ceiling": lambda r, e: mul(-1, fn("floor", mul(-1, r.read(e.args[0])))),
    "Indexed": _Reader.entry,
    "KroneckerDelta": lambda r, e: delta(*r.all(e)[:2]),
    "AppliedUndef": _Reader.unknown,
    "Derivative": _Reader.derivative,
    "Subs": _Reader.subs,
    "Sum": _Reader.bound,
    "Product": _Reader.bound,
    "Integral": _Reader.bound,
    "Limit": _Reader.limit,
    "Relational": _Reader.relation,
    "And": lambda r, e: all_of(*r.all(e)),
    "Or": lambda r, e: any_of(*r.all(e)),
    "Not": lambda r, e: not_(r.read(e.args[0])),
    "BooleanTrue": lambda r, e: TRUE,
    "BooleanFalse": lambda r, e: FALSE,
    "DiracDelta": _Reader.refuse,
    "ImaginaryUnit": _Reader.refuse,
}
_FROM_NAMES = {f.sympy: f.name for f in FUNCTIONS.values() if f.sympy}
