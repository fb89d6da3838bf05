"""Diagnostics for a terminal: the manner of the house, to the character."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from report_samples import ATTACKS, attack, finding_at, sigmoid

from symact.report.text import render_text, wants_colour
from symact.report.visible import cells, flat
from symact.source import Place, Source, display_width
from symact.verdict import Related, Report

GOLDEN = Path(__file__).parent / "golden"


def excerpt(source: Source, at: Place, related: tuple[Related, ...] = (), width: int = 120) -> list[str]:
    return render_text(finding_at(source, at, related=related), width=width).splitlines()[1:-2]


def test_the_whole_report(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "sigmoid.txt", render_text(sigmoid()))


def test_the_whole_report_in_colour(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "sigmoid.colour.txt", render_text(sigmoid(), colour=True))


def test_the_example_of_the_style_page() -> None:
    lines = render_text(sigmoid()).split("\n\n")[1].splitlines()
    assert lines == [
        "error[wrong-step]: this step does not equal the one before it",
        "  --> notes/sigmoid.md:11:4",
        r"10 | &= -\frac{1}{(1+e^{-x})}\cdot (1+e^{-x})\cdot e^{-x}\\",
        r"   |    ------------------------------------------------- at x = 1/2 this is -0.6065",
        r"11 | &= -\frac{1}{(1+e^{-x})}\cdot (-(1+e^{-x}))\\",
        r"   |    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ and this is 1",
        "   = counterexample x = 1/2: the enclosures [-0.60653, -0.60653] and [1, 1] are disjoint",
        "   = the way on from the last right line is",
        r"     = \frac{\mathrm{d}}{\mathrm{d}x}(e^{-x})            [cancel]",
        r"     = -e^{-x}                                           [chain rule, derivative of \exp; collect]",
        "   = fix (safe): write `-e^{-x}`",
    ]


def test_carets_stand_under_wide_characters() -> None:
    _, line, marks = excerpt(Source("a.md", "中文 x = 1 之后"), Place(1, 4, 1, 9))
    assert display_width(line[: line.index("x = 1")]) == marks.index("^")
    assert marks.count("^") == 5
    _, _, marks = excerpt(Source("a.md", "中文 x = 1 之后"), Place(1, 1, 1, 3))
    assert marks == "  | ^^^^ here"


def test_carets_stand_under_text_after_tabs_and_combining_marks() -> None:
    _, line, marks = excerpt(Source("a.md", "\ta\tx̂ = 1"), Place(1, 4, 1, 10))
    assert line == "1 |     a   x̂ = 1"
    assert marks == "  |         ^^^^^ here"


def test_a_line_far_away_is_joined_by_dots() -> None:
    source = Source("a.md", "one\ntwo\nthree\nfour\n")
    lines = excerpt(source, Place(4, 1, 4, 5), (Related(Place(1, 1, 1, 4), "there"),))
    assert lines == [" --> a.md:4:1", "1 | one", "  | --- there", "...", "4 | four", "  | ^^^^ here"]


def test_two_marks_of_one_line_share_it() -> None:
    lines = excerpt(Source("a.md", "a = b = c"), Place(1, 9, 1, 10), (Related(Place(1, 5, 1, 6), "there"),))
    assert lines[1:] == ["1 | a = b = c", "  |     - there", "  |         ^ here"]


def test_a_span_of_many_lines_shows_its_ends() -> None:
    source = Source("a.md", "\n".join(f"  line {k}" for k in range(1, 10)))
    lines = excerpt(source, Place(1, 3, 9, 9))
    assert [line for line in lines if "|" in line and "^" not in line] == [f"{k} |   line {k}" for k in (1, 2, 3, 9)]
    assert "..." in lines
    assert [line for line in lines if "here" in line] == ["  |   ^^^^^^ here"]


@pytest.mark.parametrize("start", [1, 60, 200, 393])
@pytest.mark.parametrize("fill", ["x", "中"])
def test_a_long_line_is_cut_around_the_span(start: int, fill: str) -> None:
    text = fill * (start - 1) + "HERE" + fill * (396 - start)
    _, line, marks = excerpt(Source("a.md", text), Place(1, start, 1, start + 4), width=80)
    assert display_width(line) <= 84
    assert display_width(line[: line.index("HERE")]) == marks.index("^")
    assert marks.count("^") == 4
    assert (line[4] == "…") == (start > 1)


def test_a_span_longer_than_the_window_fills_it() -> None:
    _, line, marks = excerpt(Source("a.md", "x" * 1000), Place(1, 101, 1, 900), width=80)
    assert len(line) == 84
    assert marks.endswith("^ here")
    assert len(marks) <= 84 + len(" here")


def test_marks_too_far_apart_in_a_line_stand_under_their_own_pieces() -> None:
    far = Related(Place(1, 1, 1, 2), "there")
    lines = excerpt(Source("a.md", "a" + "x" * 500 + "b"), Place(1, 502, 1, 503), (far,), width=80)
    assert [line[:3] for line in lines[1:]] == ["1 |", "  |", "1 |", "  |"]
    assert lines[2].index("-") == 4
    assert lines[3][lines[4].index("^")] == "b"


ODD = [Place(3, 1, 3, 1), Place(3, 1, 3, 2), Place(1, 5, 1, 5), Place(9, 9, 9, 9), Place(1, 1, 1, 2, cell=4)]


@pytest.mark.parametrize("at", ODD)
def test_odd_places_do_not_fail(at: Place) -> None:
    assert "wrong-step" in render_text(finding_at(Source("a.md", "four\n\n"), at))


def test_nothing_in_a_document_steers_the_terminal() -> None:
    shown = render_text(attack())
    assert not [c for c in shown if c in "\x1b\u202e\r\x07" or (ord(c) < 32 and c != "\n")]
    assert ATTACKS[0] in shown


def test_each_claim_is_counted_in_sight() -> None:
    assert render_text(sigmoid()).splitlines()[-1] == (
        "notes/sigmoid.md: found 6 formulas, read 5: 6 claims = 2 proved + 2 refuted + 1 conditional + 1 undecided"
    )
    two = render_text(Report(sigmoid().documents * 2)).splitlines()
    assert two[-1] == "2 documents: found 12 formulas, read 10: 12 claims = 4 proved + 4 refuted + 2 conditional + 2 undecided"


def test_a_verdict_without_a_finding_is_said_nevertheless() -> None:
    assert "warning[missing-condition]: this holds only if alpha <= 1" in render_text(sigmoid())


def test_colour_follows_the_environment() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert wants_colour(Terminal(), {})
    assert not wants_colour(io.StringIO(), {})
    assert wants_colour(io.StringIO(), {"FORCE_COLOR": "1"})
    assert not wants_colour(Terminal(), {"NO_COLOR": "1", "FORCE_COLOR": "1"})
    assert not wants_colour(Terminal(), {"TERM": "dumb"})


def test_flat_and_cells() -> None:
    assert flat("a\n  b\tc") == "a b c"
    assert flat("中文中文", 5) == "中文…"
    assert cells("a\tb") == [("a", 1), ("   ", 3), ("b", 1)]
