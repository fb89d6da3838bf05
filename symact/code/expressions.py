"""Expressions of Python to values, by an allow-list of syntax; everything else is Unclear."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symact.code import arrays
from symact.code.constants import FEW, constant_of
from symact.code.library import ALIASES, BARE, CALLS, CONSTANTS, LIBRARIES, VAST, Call, condition, elementwise, indicator
from symact.code.ops import Op, Spot, leaf, number, op
from symact.code.session import Frame, Session
from symact.code.values import (
    Array,
    Axis,
    Builtin,
    Class,
    Constant,
    Function,
    Instance,
    Library,
    Opaque,
    Shape,
    Tuple,
    Unclear,
    Value,
    combined,
)
from symact.terms.core import PI, E, Term, sym

__all__ = ["as_array", "chosen", "evaluate", "known_truth", "bound_items", "called", "loop_items", "mutating"]

MAX_DIGITS = 60
BINARY = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Pow: "pow"}
COMPARE = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne"}
MODULES = {  # classes that are functions with their parameters set
    "ReLU": "relu", "ReLU6": "relu6", "LeakyReLU": "leaky_relu", "Sigmoid": "sigmoid", "LogSigmoid": "logsigmoid", "Tanh": "tanh",
    "Softplus": "softplus", "Softsign": "softsign", "ELU": "elu", "SELU": "selu", "CELU": "celu", "GELU": "gelu", "SiLU": "silu",
    "Mish": "mish", "Hardtanh": "hardtanh", "Hardsigmoid": "hardsigmoid", "Hardswish": "hardswish", "Tanhshrink": "tanhshrink",
    "Softshrink": "softshrink", "Hardshrink": "hardshrink", "Threshold": "threshold", "Softmax": "softmax",
    "LogSoftmax": "log_softmax", "Softmin": "softmin",
}  # fmt: skip
IGNORED = frozenset({"print", "warn", "super", "plot", "show", "title", "legend", "figure", "grid", "xlabel", "ylabel", "seed"})


# ---- what functions of libraries ask of the reader


@dataclass
class _Host:
    session: Session

    def apply(self, function: Value, args: Sequence[Value], spot: Spot | None) -> Value:
        return called(self.session, function, list(args), {}, spot)

    def reduced(self, head: str, x: Array, axis: int | None, keep: bool, spot: Spot | None) -> Array:
        return arrays.reduced(self.session, head, x, axis, keep, spot)

    def axis_of(self, x: Array, axis: int) -> int:
        return arrays.axis_of(self.session, x, axis)

    def length(self, x: Array, axis: int | None) -> Array:
        return arrays.length(self.session, x, axis)

    def fresh(self, x: Array, law: str) -> Array:
        return self.session.fresh(x, law)


# ---- expressions


def evaluate(session: Session, node: ast.expr, frame: Frame) -> Value:
    """The value of an expression. Raises Unclear, NeedRank, TooLarge, OutOfTime."""
    session.step()
    rule = RULES.get(type(node))
    if rule is None:
        raise Unclear(f"{type(node).__name__} is not read", frame.cell.spot(node))
    return rule(session, node, frame)


def as_array(value: Value, spot: Spot | None = None) -> Array:
    if isinstance(value, Array):
        return value
    if isinstance(value, Constant) and isinstance(value.value, bool):
        return Array(number(int(value.value)))
    if isinstance(value, Opaque):
        raise Unclear(value.reason, spot)
    raise Unclear("something that is no number in a computation", spot)


def _constant(session: Session, node: ast.Constant, frame: Frame) -> Value:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        if isinstance(value, complex | bytes):
            raise Unclear("a value that is no real number", frame.cell.spot(node))
        return Constant(value)
    spot = frame.cell.spot(node)
    text = frame.cell.text(node).replace("_", "")
    exact = _plain_number(value, text)
    known = constant_of(text) if isinstance(value, float) else None
    if known is not None:
        return Array(Op("constant", (), (exact, known), spot))
    rounded = constant_of(text, FEW) if isinstance(value, float) else None
    if rounded is not None:
        return Array(Op("rounded", (), (exact, rounded), spot))
    return Array(number(exact, spot))


def _plain_number(value: float, text: str) -> Fraction:
    if value == 0 and not any(c in "123456789" for c in text.lower().split("e")[0]):
        return Fraction(0)
    if len(text) > MAX_DIGITS or value == 0 or abs(value) > VAST:
        raise Unclear("a number of many digits")
    return Fraction(text) if isinstance(value, float) else Fraction(value)


def _name(session: Session, node: ast.Name, frame: Frame) -> Value:
    return looked_up(session, node.id, frame, node)


def looked_up(session: Session, name: str, frame: Frame, node: ast.expr) -> Value:
    """What a name means: in the function, around it, in the document's code, in Python, in libraries."""
    for names in (frame.names, frame.closure):
        if name in names:
            return names[name]
    if name in frame.assigned:
        raise Unclear(f"{name} before it has a value", frame.cell.spot(node))
    found = session.globals.find(name, frame.cell, session)
    if found is not None:
        return found
    if name in BUILTINS:
        return BUILTINS[name]
    if name in ALIASES:
        return Library(ALIASES[name])
    spot = frame.cell.spot(node)
    if name in BARE:
        return Library(f"math.{name}")
    if not (session.globals.starred and name in CONSTANTS):
        session.undefined.setdefault(name, spot)
    if name in ("e", "pi"):
        return Array(leaf({"e": E, "pi": PI}[name], spot))
    return session.input(name, spot)


