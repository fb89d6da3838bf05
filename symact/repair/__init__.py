"""What should stand in the place of a refuted formula: the smallest edit of the author's own text that is proved to be right."""

from __future__ import annotations

from symact.repair.chains import Member, Rerouted, rerouted
from symact.repair.correct import Correction, Wording, corrected
from symact.repair.fixes import fix_of, row_left_out
from symact.repair.slips import slip_of
from symact.repair.truth import truths_of
from symact.repair.words import reworded

__all__ = [
    "Correction", "Member", "Rerouted", "Wording", "corrected", "fix_of", "rerouted", "reworded", "row_left_out", "slip_of", "truths_of",
]  # fmt: skip
