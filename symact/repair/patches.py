r"""Small edits of a written formula, as replacements of its text: the rest stays as the author wrote it.

Brackets are set where the place wants them. Whether an edit reads as it is meant is not trusted to this module: what is proposed
is parsed and decided again as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from symact.notation.latex import parse
from symact.notation.syntax import Node, NotationError
from symact.repair.pieces import Piece
from symact.source import Edit, Span, apply_edits

__all__ = ["Patch", "Writer", "in_hand", "in_style", "is_exponent", "number_of", "number_of_text", "number_text"]

SUM, TERM, FACTOR, ATOM = range(4)  # how tightly a text holds together
_TALL = re.compile(r"\\d?frac|\\sum|\\int|\\left|\\sqrt")
_HEAD = re.compile(r"\\operatorname\*?\s*\{[^{}]*\}|\\[A-Za-z]+|[A-Za-z]+")


_NUMBER = re.compile(r"(-?)(?:(\d{1,30}(?:\.\d{1,30})?)|\\frac\{(\d{1,30})\}\{([1-9]\d{0,29})\})")


@dataclass(frozen=True)
class Patch:
    """Replacements in the text of a formula; ``slip`` names the kind of error that they mend, ``cost`` says how much they change."""

    edits: tuple[Edit, ...]
    slip: str
    cost: float


def number_text(value: Fraction, like: str = "") -> str:
    """A rational as the author would write it: as a decimal where a decimal stood there, else as a fraction."""
    if value.denominator == 1:
        return str(value.numerator)
    if "." in like:
        digits = 0
        while digits < 12 and (value * 10**digits).denominator != 1:
            digits += 1
        if (value * 10**digits).denominator == 1:
            return f"{float(value):.{digits}f}"
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def number_of_text(latex: str) -> Fraction | None:
    """The rational that a text is, if it is one."""
    match = _NUMBER.fullmatch(latex.strip())
    if match is None:
        return None
    sign, whole, above, below = match.groups()
    value = Fraction(whole) if whole else Fraction(int(above), int(below))
    return -value if sign else value


def in_style(truth: str, written: str) -> str:
    """A decimal for a fraction where a decimal stood."""
    value = number_of_text(truth)
    return truth if value is None else number_text(value, written)


def in_hand(latex: str, written: str) -> str:
    """LaTeX of ours in the hand of what is written: ``\\ln`` where that stands there, the sign of the differential that it has."""
    if r"\ln" in written and r"\log" not in written:
        latex = re.sub(r"\\log(?![A-Za-z])", r"\\ln", latex)
    if r"\mathrm{d}" in written or r"\mathrm d" in written:
        return latex
    sign = r"\partial " if r"\partial" in written and not re.search(r"\\frac\{?d", written) else "d"
    return latex.replace(r"\frac{\mathrm{d}}{\mathrm{d}", rf"\frac{{{sign.strip()}}}{{{sign}")


def level_of(text: str) -> int:
    """How tightly a text holds together."""
    try:
        return level_of_node(parse(text))
    except NotationError:
        return SUM


@dataclass(frozen=True)
class Writer:
    """Writes edits of pieces of one formula, whose text it holds."""

    text: str
    side: str = ""  # the side that is repaired, whose style new text follows
    local: bool = False  # edits touch what they change and nothing else: several of them can be made at once

    def of(self, node: Node) -> str:
        return self.text[node.span.start : node.span.end]

    def after(self, piece: Piece, edits: tuple[Edit, ...]) -> str:
        """What a piece reads as after edits inside of it."""
        return apply_edits(self.text[: piece.node.span.end], list(edits))[piece.node.span.start :]

    def kept(self, piece: Piece, node: Node) -> tuple[Edit, ...]:
        """Of a piece only one node inside, whose own text stays untouched."""
        whole, inner = piece.node.span, node.span
        fitted = self.replaced(piece, self.of(node))
        if fitted == (Edit(whole, self.of(node)),):
            return (Edit(Span(whole.start, inner.start), ""), Edit(Span(inner.end, whole.end), ""))
        return fitted

    # ---- whole pieces

    def replaced(self, piece: Piece, new: str) -> tuple[Edit, ...]:
        """Another text at the place of a piece, in brackets where the place wants them."""
        parent = piece.parent
        if parent is not None and new.startswith("-") and parent.node.kind == "neg":
            return self.replaced(parent, new[1:].lstrip())
        if parent is not None and parent.node.kind == "add":
            return self._term_replaced(parent, number_of(piece), new)
        if parent is not None and parent.node.kind == "group" and self._needs_no_brackets(parent, new):
            return self.replaced(parent, new)
        return (Edit(piece.node.span, self.fitted(piece, new)),)

    def _needs_no_brackets(self, group: Piece, new: str) -> bool:
        """Whether a text can stand in the place of a group without its brackets."""
        place, level = group.parent, level_of(new)
        if place is None or place.node.kind in ("frac", "abs", "group"):
            return True
        if place.node.kind in ("mul", "juxt") and new[:1].isdigit():
            return False
        return level >= ATOM or (level >= TERM and place.node.kind in ("mul", "juxt", "add", "neg"))

    def renumbered(self, piece: Piece, value: Fraction) -> tuple[Edit, ...] | None:
        """Another constant at the place of a piece; one that changes nothing is left out."""
        parent, text = piece.parent, number_text(value, self.of(piece.node))
        kind = parent.node.kind if parent is not None else ""
        if parent is None or kind == "group":
            return self.replaced(piece, text)
        k = number_of(piece)
        if kind == "sup" and k == 1:
            if value == Fraction(1, 2):
                return self.replaced(parent, rf"\sqrt{{{self.of(self._inner(parent.node.args[0]))}}}")
            return self.bare(parent) if value == 1 else None if value == 0 else self.replaced(piece, text)
        if kind == "frac" and k == 1 and value == 1:
            return self.kept(parent, parent.parts[0].node)
        if kind in ("mul", "juxt") and value == 1:
            return self.without(parent, k)
        if kind in ("mul", "juxt", "frac") and value < 0:
            shown = number_text(-value, self.of(piece.node))
            rest = self.without_text(parent, k) if value == -1 and kind != "frac" else self._with_text(parent, k, shown)
            return self.replaced(parent, f"-{rest}")
        if kind == "add" and value == 0:
            return self.without(parent, k)
        if value == 0 and kind != "add":
            return None
        return self.replaced(piece, text)

    def _inner(self, node: Node) -> Node:
        return node.args[0] if node.kind == "group" else node

    def _with_text(self, whole: Piece, k: int, new: str) -> str:
        span, part = whole.node.span, whole.parts[k].node.span
        return self.text[span.start : part.start] + new + self.text[part.end : span.end]

    def without_text(self, whole: Piece, k: int) -> str:
        """A product without one factor."""
        edits = self._left_out(whole, k)
        return apply_edits(self.text[: whole.node.span.end], list(edits))[whole.node.span.start :].strip()

    def _term_replaced(self, whole: Piece, k: int, new: str) -> tuple[Edit, ...]:
        span = whole.parts[k].node.span
        negative = new.startswith("-")
        if k == 0:
            return (Edit(span, new),)
        sign = "-" if negative else "+"
        body = new[1:].lstrip() if negative else new
        at = self._sign_of(whole, k)
        return (Edit(Span(at, span.end), f"{sign} {body}" if self._airy(whole) else f"{sign}{body}"),)

    def fitted(self, piece: Piece, new: str) -> str:
        """The text as it must be written at a piece's place."""
        parent, span = piece.parent, piece.node.span
        if parent is None:
            return new
        level = level_of(new)
        kind, k = parent.node.kind, number_of(piece)
        if kind == "sup" and k == 0:
            return new if level >= ATOM or level_of_node(piece.node) == level == FACTOR else bracketed(new)
        if kind == "sup" or kind == "sqrt" or (kind == "frac" and parent.node.value == "frac"):
            return new if self._delimited(span) or (len(new) == 1) else f"{{{new}}}"
        if kind in ("mul", "juxt", "neg", "pos") or kind == "frac":
            wanted = TERM if kind in ("neg", "pos") else FACTOR
            inner = level == TERM and kind in ("mul", "juxt")
            return new if level >= wanted or inner else bracketed(new)
        if kind == "call" and not self._delimited(span):
            return new if level > SUM else bracketed(new)
        return new

    def _delimited(self, span: Span) -> bool:
        before, after = self.text[: span.start].rstrip(), self.text[span.end :].lstrip()
        return before.endswith(("{", "(", "[", "|", ",")) and after.startswith(("}", ")", "]", "|", "\\right", ","))

    # ---- signs

    def flipped(self, piece: Piece) -> tuple[Edit, ...] | None:
        """The piece with the other sign; None where another piece is the place for it."""
        node, parent = piece.node, piece.parent
        kind = parent.node.kind if parent is not None else ""
        above = kind == "frac" and node.kind == "add" and number_of(piece) == 0
        if (
            kind in ("neg", "pos", "mul", "juxt", "sqrt")
            or (kind == "frac" and not above)
            or (kind == "sup" and number_of(piece) == 0)
        ):
            return None
        if node.kind == "add":
            return self._all_flipped(piece)
        if node.kind == "group":
            return None
        if parent is not None and kind == "add":
            return self._term_flipped(parent, number_of(piece))
        if node.kind == "neg":
            return self.kept(piece, node.args[0])
        if node.kind == "pos":
            return (Edit(Span(node.span.start, node.span.start + 1), "-"),)
        return self.replaced(piece, "-" + self.of(node))

    def _term_flipped(self, whole: Piece, k: int) -> tuple[Edit, ...]:
        node = whole.parts[k].node
        first, second = whole.parts[0].node, whole.parts[1].node
        turns = len(whole.parts) == 2 and not self.local
        if turns and k == 1 and first.kind == "neg" and second.kind == "neg":  # -a - b becomes b - a
            air = " " if self._airy(whole) else ""
            return (Edit(whole.node.span, f"{self.of(second.args[0])}{air}-{air}{self.of(first.args[0])}"),)
        if k == 0:
            if node.kind == "neg":
                return (Edit(Span(node.span.start, node.args[0].span.start), ""),)
            if turns and second.kind != "neg":  # a + b becomes b - a
                air = " " if self._airy(whole) else ""
                return (Edit(whole.node.span, f"{self.of(second)}{air}-{air}{self.of(first)}"),)
            return (Edit(Span(node.span.start, node.span.start), "-"),)
        at = self._sign_of(whole, k)
        return (Edit(Span(at, at + 1), "+" if node.kind == "neg" else "-"),)

    def _all_flipped(self, whole: Piece) -> tuple[Edit, ...] | None:
        """A sum with the other sign at every term."""
        if not whole.parts:
            return None
        if len(whole.parts) == 2 and whole.parts[0].node.kind != "neg" and whole.parts[1].node.kind == "neg":  # b - a for a - b
            first, second = whole.parts[0].node, whole.parts[1].node.args[0]
            return (Edit(first.span, self.of(second)), Edit(second.span, self.of(first)))
        if (
            len(whole.parts) == 2 and whole.parts[0].node.kind == "neg" and whole.parts[1].node.kind != "neg"
        ):  # a - b for -a + b
            air = " " if self._airy(whole) else ""
            first, second = whole.parts[0].node.args[0], whole.parts[1].node
            return (Edit(whole.node.span, f"{self.of(first)}{air}-{air}{self.of(second)}"),)
        edits: list[Edit] = []
        for k, part in enumerate(whole.parts):
            if k:
                at = self._sign_of(whole, k)
                edits.append(Edit(Span(at, at + 1), "+" if part.node.kind == "neg" else "-"))
            elif part.node.kind == "neg":
                edits.append(Edit(Span(part.node.span.start, part.node.args[0].span.start), ""))
            else:
                edits.append(Edit(Span(part.node.span.start, part.node.span.start), "-"))
        return tuple(edits)

    def _sign_of(self, whole: Piece, k: int) -> int:
        """Where the sign of the k-th term stands."""
        node = whole.parts[k].node
        if node.kind in ("neg", "pos"):
            return node.span.start
        gap = self.text[whole.parts[k - 1].node.span.end : node.span.start]
        return whole.parts[k - 1].node.span.end + max(gap.rfind("+"), gap.rfind("-"), 0)

    def _airy(self, whole: Piece) -> bool:
        """Whether the signs of a sum have air around them."""
        return " " in self.text[whole.parts[0].node.span.end : whole.parts[1].node.span.start + 2].strip("&")

    # ---- factors

    def without(self, whole: Piece, k: int) -> tuple[Edit, ...]:
        """A sum or product without one of its parts."""
        if len(whole.parts) == 2:
            node = whole.parts[1 - k].node
            loose = node.kind == "group" and (whole.parent is None or whole.parent.node.kind in ("group", "frac", "abs"))
            return self.kept(whole, node.args[0] if loose else node)
        return self._left_out(whole, k)

    def _left_out(self, whole: Piece, k: int) -> tuple[Edit, ...]:
        parts, span = whole.parts, whole.parts[k].node.span
        if whole.node.kind == "add":
            if k:
                start = len(self.text[: self._sign_of(whole, k)].rstrip())
                return (Edit(Span(start, span.end), ""),)
            positive = parts[1].node.kind != "neg"
            return (Edit(Span(span.start, parts[1].node.span.start if positive else self._sign_of(whole, 1)), ""),)
        if k:
            return (Edit(Span(parts[k - 1].node.span.end, span.end), ""),)
        return (Edit(Span(span.start, parts[1].node.span.start), ""),)

    def lowered(self, whole: Piece, k: int) -> tuple[Edit, ...] | None:
        """A product with one of its factors below the line; None where it stands there already."""
        if whole.parent is not None and whole.parent.node.kind == "frac":
            return None
        node = whole.parts[k].node
        below = self.of(node.args[0] if node.kind == "group" else node)
        above = self.without_text(whole, k)
        if len(whole.parts) == 2:
            rest = whole.parts[1 - k].node
            above = self.of(rest.args[0] if rest.kind == "group" else rest)
        return self.replaced(whole, rf"\frac{{{above}}}{{{below}}}")

    def times(self, piece: Piece, factor: str, number: bool = False, negative: bool = False) -> tuple[Edit, ...] | None:
        """The piece times a factor; None where another piece is the place for it."""
        new = self._times(piece, factor, number)
        return None if new is None else self.replaced(piece, f"-{new}" if negative else new)

    def _times(self, piece: Piece, factor: str, number: bool) -> str | None:
        node, parent = piece.node, piece.parent
        kind = parent.node.kind if parent is not None else ""
        if (
            kind in ("mul", "juxt")
            or node.kind in ("neg", "pos", "frac")
            or (node.kind == "group" and node.args[0].kind != "add")
        ):
            return None
        if node.kind == "num" and node.value == "1":
            return factor
        if level_of(factor) == SUM:
            factor = bracketed(factor)
        if node.kind == "add":
            return None if kind == "group" else f"{factor} {bracketed(self.of(node))}"
        if node.kind in ("mul", "juxt"):
            return self._into_product(piece, factor, number)
        return joined(factor, self.of(node))

    def _into_product(self, piece: Piece, factor: str, number: bool) -> str | None:
        parts = piece.parts or tuple(Piece(a, None) for a in piece.node.args)
        if len(parts) < 2:  # a function and its argument
            return joined(factor, self.of(piece.node))
        first, last = parts[0].node, parts[-1].node
        if number and first.kind == "num":
            return None
        short = number or level_of(factor) == ATOM
        shown = self.of(piece.node)
        gap = self.text[parts[0].node.span.end : parts[1].node.span.start]
        if short and first.kind == "num":
            at = first.span.end - piece.node.span.start
            return shown[:at] + (gap if gap.strip() else " ") + joined(factor, shown[at:].lstrip())
        if short or last.kind == "call":
            return factor + gap + shown if gap.strip() else joined(factor, shown)
        if gap.strip():
            return shown + gap + factor
        return shown + (factor if factor[0] in "(\\" else f" {factor}")

    def over(self, piece: Piece, divisor: str, negative: bool = False) -> tuple[Edit, ...] | None:
        """The piece divided by something; None where another piece is the place for it."""
        new = self._over(piece, divisor)
        return None if new is None else self.replaced(piece, f"-{new}" if negative else new)

    def _over(self, piece: Piece, divisor: str) -> str | None:
        node, parent = piece.node, piece.parent
        kind = parent.node.kind if parent is not None else ""
        if (
            kind in ("mul", "juxt", "frac")
            or node.kind in ("neg", "pos", "frac")
            or (node.kind == "group" and node.args[0].kind != "add")
        ):
            return None
        if node.kind == "add" and kind == "group":
            return None
        shown = self.of(node)
        if "/" in self.side and "frac" not in self.side and level_of(divisor) >= FACTOR and level_of_node(node) >= FACTOR:
            return f"{shown}/{divisor}"
        if level_of(divisor) >= FACTOR and len(shown) > 24 and node.kind in ("juxt", "mul", "group"):
            return joined(rf"\frac{{1}}{{{divisor}}}", shown)
        if node.kind == "group":
            shown = self.of(node.args[0])
        return rf"\frac{{{shown}}}{{{divisor}}}"

    def raised(self, fraction: Piece, k: int | None) -> tuple[Edit, ...]:
        """A fraction with a factor of its denominator (the k-th, or all of it) above the line."""
        above, below = (p.node for p in fraction.parts)
        moved = below if k is None else fraction.parts[1].parts[k].node
        shown = self.of(moved)
        if moved.kind == "add":
            shown = bracketed(shown)
        one = above.kind == "num" and above.value == "1"
        top = shown if one else f"{bracketed(self.of(above)) if above.kind == 'add' else self.of(above)} {shown}"
        if k is None:
            return self.replaced(fraction, top)
        rest = self.without_text(fraction.parts[1], k)
        return self.replaced(fraction, rf"\frac{{{top}}}{{{rest}}}")

    def inverted(self, piece: Piece) -> tuple[Edit, ...] | None:
        """One over the piece."""
        node, parent = piece.node, piece.parent
        kind = parent.node.kind if parent is not None else ""
        if node.kind in ("neg", "pos", "num") or kind in ("mul", "juxt"):
            return None
        if node.kind == "frac" and node.value == "frac":
            above, below = node.args
            if above.kind == "num" and above.value == "1":
                return self.replaced(piece, self.of(below))
            return self.replaced(piece, rf"\frac{{{self.of(below)}}}{{{self.of(above)}}}")
        if kind == "sup" and number_of(piece) == 0:
            return None
        inner = node.args[0] if node.kind == "group" else node
        return self.replaced(piece, rf"\frac{{1}}{{{self.of(inner)}}}")

    # ---- terms

    def plus(self, piece: Piece, term: str, negative: bool) -> tuple[Edit, ...] | None:
        """The piece plus or minus a term; None where another piece is the place for it."""
        node, parent = piece.node, piece.parent
        kind = parent.node.kind if parent is not None else ""
        if kind in ("add", "neg", "pos") or node.kind == "group":
            return None
        shown = self.of(node)
        if term.startswith("-"):
            term, negative = term[1:].lstrip(), not negative
        if level_of(term) == SUM and negative:
            term = bracketed(term)
        airy = self._airy(piece) if node.kind == "add" and piece.parts else " " in shown or len(shown) > 8
        air = " " if airy else ""
        if shown.startswith("-") and not negative:
            new = f"{term}{air}-{air}{shown[1:].lstrip()}"
        else:
            new = f"{shown}{air}{'-' if negative else '+'}{air}{term}"
        return (Edit(node.span, self.fitted(piece, new)),)

    # ---- powers and functions

    def powered(self, piece: Piece, exponent: Fraction) -> tuple[Edit, ...] | None:
        """The piece to a power; of a written power another exponent, or none."""
        node = piece.node
        if node.kind in ("neg", "pos", "num", "juxt", "mul", "frac", "sup") or (
            node.kind == "group" and node.args[0].kind == "group"
        ):
            return None
        if exponent == Fraction(1, 2):
            return self.replaced(piece, rf"\sqrt{{{self.of(node.args[0] if node.kind == 'group' else node)}}}")
        power = f"^{{{number_text(exponent)}}}" if len(str(exponent)) > 1 else f"^{exponent}"
        if node.kind == "call" and exponent > 0:
            name = _HEAD.match(self.text, node.span.start)
            if name is None:
                return None
            return (Edit(Span(name.end(), name.end()), power),)
        if node.kind == "add" and piece.parent is not None and piece.parent.node.kind == "group":
            return None
        shown = self.of(node)
        return self.replaced(piece, (shown if level_of_node(node) >= ATOM else bracketed(shown)) + power)

    def bare(self, piece: Piece) -> tuple[Edit, ...] | None:
        """A power without its exponent."""
        if piece.node.kind != "sup":
            return None
        base = piece.node.args[0]
        if base.kind == "call" and base.span.end > piece.node.args[1].span.start:  # \tanh^2(x)
            name = _HEAD.match(self.text, base.span.start)
            end = piece.node.args[1].span.end
            if name is None:
                return None
            end += self.text[end : end + 1] == "}"
            return (Edit(Span(name.end(), end), ""),)
        if base.kind == "group" and (piece.parent is None or piece.parent.node.kind in ("frac", "group", "abs")):
            return self.kept(piece, base.args[0])
        return self.kept(piece, base)

    def barred(self, piece: Piece) -> tuple[Edit, ...]:
        """The absolute value of the piece, in the bars that the author uses."""
        inner = self.of(piece.node.args[0] if piece.node.kind == "group" else piece.node)
        shown = rf"\left|{{{inner}}}\right|" if r"\left|" in self.side else f"|{inner}|"
        return self.replaced(piece, shown)

    def renamed(self, node: Node, command: str) -> tuple[Edit, ...] | None:
        """Another function of the same argument."""
        name = _HEAD.match(self.text, node.span.start)
        if name is None:
            return None
        end = name.end()
        space = " " if command[-1].isalpha() and self.text[end : end + 1].isalpha() else ""
        return (Edit(Span(name.start(), end), command + space),)


