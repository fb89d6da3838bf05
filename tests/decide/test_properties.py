"""Properties of deciding, on random expressions of the class. Longer: ``python -m tests.decide.soak``."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.decide.expressions import KINDS
from tests.decide.trials import mutation_trial, rewrite_trial

SEEDS = st.integers(min_value=0, max_value=2**40)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("kind", KINDS)
@FEW
@given(seed=SEEDS)
def test_a_valid_rewriting_is_never_refuted(kind: str, seed: int) -> None:
    rewrite_trial(kind, seed)


@pytest.mark.parametrize("kind", KINDS)
@FEW
@given(seed=SEEDS)
def test_a_mutation_is_proved_only_where_values_agree(kind: str, seed: int) -> None:
    mutation_trial(kind, seed)


@pytest.mark.parametrize("kind", KINDS)
def test_nearly_all_valid_rewritings_are_proved(kind: str) -> None:
    trials = [t for seed in range(300) if (t := rewrite_trial(kind, seed)) is not None]
    counts = Counter(t.verdict.status for t in trials)
    open_ones = "\n".join(str(t) for t in trials if t.verdict.status != "proved")
    assert counts["proved"] >= 0.99 * len(trials), f"{counts}\n{open_ones}"


def test_the_mutations_are_decided() -> None:
    trials = [t for kind in KINDS for seed in range(100) if (t := mutation_trial(kind, seed)) is not None]
    counts = Counter(t.verdict.status for t in trials)
    assert counts["undecided"] <= 0.03 * len(trials), counts
    assert counts["refuted"] >= 0.8 * len(trials), counts
