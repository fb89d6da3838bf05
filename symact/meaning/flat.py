"""A block as sentences whose words can be read: as long as the source, with signs in place of what is no word.

Names of known functions, formulas, numbers, intervals and conditions (``x > 0``) become runs of signs (``phrases.model.SIGNS``),
one for each character; full-width characters become their plain ones. Offsets hold, so that spans are exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from symact.catalogue import Activation
from symact.documents.model import Maths
from symact.meaning.phrases.model import SIGNS
from symact.meaning.prose import FORMULA, Prose
from symact.meaning.subjects import mentions

__all__ = ["Piece", "Sentence", "sentences"]

# One sign for one sign; a full-width comma stays what it is, since a plain one may stand in a number.
_PLAIN = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F) if c != ord("，")} | {
    ord(a): b for a, b in zip("「」『』【】〔〕“”‘’′\u3000\u00a0−﹣⁻＂", "\"\"\"\"[][]\"\"'''  ---\"", strict=True)
}
_END = re.compile(
    r"[。!?][*_~\"')]*(?=\s|$|[^\x00-\x7f])|(?<![ .(][A-Z])(?<!e\.g)(?<!i\.e)(?<!vs)(?<!Fig)(?<!Eq)\.(?=\s|$|[\"')])|\n\s*(?=\n|-\s)"
)
_ASKS = re.compile(r"\?[*_~\"')]*\Z")
_STRUCK = re.compile(r"~~|</?(?:del|s|strike)>", re.IGNORECASE)
_SOFT_BREAK = re.compile(r"\n(?!\s*(?:\n|[-*+]\s|$))")
_NAMES = re.compile(r"[\\A-Za-z{}'()\[\]_ \u0370-\u03ff]{1,40}")

_NUMBER = r"(?:(?<![\w)\]}.])[-–+±]\s?)?(?<![\w.])\d+(?:\.\d+)?(?:\s?/\s?\d+)?(?![\w.]*\d|[A-Za-z%]|-(?!Lipschitz)[A-Za-z])"
_INFINITE = (
    r"(?:(?<![\w)\]}])[-–+]\s?)?(?:∞|\\infty(?![A-Za-z])|(?<![A-Za-z])(?:inf|oo)(?![A-Za-z]))"
    r"|(?<![A-Za-z])(?:(?:positive|negative|plus|minus) )?infinity(?![A-Za-z])|[正负]?无穷大?(?!远)"
)
_GREEK = r"(?<![\w\\])[-–]?\\?(?:[αβγλ]|alpha|beta|gamma|lambda)(?![\w(^'])"
_LETTER = r"\|?\s?(?:\\?(?:alpha|beta|gamma|lambda|tau)|[αβγλτ]|[a-zA-Z])\s?\|?"
_RELATION = r"(?:<=?|>=?|[≤≥≈=→⩽⩾]|->|\\(?:leq?|geq?|leqslant|geqslant|lt|gt|to|rightarrow|approx)(?![A-Za-z]))"
_SIGNED = r"(?:[-–+]\s?)?(?:\d+(?:\.\d+)?|∞|\\infty|infinity|inf)(?![\w.]*\d|[A-Za-z])"
_END_OF_INTERVAL = r"[^\[\](){},，;；。、\n]{1,24}"
_FOUND = re.compile(
    rf"(?P<interval>\\?(?:left)?\\?[\[(]\s*{_END_OF_INTERVAL}[,，]\s*{_END_OF_INTERVAL}\\?(?:right)?\\?[\])])"
    rf"|(?P<condition>(?<![\w)\]}}^'\\|])(?:{_SIGNED}\s*{_RELATION}\s*)?{_LETTER}\s*{_RELATION}\s*{_SIGNED}(?!\s*[-+*/^(]))"
    rf"|(?P<number>{_INFINITE}|{_GREEK}|{_NUMBER}|零|(?<![A-Za-z])zero(?![A-Za-z]))",
    re.IGNORECASE | re.ASCII,  # a Chinese character beside a number is no part of it
)
_ZERO = re.compile(r"0(?:\.0+)?|零|zero", re.IGNORECASE)
_IS_END = re.compile(
    rf"\s*(?:{_SIGNED}|{_INFINITE}|[-–+]?\s?\\?(?:d?frac|sqrt|alpha|beta|lambda|gamma|[αβλγπe]|pi|\d|[/{{}}.* ])+)\s*", re.IGNORECASE
)


@dataclass(frozen=True)
class Piece:
    """What a run of signs stands for: its text (of a formula, without the delimiters), and the thing itself where it is known."""

    kind: str
    text: str
    tex: bool = False
    value: Any = None  # the catalogue's entry, or the formula


@dataclass(frozen=True)
class Sentence:
    """A sentence of a block: its text with signs, where it begins there, and what the signs stand for."""

    text: str
    start: int
    pieces: dict[str, Piece]
    asks: bool = False
    quoted: tuple[tuple[int, int], ...] = ()  # what stands in quotation marks, which somebody else may have said


def sentences(prose: Prose, names_function: Callable[[Maths], bool]) -> Iterator[Sentence]:
    """The sentences of a block; ``names_function`` says which formulas are a function's name or its application to a variable."""
    marked = _Marked(list(prose.block.excerpt.text.translate(_PLAIN)))
    _mark_formulas(marked, prose, names_function)
    struck = _struck(prose)
    for start, end in zip(struck[::2], struck[1::2], strict=False):
        marked.chars[start:end] = FORMULA * (end - start)
    for i, c in enumerate(prose.text):
        if c == " " and not _is_sign(marked.chars[i]):  # comments
            marked.chars[i] = " "
    _mark_entries(marked)
    _mark_numbers(marked)
    text = _SOFT_BREAK.sub(" ", "".join(marked.chars))
    marks = [m.start() for m in re.finditer('"', text)]
    for start, end in _pieces(text):
        if text[start:end].strip():
            quoted = tuple((a - start, b - start) for a, b in zip(marks[::2], marks[1::2], strict=False) if a < end and b >= start)
            yield Sentence(text[start:end], start, marked.pieces, _ASKS.search(text, start, end) is not None, quoted)


