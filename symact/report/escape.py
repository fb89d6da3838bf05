r"""Text of any origin made harmless in a page of Markdown, LaTeX or HTML.

A template holds the page, and everything put into it passes one of these functions: words (:func:`md_words`), code, formulas.
They answer :class:`Safe`; a string that is not Safe is escaped as words by the templates' ``finalize``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from symact.report.commands import UNICODE
from symact.report.inert import inert
from symact.report.mathml import mathml
from symact.report.visible import flat, visible

__all__ = [
    "LANGUAGES", "Escapes", "Safe", "html_block", "html_code", "html_display", "html_plain", "html_words", "md_block", "md_code",
    "md_display", "md_words", "tex_block", "tex_code", "tex_display", "tex_words",
]  # fmt: skip


class Safe(str):
    """A string that may stand in a page as it is."""

    __slots__ = ()


# Words may hold `code` and $formulas$, as findings and their notes do.
_SPANS = re.compile(r"`([^`\n]+)`|\$([^$\n]+)\$")


def _words(text: str, table: dict[int, str], code: Callable[[str], str], formula: Callable[[str], str | None]) -> Safe:
    """The text in one line: its words by a table, its code and its formulas by functions; a formula may be refused."""
    out, at = "", 0
    line = flat(text)
    for m in _SPANS.finditer(line):
        inner = code(m[1]) if m[1] else formula(m[2])
        if inner is not None:
            out += line[at : m.start()].translate(table) + inner
            at = m.end()
    return Safe(out + line[at:].translate(table))


# ---- Markdown

_MD = str.maketrans({c: f"\\{c}" for c in "\\`*_[]$~|#!"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})


def md_words(text: str) -> Safe:
    """Words in a line of Markdown; HTML, links, emphasis and maths signs lose their meaning."""
    return _words(text, _MD, md_code, _md_formula)


def md_code(text: str) -> Safe:
    """A code span: nothing in it means anything."""
    line = flat(text)
    if not line:
        return Safe("")
    ticks = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    pad = " " if "`" in (line[0], line[-1]) else ""
    return Safe(f"{ticks}{pad}{line}{pad}{ticks}")


def md_block(text: str, language: str = "") -> Safe:
    """A fenced block whose fence the text cannot close."""
    fence = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return Safe(f"{fence}{language}\n{visible(text).strip(chr(10))}\n{fence}")


def md_display(text: str) -> Safe:
    """A displayed formula, or its source as a block where it is not plain mathematics."""
    formula = _md_maths(text)
    if formula is None:
        return md_block(text, "tex")
    if not re.match(r"[A-Za-z\\({]", formula):
        formula = rf"\displaystyle {formula}"  # a line that starts with -, =, # or a digit could be a list or a heading
    return Safe(f"$$\n{formula}\n$$")


def _md_formula(text: str) -> str | None:
    formula = _md_maths(text)
    return None if formula is None else f"${formula}$"


def _md_maths(text: str) -> str | None:
    """Harmless LaTeX without what Markdown or HTML would read first: tags, links."""
    formula = inert(text)
    return None if formula is None else formula.replace("<", r"\lt ").replace(">", r"\gt ").replace("](", "] (").strip()


# ---- LaTeX

_TEX_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    '"': r"\textquotedbl{}", "`": r"\textasciigrave{}",
} | {c: rf"\ensuremath{{{command}}}" for c, command in UNICODE.items() if command.startswith("\\")}  # fmt: skip
_TEX = str.maketrans(_TEX_SIGNS)
_TEX_CODE = str.maketrans(_TEX_SIGNS | {"'": r"\textquotesingle{}", "/": r"/\allowbreak{}"})


def tex_words(text: str) -> Safe:
    """Words in a paragraph of LaTeX; every character with a meaning is spelled out."""
    return _words(text, _TEX, tex_code, _tex_formula)


def tex_code(text: str) -> Safe:
    return Safe(rf"\texttt{{{_typewriter(flat(text))}}}")


def tex_block(text: str) -> Safe:
    """Lines of source in typewriter letters, long ones broken."""
    lines = [line for line in visible(text).expandtabs(4).strip("\n").split("\n") if line.strip()]
    body = "\\\\\n".join("\\ " * (len(line) - len(line.lstrip())) + _typewriter(line.strip()) for line in lines)
    return Safe(f"\\begin{{source}}\n{body}\n\\end{{source}}")


def _typewriter(line: str) -> str:
    text = line.translate(_TEX_CODE)
    return "{}" + text if text.startswith(("[", "*")) else text  # no option of the line end before it


def tex_display(text: str) -> Safe:
    """A displayed formula, or its source where it is not plain mathematics."""
    formula = inert(text)
    return tex_block(text) if formula is None else Safe(rf"\formula{{{formula.strip()}}}")


def _tex_formula(text: str) -> str | None:
    formula = inert(text)
    return None if formula is None else f"${formula}$"


# ---- HTML

LONG = 60  # characters of a formula that may be wider than its column
_HTML = {ord(c): html.escape(c) for c in "&<>\"'"}


def html_words(text: str) -> Safe:
    """Words in a paragraph of HTML."""
    return _words(text, _HTML, html_code, _html_formula)


def html_plain(text: str) -> Safe:
    """Text as it stands, for attributes and for lines of a document."""
    return Safe(html.escape(visible(text)))


def html_code(text: str) -> Safe:
    line = flat(text)
    return Safe(f"<code>{html.escape(line)}</code>") if line else Safe("")


def html_block(text: str) -> Safe:
    """Lines of source."""
    return Safe(f"<pre><code>{html.escape(visible(text).strip(chr(10)))}</code></pre>")


def html_display(text: str) -> Safe:
    """A displayed formula as MathML, or its source where it is not plain mathematics."""
    formula = inert(text)
    typeset = None if formula is None else mathml(formula, True)
    if formula is None or typeset is None:
        return html_block(text)
    reached = ' tabindex="0"' if len(formula) > LONG else ""  # one that scrolls sideways can be reached by the keyboard
    return Safe(f'<div class="formula"{reached}>{typeset}</div>')


def _html_formula(text: str) -> str | None:
    formula = inert(text)
    return None if formula is None else mathml(formula, False)


@dataclass(frozen=True)
class Escapes:
    """How text comes into a page of one language."""

    words: Callable[[str], Safe]
    code: Callable[[str], Safe]
    block: Callable[..., Safe]
    display: Callable[[str], Safe]
    maths: Callable[[str], Safe]
    plain: Callable[[str], Safe]


def _inline(formula: Callable[[str], str | None], code: Callable[[str], Safe]) -> Callable[[str], Safe]:
    """A formula in a line, or its source where it is not plain mathematics."""

    def escaped(text: str) -> Safe:
        shown = formula(text)
        return code(text) if shown is None else Safe(shown)

    return escaped


LANGUAGES = {
    "md": Escapes(md_words, md_code, md_block, md_display, _inline(_md_formula, md_code), md_words),
    "tex": Escapes(tex_words, tex_code, tex_block, tex_display, _inline(_tex_formula, tex_code), tex_words),
    "html": Escapes(html_words, html_code, html_block, html_display, _inline(_html_formula, html_code), html_plain),
}
