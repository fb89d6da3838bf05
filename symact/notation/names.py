r"""What the words and signs of written mathematics are called: tables only.

A token has a kind (the upper-case constants) and a value, which is the canonical word that ends up in the syntax tree.
"""

from __future__ import annotations

# --- kinds of tokens -------------------------------------------------------------------------------------------------

NUM, NAME, WORD, FUNC, BIG, DNAME, DIFF, NABLA = "NUM", "NAME", "WORD", "FUNC", "BIG", "DNAME", "DIFF", "NABLA"
FRAC, BINOM, SQRT, STYLE, SWITCH, UNDER, OVER, BRACE = "FRAC", "BINOM", "SQRT", "STYLE", "SWITCH", "UNDER", "OVER", "BRACE"
INFIX = "INFIX"  # \over: its value is the kind of the command that means the same and stands in front
OPEN, CLOSE, LB, RB, BAR, LBAR, RBAR, LNULL, RNULL = "OPEN", "CLOSE", "LB", "RB", "BAR", "LBAR", "RBAR", "LNULL", "RNULL"
SUB, SUP, PRIME, USUB, USUP, BANG, TICK = "SUB", "SUP", "PRIME", "USUB", "USUP", "BANG", "TICK"
ADD, MUL, SLASH, REL, ARROW, LOGIC, NOT = "ADD", "MUL", "SLASH", "REL", "ARROW", "LOGIC", "NOT"
COMMA, SEMI, DOT, COLON, QUAD, AMP, ROW, BEGIN, END = "COMMA", "SEMI", "DOT", "COLON", "QUAD", "AMP", "ROW", "BEGIN", "END"
IF, ELSE, FORALL, WHERE, AND, OR, WHEN, TEXT, ELL, SUBSTACK = (
    "IF", "ELSE", "FORALL", "WHERE", "AND", "OR", "WHEN", "TEXT", "ELL", "SUBSTACK"
)  # fmt: skip
EOF = "EOF"

# --- names -----------------------------------------------------------------------------------------------------------

GREEK = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu "
    "xi omicron pi varpi rho "
    "varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma "
    "Upsilon Phi Psi Omega".split()
)
SYMBOLS = frozenset("infty ell hbar emptyset top bot dagger Re Im imath jmath complement square angle".split())
PLAIN_OPERATORS = frozenset("det dim ker deg gcd hom Pr".split())  # upright names that are no calls: det(A) is a juxt

UNICODE_LETTERS = dict(
    zip(
        "αβγδεϵζηθϑικλμνξοπϖρϱσςτυφϕχψωΓΔΘΛΞΠΣΥΦΨΩ∞ℓ∅⊤⊥†µ",
        (
            "alpha beta gamma delta epsilon epsilon zeta eta theta vartheta iota kappa lambda mu nu xi omicron "
            "pi varpi rho varrho "
            "sigma varsigma tau upsilon phi phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega "
            "infty ell emptyset top bot dagger mu"
        ).split(),
        strict=True,
    )
)
UNICODE_BLACKBOARD = {"ℝ": "R", "ℕ": "N", "ℤ": "Z", "ℚ": "Q", "ℂ": "C", "𝔼": "E", "ℙ": "P", "𝟙": "1", "𝟏": "1", "𝕀": "I"}
UNICODE_SCRIPT = {"ℒ": "L", "𝓛": "L", "𝒩": "N", "𝓝": "N", "ℋ": "H", "ℱ": "F"}

# Functions that take their argument by themselves: a bracket after one of these is its argument.
FUNCTIONS = frozenset(
    "exp log ln lg sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos arctan arccot "
    "arcsinh arccosh arctanh "
    "asin acos atan asinh acosh atanh arsinh arcosh artanh sgn sign erf erfc erfi erfcx erfinv max min "
    "sup inf abs sqrt expm1 "
    "log1p log2 log10 lim limsup liminf argmax argmin".split()
)
LIMIT_FUNCTIONS = frozenset("lim limsup liminf argmax argmin".split())  # always written with what varies below them
BOUND_FUNCTIONS = LIMIT_FUNCTIONS | {"max", "min", "sup", "inf"}  # with a subscript they bind an index
FUNCTION_COMMANDS = frozenset(
    "exp log ln lg sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan max min sup inf lim "
    "limsup liminf argmax "
    "argmin sgn sech csch erf erfc".split()
)

