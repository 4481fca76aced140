"""Reads one message by rules: what it wants, what it tells, what it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading import anew_deadline, anew_hours, circumstances, intents, times
from advisor.dialogue.reading.about_us import ORDERS, gives_orders, topic_about_us
from advisor.dialogue.reading.around import (
    BOTH_SAY,
    INSTEAD,
    PLAINLY,
    SURE_ENOUGH,
    around_goal,
    beside_news,
    elsewhere_told,
    in_order,
    is_another,
    level_found,
    new_goal,
    surely_another,
)
from advisor.dialogue.reading.asking import asks, supposes, told_beside, told_in, without_doubts
from advisor.dialogue.reading.backgrounds import background_facts, by_trade
from advisor.dialogue.reading.conditions import condition_facts
from advisor.dialogue.reading.conditions_back import lifted
from advisor.dialogue.reading.evidence import CHANGING, without_evidence
from advisor.dialogue.reading.framing import READ, Framing, frame_problem, of_person
from advisor.dialogue.reading.hardware import hardware_facts
from advisor.dialogue.reading.industries import tells_of_person
from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.pasted import take_apart
from advisor.dialogue.reading.putting_right import TOLD_ANEW, outdone_by, puts_right, said_levels, unsaid_fact
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
from advisor.dialogue.reading.text import clean, has_words, parts, readable, sentences, words
from advisor.dialogue.reading.unlisted import Unlisted, unlisted_tool
from advisor.dialogue.reading.wishes import (
    BESIDE,
    SURE_OF_WISH,
    TO_KNOW,
    PartWish,
    asked_for,
    likeliest,
    part_wishes,
    share_of,
    wish_parts,
    wishes,
    wishes_apart,
)
from advisor.dialogue.reading.wishes_back import taken_back
from advisor.domain.brief import Brief, Fact
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Intent, State
from advisor.domain.entries.questions import Question, QuickAnswer
from advisor.domain.orders import steers
from advisor.domain.vocabulary import Condition, Hardware, Verdict
from advisor.planning.interview import facts_of

RESEMBLES = 0.45
"""Similarity to an example of what is not our business, from which a message is that and no answer to the open question."""
MOST_AT_ONCE = 40
"""Sentences of one message that are made ready for reading at once."""
MOST_TO_CHOOSE = 12
"""Words of a message that may only choose between the answers to a question; a longer one may put something right as well."""
TO_UNDERSTAND = (Intent.EXPLAIN, Intent.WHY_ITEM, Intent.DO_I_NEED, Intent.COMPARE, Intent.RESOURCES)
"""Wishes to understand, before there is a plan as well."""
TAKE_IN = (Intent.CHANGE_TIME, Intent.SWAP_TOOL, Intent.TOO_EASY)
"""What takes in that something is put right, which has its own evidence."""
AT_ONCE = (Intent.WHAT_NEXT, Intent.STATUS, Intent.EXPORT, Intent.UNDO, Intent.TOO_HARD)
"""What is heard while there is a question open, if the message says it in so many words."""


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
        wants, framing = self._wants(text, about, state, answered, why_ask, draft_now, facts, mentions)
        apart = part_wishes(self.searcher, self.names, text) if state.plan is not None else ()
        level = level_found(self.searcher, told, text) if state.plan is not None else None
        only_asks = asks(text) and wants[:1] != () and wants[0] in TO_KNOW and not any(f.name in FACTS.values() for f in facts)
        unsaid = "" if answered or level or only_asks else unsaid_fact(told, facts, mentions, state.brief, wants)
        put_right = bool(unsaid) or puts_right(told, facts, state.brief) or (state.plan is not None and answered and spec is not None)
        if put_right and not (why_ask or draft_now):
            wants, framing = beside_news(self.catalog, self.searcher, wants, told, facts, text, state, level, apart, framing)
        unsure: tuple[Intent, ...] = ()
        if state.plan is not None:
            wants, unsure = self._borne_out(text, wants, framing, facts, mentions, told_anew=put_right)
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
        if not deadline and not replaces(Topic.DEADLINE):
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

    def _wants(
        self, text: str, about: str, state: State, answered: bool, why_ask: bool, draft_now: bool, facts: Sequence[Fact],
        mentions: Sequence[str],
    ) -> tuple[tuple[Intent, ...], Framing | None]:  # fmt: skip
        if why_ask:
            return (Intent.EXPLAIN,), None
        if state.plan is not None and intents.DRAFT_NOW.search(text) and not {Intent.AGREE, Intent.EXPORT} & set(intents.telling(text)):
            return (Intent.STATUS,), None
        if intents.is_smalltalk(text) and not answered:
            agreeing = state.plan is not None and not state.plan.agreed and _agreeing(text)
            return ((Intent.AGREE,) if agreeing else (Intent.SMALLTALK,)), None
        telling = intents.telling(text)
        if state.plan is None:
            return self._before_plan(text, about, state, answered, draft_now, facts, telling, mentions)
        return self._with_plan(text, state, facts, telling, mentions)

    def _before_plan(
        self, text: str, about: str, state: State, answered: bool, draft_now: bool, facts: Sequence[Fact],
        telling: dict[Intent, int], mentions: Sequence[str],
    ) -> tuple[tuple[Intent, ...], Framing | None]:
        if state.dialogue.frame is not None:
            if draft_now or answered:
                return (Intent.ANSWER,), None
            questions = [s for s in sentences(text) if asks(s)]
            again = None if questions == sentences(text) else self._read_better(about, state)
            if again:
                return (Intent.CHANGE_GOAL,), again
            early = {*AT_ONCE, *(() if questions else (Intent.AGREE,))} & set(telling)
            if early and not facts:
                return (_first({i: telling[i] for i in early}, Intent.WHAT_NEXT),), None
            if Intent.CHANGE_GOAL in telling:
                return (Intent.CHANGE_GOAL,), frame_problem(self.catalog, self.searcher, text)
            circumstance = any(f.name == "conditions" for f in facts)  # 'it has to be able to explain itself'
            is_question = text.rstrip().endswith("?") or bool(questions) or (not circumstance and {Intent.EXPLAIN, Intent.DO_I_NEED, Intent.COMPARE, Intent.RESOURCES, Intent.WHY_ITEM} & set(telling))
            if is_question:
                foreign = not mentions and not telling and frame_problem(self.catalog, self.searcher, text)
                if foreign and foreign.verdict is Verdict.OFF_TOPIC:
                    return (Intent.OFF_TOPIC,), foreign
                wanted = asked_for(self.searcher, questions[0] if questions else text, among=(*TO_UNDERSTAND, Intent.WHAT_NEXT, Intent.STATUS))
                return (wanted or _first(telling, Intent.EXPLAIN),), None
            if facts:
                return (Intent.ANSWER,), None
            if asked_for(self.searcher, text, SURE_OF_WISH) is Intent.SMALLTALK:
                return (Intent.SMALLTALK,), None
            framing = frame_problem(self.catalog, self.searcher, text)
            if framing.verdict is Verdict.OFF_TOPIC and framing.score >= RESEMBLES:
                return (Intent.OFF_TOPIC,), None
            return (Intent.ANSWER,), None  # what resembles nothing may be an answer that could not be read
        if (draft_now and len(words(text)) <= 8) or intents.DONT_KNOW.search(text) or (facts and _only_facts(about, facts)):
            return (Intent.ANSWER,), None
        if tells_of_person(self.searcher, text):
            return (Intent.ANSWER,), None
        framing = self._surer(text, about)
        if framing.verdict is Verdict.PLAN or framing.verdict is Verdict.NO_ML:
            return (Intent.ANSWER,), framing
        if framing.verdict is Verdict.OFF_TOPIC:
            return (Intent.OFF_TOPIC,), framing
        short = [i for i in telling if i in (Intent.EXPLAIN, Intent.RESOURCES, Intent.COMPARE, Intent.EXPORT, Intent.STATUS, Intent.UNDO)]
        if short and framing.boundary is None:
            return (_first({i: telling[i] for i in short}, Intent.EXPLAIN),), framing
        if framing.boundary is None and text.rstrip().endswith("?") and not facts:
            return (Intent.EXPLAIN,), framing
        return (Intent.ANSWER,), framing

    def _with_plan(
        self, text: str, state: State, facts: Sequence[Fact], telling: dict[Intent, int], mentions: Sequence[str]
    ) -> tuple[tuple[Intent, ...], Framing | None]:
        wanted = wishes(self.searcher, text, {f.name for f in facts}, telling)
        best, strength = wanted[0] if wanted else (None, 0.0)
        foreign = None if supposes(text) or (telling and best not in (None, Intent.OFF_TOPIC)) else self._foreign(text, state, strength, mentions)
        if foreign:
            return foreign
        if best is None:
            return ((Intent.ANSWER,) if facts else (Intent.EXPLAIN,)), None
        outdone = outdone_by(facts, state.brief) - set(telling)
        if outdone:  # what another sentence finds of the plan stands
            outdone -= set(wishes_apart(self.searcher, text, [f.quote for f in facts if f.name in (*TOLD_ANEW, "known_skills")]))
        if supposes(text) and INSTEAD & set(words(text)) and surely_another(other := frame_problem(self.catalog, self.searcher, text), state):
            return (Intent.CHANGE_GOAL,), other
        if supposes(text):
            outdone |= {Intent.OFF_TOPIC}  # 'what if they ask for Spanish tickets too' plays with ours
        found = [intent for intent, _ in wanted if intent not in outdone] or [Intent.EXPLAIN if supposes(text) else Intent.ANSWER]
        if Intent.CHANGE_GOAL in found:
            part = wishes_apart(self.searcher, text, ()).get(Intent.CHANGE_GOAL, text)
            framing = new_goal(self.catalog, self.searcher, text, part, state)
            plainly = (best is Intent.CHANGE_GOAL and strength >= BESIDE) or (part != text and asked_for(self.searcher, part, PLAINLY) is Intent.CHANGE_GOAL)
            meant = surely_another(framing, state) if supposes(text) else plainly or is_another(framing, state)
            if meant:
                return around_goal(found), framing
            found = [i for i in found if i is not Intent.CHANGE_GOAL] or [Intent.EXPLAIN]
        if facts and set(found) <= set(TO_UNDERSTAND) and told_beside(text, facts):
            found.insert(0, Intent.ANSWER)
        elsewhere = elsewhere_told(self.catalog, self.searcher, self.names, text) if not supposes(text) else None
        if elsewhere:
            found = [i for i in found if i not in (Intent.EXPLAIN, Intent.OFF_TOPIC)]
            found.append(Intent.OFF_TOPIC)
        return in_order(found), elsewhere

    def _borne_out(
        self, text: str, wants: tuple[Intent, ...], framing: Framing | None, facts: Sequence[Fact], mentions: Sequence[str], told_anew: bool,
    ) -> tuple[tuple[Intent, ...], tuple[Intent, ...]]:  # fmt: skip
        """The wishes that the message bears out, and, if there are none, those that it may have meant."""
        if mentions and not facts and wants in ((Intent.SMALLTALK,), (Intent.OFF_TOPIC,)) and share_of(self.searcher, text, wants[0]) < SURE_OF_WISH:
            return (Intent.EXPLAIN,), ()  # 'SHAP', without a word beside it
        weighed = [i for i in wants if not (told_anew and i in TAKE_IN)]
        told = {f.name for f in facts} | ({"problem"} if framing and framing.verdict is Verdict.PLAN and not asks(text) else set())
        unsure = without_evidence(self.searcher, text, weighed, told)
        left = tuple(i for i in wants if i not in unsure)
        if left or not unsure:
            return left, ()
        said = set(words(text))
        asked = text.rstrip().endswith("?") or any(asks(s) for s in sentences(text))
        if (intents.THANKS | intents.FAREWELL) & said and not asked:
            return (Intent.SMALLTALK,), ()
        if asked or (mentions and not facts):
            return (asked_for(self.searcher, text, 0.0, among=(*TO_KNOW, Intent.OFF_TOPIC, Intent.SMALLTALK)) or Intent.EXPLAIN,), ()
        if facts:
            return (Intent.ANSWER,), ()
        return (Intent.ANSWER,), tuple(i for i, _ in likeliest(self.searcher, text) if i in CHANGING)

    def _surer(self, text: str, about: str) -> Framing:
        """The framing of what is left beside skills, or of the whole text where that names a problem better."""
        framing = frame_problem(self.catalog, self.searcher, about)
        if about == text or framing.verdict is not Verdict.UNCLEAR:
            return framing
        whole = frame_problem(self.catalog, self.searcher, text)
        return whole if whole.verdict is Verdict.PLAN and whole.score >= 0.5 else framing

    def _read_better(self, about: str, state: State) -> Framing | None:
        """A surer reading of the problem than the one there is, if this message gives it."""
        old = state.dialogue.frame
        if old is None or old.confidence >= SURE_ENOUGH or len(words(about)) < 3:
            return None
        framing = frame_problem(self.catalog, self.searcher, about)
        new = framing.frame
        better = new is not None and new.pattern != old.pattern and new.confidence > old.confidence + 0.15
        return framing if better else None

    def _foreign(
        self, text: str, state: State, strength: float, mentions: Sequence[str]
    ) -> tuple[tuple[Intent, ...], Framing | None] | None:
        """What a message is that speaks of no step or part of the plan: another problem, or not our business."""
        if mentions or len(words(text)) < 3 or strength >= SURE_OF_WISH:
            return None
        framing = frame_problem(self.catalog, self.searcher, text)
        sounds_so = self.searcher.labels(text, "intent").get(Intent.OFF_TOPIC, 0.0) + framing.score >= BOTH_SAY
        if framing.verdict is Verdict.OFF_TOPIC and framing.score > strength and sounds_so:
            return (Intent.OFF_TOPIC,), framing
        asked = text.rstrip().endswith("?") or any(asks(s) for s in sentences(text))
        if is_another(framing, state) and framing.score > max(strength, 0.6) and len(words(text)) > 4 and not asked:
            return (Intent.CHANGE_GOAL,), framing
        return None


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


def _only_facts(about: str, facts: Sequence[Fact]) -> bool:
    """Whether nothing but facts is left of a text: no problem to be read in '8 hours a week, no deadline'."""
    left = about.lower()
    for fact in facts:
        left = left.replace(fact.quote.lower(), " ")
    return len([w for w in words(left) if len(w) > 3]) < 3


def _agreeing(text: str) -> bool:
    tokens = set(words(text))
    return bool(tokens & {"ok", "okay", "great", "cool", "nice", "alright", "awesome"}) and not tokens & {"thanks", "thank", "hi", "hello", "bye"}


def _first(telling: dict[Intent, int], default: Intent) -> Intent:
    return max(telling, key=lambda i: telling[i]) if telling else default
