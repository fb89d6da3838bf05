r"""The mathematical commands that a report may pass on from a document; whatever is not listed here is shown as text.

None of them defines, reads, writes, expands or loads anything: `\input`, `\def`, `\csname`, `\catcode`, `\write` are not here.
"""

from __future__ import annotations

__all__ = [
    "ALIASES", "ARGUMENTS", "BIG", "DELIMITERS", "DROPPED", "DROPPED_ARGUMENT", "ENVIRONMENTS", "OPERATORS", "SYMBOLS", "TEXTS",
    "TOGGLES", "UNICODE",
]  # fmt: skip


def _names(words: str) -> list[str]:
    return words.split()


SYMBOLS = frozenset(_names(
    # Greek letters
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma "
    "varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega "
    # functions
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr sec "
    "sin sinh sup tan tanh "
    # large operators
    "sum prod coprod int iint iiint oint bigcup bigcap bigvee bigwedge bigoplus bigotimes "
    # operations
    "pm mp times div cdot ast star circ bullet oplus ominus otimes oslash odot wedge vee cap cup setminus land lor bmod "
    # relations
    "le leq ge geq ne neq equiv approx cong sim simeq propto ll gg in ni notin subset subseteq supset supseteq mid parallel "
    "perp vdash models asymp doteq leqslant geqslant lesssim gtrsim prec succ "
    # arrows
    "to gets leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow longleftarrow longrightarrow "
    "Longrightarrow Longleftrightarrow mapsto longmapsto implies impliedby iff uparrow downarrow Uparrow Downarrow nearrow "
    "searrow hookrightarrow "
    # letters, dots, spaces, brackets, sizes
    "partial nabla infty forall exists nexists neg lnot emptyset varnothing ell hbar Re Im wp aleph angle triangle top bot "
    "prime ldots cdots vdots ddots dots dotsc dotsb colon therefore because Box checkmark quad qquad lbrace rbrace lbrack "
    "rbrack langle rangle lfloor rfloor lceil rceil vert Vert lvert rvert lVert rVert backslash displaystyle textstyle "
    "scriptstyle imath jmath"
))  # fmt: skip

# command -> how many arguments it takes
ARGUMENTS = {
    **dict.fromkeys(_names("frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel"), 2),
    **dict.fromkeys(_names(
        "sqrt mathrm mathbf mathbb mathcal mathfrak mathsf mathit boldsymbol operatorname operatorname* hat bar vec "
        "tilde dot ddot check breve acute grave mathring widehat widetilde overline underline overrightarrow overleftarrow "
        "overbrace underbrace boxed phantom substack mathop mathrel mathbin mathord mathopen mathclose pmod"
    ), 1),
}  # fmt: skip

TEXTS = {
    **dict.fromkeys(_names("text textrm textnormal mbox hbox"), "text"),
    **{name: name for name in _names("textbf textit texttt textsf")},
}

# Old switches: `{\bf x}` is the rest of its group in that alphabet.
TOGGLES = {"bf": "mathbf", "rm": "mathrm", "it": "mathit", "cal": "mathcal", "sf": "mathsf", "tt": "mathsf"}

DELIMITERS = frozenset("()[]|/.") | {
    f"\\{name}" for name in _names(
        "{ } | langle rangle lfloor rfloor lceil rceil vert Vert lvert rvert lVert rVert lbrace rbrace lbrack rbrack uparrow "
        "downarrow backslash"
    )
}  # fmt: skip
BIG = frozenset(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m"))

# Commands of packages that not every reader of LaTeX knows, as others; without a backslash: as a command with arguments
ALIASES = {
    "lt": "<", "gt": ">", "thinspace": r"\,", "bm": "boldsymbol", "pmb": "boldsymbol", "bold": "mathbf", "mathds": "mathbb",
    "mathbbm": "mathbb", "mathscr": "mathcal",
    "mathtt": "mathsf",  # XeTeX ends with an internal error on an accent in \mathtt
    "R": r"\mathbb{R}", "N": r"\mathbb{N}", "Z": r"\mathbb{Z}", "C": r"\mathbb{C}",
    "coloneqq": ":=", "triangleq": r"\overset{\triangle}{=}", "square": r"\Box", "blacksquare": r"\Box", "leadsto": r"\to",
}  # fmt: skip
OPERATORS = {
    "argmax": r"arg\,max", "argmin": r"arg\,min",
    **{name: name for name in _names("sgn sign erf erfc arsinh arcosh artanh sech csch sinc diag Var Cov tr softmax ReLU")},
}  # fmt: skip

DROPPED = frozenset(_names("nonumber notag limits nolimits hline hfill allowbreak relax"))
DROPPED_ARGUMENT = frozenset(_names("label tag hspace vspace color textcolor"))

# environment -> (what it becomes inside a display, the alignment marks that a row may have); None: only its rows
ENVIRONMENTS: dict[str, tuple[str | None, int]] = {
    **dict.fromkeys(_names("align align* aligned alignat alignat* alignedat flalign flalign* split"), ("aligned", 20)),
    **dict.fromkeys(_names("eqnarray eqnarray*"), ("aligned", 20)),
    **dict.fromkeys(_names("gather gather* gathered multline multline*"), ("gathered", 0)),
    **dict.fromkeys(_names("equation equation* math displaymath"), (None, 0)),
    **dict.fromkeys(_names("cases dcases rcases"), ("cases", 1)),
    **{name: (name, 9) for name in _names("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array")},
}

_GREEK = zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ", _names(
    "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon varphi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
), strict=True)  # fmt: skip
UNICODE = {letter: f"\\{name}" for letter, name in _GREEK} | {
    "ϕ": r"\phi", "ϵ": r"\epsilon", "ϑ": r"\vartheta", "ς": r"\varsigma", "×": r"\times", "·": r"\cdot", "⋅": r"\cdot",
    "∙": r"\cdot", "÷": r"\div", "±": r"\pm", "∓": r"\mp", "−": "-", "–": "-", "∗": r"\ast", "∘": r"\circ", "⊙": r"\odot",
    "⊗": r"\otimes", "⊕": r"\oplus", "≤": r"\le", "≥": r"\ge", "⩽": r"\le", "⩾": r"\ge", "≠": r"\ne", "≈": r"\approx",
    "≡": r"\equiv", "∼": r"\sim", "≃": r"\simeq", "∝": r"\propto", "≪": r"\ll", "≫": r"\gg", "∞": r"\infty", "∂": r"\partial",
    "∇": r"\nabla", "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∈": r"\in", "∉": r"\notin", "⊂": r"\subset", "⊆": r"\subseteq",
    "∪": r"\cup", "∩": r"\cap", "∅": r"\emptyset", "∀": r"\forall", "∃": r"\exists", "→": r"\to", "←": r"\leftarrow",
    "↦": r"\mapsto", "⇒": r"\Rightarrow", "⇐": r"\Leftarrow", "⇔": r"\Leftrightarrow", "…": r"\ldots", "⋯": r"\cdots",
    "ℓ": r"\ell", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}", "⟨": r"\langle", "⟩": r"\rangle", "‖": r"\|", "⊤": r"\top",
    "∧": r"\wedge", "∨": r"\vee", "¬": r"\neg", "✓": r"\checkmark",
}  # fmt: skip
