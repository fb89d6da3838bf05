r"""The shortest derivation that leads from one writing of a term to another, line by line, each with the name of its rule.

From a line the next ones are what a textbook would write: a rule of differentiation applied, a name replaced by what it
stands for, factors and summands collected, exponentials written by ``\sigma``. The goal may follow from a line by algebra
alone, if it is made of the same functions. Of all such routes the one with the fewest and lightest lines is taken.

Nothing here is trusted: who shows a route has every line decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import count

from symact.budget import tick
from symact.decide import same_value
from symact.derive.chain import Line, word_for
from symact.derive.named import NAMED, NAMED_LATEX, expand, folded
from symact.derive.rules import is_pending, take
from symact.derive.simplest import languages, simplest, weight
from symact.derive.tidy import tidy
from symact.derive.vectors import bound_by_k, replaced, shares_in, weights_by
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import HALF, Term, app, at, fn, free, index, mul, power, substitute, transform
from symact.terms.latex import name_latex, to_latex

__all__ = ["Names", "forms", "route", "same_writing"]

EXPANDED = 40  # lines from which the search goes on
LINE, PER_SIGN = 1.0, 0.01  # what a line costs, and each of its symbols
NORMAL = ("Phi", "phi")
CHOOSING = ("abs", "max", "min", "sign", "step", "cases")  # each can be written by the others
FAMILIES = {
    "hyperbolic identity": frozenset("sinh cosh tanh coth sech csch exp".split()),
    "trigonometric identity": frozenset("sin cos tan cot sec csc".split()),
}  # functions that the identities between them are known of
AT_ONCE = 0.3  # to take two rules in one line
NAMING, LEAP, BLIND = 0.2, 2.0, 20.0  # to write the goal by a name that was not there; to reach it otherwise, and with derivatives


@dataclass(frozen=True)
class Names:
    """Functions of one variable, and entries of vectors, under the names of a text: formal parameter, or index, and body of each.

    The logistic function, softplus and the normal distribution are known by any name that they have there (``same``).
    """

    functions: Mapping[str, tuple[Term, Term]]
    entries: Mapping[str, tuple[Term, Term]]
    same: Mapping[str, str] = field(default_factory=dict)  # its name for each function of NAMED, and for Phi and phi
    meant: Mapping[str, str] = field(default_factory=dict)  # and which of these a name stands for

    @classmethod
    def of(cls, functions: Mapping[str, tuple[Term, Term]], entries: Mapping[str, tuple[Term, Term]]) -> Names:
        meant: dict[str, str] = {}
        for word, (x, body) in functions.items():
            known = next((n for n in (*NAMED, *NORMAL) if same_value(body, _value(n, x))), None)
            if known is not None:
                meant[word] = known
        plain = cls(functions, entries, {known: word for word, known in reversed(meant.items())}, meant)
        return replace(plain, functions={word: (x, plain.by_name(body)) for word, (x, body) in functions.items()})

    def by_name(self, t: Term) -> Term:
        """The term with logistic functions, softplus and normal distributions by their names, if the text has these."""
        new = folded(t)
        return new if _atoms(new) - _atoms(t) <= set(self.same) else t

    def name(self, known: str) -> str:
        """How a function is written, LaTeX."""
        return name_latex(self.same.get(known, known))

    def told(self, rule: str) -> str:
        """The name of a rule with the names that functions have in the text."""
        for known, latex in NAMED_LATEX.items():
            rule = rule.replace(f"${latex}$", f"${self.name(known)}$")
        return rule

    def latex(self, t: Term) -> str:
        """A term with the names that functions have in the text, LaTeX."""
        back = transform(t, lambda a: app(self.same[a.head], *a.args) if a.head in NORMAL and a.head in self.same else None)
        return to_latex(back, {known: self.name(known) for known in NAMED})

    def known(self, t: Term) -> Term:
        """The term with functions under the names by which the rules know them."""

        def rule(a: Term) -> Term | None:
            if a.head != "app" or a.args[0] not in self.meant:
                return None
            name, orders, *args = self.meant[a.args[0]], *a.args[1:]
            return Term("app", (name, orders, *args)) if name in NAMED else fn(name, *args) if not any(orders) else None

        return transform(t, rule)

    def value(self, t: Term) -> Term:
        """The term with every name replaced by what it stands for, and every derivative taken."""
        if t.head == "slope":
            return diff(self.value(t.args[1]), t.args[2])
        args = tuple(self.value(a) if isinstance(a, Term) else a for a in t.args)
        plain = t if args == t.args else Term(t.head, args)
        return expand(self.body(plain) or plain)

    def body(self, a: Term) -> Term | None:
        """What an application of a function of the text stands for, differentiated where it is, or an entry; None for any other term."""
        if a.head == "at" and a.name in self.entries and len(a.args) == 2:
            ix, body = self.entries[a.name]
            return substitute(body, {ix: a.args[1]})
        if a.head != "app" or len(a.args) != 3:
            return None
        word = self.same.get(a.args[0], a.args[0])
        if word not in self.functions:
            return None
        x, body = self.functions[word]
        return substitute(diff(body, x, a.args[1][0]) if a.args[1][0] else body, {x: a.args[2]})


def _value(known: str, x: Term) -> Term:
    return NAMED[known].definition(x) if known in NAMED else fn(known, x)


def forms(t: Term, names: Names, others: Iterable[Term] = ()) -> list[Term]:
    """The forms in which people write a term, by the functions that the text has names for, the lightest first.

    ``others`` are writings of it that are weighed as well.
    """
    plain = names.value(t)
    found = [simplest(plain), *(form for _, form in _by_entries(plain, names))]
    found += [simplest(change.term) for change in languages(plain)]
    found += [simplest(folded(plain)), *others]
    met = _atoms(t) | _atoms(plain)
    return sorted((f for f in found if _is_spoken(f, names, met)), key=weight) or [plain]


def _is_spoken(t: Term, names: Names, met: set[str]) -> bool:
    """Whether the text has the functions of a term, as far as not every text has them; who speaks of Phi knows phi."""
    met = met | set(names.same)
    met |= set(NORMAL) if met & set(NORMAL) else set()
    return not (_atoms(t) & {*NAMED, *NORMAL, *CHOOSING}) - met


def same_writing(a: Term, b: Term) -> bool:
    """Whether two terms are written alike but for the order of terms and factors."""
    return _ordered(a) == _ordered(b)


def _ordered(t: Term) -> str:
    """A term without the order of its terms and factors, as a text; the root of a term is its power 1/2."""
    if not t.children:
        return repr(t)
    if t.head == "pow" and t.args[0].head == "pow" and t.args[1].is_num and t.args[0].args[1] == HALF:
        return _ordered(power(t.args[0].args[0], t.args[1].value / 2))
    inner = [_ordered(a) for a in t.children]
    return f"{t.head}{[a for a in t.args if not isinstance(a, Term)]}({', '.join(sorted(inner) if t.head in ('add', 'mul') else inner)})"


def route(start: Term, goal: Term, names: Names) -> list[Line]:
    """The lines after ``start`` that lead to ``goal``, which is the last of them; none where both are written alike.

    Both are terms under the names of the text (:meth:`Names.known`). They are taken to be equal.
    """
    if same_writing(start, goal):
        return []
    order = count()
    heap: list[tuple[float, int, Term, tuple[Line, ...]]] = [(0.0, next(order), start, ())]
    done: set[str] = set()
    while heap:
        tick()
        cost, _, here, lines = heappop(heap)
        if lines and lines[-1].term == goal:
            return list(lines)
        key = _ordered(here)
        if key in done:
            continue
        done.add(key)
        reached = _leap(here, goal, names)
        steps = [*reached, *(_moves(here, names) if len(done) <= EXPANDED else ())]
        for rule, new, extra in steps:
            if same_writing(new, goal):
                new = goal
            if _ordered(new) not in done:
                more = LINE + PER_SIGN * weight(new) + extra
                heappush(heap, (cost + more, next(order), new, (*lines, Line(rule, new, names.latex(new)))))
    return []


Move = tuple[str, Term, float]  # the rule, the line, and what it costs beyond being one


def _leap(here: Term, goal: Term, names: Names) -> Iterator[Move]:
    """The goal in one step: by algebra if it is made of the same functions, else by a name that it brings in."""
    if is_pending(here):
        yield "simplify", goal, BLIND
        return
    own, wanted = _atoms(here), _atoms(goal)
    lost = {n for n in own - wanted if n in {*names.functions, *names.entries} and n not in names.same}
    if wanted <= own and not lost:
        yield _algebra(here, goal), goal, 0.0
    elif not lost and wanted - own <= {*names.functions, *names.entries, *names.same}:
        yield "by name", goal, NAMING
    elif (family := next((name for name, heads in FAMILIES.items() if own | wanted <= heads), None)) is not None:
        yield family, goal, NAMING
    else:
        yield "simplify", goal, LEAP


def _algebra(before: Term, after: Term) -> str:
    """What was done to bring one term into the form of the other; where the same stands below, only something above changes."""
    below = _below(before)
    rule = "collect" if below and below == _below(after) else word_for(before, after)
    return "factor" if rule == "cancel" and not any(map(_below, _nodes(before))) else rule


def _below(t: Term) -> set[str]:
    """The factors that stand below."""
    factors = t.args if t.head == "mul" else (t,)
    return {_ordered(f) for f in factors if f.head == "pow" and f.args[1].is_num and f.args[1].value < 0}


def _atoms(t: Term) -> set[str]:
    """The functions that a term is made of; sums, products and powers are none."""
    return {_word(a) for a in _nodes(t) if a.head not in ("add", "mul", "pow", "num", "const", "sym", "ix", "vec", "delta", "slope")}


def _word(a: Term) -> str:
    return str(a.args[0]) if a.head == "app" else a.name if a.head == "at" else a.head


def _nodes(t: Term) -> Iterator[Term]:
    yield t
    for a in t.children:
        yield from _nodes(a)


def _moves(here: Term, names: Names) -> Iterator[Move]:
    """The next lines that a textbook may write."""
    yield from _unfolded(here, names)
    if is_pending(here):
        if not _opaque(here, names):
            try:
                new, rules = take(here)
            except NotDifferentiable:
                return
            yield names.told("; ".join(rules)), new, 0.0
            if is_pending(new) and all(map(_is_plain, _slopes(new))):
                while is_pending(new):
                    new, more = take(new)
                    rules = (*rules, *more)
                yield names.told("; ".join(dict.fromkeys(rules))), new, AT_ONCE
        return
    plain = tidy(here)
    if _ordered(plain) != _ordered(here) and weight(plain) < weight(here):
        yield _algebra(here, plain), plain, 0.0
    for change in languages(here):
        brings = _atoms(change.term) - _atoms(here)
        if brings <= {*names.same, "tanh", "tan", "sin"}:
            for form in dict.fromkeys((change.term, simplest(change.term))):
                yield names.told(change.rule), form, 0.0
    for rule, form in _by_entries(here, names):
        yield rule, form, 0.0
    if (new := names.by_name(here)) != here:
        yield "by name", tidy(new), 0.0


def _by_entries(here: Term, names: Names) -> Iterator[tuple[str, Term]]:
    """Exponentials over their sum written as the entries of a vector that the text has a name for."""
    if index("k") in free(here):
        return
    plain = tidy(bound_by_k(here))
    for name, (ix, body) in names.entries.items():
        found = shares_in(bound_by_k(body))
        if found is None:
            continue
        total, summand = found
        places = [a for a in _nodes(plain) if a.head == "ix" and a in free(plain)]
        values = weights_by(summand, {m: mul(at(name, m), total) for m in places})
        new = simplest(tidy(replaced(plain, values)))
        is_share = tidy(mul(substitute(summand, {index("k"): ix}), power(total, -1))) == tidy(bound_by_k(body))
        if is_share and name in _atoms(new) and "sum" not in _atoms(new):
            yield f"substitute ${name_latex(name)}$", new


def _unfolded(here: Term, names: Names) -> Iterator[Move]:
    """Each function of the text replaced by what it stands for, wherever it is applied."""
    for name in sorted(_atoms(here)):
        new = transform(here, lambda a: names.body(a) if a.head in ("app", "at") and _word(a) == name else None)  # noqa: B023
        if new != here:
            rule = f"definition of ${names.name(name)}$"
            yield rule, new if is_pending(new) else tidy(new), 0.0


def _slopes(t: Term) -> list[Term]:
    """The derivatives that are still to be taken."""
    return [a for a in _nodes(t) if a.head == "slope"]


def _is_plain(slope: Term) -> bool:
    """Whether a derivative is taken in passing: that of an exponential of a multiple of the variable, or of a sum of such ones."""
    u = slope.args[1]
    u = u.args[3] if u.head == "sum" else u
    return u.head == "exp" and all(a.head in ("num", "sym", "at") for a in (u.args[0].args if u.args[0].head == "mul" else u.args))


def _opaque(here: Term, names: Names) -> bool:
    """Whether the rules of differentiation do not know what is to be differentiated: it is a function of the text by its name.

    Nor may the derivative of a function be used where it alone is asked for: it would be known beforehand.
    """
    bare = here.args[1] if here.head == "slope" else None
    return any(
        a.head == "app" and a.args[2:] and (a.args[0] not in NAMED or any(a.args[1])) for s in _slopes(here) for a in _nodes(s.args[1])
    ) or (bare is not None and bare.head == "app")
