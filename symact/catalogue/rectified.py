"""ReLU and its relatives: pieces that are straight or polynomial, thresholds and shrinkage."""

from __future__ import annotations

from symact.catalogue.entry import Activation, kink, parameter
from symact.catalogue.parts import ALPHA, X, clip, relu, sigmoid, tanh
from symact.terms.core import HALF, ONE, ZERO, abs_, cases, log, max_, min_, num, power, sqrt, sym

__all__ = ["ENTRIES"]

THETA, LAMBDA, BETA = sym("theta"), sym("lambda"), sym("beta")
LOWER, UPPER = sym("l"), sym("u")
LEAKY = max_(0, X) + ALPHA * min_(0, X)

ENTRIES = (
    Activation(
        "relu", "ReLU", r"\mathrm{ReLU}", relu(X), "Fukushima 1969; Nair, Hinton 2010, ICML",
        ("rectified linear unit", "rectifier", "ramp", "ramp function", "positive part", "修正线性单元", "线性整流函数", "线性整流单元", "整流线性单元",
         "修正线性函数", "线性修正单元", "斜坡函数"),
        kinks=(kink(0, 0, torch=0, jax=0, tensorflow=0),),
    ),
    Activation(
        "leaky_relu", "Leaky ReLU", r"\mathrm{LeakyReLU}", LEAKY, "Maas, Hannun, Ng 2013, ICML workshop",
        ("lrelu", "leaky rectified linear unit", "带泄露修正线性单元", "带泄漏修正线性单元", "带泄露的ReLU", "带泄漏的ReLU", "渗漏整流线性单元", "泄露修正线性单元",
         "泄漏整流线性单元", "带泄露线性整流函数"),
        (parameter("alpha", "0.01", "real", "slope for x < 0", torch="0.01", jax="0.01", keras="0.3", onnx="0.01", tensorflow="0.2"),),
        (kink(0, ALPHA, torch=ALPHA, jax=1, tensorflow=ALPHA),),
    ),
    Activation(
        "prelu", "PReLU", r"\mathrm{PReLU}", LEAKY, "He, Zhang, Ren, Sun 2015, arXiv:1502.01852",
        ("parametric relu", "parametric rectified linear unit", "parameterized relu", "参数化修正线性单元", "参数化ReLU", "带参数的ReLU", "参数修正线性单元",
         "参数化线性整流单元"),
        (parameter("alpha", None, "real", "slope for x < 0, 0.25 at first", learned=True, torch="0.25", keras="0"),),
        (kink(0, ALPHA, torch=ALPHA),),
    ),
    Activation(
        "rrelu", "RReLU", r"\mathrm{RReLU}", max_(0, X) + (LOWER + UPPER) / 2 * min_(0, X), "Xu, Wang, Chen, Li 2015, arXiv:1505.00853",
        ("randomized relu", "randomized leaky relu", "randomized rectified linear unit", "随机修正线性单元", "随机ReLU", "随机泄露ReLU"),
        (parameter("l", "1/8", "real", "lower end of the random slope", torch="1/8"),
         parameter("u", "1/3", "real", "upper end of the random slope", torch="1/3")),
        (kink(0, (LOWER + UPPER) / 2),), "random",
        notes=("In training the slope for x < 0 is uniform on (l, u); the formula is that of evaluation.",),
    ),
    Activation(
        "relu6", "ReLU6", r"\mathrm{ReLU6}", min_(max_(0, X), 6), "Krizhevsky 2010, Convolutional Deep Belief Networks on CIFAR-10",
        ("relu-6",), kinks=(kink(0, 0, torch=0, jax=HALF), kink(6, 0, torch=0, jax=HALF)),
    ),
    Activation(
        "relu_n", "Clipped ReLU", r"\mathrm{ReLU}_{n}", min_(max_(0, X), sym("n")), "Hannun et al. 2014, Deep Speech, arXiv:1412.5567",
        ("clipped relu", "relun", "capped relu", "bounded relu", "截断ReLU"), (parameter("n", None, "positive", "upper bound"),),
        (kink(0, 0), kink(sym("n"), 0)),
    ),
    Activation(
        "thresholded_relu", "Thresholded ReLU", r"\mathrm{ThresholdedReLU}", cases(X.gt(THETA), X, ZERO), "Konda, Memisevic, Krueger 2014, arXiv:1402.3337",
        ("trec", "truncated rectified", "阈值ReLU"), (parameter("theta", 1, "nonnegative", "threshold", keras="1", onnx="1"),), (kink(THETA, 0),),
    ),
    Activation(
        "threshold", "Threshold", r"\mathrm{Threshold}", cases(X.gt(sym("t")), X, sym("v")), "PyTorch documentation, torch.nn.Threshold",
        ("threshold activation", "阈值函数"), (parameter("t", None, "real", "threshold"), parameter("v", None, "real", "value below")), (kink(sym("t"), 0, torch=0),),
    ),
    Activation(
        "hard_shrink", "Hardshrink", r"\mathrm{HardShrink}", cases(X.gt(LAMBDA), X, X.lt(-LAMBDA), X, ZERO), "Donoho, Johnstone 1994, Biometrika 81",
        ("hardshrink", "hard thresholding", "硬阈值函数", "硬收缩"), (parameter("lambda", "0.5", "nonnegative", "threshold", torch="0.5", keras="0.5", onnx="0.5"),),
        (kink(-LAMBDA, 0, torch=0), kink(LAMBDA, 0, torch=0)),
    ),
    Activation(
        "soft_shrink", "Softshrink", r"\mathrm{SoftShrink}", cases(X.gt(LAMBDA), X - LAMBDA, X.lt(-LAMBDA), X + LAMBDA, ZERO), "Donoho 1995, IEEE Trans. Inf. Theory 41",
        ("softshrink", "soft thresholding", "shrinkage operator", "软阈值函数", "软收缩"), (parameter("lambda", "0.5", "nonnegative", "threshold", torch="0.5", keras="0.5"),),
        (kink(-LAMBDA, 0, torch=0), kink(LAMBDA, 0, torch=0)),
    ),
    Activation(
        "tanh_shrink", "Tanhshrink", r"\mathrm{TanhShrink}", X - tanh(X), "PyTorch documentation, torch.nn.Tanhshrink", ("tanhshrink",),
    ),
    Activation(
        "absolute", "Absolute Value", r"\mathrm{abs}", abs_(X), "a classical function", ("abs", "absolute value", "modulus", "绝对值", "绝对值函数"), kinks=(kink(0, 0, torch=0),),
    ),
    Activation(
        "squared_relu", "Squared ReLU", r"\mathrm{ReLU}^{2}", relu(X) ** 2, "So et al. 2021, Primer, arXiv:2109.08668", ("relu squared", "relu2", "平方ReLU"),
    ),
    Activation(
        "repu", "RePU", r"\mathrm{RePU}_{p}", power(relu(X), sym("p")), "Li, Tang, Yu 2019, arXiv:1903.05858", ("rectified power unit", "修正幂单元"),
        (parameter("p", None, "positive", "exponent, a whole number from 2 on"),), (kink(0, 0),),
    ),
    Activation(
        "star_relu", "StarReLU", r"\mathrm{StarReLU}", sym("s") * relu(X) ** 2 + sym("b"), "Yu et al. 2022, MetaFormer Baselines, arXiv:2210.13452", ("starrelu",),
        (parameter("s", "0.8944", "real", "scale", learned=True), parameter("b", "-0.4472", "real", "shift", learned=True)),
    ),
    Activation(
        "frelu", "FReLU", r"\mathrm{FReLU}", relu(X) + sym("b"), "Qiu, Xu, Cai 2018, arXiv:1706.08098", ("flexible relu", "flexible rectified linear unit"),
        (parameter("b", None, "real", "shift", learned=True),), (kink(0, 0),),
    ),
    Activation(
        "nlrelu", "NLReLU", r"\mathrm{NLReLU}", log(BETA * relu(X) + 1), "Liu, Zhang, Guo, Lei 2019, arXiv:1908.03682", ("natural logarithm relu",),
        (parameter("beta", 1, "positive", "steepness at 0"),), (kink(0, 0),),
    ),
    Activation(
        "flatten_t_swish", "Flatten-T Swish", r"\mathrm{FTS}", cases(X.ge(0), X * sigmoid(X) + sym("T"), sym("T")), "Chieng, Wahid, Pauline, Perla 2018, arXiv:1812.06247",
        ("fts", "flatten t swish"), (parameter("T", "-0.2", "real", "value for x < 0"),), (kink(0, 0),),
    ),
    Activation(
        "sign_relu", "SignReLU", r"\mathrm{SignReLU}", cases(X.ge(0), X, ALPHA * X / (1 + abs_(X))), "Lin, Shen 2018, Scientific Programming", ("signrelu", "dlu"),
        (parameter("alpha", None, "real", "slope at 0 from the left"),), (kink(0, ALPHA),),
    ),
    Activation(
        "srelu", "SReLU", r"\mathrm{SReLU}",
        cases(X.ge(sym("t_r")), sym("t_r") + sym("a_r") * (X - sym("t_r")), X.gt(sym("t_l")), X, sym("t_l") + sym("a_l") * (X - sym("t_l"))),
        "Jin et al. 2015, arXiv:1512.07030", ("s-shaped relu", "s-shaped rectified linear unit", "S型ReLU"),
        (parameter("t_l", None, "real", "left threshold, below the right one", learned=True), parameter("a_l", None, "real", "slope on the left", learned=True),
         parameter("t_r", None, "real", "right threshold", learned=True), parameter("a_r", None, "real", "slope on the right", learned=True)),
        (kink(sym("t_l"), 1), kink(sym("t_r"), 1)),
    ),
    Activation(
        "sparse_plus", "Sparse Plus", r"\mathrm{SparsePlus}", cases(X.ge(1), X, X.gt(-1), (X + 1) ** 2 / 4, ZERO), "JAX documentation, jax.nn.sparse_plus", ("sparseplus",),
    ),
    Activation(
        "squareplus", "Squareplus", r"\mathrm{squareplus}", (X + sqrt(X**2 + sym("b"))) / 2, "Barron 2021, arXiv:2112.11687", ("square plus",),
        (parameter("b", 4, "positive", "width of the bend at 0", jax="4", keras="4"),),
    ),
    Activation(
        "bent_identity", "Bent Identity", r"\mathrm{bent}", (sqrt(X**2 + 1) - 1) / 2 + X, "a classical function", ("bentidentity", "弯曲恒等函数"),
    ),
    Activation(
        "symlog", "Symlog", r"\operatorname{symlog}", cases(X.ge(0), log(1 + X), -log(1 - X)), "Hafner et al. 2023, DreamerV3, arXiv:2301.04104",
        ("symmetric logarithm", "log act", "对称对数"),
    ),
    Activation(
        "softmodulusq", "SoftModulusQ", r"\mathrm{SoftModulusQ}", cases(abs_(X).le(1), X**2 * (2 - abs_(X)), abs_(X)), "Vallés-Pérez et al. 2023, Expert Systems with Applications",
        ("soft modulus q",),
    ),
    Activation(
        "softmodulust", "SoftModulusT", r"\mathrm{SoftModulusT}", X * tanh(X / ALPHA), "Vallés-Pérez et al. 2023, Expert Systems with Applications", ("soft modulus t",),
        (parameter("alpha", "0.01", "positive", "width of the bend at 0"),),
    ),
    Activation(
        "identity", "Identity", r"\mathrm{id}", X, "a classical function", ("linear", "linear activation", "恒等函数", "恒等映射", "恒等激活", "线性激活"),
    ),
    Activation(
        "hard_swish", "Hardswish", r"\mathrm{HardSwish}", X * clip(X + 3, 0, 6) / 6, "Howard et al. 2019, MobileNetV3, arXiv:1905.02244",
        ("hardswish", "hard_silu", "h-swish", "hard silu", "硬Swish"), kinks=(kink(-3, 0), kink(3, 1, jax=num("5/4"))),
    ),
    Activation(
        "hard_mish", "Hard Mish", r"\mathrm{HardMish}", X / 2 * clip(X + 2, 0, 2), "Wightman 2020, timm", ("hardmish", "h-mish"), kinks=(kink(-2, 0), kink(0, ONE)),
    ),
)  # fmt: skip
