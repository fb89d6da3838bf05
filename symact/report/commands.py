r"""The mathematical commands that a report may pass on from a document; whatever is not listed here is shown as text.

None of them defines, reads, writes, expands or loads anything: `\input`, `\def`, `\csname`, `\catcode`, `\write` are not here.
"""

from __future__ import annotations

__all__ = [
    "ALIASES", "ARGUMENTS", "BIG", "DELIMITERS", "DROPPED", "DROPPED_ARGUMENT", "ENVIRONMENTS", "OPERATORS", "SYMBOLS", "TEXTS",
    "TOGGLES", "UNICODE",
]  # fmt: skip

GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma "
    "varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
FUNCTIONS = (
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr sec "
    "sin sinh sup tan tanh"
)
LARGE = "sum prod coprod int iint iiint oint bigcup bigcap bigvee bigwedge bigoplus bigotimes"
BINARY = "pm mp times div cdot ast star circ bullet oplus ominus otimes oslash odot wedge vee cap cup setminus land lor"
RELATIONS = (
    "le leq ge geq ne neq equiv approx cong sim simeq propto ll gg in ni notin subset subseteq supset supseteq mid parallel perp "
    "vdash models asymp doteq leqslant geqslant lesssim gtrsim triangleq coloneqq prec succ"
)
ARROWS = (
    "to gets leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow longleftarrow longrightarrow "
    "Longrightarrow Longleftrightarrow mapsto longmapsto implies impliedby iff uparrow downarrow Uparrow Downarrow nearrow "
    "searrow hookrightarrow leadsto"
)
OTHERS = (
    "partial nabla infty forall exists nexists neg lnot emptyset varnothing ell hbar Re Im wp aleph angle triangle top bot prime "
    "ldots cdots vdots ddots dots dotsc dotsb colon therefore because square Box blacksquare quad qquad lbrace rbrace lbrack "
    "rbrack langle rangle lfloor rfloor lceil rceil vert Vert lvert rvert lVert rVert backslash displaystyle textstyle "
    "scriptstyle bmod imath jmath"
)
SYMBOLS = frozenset(" ".join((GREEK, FUNCTIONS, LARGE, BINARY, RELATIONS, ARROWS, OTHERS)).split())

ARGUMENTS = {
    "frac": 2, "dfrac": 2, "tfrac": 2, "cfrac": 2, "binom": 2, "dbinom": 2, "tbinom": 2, "overset": 2, "underset": 2, "stackrel": 2,
    **dict.fromkeys(
        "sqrt mathrm mathbf mathbb mathcal mathfrak mathsf mathit mathtt mathscr boldsymbol operatorname operatorname* hat bar vec "
        "tilde dot ddot check breve acute grave mathring widehat widetilde overline underline overrightarrow overleftarrow "
        "overbrace underbrace boxed phantom substack mathop mathrel mathbin mathord mathopen mathclose pmod".split(), 1,
    ),
}  # fmt: skip

TEXTS = {"text": "text", "textrm": "text", "mbox": "text", "textnormal": "text", "textbf": "textbf", "textit": "textit",
         "texttt": "texttt", "textsf": "textsf", "hbox": "text"}  # fmt: skip

# Old switches: `{\bf x}` is the rest of its group in that alphabet.
TOGGLES = {"bf": "mathbf", "rm": "mathrm", "it": "mathit", "cal": "mathcal", "sf": "mathsf", "tt": "mathtt"}

