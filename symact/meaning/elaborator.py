"""From syntax to values: what a formula says, given what its names mean.

Elaboration never guesses: what it does not know it raises as :class:`Unclear` with a reason of a verdict (unbound, ambiguous,
incomplete) and the node it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import ClassVar

from symact.catalogue import Activation
from symact.meaning.names import (
    OPAQUE,
    Written,
    argument_of,
    bracketed,
    elementary,
    function_word,
    neighbours,
    numbered_name,
    sequence_word,
    standard_function,
    written_name,
)
from symact.meaning.scope import Binding, Scope
from symact.meaning.subjects import is_ordinary, mentions
from symact.meaning.tensors import SIZE, ShapeError, Tensor, Value, fresh, identity, lift, ones
from symact.notation.names import GREEK
from symact.notation.syntax import Node
from symact.obligations import PARAMETERS
from symact.source import Span
from symact.terms.calculus import NotDifferentiable, diff, pending
from symact.terms.core import (
    PI,
    Term,
    add,
    app,
    at,
    delta,
    exp,
    fn,
    free,
    index,
    log,
    neg,
    num,
    power,
    smaller,
    substitute,
    sym,
    transform,
)
from symact.verdict import Reason

__all__ = ["Elaborator", "Fork", "Unclear"]

MAX_DIGITS = 60
MAX_SIZE = 4000
MAX_NESTED_VALUES = 4
NUMBERS_IN_CAPITALS = frozenset("J L N".split())  # capitals that are numbers in texts about matrices, too: losses and sizes
LETTERS = frozenset({"sigma", "varsigma", "Phi", "phi", "varphi", "Gamma"})


INVERSES: dict[str, Callable[[Term], Term]] = {
    **{name: partial(fn, f"a{name}") for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    "exp": log,
    "log": exp,
    "sigmoid": lambda t: log(t / (1 - t)),
    "softplus": lambda t: log(exp(t) - 1),
}


class Unclear(Exception):
    """A formula whose meaning is not known: a verdict's reason, a phrase, and the node."""

    def __init__(self, reason: Reason, detail: str, node: Node) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail
        self.node = node


class Fork(Unclear):
    """A notation that is read in several ways; ``options`` show them, and ``key`` tells which choice this is."""

    def __init__(self, key: Hashable, options: Sequence[str], detail: str, node: Node) -> None:
        super().__init__("ambiguous", f"{detail}: {' or '.join(options)}", node)
        self.key = key
        self.options = tuple(options)


