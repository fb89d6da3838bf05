"""Reports made by hand: what the formats are tested on without deciding anything."""

from __future__ import annotations

from typing import Any

from symact.source import Place, Source, Span
from symact.verdict import (
    Claim,
    DocumentReport,
    Finding,
    Fix,
    Plot,
    Related,
    Report,
    RouteLine,
    Unread,
    conditional,
    proved,
    refuted,
    undecided,
)


class Stated:
    """Evidence that only states itself."""

    def __init__(self, method: str, **data: Any) -> None:
        self.method, self.data = method, data

    def check(self) -> bool:
        return True

    def to_json(self) -> dict[str, Any]:
        return {"method": self.method, **self.data}


SIGMOID = """# 激活函数

## Sigmoid

sigmoid函数的导数范围在[-1, 1]之间，它可以抑制梯度的放大和缩小。

$$
\\begin{align*}
\\frac{\\mathrm{d}} {\\mathrm{d}x}(1 + e^{-x}) &= -e^{-x} \\\\
&= -\\frac{1}{(1+e^{-x})}\\cdot (1+e^{-x})\\cdot e^{-x}\\\\
&= -\\frac{1}{(1+e^{-x})}\\cdot (-(1+e^{-x}))\\\\
&= \\text{(sigmoid函数)} \\cdot (-(1+e^{-x}))
\\end{align*}
$$

| 名称 | 公式 | 优点 |
|---|---|---|
| Leaky ReLU | `f(x) = max(α*x, x)` | 没有"死亡"神经元；在负数输入时有非零梯度，避免了梯度消失的问题；计算简单。 |

![formula](softmax.png)

\tfinally $q = r$ stands after a tab.
"""


def document(text: str, path: str = "notes/sigmoid.md") -> Source:
    return Source(path, text)


def span(source: Source, piece: str, after: str = "") -> Span:
    start = source.text.index(piece, source.text.index(after) if after else 0)
    return Span(start, start + len(piece))


def place(source: Source, piece: str, after: str = "") -> Place:
    return source.place(span(source, piece, after))


PLOT = Plot("x", 0.5, (-1.0, 0.0, 1.0, 2.0), (-2.7183, -1.0, -0.36788, -0.13534), (1.0, 1.0, None, 1.0))


def sigmoid() -> Report:
    """A document with a claim of every verdict, wide characters, a table row, a tab, an image."""
    s = document(SIGMOID)
    section = ("激活函数", "Sigmoid")
    right, wrong = r"-\frac{1}{(1+e^{-x})}\cdot (1+e^{-x})\cdot e^{-x}", r"-\frac{1}{(1+e^{-x})}\cdot (-(1+e^{-x}))"
    last = r"\text{(sigmoid函数)} \cdot (-(1+e^{-x}))"
    leaky, free, range_ = "f(x) = max(α*x, x)", "q = r", "导数范围在[-1, 1]之间"
    step = Finding(
        "wrong-step", "error", "this step does not equal the one before it", place(s, wrong), "and this is 1",
        (Related(place(s, right), "at x = 1/2 this is -0.6065"),),
        ("counterexample x = 1/2: the enclosures [-0.60653, -0.60653] and [1, 1] are disjoint",),
        Fix(place(s, wrong), span(s, wrong), "-e^{-x}", "safe"),
        (RouteLine(r"\frac{\mathrm{d}}{\mathrm{d}x}(e^{-x})", "cancel"),
         RouteLine("-e^{-x}", r"chain rule, derivative of $\exp$; collect")),
    )  # fmt: skip
    follows = Finding(
        "wrong-step", "error", "this follows from the error of line 11", place(s, last), notes=("what holds is -e^{-x}",)
    )  # fmt: skip
    loose = Finding(
        "loose-range", "warning", "the exact range is smaller", place(s, range_), "the exact range is (0, 1/4]",
        fix=Fix(place(s, "[-1, 1]"), span(s, "[-1, 1]"), "(0, 1/4]", "unsafe"),
    )  # fmt: skip
    one = Stated("enclosure", point={"x": "1/2"}, left="[-0.60653, -0.60653]", right="[1, 1]")
    claims = (
        Claim("r1", "range", place(s, range_), range_, "range of sigmoid' is within [-1, 1]",
              proved(Stated("enclosure")), findings=(loose,), section=section),
        Claim("s1", "step", place(s, right), right, "a = b", proved(Stated("normal-form")), section=section,
              latex="= " + right),
        Claim("s2", "step", place(s, wrong), wrong, "a = c", refuted(one), (), (step,), section, "= " + wrong, "-e^{-x}", PLOT),
        Claim("s3", "step", place(s, last), last, "a = d", refuted(one, "equal at x = 0 only"), ("s2",), (follows,), section,
              "= " + last, "-e^{-x}"),
        Claim("l1", "definition", place(s, leaky), leaky, "f(x) = max(alpha x, x)", conditional("alpha <= 1", None),
              section=section),
        Claim("u1", "equality", place(s, free), free, "", undecided("unbound", "q and r are bound nowhere"), section=section),
    )  # fmt: skip
    image = place(s, "![formula](softmax.png)")
    note = Finding("unreadable-formula", "note", "an image of a formula cannot be read; softmax is", image,
                   notes=(r"$\frac{e^{x_i}}{\sum_j e^{x_j}}$",))  # fmt: skip
    unread = Unread(image, "![formula](softmax.png)", "a formula in an image")
    return Report((DocumentReport(s, 6, 5, claims, (note,), (unread,)),))


