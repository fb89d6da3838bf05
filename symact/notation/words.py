"""Which letters make a name, and what the words of a sentence mean."""

from __future__ import annotations

import re
from functools import lru_cache

from symact.notation import names as n

__all__ = [
    "ESCAPES",
    "HAN_WORD",
    "LEADING",
    "MATHS_IN_TEXT",
    "NAMELIKE",
    "TRAILING",
    "UPRIGHT_MATHS",
    "WORD",
    "WORDS",
    "identifier",
    "letters",
]

EMBEDDED = re.compile(r"([A-Za-z]{0,2}?)(tanh|sinh|cosh|ln|log|sin|cos|tan|exp)([A-Za-z]?)")
PIECES = re.compile(r"[A-Za-z][A-Za-z0-9_]*|[^A-Za-z0-9_][0-9]*")
VOWEL = re.compile(r"[aeouAEOU]")
WORDS = re.compile(r"[A-Za-z][A-Za-z0-9_\-]*(?: [A-Za-z0-9_\-]+)*")
NAMELIKE = re.compile(r"[A-Za-z][A-Za-z0-9_\-]*(?: [A-Za-z0-9_\-]+)+|[A-Za-z0-9_]*[㐀-鿿][A-Za-z0-9_㐀-鿿]*")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_\-]*")
HAN_WORD = re.compile(r"[A-Za-z0-9_]*[㐀-鿿][A-Za-z0-9_㐀-鿿]*")
LEADING = re.compile(
    r"(if and only if|for all|for any|for every|for each|such that|subject to|s\.t\.|if|when|for|where|with|and|or|otherwise|"
    r"对所有|对任意|其中|如果|若|当)(?![A-Za-z])"
)
TRAILING = re.compile(r"(?<![A-Za-z])(if|when|for all|for any|for|where|and|or|若|当|如果|其中|且|或)$")
MATHS_IN_TEXT = re.compile(r"[<>=≤≥≠∈]|^[A-Za-z]$")
UPRIGHT_MATHS = re.compile(r"[^A-Za-z0-9_\-\s~㐀-鿿]")
ESCAPES = re.compile(r"\\([_%&#$ ,;:!-])")


@lru_cache(maxsize=4096)
def letters(run: str) -> tuple[tuple[str, str, int, int], ...]:
    """The tokens of a run of letters in LaTeX: kind, value, start, end."""
    size = len(run)
    if size == 1:
        return ((n.NAME, run, 0, 1),)
    if "\\" in run:  # negative\_slope
        return ((n.WORD, run.replace("\\", ""), 0, size),)
    if run in n.FUNCTIONS:
        return ((n.FUNC, run, 0, size),)
    if run in n.BARE_KEYWORDS:
        return ((*n.KEYWORDS[run], 0, size),)
    if run in n.KNOWN_WORDS:
        return ((n.WORD, run, 0, size),)
    if size == 2 and run[0] == "d":
        return ((n.DNAME, run, 0, 2),)
    if size <= 7 and (m := EMBEDDED.fullmatch(run)):
        parts = [(n.NAME, run[i], i, i + 1) for i in range(m.end(1))]
        parts.append((n.FUNC, m[2], m.start(2), m.end(2)))
        parts.extend((n.NAME, run[i], i, i + 1) for i in range(m.end(2), size))
        return tuple(parts)
    if size >= 4 and VOWEL.search(run):
        return ((n.WORD, run, 0, size),)
    return tuple((n.NAME, c, i, i + 1) for i, c in enumerate(run))


def identifier(run: str) -> tuple[tuple[str, str, int, int], ...]:
    """The tokens of an identifier in plain text."""
    size = len(run)
    base, _, index = run.partition("_")
    indexed = len(base) == 1 or base in n.GREEK or base in n.FUNCTIONS or base in ("sum", "prod")
    if indexed and (index.isdigit() or len(index) == 1):
        at = len(base)
        head = identifier(base)[0] if base not in ("sum", "prod") else (n.BIG, base, 0, at)
        return (head, (n.SUB, "", at, at + 1), (n.NUM if index.isdigit() else n.NAME, index, at + 1, size))
    if run in ("inf", "Inf", "infinity"):
        return ((n.NAME, "infty", 0, size),)
    if run in n.FUNCTIONS:
        return ((n.FUNC, run, 0, size),)
    if run in n.BARE_KEYWORDS:
        return ((*n.KEYWORDS[run], 0, size),)
    if size == 2 and run[0] == "d" and run[1].isalpha():
        return ((n.DNAME, "d" + n.UNICODE_LETTERS.get(run[1], run[1]), 0, size),)
    if run.isascii():
        return ((n.NAME if size == 1 or run in n.GREEK else n.WORD, run, 0, size),)
    parts = []  # Greek letters side by side (αx) are a product, unlike Latin ones
    for m in PIECES.finditer(run):
        if m[0].isascii():
            parts += [(kind, value, m.start() + a, m.start() + b) for kind, value, a, b in identifier(m[0])]
        else:
            value = n.UNICODE_LETTERS.get(m[0][0], m[0][0]) + m[0][1:]
            parts.append((n.NAME if len(m[0]) == 1 else n.WORD, value, m.start(), m.end()))
    return tuple(parts)
