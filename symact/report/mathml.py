"""Formulas as MathML, which browsers typeset without any script."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree

__all__ = ["mathml"]

# What the converter does not know, as what it knows
_SPELLINGS = [
    (re.compile(r"\\(begin|end)\{(aligned|gathered)\}"), lambda m: rf"\{m[1]}{{{'align' if m[2] == 'aligned' else 'gather'}*}}"),
    (re.compile(r"\\operatorname\*"), lambda m: r"\operatorname"),
    (re.compile(r"\\operatorname\{([A-Za-z]+)\\,([A-Za-z]+)\}"), lambda m: rf"\mathrm{{{m[1]}}}\,\mathrm{{{m[2]}}}"),
    (re.compile(r"\\arg(?![A-Za-z])"), lambda m: r"\mathrm{arg}"),
    (re.compile(r"\\[bB]igg?[lr]?\s*(?=\\[A-Za-z{}|])"), lambda m: ""),  # a size of a bracket that has a name
]
_UPRIGHT = "<mi>&#x00064;</mi>"  # what it makes of \\mathrm{d}
_LETTERS = re.compile(r'(?:<mi mathvariant="normal">[A-Za-z]</mi>){2,}')
_LETTER = re.compile(r">([A-Za-z])<")
_WORD = re.compile(r"<mo>([A-Za-z]{2,})</mo>")
# A minus after another sign is one of its own: no space around it
_MINUS = re.compile(r"(<mo(?: [^>]*)?>(?!&#x00029;|&#x0005D;|&#x0007D;|[\])}|!])[^<]*</mo>)<mo>&#x02212;</mo>")
_ELEMENTS = frozenset(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts mtable mtr mtd "
    "mstyle mpadded mphantom menclose merror mprescripts none semantics".split()
)
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"


@lru_cache(maxsize=4096)
def mathml(formula: str, display: bool) -> str | None:
    """MathML of a harmless formula, or None where the converter does not make any of it."""
    from latex2mathml.converter import convert  # only pages in HTML need it

    for pattern, spelling in _SPELLINGS:
        formula = pattern.sub(spelling, formula)
    try:
        text = convert(formula, display="block" if display else "inline")
        tree = ElementTree.fromstring(text)
    except Exception:  # noqa: BLE001 - the converter fails in many ways, and then the source is shown
        return None
    if any(e.tag.removeprefix(_NAMESPACE) not in _ELEMENTS or "\\" in (e.text or "") for e in tree.iter()):
        return None
    text = text.replace(_UPRIGHT, '<mi mathvariant="normal">d</mi>')
    text = _LETTERS.sub(lambda m: f"<mi>{''.join(_LETTER.findall(m[0]))}</mi>", text)
    return _MINUS.sub(r'\1<mo form="prefix">&#x02212;</mo>', _WORD.sub(r"<mi>\1</mi>", text))
