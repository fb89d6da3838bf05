"""What a definition may be a definition of: the entries of the catalogue that the words around it, or its own name, speak of."""

from __future__ import annotations

import re

from symact.catalogue import Activation, Density, meanings
from symact.claims.context import Context
from symact.claims.shapes import Target
from symact.meaning.names import OPAQUE, elementary, standard_function, written_name
from symact.meaning.scope import Scope

__all__ = ["entries_of", "is_generic"]

GENERIC = OPAQUE | frozenset("h_theta hat act activation output out".split())
_DENSITY = re.compile(r"密度|概率分布|分布函数|\bdensit|\bpdf\b", re.IGNORECASE)
_LETTERS = ("sigma", "varsigma")

Entry = Activation | Density


def is_generic(target: Target) -> bool:
    """Whether the name is one that people give to any function: f(x), y_i, g(z)."""
    if target.arguments and (len(target.arguments) > 2 or any(written_name(a) is None for a in target.arguments)):
        return False
    base = target.word.split("_")[0]
    return (len(base) == 1 or base in GENERIC) and bool(target.arguments or target.indices)


def entries_of(target: Target, defines: bool, context: Context, scope: Scope) -> tuple[list[Entry], bool]:
    """The entries that a definition may be held against, and whether the text says that it is one of theirs.

    ``defines``: the author binds the name here, whatever the sentence speaks of.
    """
    standard = standard_function(target.word)
    if standard is None and elementary(target.word) and target.arguments:
        standard = next(iter(meanings(target.word)), None)
    about = context.subject or scope.subject
    if isinstance(about, Density) and not _DENSITY.search(context.lead):
        about = None
    others = _all_meanings([about, *context.near])
    if standard is not None:
        entries: list[Entry] = [*meanings(standard.name)]
        if len(target.word) > 1 and target.word not in _LETTERS:
            return entries, True
        if about is not None and about.name != standard.name:
            return [*entries, *others], False
        return list(dict.fromkeys([*entries, *others])), about is not None and not defines
    if defines or not is_generic(target):
        return [], False
    if about is None:
        return others, False
    says = (context.defining or context.pointing) and (context.subject is not None or "其" in context.lead or context.tabled)
    return (_all_meanings([about]), True) if says else (others, False)


def _all_meanings(entries: list[Entry | None]) -> list[Entry]:
    out: dict[Entry, None] = {}
    for entry in entries:
        if entry is not None:
            out |= dict.fromkeys([entry] if isinstance(entry, Density) else meanings(entry.name))
    return list(out)
