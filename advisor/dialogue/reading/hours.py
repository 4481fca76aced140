"""Hours a week, composed from the terms of a message: amounts, slots and frequencies become items, and items a sum."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from advisor.dialogue.reading.lexicon import patterns, phrases, words_of
from advisor.dialogue.reading.quantities import Kind, Term, terms

MOST = 80.0
"""Hours a week beyond which an amount is no time of a person."""
WORKING_WEEK_HOURS = 38.0
FULL_TIME_HOURS = 35.0
PART_HOURS = {"evening": 2.0, "night": 2.0, "morning": 2.0, "afternoon": 3.0, "lunch": 0.5, "weekend": 6.0, "": 6.0}
"""Hours of a slot whose length was not said."""
LONGEST_PART = 3.0
"""Hours beside counted evenings from which on they are meant of all together, unless 'each' is said."""
_NEARBY = 60


@dataclass(frozen=True)
class Item:
    """One thing that a person says of their time: so long, on such days, so often."""

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
    hours: float = field(default=0.0)

    @property
    def general(self) -> bool:
        """Whether it speaks of the whole week, not of some days of it."""
        return self.length is not None and self.slot is None and self.per is not None

    def span(self, term: Term) -> tuple[int, int]:
        """Its place in the text, once the term belongs to it."""
        return min(self.start, term.start), max(self.end, term.end)


@dataclass(frozen=True)
class Hours:
    """Hours a week and the words that say so."""

    hours: float
    quote: str


def hours_a_week(text: str, asked: bool = False) -> Hours | None:
    """What the person can give a week. Amounts that are not theirs to give are left out; if asked, a bare number counts."""
    found = terms(text)
    items = _Composer(text, found, asked).items()
    sized = [replace(i, hours=h) for i in items if 0 < (h := _weekly(i)) <= MOST]
    mine: list[Item] = []
    for item in sized:
        if _accepted(text, item, asked, mine):
            mine.append(item)
    last = max((n for n, i in enumerate(mine) if i.corrects), default=0)
    chosen = _side_by_side(_unconditional(text, mine[last:]))
    if chosen:
        total = sum(i.hours for i in chosen)
        return Hours(round(min(total, MOST), 2), _quote(text, chosen))
    return _share(text, found) or _full_time(text, asked) or (_bare(text, found) if asked else None)


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
        self.after_correction = 0
        """Terms left in which a bare number may stand for a corrected amount."""

    def items(self) -> list[Item]:
        """All items, with what they share passed on."""
        for n, term in enumerate(self.found):
            self.after_correction -= 1
            match term.kind:
                case Kind.JOIN:
                    self._join()
                case Kind.CORRECTION:
                    self._close()
                    self.corrects, self.after_correction = True, 14
                case Kind.STOP:
                    self._close()
                    self.joined = False
                case Kind.DURATION:
                    self._length(term)
                case Kind.SLOT:
                    self._slot(term, n)
                case Kind.PER:
                    self._per(term)
                case Kind.EACH | Kind.TOTAL:
                    self._share_out(term)
                case Kind.NUMBER:
                    self._number(term, n)
                case _:
                    pass
        self._close()
        return list(_completed(self.done))

    def _start(self, term: Term) -> Item:
        self._close()
        item = Item(term.start, term.end, joined=self.joined, corrects=self.corrects)
        self.joined = self.corrects = False
        return item

    def _close(self) -> None:
        if self.open and (self.open.length or self.open.slot):
            self.done.append(self.open)
        self.open = None

    def _join(self) -> None:
        if self.open and (self.open.length or (self.open.slot and self.open.slot.low)):
            self._close()
            self.joined = True

    def _put(self, item: Item, term: Term, **more: object) -> None:
        start, end = item.span(term)
        self.open = replace(item, start=start, end=end, **more)  # type: ignore[arg-type]

    def _length(self, term: Term) -> None:
        if term.unit == "same":
            before = self.open if self.open and self.open.length else next((i for i in reversed(self.done) if i.length), None)
            if before is None or before.length is None:
                return
            self._close()
            self.joined = True
            term = replace(before.length, start=term.start, end=term.end)
        item = self.open
        free = item is not None and item.length is None and not (self.joined and item.slot is None)
        self._put(item if item and free else self._start(term), term, length=term)

    def _slot(self, term: Term, n: int) -> None:
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

    def _told_after(self, item: Item, term: Term, n: int) -> bool:
        """'Two hours, Tuesday and Thursday', 'four hours over two evenings': the slots say when, not how often."""
        between = self.text[item.end : term.start].lower()
        if re.fullmatch(r"\s+(?:spread |split |divided )?(?:over|across)\s+(?:the\s+)?", between):
            return True
        following = self.found[n + 1].kind if n + 1 < len(self.found) else None
        vague = following not in (Kind.PER, Kind.EACH) and not term.soft and not re.search(r"days\b|every|each", term.text)
        return bool(re.fullmatch(r"\s*[,:(]\s*(?:on\s+)?", between)) and vague

    def _per(self, term: Term) -> None:
        item = self.open or self._start(term)
        if item.per is not None:
            item = self._start(term)
        if not item.length and not item.slot and self.done and not self.joined:
            before = self.done[-1]
            apart = self.text[before.end : term.start]
            if before.per is None and before.slot is None and not re.search(r"[.!?;\n]", apart):
                self.done.pop()
                item = before
        self._put(item, term, per=term)

    def _share_out(self, term: Term) -> None:
        if item := self.open:
            self._put(item, term, each=item.each or term.kind is Kind.EACH, total=item.total or term.kind is Kind.TOTAL)

    def _number(self, term: Term, n: int) -> None:
        """A number without a unit has that of the amount before it: 'an hour on Tuesday and two on Sunday', 'no wait, 3'."""
        before = self.open if self.open and (self.open.length or self.open.slot) else self.done[-1] if self.done else None
        if _is_refused(self.text, term) or not 0 < term.high <= MOST:
            return
        after = self._next(n)
        if before is None and self.asked and after and after.kind is Kind.SLOT:
            self._put(self._start(term), term, length=replace(term, kind=Kind.DURATION))
        if before is None:
            return
        if self.after_correction > 0 and _ends_well(self.text, term, after):
            self._correct(before, term)
        elif before.length and after and after.kind is Kind.SLOT and re.match(r"\s+(?:more )?(?:on|at|in|each|every|per|over)\b", self.text[term.end :].lower()):
            self._close()
            self.joined = self.joined or self.text[term.end :].lower().startswith(" more")
            length = replace(term, kind=Kind.DURATION, low=term.low * _unit_of(before.length), high=term.high * _unit_of(before.length))
            self._put(self._start(term), term, length=length)

    def _correct(self, before: Item, term: Term) -> None:
        if self.open is not None:
            self._close()
        self.corrects = True
        item = replace(self._start(term), bare=True)
        if before.length:
            unit = _unit_of(before.length)
            length = replace(term, kind=Kind.DURATION, low=term.low * unit, high=term.high * unit)
            self._put(item, term, length=length, slot=before.slot, per=before.per, each=before.each, total=before.total)
        elif before.slot:
            self._put(item, term, slot=replace(before.slot, low=term.low, high=term.high), per=before.per)
        self._close()

    def _next(self, n: int) -> Term | None:
        rest = (t for t in self.found[n + 1 :] if not (t.kind is Kind.WORD and t.text in ("more", "on", "at", "in", "the", "over")))
        return next(rest, None)


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
    return None


def _completed(items: Sequence[Item]) -> Iterator[Item]:
    """Items with what stands beside them: how often from a later one joined to it, the length from the sentence after."""
    kept = list(items)
    for n in range(len(kept) - 1, 0, -1):
        before, item = kept[n - 1], kept[n]
        shared = item.slot if item.slot and item.slot.soft and item.slot.low else None
        if item.joined and shared and before.slot and not before.slot.low and before.per is None:
            kept[n - 1] = replace(before, slot=replace(before.slot, low=shared.low, high=shared.high))
        if before.slot and before.length is None and item.length and item.slot is None and item.per is None and not item.corrects:
            kept[n - 1 : n + 1] = [replace(before, length=item.length, end=item.end, each=item.each, total=item.total)]
    yield from kept


def _weekly(item: Item) -> float:
    """Hours a week of an item; 0 where it does not say them."""
    scale = 1 / item.per.middle if item.per else 1.0
    length = item.length.middle if item.length else None
    if item.slot is None:
        return 0.0 if length is None else length * scale
    often = item.slot.middle or 7.0
    if length is None:
        size = PART_HOURS.get(item.slot.unit, 0.0)
        return size * (5.0 if item.slot.soft and item.slot.unit == "" else often) * scale
    parts = item.slot.counted and item.slot.unit in ("evening", "morning", "night", "afternoon")
    together = item.total or (parts and length > LONGEST_PART and not item.each)
    return length * scale if together and not item.each else length * often * scale


def _accepted(text: str, item: Item, asked: bool, others: Sequence[Item]) -> bool:
    """Whether an item is the person's time for learning; `others` are those before it that are."""
    low, high = _clause(text, item.start, item.end)
    clause = (max(low, others[-1].end if others else 0), high)
    before, after = text[clause[0] : item.start].lower(), text[item.end : clause[1]].lower()
    sentence = text[_sentence(text, item.start)[0] : _sentence(text, item.end)[1]].lower()
    if re.search(r"\b(?:not|can't|cannot|don't have|won't have|instead of|rather than|n't)\s+(?:have\s+|do\s+|the\s+)?$", before):
        return False
    if item.length and (of := re.match(r"\s+of\s+([\w']+)", after)) and of[1] not in words_of("of_mine"):
        return False
    if item.length and re.match(r"[\s-]+(?:ago|long|late|early|before (?:they|it|the)|old|later|earlier|ahead|in advance|per|apart|drive|ride|flight|shift|video|film|call|meeting)\b", after):
        return False
    around = f"{before} {text[item.start : item.end].lower()} | {after}"
    excused = bool(phrases("excused").search(around))
    near = text[max(_sentence(text, item.start)[0], item.start - _NEARBY) : item.start].lower()
    mine = bool(phrases("mine").search(f"{before} | {after}"))
    if not excused and patterns("foreign").search(_without_excuses(around)) and not (mine and _giving(around)):
        return False
    if item.corrects and others:
        return True
    if asked:
        return item.slot is None or item.length is not None or bool(item.slot)
    opening = re.match(rf"\s*(?:and |but |so )?(?:{'|'.join(map(re.escape, words_of('foreign_openings')))})\b", before)
    if opening and not mine:
        return False
    if item.general:
        return True
    if item.length is None and item.slot is not None:
        return _free_slot(sentence, before, after, item, mine)
    if item.slot is None:
        return bool(phrases("generous").search(around) and item.length and item.length.low >= 1.5 and not re.search(r"\b(?:today|tonight|now|tomorrow|this)\b", around.replace("for this", "")))
    return mine or bool(phrases("mine").search(near)) or not re.search(r"\w{3,}.*\w{3,}", _plain(before))


