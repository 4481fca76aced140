"""Puts the terms of a message together into items of time: so long, on such days, so often."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from advisor.dialogue.reading.beside import ends_well, says_amount, word_after, word_before
from advisor.dialogue.reading.items import LONGEST_DAY, Item, weekly_hours
from advisor.dialogue.reading.lexicon import word_set
from advisor.dialogue.reading.quantities import Kind, Term
from advisor.dialogue.reading.sharing import completed
from advisor.dialogue.reading.slots import days_of, firmer, is_daily, of_unit, only_when, unit_of
from advisor.domain.brief import MOST_HOURS_PER_WEEK

_AWAITED = 14
"""Terms after a correction within which a bare number may stand for the corrected amount."""
_LISTED_DAYS = 3
"""Days in a list from which on an amount before it is meant of each."""


def items_of(text: str, found: Sequence[Term], asked: bool) -> list[Item]:
    """The items that the terms make up, each with its hours a week; those that say none are left out."""
    composed = completed(text, _Composer(text, found, asked).items())
    return [replace(i, hours=hours) for i in composed if not i.refused and 0 < (hours := weekly_hours(i)) <= MOST_HOURS_PER_WEEK]


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
                if not self._goes_on(n):
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

    def _goes_on(self, n: int) -> bool:
        """Whether the next sentence is nothing but what the open item lacks: 'Ten hours. Every week.', 'Three evenings. 18:00 to 20:00.'"""
        following = list(takewhile(lambda t: t.kind is not Kind.STOP, self.found[n + 1 :]))
        item = self.open
        if item is None or len(following) != 1:
            return False
        lacking = {Kind.DURATION: item.length is None and item.slot is not None, Kind.PER: item.per is None, Kind.SLOT: item.slot is None and item.per is None}
        return lacking.get(following[0].kind, False)

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
        if item and item.length and word_before(self.text, term, "refusing") is None:
            if item.length.pieces and not term.pieces:
                self._tell_pieces(item, term)
                return
            if term.unit == "clock":
                return
            if word_after(self.text, term, "way_back"):
                self._add(item, term, term.low)
                return
        free = item is not None and item.length is None and not (self.joined and item.slot is None)
        labelled, self.label = self.label is not None, None
        refused = word_before(self.text, term, "refusing") is not None
        target = item if item and free and not refused else self._start(term)
        self._put(target, term, length=term, labelled=labelled, refused=refused)
        if refused:
            self._close()
            self.corrects, self.awaited = True, _AWAITED

    def _same(self, term: Term) -> None:
        """'an hour on Tuesday, another on Thursday'."""
        length = self._last_length()
        if length is None:
            return
        times = term.pieces or 1.0
        alike = replace(length, start=term.start, end=term.end, low=length.low * times, high=length.high * times)
        if self.open and self.open.slot and self.open.length is None:
            self._put(self.open, term, length=alike)
        elif not term.pieces or word_after(self.text, term, "on_days"):
            self._close()
            self.joined = True
            self._put(self._start(term), term, length=alike)

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
        if item.slot and item.length is None and re.search(r"\bbut\b", self.text[item.slot.end : term.start], re.IGNORECASE):
            item = self._start(term)
        if item.length and not item.per and item.length.low > LONGEST_DAY * max(1.0, term.high):
            item = self._start(term)  # 'I teach 26 hours, so two evenings are left'
        if item.general or (item.length is None and item.slot and item.per and not item.slot.soft):
            item = self._start(term)
        if item.slot is None:
            total = item.total or (item.length is not None and self._told_after(item, term, n))
            self._put(item, term, slot=term, total=total)
        elif merged := firmer(item.slot, term):
            self._put(item, term, slot=merged)
        else:
            self._put(self._start(term), term, slot=term)

    def _left_out(self, term: Term) -> bool:
        """'every day except Sunday', 'not on Fridays': days on which nothing is done; taken off where all were meant."""
        if not (word_before(self.text, term, "except") or word_after(self.text, term, "excepted")):
            return False
        item = self.open
        if item and item.slot and not term.soft and (item.slot.low or 7.0) > (off := days_of(term)):
            kept = (item.slot.low or 7.0) - off
            self._put(item, term, slot=replace(item.slot, low=kept, high=kept, names=item.slot.names - term.names, soft=False))
        return True

    def _taken_in(self, term: Term) -> bool:
        """'every day, also on Saturday', 'Sundays included': days that go with those named before."""
        if not (word_before(self.text, term, "including") or word_after(self.text, term, "included")):
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
        following = self.found[n + 1] if n + 1 < len(self.found) else None
        many = term.run or len(term.names) >= _LISTED_DAYS
        often = following is not None and (following.kind in (Kind.PER, Kind.EACH) or is_daily(following))
        vague = not often and not term.soft and not many and not re.search(r"days\b|every|each", term.text)
        return bool(re.fullmatch(r"\s*[,:(]\s*(?:on\s+)?", between)) and vague

    def _span(self, term: Term) -> None:
        """'half an hour a day, five days': so many days say how often, where every day was only supposed."""
        item = self.open
        if term.unit == "week":
            self.weeks_named = self.weeks_named or term.high > 1
        elif term.unit == "day" and item and item.slot and item.slot.soft and item.length and not word_after(self.text, term, "left"):
            days = round(term.low * 7)
            if days <= 7:
                self._put(item, term, slot=replace(item.slot, low=days, high=days, soft=False, counted=True))

    def _per(self, term: Term) -> None:
        item = self.open or self._start(term)
        if item.per is not None:
            item = self._start(term)
        slot = item.slot
        if slot and item.length and slot.start < item.length.start and (only_when(slot) if term.unit == "week" else slot.soft and not slot.unit):
            item = replace(item, slot=None, start=item.length.start)  # 'Excel daily, 5 hours a week', 'I'm on nights, so two hours a week'
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
        if word_before(self.text, term, "refusing_number") or not 0 < term.high <= MOST_HOURS_PER_WEEK:
            return
        after = self._next(n)
        length = self._last_length()
        before = self._last()
        if self.label and (ends_well(self.text, term, after) or self.ignored is not None):
            self._labelled(term)
        elif self.asked and before is None and after and after.kind is Kind.SLOT:
            self._put(self._start(term), term, length=replace(term, kind=Kind.DURATION))
        elif length and self._day_waits(term) and ends_well(self.text, term, after):
            self._put(self.open or self._start(term), term, length=of_unit(term, length))
        elif length and following and following.kind is Kind.PER and (self.awaited > 0 or says_amount(self.text, term)):
            self._again(term, length)
        elif before is None:
            return
        elif word_after(self.text, term, "part_of_those"):
            self._some_of(before, term)
        elif self.open and self.open.length and word_after(self.text, term, "way_back"):
            self._add(self.open, term, term.low * unit_of(self.open.length))
        elif self.open and self.open.length and self._hedged(term):
            self._put(self.open, term, length=replace(self.open.length, high=term.high * unit_of(self.open.length)))
        elif (self.awaited > 0 or word_after(self.text, term, "by_now") or word_before(self.text, term, "settling")) and ends_well(self.text, term, after):
            self._correct(before, term)
        elif before.length and after and after.kind is Kind.SLOT and word_after(self.text, term, "on_days"):
            self._close()
            self.joined = self.joined or self.text[term.end :].lower().startswith(" more")
            self._put(self._start(term), term, length=of_unit(term, before.length))

    def _day_waits(self, term: Term) -> bool:
        """'Mondays an hour, Tuesdays two': a day right before the number, of which nothing else is told."""
        item = self.open
        if item is None or item.length is not None or item.slot is None or not item.slot.names:
            return False
        return re.fullmatch(r"\W*(?:another|about|only|just|even|maybe)?\W*", self.text[item.slot.end : term.start], re.IGNORECASE) is not None

    def _hedged(self, term: Term) -> bool:
        """'four hours, sometimes five'."""
        assert self.open is not None and self.open.length is not None
        between = self.text[self.open.end : term.start].strip(" ,(").lower()
        return between in (word_set("hedges") | word_set("up_to")) and term.high * unit_of(self.open.length) > self.open.length.high

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
        self._put(self._start(term), term, length=of_unit(term, replace(length, text="hour", unit="hour")))
        self.ignored = None

    def _some_of(self, before: Item, term: Term) -> None:
        """'I study six hours and can give two of those', 'in the evenings, three of them'."""
        which_days = before.slot is not None and before.slot.soft and re.search(r"\b(?:on|at|in)\s+$", self.text[: term.start], re.IGNORECASE)
        if before.length and not which_days:
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
            length = of_unit(term, before.length)
            weekly = before.refused and before.slot is None and before.per is None
            per = replace(term, kind=Kind.PER, low=1.0, high=1.0, unit="week") if weekly else before.per
            self._put(item, term, length=length, slot=before.slot, per=per, each=before.each, total=before.total)
        elif before.slot:
            self._put(item, term, slot=replace(before.slot, low=term.low, high=term.high), per=before.per)
        self._close()

    def _next(self, n: int) -> Term | None:
        rest = (t for t in self.found[n + 1 :] if not (t.kind is Kind.WORD and t.text in word_set("before_slot")))
        return next(rest, None)
