r"""Environments: aligned rows, cases, matrices, and the hand-made \left\{ \begin{array}."""

from __future__ import annotations

from symact.notation import names as n
from symact.notation.conditions import condition
from symact.notation.lexer import LOOSE_AFTER, LOOSE_BEFORE, Tokens
from symact.notation.reader import RULES, Reader, none_at
from symact.notation.relations import item
from symact.notation.statements import line
from symact.notation.syntax import Node, NotationError
from symact.source import Span

__all__ = ["lay_out", "rows"]

CONDITIONS = frozenset((n.REL, n.IF, n.ELSE, n.FORALL))
SKIPPED = ""  # the kind of an alignment mark that is taken out


class Table:
    """An environment that is open while the tokens are laid out."""

    __slots__ = ("begin", "brace", "cells", "kind", "row_start")

    def __init__(self, begin: int, kind: str, brace: bool) -> None:
        self.begin = begin
        self.kind = kind
        self.brace = brace
        self.cells: list[list[int]] = [[]]  # for each row, the tokens that are its &
        self.row_start: list[int] = [begin + 1]


def lay_out(tokens: Tokens) -> Tokens:
    r"""Settle what each & means, and which environments are rows, cases or matrices.

    In rows a & beside an operator or at an end is an alignment mark and goes; any other one separates statements. In cases
    the first & that follows something separates value and condition. The value of a BEGIN token becomes rows, single, cases
    or a matrix kind.
    """
    kinds, values, starts, ends = tokens
    if n.BEGIN not in kinds and n.AMP not in kinds and n.END not in kinds:
        return tokens
    stack = [Table(-1, "rows", False)]
    for i, kind in enumerate(kinds):
        if kind == n.BEGIN:
            brace = i > 0 and kinds[i - 1] == n.OPEN and values[i - 1] == "{"
            stack.append(Table(i, values[i], brace))
        elif kind == n.AMP:
            stack[-1].cells[-1].append(i)
        elif kind == n.ROW:
            stack[-1].cells.append([])
            stack[-1].row_start.append(i + 1)
        elif kind == n.END:
            table = stack.pop()
            if not stack:
                raise NotationError(rf"\end{{{values[i]}}} without \begin", Span(starts[i], ends[i]))
            if table.kind != values[i]:
                raise NotationError(
                    rf"\begin{{{table.kind}}} closed by \end{{{values[i]}}}", Span(starts[table.begin], ends[table.begin])
                )
            settle(tokens, table, i)
    if len(stack) > 1:
        table = stack[-1]
        raise NotationError(rf"\begin{{{table.kind}}} without \end", Span(starts[table.begin], ends[table.begin]))
    settle(tokens, stack[0], kinds.index(n.EOF))
    keep = [i for i, kind in enumerate(kinds) if kind != SKIPPED]
    return Tokens([kinds[i] for i in keep], [values[i] for i in keep], [starts[i] for i in keep], [ends[i] for i in keep])


