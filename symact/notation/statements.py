"""Lines: statements set apart by commas, spaces and words, each with its conditions."""

from __future__ import annotations

from symact.notation import names as n
from symact.notation.brackets import opens_bar
from symact.notation.conditions import (
    COMPARISONS,
    CONDITIONAL,
    LINE_ENDS,
    QUANTIFIERS,
    TRAILING,
    condition,
    merge_commas,
    states,
)
from symact.notation.factors import STARTS
from symact.notation.reader import Reader, Rule, join, none_at
from symact.notation.relations import EQUATIONS, SETS, divergence, item, leading_zeros
from symact.notation.syntax import Node, NotationError
from symact.source import Span

__all__ = ["line"]

Piece = tuple[str, str, Node]  # what separates it from the piece before, its role, the node


def line(r: Reader) -> Node:
    """A formula or a row: statements with their conditions."""
    outer, r.level = r.level, r.depth
    node = statements(r)
    r.level = outer
    return node


def statements(r: Reader) -> Node:
    r.fresh = r.at
    if r.kinds[r.at] == n.LB:  # {\displaystyle ... .}
        end = r.skip_braces(r.at)
        if r.kinds[end] in LINE_ENDS and r.kinds[r.at + 1] != n.RB:
            return braced_line(r)
    if r.kinds[r.at] in STARTS or r.kinds[r.at] == n.ADD:  # the common case: one statement and nothing else
        node = item(r)
        if r.kinds[r.at] in LINE_ENDS:
            return node
        return assemble(pieces(r, node))
    return assemble(pieces(r, None))


def dangling(node: Node) -> bool:
    """A relation without its first member."""
    return node.kind == "rel" and node.args[0].kind == "none"


def braced_line(r: Reader) -> Node:
    opening = r.at
    r.at += 1
    r.deeper()
    node = line(r)
    r.depth -= 1
    if r.kinds[r.at] != n.RB:
        raise NotationError("unclosed {", Span(r.starts[opening], r.ends[opening]))
    r.at += 1
    return node


def pieces(r: Reader, first: Node | None) -> list[Piece]:
    kinds = r.kinds
    found: list[Piece] = []
    if first is not None:
        found.append(("", "stmt", colon_or_bar(r, first)))
    while True:
        sep = ""
        start = r.at
        while kinds[r.at] in (n.COMMA, n.SEMI, n.QUAD, n.AND, n.DOT):
            kind = kinds[r.at]
            if kind == n.DOT and not (kinds[r.at + 1] in LINE_ENDS or kinds[r.at + 1] in TRAILING):
                raise r.unexpected()
            if sep and kind == n.COMMA and kinds[r.at - 1] == n.COMMA and r.values[r.at] != "wide":
                raise r.unexpected()
            if kind == n.SEMI or kind == n.AND:
                sep = ";"
            elif sep != ";":
                sep = "wide" if kind == n.QUAD or sep == "wide" or r.values[r.at] == "wide" else ","
            r.at += 1
        kind = kinds[r.at]
        if kind in LINE_ENDS:
            if not found:
                raise r.unexpected("nothing to read" if r.at == start else "a separator with nothing beside it")
            if any(k == n.AND for k in kinds[start : r.at]):
                raise r.unexpected('nothing after "and"')
            return found
        if sep == "," and leading_zeros(r):
            raise r.unexpected("a comma between digits: write {,}")
        if (
            kind == n.WHEN
            and not sep
            and found
            and found[-1][1] == "stmt"
            and states(found[-1][2])
            and not dangling(found[-1][2])
        ):
            found[-1] = (found[-1][0], "if", found[-1][2])  # x > 0 时
            r.at += 1
            continue
        beside_words = kind == n.TEXT or (found and found[-1][2].kind == "text")
        if found and not sep and not beside_words and kind not in (n.IF, n.FORALL, n.WHERE, n.ELSE):
            raise r.unexpected()
        if not found and sep:
            r.at = start
            raise r.unexpected()
        if kind == n.QUAD:
            r.at += 1
        elif kind == n.WHERE:
            r.at += 1
            r.deeper()
            found.append((sep, "where", unbroken(r, statements)))
            r.depth -= 1
        elif kind == n.FORALL or (kind == n.IF and kinds[r.at + 1] == n.WORD and r.values[r.at + 1] in QUANTIFIERS):
            found.append((sep, "forall", unbroken(r, quantified)))
        elif kind == n.IF:
            found.append((sep, "if", unbroken(r, lambda r: condition(r, False))))
        elif kind == n.ELSE:
            r.at += 1
            inline = found and found[-1][1] == "if" and kinds[r.at] not in LINE_ENDS and kinds[r.at] not in TRAILING
            found.append((sep, "else" if inline else "otherwise", none_at(r.starts[r.at - 1])))
            if inline:
                found.append(("", "stmt", item(r)))
        elif kind == n.WHEN:
            raise r.unexpected()
        else:
            r.fresh = r.at
            node = colon_or_bar(r, item(r))
            if (
                sep == "wide"
                and r.values[r.at - 1] != "wide"
                and kinds[start] == n.QUAD
                and node.kind in ("neg", "pos", "pm", "mp")
            ):
                raise NotationError("unclear whether this goes on after the wide space", node.span)
            found.append((sep, "stmt", node))


