"""The shapes that statements have, as far as syntax shows them: chains of relations, left sides that can be defined, bound indices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symact.meaning.names import INDEX_LETTERS, event_word, index_place, is_indicator, log_base, written_name
from symact.notation.syntax import Node

__all__ = [
    "Target",
    "capitals_multiplied",
    "chains_of",
    "ends_of_sums",
    "indices_of",
    "is_condition",
    "is_number",
    "is_reused",
    "target_of",
    "unwrapped_derivative",
    "with_whole_sums",
]

_NEVER_DEFINED = frozenset("exp log ln lg max min sqrt abs sin cos tan".split())
REUSED = frozenset("f g h y z u v a x p q s r t F G H".split())  # names that documents give to one thing after another


@dataclass(frozen=True)
class Target:
    """A left side that may be defined: a name with its arguments or indices."""

    word: str
    arguments: tuple[Node, ...]
    indices: tuple[Node, ...]
    node: Node
    place: Node | None = None  # the index behind a bracket: softmax(x)_i


def indices_of(node: Node, inside: frozenset[str], bound: dict[str, Node], out: dict[str, Node]) -> None:
    if node.kind == "bigop" and node.value in ("sum", "prod", "max", "min"):
        lower = node.args[0]
        first = lower.args[0] if lower.kind == "rel" else lower
        if first.kind == "name":
            bound.setdefault(first.value, lower)
            for a in node.args[1:2]:
                indices_of(a, inside, bound, out)
            for a in node.args[2:]:
                indices_of(a, inside | {first.value}, bound, out)
            return
    if (place := index_place(node)) is not None:
        for n in place.walk():
            if n.kind == "name" and n.value not in inside:
                out.setdefault(n.value, n)
        indices_of(node.args[0], inside, bound, out)
        return
    for a in node.args:
        indices_of(a, inside, bound, out)


def capitals_multiplied(*sides: Node) -> bool:
    """Whether two different capitals stand side by side as factors, as matrices do: ``AB``, ``A \\cdot B``."""
    for node in (n for side in sides for n in side.walk() if n.kind in ("juxt", "mul")):
        names = [n for n in node.args if n.kind == "name" and len(n.value) == 1]
        if len({n.value for n in names if n.value.isupper()}) > 1:
            return True
    return False


def with_whole_sums(root: Node) -> Node:
    """``\\sum_i a_i + b_i`` and ``\\prod_i a_i \\cdot b_i`` over all of it, where i stands free nowhere else: as can only be meant."""
    free: dict[str, list[Node]] = {}
    _free_places(root, frozenset(), free)

    def mended(node: Node) -> Node:
        node = replace(node, args=tuple(map(mended, node.args))) if node.args else node
        if node.kind not in ("add", "mul"):
            return node
        for k, term in enumerate(node.args[:-1]):
            name = _index_of(term)
            if name is None or name not in free:
                continue
            own = [n for a in node.args[k + 1 :] for n in a.walk()]
            if all(any(n.span == o.span for o in own) for n in free[name]):
                widened = _widened(term, node.args[k + 1 :], node)
                return widened if k == 0 else replace(node, args=(*node.args[:k], widened))
        return node

    return mended(root) if free and any(n.kind == "bigop" for n in root.walk()) else root


def _free_places(node: Node, inside: frozenset[str], out: dict[str, list[Node]]) -> None:
    """Where letters stand as indices outside of the sums that bind them."""
    if node.kind == "bigop" and node.value in ("sum", "prod") and (name := _bound_name(node)) is not None:
        for a in node.args[1:]:
            _free_places(a, inside | {name}, out)
        return
    if (place := index_place(node)) is not None:
        for n in place.walk():
            if n.kind == "name" and n.value not in inside:
                out.setdefault(n.value, []).append(n)
        _free_places(node.args[0], inside, out)
        return
    for a in node.args:
        _free_places(a, inside, out)


def _bound_name(node: Node) -> str | None:
    lower = node.args[0]
    first = lower.args[0] if lower.kind == "rel" else lower
    return first.value if first.kind == "name" else None


def _index_of(term: Node) -> str | None:
    """The index of the sum with which a term ends."""
    if term.kind == "bigop" and term.value in ("sum", "prod"):
        return _bound_name(term)
    if term.kind in ("neg", "juxt", "mul") and term.args:
        return _index_of(term.args[-1])
    return None


def _widened(term: Node, rest: tuple[Node, ...], of: Node) -> Node:
    """The term with its last sum or product running over the rest, too, of the sum or product that it is part of."""
    span = term.span.joined(rest[-1].span)
    if term.kind == "bigop":
        lower, upper, body, *more = term.args
        inner = (*body.args, *rest) if (body.kind, body.value) == (of.kind, of.value) else (body, *rest)
        whole = Node(of.kind, body.span.joined(rest[-1].span), inner, of.value)
        return Node("bigop", span, (lower, upper, whole, *more), term.value)
    return Node(term.kind, span, (*term.args[:-1], _widened(term.args[-1], rest, of)), term.value)


def ends_of_sums(root: Node) -> frozenset[str]:
    """The names in the upper ends of sums: sizes, even where they stand as an index (``x_n``)."""
    sums = [n for n in root.walk() if n.kind == "bigop" and n.value in ("sum", "prod")]
    bound = {_bound_name(n) for n in sums}
    return frozenset(m.value for n in sums for m in n.args[1].walk() if m.kind == "name" and m.value not in bound)


def is_condition(node: Node) -> bool:
    """Whether a relation limits a statement: a comparison, a coincidence of indices, a name at a number."""
    ops = set(node.value.split(" "))
    if ops <= {"<", ">", "<=", ">=", "!="} or (ops == {"in"} and node.args[-1].kind == "interval"):
        return True
    names = [written_name(a) for a in node.args]
    if ops != {"="} or len(names) != 2 or names[0] is None:
        return False
    return is_number(node.args[1]) or all(n is not None and n.word in INDEX_LETTERS for n in names)


def is_number(node: Node) -> bool:
    return node.kind == "num" or (node.kind in ("neg", "pos") and node.args[0].kind == "num")


def unwrapped_derivative(node: Node) -> Node:
    """``\\frac{d}{dx} f(x)`` as one derivative node; brackets around the whole are seen through."""
    while node.kind == "group" and node.value in "([{" and node.args[0].kind != "seq":
        node = node.args[0]
    if node.kind == "juxt" and node.args[0].kind == "deriv" and node.args[0].args[0].kind == "none" and len(node.args) > 1:
        rest = node.args[1:]
        operand = rest[0] if len(rest) == 1 else Node("juxt", rest[0].span.joined(rest[-1].span), rest)
        return Node("deriv", node.span, (operand, *node.args[0].args[1:]), node.args[0].value)
    return node


def target_of(node: Node) -> Target | None:
    """A left side that can be defined: ``y``, ``y_i``, ``f(x)``, ``softmax(x)_i``, ``\\tanh(x)``, ``\\tanh x``."""
    written = written_name(node)
    if written is not None:
        return Target(written.word, (), written.indices, node)
    if node.kind == "sup" and node.args[1].kind == "num" and (base := written_name(node.args[0])) is not None:
        return Target(f"{base.word}^{node.args[1].value}", (), (), node) if not base.indices else None  # \\sigma^2 = ...
    if node.kind == "call" and node.value not in _NEVER_DEFINED and not log_base(node):
        arguments = tuple(map(_bare, node.args))
        return Target(node.value, arguments, (), node) if all(written_name(a) is not None for a in arguments) else None
    if node.kind == "juxt" and len(node.args) == 2:
        head, bracket = node.args
        place = None
        event = event_word(head, bracket)
        if event is not None:
            return Target(event, (), (), node)
        if bracket.kind == "sub":
            bracket, place = bracket.args[0], bracket.args[1]
        word = written_name(head)
        if bracket.kind != "group" or bracket.value not in "([" or word is None or word.indices:
            return None
        inside = bracket.args[0]
        arguments = inside.args if inside.kind == "seq" else (inside,)
        if all(written_name(a) is not None and not is_number(a) for a in arguments):
            return Target(word.word, tuple(arguments), (), node, place)
    return None


def is_reused(target: Target) -> bool:
    return target.word.split("_")[0] in REUSED or not (target.arguments or target.indices)


def _bare(node: Node) -> Node:
    return node.args[0] if node.kind == "group" and node.value in "([" else node


def chains_of(root: Node) -> Iterator[tuple[list[tuple[str, Node]], list[Node]]]:
    """The relation chains of a formula, with the conditions that stand beside them.

    A row that begins with its relation continues the chain of the row before it; a row of any other form ends it.
    """
    open_chain: list[tuple[str, Node]] = []
    conditions: list[Node] = []

    def flush() -> Iterator[tuple[list[tuple[str, Node]], list[Node]]]:
        if open_chain:
            yield list(open_chain), list(conditions)
        open_chain.clear()
        conditions.clear()

    for statement in _statements(root):
        node, extra = _conditioned(statement)
        if node.kind == "rel":
            ops = node.value.split(" ")
            if node.args[0].kind == "none" and open_chain:
                open_chain += list(zip(ops, node.args[1:], strict=True))
            else:
                yield from flush()
                open_chain += list(zip(["", *ops], node.args, strict=True))
            conditions += extra
        elif open_chain and root.kind == "rows" and node in root.args:  # a row that goes on without a relation
            op, last = open_chain[-1]
            open_chain[-1] = (op, Node("rows", last.span.joined(node.span), (last, node)))
        elif node.kind == "text" and open_chain:  # what the words beside it say of its validity
            conditions.append(node)
        else:
            yield from flush()
            open_chain.append(("", node))
            conditions += extra
    yield from flush()


def _conditioned(node: Node) -> tuple[Node, tuple[Node, ...]]:
    """A statement and the conditions behind it: ``f(x) = 1 \\text{ if } x > 0``, ``f(x) = 1 \\ (x > 0)``."""
    if node.kind == "where":
        return node.args[0], tuple(_bare(c) for c in node.args[1:])
    if node.kind != "rel":
        return node, ()
    *first, last = node.args
    if (
        last.kind == "juxt"
        and (bracket := last.args[-1]).kind == "group"
        and bracket.args[0].kind == "rel"
        and not is_indicator(last.args[-2], bracket)
    ):
        rest = last.args[:-1]
        value = rest[0] if len(rest) == 1 else Node("juxt", rest[0].span.joined(rest[-1].span), rest, last.value)
        return Node("rel", node.span, (*first, value), node.value), (bracket.args[0],)
    return node, ()


def _statements(node: Node) -> Iterator[Node]:
    if node.kind in ("rows", "stmts", "seq"):
        for a in node.args:
            yield from _statements(a)
    elif node.kind == "group" and node.value in "([" and node.args[0].kind == "rel":
        yield node.args[0]
    elif node.kind == "group" and node.value == "{" and node.args[0].kind in ("rows", "stmts"):
        yield from _statements(node.args[0])
    else:
        yield node