def _binary(session: Session, node: ast.BinOp, frame: Frame) -> Value:
    left, right = evaluate(session, node.left, frame), evaluate(session, node.right, frame)
    spot = frame.cell.spot(node)
    kind = type(node.op)
    if isinstance(left, Tuple) or isinstance(right, Tuple):
        return _repeated(session, left, right, kind, spot)
    a, b = as_array(left, spot), as_array(right, spot)
    if kind is ast.MatMult:
        return CALLS["matmul"](Call(_Host(session), "matmul", [a, b], {}, spot))
    if kind in (ast.BitAnd, ast.BitOr):
        return combined("and" if kind is ast.BitAnd else "or", condition(a), condition(b), spot=spot)
    head = BINARY.get(kind)
    if head is None:
        raise Unclear(f"the operator {kind.__name__}", spot)
    return elementwise(head, [a, b], spot)


def _repeated(session: Session, left: Value, right: Value, kind: type[ast.operator], spot: Spot) -> Value:
    """``[0] * n`` is an array of n zeros."""
    if isinstance(left, Tuple) and len(left.items) == 1 and kind is ast.Mult and isinstance(right, Array):
        entry = as_array(left.items[0], spot)
        if right.op.head == "leaf" and not right.axes and not entry.axes:
            return Array(entry.op, (Axis(session.new_index(), right.op.data),))
    raise Unclear("arithmetic of lists", spot)


def _unary(session: Session, node: ast.UnaryOp, frame: Frame) -> Value:
    value = evaluate(session, node.operand, frame)
    spot = frame.cell.spot(node)
    if isinstance(node.op, ast.Not):
        known = known_truth(session, value)
        return Constant(not known) if known is not None else combined("not", condition(as_array(value, spot)), spot=spot)
    if isinstance(node.op, ast.Invert):
        return combined("not", condition(as_array(value, spot)), spot=spot)
    if isinstance(node.op, ast.UAdd):
        return value
    return elementwise("neg", [as_array(value, spot)], spot)


