"""Whether an amount of time is the person's own to give, not that of their job, their machines or somebody else."""

import re
from collections.abc import Sequence
from functools import cache

from advisor.dialogue.reading.items import PART_HOURS, Item
from advisor.dialogue.reading.lexicon import alternation, patterns, phrases, words_of
from advisor.dialogue.reading.stretches import clause, sentence

MOST_UNASKED = 45.0
"""Hours a week above which it takes words of giving time for them to be no job's."""
_NEARBY = 60
"""Letters before an item, in its sentence, in which a word of having time still speaks of it."""
_ENOUGH_FOR_A_WEEK = 1.5
"""Hours from which on an amount without a frequency is taken to be that of a week."""
_WORKING_DAYS = 5
"""Whole days from which on nobody means to learn on all of them."""
_I_DO = re.compile(r"\b(?:i|we)(?:'(?:m|ve|d|ll|re))?\s+(?:[a-z]+ly\s+|just\s+|still\s+|even\s+|also\s+|then\s+|always\s+|often\s+)*(?P<verb>[a-z']+)", re.IGNORECASE)


def is_theirs(text: str, item: Item, asked: bool, others: Sequence[Item]) -> bool:
    """Whether an item is the person's time for learning; `others` are those before it that are."""
    around = _Around(text, item, others)
    if item.labelled:
        return True
    if around.refused or around.measures_something:
        return False
    if item.bare and item.corrects and others:
        return True
    if item.hours > MOST_UNASKED and not asked and not around.giving:
        return False
    if not around.excused and around.foreign and not (around.mine and around.giving):
        return False
    if asked or item.instead or (item.corrects and others):
        return True
    if around.somebody_else or (around.opens_foreign and not (around.mine or around.excused)):
        return False
    if item.general:
        return True
    if item.length is None:
        return _free_slot(around, item)
    if item.slot is None:
        return around.generous and item.length.low >= _ENOUGH_FOR_A_WEEK and not around.momentary
    return around.mine or around.mine_nearby or around.for_learning or not re.search(r"\w{3,}.*\w{3,}", _plain(around.before))


class _Around:
    """The words beside an item, and what they say of it."""

    def __init__(self, text: str, item: Item, others: Sequence[Item]) -> None:
        low, high = clause(text, item.start, item.end)
        low = max(low, others[-1].end if others else 0)
        opening, closing = sentence(text, item.start, item.end)
        self.item = item
        self.before = text[low : item.start].lower()
        self.after = text[item.end : high].lower()
        self.sentence = text[opening:closing].lower()
        self.near = text[max(opening, item.start - _NEARBY) : item.start].lower()
        self.own = text[item.start : item.end].lower()
        self.beside = f"{self.before} | {self.after}"
        self.all = f"{self.before} {text[item.start : item.end].lower()} | {self.after}"

    @property
    def refused(self) -> bool:
        return bool(patterns("refused_before").search(self.before))

    @property
    def measures_something(self) -> bool:
        """'two hours of video', 'an hour late'."""
        if self.item.length is None:
            return False
        of = re.match(r"\s+of\s+([\w']+)", self.after)
        return bool(of and of[1] not in words_of("of_mine")) or bool(_measuring().match(self.after))

    @property
    def excused(self) -> bool:
        return bool(phrases("excused").search(self.all))

    @property
    def foreign(self) -> bool:
        """Whether a word of jobs, machines or other people stands in the clause; not counting 'after work', 'once they sleep'."""
        return bool(patterns("foreign").search(re.sub(rf"{alternation(words_of('asides'))}[^|,]*", " ", self.all)))

    @property
    def mine(self) -> bool:
        return bool(phrases("mine").search(self.all))

    @property
    def mine_nearby(self) -> bool:
        return bool(phrases("mine").search(self.near))

    @property
    def giving(self) -> bool:
        """Whether words of giving time make up for one that may be foreign: 'I can spare ... while the machine runs'."""
        return bool(patterns("giving").search(self.all))

    @property
    def generous(self) -> bool:
        return bool(phrases("generous").search(self.all))

    @property
    def for_learning(self) -> bool:
        """Whether the sentence goes on to say that the time is free: 'there is a gap of an hour, and that is free for this'."""
        return bool(phrases("generous").search(self.sentence))

    @property
    def momentary(self) -> bool:
        return bool(phrases("momentary").search(self.all.replace("for this", "")))

    @property
    def opens_foreign(self) -> bool:
        """Whether the clause begins with somebody or something else: 'our', 'they', 'my wife'."""
        return bool(_foreign_opening().match(self.before)) and not _coming_to().search(self.before)

    @property
    def somebody_else(self) -> bool:
        """Whether the verb nearest to the item is of another's doing, or of the person's doing something else."""
        kin = patterns("others_have").search(self.before)
        if kin and not re.search(r"\bi\b", self.before[kin.end() :]):
            return True
        if self.giving or self.excused or re.search(r"\b(?:free|spare)\b", self.own):
            return False
        return bool(patterns("of_others").search(self.before)) or self._busy()

    def _busy(self) -> bool:
        after = _reason().sub(" ", self.after)
        doing = list(_I_DO.finditer(self.before))[-1:] or list(_I_DO.finditer(after))[:1]
        return bool(doing) and doing[0]["verb"].lower() not in words_of("i_verbs")


def _free_slot(around: _Around, item: Item) -> bool:
    """'Two evenings a week', 'weekends only': slots without a length need a word of having them, or to stand alone."""
    slot = item.slot
    if slot is None or not PART_HOURS.get(slot.unit) or (slot.unit == "" and not 0 < len(slot.names) < _WORKING_DAYS):
        return False
    if re.search(r"\b(?:get|have|use|got) (?:it|them) $", around.before):
        return False  # 'the lab machine is shared, I get it at nights'
    if not _plain(around.before) and not _plain(around.after):
        return True
    having = phrases("generous").search(around.beside) or patterns("having").search(f"{around.before[-40:]} | {around.after[:40]}")
    sure = slot.counted or slot.unit == "weekend" or (around.mine and not slot.soft)
    return bool(having) and (sure or "free" in around.sentence or "only" in around.after[:12])


def _plain(part: str) -> str:
    """What is left of the words beside an item without those of having and hedging."""
    left = phrases("mine").sub(" ", part)
    return re.sub(rf"{alternation(words_of('fillers'))}|\W", " ", left).strip()


@cache
def _coming_to() -> re.Pattern[str]:
    """Right before the amount that the reasons before it come to: 'I'm on nights now, so it's two hours a week'."""
    return re.compile(rf"{alternation(words_of('settling'))}\s+(?:(?:only|just|about|really|more like)\s+)*$")


@cache
def _measuring() -> re.Pattern[str]:
    return re.compile(rf"[\s-]+{alternation(words_of('measuring'))}")


@cache
def _reason() -> re.Pattern[str]:
    """Why there is so much time: '20 hours a week, as I am between jobs'."""
    return re.compile(rf"{alternation(words_of('reasons'))}\s+(?:i|we)\b[^|,]*")


@cache
def _foreign_opening() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:and |but |so )?{alternation(words_of('foreign_openings'))}")
