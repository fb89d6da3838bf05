"""The claims of one formula: definitions, derivatives, equalities and the steps of chains. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from symact.catalogue import Activation, Density, meanings
from symact.claims.about import entries_of, is_generic
from symact.claims.context import Context
from symact.claims.definitions import definition_equations, derivative_equations
from symact.claims.model import Alternative, Gap, Link, Proposal, Remark
from symact.claims.readings import Pair, Readings, kind_of, variable_of
from symact.claims.relations import COMPARISONS, decimal_of, stated_by
from symact.claims.shapes import (
    Chain,
    Target,
    chains_of,
    ends_of_sums,
    indices_of,
    is_condition,
    is_number,
    is_reused,
    target_of,
    unwrapped_derivative,
    with_whole_sums,
)
from symact.meaning.elaborate import Elaborator, Unclear, condition
from symact.meaning.losses import gradients_in
from symact.meaning.names import (
    elementary,
    function_letters,
    numbered_name,
    sequence_word,
    standard_function,
    written_name,
)
from symact.meaning.phrases import DISOWNED, GROUNDS, LIMITING
from symact.meaning.ranks import ranks_stated
from symact.meaning.scope import Binding, Scope
from symact.meaning.tensors import Tensor
from symact.notation.syntax import Node
from symact.obligations import PARAMETERS, Equation, Obligation, Value
from symact.source import Excerpt, Span
from symact.terms.core import ONE, TRUE, ZERO, Term, app, at, free, index, rel, substitute, sym, walk

__all__ = ["Found", "find_claims"]

_CHAINS = count(1)
EQUALITIES = frozenset(("=", "equiv", ":="))
_LETTER_FUNCTIONS = frozenset({"Phi", "phi", "varphi"})


@dataclass
class Found:
    """What a formula gives: its claims, and the scope after it."""

    proposals: list[Proposal]
    scope: Scope
    supposed: bool = False  # it says what a function is taken to be in a case: for f(x) = …


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
    through: tuple[str, ...] = ()  # names by which it differentiates
    stating: bool = False  # whether what is read is a remark that says what a name is
    supposed: bool = False

    def span(self, node: Node) -> Span:
        return self.excerpt.span(node.span.start, node.span.end)

    def latex(self, *nodes: Node) -> str:
        return self.excerpt.text[nodes[0].span.start : nodes[-1].span.end].strip()

    @property
    def readings(self) -> Readings:
        return Readings(self.scope, self.spoken, self.sizes, self.through)

    @property
    def _universal(self) -> frozenset[Term]:
        """The names of which the words say that the formula holds for all their values."""
        return frozenset(map(sym, self.context.universal))

    def elaborator(self, variable: Term | None = None) -> Elaborator:
        return self.readings.elaborator(variable)

    # ---- statements

    def run(self, root: Node) -> None:
        root = with_whole_sums(root)
        self.spoken = function_letters(root)
        self.through = tuple(dict.fromkeys(gradients_in(root)))
        self.sizes = ends_of_sums(root)
        self.scope = self.scope.with_ranks(ranks_stated(root))
        limits = self._conditions([n for n in self.conditions if is_condition(n)])
        chains = chains_of(root, self.excerpt.text)
        for chain in chains:
            if chain.stated is None:
                self._with_remarks(chain, chains)
        self.proposals[:] = [self._softened(p, limits) for p in self.proposals]

    def _softened(self, p: Proposal, limits: tuple[Term, ...]) -> Proposal:
        """A claim whose sentence may ask or doubt it does not assert it; one whose sentence names cases may be meant in these."""
        if p.kind == "step" and p.link is not None and self.context.display:
            return replace(p, limits=limits)
        hedge = Gap("ambiguous", "the words around it may ask, doubt or deny it")
        case = Gap("ambiguous", "the words around it may limit it to a case")
        p = replace(p, limits=limits)
        if self.context.hedged and not self.context.disowned:
            return p.doubted(hedge)
        limited = self.context.limited and not self.context.display and p.kind != "limit"  # whose case is read: as x tends to ...
        return p.doubted(case) if limited else p

    def _with_remarks(self, chain: Chain, chains: list[Chain]) -> None:
        """A chain after what the remarks in its rows say of its names."""
        remarks = [c for c in chains if c.of is chain and c.stated is not None]
        for remark in remarks:
            self._with_remarks(remark, chains)
        start = len(self.proposals)
        outer, self.stating = self.stating, chain.stated is not None
        if chain.unclear:
            self._unclear(chain)
        else:
            self._chain(chain.members, chain.conditions)
        self.stating = outer
        told = [chain.words, *(c.words for c in chains if c.of is chain)]
        doubt = ""
        if len({c.stated for c in remarks}) < len(remarks):
            doubt = "a name has two meanings in its rows"
        elif any(w and (DISOWNED.search(w) or not GROUNDS.search(w)) for w in told):
            doubt = "the words in it may ask, doubt or deny it"
        if doubt:
            self.proposals[start:] = [p.doubted(Gap("ambiguous", doubt)) for p in self.proposals[start:]]

    def _unclear(self, chain: Chain) -> None:
        gap = Gap("ambiguous", "it may go on from either of the equations in the row before it")
        for _, node in chain.members[1:]:
            self.proposals.append(Proposal("step", self.span(node), self.latex(node), gap=gap, node=node))

    def _chain(self, members: list[tuple[str, Node]], conditions: list[Node]) -> None:
        """``members`` are (relation before it, node): equalities are chains, and other relations stand between them."""
        if any(n.kind == "none" for _, n in members):
            return
        if len(members) == 1:
            self._expression(members[0][1])
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
            self.proposals[start:] = [p.doubted(doubt) for p in self.proposals[start:]]
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
        defines = ops[0] == ":=" or self.context.let or self.stating
        first = 1
        chain = next(_CHAINS)
        itself = self._about_itself(target, nodes[1]) if target is not None else False
        if target is not None and not itself and self._is_definition(target, defines):
            self._definition(target, nodes[1], defines, remarks, chain)
            head_nodes = nodes[1:] if len(nodes) > 2 else []
            if head_nodes:
                self._steps(nodes, 2, self._variable_of(target), chain, ())
            return
        variable = variable_of(head, self.scope)
        self._first_pair(nodes, variable, remarks, chain, itself)
        self._steps(nodes, first + 1, variable, chain, ())

    # ---- an expression alone

    def _expression(self, node: Node) -> None:
        """``max(0, z)`` where the words ask for a definition or a derivative of what they are about."""
        context = self.context
        about = context.subject or self.scope.subject
        entries = [e for e in (about, *context.near) if isinstance(e, Activation)]
        asked = context.deriving or context.defining or context.pointing or (context.display and node.kind == "cases")
        if not asked or not entries or written_name(node) is not None:
            return
        elaborator = self.elaborator()
        try:
            body = elaborator.value(node)
        except Unclear:
            return
        if isinstance(body, Tensor) or elaborator.opaque or not free(body):
            return
        equations: list[Equation] = []
        for entry in dict.fromkeys(entries):
            for e in meanings(entry.name):
                assumed = (*self.scope.assumptions, *elaborator.assumed)
                equations += (
                    derivative_equations(e, body, assumed)
                    if context.deriving
                    else definition_equations(e, body, (), None, assumed)
                )
        if equations:
            self.proposals.append(
                Proposal(
                    "derivative" if context.deriving else "definition", self.span(node), self.latex(node),
                    tuple(map(Alternative, equations)), assertive=False, node=node, about=entries[0].title,
                )
            )  # fmt: skip

    # ---- the first relation of a chain

    def _is_definition(self, target: Target, defines: bool) -> bool:
        """Whether a left side is being defined: its name is not bound, or the words say so, or it is a standard name."""
        binding = self.scope.find(target.word)
        if defines or binding is None or binding.passing:
            word_is_function = standard_function(target.word) is not None or elementary(target.word) is not None
            if target.arguments or target.indices:
                return True
            return not word_is_function
        about = self.context.subject
        says = self.context.pointing or self.context.defining
        return about is not None and says and standard_function(target.word) is None and is_generic(target)

    def _about_itself(self, target: Target, node: Node) -> bool:
        """Whether what a name is said to be is made of the name, as written or by its values: ``x = |x|``, ``x = \\log y`` with y made of x.

        Such an equation binds nothing.
        """
        if target.arguments:
            return False
        try:
            value = replace(self.elaborator(), folded=frozenset({target.word})).value(node)
        except Unclear:
            return False
        places = self._formal(target)
        own = at(target.word, *places) if places else sym(target.word)
        if not any(s == own for s in walk(value.body if isinstance(value, Tensor) else value)):
            return False
        if not places and standard_function(target.word) is not None and self.scope.find(target.word) is None:
            self.scope = self.scope.bound(Binding(target.word, (), own, self.line))  # it is no function here
        return True

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
            entries, assertive = entries_of(target, defines, self.context, self.scope)
            if entries and assertive and not defines:
                gap = Gap(why.reason, why.detail)
                self.proposals.append(Proposal("definition", whole, latex, gap=gap, chain=chain, remarks=remarks, node=node))
            self._bind(target, formal, app(target.word, *formal), opaque=frozenset({target.word}))
            return
        if isinstance(value, Tensor):
            again = self.readings.refolder(node, self._variable_of(target), value.axes)
            self._bind(target, value.axes, value.body, reread=again, opaque=frozenset(elaborator.opaque))
            return
        body = value
        if self.context.declared:
            self._bind(target, formal, body, reread=self.readings.refolder(node, self._variable_of(target)))
            return
        entries, assertive = entries_of(target, defines, self.context, self.scope)
        arguments = tuple(f for f in formal if f.head in ("sym", "vec", "at"))
        assertive = assertive and (not target.arguments or self._asserts(app(target.word, *formal), body))
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
                    "definition", whole, latex, tuple(Alternative(e, doubt) for e in equations), assertive=assertive, chain=chain,
                    remarks=remarks, node=node, folded=equations[0].left, variable=self._variable_of(target), about=entries[0].title,
                    head=target.node, value_of=lambda n: replace(elaborator).term(n),
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
        known_as, trivial = self.scope.find(target.word), body in formal or not free(body)
        if known_as is not None and trivial and self.context.let and not self.context.binding:
            return  # if f(x) = 1: an equation for x
        supposed = self.context.supposing and not trivial and (known_as is None or known_as.case)
        limited = (self.context.limited and not supposed) or self.context.hedged
        if limited and not self.context.display and target.arguments:
            self._bind(target, formal, app(target.word, *formal), opaque=frozenset({target.word}))
            return  # f(x) = x where x > 0: what f is elsewhere is not said
        again = self.readings.refolder(node, self._variable_of(target))
        self._bind(target, formal, body, reread=again, opaque=frozenset(elaborator.opaque), case=supposed)
        self.supposed = self.supposed or supposed

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
        both = tuple(Alternative(Equation(value, t, assumptions, frozenset({u}))) for t in (u, 1 - u))
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
            places = (n for n in target.indices if n.kind in ("name", "add"))
            out += [index(n.value) if n.kind == "name" else self.elaborator().index(n) for n in places]
        return tuple(out)

    def _bind(
        self,
        target: Target,
        formal: tuple[Term, ...],
        body: Term,
        entry: Activation | None = None,
        reread: Callable[[frozenset[str]], Term] | None = None,
        opaque: frozenset[str] = frozenset(),
        case: bool = False,
    ) -> None:
        if any(f.head == "at" for f in formal) or target.place is not None:
            return
        passing = not free(body) and body.head != "app"
        if passing and not (self.context.let and self.context.binding) and not self.stating:  # a value given in passing: for x = 5, ...
            self.scope = self.scope.without_number(target.word)
            return
        if target.indices and len(formal) != len(target.indices):
            return
        binding = Binding(target.word, formal, body, self.line, entry, opaque, reread, passing, case)
        if any(f.head == "add" for f in formal) and not binding.earlier:
            return
        self.scope = self.scope.bound(binding)
        member = numbered_name(target.node)
        if member is not None and not target.indices and sym(member.indices[0].value) in free(body):
            whole = replace(binding, name=sequence_word(member.word), formal=(index(member.indices[0].value),))
            self.scope = self.scope.bound(whole)

    def _variable_of(self, target: Target) -> Term | None:
        formal = [f for f in self._formal(target) if f.head == "sym"]
        return formal[0] if len(formal) == 1 else None

    def _first_pair(
        self, nodes: list[Node], variable: Term | None, remarks: tuple[Remark, ...], chain: int, itself: bool = False
    ) -> None:
        left, right = nodes[0], nodes[1]
        whole = self.excerpt.span(left.span.start, right.span.end)
        latex = self.latex(left, right)
        kind, about = kind_of(left), ""
        target = target_of(left)
        named = self.scope.find(target.word) if target is not None and target.arguments else None
        if kind == "equality" and named is not None and named.entry is not None:
            kind, about = "definition", named.entry.title
        try:
            pairs = self.readings.pairs(left, right, variable)
        except Unclear as why:
            if kind != "equality" or self.context.display:
                gap = Gap(why.reason, why.detail)
                self.proposals.append(Proposal(kind, whole, latex, gap=gap, chain=chain, remarks=remarks, node=right))
            if kind == "equality" and target is not None and is_reused(target):  # it means something else from here on
                formal = self._formal(target)
                self._bind(target, formal, app(target.word, *formal), opaque=frozenset({target.word}))
            return
        pair = pairs[0]
        if _is_simplex(pair):  # sum_i y_i = 1 of given y says what y is
            self.scope = self.scope.assuming([rel("eq", pair.left, pair.right)])
            return
        pairs = [replace(p, doubt=None) for p in pairs] if kind == "definition" else pairs
        alternatives = self._alternatives(pairs, left, right, variable)
        kind = _kind_of(alternatives[0].obligation) or kind
        doubted = alternatives[0].doubt is not None and kind == "equality"
        assertive = not self.context.let and self._asserts(pair.left, pair.right) and not doubted
        if kind == "equality" and target is not None and itself:
            assertive = assertive and (self.context.identity or self.context.restated or free(pair.left) <= self._universal)
        elif kind == "equality" and target is not None and not self.context.restated and self._may_be_new(target):
            assertive = False  # a name that is used again need not mean the same
            self._rebind(target, right, pair)
        self.proposals.append(
            Proposal(
                kind, whole, latex, alternatives, assertive=assertive, chain=chain, remarks=remarks, node=right,
                folded=self.readings.folded(left, variable) or pair.left, variable=variable, about=about,
                head=left, before=left, value_of=self.readings.valuer(variable), shape_of=self.readings.shaper(variable),
            )
        )  # fmt: skip

    def _may_be_new(self, target: Target) -> bool:
        """Whether a bound name may mean something else from here on; a sequence that is known at n is spoken of at n + 1."""
        binding = self.scope.find(target.word)
        if binding is not None and any(n.kind == "add" for n in target.indices):
            return bool(binding.earlier)
        return is_reused(target)

    def _alternatives(self, pairs: list[Pair], left: Node, right: Node, variable: Term | None) -> tuple[Alternative, ...]:
        """What each reading of a relation obliges; one to a printed decimal is about its digits."""
        out = []
        for p in pairs:
            equation = self.readings.equation(p, left, variable)
            out.append(Alternative(_printed(p, right) or equation, p.doubt, p.reading))
        return tuple(out)

    def _rebind(self, target: Target, node: Node, pair: Pair) -> None:
        """The new meaning of a name, unless it is plainly the old one, or only meant for a case."""
        if (self.context.limited or self.context.hedged) and not self.context.display:
            return
        body = pair.right
        if pair.left != body and not (target.arguments == () and not free(body)):
            variable = self._variable_of(target)
            self._bind(target, self._formal(target), body, reread=self.readings.refolder(node, variable))

    def _asserts(self, left: Term, right: Term) -> bool:
        """Whether an equation is asserted: one with a number on the right may be to be solved (``when \\sigma(x) = 0.5``)."""
        if free(right) or not free(left):
            return True
        if (self.context.identity or free(left) <= self._universal) and not self.context.equation:
            return True
        return self.context.display and not self.context.equation

    # ---- steps

    def _steps(self, nodes: list[Node], start: int, variable: Term | None, chain: int, remarks: tuple[Remark, ...]) -> None:
        """The members after the first relation: each against the head, and against the member before it."""
        head = nodes[0]
        for k in range(start, len(nodes)):
            this, before = nodes[k], nodes[k - 1]
            place, latex = self.span(this), self.latex(this)
            found = [self._read_pairs(other, this, variable) for other in (head, before)]
            from_head, from_previous = found
            if isinstance(from_head, list) and isinstance(from_previous, list) and _unknown(from_head) and not _unknown(from_previous):
                from_head = Gap("unbound", "nothing is known of the head of the chain")
            if isinstance(from_head, Gap):  # what the head is, is not known: the member before it must do
                gap = from_previous if isinstance(from_previous, Gap) else None
                own = self._alternatives(from_previous, before, this, variable) if isinstance(from_previous, list) else ()
                solved = isinstance(from_previous, list) and from_previous[0].right == ZERO
                self.proposals.append(
                    Proposal("step", place, latex, own, gap, not solved, chain=chain, remarks=remarks, node=this)
                )
                continue
            first = from_head[0]
            derived = unwrapped_derivative(head).kind == "deriv"
            target = target_of(head)
            compound = derived or this.kind not in ("num", "neg") or (target is not None and not target.arguments)
            own = self._alternatives(from_head, head, this, variable)
            if not free(first.right) and bool(free(first.left)) and compound:
                values = Gap("ambiguous", "the values of an example may be put in here")
                own = tuple(replace(a, doubt=a.doubt or values) for a in own)
            asserted = first.right != ZERO and (k < len(nodes) - 1 or self._asserts(first.left, first.right))
            previous = (
                from_previous if isinstance(from_previous, Gap) else self._alternatives(from_previous, before, this, variable)
            )
            link = Link(chain, previous, self.span(before), self.readings.rereader(before, variable))
            self.proposals.append(
                Proposal(
                    "step", place, latex, own, assertive=asserted, link=link, chain=chain, node=this, remarks=remarks,
                    folded=self.readings.folded(head, variable) or first.left, variable=variable,
                    head=head, before=before, value_of=self.readings.valuer(variable), shape_of=self.readings.shaper(variable),
                )
            )  # fmt: skip

    def _read_pairs(self, left: Node, right: Node, variable: Term | None) -> list[Pair] | Gap:
        try:
            return self.readings.pairs(left, right, variable)
        except Unclear as why:
            return Gap(why.reason, why.detail)

    # ---- other relations

    def _relation(self, members: list[tuple[str, Node]], conditions: list[Node]) -> None:
        """Comparisons of names with numbers are assumptions where the words say so; others may state a fact."""
        nodes = [n for _, n in members]
        ops = [op for op, _ in members[1:]]
        if self._is_assumption(ops, nodes):
            node = Node("rel", nodes[0].span.joined(nodes[-1].span), tuple(nodes), " ".join(ops))
            variables = any(n.kind == "name" and n.value not in PARAMETERS for n in nodes)
            self.scope = self.scope.assuming(self._conditions([node]), case=variables and self.context.cased)
            return
        known = self._conditions(conditions)
        assumptions = (*self.scope.assumptions, *(c for c in known if c != TRUE))
        try:
            beside = (
                conditions if any(c.kind == "rel" and c.value == "to" for c in conditions) else (*conditions, *self.conditions)
            )
            variable = variable_of(nodes[0], self.scope)
            differentiated = self.readings.primitive_of(nodes[0], variable)
            stated = stated_by(members, beside, assumptions, lambda: self.elaborator(variable), differentiated)
        except Unclear:
            return
        if stated is None:
            return
        read = len(known) + sum(c.kind == "rel" and c.value == "to" for c in conditions)
        said = self.context
        limited = said.limited and stated.kind != "limit"
        everywhere = bool(stated.names) and stated.names <= self._universal
        of = everywhere or stated.of
        says = of and not (said.assumed or said.let or said.equation or limited or read < len(conditions))
        plain = stated.plain and not ((everywhere or (said.claimed and stated.standard)) and not stated.bare)
        self.proposals.append(
            Proposal(
                stated.kind, self.excerpt.span(nodes[0].span.start, nodes[-1].span.end), self.latex(nodes[0], nodes[-1]),
                (Alternative(stated.fact),),
                assertive=says and (not plain or self.context.asserted), disowned=self.context.disowned, node=nodes[-1],
                lenient=() if stated.lenient is None else ((stated.lenient, "to the digits that are printed"),),
            )
        )  # fmt: skip

    def _is_assumption(self, ops: list[str], nodes: list[Node]) -> bool:
        """Whether a relation of names with numbers says what the names are: where the words do, or of a parameter anywhere."""
        context, names = self.context, [w for n in nodes if (w := written_name(n)) is not None]
        plain = all(written_name(n) is not None or is_number(n) for n in nodes)
        if not ((set(ops) <= COMPARISONS and plain) or (ops == ["in"] and nodes[1].kind == "interval" and names)):
            return False
        if context.assumed:
            return True
        settled = not (context.display or context.limited or context.hedged or context.disowned)
        return settled and all(w.word in PARAMETERS and self.scope.find(w.word) is None for w in names)

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


def _printed(pair: Pair, right: Node) -> Value | None:
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


def _is_simplex(pair: Pair) -> bool:
    total = pair.left
    if total.head != "sum" or pair.right != ONE or pair.elaborator.used:
        return False
    body = total.args[3]
    return bool(body.head == "at" and body.args[1:] == total.args[:1])


def _unknown(pairs: list[Pair]) -> bool:
    """Whether nothing says what a side is."""
    return all(p.doubt is not None and p.doubt.reason == "unbound" for p in pairs)


def _own(bindings: dict[str, Binding], scope: Scope) -> dict[str, Binding]:
    return {k: b for k, b in bindings.items() if scope.find(k) is not b}


def find_claims(
    root: Node, excerpt: Excerpt, line: int, scope: Scope, context: Context, conditions: tuple[Node, ...] = ()
) -> Found:
    """The claims of a parsed formula in its scope and context, and the scope after it.

    ``conditions`` are the relations that stand beside it in its sentence.
    """
    finder = _Finder(scope, context, excerpt, line, conditions)
    finder.run(root)
    return Found(finder.proposals, finder.scope, finder.supposed)
