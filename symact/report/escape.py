r"""Text of any origin made harmless in a Markdown page and in a LaTeX page.

A template holds the page, and everything put into it passes one of these functions: words (:func:`md_words`), code, formulas.
They answer :class:`Safe`; a string that is not Safe is escaped as words by the templates' ``finalize``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from symact.report.commands import UNICODE
from symact.report.inert import inert
from symact.report.visible import flat, visible

__all__ = [
    "Safe", "has_chinese", "md_block", "md_code", "md_display", "md_words", "tex_block", "tex_code", "tex_display", "tex_words",
]  # fmt: skip


class Safe(str):
    """A string that may stand in a page as it is."""

    __slots__ = ()


# Words may hold `code` and $formulas$, as findings and their notes do.
_SPANS = re.compile(r"`([^`\n]+)`|\$([^$\n]+)\$")


def has_chinese(text: str) -> bool:
    return re.search(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]", text) is not None


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
