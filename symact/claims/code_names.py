"""What the name of a function in a program says that it is: an entry of the catalogue, or the derivative of one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from symact.catalogue import Activation, lookup, meanings
from symact.meaning.subjects import is_ordinary

__all__ = ["OUTPUTS", "Role", "is_generic_name", "role_of", "role_of_sentence"]

# Words around the name of a function that do not change what it is.
PLAIN = frozenset(
    "my our custom naive stable safe numerically numpy np torch pytorch tf tensorflow jax keras python py pure function func fn "
    "fun activation activate act forward layer module class impl implementation v1 v2 v3 vec vectorized vectorised simple manual "
    "scratch from basic exact op elementwise the calculate calc compute get apply ref reference slow batch batched loop loops "
    "version own hand written inplace copy masked columns rows axis list lists 1d 2d nd".split()
)
SLOPES = frozenset("d grad grads gradient derivative derivatives deriv derivate prime der diff backward backwards dx jacobian".split())
GENERIC = frozenset(
    "f g h func function fn activation activate act phi sigma_fn nonlin nonlinearity forward call apply compute value __call__ "
    "transform transfer transfer_function activation_function evaluate".split()
)
# Names for what a function has put out, rather than for what goes into it.
OUTPUTS = frozenset(
    "y out output outputs a s sig o activated activation activations fx y_hat yhat p probs prob sigmoid_x sigmoid_output "
    "softmax_output softmax tanh_x last_output cache result".split()
)
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
SENTENCE = re.compile(
    r"^\s*(?:(?:the|an?|compute[sd]?|calculate[sd]?|evaluate[sd]?|implement(?:s|ed|ation)?|return[s]?|appl(?:y|ies)|of|numpy|python"
    r"|numerically|stable|naive|simple|standard|element-?wise|计算|返回|实现|定义)\s*)*"
    r"(?P<slope>(?:(?:first\s+)?derivative|gradient)\s+of\s+(?:the\s+)?)?"
    r"(?P<name>[\w\s\-]+?)(?P<after>(?:激活)?(?:函数)?的?(?:导数|梯度))?"
    r"(?:'s\s+derivative|\s+(?P<tail>derivative|gradient))?(?:\s*(?:activation|function|激活函数|函数|实现|的))*\s*[.。:：]?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Role:
    """``word`` is the name of the function that is spoken of; ``slope``: its derivative is meant."""

    word: str
    slope: bool = False

    @property
    def entries(self) -> tuple[Activation, ...]:
        return meanings(self.word) if self.word else ()

    @property
    def is_ordinary(self) -> bool:
        """Whether the name is a word that functions of all kinds have: step, linear, square."""
        entries = self.entries
        return is_ordinary(self.word.replace("_", " ")) or is_ordinary(self.word) or any(is_ordinary(e.name) for e in entries[:1])


def role_of(name: str) -> Role:
    """``d_relu``, ``sigmoid_prime``, ``my_tanh``, ``LeakyReLU``, ``dsigmoid``: the function, and whether it is a derivative."""
    slope = False
    words = name.strip("_").split("_")
    if len(words) == 1 and not lookup(name):
        words = [w.lower() for w in WORDS.findall(name)]
    while words:
        whole = "_".join(words)
        if lookup(whole) is not None:
            return Role(whole, slope)
        first, last = words[0].lower(), words[-1].lower()
        if last in SLOPES or first in SLOPES:
            slope = True
            words = words[:-1] if last in SLOPES else words[1:]
        elif last in PLAIN or last.isdigit() or first in PLAIN or first == "of":
            words = words[:-1] if last in PLAIN or last.isdigit() else words[1:]
        else:
            break
    whole = "_".join(words)
    if whole[:1] == "d" and lookup(whole[1:]) is not None:
        return Role(whole[1:], True)
    return Role(whole, slope)


def is_generic_name(name: str) -> bool:
    return name in GENERIC or role_of(name).word in ("", *GENERIC)


def role_of_sentence(text: str) -> Role | None:
    """What a short docstring says that a function is: “Derivative of the sigmoid function.”"""
    first = re.split(r"[.。\n]", text.strip(), maxsplit=1)[0]
    match = SENTENCE.match(first) if len(first) < 80 else None
    if match is None or lookup(match["name"].strip()) is None:
        return None
    return Role(match["name"].strip(), bool(match["slope"] or match["after"] or match["tail"] or "'s derivative" in first.lower()))
