r"""LaTeX files: the body of the document with its sections, lists, theorems, tables and formulas; macros are expanded.

Comments and verbatim text are blanked before anything else is looked for, so that no ``$`` in them opens a formula.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from symact.documents.latex_macros import Macro, closing_brace, expanded, macros_of
from symact.documents.model import Block, BlockKind, Document, Maths, Origin
from symact.documents.views import (
    LONG_PARAGRAPH,
    MANY_LINES,
    MAX_LINES,
    MAX_PARAGRAPH,
    beyond_limit,
    blanked,
    masked,
    unread_at,
    view_of,
)
from symact.source import Excerpt, Source
from symact.verdict import Unread

__all__ = ["read_latex"]

VERBATIM = "verbatim|lstlisting|minted|Verbatim|alltt|comment|filecontents|tikzpicture|algorithmic|algorithm2e"
SKIPPED = re.compile(
    rf"\\begin\{{(?P<name>(?:{VERBATIM})\*?)\}}(?P<options>(?:\[[^\]\n]*\]|\{{[^}}\n]*\}})*)|\\verb\*?(?P<mark>[^A-Za-z\s*])[^\n]*?(?P=mark)|\\.|%[^\n]*",
    re.DOTALL,
)
LANGUAGE = re.compile(r"language\s*=\s*\{?(\w+)|\{(\w+)\}")
MATHS_ENVIRONMENT = re.compile(
    r"(?:align|aligned|alignat|alignedat|flalign|equation|eqnarray|gather|gathered|multline|split|IEEEeqnarray|dmath|displaymath|math"
    r"|subequations|\w*cases|\w*matrix|\w*array)\*?"
)
INLINE_ENVIRONMENTS = frozenset({"math"})
LEVELS = ("title", "part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
HEADINGS = {"title": 1, **{name: level for level, name in enumerate(LEVELS[1:], 1)}}
LISTS = frozenset({"itemize", "enumerate", "description"})
TABLES = frozenset({"tabular", "tabular*", "tabularx", "longtable", "tabulary", "tblr"})
STRUCTURE = re.compile(
    r"\\begin\s*\{(?P<begin>[^{}\n]*)\}|\\end\s*\{(?P<end>[^{}\n]*)\}|\\(?P<heading>"
    + "|".join(HEADINGS)
    + r")\b\*?\s*(?:\[[^\]\n]*\])?\s*(?=\{)"
    r"|\\(?P<item>item)\b\s*(?:\[[^\]\n]*\])?|\\(?P<par>par)\b|\\.|(?P<blank>\n)(?=[ \t\r]*\n)",
    re.DOTALL,
)
INLINE = re.compile(
    r"\\begin\s*\{(?P<begin>[^{}\n]*)\}|\\(?P<open>[\[(])|\\(?P<command>[A-Za-z@]+)\*?|\\(?P<escape>.)|(?P<dollar>\$\$?)|(?P<brace>[{}~])",
    re.DOTALL,
)
SILENT = re.compile(
    "label|[cC]?ref|eqref|autoref|pageref|cite\\w*|input|include|usepackage|[vh]space|bibliography|bibliographystyle"
    "|(?:re)?newcommand|providecommand|setlength|hypersetup|graphicspath|DeclareMathOperator|includegraphics"
)  # commands that show nothing of their arguments
ARGUMENTS = re.compile(r"\s*(?:\[[^\]\n]*\])*(?:\{[^{}\n]*\})+")
OPTIONS = re.compile(r"(?:\[[^\]\n]*\])*")
COLUMNS = re.compile(r"(?:\[[^\]\n]*\])?\s*(?=\{)")
CELL_MARK = re.compile(r"\\\\(?:\[[^\]\n]*\])?|\\.|[{}$&]", re.DOTALL)
RULES = re.compile(r"\\(?:hline|bottomrule|midrule|toprule)")
IN_MATHS = re.compile(r"\\.|[{}]|\$\$?", re.DOTALL)
IMAGE = re.compile(r"\s*(?:\[[^\]\n]*\])?\s*\{([^{}\n]*)\}")


def read_latex(text: str, path: str) -> Document:
    """The document that a LaTeX text is."""
    source = Source(path, text)
    reader = _Reader(view_of(source))
    reader.read()
    blocks = sorted(reader.blocks, key=lambda b: b.excerpt.start)
    return Document(source, tuple(blocks), tuple(reader.unread))


@dataclass
class _Reader:
    view: Excerpt
    blocks: list[Block] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    tables: int = 0
    places: dict[str, list[int]] = field(default_factory=dict)
    pairs: dict[str, dict[int, int]] = field(default_factory=dict)

    def read(self) -> None:
        self.flat = self.without_comments()
        self.macros, definitions = macros_of(self.flat)
        self.flat = blanked(self.flat, definitions)
        self.openers = _environment_macros(self.macros, "begin")
        self.closers = {environment: name for name, environment in _environment_macros(self.macros, "end").items()}
        begin = re.search(r"\\begin\s*\{document\}", self.flat)
        end = re.search(r"\\end\s*\{document\}", self.flat)
        start = begin.end() if begin else 0
        title = re.search(r"\\title\s*(?:\[[^\]\n]*\])?\s*(?=\{)", self.flat[:start])
        if title is not None and (close := closing_brace(self.flat, title.end())) > 0:
            self.running(title.end() + 1, close, "heading", 1)
        self.structure(start, end.start() if end and end.start() >= start else len(self.flat))

    def without_comments(self) -> str:
        """The text with comments and verbatim text blanked; they become blocks of their own."""
        text, spans, at = self.view.text, [], 0
        lines = self.view.source.line_starts
        if len(lines) > MAX_LINES:
            text = text[: lines[MAX_LINES]]
            self.unread.append(beyond_limit(self.view, len(text), MANY_LINES))
        while (match := SKIPPED.search(text, at)) is not None:
            at = match.end()
            if match["name"] is not None:
                closing = rf"\end{{{match['name']}}}"
                end = text.find(closing, at) if self.has(closing, at) else -1
                if end < 0:
                    self.unread.append(unread_at(self.view, match.start(), at, rf"{match[0]} has no {closing}"))
                    continue
                self.verbatim(match, at, end)
                at = end + len(closing)
                spans.append((match.start(), at))
            elif match["mark"] is not None:
                spans.append(match.span())
            elif match[0][0] == "%":
                spans.append(match.span())
                self.comment(match)
        return blanked(text, spans)

    def has(self, string: str, at: int) -> bool:
        """Whether a string occurs from ``at`` on, looked up in a list made once."""
        return self.next_place(string, at, self.view.text) >= 0

    def next_place(self, string: str, at: int, text: str) -> int:
        if string not in self.places:
            self.places[string] = [m.start() for m in re.finditer(re.escape(string), text)]
        places = self.places[string]
        i = bisect_left(places, at)
        return places[i] if i < len(places) else -1

    def verbatim(self, match: re.Match[str], start: int, end: int) -> None:
        if match["name"].rstrip("*") in ("comment", "tikzpicture", "filecontents"):
            return
        text = self.view.text
        start += len(text[start:end]) - len(text[start:end].lstrip("\r\n"))
        start = min(start, end)
        language = LANGUAGE.search(match["options"])
        info = (language[1] or language[2]).lower() if language else ""
        code = text[start:end].rstrip()
        self.blocks.append(Block("code", masked(self.view, start, start + len(code), code), info=info))

    def comment(self, match: re.Match[str]) -> None:
        content = match[0].lstrip("% \t")
        if content.rstrip():
            start = match.end() - len(content)
            content = content.rstrip()
            self.blocks.append(Block("comment", masked(self.view, start, start + len(content), content)))

    # -- blocks ----------------------------------------------------------------------------------------------------------

    def structure(self, start: int, end: int) -> None:
        """Divides the body at blank lines, sections, items and environments that hold text."""
        at = scan = start
        kind: BlockKind = "paragraph"
        around = _Around()

        def flush(until: int) -> None:
            depth, info = around.innermost
            self.running(at, until, kind if depth else "paragraph", depth, info)

        while (match := STRUCTURE.search(self.flat, scan, end)) is not None:
            scan = match.end()
            name = match["begin"]
            if name is not None and MATHS_ENVIRONMENT.fullmatch(name):
                close = self.environment_end(match.start(), name)
                scan = close[1] if close else scan
            elif name is not None and name in TABLES and self.next_place(rf"\end{{{name}}}", scan, self.flat) >= 0:
                flush(match.start())
                scan = at = self.table(match.end(), self.next_place(rf"\end{{{name}}}", scan, self.flat)) + len(name) + 6
            elif name is not None or match["end"] is not None:
                flush(match.start())
                if name is not None:
                    around.enter(name)
                else:
                    around.leave(match["end"])
                options = OPTIONS.match(self.flat, scan, end)
                at = scan = options.end() if options and name else scan
                kind = "paragraph" if name is not None and name not in LISTS else kind
            elif match["heading"] is not None:
                flush(match.start())
                close_at = closing_brace(self.flat, scan)
                if close_at > 0:
                    self.running(scan + 1, close_at, "heading", HEADINGS[match["heading"]])
                    scan = close_at + 1
                at = scan
            elif match["item"] is not None:
                flush(match.start())
                at, kind = scan, "item"
            elif match["par"] is not None or (match["blank"] and self.is_blank_line(scan)):
                flush(match.start())
                at = scan
        flush(end)

    def is_blank_line(self, at: int) -> bool:
        """Whether the line is blank in the file too, and is not one with a comment."""
        return not self.view.text[at : self.flat.find("\n", at)].strip()

    def environment_end(self, start: int, name: str) -> tuple[int, int] | None:
        """Where the content of an environment ends, and where the environment does."""
        if name not in self.pairs:
            self.pairs[name] = _environment_pairs(self.flat, name)
        end = self.pairs[name].get(start)
        return (end, end + len(name) + 6) if end is not None else None

    def table(self, start: int, end: int) -> int:
        """The cells of a table; where its environment ends."""
        columns = COLUMNS.match(self.flat, start, end)
        if columns is not None and (close := closing_brace(self.flat, columns.end())) > 0:
            start = close + 1
        table, self.tables = self.tables, self.tables + 1
        row = column = 0
        for left, right, mark in self.table_cells(start, end):
            self.running(left, right, "cell", 0, cell=(table, row, column))
            row, column = (row, column + 1) if mark == "&" else (row + 1, 0)
        return end

    def table_cells(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        at, depth, maths = start, 0, False
        for match in CELL_MARK.finditer(self.flat, start, end):
            mark = match[0]
            depth += (mark == "{") - (mark == "}")
            maths ^= mark == "$"
            if not maths and depth <= 0 and (mark == "&" or mark.startswith("\\\\")):
                yield at, match.start(), "&" if mark == "&" else "\\"
                at = match.end()
        if RULES.sub("", self.flat[at:end]).strip():
            yield at, end, "\\"

    # -- running text ----------------------------------------------------------------------------------------------------

    def running(
        self, start: int, end: int, kind: BlockKind, level: int, info: str = "", cell: tuple[int, int, int] = (-1, -1, -1)
    ) -> None:
        text = self.flat[start:end]
        start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
        if start >= end:
            return
        if end - start > MAX_PARAGRAPH:
            end = start + MAX_PARAGRAPH
            self.unread.append(beyond_limit(self.view, end, LONG_PARAGRAPH))
        flow = _Flow(self, start, end)
        flow.walk()
        shown = blanked(self.flat[start:end], [(a - start, b - start) for a, b in flow.blanks])
        if shown.strip():
            self.blocks.append(Block(kind, masked(self.view, start, end, shown), tuple(flow.maths), level, info, *cell))
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


@dataclass
class _Flow:
    """A walk through a running text that finds its formulas and blanks its commands."""

    reader: _Reader
    start: int
    end: int
    maths: list[Maths] = field(default_factory=list)
    images: list[Block] = field(default_factory=list)
    blanks: list[tuple[int, int]] = field(default_factory=list)

    def walk(self) -> None:
        flat, at = self.reader.flat, self.start
        while (match := INLINE.search(flat, at, self.end)) is not None:
            at = match.end()
            if match["begin"] is not None and MATHS_ENVIRONMENT.fullmatch(match["begin"]):
                at = self.environment(match, match["begin"])
            elif match["dollar"] is not None:
                at = self.dollar(match)
            elif match["open"] is not None:
                at = self.bracket(match)
            elif match["command"] is not None:
                at = self.command(match, match["command"])
            elif match["begin"] is None and match["escape"] is None:
                self.blanks.append(match.span())

    def add(self, outer: tuple[int, int], inner: tuple[int, int], origin: Origin) -> int:
        view = self.reader.view
        excerpt = expanded(masked(view, *inner, self.reader.flat[inner[0] : inner[1]]), self.reader.macros)
        if excerpt is None:
            self.reader.unread.append(unread_at(view, *outer, "the macros in this formula expand to too much text"))
        else:
            self.maths.append(Maths(excerpt, view.span(*outer), origin))
        return outer[1]

    def unclosed(self, start: int, reason: str) -> int:
        self.reader.unread.append(unread_at(self.reader.view, start, self.end, reason))
        return self.end

    def environment(self, match: re.Match[str], name: str) -> int:
        close = self.reader.environment_end(match.start(), name)
        if close is None or close[1] > self.end:
            return self.unclosed(match.start(), rf"\begin{{{name}}} has no \end{{{name}}} in this paragraph")
        span = (match.start(), close[1])
        return self.add(span, span, "inline" if name in INLINE_ENVIRONMENTS else "display")

    def bracket(self, match: re.Match[str]) -> int:
        closing = r"\]" if match["open"] == "[" else r"\)"
        end = self.reader.next_place(closing, match.end(), self.reader.flat)
        while end > 0 and self.reader.flat[end - 1] == "\\" and end < self.end:
            end = self.reader.next_place(closing, end + 1, self.reader.flat)
        if end < 0 or end + 2 > self.end:
            return self.unclosed(match.start(), f"the formula opened by {match[0]} is not closed in this paragraph")
        return self.add((match.start(), end + 2), (match.end(), end), "display" if match["open"] == "[" else "inline")

    def dollar(self, match: re.Match[str]) -> int:
        mark, depth = match[0], 0
        for inner in IN_MATHS.finditer(self.reader.flat, match.end(), self.end):
            token = inner[0]
            depth += (token == "{") - (token == "}")
            if token[0] == "$" and depth <= 0 and (token == mark or mark == "$"):
                end = inner.start() + len(mark)
                return self.add((match.start(), end), (match.end(), inner.start()), "display" if mark == "$$" else "inline")
        return self.unclosed(match.start(), f"the formula opened by {mark} is not closed in this paragraph")

    def command(self, match: re.Match[str], name: str) -> int:
        flat = self.reader.flat
        if name in self.reader.openers:
            environment = self.reader.openers[name]
            closer = self.reader.closers.get(environment, "")
            end = self.reader.next_place(f"\\{closer}", match.end(), flat) if closer else -1
            if MATHS_ENVIRONMENT.fullmatch(environment) and 0 <= end < self.end:
                return self.add((match.start(), end + len(closer) + 1), (match.end(), end), "display")
        if name == "ensuremath" and (end := closing_brace(flat, match.end(), self.end - match.end())) > 0:
            return self.add((match.start(), end + 1), (match.end() + 1, end), "inline")
        stop = match.end()
        if name == "includegraphics" and (image := IMAGE.match(flat, stop, self.end)) is not None:
            excerpt = masked(self.reader.view, match.start(), image.end(), flat[match.start() : image.end()])
            self.images.append(Block("image", excerpt, info=image[1].strip()))
        if SILENT.fullmatch(name) and (arguments := ARGUMENTS.match(flat, stop, self.end)) is not None:
            stop = arguments.end()
        self.blanks.append((match.start(), stop))
        return stop


def _environment_macros(macros: Mapping[str, Macro], word: str) -> dict[str, str]:
    r"""The macros that stand for ``\begin{equation}`` (or ``\end{equation}``), with the environment's name."""
    found = {name: re.fullmatch(rf"\s*\\{word}\{{([^{{}}]*)\}}\s*", macro.body) for name, macro in macros.items()}
    return {name: match[1] for name, match in found.items() if match is not None}


def _environment_pairs(text: str, name: str) -> dict[int, int]:
    """For each place where an environment begins, the place where it ends."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for match in re.finditer(rf"\\(begin|end)\s*\{{{re.escape(name)}\}}", text):
        if match[1] == "begin":
            stack.append(match.start())
        elif stack:
            pairs[stack.pop()] = match.start()
    return pairs
