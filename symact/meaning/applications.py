"""Applications and what stands side by side: a product, or a function with its argument."""

from __future__ import annotations

from collections.abc import Callable

from symact.catalogue import Activation
from symact.meaning.derivatives import apply_operator, is_operator
from symact.meaning.elaborator import Elaborator, Unclear
from symact.meaning.losses import LOSSES, applied_loss
from symact.meaning.names import (
    OPAQUE,
    Written,
    argument_of,
    event_word,
    function_word,
    is_indicator,
    is_transpose,
    log_base,
    written_name,
)
from symact.meaning.operators import indicator
from symact.meaning.scope import Binding
from symact.meaning.tensors import SIZE, Tensor, Value, contract, diagonal, lift, trace
from symact.notation.printer import to_latex
from symact.notation.syntax import Node
from symact.terms.core import ONE, Term, exp, fn, free, log, mul, num, power, sqrt

__all__ = ["applied", "called", "composed", "juxtaposed"]


def called(e: Elaborator, node: Node) -> Value:
    """An operator name with its arguments: exp, log, max, tanh, ..."""
    word = node.value
    base = log_base(node)
    arguments = list(node.args[:-1]) if base is not None else list(node.args)
    if len(arguments) == 1 and arguments[0].kind == "group" and arguments[0].args[0].kind == "seq":
        arguments = list(arguments[0].args[0].args)
    if len(arguments) == 1 and arguments[0].kind == "seq":
        arguments = list(arguments[0].args)
    if word == "log" and base is None and "other logs" in e.scope.topics:
        base = (None, _numeral("2", node), _numeral("10", node))[
            e.choose("log", (r"\ln", r"\log_2", r"\log_{10}"), "the base of the logarithm", node)
        ]
    if len(arguments) == 1 and (cut := _overrun(arguments[0])) is not None:  # \\cos x e^{y} is (cos x) e^y
        taken, left = cut
        return contract(called(e, Node("call", node.span, (taken,), word)), e.value(left))
    if len(arguments) == 1 and _stands_alone(word, arguments[0]):  # \\tanh(1 - \\tanh^2)
        name = Node("name", node.span, (), word)
        options = [rf"\{word} \cdot ({to_latex(arguments[0])})", to_latex(node)]
        if e.choose(("alone", node.span), options, f"{word} stands without an argument in what follows it", node) == 0:
            return contract(e.value(name), e.value(arguments[0]))
    values = e.values(arguments)
    if word in ("max", "min"):
        if len(values) == 1 and isinstance(values[0], Tensor) and values[0].rank == 1:
            vector = values[0]
            return Term(f"{word}over", (vector.axes[0], ONE, SIZE, vector.body))
        if len(values) < 2:
            raise Unclear("incomplete", f"the {word} of a vector", node)
        return lift(lambda *a: fn(word, *a), *values)
    if len(values) != 1:
        raise Unclear("incomplete", f"{word} with {len(values)} arguments", node)
    (value,) = values
    if base is not None or word in ("log2", "log10", "lg"):
        b = num({"log2": 2, "log10": 10, "lg": 10}[word]) if base is None else e.term(base)
        return lift(lambda t: log(t) / log(b), value)
    simple = {"log1p": lambda t: log(1 + t), "expm1": lambda t: exp(t) - 1, "sqrt": sqrt, "exp": exp}
    if word in simple:
        return lift(simple[word], value)
    return e.call(Node("name", node.span, (), word), [value])


def _stands_alone(word: str, argument: Node) -> bool:
    """Whether the function's own name stands without an argument in a node."""
    if argument.kind == "name":
        return bool(argument.value == word)
    return any(_stands_alone(word, a) for a in (argument.args[1:] if argument.kind == "apply" else argument.args))


def _numeral(digits: str, node: Node) -> Node:
    return Node("num", node.span, (), digits)


