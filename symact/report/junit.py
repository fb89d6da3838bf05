"""The report as JUnit XML: a document is a suite, a claim is a test, and what was not decided or not read is skipped."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from symact.report.visible import flat, visible
from symact.report.wording import explained, remarks_on
from symact.report.words import Words
from symact.verdict import Claim, DocumentReport, Report

__all__ = ["render_junit"]

WORDS = Words("en")


def render_junit(report: Report) -> str:
    suites = [_suite(d) for d in report.documents]
    root = ET.Element("testsuites", {"name": "symact", **_sums(suites)})
    root.extend(suites)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _sums(suites: list[ET.Element]) -> dict[str, str]:
    return {key: str(sum(int(s.get(key, "0")) for s in suites)) for key in ("tests", "failures", "errors", "skipped")}


def _suite(document: DocumentReport) -> ET.Element:
    path = visible(document.path)
    cases = [_case(path, c) for c in document.claims]
    for piece in document.unread:
        case = ET.Element("testcase", {"classname": path, "name": f"{WORDS.place(piece.place)}: unread"})
        ET.SubElement(case, "skipped", {"message": flat(piece.reason)}).text = visible(piece.source)
        cases.append(case)
    counts = {"tests": len(cases), "failures": document.summary["refuted"], "errors": 0}
    skipped = document.summary["undecided"] + len(document.unread)
    suite = ET.Element("testsuite", {"name": path, **{k: str(n) for k, n in counts.items()}, "skipped": str(skipped)})
    suite.extend(cases)
    if document.findings:
        ET.SubElement(suite, "system-out").text = "\n".join(f"{WORDS.place(f.place)}: {explained(f)}" for f in document.findings)
    return suite


def _case(path: str, claim: Claim) -> ET.Element:
    verdict = claim.verdict
    case = ET.Element("testcase", {"classname": path, "name": f"{WORDS.place(claim.place)}: {flat(claim.kind)}"})
    said = [f"{f.code}: {explained(f)}" for f in remarks_on(claim)]
    body = "\n".join([visible(claim.source), *said])
    if verdict.status == "refuted":
        first = remarks_on(claim)[0]
        ET.SubElement(case, "failure", {"type": flat(first.code), "message": flat(first.message)}).text = body
    elif verdict.status == "undecided":
        ET.SubElement(case, "skipped", {"message": flat(f"{verdict.reason}: {verdict.detail}".removesuffix(": "))}).text = body
    elif said:
        ET.SubElement(case, "system-out").text = body
    return case
