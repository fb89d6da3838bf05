"""Arithmetic: sums, products with a written sign, fractions, roots, powers, brackets, absolute values and norms."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symact.meaning.applications import composed
from symact.meaning.derivatives import apply_operator, is_operator
from symact.meaning.elaborator import Elaborator, Unclear, is_minus_one
from symact.meaning.names import (
    Written,
    bracketed,
    is_indicator,
    is_place,
    is_transpose,
    is_word,
    written_name,
)
from symact.meaning.operators import indicator
from symact.meaning.tensors import Tensor, Value, contract, hadamard, lift, norm, plus
from symact.notation.syntax import Node
from symact.obligations import PARAMETERS
from symact.terms.core import Term, abs_, exp, fn, mul, neg, power, sqrt

__all__ = ["absolute", "addition", "fraction", "group", "negation", "normed", "product", "root", "subscripted", "superscript"]

SCALED = ("cdot", "times", "ast", "", "bullet", ".")
ENTRYWISE = ("odot", "circ")
MAX_MATRIX_POWER = 4


def addition(e: Elaborator, node: Node) -> Value:
    out, *rest = e.values(node.args)
    for value in rest:
        out = plus(out, value)
    return out


def negation(e: Elaborator, node: Node) -> Value:
    return lift(lambda t: neg(t), e.value(node.args[0]))


def product(e: Elaborator, node: Node) -> Value:
    """A product with a written sign; between vectors the sign says which product is meant."""
    if node.value == "div":
        out, *rest = e.values(node.args)
        for value in rest:
            out = lift(lambda a, b: a / b, out, value)
        return out
    if is_operator(node.args[0]):
        return apply_operator(e, node.args[0], node.args[1:], node)
    if composed(e, node):
        raise Unclear("incomplete", "a composition without its argument", node)
    out, *rest = e.values(node.args)
    for value in rest:
        both = isinstance(out, Tensor) and isinstance(value, Tensor)
        if node.value in ENTRYWISE or (node.value == "ast" and both):
            out = hadamard(out, value)
        elif node.value in ("cdot", "bullet", "") and isinstance(out, Tensor) and isinstance(value, Tensor):
            columns = out.rank == value.rank == 1 and not out.row and not value.row
            out = contract(out.transposed if columns else out, value)
        elif node.value in SCALED and not both:
            if node.value == "times" and "cross products" in e.scope.topics and not any(a.kind == "num" for a in node.args):
                raise Unclear("ambiguous", "a cross that may be a product of vectors", node)
            out = hadamard(out, value)
        elif node.value == "otimes" and isinstance(out, Tensor) and isinstance(value, Tensor) and out.rank == value.rank == 1:
            out = contract(Tensor(out.axes, out.body), Tensor(value.axes, value.body, True))
        else:
            raise Unclear("incomplete", f"the product \\{node.value} here", node)
    return out


def fraction(e: Elaborator, node: Node) -> Value:
    above, below = e.values(node.args)
    if isinstance(below, Tensor) and (not isinstance(above, Tensor) or above.rank != below.rank):
        raise Unclear("incomplete", "a division by a vector", node)
    return lift(lambda a, b: a / b, above, below)


def root(e: Elaborator, node: Node) -> Value:
    inside = e.value(node.args[0])
    if len(node.args) == 1 or node.args[1].kind == "none":
        return lift(lambda t: sqrt(t), inside)
    degree = e.term(node.args[1])
    if not degree.is_num or degree.value.denominator != 1 or degree.value < 2:
        raise Unclear("incomplete", "a root of variable degree", node)
    if degree.value % 2:  # the odd root of a negative number is negative
        return lift(lambda t: power(t, 1 / degree.value) if t.is_num and t.value >= 0 else _odd_root(t, degree.value), inside)
    return lift(lambda t: power(t, 1 / degree.value), inside)


def _odd_root(t: Term, degree: Fraction) -> Term:
    return mul(fn("sign", t), power(abs_(t), 1 / degree))


def group(e: Elaborator, node: Node) -> Value:
    if node.value in ("(", "[", "{") and node.args[0].kind not in ("seq", "rel", "and", "or"):
        return e.value(node.args[0])
    if node.value == "⌊":
        return lift(lambda t: fn("floor", t), e.value(node.args[0]))
    if node.value == "⌈":
        return lift(lambda t: neg(fn("floor", neg(t))), e.value(node.args[0]))
    if node.value == "[" and node.args[0].kind in ("rel", "and", "or"):
        return indicator(e, node.args[0])  # Iverson's bracket
    if node.value == "⟨" and node.args[0].kind == "seq" and len(node.args[0].args) == 2:
        a, b = e.values(node.args[0].args)
        if isinstance(a, Tensor) and isinstance(b, Tensor) and a.rank == b.rank == 1:
            return contract(Tensor(a.axes, a.body, True), Tensor(b.axes, b.body))
    raise Unclear("incomplete", "a list or set of several things", node)


def subscripted(e: Elaborator, node: Node) -> Value:
    """A name with its index; the positive part ``(x)_+``; an indicator ``1_{x > 0}``."""
    base, index = node.args
    if base.kind == "group" and base.value in "([" and index.kind == "name" and index.value == "+":
        return lift(lambda t: fn("max", t, 0), e.value(base))
    if is_indicator(base, index):
        return indicator(e, index)
    return e.name(node)


def absolute(e: Elaborator, node: Node) -> Value:
    value = e.value(node.args[0])
    if isinstance(value, Tensor):
        raise Unclear("ambiguous", "bars around a vector: its norm or its entries", node)
    return abs_(value)


def normed(e: Elaborator, node: Node) -> Value:
    kind = node.args[1].value if len(node.args) > 1 and node.args[1].kind in ("name", "num") else ""
    if kind not in ("", "1", "2", "F", "infty", "max"):
        raise Unclear("incomplete", "a norm of this kind", node)
    inside = node.args[0]
    bare = {w.word: 1 for n in inside.walk() if (w := written_name(n)) is not None and n.kind == "name" and not w.indices}
    indexed = {n.value for s in inside.walk() if s.kind == "sub" for n in s.walk() if n.kind == "name"}
    ranks = {w: max(r, e.scope.ranks.get(w, 0)) for w, r in bare.items() if w not in indexed and w not in PARAMETERS}
    return norm(replace(e, scope=e.scope.with_ranks(ranks)).value(inside), kind)  # what has a norm is a vector


def superscript(e: Elaborator, node: Node) -> Value:
    """A power, a transpose, a label, or a power of a function."""
    base, exponent = node.args
    if exponent.kind == "juxt" and exponent.args[0].kind == "group" and is_transpose(exponent.args[-1]):  # W^{[l]T}
        labels = exponent.args[0] if len(exponent.args) == 2 else Node("juxt", exponent.span, exponent.args[:-1])
        return superscript(e, Node("sup", node.span, (Node("sup", node.span, (base, labels)), exponent.args[-1])))
    groups = bracketed(exponent)
    if groups and base.kind == "name" and base.value == "e" and e.scope.find("e") is None and groups[0].value == "(":
        if is_place(exponent, e.indices):
            raise Unclear("ambiguous", "a superscript in brackets: a power or a label", node)
        groups = ()
    if groups and written_name(base, e.indices) is not None:
        label = written_name(node, e.indices)
        if label is None:
            raise Unclear("ambiguous", "a superscript in brackets: a power or a label", node)
        return e.named(label, node)
    if is_word(exponent) and not (base.kind == "name" and base.value == "e") and (label := written_name(node, e.indices)):
        return e.named(label, node)
    if base.kind == "name" and base.value == "e" and (e.scope.find("e") is None or exponent.kind != "num"):
        return lift(lambda t: exp(t), e.value(exponent))
    if exponent.kind == "name" and exponent.value in ("+", "-"):  # the positive or negative part
        sign = 1 if exponent.value == "+" else -1
        return lift(lambda t: fn("max", mul(sign, t), 0), e.value(base))
    if exponent.kind == "name" and exponent.value in ("circ", "ast", "star", "dagger"):
        raise Unclear("incomplete", "a superscript of this kind", node)
    if base.kind in ("name", "sub") and exponent.kind == "num":  # \\sigma^2 as a name of its own
        whole = written_name(base, e.indices)
        bound = e.scope.find(f"{whole.word}^{exponent.value}") if whole is not None and not whole.indices else None
        if bound is not None:
            return e.bound_value(bound, Written(bound.name), node)
    if is_transpose(exponent):
        value = e.value(base)
        if isinstance(value, Tensor):
            return value.transposed
        if exponent.value == "T" and e.scope.find("T") is not None:
            return power(value, e.term(exponent))
        raise Unclear("incomplete", "a transpose of something whose shape is not known", node)
    if base.kind == "name" and e.means_its_value(base.value):
        if is_minus_one(exponent):
            raise Unclear("ambiguous", "the power -1 of a function: inverse or reciprocal", node)
        n = e.term(exponent)
        return lift(lambda t: power(t, n), e.value_of_function(base))
    value = e.value(base)
    if isinstance(value, Tensor):
        if exponent.kind == "num" and exponent.value == "2" and value.rank == 1:
            ways = (r"\|x\|^2", "the squares of its entries")
            if e.choose(("square", node.span), ways, "the square of a vector", node):
                return lift(lambda t: power(t, 2), value)
            return contract(value.transposed, value)
        if exponent.kind == "num" and exponent.value.isdigit() and value.rank == 2 and 1 <= int(exponent.value) <= MAX_MATRIX_POWER:
            times: Value = value
            for _ in range(int(exponent.value) - 1):
                times = contract(times, value)
            return times
        raise Unclear("incomplete", "a power of a vector or matrix", node)
    return power(value, e.term(exponent))