def _free_slot(sentence: str, before: str, after: str, item: Item, mine: bool) -> bool:
    """'Two evenings a week', 'weekends only': slots without a length need a word of having them, or to stand alone."""
    assert item.slot is not None
    if not PART_HOURS.get(item.slot.unit):
        return False
    if item.slot.unit == "" and not item.slot.names:
        return False
    if not _plain(before) and not _plain(after):
        return True
    having = phrases("generous").search(before + " | " + after) or re.search(r"\b(?:i (?:have|get|got|can|could)|i've|i'm free|only)\b", before[-40:] + " | " + after[:40])
    return bool(having) and (item.slot.counted or item.slot.unit == "weekend" or bool(mine and not item.slot.soft) or "free" in sentence or "only" in after[:12])


def _giving(around: str) -> bool:
    """Whether words of giving time make up for a word that may be foreign: 'I can spare ... while the machine runs'."""
    return bool(re.search(r"\b(?:i|we) (?:can|could|have|get|may|might|manage|want|will)\b|\bi've\b(?! been)|\bi'd\b|\bi got\b|\bgives? me\b|\blets? me\b|\bleaves? me\b|\bspare\b", around))


def _without_excuses(around: str) -> str:
    """Without words that look foreign and are not: after work, once they sleep."""
    return re.sub(r"\b(?:before|after|once|when|while|until|because)\b[^|,]*", " ", around)


