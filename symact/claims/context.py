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
    CASE,
    CLAIMED,
    CONDITIONAL,
    DEFINING,
    DERIVING,
    DISOWNED,
    EQUATION,
    HEADS,
    HEDGED,
    IDENTITY,
    LET,
    RESTATED,
    TURNING,
    UNIVERSAL,
    WHEN,
)
from symact.meaning.prose import FORMULA, WINDOW, Prose
from symact.meaning.subjects import mentions

__all__ = ["Context", "context_of", "explained_behind", "opening_of"]

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
    supposing: bool = False  # for $f(x) = …$, if $f(x) = …$: nothing else limits it
    universal: frozenset[str] = frozenset()  # the names for all real values of which it is said to hold
    identity: bool = False  # it is said to be an identity
    claimed: bool = False  # the words make a bound a claim
    beside: tuple[Maths, ...] = ()  # the other formulas of the sentence
    tabled: bool = False  # the head of its column says what the formula is
    deriving: bool = False  # the words say that the formula is a derivative
    subject: Activation | Density | None = None
    near: tuple[Activation | Density, ...] = ()  # every entry that the sentence names before it, the nearest first
    distribution: Density | None = None  # the law that the formula is said to follow
    cased: bool = False  # the sentence speaks of a case
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
    siblings = not display and prose.block.kind == "item" and before is not None and before.block.kind == "item"
    if not lead.strip(f"{FORMULA} \n*>-_") and before is not None and before.block.kind in ("paragraph", "item") and not siblings:
        text = before.text[-WINDOW:].rstrip(" \n\t")
        lead = _last_sentence(text)
        last = before.block.maths[-1:]
        beside += [m for m in last if m.origin not in DISPLAYED and _near(before.after(m).rstrip(" \n\t"))]
    after = behind[: len(rest[0]) + 41]
    trail = _CLAUSE_END.split(behind, 1)[0]
    direct = lead.rsplit(FORMULA, 1)[-1].rstrip(" \n*_")  # since the formula before it
    # with $h(x) = …$ we have: what is let ends there
    letting = _LISTED.sub("", _ONE.sub(FORMULA, lead).rstrip(" \n*_")).rsplit(FORMULA, 1)[-1]
    universal = frozenset(_quantified(prose, maths))
    before_it, behind_it = _EXPLAINING.sub(" ", lead), _without_explanation(prose, maths, rest[0])
    if universal:
        before_it, behind_it = (_QUANTIFIED.sub(" ", w) for w in (before_it, behind_it))
    supposed = WHEN.sub(" ", before_it.rstrip(" \n*_"))
    beyond = behind_it.lstrip().removeprefix("时")  # 当 f(x) = … 时
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
        let=bool(LET.search(letting) or WHEN.search(direct)),
        binding=bool(LET.search(letting)),
        restated=bool(RESTATED.search(lead)),
        equation=bool(EQUATION.search(lead)),
        asserted=display or bool(ASSERTED.search(f"{lead} {rest[0]}")),
        defining=bool(DEFINING.search(lead)) or (bool(HEADS.search(column)) and not DERIVING.search(column)),
        tabled=bool(column),
        deriving=bool(DERIVING.search(column or lead)),
        disowned=_disowns(direct),
        assumed=bool(ASSUMED.search(near)),
        hedged=bool(HEDGED.search(sentence)),
        limited=bool(CONDITIONAL.search(f"{before_it} {behind_it}")),
        supposing=bool(WHEN.search(direct)) and not CONDITIONAL.search(f"{supposed} {beyond}"),
        universal=universal,
        identity=bool(IDENTITY.search(_CLAUSE_END.split(direct)[-1])),
        claimed=bool(named and CLAIMED.search(direct)),
        beside=tuple(beside),
        subject=about,
        near=tuple({m.entry.name: m.entry for m in reversed(named)}.values()),
        distribution=laws[0] if len(laws) == 1 else None,
        cased=bool(prose.settled or CASE.search(lead)),
        pointing=near.endswith((":", "：")),
    )


