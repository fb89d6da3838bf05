r"""Macros put into formulas, each character of which keeps its place.

What comes from an argument of a macro stands where the argument stands; what comes from its body stands at its use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from symact.documents.latex_macros import BUILT_IN, DEFINITION, Definitions, Macro, brace_pairs, definitions_of
from symact.documents.model import Block, Document, Maths
from symact.documents.views import blanked, masked, picked, unread_at
from symact.source import Excerpt
from symact.verdict import Unread

__all__ = ["TOO_MUCH", "Expander", "arguments_of", "with_own_macros"]

TOO_MUCH = "the macros in this formula expand to too much text"
MAX_DEPTH, MAX_LENGTH, MAX_TOTAL = 20, 20_000, 2_000_000
COMMAND = re.compile(r"\\([A-Za-z@]+)\s*|\\.", re.DOTALL)
PARAMETER = re.compile(r"#(\d)")


class Expander:
    """Expands macros in the formulas of a document, with a limit on the characters and the steps of all of them together."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.left = MAX_TOTAL

    def macro(self, name: str, place: int) -> Macro | None:
        return self.definitions.at(name, place) or BUILT_IN.get(name)

    def expanded(self, excerpt: Excerpt, place: int) -> Excerpt | None:
        """The formula with the macros that hold at a place, or None where they make it too long or too deep."""
        if "\\" not in excerpt.text or not any(m[1] and self.macro(m[1], place) for m in COMMAND.finditer(excerpt.text)):
            return excerpt
        out = _Expansion(self, place, min(MAX_LENGTH, self.left))
        try:
            out.expand(excerpt.text, list(range(len(excerpt.text))), 0)
        except _TooLongError:
            return None
        finally:
            self.left -= len(out.characters) + out.steps
        places, free = [], 0  # the first place that no character before has taken
        for at in out.places:
            if at >= free:
                places.append(at)
                free = at + 1
            else:  # from a macro's body, or an argument out of turn
                free = max(free, ~at)
                places.append(free)
        return picked(excerpt, "".join(out.characters), [*places, len(excerpt.text)])


def with_own_macros(document: Document) -> Document:
    r"""The document with the macros expanded that its own formulas define, as ``$\newcommand{\s}{\sigma}$`` does for a page.

    A definition holds for the formulas after its own, and for the rest of its own.
    """
    formulas = [m for b in document.blocks for m in b.maths]
    definitions = Definitions()
    for number, maths in enumerate(formulas):
        if DEFINITION.search(maths.excerpt.text):
            definitions_of(maths.excerpt.text, definitions, number)
    if not definitions.macros:
        return document
    expander, unread = Expander(definitions), list(document.unread)
    blocks, number = [], 0
    for block in document.blocks:
        blocks.append(replace(block, maths=tuple(_expanded_all(block, expander, number, unread))))
        number += len(block.maths)
    return replace(document, blocks=tuple(blocks), unread=tuple(unread))


def _expanded_all(block: Block, expander: Expander, number: int, unread: list[Unread]) -> Iterator[Maths]:
    """The formulas of a block with the macros expanded; one that only defines macros says nothing and is left out."""
    for place, maths in enumerate(block.maths, number):
        text = maths.excerpt.text
        bare = blanked(text, definitions_of(text).spans)
        if text.strip() and not bare.strip():
            continue
        excerpt = expander.expanded(masked(maths.excerpt, 0, len(text), bare), place) if maths.tex else maths.excerpt
        if excerpt is None:
            unread.append(unread_at(maths.excerpt, 0, len(text), TOO_MUCH))
        else:
            yield replace(maths, excerpt=excerpt)


class _TooLongError(Exception):
    """The expansion exceeds a limit."""


class _Expansion:
    """The characters that an expansion has given so far, with their places.

    The place of a character from the body of a macro is that of the use, inverted (``~place``).
    """

    def __init__(self, expander: Expander, place: int, limit: int) -> None:
        self.expander, self.place, self.limit = expander, place, limit
        self.characters: list[str] = []
        self.places: list[int] = []
        self.steps = 0

    def expand(self, text: str, places: list[int], depth: int) -> None:
        self.steps += 1
        if depth > MAX_DEPTH or self.steps > self.limit:
            raise _TooLongError
        at, braces = 0, brace_pairs(text)
        for match in COMMAND.finditer(text):
            macro = self.expander.macro(match[1], self.place) if match[1] and match.start() >= at else None
            if macro is None:
                continue
            self.put(text[at : match.start()], places[at : match.start()])
            arguments, end = arguments_of(text, braces, match.end() if macro.arity else match.end(1), macro)
            body, body_places = _filled(macro, arguments, text, places, min(places[match.start()], ~places[match.start()]))
            if body[-1:].isalpha() and macro.arity == 0 and text[end : end + 1].isalpha():
                body, body_places = body + " ", [*body_places, min(places[match.start()], ~places[match.start()])]
            self.expand(body, body_places, depth + 1)
            at = end
        self.put(text[at:], places[at:])

    def put(self, text: str, places: list[int]) -> None:
        if len(self.characters) + len(text) > self.limit:
            raise _TooLongError
        self.characters += text
        self.places += places


def arguments_of(text: str, braces: Mapping[int, int], at: int, macro: Macro) -> tuple[list[tuple[int, int] | None], int]:
    """The spans of the arguments of a use (None for the default), and where the use ends."""
    out: list[tuple[int, int] | None] = []
    at += macro.starred and text.startswith("*", at)
    for n in range(macro.arity):
        start = at
        while text[start : start + 1].isspace():
            start += 1
        if n == 0 and macro.default is not None:
            end = text.find("]", start) if text.startswith("[", start) else -1
            out.append((start + 1, end) if end > 0 else None)
            at = end + 1 if end > 0 else at
            continue
        if start in braces:
            out.append((start + 1, braces[start]))
            at = braces[start] + 1
        else:
            command = COMMAND.match(text, start)
            end = len(command[0].rstrip()) + start if command else min(start + 1, len(text))
            out.append((start, end))
            at = end
    return out, at


def _filled(
    macro: Macro, arguments: list[tuple[int, int] | None], text: str, places: list[int], use: int
) -> tuple[str, list[int]]:
    """The body of a macro with its arguments put in."""
    body: list[str] = []
    where: list[int] = []
    at = 0
    for match in PARAMETER.finditer(macro.body):
        body += macro.body[at : match.start()]
        where += [use] * (match.start() - at)
        number = int(match[1]) - 1
        span = arguments[number] if number < len(arguments) else None
        if span is not None:
            body += text[span[0] : span[1]]
            where += places[span[0] : span[1]]
        elif number == 0 and macro.default:
            body += macro.default
            where += [use] * len(macro.default)
        at = match.end()
        if len(body) > MAX_LENGTH:
            raise _TooLongError
    body += macro.body[at:]
    where += [use] * (len(macro.body) - at)
    return "".join(body), where
