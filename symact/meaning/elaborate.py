"""From syntax to terms: what a formula says, given what its names mean.

Elaboration never guesses: what it does not know it raises as :class:`Unclear` with a reason of a verdict (unbound, ambiguous,
incomplete) and the node it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symact.catalogue import Activation
from symact.meaning.names import OPAQUE, Written, elementary, standard_function, written_name
from symact.meaning.scope import Binding, Scope
from symact.meaning.subjects import mentions
from symact.notation.syntax import Node
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import (
    HALF, ONE, PI, TRUE, ZERO, Term, abs_, add, all_of, any_of, app, at, cases, delta, exp, fn, free, index, log, mul,
    neg, not_, num, power, rel, sqrt, substitute, sum_, sym, transform,
)  # fmt: skip
from symact.verdict import Reason

__all__ = ["Elaborator", "Unclear", "function_letters", "log_base"]

MAX_DIGITS = 60


class Unclear(Exception):
    """A formula whose meaning is not known: a verdict's reason, a phrase, and the node."""

    def __init__(self, reason: Reason, detail: str, node: Node) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail
        self.node = node


@dataclass
class Elaborator:
    """Reads expressions in a scope.

    ``variable`` is what a function name without argument is taken at; ``folded`` names are kept as variables though they are
    bound; ``hook`` may put another term for the value of a derivative (used to follow errors through a chain). What was met on
    the way is recorded: ``unbound`` names, free indices, the ``used`` bindings, the domains ``assumed`` with them.
    """

    scope: Scope
    variable: Term | None = None
    folded: frozenset[str] = frozenset()
    hook: Callable[[Term], Term] | None = None
    indices: frozenset[str] = frozenset()
    unbound: set[str] = field(default_factory=set)
    free_indices: set[str] = field(default_factory=set)
    used: dict[str, Binding] = field(default_factory=dict)
    assumed: list[Term] = field(default_factory=list)
    opaque: set[str] = field(default_factory=set)
    spoken: frozenset[str] = frozenset()

    # ---- expressions

    def term(self, node: Node) -> Term:
        """The value that an expression stands for. Raises Unclear."""
        rule = _RULES.get(node.kind)
        if rule is None:
            raise Unclear("incomplete", f"{_KIND_WORDS.get(node.kind, node.kind)} is not decided yet", node)
        return rule(self, node)

    def _terms(self, nodes: Iterable[Node]) -> list[Term]:
        return [self.term(n) for n in nodes]

    def _num(self, node: Node) -> Term:
        if len(node.value) > MAX_DIGITS:
            raise Unclear("incomplete", "a number with too many digits", node)
        try:
            value = Fraction(node.value.replace(",", "").replace("{", "").replace("}", ""))
        except ValueError:
            raise Unclear("incomplete", f"the number {node.value}", node) from None
        if value.denominator.bit_length() > 400 or value.numerator.bit_length() > 400:
            raise Unclear("incomplete", "a number of too large a size", node)
        return num(value)

    def _add(self, node: Node) -> Term:
        return add(*self._terms(node.args))

    def _mul(self, node: Node) -> Term:
        if node.value == "div":
            head, *rest = self._terms(node.args)
            for r in rest:
                head = head / r
            return head
        if node.value not in ("cdot", "times", "ast", "", "bullet"):
            raise Unclear("incomplete", f"the product \\{node.value} of vectors", node)
        first = node.args[0]
        if _is_operator(first):
            return self._apply_operator(first, node.args[1:], node)
        return mul(*self._terms(node.args))

    def _neg(self, node: Node) -> Term:
        return neg(self.term(node.args[0]))

    def _pos(self, node: Node) -> Term:
        return self.term(node.args[0])

    def _frac(self, node: Node) -> Term:
        above, below = self._terms(node.args)
        return above / below

    def _sqrt(self, node: Node) -> Term:
        inside = self.term(node.args[0])
        if len(node.args) == 1 or node.args[1].kind == "none":
            return sqrt(inside)
        degree = self.term(node.args[1])
        if not degree.is_num or degree.value.denominator != 1 or degree.value < 2:
            raise Unclear("incomplete", "a root of variable degree", node)
        return power(inside, 1 / degree.value)

    def _group(self, node: Node) -> Term:
        if node.value in ("(", "[", "{") and node.args[0].kind != "seq":
            return self.term(node.args[0])
        if node.value == "⌊":
            return fn("floor", self.term(node.args[0]))
        raise Unclear("incomplete", "a list or set of several things", node)

    def _abs(self, node: Node) -> Term:
        return abs_(self.term(node.args[0]))

    def _sup(self, node: Node) -> Term:
        base, exponent = node.args
        label = written_name(node, self.indices) if exponent.kind == "group" else None
        if label is not None:
            return self._named(label, node)
        if base.kind == "name" and base.value == "e" and self.scope.find("e") is None:
            return exp(self.term(exponent))
        if exponent.kind == "name" and exponent.value in ("top", "T", "dagger", "prime", "ast"):
            raise Unclear("incomplete", "a transpose", node)
        if base.kind == "name" and self._means_its_value(base.value):
            if _is_minus_one(exponent):
                raise Unclear("ambiguous", "the power -1 of a function: inverse or reciprocal", node)
            return power(self._value_of_function(base), self.term(exponent))
        return power(self.term(base), self.term(exponent))

    def _name(self, node: Node) -> Term:
        written = written_name(node, self.indices)
        if written is None:
            raise Unclear("incomplete", "a name with a subscript of its own", node)
        return self._named(written, node)

    def _named(self, written: Written, node: Node) -> Term:
        """A name where a value is wanted."""
        word = written.word
        if word in self.folded:
            return self._variable(written, node)
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
                self.free_indices.add("i")
                return index("i")
        if word in ("delta", "mathrm_delta") and len(written.indices) == 2 and self.scope.find("delta") is None:
            i, j = (self._index(n) for n in written.indices)
            return delta(i, j)
        binding = self.scope.find(word)
        if binding is not None:
            return self._bound_value(binding, written, node)
        if not written.indices and self._means_its_value(word):
            return self._value_of_function(node)
        return self._variable(written, node)

    def _variable(self, written: Written, node: Node) -> Term:
        self.unbound.add(written.word)
        if written.style in ("bold", "vec") and not written.indices:
            raise Unclear("incomplete", f"the vector or matrix {written.word}", node)
        if written.indices:
            return at(written.word, *(self._index(n) for n in written.indices))
        return sym(written.word)

    def _bound_value(self, binding: Binding, written: Written, node: Node) -> Term:
        self.used[binding.name] = binding
        if binding.is_vector:
            if len(binding.formal) != len(written.indices):
                raise Unclear("incomplete", f"{binding.name} is a vector", node)
            body = binding.unfolded(self.folded)
            return substitute(body, dict(zip(binding.formal, map(self._index, written.indices), strict=True)))
        if binding.is_function:
            if written.indices:
                raise Unclear("incomplete", f"an index at the function {binding.name}", node)
            return self._value_of_function(node)
        if written.indices:
            raise Unclear("ambiguous", f"{binding.name} is bound without an index", node)
        return binding.unfolded(self.folded)

    def _index(self, node: Node) -> Term:
        if node.kind == "num":
            return num(int(node.value))
        if node.kind == "name":
            if node.value not in self.indices:
                self.free_indices.add(node.value)
            return index(node.value)
        if node.kind == "add":
            return add(*map(self._index, node.args))
        if node.kind == "neg":
            return neg(self._index(node.args[0]))
        raise Unclear("incomplete", "an index of this form", node)

    # ---- functions

    def _function_of(self, word: str) -> Binding | Activation | str | None:
        """What the word means as a function: a binding, a catalogue entry, an elementary function, or None."""
        if word in self.folded:
            return None
        binding = self.scope.find(word)
        if binding is not None:
            return binding if binding.is_function else None
        if word == "Phi" and not self.scope.gaussian:
            return None
        if word in ("phi", "varphi") and self.scope.gaussian:
            return "phi"
        return standard_function(word) or elementary(word)

    def _means_its_value(self, word: str) -> bool:
        """Whether a function's name without a bracket stands for its value: letters only where they are used as functions."""
        meaning = self._function_of(word)
        if meaning is None or isinstance(meaning, Binding):
            return meaning is not None
        return len(word) > 1 and word not in _LETTERS or word in self.spoken

    def is_function(self, node: Node) -> bool:
        """Whether a node before a bracket is applied to it."""
        word = _function_word(node)
        if word is None:
            return False
        if self._function_of(word) is not None:
            return True
        return self.scope.find(word) is None and word in OPAQUE and word not in self.folded

    def _value_of_function(self, node: Node) -> Term:
        """A function's name without an argument: its value at the variable that is being discussed."""
        word = _function_word(node)
        assert word is not None
        binding = self.scope.find(word)
        variable = self.variable
        if variable is None and binding is not None and len(binding.formal) == 1:
            variable = binding.formal[0]
        if variable is None:
            variable = sym("x")
        return self.call(node, [variable])

    def call(self, head: Node, arguments: list[Term], order: int = 0) -> Term:
        """A function, differentiated ``order`` times, at its arguments."""
        if head.kind == "prime":
            return self.call(head.args[0], arguments, order + int(head.value or 1))
        if head.kind == "sup" and head.args[0].kind in ("name", "prime", "styled"):
            exponent = head.args[1]
            if _is_minus_one(exponent):
                raise Unclear("ambiguous", "the power -1 of a function: inverse or reciprocal", head)
            if exponent.kind == "group":
                times = self.term(exponent.args[0])
                if times.is_num and times.value.denominator == 1 and 0 < times.value <= 6:
                    return self.call(head.args[0], arguments, order + int(times.value))
                raise Unclear("incomplete", "a derivative of variable order", head)
            return power(self.call(head.args[0], arguments, order), self.term(exponent))
        word = _function_word(head)
        if word is None:
            raise Unclear("incomplete", "an application of this form", head)
        meaning = self._function_of(word)
        if isinstance(meaning, Binding):
            self.used[word] = meaning
            if meaning.entry is not None and meaning.entry.kind == "vector":
                raise Unclear("incomplete", f"{word} of a vector as a whole", head)
            if len(meaning.formal) != len(arguments):
                raise Unclear("incomplete", f"{word} takes {len(meaning.formal)} arguments", head)
            return self._at_point(meaning.unfolded(self.folded), meaning.formal, arguments, order, head)
        if isinstance(meaning, Activation):
            return self._entry_call(meaning, arguments, order, head)
        if isinstance(meaning, str):
            formal = tuple(sym(f"#{k}") for k in range(len(arguments)))
            if meaning == "sign" and len(arguments) == 1 and not order:
                return fn("sign", *arguments)
            return self._at_point(fn(meaning, *formal), formal, arguments, order, head)
        if word in ("max", "min"):
            return fn(word, *arguments)
        self.unbound.add(word)
        self.opaque.add(word)
        return app(word, *arguments, orders=(order,) + (0,) * (len(arguments) - 1))

    def _entry_call(self, entry: Activation, arguments: list[Term], order: int, node: Node) -> Term:
        if entry.kind == "vector":
            raise Unclear("incomplete", f"{entry.title} of a vector as a whole", node)
        if len(arguments) != len(entry.variables):
            raise Unclear("incomplete", f"{entry.title} takes {len(entry.variables)} arguments", node)
        body = entry.expression
        values = {p.symbol: self._parameter(p.name) for p in entry.parameters}
        self.assumed += [substitute(c, values) for c in entry.conditions]
        body = substitute(body, values)
        return self._at_point(body, tuple(map(sym, entry.variables)), arguments, order, node)

    def _parameter(self, name: str) -> Term:
        binding = self.scope.find(name)
        return binding.body if binding is not None and not binding.formal else sym(name)

    def _at_point(
        self, body: Term, formal: tuple[Term, ...], arguments: list[Term], order: int, node: Node
    ) -> Term:
        if order:
            body = self.derivative(body, formal[0], order, node)
            if self.hook is not None and arguments[0] == formal[0]:
                body = self.hook(body)
        return substitute(body, dict(zip(formal, arguments, strict=True)))

    def derivative(self, body: Term, variable: Term, order: int, node: Node) -> Term:
        try:
            return diff(body, variable, order)
        except NotDifferentiable as why:
            raise Unclear("incomplete", str(why), node) from None

    def _call(self, node: Node) -> Term:
        """An operator name with its arguments: exp, log, max, tanh, ..."""
        word = node.value
        base_node = log_base(node)
        arguments = list(node.args[:-1]) if base_node is not None else list(node.args)
        if len(arguments) == 1 and arguments[0].kind == "group" and arguments[0].args[0].kind == "seq":
            arguments = list(arguments[0].args[0].args)
        if len(arguments) == 1 and arguments[0].kind == "seq":
            arguments = list(arguments[0].args)
        if word in ("max", "min"):
            if len(arguments) < 2:
                raise Unclear("incomplete", f"the {word} of a vector", node)
            return fn(word, *self._terms(arguments))
        values = self._terms(arguments)
        if len(values) != 1:
            raise Unclear("incomplete", f"{word} with {len(values)} arguments", node)
        if base_node is not None or word in ("log2", "log10", "lg"):
            base = num({"log2": 2, "log10": 10, "lg": 10}[word]) if base_node is None else self.term(base_node)
            return log(values[0]) / log(base)
        if word == "log1p":
            return log(1 + values[0])
        if word == "expm1":
            return exp(values[0]) - 1
        if word == "sqrt":
            return sqrt(values[0])
        if word == "exp":
            return exp(values[0])
        return self.call(Node("name", node.span, (), word), values)

    def _apply(self, node: Node) -> Term:
        return self.call(node.args[0], self._terms(node.args[1:]))

    def _prime(self, node: Node) -> Term:
        """f' without a bracket: its value at the variable that is being discussed."""
        word = _function_word(node)
        if word is None or not (self.is_function(node) or self._function_of(word)):
            raise Unclear("unbound", "a derivative of something that is no known function", node)
        binding = self.scope.find(word)
        variable = self.variable or (binding.formal[0] if binding and binding.formal else sym("x"))
        return self.call(node, [variable])

    # ---- products and applications side by side

    def _juxt(self, node: Node) -> Term:
        factors: list[Term] = []
        rest = list(node.args)
        while rest:
            head = rest.pop(0)
            if _is_operator(head):
                return mul(*factors, self._apply_operator(head, tuple(rest), node))
            if rest and self.is_function(head) and _argument(rest[0]) is not None and not self._is_product(head, rest[0]):
                factors.append(self._application(head, rest.pop(0)))
            elif head.kind == "styled" and head.value == "bb" and rest and _argument(rest[0]) is not None:
                factors.append(self._indicator(head, rest.pop(0)))
            else:
                factors.append(self.term(head))
        return mul(*factors)

    def _is_product(self, head: Node, bracket: Node) -> bool:
        """``\\sigma(1-\\sigma)``: a name inside its own bracket, without an argument, makes the bracket a factor."""
        word = _function_word(head)
        inside = _argument(bracket)
        if inside is None or word is None or head.kind == "prime":
            return False
        nodes = list(inside.walk())
        for node in nodes:
            if node.kind == "juxt":
                for a, b in zip(node.args, node.args[1:], strict=False):
                    if _function_word(a) == word and _argument(b) is not None:
                        return False
        return any(n.kind == "name" and n.value == word for n in nodes)

    def _application(self, head: Node, bracket: Node) -> Term:
        """A function with its bracket, and what stands at the bracket: ``f(x)^2``, ``softmax(z)_i``."""
        if bracket.kind == "sup" and not (bracket.args[1].kind == "name" and bracket.args[1].value in ("top", "T")):
            return power(self._application(head, bracket.args[0]), self.term(bracket.args[1]))
        if bracket.kind == "sub":
            return self._component(head, bracket)
        inside = _argument(bracket)
        assert inside is not None
        nodes = inside.args if inside.kind == "seq" else (inside,)
        return self.call(head, self._terms(nodes))

    def _component(self, head: Node, bracket: Node) -> Term:
        """``softmax(z)_i``: one component of a vector function."""
        word = _function_word(head)
        meaning = self._function_of(word) if word else None
        entry = meaning.entry if isinstance(meaning, Binding) else meaning
        inside = _argument(bracket.args[0])
        written = Written("", (bracket.args[1],))
        if not isinstance(entry, Activation) or entry.kind != "vector" or inside is None or not entry.is_indexed:
            raise Unclear("incomplete", "an index at this function", bracket)
        place = self._index(written.indices[0])
        body = substitute(entry.expression, {p.symbol: self._parameter(p.name) for p in entry.parameters})
        vector = Term("vec", (entry.variables[0],))
        body = self._with_vector(body, vector, inside)
        return substitute(body, {index("i"): place})

    def _with_vector(self, body: Term, vector: Term, argument: Node) -> Term:
        """The body with its vector replaced by what an expression gives entry by entry."""
        probe = index("#at")
        names = {n.value for n in argument.walk() if n.kind == "name"}

        def entry(node: Node) -> Term:
            written = written_name(node)
            if written is not None and not written.indices and self._function_of(written.word) is None:
                binding = self.scope.find(written.word)
                if binding is None:
                    return at(written.word, probe)
                if binding.is_vector:
                    return substitute(binding.body, {binding.formal[0]: probe})
            if node.kind == "frac":
                return entry(node.args[0]) / self.term(node.args[1])
            if node.kind in ("group", "neg"):
                inner = entry(node.args[0])
                return neg(inner) if node.kind == "neg" else inner
            raise Unclear("incomplete", "a vector of this form", node)

        value = entry(argument)
        self.unbound |= names
        return transform(
            body, lambda t: substitute(value, {probe: t.args[1]}) if t.head == "at" and t.args[0] == vector else None
        )

    def _indicator(self, head: Node, bracket: Node) -> Term:
        inside = _argument(bracket)
        if head.args[0].value not in ("1", "I") or inside is None:
            raise Unclear("unbound", "a blackboard letter before a bracket", head)
        return cases(self.condition(inside), ONE, ZERO)

    # ---- derivatives

    def _deriv(self, node: Node) -> Term:
        operand, *variables = node.args
        if operand.kind == "none":
            raise Unclear("incomplete", "a derivative of nothing", node)
        if node.value == "nabla":
            raise Unclear("incomplete", "a gradient", node)
        value: Term | None = None
        for variable in variables:
            value = self._derived(operand, value, variable, node)
        assert value is not None
        return value if self.hook is None else self.hook(value)

    def _derived(self, operand: Node, value: Term | None, variable: Node, node: Node) -> Term:
        """The derivative of the operand (or of what it has become) by a variable, or by an expression that plays one."""
        written = written_name(variable, self.indices)
        if written is None:
            return self._derived_by_expression(operand, variable, node)
        kept = replace(self, variable=None, folded=self.folded | {written.word})
        by = kept._variable(written, variable)
        if value is None:
            kept.variable = by
            value = kept.operand(operand, by)
        if by.head == "sym" and by not in free(value) and value.head in ("sym", "at"):
            result = app(repr(value), by, orders=(1,))
            self.opaque.add(value.name)
            return result
        result = self.derivative(value, by, 1, node)
        return self._unfolded(result, by, written)

    def operand(self, node: Node, by: Term) -> Term:
        """What is differentiated: a function's name alone means its value at the variable."""
        word = _function_word(node)
        if word is not None and self._function_of(word) is not None and by.head == "sym":
            binding = self.scope.find(word)
            if binding is None or len(binding.formal) == 1:
                return self.call(node, [by])
        return self.term(node)

    def _unfolded(self, t: Term, by: Term, written: Written) -> Term:
        """A derivative by a bound name, with the name's own value put back."""
        binding = self.scope.find(written.word)
        if binding is None or written.word in self.folded:
            return t
        if binding.is_vector:
            vector = Term("vec", (written.word,))
            return transform(
                t,
                lambda s: (
                    substitute(binding.body, dict(zip(binding.formal, s.args[1:], strict=True)))
                    if s.head == "at" and s.args[0] == vector
                    else None
                ),
            )
        variable = self.variable or (binding.formal[0] if binding.formal else None)
        value = binding.body if not binding.formal or variable is None else substitute(
            binding.body, {binding.formal[0]: variable}
        )
        return substitute(t, {by: value})

    def _derived_by_expression(self, operand: Node, variable: Node, node: Node) -> Term:
        """The derivative by an expression such as ``\\log p_j + G_j``: one of its names is solved for the expression.

        Only where what is differentiated depends on the names through the expression alone.
        """
        names = {n.value for n in variable.walk() if n.kind == "name"}
        kept = replace(self, variable=None, folded=self.folded | frozenset(names))
        by, value = kept.term(variable), kept.term(operand)
        entries = sorted((t for t in _entries(by)), key=repr)
        linear = next((e for e in entries if _slope_of(by, e) == ONE), None)
        if linear is None:
            raise Unclear("incomplete", "a derivative by an expression that is not linear in one of its names", variable)
        fresh = "#z"
        rest = add(by, neg(linear))
        if linear.head == "at":
            place = linear.args[1:]

            def swap(t: Term) -> Term | None:
                if t.head != "at" or t.args[0] != linear.args[0] or len(t.args) != len(linear.args):
                    return None
                move = dict(zip(place, t.args[1:], strict=True))
                return add(at(fresh, *t.args[1:]), neg(substitute(rest, move)))

            turned = transform(value, swap)
            target = at(fresh, *place)
        else:
            turned = substitute(value, {linear: add(sym(fresh), neg(rest))})
            target = sym(fresh)
        out = self.derivative(turned, target, 1, node)
        if target.head == "at":

            def back(t: Term) -> Term | None:
                if t.head != "at" or t.name != fresh:
                    return None
                return substitute(by, dict(zip(place, t.args[1:], strict=True)))

            out = transform(out, back)
        else:
            out = substitute(out, {target: by})
        for name in names:
            binding = self.scope.find(name)
            if binding is not None and name not in self.folded:
                stand_in = at(name, *binding.formal) if binding.is_vector else sym(name)
                out = self._unfolded(out, stand_in, Written(name, (variable,) if binding.is_vector else ()))
        return out

    def _apply_operator(self, head: Node, rest: tuple[Node, ...], node: Node) -> Term:
        """``\\frac{d}{dx}`` before what it acts on: everything that follows it in the product."""
        if not rest:
            raise Unclear("incomplete", "a derivative of nothing", head)
        operand = rest[0] if len(rest) == 1 else Node("juxt", rest[0].span.joined(rest[-1].span), tuple(rest))
        return self.term(Node("deriv", node.span, (operand, *head.args[1:]), head.value))

    # ---- sums, products, extrema over an index, limits, pieces

    def _bigop(self, node: Node) -> Term:
        lower, upper, body, *_ = node.args
        if node.value == "int":
            return self._integral(node)
        if node.value not in ("sum", "prod", "max", "min"):
            raise Unclear("incomplete", f"{_BIG_WORDS.get(node.value, node.value)} is not decided yet", node)
        name, low, apart = self._bound_index(lower, node)
        inner = replace(self, indices=self.indices | {name}, free_indices=set())
        value = inner.term(body)
        self.free_indices |= inner.free_indices - {name}
        low_term = ONE if low is None else self.term(low)
        high = self._size(upper, name, value)
        ix = index(name)
        for other in apart:
            value = mul(value, 1 - delta(ix, self._index(other))) if node.value == "sum" else value
        if apart and node.value != "sum":
            raise Unclear("incomplete", "a condition at this operator", node)
        if node.value == "sum":
            return sum_(ix, low_term, high, value)
        return Term({"prod": "prod", "max": "maxover", "min": "minover"}[node.value], (ix, low_term, high, value))

    def _integral(self, node: Node) -> Term:
        """An integral between limits; its variable is bound."""
        lower, upper, body, by = node.args
        written = written_name(by)
        if lower.kind == "none" or upper.kind == "none" or written is None or written.indices:
            raise Unclear("incomplete", "an integral without limits", node)
        inner = replace(self, folded=self.folded | {written.word}, variable=None)
        value = inner.term(body)
        self.unbound.discard(written.word)
        return Term("integral", (sym(written.word), self.term(lower), self.term(upper), value))

    def _bound_index(self, lower: Node, node: Node) -> tuple[str, Node | None, list[Node]]:
        """The index that a big operator binds, its first value, and the indices that it leaves out."""
        apart: list[Node] = []
        parts = list(lower.args) if lower.kind in ("seq", "and", "stmts") else [lower]
        name, low = None, None
        for part in parts:
            if part.kind == "name":
                name = part.value
            elif part.kind == "rel" and part.value == "=" and part.args[0].kind == "name":
                name, low = part.args[0].value, part.args[1]
            elif part.kind == "rel" and part.value == "!=" and part.args[0].kind == "name":
                name = name or part.args[0].value
                apart.append(part.args[1])
            else:
                raise Unclear("incomplete", "a sum with this condition", node)
        if name is None:
            raise Unclear("ambiguous", "a sum that does not say over what", node)
        return name, low, apart

    def _size(self, upper: Node, name: str, body: Term) -> Term:
        if upper.kind == "none":
            return sym("n")
        if upper.kind == "name" and self.scope.find(upper.value) is None:
            return sym(upper.value)
        return self.term(upper)

    def _cases(self, node: Node) -> Term:
        branches: list[Term] = []
        for case in node.args:
            value, condition = case.args[0], case.args[1]
            if condition.kind == "none":
                if case is not node.args[-1]:
                    raise Unclear("ambiguous", "a case without a condition before the last", case)
                branches.append(self.term(value))
            else:
                branches += [self.condition(condition), self.term(value)]
        return cases(*branches)

    def condition(self, node: Node) -> Term:
        """A condition: comparisons, joined by and / or. Raises Unclear."""
        if node.kind in ("group",):
            return self.condition(node.args[0])
        if node.kind in ("and", "seq", "stmts"):
            return all_of(*map(self.condition, node.args))
        if node.kind == "or":
            return any_of(*map(self.condition, node.args))
        if node.kind == "not":
            return not_(self.condition(node.args[0]))
        if node.kind == "none":
            return TRUE
        if node.kind != "rel":
            raise Unclear("incomplete", "a condition of this form", node)
        out: list[Term] = []
        for op, (a, b) in zip(node.value.split(" "), zip(node.args, node.args[1:], strict=False), strict=True):
            if op not in _RELATIONS:
                raise Unclear("incomplete", "a condition of this form", node)
            out.append(rel(_RELATIONS[op], self.term(a), self.term(b)))
        return all_of(*out)

    def _text(self, node: Node) -> Term:
        """Words that stand for the value of a function: ``\\text{(sigmoid函数)}``."""
        found = {m.entry.name: m.entry for m in mentions(node.value)}
        if len(found) == 1:
            entry = next(iter(found.values()))
            if isinstance(entry, Activation) and entry.kind == "elementwise" and not entry.parameters:
                return substitute(entry.expression, {entry.variable: self.variable or sym("x")})
        raise Unclear("unbound", f"the words “{node.value.strip()}”", node)

    def _at(self, node: Node) -> Term:
        operand, condition = node.args
        if condition.kind == "rel" and condition.value == "=":
            written = written_name(condition.args[0])
            if written is not None and not written.indices:
                return substitute(self.term(operand), {sym(written.word): self.term(condition.args[1])})
        raise Unclear("incomplete", "an evaluation at this", node)

    def _styled(self, node: Node) -> Term:
        return self._name(node)


