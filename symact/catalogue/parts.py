"""Formulas that many definitions are made of, as functions of terms."""

from __future__ import annotations

from symact.terms.core import Term, at, exp, fn, index, log, max_, min_, sqrt, sum_, sym

__all__ = [
    "ALPHA", "BETA", "I", "J", "K", "N", "TAU", "X", "clip", "erf", "normal_cdf", "over_all", "relu", "sigmoid", "softplus",
    "tanh", "x_",
]  # fmt: skip

X, ALPHA, BETA, TAU = sym("x"), sym("alpha"), sym("beta"), sym("tau")
I, J, K = (index(name) for name in "ijk")  # noqa: E741  (I is the index i)
N = sym("n")  # the length of a vector is a number like any other


def sigmoid(z: Term) -> Term:
    return 1 / (1 + exp(-z))


def softplus(z: Term) -> Term:
    return log(1 + exp(z))


def tanh(z: Term) -> Term:
    return fn("tanh", z)


def erf(z: Term) -> Term:
    return fn("erf", z)


def normal_cdf(z: Term) -> Term:
    """The distribution function of the standard normal law, by the error function."""
    return (1 + erf(z / sqrt(2))) / 2


def relu(z: Term) -> Term:
    return max_(0, z)


def clip(z: Term, low: Term | int, high: Term | int) -> Term:
    return max_(low, min_(high, z))


def x_(i: Term, name: str = "x") -> Term:
    """An entry of the input vector."""
    return at(name, i)


def over_all(body: Term) -> Term:
    """The sum over j = 1, ..., n."""
    return sum_(J, 1, N, body)
