"""Cuts a text into clauses, each with the names that it speaks of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from advisor.dialogue.reading.cues import Cue, X, cues, mended, plain
from advisor.dialogue.reading.examples import NAME
from advisor.dialogue.reading.mentions import Mention, Names
from advisor.dialogue.reading.text import sentences, word_spans, words

_CUT = re.compile(
    r",(?!\d)\s*|\s*(?:\.\.\.|…)\s*|\s+[-–—]+\s+|\s*:(?!\w)\s*|\s*[()·|=]\s*|(?<!anything)(?<!anyting)(?<!anythin)(?<!everything)(?<!everythin)(?<!nothing)(?<!all)\s+(?:but|though|although|however|yet|while|whilst|whereas)\s+",
    re.IGNORECASE,
)
_BEFORE_NEW = re.compile(r"\s+(?:and|or)\s+(?=(?:no|never|not|don't|dont|do not|i|i'm|i've|can|some|a bit|a little|hardly|barely|my|our|for|in|only|keep|leave|drop|skip|avoid|remove|forget|forgot|hate|can't|cant|haven't|havent|prefer|please|the rest|want|wanna|wish|hope|would (?:like|love)|(?:now )?(?:use|used|apply) (?:it|them))\b)", re.IGNORECASE)
"""Before these words 'and' begins a clause of its own, so that what it says does not spread to what stands before."""
_AND = re.compile(r"\s+(?:and|or)\s+", re.IGNORECASE)
_TAG = re.compile(r"^(?:(?:are|is|do|does|did|have|has|was|were|ca|wo|could|would)n['’]?t (?:it|they|i|he|she|we|that|you)|right|correct|no|yes|eh|huh|innit)$", re.IGNORECASE)
"""Ends a statement like a question: 'that is SQL, isn't it?'"""
_TAIL = re.compile(
    r"\s+(?:or|and|nor) (?:whatever|anything|what have you|the like|suchlike|such|similar|so on|so forth|all that|that sort of thing|that kind of thing|what not|whatnot|the rest of it|stuff like that|things like that|the others)\b[^,;:]*$",
    re.IGNORECASE,
)
"""Ends a list without a name of its own: 'SQL or whatever they use today'."""
_ASIDE = re.compile(r"\(([^()]*)\)")
_OTHER_NAME = re.compile(r"\b(?:of|in|with|some|little|know|use|did|learnt|learned)\s+(?:[A-Z][A-Za-z0-9+#-]*|[a-z]#)(?!\w)")
"""A name that is none of ours: 'a bit of F#'."""
_BETWEEN = frozenset({"and", "or", "nor", "plus", "as", "well", "both", "&"})
_JOINING = _BETWEEN | {"n", "'n'"}
"""The same as written: 'airflow n docker'."""
_FILLERS = _BETWEEN | frozenset("also too now all but likewise ditto equally similarly the of with in obviously naturally etc like well so hm er um uh oh then i mean sure my our both some stuff things maybe on about though".split())
ASKING = frozenset("how why what whats which where when who whose".split())
"""Words that begin a question, with or without its mark, unless what they ask for is told: 'what I know is SQL'."""
ASKING_VERBS = frozenset("should does do did could would".split())
"""The same before whom they ask about; 'did a bit of SQL' is no question."""
_TELLERS = frozenset({"i", "im", "ive", "we", "weve"})
_ASKED_ABOUT = frozenset({"i", "we", "you", "it", "they", "he", "she", "this", "that", "there", "my", "our", "the", X})
SELF = frozenset("i im ive id me my mine we our us".split())
PLAIN = 0.8
"""Part of a clause without names that is cues, from which on it is only about how well something is known."""
_GRADING = frozenset({Cue.KNOW, Cue.LITOTES, Cue.SOLID, Cue.OFTEN, Cue.REGULAR, Cue.AWARE, Cue.DOING, Cue.NONE, Cue.LAPSED})
"""Cues that tell how well something is known."""
_DAYS = frozenset({"day", "days"})
_SAYS_NOTHING = frozenset({Cue.NEUTRAL, Cue.REVISE})
_SAYS_WHEN = _SAYS_NOTHING | {Cue.OFTEN, Cue.REGULAR}
"""Cues that by themselves may as well tell when there is time to learn."""
_SHORT = 8
"""Words of a clause that at most tells one thing."""
_HAVING = frozenset({"i have", "ive got", "i got", "have", "i do", "i can"})
"""Cues that without a name or a pronoun speak of something else: 'I have, my wife says, far too much time'."""
_BEFORE_THAT = frozenset({"like", "do", "use", "used", "know", "did", "of", "with", "and", "but"})
"""Behind these 'that' is no relative pronoun: 'know that I do'."""
_TIMES = frozenset("week weeks month months hour hours day days evening evenings weekend weekends morning mornings afternoon afternoons night nights once".split())
"""Words of a clause that may as well tell when something is due, or how much time there is."""
PRONOUNS = frozenset({"it", "them", "that", "this", "those", "these", "both", "either", "neither"})


