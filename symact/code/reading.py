"""A function of a document as what it computes: its result, its inputs and parameters, where it returns.

A function is read with as few axes for its inputs as it asks for: ``np.exp(x)`` is entry by entry, ``np.sum(x)`` takes a vector,
``np.sum(x, axis=1)`` a matrix. ``axis=-1`` is for a vector as well as for the rows of a matrix: a function whose axes do not fit
each other for a matrix is read as that, and keeps the reading for a vector beside it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from symact.code.cells import Cell
from symact.code.expressions import evaluate, method_of
from symact.code.library import indicator
from symact.code.ops import Op, Spot, TooLarge, leaf, op, walk
from symact.code.program import Program
from symact.code.session import AXES, Frame, Session
from symact.code.statements import RAISED, apply_function
from symact.code.values import Array, Axis, Class, Constant, Function, Instance, NeedRank, Opaque, Tuple, Unclear, Value
from symact.terms.core import index, sym

__all__ = ["Reading", "Unread", "read_expression", "read_function", "read_method"]

MAX_TRIES = 8
DIRECTING = frozenset("axis dim inplace training size shape dtype name key rng generator device out keepdims keepdim seed".split())
SPARE = (index("k"), index("l"))  # for axes that loops number
CONTEXTS = frozenset({"ctx", "self", "cls"})


@dataclass(frozen=True)
class Reading:
    """What a function computes: one entry of its result, at the indices of ``axes``.

    ``inputs`` are its parameters without a default, in order, ``defaults`` the others that are numbers; ``spot`` is the
    statement that returns (all from the first to the last of several); ``undefined`` are names that are defined nowhere.
    """

    op: Op
    axes: tuple[Axis, ...]
    inputs: tuple[str, ...]
    defaults: Mapping[str, Fraction]
    ranks: Mapping[str, int]
    samples: Mapping[str, str]
    undefined: Mapping[str, Spot]
    spot: Spot
    asked_rank: bool = False
    upstream: str = ""  # the name of the gradient that a backward pass is given
    from_end: bool = False  # whether an axis was counted from the last one
    single: Reading | None = None  # what it computes of one vector, where its axes do not fit for the rows of a matrix


@dataclass(frozen=True)
class Unread:
    """Why a function is not understood."""

    reason: str
    spot: Spot


def read_function(program: Program, function: Function, ranks: Mapping[str, int] | None = None) -> Reading | Unread:
    """What a function of the document computes."""
    return _for_rows(lambda r: _tried(program, function.node, function.cell, lambda s: _called(s, function), r), ranks)


def read_method(program: Program, kind: Class, name: str, first: str = "") -> Reading | Unread:
    """What a method of a class computes, after ``__init__`` and, if ``first`` is named, after that method on the same object."""
    node = next((s for s in kind.node.body if isinstance(s, ast.FunctionDef) and s.name == name), None)
    assert node is not None

    def call(session: Session) -> tuple[Value, list[str]]:
        context = Instance(None)
        owner = Instance(kind)
        setup = method_of(session, owner, "__init__")
        if setup is not None:
            try:
                _called(session, setup)
            except Unclear:
                owner.fields.clear()  # what a method asks of it is not known; many ask for nothing
                session.frames.clear()
                session.running.clear()
        session.returns.clear()
        if first:
            before = method_of(session, owner, first)
            if before is not None:
                _, inputs = _called(session, before, context)
                session.returns.clear()
                value, given = _called(session, _method(session, owner, name), context)
                return value, [*inputs, *given]
        return _called(session, _method(session, owner, name), context)

    read = _for_rows(lambda ranks: _tried(program, node, kind.cell, call, ranks), None)
    if first and isinstance(read, Reading):
        spec = node.args.args
        names = [a.arg for a in spec if a.arg not in CONTEXTS]
        return _with_upstream(read, names[0] if names else "")
    return read


def read_expression(program: Program, node: ast.expr, cell: Cell, ranks: Mapping[str, int] | None = None) -> Reading | Unread:
    """What an expression computes, of the names in it that are bound nowhere."""

    def call(session: Session) -> tuple[Value, list[str]]:
        frame = Frame({}, cell)
        session.frames.append(frame)
        session.returns.append((cell, node))
        value = evaluate(session, node, frame)
        return value, list(session.undefined)

    return _tried(program, node, cell, call, ranks)


def _with_upstream(read: Reading, name: str) -> Reading:
    single = None if read.single is None else _with_upstream(read.single, name)
    return replace(read, inputs=tuple(i for i in read.inputs if i != name), upstream=name, single=single)


def _for_rows(attempt: Callable[[Mapping[str, int] | None], Reading | Unread], ranks: Mapping[str, int] | None) -> Reading | Unread:
    """The reading; of the rows of a matrix, if it is one of a vector by its last axis and the axes do not fit for a matrix."""
    read = attempt(ranks)
    if isinstance(read, Unread) or not read.from_end or set(read.ranks.values()) != {1}:
        return read
    wide = attempt(dict.fromkeys(read.ranks, 2))
    return replace(wide, single=read) if isinstance(wide, Reading) and _misfits(wide.op) else read


def _misfits(root: Op) -> bool:
    """Whether axes of different lengths meet."""
    return any(o.head == "moved" and o.data[0].size != o.data[1].size for o in walk(root))


def _method(session: Session, owner: Instance, name: str) -> Function:
    found = method_of(session, owner, name)
    if found is None:
        raise Unclear(f"no method {name}")
    return found


def _tried(program: Program, node: ast.AST, cell: Cell, call: object, ranks: Mapping[str, int] | None) -> Reading | Unread:
    """The reading with the axes that the function asks for, one after another."""
    assert callable(call)
    wanted: dict[str, int] = dict(ranks or {})
    where = cell.spot(node) if isinstance(node, ast.expr | ast.stmt) else Spot(cell.excerpt.source, cell.excerpt.span())
    for _ in range(MAX_TRIES):
        session = Session(program, apply_function, wanted)
        try:
            value, inputs = call(session)
            return _finished(session, value, inputs, where)
        except NeedRank as need:
            if all(wanted.get(n, 0) >= need.rank for n in need.names):
                return Unread("axes that do not fit", where)
            wanted |= {n: max(need.rank, wanted.get(n, 0)) for n in need.names}
        except Unclear as why:
            return Unread(why.reason, why.spot or where)
        except TooLarge:
            return Unread("a computation of more operations than are followed", where)
    return Unread("axes that do not fit", where)


def _called(session: Session, function: Function, context: Instance | None = None) -> tuple[Value, list[str]]:
    """The result of a function for inputs and parameters without values, and the names of its inputs."""
    spec = function.node.args
    named = [*spec.posonlyargs, *spec.args]
    defaults = dict(zip((a.arg for a in named[len(named) - len(spec.defaults) :]), spec.defaults, strict=True))
    defaults |= {a.arg: d for a, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if d is not None}
    own = [*named, *spec.kwonlyargs]
    if function.owner is not None:
        own = own[1:]
    given: dict[str, Value] = {}
    inputs: list[str] = []
    for a in own:
        if a.arg in CONTEXTS and context is not None:
            given[a.arg] = context
        elif a.arg in defaults:
            given[a.arg] = _parameter(session, a.arg, evaluate(session, defaults[a.arg], Frame({}, function.cell, function.closure)))
        elif a.arg in DIRECTING or (isinstance(a.annotation, ast.Name) and a.annotation.id == "bool"):
            given[a.arg] = Opaque(f"{a.arg} is not known")
        else:
            given[a.arg] = session.input(a.arg)
            inputs.append(a.arg)
    if spec.vararg is not None:
        raise Unclear("arguments that are handed on as a whole")
    return session.applying(session, function, [], given, None), inputs


def _parameter(session: Session, name: str, default: Value) -> Value:
    """A parameter with a number as its default may have any value; one that directs the computation has its default."""
    if not isinstance(default, Array) or name in DIRECTING:
        return default
    value = default.op.constant
    if default.op.head == "constant":
        value = default.op.data[0]
    if value is None:
        return default
    session.defaults[name] = value
    return Array(leaf(sym(name)))


def _finished(session: Session, value: Value, inputs: list[str], where: Spot) -> Reading | Unread:
    if session.returns:
        (cell, first), (_, last) = session.returns[0], session.returns[-1]
        nodes = sorted((n for c, n in session.returns if c is cell), key=lambda n: (n.lineno, n.col_offset))
        where = cell.spot(nodes[0], nodes[-1]) if nodes else cell.spot(first, last)
    if isinstance(value, Tuple) and value.items and all(map(_is_kept, value.items[1:])):
        value = value.items[0]
    if isinstance(value, Constant | Opaque | Tuple) or not isinstance(value, Array):
        reason = value.reason if isinstance(value, Opaque) and value is not RAISED else "it returns no single array"
        return Unread(reason, where)
    if value.mask is not None:
        return Unread("a part of an array", where)
    out, axes = _named_axes(indicator(value))
    return Reading(
        out, axes, tuple(inputs), session.defaults, dict(session.ranks), session.samples, session.undefined, where,
        session.asked_rank, from_end=session.from_end,
    )  # fmt: skip


def _is_kept(value: Value) -> bool:
    """Whether what a function returns beside its result is an input, or something that is no number, kept for later."""
    return not isinstance(value, Array) or value.op.head == "leaf"


def _named_axes(x: Array) -> tuple[Op, tuple[Axis, ...]]:
    """The operation with the indices of loops replaced by those of axes."""
    out, axes = x.op, []
    present = [a for a in x.axes if a is not None]
    taken = {a.index for a in present}
    for a in present:
        if a.index.name.startswith("#"):
            letter = next(x for x in (*(y.index for y in reversed(AXES)), *SPARE) if x not in taken)
            new = Axis(letter, a.size)
            taken.add(letter)
            out = op("moved", out, data=(a, new), spot=out.spot)
            a = new
        axes.append(a)
    return out, tuple(axes)

