"""Terms as statements of the language of kernels: common parts are computed once, numbers kept in one double or in two.

The text is made of numbers, operators, words of :mod:`symact.emit.kernels` and names that :func:`identifier` has passed;
nothing of a document or of an expression's own spelling reaches it.
"""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from symact.emit.kernels import gauss, pairs, primitives
from symact.emit.shapes import (
    closed,
    closure,
    coefficient,
    is_edge,
    is_exact,
    is_fraction,
    is_power_of_two,
    may_be_large,
    sign_of,
    spelled_out,
)
from symact.terms.core import HALF, PI, Term, add, free, mul, not_, num, power, walk

__all__ = ["Lowering", "NotEmitted", "double", "identifier"]

RESERVED = frozenset(
    """np torch jax jnp special math x out order axis dtype size start end any at value values which doubt narrow sides edge there
    auto break case char const continue default do double else enum extern float for goto if inline int long register restrict
    return short signed sizeof static struct switch typedef union unsigned void volatile while main pair far fabs isinf fma asin
    acos atan asinh acosh atanh pow""".split()
) | {name for module in (primitives, pairs, gauss) for name in vars(module)}  # fmt: skip

UNARY = {
    "log": "log", "log1p": "log1p", "tan": "tan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh",
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh", "acosh": "arccosh",
    "atanh": "arctanh", "abs": "absolute", "sign": "sign", "floor": "floor", "erf": "erf", "erfcx": "erfcx",
}  # fmt: skip
PAIRED = {
    "exp": "pair_exp", "expm1": "pair_expm1", "log": "pair_log", "log1p": "pair_log1p", "tanh": "pair_tanh",
    "sin": "pair_sin", "cos": "pair_cos", "atan": "pair_atan",
    "erf": "pair_erf", "erfc": "pair_erfc", "erfcx": "pair_erfcx", "abs": "pair_abs",
}  # fmt: skip
BY_DEFINITION = frozenset({"Phi", "phi", "sech", "csch", "cot", "sec", "coth", "csc"})
ADD, MUL, UNARY_MINUS, ATOM = 1, 2, 3, 5
ZERO = "0.0"


class NotEmitted(ValueError):
    """The expression has a part for which there is no code: a sum over an index, an unknown function, a gamma function."""


class Text(NamedTuple):
    """Source and how tightly it binds."""

    source: str
    level: int


Two = tuple[str, str]


