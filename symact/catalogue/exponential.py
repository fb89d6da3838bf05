"""The exponential linear family, softplus and other functions built on one exponential."""

from __future__ import annotations

from symact.catalogue.entry import Activation, kink, parameter, words
from symact.catalogue.parts import ALPHA, BETA, X, clip, sigmoid, softplus
from symact.terms.core import ONE, E, abs_, cases, exp, fn, log, sqrt, sym

__all__ = ["ENTRIES"]

SELU_ALPHA = "1.6732632423543772848170429916717"  # the fixed point with mean 0 and variance 1, as the paper's code gives it
SELU_SCALE = "1.0507009873554804934193349852946"
A, B = sym("a"), sym("b")
HARD = clip((X + 1) / 2, 0, 1)

ENTRIES = (
    Activation(
        "elu",
        "ELU",
        r"\mathrm{ELU}",
        cases(X.gt(0), X, ALPHA * (exp(X) - 1)),
        "Clevert, Unterthiner, Hochreiter 2015, arXiv:1511.07289",
        words("exponential linear unit, 指数线性单元, 指数线性函数"),
        (parameter("alpha", 1, "positive", "minus the limit at -oo", torch="1", jax="1", keras="1", onnx="1"),),
        (kink(0, ALPHA, torch=ALPHA, jax=ALPHA, keras=ALPHA),),
        notes=("With alpha = 1 there is no kink: the derivative at 0 is 1.",),
    ),
    Activation(
        "celu",
        "CELU",
        r"\mathrm{CELU}",
        cases(X.gt(0), X, ALPHA * (exp(X / ALPHA) - 1)),
        "Barron 2017, arXiv:1704.07483",
        words("continuously differentiable elu, continuously differentiable exponential linear unit, 连续可微指数线性单元"),
        (parameter("alpha", 1, "positive", "minus the limit at -oo", torch="1", jax="1", keras="1", onnx="1"),),
        notes=("The derivative exists at 0 and is 1 there.",),
    ),
    Activation(
        "selu",
        "SELU",
        r"\mathrm{SELU}",
        sym("lambda") * cases(X.gt(0), X, ALPHA * (exp(X) - 1)),
        "Klambauer, Unterthiner, Mayr, Hochreiter 2017, arXiv:1706.02515",
        words(
            "scaled exponential linear unit, self-normalizing exponential linear unit, 缩放指数线性单元, "
            "扩展指数线性单元, 自归一化指数线性单元"
        ),
        (
            parameter("alpha", SELU_ALPHA, "positive", torch=SELU_ALPHA, jax=SELU_ALPHA, onnx="1.67326319217681884765625"),
            parameter("lambda", SELU_SCALE, "positive", "scale", torch=SELU_SCALE, jax=SELU_SCALE, onnx="1.05070102214813232421875"),
        ),
        (kink(0, sym("lambda") * ALPHA, torch=sym("lambda") * ALPHA, jax=sym("lambda") * ALPHA, keras=sym("lambda") * ALPHA),),
    ),
    Activation(
        "softplus",
        "Softplus",
        r"\mathrm{softplus}",
        softplus(X),
        "Dugas, Bengio, Bélisle, Nadeau, Garcia 2000, NIPS 13",
        words("soft plus, smooth relu, smoothrelu, 软加, 平滑ReLU, 软加函数"),
        also=("softplus_beta",),
    ),
    Activation(
        "softplus_beta",
        "Softplus with sharpness",
        r"\mathrm{softplus}_{\beta}",
        log(1 + exp(BETA * X)) / BETA,
        "PyTorch documentation, torch.nn.Softplus",
        words("带参数的softplus, softplus with beta, parametric softplus"),
        (parameter("beta", 1, "positive", "sharpness of the bend", torch="1"),),
        notes=("Where beta x is above 20, torch gives x itself, and 1 as the derivative.",),
    ),
    Activation(
        "shifted_softplus",
        "Shifted Softplus",
        r"\mathrm{ssp}",
        softplus(X) - log(2),
        "Schütt et al. 2017, SchNet, arXiv:1706.08566",
        words("SchNet activation, ssp, ssp_0.5, 移位软加"),
    ),
    Activation(
        "exponential",
        "Exponential",
        r"\mathrm{Exponential}",
        exp(X),
        "a classical function",
        words("exponential activation, 指数激活函数"),
    ),
    Activation(
        "pelu",
        "PELU",
        r"\mathrm{PELU}",
        cases(X.ge(0), A / B * X, A * (exp(X / B) - 1)),
        "Trottier, Giguère, Chaib-draa 2016, arXiv:1605.09332",
        words("parametric elu, parametric exponential linear unit, 参数化指数线性单元"),
        (
            parameter("a", None, "positive", "minus the limit at -oo", learned=True, typical=1),
            parameter("b", None, "positive", "width", learned=True, typical=1),
        ),
        notes=("The derivative exists at 0 and is a/b there.",),
    ),
    Activation(
        "mpelu",
        "MPELU",
        r"\mathrm{MPELU}",
        cases(X.gt(0), X, ALPHA * (exp(BETA * X) - 1)),
        "Li, Fan, Li, Wu, Ming 2016, arXiv:1606.00305",
        words("multiple parametric elu, multiple parametric exponential linear unit"),
        (
            parameter("alpha", None, "real", "minus the limit at -oo", learned=True, typical="0.5"),
            parameter("beta", None, "positive", "rate", learned=True, typical=1),
        ),
        (kink(0, ALPHA * BETA),),
    ),
    Activation(
        "soft_exponential",
        "Soft Exponential",
        r"\mathrm{SoftExp}",
        cases(ALPHA.lt(0), -log(1 - ALPHA * (X + ALPHA)) / ALPHA, ALPHA.gt(0), (exp(ALPHA * X) - 1) / ALPHA + ALPHA, X),
        "Godfrey, Gashler 2015, arXiv:1602.01321",
        words("软指数函数, softexponential, soft exp"),
        (parameter("alpha", None, "real", "from logarithm (-1) to exponential (1)", learned=True, typical="0.5"),),
    ),
    Activation(
        "isrlu",
        "ISRLU",
        r"\mathrm{ISRLU}",
        cases(X.ge(0), X, X / sqrt(1 + ALPHA * X**2)),
        "Carlile et al. 2017, arXiv:1710.09967",
        words("inverse square root linear unit, 逆平方根线性单元"),
        (parameter("alpha", 1, "positive", "the limit at -oo is -1/sqrt(alpha)"),),
    ),
    Activation(
        "sqlu",
        "SQLU",
        r"\mathrm{SQLU}",
        cases(X.gt(0), X, X.ge(-2), X + X**2 / 4, -ONE),
        "Wuraola, Patel 2018, ICMLA",
        words("square linear unit"),
    ),
    Activation(
        "symexp",
        "Symexp",
        r"\operatorname{symexp}",
        fn("sign", X) * (exp(abs_(X)) - 1),
        "Hafner et al. 2023, DreamerV3, arXiv:2301.04104",
        words("symmetric exponential, 对称指数"),
        notes=("The derivative exists at 0 and is 1 there.",),
    ),
    Activation(
        "xielu",
        "xIELU",
        r"\mathrm{xIELU}",
        cases(X.gt(0), A * X**2 + BETA * X, B * (exp(X) - 1) - B * X + BETA * X),
        "Huang, Schlag 2024, arXiv:2411.13010",
        words("poly xielu, expanded integral of the exponential linear unit"),
        (
            parameter("a", None, "positive", "curvature on the right", learned=True, typical="0.8"),
            parameter("b", None, "real", "strength on the left", learned=True, typical="0.8"),
            parameter("beta", "1/2", "positive", "slope at 0"),
        ),
    ),
    Activation(
        "gaussian",
        "Gaussian",
        r"\mathrm{Gaussian}",
        exp(-(X**2)),
        "Broomhead, Lowe 1988, Complex Systems 2",
        words("rbf, radial basis function, gaussian activation, 高斯激活函数, 高斯函数, 径向基函数"),
    ),
    Activation(
        "elish",
        "ELiSH",
        r"\mathrm{ELiSH}",
        cases(X.ge(0), X * sigmoid(X), (exp(X) - 1) * sigmoid(X)),
        "Basirat, Roth 2018, arXiv:1808.00783",
        words("exponential linear squashing"),
    ),
    Activation(
        "hard_elish",
        "HardELiSH",
        r"\mathrm{HardELiSH}",
        cases(X.ge(0), X * HARD, (exp(X) - 1) * HARD),
        "Basirat, Roth 2018, arXiv:1808.00783",
        words("hardelish"),
        kinks=(kink(-1, 0), kink(1, 1)),
    ),
    Activation(
        "serlu",
        "SERLU",
        r"\mathrm{SERLU}",
        sym("lambda") * cases(X.ge(0), X, ALPHA * X * exp(X)),
        "Zhang, Li 2018, arXiv:1807.10117",
        words("scaled exponentially-regularized linear unit, scaled exponentially regularized linear unit"),
        (parameter("alpha", "2.90427", "positive"), parameter("lambda", "1.07862", "positive", "scale")),
        (kink(0, sym("lambda")),),
    ),
    Activation(
        "soft_root_sign",
        "Soft-Root-Sign",
        r"\mathrm{SRS}",
        X / (X / ALPHA + exp(-X / BETA)),
        "Zhou, Li, Huang, Li 2020, arXiv:2003.00547",
        words("soft root sign, srs activation"),
        (
            parameter("alpha", None, "positive", "the limit at oo", learned=True, typical=2),
            parameter("beta", None, "positive", "rate on the left", learned=True, typical=3),
        ),
        relations=(BETA.lt(E * ALPHA),),
    ),
    Activation(
        "eanaf",
        "EANAF",
        r"\mathrm{EANAF}",
        X * exp(X) / (exp(X) + 2),
        "Chai, Zhu, Wang, Tan 2022, Mathematical Problems in Engineering",
        words("exponential adaptive nonmonotonic activation function"),
        notes=("It is x tanh(softplus(x)/2).",),
    ),
    Activation(
        "laplace_kernel",
        "Laplace kernel",
        r"\mathrm{LaplaceKernel}",
        exp(-abs_(X) / sym("sigma")),
        "Ramasinghe, Lucey 2022, Beyond Periodicity, arXiv:2111.15135",
        words("拉普拉斯核, laplacian activation, exponential of the modulus"),
        (parameter("sigma", 1, "positive", "width"),),
        (kink(0, 0),),
    ),
    Activation(
        "gaussian_sigma",
        "Gaussian with width",
        r"\mathrm{Gaussian}_{\sigma}",
        exp(-(X**2) / (2 * sym("sigma") ** 2)),
        "Ramasinghe, Lucey 2022, Beyond Periodicity, arXiv:2111.15135",
        words("带宽度的高斯函数, gaussian with standard deviation"),
        (parameter("sigma", 1, "positive", "width"),),
    ),
)
