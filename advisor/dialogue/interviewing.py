"""Turns before there is a plan: finding the problem, asking what changes the plan, drafting."""

from dataclasses import replace

from advisor.dialogue import wording
from advisor.dialogue.asides import answer_aside
from advisor.dialogue.reading.framing import CLOSE, Framing, frame_of, frame_problem
from advisor.dialogue.turn import Turn, ask_problem, cite_sources, note
from advisor.dialogue.versions import new_version, present
from advisor.domain.conversation import Intent, OpenQuestion
from advisor.domain.frame import Frame
from advisor.domain.vocabulary import Verdict
from advisor.planning.interview import next_question, weigh

SURE = 0.35
"""Confidence from which the problem is said back without doubt."""
DECISIVE = 10.0
"""Hours of difference from which a question is said to decide most of the plan."""
MOST_QUESTIONS = 6
"""Questions before the first draft at the most."""


def interview(turn: Turn) -> None:
    intent, framing = turn.reading.intents[0], turn.reading.framing
    question = turn.dialogue.question
    if turn.reading.why_ask and question:
        _why_ask(turn, question)
        return
    if question and question.id == "pattern" and _settle_pattern(turn):
        go_on(turn, lead=False)
        return
    if intent is Intent.CHANGE_GOAL and framing:
        turn.set(frame=None, question=None, verdict=None)
    if turn.dialogue.frame is None:
        _first_problem(turn, intent, framing)
        return
    if intent is Intent.ANSWER:
        if question and turn.reading.answered:
            turn.set(question=None, unread=0)
        elif question and turn.dialogue.unread >= 1 and question.id not in ("problem", "pattern"):
            turn.say("I still cannot read that, so I go on without it. You can tell me later.")
            turn.set(question=None, unread=0)
        elif question and not turn.reading.facts and not turn.reading.draft_now:
            turn.set(unread=turn.dialogue.unread + 1)
            turn.say("I could not read an answer in that. You can click one, say “I don't know”, or “just draft it”.")
        note(turn)
        go_on(turn, lead=False)
        return
    if intent in (Intent.WHAT_NEXT, Intent.AGREE):
        turn.reading = replace(turn.reading, draft_now=True)
        go_on(turn, lead=False)
        return
    answer_aside(turn, intent, framing)
    if question:
        turn.say(f"Back to my question. {wording.question(question.text, lead=False)}")


def _first_problem(turn: Turn, intent: Intent, framing: Framing | None) -> None:
    if intent is Intent.ANSWER and framing is None:
        note(turn)
        if turn.reading.facts:
            turn.say("And which problem would you like to solve? One sentence is enough.")
        else:
            turn.say("I can draft a plan as soon as I know the problem.")
            turn.say(wording.find_problem(turn.catalog))
        ask_problem(turn)
        return
    if intent is Intent.SMALLTALK or framing is None:
        turn.say(wording.greeting())
        ask_problem(turn)
        return
    turn.set(verdict=framing.verdict)
    entry = turn.catalog.boundaries.get(framing.boundary or "")
    if framing.verdict is Verdict.PLAN and framing.frame:
        turn.set(frame=framing.frame, question=None)
        pattern = turn.catalog.patterns.get(framing.frame.pattern or "")
        about = f"{' and '.join(t.value for t in framing.frame.task)} on {' and '.join(m.value for m in framing.frame.modality)} data"
        turn.say(wording.restated(pattern, about, sure=framing.frame.confidence >= SURE))
        note(turn)
        if not _ask_pattern(turn, framing.frame):
            go_on(turn, lead=True)
        return
    if framing.verdict is Verdict.NO_ML and entry:
        turn.say(wording.boundary(entry))
        cite_sources(turn, entry.sources)
        note(turn)
        turn.say("If there is more to it than that, tell me, and I look again.")
        ask_problem(turn)
        return
    if framing.verdict is Verdict.OFF_TOPIC:
        turn.say(entry.reply if entry else "That is outside what I can help with.")
        turn.say("Is there something at work or home that you would like to predict, sort, find or recommend?")
        ask_problem(turn)
        return
    if intent not in (Intent.ANSWER, Intent.OFF_TOPIC):
        turn.set(verdict=turn.before.dialogue.verdict)
        answer_aside(turn, intent, framing)
        turn.say("And when you have a problem in mind that you would like to solve, tell me in a sentence.")
        ask_problem(turn)
        return
    if entry:
        turn.say(entry.reply)
    note(turn)
    turn.say(wording.find_problem(turn.catalog))
    ask_problem(turn)


def _ask_pattern(turn: Turn, frame: Frame) -> bool:
    """Asks between two close readings; says whether it did."""
    if frame.confidence >= CLOSE or not frame.runners_up or not frame.pattern:
        return False
    other = frame.runners_up[0]
    if other.confidence < 0.5 * frame.confidence:
        return False
    one, two = turn.catalog.patterns[frame.pattern], turn.catalog.patterns[other.pattern]
    text = f"Which is nearer: do you want to {one.restate.rstrip('.')}, or to {two.restate.rstrip('.')}?"
    turn.set(question=OpenQuestion(
        id="pattern", fact="problem", text=text, answers=(one.title, two.title),
        why="The two need different methods, so the plans share little.",
    ))  # fmt: skip
    turn.say("I am not sure that I read you right. " + wording.question(text, lead=False))
    return True


def _settle_pattern(turn: Turn) -> bool:
    from rapidfuzz import fuzz

    frame = turn.dialogue.frame
    if frame is None or turn.reading.why_ask:
        return False
    ids = [frame.pattern, *(r.pattern for r in frame.runners_up)]
    titles = {turn.catalog.patterns[i].title: i for i in ids if i}
    best = max(titles, key=lambda t: fuzz.token_set_ratio(turn.reading.text.lower(), t.lower()), default=None)
    chosen = titles[best] if best and fuzz.token_set_ratio(turn.reading.text.lower(), best.lower()) >= 70 else None
    if chosen is None:
        framing = frame_problem(turn.catalog, turn.searcher, f"{turn.brief.problem}. {turn.reading.text}")
        chosen = framing.frame.pattern if framing.frame else None
    chosen = chosen or frame.pattern
    turn.set(question=None, frame=frame_of(turn.catalog.patterns[chosen], 0.9) if chosen else frame)
    note(turn)
    return True


def go_on(turn: Turn, lead: bool) -> None:
    """Asks the next question, or drafts the plan when none is worth asking."""
    if turn.dialogue.frame is None:
        return
    if turn.dialogue.question and not turn.reading.draft_now:
        turn.say(wording.question(turn.dialogue.question.text, lead=False))
        return
    asked = turn.dialogue.asked
    if not turn.reading.draft_now and len(asked) < MOST_QUESTIONS:
        found = next_question(turn.situation(), asked)
        if found:
            q = found.question
            turn.set(
                asked=(*asked, q.id),
                question=OpenQuestion(
                    id=q.id, fact=q.fact, text=q.text, why=q.why, answers=tuple(a.label for a in q.answers)
                ),
            )
            turn.say(wording.question(q.text, lead and not asked and found.value >= DECISIVE))
            return
    turn.set(question=None)
    turn.say("That is enough to draft.")
    new_version(turn)
    present(turn)


def _why_ask(turn: Turn, question: OpenQuestion) -> None:
    spec = turn.catalog.questions.get(question.id)
    if spec and turn.dialogue.frame:
        turn.say(wording.why_ask(question.why, weigh(turn.situation(), spec)))
    else:
        turn.say(question.why)
    turn.say(wording.question(question.text, lead=False))
