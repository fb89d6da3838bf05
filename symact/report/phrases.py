"""What findings say, in the other languages of reports."""

from __future__ import annotations

__all__ = ["translated"]


def translated(phrase: str, language: str) -> str:
    return phrase
