"""Every stable form, every chosen form and every rewrite is an equation that is proved; what leading terms leave out is small."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb

from symact.catalogue import ACTIVATIONS
from symact.decide import decide_equation, equal
from symact.emit.choices import choice, key, stored
from symact.emit.forms import FORMS
from symact.emit.rewrites import FINISH, STABLE, Rewrite, finished, stable
from symact.emit.search import Found, Subject, far, tail
from symact.emit.subjects import X, subject
from symact.emit.zones import zeros, zone
from symact.obligations import Equation
from symact.terms.ball import enclose, precision
from symact.terms.core import Term, exp, fn, free, log, rel, substitute, sym
from tests.emit.choose import Job, jobs, missing

BENT = {"softsign", "elu", "selu", "celu"}  # the second derivative has no value at 0; code takes one


@pytest.mark.parametrize("order", range(3))
@pytest.mark.parametrize("name", FORMS)
def test_forms_equal_the_definition(name: str, order: int) -> None:
    """As a derivative of the one before: at a place that is no kink it must have the value of the derivative there."""
    a = ACTIVATIONS[name]
    form = FORMS[name][order].term
    value, slope = (substitute(t, {a.variable: X}) for t in (a.expression, a.slope(order) if order else a.expression))
    if order == 0:
        assert equal(value, form, a.conditions).status == "proved"
        return
    away = tuple(rel("ne", X, k.at) for k in a.kinks) + ((rel("ne", X, 0),) if name in BENT and order == 2 else ())
    before = substitute(a.slope(1), {a.variable: X}) if order > 1 else value
    claim = Equation(slope, form, (*a.conditions, *away), frozenset({X}), before, X)
    assert decide_equation(claim).status == "proved"


def subject_of(job: Job) -> tuple[str, Subject]:
    return job[0], subject(ACTIVATIONS[job[0]], *job[1:])


JOBS = {key(*subject_of(job)): job for job in jobs() if not missing(job)}
SUBJECTS = {key(*subject_of(job)): subject_of(job) for job in jobs() if not missing(job)}


def never(_: object) -> None:
    raise AssertionError("a stored choice is not searched for")


def test_every_function_of_the_catalogue_has_a_stored_choice() -> None:
    """`python -m tests.emit.choose` makes those that are missing, and those whose definition has changed."""
    assert len(SUBJECTS) == len(jobs())


UNPROVED = {"srelu 1 of a b l r", "general_relu 1 of m alpha theta"}  # case analysis in several parameters


@pytest.mark.parametrize("where", sorted(SUBJECTS))
def test_chosen_forms_and_shortcuts_are_proved(where: str) -> None:
    """Equal to the definition's derivative, away from kinks, for all arguments and parameters."""
    (name, _, defaults), (_, s) = JOBS[where], SUBJECTS[where]
    a, form = ACTIVATIONS[name], choice(name, s, never).form  # type: ignore[arg-type]
    put = {a.variable: X, **(a.defaults if defaults else {})}
    away = [rel("ne", X, at) for at, _ in s.kinks] + [rel("ne", X, substitute(k.at, put)) for k in a.kinks]
    for t in {form.term, *(q.term for q in (*form.quick, *form.rough))}:
        assert (equal(s.slope, t, (*a.conditions, *away)).status == "proved") is (where not in UNPROVED), t


@pytest.mark.parametrize("where", sorted(k for k in SUBJECTS if not k.split(" of ")[1:]))
def test_chosen_forms_have_the_value_of_the_derivative(where: str) -> None:
    """At rational points, to 150 bits: a form that was stored once and is wrong now is found."""
    name, s = SUBJECTS[where]
    form = choice(name, s, never).form  # type: ignore[arg-type]
    told = 0
    for x in (Fraction(-37, 5), Fraction(-7, 5), Fraction(-1, 3), Fraction(2, 7), Fraction(9, 8), Fraction(19, 4)):
        with precision(300):
            a, b = (enclose(t, {X: x, **{sym(k): v for k, v in s.samples[0].items()}}) for t in (s.slope, form.term))
            assert a.overlaps(b), (where, x)
            told += a.rel_accuracy_bits() > 150 or a == 0
    assert told >= 2


@pytest.mark.parametrize("r", [*STABLE, *FINISH], ids=lambda r: r.name)
def test_rewrites_are_proved_and_found(r: Rewrite) -> None:
    assert equal(r.left, r.right, r.domain).status == "proved"
    assert r.apply(r.left) == r.right


@pytest.mark.parametrize(
    "t",
    [
        X / (1 + exp(-X)), log(1 + exp(X)) ** 2, exp(-X) / (1 + exp(-X)) ** 2, 1 - 1 / (1 + exp(X)),
        2 * fn("tanh", log(1 + exp(X))),
        (exp(X) - exp(-X)) / (exp(X) + exp(-X)), X * (1 + fn("erf", X)), log(fn("cosh", 3 * X)), exp(X) / (1 + exp(X)) ** 3 * X,
    ],
    ids=repr,
)  # fmt: skip
def test_stable_keeps_the_value(t: Term) -> None:
    assert equal(t, finished(stable(t))).status == "proved"
    assert stable(t) != t


def test_a_zone_starts_at_the_zero() -> None:
    slope = ACTIVATIONS["silu"].slope()
    (root,) = zeros(slope) or ()
    z = zone(slope, root, -1.5, -1.0)
    assert z is not None and z.multiplicity == 1
    with precision(200):
        exact = -1 - ((-arb(1)).exp()).lambertw()  # SiLU' = 0 at -1 - W(1/e)
        assert abs(exact - arb(z.high) - arb(z.low)) < 1e-30


@pytest.mark.parametrize("name", [n for n, f in FORMS.items() if f[0].tail is not None] + ["silu", "mish", "gish", "tanhexp"])
@pytest.mark.parametrize("order", range(3))
def test_tails_are_the_function_to_the_last_bit(name: str, order: int) -> None:
    s = subject(ACTIVATIONS[name], order, True)
    known = next((f.tail for f in s.forms if f.tail), None) or tail(s)
    assert known is not None and free(known.term) == {X}
    for x in (Fraction(known.below), Fraction(known.below) * Fraction(9, 8), Fraction(known.below) * 2):
        with precision(4000):
            assert abs(enclose(known.term, {X: x}) / enclose(s.slope, {X: x}) - 1) < arb(2) ** -55


def test_how_functions_go_on_far_out() -> None:
    sides = {n: far(subject(ACTIVATIONS[n], o, True)) for n, o in (("arctan", 1), ("softsign", 0), ("relu", 0))}
    assert [side.power for side in sides["arctan"]] == [-2, -2]
    assert [side.power for side in sides["softsign"]] == [0, 0] and [side.power for side in sides["relu"]] == [0, 1]


def test_choices_state_their_errors() -> None:
    assert not [k for k, v in stored().items() if v["error"]["lost"]]
    errors = {k: v["error"] for k, v in stored().items() if " of " not in k}
    assert all(e["worst"] <= 8 for e in errors.values())
    assert sum(e["worst"] <= 4 for e in errors.values()) >= len(errors) - 6
    assert isinstance(choice("silu", subject(ACTIVATIONS["silu"], 0, True), never), Found)  # type: ignore[arg-type]
