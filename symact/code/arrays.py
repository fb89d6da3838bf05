"""Axes of arrays: reductions, subscripts, transposition. An axis that an input does not have so far is asked for."""

from __future__ import annotations

from symact.code.ops import Op, Spot, leaf, number, op
from symact.code.session import Session
from symact.code.values import Array, Axis, Constant, Shape, Tuple, Unclear, Value, aligned
from symact.terms.core import Term, num

__all__ = ["axis_of", "entry_of", "item_set", "length", "over_entries", "reduced", "reshaped", "shape_item", "subscripted", "transposed"]

FULL = Constant(slice(None))


def axis_of(session: Session, x: Array, axis: int) -> int:
    """The place of an axis among those of an array, from 0. Raises NeedRank."""
    session.from_end |= axis < 0
    session.with_axes(x, axis + 1 if axis >= 0 else -axis)
    return axis if axis >= 0 else len(x.axes) + axis


def reduced(session: Session, head: str, x: Array, axis: int | None, keep: bool, spot: Spot | None) -> Array:
    """A sum, product, maximum or minimum over an axis, or over all of them."""
    if x.mask is not None:
        raise Unclear("a sum over a part of an array", spot)
    if axis is None:
        if not x.axes and x.op.leaves & session.arrays:
            session.with_axes(x, 1)
        out = x.op
        for a in x.axes:
            out = out if a is None else op(head, out, data=(a.index, a.size), spot=spot)
        return Array(out, (None,) * len(x.axes) if keep else ())
    place = axis_of(session, x, axis)
    taken = x.axes[place]
    body = x.op if taken is None else op(head, x.op, data=(taken.index, taken.size), spot=spot)
    return Array(body, (*x.axes[:place], *((None,) if keep else ()), *x.axes[place + 1 :]))


def length(session: Session, x: Array, axis: int | None) -> Array:
    """How many entries an array has, or has along an axis."""
    if axis is not None:
        return _size(x.axes[axis_of(session, x, axis)])
    if not x.axes and x.op.leaves & session.arrays:
        session.with_axes(x, 1)
    out = number(1)
    for a in x.axes:
        out = out if a is None else leaf(a.size) if out.constant == 1 else op("mul", out, leaf(a.size))
    return Array(out)


def _size(axis: Axis | None) -> Array:
    return Array(number(1) if axis is None else leaf(axis.size))


def shape_item(session: Session, shape: Shape, place: int) -> Array:
    rank = place + 1 if place >= 0 else -place
    if len(shape.axes) < rank:
        session.with_axes(Array(Op("leaf", leaves=shape.leaves), shape.axes), rank)
    return _size(shape.axes[place])


def transposed(session: Session, x: Array) -> Array:
    if len(x.axes) < 2 and x.op.leaves & session.arrays:
        session.with_axes(x, 2)
    return Array(x.op, x.axes[::-1], x.mask, x)


def reshaped(session: Session, x: Array, sides: list[int | None]) -> Array:
    """An array of one axis as a column or a row, and back; None for a side that is not a number."""
    if x.op.leaves & session.arrays:
        session.with_axes(x, 1)
    present = [a for a in x.axes if a is not None]
    if len(present) == 1 and len(sides) - sum(s == 1 for s in sides) == 1:
        return Array(x.op, tuple(None if s == 1 else present[0] for s in sides), x.mask, x)
    raise Unclear("an array put into another shape")


def over_entries(session: Session, x: Array) -> tuple[Axis, Array]:
    """An index of its own for the first axis of an array, and its entry there."""
    session.with_axes(x, 1)
    first = x.axes[0]
    if first is None:
        raise Unclear("a loop over an axis of length 1")
    own = Axis(session.new_index(), first.size)
    return own, Array(op("moved", x.op, data=(first, own)), x.axes[1:])


def entry_of(session: Session, x: Array, place: Axis) -> Array:
    """The entry of an array along its first axis; ``place`` is the index of a loop, or has a number for one."""
    session.with_axes(x, 1)
    first = x.axes[0]
    if first is None:
        return Array(x.op, x.axes[1:], None, x)
    return Array(op("moved", x.op, data=(first, place)), x.axes[1:], None, x)


def subscripted(session: Session, x: Array, key: Value, spot: Spot | None) -> Array:
    """``x[mask]``, ``x[3]``, ``x[i]``, ``x[:, None]``, ``x[..., 0]``."""
    if isinstance(key, Array) and key.op.is_condition:
        ops, common, _ = aligned([x, key])
        return Array(ops[0], common, ops[1])
    items = key.items if isinstance(key, Tuple) else (key,)
    taken = sum(not _is_new(k) and k != Constant(...) for k in items)
    if taken > len(x.axes) and x.op.leaves & session.arrays:
        session.with_axes(x, taken)
    if Constant(...) in items:
        k = items.index(Constant(...))
        items = (*items[:k], *[FULL] * (len(x.axes) - taken), *items[k + 1 :])
    axes: list[Axis | None] = []
    out, rest = x.op, list(x.axes)
    for item in items:
        if _is_new(item):
            axes.append(None)
            continue
        if not rest:
            raise Unclear("an index for an axis that an array does not have", spot)
        own = rest.pop(0)
        if item == FULL:
            axes.append(own)
            continue
        place = _place(item)
        if place is None:
            raise Unclear("a part of an array that is not followed", spot)
        out = out if own is None else op("moved", out, data=(own, Axis(place, own.size)), spot=spot)
    return Array(out, (*axes, *rest), x.mask, x)


def _is_new(item: Value) -> bool:
    return item == Constant(None)


def _place(item: Value) -> Term | None:
    """An index as a number from 1, or the index of a loop."""
    if not isinstance(item, Array) or item.axes:
        return None
    if item.op.constant is not None:
        k = item.op.constant
        return num(k + 1) if k >= 0 and k.denominator == 1 else None
    return item.op.data if item.op.head == "sub" and isinstance(item.op.data, Term) else None


def item_set(session: Session, x: Array, key: Value, new: Array, spot: Spot | None) -> None:
    """``x[mask] = new``, ``x[:] = new``: the array itself changes."""
    if x.base is not None or x.viewed:
        raise Unclear("a change to a part of an array that has another name", spot)
    if isinstance(key, Array) and key.op.is_condition:
        value = Array(new.op, new.axes, new.mask) if new.mask is not None else Array(new.op, new.axes, key.op)
        ops, axes, mask = aligned([x, key, value, Array(key.op, key.axes, key.op)])
        if x.mask is not None or mask is None:
            raise Unclear("a part of a part of an array", spot)
        x.op, x.axes = op("where", ops[1], ops[2], ops[0], spot=spot), axes
        return
    if key in (FULL, Constant(...)) and len(new.axes) in (0, len(x.axes)):
        ops, _, _ = aligned([x, new])
        x.op = ops[1]
        return
    raise Unclear("a change to a part of an array that is not followed", spot)
