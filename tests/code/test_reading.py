"""Random functions: what is read of them, exactly and as float64, against what Python and NumPy make of them."""

from __future__ import annotations

import math
import warnings
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from symact.code.cells import parsed_cell
from symact.code.elementwise import ELEMENTWISE
from symact.code.exact import exact
from symact.code.floating import Machine
from symact.code.program import Program
from symact.code.reading import Reading, read_function
from symact.code.values import Function
from symact.source import Excerpt, Source
from symact.terms.ball import Undefined, enclose
from symact.terms.core import at, sym

POINTS = (0.0, 1.0, -1.0, 0.5, -2.25, 3.0, 40.0)
ATOMS = st.sampled_from(["x", "a", "1", "2", "0.5", "3.25"])
SHAPES = (
    "({0} + {1})", "({0} - {1})", "({0} * {1})", "({0} / ({1}))", "-{0}", "np.exp(-np.abs({0}))", "np.tanh({0})", "np.sin({0})",
    "np.log1p(np.abs({0}))", "np.maximum({0}, {1})", "np.minimum({0}, {1})", "np.where({0} > {1}, {0}, {1})", "({0}) ** 2",
    "np.clip({0}, -1, 1)", "({0} if x > 0 else {1})", "np.sqrt(np.abs({0}))", "np.logaddexp({0}, {1})", "float({0} <= {1})", "twice({0})",
)  # fmt: skip
EXPRESSIONS = st.recursive(
    ATOMS, lambda inner: st.tuples(st.sampled_from(SHAPES), inner, inner).map(lambda t: t[0].format(t[1], t[2])), max_leaves=8
)
BODIES = (
    "    return {0}\n",
    "    y = {0}\n    if y > {1}:\n        y = y - 1\n    return y * x\n",
    "    if x > {0}:\n        return {1}\n    elif x > -1:\n        return {0}\n    return x + {1}\n",
    "    y = {0}\n    y += {1}\n    y, z = x, y\n    return z - y\n",
    "    g = lambda v: v * {0}\n    return g(x) + g({1})\n",
    "    total = 0\n    for v in (1,):\n        total = {0}\n    return {1}\n",
)


def reading_of(code: str) -> Reading | None:
    cell = parsed_cell(Excerpt(Source("x.py", code), code, 0), True)
    assert cell is not None
    node = cell.tree.body[-1]
    read = read_function(Program([cell]), Function(node, cell))  # type: ignore[arg-type]
    return read if isinstance(read, Reading) else None


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(BODIES), EXPRESSIONS, EXPRESSIONS)
def test_what_is_read_is_what_is_computed(body: str, first: str, second: str) -> None:
    code = f"def twice(t):\n    return 2 * t\n\n\ndef f(x, a):\n{body.format(first, second)}"
    read = reading_of(code)
    if read is None:
        return
    names: dict[str, object] = {"np": np}
    exec(code, names)  # generated here, and not a document's
    term = exact(read.op)
    for x in POINTS:
        for a in (0.75, -1.5):
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                try:
                    wanted = float(names["f"](x, a))  # type: ignore[operator]
                except (ZeroDivisionError, OverflowError):
                    continue
            point = {sym("x"): x, sym("a"): a}
            got = Machine({k: v for k, v in point.items() if k.name in read.op.leaves}).value(read.op)
            assert got == pytest.approx(wanted, rel=1e-9, abs=1e-12, nan_ok=True), (code, x, a)
            if not math.isfinite(wanted):
                continue
            try:
                ball = enclose(term, {k: arb(fmpq(*Fraction(v).as_integer_ratio())) for k, v in point.items()})
            except Undefined:
                continue
            if ball.is_finite():
                assert abs(float(ball.mid()) - wanted) <= float(ball.rad()) + 1e-9 + 1e-6 * abs(wanted), (code, x, a)


NUMPY = {n: getattr(np, n) for n in ELEMENTWISE if hasattr(np, n) and n not in ("sinc", "divide")}


