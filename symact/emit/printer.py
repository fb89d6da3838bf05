"""Terms as NumPy statements on float64 arrays: common parts are computed once, exponents kept in two doubles where needed.

The text is made of numbers, operators, names of :mod:`symact.emit.kernels` and names that :func:`identifier` has passed;
nothing of a document or of an expression's own spelling reaches it.
"""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from symact.emit.shapes import (
    closed,
    closure,
    coefficient,
    is_exact,
    is_power_of_two,
    may_be_large,
    spelled_out,
    square_may_overflow,
)
from symact.terms.core import ONE, Term, add, mul, num, power

__all__ = ["NotEmitted", "NumpyPrinter", "double", "identifier"]

RESERVED = frozenset({"np", "x", "out", "core", "order", "axis", "dtype"})

UNARY = {
    "sin": "np.sin", "cos": "np.cos", "tan": "np.tan", "sinh": "np.sinh", "cosh": "np.cosh", "tanh": "np.tanh",
    "asin": "np.arcsin", "acos": "np.arccos", "atan": "np.arctan", "asinh": "np.arcsinh", "acosh": "np.arccosh",
    "atanh": "np.arctanh", "abs": "np.abs", "sign": "np.sign", "floor": "np.floor",
    "erf": "_erf", "erfcx": "_erfcx",
}  # fmt: skip
BY_DEFINITION = frozenset({"Phi", "phi", "sech", "csch", "cot", "sec", "coth"})
ADD, MUL, UNARY_MINUS, ATOM = 1, 2, 3, 5


class NotEmitted(ValueError):
    """The expression has a part for which there is no code: a sum over an index, an unknown function, a gamma function."""


class Text(NamedTuple):
    """Source and how tightly it binds."""

    source: str
    level: int