_LETTERS = frozenset({"sigma", "varsigma", "Phi", "phi", "varphi"})


def function_letters(root: Node) -> frozenset[str]:
    """The letters that a formula uses as functions: before a bracket, with a prime, or differentiated by a variable."""
    out: set[str] = set()
    for node in root.walk():
        if node.kind == "juxt":
            for a, b in zip(node.args, node.args[1:], strict=False):
                word = _function_word(a)
                if word is not None and _argument(b) is not None:
                    out.add(word)
        if node.kind == "prime" or (node.kind == "deriv" and node.args[0].kind in ("name", "sup", "prime")):
            word = _function_word(node.args[0])
            if word is not None:
                out.add(word)
    return frozenset(out)


def log_base(node: Node) -> Node | None:
    """The base in ``\\log_2 x``: the parser leaves it as the operator's own subscript behind the arguments."""
    last = node.args[-1] if len(node.args) > 1 else None
    if last is not None and last.kind == "sub" and last.args[0].kind == "name" and last.args[0].value == node.value:
        return last.args[1]
    return None


def _argument(node: Node) -> Node | None:
    """What stands in the bracket of an application, through a power or an index at the bracket."""
    while node.kind in ("sup", "sub"):
        node = node.args[0]
    return node.args[0] if node.kind == "group" and node.value in ("(", "[", "{") else None


