"""What authors tell symact in comments: ``let g(u) = 1/u``, ``assume alpha > 0, x in R^n``, ``ignore``.

A directive speaks from its place to the end of its section. ``ignore`` leaves alone the formulas of its own line if something
stands there before it, and else the next block with formulas in it; ``ignore all`` leaves alone the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from symact.claims.context import Context
from symact.claims.find import find_claims
from symact.documents.model import Block, Document, Maths
from symact.meaning.elaborate import Elaborator, Unclear, condition
from symact.meaning.ranks import ranks_stated
from symact.meaning.scope import Scope
from symact.notation.latex import parse
from symact.notation.syntax import Node, NotationError
from symact.source import Excerpt, Span

__all__ = ["Directive", "Misread", "apply_directive", "directions"]

_DIRECTIVE = re.compile(r"\s*symact\s*:\s*(?P<verb>[a-z]+)\b\s*(?P<rest>.*?)\s*$", re.DOTALL)
_TEX = re.compile(r"\\[a-zA-Z]|[{}]")
_MARKS = " \t<!-%#.>*"  # what opens a comment
VERBS = ("let", "assume", "ignore")
HELP = "write `let NAME = …`, `assume CONDITION`, `ignore` or `ignore all`"


class Misread(Exception):
    """A directive that was not understood; the message is one phrase."""


@dataclass(frozen=True)
class Directive:
    """A verb and what it is about, with its place."""

    verb: str
    argument: Excerpt

    @property
    def span(self) -> Span:
        return self.argument.span()


def directions(document: Document) -> tuple[list[Directive], frozenset[int]]:
    """The directives of a document in reading order, and the identities of the formulas and code blocks that it asks to leave alone."""
    found: list[Directive] = []
    ignored: set[int] = set()
    for k, block in enumerate(document.blocks):
        d = _directive_of(block)
        if d is None:
            continue
        if d.verb == "ignore":
            ignored.update(id(m) for m in _left_alone(document, k, d))
        found.append(d)
    return found, frozenset(ignored)


def _left_alone(document: Document, k: int, d: Directive) -> Iterator[Maths | Block]:
    """The formulas and the code that an ``ignore`` in the k-th block is about; one inside of code is about all of it."""
    source, start = d.argument.source, document.blocks[k].excerpt.start
    line = source.line_column(start)[0]
    written = source.text[source.line_starts[line - 1] : start].rstrip(_MARKS)
    rest = (b for b in document.blocks[k + 1 :] if b.excerpt.source is source and b.excerpt.start >= start)
    following = next((b for b in rest if b.maths or b.kind == "code"), None)
    inside = next((b for b in document.blocks if b.kind == "code" and b.excerpt.source is source and start in _within(b)), None)
    for block in document.blocks:
        near = block is following or (following is not None and block.table >= 0 and block.table == following.table)
        if block.kind == "code" and (block is inside if inside is not None else near or d.argument.text.strip() == "all"):
            yield block
        for maths in block.maths:
            same = maths.excerpt.source is source
            own = same and source.line_column(maths.outer.start)[0] == line
            if d.argument.text.strip() == "all" or (own if written.strip() else near):
                yield maths


def _within(block: Block) -> range:
    span = block.excerpt.span()
    return range(span.start, span.end)


def _directive_of(block: Block) -> Directive | None:
    """The directive that a comment is, or None."""
    m = _DIRECTIVE.match(block.excerpt.text) if block.kind == "comment" else None
    return None if m is None else Directive(m["verb"], block.excerpt.part(*m.span("rest")))


def apply_directive(d: Directive, scope: Scope) -> Scope:
    """The scope after ``let`` or ``assume``. Raises Misread."""
    text = d.argument.text.strip()
    if d.verb not in VERBS or (d.verb == "ignore" and text not in ("", "all")) or (d.verb != "ignore" and not text):
        raise Misread(f"this directive was not understood: {HELP}")
    if d.verb == "ignore":
        return scope
    try:
        node = parse(d.argument.text, tex=bool(_TEX.search(text)))
    except NotationError as why:
        raise Misread(f"this directive was not read: {why}") from None
    return _let(d, node, scope) if d.verb == "let" else _assume(node, scope)


def _let(d: Directive, node: Node, scope: Scope) -> Scope:
    line = d.argument.source.line_column(d.argument.start)[0]
    bound = find_claims(node, d.argument, line, scope, Context(let=True, declared=True)).scope
    if bound is scope or bound.frames == scope.frames:
        raise Misread("this directive binds nothing: write `let NAME = …` or `let NAME(x) = …`")
    return bound


def _assume(node: Node, scope: Scope) -> Scope:
    statements = node.args if node.kind in ("stmts", "seq", "and", "rows") else (node,)
    for statement in statements:
        try:
            scope = scope.assuming([condition(Elaborator(scope), statement)]).with_ranks(ranks_stated(statement))
        except Unclear as why:
            raise Misread(f"this assumption was not understood: {why}") from None
    return scope
