"""All 2^32 float32 inputs of a function through the compiled code, each held against the correctly rounded value.

    python -m tests.bench.every_float32 silu gelu [--order 0] [--part 0/1]

The truth is NumPy's code in float64, which shares no exponential with the compiled one: where it is further than 64 units in
the last place from the middle of two neighbouring floats, it tells the right one; elsewhere python-flint does, to 150 bits.
Far out, an enclosure shows of a whole interval that all its values are rounded to one float, or to x; next to zero, the sign of
the second derivative tells on which side of x/2 they are.
The compiled float64 code is held against NumPy's at every eighth input too. Minutes for each function; ``--part 2/8`` does an eighth.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, fmpq

from symact.catalogue import ACTIVATIONS, activation
from symact.emit import lambdify
from symact.emit.measure import truths
from symact.emit.search import candidates
from symact.emit.subjects import X, subject
from symact.terms.ball import Undefined, enclose, precision
from symact.terms.core import Term, num, substitute, sym

CHUNK = 1 << 22
HALF = arb(1) / 2
APART = 64  # ulp of float64; the errors of both codes are below 8


def doubtful(y: Any) -> Any:
    """Where some units in the last place of the double decide to which float it is rounded: by the 29 bits that are dropped."""
    dropped = (y.view(np.int64) + (0x10000000 + APART)) & 0x1FFFFFFF
    out = dropped <= 2 * APART
    odd = np.flatnonzero(~((np.abs(y) >= 1.2e-38) & (np.abs(y) < 3e38)))  # subnormal floats drop more bits, and the largest overflow
    if odd.size:
        z = y[odd]
        with np.errstate(all="ignore"):
            near = z.astype(np.float32)
            middles = [
                (near.astype(np.float64) + np.nextafter(near, np.float32(s)).astype(np.float64).clip(-(2.0**128), 2.0**128)) / 2
                for s in (-np.inf, np.inf)
            ]
            out[odd] = np.isfinite(z) & (z != 0.0) & (np.minimum(*(np.abs(z - m) for m in middles)) <= APART * np.spacing(np.abs(z)))
    return out


def nearest(exact: Fraction) -> np.float32:
    """The float32 nearest to an exact value, ties to even."""
    near = np.float32(float(exact))
    options = [near, np.nextafter(near, np.float32(-np.inf)), np.nextafter(near, np.float32(np.inf))]
    finite = [o for o in options if np.isfinite(o)]
    return min(finite, key=lambda o: (abs(Fraction(float(o)) - exact), int(o.view(np.uint32)) & 1))


def far_out(forms: Sequence[Term], slopes: Sequence[Term], x: Any) -> Any:
    """The right values for a chunk far out, where an enclosure tells them all; None where it does not.

    A function whose slope is 1 within 2^-27, and which is x within 2^-30 x at one end, is rounded to x.
    """
    if not (np.isfinite(x).all() and np.abs(x).min() >= 128):
        return None
    low, high = sorted((Fraction(float(x[0])), Fraction(float(x[-1]))))
    with precision(400):
        ball = arb(fmpq((low + high).numerator, 2 * (low + high).denominator), fmpq((high - low).numerator, 2 * (high - low).denominator))
        for y in values(forms, ball):
            ends = [np.float32(float(y.lower())), np.float32(float(y.upper()))]
            if ends[0] == ends[1]:
                return np.full_like(x, ends[0])
        straight = any(abs(y - 1) < arb(2) ** -27 for y in values(slopes, ball))
        end = arb(fmpq(low.numerator, low.denominator))
        if straight and any(abs(y / end - 1) < arb(2) ** -30 for y in values(forms, end)):
            return x
    return None


def next_to_zero(forms: Sequence[Term], slopes: Sequence[Term], bends: Sequence[Term], x: Any) -> Any:
    """The right values for a chunk next to zero of a function with f(0) = 0 and f'(0) = 1/2; None for others.

    f(x) is beyond x/2 on the side that the sign of f'' tells, by less than 2^20 x^2, which crosses no other middle of floats.
    """
    if not np.abs(x).max() <= 2.0**-100:
        return None
    zero, hull = arb(0), arb(0, 2.0**-100)
    bent = next((y for y in values(bends, hull) if (y > 0 or y < 0) and abs(y) < 2**20), None)
    if bent is None or not any(y == 0 for y in values(forms, zero)) or not any(y == HALF for y in values(slopes, zero)):
        return None
    beside = np.nextafter(x.astype(np.float64) / 2, np.inf if bent > 0 else -np.inf)
    return np.where(x == 0, x, beside.astype(np.float32))


def values(forms: Sequence[Term], x: Any) -> Iterator[Any]:
    """The enclosures by these writings that are finite."""
    for t in forms:
        try:
            y = enclose(t, {X: x})
        except Undefined:
            continue
        if y.is_finite():
            yield y


def writings(name: str, order: int) -> list[Term]:
    """A derivative with the defaults of its parameters, written in several ways; none of an order beyond the second."""
    if order > 2:
        return []
    s = subject(ACTIVATIONS[name], order, True)
    known = {sym(k): num(v) for k, v in s.samples[0].items()}
    return [substitute(t, known) for t in (s.slope, *(f.term for f in candidates(s)))]


def examine(name: str, order: int, part: int, parts: int) -> None:
    a = activation(name)
    compiled, other = lambdify(a, order, "c"), lambdify(a, order)
    forms = writings(a.name, order)
    slopes, bends = writings(a.name, order + 1), writings(a.name, order + 2)
    wrong, asked, apart, start = 0, 0, 0, time.perf_counter()
    first, last = part * 2**32 // parts, (part + 1) * 2**32 // parts
    for k in range(first, last, CHUNK):
        x = np.arange(k, min(k + CHUNK, last), dtype=np.uint64).astype(np.uint32).view(np.float32)
        got = compiled(x)
        right = far_out(forms, slopes, x)
        right = next_to_zero(forms, slopes, bends, x) if right is None else right
        if right is not None:
            wrong += int((got != right).sum())
            continue
        wide = x.astype(np.float64)
        y, z = other(wide), compiled(wide[::8])
        with np.errstate(all="ignore"):
            right = y.astype(np.float32)
        v = np.ascontiguousarray(y[::8])
        same_sign = (v.view(np.int64) ^ z.view(np.int64)) >= 0
        steps = np.abs(v.view(np.int64) - z.view(np.int64))  # neighbouring doubles are neighbouring integers
        apart = max(apart, int(np.max(steps, initial=0, where=same_sign & (np.abs(v) > 1e-290))))
        apart = apart if np.all(same_sign | (np.abs(v) + np.abs(z) < 1e-290) | np.isnan(v)) else math.inf
        unsure = np.flatnonzero(doubtful(y))
        exact = truths(forms, wide[unsure].tolist())
        for place, e in zip(unsure.tolist(), exact, strict=True):
            if e is not None:
                right[place] = nearest(e)
        asked += len(unsure)
        bad = ~((got == right) | (np.isnan(got) & np.isnan(right) & np.isnan(x)))
        for place in np.flatnonzero(bad)[: max(0, 5 - wrong)].tolist():
            print(f"  x = {x[place]!r}: {got[place]!r} is not {right[place]!r}", flush=True)
        wrong += int(bad.sum())
    took = time.perf_counter() - start
    print(
        f"{a.name}{chr(39) * order}: {last - first} inputs, {wrong} not the nearest float32; {asked} settled by python-flint; "
        f"the two float64 codes are within {apart} steps; {took:.0f} s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--order", type=int, default=0)
    parser.add_argument("--part", default="0/1")
    options = parser.parse_args()
    part, parts = map(int, options.part.split("/"))
    for name in options.names:
        examine(name, options.order, part, parts)


if __name__ == "__main__":
    main()