@pytest.mark.parametrize("name", sorted(NUMPY))
def test_floats_are_those_of_numpy(name: str) -> None:
    f = ELEMENTWISE[name].rounded
    if f is None:
        return
    values = (0.0, 1.0, -1.0, 0.3, -2.5, 30.0, 709.0, 710.0, -745.0, -746.0, 1e200, -1e200, math.inf, -math.inf, math.nan)
    two = isinstance(NUMPY[name], np.ufunc) and NUMPY[name].nin == 2
    with np.errstate(all="ignore"):
        for x in values:
            for y in (0.0, 0.5, 2.0, math.inf) if two else (None,):
                args = (x,) if y is None else (x, y)
                assert f(*args) == pytest.approx(float(NUMPY[name](*args)), rel=1e-12, nan_ok=True), (name, args)


ARRAYS = (
    "({0} + {1})", "({0} * {1})", "({0} - {1})", "np.exp(-np.abs({0}))", "np.tanh({0})", "np.maximum({0}, {1})", "np.where({0} > 0, {0}, {1})",
    "({0} - np.max({0}))", "({0} / (1 + np.sum({0} ** 2)))", "({0} * np.mean({1}))", "np.sum({0} * {1})", "({0}).max()", "({0}).sum()",
    "np.prod(np.tanh({0}))", "({0} - ({1}).mean())", "np.clip({0}, -1, 2)", "np.min({0})",
)  # fmt: skip
ARRAY_EXPRESSIONS = st.recursive(
    st.sampled_from(["x", "x", "y", "2", "0.5"]),
    lambda inner: st.tuples(st.sampled_from(ARRAYS), inner, inner).map(lambda t: t[0].format(t[1], t[2])),
    max_leaves=6,
)
ARRAY_BODIES = (
    "    return x * 0 + {0}\n",
    "    t = {0}\n    t = t * x\n    return t / (1 + np.abs(t))\n",
    "    t = x.copy()\n    t[x < 0] = 0\n    return t + {0}\n",
    "    t = x + {0}\n    t[t > 1] *= 2\n    return t\n",
    "    t = [v * 2 for v in x]\n    return np.array(t) + {0}\n",
    "    total = 0\n    for v in x:\n        total += v * v\n    return x / (1 + total) + {0}\n",
    "    out = np.zeros(len(x))\n    for i in range(len(x)):\n        out[i] = x[i] * y[i]\n    return out + {0}\n",
    "    t = x\n    t = t + 1\n    return x * t + {0}\n",
)
VECTORS = ((np.array([0.5, -1.0, 2.0]), np.array([1.0, 3.0, -0.5])), (np.array([-2.0, 0.0, 0.25]), np.array([0.75, -1.5, 4.0])))


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(ARRAY_BODIES), ARRAY_EXPRESSIONS)
def test_what_is_read_of_arrays_is_what_is_computed(body: str, expression: str) -> None:
    code = f"def f(x, y):\n{body.format(expression)}"
    read = reading_of(code)
    if read is None or len(read.axes) > 1:
        return
    names: dict[str, object] = {"np": np}
    exec(code, names)  # generated here, and not a document's
    for x, y in VECTORS:
        try:
            wanted = np.asarray(names["f"](x.copy(), y.copy()), dtype=float)  # type: ignore[operator]
        except (ValueError, IndexError, TypeError, AttributeError):  # a number where an array is needed
            continue
        point = {sym("n"): 3.0}
        for name, vector in (("x", x), ("y", y)):
            point |= {at(name, k + 1): float(v) for k, v in enumerate(vector)} if read.ranks.get(name) else {}
        if any(n in read.op.leaves and not read.ranks.get(n) for n in "xy"):
            continue  # read entry by entry: the test above is about that
        for k in range(3):
            got = Machine(point).value(read.op, {a.index: k + 1 for a in read.axes})
            assert got == pytest.approx(float(wanted[k] if wanted.ndim else wanted), rel=1e-9, abs=1e-12), (code, x, k)