def settle(tokens: Tokens, table: Table, end: int) -> None:
    kinds, values, _, _ = tokens
    layout = n.ENVIRONMENTS[table.kind] if table.begin >= 0 else "rows"
    stops = [*(s - 1 for s in table.row_start[1:]), end]
    full = [
        k for k, (s, e) in enumerate(zip(table.row_start, stops, strict=True)) if any(kinds[i] != n.AMP for i in range(s, e))
    ]
    marks = [m for k in full for m in table.cells[k]]
    starts_relation = bool(marks) and all(kinds[m + 1] in (n.REL, n.AMP) or kinds[m - 1] == n.REL for m in marks)
    rows = [(table.row_start[k], stops[k]) for k in full]
    equations = all(n.REL in kinds[s:e] for s, e in rows)
    if layout == "cases" and (
        starts_relation or (not marks and equations and not any(separated(kinds, s, e) for s, e in rows))
    ):
        layout = "rows"  # a system of equations
    elif layout == "rows" and table.brace and not starts_relation:
        layout = "cases" if marks or any(separated(kinds, s, e) for s, e in rows) else "rows"
    elif table.kind == "array" and (starts_relation or (not marks and not table.brace and equations)):
        layout = "rows"
    elif layout in ("plain", "B") and (table.brace or table.kind == "Bmatrix"):
        if (marks and all(table.cells[k] and conditional(kinds, table.cells[k][0] + 1, stops[k]) for k in full)) or (
            marks and table.brace and any(conditional(kinds, m + 1, m + 2) for m in marks)
        ):
            layout = "cases"
        elif not marks and table.brace:
            layout = "cases" if any(separated(kinds, s, e) for s, e in rows) else "rows"
    if table.begin >= 0:
        values[table.begin] = layout
    if layout == "rows":
        three = table.kind.startswith("eqnarray") or table.kind == "array"
        for start, stop, row in zip(table.row_start, stops, table.cells, strict=True):
            for k, m in enumerate(row):
                beside = not three and k % 2 == 1 and m + 1 in row and kinds[m + 2] == n.REL  # = b & &= d: two columns
                if (not beside or kinds[m - 1] in LOOSE_AFTER) and aligns(kinds, m, start, stop, three or k % 2 == 0):
                    kinds[m] = SKIPPED
                else:
                    kinds[m] = n.COMMA
                    values[m] = "wide"
    elif layout == "cases":
        for start, row in zip(table.row_start, table.cells, strict=True):
            kept = False
            for m in row:
                if kept or all(kinds[i] in (SKIPPED, n.QUAD) for i in range(start, m)):
                    kinds[m] = SKIPPED
                else:
                    kept = True
    elif layout == "single":
        for row in table.cells:
            for m in row:
                raise NotationError("& outside of a table", Span(tokens.starts[m], tokens.ends[m]))


def separated(kinds: list[str], start: int, end: int) -> bool:
    """Whether a row without & has a value and a condition: words, or a comma in the middle."""
    return any(
        kinds[i] in (n.IF, n.ELSE, n.FORALL) or (kinds[i] in (n.COMMA, n.QUAD) and i + 1 < end) for i in range(start, end)
    )


def aligns(kinds: list[str], mark: int, start: int, stop: int, first: bool) -> bool:
    """Whether a & in a row only aligns: ``first`` says that it is the first one of a pair."""
    before, after = mark - 1, mark + 1
    while before >= start and kinds[before] in (SKIPPED, n.AMP):
        before -= 1
    while after < stop and kinds[after] in (SKIPPED, n.AMP):
        after += 1
    if before < start or after >= stop or kinds[before] in LOOSE_AFTER or kinds[after] in LOOSE_BEFORE:
        return True
    return first and kinds[after] == n.ADD


def conditional(kinds: list[str], start: int, end: int) -> bool:
    return any(kinds[i] in CONDITIONS for i in range(start, end))


# --- reading ---------------------------------------------------------------------------------------------------------


def environment(r: Reader) -> Node:
    """An environment from its BEGIN token."""
    at = r.at
    layout = r.values[at]
    start = r.starts[at]
    r.at = at + 1
    r.deeper()
    saved = r.bar, r.integral, r.in_rows
    r.bar, r.integral, r.in_rows = None, False, layout == "rows"
    if layout == "cases":
        node = cases(r, start)
    elif layout == "rows" or layout == "single":
        found = rows(r)
        if r.kinds[r.at] != n.END:
            raise r.unexpected()
        if not found:
            raise NotationError("an empty environment", Span(start, r.ends[at]))
        r.at += 1
        if layout == "single" and len(found) > 1:
            node = r.node("rows", start, tuple(found))
        else:
            node = found[0] if layout == "single" else r.node("rows", start, tuple(found))
    else:
        node = matrix(r, start, layout)
    r.bar, r.integral, r.in_rows = saved
    r.depth -= 1
    return node


def rows(r: Reader) -> list[Node]:
    """Rows up to the end of the environment or text; empty ones are left out."""
    found: list[Node] = []
    while r.kinds[r.at] not in (n.END, n.EOF):
        if r.kinds[r.at] == n.ROW:
            r.at += 1
            continue
        found.append(line(r))
        if r.kinds[r.at] not in (n.ROW, n.END, n.EOF):
            raise r.unexpected()
    return found


def cases(r: Reader, start: int) -> Node:
    found: list[Node] = []
    kinds = r.kinds
    while kinds[r.at] != n.END:
        if kinds[r.at] == n.ROW:
            r.at += 1
            continue
        if kinds[r.at] == n.EOF:
            raise r.unexpected()
        found.append(case(r))
    r.at += 1
    if not found:
        raise NotationError("cases without a case", Span(start, r.ends[r.at - 1]))
    refuse_early_otherwise(found)
    return r.node("cases", start, tuple(found))


