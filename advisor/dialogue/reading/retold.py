"""What a message in the middle of a conversation puts right, as a sorter tells it that was taught by examples: which of
the things known of the person it speaks of, and in which direction. The new value itself is read by the rules for it;
only where these read none, and the sorter leaves no doubt, its label stands for one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.asking import asked_of, asks, supposes, without_question
from advisor.dialogue.reading.text import READ, parts, sentences
from advisor.domain.brief import Brief, Fact
from advisor.domain.vocabulary import Condition, Hardware, Level

TOLD = 0.4
"""Share of what belongs together from which a message is taken to put it right."""
HINTED = 0.25
"""Share below which what is known is not replaced: 'I only slept two hours' tells no hours a week."""
FAINT = 0.1
"""Share from which what is known counts for more than the sorter's doubt: a message that repeats it, or reckons from it, is about it."""
CERTAIN = 0.7
"""Share from which a message that tells no value is worth a question for it."""
OPEN = "any"
"""The value of a wish that was taken back: the tool may be used or not."""
_LIKELIER: Mapping[Level, Mapping[str, float]] = {
    Level.SOLID: {"knows less": 1.0, "knows not": 1.0, "knows more": 0.0}, Level.WORKING: {"knows less": 2.0, "knows not": 2.0, "knows more": 1.0},
    Level.AWARE: {"knows less": 0.5, "knows not": 1.0, "knows more": 2.0}, Level.NONE: {"knows less": 0.2, "knows not": 0.2, "knows more": 1.0},
}  # fmt: skip
"""How much likelier each direction is by what was known before."""
_TOLD_BY_ASKING = ("hours", "deadline")
"""What a question may put right: 'can you plan with three hours?'"""
_MOST_SENTENCES = 8
_OTHERWISE = 0.3
"""What likeness to one side of a condition counts for the other: the words are the same, 'no need to' makes the difference."""
_CLEARLY = 3.0
"""How many times likelier the known value must be for a condition to stay as it is."""
_CLEARER = 2.5
"""How many times likelier than the machine that the rules read another must be to count instead."""
_LEAST_LIKELY = 0.07
"""Score below which a message tells of no condition."""


class Topic(StrEnum):
    """What may be put right."""

    HOURS = "hours"
    DEADLINE = "deadline"
    MACHINE = "machine"
    CONDITION = "condition"
    BACKGROUND = "background"
    SKILL = "skill"
    WISH = "wish"


_LABELS: Mapping[Topic, tuple[str, ...]] = {
    Topic.HOURS: ("hours",), Topic.DEADLINE: ("deadline", "no deadline"), Topic.MACHINE: ("gpu", "cpu", "cloud", "phone"),
    Topic.CONDITION: ("condition", "lifted"), Topic.BACKGROUND: ("background",),
    Topic.SKILL: ("knows less", "knows not", "knows more", "other skill"), Topic.WISH: ("wants", "avoids", "free"),
}  # fmt: skip
_MACHINES: Mapping[str, Hardware] = {"gpu": Hardware.GPU, "cpu": Hardware.CPU, "cloud": Hardware.CLOUD, "phone": Hardware.NONE}
FACTS: Mapping[Topic, str] = {
    Topic.HOURS: "hours_per_week", Topic.DEADLINE: "deadline_weeks", Topic.MACHINE: "hardware", Topic.CONDITION: "conditions",
    Topic.BACKGROUND: "background", Topic.SKILL: "known_skills", Topic.WISH: "preferences",
}  # fmt: skip
"""The fact that holds what each topic is about."""
_TOPICS = {name: topic for topic, name in FACTS.items()}


@dataclass(frozen=True)
class Retold:
    """What a message puts right: the share of each label in the sentence that speaks of it most."""

    shares: Mapping[str, float] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)
    """For each label that sentence."""

    def share(self, topic: Topic) -> float:
        """How likely it is that the message puts this right."""
        return sum(self.shares.get(label, 0.0) for label in _LABELS[topic])

    @property
    def something(self) -> float:
        """How likely it is that the message puts anything right."""
        return sum(self.share(topic) for topic in Topic)

    def tells(self, topic: Topic) -> bool:
        """Whether the message puts this right."""
        return self.share(topic) >= TOLD

    @property
    def topic(self) -> Topic | None:
        """What it puts right above all, if anything."""
        best = max(Topic, key=self.share)
        return best if self.tells(best) else None

    def likest(self, topic: Topic) -> str:
        """The likeliest label of a topic."""
        return max(_LABELS[topic], key=lambda label: self.shares.get(label, 0.0))

    def quote(self, topic: Topic) -> str:
        """The sentence that speaks of it most."""
        return self.sentences.get(self.likest(topic), "")


NOTHING = Retold()
"""What a first message puts right."""


