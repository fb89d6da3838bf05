r"""Laws that are named without what they need: ``\text{Multinomial}(p_1, …, p_k)`` has no number of trials."""

from __future__ import annotations

import re

from symact.claims.model import Remark
from symact.documents.model import Maths

__all__ = ["incomplete_law"]

_MULTINOMIAL = re.compile(
    r"(?:\\(?:text|mathrm|operatorname|textrm|textit)\s*\{\s*)?(?P<law>Multinomial|Mult|Multi)\s*\}?\s*(?:\\left)?\("
    r"\s*(?P<name>\\?[A-Za-z]+)_\{?1\}?\s*,(?P<rest>[^()]*?)(?:\\right)?\)"
)


def incomplete_law(maths: Maths) -> Remark | None:
    """A multinomial law with probabilities alone: for a single draw it is the categorical law."""
    m = _MULTINOMIAL.search(maths.excerpt.text)
    if m is None:
        return None
    last = m["rest"].rsplit(",", 1)[-1].strip()
    if not re.match(rf"{re.escape(m['name'])}_", last) or ";" in m["rest"]:
        return None
    message = "a multinomial law needs a number of trials, and none is given; the law of a single draw is Categorical"
    return Remark("wrong-distribution", message, maths.excerpt.span(*m.span("law")), "Categorical")