def unbroken(r: Reader, rule: Rule) -> Node:
    """What a rule reads where words belong to what is around them: ``\\text{if } x \\text{ is negative}``."""
    outer, r.level = r.level, -1
    node = rule(r)
    r.level = outer
    return node


def colon_or_bar(r: Reader, left: Node) -> Node:
    """``f: X \\to Y`` and ``x | z`` outside of brackets."""
    if r.kinds[r.at] == n.COLON or (r.kinds[r.at] == n.BAR and not opens_bar(r) and r.kinds[r.at + 1] in STARTS):
        op = ":" if r.kinds[r.at] == n.COLON else "||" if divergence(r) else "|"
        if op != ":" and left.kind == "rel":
            raise r.unexpected("unclear what the bar belongs to")
        r.at += 2 if op == "||" and r.values[r.at] != "‖" else 1
        right = item(r)
        if right.kind == "rel" and (op != ":" or ":" in right.value.split()):
            raise NotationError("unclear what the bar belongs to", right.span)
        if op == ":":
            right = with_intervals(right)
        return r.node("rel", left.span.start, (left, right), op)
    return left


def with_intervals(node: Node) -> Node:
    """f: (0,1) \\to [0,1]: pairs in brackets are intervals here."""
    if node.kind == "rel" and node.value == "to":
        return Node("rel", node.span, tuple(map(with_intervals, node.args)), "to")
    if node.kind == "group" and node.value in "([" and node.args[0].kind == "seq" and len(node.args[0].args) == 2:
        return Node("interval", node.span, node.args[0].args, "()" if node.value == "(" else "[]")
    return node


def quantified(r: Reader) -> Node:
    """The names or relations after "for all"."""
    r.at += 1
    if r.kinds[r.at] == n.WORD and r.values[r.at] in QUANTIFIERS:
        r.at += 1
    items = [item(r)]
    while r.kinds[r.at] == n.COMMA and r.kinds[r.at + 1] == n.NAME and items[-1].kind in ("name", "sub"):
        after = r.kinds[r.at + 2]
        if after not in (n.COMMA, n.REL, n.DOT, n.EOF, n.ROW, n.END, n.SUB) or (
            after == n.REL and r.values[r.at + 2] not in SETS
        ):
            break
        r.at += 1
        items.append(item(r))
    for node in items:
        if node.kind not in CONDITIONAL and node.kind not in ("seq", "sup", "ellipsis"):
            raise NotationError("this is no condition", node.span)
    if r.kinds[r.at] == n.COLON:  # for all x: ...
        r.kinds[r.at], r.values[r.at] = n.COMMA, "wide"
    if len(items) == 1:
        return items[0]
    merged = merge_commas([(",", i) for i in items])
    return merged[0][1] if len(merged) == 1 else join("seq", [m for _, m in merged])


