"""Facts about functions of vectors and about gated units, against the functions written again in mpmath."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import mpmath
import pytest
from mpmath import mpf

sys.path.insert(0, str(Path(__file__).parents[1] / "catalogue"))
from reference import REFERENCE

import symact
from symact.catalogue import ACTIVATIONS, IMPLICIT, activation
from symact.decide.facts.reals import MINUS_OO, OO
from symact.derive import NotDerived, derive
from symact.obligations import Equation, Range
from symact.study.facts import Part, sheet
from symact.terms.ball import enclose
from symact.terms.core import Term, index, num, substitute, sym

Vector = list[mpf]
TAU, G = mpf("0.75"), [mpf("0.5"), mpf("-1.25"), mpf(2)]


def shares(z: Vector) -> Vector:
    return [mpmath.exp(e) / mpmath.fsum(map(mpmath.exp, z)) for e in z]


def lse(z: Vector) -> mpf:
    return mpmath.log(mpmath.fsum(map(mpmath.exp, z)))


FUNCTIONS: dict[str, Callable[[Vector], Vector]] = {
    "softmax": shares,
    "softmax_temperature": lambda x: shares([e / TAU for e in x]),
    "softmin": lambda x: shares([-e for e in x]),
    "log_softmax": lambda x: [e - lse(x) for e in x],
    "gumbel_softmax": lambda z: shares([e / TAU for e in z]),
    "gumbel_softmax_logits": lambda x: shares([(e + g) / TAU for e, g in zip(x, G, strict=False)]),
    "solu": lambda x: [e * s for e, s in zip(x, shares(x), strict=True)],
    "softmax_one": lambda x: [mpmath.exp(e) / (1 + mpmath.fsum(map(mpmath.exp, x))) for e in x],
    "logsumexp": lambda x: [lse(x)],
    "logmeanexp": lambda x: [lse(x) - mpmath.log(len(x))],
    "maxout": lambda x: [max(x)],
}
SMOOTH = [n for n in FUNCTIONS if n != "maxout"]
INFINITE = {OO: mpf("inf"), MINUS_OO: -mpf("inf")}
INPUTS = [[mpf("0.3"), mpf("-1.2"), mpf("2.1")], [mpf(-2), mpf("0.5"), mpf("0.25")], [mpf(1), mpf("1.5"), mpf(-3)]]


def slopes(f: Callable[[Vector], Vector], x: Vector) -> list[Vector]:
    """The Jacobian by differences: one row for each component."""
    h = mpf(10) ** -15
    columns = []
    for j in range(len(x)):
        up, down = (f([e + side * h * (k == j) for k, e in enumerate(x)]) for side in (1, -1))
        columns.append([(a - b) / (2 * h) for a, b in zip(up, down, strict=True)])
    return [list(row) for row in zip(*columns, strict=True)]


def near(a: mpf, b: mpf, within: str = "1e-12") -> bool:
    return abs(a - b) < mpf(within)


def number(t: Term, point: dict[Term, mpf]) -> mpf:
    if t in INFINITE:
        return INFINITE[t]
    exact = {k: Fraction(mpmath.nstr(v, 40)) for k, v in point.items()}
    return mpf(enclose(t, exact).mid().str(30, radius=False))


def whole(name: str) -> dict[str, Equation]:
    part = sheet(activation(name)).parts[0]
    return {
        f.name.removesuffix(f"_{name}"): f.obligations[0]
        for f in part.facts
        if f.found and isinstance(f.obligations[0], Equation)
    }


@pytest.mark.parametrize("name", [*FUNCTIONS, *IMPLICIT])
def test_what_is_found_is_proved(name: str) -> None:
    s = sheet(activation(name))
    assert all(f.proved for f in s.facts if f.found)
    assert sum(f.found for f in s.facts) >= (1 if name == "hardmax" else 4)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_sums_shifts_and_slopes(name: str) -> None:
    f, found, s = FUNCTIONS[name], whole(name), sheet(activation(name))
    with mpmath.workdps(50):
        for x in INPUTS:
            y, rows = f(x), slopes(f, x)
            if "total" in found:
                assert near(mpmath.fsum(map(mpmath.exp, y) if name == "log_softmax" else y), mpf(1))
            if "shift" in found:
                moved = f([e + mpf("0.7") for e in x])
                gained = mpf("0.7") if "added" in s["a number added to all entries"].value else mpf(0)
                assert all(near(a, b + gained) for a, b in zip(moved, y, strict=True))
            if "symmetric" in found:
                assert all(near(rows[i][j], rows[j][i]) for i in range(3) for j in range(3))
            for key, sums in (
                ("rows", [mpmath.fsum(r) for r in rows]),
                ("columns", [mpmath.fsum(c) for c in zip(*rows, strict=True)]),
            ):
                if key in found:
                    assert all(near(v, number(found[key].right, {})) for v in sums)
            if "order" in found:
                gap = number(
                    substitute(found["order"].right, {index("i"): num(1), index("m"): num(3)}),
                    {**entries(x), sym("tau"): TAU},
                )
                assert near(gap, y[0] - y[2] if name == "log_softmax" else y[0] / y[2])
            if s["Lipschitz constant"].found and "Euclidean" in s["Lipschitz constant"].value:
                bound = 1 / (2 * TAU) if "tau" in s["Lipschitz constant"].value else mpf(1) / 2
                assert max(mpmath.svd_r(mpmath.matrix(rows), compute_uv=False)) <= bound + mpf("1e-12")
            elif s["Lipschitz constant"].found:
                assert mpmath.fsum(abs(v) for v in rows[0]) <= 1 + mpf("1e-12")


@pytest.mark.parametrize("name", SMOOTH)
def test_the_jacobian_is_that_of_the_function(name: str) -> None:
    """The last line of the derivation, entry by entry, against differences of the function as it is written here."""
    result = derive(name).result
    with mpmath.workdps(50):
        for x in INPUTS:
            rows = slopes(FUNCTIONS[name], x)
            for i, row in enumerate(rows, 1):
                for j, expected in enumerate(row, 1):
                    here = substitute(result, {index("i"): num(i), index("j"): num(j)})
                    assert near(number(here, {**entries(x), sym("tau"): TAU, sym("n"): mpf(3)}), expected)


def entries(x: Vector) -> dict[Term, mpf]:
    from symact.terms.core import at

    return {at(v, num(k + 1)): e for v, row in (("x", x), ("z", x), ("G", G)) for k, e in enumerate(row)}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_equal_entries_and_bounds(name: str) -> None:
    f, found, s = FUNCTIONS[name], whole(name), sheet(activation(name))
    with mpmath.workdps(50):
        if "equal_entries" in found:
            value = f([mpf("0.4")] * 3)[0]
            assert near(value, number(found["equal_entries"].right, {sym("c"): mpf("0.4"), sym("n"): mpf(3)}))
        if name in ("logsumexp", "logmeanexp"):
            assert s["bounds"].proved
            low = mpf(0) if name == "logsumexp" else -mpmath.log(3)
            assert all(low < f(x)[0] - max(x) <= low + mpmath.log(3) for x in INPUTS)
            h = mpf("1e-3")
            for x in INPUTS:
                mid, ends = f(x)[0], [f([e + side * h * d for e, d in zip(x, (1, -2, 1), strict=True)])[0] for side in (1, -1)]
                assert sum(ends) > 2 * mid


@pytest.mark.parametrize("name", SMOOTH)
def test_a_component_by_one_entry_is_what_the_page_says(name: str) -> None:
    f = FUNCTIONS[name]
    own, *other = sheet(activation(name)).parts[1:]
    with mpmath.workdps(50):
        for x in INPUTS:
            scale = {"softmin": -1}.get(name, 1 / TAU if "temperature" in name or "gumbel" in name else 1)
            g = G if name == "gumbel_softmax_logits" else [mpf(0)] * 3
            parts = [mpmath.exp((e + d) * scale) for e, d in zip(x, g, strict=True)]
            point = {"t": x[0], "c": parts[1] + parts[2], "tau": TAU, "n": mpf(3), "g": g[0]}
            assert near(at_point(own, point), f(x)[0])
            if other:
                point = {"t": x[1], "b": parts[0], "c": parts[0] + parts[2], "a": x[0], "tau": TAU, "g": g[1]}
                assert near(at_point(other[0], point), f(x)[0])


def at_point(part: Part, values: dict[str, mpf]) -> mpf:
    assert part.subject is not None
    return number(part.subject.term, {sym(k): v for k, v in values.items()})


@pytest.mark.parametrize("name", SMOOTH)
def test_ranges_by_one_entry_hold_at_samples(name: str) -> None:
    values = {"c": mpf("1.7"), "b": mpf("0.6"), "tau": TAU, "n": mpf(3), "g": mpf("0.5"), "a": mpf("0.3")}
    with mpmath.workdps(50):
        for part in sheet(activation(name)).parts[1:]:
            for o in (o for f in part.facts for o in f.obligations):
                if isinstance(o, Range) and o.order == 0:
                    (interval,) = o.intervals
                    low, high = (number(e, {sym(k): v for k, v in values.items()}) for e in (interval.lower, interval.upper))
                    seen = [at_point(part, {**values, "t": t}) for t in (mpf(-40), mpf(-1), mpf(0), mpf(2), mpf(40))]
                    assert all(low - mpf("1e-12") <= v <= high + mpf("1e-12") for v in seen)
                    for end in (low, high):
                        assert min(abs(v - end) for v in seen) < mpf("0.1") or (mpmath.isinf(end) and max(map(abs, seen)) > 9)


GATED = {
    "glu": lambda a, b: a / (1 + mpmath.exp(-b)),
    "reglu": lambda a, b: max(a, mpf(0)) * b,
    "geglu": lambda a, b: REFERENCE["gelu"](a) * b,
    "swiglu": lambda a, b: REFERENCE["silu"](a) * b,
    "bilinear": lambda a, b: a * b,
    "gtu": lambda a, b: mpmath.tanh(a) / (1 + mpmath.exp(-b)),
}


@pytest.mark.parametrize("name", [a.name for a in ACTIVATIONS.values() if a.kind == "gated"])
def test_gated_units_are_products(name: str) -> None:
    s = sheet(activation(name))
    assert all(f.proved for f in s.facts)
    if name not in GATED:
        return
    f = GATED[name]
    with mpmath.workdps(50):
        for v in (mpf("-1.3"), mpf("0.4"), mpf(2)):
            by_a, by_b = (at_point(p, {p.subject.x.name: v}) for p in s.parts[:2] if p.subject is not None)
            assert near(by_a, f(v, mpf(1))) and near(by_b, f(mpf(1), v))
            assert near(f(v, v) * f(mpf(1), mpf(1)), by_a * by_b)


def test_the_object_has_them() -> None:
    facts = symact.activation("softmax").facts
    assert facts["sum"].statement == r"\sum_{i=1}^{n} y_{i} = 1"
    assert facts["range"].statement == r"h(t) \in (0, 1)"
    assert facts["range_softmax_by_another_entry"].proved
    assert symact.activation("swiglu").facts["minimum"].value == r"$-W(e^{-1})$ at $-W(e^{-1}) - 1$"
    for loss in ("cross entropy", "binary cross entropy"):
        with pytest.raises(NotDerived, match="one variable"):
            symact.activation(loss).facts  # noqa: B018