def identifier(name: str, taken: frozenset[str] = frozenset()) -> str:
    """A Python name for a parameter: the name itself where it is one, a plain substitute otherwise."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,30}", name):
        name = f"p{len(taken)}"
    if keyword.iskeyword(name) or name in RESERVED or re.fullmatch(r"[thl]\d+", name):  # t0, h1, l1 name statements
        name += "_"
    while name in taken:
        name += "_"
    return name


def double(value: Fraction) -> str:
    """The literal of the nearest double."""
    return repr(float(value))


class NumpyPrinter:
    """Collects ``statements``; ``names`` gives the identifier of every symbol."""

    def __init__(self, names: Mapping[Term, str]) -> None:
        self.names = names
        self.statements: list[str] = []
        self.known: dict[Term, Text] = {}
        self.pairs: dict[Term, tuple[str, str]] = {}
        self.uses: Counter[Term] = Counter()

    def assign(self, source: str, hint: str = "t") -> str:
        name = f"{hint}{len(self.statements)}"
        self.statements.append(f"{name} = {source}")
        return name

    def emit(self, t: Term) -> str:
        """The source of a term, after the statements that it needs."""
        return self.text(t).source

    def count(self, *terms: Term) -> None:
        """Announces what will be emitted: a part that occurs twice becomes a statement."""
        for t in terms:
            self._count(t)

    def _count(self, t: Term) -> None:
        self.uses[t] += 1
        if self.uses[t] == 1:
            for c in t.children:
                self._count(c)

    def text(self, t: Term) -> Text:
        known = self.known.get(t)
        if known is None:
            made = self._make(t)
            if (self.uses[t] > 1 and made.level < ATOM) or (self.uses[t] > 1 and "(" in made.source):
                made = Text(self.assign(made.source), ATOM)
            known = self.known[t] = made
        return known

    def wrap(self, t: Term, level: int) -> str:
        source, own = self.text(t)
        return source if own >= level else f"({source})"

    def _make(self, t: Term) -> Text:
        value = closed(t)
        if value is not None:
            return self._number(value)
        match t.head:
            case "sym":
                if t not in self.names:
                    raise NotEmitted(f"{t.name} has no value")
                return Text(self.names[t], ATOM)
            case "add":
                return self._sum(t)
            case "mul":
                return self._product(t)
            case "pow":
                return self._power(t)
            case "exp":
                return self._exponential(t.args[0])
            case "log":
                return self._logarithm(t.args[0])
            case "max" | "min":
                return self._extremum(t)
            case "cases":
                return self._cases(t)
            case "step":
                return Text(f"np.where({self.wrap(t.args[0], ADD)} >= 0, 1.0, 0.0)", ATOM)
            case "sinc":
                z = self.assign(self.text(t.args[0]).source)
                return Text(f"np.where({z} == 0, 1.0, np.sin({z}) / np.where({z} == 0, 1.0, {z}))", ATOM)
        if t.head in BY_DEFINITION:
            return self.text(spelled_out(t))
        if t.head == "erfc":
            return Text(f"_erfc({self._paired(t.args[0])})", ATOM)
        if t.head in UNARY:
            return Text(f"{UNARY[t.head]}({self.text(t.args[0]).source})", ATOM)
        raise NotEmitted(f"there is no NumPy code for {t.head}")

    def _number(self, value: Fraction) -> Text:
        return Text(double(value), UNARY_MINUS if value < 0 else ATOM)

    # ---- sums and products

    def _sum(self, t: Term) -> Text:
        special = self._difference(t)
        if special is not None:
            return special
        common = lcm(*(coefficient(a)[0].denominator for a in t.args))
        if 1 < common <= 1000 and all(coefficient(a)[1].head in ("sym", "num") for a in t.args):
            whole = add(*(mul(common, a) for a in t.args))  # (x + 3)/6, not x/6 + 1/2: exact near its zero
            if whole.head == "add":
                return Text(f"({self._plain_sum(whole)}) / {double(Fraction(common))}", MUL)
        return Text(self._plain_sum(t), ADD)

    def _plain_sum(self, t: Term) -> str:
        out = ""
        for k, a in enumerate(t.args):
            c, rest = coefficient(a)
            if k and c < 0:
                out += f" - {self.wrap(mul(-c, rest), MUL)}"
            else:
                out += f"{' + ' if k else ''}{self.wrap(a, MUL if k else ADD)}"
        return out

    def _difference(self, t: Term) -> Text | None:
        """exp(z) - 1, 1 - exp(z) and 1 - tanh(z)^2 without cancellation."""
        if len(t.args) != 2:
            return None
        for one, other in (t.args, t.args[::-1]):
            c, rest = coefficient(other)
            if one == num(-c) and abs(c) == 1:
                if rest.head == "exp":
                    source = self._expm1(rest.args[0])
                    return Text(source, ATOM) if c > 0 else Text(f"-{source}", UNARY_MINUS)
                if c < 0 and rest.head == "pow" and rest.args[0].head == "tanh" and rest.args[1] == num(2):
                    return Text(f"_sech2({self._paired(rest.args[0].args[0])})", ATOM)
        return None

    def _product(self, t: Term) -> Text:
        coefficient, above, below, exponents = Fraction(1), [], [], []
        for f in t.args if t.head == "mul" else (t,):
            value = closed(f)
            if f.is_num:
                coefficient *= f.value
            elif f.head == "exp" and value is None:
                exponents.append(f)
            elif f.head == "pow" and f.args[0].head == "exp" and f.args[1].is_num and f.args[1].value in (2, 3, 4):
                exponents.append(Term("exp", (mul(f.args[1], f.args[0].args[0]),)))
            elif f.head == "pow" and f.args[1].is_num and f.args[1].value < 0:
                below.append(power(f.args[0], -f.args[1].value))
            else:
                above.append(f)
        if exponents and any(may_be_large(f) for f in above):
            return self._scaled(coefficient, above, below, exponents)
        return self._quotient(coefficient, [*above, *exponents], below)

    def _quotient(self, coefficient: Fraction, above: list[Term], below: list[Term]) -> Text:
        sign = "-" if coefficient < 0 else ""
        coefficient = abs(coefficient)
        bottom = [self.wrap(f, ATOM) for f in below if not square_may_overflow(f)]
        top = [self.wrap(f, ATOM) for f in above]
        top += [f"({self._power_of_reciprocal(f)})" for f in below if square_may_overflow(f)]
        exact = Fraction(float(coefficient)) == coefficient
        if coefficient != 1 and (exact or not above or coefficient.denominator >= 100):
            top.insert(0, double(coefficient))
        elif coefficient != 1:
            if coefficient.numerator != 1:
                top.insert(0, double(Fraction(coefficient.numerator)))
            bottom.append(double(Fraction(coefficient.denominator)))
        source = sign + (" * ".join(top) or "1.0")
        if bottom:
            source += f" / {bottom[0]}" if len(bottom) == 1 else f" / ({' * '.join(bottom)})"
        return Text(source, MUL)

    def _power_of_reciprocal(self, f: Term) -> str:
        """1/b^n as (1/b)^n, where b^n can overflow long before the quotient is 0."""
        r = self.assign(f"1.0 / {self.wrap(f.args[0], ATOM)}")
        return f"np.square({r})" if f.args[1] == num(2) else f"{r} * np.square({r})"

    def _scaled(self, coefficient: Fraction, above: list[Term], below: list[Term], exponents: list[Term]) -> Text:
        """A product with an exponential, right where the exponential alone is subnormal."""
        rest = self._quotient(coefficient, above, below).source
        whole = exponents[0] if len(exponents) == 1 else Term("exp", (add(*(e.args[0] for e in exponents)),))
        e = self.text(whole).source if len(exponents) == 1 else self._exponential(whole.args[0]).source
        pair = self.pair(whole.args[0])
        if pair is None:
            exponent = self.text(whole.args[0]).source
            return Text(f"_times_exp({rest}, {e}, {exponent})", ATOM)
        return Text(f"_times_exp({rest}, {e}, {pair[0]}, {pair[1]})", ATOM)

    def _power(self, t: Term) -> Text:
        base, exponent = t.args
        if base.head == "exp":
            return self._exponential(mul(exponent, base.args[0]))
        if exponent.is_num:
            n = exponent.value
            if n < 0:
                return self._quotient(Fraction(1), [], [power(base, -n)])
            b = self.text(base).source if self.text(base).level == ATOM else self.assign(self.text(base).source)
            simple = {
                Fraction(1, 2): f"np.sqrt({b})",
                Fraction(3, 2): f"{b} * np.sqrt({b})",
                Fraction(2): f"np.square({b})",
                Fraction(3): f"{b} * np.square({b})",
                Fraction(4): f"np.square(np.square({b}))",
            }
            if n in simple:
                return Text(simple[n], MUL if n in (3, Fraction(3, 2)) else ATOM)
        return Text(f"np.power({self.text(base).source}, {self.text(exponent).source})", ATOM)

    # ---- exponentials and logarithms

    def _exponential(self, a: Term) -> Text:
        pair = self.pair(a)
        if pair is None:
            return Text(f"np.exp({self.text(a).source})", ATOM)
        return Text(f"_exp({pair[0]}, {pair[1]})", ATOM)

    def _expm1(self, a: Term) -> str:
        pair = self.pair(a)
        return f"np.expm1({self.text(a).source})" if pair is None else f"_expm1({pair[0]}, {pair[1]})"

    def _logarithm(self, a: Term) -> Text:
        if a.head == "add" and ONE in a.args:
            rest = add(*(b for b in a.args if b != ONE))
            return Text(f"np.log1p({self.text(rest).source})", ATOM)
        return Text(f"np.log({self.text(a).source})", ATOM)

    def _paired(self, a: Term) -> str:
        """The argument in one double, or in two where one rounds it."""
        return self.text(a).source if (pair := self.pair(a)) is None else ", ".join(pair)

    def pair(self, a: Term) -> tuple[str, str] | None:
        """The term in two doubles; None where one double holds it as exactly as its variables are given."""
        if is_exact(a):
            return None
        return self._pair(a)

    def _pair(self, a: Term) -> tuple[str, str]:
        known = self.pairs.get(a)
        if known is None:
            known = self.pairs[a] = self._make_pair(a)
        return known

    def _make_pair(self, a: Term) -> tuple[str, str]:
        value = closed(a)
        if value is not None:
            high = float(value)
            return repr(high), repr(float(value - Fraction(high)))
        if a.head == "abs":
            return (
                self._two(f"_dd_abs({', '.join(self._pair(a.args[0]))})") if not is_exact(a) else (self.text(a).source, "0.0")
            )
        if a.head == "add":
            out = self._pair(a.args[0])
            for b in a.args[1:]:
                other = self._pair(b)
                out = self._two(
                    f"_dd_add({', '.join((*out, *other))})"
                    if (out[1], other[1]) != ("0.0", "0.0")
                    else f"_two_sum({out[0]}, {other[0]})"
                )
            return out
        if a.head in ("mul", "pow"):
            return self._pair_of_product(a)
        return self.text(a).source, "0.0"

    def _pair_of_product(self, a: Term) -> tuple[str, str]:
        scale = Fraction(1)
        factors: list[Term] = []
        below: list[Term] = []
        for f in a.args if a.head == "mul" else (a,):
            if f.is_num and is_power_of_two(abs(f.value)):
                scale *= f.value
            elif (
                f.head == "pow" and f.args[1].is_num and f.args[1].value.denominator == 1 and 1 < abs(f.args[1].value) <= 6
            ) or (f.head == "pow" and f.args[1] == num(-1)):
                (factors if f.args[1].value > 0 else below).extend([f.args[0]] * abs(int(f.args[1].value)))
            elif f.head == "pow" and closed(f) is None:
                return self.text(a).source, "0.0"
            else:
                factors.append(f)
        out = self._pair(factors[0]) if factors else ("1.0", "0.0")
        for f in factors[1:]:
            other = self._pair(f)
            both = (
                f"_two_prod({out[0]}, {other[0]})"
                if (out[1], other[1]) == ("0.0", "0.0")
                else f"_dd_mul({', '.join((*out, *other))})"
            )
            out = self._two(both)
        for f in below:
            out = self._two(f"_dd_div({', '.join((*out, *self._pair(f)))})")
        if scale == 1:
            return out
        s = double(scale)
        return (f"-{out[0]}", f"-{out[1]}") if scale == -1 else (f"{s} * {out[0]}", f"{s} * {out[1]}")

    def _two(self, source: str) -> tuple[str, str]:
        k = len(self.statements)
        self.statements.append(f"h{k}, l{k} = {source}")
        return f"h{k}", f"l{k}"

    # ---- choices

    def _extremum(self, t: Term) -> Text:
        function = "np.maximum" if t.head == "max" else "np.minimum"
        out = self.text(t.args[0]).source
        for a in t.args[1:]:
            out = f"{function}({out}, {self.text(a).source})"
        return Text(out, ATOM)

    def _cases(self, t: Term) -> Text:
        """Nested np.where; at a kink, where no strict condition holds, the piece whose closure the point belongs to."""
        args = list(t.args)
        pairs = [(args[k], args[k + 1]) for k in range(0, len(args) - 1, 2)]
        if len(args) % 2:
            out = self.text(args[-1]).source
        else:
            last = pairs.pop()[1] if not pairs[:-1] else None
            if last is None:
                closed = [(closure(c), v) for c, v in pairs]
                last_condition, last = pairs.pop()
                pairs += [p for p in closed[:-1] if p[0] != last_condition]
            out = self.text(last).source
        for condition, value in reversed(pairs):
            out = f"np.where({self.condition(condition)}, {self.text(value).source}, {out})"
        return Text(out, ATOM)

    def condition(self, c: Term) -> str:
        match c.head:
            case "true" | "false":
                return f"np.bool_({c.head == 'true'})"
            case "and" | "or":
                sign = " & " if c.head == "and" else " | "
                return sign.join(f"({self.condition(a)})" for a in c.args)
            case "not":
                return f"~({self.condition(c.args[0])})"
        sign = {"lt": "<", "le": "<=", "eq": "==", "ne": "!="}[c.head]
        left, right = c.args
        if left.is_num and not right.is_num:
            left, right, sign = right, left, {"<": ">", "<=": ">="}.get(sign, sign)
        return f"{self.wrap(left, ADD)} {sign} {self.wrap(right, ADD)}"