def _overrun(argument: Node) -> tuple[Node, Node] | None:
    """What a function without a bracket takes, and what only follows it: a power of e, a root, a fraction, another function."""
    if argument.kind != "juxt" or argument.value != "bare":
        return None
    for k, factor in enumerate(argument.args[1:], 1):
        exponential = factor.kind == "sup" and factor.args[0].kind == "name" and factor.args[0].value == "e"
        if exponential or factor.kind in ("call", "sqrt", "frac", "bigop"):
            parts = (argument.args[:k], argument.args[k:])
            nodes = [p[0] if len(p) == 1 else Node("juxt", p[0].span.joined(p[-1].span), p, "bare") for p in parts]
            return nodes[0], nodes[1]
    return None


def applied(e: Elaborator, node: Node) -> Value:
    return e.call(node.args[0], e.values(node.args[1:]))


def juxtaposed(e: Elaborator, node: Node) -> Value:
    if _hangs_on_slash(node):
        ways = _ways_of_slash(node)
        way = ways[e.choose(("slash", node.span), [to_latex(w) for w in ways], "what stands below the line", node)]
        return e.value(way)
    out: Value | None = None
    rest = _with_differences(e, node.args)
    while rest:
        head = rest.pop(0)
        if is_operator(head):
            factor = _operated(e, head, tuple(rest), node)
            rest = []
        elif rest and rest[0].kind == "bigop" and head.kind == "call" and len(head.args) == 1 and head.args[0].kind == "frac":
            factor = _before_sum(e, head, tuple(rest))
            rest = []
        elif rest and argument_of(rest[0]) is not None and (rule := _rule_of(e, head, rest[0])) is not None:
            factor = rule(e, head, rest.pop(0))
        else:
            factor = e.value(head)
        out = factor if out is None else contract(out, factor)
    assert out is not None
    return out


def _operated(e: Elaborator, head: Node, rest: tuple[Node, ...], node: Node) -> Value:
    """An operator with all that follows it; of ``\\frac{d}{dx}(a)/b`` nobody knows whether it is divided first."""
    if len(rest) == 1 and rest[0].kind == "frac" and rest[0].value == "slash" and rest[0].args[0].kind == "group":
        above, below = rest[0].args
        derived = Node("juxt", head.span.joined(above.span), (head, above))
        apart = Node("frac", node.span, (derived, below), "frac")
        whole = Node("juxt", node.span, (head, Node("frac", rest[0].span, (above, below), "frac")))
        ways = (whole, apart)
        return e.value(ways[e.choose(("reach", node.span), [to_latex(w) for w in ways], "what is differentiated", node)])
    return apply_operator(e, head, rest, node)


def _before_sum(e: Elaborator, head: Node, rest: tuple[Node, ...]) -> Value:
    """``\\log \\frac{1}{n} \\sum_i x_i``: of the fraction, or of the mean."""
    inside = _side_by_side([head.args[0], *rest])
    whole = Node("call", head.span.joined(inside.span), (inside,), head.value)
    apart = _side_by_side([Node("group", head.span, (head,), "("), *rest])
    ways = (whole, apart)
    return e.value(ways[e.choose(("reach", head.span), [to_latex(w) for w in ways], "what the function takes", head)])


def _with_differences(e: Elaborator, factors: tuple[Node, ...]) -> list[Node]:
    """The factors with ``\\Delta x`` as one name, which it is; no product could be cut by its Delta."""
    out: list[Node] = []
    for factor in factors:
        before = out[-1] if out else None
        if before is not None and before.kind == "name" and before.value == "Delta" and e.scope.find("Delta") is None:
            joined = _marked(before, factor)
            if joined is not None:
                out[-1] = joined
                continue
        out.append(factor)
    return out


def _marked(delta: Node, node: Node) -> Node | None:
    if node.kind in ("sup", "prime"):
        inner = _marked(delta, node.args[0])
        return None if inner is None else Node(node.kind, delta.span.joined(node.span), (inner, *node.args[1:]), node.value)
    if node.kind == "group" or written_name(node) is None:
        return None
    return Node("styled", delta.span.joined(node.span), (node,), "Delta")