# Multi-letter names that people write bare in LaTeX, where other short runs of letters are products of single letters.
KNOWN_WORDS = frozenset(
    "ReLU relu Relu RELU ELU elu SELU selu CELU celu GELU gelu GeLU Gelu SiLU silu Silu GLU glu PReLU "
    "prelu pReLU LReLU RReLU ReLU6 "
    "relu6 Mish mish Swish swish sigmoid Sigmoid softmax Softmax softplus Softplus softsign Softsign "
    "Softmin softmin LogSoftmax "
    "logsoftmax LogSigmoid logsigmoid Tanh tanhshrink softshrink hardshrink hardtanh hardsigmoid "
    "hardswish logsumexp LSE lse logit "
    "sinc sum mean avg var std Var Cov cov Std tr Tr diag det rank dim clip MSE mse MAE mae RMS rms BCE bce NLL nll CE KL "
    "cost loss out net new old end row col ref fan val pos neg num prev next true pred obs prod tot all "
    "any step sig rel act aux adv "
    "adj opt reg emb enc dec cat cls mod round floor ceil norm sgd "
    "eta tau phi psi chi rho alpha beta gamma delta epsilon theta lambda sigma omega "
    "ReLUs RNN CNN LSTM GRU".split()
)

# --- words of a sentence ---------------------------------------------------------------------------------------------

KEYWORDS: dict[str, tuple[str, str]] = {  # without a full stop at the end
    **dict.fromkeys(("if", "when", "for", "whenever", "provided", "provided that", "given that", "as", "s.t", "st", "subject to",
                     "such that", "如果", "若", "当", "对于", "对", "约束"), (IF, "")),
    **dict.fromkeys(("otherwise", "else", "other", "others", "o.w", "ow", "elsewhere", "in other cases",
                     "其他", "其它", "否则", "其余",
                     "其他情况", "其它情况", "其余情况", "其他情形", "其它情形"), (ELSE, "")),
    **dict.fromkeys(("for all", "for any", "for every", "for each", "对所有", "对任意", "任意", "对于所有", "对于任意",
                     "对一切"),
                    (FORALL, "")),
    **dict.fromkeys(("where", "with", "in which", "其中"), (WHERE, "")),
    **dict.fromkeys(("and", "且", "并且", "和", "以及", "同时"), (AND, "")),
    **dict.fromkeys(("or", "或", "或者"), (OR, "")),
    **dict.fromkeys(("时", "的时候", "时候"), (WHEN, "")),
    **dict.fromkeys(("then", "则", "那么"), (COMMA, "wide")),
    **dict.fromkeys(("so", "thus", "hence", "therefore", "所以", "因此", "故"), (ARROW, "implies")),
    **dict.fromkeys(("i.e", "即", "也就是"), (ARROW, "iff")),
    "iff": (ARROW, "iff"), "if and only if": (ARROW, "iff"), "implies": (ARROW, "implies"),
}  # fmt: skip
BARE_KEYWORDS = frozenset("if when for otherwise else where and or".split())  # read without \text, too
PROSE = frozenset(  # single words that are no names even when they stand alone in \text
    "is are be of on by at to a an the we have has since because let e.g. resp not does do "
    "that this which holds constant using from via use note recall hence thus therefore so also then as but here "
    "因为 由于 利用 根据 使用 注意 由 因".split()
)

# --- commands --------------------------------------------------------------------------------------------------------

