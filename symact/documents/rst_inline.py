r"""Inline markup of reStructuredText: ``:math:`x` ``, literals, links; and the dollar signs that some projects add."""

from __future__ import annotations

import re

from symact.documents import plain
from symact.documents.inline import Flow, read_flow
from symact.documents.model import Maths, Origin
from symact.documents.views import blanked
from symact.source import Excerpt

__all__ = ["read_rst_flow"]

TICKS = re.compile(
    r"``(?P<literal>(?!\s)(?:[^`]|`(?!`))++)``"
    r"|(?::(?P<before>\w+(?:[.+:-]\w+)*):)?`(?!\s)(?P<text>(?:[^`\\]|\\.)++)`(?P<end>__?(?!\w)|:(?P<after>\w+(?:[.+:-]\w+)*):(?![\w`]))?",
    re.DOTALL,
)
REFERENCE = re.compile(r"\s*<[^<>]*>$")
FOOTNOTE = re.compile(r"\[(?:#?[\w-]*|\*)\]_(?!\w)")


def read_rst_flow(excerpt: Excerpt) -> Flow:
    """The mathematics of a running text; its markup is blanked."""
    text = excerpt.text
    maths: list[Maths] = []
    hidden: list[tuple[int, int]] = []  # no dollar signs are looked for here
    blanks = [m.span() for m in FOOTNOTE.finditer(text)] if "]_" in text else []
    for match in TICKS.finditer(text) if "`" in text else ():
        hidden.append(match.span())
        start, end = match.span("literal" if match["literal"] is not None else "text")
        role = match["before"] or match["after"] or ""
        content = text[start:end]
        if role == "math":
            maths.append(_maths(excerpt, match.span(), start, end, "inline", tex=True))
        elif not role and not match["end"] and plain.looks_like_formula(content):
            maths.append(_maths(excerpt, match.span(), start, end, "code-span", plain.has_command(content)))
        else:
            target = REFERENCE.search(content) if match["literal"] is None else None
            blanks += [(match.start(), start), (start + target.start() if target else end, match.end())]
    flow = read_flow(excerpt, 0, blanked(text, hidden))
    flow.text = blanked(_restored(text, flow.text, hidden), sorted(blanks))
    flow.maths = sorted([*flow.maths, *maths], key=lambda m: m.outer.start)
    return flow


def _maths(excerpt: Excerpt, outer: tuple[int, int], start: int, end: int, origin: Origin, tex: bool) -> Maths:
    return Maths(excerpt.part(start, end), excerpt.span(*outer), origin, tex)


def _restored(text: str, blank: str, hidden: list[tuple[int, int]]) -> str:
    """The text with what was hidden put back."""
    out, at = [], 0
    for start, end in hidden:
        out += [blank[at:start], text[start:end]]
        at = end
    return "".join([*out, blank[at:]])
