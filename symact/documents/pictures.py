r"""Formulas that are written into the address of a picture: ``https://www.zhihu.com/equation?tex=f%28x%29``.

Renderers of formulas take LaTeX in a query or a path. The formula is decoded; each decoded character keeps the place of
the escape that it came from.
"""

from __future__ import annotations

import re

__all__ = ["decoded", "formula_in_address", "unescaped", "wide_address"]

RENDERERS = (
    re.compile(r"codecogs\.com/(?:[\w.]+/)*[\w.]*\?"),
    re.compile(r"(?:upmath\.me|math\.vercel\.app|tex\.s2cms\.ru)/(?:svg|png|g)/"),
    re.compile(r"(?:math\.now\.sh|math\.vercel\.app)/?\?(?:[\w-]+=[^&]*&(?:amp;)?)*from="),
    re.compile(r"latex\.vimsky\.com/[\w./]*\?(?:[\w-]+=[^&]*&(?:amp;)?)*val="),
    re.compile(r"chart\.(?:googleapis|apis\.google)\.com/chart\?(?:[\w-]+=[^&]*&(?:amp;)?)*chl="),
    re.compile(r"[?&;](?:tex|latex|math|formula)="),
)
NEXT_PARAMETER = re.compile(r"&(?:amp;)?[a-z_]{2,}=")
PIECE = re.compile(r"(?:%[0-9A-Fa-f]{2})+|&(?:space|plus|amp|lt|gt|quot|nbsp);|.", re.DOTALL)
ENTITIES = {"space": " ", "plus": "+", "amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": " "}
CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|nbsp);|.", re.DOTALL)
LAYOUT = re.compile(
    r"(?:\s|\\(?:dpi|bg|fn|color|pagecolor)_?\{?\w*\}?(?![A-Za-z])|\\(?:inline|tiny|small|large|Large|LARGE|huge|Huge|displaystyle)(?![A-Za-z])"
    r"|\{\\color\{\w+\}(?=\s))+"
)


def formula_in_address(address: str) -> tuple[int, int] | None:
    """Where in the address the encoded formula stands, or None if this is not the address of a rendered formula."""
    for pattern in RENDERERS:
        match = pattern.search(address)
        if match is not None:
            stop = NEXT_PARAMETER.search(address, match.end())
            end = stop.start() if stop else len(address)
            return (match.end(), end) if address[match.end() : end].strip() else None
    return None


def decoded(address: str, start: int, end: int) -> tuple[str, list[int]]:
    """The formula at ``start:end`` and the place of each of its characters in the address, and of its end."""
    value = address[start:end]
    spaces = "codecogs" not in address and "%" in value and "%20" not in value and " " not in value
    doubled = _doubled_backslashes(value, start)
    text: list[str] = []
    places: list[int] = []
    for match in PIECE.finditer(value):
        piece, at = match[0], start + match.start()
        if piece[0] == "%" and len(piece) > 1:
            characters = bytes.fromhex(piece.replace("%", "")).decode("utf-8", "replace")
            for c in characters:
                text.append(c)
                places.append(min(at, end))
                at += 3 * len(c.encode("utf-8"))
        else:
            text.append(ENTITIES[piece[1:-1]] if len(piece) > 1 else " " if piece == "+" and spaces else piece)
            places.append(at)
    layout = LAYOUT.match("".join(text))
    skip = layout.end() if layout else 0
    keep = [i for i in range(skip, len(text)) if not (text[i] == "\\" and places[i] in doubled)]
    return "".join(text[i] for i in keep), [*(places[i] for i in keep), end]


def _doubled_backslashes(value: str, start: int) -> set[int]:
    r"""The places of the backslashes that escape another, where the author wrote all commands as ``\\\\frac``."""
    doubles = [m.start() for m in re.finditer(r"(?<!\\)\\\\(?=[A-Za-z])", value)]
    if doubles and not re.search(r"(?<!\\)\\[A-Za-z]", value):
        return {start + at for at in doubles}
    return set()


def wide_address(text: str) -> int:
    """The length of the address of a rendered formula that is written with raw spaces, up to the closing bracket; or 0."""
    line = text.split("\n", 1)[0]
    if formula_in_address(line.split(None, 1)[0] if line.strip() else "") is None:
        return 0
    depth = 0
    for i, c in enumerate(line):
        depth += (c == "(") - (c == ")")
        if depth < 0:
            return i
    return 0


def unescaped(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """``text[start:end]`` with its HTML entities (``&lt;``) replaced, and the place of each character and of the end."""
    pieces = [(m.start(), ENTITIES[m[0][1:-1]] if len(m[0]) > 1 else m[0]) for m in CHARACTER.finditer(text, start, end)]
    return "".join(piece for _, piece in pieces), [*(place for place, _ in pieces), end]
