r"""Written mathematics to its syntax tree: LaTeX, or the plain notation of programs and prose."""

from __future__ import annotations

from symact.notation import brackets, derivatives, environments, factors, functions, relations, statements, terms
from symact.notation import names as n
from symact.notation.infix import prefixed
from symact.notation.lexer import lex
from symact.notation.reader import ATOMS, RULES, Reader
from symact.notation.syntax import Node, NotationError
from symact.source import Span

__all__ = ["MAX_TREE_DEPTH", "parse"]

MAX_TREE_DEPTH = 200  # nodes below one another; readers of the tree may recurse

ATOMS.update(
    {
        n.OPEN: brackets.group, n.BAR: brackets.bar, n.LBAR: brackets.bar, n.LNULL: brackets.evaluation,
        n.LB: factors.braces, n.WORD: factors.word, n.DNAME: factors.word, n.TEXT: factors.words, n.ELL: factors.ellipsis,
        n.MUL: factors.placeholder, n.COLON: factors.slice_colon, n.STYLE: factors.styled, n.SWITCH: factors.switched,
        n.SQRT: factors.root, n.BINOM: factors.binomial, n.BRACE: factors.underbrace, n.SUBSTACK: factors.substack,
        n.FUNC: functions.function, n.BIG: functions.big_operator, n.UNDER: functions.set_under,
        n.OVER: functions.set_under,
        n.FRAC: derivatives.fraction, n.DIFF: derivatives.differential_sign, n.NABLA: derivatives.nabla,
        n.BEGIN: environments.environment,
    }
)  # fmt: skip
RULES.update(
    {
        "content": relations.content, "sum": terms.sum_, "product": terms.product, "signed": terms.signed,
        "line": statements.line,
        "differential": derivatives.differential, "expectation": functions.expectation,
        "braced cases": environments.braced_cases, "worded cases": environments.worded_cases,
    }
)  # fmt: skip


def parse(text: str, *, tex: bool = True) -> Node:
    """The tree of a formula; several rows without an environment are ``rows``, too.

    Raises NotationError, and nothing else, if the text is not read from its first to its last character.
    """
    tokens = environments.lay_out(prefixed(lex(text, tex)))
    r = Reader(text, tokens, tex)
    r.in_rows = n.ROW in tokens.kinds
    try:
        found = environments.rows(r)
    except RecursionError:
        raise NotationError("nested too deep", Span(0, len(text))) from None
    if not found or found[0].kind == "none":
        raise NotationError("an empty formula", Span(0, len(text)))
    if len(found) == 1 and found[0].kind == "rel" and found[0].args[-1].kind == "none":
        raise NotationError("nothing after a relation", found[0].args[-1].span)
    node = found[0] if len(found) == 1 else Node("rows", Span(found[0].span.start, found[-1].span.end), tuple(found))
    if r.kinds[r.at] != n.EOF:
        raise r.unexpected()
    if len(tokens.kinds) > MAX_TREE_DEPTH:
        check_depth(node)
    return node


def check_depth(node: Node) -> None:
    level = [node]
    for _ in range(MAX_TREE_DEPTH):
        level = [child for parent in level for child in parent.args]
        if not level:
            return
    raise NotationError("nested too deep", level[0].span)