def _is_minus_one(node: Node) -> bool:
    return node.kind == "neg" and node.args[0].kind == "num" and node.args[0].value == "1"


def _is_operator(node: Node) -> bool:
    return node.kind == "deriv" and node.args[0].kind == "none"


def _function_word(node: Node) -> str | None:
    """The word of a function head: ``f``, ``f'``, ``f^2``, ``\\mathbf f``, ``S_1``."""
    if node.kind == "prime" or (node.kind == "sup" and node.args[0].kind in ("name", "prime", "styled")):
        return _function_word(node.args[0])
    written = written_name(node)
    return written.word if written is not None and not written.indices else None


def _entries(t: Term) -> set[Term]:
    out: set[Term] = set()
    stack = [t]
    while stack:
        s = stack.pop()
        if s.head in ("sym", "at"):
            out.add(s)
        else:
            stack.extend(s.children)
    return out


def _slope_of(t: Term, name: Term) -> Term:
    try:
        return diff(t, name)
    except NotDifferentiable:
        return HALF


_RELATIONS = {"=": "eq", "!=": "ne", "<": "lt", ">": "gt", "<=": "le", ">=": "ge"}
_KIND_WORDS = {
    "pm": "a plus-minus sign", "norm": "a norm", "seq": "a list", "ellipsis": "an ellipsis", "matrix": "a matrix",
    "rel": "a relation inside an expression", "interval": "an interval", "diff": "a differential", "none": "an empty place",
    "stmts": "several statements", "rows": "several rows", "where": "a condition", "and": "a condition",
}  # fmt: skip
_BIG_WORDS = {"int": "an integral", "lim": "a limit", "E": "an expectation"}
_RULES: dict[str, Callable[[Elaborator, Node], Term]] = {
    "num": Elaborator._num, "name": Elaborator._name, "sub": Elaborator._name, "styled": Elaborator._styled,
    "sup": Elaborator._sup, "prime": Elaborator._prime, "neg": Elaborator._neg, "pos": Elaborator._pos,
    "add": Elaborator._add, "mul": Elaborator._mul, "juxt": Elaborator._juxt, "frac": Elaborator._frac,
    "sqrt": Elaborator._sqrt, "call": Elaborator._call, "apply": Elaborator._apply, "group": Elaborator._group,
    "abs": Elaborator._abs, "bigop": Elaborator._bigop, "deriv": Elaborator._deriv, "cases": Elaborator._cases,
    "text": Elaborator._text, "at": Elaborator._at,
}  # fmt: skip
