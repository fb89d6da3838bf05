"""What a piece of prose is about: mentions of catalogue entries in headings, sentences and table cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

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
def _table() -> tuple[re.Pattern[str], dict[str, Entry]]:
    """One pattern for all names, the longest first, and what each means."""
    names: dict[str, Entry] = {}
    for entries in (ACTIVATIONS.values(), LOSSES.values(), DENSITIES):
        for entry in entries:
            for word in (entry.name.replace("_", " "), entry.name, entry.title, *entry.aliases):
                key = _key(word)
                if len(key) > 2:
                    names.setdefault(key, entry)
    words = sorted(names, key=len, reverse=True)
    pattern = "|".join(r"[\s\-_]?".join(map(re.escape, _pieces(w))) for w in words)
    return re.compile(rf"(?<![A-Za-z\\])(?:{pattern})(?![A-Za-z])", re.IGNORECASE), names


def _key(word: str) -> str:
    return re.sub(r"[\s\-_]+", "", word).casefold()


def _pieces(word: str) -> list[str]:
    """The characters of a name; between Latin ones a space, hyphen or underscore may stand."""
    return re.findall(r".", word)


def mentions(text: str) -> list[Mention]:
    """Every catalogue entry that the text names, in order; ordinary words alone do not count."""
    pattern, names = _table()
    out = []
    for m in pattern.finditer(text):
        key = _key(m.group())
        if key in _ORDINARY:
            continue
        entry = names.get(key)
        if entry is not None:
            out.append(Mention(entry, m.start(), m.end(), m.group()))
    return out


def subject_of_heading(text: str) -> Entry | None:
    """The entry that a heading names; None where it names none or several different ones."""
    pattern, names = _table()
    found = {names[_key(m.group())].name: names[_key(m.group())] for m in pattern.finditer(text) if _key(m.group()) in names}
    if len(found) > 1:  # "Parametric ReLU (PReLU)": the longer name holds the shorter
        spoken = [e for e in found.values() if e.name not in ("relu", "softmax")]
        if len(spoken) == 1:
            return spoken[0]
        return None
    return next(iter(found.values()), None)
