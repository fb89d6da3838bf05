"""A value or a set in a sentence that should be another: the piece of the text, and what belongs there in the author's notation."""

from __future__ import annotations

import re
from fractions import Fraction

from symact.claims.model import Proposal, Wrote
from symact.decide import decide_obligation
from symact.obligations import All, Obligation, Occurs, Tends
from symact.repair.patches import in_style
from symact.source import Source, Span
from symact.verdict import Fix, Verdict

__all__ = ["reworded"]

_PLAIN = (
    (re.compile(r"\\left|\\right|[{}]|\\,"), ""),
    (re.compile(r"\\infty"), "∞"),
    (re.compile(r"\\alpha"), "α"),
    (re.compile(r"\\beta"), "β"),
    (re.compile(r"\\lambda"), "λ"),
    (re.compile(r"\\pi"), "π"),
)
_INNER = re.compile(r"(?:\$\$?|\\\(|:math:`|`\$?|\\\[)\s*(.*?)\s*(?:\$\$?|\\\)|`|\$?`|\\\])", re.DOTALL)  # a formula without its delimiters
_WORDS = {"exp": r"指数|[Ee]xponentials?", "log": r"对数|[Ll]ogarithm(?:s|ic)?"}
_AND = r"(?:和|与|及|以及|、|\s+and\s+(?:an?\s+|the\s+)?)"
_ENDS = re.compile(r"[^\s\[\](){}]+(\s*(?:\band\b|\bto\b|到|至|和|与|~|–|—|∼)\s*)[^\s\[\](){}]+")  # 0 and 1
_INTERVAL = re.compile(r"[\[(]([^,;]+), ?([^,;]+)[\])]")
_FRACTION = re.compile(r"\\frac\{(\d+)\}\{(\d+)\}")


def reworded(proposal: Proposal, verdict: Verdict, source: Source) -> Fix | None:
    """What to write instead of the one value, set or word that is wrong; None where that is not plain."""
    if verdict.evidence is not None and verdict.evidence.method == "ingredients":
        return _other_word(proposal, verdict, source)
    wrong: list[tuple[Wrote, str]] = []
    for wrote, truth in zip(proposal.wrote, _truths(proposal, verdict), strict=False):
        text = in_style(truth, wrote.text) if wrote.tex else _plainly(truth, wrote.text)
        text = text if wrote.tex else _as_ends(text, wrote.text)
        if not text:
            return None
        if text != wrote.text.strip("$ "):
            wrong.append((wrote, text))
    if len(wrong) != 1:
        return None
    wrote, text = wrong[0]
    inner = _INNER.fullmatch(source.slice(wrote.span)) if wrote.tex else None
    span = wrote.span if inner is None else Span(*(wrote.span.start + at for at in inner.span(1)))
    return Fix(source.place(span), span, text, "safe" if verdict.status == "refuted" and wrote.certain else "unsafe")


def _other_word(proposal: Proposal, verdict: Verdict, source: Source) -> Fix | None:
    """Of an enumeration what does not occur is left out; a rule of differentiation gets the name of the one that is used."""
    assert verdict.evidence is not None
    for name in verdict.evidence.to_json()["names"]:
        words = _WORDS.get(name)
        if words is None:
            continue
        text, own = source.slice(proposal.span), proposal.own
        new = ""
        found = re.search(rf"{_AND}(?:{words})", text) or re.search(rf"(?:{words}){_AND}", text)
        if proposal.kind == "justification":
            power = isinstance(own, Occurs) and own.term.head == "pow" and own.term.args[1].is_num
            found = re.search(words, text) if power else None
            new = "幂" if found is not None and not found[0].isascii() else "power"
        if found is not None:
            span = Span(proposal.span.start + found.start(), proposal.span.start + found.end())
            return Fix(source.place(span), span, new, "safe")
    return None


def _truths(proposal: Proposal, verdict: Verdict) -> list[str]:
    """The truth for each value that was written, in LaTeX; empty where it is not known."""
    own, values = proposal.own, len(proposal.wrote)
    if own is None or not values:
        return []
    if proposal.kind == "limit":
        parts = own.parts if isinstance(own, All) else (own,)
        found = [_limit(part) for part in parts]
        if "" in found:
            return []
        return found if len(found) == values else found[:1] if len(set(found)) == values == 1 else []
    if proposal.kind not in ("range", "value") or verdict.evidence is None or values != 1:
        return []
    truth = str(verdict.evidence.to_json().get("truth", ""))
    return [truth] if truth and "\\cup" not in truth and "ldots" not in truth else []


def _limit(part: Obligation) -> str:
    verdict = decide_obligation(part) if isinstance(part, Tends) else None
    return "" if verdict is None or verdict.evidence is None else str(verdict.evidence.to_json().get("truth", ""))


def _as_ends(text: str, written: str) -> str:
    """Of an interval its two ends, where the author writes "0 and 1"; empty for another set."""
    ends = _ENDS.fullmatch(written)
    if ends is None:
        return text
    interval = _INTERVAL.fullmatch(text)
    return "" if interval is None else f"{interval[1]}{ends[1]}{interval[2]}"


def _plainly(truth: str, written: str) -> str:
    """LaTeX as plain text, with decimals where the author writes some; empty where it would need more than signs."""
    decimal = "." in written

    def quotient(m: re.Match[str]) -> str:
        value = Fraction(int(m[1]), int(m[2]))
        exact = decimal and not 10**6 % value.denominator
        return f"{float(value):g}" if exact else f"{m[1]}/{m[2]}"

    text = _FRACTION.sub(quotient, truth)
    for pattern, plain in _PLAIN:
        text = pattern.sub(plain, text)
    return "" if "\\" in text else text.strip()