def _compare(session: Session, node: ast.Compare, frame: Frame) -> Value:
    values = [evaluate(session, n, frame) for n in (node.left, *node.comparators)]
    spot = frame.cell.spot(node)
    out: Array | None = None
    for o, a, b in zip(node.ops, values, values[1:], strict=False):
        if isinstance(o, ast.Is | ast.IsNot | ast.In | ast.NotIn) or not (isinstance(a, Array) and isinstance(b, Array)):
            if len(node.ops) > 1:
                raise Unclear("a chain of comparisons of other things than numbers", spot)
            return Constant(_compared(o, _given(session, a), _given(session, b), spot))
        head = COMPARE[type(o)]
        a, b = _places(a, b)
        turned = head in ("gt", "ge")
        one = elementwise({"gt": "lt", "ge": "le"}.get(head, head), (b, a) if turned else (a, b), spot)
        out = one if out is None else combined("and", out, one, spot=spot)
    assert out is not None
    left, right = out.op.args if len(node.ops) == 1 else (out.op, out.op)
    if left.constant is not None and right.constant is not None and len(node.ops) == 1:
        return Constant(_numbers(node.ops[0], as_array(values[0]).op.constant, as_array(values[1]).op.constant))
    return out


def _places(a: Array, b: Array) -> tuple[Array, Array]:
    """Of two indices of loops, which Python counts from 0, those that count from 1."""
    if all(isinstance(x.op.data, Term) and x.op.head == "sub" for x in (a, b)):
        return Array(a.op.args[0]), Array(b.op.args[0])
    return a, b


def _numbers(o: ast.cmpop, a: Fraction | None, b: Fraction | None) -> bool:
    assert a is not None and b is not None
    return bool({"lt": a < b, "le": a <= b, "gt": a > b, "ge": a >= b, "eq": a == b, "ne": a != b}[COMPARE[type(o)]])


def _given(session: Session, value: Value) -> Value:
    """A parameter that directs the computation, as its default has it."""
    if isinstance(value, Array) and value.op.head == "leaf" and value.op.data.name in session.defaults:
        return Array(number(session.defaults[value.op.data.name]))
    return value


def _compared(o: ast.cmpop, a: Value, b: Value, spot: Spot) -> bool:
    """A comparison that directs the computation: with None, of strings, of flags."""
    if isinstance(o, ast.Is | ast.IsNot):
        if isinstance(a, Opaque) or isinstance(b, Opaque) or Constant(None) not in (a, b):
            raise Unclear("whether two things are one", spot)
        return (a == b) == isinstance(o, ast.Is)
    if isinstance(a, Constant) and isinstance(o, ast.In | ast.NotIn) and isinstance(b, Tuple):
        return (a in b.items) == isinstance(o, ast.In)
    if isinstance(a, Constant) and isinstance(b, Constant) and isinstance(o, ast.Eq | ast.NotEq):
        return (a == b) == isinstance(o, ast.Eq)
    if isinstance(o, ast.Eq | ast.NotEq) and {type(a), type(b)} == {Constant, Array}:
        return isinstance(o, ast.NotEq)
    raise Unclear("a comparison of things that are no numbers", spot)


def _boolean(session: Session, node: ast.BoolOp, frame: Frame) -> Value:
    """``and``, ``or`` of conditions; what is known to be true or false shortens them."""
    conjunction = isinstance(node.op, ast.And)
    rest: list[Array] = []
    for n in node.values:
        value = evaluate(session, n, frame)
        known = known_truth(session, value)
        if known is not None:
            if known != conjunction:
                if rest:
                    raise Unclear("a condition that is not followed", frame.cell.spot(node))
                return value
            continue
        rest.append(condition(as_array(value, frame.cell.spot(node))))
    if not rest:
        return Constant(conjunction)
    return combined("and" if conjunction else "or", *rest, spot=frame.cell.spot(node)) if len(rest) > 1 else rest[0]


def known_truth(session: Session, value: Value) -> bool | None:
    """Whether a value that directs the computation is true; None for a condition on numbers."""
    if isinstance(value, Array):
        if value.op.head == "leaf" and value.op.data.name in session.defaults:
            return bool(session.defaults[value.op.data.name])
        return None if value.op.constant is None else value.op.constant != 0
    if isinstance(value, Constant):
        return bool(value.value)
    if isinstance(value, Opaque):
        raise Unclear(value.reason)
    return True


