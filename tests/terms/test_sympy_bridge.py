"""Terms cross to SymPy and back with the same values; what cannot cross says so."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp

from symact.catalogue import ACTIVATIONS, DENSITIES, LOSSES
from symact.terms.ball import enclose
from symact.terms.core import Term, app, at, cases, const, delta, exp, fn, free, index, num, rel, sum_, sym
from symact.terms.functions import FUNCTIONS
from symact.terms.sympy_bridge import NoCounterpart, from_sympy, to_sympy

X = sym("x")
POINTS = [Fraction(3, 7), Fraction(-9, 8), Fraction(21, 8)]
TERMS = {a.name: a.expression for a in (*ACTIVATIONS.values(), *LOSSES.values())} | {
    f"density of {d.name}": d.density for d in DENSITIES
}
x, a = sp.symbols("x alpha", real=True)


def values(t: Term, seed: Fraction) -> dict[Term, Fraction]:
    """A positive value for every name but x, and for the first entries of every vector."""
    out: dict[Term, Fraction] = {}
    for k, name in enumerate(sorted(free(t), key=lambda s: s.name), 1):
        if name.head == "vec":
            out |= {at(name.name, i): Fraction(k + i, 7 + k) for i in range(1, 7)}
        elif name.head == "ix" or name.name == "n":
            out[name] = Fraction(3 if name.name == "n" else 2)
        else:
            out[name] = Fraction(2 * k + 1, 2 * k + 3) if name != X else seed
    return out


def same(left: Term, right: Term) -> bool:
    return all(enclose(left, values(left, s)).overlaps(enclose(right, values(left, s))) for s in POINTS)


@pytest.mark.parametrize("name", TERMS)
def test_the_catalogue_crosses_and_returns(name: str) -> None:
    t = TERMS[name]
    if name == "maxout":
        with pytest.raises(NoCounterpart):
            to_sympy(t)
    else:
        assert same(t, from_sympy(to_sympy(t)))


@pytest.mark.parametrize("name", ["sigmoid", "relu", "elu", "gelu", "mish", "hard_swish", "softsign"])
def test_derivatives_cross(name: str) -> None:
    t = ACTIVATIONS[name].slope()
    assert same(t, from_sympy(to_sympy(t)))


@pytest.mark.parametrize("name", [f.name for f in FUNCTIONS.values() if f.name not in ("round", "erfcx")])
def test_functions_cross(name: str) -> None:
    t = fn(name, X)
    at_point = {X: Fraction(3, 2) if name == "acosh" else Fraction(3, 7)}
    assert enclose(t, at_point).overlaps(enclose(from_sympy(to_sympy(t)), at_point))


def test_floats_are_the_decimals_that_were_written() -> None:
    assert from_sympy(sp.Float(0.1)) == num("1/10")
    assert from_sympy(sp.Float("0.044715") * x) == num("0.044715") * X
    assert from_sympy(sp.Float("1.0507009873554804934193349852946", 32)) == num("1.0507009873554804934193349852946")


def test_indices_are_known_by_their_use() -> None:
    """i and j number entries; n, the end of the range, is a number."""
    i, j, n = sp.symbols("i j n")
    v = sp.IndexedBase("x")
    t = from_sympy(sp.exp(v[i]) / sp.Sum(sp.exp(v[j]), (j, 1, n)))
    assert t == exp(at("x", index("i"))) / sum_(index("j"), 1, sym("n"), exp(at("x", index("j"))))
    assert from_sympy(sp.KroneckerDelta(i, j)) == delta(index("i"), index("j"))


def test_step_functions_keep_their_value_at_zero() -> None:
    assert from_sympy(sp.Heaviside(x, 1)) == fn("step", X)
    half = from_sympy(sp.Heaviside(x))
    assert [float(enclose(half, {X: Fraction(v)})) for v in (-1, 0, 1)] == [0.0, 0.5, 1.0]
    assert to_sympy(fn("step", X)).subs(x, 0) == 1


def test_unknown_functions_and_their_derivatives() -> None:
    f = sp.Function("f")
    assert from_sympy(f(x)) == app("f", X)
    assert from_sympy(sp.Derivative(f(x), (x, 2))) == app("f", X, orders=(2,))
    assert from_sympy(sp.diff(f(2 * x), x)) == 2 * app("f", 2 * X, orders=(1,))
    assert from_sympy(to_sympy(app("f", 2 * X, orders=(1,)))) == app("f", 2 * X, orders=(1,))
    assert from_sympy(sp.Derivative(sp.sin(x), x)) == fn("cos", X)


def test_cases_relations_and_infinity() -> None:
    piecewise = sp.Piecewise((x, x > 0), (a * x, sp.Or(x < -1, sp.Eq(x, a))), (0, True))
    t = from_sympy(piecewise)
    assert t.head == "cases" and len(t.args) == 5
    assert from_sympy(sp.oo) == const("oo")
    assert from_sympy(sp.Ne(x, 0)) == rel("ne", X, 0)
    assert to_sympy(cases(X.gt(0), X)).args[0][1] == (x > 0)


@pytest.mark.parametrize(
    "expression", [sp.DiracDelta(x), sp.I * x, sp.zoo, sp.nan, sp.zeta(x), sp.LambertW(x, -1), sp.Integral(x, x)]
)
def test_what_cannot_cross(expression: sp.Basic) -> None:
    with pytest.raises(NoCounterpart):
        from_sympy(expression)


@pytest.mark.parametrize("thing", ["x**2", None, [1], object()])
def test_only_expressions_cross(thing: object) -> None:
    with pytest.raises(TypeError):
        from_sympy(thing)


def test_no_name_is_ever_parsed() -> None:
    name = "__import__('os').abort()"
    assert from_sympy(sp.Symbol(name)) == sym(name)
    assert to_sympy(sym(name)) == sp.Symbol(name, real=True)
