"""The HTML page: sound structure, exact marks, readable colours, no script and no network, and nothing of a document acts in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from report_samples import ATTACKS, attack, finding_at, right, sigmoid

from symact.report.render import render
from symact.report.visible import visible
from symact.source import Place, Source
from symact.verdict import Claim, Report

GOLDEN = Path(__file__).parent / "golden"
STYLE = (Path(__file__).parents[2] / "symact/report/templates/report.css").read_text(encoding="utf-8")
VOID = {"meta", "input", "br", "circle", "rect", "path", "mspace"}
ELEMENTS = set(
    "html head meta title style body a main article header h1 h2 h3 p code pre div span ul ol li b fieldset legend label input section "
    "figure figcaption svg rect path circle text del ins "
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle".split()
)
ATTRIBUTES = set(
    "lang charset http-equiv content name class href id aria-labelledby aria-label aria-hidden style type checked tabindex role "
    "viewbox x y width height d cx cy r text-anchor "
    "xmlns display mathvariant stretchy fence form columnalign displaystyle scriptlevel linethickness minsize maxsize rowspacing "
    "columnspacing lspace rspace".split()
)


class Tree(HTMLParser):
    """Elements with their attributes and their text, and whether they nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self.open), data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


SAMPLES: dict[str, Report] = {
    "sigmoid": sigmoid(), "attack": attack(), "right": right(), "both": Report(sigmoid().documents + right().documents),
}  # fmt: skip


@pytest.fixture(params=SAMPLES)
def page(request: pytest.FixtureRequest) -> str:
    return render(SAMPLES[request.param], "html")


def test_the_page(golden: Callable[[Path, str], None]) -> None:
    """But for the formulas, whose MathML is another package's, and the style."""
    text = re.sub(r"(?s)<math.*?</math>", "<math/>", render(sigmoid(), "html", "en"))
    golden(GOLDEN / "sigmoid.html", re.sub(r"(?s)<style>.*?</style>", "<style/>", text))


# ---- structure


def test_elements_and_attributes_are_of_a_known_few(page: str) -> None:
    tree = Tree(page)
    assert {tag for tag, _ in tree.elements} <= ELEMENTS
    assert {name for _, attributes in tree.elements for name in attributes} <= ATTRIBUTES