def assemble(found: list[Piece]) -> Node:
    """Statements, each with the conditions that follow it."""
    if len(found) == 1 and found[0][1] == "stmt":
        return found[0][2]
    merged: list[Piece] = []
    k = 0
    while k < len(found):
        _, role, node = found[k]
        if role != "stmt" or node.kind == "text":
            merged.append(found[k])
            k += 1
            continue
        stop = k + 1
        while stop < len(found) and found[stop][:2] == (",", "stmt") and found[stop][2].kind != "text":
            stop += 1
        merged += [(s, "stmt", m) for s, m in merge_commas([(s, m) for s, _, m in found[k:stop]])]
        k = stop
    return attach(choose(merged))


def choose(found: list[Piece]) -> list[Piece]:
    """``y = a if x > 0 else b`` and ``y = a if x > 0, b otherwise``: the last member becomes cases."""
    roles = [role for _, role, _ in found]
    if "else" not in roles and "otherwise" not in roles:
        return found
    k = 0
    cases: list[Node] = []
    head: Node | None = None
    while k < len(found):
        _, role, node = found[k]
        following = roles[k + 1] if k + 1 < len(roles) else ""
        if role != "stmt" or (head is not None and node.kind == "rel"):
            raise NotationError("otherwise outside of cases", node.span)
        if following in ("if", "otherwise"):
            if head is None:
                head = node
                value = node.args[-1] if node.kind == "rel" else node
            else:
                value = node
            test = found[k + 1][2]
            cases.append(Node("case", Span(value.span.start, max(test.span.end, value.span.end)), (value, test)))
            k += 2
            if k < len(found) and roles[k] == "else":
                k += 1
        elif not following and head is not None and roles[k - 1] == "else":
            cases.append(Node("case", node.span, (node, none_at(node.span.start))))
            k += 1
        else:
            raise NotationError("otherwise outside of cases", node.span)
    assert head is not None
    last = cases[-1].args[1]
    if last.kind != "none" or any(c.args[1].kind == "none" for c in cases[:-1]):
        raise NotationError("otherwise before the last case", last.span)
    if len(cases) == 1:
        where = Node("where", Span(head.span.start, last.span.end), (head, last), "if")
        return [("", "stmt", where)]
    end = max(cases[-1].span.end, last.span.end)
    whole = Node("cases", Span(cases[0].span.start, end), tuple(cases))
    if head.kind == "rel":
        whole = Node("rel", Span(head.span.start, end), (*head.args[:-1], whole), head.value)
    return [("", "stmt", whole)]


CONDITIONS = ("if", "forall")


def attach(found: list[Piece]) -> Node:
    """Give each statement its conditions: those after it, or those in front of it where a line begins with one."""
    for _, role, node in found:
        if role in ("otherwise", "else"):
            raise NotationError("otherwise outside of cases", node.span)
    roles = [role for _, role, _ in found]
    if roles[0] == "where":
        raise NotationError("a condition with nothing before it", found[0][2].span)
    if roles[0] not in CONDITIONS:
        return joined(backward(found))
    if "stmt" not in roles:
        raise NotationError("a condition with nothing to hold", found[0][2].span)
    if sum(role in CONDITIONS for role in roles) > 1 and roles[-1] == "stmt":
        return joined(forward(found))
    _, role, test = found[0]
    if roles[1] in CONDITIONS:
        raise NotationError("unclear what these conditions belong to", test.span)
    return under(joined(backward(found[1:])), role, test)