def retold(searcher: Searcher, text: str) -> Retold:
    """What a message puts right. Suppositions put nothing right, nor do questions, but for a time: 'can you plan with 3 hours?'"""
    shares: dict[str, float] = {}
    where: dict[str, str] = {}
    said = parts(text[:READ])[:_MOST_SENTENCES]
    for part in said if len(said) == 1 else [*said, text[:READ]]:
        if supposes(part):
            continue
        whole, part = part, without_question(part)
        found = searcher.labels(part, "retold")
        asking = part.rstrip().endswith("?") or asks(part)
        for label, share in found.items():
            if (asking or (part != whole and label == "hours")) and (share < CERTAIN or label not in _TOLD_BY_ASKING):
                continue
            if share > shares.get(label, 0.0):
                shares[label], where[label] = share, part.strip()
    total = max(1.0, sum(share for label, share in shares.items() if label != "none"))
    return Retold({label: share / total for label, share in shares.items() if label != "none"}, where)


def held_to(facts: Iterable[Fact], told: Retold, brief: Brief, asked: str, text: str, evident: bool = False) -> list[Fact]:
    """The facts without those that the message does not tell: what would replace something known although nothing is put
    right there and what is only asked about or supposed. `evident`: what is known showed that it is put right."""
    marked = [f"{s}?" if f"{s}?" in text else s for s in sentences(text)]
    questions = [q for s in marked if supposes(s) or asks(s) or s.endswith("?") for q in [asked_of(s).rstrip("?")] if q]

    def holds(fact: Fact) -> bool:
        topic = _TOPICS.get(fact.name)
        if topic is None or (fact.name == asked and topic is not Topic.CONDITION) or not brief.facts or told.tells(topic):
            return True
        if any(fact.quote in s or s in fact.quote for s in questions):
            return False
        return evident or topic is Topic.CONDITION or brief.fact(fact.name) is None or told.share(topic) >= HINTED or told.something >= TOLD

    return [fact for fact in facts if holds(fact)]


def machine_anew(told: Retold, facts: Sequence[Fact], brief: Brief, turn: int) -> list[Fact]:
    """The machine as it is now: as the rules read it where that is news, else as the sorter does."""
    known = brief.hardware
    label = told.likest(Topic.MACHINE)
    news = [f for f in facts if f.value != known]
    if not told.tells(Topic.MACHINE) or (news and not _unlikely(news, told, label)):
        return list(facts)
    if _MACHINES[label] == known or told.shares[label] < TOLD * told.share(Topic.MACHINE):
        return list(facts)
    return [Fact(name="hardware", value=_MACHINES[label], quote=told.sentences[label], turn=turn)]


def _unlikely(news: Sequence[Fact], told: Retold, label: str) -> bool:
    """Whether the rules read a machine that is only named to tell that it is gone: 'the cloud budget was cut, I use my laptop'."""
    likely = {machine: told.shares.get(name, 0.0) for name, machine in _MACHINES.items()}
    return told.shares[label] >= TOLD and all(_CLEARER * likely.get(Hardware(f.value), 0.0) < told.shares[label] for f in news)


def conditions_anew(told: Retold, facts: Sequence[Fact], brief: Brief, turn: int, searcher: Searcher) -> list[Fact]:
    """The conditions as they are now. A rule's reading that changes one stands; else, of what is known, that is turned round
    which the message is about."""
    known = brief.conditions
    mentioned = any(known.get(Condition(f.key)) == f.value for f in facts)
    if told.share(Topic.CONDITION) < (HINTED if mentioned else TOLD) or any(known.get(Condition(f.key), f.value) != f.value for f in facts):
        return list(facts)
    quote = told.quote(Topic.CONDITION)
    alike = searcher.labels(quote, "condition")
    holds, fails = told.shares.get("condition", 0.0), told.shares.get("lifted", 0.0)

    def score(condition: Condition, value: bool) -> float:
        for_it, against = alike.get(condition.value, 0.0), alike.get(f"not {condition.value}", 0.0)
        return holds * (for_it + _OTHERWISE * against) if value else fails * (against + _OTHERWISE * for_it)

    ranked = sorted(((score(c, not v), c) for c, v in known.items() if c is not Condition.NO_GPU), key=lambda it: -it[0])
    if not ranked or ranked[0][0] < _LEAST_LIKELY or ranked[0][0] * _CLEARLY < score(ranked[0][1], known[ranked[0][1]]):
        return list(facts)
    turned = ranked[0][1]
    turns, stays = (fails, holds) if known[turned] else (holds, fails)
    if any(f.key == turned.value for f in facts) and turns < _CLEARLY * stays:
        return list(facts)  # the rules read that it is as it was: 'it stays in the building', 'two languages, not one'
    kept = [f for f in facts if f.key != turned.value]
    return [*kept, Fact(name="conditions", key=turned.value, value=not known[turned], quote=quote, turn=turn)]


