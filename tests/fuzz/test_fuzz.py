"""Whatever is written, reading answers: no exception, no hang, exact places. ``fuzz_reading.py`` looks for longer."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.invariants import check_document_text, check_formula
from tests.fuzz.mutations import DOCUMENTS, PIECES, damaged_document, damaged_formula


@given(st.text(max_size=80), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_text_as_formula(text: str, tex: bool) -> None:
    check_formula(text, tex)


@given(st.lists(st.sampled_from(PIECES), max_size=16), st.sampled_from(["", " "]), st.booleans())
@settings(max_examples=600, deadline=None)
def test_any_pieces_as_formula(pieces: list[str], between: str, tex: bool) -> None:
    check_formula(between.join(pieces), tex)


@given(st.integers(0, 10**9))
@settings(max_examples=1200, deadline=None)
def test_damaged_formulas(seed: int) -> None:
    check_formula(*damaged_formula(random.Random(seed)))


@given(st.text(max_size=200), st.sampled_from(sorted(DOCUMENTS)))
@settings(max_examples=200, deadline=None)
def test_any_text_as_document(text: str, suffix: str) -> None:
    check_document_text(text, suffix)


@pytest.mark.parametrize("suffix", sorted(DOCUMENTS))
@given(seed=st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_damaged_documents(suffix: str, seed: int) -> None:
    check_document_text(damaged_document(random.Random(seed), suffix), suffix)


def test_whole_documents() -> None:
    assert sum(check_document_text(text, suffix) for suffix, texts in DOCUMENTS.items() for text in texts) > 50
