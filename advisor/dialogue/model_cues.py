"""Words without which the person's own words cannot bear out what a language model has read in them.

They are far looser than what the rules need to conclude something by themselves: two witnesses, the model and a word.
"""

import re
from collections.abc import Mapping

from advisor.domain.vocabulary import Condition

HOURS = re.compile(r"\b(?:hours?|hrs?|h|stunden?|std|heures?|horas?|ore)\b", re.IGNORECASE)
NOT_WEEKLY = re.compile(r"\b(?:a|an|per|each|every|/)\s*(?:day|month|year|night)\b|\bdaily\b|\b24/7\b", re.IGNORECASE)
SPANS = (
    (re.compile(r"\b(?:weeks?|wks?|wochen?|semaines?|semanas?|settimane)\b", re.IGNORECASE), 1.0),
    (re.compile(r"\b(?:months?|monate?n?|mois|meses|mesi)\b", re.IGNORECASE), 52 / 12),
)
PURPOSE = re.compile(
    r"\b(?:so that|in order to|for (?:my|our|the|an?|fun|work)|to (?:show|get|become|pass|use|convince|impress|apply|publish|sell|save|help)|"
    r"job|career|hobby|thesis|exam)\b",
    re.IGNORECASE,
)
"""Words without which a quote tells no purpose beyond the problem itself; in other languages the rules read a translation."""
CONFINED = re.compile(r"\b(?:stay\w*|leav\w+|must|may not|cannot|can't|on-?prem\w*)\b", re.IGNORECASE)
"""What is said of where data may be, which is a condition and does not tell what data there are."""
NOTHING = ("", "none", "unknown", "n/a", "null", "false")
PAST = re.compile(
    r"\b(?:ago|old|experience|history|past|last|previous|since|"
    r"of (?:data|history|records|sales|bookings|readings|logs))\b",
    re.IGNORECASE,
)


TO_SPARE = re.compile(
    r"\b(?:week\w*|evenings?|mornings?|nights?|sundays?|saturdays?|spare|free|give|have|got|find|manage|afford|tops|max\w*|most|or so|learn\w*|study\w*)\b|'ve\b",
    re.IGNORECASE,
)
"""Words of which one stands in a sentence that tells how much time somebody has."""
DUE = re.compile(
    r"\b(?:in|by|within|until|till|before|after that|from now|max\w*|tops|deadline|due|want\w*|need\w*|finish\w*|done|ready|left|have|got|show|plan|over)\b|'ve\b",
    re.IGNORECASE,
)
"""Words of which one stands in a sentence that tells by when something has to be there."""
MACHINE = re.compile(
    r"\b(?:laptop\w*|notebook\w*|computer\w*|pc|pcs|mac\w*|machine\w*|gpus?|cpus?|graphics?|cards?|cloud|servers?|colab|kaggle|thinkpad\w*|chromebook\w*|"
    r"workstation\w*|desktop\w*|raspberry|nvidia|geforce|rtx\w*|cluster\w*|aws|azure|vm)\b",
    re.IGNORECASE,
)
"""Words of which one stands in a sentence that tells what somebody computes on."""


def _cue(beginnings: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{beginnings})", re.IGNORECASE)


CUES: Mapping[Condition, re.Pattern[str]] = {
    Condition.IMBALANCED: _cue("rare|seldom|hardly|few|minority|unusual|once in|one in|[0-9.]+ ?%|percent|out of"),
    Condition.FEW_LABELS: _cue("label|tag|annotat|example|marked|sorted|known case"),
    Condition.NO_LABELS: _cue("label|tag|annotat|example|marked|sorted|nobody|never"),
    Condition.STREAMING: _cue("stream|arriv|continu|constant|feed|event|keep coming|live"),
    Condition.REAL_TIME: _cue(
        "instant|second|immediate|live|real|at once|on the spot|wait|fast|quick|while|right away"
    ),
    Condition.BATCH: _cue(
        "night|overnight|daily|weekly|monthly|every (?:day|week|month|morning)|once a|each (?:day|week|month)|report"
    ),
    Condition.ON_DEVICE: _cue(
        "phone|smartphone|tablet|device|mobile|app|raspberry|chip|camera|edge|watch|glasses|tractor|drone"
    ),
    Condition.OFFLINE: _cue(
        "leav|outside|inside|in-house|private|privacy|secret|confiden|local|online|offline|internet|cloud|send|sent|shar|upload"
    ),
    Condition.EXPLAINABLE: _cue(
        "why|explain|reason|justif|transparen|understand|audit|how (?:each|it|the)|account|trace"
    ),
    Condition.NO_GPU: _cue("gpu|graphic|laptop|cpu|weak|old|slow"),
    Condition.LARGE_SCALE: _cue("million|billion|tera|petab|huge|big|large|lots|massive|enormous|tb"),
    Condition.MULTILINGUAL: _cue(
        "language|lingual|english|german|french|spanish|italian|dutch|turkish|arabic|polish|translat"
    ),
    Condition.SAFETY_CRITICAL: _cue("safe|danger|hurt|die|dead|death|injur|life|lives|harm|kill|accident|risk"),
    Condition.SMALL_DATA: _cue("few|only|small|little|tiny|dozen|hundred|handful|not much|not many"),
}
"""Words without which a quote is not about a condition, far looser than what the rules need to conclude it."""
