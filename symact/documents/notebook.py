"""Jupyter notebooks: each cell is a source of its own, whose lines and columns are counted in the cell.

Markdown cells are read as Markdown, code cells are code; outputs are not looked at and nothing is run. An edit of a cell
becomes an edit of the JSON file that holds it, in which only the characters concerned change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from symact.documents.directives import with_directives
from symact.documents.markdown import read_markdown_blocks
from symact.documents.model import Block, Document, with_tables_from
from symact.documents.views import blanked, masked, unread_at, view_of
from symact.source import Edit, Excerpt, Source, Span
from symact.verdict import Unread

__all__ = ["json_edits", "read_notebook"]

MAGIC = re.compile(r"(?m)^[ \t]*[%!?][^\n]*|^[^\n#'\"]*\?{1,2}$")
CELL_MAGIC = re.compile(r"\s*%%(\w+)[^\n]*\n?")
LANGUAGE_MAGICS = frozenset({"bash", "sh", "html", "javascript", "js", "latex", "perl", "ruby", "svg", "script", "cython", "R"})
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
ESCAPE = re.compile(r"(?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)


def read_notebook(text: str, path: str) -> Document:
    """The document that the JSON text of a notebook is."""
    source = Source(path, text)
    try:
        content = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        at = min(getattr(error, "pos", 0), max(0, len(text) - 1))
        reason = f"this is no notebook, as its JSON cannot be read: {getattr(error, 'msg', 'nested too deeply')}"
        return Document(source, (), (unread_at(view_of(source), at, min(at + 40, len(text)), reason),), reason)
    cells = _cells(content)
    if cells is None:
        reason = "this is no notebook, as it has no list of cells"
        return Document(source, (), (unread_at(view_of(source), 0, min(40, len(text)), reason),), reason)
    blocks: list[Block] = []
    unread: list[Unread] = []
    language, tables = _language(content), 0
    for number, cell in enumerate(cells):
        view = view_of(Source(path, _cell_text(cell), number))
        kind = cell.get("cell_type")
        if kind == "code":
            own = cell.get("language")  # format 3
            blocks += _code(view, own.lower() if isinstance(own, str) else language)
        elif kind in ("markdown", "heading"):
            found, missed = read_markdown_blocks(view)
            if kind == "heading":  # format 3
                level = cell.get("level")
                found = [replace(b, kind="heading", level=level if isinstance(level, int) else 1) for b in found[:1]]
            found, tables = with_tables_from(tables, found)
            blocks += found
            unread += missed
    return Document(source, tuple(with_directives(blocks)), tuple(unread))


def _cells(content: Any) -> list[dict[str, Any]] | None:
    """The cells of a notebook of format 4, or of its older worksheets; None where there is no list of cells."""
    if not isinstance(content, dict):
        return None
    sheets = content.get("worksheets")
    lists = [holder.get("cells") for holder in (sheets if isinstance(sheets, list) else [content]) if isinstance(holder, dict)]
    if not any(isinstance(cells, list) for cells in lists):
        return None
    return [cell if isinstance(cell, dict) else {} for cells in lists for cell in _list(cells)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _cell_text(cell: dict[str, Any]) -> str:
    text = cell.get("source", cell.get("input", ""))
    return text if isinstance(text, str) else "".join(line for line in _list(text) if isinstance(line, str))


def _language(content: Any) -> str:
    metadata = content.get("metadata") if isinstance(content, dict) else None
    for part, key in (("language_info", "name"), ("kernelspec", "language")):
        entry = metadata.get(part) if isinstance(metadata, dict) else None
        if isinstance(entry, dict) and isinstance(entry.get(key), str):
            return str(entry[key]).lower()
    return "python"


def _code(view: Excerpt, language: str) -> list[Block]:
    """A code cell with its magic commands blanked."""
    text = view.text
    if not text.strip():
        return []
    magic = CELL_MAGIC.match(text)
    info = magic[1] if magic is not None and magic[1] in LANGUAGE_MAGICS else language
    lines = [m.span() for m in MAGIC.finditer(text)] if info in ("python", "ipython") else []
    return [Block("code", masked(view, 0, len(text), blanked(text, lines)), info=info)]


# -- edits ---------------------------------------------------------------------------------------------------------------


def json_edits(text: str, cell: int, edits: Sequence[Edit]) -> list[Edit]:
    """The edits of the notebook's JSON text that make the edits of a cell's text.

    Raises IndexError where there is no such cell, or where an edit lies outside its text.
    """
    places = _places(text, cell)
    out = []
    for edit in edits:
        start, end = edit.span.start, edit.span.end
        begin = places[start][0] if start < len(places) else places[-1][1]
        stop = places[end - 1][1] if end > start else begin
        out.append(Edit(Span(begin, stop), json.dumps(edit.replacement, ensure_ascii=False)[1:-1]))
    return out


def _places(text: str, cell: int) -> list[tuple[int, int]]:
    """For each character of a cell, the span of the JSON text that stands for it."""
    places: list[tuple[int, int]] = []
    for number, start, end in _source_strings(text):
        if number == cell:
            places += [m.span() for m in ESCAPE.finditer(text, start + 1, end - 1)]
    if not places:
        raise IndexError(f"the notebook has no text in cell {cell}")
    return places


def _source_strings(text: str) -> Iterator[tuple[int, int, int]]:
    """The strings that make the cells: ``(cell, start, end)`` in the JSON text, quotes included."""
    stack: list[tuple[str, str]] = []  # a container with the key under which it stands
    key, cell, expects_key = "", -1, False
    for match in TOKEN.finditer(text):
        token = match[0]
        if token in "{[":
            inside_cells = bool(stack) and stack[-1] == ("[", "cells")
            cell += inside_cells
            stack.append((token, "" if stack and stack[-1][0] == "[" else key))
            expects_key = token == "{"
        elif token in "}]":
            if stack:
                stack.pop()
            expects_key = False
        elif token == ",":
            expects_key = bool(stack) and stack[-1][0] == "{"
        elif token[0] == '"' and expects_key:
            key, expects_key = json.loads(token, strict=False), False
        elif token[0] == '"' and cell >= 0 and _is_source(stack, key):
            yield cell, match.start(), match.end()


def _is_source(stack: list[tuple[str, str]], key: str) -> bool:
    names = ("source", "input")
    in_list = stack[-1][0] == "[" and stack[-1][1] in names
    depth = 2 if in_list else 1
    holder = stack[-depth - 1 : -depth] if len(stack) > depth else []
    return (in_list or (stack[-1][0] == "{" and key in names)) and holder == [("[", "cells")]
