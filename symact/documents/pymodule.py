"""Python modules: the docstrings of modules, classes and functions as text, and beside each the code of its function.

A module is parsed, never imported or run. Escapes in a docstring are decoded; each character keeps its place in the file.
"""

from __future__ import annotations

import ast
import re
import tokenize
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from itertools import accumulate

from symact.documents.directives import with_directives
from symact.documents.markdown import read_markdown_blocks
from symact.documents.model import Block, Document, with_tables_from
from symact.documents.rst import read_rst_blocks
from symact.documents.views import beyond_limit, masked, picked, unread_at, view_of
from symact.source import Excerpt, Source
from symact.verdict import Unread

__all__ = ["read_module"]

COMMENT = re.compile(r"#\s*((?:symact|(?:error|warning|note): \[).*?)\s*$")
ANNOUNCED = re.compile(r"#\s*(?:symact|error: \[|warning: \[|note: \[)")
STRING = re.compile(r"([A-Za-z]*)(\"\"\"|'''|\"|')", re.DOTALL)
ESCAPE = re.compile(r"\\(?:N\{[^}]*\}|U[0-9a-fA-F]{8}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-7]{1,3}|\r?\n|.)|.", re.DOTALL)
BETWEEN = re.compile(r"(?:[\s\\]|#[^\n]*\n)*")
SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\", "'": "'", '"': '"'}
MARKDOWN = re.compile(r"(?m)^[ \t]*(?:```|\$\$|#{1,6}\s\S|\|.*\|[ \t]*$)")
RST = re.compile(r":math:`|^[ \t]*(?:\.\. |\+[-=]+\+|=+ +=+|:\w+[^:\n]*:)|::[ \t]*$", re.MULTILINE)

MAX_LENGTH = 2_000_000  # the syntax tree of a module takes hundreds of bytes for each of its tokens

Holder = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def read_module(text: str, path: str) -> Document:
    """The document that the text of a Python module is."""
    source = Source(path, text)
    view = view_of(source)
    if len(text) > MAX_LENGTH:
        return Document(source, (), (beyond_limit(view, 0, f"a module of more than {MAX_LENGTH} characters"),))
    places = _Places(text)
    unread: list[Unread] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text.removeprefix("\ufeff"))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        start, end = places.line(getattr(error, "lineno", None) or 1)
        reason = f"this is no Python module that can be parsed: {getattr(error, 'msg', None) or 'nested too deeply'}"
        return Document(source, (), (unread_at(view, start, end, reason),), reason)
    keyed: list[tuple[int, Block]] = [(comment.excerpt.start, comment) for comment in _comments(view)]
    tables = last = 0
    for holder, level in _holders(tree, 1):
        at = 0
        for name in _names(view, places, holder, level):
            at = name.excerpt.start
            keyed.append((at, name))
        docstring = _docstring(view, places, holder)
        if docstring is not None:
            found, missed = _read(docstring)
            found, tables = with_tables_from(tables, found)
            found = [replace(b, level=b.level + level) if b.kind == "heading" else b for b in with_directives(found)]
            starts = accumulate((block.excerpt.span(0, 0).start for block in found), max)  # cells of a table share lines
            keyed += zip(starts, found, strict=True)
            unread += missed
            at = docstring.span().end
        if isinstance(holder, ast.FunctionDef | ast.AsyncFunctionDef) and holder.lineno > last:  # not inside another one
            last = holder.end_lineno or holder.lineno
            keyed.append((at, _code(view, places, holder)))
    blocks = [block for _, block in sorted(keyed, key=lambda pair: pair[0])]
    return Document(source, tuple(blocks), tuple(unread))