@dataclass
class Elaborator:
    """Reads expressions in a scope.

    ``variable`` is what a function name without argument is taken at; ``folded`` names are kept as variables though they
    are bound; ``spoken`` letters are used as functions in the formula, and ``sizes`` as ends of sums; ``hook`` may put
    another term for the value of a derivative (used to follow errors through a chain). What was met on the way is
    recorded: ``unbound`` and ``opaque`` names, free indices, the ``used`` bindings, the domains ``assumed`` with them.
    """

    RULES: ClassVar[Mapping[str, Callable[[Elaborator, Node], Value]]] = {}

    scope: Scope
    variable: Term | None = None
    folded: frozenset[str] = frozenset()
    hook: Callable[[Term], Term] | None = None
    indices: frozenset[str] = frozenset()
    spoken: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    through: tuple[str, ...] = ()  # vectors by which the formula differentiates: losses may depend on others through them
    choices: Mapping[Hashable, int] = field(default_factory=dict)  # how forks are taken
    as_written: bool = False  # derivatives stay to be taken
    unbound: set[str] = field(default_factory=set)
    free_indices: set[str] = field(default_factory=set)
    used: dict[str, Binding] = field(default_factory=dict)
    assumed: list[Term] = field(default_factory=list)
    opaque: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)  # why what was read may not be meant: nothing is refuted by it

    # ---- expressions

    def value(self, node: Node) -> Value:
        """The number, vector or matrix that an expression stands for. Raises Unclear."""
        rule = self.RULES.get(node.kind)
        if rule is None:
            raise Unclear("incomplete", f"{_KIND_WORDS.get(node.kind, node.kind)} is not decided yet", node)
        try:
            return rule(self, node)
        except ShapeError as why:
            raise Unclear("incomplete", str(why), node) from None

    def choose(self, key: Hashable, options: Sequence[str], detail: str, node: Node) -> int:
        """Which of several readings is taken. Raises Fork where nothing has chosen yet."""
        if key not in self.choices:
            raise Fork(key, options, detail, node)
        return self.choices[key]

    def term(self, node: Node) -> Term:
        """The number that an expression stands for. Raises Unclear."""
        value = self.value(node)
        if isinstance(value, Tensor):
            raise Unclear("incomplete", "a vector where a number is wanted", node)
        return value

    def values(self, nodes: Iterable[Node]) -> list[Value]:
        return [self.value(n) for n in nodes]

    def number(self, node: Node) -> Term:
        """An exact rational. Raises Unclear where it is too large."""
        if len(node.value) > MAX_DIGITS:
            raise Unclear("incomplete", "a number with too many digits", node)
        try:
            value = Fraction(node.value.removesuffix("%"))
            value = value / 100 if node.value.endswith("%") else value
        except ValueError:
            raise Unclear("incomplete", f"the number {node.value}", node) from None
        if value.denominator.bit_length() > 400 or value.numerator.bit_length() > 400:
            raise Unclear("incomplete", "a number of too large a size", node)
        return num(value)

    def approached(self, node: Node) -> tuple[Term, str]:
        """What a variable tends to, and from which side: ``0^+`` is 0 from above. Raises Unclear."""
        if node.kind == "sup" and node.args[1].kind == "name" and node.args[1].value in ("+", "-"):
            return self.term(node.args[0]), node.args[1].value
        return self.term(node), ""

    # ---- names

    def name(self, node: Node) -> Value:
        written = written_name(node, self.indices)
        if written is None:
            return self._styled_number(node)
        if node.kind == "sub" and self.scope.find(written.word) is None and (member := numbered_name(node)) is not None:
            sequence = self.scope.find(sequence_word(member.word))
            if sequence is not None and sequence.name not in self.folded:
                self._use(sequence)
                return self._entry(sequence, sequence.unfolded(self.folded), member.indices)
        return self.named(written, node)

    def _styled_number(self, node: Node) -> Value:
        """``\\mathbf{1}`` and ``\\mathbf{0}``."""
        if node.kind == "styled" and node.value in ("bold", "vec") and node.args[0].kind == "num":
            if node.args[0].value == "1":
                return ones()
            if node.args[0].value == "0":
                return num(0)
        raise Unclear("incomplete", "a name with a subscript of its own", node)

    def named(self, written: Written, node: Node) -> Value:
        """A name where a value is wanted."""
        word = written.word
        if word in self.folded or (not written.indices and self._is_variable(word)):
            return self.free_variable(written, node)
        if not written.indices:
            if word in self.indices:
                return index(word)
            if word == "pi" and self.scope.find("pi") is None:
                return PI
            if word == "e" and self.scope.find("e") is None:
                return exp(1)
            if word == "infty":
                return Term("const", ("oo",))
            if word == "i" and self.scope.find("i") is None:
                raise Unclear("ambiguous", "i may be an index or the imaginary unit", node)
        if word in ("delta", "mathrm_delta") and len(written.indices) == 2 and self.scope.find("delta") is None:
            i, j = (self.index(n) for n in written.indices)
            return delta(i, j)
        binding = self.scope.find(word)
        if binding is not None and binding.body != sym(word):
            return self.bound_value(binding, written, node)
        if not written.indices and self.means_its_value(word):
            return self.value_of_function(node)
        return self.free_variable(written, node)

    def _is_variable(self, word: str) -> bool:
        """Whether a function's name is the variable here: ``H'(p)`` where p(x) is a function, too; none is applied to its own name."""
        if self.variable != sym(word):
            return False
        binding = self.scope.find(word)
        return binding is not None and binding.is_function and self.variable not in binding.formal

    def free_variable(self, written: Written, node: Node) -> Value:
        """A name that nothing binds: a number, or a vector or matrix where its style or a statement of the document says so."""
        self.unbound.add(written.word)
        others = [b for b in map(self.scope.find, neighbours(written.word)) if b is not None and not b.opaque]
        if any(sym(written.word) not in free(b.body) for b in others):
            self.loose.add(f"{written.word} may be given by the one before it")  # w_{t+2} where w_{t+1} is made of w_t
        places = tuple(self.index(n) for n in written.indices)
        if written.word == "sigma" and not places:
            self.assumed.append(sym("sigma").gt(0))  # a letter that is not used as a function: a standard deviation
        rank, word = _rank_of_style(written), written.word
        if rank is None:
            known, numbered = self._known_rank(written)
            if numbered is not None:
                word, places = numbered, ()
            rank = max(0, known - len(places))
        if word in ("I", "E") and rank == 2 and not places:
            return identity()
        if rank:
            axes = tuple(fresh() for _ in range(rank))
            return Tensor(axes, at(word, *places, *axes))
        return at(word, *places) if places else sym(word)

    def _known_rank(self, written: Written) -> tuple[int, str | None]:
        """What the document says of the shape of a name, and the name with its number where it is one of several (``W_1``).

        Capitals of a text about matrices are matrices, which do not commute.
        """
        numbers = [n.value for n in written.indices if n.kind == "num"]
        own = f"{written.word}_{','.join(numbers)}" if numbers and len(numbers) == len(written.indices) else None
        if own is not None and own in self.scope.ranks:
            return self.scope.ranks[own], own
        known = self.scope.ranks.get(written.word)
        binding = self.scope.find(written.word)
        if known is not None or (binding is not None and not binding.formal):
            return known or 0, None
        letter = written.word.split("^")[0].split("_")[0]
        capital = len(letter) == 1 and letter.isupper() and letter not in NUMBERS_IN_CAPITALS
        if not (capital and "matrices" in self.scope.topics):
            return 0, None
        return 2, own if own is not None and len(numbers) == 1 else None

    def bound_value(self, binding: Binding, written: Written, node: Node) -> Value:
        self._use(binding)
        if binding.is_vector:
            body = binding.unfolded(self.folded)
            if not written.indices:
                axes = tuple(fresh() for _ in binding.formal)
                return Tensor(axes, binding.member(body, axes, {sym(p.name): k for p, k in zip(binding.formal, axes, strict=True)}))
            if len(binding.formal) != len(written.indices):
                raise Unclear("incomplete", f"an entry of {binding.name}", node)
            return self._entry(binding, body, written.indices)
        if binding.is_function:
            if written.indices:
                raise Unclear("incomplete", f"an index at the function {binding.name}", node)
            return self.value_of_function(node)
        if written.indices:  # y_i where the document said what y is: an entry of which nothing more is known
            self.loose.add(f"{binding.name} is bound without an index")
            return at(written.word, *map(self.index, written.indices))
        return binding.unfolded(self.folded)

    def _entry(self, binding: Binding, body: Term, nodes: tuple[Node, ...]) -> Term:
        """An entry of a vector or sequence; of a recursion, one that nothing says stays what it is."""
        places = tuple(map(self.index, nodes))
        if binding.earlier and places != binding.formal and at(binding.name, *places) not in binding.earlier:
            self.loose.add(f"{binding.name} is known at one index only")
        counted = [(sym(p.name), n) for p, n in zip(binding.formal, nodes, strict=True) if p.head == "ix"]
        return binding.member(body, places, {s: self.term(n) for s, n in counted if s in free(body)})

    def put_in(self, t: Term) -> Term:
        """A number with every name in it that the document gave a value replaced by it, also inside of values."""
        for _ in range(MAX_NESTED_VALUES):
            bound = ((v, self.scope.find(v.name)) for v in free(t) if v.head == "sym" and v.name not in self.folded)
            known = {v: b.body for v, b in bound if b is not None and not b.formal}
            t, before = transform(substitute(t, known), self._given_entry), t
            if t == before or not smaller(t, MAX_SIZE):
                return before if t != before else t
        return t

    def _given_entry(self, t: Term) -> Term | None:
        """The value that the document gave an entry; None for any other term."""
        binding = self.scope.find(t.name) if t.head == "at" and t.name not in self.folded else None
        if binding is None or not binding.is_vector or binding.opaque or len(binding.formal) != len(t.args) - 1:
            return None
        places = t.args[1:]
        return binding.member(binding.body, places, {sym(p.name): k for p, k in zip(binding.formal, places, strict=True)})

    def _use(self, binding: Binding) -> None:
        if not smaller(binding.body, MAX_SIZE):
            raise Unclear("incomplete", f"{binding.name} has grown too large", Node("none", Span(0, 0)))
        self.used[binding.name] = binding
        self.opaque |= binding.opaque

    def index(self, node: Node) -> Term:
        if node.kind == "num":
            return num(int(node.value))
        if node.kind == "name":
            if node.value in self.sizes and node.value not in self.indices:
                return sym(node.value)  # the last entry: x_n where sums run to n
            if node.value not in self.indices:
                self.free_indices.add(node.value)
            return index(node.value)
        if node.kind == "add":
            return add(*map(self.index, node.args))
        if node.kind == "neg":
            return neg(self.index(node.args[0]))
        raise Unclear("incomplete", "an index of this form", node)

    # ---- functions

    def function_of(self, word: str) -> Binding | Activation | str | None:
        """What the word means as a function: a binding, a catalogue entry, an elementary function, or None."""
        if word in self.folded or self._is_variable(word):
            return None
        binding = self.scope.find(word)
        if binding is not None:
            return binding if binding.is_function else None
        if word == "Phi" and "gaussian" not in self.scope.topics:
            return None
        if word in ("phi", "varphi") and "gaussian" in self.scope.topics:
            return "phi"
        if word == "W" and "lambert" in self.scope.topics:
            return "lambertw"
        if word == "Gamma":
            return "gamma"
        return standard_function(word) or elementary(word)

    def means_its_value(self, word: str) -> bool:
        """Whether a function's name without a bracket stands for its value: letters only where they are used as functions."""
        meaning = self.function_of(word)
        if meaning is None or isinstance(meaning, Binding):
            return meaning is not None
        if isinstance(meaning, Activation) and word not in self.spoken and (is_ordinary(word) or len(meaning.variables) != 1):
            return False  # a threshold, a step: things that have these names, too; MSE alone is a number
        return (len(word) > 1 and word not in LETTERS) or word in self.spoken

    def is_function(self, node: Node, bracket: Node | None = None) -> bool:
        """Whether a node before a bracket is applied to it: a known function, a word, or a letter that is read as one.

        An unknown letter makes a product with a sum in a bracket (``a(b+c)``, ``p(1-p)``), and is a function of anything else:
        ``P(A)``, ``q(2x)``, ``v(t)``.
        """
        word = function_word(node)
        if word is None or word in self.folded or word in self.indices or self._is_variable(word):
            return False
        if self.function_of(word) is not None:
            return True
        binding = self.scope.find(word)
        if binding is not None:
            return False
        if word in OPAQUE or node.kind == "prime":
            return True
        written = written_name(node)
        if written is not None and written.indices and written.word in OPAQUE:
            return bracket is not None and argument_of(bracket) is not None
        if written is None or written.style in ("bold", "vec"):  # a power or transpose, a vector or matrix
            return False
        inside = argument_of(bracket) if bracket is not None else None
        if inside is None or (inside.kind == "group" and len(word) == 1):
            return False
        base = word.split("_")[0].split("^")[0]
        if base in OPAQUE:
            return True
        if len(base) > 1 and base not in GREEK:
            return True
        if base.isupper():
            return True
        return inside.kind not in ("add", "neg", "group") and base not in GREEK

    def value_of_function(self, node: Node) -> Value:
        """A function's name without an argument: its value at the variable that is being discussed."""
        word = function_word(node)
        assert word is not None
        binding = self.scope.find(word)
        variable = self.variable
        if binding is not None and len(binding.formal) > 1:  # at its own variables, as they are known now
            return self.call(node, [self.named(Written(p.name), node) if p.head == "sym" else p for p in binding.formal])
        if variable is None and binding is not None and len(binding.formal) == 1:
            variable = binding.formal[0]
        if variable is None:
            variable = sym("x")
        return self.call(node, [variable])

    def call(self, head: Node, arguments: list[Value], order: int = 0) -> Value:
        """A function, differentiated ``order`` times, at its arguments; of vectors entry by entry."""
        if head.kind == "prime":
            return self.call(head.args[0], arguments, order + int(head.value or 1))
        labelled = head.kind == "sup" and any(g.value != "(" for g in bracketed(head.args[1]))
        if head.kind == "sup" and head.args[0].kind == "prime" and labelled:
            return self.call(
                Node("sup", head.span, (head.args[0].args[0], head.args[1])), arguments, order + int(head.args[0].value)
            )
        if head.kind == "sup" and head.args[0].kind in ("name", "prime", "styled") and not labelled:
            exponent = head.args[1]
            if is_minus_one(exponent):
                return self._inverse(head, arguments, order)
            if exponent.kind == "group":
                times = self.term(exponent.args[0])
                if times.is_num and times.value.denominator == 1 and 0 < times.value <= 6:
                    return self.call(head.args[0], arguments, order + int(times.value))
                raise Unclear("incomplete", "a derivative of variable order", head)
            n = self.term(exponent)
            return lift(lambda base: power(base, n), self.call(head.args[0], arguments, order))
        word = function_word(head)
        if word is None:
            raise Unclear("incomplete", "an application of this form", head)
        if self.indices and any(n.kind == "name" and n.value in self.indices for n in head.walk()):
            raise Unclear("incomplete", "a function that an index numbers", head)
        meaning = self.function_of(word)
        entry = meaning.entry if isinstance(meaning, Binding) else meaning
        if isinstance(entry, Activation) and entry.kind == "loss" and len(entry.variables) > 1:
            raise Unclear("ambiguous", f"which argument of {entry.title} is the target", head)
        if isinstance(entry, Activation) and Term("vec", entry.variables[:1]) in free(entry.expression):
            return self.vector_call(entry, arguments, head)
        entrywise = "activations" in self.scope.topics and len(arguments) == 1 and word in OPAQUE
        if meaning is None and any(isinstance(a, Tensor) for a in arguments) and not entrywise:
            raise Unclear("unbound", f"nothing says what {word} is", head)
        return lift(lambda *numbers: self._call_numbers(word, meaning, list(numbers), order, head), *arguments)

    def _inverse(self, head: Node, arguments: list[Value], order: int) -> Value:
        """``\\sin^{-1}(x)``: the inverse function or the reciprocal."""
        word = function_word(head) or ""
        meaning = self.function_of(word)
        inverse = INVERSES.get(meaning.name if isinstance(meaning, Activation) else meaning if isinstance(meaning, str) else "")
        if inverse is None or order:
            raise Unclear("ambiguous", "the power -1 of a function: inverse or reciprocal", head)
        ways = (f"the inverse of {word}", f"1/{word}")
        if self.choose(("inverse", word), ways, "the power -1 of a function", head) == 0:
            return lift(inverse, *arguments)
        return lift(lambda t: power(t, -1), self.call(head.args[0], arguments))

    def _call_numbers(
        self, word: str, meaning: Binding | Activation | str | None, arguments: list[Term], order: int, head: Node
    ) -> Term:
        if isinstance(meaning, Binding):
            self._use(meaning)
            if len(meaning.formal) != len(arguments):
                raise Unclear("incomplete", f"{word} takes {len(meaning.formal)} arguments", head)
            return self._at_point(meaning.unfolded(self.folded), meaning.formal, arguments, order, head)
        if isinstance(meaning, Activation):
            return self._entry_call(meaning, arguments, order, head)
        if isinstance(meaning, str):
            if len(arguments) != 1:
                raise Unclear("incomplete", f"{word} with {len(arguments)} arguments", head)
            if meaning == "sign" and not order:
                return fn("sign", *arguments)
            formal = (sym("#0"),)
            return self._at_point(fn(meaning, *formal), formal, arguments, order, head)
        self.unbound.add(word)
        self.opaque.add(word)
        return app(word, *arguments, orders=(order,) + (0,) * (len(arguments) - 1))

    def _entry_call(self, entry: Activation, arguments: list[Term], order: int, node: Node) -> Term:
        if len(arguments) != len(entry.variables):
            raise Unclear("incomplete", f"{entry.title} takes {len(entry.variables)} arguments", node)
        return self._at_point(self._with_parameters(entry), tuple(map(sym, entry.variables)), arguments, order, node)

    def _with_parameters(self, entry: Activation) -> Term:
        """A catalogue's function with the document's values for its parameters."""
        values = {p.symbol: self._parameter(p.name) for p in entry.parameters}
        self.assumed += [substitute(c, values) for c in entry.conditions]
        return substitute(entry.expression, values)

    def _parameter(self, name: str) -> Term:
        binding = self.scope.find(name)
        return binding.body if binding is not None and not binding.formal else sym(name)

    def vector_call(self, entry: Activation, arguments: list[Value], node: Node, place: Term | None = None) -> Value:
        """softmax(z) of a vector: the vector of its components, or the component at ``place``."""
        if len(arguments) != 1 or len(entry.variables) != 1:
            raise Unclear("incomplete", f"{entry.title} with these arguments", node)
        given = arguments[0]
        if not isinstance(given, Tensor):
            if given.head == "sym":
                k = fresh()
                given = Tensor((k,), at(given.name, k))
            elif given.head == "at" and len(given.args) == 2:  # softmax(x_i) for softmax(x)_i, as people write it
                place = place if place is not None else given.args[1]
                k = fresh()
                given = Tensor((k,), at(given.name, k))
            else:
                raise Unclear("incomplete", f"{entry.title} of a number", node)
        if given.rank != 1:
            raise Unclear("incomplete", f"{entry.title} of a matrix", node)
        vector = Term("vec", (entry.variables[0],))
        body = transform(
            substitute(self._with_parameters(entry), {sym("n"): SIZE}),
            lambda t: given.at(t.args[1]) if t.head == "at" and t.args[0] == vector else None,
        )
        if not entry.is_indexed:
            return body
        if place is not None:
            return substitute(body, {index("i"): place})
        k = fresh()
        return Tensor((k,), substitute(body, {index("i"): k}))

    def _at_point(self, body: Term, formal: tuple[Term, ...], arguments: list[Term], order: int, node: Node) -> Term:
        if self.as_written and order == 1 and len(formal) == 1 and arguments[0].head == "sym":
            return pending(substitute(body, {formal[0]: arguments[0]}), arguments[0])
        if order:
            body = self.derivative(body, formal[0], order, node)
            if self.hook is not None and arguments[0] == formal[0]:
                body = self.hook(body)
        return substitute(body, dict(zip(formal, arguments, strict=True)))

    def derivative(self, body: Term, by: Term, order: int, node: Node) -> Term:
        for _ in range(order):
            if not smaller(body, MAX_SIZE):
                raise Unclear("incomplete", "a derivative that grows too large", node)
            try:
                body = diff(body, by)
            except NotDifferentiable as why:
                raise Unclear("incomplete", str(why), node) from None
        return body

    def words(self, node: Node) -> Value:
        """Words that stand for the value of a function: ``\\text{(sigmoid函数)}``."""
        found = {m.entry.name: m.entry for m in mentions(node.value)}
        if len(found) == 1:
            entry = next(iter(found.values()))
            if isinstance(entry, Activation) and entry.kind == "elementwise" and not entry.parameters:
                return substitute(entry.expression, {entry.variable: self.variable or sym("x")})
        raise Unclear("unbound", f"the words “{node.value.strip()}”", node)

    def primed(self, node: Node) -> Value:
        """f' without a bracket: its value at the variable that is being discussed; ``(x^2)'``: the derivative of what is in it."""
        if node.args[0].kind == "group" and node.args[0].value in "([{":
            return self._primed_bracket(node)
        inner = node.args[0]
        if inner.kind == "styled" and inner.value in ("bold", "vec"):
            raise Unclear("ambiguous", "a prime at a vector or matrix: a transpose or a name", node)
        if inner.kind == "sub" and inner.args[1].kind == "name" and len(inner.args[1].value) == 1:
            raise Unclear("ambiguous", "a prime with an index: what is differentiated by what", node)  # y'_x
        word = function_word(node)
        if word is None or not (self.is_function(node) or self.function_of(word)):
            raise Unclear("unbound", "a derivative of something that is no known function", node)
        binding = self.scope.find(word)
        at_ = self.variable or (binding.formal[0] if binding and binding.formal else sym("x"))
        return self.call(node, [at_])

    def _primed_bracket(self, node: Node) -> Term:
        """``(x^2)'``: by the variable that is being discussed, or by the only one that there is."""
        body = self.term(node.args[0])
        names = [v for v in free(body) if v.head == "sym"]
        variables = [v for v in names if v == self.variable] or [v for v in names if v.name not in PARAMETERS]
        if len(variables) != 1 or len(names) != len(free(body)):
            raise Unclear("ambiguous", "a prime that does not say by what is differentiated", node)
        return self.derivative(body, variables[0], int(node.value), node)


def is_minus_one(node: Node) -> bool:
    return node.kind == "neg" and node.args[0].kind == "num" and node.args[0].value == "1"


def _rank_of_style(written: Written) -> int | None:
    """What bold type or an arrow says: capitals are matrices, small letters vectors."""
    if written.style not in ("bold", "vec"):
        return None
    letter = written.word[0]
    return 2 if letter.isupper() and written.style == "bold" else 1


_KIND_WORDS = {
    "pm": "a plus-minus sign", "seq": "a list", "ellipsis": "an ellipsis", "matrix": "a matrix",
    "rel": "a relation inside an expression", "interval": "an interval", "diff": "a differential", "none": "an empty place",
    "stmts": "several statements", "rows": "several rows", "where": "a condition", "and": "a condition",
}  # fmt: skip
