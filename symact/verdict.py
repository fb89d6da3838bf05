"""What symact says: verdicts with their evidence, findings with their places, and the report that holds them.

All decision procedures answer with a :class:`Verdict`; all output formats read only a :class:`Report`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

from symact.source import Place, Source, Span

__all__ = [
    "Applicability", "Claim", "DocumentReport", "Evidence", "Finding", "Fix", "Plot", "Reason", "Report", "RouteLine", "Severity", "Status",
    "Unread", "Verdict", "conditional", "proved", "refuted", "undecided",
]  # fmt: skip

Status = Literal["proved", "refuted", "conditional", "undecided"]
Reason = Literal["timeout", "incomplete", "unreadable", "ambiguous", "unbound"]
Severity = Literal["error", "warning", "note"]
Applicability = Literal["safe", "unsafe", "display-only"]


@runtime_checkable
class Evidence(Protocol):
    """What supports a verdict and can be checked again."""

    @property
    def method(self) -> str: ...

    def check(self) -> bool:
        """Whether the evidence holds, found by another way than the one that produced it."""

    def to_json(self) -> dict[str, Any]:
        """``method`` and, where they exist, ``point``, ``left``, ``right``, ``truth``, and what a re-check needs."""


@dataclass(frozen=True)
class Verdict:
    """proved, refuted, conditional or undecided, with what supports it.

    ``condition`` is in SymPy's syntax with plain names (``Ne(x, 0)``), ``told`` the same for the reader (``x != 0``); ``reason``
    says why nothing was decided; ``detail`` is one phrase for the reader (``equal at x = 0 only``).
    """

    status: Status
    evidence: Evidence | None = None
    condition: str | None = None
    reason: Reason | None = None
    detail: str = ""
    told: str = ""

    def __bool__(self) -> bool:
        raise TypeError("a Verdict has four values: compare .status with 'proved', 'refuted', 'conditional', 'undecided'")


def proved(evidence: Evidence, detail: str = "") -> Verdict:
    return Verdict("proved", evidence, detail=detail)


def refuted(evidence: Evidence, detail: str = "") -> Verdict:
    return Verdict("refuted", evidence, detail=detail)


def conditional(condition: str, evidence: Evidence | None, detail: str = "", told: str = "") -> Verdict:
    return Verdict("conditional", evidence, condition=condition, detail=detail, told=told or condition)


def undecided(reason: Reason, detail: str = "") -> Verdict:
    return Verdict("undecided", reason=reason, detail=detail)


# How a notebook shows findings, claims and reports: the head of the house knows, and is asked when a notebook asks.
def _html(self: Finding | Claim | Report) -> str:
    from symact.report.notebook import html

    return html(self)


def _markdown(self: Finding | Claim | Report) -> str:
    from symact.report.notebook import markdown

    return markdown(self)


@dataclass(frozen=True)
class Fix:
    """An edit of the source with its applicability: safe, unsafe or display-only."""

    place: Place
    span: Span
    replacement: str
    applicability: Applicability


@dataclass(frozen=True)
class Related:
    """A second place that helps to understand a finding."""

    place: Place
    message: str


@dataclass(frozen=True)
class RouteLine:
    """A line of a derivation that leads on from the last right line: what it says, LaTeX, and the rule that gives it."""

    latex: str
    rule: str


@dataclass(frozen=True)
class Finding:
    """A located remark for the reader, with a code that names the fault."""

    code: str
    severity: Severity
    message: str
    place: Place
    label: str = ""  # what is said under the caret
    related: tuple[Related, ...] = ()
    notes: tuple[str, ...] = ()  # further lines: the witness, the truth, what it follows from
    fix: Fix | None = None
    route: tuple[RouteLine, ...] = ()  # of a chain whose route is lost: how it goes on from its last right line

    _repr_html_, _repr_markdown_ = _html, _markdown


@dataclass(frozen=True)
class Plot:
    """Both sides of a claim as functions of one variable: their values at points of it, None where a side has none.

    ``at`` is the point at which they are known to differ; the other names keep the values ``fixed`` that they have there.
    """

    variable: str
    at: float
    x: tuple[float, ...]
    left: tuple[float | None, ...]
    right: tuple[float | None, ...]
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Claim:
    """A claim of the document with its verdict. ``source`` is sliced from the text; ``statement`` is what was decided."""

    id: str
    kind: str
    place: Place
    source: str
    statement: str
    verdict: Verdict
    follows_from: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    section: tuple[str, ...] = ()  # the headings above it, outermost first
    latex: str = ""  # the claim as typeset, a step with its sign; empty where the document has it in plain text
    truth: str = ""  # for a refuted claim: what holds instead, LaTeX
    plot: Plot | None = None  # where both sides depend on one variable and differ

    _repr_html_, _repr_markdown_ = _html, _markdown


@dataclass(frozen=True)
class Unread:
    """A fragment that was not read entirely, with the reason."""

    place: Place
    source: str
    reason: str


@dataclass(frozen=True)
class DocumentReport:
    source: Source
    found: int
    read: int
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...] = ()
    unread: tuple[Unread, ...] = ()
    cells: tuple[Source, ...] = ()  # of a notebook: the texts in which its places lie

    @property
    def path(self) -> str:
        return self.source.path

    def source_of(self, place: Place) -> Source:
        """The text in which a place lies: the document, or a cell of it (an empty one where its text is not known)."""
        if place.cell is None:
            return self.source
        return next((c for c in self.cells if c.cell == place.cell), Source(self.path, "", place.cell))

    @property
    def summary(self) -> dict[str, int]:
        return _counts(c.verdict.status for c in self.claims)


@dataclass(frozen=True)
class Report:
    documents: tuple[DocumentReport, ...] = field(default=())

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(c for d in self.documents for c in d.claims)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding in the order of the documents, those of claims and those of no single claim."""
        return tuple(f for d in self.documents for f in (*(f for c in d.claims for f in c.findings), *d.findings))

    @property
    def summary(self) -> dict[str, int]:
        return _counts(c.verdict.status for c in self.claims)

    _repr_html_, _repr_markdown_ = _html, _markdown


def _counts(statuses: Iterable[str]) -> dict[str, int]:
    seen = Counter(statuses)
    return {s: seen[s] for s in ("proved", "refuted", "conditional", "undecided")}
