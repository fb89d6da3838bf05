"""Distributions on the line that the mathematics of activation functions meets."""

from __future__ import annotations

from symact.catalogue.entry import Density, parameter, words
from symact.catalogue.parts import X, erf
from symact.terms.core import PI, abs_, cases, exp, fn, log, num, sqrt, sym

__all__ = ["DENSITIES"]

U, MU, SIGMA, BETA, S, B, LAMBDA = sym("u"), sym("mu"), sym("sigma"), sym("beta"), sym("s"), sym("b"), sym("lambda")
LOCATION = parameter("mu", 0, "real", "location")
Z = (X - MU) / BETA

DENSITIES = (
    Density(
        "uniform",
        "Uniform",
        cases(X.lt(0), num(0), X.le(1), num(1), num(0)),
        cases(X.lt(0), num(0), X.le(1), X, num(1)),
        U,
        "a classical distribution",
        words("uniform distribution, 均匀分布"),
        support=(X.gt(0), X.lt(1)),
        mean=num("1/2"),
        variance=num("1/12"),
    ),
    Density(
        "normal",
        "Normal",
        exp(-((X - MU) ** 2) / (2 * SIGMA**2)) / (SIGMA * sqrt(2 * PI)),
        (1 + erf((X - MU) / (SIGMA * sqrt(2)))) / 2,
        None,
        "Gauss 1809",
        words("gaussian distribution, normal distribution, 正态分布, 高斯分布"),
        (LOCATION, parameter("sigma", 1, "positive", "standard deviation")),
        mean=MU,
        variance=SIGMA**2,
    ),
    Density(
        "gumbel",
        "Gumbel",
        exp(-Z - exp(-Z)) / BETA,
        exp(-exp(-Z)),
        MU - BETA * log(-log(U)),
        "Gumbel 1935, Ann. Inst. H. Poincaré 5",
        words("gumbel distribution, extreme value type 1, 耿贝尔分布, Gumbel分布, 甘贝尔分布"),
        (LOCATION, parameter("beta", 1, "positive", "scale")),
        variance=PI**2 * BETA**2 / 6,
    ),
    Density(
        "logistic_distribution",
        "Logistic",
        exp(-(X - MU) / S) / (S * (1 + exp(-(X - MU) / S)) ** 2),
        1 / (1 + exp(-(X - MU) / S)),
        MU + S * log(U / (1 - U)),
        "Verhulst 1838",
        words("logistic distribution, 逻辑分布, 逻辑斯谛分布"),
        (LOCATION, parameter("s", 1, "positive", "scale")),
        mean=MU,
        variance=PI**2 * S**2 / 3,
    ),
    Density(
        "laplace_distribution",
        "Laplace",
        exp(-abs_(X - MU) / B) / (2 * B),
        cases(X.lt(MU), exp((X - MU) / B) / 2, 1 - exp(-(X - MU) / B) / 2),
        MU - B * fn("sign", U - num("1/2")) * log(1 - 2 * abs_(U - num("1/2"))),
        "Laplace 1774",
        words("laplace distribution, double exponential distribution, 拉普拉斯分布"),
        (LOCATION, parameter("b", 1, "positive", "scale")),
        mean=MU,
        variance=2 * B**2,
    ),
    Density(
        "exponential_distribution",
        "Exponential",
        cases(X.ge(0), LAMBDA * exp(-LAMBDA * X), num(0)),
        cases(X.ge(0), 1 - exp(-LAMBDA * X), num(0)),
        -log(1 - U) / LAMBDA,
        "a classical distribution",
        words("exponential distribution, 指数分布"),
        (parameter("lambda", 1, "positive", "rate"),),
        support=(X.ge(0),),
        mean=1 / LAMBDA,
        variance=1 / LAMBDA**2,
    ),
)
