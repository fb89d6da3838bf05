"""Derivatives as they are written: by a variable, by a name that is bound, by an entry, by a vector, by an expression."""

from __future__ import annotations

from dataclasses import replace

from symact.meaning.elaborator import MAX_SIZE, Elaborator, Unclear
from symact.meaning.losses import LOSSES, gradient_of_loss, through_arguments
from symact.meaning.names import Written, function_word, written_name
from symact.meaning.tensors import Tensor, Value, gradient, map_entries, plus
from symact.notation.syntax import Node
from symact.obligations import PARAMETERS
from symact.terms.calculus import NotDifferentiable, diff, pending
from symact.terms.core import HALF, ONE, ZERO, Term, add, app, at, free, neg, power, smaller, substitute, sym, transform, walk

__all__ = ["apply_operator", "derivative", "is_operator", "operand_value"]


def is_operator(node: Node) -> bool:
    """``\\frac{d}{dx}`` without what it acts on."""
    return node.kind == "deriv" and node.args[0].kind == "none"


def apply_operator(e: Elaborator, head: Node, rest: tuple[Node, ...], node: Node) -> Value:
    """``\\frac{d}{dx}`` before what it acts on: everything that follows it in the product."""
    if not rest:
        raise Unclear("incomplete", "nothing stands behind the derivative", head)
    operand = rest[0] if len(rest) == 1 else Node("juxt", rest[0].span.joined(rest[-1].span), tuple(rest))
    return e.value(Node("deriv", node.span, (operand, *head.args[1:]), head.value))


def derivative(e: Elaborator, node: Node) -> Value:
    operand, *variables = node.args
    if operand.kind == "none" or not variables:
        raise Unclear("incomplete", "a derivative needs a function and a variable", node)
    value: Value | None = None
    for variable in variables:
        value = _derived(e, operand, value, variable, node)
        if not smaller(value.body if isinstance(value, Tensor) else value, MAX_SIZE):
            raise Unclear("incomplete", "a derivative that grows too large", node)
    assert value is not None
    return value if e.hook is None or isinstance(value, Tensor) else e.hook(value)


def _derived(e: Elaborator, operand: Node, value: Value | None, variable: Node, node: Node) -> Value:
    """The derivative of the operand (or of what it has become) by a variable, or by an expression that plays one."""
    written = written_name(variable, e.indices)
    if written is None:
        return _by_expression(e, operand, variable, node)
    binding = e.scope.find(written.word)
    earlier = binding is not None and tuple(map(e.index, written.indices)) not in ((), binding.formal) and bool(binding.earlier)
    made = earlier or (binding is not None and _is_shifted(operand, written))
    kept = replace(e, variable=None, folded=e.folded if made else e.folded | {written.word})  # h_t is made of h_{t-1}
    by = kept.free_variable(written, variable)
    if not isinstance(by, Tensor) and by.head == "sym" and binding is not None and binding.is_vector:
        by = e.bound_value(binding, written, variable)
        assert isinstance(by, Tensor)
        by = Tensor(by.axes, at(written.word, *by.axes))
    if value is None:
        if not isinstance(by, Tensor):
            kept.variable = by
        inverse = _of_what_it_is_made(e, operand, by)
        if inverse is not None:
            return inverse
        value = operand_value(kept, operand, by)
    base = _base(by)
    if binding is not None and binding.earlier and _entries_beside(value, by):
        e.loose.add(f"{binding.name} is known at one index only")
    if not isinstance(value, Tensor) and base not in free(value):
        value = kept.put_in(value)
    if base not in (free(value.body) if isinstance(value, Tensor) else free(value)) and not isinstance(value, Tensor):
        if value.head in ("sym", "at") and not isinstance(by, Tensor):
            e.opaque.add(value.name)
            return app(repr(value), by, orders=(1,))
        if value.head == "sym" and value.name in LOSSES and isinstance(by, Tensor):
            return map_entries(gradient_of_loss(e, value.name, by), lambda t: _unfolded(e, t, base, written))
        if value.head in ("sym", "at"):
            raise Unclear("unbound", f"nothing says how {value.name} depends on {written.word}", node)
    e.opaque |= _dependent(value, by)
    if e.as_written and binding is None and not isinstance(value, Tensor) and not isinstance(by, Tensor) and base in free(value):
        return pending(value, by)
    try:
        result = gradient(value, by)
        gained = through_arguments(e, value, by) if isinstance(by, Tensor) else None
        result = result if gained is None else plus(result, gained)
    except NotDifferentiable as why:
        raise Unclear("incomplete", str(why), node) from None
    if (result.body if isinstance(result, Tensor) else result) == ZERO:  # it may depend on it in a way that nothing says
        body = value.body if isinstance(value, Tensor) else value
        names = sorted({n.name for n in free(body) if n.head != "ix" and (n.name not in PARAMETERS or n.name == base.name)})
        names += sorted({s.name for s in walk(body) if s.head == "app"})
        if names:
            raise Unclear("unbound", f"nothing says how {', '.join(names)} depends on {written.word}", node)
    return map_entries(result, lambda t: _unfolded(e, t, base, written))


