"""The signs of terms in parameters, 0 being told apart from positive: from assumptions, by the normal form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from symact.decide.facts.constants import Unknown, closed_ball
from symact.decide.facts.exact import is_zero
from symact.decide.normal import Incomplete, NeedCoincidence, NeedSign, Normaliser, Vacuous
from symact.terms.core import PI, ZERO, Term, free

__all__ = ["NO_SIGNS", "Signs", "assuming", "conjuncts", "in_force", "strict_sign"]


@dataclass(frozen=True)
class Signs:
    """What is known of the parameters: an oracle for the signs of terms in them, 0 being told apart from positive."""

    assumptions: tuple[Term, ...] = ()
    seen: dict[Term, int | Unknown] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def known(self) -> tuple[dict[Any, int], frozenset[Term]]:
        return known_signs(c for c in conjuncts(self.assumptions) if c.head == "lt")

    @cached_property
    def loose(self) -> dict[Any, int]:
        """Signs that are known but for 0: of ``alpha`` where alpha >= 0 is assumed."""
        return known_signs(c for c in conjuncts(self.assumptions) if c.head == "le")[0]

    def sign(self, t: Term) -> int:
        """The sign of a term in parameters alone; raises Unknown, with the term whose sign would decide."""
        known = self.seen.get(t)
        if known is None:
            try:
                known = self._sign(t)
            except Unknown as gap:
                known = gap
            self.seen[t] = known
        if isinstance(known, Unknown):
            raise known
        return known

    def _sign(self, t: Term) -> int:
        if not free(t):
            zero = is_zero(t)
            if zero is None:
                raise Unknown(f"the sign of {t!r} is not known", t)
            return 0 if zero else 1 if closed_ball(t) > 0 else -1
        signs, positive = self.known
        given = dict(signs)
        normaliser = Normaliser(given, positive)
        for _ in range(8):
            try:
                normaliser.signs = dict(given)
                return self._strict(normaliser, normaliser.quotient(t), given)
            except NeedSign as need:
                if free(need.term):
                    raise Unknown(f"the sign of {need.term!r} is not known", need.term) from None
                given[need.key] = 1 if closed_ball(need.term) > 0 else -1
            except (Incomplete, Vacuous, NeedCoincidence) as gap:
                raise Unknown(str(gap), t) from None
        raise Unknown(f"the sign of {t!r} is not known", t)

    def _strict(self, normaliser: Normaliser, q: Any, given: Mapping[Any, int]) -> int:
        if q.num.is_zero():
            return 0
        content, factors = normaliser.factors(q)
        out = 1 if content > 0 else -1
        for p, m in factors:
            s = strict_sign(normaliser, p, given)
            if not s:
                term = normaliser.poly_term(p)
                if not free(term):
                    value = closed_ball(term)
                    s = 1 if value > 0 else -1 if value < 0 else 0
            if not s and m > 0:
                raise Unknown(f"the sign of {term!r} is not known", term)
            if m % 2:
                out *= s or normaliser._demand_sign(p)
        return out

    def assuming(self, *conditions: Term) -> Signs:
        return Signs((*self.assumptions, *conditions))

    def excludes(self, t: Term, sign: int) -> bool:
        """Whether a weak inequality among the assumptions rules a strict sign of the term out."""
        normaliser = Normaliser()
        try:
            key, flip = normaliser.sign_key(normaliser.quotient(t).num)
        except (NeedSign, Incomplete, Vacuous, NeedCoincidence):
            return False
        return self.loose.get(key) == -sign * flip


def conjuncts(conditions: Iterable[Term]) -> Iterator[Term]:
    for c in conditions:
        yield from c.args if c.head == "and" else (c,)


def strict_sign(normaliser: Normaliser, p: Any, given: Mapping[Any, int]) -> int:
    """1 or -1 where a polynomial of the normal form is known to have that sign and never to be 0; else 0.

    ``given`` are the strict signs; what the normal form has learned from the domains of roots may include 0.
    """
    key, flip = normaliser._oriented(p)
    known = given.get(key)
    if known:
        return known * flip
    overall, solid = 0, False
    for e, c in p.to_dict().items():
        s, firm = (1 if c > 0 else -1), True
        for k, n in enumerate(e):
            if n:
                g = _strict_generator(normaliser, k, given)
                firm = firm and g != 0
                if n % 2:
                    s *= g or normaliser._generator_sign(k)
        if s == 0 or (overall and s != overall):
            return normaliser._definite_quadratic(p)
        overall, solid = s, solid or firm
    return overall if solid else 0


def _strict_generator(normaliser: Normaliser, k: int, given: Mapping[Any, int]) -> int:
    g = normaliser.used[k]
    if g.kind in ("exp", "rootnum") or g.term == PI:
        return 1
    if g.kind == "sym" and g.sign:
        return g.sign
    if g.kind == "root":
        return 1 if strict_sign(normaliser, g.payload, given) else 0
    if g.kind == "log":
        if g.payload.is_constant():
            return 1
        return strict_sign(normaliser, g.payload - 1, given) if strict_sign(normaliser, g.payload, given) > 0 else 0
    key, flip = normaliser._oriented(normaliser.gens[k])
    return given.get(key, 0) * flip


NO_SIGNS = Signs()
_IN_FORCE: ContextVar[Signs] = ContextVar("signs in force", default=NO_SIGNS)


def in_force() -> Signs:
    """What is assumed of the parameters at present."""
    return _IN_FORCE.get()


@contextmanager
def assuming(signs: Signs) -> Iterator[Signs]:
    """Comparisons, charts and limits within use these signs for the names that are no variables."""
    token = _IN_FORCE.set(signs)
    try:
        yield signs
    finally:
        _IN_FORCE.reset(token)


def known_signs(conditions: Iterable[Term]) -> tuple[dict[Any, int], frozenset[Term]]:
    """What comparisons say: signs of irreducible polynomials, and the names that are positive."""
    signs: dict[Any, int] = {}
    positive: set[Term] = set()
    for c in conditions:
        left, right = c.args
        if left == ZERO and right.head in ("sym", "at") and c.head == "lt":
            positive.add(right)
        normaliser = Normaliser()
        try:
            q = normaliser.quotient(right - left)
            if len(q.num.factor()[1]) == 1 and q.den.is_constant() and all(g.kind == "sym" for g in normaliser.used):
                key, flip = normaliser.sign_key(q.num)
                signs[key] = flip
        except (Incomplete, NeedSign, NeedCoincidence, Vacuous):
            continue
    return signs, frozenset(positive)
