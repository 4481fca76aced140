"""What a message says of somebody's time, thing by thing: so long, on such days, so often."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from advisor.dialogue.reading.lexicon import alternation, word_set, words_of
from advisor.dialogue.reading.quantities import Kind, Term
from advisor.dialogue.reading.terms import WEEKEND

MOST = 80.0
"""Hours a week beyond which an amount is no time of a person."""
PART_HOURS = {
    "evening": 2.0, "night": 2.0, "morning": 2.0, "afternoon": 3.0, "lunch": 0.5, "lunch hour": 1.0, "weekend": 6.0, "": 6.0,
}  # fmt: skip
"""Hours of a slot whose length was not said."""
FREE_MORNING = 3.0
"""Hours of a morning at the weekend, when no work follows it."""
LONGEST_PART = 3.0
"""Hours beside counted evenings from which on they are meant of all together, unless 'each' is said."""
LONGEST_DAY = 12.0
"""Hours told beside whole days from which on they are meant of all together."""
_AWAITED = 14
"""Terms after a correction within which a bare number may stand for the corrected amount."""
_LISTED_DAYS = 3
"""Days in a list from which on an amount before it is meant of each."""
_PARTS_OF_DAY = ("evening", "morning", "night", "afternoon")


@dataclass(frozen=True)
class Item:
    """One thing that a person says of their time."""

    start: int
    end: int
    length: Term | None = None
    slot: Term | None = None
    per: Term | None = None
    each: bool = False
    total: bool = False
    joined: bool = False
    """Whether 'plus', 'then' or the like joins it to the item before."""
    corrects: bool = False
    """Whether a correction stands between it and the item before."""
    bare: bool = False
    """Whether its amount is a number without a unit, which the item before has."""
    labelled: bool = False
    """Whether a label such as 'hours:' stands before it, or it is said to be so much of an amount before."""
    instead: bool = False
    """Whether it stands for one that was denied: 'not forty minutes but fourteen'."""
    refused: bool = False
    """Whether it is named only to be denied: 'not seven hours'."""
    hours: float = 0.0

    @property
    def general(self) -> bool:
        """Whether it speaks of the whole week, not of some days of it."""
        return self.length is not None and self.slot is None and self.per is not None


def items_of(text: str, found: Sequence[Term], asked: bool) -> list[Item]:
    """The items that the terms make up, each with its hours a week; those that say none are left out."""
    composed = _completed(_Composer(text, found, asked).items())
    return [replace(i, hours=hours) for i in composed if not i.refused and 0 < (hours := weekly_hours(i)) <= MOST]


def weekly_hours(item: Item) -> float:
    """Hours a week of an item; 0 where it does not say them."""
    scale = 1 / item.per.middle if item.per else 1.0
    length = item.length.middle if item.length else None
    if item.slot is None:
        return 0.0 if length is None else length * scale
    often = item.slot.middle or 7.0
    if length is None:
        return _supposed_length(item.slot) * (5.0 if item.slot.soft and item.slot.unit == "" else often) * scale
    parts = item.slot.counted and item.slot.unit in _PARTS_OF_DAY
    together = item.total or (parts and length > LONGEST_PART)
    return length * scale if together and not item.each else length * often * scale


def _supposed_length(slot: Term) -> float:
    free = slot.unit == "morning" and slot.names and slot.names <= WEEKEND
    return FREE_MORNING if free else PART_HOURS.get(slot.unit, 0.0)


class _Composer:
    """Puts terms together into items, from left to right."""

    def __init__(self, text: str, found: Sequence[Term], asked: bool) -> None:
        self.text = text
        self.found = found
        self.asked = asked
        self.done: list[Item] = []
        self.open: Item | None = None
        self.joined = False
        self.corrects = False
        self.awaited = 0
        """Terms left in which a bare number may stand for a corrected amount."""
        self.label: Term | None = None
        self.weeks_named = False
        """Whether weeks were spoken of, so that 'six hours each' may be meant of each week."""
        self.barred = False
        """Whether a label such as 'opening hours:' makes what follows, up to the end of the sentence, no time of theirs."""
        self.ignored: Term | None = None
        """The frequency of a bare number that counts things: 'parcels come in, 70 a day'."""

    def items(self) -> list[Item]:
        """All items, in order."""
        for n, term in enumerate(self.found):
            self.awaited -= 1
            if term.kind is Kind.STOP:
                self.barred = False
            if term is not self.ignored and not self.barred:
                self._take(term, n)
        self._close()
        return self.done

    def _take(self, term: Term, n: int) -> None:
        match term.kind:
            case Kind.JOIN:
                self._join()
            case Kind.CORRECTION:
                self._correction(term)
            case Kind.STOP:
                self._close()
                self.joined = False
            case Kind.LABEL:
                self._close()
                self.label, self.barred = term, term.unit == "other"
            case Kind.DURATION:
                self._length(term)
            case Kind.SLOT:
                self._slot(term, n)
            case Kind.SPAN:
                self._span(term)
            case Kind.PER:
                self._per(term)
            case Kind.EACH | Kind.TOTAL | Kind.TWICE:
                self._share_out(term)
            case Kind.NUMBER:
                self._number(term, n)
            case _:
                pass

    # --- the open item

    def _start(self, term: Term) -> Item:
        self._close()
        denied = self.corrects and bool(self.done) and self.done[-1].refused
        item = Item(term.start, term.end, joined=self.joined, corrects=self.corrects, instead=denied)
        self.joined = self.corrects = False
        return item

    def _close(self) -> None:
        if self.open and (self.open.length or self.open.slot):
            self.done.append(self.open)
        self.open = None

    def _put(self, item: Item, term: Term, **more: Any) -> None:
        self.open = replace(item, start=min(item.start, term.start), end=max(item.end, term.end), **more)

    def _last(self) -> Item | None:
        """The item that something said now may refer to."""
        return self.open if self.open and (self.open.length or self.open.slot) else self.done[-1] if self.done else None

    def _last_length(self) -> Term | None:
        lengths = (i.length for i in (self.open, *reversed(self.done)) if i and i.length)
        return next(lengths, None)

    # --- terms

    def _join(self) -> None:
        if self.open and (self.open.length or (self.open.slot and self.open.slot.low)):
            self._close()
            self.joined = True

    def _correction(self, term: Term) -> None:
        if self.open and self.open.slot and self.open.length is None and term.text in word_set("elaborations"):
            return
        self._close()
        self.corrects, self.awaited = True, _AWAITED

    def _length(self, term: Term) -> None:
        if term.unit == "same":
            self._same(term)
            return
        item = self.open
        if item and item.length and _before(self.text, term, "refusing") is None:
            if item.length.pieces and not term.pieces:
                self._tell_pieces(item, term)
                return
            if term.unit == "clock":
                return
            if _after(self.text, term, "way_back"):
                self._add(item, term, term.low)
                return
        free = item is not None and item.length is None and not (self.joined and item.slot is None)
        labelled, self.label = self.label is not None, None
        refused = _before(self.text, term, "refusing") is not None
        target = item if item and free and not refused else self._start(term)
        self._put(target, term, length=term, labelled=labelled, refused=refused)
        if refused:
            self._close()
            self.corrects, self.awaited = True, _AWAITED

    def _same(self, term: Term) -> None:
        """'an hour on Tuesday, another on Thursday'."""
        if length := self._last_length():
            self._close()
            self.joined = True
            self._put(self._start(term), term, length=replace(length, start=term.start, end=term.end))

    def _tell_pieces(self, item: Item, term: Term) -> None:
        """'Two half-days, four hours apiece': how long they are was only supposed before."""
        assert item.length is not None
        pieces = item.length.pieces
        if term.low > LONGEST_DAY or pieces == 1:
            self._put(item, term, length=term)
        else:
            slot = replace(item.length, kind=Kind.SLOT, low=pieces, high=pieces, unit="session", counted=True, pieces=0.0)
            self._put(item, term, length=term, slot=item.slot or slot)

    def _add(self, item: Item, term: Term, hours: float) -> None:
        """'25 minutes there and 25 back'."""
        assert item.length is not None
        length = replace(item.length, low=item.length.low + hours, high=item.length.high + hours)
        self._put(item, term, length=length)

    def _slot(self, term: Term, n: int) -> None:
        if self._left_out(term) or self._taken_in(term):
            return
        item = self.open or self._start(term)
        if item.general or (item.length is None and item.slot and item.per and not item.slot.soft):
            item = self._start(term)
        if item.slot is None:
            total = item.total or (item.length is not None and self._told_after(item, term, n))
            self._put(item, term, slot=term, total=total)
        elif merged := _firmer(item.slot, term):
            self._put(item, term, slot=merged)
        else:
            self._put(self._start(term), term, slot=term)

    def _left_out(self, term: Term) -> bool:
        """'every day except Sunday', 'not on Fridays': days on which nothing is done; taken off where all were meant."""
        if not (_before(self.text, term, "except") or _after(self.text, term, "excepted")):
            return False
        item = self.open
        if item and item.slot and not term.soft and (item.slot.low or 7.0) > (off := _days(term)):
            kept = (item.slot.low or 7.0) - off
            self._put(item, term, slot=replace(item.slot, low=kept, high=kept, names=item.slot.names - term.names, soft=False))
        return True

    def _taken_in(self, term: Term) -> bool:
        """'every day, also on Saturday', 'Sundays included': days that go with those named before."""
        if not (_before(self.text, term, "including") or _after(self.text, term, "included")):
            return False
        item = self.open
        if item is None or item.slot is None:
            return False
        if item.slot.names and term.names:
            names = item.slot.names | term.names
            self._put(item, term, slot=replace(item.slot, names=names, low=float(len(names)), high=float(len(names))))
        elif item.slot.low < 7.0 and item.slot.soft:
            self._put(item, term, slot=replace(item.slot, low=7.0, high=7.0))
        else:
            self._put(item, term, slot=item.slot)
        return True

    def _told_after(self, item: Item, term: Term, n: int) -> bool:
        """'Two hours, Tuesday and Thursday', 'four hours over two evenings': the slots say when, not how often."""
        between = self.text[item.end : term.start].lower()
        if re.fullmatch(r"\s+(?:spread |split |divided )?(?:over|across)\s+(?:the\s+)?", between):
            return True
        following = self.found[n + 1].kind if n + 1 < len(self.found) else None
        many = term.run or len(term.names) >= _LISTED_DAYS
        vague = following not in (Kind.PER, Kind.EACH) and not term.soft and not many and not re.search(r"days\b|every|each", term.text)
        return bool(re.fullmatch(r"\s*[,:(]\s*(?:on\s+)?", between)) and vague

    def _span(self, term: Term) -> None:
        """'half an hour a day, five days': so many days say how often, where every day was only supposed."""
        item = self.open
        if term.unit == "week":
            self.weeks_named = True
        elif term.unit == "day" and item and item.slot and item.slot.soft and item.length and not _after(self.text, term, "left"):
            days = round(term.low * 7)
            if days <= 7:
                self._put(item, term, slot=replace(item.slot, low=days, high=days, soft=False, counted=True))

    def _per(self, term: Term) -> None:
        item = self.open or self._start(term)
        if item.per is not None:
            item = self._start(term)
        if not item.length and not item.slot and self.done and not self.joined:
            before = self.done[-1]
            apart = self.text[before.end : term.start]
            if before.per is None and before.slot is None and not before.refused and not re.search(r"[.!?;\n]", apart):
                self.done.pop()
                item = before
        self._put(item, term, per=term)

    def _share_out(self, term: Term) -> None:
        item = self.open
        if item is None:
            return
        if term.kind is Kind.TWICE:
            if item.length:
                self._add(item, term, item.length.low)
            return
        each = item.each or term.kind is Kind.EACH
        weekly = each and item.slot is None and item.per is None and item.length and self.weeks_named
        per = replace(term, kind=Kind.PER, low=1.0, high=1.0, unit="week") if weekly else item.per
        self._put(item, term, each=each, total=item.total or term.kind is Kind.TOTAL, per=per)

    # --- numbers without a unit

    def _number(self, term: Term, n: int) -> None:
        """A number without a unit has that of a label or of the amount before: 'an hour on Tuesday and two on Sunday'."""
        following = self.found[n + 1] if n + 1 < len(self.found) else None
        if (following and following.kind is Kind.PER) or (following and following.kind is Kind.SLOT and following.soft):
            self.ignored = following
        if _before(self.text, term, "refusing_number") or not 0 < term.high <= MOST:
            return
        after = self._next(n)
        length = self._last_length()
        before = self._last()
        if self.label and (ends_well(self.text, term, after) or self.ignored is not None):
            self._labelled(term)
        elif self.asked and before is None and after and after.kind is Kind.SLOT:
            self._put(self._start(term), term, length=replace(term, kind=Kind.DURATION))
        elif length and following and following.kind is Kind.PER and _amount_again(self.text, term):
            self._again(term, length)
        elif before is None:
            return
        elif _after(self.text, term, "part_of_those"):
            self._some_of(before, term)
        elif self.open and self.open.length and _after(self.text, term, "way_back"):
            self._add(self.open, term, term.low * _unit_of(self.open.length))
        elif self.open and self.open.length and self._hedged(term):
            self._put(self.open, term, length=replace(self.open.length, high=term.high * _unit_of(self.open.length)))
        elif self.awaited > 0 and ends_well(self.text, term, after):
            self._correct(before, term)
        elif before.length and after and after.kind is Kind.SLOT and _after(self.text, term, "on_days"):
            self._close()
            self.joined = self.joined or self.text[term.end :].lower().startswith(" more")
            self._put(self._start(term), term, length=_of_unit(term, before.length))

    def _hedged(self, term: Term) -> bool:
        """'four hours, sometimes five'."""
        assert self.open is not None and self.open.length is not None
        between = self.text[self.open.end : term.start].strip(" ,(").lower()
        return between in (word_set("hedges") | word_set("up_to")) and term.high * _unit_of(self.open.length) > self.open.length.high

    def _labelled(self, term: Term) -> None:
        assert self.label is not None
        per = replace(self.label, kind=Kind.PER)
        self._put(self._start(term), term, length=replace(term, kind=Kind.DURATION, unit="hour"), labelled=True)
        if self.ignored is None:
            assert self.open is not None
            self.open = replace(self.open, per=per)
        self.label = self.ignored = None

    def _again(self, term: Term, length: Term) -> None:
        """'15 hours, I thought; it is really 6 a week'."""
        self._put(self._start(term), term, length=_of_unit(term, replace(length, text="hour", unit="hour")))
        self.ignored = None

    def _some_of(self, before: Item, term: Term) -> None:
        """'I study six hours and can give two of those', 'in the evenings, three of them'."""
        if before.length:
            self._correct(before, term)
            self.done[-1] = replace(self.done[-1], labelled=True)
        elif before is self.open and before.slot and before.slot.soft:
            self._put(before, term, slot=replace(before.slot, low=term.low, high=term.high, soft=False, counted=True))

    def _correct(self, before: Item, term: Term) -> None:
        if self.open is not None:
            self._close()
        self.corrects = True
        item = replace(self._start(term), bare=True)
        if before.length:
            length = _of_unit(term, before.length)
            weekly = before.refused and before.slot is None and before.per is None
            per = replace(term, kind=Kind.PER, low=1.0, high=1.0, unit="week") if weekly else before.per
            self._put(item, term, length=length, slot=before.slot, per=per, each=before.each, total=before.total)
        elif before.slot:
            self._put(item, term, slot=replace(before.slot, low=term.low, high=term.high), per=before.per)
        self._close()

    def _next(self, n: int) -> Term | None:
        rest = (t for t in self.found[n + 1 :] if not (t.kind is Kind.WORD and t.text in word_set("before_slot")))
        return next(rest, None)


# --- items beside one another


def _firmer(old: Term, new: Term) -> Term | None:
    """Two slots as one where one tells how often and the other only when; None where both tell."""
    if old.soft and (not new.soft or not old.low):
        return replace(new, unit=new.unit if new.unit not in ("", "session") else old.unit, start=old.start)
    if new.soft and (old.unit == "" or new.unit in ("", old.unit, "session") or not new.low):
        return replace(old, unit=old.unit or new.unit)
    if old.counted and not new.counted and new.names and len(new.names) == old.low:
        return old
    if old.names and not new.names and new.unit == "session" and new.counted:
        return old
    if old.names and not old.unit and new.counted and not new.names and new.unit == "" and new.low == len(old.names):
        return old
    return None


def _completed(items: Sequence[Item]) -> Iterator[Item]:
    """Items with what stands beside them: how often from another that says it, the length from the sentence after."""
    kept = list(items)
    for n in range(len(kept) - 1, 0, -1):
        before, item = kept[n - 1], kept[n]
        if shared := _shared_days(before, item):
            kept[n - 1] = before = shared
        if thinned := _every_other(before, item):
            kept[n - 1 : n + 1] = [thinned]
        elif _wants_length(before) and item.length and item.slot is None and item.per is None and not item.corrects:
            kept[n - 1 : n + 1] = [replace(before, length=item.length, end=item.end, each=item.each, total=item.total)]
        elif restated := _restated(before, item):
            kept[n] = restated
    yield from kept


def _wants_length(item: Item) -> bool:
    return item.slot is not None and item.length is None


def _shared_days(before: Item, item: Item) -> Item | None:
    """'half an hour in the morning and half an hour at night, Monday to Friday': the days are those of both."""
    days = item.slot
    if days is None or before.slot is None or before.slot.low or before.per:
        return None
    if (item.joined and days.soft and days.low) or (days.run and days.unit):
        return replace(before, slot=replace(before.slot, low=days.low, high=days.high))
    return None


def _every_other(before: Item, item: Item) -> Item | None:
    """'Every other weekend the kids are away and I have all of Saturday': the first says how often the second is."""
    slot, often = item.slot, before.slot
    if often is None or slot is None or before.length or not 0 < often.low < 1 or not slot.names or item.corrects:
        return None
    within = slot.names <= (often.names or WEEKEND if often.unit == "weekend" else often.names)
    return replace(item, start=before.start, slot=replace(slot, low=slot.low * often.low, high=slot.high * often.low)) if within else None


def _restated(before: Item, item: Item) -> Item | None:
    """'... five days. That is half an hour a day': the days counted before still hold."""
    old, new = before.slot, item.slot
    if old and new and old.counted and not old.unit and new.soft and not new.unit and item.length and before.length:
        return replace(item, slot=replace(new, low=old.low, high=old.high))
    return None


# --- words beside a term


def ends_well(text: str, term: Term, after: Term | None) -> bool:
    """Whether a bare number may be an amount of hours: no noun of another kind stands after it."""
    measured = after is not None and after.kind in (Kind.SPAN, Kind.DURATION, Kind.SLOT) and after.start - term.end < 2
    return bool(_closed().match(text, term.end)) and not measured


@cache
def _closed() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:$|[.,;:!?)\n…–—-]|{alternation(words_of('after_bare'))})", re.IGNORECASE)


def _before(text: str, term: Term, name: str) -> re.Match[str] | None:
    """One of the words of a list right before a term, small words between allowed."""
    return _lead(name).search(text[max(0, term.start - 40) : term.start])


def _after(text: str, term: Term, name: str) -> re.Match[str] | None:
    """One of the words of a list right after a term."""
    return _trail(name).match(text, term.end)


@cache
def _lead(name: str) -> re.Pattern[str]:
    small = alternation(words_of("small_words"))
    return re.compile(rf"{alternation(words_of(name))}\s*(?:{small}\s*)*$", re.IGNORECASE)


@cache
def _trail(name: str) -> re.Pattern[str]:
    return re.compile(rf"\s*\(?{alternation(words_of(name))}", re.IGNORECASE)


def _amount_again(text: str, term: Term) -> bool:
    """Whether a bare number that a frequency follows may be an amount of hours said again, not a count of things."""
    return _lead("says_amount").search(text[max(0, term.start - 40) : term.start]) is not None


def _of_unit(number: Term, like: Term) -> Term:
    """A number as so many of the hours or minutes that another amount is told in."""
    unit = _unit_of(like)
    return replace(number, kind=Kind.DURATION, low=number.low * unit, high=number.high * unit, unit=like.unit)


def _unit_of(length: Term) -> float:
    return 1 / 60 if length.unit == "minute" else 1.0


def _days(slot: Term) -> float:
    return 2.0 if slot.unit == "weekend" else float(len(slot.names) or slot.low)