def _choice(session: Session, node: ast.IfExp, frame: Frame) -> Value:
    test = evaluate(session, node.test, frame)
    known = known_truth(session, test)
    if known is not None:
        return evaluate(session, node.body if known else node.orelse, frame)
    a, b = evaluate(session, node.body, frame), evaluate(session, node.orelse, frame)
    return chosen(as_array(test), a, b, frame.cell.spot(node))


def chosen(test: Array, a: Value, b: Value, spot: Spot | None) -> Value:
    """One value where a condition holds, the other one elsewhere."""
    if a is b or a == b:
        return a
    if isinstance(a, Tuple) and isinstance(b, Tuple) and len(a.items) == len(b.items):
        return Tuple(tuple(chosen(test, x, y, spot) for x, y in zip(a.items, b.items, strict=True)))
    return combined("where", condition(test), indicator(as_array(a, spot)), indicator(as_array(b, spot)), spot=spot)


def _tuple(session: Session, node: ast.Tuple | ast.List, frame: Frame) -> Value:
    return Tuple(tuple(evaluate(session, n, frame) for n in node.elts))


def _slice(session: Session, node: ast.Slice, frame: Frame) -> Value:
    if node.lower is None and node.upper is None and node.step is None:
        return Constant(slice(None))
    raise Unclear("a part of an array that is not followed", frame.cell.spot(node))


def _subscript(session: Session, node: ast.Subscript, frame: Frame) -> Value:
    own = frame.names.get(ast.unparse(node)) if isinstance(node.value, ast.Name | ast.Subscript) else None
    if own is not None:  # an entry that a loop is at work on
        return own
    value, key = evaluate(session, node.value, frame), evaluate(session, node.slice, frame)
    spot = frame.cell.spot(node)
    if isinstance(value, Array):
        return arrays.subscripted(session, value, key, spot)
    k = key.op.constant if isinstance(key, Array) else None
    if isinstance(value, Shape) and k is not None and k.denominator == 1:
        return arrays.shape_item(session, value, int(k))
    if isinstance(value, Tuple) and k is not None and k.denominator == 1 and -len(value.items) <= k < len(value.items):
        return value.items[int(k)]
    raise Unclear("a part of something that is not followed", spot)


def _lambda(session: Session, node: ast.Lambda, frame: Frame) -> Value:
    return Function(node, frame.cell, {**frame.closure, **frame.names})


def _comprehension(session: Session, node: ast.ListComp | ast.GeneratorExp, frame: Frame) -> Value:
    """``[f(v) for v in x]``: entry by entry."""
    generator = node.generators[0]
    spot = frame.cell.spot(node)
    if len(node.generators) > 1 or generator.ifs:
        raise Unclear("a comprehension of several loops or with a condition", spot)
    axis, items = loop_items(session, generator.iter, frame)
    inner = Frame({**frame.names, **bound_items(generator.target, items, spot)}, frame.cell, frame.closure)
    session.frames.append(inner)
    try:
        entry = as_array(evaluate(session, node.elt, inner), spot)
    finally:
        session.frames.pop()
    return Array(indicator(entry).op, (axis, *entry.axes))


def loop_items(session: Session, node: ast.expr, frame: Frame) -> tuple[Axis, list[Value]]:
    """The index of a loop, and what its targets are at that index."""
    spot = frame.cell.spot(node)
    called_name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    if isinstance(node, ast.Call) and called_name == "range" and len(node.args) == 1:
        size = as_array(evaluate(session, node.args[0], frame), spot)
        if size.op.head != "leaf" or size.op.data.head != "sym" or size.op.data.name in session.arrays:
            raise Unclear("a loop over something else than the entries of an array", spot)
        axis = Axis(session.new_index(), size.op.data)
        return axis, [_position(axis, spot)]
    if isinstance(node, ast.Call) and called_name in ("enumerate", "zip"):
        own: Axis | None = None
        items: list[Value] = []
        for n in node.args:
            axis, entry = arrays.over_entries(session, as_array(evaluate(session, n, frame), spot))
            own = own or axis
            items.append(entry if own is axis else Array(op("moved", entry.op, data=(axis, own)), entry.axes))
        if own is None:
            raise Unclear("a loop over nothing", spot)
        return own, [_position(own, spot), *items] if called_name == "enumerate" else items
    axis, entry = arrays.over_entries(session, as_array(evaluate(session, node, frame), spot))
    return axis, [entry]