@dataclass(frozen=True)
class Clause:
    """A clause and the names that it speaks of."""

    text: str
    """As it stands in the message."""
    said: str
    """What it says, with NAME for what it names."""
    tokens: tuple[str, ...]
    """The same as plain words, with X for what it names."""
    names: tuple[Mention, ...]
    words: tuple[str, ...] = ()
    """All its plain words, the names among them."""
    asks: bool = False
    same: bool = False
    """Whether it only adds names to the clause before."""
    alone: bool = False
    """Whether it holds names and nothing else, and no clause beside it says anything of them."""
    joined: bool = False
    """Whether its first name is two or more joined by 'and'."""

    @property
    def bare(self) -> bool:
        """Whether it holds names and nothing that is said of them."""
        return bool(self.names) and all(t == X or t in _FILLERS for t in self.tokens) and not cues(self.tokens).found

    @property
    def begins_with_name(self) -> bool:
        """Whether its first word that matters is a name."""
        return next((t for t in self.tokens if t not in _FILLERS), "") == X

    @property
    def ends_with_name(self) -> bool:
        """Whether its last word is a name."""
        return bool(self.tokens) and self.tokens[-1] == X


@dataclass(frozen=True)
class Sentence:
    """A sentence as it stands in the message, and its clauses."""

    text: str
    asks: bool
    clauses: tuple[Clause, ...]


def read_sentences(names: Names, text: str) -> list[Sentence]:
    """The sentences of `text`. A sentence that only asks 'SQL?' gives its names to the one that follows."""
    made: list[Sentence] = []
    carried: list[Clause] = []
    for sentence, start, end, asks in _located(text):
        parts = _parts(names, text[start:end])
        if asks and len(parts) > 1 and _TAG.match(parts[-1].text):
            asks, parts = False, parts[:-1]
        if asks and parts and all(p.bare for p in parts):
            carried.extend(parts)
            made.append(Sentence(sentence, True, ()))
            continue
        asks = asks or (bool(parts) and _begins_question(parts[0].tokens))
        gathered = _gathered(text[start:end], parts, carried, asks)
        carried = []
        made.append(Sentence(sentence, asks, tuple(gathered)))
    if carried:
        made[-1] = replace(made[-1], clauses=tuple(replace(c, asks=True, alone=True) for c in carried))
    return made


def _begins_question(tokens: Sequence[str]) -> bool:
    """Whether a sentence asks by its first words, as many leave out the mark."""
    if len(tokens) < 3:
        return False
    first, second = tokens[:2]
    return (first in ASKING and second not in _TELLERS) or (first in ASKING_VERBS and second in _ASKED_ABOUT)


def _located(text: str) -> Iterator[tuple[str, int, int, bool]]:
    at = 0
    found: list[tuple[str, int, int]] = []
    for sentence in sentences(text):
        start = text.index(sentence, at)
        at = start + len(sentence)
        found.append((sentence, start, at))
    for i, (sentence, start, end) in enumerate(found):
        until = found[i + 1][1] if i + 1 < len(found) else len(text)
        yield sentence, start, end, "?" in text[end:until]


def _parts(names: Names, sentence: str) -> list[Clause]:
    """The parts of a sentence between commas, colons, dashes and words such as 'but'."""
    made: list[Clause] = []
    for piece in _split(_CUT, _without_asides(names, sentence)):
        for part in _split(_BEFORE_NEW, piece):
            made.extend(_cut_after_predicate(names, _without_tail(names, part)))
    return [c for c in made if c.tokens]


def _without_asides(names: Names, sentence: str) -> str:
    """The sentence without what stands in brackets and tells of no name and no knowing: 'calculus (evening school)'."""

    def kept(aside: re.Match[str]) -> str:
        inside = clause_of(names, aside[1])
        return aside[0] if inside.names or cues(inside.tokens).found else " "

    return _ASIDE.sub(kept, sentence)


def _without_tail(names: Names, part: str) -> str:
    tail = _TAIL.search(part)
    return part[: tail.start()] if tail and names.find(part[: tail.start()]) else part


def names_another(clause: Clause) -> bool:
    """Whether a clause without names of ours speaks of another by its name, and so not of what was named before: 'a bit of F#'."""
    other = _OTHER_NAME.search(clause.text)
    return other is not None and not clause.names and not PRONOUNS & set(clause.tokens)


