"""What relations other than equality claim: bounds, ranges, limits, printed values. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from symact.catalogue import meanings
from symact.claims.shapes import is_number
from symact.meaning.elaborate import Elaborator
from symact.meaning.names import standard_function, written_name
from symact.meaning.operators import ends_of, is_reals
from symact.notation.syntax import Node
from symact.obligations import REALS, Bound, Fact, Interval, Range, Tends, Value
from symact.terms.core import Term, free, heads, sym

__all__ = ["COMPARISONS", "Stated", "decimal_of", "stated_by"]

COMPARISONS = frozenset(("<", "<=", ">", ">="))
_RISING = frozenset(("<", "<="))
_PIECED = frozenset(("cases", "max", "min", "abs", "sign", "step"))


@dataclass(frozen=True)
class Stated:
    """A fact that a relation states.

    It is ``plain`` where a bare name or one bound is compared: such a relation is as often a condition as it is a claim. One
    without any function ``of`` which it could be a fact (``x^2 < y``) is a condition, unless it always holds.
    """

    kind: str
    fact: Fact
    plain: bool = False
    of: bool = True
    lenient: Fact | None = None  # what would hold if a decimal is right to the digits given only
    bare: bool = False  # a name alone is compared
    standard: bool = False  # it is about a function that is known by its name
    names: frozenset[Term] = frozenset()  # what it speaks of


def stated_by(
    members: Sequence[tuple[str, Node]], conditions: Sequence[Node], assumptions: tuple[Term, ...],
    elaborator: Callable[[], Elaborator], differentiated: tuple[Term | None, Term | None] = (None, None),
) -> Stated | None:  # fmt: skip
    """The fact stated by a relation of two members, or of three in one direction; None where it is of another form.

    ``conditions`` stand beside it; ``differentiated`` is what the left side is the derivative of, and by what. Raises Unclear
    where a member cannot be read.
    """
    ops = [op for op, _ in members[1:]]
    nodes = [n for _, n in members]
    if set(ops) <= COMPARISONS:
        return _comparison(ops, nodes, assumptions, elaborator)
    if len(nodes) != 2:
        return None
    left, right = nodes
    match ops[0]:
        case "in" if right.kind == "interval":
            stated = _within(left, _interval(right, elaborator()), ends_of(right), assumptions, elaborator)
            return stated if stated is None else _of_derivative(stated, *differentiated)
        case ":" if right.kind == "rel" and right.value == "to" and right.args[1].kind == "interval":
            return _mapping(left, right, assumptions, elaborator)
        case "approx":
            return _printed(left, right, elaborator)
        case "to":
            return _tends(left, right, conditions, assumptions, elaborator)
    return None


# ---- comparisons and ranges


def _comparison(
    ops: list[str], nodes: list[Node], assumptions: tuple[Term, ...], elaborator: Callable[[], Elaborator]
) -> Stated | None:
    if not (set(ops) <= _RISING or not set(ops) & _RISING):
        return None
    if ops[0] not in _RISING:
        ops, nodes = [op.replace(">", "<") for op in reversed(ops)], nodes[::-1]
    if len(nodes) == 2:
        return _bound(ops[0] == "<", nodes, assumptions, elaborator)
    if len(nodes) != 3:
        return None
    e = elaborator()
    low, high = e.term(nodes[0]), e.term(nodes[2])
    if free(low) | free(high):
        return None
    stated = Interval(low, high, ops[0] == "<=", ops[1] == "<=")
    return _within(nodes[1], stated, (nodes[0], nodes[2]), assumptions, elaborator)


def _bound(
    strict: bool, nodes: list[Node], assumptions: tuple[Term, ...], elaborator: Callable[[], Elaborator]
) -> Stated | None:
    e = elaborator()
    left, right = (_known(n, e) for n in nodes)
    if left is None or right is None:
        return None
    variable = _variable(free(left) | free(right), e)
    if variable is None:
        return None
    plain = any(is_number(n) or _is_bare(n) or not free(t) for n, t in zip(nodes, (left, right), strict=True))
    fact = Bound(left, right, variable, strict, assumptions=(*assumptions, *e.assumed))
    gives = _half_unit(nodes[1]) + _half_unit(nodes[0])
    lenient = replace(fact, value=right + gives) if gives else None
    bare, names = any(map(_is_bare, nodes)), free(left) | free(right)
    return Stated("bound", fact, plain, _speaks(nodes, e), lenient, bare, _is_of_standard(nodes), names)


def _within(
    node: Node, stated: Interval, ends: tuple[Node, Node], assumptions: tuple[Term, ...], elaborator: Callable[[], Elaborator]
) -> Stated | None:
    e = elaborator()
    value = _known(node, e)
    if value is None:
        return None
    variable = _variable(free(value), e)
    if variable is None:
        return None
    fact = Range(value, variable, (stated,), "within", REALS, (*assumptions, *e.assumed))
    below, above = map(_half_unit, ends)
    wider = (
        Interval(stated.lower - below, stated.upper + above, stated.lower_closed, stated.upper_closed)
        if below or above
        else None
    )
    lenient = None if wider is None else replace(fact, intervals=(wider,))
    return Stated("range", fact, bare := _is_bare(node), _speaks([node], e), lenient, bare, _is_of_standard([node]), free(value))


def _of_derivative(stated: Stated, f: Term | None, by: Term | None) -> Stated:
    """A range of f' as one of f: where the pieces of f meet smoothly, f' has a value that no piece of a formula has."""
    if f is None or by is None or not isinstance(stated.fact, Range) or not heads(f) & _PIECED:
        return stated
    lenient = replace(stated.lenient, term=f, variable=by, order=1) if isinstance(stated.lenient, Range) else None
    return replace(stated, fact=replace(stated.fact, term=f, variable=by, order=1), lenient=lenient)


def _mapping(name: Node, right: Node, assumptions: tuple[Term, ...], elaborator: Callable[[], Elaborator]) -> Stated | None:
    """``f: R \\to (0, 1)``: what a function maps to contains its values."""
    written = written_name(name)
    if written is None or written.indices:
        return None
    e = elaborator()
    source, target = right.args
    domain = REALS if is_reals(source) else _interval(source, e) if source.kind == "interval" else None
    if domain is None:
        return None
    x = sym("x")
    binding = e.scope.find(written.word)
    if binding is not None and not (binding.is_function and len(binding.formal) == 1):
        return None
    value = e.call(name, [x])
    if not isinstance(value, Term) or e.opaque or x not in free(value):
        return None
    fact = Range(value, x, (_interval(target, e),), "within", domain, (*assumptions, *e.assumed))
    return Stated("range", fact)


def _interval(node: Node, e: Elaborator) -> Interval:
    low, high = map(e.term, ends_of(node))
    return Interval(low, high, node.value[0] == "[", node.value[1] == "]")


# ---- limits and values


def _tends(
    left: Node, right: Node, conditions: Sequence[Node], assumptions: tuple[Term, ...], elaborator: Callable[[], Elaborator]
) -> Stated | None:
    """``f(x) \\to 1`` as ``x \\to \\infty``."""
    e = elaborator()
    value = _known(left, e)
    if value is None:
        return None
    names = ((written_name(c.args[0]), c.args[1]) for c in conditions if c.kind == "rel" and c.value == "to" and len(c.args) == 2)
    moving = [(v, to) for n, to in names if n is not None and not n.indices and (v := sym(n.word)) in free(value)]
    if len(moving) != 1:
        return None
    variable, target = moving[0]
    point, side = e.approached(target)
    return Stated("limit", Tends(value, variable, point, e.term(right), side, (*assumptions, *e.assumed)))  # type: ignore[arg-type]


def _printed(left: Node, right: Node, elaborator: Callable[[], Elaborator]) -> Stated | None:
    """``\\sigma(0.3) \\approx 0.574``: a closed value as printed."""
    decimal = decimal_of(right)
    if decimal is None or is_number(left):
        return None
    e = elaborator()
    value = _known(left, e)
    return None if value is None or free(value) else Stated("value", Value(value, decimal))


def _half_unit(node: Node) -> Fraction:
    """Half a unit of the last digit of a printed decimal fraction; 0 for any other number."""
    digits = (decimal_of(node) or "").partition(".")[2]
    return Fraction(1, 2 * 10 ** len(digits)) if digits.isdigit() and len(digits) < 40 else Fraction(0)


def decimal_of(node: Node) -> str | None:
    """A number as it is printed, ``-1.7e-3`` for ``-1.7 \\times 10^{-3}``; None for anything else."""
    if node.kind in ("neg", "pos"):
        inner = decimal_of(node.args[0])
        return None if inner is None else f"-{inner}" if node.kind == "neg" else inner
    if node.kind == "num" and not node.value.endswith("%"):
        return node.value
    if node.kind == "mul" and len(node.args) == 2 and node.args[0].kind == "num" and node.args[1].kind == "sup":
        base, exponent = node.args[1].args
        power = decimal_of(exponent)
        if base.kind == "num" and base.value == "10" and power is not None and power.lstrip("-").isdigit():
            return f"{node.args[0].value}e{power}"
    return None


# ---- what is spoken of


def _known(node: Node, e: Elaborator) -> Term | None:
    """The value of an expression of known functions; None where something in it is unknown, or it has no single value."""
    value = e.value(node)
    return value if isinstance(value, Term) and not e.opaque else None


def _variable(names: frozenset[Term], e: Elaborator) -> Term | None:
    """The variable of which a function is spoken: the only name, or the only one that is not a parameter's."""
    from symact.obligations import PARAMETERS

    plain = [n for n in names if n.head == "sym"]
    if len(plain) != len(names) or any(n.name in e.free_indices for n in plain):  # whole numbers
        return None
    if len(plain) == 1:
        return plain[0]
    if e.variable in plain:
        return e.variable
    free_ones = [n for n in plain if n.name not in PARAMETERS]
    return free_ones[0] if len(free_ones) == 1 else None


def _speaks(nodes: Sequence[Node], e: Elaborator) -> bool:
    """Whether a relation is about a function that is known by its name, or a name that the document gave a meaning.

    Of ``log p`` and ``x^2`` alone, bounds may hold for the values only that the document has in mind.
    """
    return bool(e.used) or _is_of_standard(nodes)


def _is_of_standard(nodes: Sequence[Node]) -> bool:
    names = [n for node in nodes for n in node.walk() if n.kind in ("name", "call")]
    return any(standard_function(n.value) is not None or any(meanings(n.value)) for n in names)


def _is_bare(node: Node) -> bool:
    """A name alone: ``y > 0`` says as often what y is taken to be as what follows."""
    return written_name(node) is not None
