"""Reads what a person knows, does not know, wants to use and wants to avoid."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from advisor.dialogue.reading.mentions import Mention, Names
from advisor.dialogue.reading.text import clauses, sentences, words
from advisor.domain.brief import Fact, Provenance
from advisor.domain.vocabulary import TOOL_LAYERS, Layer, Level


class Stance(StrEnum):
    """How a clause speaks of what it names."""

    KNOWS = "knows"
    DENIES = "denies"
    WANTS = "wants"
    AVOIDS = "avoids"
    LEARNS = "learns"
    OTHER = "other"


def _cues(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w'])(?:" + "|".join(phrases) + r")(?![\w'])", re.IGNORECASE)


AVOID = _cues(
    "avoid", "hate", "rather not", "do(?:n't|nt| not) (?:want|like)(?: to)?(?: use| learn| touch)?", "refuse(?: to)?", "without using",
    "anything but", "anything except", "keep (?:me )?away from", "stay away from", "(?:isn't|not|aren't) allowed", "forbidden", "fed up with", "burnt by", "spare me", "not a fan of", "no more", "skip", "leave out", "drop", "get rid of", "instead of", "rather than", "replace",
)  # fmt: skip
PREFER = _cues(
    "prefer", "i(?:'d| would) (?:rather|like to) use", "rather use", "want to use", "has to be (?:in|with)", "must be (?:in|with)", "let(?:')?s use",
    "can (?:i|we) use", "switch to", "^(?:please |ok,? |then )?use", "please use", "over \\w+,? please", "stick (?:to|with)", "swap .* for", "with .* instead",
)  # fmt: skip
DENY = _cues(
    "no", "not", "never", "don't", "dont", "do not", "doesn't", "didn't", "cannot", "can't", "cant", "zero", "without", "nothing about", "no idea",
    "none", "nada", "nil", "gone", "forgotten", "forgot", "haven't", "havent", "have not", "new to", "unfamiliar", "lack", "clueless", "nor", "neither", "isn't", "ain't", "hardly any",
)  # fmt: skip
KNOW = _cues(
    "know", "knows", "knew", "known", "use", "used", "using", "experience", "experienced", "worked with", "work with", "work in", "familiar", "good at", "good with", "years?",
    "background in", "studied", "learned", "learnt", "did", "done", "fluent", "skilled", "skills?", "comfortable", "expert", "proficient", "can (?:do|write|code|program|use)",
    "program(?:med)? in", "code in", "coding in", "write", "wrote", "strong", "solid", "basic", "basics(?: of)?", "some", "a bit of", "a little", "little bit", "pretty well", "daily", "every day", "professional(?:ly)?",
    "developer", "dev", "engineer", "programmer", "degree", "graduate", "certified", "dabbled", "played with", "tried", "heard of", "rusty", "taught", "at work", "stack is", "mostly", "already", "good", "got", "since", "everything in", "all in", "daily bread", "second nature", "way around", "scripts?", "scripting", "macros?", "understand", "intermediate", "home", "every week", "down cold", "well", "build", "built", "building",
)  # fmt: skip
WANT_TO_LEARN = _cues(
    "want to learn", "wanna learn", "like to learn", "should i learn", "learn about", "(?<!know )how to", "to learn", "teach me", "need to learn", "have to learn", "interested in", "become", "becoming", "want to be", "move into", "moving into", "grow into", "switch into",
    "why", "what is", "what's", "explain", "do i need", "is it", "should i", "curious about", "plan to learn", "hope to learn", "get into", "getting into", "tell me about", "difference",
)  # fmt: skip
SOLID = _cues(
    r"(?:[3-9]|\d\d)\+? (?:years?|yrs?)", "(?:three|four|five|six|seven|eight|nine|ten|fifteen|twenty) years", "many years", "expert", "advanced", "fluent(?:ly)?", "strong", "very well", "well", "(?:really|realy|very|pretty|quite) good", "good (?:at|with|in)", "down cold", "inside and out", "comfortable",
    "all day", "every (?:single )?day", "each day", "day in day out", "daily bread", "second nature", "is my home", "since (?:19|20)\\d\\d", "everything in", "for years", "my main language", "my daily",
    "pretty well", "really well", "very good", "very experienced", "experienced", "professional(?:ly)?", "for a living", "senior", "lead", "deep", "in my sleep", "inside out", "daily", "every day", "proficient", "excellent", "decade",
)  # fmt: skip
AWARE = _cues(
    "so[- ]so", "okay-ish", "beginner again",
    "some", "a bit", "bit of", "a little", "little", "basics?", "beginner", "heard of", "dabbled", "played with", "tried", "once", "rusty", "barely", "a course", "intro", "introductory", "long ago", "years ago", "not much", "not very", "hardly",
)  # fmt: skip
OTHERS = re.compile(r"\b(?:my|our) (?:\w+ )?(?:colleagues?|cousin|uncle|aunt|father|mother|dad|mum|mate|manager|friends?|boss|brother|sister|wife|husband|partner|team(?:mate)?|developers?|devs?|it (?:guy|department)|son|daughter|intern|students?)\b(?:\W+\w+){0,3}\W+(?:know|knows|use|uses|does|is|are|can|writes?|programs?|codes?)\b|\b(?:he|she|they)(?:'s)? (?:knows?|uses?|is good|can)\b", re.IGNORECASE)
"""Says what somebody else knows."""
DISCOURSE_NO = re.compile(r"^(?:no|nah|nope|well no)[,.!]*\s+(?=(?:the|it|its|it's|i|i'm|we|they|that|this|there|he|she|you|my|our)\b)", re.IGNORECASE)
"""A 'no' that answers what was said before, and denies nothing that follows."""
OF_KNOWING = re.compile(r"\b(?:no|never|zero|none|nothing|without|know|knowledge|experience|idea|used?|learn(?:ed|t)?|touched|tried|worked|skills?|background|programmed|coded?|coding|wrote|written|forgot(?:ten)?|gone|new to|unfamiliar|good at|understand)\b", re.IGNORECASE)
"""Words that make a denial one of knowing: 'not labelled' denies nothing of the kind."""
NOT_REALLY_DENIED = re.compile(r"\b(?:not (?:much|very|too|so|that|really) (?:good|well|much|strong)?|not only|no problem|not an? expert|not bad)\b", re.IGNORECASE)


@dataclass(frozen=True)
class SkillReading:
    """What a text says of skills and tools, and every component that it names."""

    facts: tuple[Fact, ...]
    mentions: tuple[Mention, ...]
    spoken_of: tuple[str, ...]
    """Sentences that speak of skills, so that the rest can be read as the problem."""


def read_skills(names: Names, text: str, turn: int, asked: bool = False) -> SkillReading:
    """Skills and preferences in `text`.

    `asked`: the question of skills is open, so that a bare list of names is an answer.
    """
    facts: dict[tuple[str, str], Fact] = {}
    mentions: list[Mention] = []
    spoken: list[str] = []
    for sentence in sentences(text):
        stance: Stance | None = Stance.KNOWS if asked else None
        level: Level | None = None
        hit = False
        asks = f"{sentence}?" in text or sentence.endswith("?")
        sentence = DISCOURSE_NO.sub("", sentence)
        parts = _joined(clauses(sentence))
        if stance is None and _is_list(names, parts):
            stance = Stance.KNOWS
            level = next((_level(p) for p in parts if _has_level(p) and not names.find(p)), None)
        for clause in parts:
            found = names.find(clause)
            mentions.extend(found)
            own = _stance(clause, found, asked)
            if own is not Stance.OTHER:
                level = _level(clause) if own is not stance or _has_level(clause) or level is None else level
                stance = own
            elif _has_level(clause):
                level = _level(clause)
            if stance is None or stance in (Stance.OTHER, Stance.LEARNS):
                continue
            if asks and stance in (Stance.KNOWS, Stance.DENIES):
                continue
            for mention, how in _pairs(clause, found, stance):
                fact = _fact(names, mention, how, level, clause, turn, asked)
                if fact:
                    facts[fact.slot] = fact
                    hit = True
        if hit:
            spoken.append(sentence)
    return SkillReading(tuple(facts.values()), tuple(mentions), tuple(spoken))


def _is_list(names: Names, parts: Sequence[str]) -> bool:
    """Whether a sentence is a list of tools that somebody can use: 'Java, Postgres, Docker: 8 years'."""
    tools = [m for p in parts for m in names.find(p) if m.sure and names.catalog.components[m.component].layer in TOOL_LAYERS]
    tokens = sum(len(words(p)) for p in parts)
    return len(tools) >= 2 and tokens <= 5 * len(tools) and not any(WANT_TO_LEARN.search(p) or PREFER.search(p) or p.endswith("?") for p in parts)


def _joined(parts: Sequence[str]) -> list[str]:
    """Clauses, further cut before 'and no', 'and never', so that a denial does not spread backwards."""
    made: list[str] = []
    for part in parts:
        made.extend(p for p in re.split(r"\s+(?:and|or|und)\s+(?=(?:no|never|don't|dont|do not|i|can|some|a bit|a little|good|strong|basic)\b)", part, flags=re.IGNORECASE) if p.strip())
    return made


def _stance(clause: str, found: Sequence[Mention], asked: bool) -> Stance:
    if OTHERS.search(clause):
        return Stance.LEARNS
    if AVOID.search(clause):
        return Stance.AVOIDS
    if WANT_TO_LEARN.search(clause):
        return Stance.LEARNS
    denied = DENY.search(NOT_REALLY_DENIED.sub(" ", clause))
    if denied:
        return Stance.DENIES
    if KNOW.search(clause):
        if PREFER.search(clause) and not re.search(r"\b(?:i|we|have|'ve) (?:\w+ )?used?\b|\bknow\b", clause, re.IGNORECASE):
            return Stance.WANTS
        return Stance.KNOWS
    if PREFER.search(clause):
        return Stance.WANTS
    return Stance.KNOWS if asked and found else Stance.OTHER


def _has_level(clause: str) -> bool:
    return bool(SOLID.search(clause) or AWARE.search(clause) or NOT_REALLY_DENIED.search(clause))


def _level(clause: str) -> Level:
    if SOLID.search(NOT_REALLY_DENIED.sub(" ", clause)) and not re.search(r"\bnot (?:very|really|that|so)\b", clause, re.IGNORECASE):
        return Level.SOLID
    if AWARE.search(clause) or NOT_REALLY_DENIED.search(clause):
        return Level.AWARE
    return Level.WORKING


def _pairs(clause: str, found: Sequence[Mention], stance: Stance) -> list[tuple[Mention, Stance]]:
    """Each mention with the stance that holds for it; 'X instead of Y' wants X and avoids Y."""
    if stance is not Stance.AVOIDS:
        return [(m, stance) for m in found]
    tokens = words(clause)
    joined = " ".join(tokens)
    for cue, first, second in (
        ("instead of", Stance.WANTS, Stance.AVOIDS), ("rather than", Stance.WANTS, Stance.AVOIDS),
        ("replace", None, None),
    ):  # fmt: skip
        if cue not in joined:
            continue
        if cue == "replace" and len(found) > 1:
            return [(found[0], Stance.AVOIDS), *((m, Stance.WANTS) for m in found[1:])]
        at = len(joined[: joined.index(cue)].split())
        if first and second:
            return [(m, first if m.start < at else second) for m in found]
    return [(m, stance) for m in found]


def _fact(
    names: Names, mention: Mention, stance: Stance, level: Level | None, clause: str, turn: int, asked: bool
) -> Fact | None:
    component = names.catalog.components[mention.component]
    if stance in (Stance.AVOIDS, Stance.WANTS):
        if not mention.sure or component.layer in (Layer.METRIC, Layer.PRACTICE):
            return None
        value = "avoid" if stance is Stance.AVOIDS else "prefer"
        return Fact(name="preferences", key=component.id, value=value, quote=clause, turn=turn)
    if stance is Stance.DENIES:
        if not OF_KNOWING.search(clause) and not asked:
            return None
        plain_no = re.search(rf"\bno\s+{re.escape(mention.text)}\b", " ".join(words(clause)))
        tool = component.layer in (Layer.LIBRARY, Layer.DEPLOYMENT)
        if plain_no and tool and not re.search(r"\b(know|knowledge|experience|idea|skills?|background)\b", clause, re.IGNORECASE) and not asked:
            return Fact(name="preferences", key=component.id, value="avoid", quote=clause, turn=turn)
        return Fact(name="known_skills", key=component.id, value=Level.NONE, quote=clause, turn=turn)
    if stance is Stance.KNOWS and (mention.sure or asked or re.search(r"\b(know|experience|good at|strong|studied|background in|degree|years|familiar)\b", clause, re.IGNORECASE)):
        return Fact(
            name="known_skills", key=component.id, value=level or Level.WORKING, quote=clause, turn=turn, provenance=Provenance.SAID
        )
    return None
