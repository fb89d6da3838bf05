"""Formulas in the docstrings of functions: what a function is said to compute, in Python or in plain notation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from symact.code.cells import Cell, parse

__all__ = ["Formula", "formulas_of"]

Mode = Literal["asserted", "counted", "different"]

MAX_LINES, MAX_LENGTH = 60, 300
DIFFERENT = re.compile(r"\b(?:different|differs?|unlike|instead of|not)\b|不同|而不是|区别", re.IGNORECASE)
HEDGED = re.compile(
    r"\b(?:approx\w*|close to|similar|example|e\.g|see|where|if|when|input|args?|shape|grad\w*"
    r"|deriv\w*)\b|近似|例如|参见", re.IGNORECASE,
)  # fmt: skip
ASSERTING = re.compile(
    r"(?:\b(?:returns?|computes?|formula|equation|defined as|is|as|i\.e\.?)|[:：=]|返回|计算|公式|即)\s*[:：]?\s*$", re.IGNORECASE
)
HEAD = re.compile(r"(?P<head>[A-Za-z_]\w*\s*\(\s*[A-Za-z_]\w*(?:\s*[,;]\s*\w+)*\s*\)|\by)\s*=(?!=)\s*")
SPAN = re.compile(r"``?(?P<code>[^`\n]+)``?")
POWER = re.compile(r"\^")


@dataclass(frozen=True)
class Formula:
    """An expression with its place in the text of the cell; ``mode``: claimed, counted only if it holds, said to differ."""

    text: str
    start: int
    mode: Mode
    node: ast.expr
    cell_text: str  # the text that was parsed: powers as Python writes them


def formulas_of(cell: Cell, node: ast.FunctionDef) -> Iterator[Formula]:
    """The formulas of a function's docstring that speak of its parameters."""
    first = node.body[0] if node.body else None
    if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Constant) or not isinstance(first.value.value, str):
        return
    names = {a.arg for a in (*node.args.posonlyargs, *node.args.args)} - {"self", "ctx"}
    start = cell.offset(first.value.lineno, first.value.col_offset)
    raw = cell.text(first.value)
    before = ""
    at = start
    for k, line in enumerate(raw.split("\n")):
        if k >= MAX_LINES:
            return
        for lead, text, place in _candidates(line):
            found = _expression(text, names)
            if found is not None:
                yield Formula(text, at + place, _mode(f"{before} {lead}", node.name in lead or bool(HEAD.search(lead))), *found)
        before = line if line.strip() else ""
        at += len(line) + 1


def _candidates(line: str) -> Iterator[tuple[str, str, int]]:
    """What stands before a piece of a line that may be a formula, the piece, and where it begins."""
    if len(line) > MAX_LENGTH:
        return
    for match in SPAN.finditer(line):
        text, place = _right_side(match["code"], match.start("code"))
        yield line[: place], text, place
    if "`" in line:
        return
    text, place = _right_side(line, 0)
    lead = re.match(r"[\s\"']*", text)
    cut = lead.end() if lead else 0
    yield line[:place], text[cut:].rstrip(" \"'.,;"), place + cut
    for match in re.finditer(r"[:：]\s+|\breturns?\s+|\bcomputes?\s+|返回\s*|计算\s*", line, re.IGNORECASE):
        rest = line[match.end() :].rstrip(" \"'.,;")
        if rest:
            text, place = _right_side(rest, match.end())
            yield line[:place], text, place


def _right_side(text: str, start: int) -> tuple[str, int]:
    """A formula without ``f(x) =`` before it."""
    match = HEAD.search(text)
    return (text, start) if match is None else (text[match.end() :].rstrip(" \"'.,;"), start + match.end())


def _expression(text: str, names: set[str]) -> tuple[ast.expr, str] | None:
    plain = POWER.sub("**", text.strip())
    if not plain or not any(c in plain for c in "+-*/(<>"):
        return None
    tree = parse(plain)
    if not isinstance(tree, ast.Module) or len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        return None
    node = tree.body[0].value
    used = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    if not isinstance(node, ast.BinOp | ast.Call | ast.IfExp | ast.UnaryOp) or not used & names:
        return None
    return node, plain


def _mode(lead: str, headed: bool) -> Mode:
    if DIFFERENT.search(lead):
        return "different"
    if HEDGED.search(lead):
        return "counted"
    return "asserted" if headed or ASSERTING.search(lead.rstrip()) else "counted"