RELATIONS = {
    "=": "=", "==": "=", "≠": "!=", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "≤": "<=",
    "≥": ">=", "⩽": "<=", "⩾": ">=",
    "≦": "<=", "≧": ">=", ":=": ":=", "≔": ":=", "≜": ":=", "=:": "=:", "≈": "approx", "≡": "equiv", "∼": "sim", "~": "sim",
    "∝": "propto", "∈": "in", "∉": "notin", "→": "to", "->": "to", "⟶": "to", "←": "gets", "<-": "gets",
    "↦": "mapsto", "≪": "<<",
    "≫": ">>", "⊂": "subset", "⊆": "subseteq", "⊃": "supset", "⊇": "supseteq", "≃": "simeq", "≅": "cong",
    r"\ne": "!=", r"\neq": "!=", r"\lt": "<", r"\gt": ">", r"\le": "<=", r"\leq": "<=", r"\leqslant": "<=", r"\leqq": "<=",
    r"\ge": ">=", r"\geq": ">=", r"\geqslant": ">=", r"\geqq": ">=", r"\coloneqq": ":=", r"\triangleq": ":=",
    r"\eqqcolon": "=:",
    r"\doteq": "doteq", r"\approx": "approx", r"\equiv": "equiv", r"\sim": "sim", r"\propto": "propto", r"\in": "in",
    r"\notin": "notin", r"\ni": "ni", r"\to": "to", r"\rightarrow": "to", r"\longrightarrow": "to", r"\leftarrow": "gets",
    r"\gets": "gets", r"\mapsto": "mapsto", r"\longmapsto": "mapsto", r"\ll": "<<", r"\gg": ">>", r"\subset": "subset",
    r"\subseteq": "subseteq", r"\supset": "supset", r"\supseteq": "supseteq", r"\simeq": "simeq", r"\cong": "cong",
    r"\perp": "perp", r"\parallel": "parallel", r"\leadsto": "leadsto", r"\succ": "succ", r"\prec": "prec",
    r"\succeq": "succeq",
    r"\preceq": "preceq", r"\asymp": "asymp",
}  # fmt: skip
ARROWS = {
    "⇒": "implies", "⟹": "implies", "=>": "implies", "⇔": "iff", "⟺": "iff", "∴": "implies", r"\Rightarrow": "implies",
    r"\Longrightarrow": "implies", r"\implies": "implies", r"\therefore": "implies",
    r"\Leftrightarrow": "iff", r"\iff": "iff",
    r"\Longleftrightarrow": "iff", r"\leftrightarrow": "iff", r"\Leftarrow": "impliedby", r"\impliedby": "impliedby",
    "⇐": "impliedby",
}  # fmt: skip
NEGATED = {"=": "!=", "in": "notin"}
PRODUCTS = {
    "*": "ast", "∗": "ast", "·": "cdot", "⋅": "cdot", "•": "cdot", "∙": "cdot", "×": "times", "÷": "div",
    "⊙": "odot", "⊗": "otimes",
    "∘": "circ", "∪": "cup", "∩": "cap", "@": "@", "⊕": "oplus",
    r"\cdot": "cdot", r"\times": "times", r"\ast": "ast", r"\odot": "odot", r"\otimes": "otimes",
    r"\circ": "circ", r"\div": "div",
    r"\cup": "cup", r"\cap": "cap", r"\setminus": "setminus", r"\backslash": "setminus", r"\oplus": "oplus",
    r"\bullet": "cdot",
    r"\centerdot": "cdot", r"\bigodot": "odot", r"\star": "star", "⋆": "star",
}  # fmt: skip
ELLIPSES = ("...", "…", "⋯", r"\ldots", r"\dots", r"\cdots", r"\dotsc", r"\dotsb", r"\dotsm", r"\vdots", r"\ddots")
BIG_OPERATORS = {"∑": "sum", "∏": "prod", "∫": "int", r"\sum": "sum", r"\prod": "prod", r"\int": "int"}

WORDED_OPERATORS = {"sum": "sum", "prod": "prod", "Σ": "sum", "Π": "prod"}  # with an index below; names otherwise

