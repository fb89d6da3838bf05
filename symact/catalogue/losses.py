"""Losses: what a prediction costs against a target.

``y`` is a prediction and ``t`` its target, ``p`` a probability, ``x`` a logit; vectors have entries numbered from 1 to ``n``.
"""

from __future__ import annotations

from symact.catalogue.entry import Activation, Kink, Parameter, kink, parameter
from symact.catalogue.parts import J, K, N, over_all, softplus, x_
from symact.terms.core import ONE, Term, abs_, cases, exp, fn, log, max_, power, sym

__all__ = ["ENTRIES"]

Y, T, P, X, DELTA, GAMMA = sym("y"), sym("t"), sym("p"), sym("x"), sym("delta"), sym("gamma")
RESIDUAL = Y - T


def _loss(
    name: str,
    title: str,
    expression: Term,
    variables: str,
    source: str,
    *aliases: str,
    parameters: tuple[Parameter, ...] = (),
    kinks: tuple[Kink, ...] = (),
) -> Activation:
    return Activation(name, title, r"\ell", expression, source, aliases, parameters, kinks, "loss", tuple(variables.split()))


ENTRIES = (
    _loss(
        "squared_error", "Squared Error", RESIDUAL**2, "y t", "Gauss 1809", "l2 loss", "quadratic loss", "平方误差", "平方损失"
    ),
    _loss(
        "mean_squared_error",
        "Mean Squared Error",
        over_all((x_(J, "y") - x_(J, "t")) ** 2) / N,
        "y t",
        "Gauss 1809",
        "mse",
        "mse loss",
        "均方误差",
        "均方误差损失",
    ),
    _loss(
        "absolute_error", "Absolute Error", abs_(RESIDUAL), "y t", "Laplace 1774", "l1 loss", "绝对误差", kinks=(kink(T, 0),)
    ),
    _loss(
        "mean_absolute_error",
        "Mean Absolute Error",
        over_all(abs_(x_(J, "y") - x_(J, "t"))) / N,
        "y t",
        "Laplace 1774",
        "mae",
        "平均绝对误差",
    ),
    _loss(
        "huber",
        "Huber Loss",
        cases(abs_(RESIDUAL).le(DELTA), RESIDUAL**2 / 2, DELTA * (abs_(RESIDUAL) - DELTA / 2)),
        "y t",
        "Huber 1964, Ann. Math. Statist. 35",
        "huber loss",
        "胡伯损失",
        "Huber损失",
        parameters=(parameter("delta", 1, "positive", "where squares turn to absolute values", torch="1", keras="1"),),
    ),
    _loss(
        "smooth_l1",
        "Smooth L1 Loss",
        cases(abs_(RESIDUAL).lt(sym("beta")), RESIDUAL**2 / (2 * sym("beta")), abs_(RESIDUAL) - sym("beta") / 2),
        "y t",
        "Girshick 2015, arXiv:1504.08083",
        "smoothl1",
        "smooth l1",
        "平滑L1损失",
        parameters=(parameter("beta", 1, "positive", torch="1"),),
    ),
    _loss(
        "log_cosh",
        "Log-Cosh Loss",
        log(fn("cosh", RESIDUAL)),
        "y t",
        "a classical function",
        "logcosh",
        "log cosh",
        "对数双曲余弦损失",
    ),
    _loss(
        "binary_cross_entropy",
        "Binary Cross Entropy",
        -(T * log(P) + (1 - T) * log(1 - P)),
        "p t",
        "Good 1952, J. R. Statist. Soc. B 14",
        "bce",
        "log loss",
        "logistic loss",
        "二元交叉熵",
        "二分类交叉熵",
        "二值交叉熵",
    ),
    _loss(
        "binary_cross_entropy_with_logits",
        "Binary Cross Entropy with logits",
        softplus(X) - T * X,
        "x t",
        "PyTorch documentation, torch.nn.BCEWithLogitsLoss",
        "bce with logits",
    ),
    _loss(
        "cross_entropy",
        "Cross Entropy",
        -over_all(x_(J, "t") * log(x_(J, "p"))),
        "p t",
        "Good 1952, J. R. Statist. Soc. B 14",
        "categorical cross entropy",
        "交叉熵",
        "交叉熵损失",
    ),
    _loss(
        "softmax_cross_entropy",
        "Softmax Cross Entropy",
        -over_all(x_(J, "t") * (x_(J) - log(Term("sum", (K, ONE, N, exp(x_(K))))))),
        "x t",
        "Bridle 1990, NIPS 2",
        "cross entropy with logits",
        "softmax交叉熵",
    ),
    _loss(
        "hinge",
        "Hinge Loss",
        max_(0, 1 - T * Y),
        "y t",
        "Cortes, Vapnik 1995, Machine Learning 20",
        "hinge loss",
        "合页损失",
        "铰链损失",
        kinks=(kink(1 / T, 0),),
    ),
    _loss("squared_hinge", "Squared Hinge Loss", max_(0, 1 - T * Y) ** 2, "y t", "Lee, Lin 2013", "平方合页损失"),
    _loss(
        "kl_divergence",
        "Kullback-Leibler Divergence",
        over_all(x_(J, "p") * log(x_(J, "p") / x_(J, "q"))),
        "p q",
        "Kullback, Leibler 1951, Ann. Math. Statist. 22",
        "kl",
        "kl divergence",
        "relative entropy",
        "KL散度",
        "相对熵",
    ),
    _loss(
        "entropy",
        "Entropy",
        -over_all(x_(J, "p") * log(x_(J, "p"))),
        "p",
        "Shannon 1948",
        "shannon entropy",
        "熵",
        "信息熵",
        "香农熵",
    ),
    _loss(
        "focal",
        "Focal Loss",
        -power(1 - P, GAMMA) * log(P),
        "p",
        "Lin et al. 2017, arXiv:1708.02002",
        "focal loss",
        "焦点损失",
        parameters=(parameter("gamma", 2, "nonnegative", "focus on hard examples"),),
    ),
)
