r"""LaTeX files: the body of the document with its sections, lists, theorems, tables and formulas; macros are expanded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from symact.documents.directives import with_directives
from symact.documents.latex_flow import LatexFlow
from symact.documents.latex_text import LatexText
from symact.documents.model import Block, BlockKind, Document
from symact.documents.views import LONG_PARAGRAPH, MAX_PARAGRAPH, beyond_limit, blanked, masked, view_of
from symact.source import Source

__all__ = ["read_latex"]

LEVELS = ("title", "part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
HEADINGS = {"title": 1, **{name: level for level, name in enumerate(LEVELS[1:], 1)}}
LISTS = frozenset({"itemize", "enumerate", "description"})
TABLES = {"tabular": 1, "longtable": 1, "tblr": 1, "tabular*": 2, "tabularx": 2, "tabulary": 2}  # and how many arguments
STRUCTURE = re.compile(
    r"\\begin\s*\{(?P<begin>[^{}\n]*)\}|\\end\s*\{(?P<end>[^{}\n]*)\}|\\(?P<heading>"
    + "|".join(HEADINGS)
    + r")\b\*?\s*(?:\[[^\]\n]*\])?\s*(?=\{)"
    r"|\\(?P<item>item)\b\s*(?:\[(?P<term>[^\]\n]*)\])?|\\(?P<par>par)\b|\\.|(?P<blank>\n)(?=[ \t\r]*\n)",
    re.DOTALL,
)
OPTIONS = re.compile(r"(?:\[(?P<text>[^\]\n]*)\])*")
SAID = re.compile(r"(?![\w-]+\s*=).*(?:[^\W\d_]{3}|\$|\\\()", re.DOTALL)  # the name of a theorem; not (a), [htb!], [label=…]
COLUMNS = re.compile(r"(?:\[[^\]\n]*\])?\s*(?=\{)")
CELL_MARK = re.compile(
    r"(?P<row>(?:\\\\|\\(?:tabularnewline|end(?:first|last)?(?:head|foot))(?![A-Za-z]))(?:\[[^\]\n]*\])?)|\\.|[{}$&]", re.DOTALL
)
RULES = re.compile(r"\\(?:hline|bottomrule|midrule|toprule)")


def read_latex(text: str, path: str) -> Document:
    """The document that a LaTeX text is."""
    source = Source(path, text)
    latex = LatexText(view_of(source))
    reader = _Reader(latex)
    reader.read()
    blocks = sorted([*reader.blocks, *latex.taken], key=lambda b: b.excerpt.start)
    return Document(source, tuple(with_directives(blocks)), tuple(latex.unread))


@dataclass
class _Reader:
    text: LatexText
    blocks: list[Block] = field(default_factory=list)
    tables: int = 0

    def read(self) -> None:
        flat = self.text.flat
        begin = re.search(r"\\begin\s*\{document\}", flat)
        end = re.search(r"\\end\s*\{document\}", flat)
        start = begin.end() if begin else 0
        title = re.search(r"\\title\s*(?:\[[^\]\n]*\])?\s*(?=\{)", flat[:start])
        if title is not None and (close := self.text.braces.get(title.end(), -1)) > 0:
            self.running(title.end() + 1, close, "heading", 1)
        self.structure(start, end.start() if end and end.start() >= start else len(flat))

    def structure(self, start: int, end: int) -> None:
        """Divides the body at blank lines, sections, items and environments that hold text."""
        flat = self.text.flat
        at = scan = start
        kind: BlockKind = "paragraph"
        around = _Around()

        def flush(until: int) -> None:
            depth, info = around.innermost
            self.running(at, until, kind if depth else "paragraph", depth, info)

        while (match := STRUCTURE.search(flat, scan, end)) is not None:
            scan = match.end()
            name = match["begin"]
            if name is not None and self.text.is_maths(name):
                close = self.text.environment_end(match.start(), name)
                scan = close[1] if close else scan
            elif name in TABLES and (close_at := self.text.next_place(rf"\end{{{name}}}", scan)) >= 0:
                flush(match.start())
                self.table(scan, close_at, TABLES[name])
                scan = at = close_at + len(name) + 6
            elif name is not None or match["end"] is not None:
                flush(match.start())
                if name is not None:
                    around.enter(name)
                    options = OPTIONS.match(flat, scan, end)
                    if options is not None and options["text"] is not None:
                        self.said(*options.span("text"), "paragraph", *around.innermost)
                        scan = options.end()
                else:
                    around.leave(match["end"])
                at = scan
                kind = "paragraph" if name is not None and name not in LISTS else kind
            elif match["heading"] is not None:
                flush(match.start())
                close_at = self.text.braces.get(scan, -1)
                if 0 < close_at < end:
                    self.running(scan + 1, close_at, "heading", HEADINGS[match["heading"]])
                    scan = close_at + 1
                at = scan
            elif match["item"] is not None:
                flush(match.start())
                at, kind = scan, "item"
                if match["term"] is not None:
                    self.said(*match.span("term"), "item", *around.innermost)
            elif match["par"] is not None or (match["blank"] and self.is_blank_line(scan)):
                flush(match.start())
                at = scan
        flush(end)

    def is_blank_line(self, at: int) -> bool:
        """Whether the line is blank in the file too, and is not one with a comment."""
        return not self.text.view.text[at : self.text.flat.find("\n", at)].strip()

    def said(self, start: int, end: int, kind: BlockKind, level: int, info: str) -> None:
        """An option that is text for the reader: the name of a theorem, the term that an item describes."""
        if SAID.match(self.text.flat, start, end):
            self.running(start, end, kind, level, info)

    def table(self, start: int, end: int, arguments: int) -> None:
        for _ in range(arguments):
            columns = COLUMNS.match(self.text.flat, start, end)
            if columns is not None and 0 < (close := self.text.braces.get(columns.end(), -1)) < end:
                start = close + 1
        table, self.tables = self.tables, self.tables + 1
        row = column = 0
        for left, right, ends_row in self.cells(start, end):
            self.running(left, right, "cell", 0, cell=(table, row, column))
            row, column = (row + 1, 0) if ends_row else (row, column + 1)

    def cells(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """The cells of a table, and whether each ends its row."""
        at, depth, maths = start, 0, False
        for match in CELL_MARK.finditer(self.text.flat, start, end):
            mark = match[0]
            depth += (mark == "{") - (mark == "}")
            maths ^= mark == "$"
            if not maths and depth <= 0 and (mark == "&" or match["row"]):
                yield at, match.start(), mark != "&"
                at = match.end()
        if RULES.sub("", self.text.flat[at:end]).strip():
            yield at, end, True

    def running(
        self, start: int, end: int, kind: BlockKind, level: int, info: str = "", cell: tuple[int, int, int] = (-1, -1, -1)
    ) -> None:
        view, text = self.text.view, self.text.flat[start:end]
        start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
        if start >= end:
            return
        if end - start > MAX_PARAGRAPH:
            end = start + MAX_PARAGRAPH
            self.text.unread.append(beyond_limit(view, end, LONG_PARAGRAPH))
        flow = LatexFlow(self.text, start, end)
        flow.walk()
        shown = blanked(self.text.flat[start:end], [(a - start, b - start) for a, b in flow.blanks])
        if shown.strip():
            self.blocks.append(Block(kind, masked(view, start, end, shown), tuple(flow.maths), level, info, *cell))
        self.blocks += flow.images


class _Around:
    """The environments around a place, each with the depth of lists and the name to show at it."""

    def __init__(self) -> None:
        self.stack: list[tuple[str, int, str]] = []
        self.counts: Counter[str] = Counter()

    @property
    def innermost(self) -> tuple[int, str]:
        return self.stack[-1][1:] if self.stack else (0, "")

    def enter(self, name: str) -> None:
        depth, info = self.innermost
        self.stack.append((name, depth + (name in LISTS), info if name in LISTS or name == "center" else name))
        self.counts[name] += 1

    def leave(self, name: str) -> None:
        while self.counts[name]:
            last = self.stack.pop()[0]
            self.counts[last] -= 1
            if last == name:
                break