def _of_what_it_is_made(e: Elaborator, operand: Node, by: Value) -> Term | None:
    """The derivative of a free name by a name that is made of it: one over that of the latter; None for anything else."""
    written = written_name(operand)
    made = e.scope.find(by.name) if isinstance(by, Term) and by.head == "sym" else None
    if written is None or written.indices or made is None or made.formal:
        return None
    own, binding = e.free_variable(written, operand), e.scope.find(written.word)
    if isinstance(own, Tensor):
        return None
    if own not in free(made.body) or (binding is not None and binding.body != own):
        return None
    slope = e.derivative(made.body, own, 1, operand)
    return None if slope == ZERO else power(slope, -1)


def _is_shifted(operand: Node, by: Written) -> bool:
    """Whether an entry is differentiated by one before or after it: ``z_{l+1}`` by ``z_l``, which are no independent names."""
    own = written_name(operand)
    shifted = own is not None and any(n.kind == "add" for n in (*own.indices, *by.indices))
    return own is not None and own.word == by.word and shifted and own.indices != by.indices


def _entries_beside(value: Value, by: Value) -> bool:
    """Whether a value is made of other entries of the name by which it is differentiated, too."""
    own = by.body if isinstance(by, Tensor) else by
    inside = walk(value.body if isinstance(value, Tensor) else value)
    return any(t.head == "at" and t.args[0] == _base(by) and t != own for t in inside)


def _dependent(value: Value, by: Value) -> set[str]:
    """Free names of the operand that may depend on the variable: losses always, Latin letters where it is an entry."""
    body = value.body if isinstance(value, Tensor) else value
    names = {n.name for n in free(body) if n.head == "sym"} - {_base(by).name}
    if isinstance(by, Tensor):
        return {n for n in names if n not in PARAMETERS and n not in ("N", "n", "m", "k", "d")}
    return names & LOSSES if by.head == "at" or _base(by).name not in PARAMETERS else set()


def _base(by: Value) -> Term:
    entry = by.body if isinstance(by, Tensor) else by
    return entry.args[0] if entry.head == "at" else entry


def operand_value(e: Elaborator, node: Node, by: Value) -> Value:
    """What is differentiated: a function's name alone means its value at the variable."""
    word = function_word(node)
    if word is not None and e.function_of(word) is not None and not isinstance(by, Tensor) and by.head == "sym":
        binding = e.scope.find(word)
        if binding is None:
            return e.call(node, [by])
        if len(binding.formal) == 1:  # by a parameter of the function, its own variable stays
            return e.call(node, [binding.formal[0] if by in free(binding.body) - {*binding.formal} else by])
    return e.value(node)


def _unfolded(e: Elaborator, t: Term, base: Term, written: Written) -> Term:
    """A derivative by a bound name, with the name's own value put back."""
    binding = e.scope.find(written.word)
    if binding is None or written.word in e.folded:
        return t
    if binding.is_vector:
        vector = Term("vec", (written.word,))

        def back(s: Term) -> Term | None:
            if s.head != "at" or s.args[0] != vector or len(s.args) - 1 != len(binding.formal):
                return None
            return binding.member(binding.body, s.args[1:], {sym(p.name): k for p, k in zip(binding.formal, s.args[1:], strict=True)})

        return transform(t, back)
    variable = e.variable or (binding.formal[0] if binding.formal else None)
    value = binding.body
    if binding.formal and variable is not None:
        value = substitute(value, {binding.formal[0]: variable})
    return substitute(t, {base: value})


def _by_expression(e: Elaborator, operand: Node, variable: Node, node: Node) -> Term:
    """The derivative by an expression such as ``\\log p_j + G_j``: one of its names is solved for the expression.

    Only where what is differentiated depends on the names of the expression through it alone.
    """
    names = {n.value for n in variable.walk() if n.kind == "name"}
    kept = replace(e, variable=None, folded=e.folded | frozenset(names))
    by, value = kept.term(variable), kept.term(operand)
    linear = next((x for x in sorted(_entries(by), key=repr) if _slope(by, x) == ONE), None)
    if linear is None:
        raise Unclear("incomplete", "a derivative by an expression that is not linear in one of its names", variable)
    rest = add(by, neg(linear))
    fresh = "#z"
    if linear.head == "at":
        place = linear.args[1:]
        target = at(fresh, *place)

        def swap(t: Term) -> Term | None:
            if t.head != "at" or t.args[0] != linear.args[0] or len(t.args) != len(linear.args):
                return None
            move = dict(zip(place, t.args[1:], strict=True))
            return add(at(fresh, *t.args[1:]), neg(substitute(rest, move)))

        def back(t: Term) -> Term | None:
            if t.head != "at" or t.name != fresh:
                return None
            return substitute(by, dict(zip(place, t.args[1:], strict=True)))

        out = transform(e.derivative(transform(value, swap), target, 1, node), back)
    else:
        target = sym(fresh)
        turned = substitute(value, {linear: add(target, neg(rest))})
        out = substitute(e.derivative(turned, target, 1, node), {target: by})
    for name in sorted(names):
        binding = e.scope.find(name)
        if binding is not None:
            out = _unfolded(e, out, sym(name), Written(name))
    return out


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


def _slope(t: Term, name: Term) -> Term:
    try:
        return diff(t, name)
    except NotDifferentiable:
        return HALF
