"""What is generated and committed is what would be generated now."""

from __future__ import annotations

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
    main(["fix", "--annotate", "notes/activation.md", "-o", str(fresh)])
    compare(fresh, ROOT / "notes" / "activation.corrected.md")


def test_derivations(tmp_path: Path) -> None:
    assert main(["derive", "--all", "--out", str(tmp_path)]) == 0
    fresh = sorted(p.name for p in tmp_path.iterdir())
    assert fresh == sorted(p.name for p in (ROOT / "derivations").iterdir())
    for name in fresh:
        compare(tmp_path / name, ROOT / "derivations" / name)


def test_derivations_check_as_proved(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(ROOT / "derivations")]) == 0
    total = capsys.readouterr().out.strip().splitlines()[-1]
    assert "0 refuted + 0 conditional + 0 undecided" in total