STYLES = {
    r"\mathbf": "bold", r"\boldsymbol": "bold", r"\bm": "bold", r"\pmb": "bold", r"\bold": "bold", r"\hat": "hat",
    r"\widehat": "hat", r"\bar": "bar", r"\overline": "bar", r"\vec": "vec", r"\overrightarrow": "vec", r"\tilde": "tilde",
    r"\widetilde": "tilde", r"\dot": "dot", r"\ddot": "ddot", r"\mathcal": "cal", r"\mathbb": "bb", r"\mathds": "bb",
    r"\mathbbm": "bb", r"\Bbb": "bb", r"\mathfrak": "frak", r"\mathscr": "scr", r"\underline": "underline",
    r"\check": "check",
    r"\breve": "breve", r"\acute": "acute", r"\grave": "grave", r"\mathring": "ring",
}  # fmt: skip
UPRIGHT = frozenset(r"\mathrm \mathit \mathnormal \mathsf \mathtt \operatorname \operatorname* \rm \it \sf \tt".split())
TEXTS = frozenset(
    r"\text \mbox \hbox \textrm \textnormal \textbf \textit \textsf \texttt \textsc \textmd \emph \intertext \shortintertext".split()
)
SWITCHES = {r"\bf": "bold", r"\cal": "cal", r"\boldmath": "bold"}

# Commands that only change the look; the second table's first argument goes with them.
DROPPED = frozenset(
    r"\displaystyle \textstyle \scriptstyle \scriptscriptstyle \limits \nolimits \nonumber \notag \hline "
    r"\allowbreak \nobreak "
    r"\noindent \mathstrut \strut \boxed \fbox \bbox \mathop \mathrel \mathbin \mathord \mathopen "
    r"\mathclose \mathpunct \ensuremath "
    r"\smash \tiny \small \normalsize \large \Large \LARGE \huge \Huge \centering \relax \protect \/ \, \; \: \! \> \- "
    r"\qedhere \qed \blacksquare "
    r"\thinspace \medspace \thickspace \negthinspace \enspace \enskip \space \nulldelimiterspace \middle".split()
) | {"\\ ", "\\\n"}  # fmt: skip
DROPPED_WITH_ARGUMENT = frozenset(
    r"\label \tag \tag* \color \textcolor \phantom \hphantom \vphantom \raisebox \vspace \vspace*".split()
)
WIDE_SPACES = frozenset(r"\quad \qquad \hspace \hspace* \hskip \kern \mkern \hfill \hfil \mspace".split())

OPENERS = {"(": "(", "[": "[", r"\{": "{", r"\lbrace": "{", r"\lbrack": "[", r"\langle": "⟨",
r"\lfloor": "⌊", r"\lceil": "⌈",
           r"\lparen": "(", r"\llbracket": "[", "⟨": "⟨", "⌊": "⌊", "⌈": "⌈"}  # fmt: skip
CLOSERS = {")": ")", "]": "]", r"\}": "}", r"\rbrace": "}", r"\rbrack": "]", r"\rangle": "⟩",
r"\rfloor": "⌋", r"\rceil": "⌉",
           r"\rparen": ")", r"\rrbracket": "]", "⟩": "⟩", "⌋": "⌋", "⌉": "⌉"}  # fmt: skip
PAIRS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"}
BARS = {"|": "|", r"\vert": "|", "∣": "|", r"\|": "‖", r"\Vert": "‖", "‖": "‖", "∥": "‖", r"\mid": "mid"}
LEFT_BARS = {r"\lvert": "|", r"\lVert": "‖"}
RIGHT_BARS = {r"\rvert": "|", r"\rVert": "‖"}
SIZES = frozenset(
    r"\big \Big \bigg \Bigg \bigl \Bigl \biggl \Biggl \bigr \Bigr \biggr \Biggr \bigm \Bigm \biggm \Biggm".split()
)

# Environments and the way their content is laid out.
ENVIRONMENTS = {
    **dict.fromkeys(
        "align align* aligned alignat alignat* alignedat split eqnarray eqnarray* gather gather* gathered "
        "multline multline* "
        "flalign flalign*".split(), "rows"),
    **dict.fromkeys("equation equation* displaymath math subequations".split(), "single"),
    **dict.fromkeys("cases dcases cases* dcases* rcases".split(), "cases"),
    "matrix": "plain", "smallmatrix": "plain", "array": "plain", "pmatrix": "p", "bmatrix": "b",
    "Bmatrix": "B", "vmatrix": "v",
    "Vmatrix": "V",
}  # fmt: skip

