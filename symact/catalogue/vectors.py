"""Functions of vectors of symbolic length n: the expression is component i, or the value where there is only one."""

from __future__ import annotations

from symact.catalogue.entry import Activation, parameter, words
from symact.catalogue.parts import TAU, I, J, N, over_all, x_
from symact.terms.core import ONE, ZERO, Term, cases, exp, log, max_, rel, sym

__all__ = ["ENTRIES", "IMPLICIT"]


def _softmax(entry: Term, others: Term) -> Term:
    return exp(entry) / over_all(exp(others))


def _noisy(i: Term) -> Term:
    return (log(x_(i, "p")) + x_(i, "G")) / TAU


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
        words("softmax1, quiet softmax, quiet attention softmax, off by one softmax"),
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


def _thresholded(entry: Term, order: int) -> Term:
    return max_(0, entry - THETA) ** order


IMPLICIT = (
    Activation(
        "sparsemax",
        "Sparsemax",
        r"\mathrm{sparsemax}",
        _thresholded(x_(I), 1),
        "Martins, Astudillo 2016, arXiv:1602.02068",
        words("稀疏最大值, 稀疏softmax"),
        kind="vector",
        implicit=(THETA, rel("eq", over_all(_thresholded(x_(J), 1)), ONE)),
        notes=("It is the point of the simplex that is nearest to x.",),
    ),
    Activation(
        "entmax15",
        "1.5-Entmax",
        r"\mathrm{entmax}_{1.5}",
        _thresholded(x_(I) / 2, 2),
        "Peters, Niculae, Martins 2019, arXiv:1905.05702",
        words("entmax, 1.5 entmax, alpha entmax, α-entmax"),
        kind="vector",
        implicit=(THETA, rel("eq", over_all(_thresholded(x_(J) / 2, 2)), ONE)),
        notes=("alpha-Entmax lies between softmax (alpha = 1) and sparsemax (alpha = 2).",),
    ),
    Activation(
        "hardmax",
        "Hardmax",
        r"\mathrm{hardmax}",
        cases(x_(I).ge(THETA), ONE, ZERO),
        "ONNX, operator Hardmax",
        words("one-hot argmax, onehot argmax, 硬最大值"),
        kind="vector",
        implicit=(THETA, rel("eq", THETA, Term("maxover", (J, ONE, N, x_(J))))),
        notes=("Where several entries are greatest, ONNX gives 1 to the first of them only.",),
    ),
)