def test_nothing_is_loaded_and_nothing_is_run(page: str) -> None:
    assert "<script" not in page
    assert set(re.findall(r"https?://[^\"'< ]+", page)) <= {"http://www.w3.org/1998/Math/MathML"}
    assert not re.search(r"@import|url\(", page)
    (policy,) = [m["content"] for m in Tree(page).all("meta") if m.get("http-equiv")]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_every_link_leads_to_a_place_of_the_page(page: str) -> None:
    tree = Tree(page)
    ids = [a["id"] for _, a in tree.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for link in tree.all("a"):
        assert (link["href"] or "").startswith("#")
        assert (link["href"] or "")[1:] in ids


def test_landmarks_headings_and_labels(page: str) -> None:
    tree = Tree(page)
    assert tree.all("html")[0]["lang"] in ("en", "zh")
    assert len(tree.all("main")) == 1
    levels = [int(tag[1]) for tag, _ in tree.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    ids = {a["id"] for _, a in tree.elements if "id" in a}
    for _, attributes in tree.elements:
        for name in (attributes.get("aria-labelledby") or "").split():
            assert name in ids
        if attributes.get("role") in ("img", "region"):
            assert attributes["aria-label"]
    assert len(tree.all("input")) == len(tree.all("label"))  # each filter stands inside of its label


def test_an_empty_report_is_a_page() -> None:
    Tree(render(Report(), "html"))


def test_a_document_without_findings_has_no_filters_and_no_empty_lists() -> None:
    tree = Tree(render(right(), "html"))
    assert not tree.all("fieldset")
    words = "".join(text for _, text in tree.texts)
    assert "All is well: the one claim is proved." in words
    assert not re.search("Findings|Undecided|Not read", words)


# ---- the document beside the findings


def lines(page: str) -> list[str]:
    """The lines of the document as the page shows them, with marks as ⟨tone:text⟩."""
    rows = re.findall(r'<div class="line" id="[^"]*"><a [^>]*>\d+</a><span>(.*?)</span></div>', page)
    marked = [re.sub(r'<a class="mark (\w+)" href="[^"]*">(.*?)</a>', r"⟨\1:\2⟩", row) for row in rows]
    return [m.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&") for m in marked]


def test_every_character_of_the_document_is_there() -> None:
    for report in (sigmoid(), attack(), right()):
        source = report.documents[0].source
        shown = [re.sub(r"⟨\w+:(.*?)⟩", r"\1", line) for line in lines(render(report, "html"))]
        assert shown == [visible(source.line(k)) for k in range(1, source.text.count("\n") + 1)]


def test_marks_stand_at_the_exact_places() -> None:
    shown = lines(render(sigmoid(), "html"))
    assert r"&= ⟨refuted:-\frac{1}{(1+e^{-x})}\cdot (-(1+e^{-x}))⟩\\" in shown
    assert any("`⟨conditional:f(x) = max(α*x, x)⟩`" in line for line in shown)
    assert "\tfinally $⟨undecided:q = r⟩$ stands after a tab." in shown


def test_the_innermost_of_nested_marks_counts() -> None:
    report = finding_at(Source("a.md", "one two three"), Place(1, 5, 1, 8))
    document = report.documents[0]
    claim = Claim("c", "equality", Place(1, 1, 1, 14), "one two three", "", sigmoid().claims[0].verdict)
    nested = Report((type(document)(document.source, 1, 1, (claim,), document.findings),))
    assert lines(render(nested, "html")) == ["⟨proved:one ⟩⟨error:two⟩⟨proved: three⟩"]


def test_of_a_long_document_only_the_lines_around_marks_are_shown() -> None:
    source = Source("a.md", "".join(f"line {k}\n" for k in range(1, 20_001)))
    page = render(finding_at(source, Place(9_000, 1, 9_000, 5)), "html")
    assert len(lines(page)) == 11
    assert "8994 lines without claims" in page


def test_the_cells_of_a_notebook_are_shown() -> None:
    report = finding_at(Source("a.ipynb", "{}"), Place(1, 1, 1, 3, cell=1))
    document = report.documents[0]
    cells = (Source("a.ipynb", "zero", 0), Source("a.ipynb", "ab cd", 1))
    page = render(Report((type(document)(document.source, 0, 0, (), document.findings, (), cells),)), "html")
    assert lines(page) == ["zero", "⟨error:ab⟩ cd"]
    assert "Cell 1" in page


# ---- colours


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def palettes() -> list[dict[str, str]]:
    blocks = re.findall(r"\.symact \{([^}]*--page[^}]*)\}", STYLE)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks]


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark"])
def test_every_colour_of_words_can_be_read(palette: dict[str, str]) -> None:
    """At least 4.5 to 1 on the page and on panels, and for the words on a badge; 3 to 1 for curves."""
    assert len(palette) == 16
    for name in set(palette) - {"page", "panel", "edge"}:
        for ground in ("page", "panel"):
            assert contrast(palette[name], palette[ground]) >= 4.5, (name, ground)


# ---- documents that mean harm


def test_an_attack_is_text() -> None:
    tree = Tree(render(attack(), "html"))
    words = [text for path, text in tree.texts if "style" not in path]
    for text in ATTACKS[:4]:
        assert any(text in word for word in words), text
    for _, attributes in tree.elements:
        assert not any(name.startswith("on") for name in attributes)


def test_no_hidden_character_comes_through() -> None:
    page = render(attack(), "html")
    assert not [c for c in page if c in "\x1b\u202e" or (ord(c) < 32 and c not in "\n")]
