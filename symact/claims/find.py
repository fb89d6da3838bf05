"""The claims of one formula: definitions, derivatives, equalities and the steps of chains. Nothing is decided here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from symact.catalogue import Activation, Density, meanings
from symact.claims.context import Context
from symact.claims.definitions import definition_equations
from symact.claims.model import Gap, Hook, Link, Proposal, Remark
from symact.claims.relations import COMPARISONS, decimal_of, stated_by
from symact.claims.shapes import (
    Target,
    chains_of,
    ends_of_sums,
    indices_of,
    is_condition,
    is_number,
    is_reused,
    target_of,
    unwrapped_derivative,
)
from symact.meaning.derivatives import operand_value
from symact.meaning.elaborate import Elaborator, Unclear, condition
from symact.meaning.names import OPAQUE, elementary, function_letters, standard_function, written_name
from symact.meaning.phrases import LIMITING
from symact.meaning.ranks import ranks_stated
from symact.meaning.scope import Binding, Scope
from symact.meaning.tensors import ShapeError, Tensor, aligned, averaged, sized
from symact.meaning.tensors import Value as Meaning
from symact.notation.syntax import Node
from symact.obligations import Equation, Obligation, Value
from symact.source import Excerpt, Span
from symact.terms.core import ONE, TRUE, ZERO, Term, app, at, free, index, rel, substitute, sym

__all__ = ["Found", "find_claims"]

_CHAINS = count(1)
EQUALITIES = frozenset(("=", "equiv", ":="))
GENERIC = OPAQUE | frozenset("y a z h_theta p o q s v u E J L T x".split()) | {"hat"}


_DENSITY = re.compile(r"密度|概率分布|分布函数|\bdensit|\bpdf\b", re.IGNORECASE)


_LETTER_FUNCTIONS = frozenset({"Phi", "phi", "varphi"})


@dataclass
class Found:
    """What a formula gives: its claims, and the scope after it."""

    proposals: list[Proposal]
    scope: Scope
    notation: bool = False  # nothing in it was a claim


@dataclass(frozen=True)
class _Pair:
    """Two members of a chain as terms, and why only a proof that they are equal would count."""

    left: Term
    right: Term
    elaborator: Elaborator
    doubt: Gap | None


@dataclass
class _Finder:
    """Goes through the statements of one formula; ``excerpt`` is what was parsed."""

    scope: Scope
    context: Context
    excerpt: Excerpt
    line: int
    conditions: tuple[Node, ...] = ()  # what stands beside the formula in its sentence
    sizes: frozenset[str] = frozenset()  # names that are ends of sums
    proposals: list[Proposal] = field(default_factory=list)
    spoken: frozenset[str] = frozenset()  # letters that this formula itself uses as functions

    def span(self, node: Node) -> Span:
        return self.excerpt.span(node.span.start, node.span.end)

    def latex(self, *nodes: Node) -> str:
        return self.excerpt.text[nodes[0].span.start : nodes[-1].span.end].strip()

    def elaborator(self, variable: Term | None = None, hook: Hook | None = None) -> Elaborator:
        return Elaborator(self.scope, variable=variable, hook=hook, spoken=self.spoken, sizes=self.sizes)

    # ---- statements

    def run(self, root: Node) -> None:
        self.spoken = function_letters(root)
        self.sizes = ends_of_sums(root)
        self.scope = self.scope.with_ranks(ranks_stated(root))
        limits = self._conditions([n for n in self.conditions if is_condition(n)])
        for members, conditions in chains_of(root):
            self._chain(members, conditions)
        self.proposals[:] = [self._softened(p, limits) for p in self.proposals]

    def _softened(self, p: Proposal, limits: tuple[Term, ...]) -> Proposal:
        """A claim whose sentence may ask or doubt it does not assert it; one whose sentence names cases may be meant in these."""
        if p.kind == "step" and p.link is not None and self.context.display:
            return replace(p, limits=limits)
        hedge = Gap("ambiguous", "the words around it may ask, doubt or deny it")
        case = Gap("ambiguous", "the words around it may limit it to a case")
        if self.context.hedged and not self.context.disowned and p.gap is None and p.doubt is None:
            return replace(p, limits=limits, doubt=hedge)
        if self.context.limited and not self.context.display and p.gap is None and p.doubt is None:
            return replace(p, limits=limits, doubt=case)
        return replace(p, limits=limits)

    def _chain(self, members: list[tuple[str, Node]], conditions: list[Node]) -> None:
        """``members`` are (relation before it, node): equalities are chains, and other relations stand between them."""
        if len(members) < 2 or any(n.kind == "none" for _, n in members):
            return
        for run in _runs(members):
            if run[1][0] in EQUALITIES:
                self._equalities(run, conditions)
            else:
                self._relation(run, conditions)

    def _equalities(self, members: list[tuple[str, Node]], conditions: list[Node]) -> None:
        ops = [op for op, _ in members[1:]]
        nodes = [n for _, n in members]
        remarks = self._captures(nodes)
        before = self.scope
        known = self._conditions(conditions)
        assumptions = tuple(c for c in known if c != TRUE)
        if assumptions:
            self.scope = self.scope.assuming(assumptions)
        start = len(self.proposals)
        self._judge_chain(nodes, ops, remarks)
        if assumptions:  # they hold for this statement alone
            kept = {k: v for f in self.scope.frames for k, v in f.bindings.items()}
            last = before.frames[-1]
            own = {**last.bindings, **_own(kept, before)}
            self.scope = replace(before, frames=(*before.frames[:-1], replace(last, bindings=own)))
        if len(known) < len(conditions):  # what it is limited to is not known
            self.scope = before
            doubt = Gap("ambiguous", "a condition that stands beside it was not understood")
            self.proposals[start:] = [p if p.gap or p.doubt else replace(p, doubt=doubt) for p in self.proposals[start:]]
        if self.context.disowned:
            self.proposals[start:] = [replace(p, disowned=True) for p in self.proposals[start:]]

    def _conditions(self, nodes: list[Node]) -> tuple[Term, ...]:
        """The conditions that can be read; words count as read where they do not limit anything."""
        out = []
        for node in nodes:
            if node.kind == "text":
                out += [] if LIMITING.search(node.value) else [TRUE]
                continue
            try:
                out.append(TRUE if node.kind == "name" else condition(self.elaborator(), node))  # for all x
            except Unclear:
                continue
        return tuple(out)

    def _judge_chain(self, nodes: list[Node], ops: list[str], remarks: tuple[Remark, ...]) -> None:
        head = nodes[0]
        target = target_of(head)
        defines = ops[0] == ":=" or self.context.let
        first = 1
        chain = next(_CHAINS)
        if target is not None and self._is_definition(target, defines):
            self._definition(target, nodes[1], defines, remarks, chain)
            head_nodes = nodes[1:] if len(nodes) > 2 else []
            if head_nodes:
                self._steps(nodes, 2, self._variable_of(target), chain, ())
            return
        variable = self._variable_in(head)
        self._first_pair(nodes, variable, remarks, chain)
        self._steps(nodes, first + 1, variable, chain, ())

    # ---- the first relation of a chain

    def _is_definition(self, target: Target, defines: bool) -> bool:
        """Whether a left side is being defined: its name is not bound, or the words say so, or it is a standard name."""
        binding = self.scope.find(target.word)
        if defines or binding is None:
            word_is_function = standard_function(target.word) is not None or elementary(target.word) is not None
            if target.arguments or target.indices:
                return True
            return not word_is_function
        about = self.context.subject
        says = self.context.pointing or self.context.defining
        return about is not None and says and standard_function(target.word) is None and self._is_generic(target)

    def _definition(self, target: Target, node: Node, defines: bool, remarks: tuple[Remark, ...], chain: int) -> None:
        """``f(x) = …``: held against the catalogue where the text says what f is, and bound."""
        formal = self._formal(target)
        own = frozenset(f.name for f in formal if f.head == "sym")  # f(z) = ... speaks of its own z
        elaborator = replace(self.elaborator(self._variable_of(target)), folded=own)
        whole = self.excerpt.span(target.node.span.start, node.span.end)
        latex = self.latex(target.node, node)
        try:
            value = elaborator.value(node)
        except Unclear as why:
            entries, assertive = self._subjects(target, defines)
            if entries and assertive and not defines:
                gap = Gap(why.reason, why.detail)
                self.proposals.append(Proposal("definition", whole, latex, gap=gap, chain=chain, remarks=remarks, node=node))
            self._bind(target, formal, app(target.word, *formal), opaque=frozenset({target.word}))
            return
        if isinstance(value, Tensor):
            again = self._refolder(node, self._variable_of(target), value.axes)
            self._bind(target, value.axes, value.body, reread=again, opaque=frozenset(elaborator.opaque))
            return
        body = value
        if self.context.declared:
            self._bind(target, formal, body, reread=self._refolder(node, self._variable_of(target)))
            return
        entries, assertive = self._subjects(target, defines)
        arguments = tuple(f for f in formal if f.head in ("sym", "vec", "at"))
        place = next((f for f in self._places(target)), None)
        equations: list[Equation] = []
        for entry in entries:
            equations += definition_equations(
                entry, body, arguments if target.arguments else (), place, (*self.scope.assumptions, *elaborator.assumed)
            )
        if self.context.distribution is not None:
            self._distribution(self.context.distribution, body, whole, latex, chain, node)
        doubt = None
        stated = {v for v in free(body) if v.head != "ix"}
        matched = any(stated <= free(e.left) for e in equations)
        if not matched or any(getattr(e, "kind", "") == "random" for e in entries):
            doubt = Gap("ambiguous", "the parameters are not those that the catalogue knows")
        if equations:
            self.proposals.append(
                Proposal(
                    "definition", whole, latex, tuple(equations), doubt=doubt, assertive=assertive, chain=chain, remarks=remarks, node=node,
                    folded=equations[0].left, variable=self._variable_of(target), about=entries[0].title,
                )
            )  # fmt: skip
        known = next((e for e in entries if isinstance(e, Activation)), None)
        keep = standard_function(target.word)
        if keep is None and elementary(target.word) is not None and target.word not in _LETTER_FUNCTIONS:
            return  # tanh stays tanh, whatever a formula says of it
        if keep is not None and known is not None and not target.indices and keep.kind != "vector":
            # a standard name keeps the catalogue's meaning, in the document's letters: an error in its definition
            # must not make everything after it look wrong
            meant = equations[0].left if equations else body
            self._bind(target, formal, meant if assertive else body, known)
            return
        if (self.context.limited or self.context.hedged) and not self.context.display and target.arguments:
            self._bind(target, formal, app(target.word, *formal), opaque=frozenset({target.word}))
            return  # f(x) = x where x > 0: what f is elsewhere is not said
        again = self._refolder(node, self._variable_of(target))
        self._bind(target, formal, body, reread=again, opaque=frozenset(elaborator.opaque))

    def _refolder(self, node: Node, variable: Term | None, axes: tuple[Term, ...] = ()) -> Callable[[frozenset[str]], Term]:
        """How to read a definition again with some names kept as variables; of a vector, its entry at ``axes``."""
        scope, spoken, sizes = self.scope, self.spoken, self.sizes

        def reread(kept: frozenset[str]) -> Term:
            value = Elaborator(scope, variable=variable, folded=kept, spoken=spoken, sizes=sizes).value(node)
            return value.at(*axes) if isinstance(value, Tensor) and value.rank == len(axes) else _number(value, node)

        return reread

    def _distribution(self, law: Density, body: Term, whole: Span, latex: str, chain: int, node: Node) -> None:
        """``X = h(U)`` with U uniform on (0, 1) follows a law with distribution function F iff F(h(u)) is u, or 1 - u."""
        units = [v for v in free(body) if v.head == "sym" and {v.gt(0), v.lt(1)} <= set(self.scope.assumptions)]
        if len(units) != 1:
            gap = Gap("unbound", "nothing says which uniform variable this is made of")
            self.proposals.append(Proposal("distribution", whole, latex, gap=gap, chain=chain, node=node))
            return
        u = units[0]
        value = substitute(law.distribution, {sym("x"): body})
        assumptions = (*self.scope.assumptions, *law.conditions)
        both = tuple(Equation(value, t, assumptions, frozenset({u})) for t in (u, 1 - u))
        self.proposals.append(Proposal("distribution", whole, latex, both, chain=chain, node=node, variable=u, about=law.title))

    def _places(self, target: Target) -> Iterator[Term]:
        for node in (*([target.place] if target.place is not None else []), *target.indices):
            try:
                yield self.elaborator().index(node)
            except Unclear:
                continue

    def _formal(self, target: Target) -> tuple[Term, ...]:
        """The parameters that a definition binds: plain names or entries as arguments, index letters as indices."""
        out: list[Term] = []
        for node in target.arguments:
            written = written_name(node)
            if written is None:
                continue
            if written.indices:
                try:
                    out.append(at(written.word, *(self.elaborator().index(i) for i in written.indices)))
                except Unclear:
                    continue
            else:
                out.append(sym(written.word))
        if not target.arguments:
            out += [index(n.value) for n in target.indices if n.kind == "name"]
        return tuple(out)

    def _bind(
        self,
        target: Target,
        formal: tuple[Term, ...],
        body: Term,
        entry: Activation | None = None,
        reread: Callable[[frozenset[str]], Term] | None = None,
        opaque: frozenset[str] = frozenset(),
    ) -> None:
        if any(f.head == "at" for f in formal) or target.place is not None:
            return
        if not free(body) and body.head != "app":  # a value given in passing: for x = 5, ...
            return
        if target.indices and len(formal) != len(target.indices):
            return
        self.scope = self.scope.bound(Binding(target.word, formal, body, self.line, entry, opaque, reread))

    def _variable_of(self, target: Target) -> Term | None:
        formal = [f for f in self._formal(target) if f.head == "sym"]
        return formal[0] if len(formal) == 1 else None

    def _subjects(self, target: Target, defines: bool) -> tuple[list[Activation | Density], bool]:
        """What the definition may be a definition of, and whether the text says so."""
        context = self.context
        standard = standard_function(target.word)
        if standard is None and elementary(target.word) and target.arguments:
            standard = next(iter(meanings(target.word)), None)
        about = context.subject or self.scope.subject
        if isinstance(about, Density) and not _DENSITY.search(context.lead):
            about = None
        if standard is not None:
            letter = len(target.word) == 1 or target.word in ("sigma", "varsigma")
            entries: list[Activation | Density] = [*meanings(standard.name)]
            if not letter:
                return entries, True
            if about is not None and about.name != standard.name:
                return [*entries, *_all_meanings(about)], False
            return entries, about is not None and not defines
        if defines or about is None or not self._is_generic(target):
            return [], False
        says = (context.defining or context.pointing) and (context.subject is not None or "其" in context.lead)
        return _all_meanings(about), says

    def _is_generic(self, target: Target) -> bool:
        """Whether the name is one that people give to any function: f(x), y_i, g(z)."""
        if target.arguments and (len(target.arguments) > 2 or any(written_name(a) is None for a in target.arguments)):
            return False
        return target.word.split("_")[0] in GENERIC and bool(target.arguments or target.indices)

    def _first_pair(self, nodes: list[Node], variable: Term | None, remarks: tuple[Remark, ...], chain: int) -> None:
        left, right = nodes[0], nodes[1]
        whole = self.excerpt.span(left.span.start, right.span.end)
        latex = self.latex(left, right)
        kind, about = self._kind(left), ""
        target = target_of(left)
        named = self.scope.find(target.word) if target is not None and target.arguments else None
        if kind == "equality" and named is not None and named.entry is not None:
            kind, about = "definition", named.entry.title
        try:
            pairs = self._pairs(left, right, variable)
        except Unclear as why:
            if kind != "equality" or self.context.display:
                gap = Gap(why.reason, why.detail)
                self.proposals.append(Proposal(kind, whole, latex, gap=gap, chain=chain, remarks=remarks, node=right))
            if kind == "equality" and target is not None and is_reused(target):  # it means something else from here on
                formal = self._formal(target)
                self._bind(target, formal, app(target.word, *formal), opaque=frozenset({target.word}))
            return
        pair, *others = pairs
        if _is_simplex(pair):  # sum_i y_i = 1 of given y says what y is
            self.scope = self.scope.assuming([rel("eq", pair.left, pair.right)])
            return
        equation = self._equation(pair, left, variable)
        value = _printed(pair, right)
        equations: tuple[Obligation, ...] = (
            (equation, *(self._equation(p, left, variable) for p in others)) if value is None else (value,)
        )
        kind = _kind_of(equations[0]) or kind
        doubt = None if kind == "definition" else pair.doubt
        assertive = not self.context.let and self._asserts(pair.left, pair.right) and not (doubt and kind == "equality")
        if kind == "equality" and target is not None and not self.context.restated and is_reused(target):
            assertive = False  # a name that is used again need not mean the same
            self._rebind(target, right, pair.right, equation)
        self.proposals.append(
            Proposal(
                kind, whole, latex, equations, doubt=doubt, assertive=assertive, chain=chain, remarks=remarks, node=right,
                folded=self._folded(left, variable) or pair.left, variable=variable, about=about,
            )
        )  # fmt: skip

    def _pairs(self, left: Node, right: Node, variable: Term | None) -> list[_Pair]:
        """The readings of a relation: with the values of names put in, and with the names kept as they are.

        A value that was given to a name in passing must not make a general formula false. Raises Unclear.
        """
        first = self._pair(left, right, variable)
        named = {n.value for side in (left, right) for n in side.walk() if n.kind == "name"}
        values = frozenset(n for n in named if (b := self.scope.find(n)) is not None and not b.formal)
        if not values:
            return [first]
        try:
            kept = self._read_pair(replace(self.elaborator(variable), folded=values), left, right)
        except Unclear:
            return [first]
        if kept.doubt is not None or (kept.left, kept.right) == (first.left, first.right):
            return [first]
        collapsed = not (free(first.left) | free(first.right)) and bool(free(kept.left) | free(kept.right))
        return [kept] if collapsed or first.doubt is not None else [first, kept]

    def _pair(self, left: Node, right: Node, variable: Term | None) -> _Pair:
        """Both sides of a relation as terms; where they do not speak for themselves, with what left sections had bound.

        Raises Unclear.
        """
        why: Unclear | None = None
        plain: _Pair | None = None
        try:
            plain = self._read_pair(self.elaborator(variable), left, right)
            if plain.doubt is None:
                return plain
        except Unclear as reason:
            why = reason
        if self.scope.left:
            try:
                again = self._read_pair(replace(self.elaborator(variable), scope=self.scope.recalling), left, right)
                doubt = plain.doubt if plain is not None else None
                if why is not None:
                    doubt = Gap(why.reason, why.detail)
                return replace(again, doubt=doubt or again.doubt)
            except Unclear:
                pass
        if plain is None:
            assert why is not None
            raise why
        return plain

    def _read_pair(self, elaborator: Elaborator, left: Node, right: Node) -> _Pair:
        a, b = self._sides(elaborator, left, right)
        a, b, unsure = sized(a, b, self.sizes)
        if unsure:
            return _Pair(a, b, elaborator, Gap("ambiguous", "nothing says which of the sizes is that of the vectors"))
        changed = (a, b)
        a, b, missed = averaged(a, b)
        if missed or (changed != (a, b) and any(n.kind == "deriv" for side in (left, right) for n in side.walk())):
            raise Unclear("unbound", "nothing says whether the bar means an average", right)
        return _Pair(a, b, elaborator, None if a == b else self._unjudgeable(left, right, a, b, elaborator))

    def _rebind(self, target: Target, node: Node, body: Term, equation: Equation) -> None:
        """The new meaning of a name, unless it is plainly the old one, or only meant for a case."""
        if (self.context.limited or self.context.hedged) and not self.context.display:
            return
        if equation.left != equation.right and not (target.arguments == () and not free(body)):
            variable = self._variable_of(target)
            self._bind(target, self._formal(target), body, reread=self._refolder(node, variable))

    def _asserts(self, left: Term, right: Term) -> bool:
        """Whether an equation is asserted: one with a number on the right may be to be solved (``when \\sigma(x) = 0.5``)."""
        if free(right) or not free(left):
            return True
        return self.context.display and not self.context.equation

    def _sides(self, elaborator: Elaborator, left: Node, right: Node) -> tuple[Term, Term]:
        """Both sides as numbers; of vectors and matrices at the same entry. Raises Unclear."""
        a, b = elaborator.value(left), elaborator.value(right)
        try:
            return aligned(a, b)
        except ShapeError as why:
            raise Unclear("incomplete", str(why), right) from None

    def _unjudgeable(self, left: Node, right: Node, a: Term, b: Term, elaborator: Elaborator) -> Gap | None:
        """Why an equality of these sides says nothing: unknown functions, names that only one side has, an equation."""
        if elaborator.opaque:
            return Gap("unbound", f"nothing says what {', '.join(sorted(elaborator.opaque))} is")
        names = [{v for v in free(t) if v.head in ("sym", "vec")} for t in (a, b)]
        extra = names[1] - names[0]
        if extra and names[0]:
            return Gap("unbound", f"nothing says what {', '.join(sorted(v.name for v in extra))} is")
        if self._kind(left) != "equality":
            return None
        known = any(n.kind in ("call", "deriv", "apply", "prime", "bigop", "cases") for n in left.walk())
        known = known or bool(elaborator.used) or any(_is_function_head(n) for n in left.walk())
        if not known and names[0] != names[1]:
            return Gap("unbound", "an equation between free names")
        if not known and left.kind in ("name", "sub", "styled", "num"):
            return Gap("unbound", "an equation between free names")
        return None

    def _equation(self, pair: _Pair, left: Node, variable: Term | None) -> Equation:
        primitive, by = self._primitive(left, variable)
        variables = frozenset(v for v in (variable, by) if v is not None and v.head == "sym") or None
        assumptions = (*self.scope.assumptions, *pair.elaborator.assumed)
        return Equation(pair.left, pair.right, assumptions, variables, primitive, by)

    def _primitive(self, left: Node, variable: Term | None) -> tuple[Term | None, Term | None]:
        """The function that a left side differentiates once, and by what."""
        node = unwrapped_derivative(left)
        try:
            if node.kind == "deriv" and len(node.args) == 2:
                written = written_name(node.args[1])
                if written is None or written.indices:
                    return None, None
                by = sym(written.word)
                inner = self.elaborator(variable)
                inner.folded = frozenset({written.word})
                return _number(operand_value(inner, node.args[0], by), node), by
            head = node.args[0] if node.kind in ("juxt", "apply") and node.args else node
            if head.kind == "prime" and head.value in ("", "1") and variable is not None:
                return _number(self.elaborator(variable).call(head.args[0], [variable]), node), variable
        except Unclear:
            return None, None
        return None, None

    def _folded(self, left: Node, variable: Term | None) -> Term | None:
        """The left side with the document's own names kept, so that the truth is told in them."""
        node = unwrapped_derivative(left)
        if node.kind != "deriv" or len(node.args) != 2:
            return None
        written = written_name(node.args[1])
        binding = self.scope.find(written.word) if written is not None else None
        if written is None or binding is None or written.indices:
            return None
        try:
            kept = Elaborator(self.scope, folded=frozenset({written.word}))
            by = sym(written.word)
            return kept.derivative(_number(operand_value(kept, node.args[0], by), node), by, 1, node)
        except Unclear:
            return None

    # ---- steps

    def _steps(self, nodes: list[Node], start: int, variable: Term | None, chain: int, remarks: tuple[Remark, ...]) -> None:
        """The members after the first relation: each against the head, and against the member before it."""
        head = nodes[0]
        for k in range(start, len(nodes)):
            this, before = nodes[k], nodes[k - 1]
            place, latex = self.span(this), self.latex(this)
            pairs: list[_Pair | Gap] = []
            previous: Obligation | Gap
            own: tuple[Obligation, ...]
            readings: list[_Pair] = []
            for other in (head, before):
                try:
                    found = self._pairs(other, this, variable)
                    pairs.append(found[0])
                    readings += found if other is head else []
                except Unclear as why:
                    pairs.append(Gap(why.reason, why.detail))
            from_head, from_previous = pairs
            previous = from_previous if isinstance(from_previous, Gap) else self._equation(from_previous, before, variable)
            if isinstance(from_head, Gap):  # what the head is, is not known: the member before it must do
                gap = previous if isinstance(previous, Gap) else None
                own = (previous,) if isinstance(previous, Equation) else ()
                doubt = from_previous.doubt if isinstance(from_previous, _Pair) else None
                solved = isinstance(from_previous, _Pair) and from_previous.right == ZERO
                step = Proposal("step", place, latex, own, gap, doubt, not solved, chain=chain, remarks=remarks, node=this)
                self.proposals.append(step)
                continue
            numbers = not free(from_head.right) and bool(free(from_head.left))
            derived = unwrapped_derivative(head).kind == "deriv"
            target = target_of(head)
            compound = derived or this.kind not in ("num", "neg") or (target is not None and not target.arguments)
            if numbers and compound:  # the values of an example are put in
                from_head = replace(from_head, doubt=Gap("ambiguous", "the values of an example may be put in here"))
            asserted = from_head.right != ZERO and (k < len(nodes) - 1 or self._asserts(from_head.left, from_head.right))
            value = _printed(from_head, this)
            if value is not None and isinstance(from_previous, _Pair):
                previous = _printed(from_previous, this) or previous
            own = tuple(self._equation(p, head, variable) for p in readings) if value is None else (value,)
            link = Link(chain, previous, self.span(before), self._rereader(before, variable))
            self.proposals.append(
                Proposal(
                    "step", place, latex, own, doubt=from_head.doubt, assertive=asserted,
                    link=link, chain=chain, node=this, remarks=remarks,
                    folded=self._folded(head, variable) or from_head.left, variable=variable,
                )
            )  # fmt: skip

    def _rereader(self, node: Node, variable: Term | None) -> Callable[[Hook], Term]:
        scope, spoken, sizes = self.scope, self.spoken, self.sizes

        def reread(hook: Hook) -> Term:
            return Elaborator(scope, variable=variable, hook=hook, spoken=spoken, sizes=sizes).term(node)

        return reread

    # ---- what a left side is

    def _kind(self, left: Node) -> str:
        node = unwrapped_derivative(left)
        if node.kind == "deriv":
            indexed = any(written_name(v) is None or bool(written_name(v).indices) for v in node.args[1:])  # type: ignore[union-attr]
            return "jacobian" if indexed else "derivative"
        if node.kind == "prime" or (node.kind in ("juxt", "apply") and node.args and node.args[0].kind == "prime"):
            return "derivative"
        return "equality"

    def _variable_in(self, left: Node) -> Term | None:
        """The variable that a left side speaks of: of a derivative, or the argument of an application."""
        node = unwrapped_derivative(left)
        if node.kind == "deriv":
            written = written_name(node.args[1]) if len(node.args) > 1 else None
            if written is None or written.indices:
                return None
            binding = self.scope.find(written.word)
            if binding is not None and binding.is_function:
                return binding.formal[0]
            return sym(written.word)
        for n in left.walk():
            if n.kind == "group" and n.value == "(":
                written = written_name(n.args[0])
                if written is not None and not written.indices and not is_number(n.args[0]):
                    return sym(written.word)
        words = [written_name(n) for n in left.walk() if n.kind in ("name", "prime")]
        for w in words:
            binding = self.scope.find(w.word) if w is not None else None
            if binding is not None and binding.is_function and len(binding.formal) == 1:
                return binding.formal[0]
        return None

    # ---- other relations

    def _relation(self, members: list[tuple[str, Node]], conditions: list[Node]) -> None:
        """Comparisons of names with numbers are assumptions where the words say so; others may state a fact."""
        nodes = [n for _, n in members]
        ops = [op for op, _ in members[1:]]
        if self.context.assumed:
            plain = [written_name(n) for n in nodes]
            if set(ops) <= COMPARISONS and all(w is not None or is_number(n) for w, n in zip(plain, nodes, strict=True)):
                node = Node("rel", nodes[0].span.joined(nodes[-1].span), tuple(nodes), " ".join(ops))
                self.scope = self.scope.assuming(self._conditions([node]))
                return
        known = self._conditions(conditions)
        assumptions = (*self.scope.assumptions, *(c for c in known if c != TRUE))
        try:
            beside = (
                conditions if any(c.kind == "rel" and c.value == "to" for c in conditions) else (*conditions, *self.conditions)
            )
            stated = stated_by(members, beside, assumptions, lambda: self.elaborator(self._variable_in(nodes[0])))
        except Unclear:
            return
        if stated is None:
            return
        read = len(known) + sum(c.kind == "rel" and c.value == "to" for c in conditions)
        said = self.context
        says = stated.of and not (said.assumed or said.let or said.equation or said.limited or read < len(conditions))
        self.proposals.append(
            Proposal(
                stated.kind, self.excerpt.span(nodes[0].span.start, nodes[-1].span.end), self.latex(nodes[0], nodes[-1]), (stated.fact,),
                assertive=says and (not stated.plain or self.context.asserted), disowned=self.context.disowned, node=nodes[-1],
                lenient=stated.lenient,
            )
        )  # fmt: skip

    # ---- remarks

    def _captures(self, nodes: list[Node]) -> tuple[Remark, ...]:
        """Indices that are bound by a sum and stand free in the same statement."""
        bound: dict[str, Node] = {}
        free_names: dict[str, Node] = {}
        for node in nodes:
            indices_of(node, frozenset(), bound, free_names)
        clash = sorted(set(bound) & set(free_names))
        return tuple(
            Remark(
                "captured-index",
                f"the index {name} is bound by the sum and stands free in the same formula; "
                f"it is read as two different indices",
                self.span(bound[name]),
            )
            for name in clash
        )