def skills_anew(told: Retold, facts: Sequence[Fact], named: Sequence[str], brief: Brief, turn: int) -> list[Fact]:
    """Skills and wishes as they are now, for the components `named`: a level told too high goes down, one told too low up,
    and a wish that is taken back leaves the tool open."""
    topic = max((Topic.SKILL, Topic.WISH), key=told.share)
    wished = any(f.name == "preferences" for f in facts) or any(c in brief.preferences for c in named)
    if topic is Topic.WISH and not wished and any(_is_news(f, brief) for f in facts):
        return list(facts)  # the sorter hears a wish, and the rules read how well a known tool is known
    if told.share(Topic.WISH) >= HINTED and any(f.name == "preferences" and brief.preferences.get(f.key) != f.value for f in facts):
        topic = Topic.WISH  # the rules read a wish: 'I want X and not Y'
    held = brief.skills if topic is Topic.SKILL else brief.preferences
    if told.share(topic) < (HINTED if any(c in held for c in named) else TOLD):
        return list(facts)
    if topic is Topic.WISH:
        return _wishes(told, facts, named, brief, turn)
    about = next((c for c in named if c in held), next(iter(named), None))
    if about not in held and any(f.slot == ("preferences", about) for f in facts):
        return list(facts)  # 'something else than X' wishes, and tells of no skill
    kept = [f for f in facts if f.name != "preferences" or f.key not in named]
    if about is None or told.likest(Topic.SKILL) == "other skill":
        return kept
    return _at_level(_label_of_level(told, brief.skills.get(about)), about, kept, told, brief, turn)


def _is_news(fact: Fact, brief: Brief) -> bool:
    """Whether a fact tells another level of a skill that is known."""
    return fact.name == "known_skills" and fact.key in brief.skills and brief.skills[fact.key] is not Level(fact.value)


def _label_of_level(told: Retold, old: Level | None) -> str:
    """In which direction a level is put right: who said that they know something well hardly says next that they know it better."""
    weights = _LIKELIER[old or Level.NONE]
    return max(weights, key=lambda label: weights[label] * told.shares.get(label, 0.0))


def _at_level(label: str, component: str, facts: Sequence[Fact], told: Retold, brief: Brief, turn: int) -> list[Fact]:
    """The level of the component moved in the direction told, where the facts do not say so themselves."""
    old = brief.skills.get(component)
    known = old or Level.NONE
    news = [f for f in facts if f.name == "known_skills" and (was := brief.skills.get(f.key, Level.NONE)) is not Level(f.value)
            and (Level(f.value).rank > was.rank) == (label == "knows more")]
    if _said_plainly(told, facts, component, brief):
        return list(facts)
    level = {"knows more": Level.SOLID if known is Level.WORKING else Level.WORKING, "knows not": Level.NONE}.get(label, Level.AWARE if known.rank > Level.AWARE.rank else Level.NONE)
    if old is Level.SOLID and label != "knows more" and told.shares.get(label, 0.0) < CERTAIN and any(f.slot == ("known_skills", component) and f.value == old for f in facts):
        return list(facts)  # 'just as solid in that one'
    if any(f.key == component or f.key in brief.skills for f in news) or level is old or (old is None and label != "knows more"):
        return list(facts)
    kept = [f for f in facts if f.slot != ("known_skills", component)]
    return [*kept, Fact(name="known_skills", key=component, value=level, quote=told.quote(Topic.SKILL), turn=turn)]


def _said_plainly(told: Retold, facts: Sequence[Fact], component: str, brief: Brief) -> bool:
    """Whether the rules read the new level where the sorter only hears a direction: of this and another name, or as known well."""
    other = {f.key: Level(f.value) for f in facts if f.name == "known_skills" and brief.skills.get(f.key) is not Level(f.value)}
    if component not in other:
        return False
    if other[component] is Level.NONE and told.shares.get("knows more", 0.0) < CERTAIN:
        return True  # 'she has the basics, I've none whatsoever' sounds like knowing more
    well = other[component] is Level.SOLID and max(told.shares.get("knows less", 0.0), told.shares.get("knows not", 0.0)) < CERTAIN
    return well or len(other) > 1


def _wishes(told: Retold, facts: Sequence[Fact], named: Sequence[str], brief: Brief, turn: int) -> list[Fact]:
    """Wishes as they are now: those taken back are left open."""
    label = told.likest(Topic.WISH)
    wished = {f.key: f.value for f in facts if f.name == "preferences"}
    held = [c for c in named if brief.preferences.get(c) in ("avoid", "prefer")]
    if any(wished.get(c, brief.preferences[c]) != brief.preferences[c] for c in held) or not named:
        return list(facts)
    kept = [f for f in facts if f.key not in named or f.name != "known_skills"]
    if label == "free" and held:
        value, about = OPEN, [c for c in held if c not in wished]  # 'Docker is fine, Kubernetes is still a no'
    elif label == "wants" and not wished:
        value, about = "prefer", [c for c in named if c not in held][:1]
    elif label == "avoids" and not wished:
        value, about = "avoid", held[:1]
    else:
        return kept
    slots = {("preferences", c) for c in about}
    return [*(f for f in kept if f.slot not in slots), *(Fact(name="preferences", key=c, value=value, quote=told.quote(Topic.WISH), turn=turn) for c in about)]
