"""What is generated and committed is what would be generated now."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from symact.cli import main

ROOT = Path(__file__).parent.parent


def compare(fresh: Path, committed: Path) -> None:
    assert fresh.read_text(encoding="utf-8") == committed.read_text(encoding="utf-8"), f"{committed.name} is out of date"


def test_reports_of_the_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes").mkdir()
    shutil.copy(ROOT / "notes" / "activation.md", tmp_path / "notes" / "activation.md")
    monkeypatch.chdir(tmp_path)
    main(["report", "notes/activation.md"])
    for suffix in ("md", "tex", "html"):
        compare(tmp_path / "notes" / f"activation.report.{suffix}", ROOT / "notes" / f"activation.report.{suffix}")
    assert (tmp_path / "notes" / "activation.md").read_bytes() == (ROOT / "notes" / "activation.md").read_bytes()


def test_the_corrected_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    fresh = tmp_path / "activation.corrected.md"
    main(["fix", "--unsafe", "--annotate", "notes/activation.md", "-o", str(fresh)])
    compare(fresh, ROOT / "notes" / "activation.corrected.md")


def test_derivations(tmp_path: Path) -> None:
    assert main(["derive", "--all", "--out", str(tmp_path)]) == 0
    committed = ROOT / "derivations"
    fresh = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*.*"))
    assert fresh == sorted(p.relative_to(committed) for p in committed.rglob("*.*"))
    assert sum(p.suffix == ".md" for p in fresh) > 110
    for name in fresh:
        if name.suffix == ".svg":
            same_picture(tmp_path / name, committed / name)
        else:
            compare(tmp_path / name, committed / name)


def same_picture(fresh: Path, committed: Path) -> None:
    """The same bytes, or (another version of matplotlib, another font) the same curves at the same places."""
    texts = [p.read_text(encoding="utf-8") for p in (fresh, committed)]
    if texts[0] == texts[1]:
        return
    ours, theirs = (boxes(t) for t in texts)
    assert ours.keys() == theirs.keys()
    for curve in ours:
        assert all(abs(a - b) < 3 for a, b in zip(ours[curve], theirs[curve], strict=True)), f"{committed.name}: {curve}"


def boxes(svg: str) -> dict[str, tuple[float, ...]]:
    """The bounding box of each curve, by its name."""
    out = {}
    for name, path in re.findall(r'<g id="(order\d)">\s*<path d="([^"]*)"', svg):
        numbers = list(map(float, re.findall(r"-?\d+(?:\.\d+)?", path)))
        out[name] = tuple(end(numbers[k::2]) for k in (0, 1) for end in (min, max))
    return out


def test_derivations_check_as_proved(capsys: pytest.CaptureFixture[str]) -> None:
    """As a document would be read that comes from anywhere: every claim is proved, every formula read."""
    assert main(["check", str(ROOT / "derivations")]) == 0
    total = capsys.readouterr().out.strip().splitlines()[-1]
    assert "0 refuted + 0 conditional + 0 undecided" in total
    found, read = map(int, re.findall(r"(?:found|read) (\d+)", total))
    assert found == read > 3500