@dataclass
class _Marked:
    """A text on its way: its characters, and what was marked in it."""

    chars: list[str]
    pieces: dict[str, Piece] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)

    def mark(self, start: int, end: int, piece: Piece) -> None:
        """Signs in place of the characters; where there are no more signs of that kind, the text stays as it is."""
        signs = SIGNS[piece.kind]
        place = signs.first + (self.used.get(piece.kind, 0) if signs.last > signs.first else 0)
        if place > signs.last:
            return
        self.used[piece.kind] = self.used.get(piece.kind, 0) + 1
        self.pieces[chr(place)] = piece
        self.chars[start:end] = chr(place) * (end - start)


def _is_sign(c: str) -> bool:
    return c == FORMULA or "\ue000" <= c <= "\uf8ff"


def _mark_formulas(marked: _Marked, prose: Prose, names_function: Callable[[Maths], bool]) -> None:
    for maths, (start, end) in zip(prose.block.maths, prose.places, strict=True):
        if maths.origin not in ("inline", "code-span"):
            marked.chars[start:end] = FORMULA * (end - start)
            continue
        text = maths.excerpt.text.translate(_PLAIN).strip().rstrip(",.;，。")
        whole = _FOUND.fullmatch(text)
        if whole is not None and (whole.lastgroup != "interval" or _has_ends(text)):
            kind = str(whole.lastgroup)
            marked.mark(start, end, Piece("zero" if _ZERO.fullmatch(text) else kind, text, maths.tex))
        elif _NAMES.fullmatch(text) and names_function(maths):
            marked.mark(start, end, Piece("symbol", text, maths.tex, maths))
        else:
            marked.mark(start, end, Piece("formula", text, maths.tex, maths))


def _struck(prose: Prose) -> list[int]:
    """Where words that are struck out begin and end: blanks in the text, which are marks in the source."""
    excerpt = prose.block.excerpt
    blanks = ((m.start(), excerpt.source.slice(excerpt.span(m.start(), m.end()))) for m in re.finditer(" {2,}", excerpt.text))
    return [start + m.start() for start, written in blanks for m in _STRUCK.finditer(written)]


def _mark_entries(marked: _Marked) -> None:
    text = "".join(FORMULA if _is_sign(c) else c for c in marked.chars)
    for mention in mentions(text):
        if isinstance(mention.entry, Activation) and mention.entry.kind != "loss":
            marked.mark(mention.start, mention.end, Piece("entry", mention.text, False, mention.entry))


def _mark_numbers(marked: _Marked) -> None:
    text = "".join(marked.chars)
    at = 0
    while (m := _FOUND.search(text, at)) is not None:
        kind, at = str(m.lastgroup), m.end()
        if kind == "interval" and not _has_ends(m[0]):
            at = m.start() + 1
            continue
        marked.mark(m.start(), m.end(), Piece("zero" if kind == "number" and _ZERO.fullmatch(m[0]) else kind, m[0]))


def _has_ends(interval: str) -> bool:
    """Whether what stands between the brackets are two numbers, infinities or parameters, and no words."""
    inside = re.sub(r"\\left|\\right|^\\|\\(?=[\])]$)", "", interval).strip("\\[]() ")
    return all(_IS_END.fullmatch(end) for end in re.split("[,，]", inside))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end: at their full stops, at displays, at breaks between the lines of a cell."""
    at = 0
    for m in re.finditer(f"{_END.pattern}|{FORMULA}+", text):
        yield at, m.start() if m[0][0] in f"{FORMULA}\n" else m.end()
        at = m.end()
    yield at, len(text)
