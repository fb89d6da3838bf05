"""Statements of Python, followed in order: assignments, conditionals, loops over entries, calls of the document's functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from symact.code import arrays
from symact.code.expressions import (
    as_array,
    bound_items,
    chosen,
    evaluate,
    known_truth,
    loop_items,
    mutating,
)
from symact.code.library import ALIASES, elementwise, indicator
from symact.code.ops import Op, Spot, leaf, op
from symact.code.session import Frame, Session
from symact.code.values import Array, Axis, Constant, Function, Instance, Library, Opaque, Tuple, Unclear, Value
from symact.terms.core import sym

__all__ = ["apply_function", "assigned_names", "run"]

RAISED = Opaque("an exception")
BINARY = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Pow: "pow"}
TRANSPARENT = frozenset(
    "vectorize jit njit function script staticmethod classmethod custom_vjp custom_jvp custom_gradient no_grad compile override "
    "register_keras_serializable lru_cache cache numba".split()
)
MAX_CALLS = 16


def apply_function(
    session: Session, function: Function, args: Sequence[Value], named: Mapping[str, Value], spot: Spot | None
) -> Value:
    """The value that a function of the document returns for arguments."""
    node = function.node
    if node in session.running or len(session.running) >= MAX_CALLS:
        raise Unclear("a function that calls itself", spot)
    frame = Frame(_bound(session, function, args, named, spot), function.cell, function.closure)
    if isinstance(node, ast.Lambda):
        return _inside(session, node, frame, None)
    if not all(_is_transparent(d) for d in node.decorator_list):
        raise Unclear(f"{node.name} under a decorator that is not known", spot)
    frame.assigned = assigned_names(node)
    return _inside(session, node, frame, node.body)


def _inside(session: Session, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, frame: Frame, body: list[ast.stmt] | None) -> Value:
    frame.top = not session.running
    session.running.append(node)
    session.frames.append(frame)
    try:
        if body is None:
            assert isinstance(node, ast.Lambda)
            if frame.top:
                session.returns.append((frame.cell, node.body))
            return evaluate(session, node.body, frame)
        out = run(session, body, frame)
        return Constant(None) if out is None else out
    finally:
        session.frames.pop()
        session.running.pop()


def _is_transparent(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        node = node.func
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in TRANSPARENT


def _bound(
    session: Session, function: Function, args: Sequence[Value], named: Mapping[str, Value], spot: Spot | None
) -> dict[str, Value]:
    """The parameters of a function with what is given for them."""
    spec = function.node.args
    given = list(args) if function.owner is None else [function.owner, *args]
    places = [a.arg for a in (*spec.posonlyargs, *spec.args)]
    if spec.vararg is not None or len(given) > len(places):
        raise Unclear("arguments that are handed on as a whole", spot)
    out: dict[str, Value] = dict(zip(places, given, strict=False))
    out |= {k: v for k, v in named.items() if k in places or k in {a.arg for a in spec.kwonlyargs}}
    defaults = [*zip(places[len(places) - len(spec.defaults) :], spec.defaults, strict=True)]
    defaults += [(a.arg, d) for a, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if d is not None]
    around = Frame({}, function.cell, function.closure)
    for name, default in defaults:
        if name not in out:
            out[name] = evaluate(session, default, around)
    missing = [n for n in (*places, *(a.arg for a in spec.kwonlyargs)) if n not in out]
    if missing:
        raise Unclear(f"a call without {missing[0]}", spot)
    return out


def assigned_names(node: ast.AST) -> frozenset[str]:
    """The names that a function binds somewhere in its body, not in functions inside it."""
    out: set[str] = set()
    stack: list[ast.AST] = list(ast.iter_child_nodes(node))
    while stack:
        n = stack.pop()
        if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            out.add(n.name)
            continue
        if isinstance(n, ast.Lambda | ast.ListComp | ast.GeneratorExp):
            continue
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store):
            out.add(n.id)
        stack += ast.iter_child_nodes(n)
    return frozenset(out)


# ---- statements


def run(session: Session, body: list[ast.stmt], frame: Frame) -> Value | None:
    """What the statements return, or None where they fall through. Raises Unclear, NeedRank, TooLarge, OutOfTime."""
    for k, s in enumerate(body):
        session.step()
        rest = body[k + 1 :]
        if isinstance(s, ast.Return):
            if frame.top:
                session.returns.append((frame.cell, s))
            return Constant(None) if s.value is None else evaluate(session, s.value, frame)
        if isinstance(s, ast.Raise):
            return RAISED
        if isinstance(s, ast.If):
            done, value = _conditional(session, s, rest, frame)
            if done:
                return value
            continue
        if isinstance(s, ast.With):
            return run(session, [*s.body, *rest], frame)
        _statement(session, s, frame)
    return None


def _conditional(session: Session, s: ast.If, rest: list[ast.stmt], frame: Frame) -> tuple[bool, Value | None]:
    """Whether the statements after a conditional were followed with it, and what they return."""
    test = evaluate(session, s.test, frame)
    known = known_truth(session, test)
    if known is not None:
        return True, run(session, [*(s.body if known else s.orelse), *rest], frame)
    cell_spot = frame.cell.spot(s.test)
    changed = _changed_names(s)
    if any(isinstance(v, Array) and _root(n) in changed and session.is_shared(v, n) for n, v in frame.names.items()):
        raise Unclear("a change, under a condition, to an array that has two names", cell_spot)
    one, other = _copied(frame), _copied(frame)
    if not any(isinstance(n, ast.Return | ast.Raise) for n in ast.walk(s)):
        run(session, s.body, one)
        run(session, s.orelse, other)
        _merge(session, as_array(test), one, other, frame, cell_spot)
        return False, None
    a, b = _branch(session, [*s.body, *rest], one), _branch(session, [*s.orelse, *rest], other)
    if a is RAISED or b is RAISED:
        return True, b if a is RAISED else a
    if a is None or b is None:
        raise Unclear("a function that returns in one case only", cell_spot)
    return True, chosen(as_array(test), a, b, cell_spot)


def _branch(session: Session, body: list[ast.stmt], frame: Frame) -> Value | None:
    session.frames.append(frame)
    try:
        return run(session, body, frame)
    finally:
        session.frames.pop()


def _changed_names(s: ast.stmt) -> set[str]:
    """The names of what a statement may change in place."""
    changed: list[ast.AST] = []
    for n in ast.walk(s):
        if isinstance(n, ast.AugAssign):
            changed.append(n.target)
        elif isinstance(n, ast.Subscript | ast.Expr | ast.keyword) and _may_change(n):
            changed.append(n.value)
        elif isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr.endswith("_"):
            changed.append(n.func)
    return {name.id for c in changed for name in ast.walk(c) if isinstance(name, ast.Name)}


def _may_change(n: ast.Subscript | ast.Expr | ast.keyword) -> bool:
    """An entry that is set, a call for its effect, ``out=…``."""
    match n:
        case ast.Subscript():
            return isinstance(n.ctx, ast.Store)
        case ast.Expr():
            return isinstance(n.value, ast.Call)
    return n.arg == "out"


def _root(name: str) -> str:
    """The name of the array that an entry is one of."""
    return name.split("[")[0].split(".")[0]


def _copied(frame: Frame) -> Frame:
    """The frame for one case: its arrays may change there."""
    copies: dict[int, Array | Instance] = {}

    def own(v: Value) -> Value:
        if isinstance(v, Array):
            return copies.setdefault(id(v), Array(v.op, v.axes, v.mask, v.base))
        if isinstance(v, Instance):
            return copies.setdefault(id(v), Instance(v.kind, {k: own(f) for k, f in v.fields.items()}))
        return v

    return Frame({k: own(v) for k, v in frame.names.items()}, frame.cell, frame.closure, frame.assigned, frame.top)


def _merge(session: Session, test: Array, one: Frame, other: Frame, frame: Frame, spot: Spot) -> None:
    """The names after a conditional, of which either case may have been taken."""
    for name in dict.fromkeys((*one.names, *other.names)):
        a, b = one.names.get(name), other.names.get(name)
        if isinstance(a, Array) and isinstance(b, Array):
            held = frame.names.get(name)
            if a.op is not b.op:
                frame.names[name] = chosen(test, a, b, spot)
            elif not isinstance(held, Array) or held.op is not a.op:
                frame.names[name] = a
        elif isinstance(a, Instance) and isinstance(b, Instance):
            for field in dict.fromkeys((*a.fields, *b.fields)):
                x, y = a.fields.get(field), b.fields.get(field)
                own = frame.names[name]
                if isinstance(own, Instance):
                    own.fields[field] = chosen(test, x, y, spot) if isinstance(x, Array) and isinstance(y, Array) else x or y or RAISED
        elif a is None or b is None or a != b:
            frame.names[name] = Opaque(f"{name} has a value in one case only")


def _statement(session: Session, s: ast.stmt, frame: Frame) -> None:
    match s:
        case ast.Assign():
            value = _tolerated(session, s.value, frame)
            for target in s.targets:
                assign(session, target, _learned(target, s.value, value), frame)
        case ast.AnnAssign():
            if s.value is not None:
                assign(session, s.target, _tolerated(session, s.value, frame), frame)
        case ast.AugAssign():
            _augmented(session, s, frame)
        case ast.Expr():
            _expression(session, s.value, frame)
        case ast.FunctionDef():
            frame.names[s.name] = Function(s, frame.cell, _around(frame))
        case ast.For():
            _loop(session, s, frame)
        case ast.Import() | ast.ImportFrom():
            frame.names |= imported(s)
        case ast.Pass() | ast.Assert() | ast.Delete():
            pass
        case _:
            raise Unclear(f"{type(s).__name__} is not read", frame.cell.spot(s))


def _around(frame: Frame) -> Mapping[str, Value]:
    """The names that a function inside sees: those of the frame as they will be, and those around it."""
    if not frame.closure:
        return frame.names
    return {**frame.closure, **frame.names}


def imported(s: ast.Import | ast.ImportFrom) -> dict[str, Value]:
    """The names that an import binds."""
    out: dict[str, Value] = {}
    for a in s.names:
        if isinstance(s, ast.Import):
            root = a.name if a.asname else a.name.split(".")[0]
            out[a.asname or root] = Library(ALIASES.get(root, root))
        elif a.name != "*":
            out[a.asname or a.name] = Library(f"{s.module or ''}.{a.name}")
    return out


def _tolerated(session: Session, node: ast.expr, frame: Frame) -> Value:
    """The value of an assignment; one that is not understood matters only where it is used."""
    try:
        return evaluate(session, node, frame)
    except Unclear as why:
        return Opaque(why.reason)


def assign(session: Session, target: ast.expr, value: Value, frame: Frame) -> None:
    spot = frame.cell.spot(target)
    match target:
        case ast.Name():
            frame.names[target.id] = value
        case ast.Tuple() | ast.List():
            _unpacked(session, target.elts, value, frame)
        case ast.Attribute():
            owner = evaluate(session, target.value, frame)
            if not isinstance(owner, Instance):
                raise Unclear("an attribute of something else than self", spot)
            owner.fields[target.attr] = value
        case ast.Subscript():
            own = ast.unparse(target)
            if own in frame.names:
                frame.names[own] = Array(indicator(as_array(value, spot)).op)
                return
            held = evaluate(session, target.value, frame)
            key = evaluate(session, target.slice, frame)
            arrays.item_set(session, as_array(held, spot), key, indicator(as_array(value, spot)), spot)
        case _:
            raise Unclear("the target of an assignment", spot)


def _learned(target: ast.expr, node: ast.expr, value: Value) -> Value:
    """A parameter that is learned is a parameter, wherever it starts: ``self.beta = nn.Parameter(torch.ones(1))``."""
    if not isinstance(target, ast.Attribute) or not isinstance(node, ast.Call):
        return value
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in ("Parameter", "add_weight", "Variable") or (isinstance(value, Array) and value.op.head == "leaf"):
        return value
    return Array(leaf(sym(target.attr.strip("_"))))


def _unpacked(session: Session, targets: list[ast.expr], value: Value, frame: Frame) -> None:
    if isinstance(value, Tuple) and len(value.items) == len(targets):
        for t, v in zip(targets, value.items, strict=True):
            assign(session, t, v, frame)
        return
    for t in targets:
        if not isinstance(t, ast.Name):
            raise Unclear("parts of something that is not followed", frame.cell.spot(t))
        frame.names[t.id] = Opaque("a part of something that is not followed")


def _augmented(session: Session, s: ast.AugAssign, frame: Frame) -> None:
    """``x += y``: of an array a change in place, and of a number a new one; they differ only where two names share it."""
    spot = frame.cell.spot(s)
    head = BINARY.get(type(s.op))
    if head is None:
        raise Unclear(f"the operator {type(s.op).__name__}", spot)
    load: ast.expr = ast.copy_location(_loaded(s.target), s.target)
    old = as_array(evaluate(session, load, frame), spot)
    new = elementwise(head, [old, as_array(evaluate(session, s.value, frame), spot)], spot)
    if not isinstance(s.target, ast.Name):
        assign(session, s.target, new, frame)
        return
    if session.is_shared(old, s.target.id):
        raise Unclear("a change in place to something that has two names", spot)
    frame.names[s.target.id] = new


def _loaded(target: ast.Name | ast.Attribute | ast.Subscript) -> ast.expr:
    match target:
        case ast.Name():
            return ast.Name(target.id, ast.Load())
        case ast.Attribute():
            return ast.Attribute(target.value, target.attr, ast.Load())
    return ast.Subscript(target.value, target.slice, ast.Load())


def _expression(session: Session, node: ast.expr, frame: Frame) -> None:
    """A statement that is an expression: a docstring, or a call for its effect."""
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Attribute) and node.func.attr == "append" and isinstance(node.func.value, ast.Name):
        own = f"{node.func.value.id}.append"
        if own in frame.names and len(node.args) == 1:
            frame.names[own] = Array(as_array(evaluate(session, node.args[0], frame)).op)
            return
    if isinstance(node.func, ast.Attribute) and node.func.attr == "save_for_backward":
        owner = evaluate(session, node.func.value, frame)
        if isinstance(owner, Instance):
            saved = Tuple(tuple(_tolerated(session, a, frame) for a in node.args))
            owner.fields |= {"saved_tensors": saved, "saved_variables": saved}
            return
    value = evaluate(session, node, frame)
    if isinstance(value, Opaque):
        raise Unclear("a call whose effect is not known", frame.cell.spot(node))


# ---- loops over entries


def _loop(session: Session, s: ast.For, frame: Frame) -> None:
    """A loop that does the same for every entry: sets an entry of another array, appends to a list, adds to a sum."""
    spot = frame.cell.spot(s)
    if s.orelse or any(isinstance(n, ast.Return | ast.Break | ast.Continue | ast.While) for n in ast.walk(s)):
        raise Unclear("a loop that is left early", spot)
    axis, items = loop_items(session, s.iter, frame)
    bound = bound_items(s.target, items, spot)
    before = dict(frame.names)
    frame.names |= bound
    entries = _entries(session, s, frame, bound, axis)
    sums = _sums(s, frame, before)
    for name in sums:
        frame.names[name] = Array(leaf(sym(f"{name}@")))
    frame.names |= entries
    if run(session, s.body, frame) is not None:
        raise Unclear("a loop that is left early", spot)
    for own in entries:
        value = as_array(frame.names.pop(own), spot)
        name = own.removesuffix(".append") if own.endswith(".append") else _owner(own)
        frame.names[name] = Array(value.op, (axis, *value.axes))
    for name in sums:
        frame.names[name] = _summed(name, as_array(frame.names[name], spot), as_array(before[name], spot), axis, spot)
    for name in bound:
        frame.names[name] = Opaque("the last value of a loop")
    kept = {*entries, *sums, *bound}
    for name, held in frame.names.items():
        if name in before and name not in kept and held is not before[name] and not _is_entry_owner(name, entries):
            frame.names[name] = Opaque("a value that a loop changes")


def _owner(entry: str) -> str:
    """What an entry is one of: ``J[i]`` has ``J[i, j]``."""
    return f"{entry[: entry.rindex(',')]}]" if "," in entry[entry.rindex("[") :] else entry[: entry.rindex("[")]


def _is_entry_owner(name: str, entries: Mapping[str, Value]) -> bool:
    return any(e.startswith((f"{name}[", f"{name}.append")) for e in entries)


def _entries(session: Session, s: ast.For, frame: Frame, bound: Mapping[str, Value], axis: Axis) -> dict[str, Value]:
    """The entries at the loop's own index that its body sets, and the lists to which it appends, with their values before."""
    out: dict[str, Value] = {}
    for n in ast.walk(s):
        for whole, base in _at_loop(n, bound):
            held = frame.names.get(base)
            if isinstance(held, Array) and whole not in out:
                entry = arrays.entry_of(session, Array(held.op, held.axes), axis) if held.axes else held
                out[whole] = Array(entry.op, entry.axes)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "append":
            name = ast.unparse(n.func.value)
            if frame.names.get(name) == Tuple(()):
                out[f"{name}.append"] = Array(leaf(sym("nothing")))
    return out