def _position(axis: Axis, spot: Spot) -> Array:
    """The index of a loop as Python counts it, from 0."""
    return Array(op("sub", leaf(axis.index), number(1), data=axis.index, spot=spot))


def bound_items(target: ast.expr, items: list[Value], spot: Spot) -> dict[str, Value]:
    names = [target] if isinstance(target, ast.Name) else target.elts if isinstance(target, ast.Tuple) else []
    if len(names) != len(items) or not all(isinstance(n, ast.Name) for n in names):
        raise Unclear("the targets of a loop", spot)
    return {n.id: v for n, v in zip(names, items, strict=True) if isinstance(n, ast.Name)}


# ---- attributes and calls


def _attribute(session: Session, node: ast.Attribute, frame: Frame) -> Value:
    value = evaluate(session, node.value, frame)
    spot, name = frame.cell.spot(node), node.attr
    if isinstance(value, Library):
        constant = CONSTANTS.get(name)
        if constant in ("pi", "e"):
            return Array(leaf({"e": E, "pi": PI}[constant], spot))
        if constant == "newaxis":
            return Constant(None)
        return Library(f"{value.path}.{name}")
    if isinstance(value, Instance):
        if name in value.fields:
            return value.fields[name]
        found = method_of(session, value, name)
        if found is not None:
            return found
        raise Unclear(f"an attribute {name} that is not set", spot)
    if isinstance(value, Array):
        if name in ("T", "mT"):
            return arrays.transposed(session, value)
        if name == "shape":
            return Shape(value.axes, value.op.leaves)
        if name == "size":
            return arrays.length(session, value, None)
        if name == "ndim":
            return _rank(session, value)
        if name in ("data", "value", "real"):
            return value
        if name in ("dtype", "device"):
            return Constant(name)
    if isinstance(value, Tuple) and name in ("values", "indices"):
        return value.items[name == "indices"]
    if isinstance(value, Class):
        found = method_of(session, Instance(value), name)
        if found is not None:
            return found
    raise Unclear(f"an attribute {name} that is not known", spot)


def _rank(session: Session, x: Array) -> Array:
    session.asked_rank = True
    if x.op.leaves & session.arrays:
        session.with_axes(x, 1)
    return Array(number(len(x.axes)))


def method_of(session: Session, owner: Instance, name: str) -> Function | None:
    """A method of the class of an object, or of a class that it is made from in the document."""
    kind, seen = owner.kind, 0
    while kind is not None and seen < 8:
        for s in kind.node.body:
            if isinstance(s, ast.FunctionDef) and s.name == name:
                static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in s.decorator_list)
                return Function(s, kind.cell, {}, None if static else owner)
        base = next((b.id for b in kind.node.bases if isinstance(b, ast.Name)), None)
        found = session.globals.find(base, kind.cell, session) if base else None
        kind, seen = found if isinstance(found, Class) else None, seen + 1
    return None


def _call(session: Session, node: ast.Call, frame: Frame) -> Value:
    spot = frame.cell.spot(node)
    owner: Value | None = None
    if isinstance(node.func, ast.Attribute):
        owner = evaluate(session, node.func.value, frame)
        if isinstance(owner, Array | Tuple | Shape):
            args, named = _arguments(session, node, frame)
            return _method(session, owner, node.func.attr, args, named, spot)
        if isinstance(owner, Constant):
            return Constant(None)
    if isinstance(node.func, ast.Name) and node.func.id == "super":
        return Constant(None)
    function = evaluate(session, node.func, frame)
    args, named = _arguments(session, node, frame)
    return called(session, function, args, named, spot)


