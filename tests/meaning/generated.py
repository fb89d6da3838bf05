r"""Formulas as people might write them, made together with what they say.

A piece is a text with its term. Brackets, fractions, spaces, braces and the ways to write a function are drawn at random: every
spelling of the same thing must be read as that thing.
"""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from symact.catalogue import ACTIVATIONS
from symact.terms import core as t
from symact.terms.calculus import diff
from symact.terms.core import Term

__all__ = ["Piece", "equations", "expressions"]


class Piece(NamedTuple):
    text: str
    term: Term
    factor: bool = True  # it can stand beside others in a product
    ends_in_name: bool = False  # a bracket after it might be its argument


X, Y, INDEX, N = t.sym("x"), t.sym("y"), t.index("i"), t.sym("n")
BRACKETS = ("(", "[", r"\left(", r"\left[", r"\bigl(", r"\Big(")
SPACES = st.sampled_from(["", "", " ", r"\,", "~", r"\;", r"\! "])
ATOMS = st.sampled_from(
    [
        *(Piece(text, term, True, True) for text, term in [
            ("x", X), ("y", Y), ("x", X), (r"\alpha", t.sym("alpha")), (r"\beta", t.sym("beta")), ("{x}", X), ("w", t.sym("w")),
            (r"\mu", t.sym("mu")), (r"\hat{y}", t.sym("y_hat")), (r"\hat y", t.sym("y_hat")), (r"\pi", t.PI), ("x_1", t.at("x", 1)),
            ("x_{1}", t.at("x", 1)), (r"y_{\text{out}}", t.sym("y_out")), (r"\mathrm{scale}", t.sym("scale")), ("α", t.sym("alpha")),
        ]),
        *(Piece(text, t.num(value)) for text, value in [("2", "2"), ("3", "3"), ("0.5", "1/2"), (r"\frac12", "1/2"), ("1", "1"), ("10", "10")]),
    ]
)  # fmt: skip
FUNCTIONS = {
    r"\sin": "sin", r"\cos": "cos", r"\tanh": "tanh", r"\exp": "exp", r"\ln": "log", r"\log": "log", r"\operatorname{erf}": "erf",
    r"\mathrm{tanh}": "tanh", r"{\rm tanh}": "tanh", r"\text{tanh}": "tanh", "tanh": "tanh", r"\arctan": "atan",
}  # fmt: skip
ENTRIES = {
    r"\sigma": "sigmoid",
    r"\mathrm{ReLU}": "relu",
    "sigmoid": "sigmoid",
    r"\text{softplus}": "softplus",
    r"\operatorname{Mish}": "mish",
}


@st.composite
def bracketed(draw: st.DrawFn, piece: Piece) -> str:
    left, right = draw(
        st.sampled_from(
            ["()", "()", "[]", (r"\left(", r"\right)"), (r"\left[", r"\right]"), (r"\bigl(", r"\bigr)"), (r"\Big(", r"\Big)")]
        )
    )
    return f"{left}{draw(SPACES)}{piece.text}{draw(SPACES)}{right}"


@st.composite
def factors(draw: st.DrawFn, piece: Piece) -> str:
    return piece.text if piece.factor else draw(bracketed(piece))


@st.composite
def calls(draw: st.DrawFn, inner: st.SearchStrategy[Piece]) -> Piece:
    a = draw(inner)
    if draw(st.booleans()):
        head, name = draw(st.sampled_from(sorted(FUNCTIONS.items())))
        value = t.exp(a.term) if name == "exp" else t.fn(name, a.term)
    else:
        head, name = draw(st.sampled_from(sorted(ENTRIES.items())))
        entry = ACTIVATIONS[name]
        value = t.substitute(entry.expression, {entry.variable: a.term})
    if draw(st.integers(0, 5)) == 0:
        return Piece(f"{head}^2{draw(SPACES)}{draw(bracketed(a))}", t.power(value, 2))
    return Piece(f"{head}{draw(SPACES)}{draw(bracketed(a))}", value)