def _at_loop(n: ast.AST, bound: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """An entry that is set at the index of the loop, and what it is an entry of: ``y[i]`` of y, ``J[i][j]`` of J[i]."""
    if not isinstance(n, ast.Subscript) or not isinstance(n.ctx, ast.Store):
        return
    places = n.slice.elts if isinstance(n.slice, ast.Tuple) else [n.slice]
    own = [p.id if isinstance(p, ast.Name) else "" for p in places]
    base = ast.unparse(n.value)
    if isinstance(n.value, ast.Subscript) and isinstance(n.value.slice, ast.Name) and n.value.slice.id in bound:
        yield base, ast.unparse(n.value.value)
    for k, name in enumerate(own):
        if name in bound:
            before = ", ".join(own[:k])
            yield f"{base}[{', '.join(own[: k + 1])}]", f"{base}[{before}]" if before else base


def _sums(s: ast.For, frame: Frame, before: Mapping[str, Value]) -> list[str]:
    """The names to which the body of a loop adds, or which it multiplies."""
    names = [n.target.id for n in ast.walk(s) if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name)]
    return [n for n in dict.fromkeys(names) if isinstance(before.get(n), Array)]


def _summed(name: str, after: Array, before: Array, axis: Axis, spot: Spot) -> Array:
    """The sum that a loop makes of what its body adds to a name."""
    mark = f"{name}@"

    def is_mark(o: Op) -> bool:
        return o.head == "leaf" and o.data == sym(mark)

    for k in (0, 1):
        o = after.op
        if o.head in ("add", "mul") and is_mark(o.args[k]) and mark not in o.args[1 - k].leaves:
            total = op({"add": "sum", "mul": "prod"}[o.head], o.args[1 - k], data=(axis.index, axis.size), spot=spot)
            return elementwise(o.head, [before, Array(total)], spot) if before.op.constant != (o.head == "mul") else Array(total)
    raise Unclear("a value that a loop changes", spot)


__all__ += ["RAISED", "imported", "mutating"]
