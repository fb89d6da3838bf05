"""What a name means at a place of a document: bindings by section, assumptions, and what is being discussed.

A scope is a value: binding gives a new one. Sections nest by their headings; leaving one forgets what it bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from symact.catalogue import Activation, Density
from symact.terms.core import Term, app, at, substitute, sym, walk

__all__ = ["ITEM", "ROW", "Binding", "Frame", "Scope"]

ITEM, ROW = 90, 95  # the levels of a list item with a heading of its own, and of a table's row: below those of all headings


@dataclass(frozen=True)
class Binding:
    """A name with its meaning: a function of ``formal`` parameters, or a value (no parameters; indices for a vector).

    ``line`` is where it was bound; ``entry`` the catalogue's function of which it is the name. ``reread`` gives the body with
    some names kept as they are, though they are bound themselves. The index of a recursion may be
    shifted: ``w_{t+1} = w_t - g_t``.
    """

    name: str
    formal: tuple[Term, ...]
    body: Term
    line: int = 0
    entry: Activation | None = None
    opaque: frozenset[str] = frozenset()  # unknown functions that its body is made of
    reread: Callable[[frozenset[str]], Term] | None = field(default=None, compare=False, repr=False)
    passing: bool = False  # a number, given for the sentences that follow
    case: bool = False  # what a function is taken to be in a case: for f(x) = …

    def unfolded(self, kept: frozenset[str]) -> Term:
        """The body with the names in ``kept`` left as variables."""
        return self.body if self.reread is None or not kept else self.reread(kept)

    @property
    def is_function(self) -> bool:
        return any(p.head == "sym" for p in self.formal)

    @property
    def nameless(self) -> Binding:
        """The binding without its meaning: a function of one variable, or an entry, under its name; any other as it is."""
        if len(self.formal) == 1 and self.is_function:
            return Binding(self.name, self.formal, app(self.name, *self.formal), self.line)
        if self.is_vector:
            return Binding(self.name, self.formal, at(self.name, *self.formal), self.line)
        return self

    @cached_property
    def earlier(self) -> frozenset[Term]:
        """The entries of its own name of which an entry is made: ``h_{t-1}`` of ``h_t``; a first one (``h_0``) is a number."""
        own = (t for t in walk(self.body) if t.head == "at" and t.name == self.name)
        return frozenset(t for t in own if not all(i.is_num for i in t.args[1:]))

    def member(self, body: Term, places: tuple[Term, ...], numbers: Mapping[Term, Term]) -> Term:
        """The entry at ``places`` of a vector, whose value at its formal indices is ``body``.

        ``numbers`` are these indices where they stand as numbers: ``a_n = n^2``. Of a recursion only the entry is known that
        was written.
        """
        if self.earlier:
            return body if places == self.formal else at(self.name, *places)
        return substitute(body, {**numbers, **dict(zip(self.formal, places, strict=True))})

    @property
    def is_vector(self) -> bool:
        return bool(self.formal) and all(p.head in ("ix", "add") for p in self.formal)


@dataclass(frozen=True)
class Frame:
    """A section: its heading and level, what is bound and assumed in it (for a case: ``cased``), and the entries that it is about."""

    title: str = ""
    level: int = 0
    bindings: dict[str, Binding] = field(default_factory=dict)
    assumptions: tuple[Term, ...] = ()
    subject: Activation | Density | None = None
    cased: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Scope:
    frames: tuple[Frame, ...] = (Frame(),)
    left: Mapping[str, Binding] = field(default_factory=dict)  # what sections that have been left had bound last
    ranks: Mapping[str, int] = field(default_factory=dict)  # of names that are vectors (1) and matrices (2)
    topics: frozenset[str] = frozenset()  # of ``phrases.TOPICS``: what the document has spoken of

    def exited(self, level: int) -> Scope:
        """The scope after the parts of that level and below."""
        if self.frames[-1].level < level:
            return self
        outer = tuple(f for f in self.frames if f.level < level)
        left = {k: b for f in self.frames if f.level >= level for k, b in f.bindings.items()}
        return replace(self, frames=outer, left={**self.left, **left})

    def entered(self, title: str, level: int, subject: Activation | Density | None) -> Scope:
        """The scope after a heading: sections of its level and below are left."""
        outer = self.exited(level).after_case
        return replace(outer, frames=(*outer.frames, Frame(title, level, {}, (), subject)))

    def speaking_of(self, *topics: str) -> Scope:
        new = self.topics | set(topics)
        return self if new == self.topics else replace(self, topics=new)

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(f.title for f in self.frames if f.title)

    @property
    def subject(self) -> Activation | Density | None:
        """What the innermost section with a subject is about."""
        return next((f.subject for f in reversed(self.frames) if f.subject is not None), None)

    @property
    def assumptions(self) -> tuple[Term, ...]:
        return tuple(a for f in self.frames for a in (*f.assumptions, *f.cased))

    def find(self, name: str) -> Binding | None:
        """The binding of a name in the present section or around it."""
        return next((f.bindings[name] for f in reversed(self.frames) if name in f.bindings), None)

    @property
    def functions(self) -> tuple[Binding, ...]:
        """The functions of one variable, those of the innermost sections first."""
        return tuple(b for b in self._innermost if len(b.formal) == 1 and b.is_function)

    @property
    def vectors(self) -> tuple[Binding, ...]:
        """The vectors that are known by their entries, those of the innermost sections first."""
        return tuple(b for b in self._innermost if len(b.formal) == 1 and b.is_vector)

    @property
    def _innermost(self) -> tuple[Binding, ...]:
        """The binding that each name has here."""
        return tuple({b.name: b for f in self.frames for b in f.bindings.values()}.values())[::-1]

    @property
    def recalling(self) -> Scope:
        """The scope with what sections that have been left had bound: it may explain a formula, but not convict it."""
        return replace(self, frames=(Frame(bindings=dict(self.left)), *self.frames))

    def bound(self, binding: Binding) -> Scope:
        """The scope with a name bound in the present section."""
        last = self.frames[-1]
        return replace(self, frames=(*self.frames[:-1], replace(last, bindings={**last.bindings, binding.name: binding})))

    def without_number(self, name: str) -> Scope:
        """The scope where a name has lost the number that was given to it in passing."""
        binding = self.find(name)
        if binding is None or not binding.passing:
            return self
        kept = [{k: b for k, b in f.bindings.items() if b is not binding} for f in self.frames]
        return replace(self, frames=tuple(replace(f, bindings=k) for f, k in zip(self.frames, kept, strict=True)))

    def naming(self, words: Iterable[str]) -> Scope:
        """The scope in which functions of one variable stay under their names, those that it binds and those in ``words``.

        Entries of vectors stay, too: nothing is put in for them.
        """
        x = sym("x")
        own = {w: Binding(w, (x,), app(w, x)) for w in words if self.find(w) is None}
        frames = (replace(f, bindings={k: b.nameless for k, b in f.bindings.items()}) for f in self.frames)
        return replace(self, frames=(Frame(bindings=own), *frames))

    @property
    def moved_on(self) -> Scope:
        """The scope after a paragraph: the numbers that were given for it are forgotten."""
        if not any(b.passing for f in self.frames for b in f.bindings.values()):
            return self
        kept = [{k: b for k, b in f.bindings.items() if not b.passing} for f in self.frames]
        return replace(self, frames=tuple(replace(f, bindings=k) for f, k in zip(self.frames, kept, strict=True)))

    def assuming(self, conditions: Iterable[Term], case: bool = False) -> Scope:
        """The scope with these conditions in force, to the end of the section or of a case."""
        last = self.frames[-1]
        new = tuple(c for c in conditions if c not in (*last.assumptions, *last.cased))
        if not new:
            return self
        frame = replace(last, cased=(*last.cased, *new)) if case else replace(last, assumptions=(*last.assumptions, *new))
        return replace(self, frames=(*self.frames[:-1], frame))

    @property
    def after_case(self) -> Scope:
        """The scope without what was assumed for a case, and what functions were taken to be in it."""
        if not any(f.cased or any(b.case for b in f.bindings.values()) for f in self.frames):
            return self
        kept = [{k: b for k, b in f.bindings.items() if not b.case} for f in self.frames]
        return replace(self, frames=tuple(replace(f, cased=(), bindings=k) for f, k in zip(self.frames, kept, strict=True)))

    def with_ranks(self, ranks: Mapping[str, int]) -> Scope:
        return replace(self, ranks={**self.ranks, **ranks}) if ranks else self

    def about(self, subject: Activation | Density) -> Scope:
        last = self.frames[-1]
        return replace(self, frames=(*self.frames[:-1], replace(last, subject=subject)))
