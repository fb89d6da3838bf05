"""Damaged documents are read, whatever they have become; a longer run is ``python -m tests.documents.mutations``."""

from __future__ import annotations

import random

import pytest

from tests.documents.mutations import OWN, SUFFIXES, damaged, excerpt_of, read_and_check, texts

KNOWN = list(texts(OWN))


@pytest.mark.parametrize("seed", range(200))
def test_a_damaged_document_is_read(seed: int) -> None:
    dice = random.Random(seed)
    suffix, text = dice.choice(KNOWN)
    read_and_check(damaged(excerpt_of(text, dice, 3_000), dice), dice.choice((suffix, dice.choice(SUFFIXES))))
