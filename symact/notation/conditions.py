"""Conditions, and what commas separate."""

from __future__ import annotations

import itertools

from symact.notation import names as n
from symact.notation.factors import STARTS
from symact.notation.reader import Reader, join, none_at
from symact.notation.relations import item
from symact.notation.syntax import Node, NotationError
from symact.source import Span

__all__ = ["COMPARISONS", "CONDITIONAL", "LINE_ENDS", "QUANTIFIERS", "TRAILING", "condition", "merge_commas", "states"]

CONDITIONAL = frozenset("rel and or not text group name sub styled".split())
LINE_ENDS = frozenset((n.EOF, n.ROW, n.END, n.RB, n.AMP))
TRAILING = frozenset((n.COMMA, n.SEMI, n.DOT, n.QUAD))
COMPARISONS = frozenset("< <= > >= != in notin to sim << >> subset subseteq".split())
ORDERS = frozenset("< <= > >= != << >>".split())
QUANTIFIERS = frozenset("all any every each".split())
LIST_STOPS = frozenset((n.COMMA, n.SEMI, n.DOT, n.EOF, n.ROW, n.END))
LIST_ENDS = frozenset((n.REL, n.ROW, n.END, n.EOF, n.IF, n.AND, n.OR, n.WHERE, n.FORALL, n.SEMI))


def condition(r: Reader, commas: bool) -> Node:
    """A condition after "if", or alone in its cell; ``commas`` says whether a comma goes on with it."""
    kinds = r.kinds
    if kinds[r.at] == n.LB:
        end = r.skip_braces(r.at)
        if kinds[end] in LINE_ENDS or (kinds[end] in TRAILING and kinds[end + 1] in LINE_ENDS):
            opening = r.at
            r.at += 1
            r.deeper()
            node = condition(r, True)
            r.depth -= 1
            if kinds[r.at] != n.RB:
                raise NotationError("unclosed {", Span(r.starts[opening], r.ends[opening]))
            r.at += 1
            return node
    if kinds[r.at] == n.IF or kinds[r.at] == n.FORALL:
        r.at += 1
        if kinds[r.at] == n.ELSE:
            raise r.unexpected("if and otherwise in one condition")
        if kinds[r.at] == n.WORD and r.values[r.at] in QUANTIFIERS:
            r.at += 1
        while kinds[r.at] in (n.COMMA, n.QUAD, n.AMP):
            r.at += 1
    if kinds[r.at] == n.ELSE:
        r.at += 1
        return none_at(r.starts[r.at - 1])
    if kinds[r.at] in LINE_ENDS:
        raise r.unexpected("a condition is missing")
    choices: list[Node] = []
    both = [("", given(r))]
    while True:
        kind = kinds[r.at]
        if kind == n.WHEN:
            r.at += 1
        elif kind == n.OR:
            r.at += 1
            choices.append(joined_conditions(both))
            both = [("", given(r))]
        elif kind == n.AND or (kind == n.QUAD and commas and kinds[r.at + 1] in STARTS):
            r.at += 1
            both.append(("and", given(r)))
        elif (
            kind == n.COMMA and kinds[r.at + 1] not in LINE_ENDS and kinds[r.at + 1] not in TRAILING
            and (commas or continues(r, both[-1][1]))
        ):  # fmt: skip
            r.at += 1
            if kinds[r.at] not in (n.AND, n.OR):
                both.append((",", given(r)))
        else:
            break
    choices.append(joined_conditions(both))
    return choices[0] if len(choices) == 1 else join("or", choices)


