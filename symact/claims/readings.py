"""The ways to take an equality of two written sides: as terms, with the obligation that each way makes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace

from symact.catalogue import Activation
from symact.claims.model import Gap, Hook
from symact.claims.shapes import capitals_multiplied, is_number, unwrapped_derivative
from symact.meaning.derivatives import operand_value
from symact.meaning.elaborate import Elaborator, Fork, Unclear
from symact.meaning.names import elementary, sequence_word, standard_function, word_of_label, written_name
from symact.meaning.scope import Scope
from symact.meaning.tensors import SIZE, ShapeError, Tensor, aligned, averaged, counted, sized, sizes_in
from symact.meaning.tensors import Value as Meaning
from symact.notation.syntax import Node
from symact.obligations import Equation
from symact.terms.core import Term, free, substitute, sym

__all__ = ["Pair", "Readings", "kind_of", "number", "variable_of"]

MAX_FORKS = 3


@dataclass(frozen=True)
class Pair:
    """Two sides as terms, and why only a proof that they are equal would count; ``reading`` tells how a fork was taken."""

    left: Term
    right: Term
    elaborator: Elaborator
    doubt: Gap | None
    reading: str = ""


@dataclass(frozen=True)
class Readings:
    """Reads the sides of relations in a scope; ``spoken`` and ``sizes`` are what the whole formula tells of its letters."""

    scope: Scope
    spoken: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    through: tuple[str, ...] = ()  # the names by which the formula differentiates
    choices: Mapping[Hashable, int] = field(default_factory=dict)

    def elaborator(self, variable: Term | None = None, hook: Hook | None = None) -> Elaborator:
        return Elaborator(
            self.scope, variable=variable, hook=hook, spoken=self.spoken, sizes=self.sizes, through=self.through,
            choices=self.choices,
        )  # fmt: skip

    def pairs(self, left: Node, right: Node, variable: Term | None) -> list[Pair]:
        """Every reading of a relation, the most natural first. Raises Unclear."""
        try:
            return self._unforked(left, right, variable)
        except Fork as fork:
            if len(self.choices) >= MAX_FORKS:
                raise
            out: list[Pair] = []
            for k, option in enumerate(fork.options):
                chosen = replace(self, choices={**self.choices, fork.key: k})
                found = chosen.pairs(left, right, variable)
                out += [replace(p, reading=", ".join(filter(None, (option, p.reading)))) for p in found]
            return out

    def _unforked(self, left: Node, right: Node, variable: Term | None) -> list[Pair]:
        """With the values of names put in, with the names kept as they are, and with the values of their values put in.

        A value that was given to a name in passing must not make a general formula false. Raises Unclear.
        """
        first = self._pair(left, right, variable)
        if first.doubt is None and "matrices" not in self.scope.topics and capitals_multiplied(left, right):
            return self._as_numbers_and_matrices(first, left, right, variable)
        closed = self._closed(first)
        last = [] if closed is None else [closed]
        values = frozenset(n for n in _names_in(left, right) if (b := self.scope.find(n)) is not None and not b.formal)
        if not values:
            return [first, *last]
        try:
            kept = self._read(replace(self.elaborator(variable), folded=values), left, right)
        except Unclear:
            return [first, *last]
        if kept.doubt is not None or (kept.left, kept.right) == (first.left, first.right):
            return [first, *last]
        collapsed = not (free(first.left) | free(first.right)) and bool(free(kept.left) | free(kept.right))
        return [kept] if collapsed else [kept, *last] if first.doubt is not None else [first, kept, *last]

    def _as_numbers_and_matrices(self, first: Pair, left: Node, right: Node, variable: Term | None) -> list[Pair]:
        """A product of capitals in a text that says nothing of matrices: it must hold for matrices too."""
        try:
            again = replace(self, scope=self.scope.speaking_of("matrices"))._pair(left, right, variable)
        except Unclear:
            return [replace(first, doubt=Gap("ambiguous", "the capitals may be matrices, which do not commute"))]
        return [replace(first, reading="numbers"), replace(again, reading="matrices")]

    def _closed(self, pair: Pair) -> Pair | None:
        """The pair with every name that has a value replaced by it, also inside of values; None where nothing changes."""
        a, b = (self.elaborator().put_in(t) for t in (pair.left, pair.right))
        if (a, b) == (pair.left, pair.right):
            return None
        return replace(pair, left=a, right=b, doubt=Gap("ambiguous", "names may have changed their values on the way"))

    def _pair(self, left: Node, right: Node, variable: Term | None) -> Pair:
        """Both sides of a relation as terms; where they do not speak for themselves, with what left sections had bound.

        Raises Unclear.
        """
        why: Unclear | None = None
        plain: Pair | None = None
        try:
            plain = self._read(self.elaborator(variable), left, right)
            if plain.doubt is None:
                return plain
        except Unclear as reason:
            why = reason
        if self.scope.left:
            try:
                again = self._read(replace(self.elaborator(variable), scope=self.scope.recalling), left, right)
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

    def _read(self, elaborator: Elaborator, left: Node, right: Node) -> Pair:
        a, b = _sides(elaborator, left, right)
        a, b = counted(a, b, elaborator.free_indices)
        if _labels_of_members(a, b, elaborator):
            elaborator.loose.add("a name is an entry and a name of its own")
        a, b, unsure = sized(a, b, self.sizes)
        if unsure:
            return Pair(a, b, elaborator, Gap("ambiguous", "nothing says which of the sizes is that of the vectors"))
        changed = (a, b)
        a, b, missed = averaged(a, b)
        if missed or (changed != (a, b) and any(n.kind == "deriv" for side in (left, right) for n in side.walk())):
            raise Unclear("unbound", "nothing says whether the bar means an average", right)
        return Pair(a, b, elaborator, None if a == b else _unjudgeable(left, a, b, elaborator))

    # ---- what a pair obliges

    def equation(self, pair: Pair, left: Node, variable: Term | None) -> Equation:
        primitive, by = self.primitive_of(left, variable)
        variables = frozenset(v for v in (variable, by) if v is not None and v.head == "sym") or None
        assumptions = [*self.scope.assumptions, *pair.elaborator.assumed]
        if len(size := sizes_in(pair.left, pair.right)) == 1:  # sum_i y_i = 1 was said before it was named
            assumptions = [substitute(c, {SIZE: next(iter(size))}) for c in assumptions]
        return Equation(pair.left, pair.right, tuple(assumptions), variables, primitive, by)

    def primitive_of(self, left: Node, variable: Term | None) -> tuple[Term | None, Term | None]:
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
                return number(operand_value(inner, node.args[0], by), node), by
            head = node.args[0] if node.kind in ("juxt", "apply") and node.args else node
            if head.kind == "prime" and head.value in ("", "1") and variable is not None:
                return number(self.elaborator(variable).call(head.args[0], [variable]), node), variable
        except Unclear:
            return None, None
        return None, None

    # ---- the same again, read otherwise

    def folded(self, left: Node, variable: Term | None) -> Term | None:
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
            return kept.derivative(number(operand_value(kept, node.args[0], by), node), by, 1, node)
        except Unclear:
            return None

    def valuer(self, variable: Term | None) -> Callable[[Node], Term]:
        """What a piece of a side means. The function raises Unclear and Fork."""
        return lambda node: self.elaborator(variable).term(node)

    def shaper(self, variable: Term | None) -> Callable[[Node], Term]:
        """How a side is written: functions under their names, derivatives that are still to be taken. It raises Unclear and Fork."""

        def shape(node: Node) -> Term:
            plain, names = self.elaborator(variable), _names_in(node)
            standard = (w for w in names if isinstance(plain.function_of(w), Activation) and plain.means_its_value(w))
            values = frozenset(n for n in names if (b := self.scope.find(n)) is not None and not b.formal)
            plain = replace(plain, folded=values, as_written=True)
            try:
                return replace(plain, scope=self.scope.naming(standard)).term(node)
            except Unclear:  # what is differentiated is known by its meaning only
                return plain.term(node)

        return shape

    def rereader(self, node: Node, variable: Term | None) -> Callable[[Hook], Term]:
        """How to read a member again with other values for derivatives."""
        return lambda hook: self.elaborator(variable, hook).term(node)

    def refolder(self, node: Node, variable: Term | None, axes: tuple[Term, ...] = ()) -> Callable[[frozenset[str]], Term]:
        """How to read a definition again with some names kept as variables; of a vector, its entry at ``axes``."""

        def reread(kept: frozenset[str]) -> Term:
            value = replace(self.elaborator(variable), folded=kept).value(node)
            return value.at(*axes) if isinstance(value, Tensor) and value.rank == len(axes) else number(value, node)

        return reread


def _labels_of_members(a: Term, b: Term, elaborator: Elaborator) -> bool:
    """Whether the names of entries are those of labels, too, where sequences are known: ``\\prod_s a_s`` with ``a_t`` bound."""
    own = {w for name in elaborator.used if (w := word_of_label(name)) is not None and name == sequence_word(w)}
    names = {*elaborator.used, *(v.name for t in (a, b) for v in free(t) if v.head == "sym")}
    bases = {v.name for t in (a, b) for v in free(t) if v.head == "vec"} - own
    return bool(own) and any(word_of_label(name) in bases for name in names)


def _names_in(*sides: Node) -> set[str]:
    return {n.value for side in sides for n in side.walk() if n.kind == "name"}


def _sides(elaborator: Elaborator, left: Node, right: Node) -> tuple[Term, Term]:
    """Both sides as numbers; of vectors and matrices at the same entry. Raises Unclear."""
    a, b = elaborator.value(left), elaborator.value(right)
    try:
        return aligned(a, b)
    except ShapeError as why:
        raise Unclear("incomplete", str(why), right) from None


def _unjudgeable(left: Node, a: Term, b: Term, elaborator: Elaborator) -> Gap | None:
    """Why an equality of these sides says nothing: unknown functions, names that only one side has, an equation."""
    if elaborator.loose:
        return Gap("ambiguous", "; ".join(sorted(elaborator.loose)))
    if elaborator.opaque:
        return Gap("unbound", f"nothing says what {', '.join(sorted(elaborator.opaque))} is")
    names = [{v for v in free(t) if v.head in ("sym", "vec")} for t in (a, b)]
    extra = names[1] - names[0]
    if extra and names[0]:
        return Gap("unbound", f"nothing says what {', '.join(sorted(v.name for v in extra))} is")
    if kind_of(left) != "equality":
        return None
    known = any(n.kind in ("call", "deriv", "apply", "prime", "bigop", "cases") for n in left.walk())
    known = known or bool(elaborator.used) or any(_is_function_head(n) for n in left.walk())
    if not known and names[0] != names[1]:
        return Gap("unbound", "an equation between free names")
    if not known and left.kind in ("name", "sub", "styled", "num"):
        return Gap("unbound", "an equation between free names")
    return None


def kind_of(left: Node) -> str:
    """What a relation with this left side claims: a derivative, a jacobian, or an equality."""
    node = unwrapped_derivative(left)
    if node.kind == "deriv":
        indexed = any(written_name(v) is None or bool(written_name(v).indices) for v in node.args[1:])  # type: ignore[union-attr]
        return "jacobian" if indexed else "derivative"
    if node.kind == "prime" or (node.kind in ("juxt", "apply") and node.args and node.args[0].kind == "prime"):
        return "derivative"
    return "equality"


def variable_of(left: Node, scope: Scope) -> Term | None:
    """The variable that a left side speaks of: of a derivative, or the argument of an application."""
    node = unwrapped_derivative(left)
    if node.kind == "deriv":
        written = written_name(node.args[1]) if len(node.args) > 1 else None
        if written is None or written.indices:
            return None
        binding = scope.find(written.word)
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
        binding = scope.find(w.word) if w is not None else None
        if binding is not None and binding.is_function and len(binding.formal) == 1:
            return binding.formal[0]
    return None


def number(value: Meaning, node: Node) -> Term:
    """A value as a number. Raises Unclear where it is a vector."""
    if isinstance(value, Tensor):
        raise Unclear("incomplete", "a vector where a number is wanted", node)
    return value


def _is_function_head(node: Node) -> bool:
    written = written_name(node)
    return written is not None and (standard_function(written.word) is not None or elementary(written.word) is not None)