def _plain(part: str) -> str:
    """What is left of the words beside an item without those of having and hedging."""
    left = phrases("mine").sub(" ", part)
    return re.sub(r"\b(?:about|around|roughly|maybe|perhaps|probably|say|so|or|and|some|just|at|least|most|up|to|the|i|is|are|it|that|what|possibly|mate|please|guess|think|for|with|on|in|my|each|else|not|more|than|hi|hello|ok|well|yes)\b|\W", " ", left).strip()


def _unconditional(text: str, items: Sequence[Item]) -> list[Item]:
    """Without those that hold only sometimes ('seven if I am lucky'), where there is another."""
    kept = [i for n, i in enumerate(items) if not (n and phrases("conditional").search(text[items[n - 1].end : _clause(text, i.start, i.end)[1]]))]
    return kept or list(items)


def _side_by_side(items: Sequence[Item]) -> list[Item]:
    """The items that make up the week: the last that speaks of all of it with what is joined to it, else those of distinct days."""
    whole = [n for n, i in enumerate(items) if i.general]
    if whole:
        first = last = whole[-1]
        while first and items[first].joined:
            first -= 1
        while last + 1 < len(items) and items[last + 1].joined:
            last += 1
        return list(items[first : last + 1])
    firm = [i for i in items if i.length or i.joined] if any(i.length for i in items) else list(items)
    if firm and all(i.slot is None for i in firm):
        return [firm[-1]]
    by_days: dict[tuple[object, ...], Item] = {}
    for item in firm:
        if item.slot:
            by_days[(item.slot.names, item.slot.unit)] = item
    return list(by_days.values())