@st.composite
def operands(draw: st.DrawFn, inner: st.SearchStrategy[Piece]) -> Piece:
    """Roots, powers, fractions, absolute values, extrema, derivatives, cases, sums."""
    a, b = draw(inner), draw(inner)
    kind = draw(st.sampled_from("frac over slash sqrt power exp abs max min deriv cases sum indicator prime at".split()))
    match kind:
        case "frac":
            sign = draw(st.sampled_from([r"\frac", r"\dfrac", r"\tfrac", r"\cfrac"]))
            return Piece(f"{sign}{{{a.text}}}{draw(st.sampled_from(['', ' ']))}{{{b.text}}}", a.term / b.term)
        case "over":
            return Piece(rf"{{{a.text} \over {b.text}}}", a.term / b.term)
        case "slash":
            return Piece(f"{draw(bracketed(a))}/{draw(bracketed(b))}", a.term / b.term, False)
        case "sqrt":
            return Piece(rf"\sqrt{{{a.text}}}", t.sqrt(a.term))
        case "power":
            n = draw(st.sampled_from([("2", 2), ("{2}", 2), ("{-1}", -1), ("3", 3)]))
            return Piece(f"{draw(bracketed(a))}^{n[0]}", t.power(a.term, n[1]))
        case "exp":
            return Piece(
                draw(st.sampled_from(["e^{%s}", r"\mathrm{e}^{%s}", r"{\rm e}^{%s}", "{e}^{%s}"])) % a.text, t.exp(a.term)
            )
        case "abs":
            left, right = draw(
                st.sampled_from([(r"\left|", r"\right|"), (r"\lvert ", r"\rvert "), (r"\left\vert ", r"\right\vert ")])
            )
            return Piece(left + a.text + right, t.abs_(a.term))
        case "max" | "min":
            head = draw(st.sampled_from([f"\\{kind}", rf"\text{{{kind}}}", kind]))
            curly = "()" if a.text.startswith(r"\begin") else (r"\{", r"\}")  # \{ before an environment makes cases
            left, right = draw(st.sampled_from(["()", curly, (r"\left(", r"\right)")]))
            return Piece(f"{head}{left}{a.text},{draw(SPACES)}{b.text}{right}", t.fn(kind, a.term, b.term))
        case "deriv":
            d = draw(
                st.sampled_from(
                    [r"\frac{d}{dx}", r"\frac{\partial}{\partial x}", r"\frac{\mathrm{d}}{\mathrm{d}x}", r"{d \over dx}"]
                )
            )
            return Piece(d + draw(bracketed(with_x(a))), diff(with_x(a).term, X), False)
        case "prime":
            return Piece(f"\\tanh'{draw(bracketed(a))}", 1 - t.fn("tanh", a.term) ** 2)
        case "cases":
            row = draw(st.sampled_from([r" & x > 0", r", & \text{if } x > 0", r" & \text{for } x>0,", r", \quad x > 0"]))
            other = draw(st.sampled_from([r" & x \le 0", r" & \text{if } x \leq 0"]))
            return Piece(
                rf"\begin{{cases}}{a.text}{row}\\{b.text}{other}\end{{cases}}", t.cases(X.gt(0), a.term, X.le(0), b.term), False
            )
        case "indicator":
            head = draw(
                st.sampled_from([r"\mathbb{1}\{x>0\}", r"\mathbf{1}_{x > 0}", r"\mathbb{I}(x>0)", r"\mathbb 1_{\{x>0\}}"])
            )
            return Piece(head, t.cases(X.gt(0), t.ONE, t.ZERO))
        case "at":
            point = draw(st.sampled_from("023"))
            value = t.substitute(a.term, {X: t.num(point)})
            return Piece(rf"\left. \left({a.text}\right) \right|_{{x={point}}}", value, False)
        case _:
            body = t.add(t.mul(a.term, t.at("z", INDEX)), b.term)
            bounds = draw(st.sampled_from([r"_{i=1}^{n}", r"^n_{i=1}", r"\limits_{i=1}^n"]))
            return Piece(rf"\sum{bounds}\left(\left({a.text}\right) z_i + {b.text}\right)", t.sum_(INDEX, 1, N, body), False)


def with_x(a: Piece) -> Piece:
    """What is differentiated speaks of x: of anything else nobody would say so."""
    return Piece(rf"x + {a.text}", X + a.term) if X not in t.free(a.term) else a


@st.composite
def products(draw: st.DrawFn, inner: st.SearchStrategy[Piece]) -> Piece:
    a, b = draw(inner), draw(inner)
    sign = draw(st.sampled_from(["", "", r"\cdot ", r"\times ", "*"]))
    left = draw(factors(a))
    if sign:
        return Piece(f"{left}{draw(SPACES)}{sign}{draw(factors(b))}", a.term * b.term, False)
    if b.term.is_num or not b.factor or b.text.startswith(BRACKETS):  # x 2 is no product, and x(y) an application
        left = draw(bracketed(a)) if a.ends_in_name else left
        return Piece(left + draw(bracketed(b)), a.term * b.term, False)
    return Piece(f"{left} {b.text}", a.term * b.term, False, b.ends_in_name)


@st.composite
def sums(draw: st.DrawFn, inner: st.SearchStrategy[Piece]) -> Piece:
    a, b = draw(inner), draw(inner)
    kind = draw(st.sampled_from(["+", "-", "neg"]))
    right = b.text if b.factor else draw(bracketed(b))
    if kind == "neg":
        return Piece(f"-{right}", t.neg(b.term), False)
    left = a.text if a.factor else draw(bracketed(a))
    return Piece(f"{left} {kind}{draw(SPACES)}{right}", a.term + b.term if kind == "+" else a.term - b.term, False)


def _larger(inner: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    return st.one_of(calls(inner), operands(inner), products(inner), sums(inner))


expressions = st.recursive(ATOMS, _larger, max_leaves=8)


@st.composite
def equations(draw: st.DrawFn) -> tuple[str, list[Term]]:
    """A chain of two or three members in one of the usual settings, with what its members are."""
    members = draw(st.lists(expressions, min_size=2, max_size=3))
    setting = draw(
        st.sampled_from(["%s", "%s.", r"%s \,,", r"\displaystyle %s", r"\boxed{%s}", r"%s \tag{1}", "rows", "split"])
    )
    texts = [m.text for m in members]
    if setting in ("rows", "split"):
        env = "aligned" if setting == "rows" else "split"
        text = rf"\begin{{{env}}} {texts[0]} &= " + r" \\ &= ".join(texts[1:]) + rf"\end{{{env}}}"
    else:
        text = setting % " = ".join(texts)
    return text, [m.term for m in members]
