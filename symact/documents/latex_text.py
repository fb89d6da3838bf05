r"""A LaTeX text as its reader sees it: comments and verbatim text blanked, macros known, the ends of environments found.

Comments and verbatim text are blanked before anything else is looked for, so that no ``$`` in them opens a formula.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from symact.documents.latex_expansion import Expander
from symact.documents.latex_macros import Definitions, brace_pairs, definitions_of
from symact.documents.model import Block
from symact.documents.views import MANY_LINES, MAX_LINES, beyond_limit, blanked, masked, unread_at
from symact.source import Excerpt
from symact.verdict import Unread

__all__ = ["HOLDS_MATHS", "MATHS_ENVIRONMENT", "LatexText"]

VERBATIM = "verbatim|lstlisting|minted|Verbatim|alltt|comment|filecontents|tikzpicture|algorithmic|algorithm2e"
SHOWS_NOTHING = frozenset({"comment", "tikzpicture", "filecontents"})
SKIPPED = re.compile(
    rf"\\begin\{{(?P<name>(?:{VERBATIM})\*?)\}}(?P<options>(?:\[[^\]\n]*\]|\{{[^}}\n]*\}})*)"
    r"|\\(?P<off>iffalse)(?![A-Za-z])"
    r"|\\(?P<verb>verb\*?|lstinline(?:\[[^\]\n]*\])?)(?P<mark>[^A-Za-z\s*\[{])[^\n]*?(?P=mark)"
    r"|\\(?P<braced>url|path|nolinkurl|href|lstinline|mintinline(?:\[[^\]\n]*\])?\{\w+\})(?:\[[^\]\n]*\])?\{[^{}\n]*\}"
    r"|\\.|(?P<comment>%[^\n]*)",
    re.DOTALL,
)
LANGUAGE = re.compile(r"language\s*=\s*\{?(\w+)|\{(\w+)\}")
MATHS_ENVIRONMENT = re.compile(
    r"(?:align|aligned|alignat|alignedat|flalign|equation|eqnarray|gather|gathered|multline|split|IEEEeqnarray|dmath|displaymath|math"
    r"|empheq|\w*cases|\w*matrix|\w*array)\*?"
)
HOLDS_MATHS = re.compile(rf"\$|\\\(|\\\[|\\ensuremath(?![A-Za-z])|\\begin\{{{MATHS_ENVIRONMENT.pattern}\}}")


class LatexText:
    """The text to read (``flat``, as long as the view), what it defines, and the blocks that were taken out of it."""

    def __init__(self, view: Excerpt) -> None:
        self.view = view
        self.taken: list[Block] = []  # comments and verbatim text
        self.unread: list[Unread] = []
        self.places: dict[str, list[int]] = {}
        self.pairs: dict[str, dict[int, int]] = {}
        visible = self._without_comments()
        definitions = definitions_of(visible)
        self.flat = blanked(visible, definitions.spans)
        self.expander = Expander(definitions)
        self.openers = _environment_macros(definitions, "begin")
        self.closers = {environment: name for name, environment in _environment_macros(definitions, "end").items()}
        self.environments = {n: (b, e) for n, (b, e) in definitions.environments.items() if HOLDS_MATHS.match(b.lstrip())}

    @cached_property
    def braces(self) -> dict[int, int]:
        return brace_pairs(self.flat)

    def is_maths(self, environment: str) -> bool:
        return environment in self.environments or MATHS_ENVIRONMENT.fullmatch(environment) is not None

    def next_place(self, string: str, at: int) -> int:
        """The first place of a string from ``at`` on, or -1; looked up in a list made once."""
        if string not in self.places:
            self.places[string] = [m.start() for m in re.finditer(re.escape(string), self.flat)]
        places = self.places[string]
        i = bisect_left(places, at)
        return places[i] if i < len(places) else -1

    def environment_end(self, start: int, name: str) -> tuple[int, int] | None:
        """Where the content of an environment ends, and where the environment does."""
        if name not in self.pairs:
            self.pairs[name] = _environment_pairs(self.flat, name)
        end = self.pairs[name].get(start)
        return (end, end + len(name) + 6) if end is not None else None

    def _without_comments(self) -> str:
        text, spans, at = self.view.text, [], 0
        lines = self.view.source.line_starts
        if len(lines) > MAX_LINES:
            text = text[: lines[MAX_LINES]]
            self.unread.append(beyond_limit(self.view, len(text), MANY_LINES))
        last: dict[str, int] = {}  # where each closing mark occurs for the last time
        while (match := SKIPPED.search(text, at)) is not None:
            at = match.end()
            if match["name"] is not None or match["off"] is not None:
                closing = r"\fi" if match["off"] else rf"\end{{{match['name']}}}"
                if closing not in last:
                    last[closing] = text.rfind(closing)
                end = text.find(closing, at) if at <= last[closing] else -1
                if end < 0:
                    self.unread.append(unread_at(self.view, match.start(), at, rf"{match[0]} has no {closing}"))
                    continue
                if match["name"] is not None:
                    self._verbatim(match, at, end)
                at = end + len(closing)
                spans.append((match.start(), at))
            elif match["verb"] is not None or match["braced"] is not None:
                spans.append(match.span())
            elif match["comment"] is not None:
                spans.append(match.span())
                self._comment(match)
        return blanked(text, spans)

    def _verbatim(self, match: re.Match[str], start: int, end: int) -> None:
        if match["name"].rstrip("*") in SHOWS_NOTHING:
            return
        text = self.view.text
        start += len(text[start:end]) - len(text[start:end].lstrip("\r\n"))
        start = min(start, end)
        language = LANGUAGE.search(match["options"])
        info = (language[1] or language[2]).lower() if language else ""
        code = text[start:end].rstrip()
        self.taken.append(Block("code", masked(self.view, start, start + len(code), code), info=info))

    def _comment(self, match: re.Match[str]) -> None:
        content = match[0].lstrip("% \t")
        if content.rstrip():
            start = match.end() - len(content)
            content = content.rstrip()
            self.taken.append(Block("comment", masked(self.view, start, start + len(content), content)))


def _environment_macros(definitions: Definitions, word: str) -> dict[str, str]:
    r"""The macros that stand for ``\begin{equation}`` (or ``\end{equation}``), with the environment's name."""
    pattern = re.compile(rf"\s*\\{word}\{{([^{{}}]*)\}}\s*")
    found = {name: pattern.fullmatch(known[-1][1].body) for name, known in definitions.macros.items()}
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
