"""Points at which a computation is tried in float64: small, large, zero, and what samples can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from symact.code.reading import Reading
from symact.code.session import SHAPING
from symact.terms.core import Term, at, sym

__all__ = ["Probe", "probes"]

POINTS = (0.0, 1.0, -1.0, 30.0, -30.0, 100.0, -100.0, 710.0, -710.0, 800.0, -800.0, 1e4, -1e4)
PAIRED = (0.0, 1.0, 0.5, 800.0, -800.0)
VECTORS = ((0.0, 0.0, 0.0), (1.0, 2.0, 3.0), (1000.0, 0.0, -1000.0), (-1000.0, -1001.0, -1002.0), (1000.0, 1001.0, 999.0), (0.0, 1.0, 0.0))
DEFAULT = 0.5  # of a sample, and of a parameter without a default
SIDES = {"n": 3, "m": 2, "l": 2}
MAX_PROBES = 40


@dataclass(frozen=True)
class Probe:
    """Values for the names of a computation; ``text`` says which ones were chosen."""

    values: Mapping[Term, float]
    text: str
    moving: frozenset[Term] = frozenset()
    sample: bool = False  # it is a random sample that was chosen, not an input

    def exact(self, by: Fraction, ratio: Fraction) -> dict[Term, Fraction]:
        """The same point as rationals, the inputs moved by a little, each by ``ratio`` of the one before."""
        order = {k: n for n, k in enumerate(sorted(self.moving, key=repr))}
        return {k: Fraction(v) + (by * ratio ** order[k] if k in order else 0) for k, v in self.values.items()}


def probes(read: Reading) -> Iterator[Probe]:
    """The points at which a function is tried, the plain ones first."""
    fixed: dict[Term, float] = {sym(k): float(v) for k, v in read.defaults.items()}
    fixed |= {sym(k): v for k, v in SIDES.items() if k not in read.inputs}
    free = sorted({n for n in read.op.leaves if n not in read.defaults and n not in SIDES and n not in read.samples})
    inputs = [n for n in (*read.inputs, *read.undefined) if n in free]
    inputs = inputs[:1] + [n for n in inputs[1:] if n not in SHAPING]
    fixed |= {sym(n): DEFAULT for n in free if n not in inputs}
    for name in read.samples:
        fixed |= _input(read, name, (DEFAULT,) * 3, DEFAULT)
    for choice in _choices(read, inputs):
        own = dict(fixed)
        for name, (scalar, vector) in zip(inputs, choice, strict=True):
            own |= _input(read, name, vector, scalar)
        yield Probe(own, ", ".join(_told(read, n, c) for n, c in zip(inputs, choice, strict=True)), frozenset(own) - frozenset(fixed))
    for name, law in read.samples.items():
        if law == "uniform":
            own = dict(fixed)
            for other in inputs:
                own |= _input(read, other, (1.0, 2.0, 3.0), 1.0)
            own |= _input(read, name, (0.0, DEFAULT, DEFAULT), 0.0)
            yield Probe(own, "a uniform sample can be 0", sample=True)


Choice = tuple[float, tuple[float, ...]]


def _choices(read: Reading, inputs: list[str]) -> Iterator[tuple[Choice, ...]]:
    ranked = any(read.ranks.get(n) for n in inputs)
    if len(inputs) == 1:
        several: list[Choice] = [(0.0, v) for v in VECTORS] if ranked else [(s, ()) for s in POINTS]
        yield from ((one,) for one in several)
        return
    own: list[Choice] = [(s, v) for s, v in zip(PAIRED, VECTORS, strict=False)]
    for count, chosen in enumerate(product(own, repeat=len(inputs))):
        if count >= MAX_PROBES:
            return
        yield chosen


def _input(read: Reading, name: str, vector: tuple[float, ...], scalar: float) -> dict[Term, float]:
    rank = read.ranks.get(name, 0)
    sides = [SIDES["l"], SIDES["m"], SIDES["n"]][3 - rank :]
    if not rank:
        return {sym(name): scalar}
    return {at(name, *place): vector[place[-1] - 1] for place in product(*(range(1, side + 1) for side in sides))}


def _told(read: Reading, name: str, choice: Choice) -> str:
    scalar, vector = choice
    value = f"[{', '.join(f'{v:g}' for v in vector)}]" if read.ranks.get(name) else f"{scalar:g}"
    return f"{name} = {value}"
