"""Exact normal form: a term as a quotient of polynomials over a tower of generators.

Every term of the class becomes N/D with N, D polynomials over the rationals (python-flint) in generators:

    a symbol, an index, an entry        itself; pi too
    exp(b/d)                            b a monomial (over a fixed denominator) of an exponent; d clears the fractions seen
    log|p|, |p|^(1/d)                   p irreducible; exp and log of products split into these
    tan(b/(2d))                         sin, cos, tan are rational in it
    erf(u), atan(u), f(u), ...          u in normal form, odd and even functions with a fixed sign
    sum_j m(j)                          m a monomial in what depends on j; what does not is drawn out, so that a
                                        result holds for every size of the index set

Two terms are equal wherever both are defined and real if the difference of their normal forms is 0: each rewriting holds
wherever the rewritten term is defined. It does not hold beyond, and completeness needs the generators to be independent
(Risch's structure theorem, and Schanuel's conjecture for constants); so 0 proves, and anything else proves nothing.

What the form cannot know it asks for: :class:`NeedSign` (is p > 0?), :class:`NeedCoincidence` (is i = j?). The caller splits
into cases. :class:`Vacuous` says that in this case a term has no value at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from symact.budget import tick
from symact.decide.normal.field import MAX_RESTARTS, rational
from symact.decide.normal.functions import Functions
from symact.decide.sums import extremum_over_index, over_index, resolve_indices, same_index
from symact.decide.tower import Generator, Incomplete, NeedCoincidence, NeedSign, Quotient, Restart, Vacuous
from symact.terms.core import PI, Term, free, is_pinned
from symact.terms.functions import FUNCTIONS
from symact.terms.integrals import closed_form

__all__ = ["Incomplete", "NeedCoincidence", "NeedSign", "Normaliser", "Quotient", "Vacuous", "resolve_indices"]


@dataclass
class Normaliser(Functions):
    """Normal forms of terms: the rules for each head, and the start again where the field was too small."""

    def difference(self, left: Term, right: Term, equations: Iterable[Term] = ()) -> Quotient:
        """The normal form of left - right, modulo equations that are assumed.

        Raises Incomplete, Vacuous, NeedSign, NeedCoincidence.
        """
        return self._run(lambda: self._modulo(self.sub(self.of(left), self.of(right)), equations))

    def _modulo(self, a: Quotient, equations: Iterable[Term]) -> Quotient:
        """The quotient with a generator replaced wherever an equation gives its value."""
        for e in equations:
            d = self.sub(self.of(e.args[0]), self.of(e.args[1])).num
            for k, n in reversed(list(enumerate(d.degrees()))):
                slope = d.derivative(k)
                if n == 1 and slope.is_constant():
                    values = list(self.gens)
                    values[k] = self.gens[k] - d / slope.leading_coefficient()
                    below = a.den.compose(*values, ctx=self.ctx)
                    if not below.is_zero():
                        a = self.make(a.num.compose(*values, ctx=self.ctx), below)
                    break
        return a

    def quotient(self, t: Term) -> Quotient:
        return self._run(lambda: self.of(t))

    def _run(self, job: Callable[[], Quotient]) -> Quotient:
        assumed = dict(self.signs)
        for _ in range(MAX_RESTARTS):
            self._begin()
            self.signs = dict(assumed)
            try:
                q = job()
                self.edges.update(self.left_out)
                return Quotient(self.reduce(q.num), q.den)
            except Vacuous:
                self.edges.update(self.left_out)
                raise
            except Restart:
                continue
            except RecursionError:
                raise Incomplete("the term is nested too deeply") from None
        raise Incomplete("the exponents have too many denominators")

    # ---- terms to quotients

    def of(self, t: Term) -> Quotient:
        known = self.memo.get(t)
        if known is None:
            tick()
            rule = _RULES.get(t.head)
            if rule is not None:
                known = rule(self, t)
            elif t.head in FUNCTIONS:
                known = self._function(t)
            else:
                raise Incomplete(f"{t.head} is not in the class")
            self.memo[t] = known
        return known

    def _symbol(self, t: Term) -> Quotient:
        if t.head == "const" and t != PI:
            raise Incomplete(f"{t.name} is no real number")

        def make() -> Generator:
            known = [t] if t in self.positive else [t.args[0]] if t.head == "at" and t.args[0] in self.positive else []
            strict = t == PI or any(k in self.strict for k in known)
            bound = self._bound_names(t)
            sign = 1 if known or t == PI or t.head == "ix" else 0
            return Generator((t.head, t), "sym", lambda: t, sign=sign, strict=strict, bound=bound)

        return self.generator((t.head, t), make)

    @staticmethod
    def _bound_names(t: Term) -> frozenset[str]:
        return frozenset(v.name for v in free(t) if v.head == "ix" and v.name.startswith("#"))

    def _num(self, t: Term) -> Quotient:
        return self.const(t.value)

    def _sum_rule(self, t: Term) -> Quotient:
        out = self.of(t.args[0])
        for a in t.args[1:]:
            out = self.add(out, self.of(a))
        return out

    def _product_rule(self, t: Term) -> Quotient:
        out = self.of(t.args[0])
        if out.num.is_zero():
            return self._nothing(t.args[1:])
        for a in t.args[1:]:
            out = self.mul(out, self.of(a))
        return out

    def _nothing(self, factors: Iterable[Term]) -> Quotient:
        """0 times the factors: 0 wherever they have a value, whatever it is."""
        try:
            for a in factors:
                self.of(a)
        except Incomplete:
            pass
        return self.const(0)

    def _power_rule(self, t: Term) -> Quotient:

        base, exponent = self.of(t.args[0]), self.of(t.args[1])
        if exponent.num.is_constant() and exponent.den.is_one():
            value = rational(exponent.num)
            if value.denominator == 1:
                return self.whole_power(base, int(value))
            return self._rational_power(base, value)
        if self.reduce(base.num).is_zero():
            raise Incomplete("a power of 0 with a variable exponent")
        return self.variable_power(base, exponent)

    def _delta(self, t: Term) -> Quotient:
        return self.const(int(same_index(self, *t.args)))

    def _integral(self, t: Term) -> Quotient:
        known = closed_form(t)
        if known is None:
            raise Incomplete("an integral without a closed form")
        return self.of(known)

    def _slope(self, t: Term) -> Quotient:
        """An unknown derivative: a generator of its own."""
        if is_pinned(t):
            raise Vacuous("a derivative at a place where its formula has no value")
        key = ("slope", t)
        return self.generator(key, lambda: Generator(key, "slope", lambda: t, bound=self._bound_names(t)))

    def _app(self, t: Term) -> Quotient:
        """An unknown function: a generator, the same for arguments with the same normal form."""
        name, orders, *args = t.args
        values = [self.of(a) for a in args]
        key = ("app", name, orders, *map(self.key, values))
        bound = self.bound_of(*(p for v in values for p in v))
        return self.generator(
            key, lambda: Generator(key, "app", lambda: Term("app", (name, orders, *map(self.term, values))), bound=bound)
        )


_RULES: dict[str, Callable[[Normaliser, Term], Quotient]] = {
    "num": Normaliser._num, "sym": Normaliser._symbol, "ix": Normaliser._symbol, "at": Normaliser._symbol, "vec": Normaliser._symbol,
    "const": Normaliser._symbol, "add": Normaliser._sum_rule, "mul": Normaliser._product_rule,
    "pow": Normaliser._power_rule, "max": Normaliser._extremum, "min": Normaliser._extremum, "cases": Normaliser._cases,
    "delta": Normaliser._delta, "sum": over_index, "prod": over_index,
    "maxover": extremum_over_index, "minover": extremum_over_index, "app": Normaliser._app, "slope": Normaliser._slope,
    "integral": Normaliser._integral,
}  # fmt: skip
