"""How far phrases reach in a statement: what describes a trade, the place behind it, where a clause ends."""

import re
from collections.abc import Sequence

from advisor.dialogue.reading.livelihoods import Livelihoods, livelihoods
from advisor.dialogue.reading.statements import Statement

MOST_DESCRIBING = 3
"""Words that may stand between 'a' and the trade: 'a retired ward nurse'."""
LONGEST = 11
"""Words to which a phrase reaches behind the word that tells."""
DETERMINERS = frozenset("a an the my our your his her their its this that these those some any every each no one two three four five six seven eight nine ten eleven twelve both several many few all".split())
ADVERBS = frozenset("now currently still actually also just only basically originally officially both well really mostly mainly already presently normally usually often always sometimes myself here".split())
PREPOSITIONS = frozenset("of in at for from with on by to near under over between behind above about into onto off within without through during against".split())
CLAUSE = frozenset(
    "and but so because who whose which that when where while since until till if whether although though or nor as than then i we it they he she you "
    "i'm we're i've we've it's i'd we'd i'll want wants would could should must can will need needs like hope hoping please is are was were am be been being "
    "has have had do does did what how why there which's plus".split()
)
"""Words at which a phrase ends."""
FUNCTION = CLAUSE | PREPOSITIONS | DETERMINERS | ADVERBS | frozenset("not no never neither hardly me him them us very quite rather hi hello hey dear thanks find predict detect sort classify count track recognise recognize guess forecast help tell know make making".split())
"""Words that do not describe a trade."""
NUMBER = re.compile(r"^\d[\d.,]*\w*$|^(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|many|several|few|some|about|over|almost|nearly|more|ages|years|decades|half|around|roughly)$")


def described_from(statement: Statement, at: int) -> int:
    """The first of the words that describe what stands at `at`: 'marine' of 'a marine biologist'."""
    first = at
    while first > 0 and at - first < MOST_DESCRIBING and statement.joined(first) and statement.words[first - 1] not in FUNCTION:
        first -= 1
    return first


def reach(statement: Statement, end: int) -> int:
    """Where the phrase that holds the trade before `end` ends: behind 'in a clinic', 'of chemistry'."""
    at = end
    said = statement.words
    while at < len(said) and at - end < LONGEST and statement.joined(at) and said[at] in ("of", "in", "at", "for", "from", "near", "with"):
        if said[at] in ("for", "with", "in") and (at + 1 == len(said) or ends_phrase(statement, at)):
            break
        if said[at] == "with" and not place_in(statement, at + 1, at + 5):
            break
        behind = at + 1
        while behind < len(said) and statement.joined(behind) and said[behind] not in CLAUSE | PREPOSITIONS and behind - end < LONGEST and not _begins_noun(statement, at + 1, behind):
            behind += 1
        if behind == at + 1:
            break
        at = behind
    return _without_tail(statement, end, at)


def _begins_noun(statement: Statement, start: int, at: int) -> bool:
    """Whether another noun begins at `at`, as at 'the' of 'in Crete the guests'."""
    return at > start and statement.words[at] in DETERMINERS and statement.words[at - 1] not in DETERMINERS


def ends_phrase(statement: Statement, at: int) -> bool:
    """Whether 'for ten years' or 'in R' stands at `at`, which tells no place."""
    follow = statement.words[at + 1]
    behind = statement.words[at + 1 : at + 4]
    lists = livelihoods()
    return bool(NUMBER.match(follow) and any(w in lists.lists["no_place"] for w in behind)) or follow in lists.lists["computing"] or follow in lists.lists["no_place"]


def clause_end(statement: Statement, at: int) -> int:
    """Where the clause that goes on at `at` ends."""
    said = statement.words
    end = at
    while end < len(said) and end - at < LONGEST and (said[end] not in CLAUSE or (end == at and said[end] == "that")) and (end == at or statement.joined(end)):
        if end > at and said[end] in ("for", "since", "in", "with", "on") and end + 1 < len(said) and ends_phrase(statement, end):
            break
        end += 1
    return _without_tail(statement, at, end)


def _without_tail(statement: Statement, start: int, end: int) -> int:
    while end > start and statement.words[end - 1] in PREPOSITIONS | DETERMINERS | ADVERBS:
        end -= 1
    return end


def skip(statement: Statement, at: int, passed: frozenset[str]) -> int:
    while at < len(statement.words) and statement.words[at] in passed:
        at += 1
    return at


def trade_at(statement: Statement, at: int, lists: Livelihoods) -> tuple[int, int] | None:
    """From and to which word a trade with what describes it stands at `at`: 'retired ward nurse'."""
    said = statement.words
    for place in range(at, min(at + MOST_DESCRIBING + 1, len(said))):
        if place > at and (said[place - 1] in FUNCTION or not statement.joined(place)):
            return None
        leads = said[place] in ("head", "chief", "boss") and said[place + 1 : place + 2] == ("of",)
        length = lists.trade(said, place) or int(leads) or int(place > at and said[place] in lists.heads and bool(_place_or_field(said, place - 1, lists)))
        if length:
            end = place + length
            while end < len(said) and statement.joined(end) and lists.trade(said, end):
                end += lists.trade(said, end)
            return at, end
    return None


def _place_or_field(said: Sequence[str], at: int, lists: Livelihoods) -> bool:
    return bool(lists.field(said, at) or lists.workplace(said, at) or said[at] in lists.lists["computing"] or "-" in said[at] or said[at] in ("it", "nlp", "ops"))


def place_in(statement: Statement, start: int, end: int, nameless: frozenset[str] | None = None) -> int:
    """Behind the first place of work between two words that says something of itself; 0 if there is none."""
    lists, said = livelihoods(), statement.words
    nameless = lists.groups if nameless is None else nameless
    for at in range(start, min(end, len(said))):
        length = lists.workplace(said, at)
        if length:
            bare = length == 1 and said[at].removesuffix("'s").replace("-", " ") in nameless
            described = at > 0 and statement.joined(at) and said[at - 1] not in FUNCTION
            if not bare or described:
                return at + length
    return 0


def ends_noun(statement: Statement, at: int) -> bool:
    """Whether no further noun follows, as it does in 'library app'."""
    return at >= len(statement.words) or not statement.joined(at) or statement.words[at] in FUNCTION
