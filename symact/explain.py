"""How symact reads a line of a document: each formula back from its tree, what was decided, and where each name got its meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from symact.catalogue import Activation
from symact.check import Reading, checked_with_readings
from symact.documents.model import Document
from symact.meaning.elaborate import Elaborator
from symact.meaning.names import function_word, written_name
from symact.notation.printer import to_latex
from symact.notation.syntax import Node
from symact.source import Place
from symact.verdict import Claim, Unread

__all__ = ["explained"]

MAX_BODY = 200
CONSTANTS = {"e": "the base of natural logarithms", "pi": "the circle's number", "infty": "infinity"}


def explained(document: Document, line: int, cell: int | None = None) -> str:
    """What is known of the formulas and functions that touch a line, as text; empty where there is none on it."""

    def touches(place: Place) -> bool:
        return place.line <= line <= place.end_line and place.cell == cell

    report, readings = checked_with_readings(document)
    path = document.source.path
    parts = [_reading(path, r, line) for r in readings if touches(r.place)]
    parts += [_code(path, c) for c in report.claims if c.kind == "code" and touches(c.place)]
    parts += [_unread(path, u) for u in report.unread if touches(u.place)]
    return "\n".join(parts)


def _head(path: str, place: Place) -> str:
    return f"{path}:{f'cell {place.cell}:' if place.cell is not None else ''}{place.line}:{place.column}"


def _unread(path: str, u: Unread) -> str:
    return f"{_head(path, u.place)}\n  written  {_short(u.source)}\n  unread   {u.reason}\n"


def _code(path: str, c: Claim) -> str:
    """A claim of code: what the function was read as computing, beside what it is said to."""
    return "\n".join((_head(path, c.place), f"  written  {_short(c.source)}", *_claim(c))) + "\n"


def _reading(path: str, r: Reading, line: int) -> str:
    """A formula; of one with several rows, those on the line."""
    source = r.maths.excerpt.source
    rows = [n for n in (r.root.args if r.root.kind == "rows" else (r.root,)) if _on_line(r, n, line)] or [r.root]
    span = r.maths.excerpt.span(rows[0].span.start, rows[-1].span.end)
    out = [_head(path, source.place(span)), f"  written  {_short(source.slice(span))}"]
    out += [f"  read as  {_short(to_latex(n))}" for n in rows]
    claims = [c for c in r.claims if c.place.line <= line <= c.place.end_line]
    for claim in claims:
        out += _claim(claim)
    if not claims:
        out.append("  claims   nothing that is decided")
    out += [f"  name     {text}" for text in _names(r, rows)]
    out += [f"  assumed  {a!r}" for a in r.scope.assumptions]
    if r.scope.titles:
        out.append(f"  section  {' > '.join(r.scope.titles)}")
    return "\n".join(out) + "\n"


def _on_line(r: Reading, node: Node, line: int) -> bool:
    place = r.maths.excerpt.source.place(r.maths.excerpt.span(node.span.start, node.span.end))
    return place.line <= line <= place.end_line


def _claim(c: Claim) -> Iterator[str]:
    said = [c.verdict.status, c.verdict.reason or c.verdict.told, c.verdict.detail]
    yield f"  claim    {c.kind} in line {c.place.line}: {': '.join(filter(None, said))}"
    if c.statement:
        yield f"           {_short(c.statement)}"


def _names(r: Reading, rows: Iterable[Node]) -> Iterator[str]:
    """What each name of the formula means at its place."""
    elaborator = Elaborator(r.scope)
    seen: set[str] = set()
    for node in (n for row in rows for n in row.walk()):
        written = written_name(node)
        word = written.word if written is not None else node.value if node.kind == "call" else function_word(node)
        if word is None or word in seen or node.kind in ("sub", "group"):
            continue
        seen.add(word)
        binding = r.scope.find(word)
        if binding is not None:
            formal = f"({', '.join(p.name for p in binding.formal)})" if binding.formal else ""
            body = "an unknown function" if binding.body.head == "app" and binding.name in binding.opaque else repr(binding.body)
            yield f"{word}{formal} = {_short(body)}, bound in line {binding.line}"
            continue
        meaning = elaborator.function_of(word)
        if isinstance(meaning, Activation) and elaborator.means_its_value(word):
            yield f"{word}: {meaning.title}, from the catalogue"
        elif isinstance(meaning, str):
            yield f"{word}: the elementary function {meaning}"
        elif word in CONSTANTS:
            yield f"{word}: {CONSTANTS[word]}"
        else:
            rank = r.scope.ranks.get(word)
            shape = {1: ", a vector", 2: ", a matrix"}.get(rank or 0, "")
            yield f"{word}: a free name{shape}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MAX_BODY else f"{flat[: MAX_BODY - 1]}…"