def identifier(name: str, taken: frozenset[str] = frozenset()) -> str:
    """A name for a parameter in every target: the name itself where it is one, a plain substitute otherwise."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,30}", name):
        name = f"q{len(taken)}"
    if keyword.iskeyword(name) or name in RESERVED or re.fullmatch(r"[thlpy]\d+|value\d+", name):  # t0, h1, l1 name statements
        name += "_"
    while name in taken:
        name += "_"
    return name


def double(value: Fraction) -> str:
    """The literal of the nearest double."""
    return repr(float(value))


class Lowering:
    """Collects ``statements``; ``names`` gives the identifier of every symbol.

    :meth:`emit` computes in single doubles, but for the arguments of exponentials; with ``doubled``, pairs hold everything to
    some 100 bits. ``near`` says that exponentials neither overflow nor become subnormal, ``rough`` that rounded exponents will do.
    """

    def __init__(self, names: Mapping[Term, str], doubled: bool = False, near: bool = False, rough: bool = False) -> None:
        self.names = names
        self.doubled = doubled
        self.near = near
        self.rough = rough
        self.statements: list[str] = []
        self.known: dict[Term, Text] = {}
        self.pairs: dict[Term, Two] = {}
        self.uses: Counter[Term] = Counter()
        self.below: Counter[Term] = Counter()

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
            if t.head == "pow" and t.args[1].is_num and t.args[1].value < 0:
                self.below[t.args[0]] += 1
                t = power(t.args[0], -t.args[1].value)  # what is written below a line
            self.uses[t] += 1
            if self.uses[t] == 1:
                self.count(*t.children)

    def text(self, t: Term) -> Text:
        known = self.known.get(t)
        if known is None:
            made = self._make(t)
            if self.uses[t] > 1 and (made.level < ATOM or "(" in made.source):
                made = Text(self.assign(made.source), ATOM)
            known = self.known[t] = made
        return known

    def wrap(self, t: Term, level: int) -> str:
        source, own = self.text(t)
        return source if own >= level else f"({source})"

    def atom(self, t: Term) -> str:
        """The term as a name or a number, so that it can be written several times."""
        source, level = self.text(t)
        return source if level == ATOM and "(" not in source else self.assign(source)

    def _make(self, t: Term) -> Text:
        value = closed(t)
        if value is not None:
            return Text(double(value), UNARY_MINUS if value < 0 else ATOM)
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
            case "expm1":
                high, low = self._exponent(t.args[0])
                return Text(f"expm1({high})" if low == ZERO else f"expm1_of_pair({high}, {low})", ATOM)
            case "sin" | "cos":
                return self._wave(t.head, t.args[0])
            case "max" | "min":
                return self._extremum(t)
            case "cases":
                return self._cases(t)
            case "step":
                return Text(f"where({self.wrap(t.args[0], ADD)} >= 0.0, 1.0, 0.0)", ATOM)
            case "sinc":
                z = self.atom(t.args[0])
                sine = self._wave("sin", t.args[0]).source
                return Text(f"where({z} == 0.0, 1.0, {sine} / where({z} == 0.0, 1.0, {z}))", ATOM)
            case "erfc":
                return Text(f"erfc({', '.join(self._exponent(t.args[0]))})", ATOM)
        if t.head in BY_DEFINITION:
            return self.text(spelled_out(t))
        if t.head == "erfcx" and self.rough:
            return Text(f"erfcx_rough({self.text(t.args[0]).source})", ATOM)
        if t.head == "log1p" and self.near and sign_of(t.args[0], {}) == 1:
            return Text(f"log1p_{'unit' if is_fraction(t.args[0]) else 'near'}({self.text(t.args[0]).source})", ATOM)
        if t.head in UNARY:
            return Text(f"{UNARY[t.head]}({self.text(t.args[0]).source})", ATOM)
        raise NotEmitted(f"there is no code for {t.head}")

    # ---- sums and products

    def _sum(self, t: Term) -> Text:
        common = lcm(*(coefficient(a)[0].denominator for a in t.args))
        if 1 < common <= 1000 and all(coefficient(a)[1].head in ("sym", "num") for a in t.args):
            whole = add(*(mul(common, a) for a in t.args))  # (x + 3)/6, not x/6 + 1/2: exact near its zero
            if whole.head == "add":
                return Text(f"({self._plain_sum(whole)}) / {double(Fraction(common))}", MUL)
        return Text(self._plain_sum(t), ADD)

    def _fixed_first(self, t: Term) -> list[Term]:
        """The summands, several without the variable before the others: parameters may cancel what would swallow a small number."""
        fixed = [a for a in t.args if all(self.names.get(s) != "x" for s in free(a))]
        return [*fixed, *(a for a in t.args if a not in fixed)] if len(fixed) > 1 else list(t.args)

    def _plain_sum(self, t: Term) -> str:
        out = ""
        for k, a in enumerate(self._fixed_first(t)):
            c, rest = coefficient(a)
            if k and c < 0:
                out += f" - {self.wrap(mul(-c, rest), MUL)}"
            else:
                out += f"{' + ' if k else ''}{self.wrap(a, MUL if k else ADD)}"
        return out

    def _product(self, t: Term) -> Text:
        coefficient, above, below, exponents = Fraction(1), [], [], []
        factors = list(t.args) if t.head == "mul" else [t]
        constants = [f for f in factors if closed(f) is not None]
        one = closed(mul(*constants)) if any(not f.is_num for f in constants) else None  # 2 sqrt(2/pi): rounded once
        if one is not None:
            coefficient = Fraction(float(one))
            factors = [f for f in factors if f not in constants]
        split = [f for f in factors if f.head == "pow" and not f.args[1].is_num and is_exact(f.args[0]) and len(factors) > 1]
        for f in factors:
            value = closed(f)
            if f.is_num:
                coefficient *= f.value
            elif f.head == "exp" and value is None:
                exponents.append(f)
            elif f.head == "pow" and not self.near and f.args[0].head == "exp" and f.args[1].is_num and f.args[1].value in (2, 3, 4):
                exponents.append(Term("exp", (mul(f.args[1], f.args[0].args[0]),)))
            elif f.head == "pow" and f.args[1].is_num and f.args[1].value < 0:
                below.append(power(f.args[0], -f.args[1].value))
            else:
                above.append(self.half(f) if f in split else f)
        above += map(self.half, split)
        if exponents and not self.near and any(may_be_large(f) for f in above):
            return self._scaled(coefficient, above, below, exponents)
        return self._quotient(coefficient, self._grouped([*above, *exponents]), below)

    def _grouped(self, factors: list[Term]) -> list[Term]:
        """The factors with one for several that also stand together elsewhere: ``x (e (e + 2))`` beside ``e (e + 2) + 2``."""
        if not self.near:
            return factors
        for p in sorted((t for t in self.uses if t.head == "mul" and len(t.args) < len(factors)), key=lambda t: -len(t.args)):
            if all(f in factors for f in p.args):
                return [*(f for f in factors if f not in p.args), p]
        return factors

    def _quotient(self, coefficient: Fraction, above: list[Term], below: list[Term]) -> Text:
        sign = "-" if coefficient < 0 else ""
        coefficient = abs(coefficient)
        top = [self.wrap(f, ATOM) for f in above]
        if self.rough:  # one division for all: a product instead costs half an ulp
            often = [f for f in below if self.below[_base(f)[0]] > 1]
            top += [self.inverse(_base(f)[0]) for f in often for _ in range(_base(f)[1])]
            below = [f for f in below if f not in often]
        bottom = [self.wrap(f, ATOM) for f in below]
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

    def half(self, f: Term) -> Term:
        """The square root h of a power: c x^p as (c h) h, where x^p alone may have lost bits."""
        root = power(f.args[0], mul(HALF, f.args[1]))
        if root not in self.known:
            self.known[root] = Text(self.assign(self._power(root).source), ATOM)
        return root

    def inverse(self, t: Term) -> str:
        """The name of 1/t."""
        over = power(t, -1)
        if over not in self.known:
            self.known[over] = Text(self.assign(f"1.0 / {self.wrap(t, ATOM)}"), ATOM)
        return self.known[over].source

    def _scaled(self, coefficient: Fraction, above: list[Term], below: list[Term], exponents: list[Term]) -> Text:
        """A product with an exponential, right where the exponential alone is subnormal."""
        rest = self._quotient(coefficient, above, below).source
        whole = exponents[0] if len(exponents) == 1 else Term("exp", (add(*(e.args[0] for e in exponents)),))
        return Text(f"times_exp({rest}, {self.emit(whole)}, {', '.join(self._exponent(whole.args[0]))})", ATOM)

    def _power(self, t: Term) -> Text:
        base, exponent = t.args
        if base.head == "exp" and not (self.near and exponent in (num(2), num(3))):
            return self._exponential(mul(exponent, base.args[0]))
        if exponent.is_num:
            n = exponent.value
            if n < 0:
                return self._quotient(Fraction(1), [], [power(base, -n)])
            b = self.atom(base)
            if n == Fraction(1, 2):
                return Text(f"sqrt({b})", ATOM)
            if n == Fraction(3, 2):
                return Text(f"{b} * sqrt({b})", MUL)
            if n in (2, 3):
                return Text(" * ".join([b] * int(n)), MUL)
            if n == 4:
                s = self.assign(f"{b} * {b}")
                return Text(f"{s} * {s}", MUL)
        return Text(f"power({self.emit(base)}, {self.emit(exponent)})", ATOM)

    # ---- exponentials and logarithms

    def _exponential(self, a: Term) -> Text:
        high, low = self._exponent(a)
        return Text(f"exp({high})" if low == ZERO else f"{'exp_near' if self.near else 'exp_of_pair'}({high}, {low})", ATOM)

    def _exponent(self, a: Term) -> Two:
        """The argument of an exponential, in two doubles where one rounds it."""
        if is_exact(a) or self.rough:
            return self.emit(a), ZERO
        for e in walk(a):
            if e.head == "exp" and closed(e) is None and e not in self.pairs and not self.doubled:
                self.pairs[e] = self._call("exp_in_two", self._exponent(e.args[0]))
        return self.pair(a)

    def _wave(self, name: str, a: Term) -> Text:
        """The sine or cosine: of pi times a number without rounding, else of a pair where one double rounds the argument."""
        turns = over_pi(a)
        if turns is not None:
            return Text(f"{name}_pi({self.emit(turns)})", ATOM)
        high, low = self._exponent(a)
        return Text(f"{name}({high})" if low == ZERO else f"{name}_of_pair({high}, {low})", ATOM)

    # ---- pairs

    def careful(self, t: Term) -> Two:
        """The term in a pair made of sums and products of pairs and functions in single doubles."""
        if t.head != "cases":
            high, low = self.pair(t)
            return (high if re.fullmatch(r"\w+", high) else self.assign(high)), low
        pairs, last = branches(t)
        chosen = [(self.condition(c), self.careful(v)) for c, v in pairs]
        return self._selected(chosen, self.careful(last))

    def pair(self, a: Term) -> Two:
        known = self.pairs.get(a)
        if known is None:
            known = self.pairs[a] = self._make_pair(a)
        return known

    def _two(self, source: str) -> Two:
        k = len(self.statements)
        self.statements.append(f"h{k}, l{k} = {source}")
        return f"h{k}", f"l{k}"

    def _call(self, name: str, *pairs: Two) -> Two:
        return self._two(f"{name}({', '.join(part for two in pairs for part in two)})")

    def _make_pair(self, a: Term) -> Two:
        value = closed(a)
        if value is not None:
            high = float(value)
            return repr(high), repr(float(value - Fraction(high)))
        if a.head == "sym":
            return self.emit(a), ZERO
        if a.head == "add":
            return self._pair_of_sum(a)
        if a.head == "mul" or (a.head == "pow" and a.args[1].is_num):
            return self._pair_of_product(a)
        if a.head == "abs" and not is_exact(a):
            return self._call("pair_abs", self.pair(a.args[0]))
        if is_exact(a) or not self.doubled:
            return self.emit(a), ZERO
        return self._pair_of_function(a)

    def _pair_of_function(self, a: Term) -> Two:
        match a.head:
            case "pow":
                base, exponent = a.args
                return self._call("pair_exp", self._times(self._call("pair_log", self.pair(base)), self.pair(exponent)))
            case "sin" | "cos" if (turns := over_pi(a.args[0])) is not None:
                return self._two(f"pair_{a.head}_pi({self.emit(turns)})")
            case "cases":
                return self._pair_of_cases(a)
            case "max" | "min":
                out = self.pair(a.args[0])
                for b in a.args[1:]:
                    other = self.pair(b)
                    first, second = (out, other) if a.head == "max" else (other, out)
                    d = self._call("pair_add", first, self._negative(second))
                    wins = f"{d[0]} >= 0.0"
                    out = self.assign(f"where({wins}, {out[0]}, {other[0]})"), self.assign(f"where({wins}, {out[1]}, {other[1]})")
                return out
            case "sign":
                return self.assign(f"sign({self.pair(a.args[0])[0]})"), ZERO
            case "step":
                return self.assign(f"where({self.pair(a.args[0])[0]} >= 0.0, 1.0, 0.0)"), ZERO
            case "sinh" | "cosh":
                e = self._call("pair_exp", self.pair(a.args[0]))
                r = self._call("pair_div", ("0.5", ZERO), e)
                half = (f"0.5 * {e[0]}", f"0.5 * {e[1]}")
                return self._call("pair_add", half, r if a.head == "cosh" else self._negative(r))
            case "sinc":
                return self._call("pair_div", self.pair(Term("sin", a.args)), self.pair(a.args[0]))
        if a.head in BY_DEFINITION:
            return self.pair(spelled_out(a))
        if a.head in PAIRED:
            return self._call(PAIRED[a.head], self.pair(a.args[0]))
        raise NotEmitted(f"there is no code in pairs for {a.head}")

    def _times(self, a: Two, b: Two) -> Two:
        if (a[1], b[1]) == (ZERO, ZERO):
            square = "square_near" if self.near else "two_square"
            return self._two(f"{square}({a[0]})" if a[0] == b[0] else f"two_prod({a[0]}, {b[0]})")
        return self._call("pair_mul" if self.doubled else "loose_mul", a, b)

    def _pair_of_sum(self, a: Term) -> Two:
        first, *others = self._fixed_first(a)
        out = self.pair(first)
        for b in others:
            other = self.pair(b)
            if (out[1], other[1]) == (ZERO, ZERO):
                out = self._two(f"two_sum({out[0]}, {other[0]})")
            else:
                out = self._call("pair_add" if self.doubled else "loose_add", out, other)
        return out

    def _pair_of_product(self, a: Term) -> Two:
        scale = Fraction(1)
        above: list[Two] = []
        below: list[Two] = []
        for f in a.args if a.head == "mul" else (a,):
            n = f.args[1].value if f.head == "pow" and f.args[1].is_num else None
            if f.is_num and is_power_of_two(abs(f.value)):
                scale *= f.value
            elif n is not None and closed(f) is None and (2 * n).denominator == 1 and abs(n) <= 8:
                if not self.doubled and n.denominator == 2:
                    return self.emit(a), ZERO
                root = [self._call("pair_sqrt", self.pair(f.args[0]))] if n.denominator == 2 else []
                whole = self.pair(f.args[0])
                (above if n > 0 else below).extend([*root, *([whole] * int(abs(n)))])
            elif n is not None and closed(f) is None and not self.doubled:
                return self.emit(a), ZERO
            elif n is not None and closed(f) is None:
                above.append(self._pair_of_function(f))
            else:
                above.append(self.pair(f))
        out = above[0] if above else ("1.0", ZERO)
        for other in above[1:]:
            out = self._times(out, other)
        for other in below:
            out = self._call("pair_div" if self.doubled else "loose_div", out, other)
        if scale == 1:
            return out
        if scale == -1:
            return self._negative(out)
        s = double(scale)
        return f"{s} * {out[0]}", ZERO if out[1] == ZERO else f"{s} * {out[1]}"

    def _negative(self, a: Two) -> Two:
        def negative(source: str) -> str:
            if source == ZERO:
                return ZERO
            return f"-{source}" if re.fullmatch(r"\w+|[\d.]+(e[-+]?\d+)?", source) else f"-({source})"

        return negative(a[0]), negative(a[1])

    def _pair_of_cases(self, t: Term) -> Two:
        pairs, last = branches(t)
        return self._selected([(self.condition(c), self.pair(v)) for c, v in pairs], self.pair(last))

    def _selected(self, chosen: list[tuple[str, Two]], out: Two) -> Two:
        for condition, value in reversed(chosen):
            high = self.assign(f"where({condition}, {value[0]}, {out[0]})")
            low = ZERO if (value[1], out[1]) == (ZERO, ZERO) else self.assign(f"where({condition}, {value[1]}, {out[1]})")
            out = high, low
        return out

    # ---- choices

    def _extremum(self, t: Term) -> Text:
        function = "maximum" if t.head == "max" else "minimum"
        args = sorted(t.args, key=lambda a: closed(a) is not None)
        out = self.text(args[0]).source
        for a in args[1:]:
            out = f"{function}({out}, {self.text(a).source})"
        return Text(out, ATOM)

    def _cases(self, t: Term) -> Text:
        pairs, last = branches(t)
        out = self.text(last).source
        for condition, value in reversed(pairs):
            out = f"where({self.condition(condition)}, {self.text(value).source}, {out})"
        return Text(out, ATOM)

    def condition(self, c: Term) -> str:
        match c.head:
            case "true" | "false":
                return "1.0 > 0.0" if c.head == "true" else "0.0 > 1.0"
            case "and" | "or":
                sign = " & " if c.head == "and" else " | "
                return sign.join(f"({self.condition(a)})" for a in c.args)
            case "not":
                return self.condition(not_(c.args[0]))
        sign = {"lt": "<", "le": "<=", "eq": "==", "ne": "!="}[c.head]
        left, right = c.args
        if any(is_edge(a) for a in c.args) and any(a.head == "sym" for a in c.args):
            high, low = self.pair(add(left, mul(-1, right)))  # the edge is no double, but two tell on which side
            return f"{high} + {low} {sign} 0.0"
        if left.is_num and not right.is_num:
            left, right, sign = right, left, {"<": ">", "<=": ">="}.get(sign, sign)
        return f"{self.wrap(left, ADD)} {sign} {self.wrap(right, ADD)}"

    # ---- doubts

    def doubts(self, t: Term, signs: Mapping[Term, int], ratio: str) -> str | None:
        """A condition under which a sum in the term cancels, so that single doubles do not hold the value."""
        found = list(dict.fromkeys(self._cancelling(t, signs, (), ratio)))
        return " | ".join(f"({c})" for c in found) or None

    def _cancelling(self, t: Term, signs: Mapping[Term, int], path: tuple[str, ...], ratio: str) -> Iterator[str]:
        if closed(t) is not None or is_exact(t) or t.head == "exp":
            return
        if t.head == "cases":
            pairs, last = branches(t)
            before: list[str] = []
            inside = dict(signs)
            for c, v in pairs:
                yield from self._cancelling(v, {**inside, **_told(c)}, (*path, *before, self.condition(c)), ratio)
                before.append(self.condition(not_(c)))
                inside |= _told(not_(c))
            yield from self._cancelling(last, inside, (*path, *before), ratio)
            return
        if t.head == "add":
            known = {sign_of(a, signs) for a in t.args}
            if not (known <= {1} or known <= {-1}) and not all(map(is_exact, t.args)):
                size = " + ".join(f"absolute({self.emit(a)})" for a in t.args)
                yield " & ".join([*(f"({p})" for p in path), f"(absolute({self.emit(t)}) < {ratio} * ({size}))"])
        for a in t.children:
            yield from self._cancelling(a, signs, path, ratio)


def _told(c: Term) -> dict[Term, int]:
    """The sign of a term that a condition tells: x >= 0."""
    if c.head == "and":
        return {k: v for part in c.args for k, v in _told(part).items()}
    if c.head in ("lt", "le"):
        left, right = c.args
        if left.is_num and left.value >= 0:
            return {right: 1}
        if right.is_num and right.value <= 0:
            return {left: -1}
    return {}


def branches(t: Term) -> tuple[list[tuple[Term, Term]], Term]:
    """Conditions with values, and the last value; at a kink, where no strict condition holds, the piece whose closure it is in."""
    args = list(t.args)
    pairs = [(args[k], args[k + 1]) for k in range(0, len(args) - 1, 2)]
    if len(args) % 2:
        return pairs, args[-1]
    if len(pairs) == 1:
        return [], pairs[0][1]
    shut = [(closure(c), v) for c, v in pairs]
    last_condition, last = pairs.pop()
    return [*pairs, *(p for p in shut[:-1] if p[0] != last_condition)], last


def _base(f: Term) -> tuple[Term, int]:
    """A power with a whole exponent as its base and the exponent."""
    if f.head == "pow" and f.args[1].is_num and f.args[1].value.denominator == 1 and 0 < f.args[1].value < 9:
        return f.args[0], int(f.args[1].value)
    return f, 1


def over_pi(a: Term) -> Term | None:
    """z where the term is pi z and one double holds z."""
    factors = a.args if a.head == "mul" else (a,)
    if PI not in factors:
        return None
    z = mul(*(f for k, f in enumerate(factors) if k != factors.index(PI)))
    return z if is_exact(z) else None


def lines(statements: Iterable[str]) -> str:
    return "".join(f"    {s}\n" for s in statements)
