"""What must hold of every verdict on random claims: one trial for each seed, shared by the tests and by the soak.

A rewriting that holds wherever both sides are defined is never refuted; a verdict of "proved" never contradicts values with 400
bits, and one of "conditional" not where its condition holds; evidence checks itself again, also after a way through JSON.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random

import mpmath
import sympy

from symact.decide import decide_equation
from symact.decide.verify import evidence_from_json
from symact.obligations import Equation
from symact.terms.core import Term, free
from symact.verdict import Verdict
from tests.decide.expressions import KINDS, Nowhere, mutated, place, rewritten, value

BITS = 400
POINTS = 12


class Broken(AssertionError):
    """A verdict that must not be."""


@dataclass(frozen=True)
class Trial:
    kind: str
    left: Term
    right: Term
    verdict: Verdict

    def __str__(self) -> str:
        v = self.verdict
        return f"{self.kind}: {self.left!r} = {self.right!r}: {v.status} {v.condition or v.reason or ''} {v.detail}"


def rewrite_trial(kind: str, seed: int) -> Trial | None:
    """A claim that holds wherever both sides are defined. Raises Broken where it is refuted."""
    r = Random(f"{kind} {seed}")
    left = KINDS[kind](r, r.choice([1, 2, 2, 3]))
    right = rewritten(left, r, r.randint(1, 4))
    if right == left:
        return None
    trial = Trial(kind, left, right, decide_equation(Equation(left, right)))
    if trial.verdict.status == "refuted":
        raise Broken(f"a true claim is refuted: {trial}")
    _consistent(trial, r)
    return trial


def mutation_trial(kind: str, seed: int) -> Trial | None:
    """A claim with a small change on one side. Raises Broken where it is proved and values differ."""
    r = Random(f"{kind} mutant {seed}")
    left = KINDS[kind](r, r.choice([1, 2, 2, 3]))
    changed = mutated(rewritten(left, r, r.randint(0, 2)), r)
    if changed is None or changed == left:
        return None
    trial = Trial(kind, left, changed, decide_equation(Equation(left, changed)))
    _consistent(trial, r)
    return trial


def _consistent(trial: Trial, r: Random) -> None:
    v = trial.verdict
    if v.evidence is not None:
        if not v.evidence.check():
            raise Broken(f"the evidence does not hold: {trial}")
        again = evidence_from_json(json.loads(json.dumps(v.evidence.to_json())))
        if again is None or not again.check():
            raise Broken(f"the evidence does not hold after JSON: {trial}")
    if v.status in ("proved", "conditional"):
        condition = None if v.condition is None else _read(v.condition)
        for k in range(POINTS):
            point = place(r, special=k % 3 == 2)
            if (condition is None or _met(condition, point)) and _differ(trial.left, trial.right, point):
                raise Broken(f"the sides differ at {_shown(point, trial)}: {trial}")


_NAMES = {n: sympy.Symbol(n, real=True) for n in ("x", "y", "alpha", "beta")}


def _read(condition: str) -> sympy.Basic:
    """A condition in SymPy's syntax; one on entries is not looked into."""
    return sympy.false if "[" in condition else sympy.sympify(condition, locals=_NAMES)


def _met(condition: sympy.Basic, point: dict[Term, object]) -> bool:
    values = {s: sympy.Rational(str(point[t])) for t in point if t.head == "sym" and (s := _NAMES.get(t.name)) is not None}
    try:
        return condition.subs(values) == sympy.true
    except TypeError:  # a root of a negative number is compared: it is not met
        return False


def _differ(left: Term, right: Term, point: dict[Term, object]) -> bool:
    """Whether values differ, and do so with far more bits too."""
    for bits in (BITS, 6 * BITS):
        with mpmath.workprec(bits):
            try:
                a, b = value(left, point), value(right, point)
            except Nowhere:
                return False
            if abs(a - b) <= mpmath.mpf(2) ** (-BITS // 2) * (1 + abs(a) + abs(b)):
                return False
    return True


def _shown(point: dict[Term, object], trial: Trial) -> str:
    used = free(trial.left) | free(trial.right)
    return ", ".join(f"{k!r} = {v}" for k, v in point.items() if k in used or k.head == "at")


__all__ = ["Broken", "Trial", "mutation_trial", "rewrite_trial"]
