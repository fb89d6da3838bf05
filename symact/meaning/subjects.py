"""What a piece of prose is about: mentions of catalogue entries in headings, sentences and table cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from symact.catalogue import ACTIVATIONS, DENSITIES, LOSSES, Activation, Density

__all__ = ["Mention", "is_ordinary", "mentions", "subject_of_heading"]

Entry = Activation | Density

# Names that are ordinary words as well: they count only with their Chinese or full names, or in a heading.
_ORDINARY = frozenset(
    [
        "identity",
        "linear",
        "sign",
        "step",
        "threshold",
        "maximum",
        "erf",
        "sine",
        "cosine",
        "ramp",
        "uniform",
        "exponential",
        "laplace",
        "normal",
        "logistic",
        "concrete",
        "absolute",
        "square",
        "abs",
        "log",
        "exp",
        "relun",
        "cubic",
        "swish1",
        "sin",
        "cos",
        "tan",
        "arctan",
        "gaussian",
        "softsign2",
        "derf",
        "hinge",
        "snake",
        "serf",
    ]
)


def is_ordinary(word: str) -> bool:
    """Whether a name of a function is an ordinary word as well: threshold, step, sign."""
    return word.casefold() in _ORDINARY


@dataclass(frozen=True)
class Mention:
    entry: Entry
    start: int
    end: int
    text: str


@cache
def _names() -> tuple[dict[str, Entry], dict[str, Any]]:
    """What each name means, and the names as a tree: a character leads to the tree of what may follow, "" to a whole name."""
    names: dict[str, Entry] = {}
    for entries in (ACTIVATIONS.values(), LOSSES.values(), DENSITIES):
        for entry in entries:
            for word in (entry.name.replace("_", " "), entry.name, entry.title, *entry.aliases):
                key = _key(word)
                if len(key) > 2:
                    names.setdefault(key, entry)
    tree: dict[str, Any] = {}
    for key in names:
        node = tree
        for c in key:
            node = node.setdefault(c, {})
        node[""] = key
    return names, tree


def _key(word: str) -> str:
    return re.sub(r"[\s\-_]+", "", word).casefold()


# A name begins where a Latin word does, and anywhere among characters of other scripts.
_START = re.compile(r"(?<![A-Za-z\\])(?:[A-Za-z0-9]|[^\W\d_A-Za-z])")
_BETWEEN = frozenset(" \t\n-_")


def _spoken(text: str) -> Iterator[tuple[str, int, int]]:
    """The names in a text, the longest at each place, with where they begin and end; a separator may stand between characters."""
    _, tree = _names()
    done = 0
    for m in _START.finditer(text):
        at = start = m.start()
        if start < done:
            continue
        node, found = tree, None
        while at < len(text):
            c = text[at].casefold()
            if c not in node and text[at] in _BETWEEN and node is not tree and at + 1 < len(text):
                at += 1
                c = text[at].casefold()
            if c not in node:
                break
            node = node[c]
            at += 1
            if "" in node and not (at < len(text) and text[at].isascii() and text[at].isalpha()):
                found = (node[""], start, at)
        if found is not None:
            done = found[2]
            yield found


def mentions(text: str) -> list[Mention]:
    """Every catalogue entry that the text names, in order; ordinary words alone do not count."""
    names, _ = _names()
    return [Mention(names[key], start, end, text[start:end]) for key, start, end in _spoken(text) if key not in _ORDINARY]


def subject_of_heading(text: str) -> Entry | None:
    """The entry that a heading names; None where it names none or several different ones."""
    names, _ = _names()
    found = {names[key].name: names[key] for key, _, _ in _spoken(text)}
    if len(found) > 1:  # "Parametric ReLU (PReLU)": the longer name holds the shorter
        spoken = [e for e in found.values() if e.name not in ("relu", "softmax")]
        if len(spoken) == 1:
            return spoken[0]
        return None
    return next(iter(found.values()), None)
