"""What a claim is before it is decided: its kind, its place, and the obligations that make it true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from symact.notation.syntax import Node
from symact.obligations import Obligation
from symact.source import Span
from symact.terms.core import Term
from symact.verdict import Reason

__all__ = ["Alternative", "Gap", "Link", "Proposal", "Remark", "Wrote"]

Hook = Callable[[Term], Term]


@dataclass(frozen=True)
class Gap:
    """Why a claim cannot be decided: a verdict's reason and a phrase."""

    reason: Reason
    detail: str


@dataclass(frozen=True)
class Remark:
    """A finding that needs no decision."""

    code: str
    message: str
    span: Span
    replacement: str = ""  # what belongs in the place of the span, where that is plain


@dataclass(frozen=True)
class Link:
    """A step's ties: the number of its chain, and what its other obligations are.

    ``chain`` tells chains apart; ``previous`` is this member against the one before it, in each way to take it, while the
    claim's own obligations are those against the head. ``reread`` gives the member before it under a hook that puts other
    values for derivatives.
    """

    chain: int
    previous: tuple[Alternative, ...] | Gap
    previous_span: Span
    reread: Callable[[Hook], Term] | None = None


@dataclass(frozen=True)
class Alternative:
    """One way to take a claim. With a doubt, a proof confirms it and nothing refutes it.

    ``reading`` tells apart the readings of a notation that can be taken in several ways: all of them must agree. ``usual`` is the
    condition under which the obligation is considered: that parameters have the values which are meant where nobody speaks of them.
    ``approximates`` is what the claim speaks of exactly, where this obligation is about an approximation to it.
    """

    obligation: Obligation
    doubt: Gap | None = None
    reading: str = ""
    usual: Term | None = None
    approximates: Term | None = None


@dataclass(frozen=True)
class Wrote:
    """A value or a set as the words have it: where it stands, its text, and whether that is LaTeX.

    It is ``certain`` of what it is said where the function is named, and no pronoun stands for it.
    """

    span: Span
    text: str
    tex: bool
    certain: bool = True


@dataclass(frozen=True)
class Proposal:
    """A claim found in a document, to be decided.

    It is true if any of the ``alternatives`` holds (the names of a catalogue's parameters may be matched in several ways).
    A claim with a ``gap`` cannot be decided. ``limits`` are conditions that the sentence names beside the formula: it may be
    meant under one of them only. Where it fails, but an obligation of ``lenient`` holds, it is right in the way that is named beside
    that, and not refuted. ``assertive`` is false where the text does not say that this is a claim: such a proposal counts only if it holds.
    """

    kind: str
    span: Span
    latex: str
    alternatives: tuple[Alternative, ...] = ()
    gap: Gap | None = None
    assertive: bool = True
    limits: tuple[Term, ...] = ()
    lenient: tuple[tuple[Obligation, str], ...] = ()
    disowned: bool = False
    link: Link | None = None
    chain: int = -1
    remarks: tuple[Remark, ...] = ()
    node: Node | None = None
    folded: Term | None = None  # the left side with the names of the document kept, for telling the truth
    variable: Term | None = None  # what the claim speaks of as a function of it, for telling the truth
    head: Node | None = None  # the left side as written
    before: Node | None = None  # the member before it, as written
    value_of: Callable[[Node], Term] | None = None  # what a piece of the right side means, for repairing it
    shape_of: Callable[[Node], Term] | None = None  # how a member is written: functions under their names, derivatives not taken
    about: str = ""  # the name of the catalogue entry that it is about
    words: str = ""  # of a claim in a sentence: its words
    wrote: tuple[Wrote, ...] = ()  # and the values or the set in them

    @property
    def own(self) -> Obligation | None:
        """The most natural obligation."""
        return self.alternatives[0].obligation if self.alternatives else None

    def doubted(self, doubt: Gap) -> Proposal:
        """The claim where nothing can refute it."""
        return replace(self, alternatives=tuple(replace(a, doubt=a.doubt or doubt) for a in self.alternatives))