def _split(pattern: re.Pattern[str], text: str) -> list[str]:
    return [p.strip() for p in pattern.split(text) if p and p.strip()]


def _cut_after_predicate(names: Names, text: str) -> list[Clause]:
    """'Java very well and Python a little' says two things; 'at home in pandas and numpy' says one."""
    whole = clause_of(names, text)
    if len(whole.names) < 2:
        return [whole]
    cuts = _between_predicates(names, whole)
    if cuts:
        return [clause_of(names, text[start:end]) for start, end in cuts]
    for found in _AND.finditer(text):
        left, right = clause_of(names, text[: found.start()]), clause_of(names, text[found.end() :])
        if left.names and not left.bare and not left.ends_with_name and right.begins_with_name:
            return [left, *_cut_after_predicate(names, text[found.end() :])]
    return [whole]


def _between_predicates(names: Names, clause: Clause) -> list[tuple[int, int]]:
    """From and to which letter a clause without commas says one thing after another: 'no R no SQL', 'R good SQL so so'.

    Empty where it does not. Every name must have words of its own that tell how well it is known, before or behind it.
    """
    spans, tokens = word_spans(clause.text), words(clause.text)
    runs = _runs(clause.names, tokens)
    if len(runs) < 2:
        return []
    edges = [0, *(at for run in runs for at in run), len(tokens)]
    gaps = [tuple(plain(mended(tokens[a:b], names.real_words))) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if all(_grades((X, *gap)) for gap in gaps[1:]):
        starts = [0, *(start for start, _ in runs[1:])]
    elif all(_grades((*gap, X)) for gap in gaps[:-1]) and not gaps[-1]:
        starts = [0, *(end for _, end in runs[:-1])]
    else:
        return []
    ends = [*(spans[at - 1][1] for at in starts[1:]), len(clause.text)]
    return [(spans[start][0], end) for start, end in zip(starts, ends, strict=True)]


def _grades(tokens: tuple[str, ...]) -> bool:
    """Whether words and X say nothing but how well X is known, and say that."""
    found = cues(tokens)
    return len(tokens) > 1 and not set(tokens) & {"and", "or", "nor"} and found.share == 1.0 and bool(found.found) and found.found <= _GRADING


def clause_of(names: Names, text: str) -> Clause:
    """One clause, with runs of names side by side put as one."""
    spans, tokens, found = word_spans(text), words(text), [m for m in names.find(text) if names.may_be_known(m)]
    said, plainly, at, joined = [], [], 0, False
    place = 0
    runs = _runs(found, tokens)
    for first, last in runs:
        said.append(text[at : spans[first][0]] + NAME)
        plainly.extend([*tokens[place:first], X])
        at, place = spans[last - 1][1], last
    said.append(text[at:])
    plainly.extend(tokens[place:])
    real = names.real_words
    if runs:
        first, last = runs[0]
        joined = any(t in _JOINING for t in tokens[first:last])
    return Clause(text, "".join(said).strip(), tuple(plain(mended(plainly, real))), tuple(found), tuple(plain(mended(tokens, real))), joined=joined)


def _runs(found: Sequence[Mention], tokens: Sequence[str]) -> list[tuple[int, int]]:
    """From and to which word names stand side by side, joined by 'and' or nothing."""
    runs: list[tuple[int, int]] = []
    for mention in found:
        if runs and set(tokens[runs[-1][1] : mention.start]) <= _JOINING:
            runs[-1] = (runs[-1][0], mention.end)
        else:
            runs.append((mention.start, mention.end))
    return runs


def _gathered(sentence: str, parts: Sequence[Clause], carried: Sequence[Clause], asks: bool) -> list[Clause]:
    """The clauses with bare names joined to what is said of them, before or behind."""
    made: list[Clause] = []
    waiting = list(carried)
    for part in parts:
        if part.bare:
            waiting.append(part)
        elif part.names:
            last = made[-1] if made else None
            open_list = last is not None and last.ends_with_name
            closes = part.begins_with_name and part.tokens[0] != "but" and (part.joined or part.tokens[0] in _BETWEEN)
            if waiting and part.begins_with_name and (not open_list or closes):
                made.append(_joined(sentence, waiting, part))
            else:
                _leave(sentence, made, waiting)
                made.append(part)
            if open_list and closes and last is not None and (waiting or part.joined):
                made[-2:] = [_continued(sentence, last, made[-1])]
            waiting = []
        elif waiting and (cues(part.tokens).found - {Cue.NEUTRAL} or (carried and not made)):
            made.append(_said_of(sentence, waiting, part))
            waiting = []
        else:
            made.append(part)
    _leave(sentence, made, waiting)
    return [replace(c, asks=asks) for c in made]


def _leave(sentence: str, made: list[Clause], waiting: Sequence[Clause]) -> None:
    """Gives names that nothing is said of to the clause before; a heading such as 'Known well:' speaks of them."""
    if not waiting:
        return
    names = tuple(m for w in waiting for m in w.names)
    named = any(c.names for c in made)
    if named:
        made.extend(replace(w, same=True) for w in waiting)
    elif made and cues((*made[-1].tokens, X)).found - {Cue.NEUTRAL} and not (_TIMES - _DAYS) & set(made[-1].tokens):
        head = made.pop()
        made.append(Clause(_span(sentence, head.text, waiting[-1].text), f"{head.said} {NAME}", (*head.tokens, X), names))
    else:
        made.extend(replace(w, alone=True) for w in waiting)


def _joined(sentence: str, waiting: Sequence[Clause], part: Clause) -> Clause:
    """'Java', 'SQL' and 'git very well' as one."""
    names = tuple(m for w in waiting for m in w.names)
    return replace(part, names=(*names, *part.names), text=_span(sentence, waiting[0].text, part.text))


def _said_of(sentence: str, waiting: Sequence[Clause], part: Clause) -> Clause:
    """'Java', 'SQL' and '8 years' as one, or 'Docker?' and 'Never touched it'."""
    names = tuple(m for w in waiting for m in w.names)
    return Clause(_span(sentence, waiting[0].text, part.text), f"{NAME}: {part.said}", (X, *part.tokens), names)


def _continued(sentence: str, last: Clause, part: Clause) -> Clause:
    """'I use SQL' and 'git and Docker every day' as one."""
    rest = part.tokens[part.tokens.index(X) + 1 :]
    tail = part.said[part.said.index(NAME) + len(NAME) :]
    return replace(
        last, text=_span(sentence, last.text, part.text), said=last.said + tail, tokens=(*last.tokens, *rest),
        names=(*last.names, *part.names),
    )  # fmt: skip


def _span(sentence: str, first: str, last: str) -> str:
    """The part of the sentence from `first` to `last`; only `last` where `first` stands in another sentence."""
    start = sentence.find(first)
    end = sentence.find(last, max(start, 0))
    return sentence[start : end + len(last)] if 0 <= start <= end else last


def referring(clause: Clause) -> Clause:
    """A clause without names as one that speaks of what 'it' stands for."""
    tokens, said = list(clause.tokens), clause.said
    at = next((i for i, t in enumerate(tokens) if t in PRONOUNS), None)
    if at is None:
        return replace(clause, tokens=(X, *tokens), said=f"{NAME}: {said}")
    tokens[at] = X
    found = next(iter(re.finditer(rf"\b(?:{'|'.join(PRONOUNS)})\b", said, re.IGNORECASE)), None)
    if found:
        said = f"{said[: found.start()]}{NAME}{said[found.end() :]}"
    return replace(clause, tokens=tuple(tokens), said=said)


def _is_relative(tokens: Sequence[str], at: int) -> bool:
    """Whether 'that' begins a relative clause: 'one lecture that I slept through'."""
    return tokens[at] == "that" and 0 < at < len(tokens) - 1 and tokens[at + 1] in _TELLERS and tokens[at - 1] not in _BEFORE_THAT


def refers(clause: Clause, nearby: bool = True, revises: bool = False) -> bool:
    """Whether a clause without names may speak of what was named before: 'I never touched it', 'every day'.

    `nearby`: it is part of the same sentence, so that a time may tell how often. `revises`: words such as 'between us'
    lead to it, so that it takes back what was said before: 'basic queries, that's all'.
    """
    if clause.tokens == ("well",):  # begins or turns a sentence, and grades nothing
        return False
    found = cues(clause.tokens)
    by_pronoun = any(t in PRONOUNS and not _is_relative(clause.tokens, at) for at, t in enumerate(clause.tokens))
    if not by_pronoun and (found.found <= _SAYS_WHEN or set(found.phrases) <= _HAVING):
        return False
    at_a_time = _TIMES & set(clause.tokens) and clause.tokens[:2] != ("every", "day")
    if at_a_time and not (by_pronoun or revises or nearby):
        return False
    of_self = by_pronoun and bool(SELF & set(clause.tokens))
    return bool(found.found - _SAYS_NOTHING) and (of_self or found.share >= PLAIN or (revises and len(clause.tokens) <= _SHORT))
