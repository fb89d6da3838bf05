r"""A running text of LaTeX: its formulas and images; the commands in it are blanked, what they show stays."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from symact.documents.latex_expansion import TOO_MUCH, arguments_of
from symact.documents.latex_macros import Macro
from symact.documents.latex_text import HOLDS_MATHS, MATHS_ENVIRONMENT, LatexText
from symact.documents.model import Block, Maths, Origin
from symact.documents.views import masked, picked, unread_at
from symact.source import Excerpt

__all__ = ["LatexFlow"]

INLINE_ENVIRONMENTS = frozenset({"math"})
INLINE = re.compile(
    r"\\begin\s*\{(?P<begin>[^{}\n]*)\}|\\(?P<open>[\[(])|\\(?P<command>[A-Za-z@]+)\*?|\\(?P<escape>.)|(?P<dollar>\$\$?)|(?P<brace>[{}~])",
    re.DOTALL,
)
SILENT = re.compile(
    "label|[cC]?ref|eqref|autoref|pageref|cite\\w*|input|include|usepackage|[vh]space|bibliography|bibliographystyle"
    "|(?:re)?newcommand|providecommand|setlength|hypersetup|graphicspath|DeclareMathOperator|includegraphics"
)  # commands that show nothing of their arguments
SPANNING = re.compile(r"multicolumn|multirow")  # commands that show the last of their three arguments
ARGUMENTS = re.compile(r"\s*(?:\[[^\]\n]*\])*(?:\{[^{}\n]*\})+")
TWO_ARGUMENTS = re.compile(r"\s*(?:(?:\[[^\]\n]*\])*\{[^{}\n]*\}){2}")
IN_MATHS = re.compile(r"\\.|[{}]|\$\$?", re.DOTALL)
IMAGE = re.compile(r"\s*(?:\[[^\]\n]*\])?\s*\{([^{}\n]*)\}")
ONE_FORMULA = re.compile(
    r"\s*(?:\$(?P<dollar>[^$]+)\$|\\\((?P<round>(?:(?!\\[()]).)+)\\\)|\$\$(?P<double>[^$]+)\$\$|\\\[(?P<square>(?:(?!\\[\[\]]).)+)\\\]"
    rf"|(?P<whole>\\begin\{{(?P<name>{MATHS_ENVIRONMENT.pattern})\}}(?:(?!\\end\{{(?P=name)\}}).)*\\end\{{(?P=name)\}}))\s*",
    re.DOTALL,
)


@dataclass
class LatexFlow:
    """A walk from ``start`` to ``end`` that finds formulas and images, and the spans to blank."""

    text: LatexText
    start: int
    end: int
    maths: list[Maths] = field(default_factory=list)
    images: list[Block] = field(default_factory=list)
    blanks: list[tuple[int, int]] = field(default_factory=list)

    def walk(self) -> None:
        flat, at = self.text.flat, self.start
        while (match := INLINE.search(flat, at, self.end)) is not None:
            at = match.end()
            if match["begin"] is not None and self.text.is_maths(match["begin"]):
                at = self.environment(match, match["begin"])
            elif match["dollar"] is not None:
                at = self.dollar(match)
            elif match["open"] is not None:
                at = self.bracket(match)
            elif match["command"] is not None:
                at = self.command(match, match["command"])
            elif match["begin"] is None and match["escape"] is None:
                self.blanks.append(match.span())

    def add(self, outer: tuple[int, int], inner: tuple[int, int], origin: Origin, around: tuple[str, str] = ("", "")) -> int:
        """A formula; ``around`` is what the macros that open and close it stand for."""
        view, (start, end) = self.text.view, inner
        excerpt = masked(view, start, end, self.text.flat[start:end])
        if any(around):
            places = [*[start] * len(around[0]), *range(start, end), *[end] * len(around[1]), end]
            excerpt = picked(view, f"{around[0]}{excerpt.text}{around[1]}", places)
        return self.put(outer, self.text.expander.expanded(excerpt, outer[0]), origin)

    def put(self, outer: tuple[int, int], excerpt: Excerpt | None, origin: Origin) -> int:
        view = self.text.view
        if excerpt is None:
            self.text.unread.append(unread_at(view, *outer, TOO_MUCH))
        else:
            self.maths.append(Maths(excerpt, view.span(*outer), origin))
        return outer[1]

    def unclosed(self, start: int, reason: str) -> int:
        self.text.unread.append(unread_at(self.text.view, start, self.end, reason))
        return self.end

    def environment(self, match: re.Match[str], name: str) -> int:
        close = self.text.environment_end(match.start(), name)
        if close is None or close[1] > self.end:
            return self.unclosed(match.start(), rf"\begin{{{name}}} has no \end{{{name}}} in this paragraph")
        span = (match.start(), close[1])
        if name in self.text.environments:
            return self.add(span, (match.end(), close[0]), "display", self.text.environments[name])
        return self.add(span, span, "inline" if name in INLINE_ENVIRONMENTS else "display")

    def bracket(self, match: re.Match[str]) -> int:
        closing = r"\]" if match["open"] == "[" else r"\)"
        end = self.text.next_place(closing, match.end())
        while end > 0 and self.text.flat[end - 1] == "\\" and end < self.end:
            end = self.text.next_place(closing, end + 1)
        if end < 0 or end + 2 > self.end:
            return self.unclosed(match.start(), f"the formula opened by {match[0]} is not closed in this paragraph")
        return self.add((match.start(), end + 2), (match.end(), end), "display" if match["open"] == "[" else "inline")

    def dollar(self, match: re.Match[str]) -> int:
        mark, depth = match[0], 0
        for inner in IN_MATHS.finditer(self.text.flat, match.end(), self.end):
            token = inner[0]
            depth += (token == "{") - (token == "}")
            if token[0] == "$" and depth <= 0 and (token == mark or mark == "$"):
                end = inner.start() + len(mark)
                return self.add((match.start(), end), (match.end(), inner.start()), "display" if mark == "$$" else "inline")
        return self.unclosed(match.start(), f"the formula opened by {mark} is not closed in this paragraph")

    def command(self, match: re.Match[str], name: str) -> int:
        flat, stop = self.text.flat, match.end()
        if name in self.text.openers:
            environment = self.text.openers[name]
            closer = self.text.closers.get(environment, "")
            end = self.text.next_place(f"\\{closer}", stop) if closer else -1
            if self.text.is_maths(environment) and 0 <= end < self.end:
                around = rf"\begin{{{environment}}}", rf"\end{{{environment}}}"
                return self.add((match.start(), end + len(closer) + 1), (stop, end), "display", around)
        macro = self.text.expander.definitions.at(name, match.start())
        if macro is not None and HOLDS_MATHS.search(macro.body):
            return self.formula_of_macro(match, macro)
        if name == "ensuremath" and 0 < (end := self.text.braces.get(stop, -1)) < self.end:
            return self.add((match.start(), end + 1), (stop + 1, end), "inline")
        if name == "includegraphics" and (image := IMAGE.match(flat, stop, self.end)) is not None:
            excerpt = masked(self.text.view, match.start(), image.end(), flat[match.start() : image.end()])
            self.images.append(Block("image", excerpt, info=image[1].strip()))
        shown_after = TWO_ARGUMENTS if SPANNING.fullmatch(name) else ARGUMENTS if SILENT.fullmatch(name) else None
        if shown_after is not None and (arguments := shown_after.match(flat, stop, self.end)) is not None:
            stop = arguments.end()
        self.blanks.append((match.start(), stop))
        return stop

    def formula_of_macro(self, match: re.Match[str], macro: Macro) -> int:
        """A macro of the text whose body holds a formula: it is that formula, or nothing of it is read."""
        view, flat, start = self.text.view, self.text.flat, match.start()
        end = min(arguments_of(flat, self.text.braces, match.end() if macro.arity else match.end("command"), macro)[1], self.end)
        excerpt = self.text.expander.expanded(masked(view, start, end, flat[start:end]), start)
        if excerpt is None or macro.body.lstrip().startswith(r"\ensuremath"):
            return self.put((start, end), excerpt, "inline")
        formula = ONE_FORMULA.fullmatch(excerpt.text)
        if formula is None:
            self.text.unread.append(unread_at(view, start, end, f"the macro {match[0].strip()} holds a formula among text"))
            return end
        inner = next(k for k in ("dollar", "round", "double", "square", "whole") if formula[k] is not None)
        return self.put((start, end), excerpt.part(*formula.span(inner)), "inline" if inner in ("dollar", "round") else "display")
