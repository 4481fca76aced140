"""Conditions that are told by numbers: how much data there is, how soon an answer is due, how rare something is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.dialogue.reading.text import digits
from advisor.domain.vocabulary import Condition

MUCH = 10_000_000
"""Records in all from which they are more than one computer likes to hold."""
MUCH_AT_A_TIME, MUCH_A_DAY = 1_000_000, 50_000_000
"""Things per second, day or week by the number itself, or worked out per day, from which the scale is large."""
MUCH_BYTES = 200e9
LITTLE = 500
"""Records in all up to which there is little data."""
SOON = 3.0
"""Seconds within which an answer counts as given at once."""
RARE = 0.065
"""Share up to which a kind of case is the rare one."""

_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mio": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6, "milion": 1e6, "lakh": 1e5, "lac": 1e5, "crore": 1e7, "bn": 1e9, "billion": 1e9, "bilion": 1e9}
_BYTES = {"mb": 1e6, "gb": 1e9, "gigabyte": 1e9, "tb": 1e12, "terabyte": 1e12, "pb": 1e15, "petabyte": 1e15}
_PER_DAY = {"second": 86_400.0, "minute": 1_440.0, "hour": 24.0, "day": 1.0, "night": 1.0, "week": 1 / 7}
_THINGS = (
    r"rows?|records?|lines?|entries|events?|clicks?|transactions?|payments?|messages?|e?-?mails?|tweets?|posts?|requests?|queries|"
    r"readings?|measurements?|values|data ?points?|samples?|examples?|observations?|images?|photos?|pictures?|pics|scans?|slides?|"
    r"documents?|pages?|texts?|letters?|articles?|reviews?|comments?|tickets?|invoices?|contracts?|claims?|products?|items?|orders?|"
    r"users?|customers?|patients?|calls?|trips?|packets?|impressions?|views|recordings?|clips?|files?|cases?|matches|interviews?|"
    r"questionnaires?|ratings?|forms?|x-rays?|tracks?|bids?|searches|logs?|visits?|sentences?|patches|signals?|molecules?|sequences?"
)
"""Things of which data is made; people and money are counted in millions as well, and say nothing of the data."""
_RECORDS = re.compile(r"rows?|records?|samples?|examples?|observations?|data ?points?|cases?|measurements?", re.IGNORECASE)
_SCALE = r"k|m|mio|mln|mn|bn|thousand|mil{1,2}ions?|bil{1,2}ions?|lakhs?|lacs?|crores?"
_NUMBER = r"(?P<number>\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+(?:\.\d+)?)"
_PERIOD = r"(?:\s*(?:a|an|per|each|every|/)\s*(?P<per>second|minute|hour|day|night|week|month|year)\b)?"
_COUNT = re.compile(
    rf"(?<![\w.]){_NUMBER}\s?(?P<scale>{_SCALE})?\b(?:\s+of)?\s+(?:(?!of\b|in\b|per\b)[\w-]+\s+){{0,2}}?(?P<thing>{_THINGS})\b{_PERIOD}",
    re.IGNORECASE,
)
_RATE = re.compile(rf"(?<![\w.]){_NUMBER}\s?(?P<scale>{_SCALE})?\s+(?P<thing>[a-z-]+){_PERIOD}", re.IGNORECASE)
_NOT_DATA = re.compile(r"euros?|dollars?|pounds?|francs?|people|inhabitants|years?|litres?|liters?|tons?|tonnes?|kilo\w*|km|k?wh|times?", re.IGNORECASE)
_SIZE = re.compile(rf"(?<![\w.]){_NUMBER}\s?(?P<unit>tb|pb|gb|mb|terabytes?|petabytes?|gigabytes?)\b(?!\s*(?:of )?(?:ram|memory|vram|disk))", re.IGNORECASE)
_LIMITED = re.compile(r"\b(?:only|just|merely|no more than|not more than|at most|fewer than|less than|exactly|nothing but)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_IN_ALL = re.compile(r"^\s*(?:altogether|in all|in total|overall|all told|at most|,?\s*(?:and )?(?:that['’]?s|this is|that is|is|thats) (?:it\b|al+\b)|so far|,? (?:not more|no more|nothing more))\b", re.IGNORECASE)
_ANYTHING = re.compile(rf"(?<![\w.]){_NUMBER}\s+(?P<thing>[a-z-]+)(?=,?\s*(?:(?:and )?that['’]?s|this is|which is|is)\s+al+ (?:of )?(?:the|our|my) (?:data|records|examples))", re.IGNORECASE)
"""Little of whatever it is, where it is said to be all the data."""
_OWNED = re.compile(r"\b(?:have|has|got|there are|only|just)\s+(?:about |around |roughly |some |maybe |exactly )?$", re.IGNORECASE)
_LABELLED = (
    r"(?:label+ed|tagged|annotated|marked|categori[sz]ed|classified|coded|checked|judged|diagnosed|named|sorted|looked at|listened to|gone through|"
    r"outlined|traced|segmented|delineated|transcribed|graded|rated|scored|assessed|reviewed|examined|written down|noted|identified|verified|catalogued|assigned)"
)
_SOME_LABELLED = re.compile(
    rf"(?<!not )(?<![\w.]){_NUMBER}\s+(?:out )?of\s+(?:(?:our|the|these|those|my|all|about|around|roughly|some)\s+){{0,3}}(?P<whole>\d[\d, ]*\d|\d|(?!us\b|you\b)\w+)[^.;]{{0,60}}?\b{_LABELLED}\b",
    re.IGNORECASE,
)
_OF_WHOLE = r"(?:the |our |these |all |about |around |roughly |some |over |more than ){0,3}(?P<whole>\d{1,3}(?:[, ]\d{3})+|\d{2,})\b"
_LABELLED_OF_WHOLE = (
    re.compile(rf"(?<![\w.]){_NUMBER}\s+(?:[a-z]+\s+){{0,3}}?{_LABELLED}\b[^.;\d]{{0,60}}?\b(?:out of|of|from|among)\s+{_OF_WHOLE}", re.IGNORECASE),
    re.compile(rf"\b(?:out of|of|from|among)\s+{_OF_WHOLE}[^.;\d]{{0,80}}?\b{_LABELLED}\s+(?:only |just |about |some |maybe )*{_NUMBER}(?![\d.,]*\s?%)", re.IGNORECASE),
    re.compile(rf"\b(?:out of|of|from|among)\s+{_OF_WHOLE}[^.;\d]{{0,60}}?(?<![\w.]){_NUMBER}\s+(?:[a-z]+\s+){{0,3}}?{_LABELLED}\b(?! as\b)", re.IGNORECASE),
    re.compile(rf"\b{_LABELLED}\s+(?:only |just |about |some |maybe )*{_NUMBER}\s[^.;\d]{{0,40}}?\b(?:out of|of|from|among)\s+{_OF_WHOLE}", re.IGNORECASE),
)
"""'12 outlined out of 3,000', 'of 3,000 she has traced 12', 'of 3,000, 12 are traced', 'she traced 12 pictures of 3,000'."""
_MILLISECONDS = re.compile(r"(?<!every )(?<![\w.])\d+(?:\.\d+)?\s?(?:ms|msecs?|milliseconds?|microseconds?|µs)\b", re.IGNORECASE)
_AT_ONCE = re.compile(r"\b(?:within|in|under|inside|a matter of|a few|a handful of)\s+(?:a few |mere |some |a couple of )?(?:(?:milli|micro)?seconds|a (?:split|fraction of a) second)\b", re.IGNORECASE)
"""A time without a number; 'seconds' mean an answer at once where something must answer."""
_SECONDS = re.compile(
    r"\b(?:within|in|under|below|inside|less than|at most|max(?:imum)?|no more than|not more than|no longer than|longer than|faster than)\s+(?:about |well |much |under )*"
    r"(?P<time>(?:half an?|an?|one|two|three|1/2|a fraction of an?|a (?:tenth|quarter|third|hundredth) of an?|(?P<number>\d+(?:\.\d+)?)|a couple of|a few)\s+(?:tenths? of a )?(?:seconds?|secs?))\b",
    re.IGNORECASE,
)
_ANSWERING = re.compile(
    r"\b(?:answer\w*|repl(?:y|ies)|respon\w+|react\w*|decid\w+|decisions?|results?|scor(?:e|ed|ing)|predictions?|latency|alerts?|alarms?|warn\w*|fires?|shout|stops?|must|has to|have to|needs?)\b",
    re.IGNORECASE,
)
_DEMANDED = re.compile(r"\b(?:must|has to|have to|needs?|needed|should|required|due|alerts?|alarms?|decisions?|latency|warnings?)\b", re.IGNORECASE)
_MEASURING = re.compile(r"\b(?:every|sampl\w+|measur\w+|interval\w*|clips?|recordings?|long|lasts?)\b", re.IGNORECASE)
"""Words with which a short time is that of a measurement, not of an answer."""
_RARE_KIND = (
    r"fraud\w*|positives?|defect\w*|faulty|faults?|sick|ill|bad|spam|scams?|broken|abnormal\w*|anomal\w*|fail\w*|infected|diseased|hits?|true|dropouts?|churn\w*|default\w*|"
    r"events?|incidents?|accidents?|attacks?|returned|cancel\w*|leave|die|wrong|damaged|cracked|rotten|suspicious|fake|contaminated|late|"
    r"crooked|bent|scratched|torn|chipped|dented|leaking|burnt|mouldy|off-spec|reject(?:s|ed)?|scrapped|staged|stolen|lost|missing|failures?|break ?downs?|outages?|crashe[sd]|thefts?|deaths?|no-shows?"
)
"""What is usually the rare kind among others."""
_SHARES = (
    re.compile(rf"(?<![\w.,]){_NUMBER}\s?(?P<per>%|percent|per cent|per ?mille|‰)(?=\s+(?:of (?!(?:my|the|our|their|his|her|working)?\s*(?:working )?(?:time|week|day|price|cost|revenue|salary|budget)\b)|are\b|is\b|were\b|turn|get\b|have\b|has\b|buy|cancel|leave|show|come))", re.IGNORECASE),
    re.compile(rf"\b(?:is|are|about|only|just|under|below|than|at|have|has|roughly|around|maybe|perhaps|approximately|some|ca)\s+{_NUMBER}\s?(?P<per>%|percent|per cent|per ?mille|‰)(?=\s*(?:$|[,.;)]|(?:{_RARE_KIND})\b))", re.IGNORECASE),
)
_ONE_IN = re.compile(
    r"(?<![\w.,])(?P<part>\d+(?:\.\d+)?)\s+(?:[a-z]+\s+)?(?:in|out of|of|per|from|against|among|for every)\s+(?:(?:a|every|about|around|some|roughly)\s+)?(?P<whole>\d{1,3}(?:[, ]\d{3})+|(?!(?:19|20)\d\d\b)\d{2,}|2000)\b(?!\s?(?:weeks?|months?|years?|days?|hours?|minutes?|euros?|dollars?|%))",
    re.IGNORECASE,
)
_SURELY_RARE = re.compile(rf"\b(?:{_RARE_KIND}|rare\w*|seldom)\b", re.IGNORECASE)
_LABELLED_WORD = re.compile(rf"\b{_LABELLED}\b|\blabel(?!l?ing machine|s? (?:on|off|bottles|jars)\b)", re.IGNORECASE)
_AMONG = re.compile(
    r"(?<![\w.,])(?P<whole>\d{1,3}(?:[, ]\d{3})+|\d{3,})\s+(?:[a-z-]+\s+){0,2}?[a-z-]+(?:\s+(?:a|per|each|every) (?:day|night|week|month|year))?,?\s+"
    r"(?:(?:and|but|of which|with|only|just|about|maybe|perhaps|roughly|some|around|barely|at most|say|there (?:are|were)|on average)\s+)*(?<![\w.,])"
    rf"(?P<part>\d+)\s+(?:(?:of them|of these|serious|real|true|bad|were|are|is|get|got|go|that)\s+){{0,2}}(?:{_RARE_KIND}|break|leak)\b",
    re.IGNORECASE,
)
"""'2,300 escalators, perhaps 60 failures': the whole, and the part of it that something befalls."""
_COLON = re.compile(r"(?<![\w:.])1\s?:\s?(?P<whole>\d{2,6})\b(?!:)")


_HALF_PERCENT = re.compile(r"\bhalf an? (?:percent|per cent)\b", re.IGNORECASE)
_DOZEN = re.compile(r"\ba dozen\b", re.IGNORECASE)
_PRODUCT = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?) (100|1000|1000000|1000000000)\b")


@dataclass(frozen=True)
class Told:
    """A condition that a number tells. If not `sure`, only where the sentence is about it anyway."""

    condition: Condition
    holds: bool
    quote: str
    sure: bool


def told_by_numbers(sentence: str) -> list[Told]:
    """The conditions that numbers of the sentence tell, each with the words that hold the number."""
    plain = _in_digits(sentence)
    found = [*_much(plain), *_few_labels(plain), *_soon(sentence), *_rare(plain)]
    labelled = any(told.condition is Condition.FEW_LABELS for told in found)
    found += [] if labelled else _little(plain)
    # Where a number was written in words, the digits are not the person's own; the sentence is.
    return [told if told.quote in sentence else Told(told.condition, told.holds, sentence, told.sure) for told in found]


def _in_digits(sentence: str) -> str:
    """With number words as digits, and 'two thousand', which the library leaves as '2 1000', as one number."""
    plain = _HALF_PERCENT.sub("0.5 percent", sentence)
    plain = _DOZEN.sub("12", digits(plain))
    return _PRODUCT.sub(lambda m: f"{float(m[1]) * float(m[2]):.0f}" if float(m[1]) < 1000 else m[0], plain)


def _much(text: str) -> Iterator[Told]:
    for match in _SIZE.finditer(text):
        unit = match["unit"].lower().rstrip("s")
        if _value(match) * _BYTES[unit] >= MUCH_BYTES:
            yield Told(Condition.LARGE_SCALE, True, match[0], sure=unit[0] in "tp")
    for match in _COUNT.finditer(text):
        if not match["per"] and _value(match) >= MUCH:
            yield Told(Condition.LARGE_SCALE, True, match[0], sure=True)
    for match in _RATE.finditer(text):
        if not match["per"] or match["per"].lower() in ("month", "year") or _NOT_DATA.fullmatch(match["thing"]):
            continue
        if _value(match) >= MUCH_AT_A_TIME or _value(match) * _PER_DAY[match["per"].lower()] >= MUCH_A_DAY:
            yield Told(Condition.LARGE_SCALE, True, match[0], sure=True)


def _little(text: str) -> Iterator[Told]:
    for match in _ANYTHING.finditer(text):
        if 2 < _value(match) <= LITTLE:
            yield Told(Condition.SMALL_DATA, True, match[0], sure=True)
    for match in _COUNT.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if match["per"] or not 2 < _value(match) <= LITTLE or re.match(rf"[^,.;]{{0,30}}\b{_LABELLED}\b", after):
            continue
        limited = bool(_LIMITED.search(before) or _IN_ALL.match(after))
        if limited or (_RECORDS.fullmatch(match["thing"]) and _OWNED.search(before)):
            yield Told(Condition.SMALL_DATA, True, match[0], sure=True)


def _few_labels(text: str) -> Iterator[Told]:
    for match in _SOME_LABELLED.finditer(text):
        whole = re.sub(r"\D", "", match["whole"])
        if _value(match) <= LITTLE and (not whole or _value(match) / max(1, int(whole)) <= 0.3):
            yield Told(Condition.FEW_LABELS, True, match[0], sure=True)
    for pattern in _LABELLED_OF_WHOLE:
        for match in pattern.finditer(text):
            if 0 < _value(match) <= min(LITTLE, 0.3 * int(re.sub(r"\D", "", match["whole"]))):
                yield Told(Condition.FEW_LABELS, True, match[0], sure=True)


def _soon(text: str) -> Iterator[Told]:
    answering = bool(_ANSWERING.search(text)) and not _MEASURING.search(text)
    limits = [match[0] for match in _SECONDS.finditer(text) if float(match["number"] or 1) <= SOON]
    for quote in [*(match[0] for match in _MILLISECONDS.finditer(text)), *limits]:
        yield Told(Condition.REAL_TIME, True, quote, sure=answering)
    for match in _AT_ONCE.finditer(text):
        yield Told(Condition.REAL_TIME, True, match[0], sure=answering and bool(_DEMANDED.search(text)))


def _rare(text: str) -> Iterator[Told]:
    for pattern in _SHARES:
        for match in pattern.finditer(text):
            share = _value(match) / (1000 if "mille" in match["per"].lower() or match["per"] == "‰" else 100)
            if min(share, 1 - share) <= RARE and share not in (0, 1):
                sure = bool(re.match(rf"\s*(?:{_RARE_KIND})\b", text[match.end() :], re.IGNORECASE))
                yield Told(Condition.IMBALANCED, True, match[0], sure=sure)
    for match in _ONE_IN.finditer(text):
        part = float(match["part"]) / float(re.sub(r"\D", "", match["whole"]))
        if 0 < min(part, 1 - part if float(match["part"]) > 2 else 1) <= RARE:
            sure = bool(_SURELY_RARE.search(text)) and not _LABELLED_WORD.search(text)
            yield Told(Condition.IMBALANCED, True, match[0], sure=sure)
    for match in _AMONG.finditer(text):
        if 0 < int(match["part"]) / int(re.sub(r"\D", "", match["whole"])) <= RARE and not _LABELLED_WORD.search(text):
            yield Told(Condition.IMBALANCED, True, match[0], sure=True)
    for match in _COLON.finditer(text):
        if 1 / int(match["whole"]) <= RARE:
            yield Told(Condition.IMBALANCED, True, match[0], sure=False)


def _value(match: re.Match[str]) -> float:
    number = float(re.sub(r"[, ]", "", match["number"]))
    return number * _SCALES.get((match.groupdict().get("scale") or "").lower().removesuffix("s"), 1.0)
