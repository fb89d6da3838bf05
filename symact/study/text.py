"""What is known of a function, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from symact.catalogue import Activation
from symact.derive import Derivation, NotDerived, derive
from symact.derive.rules import shown
from symact.notation.plain import plain, plain_words
from symact.study.facts import Part, sheet
from symact.terms.calculus import NotDifferentiable
from symact.terms.core import free
from symact.terms.latex import to_latex

__all__ = ["text"]

WIDE = 48  # of a formula beside which its rule still stands on the line


def text(a: Activation) -> str:
    """Definition, derivations and facts of a function, with its rules beside the lines. Raises NotDerived, NotDifferentiable."""
    return "\n".join(_lines(a)) + "\n"


def _lines(a: Activation) -> Iterator[str]:
    if a.source:
        yield a.title
    first = derive(a)
    yield f"  {plain(first.definition)}"
    if a.conditions:
        yield f"  with {', '.join(plain(to_latex(c)) for c in a.conditions)}"
    j = first.jacobian
    if a.implicit is not None:
        yield f"  where {plain(to_latex(a.implicit[1]))}"
    if j is not None and j.near:
        yield f"  {j.near}"
        yield f"  near there  y{'ᵢ' if a.is_indexed else ''} = {plain(shown(j.f))}"
    for d in _derivations(a, first):
        yield ""
        yield from _chain(d)
    if j is not None and j.named is not None:
        yield f"  with  {plain(shown(j.named))}"
    if j is not None and (matrix := j.matrix()) is not None:
        yield f"\n  as a matrix  {plain(matrix)}"
    yield from _facts(a)


def _derivations(a: Activation, first: Derivation) -> Iterator[Derivation]:
    yield first
    if a.of_vectors:
        return
    try:
        yield from (derive(a, variable=v) for v in a.variables[1:])
        if len(a.variables) == 1:
            yield derive(a, order=2)
    except (NotDerived, NotDifferentiable):
        return


def _chain(d: Derivation) -> Iterator[str]:
    yield f"  {plain(d.subject)}"
    for s in d.steps:
        line = plain(s.latex)
        rule = f"[{plain_words(s.rule)}]"
        if len(line) <= WIDE:
            yield f"    = {line:{WIDE}}  {rule}"
        else:
            yield f"    = {line}"
            yield f"      {'':{WIDE}}  {rule}"


def _facts(a: Activation) -> Iterator[str]:
    try:
        found = sheet(a)
    except NotDerived:
        return
    for part in found.parts:
        if part.facts:
            yield ""
            yield from _about(a, part)
            yield from _rows(part)


def _about(a: Activation, part: Part) -> Iterator[str]:
    """What function the facts are about, where that is not the one at the top."""
    s = part.subject
    if s is None:
        return
    stated = f"{plain(s.at(to_latex(s.x)))} = {plain(shown(s.term))}"
    if part.words:
        given = ", ".join(plain(to_latex(c)) for c in s.given)
        yield f"  {part.words}  {stated}{f'  with {given}' if given else ''}"
        return
    values = [(p.symbol, p.shown) for p in a.parameters if p.shown is not None]
    if values:
        put = ", ".join(f"{plain(to_latex(p))} = {float(v):.10g}" for p, v in values)
        yield f"  at {put}:  {stated}"
    if free(s.term) - {s.x}:
        yield "  with its parameters left open:"


def _rows(part: Part) -> Iterator[str]:
    for f in part.facts:
        if f.found:
            value = f.value or plain(f.statement)
            yield f"  {plain_words(f.words):26} {plain_words(value if f.proved else f'{value} ({f.verdict.status})')}"
    gaps = [plain_words(f.words) for f in part.facts if not f.found]
    if gaps:
        yield f"  not found: {', '.join(gaps)}"
