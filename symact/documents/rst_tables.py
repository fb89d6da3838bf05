"""Tables of reStructuredText: the cells of grid and simple tables and of those that are lists, as pieces of lines.

Columns are counted as docutils does, by the width of the characters, so that tables with Chinese text fall into place;
where that finds no bar, characters are counted.
"""

from __future__ import annotations

import re
from itertools import pairwise

from symact.documents.regions import Lines, dedented
from symact.source import display_width

__all__ = ["BULLET", "BULLETS", "GRID_BORDER", "SIMPLE_BORDER", "grid_rows", "list_items", "simple_rows"]

BULLETS = "-*+•‣⁃"
BULLET = re.compile(rf"[{re.escape(BULLETS)}](?:\s+|$)")
GRID_BORDER = re.compile(r"\+(?:[-=]+\+)+$")
SIMPLE_BORDER = re.compile(r"=+(?: +=+)+$")
SPAN_BORDER = re.compile(r"-+(?: +-+)*$")
RULE_PIECE = re.compile(r"[-=+]+")  # from bar to bar; that of a table in the cell has space around it


def grid_rows(text: str, lines: Lines) -> list[list[Lines]]:
    """The rows of a grid table, each a list of cells; a cell is its pieces of lines. ``lines`` begin with the top border."""
    borders = _borders(text, lines)
    rows: list[list[Lines]] = []
    current: Lines = []
    for line in lines[1:]:
        if GRID_BORDER.match(text[line[0] : line[1]]):
            if current:
                rows.append(_grid_row(text, current, borders))
            current = []
        else:
            current.append(line)
    if current:
        rows.append(_grid_row(text, current, borders))
    return rows


def _borders(text: str, lines: Lines) -> list[int]:
    """The columns at which any full border of the table has a cross."""
    columns: set[int] = set()
    for a, b in lines:
        if GRID_BORDER.match(text[a:b]):
            columns.update(m.start() for m in re.finditer(r"\+", text[a:b]))
    return sorted(columns)


def _grid_row(text: str, lines: Lines, borders: list[int]) -> list[Lines]:
    places = [_at_columns(text, line, borders) for line in lines]
    kept = [i for i in range(len(borders)) if all(_is_bar(text, lines[n], row[i]) for n, row in enumerate(places))]
    cells: list[Lines] = []
    for left, right in pairwise(sorted({0, *kept, len(borders) - 1})):
        cell = []
        for (_, b), row in zip(lines, places, strict=True):
            start, end = min(row[left] + 1, b), min(row[right], b)
            piece = text[start:end]
            if RULE_PIECE.fullmatch(piece):  # also the border of a cell that spans rows
                end = start
            cell.append((min(start, end), start + len(text[start:end].rstrip()) if end > start else start))
        cells.append(cell)
    return cells


def _is_bar(text: str, line: tuple[int, int], at: int) -> bool:
    return at < line[1] and text[at] in "|+"


def _at_columns(text: str, line: tuple[int, int], columns: list[int]) -> list[int]:
    """The offsets of columns of a line, whose wide characters take two columns; at the end of the line if it is shorter."""
    start, end = line
    piece = text[start:end]
    counted = [min(start + column, end) for column in columns]
    if piece.isascii():
        return counted
    out: list[int] = []
    width, at = 0, start
    for column, plain in zip(columns, counted, strict=True):
        while at < end and width < column:
            width += display_width(text[at])
            at += 1
        out.append(plain if _is_bar(text, line, plain) and not _is_bar(text, line, at) else at)
    return out


def simple_rows(text: str, lines: Lines) -> list[list[Lines]]:
    """The rows of a simple table, whose columns stand under the ``====`` of the first line."""
    first = text[lines[0][0] : lines[0][1]]
    columns = [m.start() for m in re.finditer("=+", first)]
    rows: list[list[Lines]] = []
    for line in lines[1:]:
        piece = text[line[0] : line[1]]
        if SIMPLE_BORDER.match(piece) or SPAN_BORDER.match(piece) or not piece:
            continue
        edges = _at_columns(text, line, columns)
        cells = [[_trimmed(text, a, b)] for a, b in pairwise([*edges, line[1]])]
        if rows and cells[0][0][0] >= cells[0][0][1] and len(cells) > 1:
            for cell, more in zip(rows[-1], cells, strict=True):
                cell += more
        else:
            rows.append(cells)
    return rows


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    end = start + len(text[start:end].rstrip())
    return start, max(start, end)


def list_items(text: str, lines: Lines) -> list[Lines]:
    """The items of a bulleted list; in a ``list-table`` those are the rows, and the items in a row are its cells."""
    items: list[Lines] = []
    width = 0
    for line in lines:
        bullet = BULLET.match(text[line[0] : line[1]])
        if bullet is not None:
            width = len(bullet[0])
            items.append([(line[0] + width, line[1])])
        elif items:
            items[-1] += dedented(text, [line], width)
    return items
