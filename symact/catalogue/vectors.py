"""Functions of vectors of symbolic length n: the expression is component i, or the value where there is only one."""

from __future__ import annotations

from symact.catalogue.entry import Activation, Locally, parameter, words
from symact.catalogue.parts import ALPHA, TAU, I, J, N, over_all, x_
from symact.terms.core import ONE, ZERO, Term, cases, exp, index, log, max_, rel, sym

__all__ = ["ENTRIES", "IMPLICIT"]


def _softmax(entry: Term, others: Term) -> Term:
    return exp(entry) / over_all(exp(others))


def _noisy(i: Term) -> Term:
    return (log(x_(i, "p")) + x_(i, "G")) / TAU


M = index("m")
ONE_GREATEST = "Where one entry alone is the greatest, it stays the greatest nearby, and m is its index"
TEMPERATURE = parameter("tau", 1, "positive", "temperature", torch="1")

ENTRIES = (
    Activation(
        "softmax",
        "Softmax",
        r"\mathrm{softmax}",
        _softmax(x_(I), x_(J)),
        "Bridle 1990, NIPS 2",
        words(
            "softargmax, normalized exponential, normalised exponential function, 归一化指数函数, 软最大值, "
            "柔性最大值函数, 软最大化函数, softmax2d, Softmax函数"
        ),
        kind="vector",
        also=("softmax_temperature",),
        notes=("Softmax2d of torch is the same over the channels.",),
    ),
    Activation(
        "softmax_temperature",
        "Softmax with temperature",
        r"\mathrm{softmax}_{\tau}",
        _softmax(x_(I) / TAU, x_(J) / TAU),
        "Hinton, Vinyals, Dean 2015, arXiv:1503.02531",
        words("softmax with temperature, tempered softmax, 带温度的softmax, 温度softmax"),
        (TEMPERATURE,),
        kind="vector",
    ),
    Activation(
        "log_softmax",
        "LogSoftmax",
        r"\mathrm{LogSoftmax}",
        x_(I) - log(over_all(exp(x_(J)))),
        "PyTorch documentation, torch.nn.LogSoftmax",
        words("logsoftmax, 对数softmax"),
        kind="vector",
    ),
    Activation(
        "softmin",
        "Softmin",
        r"\mathrm{softmin}",
        _softmax(-x_(I), -x_(J)),
        "PyTorch documentation, torch.nn.Softmin",
        words("软最小值"),
        kind="vector",
    ),
    Activation(
        "logsumexp",
        "LogSumExp",
        r"\mathrm{LSE}",
        log(over_all(exp(x_(J)))),
        "a classical function",
        words("lse, log sum exp, smooth maximum, realsoftmax, 对数求和指数"),
        kind="vector",
    ),
    Activation(
        "gumbel_softmax",
        "Gumbel-Softmax",
        r"\mathrm{GumbelSoftmax}",
        _softmax(_noisy(I), _noisy(J)),
        "Jang, Gu, Poole 2016, arXiv:1611.01144; Maddison, Mnih, Teh 2016, arXiv:1611.00712",
        words("concrete, concrete distribution, gumble softmax, gumble-softmax, 耿贝尔softmax"),
        (TEMPERATURE,),
        kind="random",
        variables=("p", "G"),
        inner=("z", log(x_(I, "p")) + x_(I, "G")),
        also=("gumbel_softmax_logits",),
        notes=("The G_i are independent with the standard Gumbel law, G_i = -log(-log(U_i)) with U_i uniform on (0, 1).",),
    ),
    Activation(
        "gumbel_softmax_logits",
        "Gumbel-Softmax of logits",
        r"\mathrm{GumbelSoftmax}",
        _softmax((x_(I) + x_(I, "G")) / TAU, (x_(J) + x_(J, "G")) / TAU),
        "Jang, Gu, Poole 2016, arXiv:1611.01144",
        words("gumbel softmax with logits"),
        (TEMPERATURE,),
        kind="random",
        variables=("x", "G"),
    ),
    Activation(
        "maxout",
        "Maxout",
        r"\mathrm{maxout}",
        Term("maxover", (J, ONE, N, x_(J))),
        "Goodfellow et al. 2013, arXiv:1302.4389",
        words("max out, 最大输出"),
        kind="vector",
        locally=Locally(x_(M), f"{ONE_GREATEST}; near such an input the maximum is that entry."),
        notes=("In a layer each entry is a linear function of the input of its own, and so the gradient goes to the greatest only.",),
    ),
    Activation(
        "solu",
        "SoLU",
        r"\mathrm{SoLU}",
        x_(I) * _softmax(x_(I), x_(J)),
        "Elhage et al. 2022, Softmax Linear Units",
        words("softmax linear unit"),
        kind="vector",
    ),
    Activation(
        "softmax_one",
        "Softmax one",
        r"\mathrm{softmax}_{1}",
        exp(x_(I)) / (1 + over_all(exp(x_(J)))),
        "Miller 2023, Attention Is Off By One",
        words("softmax加一, softmax1, quiet softmax, quiet attention softmax, off by one softmax"),
        kind="vector",
    ),
    Activation(
        "logmeanexp",
        "LogMeanExp",
        r"\mathrm{LME}",
        log(over_all(exp(x_(J))) / N),
        "JAX documentation, jax.nn.logmeanexp",
        words("lme, log mean exp, 对数平均指数"),
        kind="vector",
    ),
)

