"""Gated units: products of one half of the input and an activation of the other."""

from __future__ import annotations

from symact.catalogue.entry import Activation, Parameter, parameter
from symact.catalogue.exponential import SELU_ALPHA, SELU_SCALE
from symact.catalogue.parts import ALPHA, normal_cdf, relu, sigmoid, tanh
from symact.terms.core import Term, cases, exp, sym

__all__ = ["ENTRIES"]

A, B = sym("a"), sym("b")


def _gated(
    name: str, title: str, expression: Term, source: str, *aliases: str, parameters: tuple[Parameter, ...] = ()
) -> Activation:
    symbol = rf"\mathrm{{{title}}}"
    return Activation(name, title, symbol, expression, source, aliases, parameters, kind="gated", variables=("a", "b"))


SHAZEER = "Shazeer 2020, arXiv:2002.05202"
SELU = sym("lambda") * cases(A.gt(0), A, ALPHA * (exp(A) - 1))
SELU_PARAMETERS = (parameter("alpha", SELU_ALPHA, "positive"), parameter("lambda", SELU_SCALE, "positive", "scale"))

ENTRIES = (
    _gated(
        "glu", "GLU", A * sigmoid(B), "Dauphin, Fan, Auli, Grangier 2016, arXiv:1612.08083", "gated linear unit", "门控线性单元"
    ),
    _gated("reglu", "ReGLU", relu(A) * B, SHAZEER, "relu glu", "ReLU门控线性单元"),
    _gated("geglu", "GEGLU", A * normal_cdf(A) * B, SHAZEER, "gelu glu", "GELU门控线性单元"),
    _gated("swiglu", "SwiGLU", A * sigmoid(A) * B, SHAZEER, "swish glu", "silu glu", "Swish门控线性单元"),
    _gated("seglu", "SEGLU", SELU * B, SHAZEER, "selu glu", "SELU门控线性单元", parameters=SELU_PARAMETERS),
    _gated("bilinear", "Bilinear", A * B, SHAZEER, "bilinear glu", "双线性门控单元"),
    _gated("gtu", "GTU", tanh(A) * sigmoid(B), "van den Oord et al. 2016, arXiv:1606.05328", "gated tanh unit", "门控tanh单元"),
)
