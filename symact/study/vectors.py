r"""What is true of a function of vectors as a whole: sums, shifts, order, symmetry, steepness; identities that ``decide`` proves.

A finder answers with a statement, raises Unknown where nothing was found, and gives None where the question makes no sense
(a value that is one number has no order among its components).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from symact.catalogue.parts import TAU
from symact.decide.facts import Signs, Unknown, limit
from symact.decide.facts.reals import OO
from symact.derive.rules import shown
from symact.derive.simplest import simplest
from symact.derive.tidy import factored
from symact.derive.vectors import I, J, K, N, parted
from symact.obligations import Bound, Equation, Holds, Interval, Range, Tends
from symact.study.entries import T, by_own_entry
from symact.study.subject import Found
from symact.study.whole import Whole, equal, first, over, proved
from symact.terms.calculus import diff
from symact.terms.core import (
    ONE,
    ZERO,
    Term,
    add,
    at,
    delta,
    exp,
    free,
    heads,
    index,
    log,
    mul,
    num,
    parts,
    power,
    sub,
    substitute,
    sym,
)
from symact.terms.latex import to_latex

__all__ = ["VECTOR_FINDERS", "by_parameter"]

C, D, M = sym("c"), sym("d"), index("m")


# ---- values


def total(w: Whole) -> Found | None:
    """The sum of the components, or of their exponentials."""
    if not w.many or w.is_local:
        return None
    for inner, latex in ((w.f, "y_{i}"), (exp(w.f), "e^{y_{i}}")):
        if proved(equal(over(inner, I), ONE, w)):
            return Found(rf"\sum_{{i=1}}^{{n}} {latex} = 1", (equal(over(inner, I), ONE, w),), "")
    raise Unknown("it depends on the input")


def at_equal_entries(w: Whole) -> Found | None:
    """The value where all entries are the same number c."""
    if w.is_local and w.many:
        return None
    here = w.moved(lambda a: C)
    reduced = factored(here)
    usual = (power(N, -1), C, add(C, log(N)), mul(-1, log(N)), mul(C, power(N, -1)))
    more = () if reduced is None or heads(reduced) & {"sum", "maxover"} else (reduced,)
    value = first(here, (*usual, *more), w)
    return Found(f"{shown(here)} = {shown(value)}", (equal(here, value, w),), "")


def two_entries(w: Whole) -> Found | None:
    """Of two entries the shares are a sigmoid of their difference."""
    if not w.is_share:
        return None
    both = substitute(w.f, {N: num(2)})
    first = substitute(both, {I: ONE})
    gap = _gap(w, ONE, num(2))
    curve = power(add(ONE, exp(mul(-1, gap))), -1)
    if not proved(equal(first, curve, w)):
        raise Unknown("no sigmoid of the difference was proved")
    return Found(f"{shown(first)} = {shown(curve)}", (equal(first, curve, w),), "")


# ---- what leaves it alone


def shift(w: Whole) -> Found | None:
    """What becomes of the value as a number is added to all entries."""
    here = w.moved(lambda a: add(a, C))
    if w.entry.implicit is not None:  # the threshold moves as well
        letter, _ = w.entry.implicit
        here = substitute(here, {letter: add(letter, mul(_rate(w), C))})
    for value, words in ((w.f, "nothing changes"), (add(w.f, C), "it is added to the value")):
        if proved(equal(here, value, w)):
            right = w.y if value == w.f else f"{w.y} + c"
            return Found(f"{shown(here)} = {right}", (equal(here, value, w),), words)
    raise Unknown("how the value changes was not found")


def _rate(w: Whole) -> Term:
    """How fast a threshold has to follow the entries, for what is compared with 0 to stay."""
    assert w.entry.implicit is not None
    letter, _ = w.entry.implicit
    compared = next((a for t in parts(w.f) if t.head == "max" for a in t.args if letter in free(a)), None)
    return ONE if compared is None else simplest(mul(-1, diff(compared, w.x(I)), power(diff(compared, letter), -1)))


# ---- order


def _exponent(w: Whole, i: Term) -> Term:
    """The exponent of entry i in the sum of exponentials. Raises Unknown."""
    total = next((s for s in parts(w.f) if s.head == "sum" and s.args[3].head == "exp"), None)
    if total is None:
        raise Unknown("there is no sum of exponentials")
    return substitute(total.args[3].args[0], {K: i})


def _gap(w: Whole, i: Term, m: Term) -> Term:
    """The difference of two exponents."""
    return simplest(sub(_exponent(w, i), _exponent(w, m)))


def order(w: Whole) -> Found | None:
    """How two components compare: by their own entries only."""
    if not w.many or w.is_local:
        return None
    gap = _gap(w, I, M)
    i, m = w.component(I), w.component(M)
    ways = ((mul(i, power(m, -1)), exp(gap), r"\frac{y_{i}}{y_{m}}"), (sub(i, m), gap, "y_{i} - y_{m}"))
    for left, right, latex in ways:
        if proved(equal(left, right, w)):
            return Found(f"{latex} = {shown(right)}", (equal(left, right, w),), "")
    raise Unknown("two components do not compare by their entries alone")


def cold(w: Whole) -> Found | None:
    """As the temperature falls to 0, a component vanishes beside one whose exponent is greater by d."""
    return _temperature(w, ZERO, "+", ZERO, "one at the greatest entry, 0 elsewhere (where one alone is the greatest)")


def hot(w: Whole) -> Found | None:
    """As the temperature grows, any two components become equal."""
    return _temperature(w, OO, "", ONE, r"$\frac{1}{n}$ for every component")


def _temperature(w: Whole, point: Term, side: Literal["", "+"], ratio: Term, value: str) -> Found | None:
    if not w.is_share or TAU not in free(w.f):
        return None
    gap = _gap(w, I, M)
    less = mul(-1, D, power(TAU, -1))  # the exponent of i less that of m, times tau, being -d
    if not proved(Equation(diff(mul(gap, TAU), TAU), ZERO, w.given)):
        raise Unknown("the exponents are not inverse to the temperature")
    same = equal(mul(w.component(I), power(w.component(M), -1)), exp(gap), w)
    limit = Tends(exp(less), TAU, point, ratio, side, (D.gt(0),))
    to = "0^{+}" if side else r"\infty"
    return Found(rf"\lim_{{\tau \to {to}}} {shown(exp(less))} = {shown(ratio)},\quad d > 0", (same, limit), value)


# ---- the Jacobian


def symmetric(w: Whole) -> Found | None:
    if not w.many or w.slope == ZERO:
        return None
    turned = _turned(w.slope)
    latex = w.slope_latex if w.is_local else rf"\frac{{\partial y_{{j}}}}{{\partial {to_latex(w.x(I))}}}"
    fact = equal(w.slope, turned, w)
    if not proved(fact):
        return None
    return Found("" if w.is_local else f"{w.slope_latex} = {latex}", (fact,), "yes")


def _turned(t: Term) -> Term:
    return substitute(substitute(substitute(t, {I: M}), {J: I}), {M: J})


def row_sums(w: Whole) -> Found | None:
    """The sum of the slopes by all entries: how fast the value changes as all of them grow together."""
    return _slopes(w, J)


def column_sums(w: Whole) -> Found | None:
    """The sum of the slopes of all components: how fast their sum changes."""
    return _slopes(w, I) if w.many else None


def _slopes(w: Whole, bound: Term) -> Found | None:
    if w.slope == ZERO:
        return None
    value = first(over(w.slope, bound), (ZERO, ONE), w)
    latex = rf"\sum_{{{bound.name}=1}}^{{n}} {w.slope_latex} = {shown(value)}"
    return Found(latex, (equal(over(w.slope, bound), value, w),), "")


def steepness(w: Whole) -> Found | None:
    """A Lipschitz constant: by the sums of moduli in a row (Gershgorin) for shares, by the positive gradient for a mean of entries."""
    if w.is_share and w.many:
        scale = simplest(diff(_exponent(w, K), w.x(K)))
        y = w.f
        whole = mul(scale, y, sub(delta(I, J), w.component(J)))
        most = Bound(mul(2, T, sub(1, T)), num(1) / 2, T)
        facts = (equal(w.slope, whole, w), equal(over(w.slope, J), ZERO, w), most)
        best = simplest(mul(num(1) / 2, _modulus(scale)))
        if not proved(*facts):
            raise Unknown("the Jacobian is not that of shares")
        row = shown(mul(2, _modulus(scale), at("y", I), sub(1, at("y", I))))
        why = f"the Jacobian is symmetric, and the moduli in a row sum to ${row}$"
        return Found(r"2 t (1 - t) \le \frac{1}{2}", facts, f"${shown(best)}$ in the Euclidean norm: {why}")
    if w.many:
        return _by_weights(w)
    rows = equal(over(w.slope, J), ONE, w)
    positive = () if w.is_local else (_between(w),)
    if not proved(rows):
        raise Unknown("the slopes have no constant sum")
    return Found("", (rows, *positive), "$1$ in the maximum norm: the slopes are not negative and sum to 1")


def _by_weights(w: Whole) -> Found:
    """Of a Jacobian with weights that are 0 or 1, v^T J v is the sum of s_i v_i^2 less a square: at most |v|^2."""
    if w.slope == ZERO:
        raise Unknown("it jumps")
    if w.jacobian.share != "s":
        raise Unknown("no bound of the slopes was proved")
    square = over(mul(at("s", I), power(at("v", I), 2)), I)
    less = mul(power(over(mul(at("s", K), at("v", K)), K), 2), power(over(at("s", K), K), -1))
    left = _quadratic(w.slope)
    fact = equal(left, sub(square, less), w)
    return Found(f"{shown(left)} = {shown(square)} - {shown(less)}", (fact,), "$1$ in the Euclidean norm")


def definite(w: Whole) -> Found | None:
    """The quadratic form of a Jacobian diag(q) - q q^T/sum(q) is a sum of squares: moving along v never turns the value back."""
    if not w.many or w.jacobian.form is None or w.jacobian.share not in ("s", "q"):
        return None
    q = w.jacobian.share
    mean = mul(over(mul(at(q, K), at("v", K)), K), power(over(at(q, K), K), -1))
    left, right = _quadratic(w.jacobian.form), over(mul(at(q, I), power(sub(at("v", I), mean), 2)), I)
    return Found(f"{shown(left)} = {shown(right)}", (equal(left, right, w),), "yes, it is positive semidefinite")


def _quadratic(slope: Term) -> Term:
    return over(over(mul(at("v", I), slope, at("v", J)), J), I)


def _between(w: Whole) -> Range:
    """The slope by an entry lies between 0 and 1, whatever the others are."""
    share = by_own_entry(mul(exp(_exponent(w, J)), power(over(exp(_exponent(w, K)), K), -1)), w.base, w.given).subject
    return Range(share.term, T, (Interval(ZERO, ONE),), "within", assumptions=share.given)


def _modulus(scale: Term) -> Term:
    return mul(-1, scale) if scale.head == "num" and scale.value < 0 else scale


# ---- a value that is one number


def convex(w: Whole) -> Found | None:
    """The Hessian p_i(delta_ij - p_j) as a quadratic form is the variance of the direction, which is never negative."""
    if w.many:
        return None
    if w.jacobian.share != "p" or w.jacobian.form != at("p", J):
        raise Unknown("no form of the Hessian was proved")
    p = {m: substitute(w.jacobian.meaning or ZERO, {I: m}) for m in (I, J, K)}
    hessian = equal(diff(w.slope, w.x(I)), mul(p[I], sub(delta(I, J), p[J])), w)

    def form(share: Callable[[Term], Term]) -> tuple[Term, Term]:
        mean = over(mul(share(K), at("v", K)), K)
        left = _quadratic(mul(share(I), sub(delta(I, J), share(J))))
        return left, over(mul(share(I), power(sub(at("v", I), mean), 2)), I)

    left, right = form(lambda m: at("p", m))
    variance = equal(*form(lambda m: p[m]), w)
    return Found(f"{shown(left)} = {shown(right)}", (hessian, variance), "yes: the Hessian gives the variance of the direction")


def bounds(w: Whole) -> Found | None:
    """Between the greatest entry and that entry with a constant: from one entry alone, and from equal entries."""
    if w.many or w.is_local:
        return None
    own = by_own_entry(w.f, w.base, w.given).subject
    above = sub(own.term, T)
    least = first(limit(above, T, OO, signs=Signs(own.given)), (ZERO, mul(-1, log(N))), w)
    equal = at_equal_entries(w)
    assert equal is not None and isinstance(equal.obligations[0], Equation)
    most = simplest(sub(equal.obligations[0].right, C))
    below = Range(above, T, (Interval(least, OO),), "within", assumptions=own.given)
    rising = Holds("strictly increasing", own.term, T, assumptions=own.given)
    top = r"\max_{k} " + to_latex(w.x(K))
    low, high = (top if t == ZERO else f"{top} {_signed(t)}" for t in (least, most))
    return Found("", (below, rising, *equal.obligations), rf"${low} < {w.y} \le {high}$ where $n \ge 2$")


def _signed(t: Term) -> str:
    text = shown(t)
    return text if text.startswith("-") else f"+ {text}"


def by_parameter(w: Whole, p: Term) -> Found:
    """The derivative of shares by a parameter p: y_i (g_i' - sum_k y_k g_k') where g are the exponents."""
    if not w.is_share:
        raise Unknown("no form of it was proved")
    scale, rate = parted(simplest(diff(_exponent(w, I), p)))
    mean = over(mul(substitute(rate, {I: K}), w.component(K)), K)
    fact = equal(diff(w.f, p), mul(scale, w.f, sub(rate, mean)), w)
    own, other = (shown(substitute(rate, {I: m})) for m in (I, K))
    inner = rf"{own} - \sum_{{k=1}}^{{n}} {rf'({other})' if rate.head == 'add' else other} y_{{k}}"
    head = rf"\frac{{\partial y_{{i}}}}{{\partial {to_latex(p)}}}"
    return Found(rf"{head} = {shown(mul(scale, at('y', I)))} \left({inner}\right)", (fact,))


@dataclass(frozen=True)
class WholeFinder:
    """A row: the name around the function's own, the words for it, and how it is found."""

    name: str
    words: str
    find: Callable[[Whole], Found | None]


VECTOR_FINDERS = (
    WholeFinder("total_{}", "sum", total),
    WholeFinder("equal_entries_{}", "at equal entries", at_equal_entries),
    WholeFinder("two_entries_{}", "with two entries", two_entries),
    WholeFinder("shift_{}", "a number added to all entries", shift),
    WholeFinder("order_{}", "two components", order),
    WholeFinder("bounds_{}", "bounds", bounds),
    WholeFinder("convex_{}", "convex", convex),
    WholeFinder("symmetric_{}", "symmetric Jacobian", symmetric),
    WholeFinder("definite_{}", "definite Jacobian", definite),
    WholeFinder("rows_{}", "sum of the slopes by all entries", row_sums),
    WholeFinder("columns_{}", "sum of the slopes of all components", column_sums),
    WholeFinder("lipschitz_{}", "Lipschitz constant", steepness),
    WholeFinder("cold_{}", r"limit as $\tau$ falls to $0$", cold),
    WholeFinder("hot_{}", r"limit as $\tau$ grows", hot),
)
