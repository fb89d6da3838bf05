r"""Markdown: CommonMark blocks with tables, front matter, comments, and mathematics in all the ways in which people write it.

markdown-it finds the blocks and their lines; where each character of a block stands is computed here, from the lines of the
untouched text. The text that markdown-it sees has the same length as the original, so that its offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from markdown_it.token import Token

from symact.documents.directives import with_directives
from symact.documents.displays import block_parser, display_index
from symact.documents.inline import Flow, read_flow
from symact.documents.literal import literal_block
from symact.documents.model import Block, BlockKind, Document, Maths, with_tables_from
from symact.documents.views import (
    LONG_PARAGRAPH,
    MANY_LINES,
    MAX_LINES,
    MAX_PARAGRAPH,
    beyond_limit,
    blanked,
    masked,
    picked,
    view_of,
)
from symact.source import Excerpt, Source
from symact.verdict import Unread

__all__ = ["read_markdown", "read_markdown_blocks"]

FRONT_MATTER = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(?=\S)(?:.*\n)*?(?:\1|\.\.\.)[ \t]*\r?(?:\n|\Z)")
TITLE = re.compile(r"^title[ \t]*[:=][ \t]*[\"']?(.*?)[\"']?[ \t]*\r?$", re.MULTILINE)
FOOTNOTE = re.compile(r"(?m)^\[(?=\^)")
ADMONITION = re.compile(r"[ \t]*(?:!!!|\?\?\?\+?|===)\s*\S")
COLON_FENCE = re.compile(r"[ \t>]*(:{3,})(\{math\}.*|[ \t]*)")
MATHS_FENCES = frozenset({"math", "latex", "tex", "katex", "mathjax", "amsmath"})
PROSE_FENCE = re.compile(  # directives of MyST that hold Markdown
    r"\{(?:admonition|attention|caution|danger|error|hint|important|note|seealso|tip|warning|margin|sidebar|topic|dropdown|card"
    r"|tab-item|grid|exercise(?:-\w+)?|solution(?:-\w+)?|figure|epigraph|pull-quote|div|(?:prf|proof):[\w-]+)\}"
)
PLAIN_FENCES = frozenset({"", "text", "txt", "plain", "plaintext"})
WHOLE_DOCUMENT = re.compile(r"\\(?:documentclass|usepackage|begin\{document\}|newcommand|section|item)\b")
DELIMITED = re.compile(r"\$|\\\[|\\\(|\\begin\{(?:align|equation|gather|eqnarray|multline)")
FENCE_OPTION = re.compile(r"(?:[ \t]*:[\w-]+:.*\n)+")
CELL_MATHS = re.compile(r"(?<![\\$])\$(?![\s$])((?:\\.|[^$\\`\n])*?)(?<!\s)\$(?![\w$])")


def read_markdown(text: str, path: str) -> Document:
    """The document that a Markdown text is."""
    source = Source(path, text)
    blocks, unread = read_markdown_blocks(view_of(source))
    return Document(source, tuple(with_directives(blocks)), tuple(unread))


def read_markdown_blocks(view: Excerpt, depth: int = 0) -> tuple[list[Block], list[Unread]]:
    """The blocks of a view, in the order in which they begin; ``depth`` counts the notes around it."""
    return _Reader(view, depth).read()


MAX_NESTING = 8

Cell = tuple[int, int, int]  # table, row, column
NO_CELL = (-1, -1, -1)


@dataclass
class _Lines:
    """A text of a block, line by line: ``(start in the view, end in the view, start of the content)``."""

    spans: list[tuple[int, int, int]]

    @property
    def start(self) -> int:
        return next((content for _, end, content in self.spans if content < end), self.spans[0][2])

    @property
    def end(self) -> int:
        return self.spans[-1][1]


@dataclass
class _Reader:
    view: Excerpt
    depth: int = 0
    blocks: list[Block] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    tables: int = 0
    columns: int = 0

    def read(self) -> tuple[list[Block], list[Unread]]:
        flat = self._flat()
        self.starts = [0, *(m.end() for m in re.finditer("\n", flat))]
        if len(self.starts) > MAX_LINES:
            self.unread.append(beyond_limit(self.view, self.starts[MAX_LINES], MANY_LINES))
            flat, self.starts = flat[: self.starts[MAX_LINES]], self.starts[: MAX_LINES + 1]
        self.flat = flat
        env = {**display_index(flat), "starts": {}}
        tokens = block_parser().parse(_without_cell_pipes(flat), env)
        self.row_starts: dict[int, int] = env["starts"]
        for label, reference in env.get("references", {}).items():
            self.references[" ".join(label.split()).lower()] = str(reference.get("href", ""))
        self._walk(_merged(tokens))
        order = sorted(range(len(self.blocks)), key=lambda i: self.blocks[i].excerpt.span(0, 0).start)
        return [self.blocks[i] for i in order], self.unread

    def _flat(self) -> str:
        """The text with simple line ends and without front matter, as long as the original."""
        flat = self.view.text.replace("\r\n", " \n").replace("\r", "\n")
        if flat.startswith("\ufeff"):
            flat = " " + flat[1:]
        if ":::" in flat:
            flat = _with_math_fences(flat)
        if "[^" in flat:
            flat = FOOTNOTE.sub("(", flat)  # [^1]: is no link definition
        front = FRONT_MATTER.match(self.view.text)
        if front is not None:
            title = TITLE.search(front[0])
            if title is not None and title[1]:
                start, end = title.span(1)
                self._add_flow("heading", read_flow(self.view, start, self.view.text[start:end]), start, level=1)
            flat = blanked(flat, [front.span()])
        return flat

    # -- tokens to blocks ------------------------------------------------------------------------------------------------

    def _walk(self, tokens: Sequence[Token]) -> None:
        depth, heading = 0, 0
        row, in_table = -1, False
        for token in tokens:
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    depth += 1
                case "bullet_list_close" | "ordered_list_close":
                    depth -= 1
                case "heading_open":
                    heading = int(token.tag[1])
                case "heading_close":
                    heading = 0
                case "table_open":
                    self.tables, self.columns, row, in_table = self.tables + 1, 0, -1, True
                case "tr_open":
                    row += 1
                    self._row(token, row)
                case "table_close":
                    in_table = False
                case "inline" if heading:
                    self._running(token, "heading", heading)
                case "inline" if not in_table:
                    self._running(token, "item" if depth else "paragraph", depth)
                case "fence" | "code_block":
                    self._fence(token, depth)
                case "html_block":
                    self._html(token, depth)

    def _lines(self, token: Token, content: str) -> _Lines:
        """The lines of a token; its content lacks the marks of its containers and all indentation."""
        assert token.map is not None
        spans = []
        for number, line in zip(range(token.map[0], token.map[1]), content.split("\n"), strict=False):
            start = self.starts[number]
            end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.flat)
            end = start + len(self.flat[start:end].rstrip())
            spans.append((start, end, max(start, end - len(line.strip()))))
        return _Lines(spans)

    def _text(self, lines: _Lines) -> str:
        """The source from the start to the end of the lines, with the marks of containers blanked."""
        raw = self.view.text[lines.start : lines.end]
        spans = [(start - lines.start, content - lines.start) for start, _, content in lines.spans if start > lines.start]
        return blanked(raw, spans)

    def _running(self, token: Token, kind: BlockKind, level: int) -> None:
        if not token.content:
            return
        if kind == "heading" and token.map is not None:
            lines = self._heading_lines(token)
        else:
            lines = self._lines(token, token.content)
        self._flow(kind, lines.start, self._text(lines), level)

    def _heading_lines(self, token: Token) -> _Lines:
        """The lines of a heading; the marks after the text of ``# A ##`` are no part of it."""
        assert token.map is not None
        line = self._line(token.map[0]).rstrip()
        if "\n" in token.content or line.endswith(token.content):
            return self._lines(token, token.content)
        start = self.starts[token.map[0]] + max(0, line.rfind(token.content))
        return _Lines([(start, start + len(token.content), start)])

    def _line(self, number: int) -> str:
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.flat)
        return self.flat[self.starts[number] : end]

    def _flow(self, kind: BlockKind, base: int, text: str, level: int) -> None:
        """A running text that stands at ``base``."""
        if len(text) > MAX_PARAGRAPH:
            self.unread.append(beyond_limit(self.view, base + MAX_PARAGRAPH, LONG_PARAGRAPH))
            text = text[:MAX_PARAGRAPH]
        self._add_flow(kind, read_flow(self.view, base, text, self.references), base, level)

    def _add_flow(self, kind: BlockKind, flow: Flow, base: int, level: int = 0, cell: Cell = NO_CELL) -> None:
        """A block for the text, and further ones for its images and comments."""
        if flow.text.strip() or flow.maths or kind == "cell":
            excerpt = masked(self.view, base, base + len(flow.text), flow.text)
            self.blocks.append(Block(kind, excerpt, tuple(flow.maths), level, "", *cell))
        table, row, column = cell
        self.blocks += [replace(image, table=table, row=row, column=column) for image in flow.images] + flow.comments
        self.unread += flow.unread

    # -- tables ----------------------------------------------------------------------------------------------------------

    def _row(self, token: Token, row: int) -> None:
        assert token.map is not None
        number = token.map[0]
        start = self.row_starts.get(number, self.starts[number])
        end = self.starts[number] + len(self._line(number).rstrip())
        cells = _cells(_without_cell_pipes(self.flat[start:end]), self.columns)
        self.columns = self.columns or len(cells)
        for column, (left, right) in enumerate(cells):
            base, stop = start + left, start + right
            flow = read_flow(self.view, base, self.view.text[base:stop], self.references)
            flow.maths = [self._without_escaped_pipes(m) for m in flow.maths]
            self._add_flow("cell", flow, base, 0, (self.tables - 1, row, column))

    def _without_escaped_pipes(self, maths: Maths) -> Maths:
        r"""In a cell ``\|`` stands for ``|``, in formulas too."""
        excerpt = maths.excerpt
        if r"\|" not in excerpt.text or excerpt.offsets is not None:
            return maths
        keep = [i for i in range(len(excerpt.text)) if not excerpt.text.startswith(r"\|", i)]
        text = "".join(excerpt.text[i] for i in keep)
        first = [i - (excerpt.text[max(0, i - 1) : i + 1] == r"\|") for i in keep]  # a bar begins with its stroke
        offsets = tuple(excerpt.span(i, i).start for i in [*first, len(excerpt.text)])
        return replace(maths, excerpt=Excerpt(excerpt.source, text, offsets[0], offsets))

    # -- fences and HTML -------------------------------------------------------------------------------------------------

    def _dedented(self, token: Token, first: int, content: str) -> Excerpt:
        """The content of a fence or an indented block without its indentation; contiguous where there is none."""
        lines = content.removesuffix("\n").split("\n")
        if not content:
            at = self.starts[first] if first < len(self.starts) else len(self.flat)
            return masked(self.view, at, at, "")
        text, places = [], []
        for number, line in enumerate(lines, first):
            start = self.starts[number]
            raw = self._line(number)
            body = start + len(raw) - len(line.lstrip(" \t")) if raw.endswith(line.lstrip(" \t")) else start
            lead = len(line) - len(line.lstrip(" \t"))
            text.append(" " * lead + self.view.text[body : start + len(raw)] + "\n")
            places += [max(start, body - lead + i) for i in range(lead)] + list(range(body, start + len(raw) + 1))
        joined = "".join(text)[:-1].removesuffix("\r")
        places = [*places[: len(joined)], places[len(joined)]]
        return picked(self.view, joined, places)

    def _fence(self, token: Token, depth: int) -> None:
        assert token.map is not None
        fenced = token.type == "fence"
        excerpt = self._dedented(token, token.map[0] + fenced, token.content)
        info = token.info.strip()
        if self.depth < MAX_NESTING and (PROSE_FENCE.match(info) if fenced else self._is_admonition(token.map[0])):
            self._nested(excerpt.part(option.end(), len(excerpt.text)) if (option := FENCE_OPTION.match(excerpt.text)) else excerpt)
            return
        language = info.split()[0].lower().strip("{}.=") if info else ""
        first = self._line(token.map[0])
        mark = first.find(token.markup) if fenced else len(first) - len(first.lstrip())
        outer = (
            self.starts[token.map[0]] + max(mark, 0),
            self.starts[token.map[1] - 1] + len(self._line(token.map[1] - 1).rstrip()),
        )
        if language in MATHS_FENCES and excerpt.text.strip() and not WHOLE_DOCUMENT.search(excerpt.text):
            maths = tuple(self._maths_fence(excerpt, outer))
            self.blocks.append(Block("item" if depth else "paragraph", excerpt, maths, depth))
        elif language in PLAIN_FENCES:
            self.blocks.append(literal_block(excerpt, self.view.span(*outer), info, depth))
        else:
            self.blocks.append(Block("code", excerpt, info=info))

    def _is_admonition(self, number: int) -> bool:
        """Whether the indented lines belong to ``!!! note``: the line before them, past one blank line, says so."""
        return any(ADMONITION.match(self._line(n)) for n in range(max(0, number - 2), number))

    def _nested(self, excerpt: Excerpt) -> None:
        """The blocks of a piece of Markdown that is set off from the rest."""
        blocks, unread = read_markdown_blocks(excerpt, self.depth + 1)
        blocks, self.tables = with_tables_from(self.tables, blocks)
        self.blocks += blocks
        self.unread += unread

    def _maths_fence(self, excerpt: Excerpt, outer: tuple[int, int]) -> list[Maths]:
        if DELIMITED.search(excerpt.text):
            flow = read_flow(excerpt, 0, excerpt.text)
            if flow.maths:
                self.unread += flow.unread
                return flow.maths
        option = FENCE_OPTION.match(excerpt.text)
        content = excerpt.part(option.end(), len(excerpt.text)) if option else excerpt
        return [Maths(content, self.view.span(*outer), "fence")]

    def _html(self, token: Token, depth: int) -> None:
        lines = self._lines(token, token.content.rstrip("\n"))
        if lines.start >= lines.end:
            return
        self._flow("item" if depth else "paragraph", lines.start, self._text(lines), depth)