def _runs(members: list[tuple[str, Node]]) -> Iterator[list[tuple[str, Node]]]:
    """The members in runs of relations of one sort, each beginning with the last member of the run before it."""
    sorts = [op if op not in EQUALITIES | COMPARISONS else "=" if op in EQUALITIES else "<" for op, _ in members[1:]]
    start = 0
    for k in range(1, len(sorts) + 1):
        if (
            k == len(sorts)
            or sorts[k] != sorts[start]
            or sorts[start] not in ("=", "<")
            or (sorts[start] == "<" and k - start == 2)
        ):
            yield [("", members[start][1]), *members[start + 1 : k + 1]]
            start = k


def _printed(pair: _Pair, right: Node) -> Value | None:
    """``\\sigma(0.3) = 0.574``: a decimal fraction stands for a value that is not rational, as it is printed."""
    decimal = decimal_of(right)
    return None if decimal is None or "." not in decimal or free(pair.left) else Value(pair.left, decimal)


def _kind_of(o: Obligation) -> str | None:
    """What an obligation claims, where the form of its left side tells."""
    if isinstance(o, Value):
        return "value"
    heads = {"limit": "limit", "integral": "integral", "maxover": "extremum", "minover": "extremum"}
    left = o.left if isinstance(o, Equation) else None
    return heads.get(left.head) if left is not None and (left.head != "maxover" or left.args[0].head == "sym") else None


