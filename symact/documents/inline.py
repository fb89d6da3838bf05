r"""Where the mathematics stands in a running text: ``$…$``, ``\(…\)``, ``\[…\]``, environments, code spans, pictures.

The text is walked once from left to right; whatever opens first wins, so that a dollar sign in a code span opens nothing
and a ``<`` in a formula is no tag. Every search for a closing mark is a look-up in a list of places made once, which keeps
the walk linear.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from symact.documents import dollars, html, pictures, plain
from symact.documents.emphasis import Run, emphasis_marks
from symact.documents.model import Block, Maths, Origin
from symact.documents.views import blanked, masked, picked, unread_at
from symact.source import Excerpt
from symact.verdict import Unread

__all__ = ["ENVIRONMENTS", "Flow", "read_flow"]

ENVIRONMENTS = (
    "align|aligned|alignat|alignedat|flalign|equation|eqnarray|gather|gathered|multline|cases|dcases|split|array|dmath|displaymath|math"
    "|matrix|pmatrix|bmatrix|Bmatrix|vmatrix|Vmatrix"
)
BEGIN = re.compile(rf"\\begin\{{((?:{ENVIRONMENTS})\*?)\}}")
SPECIAL = re.compile(r"[\\$`<!\[\]{*_~]|https?://")
ADDRESS = re.compile(r"https?://[^\s<>\"'`$()\[\]\\\u3000-\uffff]*")
TARGET = re.compile(r"\(\s*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\([^\s()]*\))*))(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)")
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|nbsp);")
SHORTCODE = re.compile(r"\{\{([<%])\s*(/?)\s*([\w-]+)[^>%\n]*[>%]\}\}")
WITH_DELIMITERS = re.compile(r"\$|\\[\[(]")
FORMULA_CODES = frozenset({"katex", "math", "latex", "mathjax", "tex"})
CODE_ROLE = re.compile(r"(?:\{math\}|:math:)$")
CLOSERS = {
    r"\)": re.compile(r"(?<!\\)\\\)"),
    r"\]": re.compile(r"(?<!\\)\\\]"),
    r"\(": re.compile(r"(?<!\\)\\\("),
    r"\[": re.compile(r"(?<!\\)\\\["),
    r"\\)": re.compile(r"\\\\\)"),
    r"\\]": re.compile(r"\\\\\]"),
    "-->": re.compile(r"-->"),
    "`$": re.compile(r"`\$"),
    "]": re.compile(r"\]"),
}
ESCAPED = re.compile(r"[!-/:-@\[-^`{-~]")
MAX_ADDRESS, MAX_LABEL, MAX_NESTING, MAX_SHOWN = 2000, 1000, 32, 200
BREAKS = frozenset({"br", "p", "li", "div", "tr", "td", "th"})
SILENT_TAGS = ("style", "script", "pre", "code", "textarea")


@dataclass
class Flow:
    """What was found in a running text; ``text`` is the text with its markup blanked, as long as before."""

    text: str
    maths: list[Maths] = field(default_factory=list)
    images: list[Block] = field(default_factory=list)
    comments: list[Block] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def read_flow(view: Excerpt, base: int, text: str, references: Mapping[str, str] | None = None) -> Flow:
    """The mathematics, images and comments of a running text that stands at ``base`` in the view.

    ``text`` is as long as its place in the view, with marks that are not text (``>`` of a quote) blanked already.
    ``references`` maps the normalised labels of link definitions to their targets.
    """
    return _Walk(view, base, text, references or {}).flow()


class _Walk:
    """The state of one walk: the text, what was found, and the spans to blank."""

    def __init__(self, view: Excerpt, base: int, text: str, references: Mapping[str, str]) -> None:
        self.view, self.base, self.text, self.references = view, base, text, references
        self.found = Flow(text)
        self.blanks: list[tuple[int, int]] = []
        self.breaks: list[tuple[int, int]] = []
        self.runs: list[Run] = []
        self.brackets: list[tuple[int, bool, int, int]] = []  # place, image?, formulas and runs found before
        self.places: dict[str, list[int]] = {}

    def flow(self) -> Flow:
        at = 0
        while (match := SPECIAL.search(self.text, at)) is not None:
            at = HANDLERS[match[0][0]](self, match.start())
        spans = sorted(self.blanks + emphasis_marks(self.text, self.runs) + self.breaks)
        self.found.text = self._blanked(spans)
        return self.found

    def _blanked(self, spans: list[tuple[int, int]]) -> str:
        disjoint: list[tuple[int, int]] = []
        for start, end in spans:
            start = max(start, disjoint[-1][1]) if disjoint else start
            if start < end:
                disjoint.append((start, end))
        text = blanked(self.text, disjoint)
        if self.breaks:
            starts = {start for start, _ in self.breaks}
            text = "".join("\n" if i in starts else c for i, c in enumerate(text))
        return text

    # -- helpers ---------------------------------------------------------------------------------------------------------

    def next_place(self, kind: str, at: int) -> int:
        """The first place of a closing mark from ``at`` on, or -1."""
        if kind not in self.places:
            pattern = CLOSERS.get(kind) or re.compile(re.escape(kind))
            self.places[kind] = [m.start() for m in pattern.finditer(self.text)]
        places = self.places[kind]
        i = bisect_left(places, at)
        return places[i] if i < len(places) else -1

    def add(self, outer: tuple[int, int], inner: tuple[int, int], origin: Origin, tex: bool = True) -> int:
        start, end = inner
        excerpt = masked(self.view, self.base + start, self.base + end, self.text[start:end])
        if "&" in excerpt.text and ENTITY.search(excerpt.text):
            text, places = pictures.unescaped(self.text, start, end)
            excerpt = picked(self.view, text, [self.base + place for place in places])
        self.found.maths.append(Maths(excerpt, self.view.span(self.base + outer[0], self.base + outer[1]), origin, tex))
        return outer[1]

    def unread(self, start: int, end: int, reason: str) -> None:
        self.found.unread.append(unread_at(self.view, self.base + start, self.base + end, reason))

    # -- LaTeX delimiters ------------------------------------------------------------------------------------------------

    def backslash(self, at: int) -> int:
        text = self.text
        for slashes in ("\\\\", "\\"):
            mark = text[at + len(slashes) : at + len(slashes) + 1]
            if text.startswith(slashes, at) and mark and mark in "([":
                end = self.bracketed(at, slashes, mark)
                if end:
                    return end
        match = BEGIN.match(text, at)
        if match is not None:
            return self.environment(at, match[1])
        after = text[at + 1 : at + 2]
        if ESCAPED.match(after):
            if after != "_":
                self.blanks.append((at, at + 1))
            return at + 2
        return at + 1

    def bracketed(self, at: int, slashes: str, mark: str) -> int:
        r"""The end of a formula in ``\(…\)`` or ``\[…\]``, with one backslash or two; 0 where it is an escaped bracket."""
        closer = slashes + (")" if mark == "(" else "]")
        inner = at + len(slashes) + 1
        end = self.next_place(closer, inner)
        again = self.next_place(slashes + mark, inner)
        if end < 0 or 0 <= again < end or not dollars.bracket_is_maths(self.text, at, inner, end, end + len(closer)):
            return 0
        return self.add((at, end + len(closer)), (inner, end), "inline" if mark == "(" else "display")

    def environment(self, at: int, name: str) -> int:
        ends = self.next_place(rf"\end{{{name}}}", at)
        begin = rf"\begin{{{name}}}"
        inner = self.next_place(begin, at + len(begin))
        while 0 <= inner < ends:  # an environment inside one of the same name
            ends = self.next_place(rf"\end{{{name}}}", ends + 1)
            inner = self.next_place(begin, inner + 1)
        if ends < 0:
            self.unread(at, len(self.text.rstrip()), rf"\begin{{{name}}} has no \end{{{name}}} in this paragraph")
            return len(self.text)
        end = ends + len(begin) - 2
        return self.add((at, end), (at, end), "display")

    # -- dollar signs ----------------------------------------------------------------------------------------------------

    def dollar(self, at: int) -> int:
        text, run = self.text, dollars.run_length(self.text, at)
        if run > 2:
            return at + run
        if run == 2:
            return self.double_dollar(at)
        if text.startswith("$`", at):
            end = self.next_place("`$", at + 2)
            if end > 0:
                return self.add((at, end + 2), (at + 2, end), "inline")
        end = dollars.closing_dollar(text, at, self.next_dollar)
        if end > 0:
            start = at + 7 if text.startswith("$latex ", at) else at + 1  # WordPress
            return self.add((at, end + 1), (start, end), "inline")
        if dollars.opens_maths(text, at + 1):
            shown = text[at : at + MAX_SHOWN].split("\n", 1)[0].rstrip()
            self.unread(at, at + len(shown), "the formula opened by $ is not closed in this paragraph")
        return at + 1

    def double_dollar(self, at: int) -> int:
        text = self.text
        end = self.next_dollar(at + 2)
        while end >= 0 and dollars.run_length(text, end) < 2:
            end = self.next_dollar(end + 1)
        if end < 0:
            if dollars.opens_display(text, at):
                self.unread(at, len(text.rstrip()), "the display formula opened by $$ is not closed in this paragraph")
                return len(text)
            return at + 2
        if not text[at + 2 : end].strip() or dollars.is_prose(text[at + 2 : end]):
            return at + 2
        return self.add((at, end + 2), (at + 2, end), "display")

    def next_dollar(self, at: int) -> int:
        if "$" not in self.places:
            self.places["$"] = dollars.unescaped(self.text)
        places = self.places["$"]
        i = bisect_left(places, at)
        return places[i] if i < len(places) else -1

    # -- code spans and shortcodes ---------------------------------------------------------------------------------------

    def backtick(self, at: int) -> int:
        text = self.text
        if "`" not in self.places:
            self.places["`"] = []
            for match in re.finditer("`+", text):
                self.places.setdefault("`" * (match.end() - match.start()) + "|", []).append(match.start())
        length = 1
        while text.startswith("`", at + length):
            length += 1
        places = self.places.get("`" * length + "|", [])
        i = bisect_left(places, at + length)
        if i == len(places):
            return at + length
        start, end = at + length, places[i]
        outer = end + length
        role = CODE_ROLE.search(text, max(0, at - 7), at)
        if role is not None and text[start:end].strip():
            return self.add((role.start(), outer), (start, end), "inline")
        content = text[start:end]
        if plain.looks_like_formula(content):
            left = start + len(content) - len(content.lstrip())
            return self.add((at, outer), (left, start + len(content.rstrip())), "code-span", plain.has_command(content))
        self.blanks += [(at, start), (end, outer)]
        return outer

    def brace(self, at: int) -> int:
        match = SHORTCODE.match(self.text, at)
        if match is None:
            return at + 1
        if match[3] in FORMULA_CODES and not match[2]:
            for closing in SHORTCODE.finditer(self.text, match.end()):
                if closing[3] == match[3] and closing[2]:
                    if WITH_DELIMITERS.search(self.text, match.end(), closing.start()):
                        break
                    display = "display" in match[0]
                    return self.add((at, closing.end()), (match.end(), closing.start()), "display" if display else "inline")
            else:
                self.unread(at, len(self.text.rstrip()), f"the shortcode {match[3]} is not closed in this paragraph")
                return len(self.text)
        self.blanks.append(match.span())
        return match.end()

    # -- HTML ------------------------------------------------------------------------------------------------------------

    def angle(self, at: int) -> int:
        text = self.text
        if text.startswith("<!--", at):
            return self.comment(at)
        auto = html.AUTOLINK.match(text, at)
        if auto is not None:
            self.blanks += [(at, at + 1), (auto.end() - 1, auto.end())]
            return auto.end()
        match = html.tag_at(text, at)
        if match is None:
            return at + 1
        name = match["name"].lower()
        if name == "img":
            return self.picture_tag(at, match)
        if name in SILENT_TAGS and text[at + 1] != "/":
            return self.silent(name, match)
        (self.breaks if name in BREAKS else self.blanks).append(match.span())
        return match.end()

    def comment(self, at: int) -> int:
        end = self.next_place("-->", at + 4)
        stop = end + 3 if end >= 0 else len(self.text)
        inner = self.text[at + 4 : end if end >= 0 else stop]
        left = at + 4 + len(inner) - len(inner.lstrip())
        right = max(left, at + 4 + len(inner.rstrip()))
        excerpt = masked(self.view, self.base + left, self.base + right, self.text[left:right])
        self.found.comments.append(Block("comment", excerpt))
        self.blanks.append((at, stop))
        return stop

    def silent(self, name: str, match: re.Match[str]) -> int:
        """Past an element in which no formulas are looked for; it may itself be one: ``<code>f(x) = x</code>``."""
        end = self.next_place(f"</{name}>", match.end())
        if end < 0:
            self.blanks.append(match.span())
            return match.end()
        outer = end + len(name) + 3
        content = self.text[match.end() : end]
        if name == "script" and "math/tex" in match["attributes"]:
            display = "mode=display" in match["attributes"].replace(" ", "")
            return self.add((match.start(), outer), (match.end(), end), "display" if display else "inline")
        if name == "code" and "&" not in content and plain.looks_like_formula(content):
            return self.add((match.start(), outer), (match.end(), end), "code-span", plain.has_command(content))
        self.blanks += [(match.start(), outer)] if name in ("style", "script") else [match.span(), (end, outer)]
        return outer

    def picture_tag(self, at: int, match: re.Match[str]) -> int:
        values = html.attributes_of(match)
        for name in ("math", "tex", "data-tex", "data-math", "data-formula", "eeimg", "alt"):
            value, place = values.get(name, ("", 0))
            written = value.strip()
            if name == "alt" or name == "eeimg":
                if len(written) < 3 or not (written.startswith("$") and written.endswith("$")):
                    continue
                inner = written.strip("$")
                start = at + place + value.index(inner)
                return self.add(self._span(at, match), (start, start + len(inner)), "image")
            if written:
                return self.encoded(self._span(at, match), at + place, at + place + len(value))
        address, place = values.get("src", ("", 0))
        where = pictures.formula_in_address(address)
        if where is not None:
            return self.encoded(self._span(at, match), at + place + where[0], at + place + where[1])
        self.image(at, at + len(match[0]), address, values.get("alt", ("", 0))[0])
        return at + len(match[0])

    def _span(self, at: int, match: re.Match[str]) -> tuple[int, int]:
        return at, at + len(match[0])

    # -- links and images ------------------------------------------------------------------------------------------------

    def bang(self, at: int) -> int:
        if not self.text.startswith("![", at):
            return at + 1
        self.brackets.append((at, True, len(self.found.maths), len(self.runs)))
        return at + 2

    def bracket(self, at: int) -> int:
        self.brackets.append((at, False, len(self.found.maths), len(self.runs)))
        return at + 1

    def close_bracket(self, at: int) -> int:
        if not self.brackets:
            return at + 1
        if len(self.brackets) > MAX_NESTING:
            del self.brackets[:-MAX_NESTING]
        start, image, maths, runs = self.brackets.pop()
        target, place, end = self.target(start, at, image)
        if end == 0:
            return at + 1
        if not image:
            self.blanks += [(start, start + 1), (at, end)]
            return end
        del self.found.maths[maths:]
        del self.runs[runs:]
        where = pictures.formula_in_address(target)
        if where is not None and place >= 0:
            return self.encoded((start, end), place + where[0], place + where[1])
        self.image(start, end, target, self.text[start + 2 : at])
        return end

    def target(self, start: int, at: int, image: bool) -> tuple[str, int, int]:
        """The target of a link whose text ends at ``at``, its place, and the end of the link (0 where there is no link)."""
        text = self.text
        match = TARGET.match(text, at + 1)
        if match is not None:
            group = 2 if match.lastindex == 2 else 1
            return match[group] or "", match.start(group), match.end()
        if image and text.startswith("(http", at + 1):
            wide = pictures.wide_address(text[at + 2 : at + 2 + MAX_ADDRESS])
            if wide:
                return text[at + 2 : at + 2 + wide], at + 2, at + 3 + wide
        if at - start > MAX_LABEL:
            return "", -1, 0
        label, end = text[start + 1 + image : at], at + 1
        if text.startswith("[", at + 1) and self.references:
            close = self.next_place("]", at + 2)
            if close >= 0:
                label, end = text[at + 2 : min(close, at + 2 + MAX_LABEL)] or label, close + 1
        known = self.references.get(" ".join(label.split()).lower())
        return (known, -1, end) if known is not None else ("", -1, 0)

    def image(self, start: int, end: int, target: str, alt: str) -> None:
        excerpt = masked(self.view, self.base + start, self.base + end, self.text[start:end])
        self.found.images.append(Block("image", excerpt, info=target, alt=alt))
        self.blanks.append((start, end))

    def encoded(self, outer: tuple[int, int], start: int, end: int) -> int:
        """A formula written in an address or an attribute, decoded."""
        text, places = pictures.decoded(self.text, start, end)
        excerpt = picked(self.view, text, [self.base + place for place in places])
        self.found.maths.append(Maths(excerpt, self.view.span(self.base + outer[0], self.base + outer[1]), "image"))
        return outer[1]

    def address(self, at: int) -> int:
        match = ADDRESS.match(self.text, at)
        return match.end() if match else at + 1

    def star(self, at: int) -> int:
        end = at + 1
        while self.text.startswith(self.text[at], end):
            end += 1
        self.runs.append(Run(at, end))
        return end


HANDLERS: dict[str, Callable[[_Walk, int], int]] = {
    "\\": _Walk.backslash, "$": _Walk.dollar, "`": _Walk.backtick, "<": _Walk.angle, "!": _Walk.bang, "[": _Walk.bracket,
    "]": _Walk.close_bracket, "{": _Walk.brace, "*": _Walk.star, "_": _Walk.star, "~": _Walk.star, "h": _Walk.address,
}  # fmt: skip
