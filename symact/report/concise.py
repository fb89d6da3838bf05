"""A line for each finding, ``path:line:column: CODE message``: for editors, grep and logs."""

from __future__ import annotations

from symact.report.visible import flat
from symact.report.wording import located, remarks
from symact.verdict import Report

__all__ = ["render_concise"]


def render_concise(report: Report) -> str:
    """The findings in the order of their places; ``[*]`` marks those that ``symact fix`` corrects."""
    lines = []
    for document in report.documents:
        for f in remarks(document):
            mark = "[*] " if f.fix is not None and f.fix.applicability == "safe" else ""
            lines.append(f"{located(document.path, f.place)}: {f.code} {mark}{flat(f.message)}\n")
    return "".join(lines)
