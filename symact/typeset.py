"""A LaTeX page to a PDF, where a LaTeX engine is installed; it may run no program and read no file but its own and the system's."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

__all__ = ["ENGINES", "NotTypeset", "pdf_of"]

SECONDS = 180
# In the order of preference; both know Unicode and the fonts of the system.
ENGINES = {
    "xelatex": ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape"],
    "tectonic": ["--untrusted", "--outdir", "."],
}


class NotTypeset(Exception):
    """There is no PDF; the message is one sentence for the user."""


def pdf_of(page: str) -> bytes:
    """The PDF of a LaTeX page. Raises NotTypeset."""
    engine = next((name for name in ENGINES if shutil.which(name)), None)
    if engine is None:
        raise NotTypeset(f"no LaTeX engine is installed: {' or '.join(ENGINES)}, of TeX Live with ctex for Chinese")
    # paranoid: nothing above the folder is read or written; the date makes the same page the same PDF
    limits = {"openin_any": "p", "openout_any": "p", "SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.tex").write_text(page, encoding="utf-8", newline="\n")
        try:
            done = subprocess.run(
                [engine, *ENGINES[engine], "page.tex"], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS,
                env=os.environ | limits,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise NotTypeset(f"{engine} took longer than {SECONDS} s") from None
        result = Path(folder) / "page.pdf"
        if done.returncode or not result.exists():
            lines = done.stdout.decode(errors="replace").splitlines()
            why = next((line for line in lines if line.startswith("!")), "see its own output")
            raise NotTypeset(f"{engine} stopped ({why})")
        return result.read_bytes()
