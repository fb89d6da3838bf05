r"""Which plain text in a code span or a fence is a formula and not a piece of program: ``f(x) = max(0, x)``, ``x >= 0``.

A formula is recognised by its tokens: numbers, short names, operators and known functions, and nothing else. In doubt it
is not one: a program taken for mathematics is worse than a formula that is left alone.
"""

from __future__ import annotations

import re

__all__ = ["COMMAND", "has_command", "looks_like_formula"]

MAX_LENGTH = 400


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTIONS = _words(
    "exp log ln lg sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arcsinh arccosh arctanh asinh acosh atanh "
    "sqrt cbrt abs min max sign sgn erf erfc floor ceil clip clamp sum prod sup inf argmax argmin Phi phi sigma "
    "sigmoid softmax softplus softsign relu gelu silu swish mish elu selu celu prelu lrelu logistic heaviside step "
    "logsigmoid logsumexp sech csch hardsigmoid hardswish hardtanh relu6 sinc gamma Gamma beta logit normal cdf pdf"
)
GREEK_WORDS = _words(
    "alpha beta gamma delta epsilon eps zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi omega "
    "inf infinity oo"
)
CONNECTIVES = _words("if else otherwise and when for all where")

TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|\.\d+)
    | (?P<name>[^\W\d_⁰¹²³⁴-⁹ⁿ]+(?:_(?:\{[^{}\s]+\}|[^\W_]+))*[₀-₉ᵢⱼₙ]*\d*)
    | (?P<prime>['′’]+)
    | (?P<relation><=|>=|:=|!=|[=<>≤≥≠≈∈→≡∝≔⩽⩾])
    | (?P<operator>\*\*|[-+*/^·×÷−–∘⋅⊙±!])
    | (?P<power>[⁰¹²³⁴-⁹ⁿ⁻⁺]+)
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<bar>\|)
    | (?P<comma>[,，;])
    | (?P<symbol>[∞√∂∑∏∫∇∅…]|\.\.\.)
    )""",
    re.VERBOSE,
)
COMMAND = re.compile(
    r"\\(?:(?:d|t|c|x)?frac|sqrt|sum|prod|int|lim|max|min|sup|inf|log|ln|exp|sin|cos|tan|arctan|sinh|cosh|tanh|operatorname|math[a-z]+"
    r"|text|left|right|begin|end|cdots?|[lcv]?dots|times|odot|partial|nabla|infty|leq?|geq?|neq?|approx|sim|in|to|rightarrow|mapsto|pm"
    r"|hat|bar|tilde|vec|boldsymbol|alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|theta|lambda|mu|nu|xi|pi|rho|sigma|tau|(?:var)?phi"
    r"|chi|psi|omega|Gamma|Delta|Theta|Lambda|Sigma|Phi|Psi|Omega|quad|lvert|rvert|lfloor|circ|equiv|propto|forall|exists)(?![A-Za-z])"
)
DRIVE = re.compile(r"(?:^|[\s(\"'/])[A-Za-z]:\\|:/{2}")  # a path of Windows, an address
NEVER = re.compile(
    r"""==|->|=>|\+=|-=|\*=|/=|//|&&|\|\||<<|>>|\+\+|--|::|["“”`;@\#?~&$\\]
    |[^\W\d]\.[^\W\d]      # an attribute: np.exp
    |[\w\])]\[             # an index: x[0]
    |(?<![\w'′)\]}])'      # a string
    |\b(?:import|def|return|lambda|print|None|True|False|self|not|is|in|not|del|with|as|from|while|class|range|len|int|float
         |str|list|dict|const|let|var|void|new|function|null|true|false)\b""",
    re.VERBOSE,
)  # fmt: skip
Token = tuple[str, str, int, int]


def has_command(text: str) -> bool:
    r"""Whether the text has a LaTeX command (``\frac``), and so is LaTeX."""
    return COMMAND.search(text) is not None


def looks_like_formula(text: str) -> bool:
    """Whether a line of plain text reads as mathematics, and cannot be taken for program code, a path or an option."""
    text = text.strip().rstrip(".,。，")
    if not 2 <= len(text) <= MAX_LENGTH or "\n" in text:
        return False
    if has_command(text):
        return _latex(text)
    if NEVER.search(text) or (text[0] in "<>*/=.,)]}|%!" and not text.startswith("|")):
        return False
    tokens = _tokens(text)
    if tokens is None or not _balanced(tokens):
        return False
    sides = _split(tokens)
    if any(not side for side in sides):
        return False
    return _relation(tokens, sides) if len(sides) > 1 else _expression(sides[0], text)


def _latex(text: str) -> bool:
    """LaTeX in a code span: a relation or an operator beside a command, balanced braces, no dollar signs, no path."""
    if (
        "$" in text
        or "`" in text
        or DRIVE.search(text)
        or re.search(r"\\(?:usepackage|documentclass|newcommand|def|begin\{document|item|section)", text)
    ):
        return False
    return (
        text.count("{") == text.count("}")
        and re.search(r"[=<>^_+/{(*-]|\\(?:frac|sum|int|cdot|leq?|geq?|in)\b", text) is not None
    )


def _tokens(text: str) -> list[Token] | None:
    out: list[Token] = []
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            return None
        out.append((match.lastgroup, match[match.lastgroup], match.start(match.lastgroup), match.end()))
        at = match.end()
    return out


def _balanced(tokens: list[Token]) -> bool:
    depth = 0
    for kind, text, _, _ in tokens:
        depth += (kind == "open") - (kind == "close")
        if depth < 0 or (kind == "comma" and depth == 0 and text == ";"):
            return False
    return depth == 0 and sum(kind == "bar" for kind, *_ in tokens) % 2 == 0


def _split(tokens: list[Token]) -> list[list[Token]]:
    """The sides of the relations that stand outside brackets."""
    sides: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token[0] == "open") - (token[0] == "close")
        if token[0] == "relation" and depth == 0:
            sides.append([])
        else:
            sides[-1].append(token)
    return sides


def _is_short(name: str) -> bool:
    """A name of a quantity: one letter (with an index), a Greek word, a differential ``dx``, a product ``αx`` or ``wx``."""
    base, *indices = name.split("_")
    base = base.rstrip("₀₁₂₃₄₅₆₇₈₉ᵢⱼₙ0123456789")
    if any(len(index) > 2 and index.isalpha() for index in indices):
        return False  # y_pred, x_max
    if len(base) == 1 or base.lower() in GREEK_WORDS:
        return True
    return len(base) == 2 and (base[0] in "dΔ∂" or not base[0].isascii() or base[1] in "xz")


def _is_function(name: str) -> bool:
    return name in FUNCTIONS or name.lower() in FUNCTIONS or name.split("_")[0].lower() in FUNCTIONS


def _sound(tokens: list[Token], heads: bool = False) -> bool:
    """Whether the names are those of formulas: short, or known functions before a bracket; and operators have operands.

    With ``heads`` any name may stand before a bracket: ``MyReLU(x)`` on the left of a definition.
    """
    previous: Token | None = None
    for i, token in enumerate(tokens):
        kind, text, start, _ = token
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        applied = after is not None and (after[1] in "([{" or after[0] in ("prime", "power") or after[1] == "^")
        if kind == "name":
            worded = heads and after is not None and after[0] == "name"  # Leaky ReLU(x)
            known = _is_short(text) or (_is_function(text) and applied) or (heads and applied) or worded
            short_word = text.isascii() and len(text) <= 3 and previous is not None and previous[0] == "number"  # 2xy
            if not known and not short_word and text not in CONNECTIVES:
                return False
            if previous is not None and previous[0] == "name" and start == previous[3]:
                return False
        if kind == "operator" and after is None and text != "!":
            return False
        if kind == "operator" and previous is None and text not in "-+−–±":
            return False
        previous = token
    return True


def _relation(tokens: list[Token], sides: list[list[Token]]) -> bool:
    equal = any(t[0] == "relation" and t[1] in "=:=≔" for t in tokens)
    head, rest = sides[0], sides[1:]
    first = head[0][1]
    if equal and (_has_bare_comma(head) or (len(head) == 1 and rest[0][0][1] == first)):
        return False  # x, y = y, x and i = i + 1
    if len(head) == 1 and head[0][0] == "name":
        if not all(_sound(side) for side in sides):
            return _named_definition(head[0][1], rest)
        if equal and not _has_structure([t for side in rest for t in side]):
            return not first.isascii()  # `α = 0.01` is a statement, `k=3` and `axis = 1` are settings
        return True
    return _sound(head, heads=True) and all(_sound(side) for side in rest) and _has_name(tokens)


def _named_definition(name: str, sides: list[list[Token]]) -> bool:
    """``sigmoid = 1 / (1 + exp(-x))``: a longer name may be defined by an expression of known functions or powers."""
    tokens = [t for side in sides for t in side]
    telling = any((t[0] == "name" and _is_function(t[1])) or t[1] == "^" or t[0] in ("power", "bar") for t in tokens)
    return name.isalpha() and (_is_function(name) or telling) and all(_sound(s) for s in sides) and _has_structure(tokens)


def _has_structure(tokens: list[Token]) -> bool:
    kinds = {t[0] for t in tokens}
    return "name" in kinds and bool(kinds & {"operator", "open", "power", "bar"})


def _has_bare_comma(tokens: list[Token]) -> bool:
    return any(t[0] == "comma" for t in tokens) and not any(t[0] == "open" for t in tokens)


def _has_name(tokens: list[Token]) -> bool:
    return any(t[0] == "name" for t in tokens)


def _expression(tokens: list[Token], text: str) -> bool:
    """An expression without a relation: needs a variable, and more than a mention ``tanh(x)`` or a hyphenated ``a-b``."""
    if not _sound(tokens) or not any(t[0] == "name" and _is_short(t[1]) for t in tokens):
        return False
    calls = any(
        t[0] == "name" and (_is_function(t[1]) or not t[1].isascii()) and _is_bracket(tokens, i + 1)
        for i, t in enumerate(tokens)
    )
    operators = sum(t[0] in ("operator", "power") for t in tokens)
    commas = any(t[0] == "comma" for t in tokens)
    if calls:
        return operators > 0 or (commas and tokens[0][1].lower() in ("max", "min"))
    if commas or text[0] in "-+" or operators == 0 or any(t[1] in CONNECTIVES for t in tokens):
        return False
    if any(t[0] == "power" or t[1] in ("^", "**") for t in tokens):
        return True
    return any(t[0] == "number" for t in tokens) and ("(" in text or " " in text)


def _is_bracket(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at][1] == "("