def _is_simplex(pair: _Pair) -> bool:
    total = pair.left
    if total.head != "sum" or pair.right != ONE or pair.elaborator.used:
        return False
    body = total.args[3]
    return bool(body.head == "at" and body.args[1:] == total.args[:1])


def _number(value: Meaning, node: Node) -> Term:
    if isinstance(value, Tensor):
        raise Unclear("incomplete", "a vector where a number is wanted", node)
    return value


def _own(bindings: dict[str, Binding], scope: Scope) -> dict[str, Binding]:
    return {k: b for k, b in bindings.items() if scope.find(k) is not b}


def _all_meanings(entry: Activation | Density) -> list[Activation | Density]:
    return [entry] if isinstance(entry, Density) else [*meanings(entry.name)]


def _is_function_head(node: Node) -> bool:
    written = written_name(node)
    return written is not None and (standard_function(written.word) is not None or elementary(written.word) is not None)


def find_claims(
    root: Node, excerpt: Excerpt, line: int, scope: Scope, context: Context, conditions: tuple[Node, ...] = ()
) -> Found:
    """The claims of a parsed formula in its scope and context, and the scope after it.

    ``conditions`` are the relations that stand beside it in its sentence.
    """
    finder = _Finder(scope, context, excerpt, line, conditions)
    finder.run(root)
    return Found(finder.proposals, finder.scope, not finder.proposals)
