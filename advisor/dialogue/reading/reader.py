"""Reads one message by rules: what it wants, what it tells, what it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading import anew_deadline, anew_hours, circumstances, intents, times
from advisor.dialogue.reading.about_us import ORDERS, gives_orders, topic_about_us
from advisor.dialogue.reading.around import (
    beside_news,
    level_found,
)
from advisor.dialogue.reading.asking import asks, told_in, without_doubts
from advisor.dialogue.reading.backgrounds import background_facts, by_trade
from advisor.dialogue.reading.conditions import condition_facts
from advisor.dialogue.reading.conditions_back import lifted
from advisor.dialogue.reading.framing import READ, Framing, of_person
from advisor.dialogue.reading.hardware import hardware_facts
from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.pasted import take_apart
from advisor.dialogue.reading.putting_right import puts_right, said_levels, unsaid_fact
from advisor.dialogue.reading.retitling import background_anew
from advisor.dialogue.reading.retold import (
    FACTS,
    HINTED,
    NOTHING,
    Retold,
    Topic,
    conditions_anew,
    held_to,
    machine_anew,
    retold,
    skills_anew,
)
from advisor.dialogue.reading.several import Part, problems_in
from advisor.dialogue.reading.skills import read_skills
from advisor.dialogue.reading.text import clean, has_words, parts, readable, words
from advisor.dialogue.reading.unlisted import Unlisted, unlisted_tool
from advisor.dialogue.reading.wanted import Wants
from advisor.dialogue.reading.wishes import (
    TO_KNOW,
    PartWish,
    part_wishes,
    wish_parts,
)
from advisor.dialogue.reading.wishes_back import taken_back
from advisor.domain.brief import Brief, Fact
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Intent, State
from advisor.domain.entries.questions import Question, QuickAnswer
from advisor.domain.orders import steers
from advisor.domain.vocabulary import Condition, Hardware, Verdict
from advisor.planning.interview import facts_of

MOST_AT_ONCE = 40
"""Sentences of one message that are made ready for reading at once."""
MOST_TO_CHOOSE = 12
"""Words of a message that may only choose between the answers to a question; a longer one may put something right as well."""


@dataclass(frozen=True)
class Reading:
    """What was read of one message."""

    text: str
    intents: tuple[Intent, ...]
    facts: tuple[Fact, ...] = ()
    mentions: tuple[str, ...] = ()
    """Ids of the components named, in order."""
    framing: Framing | None = None
    answered: bool = False
    """Whether it answers the open question, 'I don't know' included."""
    dont_know: bool = False
    why_ask: bool = False
    draft_now: bool = False
    chosen: str | None = None
    """The label of the quick answer that it gives."""
    doubts: tuple[str, ...] = field(default=())
    several: tuple[Part, ...] = ()
    """The problems that it tells of, if there are several."""
    unlisted: Unlisted | None = None
    """The tool that the knowledge base does not list, if it speaks of one."""
    about: str | None = None
    """The topic, if it asks about the advisor itself."""
    put_right: bool = False
    """Whether it puts right what was known of the person."""
    unsaid: str = ""
    """The fact that it is sure to put right, if it does not tell the new value."""
    apart: tuple[PartWish, ...] = ()
    """What its parts want by themselves, once there is a plan."""
    problem: str = ""
    """What of it may tell the problem; empty where it was not read for one."""
    unsure: tuple[Intent, ...] = ()
    """What it may want, likeliest first, where nothing it wants is plain enough to change anything."""


