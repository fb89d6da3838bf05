"""Functions that multiply their input by a gate of itself: Swish, GELU, Mish and their relatives."""

from __future__ import annotations

from symact.catalogue.entry import Activation, kink, parameter, words
from symact.catalogue.parts import ALPHA, BETA, X, erf, normal_cdf, sigmoid, softplus, tanh
from symact.terms.core import PI, Term, add, cases, exp, log, num, power, sqrt, sym

__all__ = ["ENTRIES"]

P, Q, N = sym("p"), sym("q"), sym("n")

def _polynomial(letters: str, first: int) -> Term:
    """``a x + b x^2 + ...`` from a power on."""
    return add(*(sym(letter) * power(X, k) for k, letter in enumerate(letters, first)))


ENTRIES = (
    Activation(
        "silu",
        "SiLU",
        r"\mathrm{SiLU}",
        X * sigmoid(X),
        "Elfwing, Uchibe, Doya 2017, arXiv:1702.03118; Ramachandran, Zoph, Le 2017, arXiv:1710.05941",
        words(
            "swish, swish-1, sil, sigmoid linear unit, sigmoid-weighted linear unit, sigmoid加权线性单元, "
            "自门控激活函数, Sigmoid线性单元"
        ),
        also=("swish_beta",),
    ),
    Activation(
        "swish_beta",
        "Swish with slope",
        r"\mathrm{Swish}_{\beta}",
        X * sigmoid(BETA * X),
        "Ramachandran, Zoph, Le 2017, arXiv:1710.05941",
        words("带参数的Swish, 参数化Swish, swish with beta, parametric swish, swish-beta"),
        (parameter("beta", 1, "real", "slope of the gate", learned=True, onnx="1"),),
    ),
    Activation(
        "gelu",
        "GELU",
        r"\mathrm{GELU}",
        X * normal_cdf(X),
        "Hendrycks, Gimpel 2016, arXiv:1606.08415",
        words("gaussian error linear unit, 高斯误差线性单元, 高斯误差线性单元函数, gelu exact, gelu approximate none"),
        also=("gelu_tanh", "quick_gelu"),
        notes=("The function of jax is the one with tanh unless it is called with approximate=False.",),
    ),
    Activation(
        "gelu_tanh",
        "GELU (tanh)",
        r"\mathrm{GELU}_{\tanh}",
        X / 2 * (1 + tanh(sqrt(2 / PI) * (X + num("0.044715") * X**3))),
        "Hendrycks, Gimpel 2016, arXiv:1606.08415",
        words(
            "GELU的tanh近似, tanh近似的GELU, gelu_new, gelu_fast, gelu tanh approximation, gelu approximate, tanh gelu, "
            "approximate gelu, gelu approximate tanh"
        ),
    ),
    Activation(
        "quick_gelu",
        "QuickGELU",
        r"\mathrm{QuickGELU}",
        X * sigmoid(num("1.702") * X),
        "Hendrycks, Gimpel 2016, arXiv:1606.08415",
        words("快速GELU, quickgelu, gelu_sigmoid, sigmoid gelu, gelu sigmoid approximation"),
    ),
    Activation(
        "mish",
        "Mish",
        r"\mathrm{Mish}",
        X * tanh(softplus(X)),
        "Misra 2019, arXiv:1908.08681",
        words("mish激活函数"),
    ),
    Activation(
        "lisht",
        "LiSHT",
        r"\mathrm{LiSHT}",
        X * tanh(X),
        "Roy et al. 2019, arXiv:1901.05894",
        words("线性缩放双曲正切, linearly scaled hyperbolic tangent"),
    ),
    Activation(
        "tanhexp",
        "TanhExp",
        r"\mathrm{TanhExp}",
        X * tanh(exp(X)),
        "Liu, Di 2020, arXiv:2003.09855",
        words("tanh exponential"),
    ),
    Activation(
        "serf",
        "Serf",
        r"\mathrm{Serf}",
        X * erf(softplus(X)),
        "Nag, Bhattacharyya 2021, arXiv:2108.09598",
        words("log-softplus error activation function"),
    ),
    Activation(
        "smish",
        "Smish",
        r"\mathrm{Smish}",
        X * tanh(log(1 + sigmoid(X))),
        "Wang, Ren, Wang 2022, Electronics 11",
    ),
    Activation(
        "logish",
        "Logish",
        r"\mathrm{Logish}",
        X * log(1 + sigmoid(X)),
        "Zhu, Zeng, Liu, Chen 2021, Neurocomputing 458",
    ),
    Activation(
        "phish",
        "Phish",
        r"\mathrm{Phish}",
        X * tanh(X * normal_cdf(X)),
        "Naveen 2022, Phish: A Novel Hyper-Optimizable Activation Function",
    ),
    Activation(
        "gish",
        "Gish",
        r"\mathrm{Gish}",
        X * log(2 - exp(-exp(X))),
        "Kaytan, Aydilek, Yeroğlu 2023, Turkish J. Electr. Eng. Comput. Sci.",
    ),
    Activation(
        "eswish",
        "E-Swish",
        r"\mathrm{ESwish}",
        BETA * X * sigmoid(X),
        "Alcaide 2018, arXiv:1801.07145",
        words("e-swish"),
        (parameter("beta", "1.375", "positive", "scale, between 1 and 2"),),
    ),
    Activation(
        "aria2",
        "ARiA2",
        r"\mathrm{ARiA2}",
        X * power(1 + exp(-BETA * X), -ALPHA),
        "Patwardhan, Ingalhalikar, Walambe 2018, arXiv:1805.08878",
        words("aria"),
        (parameter("alpha", "1.5", "positive"), parameter("beta", 2, "positive")),
    ),
    Activation(
        "acon_c",
        "ACON-C",
        r"\mathrm{ACON}",
        (P - Q) * X * sigmoid(BETA * (P - Q) * X) + Q * X,
        "Ma, Zhang, Liu, Sun 2020, arXiv:2009.04759",
        words("aconc, acon, meta-acon, metaacon, activate or not"),
        (
            parameter("p", None, "real", "slope at oo for beta > 0", learned=True, typical="1.2"),
            parameter("q", None, "real", "slope at -oo for beta > 0", learned=True, typical="-0.8"),
            parameter("beta", None, "real", "sharpness of the switch", learned=True, typical=1),
        ),
        notes=("Meta-ACON computes beta from the whole input by a small network; ACON-A and ACON-B have q = 0.",),
    ),
    Activation(
        "delu",
        "DELU",
        r"\mathrm{DELU}",
        cases(X.gt(0), (N + num("1/2")) * X + 1 - exp(-X), X * sigmoid(X)),
        "Pishchik 2023, Trainable Activations for Image Classification",
        (),
        (parameter("n", "1/2", "real", "slope at oo less 1/2", learned=True),),
        (kink(0, num("1/2")),),
    ),
    Activation(
        "pau",
        "PAU",
        r"\mathrm{PAU}",
        _polynomial("abcuvw", 0) / (1 + _polynomial("pqrs", 1)),
        "Molina, Schramowski, Kersting 2019, arXiv:1907.06732",
        words("pade activation unit, padé activation unit, rational activation, rational activation function, 帕德激活单元"),
        tuple(
            parameter(name, None, "real", "coefficient", learned=True, typical=value)
            for name, value in zip(
                "abcuvwpqrs", "0.02 0.6 1 0.6 0.1 0 0 1 0 0".split(), strict=True
            )
        ),
        notes=("The safe form has the modulus of the sum below, so that it has no pole.",),
    ),
)
