"""The table of elaboration: one rule for each kind of syntax."""

from __future__ import annotations

from symact.meaning import applications, derivatives, operators, products
from symact.meaning.elaborator import Elaborator, Fork, Unclear
from symact.meaning.operators import condition

__all__ = ["Elaborator", "Fork", "Unclear", "condition"]

Elaborator.RULES = {
    "num": Elaborator.number,
    "name": Elaborator.name,
    "sub": products.subscripted,
    "styled": Elaborator.name,
    "text": Elaborator.words,
    "prime": Elaborator.primed,
    "neg": products.negation,
    "pos": lambda e, node: e.value(node.args[0]),
    "add": products.addition,
    "mul": products.product,
    "juxt": applications.juxtaposed,
    "frac": products.fraction,
    "sqrt": products.root,
    "sup": products.superscript,
    "group": products.group,
    "abs": products.absolute,
    "norm": products.normed,
    "call": applications.called,
    "apply": applications.applied,
    "deriv": derivatives.derivative,
    "bigop": operators.big_operator,
    "cases": operators.pieces,
    "at": operators.evaluated,
}