DISPLAYED = ("display", "fence")
_ONE = re.compile(f"{FORMULA}+")
_LISTED = re.compile(rf"(?:{FORMULA}(?:\s*(?:[,，、]|\band\b|和|与))?\s*)+$")  # formulas one after the other, in linear time
NEAR = 14  # characters between a formula and the condition that belongs to it: ", if ", " for all "
FAR = 60  # where the condition opens the clause before
_OPENS = re.compile(rf"{WHEN.pattern}|\bas\s*$", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*[,，;；]?\s*(?:and|but|while|whereas|而|且|但)\b", re.IGNORECASE)


def _beside(prose: Prose, maths: Maths) -> Iterator[Maths]:
    """The formulas of the block that stand right before or right behind; one display does not limit another."""
    k = prose.number(maths)
    for j in (k - 1, k + 1):
        if not 0 <= j < len(prose.places):
            continue
        other = prose.block.maths[j]
        between = prose.text[prose.places[min(j, k)][1] : prose.places[max(j, k)][0]]
        opens = j < k and _OPENS.search(prose.text[max(0, prose.places[j][0] - 12) : prose.places[j][0]])  # as x -> 0 it …,
        apart = _GOES_ON.match(between)  # …, and as x -> 1 it is about another thing
        if not (maths.origin in DISPLAYED and other.origin in DISPLAYED) and not apart and _near(between, FAR if opens else NEAR):
            yield other


_QUANTIFIED = re.compile(rf"(?:{UNIVERSAL.pattern.replace('$', '')}|\bfor\s*){FORMULA}+", re.IGNORECASE)
_NAME_OR_REALS = re.compile(r"(\\?[a-zA-Z]+)(\s*(?:\\in|∈)\s*(?:\\(?:mathbb|mathbf|R)\s*\{?\s*R?\s*\}?|ℝ))?")
_REAL, _FOR = re.compile(r"\breal\b|实数", re.IGNORECASE), re.compile(r"\bfor\s*$", re.IGNORECASE)
REACH = 3  # formulas between a claim and the name that it is said for
PLAIN_VARIABLES = ("x", "z", "u", "t")  # of others, such as p and n, not all real values may be meant where nobody says so
_NARROWED = re.compile(
    r"\s*(?:with|of\b|such|satisf|near|greater|less|in\b|between|close|large|small|>|<|的?(?:正|负|大于|小于))", re.IGNORECASE
)


def _quantified(prose: Prose, maths: Maths) -> Iterator[str]:
    """The names of which the sentence says right beside the formula that it holds for all their real values: ``for all $x$``."""
    k = prose.number(maths)
    for j in (*range(max(0, k - REACH), k), *range(k + 1, min(k + REACH + 1, len(prose.places)))):
        name = _NAME_OR_REALS.fullmatch(prose.block.maths[j].excerpt.text.strip())
        (start, end), own = prose.places[j], prose.places[k]
        between = prose.text[end : own[0]] if j < k else prose.text[own[1] : start]
        if name is None or len(between) > WINDOW or _SENTENCE_END.search(between):
            continue
        words = prose.text[max(0, start - 40) : start]
        letter = name[1].removeprefix("\\")
        real = bool(name[2]) or _REAL.search(words)
        says = UNIVERSAL.search(words) or (name[2] and _FOR.search(words))
        if says and (real or letter in PLAIN_VARIABLES) and not _NARROWED.match(prose.text[end : end + 20]):
            yield letter


def _disowns(words: str) -> bool:
    """Whether the clause right before a formula says that it is false; one that gives a reason or goes on does not."""
    clause = _CLAUSE_END.split(words)[-1]
    found = list(DISOWNED.finditer(clause))
    return bool(found) and not TURNING.search(clause[found[-1].end() :])


def _near(between: str, most: int = NEAR) -> bool:
    return len(between.strip()) <= most and FORMULA not in between and not _SENTENCE_END.search(between)


_WHERE = re.compile(r"\s*[,，;；]?\s*(?:where|with|in which|其中)\s*[:：,，]?\s*", re.IGNORECASE)
_EXPLAINING = re.compile(r"(?:\bwhere|\bin which|其中)\s*[:：,，]?\s*$", re.IGNORECASE)  # the formula after it explains a name
_AND_WHERE = re.compile(r"\s*[,，;；、]?\s*(?:and|和|以及|where|with)?\s*", re.IGNORECASE)


def explained_behind(prose: Prose, maths: Maths) -> Iterator[Maths]:
    """The formulas in which the sentence explains the names of the one before them: ``$4/u^2$, where $u = e^x + e^{-x}$ and …``."""
    k = prose.number(maths)
    for j in range(k + 1, min(k + 1 + REACH, len(prose.places))):
        between = prose.text[prose.places[j - 1][1] : prose.places[j][0]]
        if not (_WHERE if j == k + 1 else _AND_WHERE).fullmatch(between):
            return
        yield prose.block.maths[j]


_EQUATION = re.compile(r"[^<>≤≥]*?[^<>≤≥:!]=[^<>≤≥]*")


def _without_explanation(prose: Prose, maths: Maths, behind: str) -> str:
    """What stands behind a formula, without the word by which it explains a name in it; one before a condition limits it."""
    k = prose.number(maths) + 1
    explains = k < len(prose.places) and _EQUATION.fullmatch(prose.block.maths[k].excerpt.text)
    return _WHERE.sub(" ", behind, count=1) if explains and _WHERE.match(behind) else behind


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
