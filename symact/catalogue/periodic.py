"""Functions with waves."""

from __future__ import annotations

from symact.catalogue.entry import Activation, parameter, words
from symact.catalogue.parts import ALPHA, BETA, X, sigmoid
from symact.terms.core import ONE, PI, ZERO, Term, cases, fn, rel, sym

__all__ = ["ENTRIES"]


def _sin(z: Term) -> Term:
    return fn("sin", z)


def _cos(z: Term) -> Term:
    return fn("cos", z)


def _quotient(z: Term) -> Term:
    return cases(rel("ne", X, ZERO), _sin(z) / z, ONE)


ENTRIES = (
    Activation(
        "sine",
        "Sine",
        r"\mathrm{Sine}",
        _sin(X),
        "Parascandolo, Huttunen, Virtanen 2016, Taming the waves",
        words("sinusoid, 正弦激活函数"),
        also=("siren",),
    ),
    Activation(
        "siren",
        "SIREN",
        r"\mathrm{SIREN}",
        _sin(sym("omega") * X),
        "Sitzmann et al. 2020, arXiv:2006.09661",
        words("正弦表示网络, sinusoidal representation"),
        (parameter("omega", 30, "positive", "frequency of the first layer"),),
    ),
    Activation("cosine", "Cosine", r"\mathrm{Cosine}", _cos(X), "a classical function", ("余弦激活函数",)),
    Activation(
        "sinc",
        "Sinc",
        r"\operatorname{sinc}",
        fn("sinc", X),
        "Woodward, Davies 1952",
        words("cardinal sine, sinc函数"),
        also=("sinc_pi",),
        meaning=_quotient(X),
        notes=("Not normalised, that is, without a factor pi.",),
    ),
    Activation(
        "sinc_pi",
        "Normalised sinc",
        r"\operatorname{sinc}_\pi",
        fn("sinc", PI * X),
        "Woodward 1953, Probability and Information Theory",
        words("归一化sinc函数, normalized sinc, sinc pi"),
        meaning=_quotient(PI * X),
        notes=("The value at 0 is 1, and it is 0 at all other whole numbers; NumPy's sinc.",),
    ),
    Activation(
        "snake",
        "Snake",
        r"\mathrm{Snake}",
        X + _sin(ALPHA * X) ** 2 / ALPHA,
        "Ziyin, Hartwig, Ueda 2020, arXiv:2006.08195",
        words("蛇形激活函数, snake activation"),
        (parameter("alpha", 1, "positive", "frequency", learned=True),),
    ),
    Activation(
        "gcu",
        "GCU",
        r"\mathrm{GCU}",
        X * _cos(X),
        "Noel, Arunkumar, Trivedi, Dubey 2021, arXiv:2108.12943",
        words("growing cosine unit, 增长余弦单元"),
    ),
    Activation(
        "sinlu",
        "SinLU",
        r"\mathrm{SinLU}",
        (X + ALPHA * _sin(BETA * X)) * sigmoid(X),
        "Paul, Bandyopadhyay, Yoon, Geem, Sarkar 2022, Mathematics 10",
        words("sinu-sigmoidal linear unit"),
        (parameter("alpha", 1, "real", "amplitude", learned=True), parameter("beta", 1, "real", "frequency", learned=True)),
    ),
    Activation(
        "coslu",
        "CosLU",
        r"\mathrm{CosLU}",
        (X + ALPHA * _cos(BETA * X)) * sigmoid(X),
        "Pishchik 2023, Trainable Activations for Image Classification",
        words("cosinu-sigmoidal linear unit"),
        (parameter("alpha", 1, "real", "amplitude", learned=True), parameter("beta", 1, "real", "frequency", learned=True)),
    ),
)
