"""What should stand in wrong code: the smallest edit after which the function is proved to compute what it is said to.

Each candidate changes one place of the function's text; it is parsed, read and decided again as a whole.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from symact.budget import tick
from symact.claims.code import Coded
from symact.code.cells import Cell, parse
from symact.code.program import Program
from symact.judge import verdict_on
from symact.source import Excerpt, Span
from symact.terms.core import parts

__all__ = ["Rewriting", "mended_function", "rewritten"]

MAX_CANDIDATES = 150
TURNED = {
    ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.Lt: ">", ast.Gt: "<", ast.LtE: ">=", ast.GtE: "<=",
}  # fmt: skip
OPERATOR = re.compile(r"\*\*|<=|>=|[-+*/<>]")
TWINS = {
    "maximum": ("minimum",), "minimum": ("maximum",), "max": ("sum", "min"), "min": ("max",), "mean": ("sum",), "sin": ("cos",),
    "cos": ("sin",), "sinh": ("cosh",), "cosh": ("sinh",), "log": ("log1p",), "log1p": ("log",), "exp": ("expm1",), "expm1": ("exp",),
}  # fmt: skip


@dataclass(frozen=True)
class Rewriting:
    """Another text for a span of the source; ``shown`` is what then stands in the statement."""

    span: Span
    replacement: str
    shown: str


@dataclass(frozen=True)
class _Change:
    cost: float
    start: int
    end: int
    new: str


def rewritten(coded: Coded) -> Rewriting | None:
    """The cheapest change of a function that is refuted after which its claim is proved, or None. Raises OutOfTime."""
    cell, node = coded.cell, coded.subject.function.node
    if cell.faults or coded.reading is None or coded.subject.function.cell is not cell:
        return None
    changes = sorted(_changes(cell, node, coded), key=lambda c: (c.cost, -c.start))
    for change in changes[:MAX_CANDIDATES]:
        tick()
        again = _again(coded, change.start, change.end, change.new)
        if again is not None and _is_proved(again):
            span = cell.span(change.start, change.end) if change.start < change.end else _at(cell, change.start)
            if cell.excerpt.source.slice(span) != cell.parsed.text[change.start : change.end]:
                return None  # a text that is decoded, or quoted line by line
            return Rewriting(span, change.new, f"`{_line_with(cell.excerpt, span, change.new)}`")
    return None


def mended_function(coded: Coded) -> Rewriting | None:
    """The text of a function that does not run as it stands, mended, where it is contiguous and what it then computes is proved."""
    cell, node = coded.cell, coded.subject.function.node
    if coded.reading is None or not isinstance(node, ast.FunctionDef) or not all(f.sure for f in cell.faults):
        return None
    text = cell.text(node)
    missing = [n for n in coded.reading.undefined if n != "e"]
    if len(missing) == 1 and not coded.reading.inputs:
        text = re.sub(r"\(\s*\)", f"({missing[0]})", text, count=1)
    if "e" in coded.reading.undefined:
        if "np." not in cell.parsed.text:
            return None
        text = re.sub(r"(?<![\w.])e(?![\w.(])", "np.e", text)
    span = cell.spot(node).span
    excerpt = cell.excerpt
    start, end = excerpt.locate(span.start), excerpt.locate(span.end)
    if excerpt.source.slice(span) != excerpt.text[start:end]:
        return None
    at = cell.offset(node.lineno, node.col_offset)
    if text == excerpt.text[start:end]:
        return None  # it is another function that does not run
    again = _again(coded, at, at + len(cell.text(node)), text)
    if again is None or again.reading is None or again.reading.undefined or not _is_proved(again):
        return None
    return Rewriting(span, text, "")


def _line_with(excerpt: Excerpt, span: Span, new: str) -> str:
    """The line that has another text at a span."""
    start, end = excerpt.locate(span.start), excerpt.locate(span.end)
    text = excerpt.text[:start] + new + excerpt.text[end:]
    last = text.find("\n", start)
    return text[text.rfind("\n", 0, start) + 1 : last if last >= 0 else None].split("#")[0].strip()


def _at(cell: Cell, offset: int) -> Span:
    """The empty span before a character."""
    place = cell.span(offset, offset + 1).start
    return Span(place, place)


def _again(coded: Coded, start: int, end: int, new: str) -> Coded | None:
    cell = coded.cell
    text = cell.parsed.replaced(start, end, new)
    tree = parse(text.text)
    if not isinstance(tree, ast.Module):
        return None
    other = Cell(cell.excerpt, tree, text, (), cell.number)
    program = Program([other if c is cell else c for c in coded.program.cells])
    return coded.again(program, other)


def _is_proved(coded: Coded) -> bool:
    """Whether the claim holds, at a kink by a convention."""
    verdict = verdict_on(replace(coded.proposal, lenient=()))[0]
    return verdict.status == "proved" or (verdict.status == "conditional" and coded.subject.role.slope and "convention" in verdict.detail)


def _changes(cell: Cell, root: ast.AST, coded: Coded) -> Iterator[_Change]:
    text = cell.parsed.text
    names = {n.id for n in ast.walk(root) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    names |= {a.arg for a in ast.walk(root) if isinstance(a, ast.arg)} - {"self", "ctx", "cls"}
    numbers = _numbers(coded)

    def bounds(n: ast.expr | ast.stmt) -> tuple[int, int]:
        start = cell.offset(n.lineno, n.col_offset)
        return start, start + len(cell.text(n))

    for n in ast.walk(root):
        match n:
            case ast.BinOp() | ast.Compare():
                left, right = (n.left, n.right) if isinstance(n, ast.BinOp) else (n.left, n.comparators[0])
                kind = type(n.op if isinstance(n, ast.BinOp) else n.ops[0])
                (a, b), (c, d) = bounds(left), bounds(right)
                sign = OPERATOR.search(text, b, c)
                if kind in TURNED and sign is not None:
                    yield _Change(1.0, *sign.span(), TURNED[kind])
                if kind in (ast.Sub, ast.Div, ast.Lt, ast.Gt) and text[b:c].strip() in ("-", "/", "<", ">"):
                    yield _Change(1.3, a, d, text[c:d] + text[b:c] + text[a:b])
            case ast.UnaryOp() if isinstance(n.op, ast.USub):
                start, _ = bounds(n)
                yield _Change(1.0, start, start + 1, "")
            case ast.Return() if n.value is not None:
                start, end = bounds(n.value)
                inner = text[start:end]
                is_sum = isinstance(n.value, ast.BinOp) and isinstance(n.value.op, ast.Add | ast.Sub)
                yield _Change(1.1, start, end, f"-({inner})" if isinstance(n.value, ast.BinOp) else f"-{inner}")
                for factor in ("0.5", "2"):
                    yield _Change(1.3, start, end, f"{factor} * ({inner})" if is_sum else f"{factor} * {inner}")
            case ast.Call():
                yield from _calls(n, text, bounds)
            case ast.Constant() if isinstance(n.value, int | float) and not isinstance(n.value, bool):
                for other in numbers:
                    yield _Change(1.2, *bounds(n), other)
            case ast.Name() if isinstance(n.ctx, ast.Load) and n.id in names:
                start, end = bounds(n)
                yield _Change(1.2, start, end, f"{n.id}**2")
                yield _Change(1.2, start, start, "-")
                yield _Change(1.35, start, end, f"abs({n.id})")
                for other in sorted(names - {n.id}):
                    yield _Change(1.4, start, end, other)


def _calls(n: ast.Call, text: str, bounds: object) -> Iterator[_Change]:
    """Another function, the argument with the other sign, the two values of a where exchanged."""
    assert callable(bounds)
    name = n.func.attr if isinstance(n.func, ast.Attribute) else n.func.id if isinstance(n.func, ast.Name) else ""
    _, end = bounds(n.func)
    for other in TWINS.get(name, ()):
        yield _Change(1.3, end - len(name), end, other)
    if name == "where" and len(n.args) == 3:
        (a, b), (c, d) = bounds(n.args[1]), bounds(n.args[2])
        yield _Change(1.1, a, d, text[c:d] + text[b:c] + text[a:b])
    start, last = bounds(n)
    yield _Change(1.2, last, last, "**2")
    yield _Change(1.2, start, start, "-")


def _numbers(coded: Coded) -> list[str]:
    """Small numbers, and those of the function that is meant, as decimals."""
    out = ["0", "1", "2", "0.5", "3", "4"]
    for entry in coded.entries:
        for t in parts(entry.expression):
            if t.is_num and (shown := _decimal(t.value)) not in out and shown:
                out.append(shown)
    return out


def _decimal(value: Fraction) -> str:
    """A number as a literal; empty where it is no short decimal."""
    shown = f"{float(value):.12g}"
    return shown if value >= 0 and Fraction(shown) == value else ""
