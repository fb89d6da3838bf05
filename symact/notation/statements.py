"""Relations, conditions, and lists of them: what a formula, a row, a cell or a bracket may hold."""

from __future__ import annotations

import itertools

from symact.notation import names as n
from symact.notation.factors import STARTS, opens_bar
from symact.notation.reader import RULES, Reader, join, none_at
from symact.notation.syntax import Node, NotationError
from symact.notation.terms import sum_
from symact.source import Span

__all__ = ["condition", "content", "item", "line", "relation"]

CONDITIONAL = frozenset("rel and or not text group name sub styled".split())
LINE_ENDS = frozenset((n.EOF, n.ROW, n.END, n.RB, n.AMP))
TRAILING = frozenset((n.COMMA, n.SEMI, n.DOT, n.QUAD))
EQUATIONS = frozenset("= := =: equiv approx doteq simeq".split())
COMPARISONS = frozenset("< <= > >= != in notin to sim << >> subset subseteq".split())
ORDERS = frozenset("< <= > >= != << >>".split())
QUANTIFIERS = frozenset("all any every each".split())
LIST_STOPS = frozenset((n.COMMA, n.SEMI, n.DOT, n.EOF, n.ROW, n.END))
LIST_ENDS = frozenset((n.REL, n.ROW, n.END, n.EOF, n.IF, n.AND, n.OR, n.WHERE, n.FORALL, n.SEMI))
SETS = frozenset("in notin subset subseteq ni".split())


# --- relations -------------------------------------------------------------------------------------------------------


def relation(r: Reader) -> Node:
    """Members and the relations between them; ``none`` where a row starts or ends with its relation."""
    kinds = r.kinds
    if kinds[r.at] == n.REL:
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
        if kinds[r.at] in (n.ROW, n.END) and r.in_rows:
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
    return r.values[at] == "‖" or r.kinds[at + 1] == n.BAR and r.starts[at + 1] == r.ends[at]


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
    value = r.values[at]
    return (
        r.kinds[at] == n.NUM and r.starts[at] == r.ends[at - 2] + 1 and r.kinds[at - 2] == n.NUM and len(value) >= 3 and value[0] == "0"
        and value[1] != "."
    )  # fmt: skip


# --- conditions ------------------------------------------------------------------------------------------------------


def condition(r: Reader, commas: bool) -> Node:
    """A condition after "if", or alone in its cell; ``commas`` says whether a comma goes on with it."""
    kinds = r.kinds
    if kinds[r.at] == n.LB:
        end = r.skip_braces(r.at)
        if kinds[end] in LINE_ENDS or kinds[end] in TRAILING and kinds[end + 1] in LINE_ENDS:
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
        elif kind == n.AND or kind == n.QUAD and commas and kinds[r.at + 1] in STARTS:
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
        if node.kind not in CONDITIONAL and not worded and not listed:
            raise NotationError("this is no condition", node.span)
    if len(found) == 1:
        return found[0]
    return join("and", found)


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


# --- lines -----------------------------------------------------------------------------------------------------------

Piece = tuple[str, str, Node]  # what separates it from the piece before, its role, the node


def line(r: Reader) -> Node:
    """A formula or a row: statements with their conditions."""
    if r.kinds[r.at] in STARTS or r.kinds[r.at] == n.ADD:  # the common case: one statement and nothing else
        node = item(r)
        if r.kinds[r.at] in LINE_ENDS:
            return node
        return assemble(pieces(r, node))
    return assemble(pieces(r, None))


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
        if found and not sep and kind not in (n.IF, n.FORALL, n.WHERE, n.ELSE, n.WHEN):
            raise r.unexpected()
        if not found and sep:
            r.at = start
            raise r.unexpected()
        if kind == n.QUAD:
            r.at += 1
        elif kind == n.WHERE:
            r.at += 1
            r.deeper()
            found.append((sep, "where", line(r)))
            r.depth -= 1
        elif kind == n.FORALL or kind == n.IF and kinds[r.at + 1] == n.WORD and r.values[r.at + 1] in QUANTIFIERS:
            found.append((sep, "forall", quantified(r)))
        elif kind == n.IF:
            found.append((sep, "if", condition(r, False)))
        elif kind == n.ELSE:
            r.at += 1
            inline = found and found[-1][1] == "if" and kinds[r.at] not in LINE_ENDS and kinds[r.at] not in TRAILING
            found.append((sep, "else" if inline else "otherwise", none_at(r.starts[r.at - 1])))
            if inline:
                found.append(("", "stmt", item(r)))
        elif kind == n.WHEN:
            raise r.unexpected()
        else:
            node = colon_or_bar(r, item(r))
            if sep == "wide" and r.values[r.at - 1] != "wide" and kinds[start] == n.QUAD and node.kind in ("neg", "pos", "pm", "mp"):
                raise NotationError("unclear whether this goes on after the wide space", node.span)
            found.append((sep, "stmt", node))


def colon_or_bar(r: Reader, left: Node) -> Node:
    """``f: X \\to Y`` and ``x | z`` outside of brackets."""
    if r.kinds[r.at] == n.COLON or r.kinds[r.at] == n.BAR and not opens_bar(r) and r.kinds[r.at + 1] in STARTS:
        op = ":" if r.kinds[r.at] == n.COLON else "||" if divergence(r) else "|"
        if op != ":" and left.kind == "rel":
            raise r.unexpected("unclear what the bar belongs to")
        r.at += 2 if op == "||" and r.values[r.at] != "‖" else 1
        right = item(r)
        if op != ":" and right.kind == "rel":
            raise NotationError("unclear what the bar belongs to", right.span)
        return r.node("rel", left.span.start, (left, right), op)
    return left


