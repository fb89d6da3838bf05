"""What must hold for a claim to be true: the narrow waist between the kinds of claim and the procedures that decide.

An obligation carries its domain and its assumptions, and knows nothing of documents.
"""

from __future__ import annotations

from dataclasses import dataclass

from symact.terms.core import Term

__all__ = ["PARAMETERS", "Equation", "Obligation"]

# Names that play a parameter's part unless somebody says otherwise; all others are variables.
PARAMETERS = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho sigma tau upsilon phi "
    "varphi chi psi omega a b c k m n A B C".split()
)


@dataclass(frozen=True)
class Equation:
    """``left = right`` wherever both sides are defined and real, under ``assumptions``.

    ``variables`` are the names for which it must hold at every value of the parameters. ``primitive`` and ``by`` say that the
    left side is the derivative of ``primitive`` by ``by``: at a kink such a side has no value, and a value given there by the
    right side is a convention.
    """

    left: Term
    right: Term
    assumptions: tuple[Term, ...] = ()
    variables: frozenset[Term] | None = None
    primitive: Term | None = None
    by: Term | None = None

    def is_parameter(self, name: Term) -> bool:
        if self.variables is not None:
            return name not in self.variables
        return name.name in PARAMETERS


Obligation = Equation