def joined(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else join("stmts", nodes)


def forward(found: list[Piece]) -> list[Node]:
    """``当 x > 0 时，f(x) = x；当 x < 0 时，f(x) = 0``: each condition goes with the statements after it."""
    done: list[Node] = []
    k = 0
    while k < len(found):
        tests: list[tuple[str, Node]] = []
        while found[k][1] in CONDITIONS:
            tests.append(found[k][1:])
            k += 1
        stop = k
        while stop < len(found) and found[stop][1] not in CONDITIONS:
            stop += 1
        parts = backward(found[k:stop])
        for part in parts[1:]:
            if part.kind == "rel" and set(part.value.split()) <= COMPARISONS:
                raise NotationError("unclear whether this is a condition", part.span)
        node = joined(parts)
        for role, test in tests:
            node = under(node, role, test)
        done.append(node)
        k = stop
    return done


def backward(found: list[Piece]) -> list[Node]:
    """``f(x) = x if x > 0``: conditions go with the statements before them, back to the last condition or semicolon."""
    done: list[Node] = []
    run: list[Node] = []
    tests: list[tuple[str, Node]] = []

    def flush() -> None:
        if not tests:
            done.extend(run)
        elif not run:
            raise NotationError("a condition with nothing to hold", tests[0][1].span)
        else:
            node = joined(run)
            for role, test in tests:
                node = under(node, role, test)
            done.append(node)
        run.clear()
        tests.clear()

    for sep, role, node in found:
        if role != "stmt":
            if sep == ";":
                raise NotationError("unclear what this condition belongs to", node.span)
            tests.append((role, node))
        elif run and sep != ";" and (not tests or tests[-1][0] == "if") and is_condition(run[-1], node, sep):
            tests.append(("if", node))
        else:
            if tests or sep == ";":
                flush()
            run.append(node)
    flush()
    return done


def under(node: Node, role: str, test: Node) -> Node:
    """A statement and one more condition; two conditions of the kind "if" are one."""
    span = node.span.joined(test.span)
    if role == "forall" and node.kind == "where" and node.value == "forall":
        raise NotationError("unclear what these conditions belong to", test.span)
    if node.kind != "where" or node.value != role or role != "if":
        return Node("where", span, (node, test), role)
    both = sorted((node.args[1], test), key=lambda n: n.span.start)
    parts = [part for one in both for part in (one.args if one.kind == "and" else (one,))]
    merged = Node("and", Span(both[0].span.start, both[1].span.end), tuple(parts))
    return Node("where", span, (node.args[0], merged), role)


def is_condition(statement: Node, node: Node, sep: str) -> bool:
    """Whether a relation after a comma or wide space says when the statement before it holds."""
    if node.kind in ("and", "or", "not"):
        return statement.kind == "rel"
    if node.kind == "group" and sep == "wide" and node.args[0].kind == "rel":
        bound = statement.kind == "rel" and set(node.args[0].value.split()) <= COMPARISONS
        return bound or is_condition(statement, node.args[0], sep)
    if node.kind != "rel" or node.args[0].kind == "none":
        return False
    ops = set(node.value.split())
    if ops <= COMPARISONS:
        if statement.kind != "rel":
            return sep == "wide"
        stated = set(statement.value.split()) & (EQUATIONS | {"to", "sim", "|", "propto"})
        return bool(stated) or (is_plain(node) and not is_plain(statement))
    if ops == {"="} and statement.kind == "rel" and "=" in statement.value.split():
        return index_equation(statement, node)
    return False


def is_plain(node: Node) -> bool:
    """Whether a relation compares names with numbers: ``x >= 0``, ``0 < x_i < 1``."""
    return all(m.kind in ("name", "num", "sub") or (m.kind in ("neg", "pos") and m.args[0].kind == "num") for m in node.args)


def index_equation(statement: Node, node: Node) -> bool:
    """``i = j`` after a formula that has i as an index."""
    left, right = node.args[0], node.args[-1]
    if len(node.args) != 2 or right.kind not in ("name", "num", "seq", "interval"):
        return False
    heads = left.args if left.kind == "seq" else (left,)
    if not all(h.kind == "name" and len(h.value) == 1 for h in heads):
        return False
    wanted = {h.value for h in heads}
    if right.kind == "seq" and not any(x.kind == "ellipsis" for x in right.args) and any(x.kind != "num" for x in right.args):
        return False
    used: set[str] = set()
    for sub in statement.walk():
        if sub.kind == "sub" or (sub.kind == "sup" and sub.args[1].kind == "group"):
            used.update(x.value for x in sub.args[1].walk() if x.kind == "name")
    return wanted <= used