def _arguments(session: Session, node: ast.Call, frame: Frame) -> tuple[list[Value], dict[str, Value]]:
    args: list[Value] = []
    for a in node.args:
        if isinstance(a, ast.Starred):
            value = evaluate(session, a.value, frame)
            args += value.items if isinstance(value, Tuple) else [value]
            continue
        args.append(_tolerant(session, a, frame))
    named = {k.arg: _tolerant(session, k.value, frame) for k in node.keywords if k.arg is not None}
    if len(named) != len(node.keywords):
        raise Unclear("arguments that are handed on as a whole", frame.cell.spot(node))
    return args, named


def _tolerant(session: Session, node: ast.expr, frame: Frame) -> Value:
    """An argument; one that is not understood matters only if it is used."""
    try:
        return evaluate(session, node, frame)
    except Unclear as why:
        return Opaque(why.reason)


def called(session: Session, function: Value, args: list[Value], named: dict[str, Value], spot: Spot | None) -> Value:
    session.step()
    match function:
        case Library():
            return _of_library(session, function.path, args, named, spot)
        case Builtin():
            return function.call(Call(_Host(session), function.name, args, named, spot))
        case Function():
            return session.applying(session, function, args, named, spot)
        case Class():
            made = Instance(function)
            setup = method_of(session, made, "__init__")
            if setup is not None:
                session.applying(session, setup, args, named, spot)
            return made
        case Instance():
            for name in ("__call__", "forward", "call"):
                own = method_of(session, function, name)
                if own is not None:
                    return session.applying(session, own, args, named, spot)
    raise Unclear(function.reason if isinstance(function, Opaque) else "a call of something that is no function", spot)


def _of_library(session: Session, path: str, args: list[Value], named: dict[str, Value], spot: Spot | None) -> Value:
    parts = path.split(".")
    name = parts[-1]
    if name in IGNORED:
        return Constant(None)
    if parts[0] not in LIBRARIES:
        return Opaque(f"{path} is not known")
    if "random" in parts or (parts[0] == "torch" and name in ("rand", "rand_like", "randn", "randn_like")):
        name = f"random.{name}"
    if name in MODULES:
        return Builtin(MODULES[name], _with_parameters(path, MODULES[name], args, named))
    if name == "PReLU":
        start = Array(leaf(sym("alpha"), spot))
        return Builtin("prelu", _with_parameters(path, "prelu", [start], {}))
    call = CALLS.get(name)
    if call is None:
        return Opaque(f"{path} is not known")
    out = named.get("out")
    place = {"maximum": 2, "minimum": 2, "multiply": 2, "add": 2, "subtract": 2, "exp": 1, "clip": 3}.get(name, 99)
    if out is None and parts[0] == "numpy" and len(args) > place:
        out = args[place]
    result = call(Call(_Host(session), path, args, named, spot))
    if isinstance(out, Array) and isinstance(result, Array):
        mutating(session, out, result)
        return out
    return result


def _with_parameters(path: str, name: str, args: list[Value], named: dict[str, Value]) -> Callable[[Call], Value]:
    call = CALLS[name]
    return lambda c: call(Call(c.host, path, [*c.args[:1], *args], named, c.spot))


def _method(
    session: Session, owner: Array | Tuple | Shape, name: str, args: list[Value], named: dict[str, Value], spot: Spot
) -> Value:
    """A method of an array: a function of the tables with the array as its first argument; ``name_`` changes the array."""
    if name in ("dim", "ndimension") and isinstance(owner, Array):
        return _rank(session, owner)
    if name == "size" and isinstance(owner, Array):
        shape = Shape(owner.axes, owner.op.leaves)
        k = args[0].op.constant if args and isinstance(args[0], Array) else None
        return shape if k is None else arrays.shape_item(session, shape, int(k))
    if name == "numel" and isinstance(owner, Array):
        return arrays.length(session, owner, None)
    if name in ("t", "transpose") and isinstance(owner, Array):
        return arrays.transposed(session, owner)
    if name in ("reshape", "view") and isinstance(owner, Array):
        sides = args[0].items if len(args) == 1 and isinstance(args[0], Tuple) else args
        return arrays.reshaped(session, owner, [_side(s) for s in sides])
    if name in ("flatten", "ravel") and isinstance(owner, Array):
        return arrays.reshaped(session, owner, [None])
    if name == "append" and isinstance(owner, Tuple):
        raise Unclear("a list that grows", spot)
    if name.startswith("random") or (name not in CALLS and name.rstrip("_") not in CALLS):
        raise Unclear(f"a method {name} that is not known", spot)
    library = "torch" if {"dim", "keepdim"} & set(named) or name.endswith("_") or _in_torch(session) else "numpy"
    result = CALLS[name if name in CALLS else name.rstrip("_")](Call(_Host(session), f"{library}.{name}", [owner, *args], named, spot))
    if name not in CALLS and isinstance(owner, Array) and isinstance(result, Array):
        mutating(session, owner, result)
        return owner
    return result