def case(r: Reader) -> Node:
    """A row of cases: a value, then its condition."""
    kinds = r.kinds
    start = r.starts[r.at]
    if kinds[r.at] in (n.IF, n.ELSE, n.FORALL):
        raise r.unexpected("a condition before its value")
    value = item(r)
    separated = False
    while kinds[r.at] in (n.COMMA, n.SEMI, n.QUAD, n.AMP, n.DOT):
        separated = True
        r.at += 1
    if kinds[r.at] in (n.ROW, n.END):
        raise NotationError("a case without a condition", value.span)
    if not separated and kinds[r.at] not in (n.IF, n.ELSE, n.FORALL):
        raise r.unexpected()
    test = condition(r, True)
    end = r.ends[r.at - 1]
    while kinds[r.at] in (n.COMMA, n.SEMI, n.DOT, n.QUAD):
        r.at += 1
    if kinds[r.at] not in (n.ROW, n.END):
        raise r.unexpected()
    return Node("case", Span(min(start, value.span.start), end), (value, test))


def worded_cases(r: Reader) -> Node:
    """``{x if x > 0, 0 otherwise}``"""
    start = r.starts[r.at]
    kinds = r.kinds
    found: list[Node] = []
    r.at += 1
    r.deeper()
    while kinds[r.at] != n.CLOSE:
        value = item(r)
        if kinds[r.at] not in (n.IF, n.FORALL, n.ELSE):
            raise r.unexpected()
        test = condition(r, False)
        found.append(Node("case", Span(value.span.start, max(value.span.end, r.ends[r.at - 1])), (value, test)))
        if kinds[r.at] not in (n.COMMA, n.SEMI, n.QUAD, n.CLOSE):
            raise r.unexpected()
        while kinds[r.at] in (n.COMMA, n.SEMI, n.QUAD):
            r.at += 1
    if r.values[r.at] != "}" or not found:
        raise r.unexpected()
    refuse_early_otherwise(found)
    r.depth -= 1
    r.at += 1
    return r.node("cases", start, tuple(found))


def refuse_early_otherwise(found: list[Node]) -> None:
    for earlier in found[:-1]:
        if earlier.args[1].kind == "none":
            raise NotationError("otherwise before the last case", earlier.span)


def matrix(r: Reader, start: int, layout: str) -> Node:
    found: list[Node] = []
    kinds = r.kinds
    while kinds[r.at] != n.END:
        if kinds[r.at] == n.ROW:
            r.at += 1
            continue
        row_start = r.starts[r.at]
        cells: list[Node] = []
        while True:
            if kinds[r.at] in (n.AMP, n.ROW, n.END):
                cells.append(none_at(r.starts[r.at]))
            else:
                cells.append(RULES["content"](r))
                while kinds[r.at] in (n.COMMA, n.SEMI, n.QUAD):
                    r.at += 1
            if kinds[r.at] != n.AMP:
                break
            r.at += 1
        if kinds[r.at] not in (n.ROW, n.END):
            raise r.unexpected()
        found.append(Node("seq", Span(min(row_start, cells[0].span.start), cells[-1].span.end), tuple(cells)))
    r.at += 1
    if not found:
        raise NotationError("an empty matrix", Span(start, r.ends[r.at - 1]))
    return r.node("matrix", start, tuple(found), layout)


def braced_cases(r: Reader) -> Node:
    r"""\left\{ \begin{array} ... \end{array} \right.; ``none`` where it is an ordinary bracket."""
    at = r.at
    if r.values[at + 1] not in ("cases", "rows"):
        return none_at(r.starts[at])
    r.at = at + 1
    inner = environment(r)
    if r.kinds[r.at] == n.RNULL:
        r.at += 1
    elif r.kinds[r.at] == n.CLOSE:
        if inner.kind != "cases" or r.values[r.at] != "}":
            raise r.unexpected("rows in brackets")
        r.at += 1
    elif r.text[r.starts[at] : r.ends[at]].startswith(r"\left"):
        raise NotationError(r"\left\{ without \right.", Span(r.starts[at], r.ends[at]))
    return r.node(inner.kind, r.starts[at], inner.args, inner.value)