def _share(text: str, found: Sequence[Term]) -> Hours | None:
    """'20% of my working time'."""
    share = next((t for t in found if t.kind is Kind.SHARE), None)
    if share is None or patterns("foreign").search(text[_clause(text, share.start, share.end)[0] : share.start]):
        return None
    week = next((t.middle for t in found if t.kind is Kind.WORKING_WEEK), WORKING_WEEK_HOURS)
    return Hours(round(share.middle * week, 2), text[share.start : share.end])


def _full_time(text: str, asked: bool) -> Hours | None:
    """'I can do this full time', but no full-time job."""
    for name, hours in (("full_time", FULL_TIME_HOURS), ("half_time", FULL_TIME_HOURS / 2)):
        found = phrases(name).search(text)
        if not found:
            continue
        start, end = _clause(text, found.start(), found.end())
        before, after = text[start : found.start()].lower(), text[found.end() : end].lower()
        if re.match(r"\s+(?:job|work|employ|student|position|role|teach|nurse|staff|engineer|develop|mum|dad|mother|father|parent|as|at|in)\w*", after):
            continue
        if re.search(r"\b(?:work|works|working|employed|they|he|she|study|teach)\s*$", before):
            continue
        if asked or not _plain(before + after) or phrases("mine").search(before + " | " + after):
            return Hours(hours, found.group(0))
    return None


def _bare(text: str, found: Sequence[Term]) -> Hours | None:
    """The number that answers 'how many hours a week?': the first, or the one after a correction."""
    best: Term | None = None
    corrected = False
    for n, term in enumerate(found):
        corrected = corrected or term.kind is Kind.CORRECTION or (term.kind is Kind.WORD and term.text in words_of("hesitation") and best is not None)
        after = found[n + 1] if n + 1 < len(found) else None
        if term.kind is Kind.NUMBER and 0 < term.high <= MOST and _ends_well(text, term, after) and (best is None or corrected):
            best = term
    return Hours(best.middle, text[best.start : best.end]) if best else None


_CLOSED = re.compile(
    r"\s*(?:$|[.,;:!?)\n…–—-]|(?:is|was|would|will|at|a|hours?|tops|max|maximum|maybe|perhaps|more|if|then|or so|please|i|it's|that's|instead|now|on|in|for|and|but|because|when|with|as|only|per|realistically|probably|honestly|possibly)\b)",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"(?:instead of|rather than|not|n't|from|than|over|under)\s*$", re.IGNORECASE)


def _ends_well(text: str, term: Term, after: Term | None) -> bool:
    """Whether a bare number may be an amount of hours: no noun of another kind stands after it."""
    return bool(_CLOSED.match(text[term.end :])) and not (after is not None and after.kind in (Kind.SPAN, Kind.DURATION, Kind.SLOT) and after.start - term.end < 2)


def _is_refused(text: str, term: Term) -> bool:
    return bool(_REFUSED.search(text[max(0, term.start - 14) : term.start]))


def _unit_of(length: Term) -> float:
    return 1 / 60 if "min" in length.text else 1.0


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the clause around a place: between commas, dashes and the ends of the sentence."""
    low = max((m.end() for m in re.finditer(r"[,:;(]\s|\s[–—-]\s|[.!?\n]+(?:\s|$)|\.\.+|…", text[:start])), default=0)
    high = re.search(r"[,:;)]\s|\s[–—-]\s|[.!?\n]+(?:\s|$)|\.\.+|…", text[end:])
    return low, end + high.start() if high else len(text)


def _sentence(text: str, at: int) -> tuple[int, int]:
    low = max((m.end() for m in re.finditer(r"[.!?;\n]+(?:\s+|$)", text[:at])), default=0)
    high = re.search(r"[.!?;\n]+(?:\s+|$)", text[at:])
    return low, at + high.start() if high else len(text)


def _quote(text: str, chosen: Sequence[Item]) -> str:
    """The words from the first to the last item; of a bare number its clause."""
    if len(chosen) == 1 and chosen[0].bare:
        start, end = _clause(text, chosen[0].start, chosen[0].end)
        return text[start:end].strip()
    return text[min(i.start for i in chosen) : max(i.end for i in chosen)].strip()
