r"""reStructuredText: sections, lists, tables, directives, and mathematics in ``:math:`` roles and ``.. math::`` directives.

The blocks are found by their indentation, with the place of each line kept; nothing is included, nothing is run. A block
is read from pieces of lines, so that a formula in a cell of a table, which shares its lines with its neighbours, is one text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from symact.documents import pictures
from symact.documents.directives import with_directives
from symact.documents.literal import literal_block
from symact.documents.model import Block, BlockKind, Document, Maths
from symact.documents.regions import Lines, dedented, indentation, lines_of, region, stripped
from symact.documents.rst_inline import read_rst_flow
from symact.documents.rst_tables import BULLET, BULLETS, GRID_BORDER, SIMPLE_BORDER, grid_rows, list_items, simple_rows
from symact.documents.views import LONG_PARAGRAPH, MANY_LINES, MAX_LINES, MAX_PARAGRAPH, beyond_limit, blanked, picked, view_of
from symact.source import Excerpt, Source
from symact.verdict import Unread

__all__ = ["read_rst", "read_rst_blocks"]

UNDERLINE = re.compile(r"([!-/:-@\[-`{-~])\1*$")
EXPLICIT = re.compile(r"\.\.(?:\s|$)")
DIRECTIVE = re.compile(r"\.\.\s+(?:\|[^|]+\|\s+)?([A-Za-z][\w.+-]*(?::[\w.+-]+)*)\s*::(?:\s+|$)")
TARGET = re.compile(r"\.\.\s+(?:__:|_(?![\s_]))|__\s")
FOOTNOTE = re.compile(r"\.\.\s+\[[^\]\s]+\](?:\s+|$)")
OPTION = re.compile(r":[\w-]+:(?:\s|$)")
ENUMERATOR = r"(?:\d{1,9}|[A-Za-z]|#|[ivxlc]{2,7}|[IVXLC]{2,7})"
ENUMERATED = re.compile(rf"(?:{ENUMERATOR}[.)]|\({ENUMERATOR}\))\s+(?=\S)")
FIELD = re.compile(r":(?![:\s])[^:\n]*[^\s:]:(?:\s+|$)")
CODE_DIRECTIVES = frozenset({"code", "code-block", "sourcecode", "ipython", "testcode", "doctest", "prompt", "parsed-literal"})
IMAGE_DIRECTIVES = frozenset({"image", "figure"})
SILENT_DIRECTIVES = frozenset({
    "raw", "include", "literalinclude", "toctree", "contents", "index", "plot", "bibliography", "meta", "graphviz", "role",
    "highlight",
})  # fmt: skip
ENVIRONMENT_LINE = re.compile(r"\\(begin|end)\{")
MAX_DEPTH = 40


def read_rst(text: str, path: str) -> Document:
    """The document that a reStructuredText is."""
    source = Source(path, text)
    blocks, unread = read_rst_blocks(view_of(source))
    return Document(source, tuple(with_directives(blocks)), tuple(unread))


def read_rst_blocks(view: Excerpt) -> tuple[list[Block], list[Unread]]:
    """The blocks of a view in reading order: the cells of a table one after the other, though they share lines."""
    reader = _Reader(view)
    lines = lines_of(view.text)
    if len(lines) > MAX_LINES:
        reader.unread.append(beyond_limit(view, lines[MAX_LINES][0], MANY_LINES))
    reader.body(lines[:MAX_LINES], _Place("paragraph"))
    return reader.blocks, reader.unread


@dataclass(frozen=True)
class _Place:
    """Where a text stands: the kind of its blocks, the depth of lists, the cell of a table, the depth of indentation."""

    kind: BlockKind
    level: int = 0
    cell: tuple[int, int, int] = (-1, -1, -1)
    depth: int = 0

    def inner(self) -> _Place:
        return replace(self, depth=self.depth + 1)

    def item(self) -> _Place:
        return replace(self, kind="cell" if self.kind == "cell" else "item", level=self.level + 1, depth=self.depth + 1)


@dataclass
class _Reader:
    view: Excerpt
    blocks: list[Block] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    tables: int = 0

    def text(self, line: tuple[int, int]) -> str:
        return self.view.text[line[0] : line[1]]

    def body(self, lines: Lines, place: _Place) -> None:
        """The blocks of lines that have the same left margin."""
        if place.depth > MAX_DEPTH:
            self.paragraph(stripped(lines), place)
            return
        i, literal = 0, False
        while i < len(lines):
            line = lines[i]
            if line[0] >= line[1]:
                i += 1
                continue
            if indentation(self.view.text, line) > 0:
                end = self.chunk_end(lines, i, 1)
                inner = stripped(dedented(self.view.text, lines[i:end]))
                if literal:
                    self.literal(inner, place)
                else:
                    self.body(inner, place.inner())
                i, literal = end, False
                continue
            if literal and (end := self.quoted_end(lines, i)):
                self.literal(lines[i:end], place)
                i, literal = end, False
                continue
            i, literal = self.block(lines, i, place)

    def quoted_end(self, lines: Lines, i: int) -> int:
        """The line after a literal block whose lines all begin with the same sign instead of blanks, or 0."""
        mark = self.text(lines[i])[:1]
        end = next((n for n in range(i, len(lines)) if lines[n][0] >= lines[n][1]), len(lines))
        return end if UNDERLINE.match(mark) and all(self.text(line).startswith(mark) for line in lines[i:end]) else 0

    def chunk_end(self, lines: Lines, at: int, margin: int) -> int:
        """The first line from ``at`` on that is not blank and begins left of the margin."""
        end = at
        while end < len(lines) and (lines[end][0] >= lines[end][1] or indentation(self.view.text, lines[end]) >= margin):
            end += 1
        return end

    def block(self, lines: Lines, i: int, place: _Place) -> tuple[int, bool]:
        """Reads the block that begins at line ``i``; the line after it, and whether a literal block follows."""
        text = self.text(lines[i])
        if EXPLICIT.match(text) or TARGET.match(text):
            return self.explicit(lines, i, place), False
        if GRID_BORDER.match(text):
            return self.grid(lines, i, place), False
        if SIMPLE_BORDER.match(text) and self.simple_end(lines, i):
            return self.simple(lines, i, place), False
        title = self.title(lines, i)
        if title:
            return title, False
        if text.startswith(">>>"):
            end = next((n for n in range(i + 1, len(lines)) if lines[n][0] >= lines[n][1]), len(lines))
            self.blocks.append(Block("code", region(self.view, lines[i:end], dedent=True), info="pycon"))
            return end, False
        marker = BULLET.match(text) or ENUMERATED.match(text)
        if marker is not None and (text[0] in BULLETS or self.goes_on(lines, i + 1)):
            return self.item(lines, i, len(marker[0]), place.item()), False
        marker = FIELD.match(text)
        if marker is not None and not text.startswith(":math:`"):
            return self.item(lines, i, len(marker[0]), place.inner(), field=True), False
        end = self.paragraph_end(lines, i)
        under = end < len(lines) and lines[end][0] < lines[end][1]  # a term with its definition
        literal = self.text(lines[end - 1]).endswith("::") and not (under and end == i + 1)
        if not (literal and end == i + 1 and text.strip() == "::"):
            self.paragraph(lines[i:end], place)
        return end, literal

    def goes_on(self, lines: Lines, i: int) -> bool:
        """Whether line ``i`` can follow an enumerated item: a paragraph that begins with ``A. Einstein`` has more text there."""
        return (
            i == len(lines)
            or lines[i][0] >= lines[i][1]
            or indentation(self.view.text, lines[i]) > 0
            or ENUMERATED.match(self.text(lines[i])) is not None
        )

    def paragraph_end(self, lines: Lines, i: int) -> int:
        """The line after a paragraph: a blank one, one that is indented (unless a role is open), or explicit markup."""
        end, ticks = i + 1, self.text(lines[i]).count("`")
        while end < len(lines) and lines[end][0] < lines[end][1]:
            if ticks % 2 == 0 and (indentation(self.view.text, lines[end]) > 0 or EXPLICIT.match(self.text(lines[end]))):
                break
            ticks += self.text(lines[end]).count("`")
            end += 1
        return end

    # -- sections and paragraphs -----------------------------------------------------------------------------------------

    def title(self, lines: Lines, i: int) -> int:
        """Reads a section title at line ``i``; the line after it, or 0 where there is none."""
        first = self.text(lines[i])
        over = UNDERLINE.match(first)
        if over is not None and len(first) >= 2:
            if i + 2 < len(lines) and self.text(lines[i + 2]) == first and self.text(lines[i + 1]):
                at = lines[i + 1]
                start = at[0] + indentation(self.view.text, at)
                return self.heading((start, at[1]), over[1] * 2, i + 3)
            return i + 1 if len(first) >= 4 else 0
        if i + 1 >= len(lines):
            return 0
        second = self.text(lines[i + 1])
        under = UNDERLINE.match(second)
        if under is None or len(second) < min(len(first.rstrip()), 4) or len(second) < 2 or second == "::":
            return 0
        return self.heading(lines[i], under[1], i + 2)

    def heading(self, line: tuple[int, int], style: str, after: int) -> int:
        if style not in self.styles:
            self.styles.append(style)
        self.running([line], _Place("heading", self.styles.index(style) + 1))
        return after

    def paragraph(self, lines: Lines, place: _Place) -> None:
        if lines:
            self.running(lines, place)

    def running(self, lines: Lines, place: _Place) -> None:
        excerpt = region(self.view, lines)
        if len(excerpt.text) > MAX_PARAGRAPH:
            self.unread.append(beyond_limit(excerpt, MAX_PARAGRAPH, LONG_PARAGRAPH))
            excerpt = excerpt.part(0, MAX_PARAGRAPH)
        flow = read_rst_flow(excerpt)
        if flow.text.strip() or flow.maths:
            shown = replace(excerpt, text=flow.text)
            self.blocks.append(Block(place.kind, shown, tuple(flow.maths), place.level, "", *place.cell))
        self.blocks += flow.comments
        self.unread += flow.unread

    def item(self, lines: Lines, i: int, width: int, place: _Place, field: bool = False) -> int:
        """An item of a list or a field, whose first line begins after its mark."""
        margin: int | None = None if field else width
        if margin and i + 1 < len(lines) and 0 < indentation(self.view.text, lines[i + 1]) < margin:
            margin = None  # a second line that is not far enough to the right belongs to the item nevertheless
        end = self.chunk_end(lines, i + 1, margin or 1)
        first = (lines[i][0] + width, lines[i][1])
        self.body(stripped([(min(first), first[1]), *dedented(self.view.text, lines[i + 1 : end], margin)]), place)
        return end

    def literal(self, lines: Lines, place: _Place) -> None:
        if lines:
            excerpt = region(self.view, lines, dedent=True)
            self.blocks.append(literal_block(excerpt, excerpt.span(), depth=place.level if place.kind == "item" else 0))

    # -- tables ----------------------------------------------------------------------------------------------------------

    def grid(self, lines: Lines, i: int, place: _Place) -> int:
        end = i + 1
        while end < len(lines) and self.text(lines[end])[:1] in ("|", "+"):
            end += 1
        self.cells(grid_rows(self.view.text, lines[i:end]), place)
        return end

    def simple_end(self, lines: Lines, i: int) -> int:
        """The line after the last border of a simple table, or 0 where there is none."""
        ends = []
        for n in range(i + 1, len(lines)):
            if SIMPLE_BORDER.match(self.text(lines[n])):
                ends.append(n)
                if n + 1 >= len(lines) or lines[n + 1][0] >= lines[n + 1][1]:
                    return n + 1
            if n - i > 500:
                break
        return ends[-1] + 1 if ends else 0

    def simple(self, lines: Lines, i: int, place: _Place) -> int:
        end = self.simple_end(lines, i)
        self.cells(simple_rows(self.view.text, lines[i:end]), place)
        return end

    def cells(self, rows: Sequence[Sequence[Lines]], place: _Place) -> None:
        table, self.tables = self.tables, self.tables + 1
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                inner = stripped(dedented(self.view.text, cell))
                if inner:
                    self.body(inner, _Place("cell", cell=(table, row, column), depth=place.depth + 1))

    # -- directives ------------------------------------------------------------------------------------------------------

    def explicit(self, lines: Lines, i: int, place: _Place) -> int:
        """Explicit markup: a directive, a footnote, a link target or a comment, with the indented lines under it."""
        end = self.chunk_end(lines, i + 1, 1)
        text = self.text(lines[i])
        directive = DIRECTIVE.match(text)
        note = FOOTNOTE.match(text)
        under = dedented(self.view.text, lines[i + 1 : end])
        if directive is not None:
            argument = (lines[i][0] + directive.end(), lines[i][1])
            self.directive(directive[1].lower(), argument, under, lines[i][0], place)
        elif note is not None:
            self.body(stripped([(lines[i][0] + note.end(), lines[i][1]), *under]), place.inner())
        elif not TARGET.match(text):
            inner = stripped([(min(lines[i][0] + 3, lines[i][1]), lines[i][1]), *under])
            if inner:
                self.blocks.append(Block("comment", region(self.view, inner)))
        return end

    def directive(self, name: str, argument: tuple[int, int], under: Lines, start: int, place: _Place) -> None:
        options, content = self.options(under)
        arguments = [argument] if argument[0] < argument[1] else []
        while arguments and content and content[0][0] < content[0][1] and name not in CODE_DIRECTIVES | {"math"}:
            arguments.append(content.pop(0))
        if name == "math":
            self.maths(start, [argument, *content], place)
            return
        content = stripped(content)
        if name in CODE_DIRECTIVES:
            info = self.text(argument) if name != "parsed-literal" else ""
            self.blocks.append(Block("code", region(self.view, content, dedent=True), info=info))
        elif name == "list-table":
            self.paragraph(arguments, place)
            self.cells([list_items(self.view.text, row) for row in list_items(self.view.text, content)], place)
        elif name in IMAGE_DIRECTIVES:
            self.image(start, argument, options)
            self.body(content, place.inner())
        elif name not in SILENT_DIRECTIVES:
            self.paragraph(arguments, place)
            self.body(content, place.inner())

    def options(self, lines: Lines) -> tuple[dict[str, tuple[int, int]], Lines]:
        """The options at the head of a directive, and the lines after them."""
        options: dict[str, tuple[int, int]] = {}
        n = 0
        while n < len(lines):
            text = self.text(lines[n])
            match = OPTION.match(text)
            if match is not None:
                options[match[0].strip(" :\t")] = (lines[n][0] + match.end(), lines[n][1])
            elif not (options and text[:1].isspace()):
                break
            n += 1
        return options, lines[n:]

    def maths(self, start: int, lines: Lines, place: _Place) -> None:
        """A display formula, or several that blank lines divide; the first line begins after the mark at ``start``."""
        formulas: list[Lines] = [[]]
        environments = 0
        for line in lines:
            if line[0] >= line[1] and not environments:
                formulas.append([])
            else:
                formulas[-1].append(line)
                environments += sum(1 if m[1] == "begin" else -1 for m in ENVIRONMENT_LINE.finditer(self.text(line)))
        parts = [region(self.view, inner) for formula in formulas if (inner := stripped(formula))]
        if not parts:
            return
        shown = region(self.view, stripped([(start, lines[0][1]), *lines[1:]]))
        shown = replace(shown, text=blanked(shown.text, [(0, lines[0][0] - start)]))
        found = tuple(Maths(p, shown.span() if len(parts) == 1 else p.span(), "display") for p in parts)
        self.blocks.append(Block(place.kind, shown, found, place.level, "", *place.cell))

    def image(self, start: int, argument: tuple[int, int], options: dict[str, tuple[int, int]]) -> None:
        target = self.text(argument).strip()
        where = pictures.formula_in_address(target)
        if where is not None:
            text, places = pictures.decoded(self.view.text, argument[0] + where[0], argument[0] + where[1])
            excerpt = picked(self.view, text, places)
            whole = region(self.view, [(start, argument[1])])
            self.blocks.append(Block("paragraph", whole, (Maths(excerpt, whole.span(), "image"),)))
            return
        alt = self.text(options["alt"]) if "alt" in options else ""
        self.blocks.append(Block("image", region(self.view, [(start, argument[1])]), info=target, alt=alt))
