"""Where a right function goes wrong in float64: overflow, the logarithm of 0, 0/0, samples that can be 0, gradients of where.

The computation is evaluated at a few points as IEEE 754 has it, and exactly; a hazard is a point at which they differ, with
the operation that is to blame.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from symact.budget import OutOfTime
from symact.code.exact import exact
from symact.code.floating import Machine, Unknown
from symact.code.ops import Op, walk
from symact.code.probes import SIDES, Probe, probes
from symact.code.reading import Reading
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import Term, num, substitute

__all__ = ["Hazard", "hazards_of"]

BITS = 160
NUDGES = ((Fraction(1, 10**30), Fraction(1, 7)), (Fraction(1, 10**60), Fraction(1, 3)))  # for the first input, and from each to the next
CLOSE, TINY = 1e-6, 1e-20
SIGNS = {"mul": "*", "add": "+", "sub": "-"}
STEEP = frozenset("exp expm1 exp2 div log pow reciprocal cosh sinh".split())  # whose slope is infinite where they are
TRACED = frozenset({"torch", "jax", "tensorflow"})  # libraries that differentiate what they compute


@dataclass(frozen=True)
class Hazard:
    """``kind`` names it; ``harmless`` where the result is right all the same, and only a warning is printed."""

    kind: str
    op: Op
    message: str
    harmless: bool = False


@dataclass(frozen=True)
class _Fault:
    """An operation that gives no finite number though its operands are finite, and how that is said."""

    kind: str
    op: Op
    said: str


def hazards_of(read: Reading) -> list[Hazard]:
    """The hazards of a function: where its result is wrong, where its gradient is, or else where only a warning is printed."""
    wrong: Hazard | None = None
    harmless: Hazard | None = None
    gradient: Hazard | None = None
    term = exact(read.op)
    try:
        for probe in probes(read):
            for place in _places(read):
                found, broken = _at(read, term, probe, place)
                if found is not None and found.harmless:
                    harmless = harmless or found
                elif found is not None:
                    wrong = wrong or found
                gradient = gradient or broken
    except (OutOfTime, Unknown, KeyError):
        pass
    return [h for h in (wrong, gradient, harmless if wrong is None and gradient is None else None) if h is not None]


def _places(read: Reading) -> Iterable[dict[Term, int]]:
    """The entries of the result that are looked at."""
    sides = [range(1, SIDES.get(a.size.name, 3) + 1 if a.size.head == "sym" else int(a.size.value) + 1) for a in read.axes]
    for place in product(*sides):
        yield dict(zip((a.index for a in read.axes), place, strict=True))


def _at(read: Reading, term: Term, probe: Probe, place: Mapping[Term, int]) -> tuple[Hazard | None, Hazard | None]:
    """The hazard of the result at a point, and that of the gradient."""
    machine = Machine(probe.values)
    got = machine.value(read.op, place)
    blamed = next(iter(_faults(machine)), None)
    if blamed is None:
        return None, None
    gradient = _gradient(read, machine, probe, place)
    if probe.sample:
        return Hazard("sample", blamed.op, f"{probe.text}: {blamed.said}, and the noise is infinite"), gradient
    truth = _truth(term, probe, place)
    if truth is None:
        return None, gradient
    if blamed.op.data == "math":
        return Hazard(blamed.kind, blamed.op, f"at {probe.text} {blamed.said}, and math raises an exception"), gradient
    if _agree(got, truth):
        if blamed.op.data in TRACED:  # these overflow in silence
            return None, gradient
        said = f"at {probe.text} {blamed.said}; the result is right, but a warning is printed"
        return Hazard(blamed.kind, blamed.op, said, harmless=True), gradient
    said = f"at {probe.text} {blamed.said}, and the result is {_shown(got)}, not {_shown(truth)}"
    return Hazard(blamed.kind, blamed.op, said), gradient


def _agree(a: float, b: float) -> bool:
    return a == b or abs(a - b) <= CLOSE * (1 + abs(b))


def _shown(value: float) -> str:
    return f"{0 if abs(value) < TINY else value:.6g}"


def _truth(term: Term, probe: Probe, place: Mapping[Term, int]) -> float | None:
    """The exact value, rounded; where the formula has none, what it tends to from one side."""
    at = {k: num(v) for k, v in place.items()}
    body = substitute(term, at) if at else term
    value = _value(body, probe, Fraction(0), Fraction(1))
    if value is not None:
        return value
    for side in (1, -1):
        near, nearer = (_value(body, probe, side * by, ratio) for by, ratio in NUDGES)
        if near is not None and nearer is not None and _agree(near, nearer):
            return nearer
    return None


def _value(body: Term, probe: Probe, by: Fraction, ratio: Fraction) -> float | None:
    """The value with every input moved by a little, each by another; None where there is none, or it is not known."""
    try:
        with precision(BITS if not by else 6 * BITS):
            ball = enclose(body, probe.exact(by, ratio))
    except (Undefined, Unbound, ValueError, OverflowError):
        return None
    return float(ball.mid()) if ball.is_finite() else None


def _faults(machine: Machine) -> list[_Fault]:
    """The operations at which an infinity or a NaN comes up, in the order in which they were evaluated."""
    out = []
    for (node, places), value in machine.history:
        if math.isfinite(value):
            continue
        args = machine.operands(node, places)
        if args is None or not all(math.isfinite(a) for a in args):
            continue
        said = _said(node, args, value)
        if said is not None:
            out.append(_Fault(said[0], node, said[1]))
    return out


def _said(node: Op, args: list[float], value: float) -> tuple[str, str] | None:
    """What happens at an operation whose operands are finite and whose value is not."""
    shown = [_shown(a) for a in args]
    match node.head:
        case "exp" | "expm1" | "cosh" | "sinh" | "exp2" | "square":
            return "overflow", f"{node.head}({shown[0]}) overflows"
        case "mul" | "add" | "sub":
            return "overflow", f"{shown[0]} {SIGNS[node.head]} {shown[1]} overflows"
        case "pow":
            if args[0] == 0:
                return "quotient", f"0 to the power {shown[1]} is taken"
            return "overflow", f"{shown[0]} ** {shown[1]} overflows" if math.isinf(value) else f"{shown[0]} ** {shown[1]} has no value"
        case "log" | "log2" | "log10" | "log1p" | "xlogy" | "logit":
            return "logarithm", f"the logarithm of {shown[-1] if node.head != 'log1p' else _shown(1 + args[0])} is taken"
        case "div" | "reciprocal" | "rsqrt":
            return "quotient", f"{shown[0] if len(args) > 1 else 1}/{shown[-1]} is taken"
    return None


def _gradient(read: Reading, machine: Machine, probe: Probe, place: Mapping[Term, int]) -> Hazard | None:
    """A branch that where does not choose, with an infinite slope: the library multiplies it by 0, which is NaN."""
    inputs = set(read.inputs)
    for node in walk(read.op):
        if node.head != "where" or node.data not in TRACED:
            continue
        other = node.args[2] if machine.value(node.args[0], place) else node.args[1]
        for inner in walk(other):
            if inner.head not in STEEP or not inner.leaves & inputs or not math.isinf(machine.value(inner, place)):
                continue
            args = machine.operands(inner, place)
            said = _said(inner, args, math.inf) if args is not None and all(map(math.isfinite, args)) else None
            if said is not None:
                told = f"at {probe.text} {said[1]} in the branch that is not chosen: its gradient is 0 times infinity, NaN"
                return Hazard("gradient", inner, told)
    return None
