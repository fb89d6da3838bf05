r"""A block rule for markdown-it: a display formula over several lines is no place where a list, a quote or a heading begins.

Markdown would read the line ``- b`` inside ``$$ … $$`` as a list and a lone ``=`` as the underline of a heading. The rule
reads the lines from an opening ``$$``, ``\[`` or ``\begin{align}`` that is not closed on its line up to the closing one as
a paragraph. Blank lines are accepted inside ``$$ … $$`` where no prose stands between.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table as gfm_table

from symact.documents.dollars import is_prose

__all__ = ["block_parser", "display_index"]

MARK = re.compile(
    r"\\begin\{([A-Za-z]+\*?)\}|\\end\{([A-Za-z]+\*?)\}|\\\\[\[\]]|\\[\[\]]|\\.|(`+).*?(?<!`)\3(?!`)|<!--.*?(?:-->|$)|\$\$+"
)
OPENER = re.compile(r"(?<!\\)\$\$|\\\[|\\begin\{")
NOT_HERE = re.compile(r"(?:[-*+>|]|\d{1,9}[.)]|#{1,6})\s|`{3}|~{3}|<!--|[>|]")
STOP = re.compile(r"[ \t>]*(?:#{1,6}\s|`{3}|~{3})")
MATHS_ENVIRONMENT = re.compile(
    r"(?:align|aligned|alignat|alignedat|flalign|equation|eqnarray|gather|gathered|multline|cases|split|array|\w*matrix)\*?"
)
MAX_LINES = 400


def display_index(text: str) -> dict[str, Any]:
    """The lines that have an opening mark and those that have each closing mark, found in one pass."""
    opening: set[int] = set()
    closing: dict[str, list[int]] = {}
    if OPENER.search(text) is not None:
        for number, line in enumerate(text.split("\n")):
            if "$$" in line or "\\" in line:
                if OPENER.search(line):
                    opening.add(number)
                for mark in {m[0] for m in re.finditer(r"\$\$|\\\]|\\end\{[A-Za-z]+\*?\}", line)}:
                    closing.setdefault(mark, []).append(number)
    return {"opening": opening, "closing": closing, "barrier": {}}


def block_parser() -> MarkdownIt:
    """markdown-it for blocks only: CommonMark, tables, and display formulas."""
    parser = MarkdownIt("commonmark", {"maxNesting": 60}).enable("table")
    parser.core.ruler.enableOnly(["block"])
    interrupting = {"alt": ["paragraph", "reference", "blockquote"]}
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("table", "display", _display_at_start, interrupting)
    parser.block.ruler.before("lheading", "display_in_line", _display_in_line, interrupting)
    return parser


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The table rule, which also notes where each line of the table begins in its container."""
    if not gfm_table(state, start, end, silent):
        return False
    if not silent:
        for line in range(start, state.line):
            state.env["starts"][line] = state.bMarks[line] + state.tShift[line]
    return True


def _display_at_start(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return start in state.env["opening"] and _display(state, start, silent, at_start=True)


def _display_in_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return start in state.env["opening"] and _display(state, start, silent, at_start=False)


def _display(state: StateBlock, start: int, silent: bool, at_start: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    line = state.src[begin : state.eMarks[start]]
    match = OPENER.match(line)
    if (match is not None) != at_start or (not at_start and (NOT_HERE.match(line) or state.is_code_block(start))):
        return False
    if state.sCount[start] < 0:
        return False
    closer = _open_at_end(line)
    last = _closing_line(state, start, closer) if closer else start if at_start and state.is_code_block(start) else -1
    if last < 0:
        return False
    if silent:
        return True
    content = state.getLines(start, last + 1, state.blkIndent, False).strip()
    state.line = last + 1
    token = state.push("paragraph_open", "p", 1)
    token.map = [start, state.line]
    token = state.push("inline", "", 0)
    token.content = content
    token.map = [start, state.line]
    token.children = []
    state.push("paragraph_close", "p", -1)
    return True


def _open_at_end(line: str) -> str:
    """The mark that closes the display formula which is open at the end of the line, or nothing."""
    closer, first = "", ""
    for match in MARK.finditer(line):
        mark = match[0]
        if closer:
            if mark == closer:
                closer = ""
        elif mark == "$$":
            closer = "$$"
        elif mark in ("\\[", "\\\\["):
            closer, first = mark.replace("[", "]"), line[match.end() :]
        elif match[1] and MATHS_ENVIRONMENT.fullmatch(match[1]):
            closer = rf"\end{{{match[1]}}}"
        elif mark.startswith("<!--") and not mark.endswith("-->"):
            return ""
    return "" if closer.endswith("]") and is_prose(first) else closer


def _closing_line(state: StateBlock, start: int, closer: str) -> int:
    """The line on which the formula ends, or -1 where the text in between cannot be one formula."""
    lines = state.env["closing"].get(closer[-2:] if closer.endswith("]") else closer, [])
    i = bisect_right(lines, start)
    if i == len(lines) or lines[i] >= state.lineMax or lines[i] - start > MAX_LINES:
        return -1
    last = int(lines[i])
    barrier = state.env["barrier"]
    if start < barrier.get(closer, -1) <= last:
        return -1
    blanks = False
    for number in range(start + 1, last + 1):
        if state.isEmpty(number):
            blanks = True
            stopped = closer.endswith("]")
        else:
            text = state.src[state.bMarks[number] : state.eMarks[number]]
            stopped = STOP.match(text) is not None or (
                blanks
                and (state.sCount[number] < state.blkIndent or (number < last and (is_prose(text) or _single_dollar(text))))
            )
        if stopped:
            barrier[closer] = number
            return -1
    return last


def _single_dollar(text: str) -> bool:
    return re.search(r"(?<![\\$])\$(?!\$)", text) is not None and "\\text" not in text
