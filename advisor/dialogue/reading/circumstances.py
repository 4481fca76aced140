"""Reads data at hand and goal from tables of wordings."""

import re
from collections.abc import Sequence

from advisor.dialogue.reading.text import sentences, words
from advisor.domain.brief import Fact, Provenance

GOALS: tuple[tuple[str, str], ...] = (
    (r"(?:get|find|land|want|looking for|apply for) (?:a |an |my )?(?:new |better |first )?(?:\w+ ){0,3}job|become (?:a|an) (?:\w+ ){0,3}(?:engineer|scientist)|(?:switch|move|moving|switching|get|getting|break|breaking|change|transition)(?:ing)? into (?:ml|machine learning|ai|data science|data)|career|changing jobs|get hired|switch careers|portfolio", "a job in machine learning"),
    (r"(?:at|for) (?:my |our )?(?:work|job|company|clinic|hospital|shop|school|employer|boss|team)|my boss|our customers|our users|for the business|for our", "use at work"),
    (r"for (?:the )?(?:pure |sheer )?fun|hobby|side project|curio(?:us|sity)|for myself|personal project", "a project of your own"),
    (r"thesis|university project|bachelor|master'?s project|assignment|dissertation|phd project", "a thesis or course project"),
    (r"startup|start-up|my own (?:company|business|product)|sell it|found a company", "a product of your own"),
)  # fmt: skip

_MANY = r"(?:\d[\d.,]*\s?(?:k|m|thousand|million|billion)?|(?:a (?:few|couple(?: of)?) |some |several )?(?:hundred|thousand|million|dozen)s?(?: of)?|tens of thousands of|lots of|plenty of|a lot of)"
_BETWEEN = r"(?:(?!(?:an?|the|in|on|to|for|from|with|by|and|or|at|per|is|are|was|were|has|have|had|who|which|that|will|do|our|my|their|years?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|euros?|people|percent)\b)[\w-]+\s+){0,2}"
"""Words between a number and what is counted: 'old', 'customer'; nothing that would begin another thought."""
_DATA = re.compile(
    rf"(?:\b(?:about|around|roughly|some|over|maybe|ca\.?|approx\.?)\s+)?\b(?:{_MANY}\s+(?:of\s+)?{_BETWEEN}"
    r"(?:rows|records|emails?|e-mails|messages|photos|pictures|images|pics|documents|docs|pdfs|contracts|invoices|reviews|comments|transactions|orders|customers|users|patients|appointments|bookings|visits|logs|tickets|readings|samples|examples|articles|products|sales|machines|recordings|files|pages|texts|receipts|claims|letters|notes|scans|slides|x-rays|videos|clips|songs|calls|interviews|measurements|tweets|posts|forms|questionnaires|applications|books)\b"
    r"|(?:(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|several|many|a few|a couple of)\s+)?(?:years?|months?|decades?)(?:['’])?\s+(?:of|worth of)\s+(?:\w+\s+){0,2}?(?:data|sales|records|history|logs|readings|bookings|orders|transactions|measurements|emails|invoices|visits|tickets|prices))\b"
    r"(?!\s*(?:an?|per|each|every|/)\s*(?:second|minute|hour|day|night|week|month|year)\b)",
    re.IGNORECASE,
)
_CSV = re.compile(r"\b(?:csv|excel (?:file|sheet|list)|spreadsheet|database|sql server|postgres|mysql|data warehouse|booking system|crm|erp|sharepoint|shared drive|google drive|json files?)\b", re.IGNORECASE)
_NO_DATA = re.compile(r"\b(?:no data(?! (?:scien\w+|protection|analyst|engineer|team|leak|privacy|compan\w+))|don['’]?t have (?:any )?data|without data(?! protection)|haven['’]?t collected|no record|nothing recorded)\b", re.IGNORECASE)

LEAST_OF_PROBLEM = 4
"""Words below which what is left of a text tells no problem."""
_BESIDE_ORDERS = frozenset("and so then please pls now just for me already a the plan of it thanks right away ok okay first here".split())
"""Words beside an order that add nothing to it."""


def goal_facts(text: str, turn: int) -> list[Fact]:
    """What the person wants to reach with it."""
    for wording, goal in GOALS:
        found = re.search(rf"\b(?:{wording})\b", text, re.IGNORECASE)
        if found:
            return [Fact(name="goal", value=goal, quote=found.group(0), turn=turn, provenance=Provenance.INFERRED)]
    return []


def data_facts(text: str, turn: int) -> list[Fact]:
    """The data at hand, in the person's own words."""
    none = _NO_DATA.search(text)
    if none:
        return [Fact(name="data", value="none yet", quote=none.group(0), turn=turn)]
    found = [m.group(0).strip() for m in _DATA.finditer(text)] + [m.group(0) for m in _CSV.finditer(text)]
    if not found:
        return []
    return [Fact(name="data", value=", ".join(dict.fromkeys(found)), quote=found[0], turn=turn)]


def problem_text(text: str, spoken_of: Sequence[str], orders: re.Pattern[str] | None = None, facts: Sequence[Fact] = ()) -> str:
    """The sentences that do not only speak of skills or times; the whole text if hardly anything else is left.

    Parts of them that are nothing but one of the `orders` ('just draft it') are left out too.
    """
    told = sentences(_without(text, orders) if orders else text)
    rest = ". ".join(s for s in told if s not in spoken_of and not _only_times(s, facts))
    return rest if len(words(rest)) >= LEAST_OF_PROBLEM else text


def _without(text: str, orders: re.Pattern[str]) -> str:
    """The text without the parts between marks that only give an order."""
    pieces = re.split(r"(\s*[,;:.!?\n–—]+(?:\s+|$)|\s+-\s+)", text)
    kept = ""
    for piece, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        order = orders.search(piece)
        if order and set(words(f"{piece[: order.start()]} {piece[order.end() :]}")) <= _BESIDE_ORDERS:
            kept = f"{kept.rstrip(' ,;:–—-')}. " if kept else ""
        else:
            kept += piece + mark
    return kept.strip()


def _only_times(sentence: str, facts: Sequence[Fact]) -> bool:
    """Whether nothing but hours and dates is told: '5 hours a week, until 1 March'."""
    quotes = [fact.quote for fact in facts if fact.name in ("hours_per_week", "deadline_weeks") and fact.quote in sentence]
    left = sentence
    for quote in quotes:
        left = left.replace(quote, " ")
    return bool(quotes) and sum(len(word) > 3 for word in words(left)) < 3
