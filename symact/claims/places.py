"""Where a claim in words is made: the region of its variable, the end to which it goes, the value of a parameter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from symact.meaning.elaborate import Elaborator, Unclear
from symact.meaning.flat import Piece
from symact.meaning.operators import ends_of
from symact.meaning.phrases.model import Match
from symact.meaning.scope import Scope
from symact.notation.latex import parse
from symact.notation.syntax import Node, NotationError
from symact.obligations import REALS, Interval
from symact.terms.core import ZERO, Term, const, mul, rel, sym

__all__ = ["ABOUT", "EVERYWHERE", "LEFT", "RIGHT", "Place", "condition_of", "interval_of", "intervals_of", "places_of", "value_of"]

RIGHT, LEFT = const("oo"), mul(-1, const("oo"))


@dataclass(frozen=True)
class Place:
    """An interval, ends to which the variable goes, a point or the neighbourhood of 0; ``given`` is a value of a parameter."""

    kind: Literal["on", "toward", "at", "near", "given"]
    interval: Interval = REALS
    ends: tuple[Term, ...] = ()
    given: tuple[Term, ...] = ()
    reading: str = ""


EVERYWHERE = Place("on")
ABOUT = "about"  # the reading of a place that is a rounded number
_POSITIVE, _NEGATIVE = Interval(ZERO, RIGHT), Interval(LEFT, ZERO)
_FIXED = {
    "everywhere": (EVERYWHERE,),
    "both ends": (Place("toward", ends=(RIGHT, LEFT)),),
    "right end": (Place("toward", ends=(RIGHT,)),),
    "left end": (Place("toward", ends=(LEFT,)),),
    "large": (
        Place("toward", ends=(RIGHT,), reading="large and positive inputs"),
        Place("toward", ends=(RIGHT, LEFT), reading="inputs far from 0"),
    ),
    "positive": (Place("on", _POSITIVE),),
    "negative": (Place("on", _NEGATIVE),),
    "non-negative": (Place("on", Interval(ZERO, RIGHT, lower_closed=True)),),
    "non-positive": (Place("on", Interval(LEFT, ZERO, upper_closed=True)),),
    "near zero": (Place("near"),),
    "at zero": (Place("at", ends=(ZERO,)),),
}
_PARAMETERS = {"α": "alpha", "β": "beta", "γ": "gamma", "λ": "lambda", "τ": "tau"}
_CONDITION = re.compile(
    r"(?:(?P<low>[^a-zA-Z|\\<>≤≥]+)(?P<op0>[<>≤≥]=?|\\leq?|\\geq?))?\s*(?P<name>\|?\s*\\?[a-zA-Zαβγλτ]+\s*\|?)\s*"
    r"(?P<op>[<>]=?|[≤≥≈=→⩽⩾]|->|\\[a-z]+)\s*(?P<value>.+)"
)
_OPS = {
    "<": "lt", ">": "gt", "<=": "le", ">=": "ge", "≤": "le", "≥": "ge", "⩽": "le", "⩾": "ge", "\\le": "le", "\\leq": "le",
    "\\leqslant": "le", "\\ge": "ge", "\\geq": "ge", "\\geqslant": "ge", "\\lt": "lt", "\\gt": "gt", "=": "at", "≈": "about",
    "\\approx": "about", "→": "to", "->": "to", "\\to": "to", "\\rightarrow": "to",
}  # fmt: skip
_CONSTANTS = frozenset("abcdkmnp")  # letters of parameters, and of numbers that count
_WORDS = {"一": "1", "one": "1", "unity": "1", "zero": "0", "零": "0"}


def places_of(region: Match | None, pieces: Mapping[str, Piece], scope: Scope) -> tuple[Place, ...]:
    """The place that a region names, in each way to take it; empty where it is not understood."""
    if region is None:
        return (EVERYWHERE,)
    meaning = region.phrase.meaning
    if meaning in _FIXED:
        return _FIXED[meaning]
    if meaning == "condition":
        found = condition_of(pieces[region.captured["condition"][0][0]].text, scope)
        return () if found is None or found.reading == ABOUT else (found,)
    value = value_of(region.captured["value"][0], pieces, scope)
    if value is None:
        return ()
    if meaning == "end":
        return (Place("near"),) if value == ZERO else (Place("toward", ends=(value,)),) if value in (RIGHT, LEFT) else ()
    if value in (RIGHT, LEFT):
        return ()
    return {
        "above": (Place("on", Interval(value, RIGHT)),),
        "below": (Place("on", Interval(LEFT, value)),),
        "from": (Place("on", Interval(value, RIGHT, lower_closed=True)),),
        "up to": (Place("on", Interval(LEFT, value, upper_closed=True)),),
        "at": (Place("at", ends=(value,)),),
    }.get(meaning, ())


def condition_of(text: str, scope: Scope) -> Place | None:
    """``x > 0``, ``x -> oo``, ``-1 <= x <= 1``, ``alpha = 0``."""
    m = _CONDITION.fullmatch(text.strip())
    op = None if m is None else _OPS.get(m["op"])
    value = None if m is None else _term(m["value"], False, scope)
    if m is None or op is None or value is None:
        return None
    name = m["name"].replace(" ", "").lstrip("\\")
    if name.startswith("|"):
        return Place("toward", ends=(RIGHT, LEFT)) if op == "to" and value == RIGHT else None
    parameter = _PARAMETERS.get(name) or (name if name in _PARAMETERS.values() else None)
    if parameter is not None:
        ops = {"at": "eq", "lt": "lt", "le": "le", "gt": "gt", "ge": "ge"}
        return Place("given", given=(rel(ops[op], sym(parameter), value),)) if op in ops and not m["low"] else None
    if name.strip("|").lower() in _CONSTANTS:
        return None
    if op == "to":
        return Place("near") if value == ZERO else Place("toward", ends=(value,)) if value in (RIGHT, LEFT) else None
    if value in (RIGHT, LEFT):
        return None
    if op in ("at", "about"):
        return Place("at", ends=(value,), reading=ABOUT if op == "about" else "") if not m["low"] else None
    return Place("on", whole) if (whole := _between(m, op, value, scope)) is not None else None


def _between(m: re.Match[str], op: str, value: Term, scope: Scope) -> Interval | None:
    if op in ("lt", "le"):
        low, closed = LEFT, False
        if m["low"]:
            found, first = _term(m["low"], False, scope), _OPS.get(m["op0"])
            if found is None or first not in ("lt", "le"):
                return None
            low, closed = found, first == "le"
        return Interval(low, value, closed, op == "le")
    if op in ("gt", "ge") and not m["low"]:
        return Interval(value, RIGHT, lower_closed=op == "ge")
    return None


# ---- values and sets


def value_of(text: str, pieces: Mapping[str, Piece], scope: Scope) -> Term | None:
    """The value of a number, an infinity, a letter or a formula in a sentence; None where it is not read."""
    piece = pieces.get(text[0])
    if piece is None:
        return _term(_WORDS.get(text, text), False, scope)
    return _term(piece.text, piece.tex, scope)


def _term(text: str, tex: bool, scope: Scope) -> Term | None:
    word = text.strip().lower().lstrip("+ ").removeprefix("plus ").removeprefix("positive ")
    for infinite, value in (("负无穷", LEFT), ("negative inf", LEFT), ("minus inf", LEFT), ("正无穷", RIGHT), ("无穷", RIGHT)):
        if word.startswith(infinite):
            return value
    if word in ("infinity", "inf", "oo", "∞"):
        return RIGHT
    if word.lstrip("-–− ") in ("infinity", "inf", "oo", "∞"):
        return LEFT
    node = _parsed(_WORDS.get(word, text.replace("–", "-")), tex)
    return None if node is None else _elaborated(node, scope)


def _parsed(text: str, tex: bool) -> Node | None:
    try:
        return parse(text, tex=tex)
    except NotationError:
        return None


def _elaborated(node: Node, scope: Scope) -> Term | None:
    if node.kind == "group" and node.value == "(":
        node = node.args[0]
    if node.kind in ("rel", "seq", "pm", "rows", "stmts", "group"):
        return None
    elaborator = Elaborator(scope)
    try:
        value = elaborator.value(node)
    except Unclear:
        return None
    return value if isinstance(value, Term) and not elaborator.opaque and not elaborator.assumed else None


def intervals_of(text: str, pieces: Mapping[str, Piece], scope: Scope) -> tuple[tuple[Interval, ...], bool] | None:
    """The set that words name, and whether they say which of its ends belong to it; None where it is not read."""
    piece = pieces.get(text[0])
    whole = "".join(text.split())
    if piece is not None and len(set(whole)) == 1:
        return _written_set(piece, scope)
    marks = list(dict.fromkeys(c for c in whole if c in pieces))
    if len(marks) == 2:
        ends = [value_of(m, pieces, scope) for m in marks]
        if ends[0] is None or ends[1] is None:
            return None
        return (Interval(ends[0], ends[1]),), False
    return ((REALS,), True) if not marks else None


def _written_set(piece: Piece, scope: Scope) -> tuple[tuple[Interval, ...], bool] | None:
    node = _parsed(piece.text, piece.tex)
    if node is None:
        return None
    if node.kind == "styled" and node.value == "bb" and node.args[0].kind == "name" and node.args[0].value == "R":
        return (REALS,), True
    if node.kind == "group" and node.value == "{" and node.args[0].kind == "seq":
        points = [_elaborated(n, scope) for n in node.args[0].args]
        if any(p is None for p in points):
            return None
        return tuple(Interval(p, p, True, True) for p in points if p is not None), True
    interval = interval_of(node, scope)
    return None if interval is None else ((interval,), True)


def interval_of(node: Node, scope: Scope) -> Interval | None:
    """A written interval; ``[0, inf]`` is open at the infinite end."""
    if not (node.kind == "interval" or (node.kind == "group" and node.value in "([" and node.args[0].kind == "seq")):
        return None
    try:
        low, high = (_elaborated(n, scope) for n in ends_of(node))
    except Unclear:
        return None
    if low is None or high is None:
        return None
    opens, closes = (node.value[0], node.value[1]) if node.kind == "interval" else (node.value, {"(": ")", "[": "]"}[node.value])
    return Interval(low, high, opens == "[" and low != LEFT, closes == "]" and high != RIGHT)