COMMANDS: dict[str, tuple[str, str]] = {
    **{"\\" + n: (NAME, n) for n in (GREEK - {"omicron"}) | SYMBOLS},
    **{"\\" + n: (WORD, n) for n in PLAIN_OPERATORS},
    **{"\\" + n: (FUNC, n) for n in FUNCTION_COMMANDS},
    **{n: (REL, v) for n, v in RELATIONS.items()},
    **{n: (ARROW, v) for n, v in ARROWS.items()},
    **{n: (MUL, v) for n, v in PRODUCTS.items()},
    **dict.fromkeys(ELLIPSES, (ELL, "")),
    **{n: (BIG, v) for n, v in BIG_OPERATORS.items()},
    **{n: (STYLE, v) for n, v in STYLES.items()},
    **{n: (OPEN, v) for n, v in OPENERS.items()},
    **{n: (CLOSE, v) for n, v in CLOSERS.items()},
    **{n: (BAR, v) for n, v in BARS.items()},
    **{n: (LBAR, v) for n, v in LEFT_BARS.items()},
    **{n: (RBAR, v) for n, v in RIGHT_BARS.items()},
    **dict.fromkeys(WIDE_SPACES, (QUAD, "")),
    **{n: (NAME, v) for n, v in UNICODE_LETTERS.items()},
    r"\partial": (DIFF, "partial"), "∂": (DIFF, "partial"), r"\nabla": (NABLA, ""), "∇": (NABLA, ""),
    r"\frac": (FRAC, ""), r"\dfrac": (FRAC, ""), r"\tfrac": (FRAC, ""), r"\cfrac": (FRAC, ""),
    r"\binom": (BINOM, ""), r"\dbinom": (BINOM, ""), r"\tbinom": (BINOM, ""),
    r"\over": (INFIX, FRAC), r"\choose": (INFIX, BINOM),
    r"\sqrt": (SQRT, ""), "√": (SQRT, "√"), r"\underset": (UNDER, ""), r"\overset": (OVER, ""), r"\stackrel": (OVER, ""),
    r"\underbrace": (BRACE, ""), r"\overbrace": (BRACE, ""), r"\substack": (SUBSTACK, ""),
    r"\varnothing": (NAME, "emptyset"), r"\intercal": (NAME, "top"), r"\prime": (PRIME, "1"), r"\ddagger": (NAME, "dagger"),
    r"\pm": (ADD, "pm"), "±": (ADD, "pm"), r"\mp": (ADD, "mp"), "∓": (ADD, "mp"), "+": (ADD, "+"), "-": (ADD,
    "-"), "/": (SLASH, ""),
    r"\land": (LOGIC, "and"), r"\wedge": (LOGIC, "and"), "∧": (LOGIC, "and"), r"\lor": (LOGIC, "or"),
    r"\vee": (LOGIC, "or"),
    "∨": (LOGIC, "or"), r"\neg": (NOT, ""), r"\lnot": (NOT, ""), "¬": (NOT, ""), r"\forall": (FORALL, ""),
    "∀": (FORALL, ""),
    "{": (LB, ""), "}": (RB, ""), "_": (SUB, ""), "^": (SUP, ""), "'": (PRIME, "1"), "′": (PRIME, "1"), "″": (PRIME, "2"),
    "’": (PRIME, "1"), "!": (BANG, ""), "`": (TICK, ""), "‘": (TICK, ""), ",": (COMMA, ""), ";": (SEMI, ""), ".": (DOT, ""),
    ":": (COLON, ""), r"\colon": (COLON, ""), "&": (AMP, ""), r"\\": (ROW, ""), r"\cr": (ROW, ""), r"\newline": (ROW, ""),
    r"\slash": (SLASH, ""), r"\ldotp": (DOT, ""), r"\cdotp": (MUL, "cdot"),
}  # fmt: skip

MARKS = {
    "\u0302": "hat",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0303": "tilde",
    "\u0307": "dot",
    "\u0308": "ddot",
    "\u20d7": "vec",
}  # combining
VULGAR_FRACTIONS = {"½": "12", "⅓": "13", "⅔": "23", "¼": "14", "¾": "34", "⅕": "15", "⅙": "16", "⅛": "18"}
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵀˣᵏʲᵗᵐ", "0123456789+-()niTxkjtm", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₖₗₘₙₚₜₓ", "0123456789+-ijklmnptx", strict=True))