def _in_torch(session: Session) -> bool:
    return bool(session.frames) and "torch" in session.frames[-1].cell.parsed.text


def _side(value: Value) -> int | None:
    k = value.op.constant if isinstance(value, Array) else None
    return None if k is None else int(k)


def mutating(session: Session, x: Array, new: Array) -> None:
    """The array takes new values; its views would, too."""
    if x.base is not None or x.viewed:
        raise Unclear("a change to a part of an array that has another name")
    x.op, x.axes = new.op, new.axes


def _length_of(c: Call) -> Value:
    x = c.args[0] if c.args else None
    if isinstance(x, Tuple):
        return Array(number(len(x.items)))
    if isinstance(x, Shape):
        return Array(number(len(x.axes)))
    return c.host.length(c.array(0), 0)


def _nothing(c: Call) -> Value:
    return Constant(None)


def _mapped(c: Call) -> Value:
    if len(c.args) != 2:
        raise Unclear("map of several arrays")
    return c.host.apply(c.args[0], [c.array(1)], c.spot)


BUILTINS: dict[str, Value] = {
    **{name: Builtin(f"builtins.{name}", CALLS[name]) for name in ("abs", "max", "min", "sum", "pow", "float", "list", "bool")},
    "tuple": Builtin("tuple", CALLS["list"]),
    "len": Builtin("len", _length_of), "print": Builtin("print", _nothing), "map": Builtin("map", _mapped),
    "int": Opaque("a whole part"), "round": Opaque("a rounding"), "isinstance": Opaque("a question about types"),
    "range": Opaque("a range"), "zip": Opaque("a zip"), "enumerate": Opaque("an enumeration"), "super": Opaque("super"),
    "str": Constant("str"), "object": Constant("object"), "type": Opaque("a question about types"), "set": Opaque("a set"),
    "ValueError": Constant("error"), "TypeError": Constant("error"), "hasattr": Opaque("a question about types"),
    "NotImplementedError": Constant("error"), "AssertionError": Constant("error"), "Exception": Constant("error"),
    "complex": Opaque("a complex number"), "sorted": Opaque("an order"), "dict": Opaque("a dictionary"), "all": Opaque("all"),
    "any": Opaque("any"), "getattr": Opaque("a question about types"), "callable": Opaque("a question about types"),
    "__name__": Constant("__main__"), "property": Opaque("a property"), "staticmethod": Opaque("a decorator"),
    "input": Opaque("what a user types"), "open": Opaque("a file"), "exit": Opaque("an end"), "id": Opaque("an identity"),
    "hash": Opaque("a hash"), "iter": Opaque("an iterator"), "next": Opaque("an iterator"), "reversed": Opaque("an order"),
}  # fmt: skip

RULES: dict[type[ast.expr], Callable[..., Value]] = {
    ast.Constant: _constant, ast.Name: _name, ast.BinOp: _binary, ast.UnaryOp: _unary, ast.Compare: _compare, ast.BoolOp: _boolean,
    ast.IfExp: _choice, ast.Tuple: _tuple, ast.List: _tuple, ast.Subscript: _subscript, ast.Slice: _slice, ast.Lambda: _lambda,
    ast.ListComp: _comprehension, ast.GeneratorExp: _comprehension, ast.Attribute: _attribute, ast.Call: _call,
}  # fmt: skip
