"""Pieces of Python in a document, parsed by ``ast``; what does not parse as it stands is mended where the intent is clear.

Nothing is run. A mended cell says what was wrong with it; one that cannot be mended is left alone.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from functools import cached_property

from symact.code.mend import Fault, mended, powers_mended
from symact.code.ops import Spot
from symact.code.places import is_python
from symact.code.texts import Text, text_of
from symact.documents.model import Block
from symact.source import Excerpt, Span

__all__ = ["Cell", "cell_of", "parsed_cell", "span_cell"]

MAX_LENGTH = 1_000_000  # characters of a cell: a module may be long
MAX_NESTING = 90  # levels of the syntax tree
PROMPT = re.compile(r"[ \t]*(?:>>>|\.\.\.)(?: |$)|[ \t]*In \[\d*\]: ?")
RESULT = re.compile(r"[ \t]*Out\[\d*\]:")
MAGIC = re.compile(r"(?m)^[ \t]*(?:%{1,2}\w[^\n]*|![^\n=]*$)")
EQUATION = re.compile(r"\s*(?P<name>[^\W\d]\w*)\s*\(\s*\w+(?:\s*,\s*\w+(?:\s*=\s*[\d.]+)?)*\s*\)\s*(?P<sign>=)(?!=)\s*")
TELLING = re.compile(r"(?m)^[ \t]*(?:def|class)[ \t]+\w+.*:|\blambda\b.*:|\b(?:np|numpy|math|torch|tf|jnp|F)\.\w+\(")


@dataclass(frozen=True, eq=False)
class Cell:
    """A parsed piece of Python; ``number`` is its place among the cells of the document."""

    excerpt: Excerpt
    tree: ast.Module
    parsed: Text
    faults: tuple[Fault, ...] = ()
    number: int = 0

    @cached_property
    def _starts(self) -> list[int]:
        return self.parsed.starts

    def offset(self, line: int, column: int) -> int:
        """The offset in the parsed text of what ``ast`` counts in lines and UTF-8 bytes."""
        start = self._starts[line - 1]
        text = self.parsed.text[start : self._starts[line] - 1] if line < len(self._starts) else self.parsed.text[start:]
        return start + (column if text.isascii() else len(text.encode("utf-8", "replace")[:column].decode("utf-8", "ignore")))

    def text(self, node: ast.expr | ast.stmt) -> str:
        return self.parsed.text[slice(*self._bounds(node))]

    def spot(self, node: ast.expr | ast.stmt, last: ast.expr | ast.stmt | None = None) -> Spot:
        """Where a node stands, or all from it to the last one."""
        start, end = self._bounds(node)
        return Spot(self.excerpt.source, self.span(start, end if last is None else max(end, self._bounds(last)[1])))

    def span(self, start: int, end: int) -> Span:
        """The span in the source of a part of the parsed text."""
        places = self.parsed.places
        return self.excerpt.span(places[start], min(places[max(start, end - 1)] + 1, len(self.excerpt.text)))

    def spot_of(self, fault: Fault) -> Spot:
        return Spot(self.excerpt.source, self.excerpt.span(fault.start, fault.end))

    def _bounds(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        start = self.offset(node.lineno, node.col_offset)
        return start, self.offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)


def cell_of(block: Block, number: int = 0) -> Cell | None:
    """The Python of a code block; None where it is another language, or pseudo-code."""
    return parsed_cell(block.excerpt, is_python(block.info), number)


def parsed_cell(excerpt: Excerpt, python: bool | None, number: int = 0, mending: bool = True) -> Cell | None:
    """The Python of a text; ``mending`` where it is a snippet, which nobody may have run."""
    text = excerpt.text
    if python is False or len(text) > MAX_LENGTH or (python is None and not TELLING.search(text)):
        return None
    found = text_of(text.replace("\r\n", " \n").replace("\r", "\n"))
    tree = parse(found.text)
    faults: tuple[Fault, ...] = ()
    if not isinstance(tree, ast.Module):
        found = without_prompts(found)
        tree = parse(found.text)
    if not isinstance(tree, ast.Module):
        repaired = mended(found, parse) if python and mending else None
        if repaired is None:
            return None
        found, tree, faults = repaired
    powers, crooked = powers_mended(found, tree) if mending else (found, ())
    straight = parse(powers.text) if crooked else None
    if isinstance(straight, ast.Module):
        found, tree, faults = powers, straight, (*faults, *crooked)
    return Cell(excerpt, tree, found, faults, number) if _shallow(tree) else None


def span_cell(excerpt: Excerpt, number: int = 0) -> Cell | None:
    """A code span that defines a function: ``f = lambda x: …``, ``def f(x): …``, or ``f(x) = …`` as mathematics writes it."""
    text = text_of(excerpt.text)
    head = EQUATION.match(excerpt.text)
    if head is not None:
        text = text.replaced(head.end(), head.end(), "return ").replaced(head.start("sign"), head.start("sign") + 1, ":")
        text = text.replaced(head.start("name"), head.start("name"), "def ")
    text = text.replaced(0, len(excerpt.text) - len(excerpt.text.lstrip()), "")
    tree = parse(text.text)
    if not isinstance(tree, ast.Module) or len(tree.body) != 1 or not _shallow(tree):
        return None
    return Cell(excerpt, tree, text, (), number)


def parse(text: str) -> ast.Module | SyntaxError | None:
    """The syntax tree, or why there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError):
        return None


def without_prompts(text: Text) -> Text:
    """The text without the prompts of an interactive session and what it answered, magic commands and common indentation."""
    lines = text.lines
    starts = text.starts
    if any(line.lstrip().startswith(">>> ") or PROMPT.match(line) for line in lines if ">>>" in line or "In [" in line):
        spans = []
        for k, line in enumerate(lines):
            match = PROMPT.match(line)
            end = starts[k] + len(line) + 1
            if match is not None and not RESULT.match(line):
                spans.append((starts[k] + match.end(), min(end, len(text.text))))
            else:
                spans.append((end - 1, min(end, len(text.text))))
        text = text.picked(spans)
    if "%" in text.text or "!" in text.text:
        text = text.blanked(MAGIC)
    full = [line for line in text.lines if line.strip() and not line.lstrip().startswith("#")]
    margin = min((len(line) - len(line.lstrip(" \t")) for line in full), default=0)
    if margin:
        text = text.with_lines(0, [("", min(margin, len(line) - len(line.lstrip(" \t")))) for line in text.lines])
    return text


def _shallow(tree: ast.Module) -> bool:
    """Whether no expression is nested more deeply than anybody writes."""
    level: list[ast.AST] = [tree]
    for _ in range(MAX_NESTING):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return True
    return False