def right() -> Report:
    """A document in which all is well."""
    s = document("# Sigmoid\n\nWe have $\\sigma(x) = 1/(1 + e^{-x})$.\n", "notes/right.md")
    formula = r"\sigma(x) = 1/(1 + e^{-x})"
    claim = Claim("p1", "definition", place(s, formula), formula, "", proved(Stated("normal-form")), latex=formula, section=("Sigmoid",))
    return Report((DocumentReport(s, 1, 1, (claim,)),))


def finding_at(source: Source, at: Place, label: str = "here", related: tuple[Related, ...] = ()) -> Report:
    """A report with one finding, to see its excerpt."""
    return Report((DocumentReport(source, 0, 0, (), (Finding("wrong-step", "error", "this is wrong", at, label, related),)),))


ATTACKS = (
    "<script>alert(1)</script>", r"\input{secret.txt}", r"\immediate\write18{touch pwned}", "{{ 7*7 }}{% raw %}",
    r"^^5cinput{secret.txt}", r"\def\a{\a\a}\a", r"\catcode`\%=12", r"\csname input\endcsname{secret.txt}", r"\openout1=pwned",
    "x}$$<img src=x onerror=alert(1)>", "<< 7*7 >><% raw %>",
    "[click](javascript:alert(1))", "```\n<script>alert(1)</script>\n```", "\x1b[2J\u202eevil",
    r"\end{document}", "`<script>alert(1)</script>`", r"$\input{secret.txt}$",
)  # fmt: skip


def attack() -> Report:
    """Every attack in every place that text of a document can reach."""
    claims, findings, unread = [], [], []
    s = document("\n".join(a.replace("\n", " ") for a in ATTACKS) + "\n", "notes/attack <script>{{ 7*7 }}.md")
    for k, text in enumerate(ATTACKS, 1):
        at = Place(k, 1, k, 5)
        fix = Fix(at, Span(0, 3), text, "unsafe")
        findings.append(Finding("wrong-code", "error", text, at, text, (Related(at, text),), (text,), fix, (RouteLine(text, text),)))
        evidence = Stated(text, point={text: text}, left=text, right=text)
        claims += [
            Claim(f"c{k}", "equality", at, text, text, refuted(evidence, text), (text,), (findings[-1],), (text,), text, text,
                  Plot(text, 0.0, (-1.0, 1.0), (0.0, 1.0), (1.0, 1.0), ((text, text),))),
            Claim(f"d{k}", "equality", at, text, text, conditional(text, evidence, text), (), (), (text,), "", text),
            Claim(f"e{k}", "equality", at, text, text, undecided("unbound", text), section=(text,)),
        ]
        unread.append(Unread(at, text, text))
    return Report((DocumentReport(s, 3, 3, tuple(claims), tuple(findings), tuple(unread)),))
