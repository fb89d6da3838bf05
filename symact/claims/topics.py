"""What a sentence is about: a function of one variable, or the component of a vector function, with what is known of its parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from symact.catalogue import ACTIVATIONS, Activation
from symact.documents.model import Maths
from symact.meaning.elaborate import Elaborator, Unclear
from symact.meaning.names import function_word, standard_function, written_name
from symact.meaning.scope import Scope
from symact.notation.latex import parse
from symact.notation.syntax import Node, NotationError
from symact.obligations import PARAMETERS
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import Term, all_of, at, free, rel, sym, transform

_REST = sym("r")  # the sum over the others

__all__ = ["Topic", "names_function", "topic_of_entry", "topic_of_formula"]


@dataclass(frozen=True)
class Topic:
    """``term`` as a function of ``variable``, under ``assumptions`` on its parameters.

    Of a vector function ``component`` is the i-th component, and the term what it is as a function of its own input ``x_i``: the
    sum over the exponentials of the others, which takes every positive value, is the parameter ``r``. ``order`` counts the primes
    of a formula that names a derivative; ``others`` are functions that the same name may mean as well.
    """

    title: str
    term: Term
    variable: Term
    assumptions: tuple[Term, ...] = ()
    entry: Activation | None = None
    order: int = 0
    component: Term | None = None

    @property
    def is_vector(self) -> bool:
        return self.entry is not None and self.entry.kind == "vector"

    @property
    def parameters(self) -> frozenset[Term]:
        """The names beside the variable that the document may give a value."""
        return free(self.term) - {self.variable, _REST}

    @property
    def usual(self) -> Term | None:
        """That all parameters have their usual values, as a condition; None without parameters, or without such a value."""
        values = {} if self.entry is None else self.entry.defaults
        names = self.parameters
        usual = (rel("eq", n, values[n]) for n in sorted(names & set(values), key=repr))
        return all_of(*usual) if names and names <= set(values) else None

    @property
    def others(self) -> tuple[Topic, ...]:
        found = () if self.entry is None else tuple(topic_of_entry(ACTIVATIONS[name]) for name in self.entry.also)
        return tuple(t for t in found if t is not None)

    def at_inputs(self, value: Callable[[Term], Term]) -> Term | None:
        """The component when its inputs, of index ``k``, are other ones."""
        if self.component is None:
            return None
        inputs = at(self.variable.name, 1).args[0]

        def rule(t: Term) -> Term | None:
            return value(t) if t.head == "at" and t.args[0] == inputs else None

        changed: Term = transform(self.component, rule)
        return changed

    def slope(self, order: int) -> Term | None:
        """The derivative; None where the rules give none."""
        try:
            return diff(self.term, self.variable, order) if order else self.term
        except NotDifferentiable:
            return None


def topic_of_entry(entry: Activation) -> Topic | None:
    """None for functions of several arguments that are no vector functions."""
    conditions = entry.conditions
    if entry.kind == "elementwise":
        return Topic(entry.title, entry.expression, entry.variable, conditions, entry)
    alone = _of_its_own_input(entry) if entry.kind == "vector" else None
    if alone is None:
        return None
    component = entry.expression if entry.is_indexed else None
    return Topic(entry.title, alone, entry.variable, (*conditions, _REST.gt(0)), entry, component=component)


def _of_its_own_input(entry: Activation) -> Term | None:
    """A component as a function of its own input, where the other inputs stand only in one sum of exponentials."""
    x, inputs = entry.variable, at(entry.variable.name, 1).args[0]
    sums: set[Term] = set()

    def rule(t: Term) -> Term | None:  # from the inside out
        if t.head == "sum" and t.args[3].head == "exp":
            sums.add(t)
            whole: Term = t.args[3] + _REST
            return whole
        return x if t.head == "at" and t.args[0] == inputs else None

    alone = transform(entry.expression, rule)
    return alone if len(sums) == 1 and free(alone) <= {x, _REST, *(p.symbol for p in entry.parameters)} else None


def names_function(maths: Maths, scope: Scope) -> bool:
    """Whether a formula is the name of a function that is known here, or its application to a variable."""
    return _function_in(maths, scope) is not None


def _function_in(maths: Maths, scope: Scope) -> tuple[Node, Node | None] | None:
    """The head (a name, with its primes) and the argument of such a formula."""
    try:
        node = parse(maths.excerpt.text, tex=maths.tex)
    except NotationError:
        return None
    argument = None
    if node.kind in ("juxt", "apply") and len(node.args) == 2 and _is_variable(node.args[1]):
        node, argument = node.args[0], node.args[1].args[0] if node.args[1].kind == "group" else node.args[1]
    elif node.kind == "call" and len(node.args) == 1:
        argument = node.args[0].args[0] if node.args[0].kind == "group" else node.args[0]
        if written_name(argument) is None:
            return None
        return (node, argument) if standard_function(node.value) or scope.find(node.value) else None
    word = function_word(node)
    if word is None:
        return None
    binding = scope.find(word)
    known = standard_function(word) is not None if binding is None else binding.is_function and len(binding.formal) == 1
    return (node, argument) if known else None


def _is_variable(node: Node) -> bool:
    inner = node.args[0] if node.kind == "group" and node.value == "(" else node
    return inner.kind == "name"


def topic_of_formula(maths: Maths, scope: Scope) -> Topic | None:
    """The function that a formula names; of a standard function the catalogue's."""
    found = _function_in(maths, scope)
    if found is None:
        return None
    head, argument = found
    order = int(head.value or 1) if head.kind == "prime" else 0
    base = head.args[0] if head.kind == "prime" else head
    word = head.value if head.kind == "call" else function_word(base)
    assert word is not None
    binding = scope.find(word)
    if binding is None or binding.entry is not None:
        entry = binding.entry if binding is not None else standard_function(word)
        topic = None if entry is None else topic_of_entry(entry)
        return None if topic is None else replace(topic, order=order)
    written = written_name(argument) if argument is not None else None
    variable = sym(written.word) if written is not None and not written.indices else binding.formal[0]
    try:
        value = Elaborator(scope).call(base, [variable])
    except Unclear:
        return None
    if not isinstance(value, Term) or binding.opaque or variable not in free(value):
        return None
    if any(n.head != "sym" or n.name not in PARAMETERS for n in free(value) - {variable}):
        return None
    return Topic(maths.excerpt.text, value, variable, scope.assumptions, None, order)
