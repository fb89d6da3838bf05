"""The small edits of a written side that would make it right, as far as numbers at a few points tell.

For every piece it is known what it is worth and what it would have to be worth; an edit fits where it makes the one into the
other. So the search is a lookup: the required worth against the piece's own with another sign, exponent, constant or function,
and against what else is written in the formula, as a factor, a term or in its place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from symact.budget import tick
from symact.notation.latex import parse
from symact.notation.syntax import Node, NotationError
from symact.repair.patches import Patch, Writer, is_exponent, number_of, number_text
from symact.repair.pieces import FUNCTIONS, Numbers, Piece, Worth, agree, remade
from symact.source import Edit, apply_edits

__all__ = ["Item", "patches"]

FIGURES = 1000  # the largest numerator of a constant that a repair puts in
DENOMINATORS = 24
POWERS = (Fraction(2), Fraction(-1), Fraction(-2), Fraction(3), Fraction(1, 2))
CONSTANTS = {r"\pi": math.pi, r"\sqrt{\pi}": math.sqrt(math.pi), r"\sqrt{2}": math.sqrt(2), r"\sqrt{2\pi}": math.sqrt(2 * math.pi),
             r"\sqrt{2/\pi}": math.sqrt(2 / math.pi), r"\ln 2": math.log(2), "e": math.e}  # fmt: skip
FAMILIES = (("tanh", "sinh", "cosh"), ("sin", "cos", "tan"), ("exp", "ln"), ("tanh", "tan", "arctan"), ("sin", "sinh"), ("cos", "cosh"),
            ("tanh", "erf"))  # fmt: skip
LITTLE = 200  # texts that are read anew for one formula


@dataclass(frozen=True)
class Item:
    """Something that may be missing: how it is written, what it is worth, and how much it adds."""

    text: str
    values: Numbers
    cost: float


def patches(root: Piece, writer: Writer, pool: Sequence[Item], worth_of: Worth) -> Iterator[Patch]:
    """Edits that fit, in no order."""
    for piece in root.walk():
        tick()
        if piece.required is None or piece.values is None or agree(piece.required, piece.values):
            continue
        yield from _of_sign(piece, writer)
        yield from _of_constant(piece, writer)
        yield from _of_power(piece, writer)
        yield from _of_function(piece, writer)
        yield from _of_parts(piece, writer)
        yield from _of_pool(piece, writer, pool)
    yield from _everywhere(root, writer)
    yield from _shifts(root, writer)
    yield from _inside(root, writer, worth_of)


def _patch(edits: tuple[Edit, ...] | None, slip: str, cost: float) -> Iterator[Patch]:
    if edits is not None:
        yield Patch(edits, slip, cost)


def _each(make: Callable[..., float], *rows: Numbers) -> Numbers:
    out: list[float | None] = []
    for column in zip(*rows, strict=True):
        try:
            out.append(None if any(v is None for v in column) else make(*column))
        except (ArithmeticError, ValueError):
            out.append(None)
    return tuple(v if isinstance(v, float) else None for v in out)


def _constant(values: Numbers | None) -> float | None:
    """The number that a row always is, at two points or more."""
    known = [v for v in values or () if v is not None]
    if len(known) < 2 or max(known) - min(known) > 1e-9 * max(1, abs(known[0])):
        return None
    return known[0]


def _rational(value: float | None) -> Fraction | None:
    if value is None or not 1e-6 < abs(value) < FIGURES:
        return None
    near = Fraction(value).limit_denominator(DENOMINATORS)
    return near if abs(near - value) < 1e-10 * max(1, abs(value)) else None


# ---- signs, constants, exponents, functions


def _of_sign(piece: Piece, writer: Writer) -> Iterator[Patch]:
    assert piece.values is not None
    if not (is_exponent(piece) and piece.node.kind == "num") and agree(piece.required, _each(lambda v: -v, piece.values)):
        node = piece.node
        cost = 1.0 if node.kind != "add" else 0.9 if node.args[0].kind == "neg" else 1.2
        yield from _patch(writer.flipped(piece), "sign", cost)


def _of_constant(piece: Piece, writer: Writer) -> Iterator[Patch]:
    wanted = _constant(piece.required)
    if wanted is None or piece.node.kind in ("group", "neg"):
        return
    own = _constant(piece.values)
    exact = _rational(wanted) if abs(wanted) > 1e-9 else Fraction(0)
    parent, exponent = piece.parent, is_exponent(piece)
    slip = "exponent" if exponent else "constant"
    if exact is not None:
        cost = (1.0 if piece.node.kind == "num" else 1.4) if own is not None else 2.2 + 0.2 * _bulk(piece.node)
        if own is not None and abs(own + wanted) < 1e-9:
            slip = slip if exponent else "sign"
            cost += 0.4 if exponent and parent is not None and _by_style(parent, writer) < 1 else 0
        elif own is not None and abs(own - wanted) > 1e-9:
            cost += 0.1 + 0.1 * len(str(exact))
        if exact.denominator > 1 and own is not None:
            cost += 0.3 * _depth(piece)
        if parent is not None and parent.node.kind == "sqrt":
            cost += 0.4
        yield from _patch(writer.renumbered(piece, exact), slip, cost)
        return
    for text, value in CONSTANTS.items():
        if own is not None and (q := _rational(wanted / value)) is not None:
            odd = 0.0 if q == 1 else 0.3 if q == 2 else 0.8
            yield from _patch(writer.replaced(piece, _scaled(q, text)), "constant", 2.0 + 0.1 * len(text) + odd)


def _of_power(piece: Piece, writer: Writer) -> Iterator[Patch]:
    assert piece.values is not None
    constant = _constant(piece.values) is not None
    for exponent in POWERS:
        if _fits(piece.required, _each(lambda v, e=exponent: v ** (int(e) if e.denominator == 1 else float(e)), piece.values)):
            if not constant:
                yield from _patch(writer.powered(piece, exponent), "exponent", 1.3)
                if exponent < -1 and (above := writer.powered(piece, -exponent)) is not None and len(above) == 1:
                    text = writer.after(piece, above)
                    yield from _patch(
                        writer.replaced(piece, rf"\frac{{1}}{{{text}}}"), "exponent", 0.25 + _by_style(piece, writer)
                    )
            if exponent == -1 and piece.node.kind != "num":
                yield from _reciprocal(piece, writer)


def _fits(required: Numbers | None, values: Numbers) -> bool:
    """Agreement where the new values exist wherever they are wanted."""
    return (
        bool(values)
        and agree(required, values)
        and all(v is not None for r, v in zip(required or (), values, strict=True) if r is not None)
    )


def _reciprocal(piece: Piece, writer: Writer) -> Iterator[Patch]:
    """One over a piece, or a factor on the wrong side of the line."""
    parent = piece.parent
    if parent is None or parent.node.kind not in ("mul", "juxt", "frac", "group", "neg") or parent.node.kind == "neg":
        yield from _patch(writer.inverted(piece), "exponent", _by_style(piece, writer))
    elif parent.node.kind in ("mul", "juxt"):
        above = parent.parent
        if above is not None and above.node.kind == "frac" and parent.node is above.node.args[1]:
            whole = replace(above, parts=(above.parts[0], parent))
            yield from _patch(writer.raised(whole, number_of(piece)), "exponent", 1.0)
        else:
            yield from _patch(writer.lowered(parent, number_of(piece)), "exponent", _by_style(piece, writer))
    elif parent.node.kind == "frac" and piece.node is parent.node.args[1]:
        yield from _patch(writer.raised(parent, None), "exponent", 1.0)


def _by_style(piece: Piece, writer: Writer) -> float:
    """Whether the author would write a fraction, or a negative exponent."""
    base = piece.node.args[0] if piece.node.kind == "sup" else piece.node
    return 0.95 if "frac" in writer.side or base.kind in ("group", "add", "frac") else 1.6


def _of_function(piece: Piece, writer: Writer) -> Iterator[Patch]:
    node, parent = piece.node, piece.parent
    assert piece.values is not None
    if node.kind == "abs" and piece.parts and agree(piece.required, piece.parts[0].values):
        yield from _patch(writer.replaced(piece, writer.of(node.args[0])), "function", 1.5)
    if node.kind in ("name", "group", "sub") and agree(piece.required, _each(abs, piece.values)):
        yield from _patch(writer.barred(piece), "function", 1.3)
    if (
        node.kind == "sup"
        and piece.parts
        and (base := piece.parts[0].values) is not None
        and agree(piece.required, _each(abs, base))
    ):
        yield from _patch(writer.replaced(piece, _in_bars(piece, writer)), "function", 1.5)
    if node.kind != "call" or not piece.parts:
        return
    rows = [p.values for p in piece.parts]
    if node.value in ("max", "min") and all(r is not None for r in rows):
        other = "min" if node.value == "max" else "max"
        choose = min if node.value == "max" else max
        if agree(piece.required, _each(lambda *v: choose(v), *rows)):  # type: ignore[arg-type]
            yield from _patch(writer.renamed(node, "\\" + other), "function", 1.2)
    argument = rows[0]
    if len(rows) != 1 or argument is None:
        return
    if agree(piece.required, argument):
        yield from _patch(writer.replaced(piece, writer.of(node.args[0])), "function", 2.0)
    even = (
        parent is not None and parent.node.kind == "sup" and (e := _constant(parent.parts[1].values)) is not None and e % 2 == 0
    )
    wanted = _each(abs, piece.required) if even and piece.required is not None else piece.required
    for family in FAMILIES:
        for name in family if node.value in family else ():
            values = _each(lambda v, name=name: abs(FUNCTIONS[name](v)) if even else FUNCTIONS[name](v), argument)
            if name != node.value and agree(wanted, values):
                command = rf"\operatorname{{{name}}}" if name in ("erf", "sech") else "\\" + name
                yield from _patch(writer.renamed(node, command), "function", 1.3)


# ---- what is too much


def _of_parts(piece: Piece, writer: Writer) -> Iterator[Patch]:
    """A term or a factor left out, a denominator left out, a complement."""
    assert piece.values is not None
    node, parts = piece.node, piece.parts
    if node.kind in ("add", "mul", "juxt") and node.value != "div" and len(parts) > 1:
        for k, part in enumerate(parts):
            if part.values is None:
                continue
            left = _each(lambda v, p: v - p if node.kind == "add" else v / p, piece.values, part.values)
            if agree(piece.required, left):
                slip = "term too many" if node.kind == "add" else "factor too many"
                yield from _patch(writer.without(piece, k), slip, 1.3 + 0.05 * _bulk(part.node))
    if node.kind == "frac" and parts and agree(piece.required, parts[0].values):
        yield from _patch(writer.replaced(piece, writer.of(node.args[0])), "factor too many", 1.5)
    if agree(piece.required, _each(lambda v: 1 - v, piece.values)) and node.kind not in ("add", "neg", "num"):
        shown = writer.of(node)
        yield from _patch(writer.replaced(piece, f"(1-{shown})" if node.kind == "group" else f"1-{shown}"), "complement", 1.9)


# ---- what is missing


def _of_pool(piece: Piece, writer: Writer, pool: Sequence[Item]) -> Iterator[Patch]:
    assert piece.values is not None and piece.required is not None
    ratio = _each(lambda r, v: r / v, piece.required, piece.values)
    rest = _each(lambda r, v: r - v, piece.required, piece.values)
    q = _rational(_constant(ratio))
    if q is not None and q not in (1, -1) and piece.node.kind != "num":
        yield from _by_number(piece, writer, q)
    elif q is None and (number := _constant(ratio)) is not None:
        yield from _by_constant(piece, writer, number)
    d = _rational(_constant(rest))
    if d is not None:
        term = number_text(abs(d), writer.side)
        inside = piece.parent is not None and piece.parent.node.kind in ("mul", "juxt")  # it wants brackets of its own
        cost = 1.5 + 0.1 * len(str(abs(d))) + 0.4 * _depth(piece) + (0.6 if inside else 0)
        yield from _patch(writer.plus(piece, term, d < 0), "term", cost)
    deep = 0.4 * _depth(piece)
    for item in pool:
        if agree(piece.required, item.values):
            if piece.node.kind not in ("group", "neg"):
                yield from _patch(writer.replaced(piece, item.text), "piece", 1.6 + item.cost + 0.15 * _bulk(piece.node) + deep)
            continue
        if (q := _rational(_constant(_each(lambda a, w: a / w, ratio, item.values)))) is not None:
            yield from _missing_factor(piece, writer, q, replace(item, cost=item.cost + deep))
        if _rational(_constant(_each(lambda a, w: a * w, ratio, item.values))) == 1:
            yield from _patch(writer.over(piece, item.text), "factor", 1.7 + item.cost + deep)
        q = _rational(_constant(_each(lambda a, w: a / w, rest, item.values)))
        if q is not None and abs(q.numerator) < 13:
            scaled = 0.0 if abs(q) == 1 else 0.2 if abs(q) == Fraction(1, 2) else 0.8
            yield from _patch(writer.plus(piece, _scaled(abs(q), item.text), q < 0), "term", 1.7 + item.cost + deep + scaled)


def _by_number(piece: Piece, writer: Writer, q: Fraction) -> Iterator[Patch]:
    negative, extra = q < 0, (0.5 if q < 0 else 0.0) + 0.1 * _depth(piece)
    if abs(q.numerator) == 1:
        yield from _patch(writer.over(piece, str(q.denominator), negative), "factor", 1.5 + extra)
    text = number_text(abs(q), writer.side)
    yield from _patch(writer.times(piece, text, True, negative), "factor", 1.6 + 0.1 * len(text) + extra)


def _by_constant(piece: Piece, writer: Writer, ratio: float) -> Iterator[Patch]:
    for text, value in CONSTANTS.items():
        if (q := _rational(ratio / value)) is not None and q.denominator == 1:
            yield from _patch(writer.times(piece, _scaled(abs(q), text), True, q < 0), "factor", 1.9 + (0 if q == 1 else 0.3))
        if (q := _rational(ratio * value)) is not None and abs(q.numerator) == 1:
            divisor = text if q.denominator == 1 else f"{q.denominator}{text}"
            yield from _patch(writer.over(piece, divisor, q < 0), "factor", 1.9 + (0 if q == 1 else 0.3))


def _missing_factor(piece: Piece, writer: Writer, q: Fraction, item: Item) -> Iterator[Patch]:
    if q in (1, -1) and item.text.startswith("-"):
        yield from _patch(writer.times(piece, item.text[1:].lstrip(), False, q > 0), "factor", 1.6 + item.cost)
    elif q == 1:
        yield from _patch(writer.times(piece, item.text), "factor", 1.6 + item.cost)
    elif abs(q.numerator) < 13 and q.denominator < 5:
        text = _scaled(abs(q), item.text)
        yield from _patch(writer.times(piece, text, False, q < 0), "factor", 2.3 + item.cost + (0.4 if q < 0 else 0))


def _scaled(q: Fraction, text: str) -> str:
    """A rational multiple of what is written."""
    if q == 1:
        return text
    if q < 0:
        return f"-{_scaled(-q, text)}"
    wide = "+" in text or "-" in text.lstrip("-")
    inner = f"({text})" if wide else text
    if q.denominator == 1:
        return f"{q} {inner}" if inner[:1].isalnum() else f"{q}{inner}"
    above = text if q.numerator == 1 else f"{q.numerator} {inner}"
    return rf"\frac{{{above}}}{{{q.denominator}}}"


def _depth(piece: Piece) -> int:
    """How many fractions, functions and powers stand around a piece."""
    depth, place = 0, piece.parent
    while place is not None:
        depth += place.node.kind not in ("group", "neg", "add", "juxt", "mul")
        place = place.parent
    return depth


def _bulk(node: Node) -> int:
    return sum(1 for _ in node.walk())


# ---- the same edit wherever a piece stands


@dataclass(frozen=True)
class _Change:
    """What a piece would be worth after an edit that is made wherever it stands."""

    values: Numbers
    make: Callable[[Piece], tuple[Edit, ...] | None]
    slip: str
    cost: float


def _everywhere(root: Piece, writer: Writer) -> Iterator[Patch]:
    """One edit of every occurrence of a piece that stands in several places."""
    groups: dict[tuple[str, str], list[Piece]] = {}
    for p in root.walk():
        if p.values is not None and p.node.kind not in ("group", "neg"):
            shown, place = "".join(writer.of(p.node).split()), p.parent.node.kind if p.parent is not None else ""
            groups.setdefault((shown, ""), []).append(p)
            groups.setdefault((shown, place), []).append(p)
    local = replace(writer, local=True)
    for same in groups.values():
        if len(same) > 8 or (len(same) == 1 and not _hidden(same[0])):
            continue
        tick()
        for change in _changes(same[0], local):
            if not _fits(root.required, remade(root, {id(p): change.values for p in same}) or ()):
                continue
            edits = [change.make(p) for p in same]
            together = tuple(dict.fromkeys(x for e in edits for x in e or ()))
            if all(e is not None for e in edits) and _disjoint(together):
                yield Patch(together, change.slip, change.cost + 0.2)


def _hidden(piece: Piece) -> bool:
    """Whether what a piece would have to be is not known, or not with its sign, so that its edits must be tried."""
    if piece.required is None:
        return True
    place = piece.parent
    while place is not None:
        if place.node.kind == "sup" and (e := _constant(place.parts[1].values)) is not None and e % 2 == 0:
            return True
        place = place.parent
    return False


def _shifts(root: Piece, writer: Writer) -> Iterator[Patch]:
    """``x`` for ``x + 1`` and ``-x`` for ``-x - 1``, everywhere at once."""
    sums = [p for p in root.walk() if p.node.kind == "add" and len(p.parts) == 2 and p.values is not None]
    for p in sums:
        for k, part in enumerate(p.parts):
            c = _constant(part.values)
            if c is None or p.values is None:
                continue
            own, turned = p.values, _each(lambda v: -v, p.values)
            changed: dict[int, Numbers] = {}
            edits: list[Edit] = []
            for other in sums:
                step = c if agree(other.values, own) else -c if agree(other.values, turned) else 0.0
                j = next((j for j, q in enumerate(other.parts) if _constant(q.values) == step), None)
                if step and j is not None and other.values is not None:
                    changed[id(other)] = _each(lambda v, step=step: v - step, other.values)
                    edits += replace(writer, local=True).without(other, j)
            if len(changed) > 1 and _fits(root.required, remade(root, changed) or ()) and _disjoint(tuple(edits)):
                yield Patch(tuple(edits), "term too many", 1.5 + 0.1 * k)


def _disjoint(edits: tuple[Edit, ...]) -> bool:
    spans = sorted((e.span.start, e.span.end) for e in edits)
    return all(a[1] <= b[0] and a != b for a, b in pairwise(spans))


def _changes(piece: Piece, w: Writer) -> Iterator[_Change]:
    node, values = piece.node, piece.values
    assert values is not None

    def row(make: Callable[[float], float]) -> Numbers:
        return _each(make, values)

    yield _Change(row(lambda v: -v), lambda p: _minus(p, w), "sign", 1.0)
    if node.kind == "num" and _is_plain(node.value):
        own = Fraction(node.value)
        for new in (own + 1, own - 1, own / 2, own * 2):
            yield _Change(tuple(float(new) for _ in values), lambda p, new=new: w.renumbered(p, new), "constant", 1.2)  # type: ignore[misc]
        return
    if node.kind == "sup" and piece.parts:
        base = piece.parts[0].values
        if base is not None:
            yield _Change(base, lambda p: w.bare(p), "exponent", 1.2)
            yield _Change(_each(abs, base), lambda p: w.replaced(p, _in_bars(p, w)), "function", 1.8)
    for e in POWERS:
        powers = row(lambda v, e=e: v ** (int(e) if e.denominator == 1 else float(e)))  # type: ignore[misc]
        yield _Change(powers, lambda p, e=e: w.inverted(p) if e == -1 else w.powered(p, e), "exponent", 1.5)  # type: ignore[misc]
    yield _Change(row(abs), lambda p: w.barred(p), "function", 1.4)
    yield _Change(row(lambda v: 2 * v), lambda p: w.times(p, "2", True), "factor", 1.5)
    yield _Change(row(lambda v: v / 2), lambda p: w.over(p, "2"), "factor", 1.5)
    numbered = False
    for k, part in enumerate(piece.parts):
        if node.kind not in ("add", "mul", "juxt") or part.values is None or (c := _constant(part.values)) is None:
            continue
        if node.kind == "add":
            numbered = True
            yield _Change(row(lambda v, c=c: v - c), lambda p, k=k: w.without(p, k), "term too many", 1.3)  # type: ignore[misc]
            yield _Change(row(lambda v, c=c: v - 2 * c), lambda p, k=k: w.flipped(p.parts[k]), "sign", 1.1)  # type: ignore[misc]
            if _is_plain(part.node.value):
                number = Fraction(part.node.value)
                for t in (1, -1):
                    yield _Change(
                        row(lambda v, t=t: v + t), lambda p, k=k, new=number + t: w.renumbered(p.parts[k], new), "constant", 1.3  # type: ignore[misc]
                    )  # fmt: skip
        else:
            yield _Change(row(lambda v, c=c: v / c), lambda p, k=k: w.without(p, k), "factor too many", 1.3)  # type: ignore[misc]
    if not numbered:
        for t in (1, -1):
            yield _Change(row(lambda v, t=t: v + t), lambda p, t=t: w.plus(p, "1", t < 0), "term", 1.6)  # type: ignore[misc]


def _is_plain(number: str) -> bool:
    return number.replace(".", "", 1).isdigit()


def _minus(p: Piece, w: Writer) -> tuple[Edit, ...] | None:
    """The piece with the other sign, where a sign in front of it is at hand."""
    parent = p.parent
    if parent is not None and parent.node.kind == "neg":
        return w.flipped(parent)
    if parent is not None and parent.node.kind in ("mul", "juxt"):
        return w.flipped(parent.parent if parent.parent is not None and parent.parent.node.kind == "neg" else parent)
    return w.flipped(p)


def _in_bars(p: Piece, w: Writer) -> str:
    inner = w.of(p.node.args[0])
    return rf"\left|{{{inner}}}\right|" if r"\left|" in w.side else f"|{inner}|"


# ---- inside of what the parts do not explain


def _inside(root: Piece, writer: Writer, worth_of: Worth) -> Iterator[Patch]:
    """Edits below a piece whose worth is not made of its parts: every such text is read anew."""
    tried = 0
    for piece in root.walk():
        if not piece.closed or piece.required is None or agree(piece.required, piece.values):
            continue
        whole = piece.node.span
        for patch in _little_edits(piece.node, writer):
            tried += 1
            if tried > LITTLE:
                return
            if tried % 16 == 0:
                tick()
            text = apply_edits(writer.text[: whole.end], list(patch.edits))[whole.start :]
            try:
                node = parse(text)
            except NotationError:
                continue
            if agree(worth_of(node), piece.required):
                yield patch


_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", r"\le": r"\ge", r"\ge": r"\le", r"\leq": r"\geq", r"\geq": r"\leq",
            "≤": "≥", "≥": "≤", r"\leqslant": r"\geqslant", r"\geqslant": r"\leqslant"}  # fmt: skip


def _little_edits(top: Node, writer: Writer) -> Iterator[Patch]:
    names = {n.value: writer.of(n) for n in top.walk() if n.kind == "name"}
    spots: list[tuple[Node | None, Node]] = [(None, top)]
    k = 0
    while k < len(spots):
        _, node = spots[k]
        k += 1
        spots += [(node, a) for a in node.args]
    for parent, node in spots:
        shown = writer.of(node)
        kind = parent.kind if parent is not None else ""
        if node.kind == "num" and _is_plain(node.value):
            number = Fraction(node.value)
            for new in (number + 1, number - 1, number * 2, number / 2):
                yield Patch((Edit(node.span, number_text(new, node.value)),), "constant", 1.3)
            yield Patch((Edit(node.span, f"{{-{shown}}}" if kind == "sup" else f"-{shown}"),), "sign", 1.2)
        elif node.kind == "name" and kind not in ("call", "apply"):
            for value, text in names.items():
                if value != node.value:
                    yield Patch((Edit(node.span, text),), "index", 1.4)
        if node.kind == "neg":
            yield Patch((Edit(node.span, writer.of(node.args[0])),), "sign", 1.0)
        if kind in ("group", "call", "cases", "case", "frac") and node.kind not in (
            "neg",
            "group",
            "none",
            "seq",
            "rel",
            "text",
        ):
            yield Patch((Edit(node.span, f"-{shown}"),), "sign", 1.1)
        if kind == "group" and node.kind in ("name", "juxt", "sub"):
            yield Patch((Edit(node.span, f"2{shown}"),), "factor", 1.5)
            yield Patch((Edit(node.span, rf"\frac{{{shown}}}{{2}}"),), "factor", 1.6)
        if node.kind in ("juxt", "mul", "add") and len(node.args) > 1:
            for k2, part in enumerate(node.args):
                piece = _as_piece(node)
                edits = writer.without(piece, k2)
                yield Patch(edits, "factor too many" if node.kind != "add" else "term too many", 1.4 + 0.05 * _bulk(part))
            if node.kind == "add":
                for k2 in range(len(node.args)):
                    edits2 = writer.flipped(_as_piece(node).parts[k2])
                    yield from _patch(edits2, "sign", 1.0)
        if node.kind == "sup" and node.args[1].kind == "num":
            yield Patch((Edit(node.span, writer.of(node.args[0])),), "exponent", 1.3)
        if node.kind == "rel" and len(node.args) == 2 and parent is not None:
            gap = writer.text[node.args[0].span.end : node.args[1].span.start]
            sign = gap.strip()
            if sign in _FLIPPED:
                at = node.args[0].span.end + gap.index(sign)
                turned = Edit(type(node.span)(at, at + len(sign)), _FLIPPED[sign])
                yield Patch((turned,), "condition", 1.3)


def _as_piece(node: Node) -> Piece:
    whole = Piece(node, None)
    return Piece(
        node,
        None,
        tuple(Piece(a, None, parent=Piece(node, None, tuple(Piece(b, None) for b in node.args))) for a in whole.node.args),
    )
