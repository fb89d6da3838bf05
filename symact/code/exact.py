"""What a computation is in exact arithmetic: operations to terms."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symact.code.elementwise import ELEMENTWISE
from symact.code.ops import Op, walk
from symact.terms.core import (
    FALSE,
    ONE,
    TRUE,
    ZERO,
    Term,
    add,
    all_of,
    any_of,
    cases,
    free,
    index,
    mul,
    neg,
    not_,
    num,
    power,
    rel,
    sub,
    substitute,
    sym,
)

__all__ = ["GUARD", "exact", "is_guard"]

GUARD = Fraction(1, 10**5)  # what is added to keep a logarithm or a quotient finite is no greater
OVER = {"sum": "sum", "prod": "prod", "max": "maxover", "min": "minover"}


def exact(root: Op, literal: bool = False, guards: frozenset[str] | None = None) -> Term:
    """The term that an operation computes, without rounding.

    A decimal that is the beginning of a constant stands for the constant, or for itself if ``literal``. With ``guards``, tiny
    numbers, and the parameters of those names, are left out, and decimals of three digits stand for constants, too.
    """
    known: dict[int, Term] = {}
    for node in walk(root):
        args = [known[id(a)] for a in node.args]
        known[id(node)] = _term(node, args, literal, guards)
    return known[id(root)]


def is_guard(node: Op) -> bool:
    """Whether an operation is a tiny number that keeps a logarithm or a quotient finite, or one less such a number."""
    if node.head == "sub":
        return node.args[0].constant == 1 and is_guard(node.args[1])
    return node.head == "number" and (0 < node.data <= GUARD or 0 < 1 - node.data <= GUARD)


def _term(node: Op, args: list[Term], literal: bool, guards: frozenset[str] | None) -> Term:
    match node.head:
        case "number":
            return ZERO if guards is not None and is_guard(node) else num(node.data)
        case "rounded":
            value, constant = node.data
            return num(value) if guards is None else constant
        case "maximum" | "minimum" if guards is not None and any(is_guard(a) for a in node.args):
            return next((t for t, a in zip(args, node.args, strict=True) if not is_guard(a)), args[0])
        case "constant":
            value, constant = node.data
            return num(value) if literal else constant
        case "leaf":
            return ZERO if guards is not None and node.data.head == "sym" and node.data.name in guards else node.data
        case "entry":
            entry, names = node.data
            return substitute(entry.expression, dict(zip(map(sym, names), args, strict=True)))
        case "where":
            return args[1] if args[0] == TRUE else args[2] if args[0] == FALSE else cases(*args)
        case "moved":
            old, new = node.data
            return substitute(args[0], {old.index: new.index})
        case "sum" | "prod" | "max" | "min":
            return _over(node, args[0])
        case head if head in RULES:
            return RULES[head](*args)
    return ELEMENTWISE[node.head].exact(*args)


def _over(node: Op, body: Term) -> Term:
    ix, size = node.data
    bound = next(b for b in map(index, ("j", "k", "l", "r", "s", "t")) if b not in free(body))
    return Term(OVER[node.head], (bound, ONE, size, substitute(body, {ix: bound})))


RULES: dict[str, Callable[..., Term]] = {
    "add": add, "sub": sub, "mul": mul, "neg": neg, "pow": power,
    "div": lambda a, b: mul(a, power(b, -1)),
    "lt": lambda a, b: rel("lt", a, b), "le": lambda a, b: rel("le", a, b),
    "eq": lambda a, b: rel("eq", a, b), "ne": lambda a, b: rel("ne", a, b),
    "and": all_of, "or": any_of, "not": not_,
}  # fmt: skip