def level_of_node(node: Node) -> int:
    match node.kind:
        case "name" | "num" | "group" | "abs":
            return ATOM
        case "frac" if node.value == "frac":
            return FACTOR
        case "sup" | "call" | "apply" | "sqrt" | "sub" | "prime" | "styled":
            return FACTOR
        case "juxt" | "mul" | "frac":
            return TERM
    return SUM


def bracketed(text: str) -> str:
    return rf"\left({text}\right)" if _TALL.search(text) else f"({text})"


def joined(factor: str, rest: str) -> str:
    """Two factors side by side, with a dot where the first would look like a function of the second."""
    if factor[-1].isalnum() and rest.startswith(("(", "[", r"\left")) and not factor[-1].isdigit():
        return rf"{factor} \cdot {rest}"
    if factor[-1].isdigit() and rest[:1].isdigit():
        return rf"{factor} \cdot {rest}"
    return (
        f"{factor} {rest}"
        if factor[-1].isalnum() and rest[:1].isalnum()
        else f"{factor}{rest}"
        if rest[:1] == "\\"
        else f"{factor} {rest}"
    )


def is_exponent(piece: Piece) -> bool:
    return piece.parent is not None and piece.parent.node.kind == "sup" and number_of(piece) == 1


def number_of(piece: Piece) -> int:
    assert piece.parent is not None
    return next(k for k, p in enumerate(piece.parent.parts) if p.node is piece.node)
