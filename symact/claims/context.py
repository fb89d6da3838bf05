"""The words around a formula, as far as they say what the formula is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from symact.catalogue import Activation, Density
from symact.documents.model import Block, Maths
from symact.meaning.phrases import (
    ASSERTED,
    ASSUMED,
    CONDITIONAL,
    DEFINING,
    DERIVING,
    DISOWNED,
    EQUATION,
    HEADS,
    HEDGED,
    LET,
    RESTATED,
    WHEN,
)
from symact.meaning.prose import FORMULA, WINDOW, Prose
from symact.meaning.subjects import mentions

__all__ = ["Context", "context_of", "opening_of"]

_SENTENCE_END = re.compile(r"[。！？]|[.!?](?=\s|$)|\n\s*\n")
_FOLLOWS = re.compile(r"服从|\bfollows?\b|\bdistributed\b|\bhas an?\b.*\bdistribution\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[，。；！？、\n]|[,;!?](?=\s|$)|\.(?=\s|$)")


@dataclass(frozen=True)
class Context:
    """``lead`` is the sentence before the formula, ``trail`` the clause after it, without the mathematics."""

    lead: str = ""
    trail: str = ""
    display: bool = True
    let: bool = False
    binding: bool = False  # it is a verb that introduces the name, and no case
    declared: bool = False  # the author tells symact itself: what is bound is what is meant, whatever its name
    restated: bool = False
    equation: bool = False
    asserted: bool = False  # the words say that the formula holds, and do not take it as a condition
    defining: bool = False
    disowned: bool = False
    assumed: bool = False
    hedged: bool = False  # the sentence may ask, doubt or deny the formula, or set it as an equation
    limited: bool = False  # the sentence may limit the formula to a case
    beside: tuple[Maths, ...] = ()  # the other formulas of the sentence
    tabled: bool = False  # the head of its column says what the formula is
    deriving: bool = False  # the words say that the formula is a derivative
    subject: Activation | Density | None = None
    near: tuple[Activation | Density, ...] = ()  # every entry that the sentence names before it, the nearest first
    distribution: Density | None = None  # the law that the formula is said to follow
    pointing: bool = False  # the sentence ends in a colon: it points at the formula


def context_of(prose: Prose, maths: Maths, before: Prose | None, column: str = "") -> Context:
    """The context of a formula in its block; a formula that opens its block takes the lead of the block before it.

    ``column`` is what the head of its column says, of a formula in a table.
    """
    behind = prose.after(maths)
    lead = _last_sentence(prose.before(maths))
    rest = _SENTENCE_END.split(behind, 1)
    display = maths.origin in DISPLAYED
    beside = list(_beside(prose, maths))
    if not lead.strip(f"{FORMULA} \n*>-_") and before is not None and before.block.kind in ("paragraph", "item"):
        text = before.text[-WINDOW:].rstrip(" \n\t")
        lead = _last_sentence(text)
        last = before.block.maths[-1:]
        beside += [m for m in last if m.origin not in DISPLAYED and _near(before.after(m).rstrip(" \n\t"))]
    after = behind[: len(rest[0]) + 41]
    trail = _CLAUSE_END.split(behind, 1)[0]
    direct = lead.rsplit(FORMULA, 1)[-1].rstrip(" \n*_")  # since the formula before it
    lead = lead.replace(FORMULA, " ")
    near = lead.rstrip(" \n*_")
    sentence = f"{lead} {after}".replace(FORMULA, " ")
    named = mentions(lead)
    about = _only({m.entry.name: m.entry for m in named}) or opening_of(prose.block)
    laws = [m.entry for m in mentions(trail) if isinstance(m.entry, Density)] if _FOLLOWS.search(trail) else []
    return Context(
        lead=lead,
        trail=trail.replace(FORMULA, " "),
        display=display,
        let=bool(LET.search(near) or WHEN.search(direct)),
        binding=bool(LET.search(near)),
        restated=bool(RESTATED.search(lead)),
        equation=bool(EQUATION.search(lead)),
        asserted=display or bool(ASSERTED.search(f"{lead} {rest[0]}")),
        defining=bool(DEFINING.search(lead)) or (bool(HEADS.search(column)) and not DERIVING.search(column)),
        tabled=bool(column),
        deriving=bool(DERIVING.search(column or lead)),
        disowned=bool(DISOWNED.search(near[-40:])),
        assumed=bool(ASSUMED.search(near)),
        hedged=bool(HEDGED.search(sentence)),
        limited=bool(CONDITIONAL.search(f"{lead} {rest[0]}")),
        beside=tuple(beside),
        subject=about,
        near=tuple({m.entry.name: m.entry for m in reversed(named)}.values()),
        distribution=laws[0] if len(laws) == 1 else None,
        pointing=near.endswith((":", "：")),
    )


DISPLAYED = ("display", "fence")
NEAR = 14  # characters between a formula and the condition that belongs to it: ", if ", " for all "


def _beside(prose: Prose, maths: Maths) -> Iterator[Maths]:
    """The formulas of the block that stand right before or right behind; one display does not limit another."""
    k = prose.number(maths)
    for j in (k - 1, k + 1):
        if not 0 <= j < len(prose.places):
            continue
        other = prose.block.maths[j]
        between = prose.text[prose.places[min(j, k)][1] : prose.places[max(j, k)][0]]
        if not (maths.origin in DISPLAYED and other.origin in DISPLAYED) and _near(between):
            yield other


def _near(between: str) -> bool:
    return len(between.strip()) <= NEAR and FORMULA not in between and not _SENTENCE_END.search(between)


_RUN_IN = re.compile(r"\s*(?:[-*+]|\d+[.)])?\s*(?:\*\*|__)(.{2,60}?)(?:\*\*|__)", re.DOTALL)


def opening_of(block: Block) -> Activation | Density | None:
    """What a block with a run-in heading is about: ``**ReLU.** It computes …``."""
    m = _RUN_IN.match(block.excerpt.source.slice(block.excerpt.span()))
    return _only({x.entry.name: x.entry for x in mentions(m[1])}) if m else None


def _only(found: dict[str, Activation | Density]) -> Activation | Density | None:
    return next(iter(found.values())) if len(found) == 1 else None


def _last_sentence(text: str) -> str:
    """What stands after the last full stop, or the last whole sentence where nothing does."""
    text = text.rstrip(" \n\t")
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    if ends and ends[-1] >= len(text):
        ends = ends[:-1]
    return text[ends[-1] :] if ends else text
