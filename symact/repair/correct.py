"""From a refuted equation to its correction: candidates by numbers, the cheapest first, each read and decided again as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from symact.budget import tick
from symact.claims.model import Proposal
from symact.decide import factored
from symact.decide.points import points
from symact.documents.model import Block, Maths
from symact.judge import verdict_on
from symact.meaning.elaborate import Fork, Unclear
from symact.meaning.names import elementary, standard_function
from symact.meaning.scope import Scope
from symact.notation.syntax import Node, NotationError
from symact.obligations import Equation
from symact.repair.patches import Patch, Writer, in_style
from symact.repair.pieces import Numbers, Piece, agree, piece_of, worth
from symact.repair.search import Item, patches
from symact.repair.truth import apart_of, tidied, truths_of, turned
from symact.source import Edit, Span, apply_edits
from symact.terms.core import Term, add, exp, free, log, mul, num, size, substitute, sym, walk
from symact.terms.latex import to_latex

__all__ = ["ENOUGH", "Correction", "Wording", "corrected"]

PLACES = 4
WHOLE, PER_PART = 2.6, 0.04  # what it costs to put the derived truth in the place of everything
TOLD = 1.4  # what it costs to put in the value that the evidence tells
BEFORE = 0.5  # what it costs to go on with what was mended before
TRIES = 16  # candidates that are decided
ENOUGH = 2.2  # with something as cheap as this in hand nothing is computed: it is a natural edit
SOLVED = 6
Place = tuple[dict[Term, object], dict[Term, object]]
NAMES = 12
LARGE = 160  # nodes of a side beyond which nothing is searched


@dataclass(frozen=True)
class Correction:
    """Edits of the text of a formula after which its claim is proved; ``latex`` is the corrected side."""

    edits: tuple[Edit, ...]
    latex: str
    slip: str
    cost: float


@dataclass(frozen=True)
class Wording:
    """The formula of which a claim is the ``number``-th; ``again`` finds the claims of another text in its place.

    ``earlier`` are wrong texts of the document with what has been put in their place.
    """

    maths: Maths
    block: Block
    number: int
    again: Callable[[str], Sequence[Proposal]]
    scope: Scope
    earlier: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        return self.maths.excerpt.text

    def of(self, node: Node) -> str:
        return self.text[node.span.start : node.span.end]


def corrected(claim: Proposal, wording: Wording, truth: str = "") -> Correction | None:
    """The cheapest edit of the right side that is proved, or None; ``truth`` is what the evidence says instead, LaTeX."""
    own, node, text = claim.own, claim.node, wording.text
    if own is None or node is None:
        return None
    head = "" if claim.head is None else _shown(text, claim.head)
    found = [*_as_mended_before(node, wording)]
    if truth:
        found.append(Patch((Edit(node.span, in_style(truth, text[node.span.start : node.span.end])),), "value", TOLD))
    if isinstance(own, Equation):
        if claim.value_of is not None and sum(1 for _ in node.walk()) <= LARGE:
            search = _Search(own, node, claim.head, claim.value_of, text, wording.scope, claim.variable)
            found += search.candidates()
        for cost, latex in truths_of(own, claim.folded or own.left, claim.variable, wording.scope):
            if claim.kind != "equality" or len(latex) <= 2 * len(head) + 8:  # else another equation than the author's
                found.append(Patch((Edit(node.span, latex),), "lost", WHOLE + PER_PART * cost))
    seen = {head}
    for patch in sorted(found, key=lambda p: _burden(p, text)):
        tick()
        new = apply_edits(text, list(patch.edits))
        side = new[node.span.start : node.span.end + len(new) - len(text)].strip()
        if "".join(side.split()) in seen or (claim.kind == "equality" and len(side) > 2 * len(wording.of(node)) + 12):
            continue
        seen.add("".join(side.split()))
        if _holds(claim, wording, new):
            return Correction(patch.edits, side, patch.slip, patch.cost)
        if len(seen) > TRIES:
            break
    return None


def _as_mended_before(node: Node, wording: Wording) -> Iterator[Patch]:
    """What was wrong before and is used here, as it was mended there."""
    mended = {"".join(wrong.split()): right for wrong, right in wording.earlier}
    edits: list[Edit] = []
    for part in node.walk() if mended else ():
        right = mended.get(_shown(wording.text, part))
        if right is not None and part is not node and not any(_overlap(part.span, e.span) for e in edits):
            edits.append(Edit(part.span, right))
    if edits:
        yield Patch(tuple(edits), "", BEFORE)


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _burden(patch: Patch, text: str) -> float:
    """The cost of an edit; of two that cost the same, the shorter text is better."""
    return patch.cost + 0.015 * sum(len(e.replacement) - (e.span.end - e.span.start) for e in patch.edits)


def _holds(claim: Proposal, wording: Wording, text: str) -> bool:
    try:
        found = wording.again(text)
    except NotationError:
        return False
    if wording.number >= len(found):
        return False
    new = found[wording.number]
    if new.kind != claim.kind or new.gap is not None or type(new.own) is not type(claim.own):
        return False
    if not isinstance(new.own, Equation) or not isinstance(claim.own, Equation):
        return verdict_on(new)[0].status == "proved"
    if claim.kind != "definition" and new.own.left != claim.own.left:
        return False
    right = new.own.right
    if _loses_values(claim.own, right):
        return False
    if claim.own.left in walk(right) and claim.own.left not in walk(claim.own.right) and right != claim.own.left:
        return False  # the left side with something added to it and taken away
    if not right.is_num and _sorted(right) == _sorted(claim.own.left) and _says_nothing(claim):
        return False
    return verdict_on(new)[0].status == "proved"


def _loses_values(own: Equation, right: Term) -> bool:
    """Whether the new side has no value where the left side and the stated side have one."""
    places: list[Place] = [(p, {}) for p in points((own.left, own.right), own.assumptions, 2 * PLACES)]
    left, now = worth(own.left, places), worth(right, places)
    return left is not None and (now is None or any(a is not None and b is None for a, b in zip(left, now, strict=True)))


def _sorted(t: Term) -> str:
    """A term without the order of its terms and factors."""
    inner = [_sorted(a) for a in t.args if isinstance(a, Term)]
    return f"{t.head}({', '.join(sorted(inner) if t.head in ('add', 'mul') else inner)})" if inner else repr(t)


def _works_out(head: Node) -> bool:
    return any(n.kind in ("deriv", "prime", "bigop") for n in head.walk())


def _says_nothing(claim: Proposal) -> bool:
    """Whether a right side that is the left side only says so; a derivative on the left is there to be worked out."""
    kinds = {n.kind for n in claim.head.walk()} if claim.head is not None else {"deriv"}
    return "bigop" in kinds or (claim.kind in ("equality", "step") and not kinds & {"deriv", "prime"})


@dataclass
class _Search:
    own: Equation
    node: Node
    head: Node | None
    value_of: Callable[[Node], Term]
    text: str
    scope: Scope
    variable: Term | None

    def __post_init__(self) -> None:
        found = points((self.own.left, self.own.right), self.own.assumptions, PLACES)
        self.places: list[Place] = [(p, {}) for p in found]
        self.known: dict[tuple[object, ...], Numbers | None] = {}

    def worth_of(self, node: Node) -> Numbers | None:
        try:
            term = self.value_of(node)
        except (Unclear, Fork, RecursionError):
            return None
        return worth(term, self.places)

    def candidates(self) -> Iterator[Patch]:
        target = worth(self.own.left, self.places)
        stated = worth(self.own.right, self.places)
        if target is None:
            return
        roots = piece_of(self.node, self.worth_of, target)
        if not agree(roots[0].values, stated):
            return
        writer = Writer(self.text, self.text[self.node.span.start : self.node.span.end])
        pool = list(self.pool(roots[0]))
        best = 9.0
        for root in roots:
            for patch in patches(root, writer, pool, self.worth_of):
                best = min(best, patch.cost)
                yield patch
        if best > ENOUGH:
            yield from self.solved(roots[0], writer)

    def solved(self, root: Piece, writer: Writer) -> Iterator[Patch]:
        """Small pieces replaced by what they would have to be, computed."""
        tried = 0
        for piece, wanted in self._wanted(root, self.own.left, 0):
            weight = sum(1 for _ in piece.node.walk())
            if weight > 4 or tried >= SOLVED:
                continue
            tried += 1
            shape = tidied(factored(wanted))
            for form in (shape, apart_of(shape)):
                if form is not None and size(form) <= 2 * weight + 4:
                    yield Patch(writer.replaced(piece, to_latex(form)), "piece", 2.0 + 0.08 * size(form))

    def _wanted(self, piece: Piece, wanted: Term, depth: int) -> Iterator[tuple[Piece, Term]]:
        """The pieces with the terms that they would have to be, the others given."""
        if depth:
            yield piece, wanted
        terms: list[Term] = []
        for part in piece.parts if depth < 5 else ():
            try:
                terms.append(self.value_of(part.node))
            except (Unclear, Fork):
                return
        for k, part in enumerate(piece.parts if terms else ()):
            rest = terms[:k] + terms[k + 1 :]
            inner: Term | None = None
            match piece.node.kind:
                case "neg":
                    inner = -wanted
                case "group" | "pos":
                    inner = wanted
                case "add":
                    inner = wanted - add(*rest)
                case "mul" | "juxt" if piece.node.value != "div":
                    inner = wanted / mul(*rest)
                case "frac":
                    inner = wanted * rest[0] if k == 0 else rest[0] / wanted
                case "call" if piece.node.value in ("ln", "log") and len(terms) == 1:
                    inner = exp(wanted)
                case "call" if piece.node.value == "exp":
                    inner = log(wanted)
                case "sup" if k == 1 and terms[0] == exp(num(1)):
                    inner = log(wanted)
            if inner is not None:
                yield from self._wanted(part, inner, depth + 1)

    def pool(self, root: Piece) -> Iterator[Item]:
        """What may be missing: what stands elsewhere in the formula, the document's functions, and what is computed."""
        seen = {""} if self.head is None else {_shown(self.text, self.head)}
        nodes = [p.node for p in root.walk()]
        inside = len(nodes)
        if self.head is not None:
            nodes += [n for n in self.head.walk() if n is not self.head]
        for k, node in enumerate(nodes):
            own = k < inside
            weight = sum(1 for _ in node.walk())
            if (
                node.kind in _NO_ITEMS
                or weight > 16
                or (shown := _shown(self.text, node)) in seen
                or self._names_function(node)
            ):
                continue
            seen.add(shown)
            values = self.worth_of(node)
            if values is None:
                continue
            yield Item(
                self.text[node.span.start : node.span.end],
                values,
                0.2 if weight == 1 else 0.2 + (0.06 if own else 0.15) * weight,
            )
            if node.kind == "name":
                square = tuple(None if v is None else v * v for v in values)
                yield Item(f"{shown}^2", square, 0.6)
        for text, term, cost in self._functions():
            values = worth(term, self.places)
            if values is not None and text not in seen:
                yield Item(text, values, cost)
        for name in sorted(free(self.own.left), key=repr)[:NAMES]:
            text = to_latex(name)
            values = worth(name, self.places)
            if values is not None and text not in seen:
                seen.add(text)
                yield Item(text, values, 0.4)
        bulk = size(self.own.left)
        for term in (self.own.left / self.own.right, self.own.left - self.own.right):
            shape = tidied(factored(term))
            for part in dict.fromkeys((shape, turned(shape), *_denominator(shape), *_denominator(turned(shape)))):
                if part is None or not free(part) or self.own.left in walk(part) or size(part) > min(24, bulk + 4):
                    continue
                values = worth(part, self.places)
                if values is not None:
                    yield Item(to_latex(part), values, 0.3 + 0.08 * size(part))

    def _names_function(self, node: Node) -> bool:
        names = [n.value for n in node.walk() if n.kind == "name"]
        bare = node.kind in ("name", "sup", "prime", "sub") and any(
            standard_function(name) is not None
            or elementary(name) is not None
            or ((b := self.scope.find(name)) is not None and b.is_function)
            for name in names
        )
        return bare or node.kind == "prime"

    def _functions(self) -> Iterator[tuple[str, Term, float]]:
        """The functions of the document at the variable, their complements, and what they are made of."""
        if self.variable is None:
            return
        spoken = {n.value for n in self.node.walk() if n.kind == "name"}
        done = set() if self.head is None or _works_out(self.head) else {n.value for n in self.head.walk()}
        for b in self.scope.functions:
            if b.name in done:
                continue
            text = f"{to_latex(sym(b.name))}({to_latex(self.variable)})"
            value = substitute(b.body, {b.formal[0]: self.variable})
            foreign = 0.0 if b.name in spoken else 0.4
            yield text, value, 0.4 + foreign
            yield f"1-{text}", 1 - value, 0.6 + foreign
            for part in dict.fromkeys(walk(value)):
                if part.head == "add" and size(part) <= 12:
                    yield to_latex(part), part, 0.8
                    yield to_latex(part**2), part**2, 1.1


_NO_ITEMS = frozenset("num neg none group deriv text seq rel case cases".split())


def _shown(text: str, node: Node) -> str:
    return "".join(text[node.span.start : node.span.end].split())


def _denominator(t: Term | None) -> Iterator[Term]:
    """What stands below the line, where that is not everything."""
    if t is None:
        return
    below = [f for f in (t.args if t.head == "mul" else (t,)) if f.head == "pow" and f.args[1].is_num and f.args[1].value < 0]
    if below:
        yield mul(*(1 / f for f in below))
