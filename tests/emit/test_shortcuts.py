"""Shortcuts are other writings of the same functions, and as precise as they say on their intervals."""

from __future__ import annotations

import shutil
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from symact.emit import lambdify
from symact.emit.choices import choice, stored
from symact.emit.forms import Form, Quick
from symact.emit.program import time_of, written
from symact.emit.sharing import shared
from symact.emit.subjects import X
from symact.emit.targets.in_place import into_arrays, scratch_of
from symact.terms.ball import enclose, precision
from symact.terms.core import Term, exp
from tests.emit.test_forms import SUBJECTS, never
from tests.emit.test_targets import close

COMPILER = any(map(shutil.which, ("cc", "gcc", "clang")))
FIXED = sorted(k for k, (_, s) in SUBJECTS.items() if not s.parameters)


def ways(where: str) -> tuple[Quick, ...]:
    name, s = SUBJECTS[where]
    form = choice(name, s, never).form  # type: ignore[arg-type]
    return (*form.quick, *form.rough)


@pytest.mark.parametrize("where", [k for k in FIXED if ways(k)])
def test_shortcuts_have_the_value_of_the_derivative(where: str) -> None:
    """At rational points, to 150 bits."""
    slope = SUBJECTS[where][1].slope
    for q in ways(where):
        assert q.left <= -9 and q.right >= 9
        told = 0
        for x in (Fraction(-57, 5), Fraction(-37, 5), Fraction(-7, 5), Fraction(-1, 3), Fraction(2, 7), Fraction(9, 8), Fraction(19, 4)):
            with precision(600):
                a, b = enclose(slope, {X: x}), enclose(q.term, {X: x})
                assert a.overlaps(b), (where, q.term, x)
                told += a.rel_accuracy_bits() > 150 or a == 0
        assert told >= 2


def test_precise_shortcuts_are_precise() -> None:
    """As precise as 3.8 ulp, or as the form that they stand for."""
    errors = [(k, q.error) for k in FIXED for q in ways(k) if not np.isfinite(q.narrow)]
    assert len(errors) > 300
    assert not [(k, e) for k, e in errors if e > max(3.8, stored()[k]["error"]["worst"])]


NAMES = sorted({name for name, s in SUBJECTS.values() if not s.parameters})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("target", ["numpy-fast", pytest.param("c-fast", marks=pytest.mark.skipif(not COMPILER, reason="no compiler"))])
def test_fast_functions_are_as_precise_as_they_say(name: str, target: str) -> None:
    """Within some ulp of the value, or of what a change of the argument by these changes; limits and nan as ever."""
    grid = np.concatenate([np.linspace(-9.9, 9.9, 479), [1e-30, -1e-9, 0.0]])
    ends = np.array([np.nan, np.inf, -np.inf, -1e30, 1e30])
    for order in (0, 1):
        fast, precise, slope = (lambdify(name, o, t) for o, t in ((order, target), (order, "numpy"), (order + 1, "numpy")))
        for kind in (np.float64, np.float32):
            x = grid.astype(kind)
            wide = x.astype(np.float64)
            got, truth = fast(x), precise(wide)
            assert got.dtype == kind
            play = np.abs(slope(wide)) * np.spacing(np.abs(x)).astype(np.float64)
            unit = np.maximum(np.spacing(np.abs(truth.astype(kind))).astype(np.float64), np.nan_to_num(play))
            assert np.all(np.abs(got - truth) <= 70 * unit), (order, kind)
        if name not in WAVES:
            assert close(fast(ends), precise(ends))
            with np.errstate(over="ignore"):
                assert np.allclose(fast(ends.astype(np.float32)), precise(ends).astype(np.float32), rtol=1e-5, equal_nan=True)


@pytest.mark.skipif(not COMPILER, reason="no compiler")
def test_code_in_float32_is_there_for_most() -> None:
    stated = [lambdify(name, order, "c-fast").__doc__ or "" for name in NAMES for order in (0, 1)]
    assert sum("ulp of float32 were measured" in s for s in stated) > 120
    assert all(("ulp of float32 were measured" in s) != ("There is no faster form" in s) for s in stated)


PLAIN = Form("plain", X)
WAVES = {name for name, s in SUBJECTS.values() if any(t in repr(s.f) for t in ("sin", "cos", "tan("))}


def test_steps_write_into_arrays() -> None:
    text = "def f(x):\n    t0 = np.exp(-x)\n    return (x / (t0 + 1.0), _where(x > 0.0, t0, 1.0), 2.0 * 3.0)\n"
    made = into_arrays(text)
    assert made.splitlines() == [
        "def f(x, w, y0, y1, y2):",
        "    v0, = w",
        "    np.negative(x, out=v0)",
        "    np.exp(v0, out=v0)",
        "    np.add(v0, 1.0, out=y0)",
        "    np.divide(x, y0, out=y0)",
        "    y1[...] = _where(x > 0.0, v0, 1.0)",
        "    y2[...] = 2.0 * 3.0",
    ]
    assert scratch_of(made) == 1 and scratch_of("def f(x, w, y0):\n    np.exp(x, out=y0)\n") == 0


def test_what_is_shared_is_computed_once() -> None:
    assert shared("def f(x):\n    t = exp(x) + 1.0\n    return (2.0 * (exp(x) * x), exp(x) * x, 1.0 / (exp(x) + 1.0))\n").splitlines() == [
        "def f(x):",
        "    s0 = exp(x)",
        "    t = s0 + 1.0",
        "    s2 = s0 * x",
        "    return (2.0 * s2, s2, 1.0 / t)",
    ]
    e: Term = exp(-X)
    one, both = (time_of(written("f", terms, [PLAIN] * len(terms), X, True)) for terms in ([1 / (1 + e)], [1 / (1 + e), e / (1 + e) ** 2]))
    assert one < both < one + 4


def test_arrays_are_used_again() -> None:
    made = into_arrays("def f(x):\n    t0 = np.exp(x)\n    t1 = t0 + 2.0\n    t2 = t1 * t1 + 1.0\n    return np.maximum(t2 / t0 - t2, 0.0)\n")
    assert made.splitlines()[1] == "    v0, v1, zeros, = w"
    names: dict[str, Any] = {"np": np}
    exec(made, names)
    x, y = np.linspace(-3, 3, 7), np.zeros(7)
    names["f"](x, np.zeros((3, 7)), y)
    t = np.exp(x) + 2
    assert np.allclose(y, np.maximum((t * t + 1) / np.exp(x) - (t * t + 1), 0))
