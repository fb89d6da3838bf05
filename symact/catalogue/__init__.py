"""Known functions as data: an entry each, found by any of its names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from symact.catalogue import exponential, gated, losses, periodic, rectified, selfgated, sigmoidal, vectors
from symact.catalogue.densities import DENSITIES
from symact.catalogue.entry import Activation, Density, Kink, Parameter

__all__ = [
    "ACTIVATIONS", "DENSITIES", "IMPLICIT", "LOSSES", "Activation", "Density", "Kink", "Parameter", "UnknownName", "activation", "density",
    "lookup", "meanings", "normalise",
]  # fmt: skip

FAMILIES = (sigmoidal, rectified, exponential, selfgated, periodic, vectors, gated)
ACTIVATIONS: dict[str, Activation] = {a.name: a for family in FAMILIES for a in family.ENTRIES}
IMPLICIT: dict[str, Activation] = {a.name: a for a in vectors.IMPLICIT}  # known by an equation: no formula is held against them
LOSSES: dict[str, Activation] = {a.name: a for a in losses.ENTRIES}


class UnknownName(KeyError):
    """No entry has this name; the message names the nearest ones."""

    def __str__(self) -> str:
        return str(self.args[0])


_ORNAMENT = re.compile(r"^the|(activation)?functions?$|activations?$|loss$|激活函数$|函数$|损失$|分布$|distribution$")
_BRACKET = re.compile(r"[(\[].*?[)\]]")


def normalise(name: str) -> str:
    """A name without case, width, spaces, hyphens, underscores and marks: ``Leaky ReLU`` -> ``leakyrelu``."""
    wide = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\s\-_‐‑–—·.'`*$\\]+", "", wide)


def _spellings(name: str) -> list[str]:
    """The name, then without brackets, without what stands in them and without words like "function", then what stands in them."""
    whole = normalise(name)
    candidates = [whole, re.sub(r"[()\[\]=\"]", "", whole), _BRACKET.sub("", whole), *_inside(name)]
    return list(dict.fromkeys(c for c in (*candidates, *(_ORNAMENT.sub("", c) for c in candidates)) if c))


def _inside(name: str) -> list[str]:
    return [b[1:-1] for b in _BRACKET.findall(normalise(name))]


@cache
def _names() -> dict[str, Activation]:
    """Every spelling of every activation; a name beats an alias, an earlier entry a later one."""
    return _spelled(ACTIVATIONS, LOSSES)


@cache
def _implicit() -> dict[str, Activation]:
    return _spelled(IMPLICIT)


def _spelled(*families: dict[str, Activation]) -> dict[str, Activation]:
    out: dict[str, Activation] = {}
    for entries in (family.values() for family in families):
        for key in ("name", "title", "aliases"):
            for a in entries:
                words = getattr(a, key)
                for word in words if isinstance(words, tuple) else (words,):
                    out.setdefault(normalise(word), a)
    return out


@cache
def _density_names() -> dict[str, Density]:
    return {normalise(word): d for d in reversed(DENSITIES) for word in (*d.aliases, d.name)}


def lookup(name: str) -> Activation | None:
    """The activation or loss of that name or alias, or None. Case, spaces, hyphens and underscores do not count."""
    names = _names()
    return next((names[s] for s in _spellings(name) if s in names), None)


def meanings(name: str) -> tuple[Activation, ...]:
    """All entries that the name may mean, the usual one first: Swish without and with a slope."""
    first = lookup(name)
    return () if first is None else (first, *(ACTIVATIONS[other] for other in first.also))


def density(name: str) -> Density | None:
    """The distribution of that name or alias, or None."""
    names = _density_names()
    return next((names[s] for s in _spellings(name) if s in names), None)


def activation(name: str) -> Activation:
    """The activation of that name; brackets hold nothing but its variable or another name of it, as ``GELU (tanh approximation)``.

    Raises UnknownName, which names the nearest entries.
    """
    if not isinstance(name, str):
        raise TypeError(f"an activation is asked for by one of its names, not by a {type(name).__name__}")
    names = {**_implicit(), **_names()}
    spelled = [s for s in _spellings(name) if s in names]
    if spelled and (spelled[0] not in _spellings(_BRACKET.sub("", name)) or all(_adds_nothing(s, names[spelled[0]]) for s in _inside(name))):
        return names[spelled[0]]
    from difflib import get_close_matches  # rarely needed, and slow to import

    near = [*spelled[:1], *get_close_matches(normalise(name), names, n=6, cutoff=0.6)]
    nearest = list(dict.fromkeys(names[k].name for k in near))[:3]
    hint = f"; the nearest {'names are' if nearest[1:] else 'name is'} {', '.join(nearest)}" if nearest else ""
    raise UnknownName(f"no activation is called {name!r}{hint}")


def _adds_nothing(words: str, a: Activation) -> bool:
    """Whether words in brackets are a variable of the entry or another name of it."""
    return words in map(normalise, a.variables) or any(lookup(s) is a for s in _spellings(words))