def _merged(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with paragraphs that follow each other without a blank line made one, as a display formula divides them."""
    out: list[Token] = []
    for token in tokens:
        if (
            token.type == "paragraph_open"
            and len(out) >= 3
            and out[-1].type == "paragraph_close"
            and out[-1].level == token.level
            and out[-2].map is not None
            and token.map is not None
            and out[-2].map[1] == token.map[0]
        ):
            out.pop()
            continue
        if token.type == "inline" and out and out[-1].type == "inline" and token.map is not None:
            previous = out[-1]
            assert previous.map is not None
            previous.meta.setdefault("parts", [previous.content]).append(token.content)
            previous.map = [previous.map[0], token.map[1]]
            continue
        out.append(token)
    for token in out:
        if token.type == "inline" and "parts" in token.meta:
            token.content = "\n".join(token.meta["parts"])
    return out


def _with_math_fences(text: str) -> str:
    """The text with ``:::{math} … :::`` written as a fence of backticks, so that its content is no Markdown."""
    lines = text.split("\n")
    start, mark = -1, ""
    for number, line in enumerate(lines):
        match = COLON_FENCE.fullmatch(line)
        if match is not None and match[2].startswith("{"):
            start, mark = number, match[1]
        elif match is not None and start >= 0 and match[1] == mark:
            for n in (start, number):
                lines[n] = lines[n].replace(mark, "`" * len(mark), 1)
            start = -1
    return "\n".join(lines)


def _without_cell_pipes(text: str) -> str:
    """The text with the bars inside ``$…$`` of lines that may be rows of a table replaced, so that they divide no cells."""
    if "|" not in text or "$" not in text:
        return text

    def covered(match: re.Match[str]) -> str:
        return match[0].replace("\\|", "xx").replace("|", "x") if "|" in match[0] else match[0]

    lines = text.split("\n")
    return "\n".join(CELL_MATHS.sub(covered, line) if "|" in line and "$" in line else line for line in lines)


def _cells(row: str, columns: int) -> list[tuple[int, int]]:
    """The spans of the cells of a row, without the blank space around them.

    A bar in a code span divides cells; where that gives more cells than the table has columns, it does not.
    """
    spans = _split_cells(row)
    if 0 < columns < len(spans) and "`" in row:
        covered = _split_cells(re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", lambda m: "x" * len(m[0]), row))
        spans = covered if len(covered) <= columns else spans
    return [(b - len(row[a:b].lstrip()), a + len(row[a:b].rstrip())) if row[a:b].strip() else (a, a) for a, b in spans]


def _split_cells(row: str) -> list[tuple[int, int]]:
    bars = [m.start() for m in re.finditer(r"(?<!\\)\|", row)]
    edges = [-1, *bars, len(row)]
    spans = [(a + 1, b) for a, b in pairwise(edges)]
    if bars and not row[: bars[0]].strip():
        spans = spans[1:]
    if bars and not row[bars[-1] + 1 :].strip():
        spans = spans[:-1]
    return spans
