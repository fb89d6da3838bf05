r"""Terms as LaTeX that reads like a textbook: ``\frac{x}{1 + e^{-x}}``, ``\sum_{j=1}^{n} e^{x_{j}}``, ``\tanh^{2}(x)``.

The order of a sum is chosen for the eye (``1 - y`` rather than ``-y + 1``); everything else stands as it is in the term. A
printed term can be read back to an equal one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from symact.terms.core import HALF, ONE, Term, filled, plain_indices, walk
from symact.terms.functions import FUNCTIONS

__all__ = ["bracketed", "name_latex", "to_latex"]

_SUM, _PRODUCT, _BODY, _POWER, _ATOM = 1, 2, 3, 4, 5  # a body (of \sum, \int, \lim) takes all that follows it
_SHORT_EXPONENT = 16  # terms in an exponent beyond which exp(...) reads better than e^{...}
_DECIMAL_FROM = 100  # 1/8 stays a fraction, 0.044715 stays a decimal

_GREEK = frozenset({
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "varphi", "chi", "psi", "omega", "Gamma",
    "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega", "ell",
})  # fmt: skip
_RELATIONS = {"lt": "<", "le": r"\le", "eq": "=", "ne": r"\ne"}
_TURNED = {"lt": ">", "le": r"\ge", "eq": "=", "ne": r"\ne"}
_BIG = {"sum": r"\sum", "prod": r"\prod"}
_TALL = re.compile(r"\\d?frac|\\sum|\\prod|\\int|\\begin|\\max_|\\min_|\\left|\^\{[^{}]*\^")


class Printed(NamedTuple):
    """LaTeX and how tightly it binds."""

    text: str
    level: int


def to_latex(t: Term, names: Mapping[str, str] | None = None) -> str:
    """The term as LaTeX; ``names`` gives the LaTeX of names that should not be spelled by the general rule."""
    return _Printer(names or {}).text(plain_indices(t))


_MARKS = frozenset("hat bar tilde dot ddot check breve".split())


def _word(text: str) -> Printed:
    """A printed name: one that has something above it already is no base for a power."""
    return Printed(text, _POWER if "^" in text else _ATOM)


def name_latex(name: str, places: str = "") -> str:
    r"""A plain name as LaTeX: ``alpha`` -> ``\alpha``, ``x1`` -> ``x_{1}``, ``y_hat`` -> ``\hat{y}``, ``scale`` -> ``\mathrm{scale}``.

    ``places`` are printed indices that go below it.
    """
    if name.startswith("\\"):
        return f"{name}_{{{places}}}" if places else name
    name, _, raised = name.partition("^")
    stem, primes = name.rstrip("'"), "'" * (len(name) - len(name.rstrip("'")))
    base, *labels = stem.split("_")
    if not labels and (m := re.fullmatch(r"(\D+?)(\d+)", stem)) and (len(m[1]) == 1 or m[1] in _GREEK):
        base, labels = m[1], [m[2]]
    out = _letters(base)
    while labels and labels[0] in _MARKS:
        out = f"\\{labels.pop(0)}{{{out}}}"
    if "Delta" in labels[:1]:
        out = f"\\{labels.pop(0)} {out}"
    below = ",".join(filter(None, (*map(_letters, labels), places)))
    above = raised.replace("⟨", r"\langle ").replace("⟩", r"\rangle")
    return out + primes + (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")


def _letters(word: str) -> str:
    if len(word) <= 1 or word.isdigit():
        return word
    if word in _GREEK:
        return "\\" + word
    escaped = re.sub(r"([#$%&_{}])", r"\\\1", word)
    return f"\\mathrm{{{escaped}}}" if word.isascii() else f"\\text{{{escaped}}}"


def _decimal(v: Fraction) -> str | None:
    """A fraction that was clearly written as a decimal, as that decimal."""
    rest, twos, fives = v.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1 or not fives or v.denominator < _DECIMAL_FROM:
        return None
    places = max(twos, fives)
    digits = str(abs(v.numerator) * 10**places // v.denominator).rjust(places + 1, "0")
    return f"{'-' if v < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _rational(v: Fraction, inline: bool) -> Printed:
    if v.denominator == 1:
        return Printed(str(v.numerator), _SUM if v < 0 else _ATOM)
    decimal = _decimal(v)
    if decimal is not None:
        return Printed(decimal, _SUM if v < 0 else _ATOM)
    sign = "-" if v < 0 else ""
    if inline:
        return Printed(f"{sign}{abs(v.numerator)}/{v.denominator}", _SUM if v < 0 else _PRODUCT)
    return Printed(f"{sign}\\frac{{{abs(v.numerator)}}}{{{v.denominator}}}", _SUM if v < 0 else _PRODUCT)


def bracketed(text: str, left: str = "(", right: str = ")") -> str:
    """The text in brackets that are as tall as it needs."""
    return f"\\left{left}{text}\\right{right}" if _TALL.search(text) else f"{left}{text}{right}"


def _has_function(t: Term) -> bool:
    return any(a.head in FUNCTIONS or a.head in ("app", "sum") or _is_root(a) for a in walk(t))


def _called(before: Term, text: str) -> bool:
    """Whether a letter before a bracket would look like a function of it."""
    return text[0] in "({" and before.head in ("sym", "at")


def _is_root(t: Term) -> bool:
    return t.head == "pow" and t.args[1] == HALF


def _is_variable(t: Term) -> bool:
    """Whether a name is one that variables have: u to z, an entry, the modulus of one."""
    if t.head == "abs":
        return True
    return t.head in ("sym", "at") and t.name[:1] in "uvwxyz"


class _Printer:
    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def text(self, t: Term, inline: bool = False) -> str:
        return self.print(t, inline).text

    def wrap(self, t: Term, level: int, inline: bool = False) -> str:
        text, own = self.print(t, inline)
        return text if own >= level else bracketed(text)

    def name(self, name: str) -> str:
        return self.names.get(name) or name_latex(name)

    def print(self, t: Term, inline: bool = False) -> Printed:
        """``inline`` writes fractions as a/b, for exponents."""
        match t.head:
            case "num":
                return _rational(t.value, inline)
            case "const":
                return Printed({"pi": r"\pi", "oo": r"\infty"}.get(t.name) or name_latex(t.name), _ATOM)
            case "sym" | "ix" | "vec":
                return _word(self.name(t.name))
            case "at":
                return self._entry(t)
            case "add":
                return Printed(self._sum(t, inline), _SUM)
            case "mul":
                return self._product(t, inline)
            case "pow":
                return self._power(t, inline)
            case "exp":
                return self._exponential(t)
            case "abs":
                return Printed(bracketed(self.text(t.args[0]), "|", "|"), _ATOM)
            case "floor":
                return Printed(rf"\left\lfloor {self.text(t.args[0])} \right\rfloor", _ATOM)
            case "max" | "min":
                return Printed(f"\\{t.head}{bracketed(', '.join(map(self.text, t.args)))}", _POWER)
            case "cases":
                return Printed(self._cases(t), _BODY)
            case "delta":
                return Printed(rf"\delta_{{{self._indices(t.args)}}}", _ATOM)
            case "app":
                return self._applied(t)
            case "slope":
                d = r"\partial " if t.args[2].head == "at" else r"\mathrm{d}"
                inner = bracketed(self.text(t.args[1]))
                return Printed(rf"\frac{{{d.strip()}}}{{{d}{self.text(t.args[2])}}}{inner}", _PRODUCT)
            case "sum" | "prod" | "maxover" | "minover" | "integral" | "limit":
                return Printed(self._bound(t), _BODY)
            case "lt" | "le" | "eq" | "ne" | "and" | "or" | "not" | "true" | "false":
                return Printed(self.condition(t), 0)
        head = FUNCTIONS[t.head].latex if t.head in FUNCTIONS else rf"\operatorname{{{t.head}}}"
        return Printed(head + bracketed(", ".join(map(self.text, t.args))), _POWER)

    def _indices(self, args: tuple[Term, ...]) -> str:
        parts = [self.text(a, inline=True) for a in args]
        short = all(len(p) == 1 and not p.isdigit() for p in parts)
        return ("" if short else ",").join(parts)

    def _entry(self, t: Term) -> Printed:
        if t.name not in self.names:
            name, below = filled(t.name, t.args[1:], lambda place: self.text(place, inline=True))
            return _word(name_latex(name, self._indices(below)))
        base, inner = self.names[t.name], self._indices(t.args[1:])
        if "_" in base:  # y_{d} has its label already: a second subscript is not LaTeX
            return Printed(f"{base[:-1]},{inner}}}" if base.endswith("}") else f"{{{base}}}_{{{inner}}}", _ATOM)
        return Printed(f"{base}_{{{inner}}}", _ATOM)

    def _sum(self, t: Term, inline: bool) -> str:
        terms = list(t.args)
        last = terms[-1]
        if last.is_num and last.value > 0 and any(_has_function(a) for a in terms[:-1]):
            terms = [last, *terms[:-1]]  # 1 + e^{-x}, but x + 1 and e^{x} - 1
        printed = [self.print(a, inline) for a in terms]
        if printed[0].text.startswith("-"):
            k = next((k for k, p in enumerate(printed) if not p.text.startswith("-")), 0)
            printed.insert(0, printed.pop(k))
        out = ""
        for k, (text, level) in enumerate(printed):
            if level == _BODY and k < len(printed) - 1:
                text = bracketed(text)
            out += text if k == 0 else f" - {text[1:]}" if text.startswith("-") else f" + {text}"
        return out

    def _product(self, t: Term, inline: bool) -> Printed:
        sign, coefficient = "", Fraction(1)
        above: list[Term] = []
        below: list[Term] = []
        for a in t.args if t.head == "mul" else (t,):
            if a.is_num:
                coefficient *= a.value
            elif a.head == "pow" and a.args[1].is_num and a.args[1].value < 0:
                inverse = -a.args[1].value
                below.append(a.args[0] if inverse == 1 else Term("pow", (a.args[0], Term("num", (inverse,)))))
            else:
                above.append(a)
        if coefficient < 0:
            sign, coefficient = "-", -coefficient
        decimal = _decimal(coefficient)
        numerator = [] if coefficient.numerator == 1 and decimal is None else [decimal or str(coefficient.numerator)]
        denominator = [] if decimal or coefficient.denominator == 1 else [str(coefficient.denominator)]
        level = _SUM if sign else _PRODUCT
        if not below and not denominator:
            return Printed(sign + self._factors(numerator, above, inline, alone=not sign), level)
        if inline:
            top = self._factors(numerator, above, inline, alone=False) or "1"
            parts = len(below) + len(denominator)
            bottom = self._factors(denominator, below, inline) if parts > 1 else None
            end = f"({bottom})" if bottom else denominator[0] if denominator else self.wrap(below[0], _POWER, inline)
            return Printed(f"{sign}{top}/{end}", level)
        behind: list[Term] = []
        if not below:  # x/2 (1 + ...) rather than everything over 2
            k = next((k for k, a in enumerate(above) if a.head in ("add", "slope") or self.print(a).level == _BODY), len(above))
            if k or numerator or above[k].head != "add":
                above, behind = above[:k], above[k:]
            elif _has_function(above[0]):
                above, behind = [], above
        alone = not behind
        top = self._factors(numerator, above, inline, alone) or "1"
        fraction = f"\\frac{{{top}}}{{{self._factors(denominator, below, inline)}}}"
        if not behind:
            return Printed(sign + fraction, level)
        dot = r"\cdot " if behind[0].head == "slope" else ""
        return Printed(f"{sign}{fraction} {dot}{self._factors([], behind, inline, alone=False)}", level)

    def _factors(self, numbers: list[str], factors: list[Term], inline: bool, alone: bool = True) -> str:
        """Factors side by side; one that stands alone (in a fraction) needs no brackets."""
        if alone and not numbers and len(factors) == 1:
            return self.text(factors[0], inline)
        out = "".join(numbers)
        for k, f in enumerate(factors):
            text, level = self.print(f, inline)
            if level < _PRODUCT or f.head == "mul" or (level == _BODY and k < len(factors) - 1):
                text = bracketed(text)
            if not out:
                out = text
            elif f.head == "slope" or text[0].isdigit() or text[0] == "-" or (_called(factors[k - 1], text) and inline):
                out += rf" \cdot {text}"
            else:
                out += f" {text}"
        return out

    def _power(self, t: Term, inline: bool) -> Printed:
        base, exponent = t.args
        if exponent.is_num:
            v = exponent.value
            if v < 0:
                return self._product(t, inline)
            if v.numerator == 1 and v.denominator <= 3:
                root = "" if v.denominator == 2 else f"[{v.denominator}]"
                return Printed(rf"\sqrt{root}{{{self.text(base)}}}", _ATOM)
            if v.denominator == 1 and base.head in FUNCTIONS and base.head not in ("exp", "abs", "floor", "loggamma"):
                arguments = bracketed(", ".join(map(self.text, base.args)))
                return Printed(rf"{FUNCTIONS[base.head].latex}^{{{v}}}{arguments}", _POWER)
        raised = self.text(exponent, inline=True)
        text, level = self.print(base, inline)
        simple = level == _ATOM or base.head in ("max", "min") or (base.head == "app" and not any(base.args[1]))
        if (base.is_num and base.value.denominator != 1) or not simple:
            text = bracketed(text)
        return Printed(f"{text}^{{{raised}}}", _POWER)

    def _exponential(self, t: Term) -> Printed:
        inner = t.args[0]
        nodes = list(walk(inner))
        awkward = {"sum", "prod", "maxover", "minover", "cases", "integral", "max", "min", "log"}
        if len(nodes) <= _SHORT_EXPONENT and not any(a.head in awkward for a in nodes):
            raised = self.text(inner, inline=True)
            return Printed("e" if raised == "1" else f"e^{{{raised}}}", _POWER)
        return Printed(rf"\exp{bracketed(self.text(inner))}", _POWER)

    def _cases(self, t: Term) -> str:
        args = t.args
        rows = [f"{self.text(args[k + 1])}, & {self.condition(args[k])}" for k in range(0, len(args) - 1, 2)]
        if len(args) % 2:
            rows.append(rf"{self.text(args[-1])}, & \text{{otherwise}}")
        return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"

    def _applied(self, t: Term) -> Printed:
        name, orders, *args = t.args
        if name.startswith("∂"):  # the gradient of a function of vectors
            above, below = name.rsplit("/∂", 1)
            places = self._indices(tuple(a for a in args if a.head in ("ix", "num")))
            return Printed(rf"\frac{{\partial {self.name(above.lstrip('∂'))}}}{{\partial {self.name(below)}_{{{places}}}}}", _ATOM)
        head = self.name(name)
        if len(orders) == 1 and orders[0]:
            head += "'" * orders[0] if orders[0] <= 3 else f"^{{({orders[0]})}}"
        elif any(orders):
            head += f"^{{({','.join(map(str, orders))})}}"
        return Printed(head + bracketed(", ".join(map(self.text, args))), _POWER)

    def _bound(self, t: Term) -> str:
        if t.head == "limit":
            v, point, side, body = t.args
            mark = f"^{{{side}}}" if side else ""
            return rf"\lim_{{{self.text(v)} \to {self.text(point)}{mark}}} {self.wrap(body, _PRODUCT)}"
        v, lower, upper, body = t.args
        low, high, inner = self.text(lower, True), self.text(upper, True), self.wrap(body, _PRODUCT)
        if t.head == "integral":
            return rf"\int_{{{low}}}^{{{high}}} {inner} \, d{self.text(v)}"
        if t.head in ("maxover", "minover") and lower == ONE and upper.head in ("sym", "ix"):
            return rf"\{t.head[:3]}_{{{self.text(v)}}} {inner}"
        if t.head in ("maxover", "minover"):
            return rf"\{t.head[:3]}_{{{low} \le {self.text(v)} \le {high}}} {inner}"
        return rf"{_BIG[t.head]}_{{{self.text(v)}={low}}}^{{{high}}} {inner}"

    def condition(self, c: Term) -> str:
        r"""A condition with the variable to the left: ``x > 0``, ``-1 < x \le 1``."""
        match c.head:
            case "true" | "false":
                return rf"\text{{{c.head}}}"
            case "not":
                return rf"\lnot {bracketed(self.condition(c.args[0]))}"
            case "and" | "or":
                return self._junction(c)
        left, right = c.args
        if (left.is_num and not right.is_num) or (_is_variable(right) and not _is_variable(left)):
            return f"{self.text(right)} {_TURNED[c.head]} {self.text(left)}"
        return f"{self.text(left)} {_RELATIONS[c.head]} {self.text(right)}"

    def _junction(self, c: Term) -> str:
        parts = list(c.args)
        if c.head == "and" and len(parts) == 2 and all(p.head in ("lt", "le") for p in parts):
            for first, second in (parts, parts[::-1]):
                if first.args[1] == second.args[0]:  # a < x and x < b
                    middle = f"{self.text(first.args[1])} {_RELATIONS[second.head]} {self.text(second.args[1])}"
                    return f"{self.text(first.args[0])} {_RELATIONS[first.head]} {middle}"
        inner = [bracketed(self.condition(p)) if c.head == "and" and p.head == "or" else self.condition(p) for p in parts]
        return (r" \text{ and } " if c.head == "and" else r" \text{ or } ").join(inner)
