"""What a message wants: by the question that is open, before there is a plan, and with a plan at hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading import intents
from advisor.dialogue.reading.around import (
    BOTH_SAY,
    INSTEAD,
    PLAINLY,
    SURE_ENOUGH,
    around_goal,
    elsewhere_told,
    in_order,
    is_another,
    new_goal,
    surely_another,
)
from advisor.dialogue.reading.asking import asks, supposes, told_beside
from advisor.dialogue.reading.evidence import CHANGING, without_evidence
from advisor.dialogue.reading.framing import Framing, frame_problem
from advisor.dialogue.reading.industries import tells_of_person
from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.putting_right import TOLD_ANEW, outdone_by
from advisor.dialogue.reading.text import sentences, words
from advisor.dialogue.reading.wishes import (
    BESIDE,
    SURE_OF_WISH,
    TO_KNOW,
    asked_for,
    likeliest,
    share_of,
    wishes,
    wishes_apart,
)
from advisor.domain.brief import Fact
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Intent, State
from advisor.domain.vocabulary import Verdict

RESEMBLES = 0.45
"""Similarity to an example of what is not our business, from which a message is that and no answer to the open question."""
TO_UNDERSTAND = (Intent.EXPLAIN, Intent.WHY_ITEM, Intent.DO_I_NEED, Intent.COMPARE, Intent.RESOURCES)
"""Wishes to understand, before there is a plan as well."""
TAKE_IN = (Intent.CHANGE_TIME, Intent.SWAP_TOOL, Intent.TOO_EASY)
"""What takes in that something is put right, which has its own evidence."""
AT_ONCE = (Intent.WHAT_NEXT, Intent.STATUS, Intent.EXPORT, Intent.UNDO, Intent.TOO_HARD)
"""What is heard while there is a question open, if the message says it in so many words."""


@dataclass(frozen=True)
class Wants:
    """Reads what a message wants, with what its problem is where it tells one."""

    catalog: Catalog
    searcher: Searcher
    names: Names

    def of(
        self, text: str, about: str, state: State, answered: bool, why_ask: bool, draft_now: bool, facts: Sequence[Fact],
        mentions: Sequence[str],
    ) -> tuple[tuple[Intent, ...], Framing | None]:  # fmt: skip
        """What it wants, and the framing of the problem that it may tell."""
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

    def borne_out(
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