def quantified(r: Reader) -> Node:
    """The names or relations after "for all"."""
    r.at += 1
    if r.kinds[r.at] == n.WORD and r.values[r.at] in QUANTIFIERS:
        r.at += 1
    items = [item(r)]
    while r.kinds[r.at] == n.COMMA and r.kinds[r.at + 1] == n.NAME and items[-1].kind in ("name", "sub"):
        after = r.kinds[r.at + 2]
        if after not in (n.COMMA, n.REL, n.DOT, n.EOF, n.ROW, n.END, n.SUB) or after == n.REL and r.values[r.at + 2] not in SETS:
            break
        r.at += 1
        items.append(item(r))
    if r.kinds[r.at] == n.COLON:  # for all x: ...
        r.kinds[r.at], r.values[r.at] = n.COMMA, "wide"
    if len(items) == 1:
        return items[0]
    merged = merge_commas([(",", i) for i in items])
    return merged[0][1] if len(merged) == 1 else join("seq", [m for _, m in merged])


def merge_commas(items: list[tuple[str, Node]]) -> list[tuple[str, Node]]:
    """Commas inside of statements: ``i, j = 1, \\ldots, n`` is one relation between two lists.

    Expressions before a relation belong to its first member, and those after it to its last one. Between two relations they
    belong to the first one if they go on with a list (``1, \\ldots, n``); otherwise nobody knows, and this is an error.
    """
    related = [k for k, (_, node) in enumerate(items) if node.kind == "rel" or node.kind in ("and", "or", "not")]
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
            if node.kind != "rel" or set(node.value.split()) & ORDERS or not (last or after[0].kind == "ellipsis" or all(x.kind == "num" for x in after)):
                raise NotationError("unclear what this comma separates", after[0].span)
            tail = join("seq", [node.args[-1], *after])
            node = Node("rel", Span(node.span.start, tail.span.end), (*node.args[:-1], tail), node.value)
        out.append((sep, node))
    return out


def assemble(found: list[Piece]) -> Node:
    """Statements, each with the conditions that follow it."""
    if len(found) == 1 and found[0][1] == "stmt":
        return found[0][2]
    merged: list[Piece] = []
    k = 0
    while k < len(found):
        sep, role, node = found[k]
        if role != "stmt":
            merged.append(found[k])
            k += 1
            continue
        stop = k + 1
        while stop < len(found) and found[stop][:2] == (",", "stmt"):
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
        if role != "stmt" or head is not None and node.kind == "rel":
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


def attach(found: list[Piece]) -> Node:
    done: list[Node] = []
    run: list[Node] = []
    tests: list[tuple[str, Node]] = []
    before: tuple[str, Node] | None = None  # a quantifier or condition in front of everything

    def flush() -> None:
        nonlocal before
        if not run:
            return
        if not tests:
            done.extend(run)
            run.clear()
            return
        node = run[0] if len(run) == 1 else join("stmts", run)
        for value, test in tests:
            if node.kind == "where" and node.value == value == "if":
                old = node.args[1]
                both = (*(old.args if old.kind == "and" else (old,)), *(test.args if test.kind == "and" else (test,)))
                merged = Node("and", Span(both[0].span.start, test.span.end), both)
                node = Node("where", Span(node.span.start, test.span.end), (node.args[0], merged), value)
            else:
                node = Node("where", Span(node.span.start, max(test.span.end, node.span.end)), (node, test), value)
        done.append(node)
        run.clear()
        tests.clear()

    for sep, role, node in found:
        if role == "stmt":
            if run and not tests and sep == ";":
                flush()
            if run and is_condition(run[-1], node, sep) and sep != ";":
                tests.append(("if", node))
                continue
            if tests:
                flush()
            run.append(node)
        elif role == "otherwise" or role == "else":
            raise NotationError("otherwise outside of cases", node.span)
        elif not run:
            if before is not None or done or role == "where":
                raise NotationError("a condition with nothing before it", node.span)
            before = (role, node)
        else:
            tests.append((role, node))
    flush()
    if not done:
        assert before is not None
        raise NotationError("a condition with nothing to hold", before[1].span)
    whole = done[0] if len(done) == 1 else join("stmts", done)
    if before is not None:
        # the condition is written first; the tree has it second
        span = Span(min(before[1].span.start, whole.span.start), whole.span.end)
        whole = Node("where", span, (whole, before[1]), before[0])
    return whole


def is_condition(statement: Node, node: Node, sep: str) -> bool:
    """Whether a relation after a comma or wide space says when the statement before it holds."""
    if node.kind in ("and", "or", "not"):
        return statement.kind == "rel"
    if node.kind == "group" and sep == "wide" and node.args[0].kind == "rel":
        return is_condition(statement, node.args[0], sep)
    if node.kind != "rel" or node.args[0].kind == "none":
        return False
    ops = set(node.value.split())
    if ops <= COMPARISONS:
        if statement.kind != "rel":
            return sep == "wide"
        return bool(set(statement.value.split()) & (EQUATIONS | {"to", "sim", "|", "propto"}))
    if ops == {"="} and statement.kind == "rel" and "=" in statement.value.split():
        return index_equation(statement, node)
    return False


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
        if sub.kind == "sub" or sub.kind == "sup" and sub.args[1].kind == "group":
            used.update(x.value for x in sub.args[1].walk() if x.kind == "name")
    return wanted <= used


RULES["content"] = content
RULES["line"] = line
