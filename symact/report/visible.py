"""Document text as a terminal or a page can show it: no control characters, known display widths, one line where asked."""

from __future__ import annotations

import unicodedata

from symact.source import display_width

__all__ = ["cells", "flat", "hidden", "visible"]

TAB = 4
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})  # escape sequences, bidirectional overrides, zero-width characters


def hidden(char: str) -> bool:
    """Whether the character would act on a terminal or on the text around it instead of showing."""
    return unicodedata.category(char) in _HIDDEN


def _shown(char: str) -> str:
    """The character, or what stands for one that is hidden."""
    if not hidden(char):
        return char
    if ord(char) < 0x20:
        return chr(0x2400 + ord(char))  # the Unicode picture of the control character
    return "\N{REPLACEMENT CHARACTER}"


def _width(char: str) -> int:
    return 0 if unicodedata.category(char) in ("Mn", "Me") else display_width(char)


def visible(text: str) -> str:
    """The text with everything that could steer a terminal replaced; tabs and newlines stay."""
    return "".join(c if c in "\t\n" else _shown(c) for c in text)


def flat(text: str, limit: int | None = None) -> str:
    """The text in one line, white space run together, cut to ``limit`` columns."""
    line = visible(" ".join(text.split()))
    if limit is None or sum(map(_width, line)) <= limit:
        return line
    out, used = "", 1
    for char in line:
        used += _width(char)
        if used > limit:
            break
        out += char
    return out + "…"


def cells(line: str) -> list[tuple[str, int]]:
    """What stands on the screen for each character of a line, and its columns: tabs are spread to stops of four."""
    out: list[tuple[str, int]] = []
    column = 0
    for char in line:
        if char == "\t":
            step = TAB - column % TAB
            shown = " " * step
        else:
            shown = _shown(char)
            step = _width(shown)
        out.append((shown, step))
        column += step
    return out