THETA = sym("theta")


SUPPORT = (
    "The support is the set of the entries above the threshold; it does not change nearby unless an entry equals the threshold. "
    "The weight s is 1 on the support and 0 off it, where a term is left out."
)


def _thresholded(entry: Term, order: Term | int) -> Term:
    return max_(0, entry - THETA) ** order


def _supported(body: Term) -> Locally:
    return Locally(x_(I, "s") * body, SUPPORT)


def _sums_to_one(body: Term) -> tuple[Term, Term]:
    return THETA, rel("eq", over_all(body), ONE)


IMPLICIT = (
    Activation(
        "sparsemax",
        "Sparsemax",
        r"\mathrm{sparsemax}",
        _thresholded(x_(I), 1),
        "Martins, Astudillo 2016, arXiv:1602.02068",
        words("稀疏最大值, 稀疏softmax, 稀疏最大值函数"),
        kind="vector",
        implicit=_sums_to_one(_thresholded(x_(J), 1)),
        locally=_supported(x_(I) - THETA),
        notes=("It is the point of the simplex that is nearest to x; the sum of the weights s is the size of the support.",),
    ),
    Activation(
        "entmax15",
        "1.5-Entmax",
        r"\mathrm{entmax}_{1.5}",
        _thresholded(x_(I) / 2, 2),
        "Peters, Niculae, Martins 2019, arXiv:1905.05702",
        words("entmax, 1.5 entmax, entmax 1.5, 1.5-entmax函数"),
        kind="vector",
        implicit=_sums_to_one(_thresholded(x_(J) / 2, 2)),
        locally=_supported((x_(I) / 2 - THETA) ** 2),
        notes=("The weights q are the square roots of the values.",),
    ),
    Activation(
        "entmax",
        "Alpha-Entmax",
        r"\mathrm{entmax}_{\alpha}",
        _thresholded((ALPHA - 1) * x_(I), 1 / (ALPHA - 1)),
        "Peters, Niculae, Martins 2019, arXiv:1905.05702",
        words("alpha entmax, α-entmax, entmax alpha, α稀疏最大值"),
        (parameter("alpha", meaning="order", typical="3/2"),),
        kind="vector",
        relations=(ALPHA.gt(1),),
        implicit=_sums_to_one(_thresholded((ALPHA - 1) * x_(J), 1 / (ALPHA - 1))),
        locally=_supported(exp(log((ALPHA - 1) * x_(I) - THETA) / (ALPHA - 1))),
        notes=(
            "It lies between softmax, to which it tends as alpha falls to 1, and sparsemax, which it is at alpha = 2.",
            "On the support the weights q are the values to the power 2 - alpha.",
        ),
    ),
    Activation(
        "hardmax",
        "Hardmax",
        r"\mathrm{hardmax}",
        cases(x_(I).ge(THETA), ONE, ZERO),
        "ONNX, operator Hardmax",
        words("one-hot argmax, onehot argmax, 硬最大值, 独热argmax"),
        kind="vector",
        implicit=(THETA, rel("eq", THETA, Term("maxover", (J, ONE, N, x_(J))))),
        locally=Locally(Term("delta", (I, M)), f"{ONE_GREATEST}; near such an input the value is 1 there and 0 elsewhere."),
        notes=("Where several entries are greatest, ONNX gives 1 to the first of them only.",),
    ),
)
