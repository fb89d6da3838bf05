"""The HTML page in a browser, where one is installed: nothing overflows, no rule of accessibility is broken, filters filter."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from report_samples import attack, right, sigmoid

from symact.report.render import render

BROWSER = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
AXE = Path(axe_core_python.__file__).with_name("axe.min.js")
SAMPLES = {"sigmoid": sigmoid, "attack": attack, "right": right}
PROBE = """
const page = document.documentElement;
const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
  && !e.closest('.formula, .skip')).map(e => e.outerHTML.slice(0, 80));
const shown = e => e.getClientRects().length > 0;
const cards = () => [...document.querySelectorAll('.card')].filter(shown).length;
const before = cards();
document.querySelectorAll('.filters input').forEach(i => { i.checked = false; });
const after = cards();
document.querySelectorAll('.filters input').forEach(i => { i.checked = true; });
axe.run(document, {resultTypes: ['violations']}).then(found => {
  const out = document.createElement('pre');
  out.id = 'probe';
  out.textContent = JSON.stringify({
    width: innerWidth, scroll: page.scrollWidth, wide: wide, before: before, after: after,
    ground: getComputedStyle(document.body).backgroundColor, passes: found.passes.length,
    violations: found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120))]),
  });
  parent.document.body.replaceChildren(out);
});
"""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no browser is installed")


@cache
def probed(sample: str, width: int, dark: bool, folder: str) -> dict[str, Any]:
    """What a script finds in the page; the page itself has none and allows none, so it gets one without its policy."""
    page = re.sub(r"<meta http-equiv=[^>]*>", "", render(SAMPLES[sample](), "html"))
    script = f"<script>{AXE.read_text(encoding='utf-8')}</script><script>{PROBE}</script></body>"
    inner = html.escape(page.replace("</body>", script))
    path = Path(folder) / f"{sample}-{width}-{dark}.html"
    frame = f'<!DOCTYPE html><title>frame</title><iframe style="border:0;width:{width}px;height:900px" srcdoc="{inner}"></iframe>'
    path.write_text(frame, encoding="utf-8")  # a window cannot be as narrow as a frame
    command = [
        str(BROWSER), "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", "--window-size=1400,900",
        f"--blink-settings=preferredColorScheme={0 if dark else 1}", "--virtual-time-budget=20000", "--dump-dom", path.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=120)
    found = re.search(r'<pre id="probe">(.*?)</pre>', done.stdout.decode(), re.DOTALL)
    assert found, done.stderr.decode()[-2000:]
    answer: dict[str, Any] = json.loads(html.unescape(found[1]))
    return answer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("browser"))


@pytest.mark.parametrize(
    ("sample", "width", "dark"),
    [(s, w, False) for s in SAMPLES for w in (1280, 400)] + [("sigmoid", 1280, True), ("sigmoid", 400, True)],
)
def test_the_page_fits_and_breaks_no_rule(sample: str, width: int, dark: bool, folder: str) -> None:
    found = probed(sample, width, dark, folder)
    assert found["width"] == width
    assert found["scroll"] <= width
    assert found["wide"] == []
    assert found["violations"] == []
    assert found["passes"] > 15
    assert found["ground"] == ("rgb(20, 23, 27)" if dark else "rgb(255, 255, 255)")


def test_filters_need_no_script(folder: str) -> None:
    found = probed("sigmoid", 1280, False, folder)
    assert found["before"] == 5
    assert found["after"] == 0
