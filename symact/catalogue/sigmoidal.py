"""Functions that saturate on both sides: the sigmoid, tanh and their relatives."""

from __future__ import annotations

from symact.catalogue.entry import Activation, kink, parameter, words
from symact.catalogue.parts import ALPHA, X, clip, erf, sigmoid, tanh
from symact.terms.core import HALF, ONE, PI, ZERO, Term, abs_, cases, exp, fn, log, num, rel, sqrt, sym

__all__ = ["ENTRIES"]

A, B, T, GAMMA = sym("a"), sym("b"), sym("t"), sym("gamma")


def _from_zero(body: Term) -> Term:
    """The integral over t from 0 to x."""
    return Term("integral", (T, ZERO, X, body))


ENTRIES = (
    Activation(
        "sigmoid",
        "Sigmoid",
        r"\sigma",
        sigmoid(X),
        "Verhulst 1838; Rumelhart, Hinton, Williams 1986, Nature 323",
        words(
            "logistic, logistic sigmoid, expit, sigma, σ, soft step, S型函数, S形函数, 逻辑函数, 逻辑斯谛函数, "
            "逻辑斯蒂函数, Logistic函数, Sigmoid函数, 西格玛函数"
        ),
    ),
    Activation(
        "tanh",
        "Tanh",
        r"\tanh",
        (exp(X) - exp(-X)) / (exp(X) + exp(-X)),
        "LeCun, Bottou, Orr, Müller 1998, Efficient BackProp",
        words("hyperbolic tangent, 双曲正切, 双曲正切函数, th"),
    ),
    Activation(
        "log_sigmoid",
        "LogSigmoid",
        r"\mathrm{LogSigmoid}",
        -log(1 + exp(-X)),
        "PyTorch documentation, torch.nn.LogSigmoid",
        words("logsigmoid, log-sigmoid, logistic loss of the margin, 对数S型函数"),
    ),
    Activation(
        "hard_sigmoid",
        "Hard Sigmoid",
        r"\mathrm{HardSigmoid}",
        clip(A * X + B, 0, 1),
        "Courbariaux, Bengio, David 2015, arXiv:1511.00363",
        words("hardsigmoid, 硬Sigmoid, 硬S型函数"),
        (
            parameter("a", "1/6", "positive", "slope between the kinks", torch="1/6", jax="1/6", keras="1/6", onnx="0.2"),
            parameter("b", "1/2", "probability", "value at 0", torch="1/2", jax="1/2", keras="1/2", onnx="1/2"),
        ),
        (kink(-B / A, 0, torch=0, jax=0, keras=0), kink((1 - B) / A, 0, torch=0, jax=0, keras=0)),
        notes=("Keras 2 and ONNX take the slope 0.2, so that the kinks lie at -2.5 and 2.5.",),
    ),
    Activation(
        "hard_tanh",
        "Hardtanh",
        r"\mathrm{HardTanh}",
        clip(X, A, B),
        "Collobert 2004, PhD thesis, Université Paris 6",
        words("hardtanh, hard tanh, 硬Tanh, 硬双曲正切"),
        (
            parameter("a", -1, "real", "lower bound", torch="-1", jax="-1", keras="-1"),
            parameter("b", 1, "real", "upper bound, above the lower", torch="1", jax="1", keras="1"),
        ),
        (kink(A, 0, torch=0, jax=1, keras=0), kink(B, 0, torch=0, jax=1, keras=0)),
        relations=(A.lt(B),),
    ),
    Activation(
        "bipolar_sigmoid",
        "Bipolar Sigmoid",
        r"\mathrm{BipolarSigmoid}",
        (1 - exp(-X)) / (1 + exp(-X)),
        "Fausett 1994, Fundamentals of Neural Networks",
        words("双极S型函数, 双极性Sigmoid"),
    ),
    Activation(
        "lecun_tanh",
        "LeCun Tanh",
        r"\mathrm{LeCunTanh}",
        num("1.7159") * tanh(2 * X / 3),
        "LeCun 1989; LeCun et al. 1998, Efficient BackProp",
        words("LeCun缩放双曲正切, scaled tanh, lecuntanh"),
    ),
    Activation(
        "arctan",
        "ArcTan",
        r"\arctan",
        fn("atan", X),
        "a classical function",
        words("atan, arc tangent, 反正切, 反正切函数, arctg"),
        meaning=_from_zero(1 / (1 + T**2)),
    ),
    Activation(
        "gudermannian",
        "Gudermannian",
        r"\operatorname{gd}",
        2 * fn("atan", tanh(X / 2)),
        "Gudermann 1830, Crelle 6",
        words("gd, 古德曼函数"),
    ),
    Activation(
        "softsign",
        "Softsign",
        r"\mathrm{softsign}",
        X / (1 + abs_(X)),
        "Turian, Bergstra, Bengio 2009; Glorot, Bengio 2010",
        words("soft_sign, 软符号, 软符号函数"),
        notes=("The derivative exists at 0 and is 1 there; the second derivative does not exist.",),
    ),
    Activation(
        "elliott",
        "Elliott",
        r"\mathrm{Elliott}",
        X / (2 * (1 + abs_(X))) + HALF,
        "Elliott 1993, TR 93-8, University of Maryland",
        words("Elliott函数, elliott sigmoid, elliot"),
    ),
    Activation(
        "isru",
        "ISRU",
        r"\mathrm{ISRU}",
        X / sqrt(1 + ALPHA * X**2),
        "Carlile et al. 2017, arXiv:1710.09967",
        words("inverse square root unit, 逆平方根单元"),
        (parameter("alpha", 1, "positive", "the limits are ±1/sqrt(alpha)"),),
    ),
    Activation(
        "rootsig",
        "Rootsig",
        r"\mathrm{rootsig}",
        X / (1 + sqrt(1 + X**2)),
        "Duch, Jankowski 1999, Neural Computing Surveys 2",
        words("root sigmoid"),
    ),
    Activation(
        "erf",
        "Error Function",
        r"\operatorname{erf}",
        erf(X),
        "Glaisher 1871",
        words("gauss error function, 误差函数, 高斯误差函数"),
        meaning=2 / sqrt(PI) * _from_zero(exp(-(T**2))),
    ),
    Activation(
        "laplace",
        "Laplace",
        r"\mathrm{Laplace}",
        (1 + erf((X - sym("mu")) / (sym("sigma") * sqrt(2)))) / 2,
        "Ma et al. 2022, Mega, arXiv:2209.10655",
        words("mega laplace, 拉普拉斯激活函数, laplace activation"),
        (
            parameter("mu", "0.707107", "real", "about sqrt(1/2)"),
            parameter("sigma", "0.282095", "positive", "about sqrt(1/(4 pi))"),
        ),
    ),
    Activation(
        "derf",
        "Derf",
        r"\mathrm{Derf}",
        erf(ALPHA * X + sym("s")),
        "Chen et al. 2025, Stronger Normalization-Free Transformers",
        words("dynamic erf"),
        (
            parameter("alpha", None, "real", "slope", learned=True, typical="0.5"),
            parameter("s", None, "real", "shift", learned=True, typical=0),
        ),
    ),
    Activation(
        "dyt",
        "DyT",
        r"\mathrm{DyT}",
        sym("gamma") * tanh(ALPHA * X) + sym("beta"),
        "Zhu et al. 2025, arXiv:2503.10622",
        words("dynamic tanh"),
        (
            parameter("alpha", None, "real", "slope", learned=True, typical="0.5"),
            parameter("gamma", None, "real", "scale", learned=True, typical=1),
            parameter("beta", None, "real", "shift", learned=True, typical=0),
        ),
    ),
    Activation(
        "loglog",
        "LogLog",
        r"\mathrm{LogLog}",
        exp(-exp(-X)),
        "Gomes, Ludermir 2008, IJCNN",
        words("log-log, log log, gompertz"),
    ),
    Activation(
        "cloglog",
        "CLogLog",
        r"\mathrm{CLogLog}",
        1 - exp(-exp(X)),
        "Gomes, Ludermir 2008, IJCNN",
        words("complementary log-log, complementary log log, 互补双对数"),
    ),
    Activation(
        "sparse_sigmoid",
        "Sparse Sigmoid",
        r"\mathrm{SparseSigmoid}",
        clip((X + 1) / 2, 0, 1),
        "JAX documentation, jax.nn.sparse_sigmoid",
        words("sparsesigmoid"),
        kinks=(kink(-1, 0, jax=num("1/4"), keras=0), kink(1, 0, jax=num("1/4"), keras=0)),
    ),
    Activation(
        "binary_step",
        "Binary Step",
        "H",
        cases(X.ge(0), ONE, ZERO),
        "McCulloch, Pitts 1943; Heaviside",
        words(
            "step, step function, unit step, heaviside, threshold function of mcculloch and pitts, 阶跃函数, "
            "单位阶跃函数, 二值阶跃函数, 阶梯函数"
        ),
        kinks=(kink(0, 0, jax=0),),
    ),
    Activation(
        "sign",
        "Sign",
        r"\operatorname{sign}",
        fn("sign", X),
        "Rosenblatt 1958, Psychological Review 65",
        words("sgn, signum, bipolar, bipolar step, 符号函数"),
        meaning=cases(X.lt(0), -ONE, rel("eq", X, ZERO), ZERO, X.gt(0), ONE),
        kinks=(kink(0, 0, torch=0, jax=0),),
    ),
    Activation(
        "sqnl",
        "SQNL",
        r"\mathrm{SQNL}",
        cases(X.gt(2), ONE, X.ge(0), X - X**2 / 4, X.ge(-2), X + X**2 / 4, -ONE),
        "Wuraola, Patel 2018, IJCNN",
        words("平方非线性函数, square nonlinearity"),
    ),
    Activation(
        "softclipping",
        "Soft Clipping",
        r"\mathrm{SC}",
        log((1 + exp(ALPHA * X)) / (1 + exp(ALPHA * (X - 1)))) / ALPHA,
        "Klimek, Perelstein 2018, arXiv:1810.11509",
        words("soft clipping, softclip, soft clip"),
        (parameter("alpha", None, "positive", "sharpness of the ends", typical=5),),
    ),
    Activation(
        "square_sigmoid",
        "Square Sigmoid",
        r"\mathrm{SQSigmoid}",
        cases(X.gt(2), ONE, X.ge(0), HALF + X / 2 - X**2 / 8, X.ge(-2), HALF + X / 2 + X**2 / 8, ZERO),
        "Wuraola, Patel, Nguang 2021, Neurocomputing 442",
        words("平方sigmoid, sqsigmoid, sq-sigmoid, logsqnl, quadratic sigmoid"),
    ),
    Activation(
        "penalized_tanh",
        "Penalized Tanh",
        r"\mathrm{PenalizedTanh}",
        cases(X.gt(0), tanh(X), A * tanh(X)),
        "Xu, Huang, Li 2016, arXiv:1602.05980",
        words("惩罚tanh, penalised tanh, leaky tanh"),
        (parameter("a", "0.25", "real", "factor for x < 0"),),
        (kink(0, A),),
    ),
    Activation(
        "smooth_step",
        "Smooth Step",
        r"\mathrm{SmoothStep}",
        cases(X.le(-GAMMA / 2), ZERO, X.lt(GAMMA / 2), -2 * X**3 / GAMMA**3 + 3 * X / (2 * GAMMA) + HALF, ONE),
        "Hazimeh, Ponomareva, Mol, Tan, Mazumder 2020, arXiv:2002.07772",
        words("平滑阶跃函数, smoothstep, smooth-step"),
        (parameter("gamma", 1, "positive", "width of the step"),),
    ),
    Activation(
        "arctan_sigmoid",
        "Arctan Sigmoid",
        r"\mathrm{ArctanSigmoid}",
        fn("atan", PI * X / 2) / PI + HALF,
        "Fang et al. 2021, arXiv:2007.05785",
        words("反正切sigmoid, atan sigmoid, arctan step"),
    ),
    Activation(
        "stanh",
        "STanh",
        r"\mathrm{STanh}",
        ALPHA * tanh(sym("beta") * X),
        "LeCun 1989, Generalization and network design strategies",
        words("tanh with scale and slope, parametric tanh"),
        (parameter("alpha", 1, "positive", "the limits are ±alpha"), parameter("beta", 1, "positive", "slope")),
    ),
)
