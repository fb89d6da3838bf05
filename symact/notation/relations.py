"""Relations, what is joined by logical signs, and the content of brackets."""

from __future__ import annotations

from symact.notation import names as n
from symact.notation.brackets import opens_bar
from symact.notation.reader import Reader, join, none_at
from symact.notation.syntax import Node, NotationError
from symact.notation.terms import sum_
from symact.source import Span

__all__ = ["EQUATIONS", "SETS", "content", "divergence", "item", "leading_zeros", "relation"]

EQUATIONS = frozenset("= := =: equiv approx doteq simeq".split())
SETS = frozenset("in notin subset subseteq ni".split())


def relation(r: Reader) -> Node:
    """Members and the relations between them; ``none`` where a row starts or ends with its relation."""
    kinds = r.kinds
    if kinds[r.at] == n.REL:
        if r.at != r.fresh:
            raise r.unexpected("nothing before a relation")
        first = none_at(r.starts[r.at])
    else:
        first = sum_(r)
        if kinds[r.at] != n.REL:
            return first
        refuse(first)
    start = first.span.start
    ops: list[str] = []
    members = [first]
    while kinds[r.at] == n.REL:
        op = r.values[r.at]
        r.at += 1
        ops.append(op)
        if kinds[r.at] == n.REL:
            raise r.unexpected("nothing between two relations")
        if kinds[r.at] == n.ROW and r.in_rows and goes_on(r):
            members.append(none_at(r.ends[r.at - 1]))
            break
        if kinds[r.at] in (n.RB, n.CLOSE, n.COMMA) and len(members) == 1 and first.kind != "none":
            raise r.unexpected("nothing after a relation")
        if kinds[r.at] in (n.EOF, n.DOT, n.COMMA):
            raise NotationError("nothing after a relation", Span(r.starts[r.at - 1], r.ends[r.at - 1]))
        if op in SETS:
            r.interval_at = r.at
        member = sum_(r)
        refuse(member)
        members.append(member)
    if "to" in ops and ops.count("to") == 1 and len(ops) > 2:
        k = ops.index("to")
        if EQUATIONS & set(ops[:k]) and EQUATIONS & set(ops[k + 1 :]):  # a = b → c = d
            left = join("rel", members[: k + 1], " ".join(ops[:k]))
            right = join("rel", members[k + 1 :], " ".join(ops[k + 1 :]))
            return r.node("rel", start, (left, right), "to")
    return r.node("rel", start, tuple(members), " ".join(ops))


def goes_on(r: Reader) -> bool:
    """Whether anything stands in the rows after the place reached."""
    at = r.at
    while r.kinds[at] == n.ROW:
        at += 1
    return r.kinds[at] not in (n.END, n.EOF)


def refuse(node: Node) -> None:
    """A relation in braces as a member of a relation."""
    if node.kind in ("rel", "where", "stmts", "and", "or", "seq"):
        raise NotationError("the braces around this do not show: write ( )", node.span)


def literal(r: Reader) -> Node:
    """A relation or its negation."""
    if r.kinds[r.at] != n.NOT:
        return relation(r)
    start = r.starts[r.at]
    r.at += 1
    r.deeper()
    inner = literal(r)
    r.depth -= 1
    return r.node("not", start, (inner,))


def item(r: Reader) -> Node:
    """Relations joined by ∧, ∨ and ⇒."""
    kinds = r.kinds
    if kinds[r.at] == n.ARROW:
        first = none_at(r.starts[r.at])
    else:
        first = literal(r)
        if kinds[r.at] == n.LOGIC:
            first = logic(r, first)
        if kinds[r.at] != n.ARROW:
            return first
    start = first.span.start
    ops, members = [], [first]
    while kinds[r.at] == n.ARROW:
        ops.append(r.values[r.at])
        r.at += 1
        if first.kind == "none" and len(members) == 1:
            r.fresh = r.at
        node = literal(r)
        members.append(logic(r, node) if kinds[r.at] == n.LOGIC else node)
    return r.node("rel", start, tuple(members), " ".join(ops))


def logic(r: Reader, first: Node) -> Node:
    """∧ before ∨."""
    start = first.span.start
    choices: list[Node] = []
    both = [first]
    while r.kinds[r.at] == n.LOGIC:
        op = r.values[r.at]
        r.at += 1
        if op == "or":
            choices.append(both[0] if len(both) == 1 else join("and", both))
            both = []
        both.append(literal(r))
    choices.append(both[0] if len(both) == 1 else join("and", both))
    for node in [*choices, *both]:
        if node.kind in ("ellipsis", "num", "add", "neg", "pos", "mul", "none", "seq", "case", "rows"):
            raise NotationError("this is no condition", node.span)
    return choices[0] if len(choices) == 1 else r.node("or", start, tuple(choices))


# --- the content of brackets -----------------------------------------------------------------------------------------


def content(r: Reader) -> Node:
    """What stands in brackets or braces: ``;`` over ``|`` and ``:`` over ``,`` over relations."""
    node = part(r)
    if r.kinds[r.at] != n.SEMI:
        return node
    parts = [node]
    while r.kinds[r.at] == n.SEMI:
        r.at += 1
        parts.append(part(r))
    return join("seq", parts, ";")


def part(r: Reader) -> Node:
    left = listed(r)
    kind = r.kinds[r.at]
    if kind == n.COLON:
        op = ":"
        r.at += 1
    elif kind == n.BAR and r.bar is None and not opens_bar(r):
        op = "||" if divergence(r) else "|"
        r.at += 2 if op == "||" and r.values[r.at] != "‖" else 1
    else:
        return left
    if r.kinds[r.at] in (n.RB, n.COMMA, n.CLOSE) and op == ":":  # x_{i:}
        return r.node("rel", left.span.start, (left, none_at(r.ends[r.at - 1])), op)
    right = listed(r)
    while r.kinds[r.at] == n.COLON and op == ":":
        r.at += 1
        op, right = ": :", join("rel", [right, listed(r)], ":")
        raise NotationError("two colons", right.span)
    return r.node("rel", left.span.start, (left, right), op)


def divergence(r: Reader) -> bool:
    """KL(p || q): two bars side by side after an operand."""
    at = r.at
    return r.values[at] == "‖" or (r.kinds[at + 1] == n.BAR and r.starts[at + 1] == r.ends[at])


def listed(r: Reader) -> Node:
    first = item(r)
    if r.kinds[r.at] != n.COMMA:
        return first
    items = [first]
    while r.kinds[r.at] == n.COMMA:
        r.at += 1
        if leading_zeros(r):
            raise r.unexpected("a comma between digits: write {,}")
        items.append(item(r))
    return r.node("seq", first.span.start, tuple(items))


def leading_zeros(r: Reader) -> bool:
    """1,000 is one number to the reader and two to this grammar."""
    at = r.at
    if r.kinds[at] != n.NUM or r.kinds[at - 2] != n.NUM or r.starts[at] != r.ends[at - 2] + 1:
        return False
    value = r.values[at]
    return len(value) >= 3 and value[0] == "0" and value[1] != "."
