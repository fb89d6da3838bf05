r"""A chain whose route is lost, mended: the right members stay, and the shortest derivation takes the place of the wrong ones.

From the last right member before the error the derivation leads to the next right member behind it, else to the truth in its
final form. Every new line is read again in its place, and must be proved equal to the head and to the line before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from symact.budget import tick
from symact.catalogue import Activation
from symact.claims.model import Gap, Proposal
from symact.derive.chain import Line
from symact.derive.route import Names, forms, route, same_writing
from symact.derive.tidy import tidy
from symact.judge import verdict_on
from symact.meaning.elaborate import Fork, Unclear
from symact.meaning.names import standard_function
from symact.notation.plain import plain, typed
from symact.notation.syntax import NotationError
from symact.obligations import Equation
from symact.repair.correct import ENOUGH, Correction, Wording
from symact.repair.fixes import fix_of
from symact.repair.patches import in_hand
from symact.source import Edit, Span, apply_edits
from symact.terms.calculus import NotDifferentiable
from symact.terms.core import Term, smaller, walk
from symact.verdict import Fix, RouteLine, Status

__all__ = ["Member", "Rerouted", "rerouted"]

KINDS = frozenset(("step", "derivative", "jacobian", "equality"))
LARGE = 120  # nodes of a member beyond which no way is looked for
_LAYOUT = re.compile(r"(?:\\\\(?:\[[^\]\n]*\])?|[&=\s])*")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_REASON = re.compile(r"&&\s*\\text\s*\{[^{}]*\}")  # what a row was said to follow by


@dataclass(frozen=True)
class Member:
    """A member of a chain behind its relation sign: its claim, the ``number``-th of its formula, and what would mend it."""

    claim: Proposal
    number: int
    status: Status | None  # None where it is not asserted
    correction: Correction | None = None

    @property
    def lost(self) -> bool:
        """Whether it is wrong and no small edit mends it that is a natural one."""
        return self.status == "refuted" and (self.correction is None or self.correction.cost >= ENOUGH)

    @property
    def latex(self) -> str:
        """What it reads as when it is mended."""
        return "" if self.correction is None else self.correction.latex

    @property
    def span(self) -> Span:
        assert self.claim.node is not None
        return self.claim.node.span


@dataclass(frozen=True)
class Rerouted:
    """The members from ``first`` to ``last``, in whose place ``fix`` puts a way around them.

    ``lines`` lead from the last right member to the truth, which is told in ``truth`` where the chain itself does not come to it.
    """

    first: int
    last: int
    lines: tuple[RouteLine, ...]
    truth: str
    fix: Fix


def rerouted(members: Sequence[Member], wording: Wording) -> Iterator[Rerouted]:
    """The ways around what is lost in a chain of several members; where none is proved, nothing."""
    lost = [k for k, m in enumerate(members) if m.lost and m.claim.kind in KINDS and len(members) > 1]
    at = 0
    while (k := next((k for k in lost if k >= at), -1)) >= 0:
        way = _Repair(members, k, wording).way()
        at = k + 1 if way is None else way.last + 1
        if way is not None:
            yield way


@dataclass
class _Repair:
    members: Sequence[Member]
    first: int
    wording: Wording

    def way(self) -> Rerouted | None:
        """The way around the members from ``first`` to the next right one."""
        last = self.first
        while last + 1 < len(self.members) and self.members[last + 1].status == "refuted":
            last += 1
        behind = self.members[last + 1] if last + 1 < len(self.members) else None
        if behind is not None and behind.status != "proved":
            return None
        try:
            return self._way(last, behind)
        except (Unclear, Fork, NotationError, NotDifferentiable, RecursionError):
            return None

    def _way(self, last: int, behind: Member | None) -> Rerouted | None:
        start = self._start()
        if start is None or not _small(start):
            return None
        end = behind or self.members[last]
        wanted = _shape(end.claim) if behind is not None else None if end.lost else self._mended(end)
        if wanted is not None and not _small(wanted):
            wanted = None
        if behind is not None and wanted is None:
            return None
        names = self._names((start,) if wanted is None else (start, wanted))
        start, wanted = names.known(start), None if wanted is None else names.known(wanted)
        if behind is not None and wanted is not None:
            goal, text = wanted, self._of(behind)
        else:
            goal, text = self._best(start, wanted, end.latex, names)
        if behind is None and last > self.first and self._restates(self.members[last], goal, text, names):
            last -= 1
        return self._put_in(route(start, goal, names), last, behind, text)

    # ---- where the way begins, and where it leads

    def _start(self) -> Term | None:
        """The last right member: what stands before the first wrong one if that is right, or as it was mended."""
        before = self.members[self.first - 1] if self.first else None
        if before is not None and before.status == "refuted":
            return None if before.lost else self._mended(before)
        claim = self.members[self.first].claim
        given = before is None or before.status == "proved"
        return claim.shape_of(claim.before) if given and claim.shape_of is not None and claim.before is not None else None

    def _best(self, start: Term, end: Term | None, text: str, names: Names) -> tuple[Term, str]:
        """The lightest form of the truth that the last right member is not yet.

        It may be the last member as a small edit mends it, and has its ``text`` then.
        """
        derived = self._mended(self.members[self.first])
        others = [t for t in (end, None if derived is None else names.known(derived)) if t is not None]
        found = forms(start, names, [form for t in others for form in (t, tidy(t))])
        goal = next((t for t in found if not same_writing(t, start)), found[0])
        return goal, text if end is not None and same_writing(end, goal) else self._written(names.latex(goal))

    def _restates(self, member: Member, goal: Term, text: str, names: Names) -> bool:
        """Whether a member as it is mended says the goal in other words: it stays behind it."""
        end = None if member.latex == text else self._mended(member)
        return end is not None and same_writing(names.by_name(names.known(end)), goal)

    def _mended(self, member: Member) -> Term | None:
        """How a member is written when it is mended."""
        return None if member.correction is None else self._reread(member.number, list(member.correction.edits))

    def _names(self, terms: Sequence[Term]) -> Names:
        """The functions of one variable that the document defines, and the standard ones in the terms; the entries of vectors."""
        scope = self.wording.scope
        functions = {b.name: (b.formal[0], b.body) for b in scope.functions}
        for name in {str(a.args[0]) for t in terms for a in walk(t) if a.head == "app"} - set(functions):
            entry = standard_function(name)
            if isinstance(entry, Activation) and not entry.parameters and len(entry.variables) == 1:
                functions[name] = (entry.variable, entry.expression)
        return Names.of(functions, {b.name: (b.formal[0], b.body) for b in scope.vectors})

    def _reread(self, number: int, edits: list[Edit]) -> Term | None:
        """How a member is written after edits of the formula."""
        found = self.wording.again(apply_edits(self.wording.text, edits))
        return _shape(found[number]) if number < len(found) else None

    def _written(self, latex: str) -> str:
        """LaTeX of ours as the formula has it, or as plain text where that is what it is."""
        text = self.wording.text
        return in_hand(latex, text) if self.wording.maths.tex else typed(latex) if text.isascii() else plain(latex)

    # ---- the lines in the place of the members

    def _put_in(self, lines: list[Line], last: int, behind: Member | None, text: str) -> Rerouted | None:
        wording, first, joint = self.wording, self.first, self._joint()
        rows = [self._written(line.latex) for line in lines[:-1]] + ([text] if behind is None and lines else [])
        goes = [self._gap(j) for j in range(first + bool(rows), last + 1)]  # what stands between members that go, and goes with them
        if joint is None or not all(_is_layout(_REASON.sub("", _COMMENT.sub("", gap))) for gap in goes):
            return None
        kept = "".join(f"{comment}\n" for gap in goes for comment in _COMMENT.findall(gap))
        if kept and not rows:
            return None
        place = Span(self.members[first].span.start if rows else self._end_before(first), self.members[last].span.end)
        edit = Edit(place, kept + joint.join(rows))
        members = len(self.members) - (last - first + 1) + len(rows)
        if not self._proved(edit, len(rows) + (behind is not None), members):
            return None
        told = [RouteLine(in_hand(line.latex, wording.text), line.rule) for line in lines]
        if told and wording.maths.tex:
            told[-1] = RouteLine(text, lines[-1].rule)
        truth = told[-1].latex if told and behind is None else ""
        return Rerouted(first, last, tuple(told), truth, fix_of([edit], wording.maths, wording.block))

    def _end_before(self, k: int) -> int:
        """Where the member before one ends."""
        before = self.members[k].claim.before
        assert before is not None
        return before.span.end

    def _of(self, member: Member) -> str:
        return self.wording.text[member.span.start : member.span.end]

    def _gap(self, k: int) -> str:
        """What stands between a member and the one before it."""
        return self.wording.text[self._end_before(k) : self.members[k].span.start]

    def _joint(self) -> str | None:
        """What stands between two members behind the first relation sign, as here: an end of a row with what begins the next."""
        gap = self._gap(max(self.first, 1))
        end = gap.rfind(r"\\")
        joint = _COMMENT.sub("", gap if end < 0 else f" {gap[end:]}")
        return joint if _is_layout(joint) else None

    def _proved(self, edit: Edit, checked: int, members: int) -> bool:
        """Whether so many members are proved from the first on, against the head and against the member before.

        That member is taken as it is mended.
        """
        before = self.members[self.first - 1] if self.first else None
        mended = before.correction.edits if before is not None and before.status == "refuted" and before.correction else ()
        found = self.wording.again(apply_edits(self.wording.text, [*mended, edit]))
        begin, number, own = self.members[0].number, self.members[self.first].number, self.members[self.first].claim.own
        if begin >= len(found) or sum(claim.chain == found[begin].chain for claim in found) != members:
            return False  # the text was cut in another way
        return isinstance(own, Equation) and all(_is_right(claim, own) for claim in found[number : number + checked])


def _is_right(claim: Proposal, of: Equation) -> bool:
    """Whether a claim about the same head is proved, and a step from the member before it, too."""
    tick()
    link = claim.link
    if claim.gap is not None or not isinstance(claim.own, Equation) or claim.own.left != of.left:
        return False
    if not _holds(claim):
        return False
    if link is None:
        return True
    return not isinstance(link.previous, Gap) and _holds(Proposal("step", link.previous_span, "", link.previous))


def _holds(claim: Proposal) -> bool:
    return verdict_on(claim)[0].status == "proved"


def _shape(claim: Proposal) -> Term | None:
    """How a member is written, where that was read."""
    return None if claim.shape_of is None or claim.node is None else claim.shape_of(claim.node)


def _small(t: Term) -> bool:
    return smaller(t, LARGE)


def _is_layout(text: str) -> bool:
    """Whether a text holds signs of relation and ends of rows, and nothing of the author's besides."""
    return _LAYOUT.fullmatch(text) is not None