@dataclass(frozen=True)
class Reader:
    """The rules' reader."""

    catalog: Catalog
    searcher: Searcher
    names: Names

    def read(self, raw: str, state: State, today: date) -> Reading:
        """The reading of `raw` in the state of the conversation before it."""
        whole = readable(clean(raw))
        turn = state.dialogue.turn + 1
        under_way = state.dialogue.frame is not None or state.plan is not None
        message = take_apart(whole, quotes=under_way)
        if steers(message.own, own=True) or (message.only_pasted and steers(whole)):
            return Reading(message.own, (Intent.OFF_TOPIC,), framing=Framing(Verdict.OFF_TOPIC, None), about=ORDERS)
        if message.only_pasted and under_way:
            return Reading(message.own, (Intent.ABOUT,), about="pasted")
        text = whole if message.only_pasted else message.own
        question = state.dialogue.question
        asked = question.fact if question else ""
        if not has_words(text):
            return Reading(text, (Intent.SMALLTALK,))
        self.searcher.prepare(_looked_at(text, planned=state.plan is not None))
        if under_way and gives_orders(self.searcher, text):
            return Reading(text, (Intent.OFF_TOPIC,), framing=Framing(Verdict.OFF_TOPIC, None), about=ORDERS)
        why_ask = bool(question and intents.WHY_ASK.search(text))
        draft_now = bool(intents.DRAFT_NOW.search(text)) and state.plan is None
        dont_know = bool(question and intents.DONT_KNOW.search(text))
        skills = read_skills(self.names, text, turn, asked=asked == "known_skills", searcher=self.searcher, known=said_levels(state.brief))
        mentions = tuple(dict.fromkeys(m.component for m in skills.mentions))
        chooses = question is not None and question.id not in self.catalog.questions and state.plan is not None and len(words(text)) <= MOST_TO_CHOOSE
        told = retold(self.searcher, text) if state.brief.facts and not chooses else NOTHING
        known_anew = skills_anew(told, skills.facts, [c for c in self._meant_first(text, told, mentions) if c not in skills.affirmed], state.brief, turn)
        facts = self._facts(text, turn, today, asked, taken_back(self.names, text, known_anew, state.brief, turn), state.brief, told)
        spec = self.catalog.questions.get(question.id) if question else None
        counted = _by_count(spec, text) if spec and spec.id == "labels" else None
        answer = None if why_ask or dont_know or question is None else intents.match_answer(spec, text) or counted
        chosen = None
        if answer and (len(words(text)) <= MOST_TO_CHOOSE or not any(f.name == asked for f in facts)):
            given = {f.slot for f in facts}
            facts += [f for f in facts_of(answer.effect, quote=text, turn=turn, on=today) if f.slot not in given]
            chosen = answer.label
            dont_know = dont_know or answer.effect == type(answer.effect)()
        answered = bool(chosen or dont_know or (asked and any(self._settles(f, asked, spec) for f in facts)))
        said = answered and not text.rstrip().endswith("?")
        topic = None if said or why_ask else topic_about_us(self.searcher, text)
        if topic:
            beside = tuple(f for f in facts if f.name not in ("known_skills", "preferences"))  # 'are you ChatGPT?' tells of no skill
            return Reading(text, (Intent.ABOUT,), beside, mentions, about=topic)
        told_of_skills = [s for s in skills.spoken_of if of_person(self.searcher, s)]
        about = circumstances.problem_text(text, told_of_skills, intents.DRAFT_NOW, facts)
        wanted = Wants(self.catalog, self.searcher, self.names)
        wants, framing = wanted.of(text, about, state, answered, why_ask, draft_now, facts, mentions)
        apart = part_wishes(self.searcher, self.names, text) if state.plan is not None else ()
        level = level_found(self.searcher, told, text) if state.plan is not None else None
        only_asks = asks(text) and wants[:1] != () and wants[0] in TO_KNOW and not any(f.name in FACTS.values() for f in facts)
        unsaid = "" if answered or level or only_asks else unsaid_fact(told, facts, mentions, state.brief, wants)
        put_right = bool(unsaid) or puts_right(told, facts, state.brief) or (state.plan is not None and answered and spec is not None)
        if put_right and not (why_ask or draft_now):
            wants, framing = beside_news(self.catalog, self.searcher, wants, told, facts, text, state, level, apart, framing)
        unsure: tuple[Intent, ...] = ()
        if state.plan is not None:
            wants, unsure = wanted.borne_out(text, wants, framing, facts, mentions, told_anew=put_right)
        if framing and framing.verdict is Verdict.PLAN and (state.dialogue.frame is None or Intent.CHANGE_GOAL in wants):
            facts.append(Fact(name="problem", value=about[:4000], quote=about[:4000], turn=turn))
        first = framing is not None and state.dialogue.frame is None and state.plan is None
        several = problems_in(self.catalog, self.searcher, about) if first else ()
        return Reading(
            text, wants, tuple(facts), mentions, framing, answered=answered, dont_know=dont_know, why_ask=why_ask,
            draft_now=draft_now, chosen=chosen, several=several, put_right=put_right, unsaid=unsaid, problem=about, apart=apart,
            unsure=unsure, unlisted=None if answered else self._unlisted(text, state, facts),
        )  # fmt: skip

    def _meant_first(self, text: str, told: Retold, mentions: Sequence[str]) -> Sequence[str]:
        """The components named, those first that the sentence names which puts something right; not those only asked about."""
        if len(mentions) < 2 or told.share(Topic.SKILL) < HINTED:
            return mentions
        spoken = {m.component for part in told_in(text) for m in self.names.find(part)}
        mentions = [c for c in mentions if c in spoken] or mentions
        there = {m.component for m in self.names.find(told.quote(Topic.SKILL))}
        return [*(c for c in mentions if c in there), *(c for c in mentions if c not in there)]

    def _unlisted(self, text: str, state: State, facts: Sequence[Fact]) -> Unlisted | None:
        """A tool beyond the catalogue, once there is a problem that it could be for, in a message that tells nothing else."""
        else_told = any(f.name not in ("preferences", "known_skills", "goal") for f in facts)
        return None if else_told or state.dialogue.frame is None else unlisted_tool(self.names, text)

    def _facts(self, text: str, turn: int, today: date, asked: str, skills: Sequence[Fact], brief: Brief, told: Retold) -> list[Fact]:
        def is_asked(topic: Topic) -> bool:
            return asked == FACTS[topic] or told.tells(topic)

        def kept(facts: Sequence[Fact]) -> list[Fact]:
            return held_to(facts, told, brief, asked, text)

        def replaces(topic: Topic) -> bool:
            return told.tells(topic) and brief.knows(FACTS[topic]) and asked != FACTS[topic]

        hours = held_to(anew_hours.hours(text, turn, today, brief, told), told, brief, asked, text, evident=told is not NOTHING)
        if not hours and not replaces(Topic.HOURS):
            hours = kept(times.hours_facts(text, turn, asked=is_asked(Topic.HOURS)))
        deadline = held_to(anew_deadline.deadline(text, turn, today, brief, told), told, brief, asked, text, evident=told is not NOTHING)
        if not deadline and not replaces(Topic.DEADLINE) and not anew_deadline.holds(text, brief, today):
            deadline = kept(times.deadline_facts(text, turn, today, asked=is_asked(Topic.DEADLINE)))
        due = [*hours, *deadline]
        backgrounds = self.catalog.backgrounds.values()
        machines = machine_anew(told, kept(hardware_facts(text, turn)), brief, turn)
        conditions = kept(condition_facts(text, turn, self.searcher, own_time=[fact.quote for fact in due]))
        return [
            *without_doubts(text, skills),
            *(background_anew(backgrounds, text, turn, brief) or background_facts(backgrounds, text, turn, inferred=by_trade(skills, turn))),
            *due,
            *(fact for fact in lifted(text, conditions_anew(told, conditions, brief, turn, self.searcher), brief, turn) if not _contradicts(fact, machines)),
            *machines,
            *circumstances.goal_facts(text, turn),
            *circumstances.data_facts(text, turn),
        ]

    @staticmethod
    def _settles(fact: Fact, asked: str, spec: object) -> bool:
        settles = getattr(spec, "settles", ())
        if fact.name == "conditions":
            return fact.key in {c.value for c in settles}
        return fact.name == asked or (asked == "known_skills" and fact.name == "background")


def _looked_at(text: str, planned: bool) -> list[str]:
    """What of a message is compared with examples in any case, to be embedded at once: with a plan, also each part that
    may hold a wish of its own."""
    return [text[:READ], *parts(text)[:MOST_AT_ONCE], *(wish_parts(text) if planned else ())]


def _contradicts(condition: Fact, machines: Sequence[Fact]) -> bool:
    """Whether what the person computes on, which is read with more care, says otherwise about a graphics card."""
    has_card = next((fact.value == Hardware.GPU for fact in machines), None)
    has_none = next((fact.value in (Hardware.CPU, Hardware.NONE) for fact in machines), None)
    return condition.key == Condition.NO_GPU and bool(has_card if condition.value else has_none)


def _by_count(spec: Question, text: str) -> QuickAnswer | None:
    """The answer to 'how many examples' for a plain number: none, up to a thousand, more."""
    numbers = list(times.numbers_in(text.replace(",", "")))
    if not numbers:
        return None
    most = max(numbers) * (1000 if re.search(r"\d\s?k\b", text.lower()) else 1)
    return spec.answers[0 if most == 0 else 1 if most < 1000 else 2]