def _rule_of(e: Elaborator, head: Node, bracket: Node) -> Callable[[Elaborator, Node, Node], Value] | None:
    """How a head takes the bracket after it as its argument; None where both are factors."""
    if head.kind == "name" and head.value in _MATRIX_FUNCTIONS and e.scope.find(head.value) is None:
        return _matrix_function
    if event_word(head, bracket) is not None:
        return _event
    if is_indicator(head, bracket):
        return lambda e, _, bracket: indicator(e, bracket)
    if composed(e, head):
        return _composition
    if head.kind == "deriv" and head.value != "nabla" and function_word(head.args[0]) is not None:
        return _derivative_at
    if e.is_function(head, bracket) and not _is_product(head, bracket):
        return _application
    if _is_family(e, head, bracket):
        return _member
    return None


def _event(e: Elaborator, head: Node, bracket: Node) -> Value:
    """A probability of an event: what the document says that it is."""
    word = event_word(head, bracket)
    assert word is not None
    if e.scope.find(word) is None:
        raise Unclear("unbound", f"nothing says what {word} is", head)
    return e.named(Written(word), head)


def _is_family(e: Elaborator, head: Node, bracket: Node) -> bool:
    """``L_{n+1}(x)``: an index at a name before a bracket that holds no sum: a member of a family of functions."""
    written, inside = written_name(head, e.indices), argument_of(bracket)
    if written is None or not written.indices or inside is None or written.style or e.scope.find(written.word) is not None:
        return False
    return inside.kind in ("name", "num", "seq", "sub") and written.word not in e.scope.ranks


def _member(e: Elaborator, head: Node, bracket: Node) -> Value:
    raise Unclear("unbound", f"nothing says what {to_latex(head)} is", head)


def _hangs_on_slash(node: Node) -> bool:
    """``1/2\\sigma^2``: a factor right behind a slash; ``1/2 x`` with two numbers and ``1/(2b) c`` are read as they stand."""
    first, second = node.args[0], node.args[1]
    if first.kind != "frac" or first.value != "slash" or node.value == "bare":
        return False
    above, below = first.args
    numbers = below.kind == "num" and above.kind == "num"
    if below.kind == "group" or second.kind in ("group", "frac", "bigop") or (numbers and argument_of(second) is not None):
        return False
    return not (numbers and second.span.start > first.span.end)


def _ways_of_slash(node: Node) -> list[Node]:
    """``a/b c d`` as (a/b) c d, a/(b c) d, a/(b c d)."""
    first, *rest = node.args
    above, below = first.args
    ways = []
    for k in sorted({0, 1, len(rest)}):
        under = _side_by_side([below, *rest[:k]])
        line = Node("frac", first.span.joined(under.span), (above, under), "frac")
        ways.append(_side_by_side([line, *rest[k:]]))
    return ways


def _side_by_side(factors: list[Node]) -> Node:
    return factors[0] if len(factors) == 1 else Node("juxt", factors[0].span.joined(factors[-1].span), tuple(factors))


def _is_product(head: Node, bracket: Node) -> bool:
    """``\\sigma(1-\\sigma)``: a name inside its own bracket, without an argument, makes the bracket a factor."""
    word = function_word(head)
    inside = argument_of(bracket)
    if inside is None or word is None:
        return False
    nodes = list(inside.walk())
    for node in nodes:
        if node.kind == "juxt":
            for a, b in zip(node.args, node.args[1:], strict=False):
                if function_word(a) == word and argument_of(b) is not None:
                    return False
    return any(n.kind == "name" and n.value == word for n in nodes)


def _application(e: Elaborator, head: Node, bracket: Node) -> Value:
    """A function with its bracket, and what stands at the bracket: ``f(x)^2``, ``softmax(z)_i``, ``f(x)^\\top``."""
    if bracket.kind == "sup":
        inner = _application(e, head, bracket.args[0])
        if is_transpose(bracket.args[1]) and isinstance(inner, Tensor):
            return inner.transposed
        n = e.term(bracket.args[1])
        return lift(lambda t: power(t, n), inner)
    if bracket.kind == "sub":
        return _component(e, head, bracket)
    inside = argument_of(bracket)
    assert inside is not None
    nodes = inside.args if inside.kind == "seq" else (inside,)
    values, word = e.values(nodes), function_word(head)
    unknown = word is not None and head.kind == "name" and e.function_of(word) is None
    if unknown and word is not None and any(isinstance(v, Tensor) for v in values) and (word in LOSSES or len(values) > 1):
        return applied_loss(e, word, nodes, values)
    return e.call(head, values)


