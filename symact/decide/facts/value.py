"""Values as documents print them: right if they are within half a unit of the last digit, or cut off there."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from symact.decide.facts.constants import as_arb
from symact.decide.facts.evidence_values import ValueFact
from symact.decide.facts.exact import is_zero
from symact.decide.facts.reals import Real, digits_of
from symact.decide.facts.solve import tidy
from symact.obligations import Value
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import Term, free, num, transform
from symact.terms.integrals import closed_form
from symact.verdict import Verdict, proved, refuted, undecided

__all__ = ["decide_value", "enclosed_value", "printed", "shown"]

BITS = (64, 192, 600)
LONGEST = 1000  # digits of a decimal, and its exponent
SHORT = 10**15  # a number below it is written out
_DECIMAL = re.compile(r"([+\-−]?)(\d*)(?:\.(\d*))?(?:[eE]([+\-−]?\d+))?")


def printed(decimal: str) -> tuple[Fraction, Fraction] | None:
    """The number that a decimal stands for and the unit of its last digit; None for anything else."""
    m = _DECIMAL.fullmatch(decimal.strip().replace(" ", "").replace("\\,", ""))
    if m is None or not (m[2] or m[3]):
        return None
    fraction = m[3] or ""
    exponent = int((m[4] or "0").replace("−", "-"))
    if abs(exponent) > LONGEST or len(decimal) > LONGEST:
        return None
    if m[3] is None:  # the zeros at the end of 22000 say its size, not its digits
        exponent += len(m[2]) - len(m[2].rstrip("0")) if m[2].strip("0") else 0
    unit = Fraction(10) ** (exponent - len(fraction))
    value = int((m[2] or "") + fraction) * Fraction(10) ** (int((m[4] or "0").replace("−", "-")) - len(fraction))
    return (-value if m[1] in ("-", "−") else value), unit


def enclosed_value(t: Term, bits: int) -> Any | None:
    """A ball around a term without free names, integrals by quadrature; None where none is found."""
    with precision(bits):
        try:
            return enclose(_with_integrals(t), {})
        except (Undefined, Unbound):
            return None


def _with_integrals(t: Term) -> Term:
    """The term with each closed integral that has no closed form replaced by a rational near it; raises Unbound."""

    def rule(s: Term) -> Term | None:
        if s.head != "integral" or free(s):
            return None
        known = closed_form(s)
        if known is not None:
            return known
        raise Unbound("an integral without a closed form")

    return transform(t, rule)


def decide_value(o: Value) -> Verdict:
    r"""Whether a closed term has the printed value: ``\sigma(0.3) \approx 0.574``."""
    if free(o.term):
        return undecided("unbound", f"nothing is known of {min(map(repr, free(o.term)))}")
    claimed = printed(o.decimal)
    if claimed is None:
        return undecided("unreadable", f"{o.decimal!r} is no decimal")
    return compare_decimal(o.term, o.decimal, *claimed)


def compare_decimal(t: Term, decimal: str, value: Fraction, unit: Fraction) -> Verdict:
    for bits in BITS:
        ball = enclosed_value(t, bits)
        if ball is None:
            return undecided("incomplete", "the value has no enclosure")
        if not ball.is_finite():
            continue
        with precision(bits):
            error = abs(ball - as_arb(value))
            half = as_arb(unit / 2)
            if error <= half:
                exact = is_zero(t - num(value)) is True
                return proved(ValueFact(t, decimal, shown(t)), "" if exact else "to the digits given")
            if error > half:
                magnitude = abs(ball) - as_arb(abs(value))
                if magnitude > 0 and magnitude < as_arb(unit) and (value == 0 or (ball > 0) == (value > 0)):
                    return proved(ValueFact(t, decimal, shown(t), True), "the digits are cut off, not rounded")
                return refuted(ValueFact(t, decimal, shown(t)))
    if _is_tie(t, value, unit):
        return proved(ValueFact(t, decimal, shown(t)), "it lies exactly between two decimals")
    return undecided("incomplete", "the enclosure does not tell")


def _is_tie(t: Term, value: Fraction, unit: Fraction) -> bool:
    return any(is_zero(t - num(value + s * unit / 2)) is True for s in (1, -1))


def shown(t: Term) -> str:
    """The value for a reader: the number itself if it is a short decimal, else its first digits."""
    constant = Real(tidy(t))
    q = constant.rational
    if q is not None and 10**9 % q.denominator == 0 and abs(q) < SHORT:
        return str(q) if q.denominator == 1 else f"{float(q):.12g}"
    return digits_of(constant, 10) + r"\ldots"
