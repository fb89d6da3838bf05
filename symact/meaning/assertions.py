"""What a sentence asserts by its words: claims, each with the words for its subject, its quantity and its region.

A clause is read from its beginning. A claim counts only if every word of its clause before it is understood, and if nothing
follows that could limit it; a condition that is not understood, a doubt or a word such as "usually" silences the claims behind it.
Names that are only compared with are no subjects. Nothing is known here of functions: marks stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from symact.meaning.flat import Sentence
from symact.meaning.phrases.model import SIGNS, Lexicon, Match

__all__ = ["OWN", "Assertion", "Read", "quantity", "read_sentence"]

_SEPARATOR = re.compile(r"[,，;:()…—\n、]|--")
_SPACE = re.compile(r"[\s\"'`*_~·•.。!?]+|-(?=\s)")
_LIST = "、"
_PLACED = re.compile(r"(?:in|within|inside|between|strictly)\b|在|[^a-z\u4e00-\u9fff]", re.IGNORECASE)
_LABELS = frozenset((":", "—", "--"))
_STRONG = frozenset(";")
_OF = re.compile(r"\bof\s*$", re.IGNORECASE)
_DERIVED = frozenset(("derivative", "second", "other"))  # quantities that are functions of their own, for which a pronoun may stand
OWN = frozenset(("derivative", "second", "output", "component"))  # and those that even then are said of the function itself


@dataclass(frozen=True)
class Assertion:
    """A claim as it is worded. ``subjects`` are marks of entries and symbols; empty where the words before must tell.

    ``order`` is that of the derivative spoken of, ``noun`` what of it (its range, its maximum); ``region`` where, which an
    earlier clause may have named (``carried``). ``pronoun`` is the kind of the word that stands for the subject.
    """

    match: Match
    start: int
    end: int
    subjects: tuple[str, ...] = ()
    pronoun: str = ""
    order: int = 0
    noun: str = ""
    spoken: bool = False  # whether a quantity was named
    region: Match | None = None
    carried: bool = False
    denied: bool = False
    stray: bool = False  # words before it, without a subject that is known, may be about something else


@dataclass(frozen=True)
class Read:
    """What a sentence gives: its claims; its topic for the sentences that follow; the class of functions that it speaks of.

    ``topic`` are the marks of what the sentence is about, ``doubtful`` says that it names others as well. ``of_class`` is a claim
    about functions in general ("saturating activation functions …"), of which a next sentence may give examples; ``listed`` are
    the examples where the sentence is nothing else. After a sentence that is ``derived`` or ``crowded`` a pronoun may stand for either.
    """

    assertions: tuple[Assertion, ...] = ()
    topic: tuple[str, ...] = ()
    doubtful: bool = False
    of_class: Assertion | None = None
    listed: tuple[str, ...] = ()
    derived: bool = False  # whether it spoke of a derivative or an inverse
    crowded: bool = False  # whether it named a function beside its topic


@dataclass
class _Clause:
    """A clause on its way."""

    subjects: list[str] = field(default_factory=list)
    pronoun: str = ""
    order: int = 0
    nouns: list[str] = field(default_factory=list)
    region: Match | None = None
    open: bool = True  # all was understood so far
    void: bool = False  # what follows speaks of something else
    copula: bool = False
    joined: bool = True  # the last piece was "and", or nothing came yet
    first: int = -1  # where the words begin that belong to the next claim
    pending: Assertion | None = None
    after: bool = False  # since the pending claim nothing but words without weight
    last: str = ""  # the meaning of the last filler
    said: list[Assertion] = field(default_factory=list)
    others: bool = False  # something in it was not understood
    general: Assertion | None = None  # a claim before "functions"
    examples: bool = False
    names: bool = False  # a function was named
    doubted: bool = False  # it holds a word such as "no"
    conjoined: bool = False  # an "and" stood beside its subjects
    begins: str = ""  # the role of its first piece
    derives: bool = False  # it speaks of a derivative or an inverse
    has: bool = False  # "has a", so that a property belongs to a noun behind it
    attributive: bool = False  # the pending claim is such a property


class _Reader:
    """Goes through the pieces of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.clause = _Clause()
        self.stack: list[_Clause] = []
        self.said: list[Assertion] = []
        self.topic: tuple[str, ...] = ()
        self.list: list[str] = []  # subjects set apart by commas so far
        self.named: dict[str, None] = {}
        self.mentioned: dict[str, None] = {}  # all names, those of what is only compared with as well
        self.region: Match | None = None
        self.hedged = self.blocked = self.denied = False
        self.of_class: Assertion | None = None
        self.listed: tuple[str, ...] = ()
        self.only_names = True
        self.continues = False  # it begins with a pronoun
        self.last_named = ""
        self.pronoun = ""  # the one that stands for the subject
        self.derived = False  # a derivative or an inverse was spoken of
        self.stray = self.elsewhere = False  # a clause without a subject was not understood, or named a function
        self.unclear = False  # words behind the subject were not understood
        self.leading = False  # the clause before was nothing but a region

    # ---- pieces

    def run(self, matches: Iterable[Match]) -> Read:
        at = 0
        text = self.sentence.text
        for match in matches:
            self._gap(at, match.start)
            self._match(match)
            at = match.end
        self._gap(at, len(text))
        while self.stack:
            self._close()
        self._end_clause()
        others = [m for m in self.named if m not in self.topic]
        listed = tuple(self.named) if self.listed and self.only_names else ()
        doubtful = bool(others) and not self.topic and not self.continues
        return Read(tuple(self.said), self.topic, doubtful, self.of_class, listed, self.derived, self._crowded())

    def under(self, head: Sequence[Match]) -> None:
        """Begins with a quantity that was named before."""
        for m in head:
            if m.phrase.role == "quantity":
                self._take(m)
                self.clause.joined = False

    def _things(self, marks: dict[str, None]) -> set[str]:
        pieces = self.sentence.pieces
        return {getattr(pieces[m].value, "name", m) for m in marks}

    def _crowded(self) -> bool:
        """Whether a function was named beside the topic, or one where what the sentence is about was named before."""
        return bool(self._things(self.mentioned) - self._things(dict.fromkeys(self.topic)))

    def _gap(self, start: int, end: int) -> None:
        """What no row matched: names, separators, and words that are not understood."""
        text, at = self.sentence.text, start
        while at < end:
            c = text[at]
            if c in self.sentence.pieces:
                last = at + 1
                while last < end and text[last] == c:
                    last += 1
                kind = self.sentence.pieces[c].kind
                if kind in ("entry", "symbol"):
                    self._subject(c, at)
                elif kind in ("number", "zero", "formula"):
                    self._value()
                else:
                    self._other()
                at = last
            elif (m := _SEPARATOR.match(text, at)) is not None:
                self._separator(m[0])
                at = m.end()
            elif (m := _SPACE.match(text, at)) is not None:
                at = m.end()
            else:
                self._other()
                at += 1

    def _value(self) -> None:
        """A value that belongs to no claim: one of several that go on ("are 1/4, 1 and 0") leaves open whose the first one is."""
        c = self.clause
        if not (c.begins or c.said) and not self.stack and self.said and _has_value(self.said[-1]):
            self.said.pop()
        elif c.said and c.joined and _has_value(c.said[-1]):
            c.said.pop()
        self._other()

    def _subject(self, mark: str, at: int) -> None:
        c = self.clause
        symbol = mark in SIGNS["symbol"]
        if not (symbol and ((c.subjects and not c.joined) or (self.stack and self.stack[-1].subjects))):  # the sigmoid function sigma
            self._mention(mark)
        if not symbol:
            self.last_named = mark
            c.names = True
        if c.void or self.stack:
            return
        if not symbol:
            self.named.setdefault(mark)
        c.begins = c.begins or "subject"
        if c.examples:
            c.subjects.append(mark)
            return
        if c.pending is not None and c.after:
            if symbol or c.last != "of" or c.pending.subjects:
                self._other() if not symbol else None
                return
            c.pending = replace(c.pending, subjects=(mark,))
            c.subjects = [mark]
            return
        if not c.open:
            return
        told = c.pronoun if not symbol and c.pronoun != "they" else ""  # both ReLU and ELU; the function f
        if (told or c.copula) and not c.subjects:  # its derivative is the sigmoid
            self._other()
            return
        if symbol and c.subjects:
            return  # the sigmoid function sigma
        if c.subjects and not c.joined and self._things({mark: None}) != self._things(dict.fromkeys(c.subjects)):
            self._other()
            return
        if c.subjects and not c.joined:
            return  # ReLU, that is the rectified linear unit
        if c.said:  # the sigmoid is 0.5 and tanh is 0: each has its own
            c.subjects, c.order, c.nouns = [], 0, []
        c.subjects.append(mark)
        c.joined = False
        self._begin(at)

    def _mention(self, mark: str) -> None:
        """Counts a name, unless the sentence begins with a comparison ("unlike ReLU, it ..."), of which nothing is said."""
        if not self.clause.begins.startswith("aside") or self.topic or self.said:
            self.mentioned.setdefault(mark)

    def _begin(self, at: int) -> None:
        if self.clause.first < 0:
            self.clause.first = at

    def _other(self) -> None:
        c = self.clause
        if c.void:
            return
        self.only_names = False
        c.begins = c.begins or "other"
        c.others = True
        if c.pending is not None and c.after:
            c.pending = None
        c.open = False

    def _match(self, m: Match) -> None:
        c = self.clause
        role = m.phrase.role
        if role not in ("filler", "example", "joint"):
            self.only_names = False
        if not c.begins and not (role == "filler" and m.phrase.meaning != "of"):
            c.begins = f"{role} {m.phrase.meaning}"
        c.derives = c.derives or (role == "quantity" and m.phrase.meaning in _DERIVED)
        if not c.void or role == "joint":
            getattr(self, f"_{role.replace('class', 'kind')}")(m)
        for name in m.captured.get("entry", ()):
            self._mention(name[0])

    # ---- roles

    def _filler(self, m: Match) -> None:
        c = self.clause
        c.last = m.phrase.meaning
        if m.phrase.meaning == "is":
            c.copula = True
        c.has = c.has or m.phrase.meaning == "has"

    def _joint(self, m: Match) -> None:
        c = self.clause
        self._settle()
        c.joined = True
        c.conjoined = c.conjoined or not c.said
        c.after = False

    def _pronoun(self, m: Match) -> None:
        c = self.clause
        if c.pending is not None and c.after:
            if m.phrase.meaning == "whose":  # ..., which is
                self._end_clause()
                self.clause.pronoun = "whose"
            else:
                self._other()
            return
        if c.said and c.joined and m.phrase.meaning == "whose":  # and that of tanh
            self._other()
        c.has = False
        if c.open and not c.subjects:
            c.pronoun = m.phrase.meaning
            self.continues = self.continues or not (self.named or self.said)
            if m.phrase.meaning != "whose" and not self.topic:
                self.pronoun = self.pronoun or m.phrase.meaning
            self._begin(m.start)

    def _quantity(self, m: Match) -> None:
        c = self.clause
        if c.pending is not None and c.after:
            if c.pending.spoken:
                self._other()
                return
            c.order, c.nouns = 0, []
            self._take(m)
            c.pending = replace(c.pending, order=c.order, noun=c.nouns[-1], spoken=True, end=m.end)
            return
        if c.joined:  # a new quantity
            c.order, c.nouns = 0, []
            c.joined = False
        self._take(m)
        self._begin(m.start)
        c.has = False

    def _take(self, m: Match) -> None:
        c = self.clause
        meaning = m.phrase.meaning
        c.order += {"derivative": 1, "second": 2}.get(meaning, 0)
        if meaning in ("derivative", "second"):
            c.nouns = [n for n in c.nouns if n not in ("output", "component")] or ["derivative"]
        elif not (meaning in ("output", "component") and c.nouns):
            c.nouns = [*(n for n in c.nouns if n not in ("output", "component", "derivative")), meaning]

    def _region(self, m: Match) -> None:
        c = self.clause
        if c.pending is not None and c.after:
            if c.pending.region is None or c.pending.carried:
                c.pending = replace(c.pending, region=m, carried=False, end=m.end)
            else:
                self._other()
            return
        if c.region is not None:
            self._other()
            return
        c.region = m
        self._begin(m.start)

    def _claim(self, m: Match) -> None:
        c = self.clause
        if c.pending is not None and c.after and _is_place(c.pending, self.sentence.text):
            c.pending, c.open = None, False  # tanh in [-1, 1] is nearly linear
        if _OF.search(self.sentence.text[max(0, m.start - 8) : m.start]):
            c.open = False  # of an odd function
        bare = not (c.subjects or c.pronoun or self.pronoun)
        if bare and self.elsewhere:
            c.open = False
        if c.pending is not None and c.after and _has_value(Assertion(m, m.start, m.end)) and not _has_value(c.pending):
            c.pending, c.open = None, False  # a value of what was said before: saturates to -2
        if not c.open or self.blocked or self.hedged or (not c.subjects and self._in_doubt()):
            c.others = True
            return
        if len(c.subjects) > 1 and len(m.captured.get("value", ())) > 1:
            self._other()  # sigmoid and tanh tend to 0 and -1
            return
        self._settle()
        region, carried = (c.region, False) if c.region is not None else (self.region, self.region is not None and not self.leading)
        first = m.start if c.first < 0 else c.first
        subjects = tuple(c.subjects)
        if subjects and self.list and c.conjoined:
            subjects = (*self.list, *subjects)
        c.pending = Assertion(
            m, first, m.end, subjects or self._inherited(), c.pronoun or ("" if subjects else self.pronoun), c.order,
            c.nouns[-1] if c.nouns else "", bool(c.nouns),
            region, carried, self.denied, bare and self.stray,
        )  # fmt: skip
        c.after, c.last, c.joined = True, "", False
        c.has, c.attributive = False, c.has

    def _inherited(self) -> tuple[str, ...]:
        """The subject of an earlier clause."""
        if self.clause.pronoun == "they":
            return self.topic if len(self.topic) > 1 else ()
        return self.topic

    def _in_doubt(self) -> bool:
        """Whether what stands for the subject, or its absence, may speak of another: one that was named, a derivative, words not understood."""
        c = self.clause
        if self._crowded() or (c.pronoun == "it" and len(self.topic) > 1):
            return True
        if self.derived and (c.pronoun or not c.nouns or c.nouns[-1] not in OWN):
            return True
        return c.pronoun == "whose" and (not self.topic or self.last_named not in self.topic or self.unclear)

    def _kind(self, m: Match) -> None:
        """Functions in general: behind a claim part of its words, before it a subject that is nobody in particular."""
        c = self.clause
        if c.pending is not None and c.after:
            if not c.subjects and not c.copula and not c.pronoun and c.region is None:
                c.general, c.pending = replace(c.pending, subjects=(), region=None), None
                c.open = False
                self.of_class = c.general
            return
        if not c.subjects and not c.pronoun:
            c.open = c.open and c.copula

    def _example(self, m: Match) -> None:
        c = self.clause
        self._settle()
        if c.general is not None and not c.others:
            c.examples = True
        elif c.begins.startswith("example") and not self.said:
            c.examples = True
            self.listed = ("",)
        else:
            c.void = True

    def _hedge(self, m: Match) -> None:
        """A word such as "may" silences the rest of the sentence, one such as "more" its own clause."""
        self._other()
        self.clause.doubted = True
        self.hedged = self.hedged or m.phrase.meaning == "hedge"

    def _case(self, m: Match) -> None:
        """A condition silences what follows it, an exception what stands before it as well."""
        self._other()
        self.blocked = True
        if m.phrase.meaning == "except":
            self.said, self.clause.said = [], []

    def _aside(self, m: Match) -> None:
        self._settle()
        self.clause.void = True

    def _denial(self, m: Match) -> None:
        self.denied = True

    # ---- clauses

    def _separator(self, mark: str) -> None:
        if mark == "(":
            self.stack.append(self.clause)
            self.clause = _Clause()
        elif mark == ")":
            if self.stack:
                self._close()
        elif mark == _LIST:
            self._joint_in_list()
        else:
            if mark in _LABELS and not (self.clause.subjects or self.clause.pronoun):
                self.clause.pending, self.clause.said = None, []  # "Monotonic: no"
            self._end_clause()
            if mark in _STRONG:
                self.region, self.hedged, self.blocked, self.list = None, self.denied, False, []

    def _joint_in_list(self) -> None:
        c = self.clause
        self._settle()
        c.joined, c.after = True, False

    def _close(self) -> None:
        """The end of a bracket: a region in it belongs to the words before it, a doubt silences them, all else is left alone."""
        inside, self.clause = self.clause, self.stack.pop()
        c = self.clause
        if (self.hedged or self.blocked or inside.doubted) and c.after:
            c.pending = None
        if inside.region is not None and not inside.others and inside.pending is None:
            self._region(inside.region)

    def _settle(self) -> None:
        c = self.clause
        if c.pending is not None:
            if c.attributive and not c.pending.spoken:  # a bounded, monotone derivative
                self.hedged = True
            else:
                c.said.append(c.pending)
            c.pending, c.attributive = None, False
            c.first = -1

    def _end_clause(self) -> None:
        c = self.clause
        self._settle()
        if c.examples and c.general is not None:
            c.said += [replace(c.general, subjects=tuple(c.subjects), end=c.general.end)] if c.subjects else []
        if (c.begins == "filler of" and not (c.subjects or c.region)) or any(
            _is_place(a, self.sentence.text) and not (c.subjects or c.pronoun) for a in c.said
        ):
            self.blocked = True  # "for inputs in [-1, 1], ...", "in half precision, ...", "with batch normalisation, ..."
        if self.denied and (c.said or c.names or c.subjects):  # what is wrong with several claims may be one of them; what follows may be right
            self.hedged, c.said = True, c.said if len(c.said) == 1 else []
        if not self.blocked:
            self.said += c.said
        if c.others:
            self.unclear = True
        if not (c.subjects or c.pronoun or c.void):
            self.stray = self.stray or (c.others and not self.topic)
            self.elsewhere = self.elsewhere or c.names
        self.derived = self.derived or c.derives
        if c.begins == "filler of" and c.subjects and not (c.said or c.others or c.nouns or c.region or c.pronoun):
            self.mentioned, self.derived = dict.fromkeys(c.subjects), False  # for tanh, ...: it is about nothing else from here on
        if c.subjects:
            named = [*self.list, *c.subjects] if c.conjoined or not c.said else c.subjects
            self.topic = tuple(dict.fromkeys(named))
        only_names = bool(c.subjects) and not (c.said or c.others or c.region or c.nouns or c.pronoun)
        self.list = [*self.list, *c.subjects] if only_names else []
        if c.region is not None:
            self.region = c.region
        if c.begins:
            self.leading = c.region is not None and not (c.said or c.subjects or c.nouns or c.others)
        self.clause = _Clause()