def joined_conditions(both: list[tuple[str, Node]]) -> Node:
    """Several conditions; those with commas between may be one on several names (``i, j = 1, \\ldots, n``)."""
    found: list[Node] = []
    k = 0
    while k < len(both):
        stop = k + 1
        while stop < len(both) and both[stop][0] == ",":
            stop += 1
        run = both[k:stop]
        if len(run) > 1 and any(b.kind not in CONDITIONAL or b.kind in ("name", "sub", "styled") for _, b in run):
            run = merge_commas(run)
        found += [node for _, node in run]
        k = stop
    for node in found:
        worded = node.kind == "juxt" and any(a.kind == "text" for a in node.args)
        listed = len(found) == 1 and node.kind == "seq" and all(a.kind in ("name", "sub", "styled") for a in node.args)
        named = node.kind == "rel" and ":" in node.value.split()
        if (node.kind not in CONDITIONAL and not worded and not listed) or named:
            raise NotationError("this is no condition", node.span)
    if len(found) == 1:
        return found[0]
    flat = [part for node in found for part in (node.args if node.kind == "and" else (node,))]
    return join("and", flat)


def given(r: Reader) -> Node:
    """A condition without words between."""
    if r.kinds[r.at] in (n.IF, n.FORALL):
        r.at += 1
    return item(r)


def continues(r: Reader, last: Node) -> bool:
    """After a comma: a comparison, which goes on with the condition, before any equation or the end; or the rest of a list."""
    if r.values[r.at] == "wide":
        return False
    if last.kind not in ("rel", "and", "or", "not", "text", "group") or any(x.kind == "ellipsis" for x in last.walk()):
        return True
    i = r.at + 1
    end = last.args[-1] if last.kind == "rel" and last.value == "=" else last
    if end.kind == "num" and r.kinds[i] == n.NUM and r.kinds[i + 1] in LIST_STOPS:
        return True
    if any(kind == n.ELL for kind in itertools.takewhile(lambda k: k not in LIST_ENDS, r.kinds[i : i + 8])):
        return True
    depth = 0
    while r.kinds[i] not in (n.EOF, n.ROW, n.END, n.COMMA, n.SEMI, n.AMP):
        kind = r.kinds[i]
        if kind in (n.OPEN, n.LB):
            depth += 1
        elif kind in (n.CLOSE, n.RB):
            depth -= 1
        elif depth == 0 and kind in (n.IF, n.FORALL, n.WHERE, n.ELSE):
            return False
        elif depth == 0 and kind == n.REL:
            return r.values[i] in COMPARISONS
        i += 1
    return False


def merge_commas(items: list[tuple[str, Node]]) -> list[tuple[str, Node]]:
    """Commas inside of statements: ``i, j = 1, \\ldots, n`` is one relation between two lists.

    Expressions before a relation belong to its first member, and those after it to its last one. Between two relations they
    belong to the first one if they go on with a list (``1, \\ldots, n``); otherwise nobody knows, and this is an error.
    """
    related = [k for k, (_, node) in enumerate(items) if states(node)]
    if not related:
        return [(items[0][0], join("seq", [node for _, node in items]))] if len(items) > 1 else items
    out: list[tuple[str, Node]] = []
    for position, k in enumerate(related):
        sep, node = items[k]
        if position == 0 and k > 0:
            if node.kind != "rel" or node.args[0].kind == "none":
                raise NotationError("unclear what this comma separates", items[0][1].span)
            sep = items[0][0]
            head = join("seq", [x for _, x in items[:k]] + [node.args[0]])
            node = Node("rel", Span(head.span.start, node.span.end), (head, *node.args[1:]), node.value)
        stop = related[position + 1] if position + 1 < len(related) else len(items)
        after = [x for _, x in items[k + 1 : stop]]
        if after:
            last = stop == len(items)
            if after[0].kind == "ellipsis" and len(after) == 1 and not last:
                out += [(sep, node), (",", after[0])]
                continue
            if (
                node.kind != "rel"
                or set(node.value.split()) & ORDERS
                or not (last or after[0].kind == "ellipsis" or all(x.kind == "num" for x in after))
            ):
                raise NotationError("unclear what this comma separates", after[0].span)
            tail = join("seq", [node.args[-1], *after])
            node = Node("rel", Span(node.span.start, tail.span.end), (*node.args[:-1], tail), node.value)
        out.append((sep, node))
    return out


def states(node: Node) -> bool:
    """Whether a node says something that may be true."""
    return node.kind in ("rel", "and", "or", "not") or (node.kind == "group" and node.args[0].kind in ("rel", "and", "or"))
