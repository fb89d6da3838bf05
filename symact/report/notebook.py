"""Reports, claims and findings as notebooks show them."""

from __future__ import annotations

from symact.report.render import render_page
from symact.report.words import language_of
from symact.source import Source
from symact.verdict import Claim, DocumentReport, Finding, Report

__all__ = ["html", "markdown"]

Shown = Report | Claim | Finding


def html(shown: Shown) -> str:
    return _fragment(shown, "html")


def markdown(shown: Shown) -> str:
    return _fragment(shown, "md")


def _fragment(shown: Shown, format: str) -> str:
    """The page's own parts without the document; a claim or a finding alone as in the report of a document that it makes up."""
    if isinstance(shown, Report):
        return render_page(shown, format, template="fragment")
    if isinstance(shown, Claim):
        whole = DocumentReport(Source("", ""), 1, 1, (shown,))
        language = language_of(" ".join((*shown.section, shown.source)))
    else:
        whole = DocumentReport(Source("", ""), 0, 0, (), (shown,))
        language = language_of(shown.message)
    return render_page(Report((whole,)), format, language, "fragment")
