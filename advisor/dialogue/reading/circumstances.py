"""Reads conditions, hardware, data at hand, goal and background from tables of wordings."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from advisor.dialogue.reading.text import sentences, words
from advisor.domain.brief import Fact, Provenance
from advisor.domain.catalog import Background
from advisor.domain.vocabulary import Condition, Hardware

Wording = tuple[str, tuple[tuple[Condition, bool], ...]]

CONDITIONS: tuple[Wording, ...] = (
    (r"(?:data|it|they|nothing|records|files|documents) (?:may|must|can|should|can't|cannot|could)(?: not|not|n't)? leave", ((Condition.OFFLINE, True),)),
    (r"(?:may|must|can|should|mustn't|mayn't)(?: not|not|n't) leave|stays? (?:in|inside|within|on) (?:the|our) (?:hospital|clinic|company|building|house|premises|server)", ((Condition.OFFLINE, True),)),
    (r"on[- ]prem(?:ise|ises)?|air[- ]?gapped|no cloud|not in the cloud|strictly confidential|confidential|gdpr|hipaa|data (?:is|are) (?:sensitive|private)|without (?:internet|reception|a connection)|no (?:reception|signal|connection)|offline|no internet|stay(?:s)? local|locally only|keep (?:it|everything|data) (?:local|in[- ]house|private)", ((Condition.OFFLINE, True),)),
    (r"(?:on|for) (?:a|the|my|their) (?:phones?|mobile|smartphones?|tablet|raspberry pi|android|iphone|microcontroller|edge device)|on[- ]device|phone app|mobile app|in an app|app on|on phones|on mobile|raspberry pi|without (?:a )?(?:network|reception|signal)|an app that|(?:his|her|own|their|farmer'?s|farmers|workers?'?s?) (?:own )?(?:phones?|tablets?|smartphones?)", ((Condition.ON_DEVICE, True),)),
    (r"explain (?:itself|why|its|each|every|the decision|decisions|the result)|explainable|interpretable|will ask why|asks? why|justify (?:each|every|the)|have to (?:explain|justify)|understand why|reasons? for each|transparent", ((Condition.EXPLAINABLE, True),)),
    (r"real[- ]?time|instant(?:ly)?|immediately|at once|within (?:a )?(?:second|milliseconds)|while (?:they|the customer|the user|people) waits?|live on the (?:site|website)|low latency|as it happens", ((Condition.REAL_TIME, True), (Condition.BATCH, False))),
    (r"(?:once|every|each) (?:a )?(?:day|night|week|month|morning)(?= (?:is|would be|a list|list|run))|nightly|overnight|daily list|weekly list|list (?:each|every) (?:day|week|morning|monday)|once a (?:day|week|month)|weekly report|monthly report|batch", ((Condition.BATCH, True), (Condition.REAL_TIME, False))),
    (r"stream(?:s|ing)? of (?:events|data|messages|transactions)|kafka|event stream|streaming data|as they arrive", ((Condition.STREAMING, True),)),
    (r"no labels?\b|unlabel+ed|not label+ed|no (?:tagged|labelled|labeled) (?:data|examples)|nobody (?:has )?label+ed|without labels", ((Condition.NO_LABELS, True), (Condition.FEW_LABELS, True))),
    (r"(?:few|only some|hardly any|a handful of|\d{1,2}|couple hundred|few hundred|some hundred|about \d{2,3}|[1-9]\d{1,2}) (?:label+ed|tagged|annotated) ?\w*|only (?:\w+ ){0,2}\d{1,3} (?:of (?:our|the|my|these)[^.]{0,40}(?:are|is|have been) )?(?:label+ed|tagged|annotated|marked)|only \d{1,3} of [^.]{0,50} label+ed|few (?:examples|labels)|a few hundred (?:\w+ )?(?:examples|photos|pictures|images|rows|emails|messages|documents|records|cases|samples|reviews)", ((Condition.FEW_LABELS, True),)),
    (r"(?:thousands|millions|tens of thousands|lots|plenty|\d+ ?k|\d{4,}|\d{1,3},\d{3}) (?:of )?(?:\w+ )?(?:label+ed|tagged|annotated)|label+ed (?:thousands|millions|everything|all)|(?:all|already) (?:are )?label+ed", ((Condition.FEW_LABELS, False), (Condition.NO_LABELS, False))),
    (r"rare(?:ly)?|imbalanced|unbalanced|skewed|(?:only )?(?:\d|0\.\d+) ?(?:%|percent|in a (?:hundred|thousand)|out of (?:a )?(?:100|1000))", ((Condition.IMBALANCED, True),)),
    (r"no (?:gpu|graphics card|dedicated graphics|nvidia)|without (?:a )?(?:gpu|graphics card)|don'?t have a gpu|cpu only|only cpu|old laptop|weak laptop", ((Condition.NO_GPU, True),)),
    (r"millions of|billions|terabytes?|\d+ ?tb\b|petabytes?|huge (?:data|dataset|amount)|too (?:big|large) for memory|big data", ((Condition.LARGE_SCALE, True),)),
    (r"(?:several|many|multiple|different|two|three|four|five|all) languages|multi-?lingual|(?:german|english|french|spanish|italian|turkish|arabic|dutch|polish) and (?:german|english|french|spanish|italian|turkish|arabic|dutch|polish)|bilingual", ((Condition.MULTILINGUAL, True),)),
    (r"safety[- ]critical|someone could (?:die|get hurt)|life[- ]threatening|patients? (?:could|may|might) (?:die|be harmed)|lives? (?:are )?at stake|people (?:could|can|may) get hurt", ((Condition.SAFETY_CRITICAL, True),)),
    (r"(?:only|just|about|have) (?:\d{1,2}|[1-4]\d{2}|a few dozen|a few hundred|few hundred|a couple hundred) (?:rows|records|cases|examples|samples|customers|patients|photos|images|pictures|documents|machines)|little data|small data ?set|not (?:much|a lot of) data|tiny data", ((Condition.SMALL_DATA, True),)),
)  # fmt: skip

HARDWARE: tuple[tuple[str, Hardware], ...] = (
    (r"no (?:gpu|graphics card|dedicated graphics)|without (?:a )?(?:gpu|graphics card)|don'?t have a gpu|cpu only|(?:normal|ordinary|old|cheap|plain|my|work|windows|office|slow|basic|weak|a|8gb) (?:\w+ )?laptop|macbook|chromebook|office pc", Hardware.CPU),
    (r"(?:have|got|with|own) (?:a |an |my )?(?:\w+ )?(?:gpu|nvidia|rtx ?\d*|gtx ?\d*|graphics card|gaming pc)|rtx ?\d{4}|gtx ?\d{4}|nvidia card|gaming (?:pc|laptop|rig)", Hardware.GPU),
    (r"colab|kaggle notebook|aws|azure|gcp|google cloud|cloud (?:account|credits|machine|gpu|server)|rent(?:ed)? (?:a )?(?:gpu|server|machine)|company (?:cluster|servers)|university cluster", Hardware.CLOUD),
    (r"no (?:computer|laptop|pc)|only (?:have )?(?:a |my )?phone|only a tablet", Hardware.NONE),
)  # fmt: skip

GOALS: tuple[tuple[str, str], ...] = (
    (r"(?:get|find|land|want|looking for|apply for) (?:a |an |my )?(?:new |better |first )?(?:\w+ ){0,3}job|become (?:a|an) (?:\w+ ){0,3}(?:engineer|scientist)|career|get hired|switch careers|portfolio", "a job in machine learning"),
    (r"(?:at|for) (?:my |our )?(?:work|job|company|clinic|hospital|shop|school|employer|boss|team)|my boss|our customers|our users|for the business|for our", "use at work"),
    (r"for fun|hobby|side project|curio(?:us|sity)|for myself|personal project", "a project of your own"),
    (r"thesis|university project|bachelor|master'?s project|assignment|dissertation|phd project", "a thesis or course project"),
    (r"startup|start-up|my own (?:company|business|product)|sell it|found a company", "a product of your own"),
)  # fmt: skip

_DATA = re.compile(
    r"(?:\b(?:about|around|roughly|some|over|maybe|have|got|with|ca\.?|approx\.?)\s+)?(?:\d[\d.,]*\s?[km]?|hundreds?|thousands?|millions?|tens of thousands|a few hundred|few thousand|a couple hundred|dozens?|lots|plenty|years|months|\d+ years|\d+ months)(?:\s+of)?\s+(?:\w+\s+){0,3}"
    r"(?:rows|records|emails?|e-mails|messages|photos|pictures|images|pics|documents|docs|pdfs|contracts|invoices|reviews|comments|transactions|orders|customers|users|patients|appointments|bookings|visits|logs|tickets|readings|samples|examples|articles|products|sales|machines|data|history|recordings|files|pages|texts|receipts|claims)\b",
    re.IGNORECASE,
)
_CSV = re.compile(r"\b(?:csv|excel (?:file|sheet|list)|spreadsheet|database|sql server|postgres|mysql|data warehouse|booking system|crm|erp|sharepoint|shared drive|google drive|json files?)\b", re.IGNORECASE)
_NO_DATA = re.compile(r"\b(?:no data|don'?t have (?:any )?data|without data|haven'?t collected|no record|nothing recorded)\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|no|n't|doesn't need to|needn't|don't need|isn't|never)\b[^,.;]{0,24}$", re.IGNORECASE)


def condition_facts(text: str, turn: int) -> list[Fact]:
    """Conditions that the text settles; 'need not run on a phone' settles it the other way."""
    made: dict[str, Fact] = {}
    for sentence in sentences(text):
        for wording, effects in CONDITIONS:
            found = re.search(rf"\b(?:{wording})", sentence, re.IGNORECASE)
            if not found:
                continue
            negated = bool(_NEGATED.search(sentence[: found.start()])) and not found.group(0).lower().startswith(("no ", "without"))
            for condition, holds in effects:
                value = (not holds) if negated else holds
                made[condition.value] = Fact(
                    name="conditions", key=condition.value, value=value, quote=found.group(0), turn=turn
                )
    return list(made.values())


def hardware_facts(text: str, turn: int) -> list[Fact]:
    """What can be computed on."""
    for wording, hardware in HARDWARE:
        found = re.search(rf"\b(?:{wording})\b", text, re.IGNORECASE)
        if found:
            return [Fact(name="hardware", value=hardware, quote=found.group(0), turn=turn)]
    return []


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


def background_facts(backgrounds: Iterable[Background], text: str, turn: int) -> list[Fact]:
    """The person's background, if they name one: 'I'm a nurse', 'as a Java dev'."""
    tokens = words(text)
    best: tuple[float, int, Background | None, str] = (0.0, 0, None, "")
    for background in backgrounds:
        for phrase in background.phrases:
            parts = words(phrase)
            at = _find(tokens, parts)
            if at < 0 or not _about_self(tokens, at):
                continue
            if (len(parts), -at) > (best[0], best[1]):
                best = (len(parts), -at, background, " ".join(tokens[at : at + len(parts)]))
    if best[2] is None:
        return _other_background(text, turn)
    return [Fact(name="background", value=best[2].id, quote=best[3], turn=turn)]


_I_AM = re.compile(
    r"\b(?:i'?m|i am|we are|i work as|working as|as)\s+(?:an?|the)\s+(?P<who>(?:[\w-]+\s+){0,2}?(?:student|[\w-]*(?:ist|ician|er|or|ant|ian|eer|nurse|doctor|vet|chef|cook|clerk|head|pupil|midwife|graduate|trainee|intern|pilot|guide|guard|agent|monk|priest)))\b(?!\s+(?:of a way|than))",
    re.IGNORECASE,
)


def _other_background(text: str, turn: int) -> list[Fact]:
    """A background that the catalogue does not list: 'I'm a physiotherapist'. Nothing is assumed to be known from it."""
    found = _I_AM.search(text)
    if not found or found["who"].lower().split()[-1] in _NOT_A_TRADE:
        return []
    student = found["who"].lower().endswith(("student", "graduate", "pupil"))
    return [Fact(name="background", value="student" if student else "domain-expert", quote=found["who"], turn=turn)]


_NOT_A_TRADE = frozenset(["beginner", "newcomer", "user", "customer", "member", "number", "matter", "fan", "paper", "order", "master", "father", "mother", "sister", "brother", "former", "ever", "never", "over", "under", "other"])


def _find(tokens: Sequence[str], parts: Sequence[str]) -> int:
    for start in range(len(tokens) - len(parts) + 1):
        window = tokens[start : start + len(parts)]
        if all(w == p or (len(p) > 5 and fuzz.ratio(w, p) > 90 and w[-2:] == p[-2:]) for w, p in zip(window, parts, strict=True)):
            return start
    return -1


def _about_self(tokens: Sequence[str], at: int) -> bool:
    """Whether what stands at `at` is said of the person: after 'I am', 'as a', 'work as', or at the very beginning."""
    before = tokens[max(0, at - 7) : at]
    selfish = {"i'm", "im", "am", "as", "me", "being", "i"}
    return at <= 1 or bool(selfish & set(before))


def problem_text(text: str, spoken_of: Sequence[str]) -> str:
    """The sentences that do not only speak of skills; the whole text if hardly anything else is left."""
    rest = ". ".join(s for s in sentences(text) if s not in spoken_of)
    return rest if len(words(rest)) >= 4 else text