class _Places:
    """Offsets of what ``ast`` counts in lines (which a lone carriage return ends, too) and UTF-8 bytes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(m.end() for m in re.finditer(r"\r\n|\r|\n", text))]

    def line(self, number: int) -> tuple[int, int]:
        """The start and the end of a line (from 1), its line end included."""
        number = min(max(number, 1), len(self.starts))
        start = self.starts[number - 1] + (number == 1 and self.text.startswith("\ufeff"))
        return start, self.starts[number] if number < len(self.starts) else len(self.text)

    def offset(self, number: int, column: int) -> int:
        start, end = self.line(number)
        text = self.text[start:end]
        return start + (column if text.isascii() else len(text.encode("utf-8", "replace")[:column].decode("utf-8", "ignore")))


def _holders(node: ast.AST, level: int) -> Iterator[tuple[Holder, int]]:
    """The module, classes and functions, in the order of the text, with their depth."""
    stack: list[tuple[ast.AST, int]] = [(node, level)]
    while stack:
        current, depth = stack.pop()
        if isinstance(current, Holder):
            yield current, depth
            depth += 1
        if not isinstance(current, ast.expr):
            stack += [(child, depth) for child in reversed(list(ast.iter_child_nodes(current)))]


def _names(view: Excerpt, places: _Places, holder: Holder, level: int) -> list[Block]:
    """The name of a class or a function, as a heading."""
    if isinstance(holder, ast.Module):
        return []
    start = places.offset(holder.lineno, holder.col_offset)
    at = view.text.find(holder.name, start)
    return [Block("heading", masked(view, at, at + len(holder.name), holder.name), level=level)] if at >= 0 else []


def _code(view: Excerpt, places: _Places, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Block:
    """The text of a function, without the indentation that it has as a method."""
    first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
    start = places.line(first)[0]
    end = places.offset(function.end_lineno or function.lineno, function.end_col_offset or 0)
    indent = len(view.text[start:end]) - len(view.text[start:end].lstrip(" \t\ufeff"))
    if indent == 0 or not view.text[start : start + indent].isspace():
        return Block("code", masked(view, start, end, view.text[start:end]), info="python")
    kept: list[int] = []
    for line in re.finditer(r"[^\n]*\n|[^\n]+\Z", view.text[start:end]):
        margin = len(line[0]) - len(line[0].lstrip(" \t"))
        kept += range(start + line.start() + min(indent, margin), start + line.end())
    return Block("code", picked(view, "".join(view.text[i] for i in kept), [*kept, end]), info="python")


def _comments(view: Excerpt) -> list[Block]:
    """The ``# symact:`` comments, and those that announce a finding."""
    if not ANNOUNCED.search(view.text):
        return []
    starts = view.source.line_starts
    blocks = []
    try:
        for token in tokenize.generate_tokens(StringIO(view.text).readline):
            match = COMMENT.match(token.string) if token.type == tokenize.COMMENT else None
            if match is not None:
                start = starts[token.start[0] - 1] + token.start[1] + match.start(1)
                blocks.append(Block("comment", masked(view, start, start + len(match[1]), match[1])))
    except (tokenize.TokenError, SyntaxError):
        return blocks
    return blocks


# -- docstrings ----------------------------------------------------------------------------------------------------------


def _read(docstring: Excerpt) -> tuple[list[Block], list[Unread]]:
    """A docstring is Markdown where it has Markdown's fences and headings, and reStructuredText otherwise."""
    if MARKDOWN.search(docstring.text) and not RST.search(docstring.text):
        return read_markdown_blocks(docstring)
    return read_rst_blocks(docstring)


def _docstring(view: Excerpt, places: _Places, holder: Holder) -> Excerpt | None:
    """The docstring with its indentation taken off, each character at its place in the file."""
    first = holder.body[0] if holder.body else None
    if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Constant) or not isinstance(first.value.value, str):
        return None
    start = places.offset(first.value.lineno, first.value.col_offset)
    end = places.offset(first.value.end_lineno or first.value.lineno, first.value.end_col_offset or 0)
    text: list[str] = []
    where: list[int] = []
    stop = at = start
    while at < end and (match := STRING.match(view.text, at)) is not None:
        close = _closing_quote(view.text, match.end(), match[2], end)
        _decode(view.text, match.end(), close, "r" in match[1].lower(), text, where)
        stop, at = close, close + len(match[2])
        between = BETWEEN.match(view.text, at, end)  # "one" "two"
        at = between.end() if between else at
    if not text:
        return None
    return _without_margin(view, "".join(text), [*where, stop])


def _closing_quote(text: str, at: int, quote: str, end: int) -> int:
    for match in re.compile(rf"\\.|{quote}", re.DOTALL).finditer(text, at, end):
        if match[0] == quote:
            return match.start()
    return end


def _decode(text: str, start: int, end: int, raw: bool, out: list[str], where: list[int]) -> None:
    if raw:
        out += text[start:end]
        where += range(start, end)
        return
    for match in ESCAPE.finditer(text, start, end):
        piece = _character(match[0])
        out += piece
        where += [match.start()] * len(piece)


def _character(escape: str) -> str:
    """The character that an escape stands for; an unknown escape stands for itself, as in Python."""
    if escape[0] != "\\" or len(escape) < 2:
        return escape
    kind = escape[1]
    if kind in "\r\n":
        return ""
    if kind in SIMPLE and len(escape) == 2:
        return SIMPLE[kind]
    if kind in "01234567":
        return chr(int(escape[1:], 8))
    if kind in "xuU" and len(escape) > 2:
        code = int(escape[2:], 16)
        return chr(code) if code < 0x110000 else escape
    if kind == "N":
        try:
            return unicodedata.lookup(escape[3:-1])
        except KeyError:
            return "\ufffd"
    return escape


def _without_margin(view: Excerpt, text: str, where: list[int]) -> Excerpt:
    """The text without the common indentation of its lines after the first, as ``inspect.cleandoc`` does it."""
    lines = list(re.finditer(r"[^\n]*\n|[^\n]+\Z", text))
    margins = [len(m[0]) - len(m[0].lstrip()) for m in lines[1:] if m[0].strip()]
    margin = min(margins, default=0)
    kept: list[int] = []
    for n, line in enumerate(lines):
        blank = len(line[0]) - len(line[0].lstrip(" \t"))
        kept += range(line.start() + min(margin if n else blank, blank), line.end())
    return picked(view, "".join(text[i] for i in kept), [*(where[i] for i in kept), where[-1]])
