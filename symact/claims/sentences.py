"""The claims that sentences make by their words, each with its subject, its place and what it obliges.

The subject is what the clause names, else what the sentence or the one before it is about, else the item, the row of the table or
the section. Where that is in doubt there is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product

from symact.catalogue import Activation
from symact.claims.meanings import MEANINGS, Meaning, Said
from symact.claims.model import Alternative, Gap, Proposal, Remark, Wrote
from symact.claims.places import ABOUT, EVERYWHERE, LEFT, RIGHT, Place, condition_of, intervals_of, places_of, value_of
from symact.claims.topics import Topic, names_function, topic_of_entry, topic_of_formula
from symact.documents.model import Maths
from symact.meaning.assertions import OWN, Assertion, Read, quantity, read_sentence
from symact.meaning.flat import Piece, Sentence, sentences
from symact.meaning.phrases.en import ENGLISH
from symact.meaning.phrases.model import SIGNS, Lexicon, Match
from symact.meaning.phrases.zh import CHINESE
from symact.meaning.prose import Prose
from symact.meaning.scope import ROW, Frame, Scope
from symact.obligations import REALS, All, Denied, Interval, Obligation, Occurs, Tends
from symact.terms.core import ZERO, Term, free

__all__ = ["Sentences"]

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
PARAMETERS_OPEN = Gap("unbound", "it depends on parameters, whose values are not given")
LONGEST = 1_500  # characters of a sentence that is read
_NAME = re.compile(f"{SIGNS['entry'].run}|{SIGNS['symbol'].run}")
_WORD = re.compile(rf"[A-Za-z\u4e00-\u9fff]|{SIGNS['interval'].run}")
_CLASS = re.compile(r"激活函数|\b(?:functions|activations|non-?linearities)\b", re.IGNORECASE)
_ABOUT = re.compile(r"约|≈|左右|\\approx|\b(?:about|approximately|around|roughly)\b", re.IGNORECASE)
_DECIMAL = re.compile(r"-?\d+\.\d+")
_RESPECTIVELY = re.compile(r"分别|\brespectively\b", re.IGNORECASE)
_INGREDIENTS = (
    ("exp", re.compile(r"指数|exp", re.IGNORECASE)),
    ("log", re.compile(r"对数|log", re.IGNORECASE)),
    ("/", re.compile(r"除法|division", re.IGNORECASE)),
    ("sqrt", re.compile(r"平方根|开方|square root", re.IGNORECASE)),
)
_LIST = re.compile(r"\s*(?:, and|,|、|和|与|及|以及|\band\b|\bor\b|或)\s*")
# Where what is said is to be judged by the reader: the words of an exercise, choices, headings, and a judgment behind a sentence.
_EXERCISE = re.compile(
    r"\b(?:true or false|prove or disprove|quiz|multiple[- ]choice|which (?:one|of (?:the following|these)|statements?)"
    r"|which is (?:right|correct|true|wrong|false))\b"
    r"|判断(?:题|正误|对错)|选择题|下列|以下(?:哪|说法|叙述|选项|各?项)|(?:^|\s)\(?a[).]\s.*\s\(?b[).]\s",
    re.IGNORECASE | re.DOTALL,
)
_CHOICE = re.compile(r"\s*(?:[-*+]\s+)?\(?[A-Ha-h][).、．]\s")
_FALSEHOODS = re.compile(
    r"误区|误解|谬误|常见错误|习题|练习|测验|判断题|选择题"
    r"|\b(?:misconceptions?|myths?|fallac(?:y|ies)|pitfalls?|mistakes?|quiz(?:zes)?|exercises?|true or false)\b",
    re.IGNORECASE,
)
_JUDGED = re.compile(r"[\s\"'()*_~—-]*(?:false|wrong|incorrect|not true|no|错误?的?|不对|不正确|✗|❌|✘|×)[\s\"'()*_.!。]*", re.IGNORECASE)
_NARROWED = frozenset(("property", "range", "bound"))


class Sentences:
    """Reads the sentences of a document, block by block: what one is about, the next may speak of without a name."""

    def __init__(self) -> None:
        self.scope = Scope()
        self.prose: Prose
        # Sentences that name something and claim nothing, and the subjects of the sections in which blocks began, since the last claim.
        self.unread: list[tuple[Sentence, Lexicon] | str] = []
        self.topics: tuple[Topic, ...] = ()  # what the sentence before was about
        self.doubtful = False  # whether what it was about is in doubt
        self.derived = False  # whether it spoke of a derivative or an inverse
        self.crowded = False  # whether it named a function beside its topic
        self.vague = False  # whether one of both was so in the blocks before
        self.exercise = False  # whether what is said is to be judged by the reader
        self.pointing = False  # whether it ended with a colon
        self.section: list[str] = []
        self.general: tuple[Assertion, Sentence] | None = None  # what was said of a class of functions
        self.defined: dict[str, tuple[Frame, ...]] = {}  # the functions that were defined in words, with the section where

    def claims(self, prose: Prose, scope: Scope, heads: Sequence[str] = ()) -> Iterator[Proposal]:
        """The claims of the next block; ``heads`` are those of its column and its row, of a cell."""
        self._enter(prose, scope)
        if self.exercise:
            return
        found = [*sentences(prose, lambda m: names_function(m, scope))]
        for sentence, after in pairwise([*found, None]):
            if sentence is None:
                continue
            judged = after is not None and _JUDGED.fullmatch(after.text) is not None
            if sentence.text.lstrip(" >").startswith(("- ", "* ", "+ ")) and prose.block.kind == "cell":
                self._forget()  # a list in a cell is about what its row is about
            named = _NAME.search(sentence.text) is not None
            spoken = self.topics or any(not isinstance(one, str) for one in self.unread)
            about = named or spoken or self.general or isinstance(scope.subject, Activation) or _CLASS.search(sentence.text)
            if not about or len(sentence.text) > LONGEST or not _WORD.search(sentence.text):
                continue  # nothing that it could be about, or nothing that it could say
            lexicon = CHINESE if _CHINESE.search(" ".join((*heads, sentence.text))) else ENGLISH
            if not judged and (self.general is not None or lexicon.may_claim(sentence.text)):
                self._follow()
                head = next(filter(None, (quantity(h, lexicon) for h in heads)), ())
                yield from self._sentence(sentence, tuple(lexicon.matches(sentence.text)), head)
            else:
                self.unread.append((sentence, lexicon))
            self.pointing = sentence.text.rstrip(" \n*_").endswith(":")

    def _follow(self) -> None:
        """To what the sentences without a claim are about, which are looked at only where one with a claim follows."""
        for one in self.unread:
            if isinstance(one, str):  # at a new block what was spoken of counts only if it is the section's own subject
                self.doubtful = self.doubtful or [t.title for t in self.topics] not in ([], [one])
                self.topics = () if self.doubtful else self.topics
                self.vague = self.vague or self.derived or self.crowded
                self.derived = self.crowded = False
            else:
                sentence, lexicon = one
                self._turn(read_sentence(sentence, tuple(lexicon.matches(sentence.text))), sentence)
        self.unread = []

    def _enter(self, prose: Prose, scope: Scope) -> None:
        """A new block: what was spoken of counts where the section goes on."""
        section = [f.title for f in scope.frames if f.level < ROW]
        text = prose.block.excerpt.text
        posed = _EXERCISE.search(text[:LONGEST]) is not None or any(_FALSEHOODS.search(title) for title in section)
        self.exercise = posed or _CHOICE.match(text) is not None or (prose.block.kind == "item" and self.exercise)
        if prose.block.kind == "cell" or section != self.section:
            self._forget()
        elif not self.pointing:
            self.unread.append("" if scope.subject is None else scope.subject.title)
        self.prose, self.scope, self.section, self.general = prose, scope, section, None

    def _forget(self) -> None:
        self.topics, self.unread = (), []
        self.doubtful = self.derived = self.crowded = self.vague = False

    def _sentence(self, sentence: Sentence, phrases: Sequence[Match], head: Sequence[Match]) -> Iterator[Proposal]:
        read = read_sentence(sentence, phrases, head)
        label = self.prose.block.row == 0 or self.prose.block.column == 0  # heads of columns and rows are no statements
        for assertion in read.assertions:
            if (label and not assertion.subjects) or (assertion.stray and self.prose.block.kind == "paragraph"):
                continue
            if not assertion.subjects and self._in_doubt(assertion):
                continue
            for topic in self._subjects(assertion, sentence):
                yield from self._claim(assertion, topic, sentence)
        if self.general is not None:  # examples of the class of functions that the sentence before spoke of
            for listed in filter(None, (self._topic(mark, sentence.pieces) for mark in read.listed)):
                yield from self._claim(self.general[0], listed, self.general[1])
        self.general = None if read.of_class is None else (read.of_class, sentence)
        self._turn(read, sentence)

    def _turn(self, read: Read, sentence: Sentence) -> None:
        """To what the next sentence may speak of without a name."""
        self.derived = read.derived or (self.derived and not read.topic)
        self.crowded = read.crowded or (self.crowded and not read.topic)
        self.vague = self.vague and not read.topic
        named = [self._topic(mark, sentence.pieces) for mark in read.topic]
        if named:
            self.topics, self.doubtful = tuple(t for t in named if t is not None), None in named
        elif read.doubtful:
            self.topics, self.doubtful = (), True

    # ---- subjects

    def _in_doubt(self, a: Assertion) -> bool:
        """Whether what is said without a name may be said of a derivative, or of another function, of the sentences before."""
        own = not a.pronoun and a.noun in OWN
        return self.crowded or (self.derived and not own) or (self.vague and a.pronoun != "" and self.prose.block.kind == "paragraph")

    def _subjects(self, assertion: Assertion, sentence: Sentence) -> tuple[Topic, ...]:
        if assertion.subjects:
            found = [self._topic(mark, sentence.pieces) for mark in assertion.subjects]
            return tuple({t.title: t for t in found if t is not None}.values())
        if self.doubtful:
            return ()
        if self.topics:
            return self.topics if (len(self.topics) > 1) == (assertion.pronoun == "they") else ()
        subject = self.scope.subject
        topic = topic_of_entry(subject) if isinstance(subject, Activation) and assertion.pronoun != "they" else None
        return () if topic is None else (topic,)

    def _topic(self, mark: str, pieces: dict[str, Piece]) -> Topic | None:
        piece = pieces[mark]
        if piece.kind == "symbol":
            return topic_of_formula(piece.value, self.scope)
        return topic_of_entry(piece.value)

    # ---- claims

    def _claim(self, a: Assertion, topic: Topic, sentence: Sentence) -> Iterator[Proposal]:
        meaning = MEANINGS[a.match.phrase.meaning]
        if a.noun not in meaning.spoken or not _fits(meaning, topic) or (a.noun == "component" and not topic.is_vector):
            return
        said = self._said(a, topic, sentence)
        if said is None:
            return
        places = self._places(a, sentence)
        if a.carried and meaning.kind in _NARROWED:
            places = (*places, EVERYWHERE)
        several = len(places) > 1
        found: list[Alternative] = []
        for place in places:
            for t in _with(place, topic):
                name = place.reading or (f"of {'everything' if place == EVERYWHERE else 'the region'}" if several else "")
                here = replace(said, topic=t, order=said.order, place=place)
                found += _alternatives(meaning, here, name)
        if not found:
            return
        if a.match.phrase.meaning == "input times":
            self.defined[topic.title] = self.scope.frames
        if a.match.phrase.meaning == "has parameter" and self.defined.get(topic.title) == self.scope.frames:
            found = [x for x in found if not x.reading]
        span = self.prose.block.excerpt.span(sentence.start + a.start, sentence.start + a.end)
        words = self.prose.block.excerpt.source.slice(span)
        kind = "value" if a.noun in ("maximum", "minimum") else meaning.kind
        yield Proposal(
            kind, span, "", tuple(found), disowned=a.denied, about=topic.title, words=" ".join(words.split()),
            wrote=tuple(self._wrote(a, sentence)), remarks=tuple(Remark(*r, span) for r in meaning.remarks),
        )  # fmt: skip

    def _wrote(self, a: Assertion, sentence: Sentence) -> Iterator[Wrote]:
        """The values or the set in the words of a claim."""
        excerpt, pieces = self.prose.block.excerpt, sentence.pieces
        for text in a.match.captured.get("value", a.match.captured.get("set", ())):
            marks = [c for c in text if c in pieces]
            together = len(set(marks)) == 1 or not any(pieces[c].tex for c in marks)  # $0$ and $1$ are two formulas
            if marks and together and (text in sentence.text):
                start = sentence.start + sentence.text.index(marks[0])
                end = sentence.start + sentence.text.rindex(marks[-1]) + 1
                outer = excerpt.span(start, end)
                written = pieces[marks[0]]
                value = written.value.excerpt.span() if isinstance(written.value, Maths) and len(set(marks)) == 1 else outer
                yield Wrote(value, excerpt.source.slice(value), written.tex, not a.pronoun)

    def _said(self, a: Assertion, topic: Topic, sentence: Sentence) -> Said | None:
        """What the words stand for; None where a part of them is not read."""
        pieces, captured, scope = sentence.pieces, a.match.captured, self.scope
        values = [value_of(text, pieces, scope) for text in captured.get("value", ())]
        sets = [intervals_of(text, pieces, scope) for text in captured.get("set", captured.get("between", ()))]
        others = [pieces[text[0]].value for text in captured.get("entry", ())]
        ingredients = [_ingredient(text) for part in captured.get("functions", ()) for text in _LIST.split(part) if text.strip()]
        words = sentence.text[a.match.start : a.match.end]
        exact = not _ABOUT.search(words) and not any("." in pieces[c].text for c in words if c in pieces)
        decimals = tuple(t for text in captured.get("value", ()) if _DECIMAL.fullmatch(t := pieces[text[0]].text.replace(" ", "")))
        point: Term | None = None
        if "zero" in captured and a.match.phrase.meaning in ("has maximum", "has minimum"):
            point = ZERO
        for text in captured.get("condition", ()):
            place = condition_of(pieces[text[0]].text, scope)
            if place is None or place.kind != "at":
                return None
            point, exact = place.ends[0], exact and place.reading != ABOUT
        if None in values or None in sets or None in ingredients or len(sets) > 1:
            return None
        return Said(
            topic, a.order + topic.order, a.noun, EVERYWHERE, tuple(v for v in values if v is not None),
            tuple(way for s in sets if s is not None for way in _ends_taken(*s)), point, tuple(others),
            tuple(i for i in ingredients if i is not None), exact, decimals, bool(_RESPECTIVELY.search(words)),
            "saturation" in scope.topics,
        )  # fmt: skip

    def _places(self, a: Assertion, sentence: Sentence) -> tuple[Place, ...]:
        return places_of(a.region, sentence.pieces, self.scope)


def _fits(meaning: Meaning, topic: Topic) -> bool:
    return meaning.vectors != "no" if topic.is_vector else meaning.vectors != "only"


def _alternatives(meaning: Meaning, said: Said, name: str) -> Iterator[Alternative]:
    """The ways to take a claim; where its function has parameters with usual values, also with these.

    What fails for some values of a parameter may be meant for others: there only a failure for all of them refutes.
    """
    topic, usual = said.topic, None if said.place.given else said.topic.usual
    found = [*_read(meaning, said, name)]
    if usual is None:
        yield from found
        return
    topic = replace(topic, assumptions=(*topic.assumptions, *_conjuncts(usual)))
    with_usual = [replace(a, doubt=a.doubt or PARAMETERS_OPEN, usual=usual) for a in _read(meaning, replace(said, topic=topic), name)]
    ends = (end for intervals in said.sets for i in intervals for end in (i.lower, i.upper))
    numbers = any(v not in (ZERO, LEFT, RIGHT) and not free(v) for v in (*said.values, *ends))
    yield from (*with_usual, *found) if numbers else (*found, *with_usual)


def _read(meaning: Meaning, said: Said, name: str) -> Iterator[Alternative]:
    for reading in meaning.rule(said):
        depends = said.topic.parameters and not _uniform(reading.obligations[0])
        for a in reading.alternatives():
            words = " ".join(w for w in (name, a.reading) if w)
            yield replace(a, doubt=a.doubt or (PARAMETERS_OPEN if depends else None), reading=words)


def _uniform(o: Obligation) -> bool:
    """Whether an obligation that is refuted fails for all values of the parameters."""
    if isinstance(o, All):
        return all(map(_uniform, o.parts))
    return isinstance(o, Occurs | Denied) or (isinstance(o, Tends) and o.value in (LEFT, RIGHT))


def _conjuncts(condition: Term) -> tuple[Term, ...]:
    return condition.args if condition.head == "and" else (condition,)


def _with(place: Place, topic: Topic) -> tuple[Topic, ...]:
    """The functions that a place can be about: a parameter that is given a value must be there."""
    names = frozenset(n for c in place.given for n in free(c))
    return next(((t,) for t in (topic, *topic.others) if names <= free(t.term)), ())


def _ends_taken(intervals: tuple[Interval, ...], told: bool) -> Iterator[tuple[Interval, ...]]:
    """The set; where words do not say which ends belong to it ("between 0 and 1"), each way to take them, without them first."""
    if told or len(intervals) != 1:
        yield intervals
        return
    (i,) = intervals
    for low, high in product((False, True), repeat=2):
        if not (low and i.lower == REALS.lower) and not (high and i.upper == REALS.upper):
            yield (replace(i, lower_closed=low, upper_closed=high),)


def _ingredient(text: str) -> str | None:
    return next((name for name, words in _INGREDIENTS if words.search(text)), None)