def _component(e: Elaborator, head: Node, bracket: Node) -> Value:
    """``softmax(z)_i``: one component of a vector function."""
    word = function_word(head)
    meaning = e.function_of(word) if word else None
    entry = meaning.entry if isinstance(meaning, Binding) else meaning
    inside = argument_of(bracket.args[0])
    assert inside is not None
    place = e.index(bracket.args[1])
    if isinstance(entry, Activation) and entry.kind == "vector" and entry.is_indexed:
        return e.vector_call(entry, [e.value(inside)], bracket, place)
    value = e.call(head, [e.value(inside)])
    if isinstance(value, Tensor) and value.rank == 1:
        return value.at(place)
    raise Unclear("incomplete", "an index at this function", bracket)


def composed(e: Elaborator, node: Node) -> tuple[Node, ...]:
    """The functions in ``(f \\circ g)`` or ``f \\circ g``; none where it is another product."""
    inside = node.args[0] if node.kind == "group" and node.value == "(" else node
    if inside.kind != "mul" or inside.value != "circ":
        return ()
    words = [function_word(a) if a.kind != "styled" else None for a in inside.args]
    named = all(w is not None and (w in OPAQUE or e.function_of(w) is not None) for w in words)
    return inside.args if named else ()


def _composition(e: Elaborator, head: Node, bracket: Node) -> Value:
    """``(f \\circ g)(x)`` is ``f(g(x))``."""
    inside = argument_of(bracket)
    assert inside is not None
    if bracket.kind != "group":
        raise Unclear("incomplete", "a power or an index at a composition", bracket)
    value = e.value(inside)
    for function in reversed(composed(e, head)):
        value = e.call(function, [value])
    return value


def _derivative_at(e: Elaborator, head: Node, bracket: Node) -> Value:
    """``\\frac{df}{dx}(0)`` is f'(0); before a sum in a bracket a derivative may as well be a factor."""
    operand, *variables = head.args
    inside = argument_of(bracket)
    assert inside is not None
    word = function_word(operand) or ""
    factor = inside.kind in ("add", "neg", "group", "juxt", "mul")
    if factor and e.function_of(word) is None:
        return contract(e.value(head), e.value(bracket))
    if factor:
        at, times = f"{to_latex(head)} at {to_latex(inside)}", f"{to_latex(head)} times {to_latex(inside)}"
        if e.choose(("at", head.span), (at, times), "a derivative before a bracket", head):
            return contract(e.value(head), e.value(bracket))
    names = {v.value if v.kind == "name" else "" for v in variables}
    binding = e.scope.find(word)
    if binding is not None and {v.name for v in free(binding.body)} - {p.name for p in binding.formal} & names:
        names = set()  # by a parameter
    if inside.kind == "seq" or len(names) != 1 or "" in names or bracket.kind != "group":
        raise Unclear("incomplete", "a derivative at these arguments", bracket)
    return e.call(Node("prime", head.span, (operand,), str(len(variables))), [e.value(inside)])


_MATRIX_FUNCTIONS = frozenset({"diag", "tr", "Tr", "sum", "mean"})


def _matrix_function(e: Elaborator, head: Node, bracket: Node) -> Value:
    inside = argument_of(bracket)
    assert inside is not None
    value = e.value(inside)
    if isinstance(value, Tensor):
        if head.value == "diag" and value.rank == 1:
            return diagonal(value)
        if head.value in ("tr", "Tr") and value.rank == 2:
            return trace(value)
        if head.value in ("sum", "mean"):
            total, axes = value.body, value.axes
            for k in axes:
                total = Term("sum", (k, ONE, SIZE, total))
            return total if head.value == "sum" else mul(total, power(SIZE, -len(axes)))
    raise Unclear("incomplete", f"{head.value} of something whose shape is not known", bracket)
