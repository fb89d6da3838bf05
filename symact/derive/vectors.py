r"""The Jacobian of a vector function: by components, as a matrix, and multiplied by a vector from the left.

The entry in row i and column j is a derivative like any other. Exponentials over their sum are then written ``y_i`` (``p_i``
where the function itself is not they), which leaves ``y_i(\delta_{ij} - y_j)``; what stands beside the delta is the diagonal of
the matrix, and the rest a product of a column and a row: ``\mathrm{diag}(y) - y y^{\top}``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from symact.catalogue import Activation
from symact.derive.chain import Line, opening
from symact.derive.rules import shown
from symact.derive.simplest import simplest
from symact.derive.tidy import tidy
from symact.terms.core import (
    BINDERS,
    ONE,
    ZERO,
    Term,
    add,
    at,
    delta,
    exp,
    free,
    index,
    mul,
    power,
    rebuild,
    rel,
    substitute,
    sum_,
    sym,
    walk,
)

__all__ = ["Jacobian", "bound_by_k", "jacobian", "parted", "replaced", "shares_in", "weights_by", "with_parts"]

I, J, K, N = index("i"), index("j"), index("k"), sym("n")  # noqa: E741


@dataclass(frozen=True)
class Jacobian:
    """The derivative of component ``f`` by entry ``by``: its lines; ``share`` is what exponentials over their sum are called.

    ``diagonal``, ``column`` and ``row`` (entries i, i and j): the matrix is diag(diagonal) + column row^T. ``form`` is the last
    line, in the entries of ``share``, ``meaning`` what these stand for. ``near`` says in words where f holds, if not everywhere.
    """

    f: Term
    by: Term
    head: str
    lines: list[Line]
    share: str = ""
    meaning: Term | None = None
    form: Term | None = None
    diagonal: Term = ZERO
    column: Term = ZERO
    row: Term = ZERO
    near: str = ""

    def without_form(self) -> Jacobian:
        return replace(self, form=None)

    @property
    def is_matrix(self) -> bool:
        return index("i") in free(self.f)

    @property
    def named(self) -> Term | None:
        """What the entries of ``share`` stand for, as an equation; None where they are those of the function itself."""
        entry = at(self.share, I)
        return None if self.share == "y" or self.meaning in (None, entry) else rel("eq", entry, self.meaning)

    def matrix(self) -> str | None:
        """The Jacobian as a matrix, LaTeX; None where it is none or was not read off."""
        if self.form is None or not self.is_matrix:
            return None
        scale, diagonal, column, row = self._parts()
        first = "I" if diagonal == ONE else rf"\mathrm{{diag}}({_whole(diagonal)})"
        if column == ZERO:
            return first
        sign, column = ("-", mul(-1, column)) if _negative(column) else ("+", column)
        front, column = parted(column)
        before = "" if front == ONE else f"{shown(front)}\\, "
        whole = rf"{first} {sign} {before}{_whole(column)}\, {_whole(row)}^{{\top}}"
        if scale == ONE:
            return whole
        minus = "-" if scale == mul(-1, ONE) else f"{shown(scale)} "
        return rf"{minus}\left({whole}\right)"

    def _parts(self) -> tuple[Term, Term, Term, Term]:
        """The common factor without indices, and the diagonal, the column and the row without it."""
        scale, _ = parted(self.diagonal)
        if scale == ONE:
            return ONE, self.diagonal, self.column, self.row
        diagonal, column = (tidy(mul(t, power(scale, -1))) for t in (self.diagonal, self.column))
        return scale, diagonal, column, self.row

    def product(self) -> tuple[Term, Term] | None:
        """``\\sum_i v_i J_ij`` and what it is: no matrix is needed to multiply a vector by the Jacobian."""
        if self.form is None or not self.is_matrix:
            return None
        v = at("v", I)
        whole = Term("sum", (I, ONE, N, mul(v, self.form)))
        inner = Term("sum", (I, ONE, N, tidy(mul(v, self.column))))
        there = substitute(self.diagonal, {I: J})
        return whole, simplest(tidy(add(mul(at("v", J), there), mul(self.row, inner))))


def parted(t: Term) -> tuple[Term, Term]:
    """The factors without the index i, and those with it."""
    factors = t.args if t.head == "mul" else (t,)
    with_index = [f for f in factors if I in free(f)]
    return mul(*(f for f in factors if f not in with_index)), mul(*with_index)


def _negative(t: Term) -> bool:
    head = t.args[0] if t.head == "mul" else t
    return bool(head.is_num and head.value < 0)


def _whole(t: Term) -> str:
    """A vector by its entry: ``y_i`` is y, ones are 1."""
    if t == ONE:
        return r"\mathbf{1}"
    if t.head == "at":
        return shown(sym(t.name))
    inner = shown(_unindexed(t))
    return rf"({inner})" if t.head == "add" else inner


def _unindexed(t: Term) -> Term:
    if t.head == "at":
        return sym(t.name)
    args = tuple(_unindexed(a) if isinstance(a, Term) else a for a in t.args)
    return t if args == t.args else rebuild(t, args)


def jacobian(a: Activation) -> Jacobian:
    """The lines of the derivative of component i by entry j, and its forms. Raises NotDifferentiable."""
    f = bound_by_k(a.expression)
    by = at(a.variables[0], J)
    if a.inner is not None:  # by an inner quantity: logits
        name, inner = a.inner
        logits = {substitute(inner, {I: m}): at(name, m) for m in (I, K)}
        f, by = replaced(f, logits), at(name, J)
    head = "y_{i}" if a.is_indexed else "y"
    lines = opening(f, by)
    found = shares_in(lines[-1].term)
    if found is None:
        plain = simplest(lines[-1].term)
        closing = [Line("collect", plain)] if plain != lines[-1].term else []
        return Jacobian(f, by, head, [*lines, *closing])
    total, body = found
    is_itself = tidy(mul(substitute(body, {K: I}), power(total, -1))) == tidy(f)
    share = "y" if is_itself else "p"
    known = weights_by(body, {m: mul(at(share, m), total) for m in (I, J)})
    short = simplest(tidy(replaced(lines[-1].term, known)))
    meaning = mul(substitute(body, {K: I}), power(total, -1))
    back = {at(share, m): mul(substitute(body, {K: m}), power(total, -1)) for m in (I, J)}
    lines = [*lines, Line(f"substitute ${share}$", substitute(short, back), shown(short))]
    return with_parts(Jacobian(f, by, head, lines, share, meaning, short))


def weights_by(body: Term, values: dict[Term, Term]) -> dict[Term, Term]:
    """The exponentials with index i and j, and their products, with what each is."""
    inner = {m: substitute(body, {K: m}).args[0] for m in values}
    out = {exp(inner[m]): v for m, v in values.items()}
    for a, p in values.items():
        for b, q in values.items():
            out[tidy(exp(add(inner[a], inner[b])))] = mul(p, q)
    return out


def with_parts(j: Jacobian) -> Jacobian:
    """The Jacobian with its diagonal, column and row read off; without its form where it is not of that kind."""
    assert j.form is not None
    d = delta(I, J)
    rest = simplest(substitute_part(j.form, d, ZERO))
    beside = simplest(add(substitute_part(j.form, d, ONE), mul(-1, rest)))
    diagonal = substitute(beside, {J: I})
    factors = rest.args if rest.head == "mul" else (rest,)
    row = mul(*(f for f in factors if J in free(f)))
    column = mul(*(f for f in factors if J not in free(f)))
    if I in free(row):
        return j.without_form()
    return replace(j, diagonal=diagonal, column=column, row=row)


def substitute_part(t: Term, part: Term, value: Term) -> Term:
    """The term with a part of it replaced."""
    return tidy(replaced(t, {part: value}))


def shares_in(t: Term) -> tuple[Term, Term] | None:
    """The sum of exponentials over k that stands below, maybe with a number added, and its summand."""
    for a in walk(t):
        if a.head == "pow" and _is_sum(a.args[0]) and a.args[1].is_num and a.args[1].value < 0:
            total = a.args[0]
            (s,) = (b for b in (total.args if total.head == "add" else (total,)) if b.head == "sum")
            if s.args[3].head == "exp":
                return total, s.args[3]
    return None


def _is_sum(t: Term) -> bool:
    """A sum over an index, maybe with a number added."""
    rest = [a for a in (t.args if t.head == "add" else (t,)) if not a.is_num]
    return len(rest) == 1 and rest[0].head == "sum"


def bound_by_k(t: Term) -> Term:
    """The term with its bound index named k."""
    args = tuple(bound_by_k(a) if isinstance(a, Term) else a for a in t.args)
    t = t if args == t.args else rebuild(t, args)
    if t.head in BINDERS and t.args[0].head == "ix" and t.args[0] != K:
        bound, *ends, body = t.args
        return Term(t.head, (K, *ends, substitute(body, {bound: K})))
    return t


def replaced(t: Term, values: dict[Term, Term]) -> Term:
    if t in values:
        return values[t]
    args = tuple(replaced(a, values) if isinstance(a, Term) and not _is_total(t) else a for a in t.args)
    return t if all(a is b for a, b in zip(args, t.args, strict=True)) else rebuild(t, args)


def _is_total(t: Term) -> bool:
    return t.head == "sum" and t.args[3].head == "exp" and sum_(*t.args) == t and not any(v.name == "G" for v in free(t))
