"""The words around a formula, as far as they say what the formula is for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from symact.catalogue import Activation, Density
from symact.documents.model import Block, Maths
from symact.meaning.phrases import DEFINING, DISOWNED, EQUATION, LET, RESTATED
from symact.meaning.subjects import mentions

__all__ = ["Context", "context_of"]

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
    restated: bool = False
    equation: bool = False
    defining: bool = False
    disowned: bool = False
    subject: Activation | Density | None = None
    distribution: Density | None = None  # the law that the formula is said to follow
    pointing: bool = False  # the sentence ends in a colon: it points at the formula


def context_of(block: Block, maths: Maths, before: Block | None) -> Context:
    """The context of a formula in its block; a formula that opens its block takes the lead of the block before it."""
    text = block.excerpt
    whole = block.excerpt.span()
    masked = list(block.excerpt.text)
    offset = whole.start
    for m in block.maths:
        for k in range(max(0, m.outer.start - offset), min(len(masked), m.outer.end - offset)):
            masked[k] = "\0"
    at, end = maths.outer.start - offset, maths.outer.end - offset
    prose = "".join(masked)
    lead = _last_sentence(prose[: max(0, at)])
    display = maths.origin in ("display", "fence")
    if not lead.strip("\0 \n*>-_") and before is not None and before.kind in ("paragraph", "item"):
        lead = _last_sentence(_masked(before))
    trail = _CLAUSE_END.split(prose[end:], 1)[0] if text.offsets is None else ""
    lead = lead.replace("\0", " ")
    near = lead.rstrip(" \n*_")
    named = mentions(lead)
    about = _only({m.entry.name: m.entry for m in named}) or _opening(block)
    laws = [m.entry for m in mentions(trail) if isinstance(m.entry, Density)] if _FOLLOWS.search(trail) else []
    return Context(
        lead=lead,
        trail=trail.replace("\0", " "),
        display=display,
        let=bool(LET.search(near)),
        restated=bool(RESTATED.search(lead)),
        equation=bool(EQUATION.search(lead)),
        defining=bool(DEFINING.search(lead)),
        disowned=bool(DISOWNED.search(near[-40:])),
        subject=about,
        distribution=laws[0] if len(laws) == 1 else None,
        pointing=near.endswith((":", "：")),
    )


_RUN_IN = re.compile(r"\s*(?:[-*+]|\d+[.)])?\s*(?:\*\*|__)(.{2,60}?)(?:\*\*|__)", re.DOTALL)


def _opening(block: Block) -> Activation | Density | None:
    """What a block with a run-in heading is about: ``**ReLU.** It computes …``."""
    m = _RUN_IN.match(block.excerpt.source.slice(block.excerpt.span()))
    return _only({x.entry.name: x.entry for x in mentions(m[1])}) if m else None


def _only(found: dict[str, Activation | Density]) -> Activation | Density | None:
    return next(iter(found.values())) if len(found) == 1 else None


def _masked(block: Block) -> str:
    chars = list(block.excerpt.text)
    for m in block.maths:
        for k in range(m.outer.start - block.excerpt.start, min(len(chars), m.outer.end - block.excerpt.start)):
            if k >= 0:
                chars[k] = "\0"
    return "".join(chars)


def _last_sentence(text: str) -> str:
    """What stands after the last full stop, or the last whole sentence where nothing does."""
    text = text.rstrip(" \n\t")
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    if ends and ends[-1] >= len(text):
        ends = ends[:-1]
    return text[ends[-1] :] if ends else text