def _has_value(a: Assertion) -> bool:
    """Whether a value or a set stands in the words of a claim."""
    return not a.match.captured.keys().isdisjoint(("value", "set", "between", "zero"))


def _is_place(a: Assertion, text: str) -> bool:
    """Whether a claim says no more than "in a set": the place of what follows."""
    return a.match.phrase.meaning in ("is set", "in set") and not a.spoken and _PLACED.match(text, a.match.start) is not None


def read_sentence(sentence: Sentence, matches: Sequence[Match], head: Sequence[Match] = ()) -> Read:
    """The claims that a sentence makes by its words, given the phrases in it; a question makes none, nor does a quotation.

    ``head`` are the phrases that stand above it (in the head of a column), which name a quantity that it is about.
    """
    reader = _Reader(sentence)
    reader.under(head)
    read = reader.run(matches)
    own = tuple(a for a in read.assertions if not any(low < a.start and a.end <= high for low, high in sentence.quoted))
    return replace(read, assertions=() if sentence.asks else own)


def quantity(head: str, lexicon: Lexicon) -> tuple[Match, ...]:
    """The phrases of a text that names a range, a derivative or an extremum, and nothing else."""
    plain = head.strip(" *_`:：")
    found = tuple(lexicon.matches(plain))
    rest = len(plain.replace(" ", "")) - sum(len(plain[m.start : m.end].replace(" ", "")) for m in found)
    named = any(m.phrase.role == "quantity" and m.phrase.meaning not in ("output", "component") for m in found)
    return found if named and rest == 0 and all(m.phrase.role in ("quantity", "filler") for m in found) else ()
