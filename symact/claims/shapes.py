"""The shapes that statements have, as far as syntax shows them: chains of relations, left sides that can be defined, bound indices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from symact.meaning.names import (
    INDEX_LETTERS,
    elementary,
    event_word,
    index_place,
    is_indicator,
    log_base,
    standard_function,
    written_name,
)
from symact.notation.syntax import Node

__all__ = [
    "Chain",
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


@dataclass(eq=False)
class Chain:
    """A relation chain with the conditions that stand beside it: its members, each with the relation before it.

    ``of`` is the chain that it is a remark on: an equation that stands behind another one in its row. ``words`` stand right
    before it. Of an ``unclear`` one nobody can say which of the chains before it goes on in it.
    """

    members: list[tuple[str, Node]]
    conditions: list[Node] = field(default_factory=list)
    of: Chain | None = None
    words: str = ""
    unclear: bool = False

    @property
    def names(self) -> frozenset[str]:
        return frozenset(n.value for _, m in self.members for n in m.walk() if n.kind == "name")

    @property
    def stated(self) -> str | None:
        """The name of which a remark says what it is: ``u = x^2 + 1`` beside a formula with u."""
        if self.of is None or [op for op, _ in self.members[1:]] not in (["="], [":="]):
            return None
        target = target_of(self.members[0][1])
        if target is None or target.arguments or target.indices or target.place is not None:
            return None
        head = target_of(self.of.members[0][1])
        own = {head.word, *(n.value for a in head.arguments for n in a.walk())} if head is not None else set()
        known = standard_function(target.word) is not None or elementary(target.word) is not None
        return target.word if target.word in self.of.names - own and not known else None


def chains_of(root: Node, text: str = "") -> list[Chain]:
    """The relation chains of a formula.

    A row that begins with its relation continues the chain with which the row before it began, or under which it stands, and
    never a remark on it; a row of any other form ends it. ``text`` is what was parsed: it shows what is aligned.
    """
    found: list[Chain] = []
    going_on: list[Chain] = []  # those that the next row may continue
    for row in _rows(root):
        going_on = _row(row, going_on, found, text, root.kind == "rows")
    return found


def _row(row: Node, before: list[Chain], found: list[Chain], text: str, several: bool) -> list[Chain]:
    """Adds the chains of a row, and says which of them the next one may continue."""
    statements = list(_statements(row))
    if before and all(s.kind == "text" for s, _ in statements):  # what words say of the validity of the row before them
        before[0].conditions += (s for s, _ in statements)
        return before
    heads = [_conditioned(s)[0] for s, _ in statements if dangling(s)]
    goes_on = dangling(statements[0][0])
    main: Chain | None = None
    going_on: list[Chain] = []
    words = ""
    for statement, bracketed in statements:
        node, extra = _conditioned(statement)
        if node.kind == "text":
            words = node.value
            if main is not None:
                main.conditions.append(node)
            continue
        if dangling(node) and before and goes_on:
            chain = _continued(before, heads, node, text)
            if chain is None:
                found.append(chain := Chain([("", node.args[0])], unclear=True))
            _extend(chain, node)
            going_on += [chain] if chain not in going_on else []
        elif dangling(node) and going_on:
            _extend(chain := going_on[-1], node)
        elif node.kind != "rel" and len(statements) == 1 and several and before:  # a row that goes on without a relation
            chain = max(before, key=lambda c: c.members[-1][1].span.end)
            op, last = chain.members[-1]
            chain.members[-1] = (op, Node("rows", last.span.joined(node.span), (last, node)))
            going_on = before
        else:
            ops = node.value.split(" ") if node.kind == "rel" else []
            chain = Chain(list(zip(["", *ops], node.args if ops else (node,), strict=True)), of=main, words=words)
            found.append(chain)
            if main is None or not (bracketed or words or goes_on or not ops):
                going_on.append(chain)
        main = main or chain
        words = ""
        for beside in extra:
            equation = beside.kind == "rel" and len(beside.args) == 2 and not is_condition(beside)
            said = Chain([("", beside.args[0]), (beside.value, beside.args[1])], of=chain) if equation else None
            if said is not None and said.stated is not None and (statement.kind, statement.value) != ("where", "if"):
                found.append(said)
            else:
                chain.conditions.append(beside)
    return going_on


def _continued(before: list[Chain], heads: list[Node], node: Node, text: str) -> Chain | None:
    """The chain of the row before that a relation without a left side continues; None where that cannot be told.

    Where equations stand side by side, it stands under the first one if it is aligned at the first mark of its row.
    """
    if len(heads) == len(before):
        return next(c for c, h in zip(before, heads, strict=True) if h.span == node.span)
    row = text[: node.span.start].rpartition("\\\\")[2]
    return before[0] if len(before) == 1 or (len(heads) == 1 and row.count("&") == 1) else None


def _extend(chain: Chain, node: Node) -> None:
    chain.members += zip(node.value.split(" "), node.args[1:], strict=True)


def dangling(node: Node) -> bool:
    """A relation without its first member."""
    return node.kind == "rel" and node.args[0].kind == "none"


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


def _rows(node: Node) -> Iterator[Node]:
    inner = node.args[0] if node.kind == "group" and node.value == "{" else node
    if inner.kind != "rows":
        yield node
        return
    for a in inner.args:
        yield from _rows(a)


def _statements(node: Node) -> Iterator[tuple[Node, bool]]:
    """The statements of a row, and whether each stands in brackets."""
    if node.kind in ("rows", "stmts", "seq"):
        for a in node.args:
            yield from _statements(a)
    elif node.kind == "group" and node.value in "([" and node.args[0].kind == "rel":
        yield node.args[0], True
    elif node.kind == "group" and node.value == "{" and node.args[0].kind in ("rows", "stmts"):
        yield from _statements(node.args[0])
    else:
        yield node, False