DELIMITERS = frozenset("( ) [ ] | / .".split()) | {
    rf"\{name}" for name in "{ } | langle rangle lfloor rfloor lceil rceil vert Vert lvert rvert lVert rVert lbrace rbrace lbrack "
    "rbrack uparrow downarrow backslash".split()
}  # fmt: skip
BIG = frozenset(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m"))

ALIASES = {
    "lt": "<", "gt": ">", "dots": r"\ldots", "thinspace": r"\,", "bm": "boldsymbol", "pmb": "boldsymbol", "bold": "mathbf",
    "mathds": "mathbb", "mathbbm": "mathbb", "R": r"\mathbb{R}", "N": r"\mathbb{N}", "Z": r"\mathbb{Z}", "C": r"\mathbb{C}",
    "varPhi": r"\Phi", "coloneqq": ":=", "triangleq": r"\overset{\triangle}{=}", "square": r"\Box", "leadsto": r"\to",
    "blacksquare": r"\Box", "mathscr": "mathcal", "cr": r"\\",
}  # fmt: skip
OPERATORS = {"argmax": r"arg\,max", "argmin": r"arg\,min", "sgn": "sgn", "sign": "sign", "erf": "erf", "erfc": "erfc",
             "arsinh": "arsinh", "arcosh": "arcosh", "artanh": "artanh", "sech": "sech", "csch": "csch", "softmax": "softmax",
             "diag": "diag", "Var": "Var", "Cov": "Cov", "tr": "tr", "sinc": "sinc", "ReLU": "ReLU"}  # fmt: skip

DROPPED = frozenset("nonumber notag limits nolimits hline hfill allowbreak relax".split())
DROPPED_ARGUMENT = frozenset("label tag hspace vspace color".split())

# environment -> (what it becomes inside a display, the alignment marks that a row may have); None: only its rows
ENVIRONMENTS: dict[str, tuple[str | None, int]] = {
    **dict.fromkeys("align align* aligned alignat alignat* alignedat flalign flalign* split eqnarray eqnarray*".split(), ("aligned", 20)),
    **dict.fromkeys("gather gather* gathered multline multline*".split(), ("gathered", 0)),
    **dict.fromkeys("equation equation* math displaymath".split(), (None, 0)),
    **dict.fromkeys("cases dcases rcases".split(), ("cases", 1)),
    **{m: (m, 9) for m in "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix".split()},
    "array": ("array", 9),
}  # fmt: skip

_GREEK_LETTERS = dict(zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ", (
    "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon varphi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
).split(), strict=True))  # fmt: skip
UNICODE = {c: rf"\{name}" for c, name in _GREEK_LETTERS.items()} | {
    "ϕ": r"\phi", "ϵ": r"\epsilon", "ϑ": r"\vartheta", "ς": r"\varsigma", "×": r"\times", "·": r"\cdot", "⋅": r"\cdot",
    "∙": r"\cdot", "÷": r"\div", "±": r"\pm", "∓": r"\mp", "−": "-", "–": "-", "∗": r"\ast", "∘": r"\circ", "⊙": r"\odot",
    "⊗": r"\otimes", "⊕": r"\oplus", "≤": r"\le", "≥": r"\ge", "⩽": r"\le", "⩾": r"\ge", "≠": r"\ne", "≈": r"\approx",
    "≡": r"\equiv", "∼": r"\sim", "≃": r"\simeq", "∝": r"\propto", "≪": r"\ll", "≫": r"\gg", "∞": r"\infty", "∂": r"\partial",
    "∇": r"\nabla", "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∈": r"\in", "∉": r"\notin", "⊂": r"\subset", "⊆": r"\subseteq",
    "∪": r"\cup", "∩": r"\cap", "∅": r"\emptyset", "∀": r"\forall", "∃": r"\exists", "→": r"\to", "←": r"\leftarrow",
    "↦": r"\mapsto", "⇒": r"\Rightarrow", "⇐": r"\Leftarrow", "⇔": r"\Leftrightarrow", "…": r"\ldots", "⋯": r"\cdots",
    "ℓ": r"\ell", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}", "⟨": r"\langle", "⟩": r"\rangle", "‖": r"\|", "⊤": r"\top", "∧": r"\wedge",
    "∨": r"\vee", "¬": r"\neg", "✓": r"\checkmark",
}  # fmt: skip
