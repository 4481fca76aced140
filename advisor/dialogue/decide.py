"""One turn's decision: what is read changes the state, and the reply is put together from templates.

Pure but for the searcher. `Decision.segments` keeps the reply in pieces: those marked `voice` may be reworded by a model,
the others (tables, quotes, lists of steps) stay as they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from advisor.dialogue import wording
from advisor.dialogue.marking import milestones_meant
from advisor.dialogue.passages import answer_from_passages
from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.framing import CLOSE, Framing, frame_of, frame_problem
from advisor.dialogue.reading.reader import Reading
from advisor.domain.brief import Brief, Fact, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Dialogue, Intent, OpenQuestion, Snapshot, State
from advisor.domain.frame import Frame
from advisor.domain.plan import Citation, Plan
from advisor.domain.progress import Mark, Status
from advisor.domain.vocabulary import Level, Verdict
from advisor.planning.compare import compare
from advisor.planning.diff import diff
from advisor.planning.interview import facts_of, next_question, weigh
from advisor.planning.next_step import next_step
from advisor.planning.planner import Situation, make_plan, with_progress

MOST_QUESTIONS = 6
"""Questions before the first draft at the most."""
UNDO_DEPTH = 20


@dataclass(frozen=True)
class Segment:
    """A piece of the reply."""

    text: str
    voice: bool = False
    """Whether a model may reword it."""


@dataclass(frozen=True)
class Decision:
    """What a turn comes to."""

    state: State
    intents: tuple[Intent, ...]
    facts: tuple[Fact, ...]
    segments: tuple[Segment, ...]
    plan_changed: bool = False
    citations: tuple[Citation, ...] = ()

    @property
    def text(self) -> str:
        """The reply as the templates word it."""
        return "\n\n".join(s.text for s in self.segments if s.text)


@dataclass
class _Turn:
    """The working copy of one turn."""

    catalog: Catalog
    searcher: Searcher
    reading: Reading
    before: State
    today: date
    now: datetime
    brief: Brief = field(init=False)
    dialogue: Dialogue = field(init=False)
    segments: list[Segment] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    plan_changed: bool = False

    def __post_init__(self) -> None:
        self.state = self.before
        self.brief = self.before.brief
        self.dialogue = self.before.dialogue.model_copy(update={"turn": self.before.dialogue.turn + 1})

    def say(self, text: str, voice: bool = True) -> None:
        if text:
            self.segments.append(Segment(text, voice))

    def situation(self, brief: Brief | None = None, frame: Frame | None = None) -> Situation:
        used = frame or self.dialogue.frame
        assert used is not None
        return Situation(self.catalog, brief or self.brief, used, self.state.progress, self.today)

    def set(self, **changes: object) -> None:
        self.dialogue = self.dialogue.model_copy(update=changes)

    @property
    def plan(self) -> Plan | None:
        return self.state.plan


def decide(
    catalog: Catalog, searcher: Searcher, reading: Reading, state: State, today: date, now: datetime
) -> Decision:
    """The decision on a message that was read as `reading`."""
    turn = _Turn(catalog, searcher, reading, state, today, now)
    turn.brief = state.brief.with_facts(_dated(reading.facts, today))
    if turn.plan is None:
        _interview(turn)
    else:
        _with_plan(turn)
    return _finish(turn)


def _dated(facts: Iterable[Fact], today: date) -> list[Fact]:
    return [f if f.on else f.model_copy(update={"on": today}) for f in facts]


def _finish(turn: _Turn) -> Decision:
    state = State(brief=turn.brief, dialogue=turn.dialogue, plan=turn.state.plan, progress=turn.state.progress)
    return Decision(
        state, turn.reading.intents, tuple(f for f in turn.brief.facts if f.turn == turn.dialogue.turn),
        tuple(turn.segments), turn.plan_changed, tuple(dict.fromkeys(turn.citations)),
    )  # fmt: skip


# --- before there is a plan


def _interview(turn: _Turn) -> None:
    intent, framing = turn.reading.intents[0], turn.reading.framing
    question = turn.dialogue.question
    if turn.reading.why_ask and question:
        _why_ask(turn, question)
        return
    if question and question.id == "pattern" and _settle_pattern(turn):
        _go_on(turn, lead=False)
        return
    if intent is Intent.CHANGE_GOAL and framing:
        turn.set(frame=None, question=None, verdict=None)
    if turn.dialogue.frame is None:
        _first_problem(turn, intent, framing)
        return
    if intent is Intent.ANSWER:
        if question and turn.reading.answered:
            turn.set(question=None)
        elif question and not turn.reading.facts and not turn.reading.draft_now:
            turn.say("I could not read an answer in that. You can click one, say “I don't know”, or “just draft it”.")
        _note(turn)
        _go_on(turn, lead=False)
        return
    if intent in (Intent.WHAT_NEXT, Intent.AGREE):
        turn.reading = replace(turn.reading, draft_now=True)
        _go_on(turn, lead=False)
        return
    _answer_aside(turn, intent, framing)
    if question:
        turn.say(f"Back to my question. {wording.question(question.text, lead=False)}")


def _first_problem(turn: _Turn, intent: Intent, framing: Framing | None) -> None:
    if intent is Intent.SMALLTALK or framing is None:
        turn.say(wording.greeting())
        _ask_problem(turn)
        return
    turn.set(verdict=framing.verdict)
    entry = turn.catalog.boundaries.get(framing.boundary or "")
    if framing.verdict is Verdict.PLAN and framing.frame:
        turn.set(frame=framing.frame)
        pattern = turn.catalog.patterns.get(framing.frame.pattern or "")
        about = f"{' and '.join(t.value for t in framing.frame.task)} on {' and '.join(m.value for m in framing.frame.modality)} data"
        turn.say(wording.restated(pattern, about))
        _note(turn)
        if not _ask_pattern(turn, framing.frame):
            _go_on(turn, lead=True)
        return
    if framing.verdict is Verdict.NO_ML and entry:
        turn.say(wording.boundary(entry))
        _cite_sources(turn, entry.sources)
        _note(turn)
        turn.say("If there is more to it than that, tell me, and I look again.")
        _ask_problem(turn)
        return
    if framing.verdict is Verdict.OFF_TOPIC:
        turn.say(entry.reply if entry else "That is outside what I can help with.")
        turn.say("Is there something at work or home that you would like to predict, sort, find or recommend?")
        _ask_problem(turn)
        return
    if intent not in (Intent.ANSWER, Intent.OFF_TOPIC):
        turn.set(verdict=turn.before.dialogue.verdict)
        _answer_aside(turn, intent, framing)
        turn.say("And when you have a problem in mind that you would like to solve, tell me in a sentence.")
        _ask_problem(turn)
        return
    if entry:
        turn.say(entry.reply)
    _note(turn)
    turn.say(wording.find_problem(turn.catalog))
    _ask_problem(turn)


def _ask_problem(turn: _Turn) -> None:
    turn.set(question=OpenQuestion(
        id="problem", fact="problem", text="Which problem would you like to solve?",
        why="What you have to learn follows from the problem, so everything starts there.",
    ))  # fmt: skip


def _ask_pattern(turn: _Turn, frame: Frame) -> bool:
    """Asks between two close readings; says whether it did."""
    if frame.confidence >= CLOSE or not frame.runners_up or not frame.pattern:
        return False
    other = frame.runners_up[0]
    if frame.confidence - other.confidence > 0.2:
        return False
    one, two = turn.catalog.patterns[frame.pattern], turn.catalog.patterns[other.pattern]
    text = f"Which is nearer: do you want to {one.restate.rstrip('.')}, or to {two.restate.rstrip('.')}?"
    turn.set(question=OpenQuestion(
        id="pattern", fact="problem", text=text, answers=(one.title, two.title),
        why="The two need different methods, so the plans share little.",
    ))  # fmt: skip
    turn.say("I am not sure that I read you right. " + wording.question(text, lead=False))
    return True


def _settle_pattern(turn: _Turn) -> bool:
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
    _note(turn)
    return True


def _note(turn: _Turn) -> None:
    new = [f for f in turn.brief.facts if f.turn == turn.dialogue.turn and f not in turn.before.brief.facts]
    turn.say(wording.noted(turn.catalog, new), voice=False)


def _go_on(turn: _Turn, lead: bool) -> None:
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
                question=OpenQuestion(id=q.id, fact=q.fact, text=q.text, why=q.why, answers=tuple(a.label for a in q.answers)),
            )
            turn.say(wording.question(q.text, lead and not asked))
            return
    turn.set(question=None)
    turn.say("That is enough to draft.")
    _new_version(turn)
    _present(turn)


def _why_ask(turn: _Turn, question: OpenQuestion) -> None:
    spec = turn.catalog.questions.get(question.id)
    if spec and turn.dialogue.frame:
        turn.say(wording.why_ask(question.why, weigh(turn.situation(), spec)))
    else:
        turn.say(question.why)
    turn.say(wording.question(question.text, lead=False))


# --- the plan


def _new_version(turn: _Turn) -> Plan:
    version = turn.dialogue.last_version + 1
    plan = make_plan(turn.situation(), version=version, before=turn.plan)
    turn.set(last_version=version, verdict=Verdict.PLAN)
    turn.state = turn.state.model_copy(update={"plan": plan})
    turn.plan_changed = True
    return plan


def _present(turn: _Turn) -> None:
    plan = turn.plan
    assert plan is not None
    turn.say(wording.plan_summary(plan))
    turn.say(wording.stack_table(plan), voice=False)
    turn.say(wording.plan_rest(plan), voice=False)
    turn.citations.extend(plan.about.citations)
    for choice in plan.stack:
        if choice.status == "learn":
            turn.citations.extend(choice.citations[:1])
    turn.say(wording.drafted())


def _snapshot(turn: _Turn, what: str, marks: dict[str, Mark | None] | None = None) -> None:
    before = turn.before
    shot = Snapshot(
        what=what, brief=before.brief, frame=before.dialogue.frame, verdict=before.dialogue.verdict,
        plan_version=before.plan.version if before.plan else None, marks=marks or {},
    )  # fmt: skip
    turn.set(undo=(*turn.dialogue.undo, shot)[-UNDO_DEPTH:])


def _replan(turn: _Turn, what: str) -> bool:
    """A new version if what is known now leads to another plan; says what changed. Returns whether there is one."""
    old = turn.plan
    assert old is not None
    trial = make_plan(turn.situation(), version=old.version, before=old)
    change = diff(old, trial)
    same_time = (old.hours_per_week, old.weeks_available) == (trial.hours_per_week, trial.weeks_available)
    if change.empty and same_time and old.notes == trial.notes and old.frame.pattern == trial.frame.pattern:
        return False
    _snapshot(turn, what)
    plan = _new_version(turn)
    turn.say(wording.changed(change, plan.version, old.agreed), voice=False)
    if plan.over > 0 or plan.cut:
        turn.say(_fit_words(plan), voice=False)
    if plan.notes and plan.notes != old.notes:
        turn.say(" ".join(plan.notes))
    return True


def _fit_words(plan: Plan) -> str:
    parts = []
    if plan.cut:
        cut = "\n".join(f"- {c.what}: saves {wording.hours(c.saves)}. {c.costs} {c.back}" for c in plan.cut)
        parts.append(f"To fit your time I cut, in this order:\n\n{cut}")
    if plan.over > 0:
        parts.append(
            f"It still needs {wording.num(plan.over)} hours more than you have. You can move the date, give it more hours a week, "
            "or make the problem smaller."
        )
    return "\n\n".join(parts)


def _with_plan(turn: _Turn) -> None:
    question = turn.dialogue.question
    if question and question.id in ("problem", "pattern"):
        if turn.reading.intents[0] in (Intent.ANSWER, Intent.EXPLAIN, Intent.CHANGE_GOAL):
            framing = turn.reading.framing or frame_problem(turn.catalog, turn.searcher, turn.reading.text)
            turn.set(question=None)
            _change_goal(turn, framing)
            return
        turn.set(question=None)
    handlers = {
        Intent.AGREE: _agree, Intent.UNDO: _undo, Intent.STATUS: _status, Intent.WHAT_NEXT: _what_next,
        Intent.MARK_DONE: _mark_done, Intent.STUCK: _stuck, Intent.TOO_HARD: _too_hard, Intent.TOO_EASY: _too_easy,
        Intent.CHANGE_TIME: _take_in, Intent.SWAP_TOOL: _swap, Intent.EXPORT: _export, Intent.SMALLTALK: _smalltalk,
    }  # fmt: skip
    done: set[object] = set()
    for intent in turn.reading.intents:
        handler = handlers.get(intent)
        if intent is Intent.CHANGE_GOAL:
            _change_goal(turn, turn.reading.framing)
        elif intent is Intent.ANSWER:
            _take_in(turn)
        elif handler:
            if handler not in done:
                handler(turn)
            done.add(handler)
        else:
            if turn.reading.facts and intent not in (Intent.WHY_ITEM, Intent.DO_I_NEED, Intent.COMPARE, Intent.EXPLAIN):
                _take_in(turn)
            _answer_aside(turn, intent, turn.reading.framing)


def _agree(turn: _Turn) -> None:
    plan = turn.plan
    assert plan is not None
    if plan.agreed:
        turn.say(f"Version {plan.version} is agreed already. Say “what next” to go on.")
        return
    agreed = plan.model_copy(update={"agreed": True, "agreed_at": turn.now})
    turn.state = turn.state.model_copy(update={"plan": agreed})
    turn.say(wording.agreed(plan.version))
    _what_next(turn)


def _undo(turn: _Turn) -> None:
    if not turn.dialogue.undo:
        turn.say("There is nothing to take back.")
        return
    shot = turn.dialogue.undo[-1]
    turn.brief = Brief(facts=shot.brief.facts)
    progress = turn.state.progress
    if shot.marks:
        marks = dict(progress.marks)
        for milestone, mark in shot.marks.items():
            if mark is None:
                marks.pop(milestone, None)
            else:
                marks[milestone] = mark
        progress = progress.model_copy(update={"marks": marks})
    turn.state = turn.state.model_copy(update={"progress": progress})
    turn.set(undo=turn.dialogue.undo[:-1], frame=shot.frame or turn.dialogue.frame, verdict=shot.verdict)
    turn.say(f"Taken back: {shot.what}.")
    old = turn.plan
    if old and shot.plan_version != old.version:
        plan = _new_version(turn)
        turn.say(wording.changed(diff(old, plan), plan.version, old.agreed), voice=False)
    elif old:
        turn.state = turn.state.model_copy(update={"plan": with_progress(old, progress)})


def _status(turn: _Turn) -> None:
    plan = turn.plan
    assert plan is not None
    turn.say(wording.status(plan))
    found = next_step(plan)
    if found:
        turn.say(f"Next is “{wording.short(found.milestone.text, 120)}” in “{found.project.title}”.")


def _what_next(turn: _Turn) -> None:
    plan = turn.plan
    assert plan is not None
    found = next_step(plan)
    if found is None:
        turn.say(wording.all_done())
        return
    turn.set(topic=found.milestone.component or turn.dialogue.topic)
    turn.say(wording.step(found))


def _mark_done(turn: _Turn) -> None:
    plan = turn.plan
    assert plan is not None
    meant = milestones_meant(plan, turn.reading.text)
    if not meant:
        turn.say("I could not tell which step you mean. Say for example “step 2 of project 1 is done”, or tick it in the plan.")
        return
    _mark(turn, meant, Status.DONE)


def _mark(turn: _Turn, ids: Sequence[str], status: Status) -> None:
    plan = turn.plan
    assert plan is not None
    milestones = [m for i in ids if (m := plan.milestone(i))]
    marks = {m.id: Mark(status=status, at=turn.now, text=m.text, hours=m.hours) for m in milestones}
    _snapshot(turn, f"{len(marks)} step{'s' if len(marks) > 1 else ''} marked {status.value}", {i: turn.state.progress.marks.get(i) for i in marks})
    progress = turn.state.progress.marked(marks)
    finished_before = {p.id for p in plan.projects if p.finished}
    plan = with_progress(plan, progress)
    turn.state = turn.state.model_copy(update={"progress": progress, "plan": plan})
    if status is Status.DONE:
        finished = [p for p in plan.projects if p.finished and p.id not in finished_before]
        turn.say(wording.marked(milestones, finished))


def _stuck(turn: _Turn) -> None:
    plan = turn.plan
    assert plan is not None
    found = next_step(plan)
    if found is None:
        turn.say(wording.all_done())
        return
    _mark(turn, [found.milestone.id], Status.STUCK)
    turn.say(f"You are at “{wording.short(found.milestone.text, 140)}”.")
    if found.project.obstacles:
        lines = "\n".join(f"- *{o.symptom}* {o.teaches}" for o in found.project.obstacles)
        turn.say(f"What often bites in this project:\n\n{lines}", voice=False)
    answer = answer_from_passages(turn.searcher, turn.reading.text, turn.dialogue.frame.pattern if turn.dialogue.frame else None, most=1)
    if answer:
        turn.say(answer.text, voice=False)
        turn.citations.extend(answer.citations)
    turn.say("What exactly do you see: which step, what did you expect, what came instead?")


def _too_hard(turn: _Turn) -> None:
    plan = turn.plan
    assert plan is not None
    found = next_step(plan)
    if found is None:
        turn.say(wording.all_done())
        return
    situation = turn.situation()
    shaky = [
        c for c in (*found.project.uses, *found.project.introduces)
        if (k := situation.known.get(c)) and k.grounds in ("background", "inferred", "implied")
    ]  # fmt: skip
    if shaky:
        names = wording.listed([turn.catalog.components[c].name for c in shaky[:3]])
        facts = [
            Fact(name="known_skills", key=c, value=Level.NONE, provenance=Provenance.SAID, quote=turn.reading.text, turn=turn.dialogue.turn)
            for c in shaky[:3]
        ]
        turn.say(f"I had taken it that you know {names}. I no longer do, and put it into the plan before this step.")
        turn.brief = turn.brief.with_facts(facts)
        if _replan(turn, "making it easier"):
            _what_next(turn)
        return
    half = wording.hours(min(found.sitting, found.milestone.hours) / 2)
    turn.say(
        f"Then take less at a time. For the next {half}, do only the beginning of this: {found.milestone.text} "
        "Stop there and tell me what was unclear; that is enough for one sitting."
    )
    topic = turn.catalog.components[found.milestone.component].name if found.milestone.component else found.project.title
    answer = answer_from_passages(turn.searcher, topic, turn.dialogue.frame.pattern if turn.dialogue.frame else None, most=1)
    if answer:
        turn.say(answer.text, voice=False)
        turn.citations.extend(answer.citations)
    turn.say("If all of it is too much, tell me a smaller number of hours a week or a later date, and I spread it out.")


def _too_easy(turn: _Turn) -> None:
    plan = turn.plan
    assert plan is not None
    found = next_step(plan)
    named = [m for m in turn.reading.mentions if (c := plan.choice(m)) and c.status != "known"]
    component = named[0] if named else found.milestone.component if found else None
    if component:
        fact = Fact(
            name="known_skills", key=component, value=plan.choice(component).level if plan.choice(component) else Level.WORKING,  # type: ignore[union-attr]
            quote=turn.reading.text, turn=turn.dialogue.turn,
        )  # fmt: skip
        turn.brief = turn.brief.with_facts([fact])
        turn.say(f"Then I count {turn.catalog.components[component].name} as known.")
        _replan(turn, f"counting {turn.catalog.components[component].name} as known")
    elif found:
        _mark(turn, [found.milestone.id], Status.SKIPPED)
        turn.say(f"Skipped: “{wording.short(found.milestone.text, 120)}”. It stays in the plan, marked as skipped.")
    _what_next(turn)


def _take_in(turn: _Turn) -> None:
    """Facts that came up: noted, and planned again if they change the plan."""
    new = [f for f in turn.brief.facts if f.turn == turn.dialogue.turn]
    if not new:
        turn.say("Tell me what changed: hours a week, the date, what you know, or what you want to do without.")
        return
    turn.say(wording.noted(turn.catalog, new), voice=False)
    if not _replan(turn, wording.listed([wording.fact_words(turn.catalog, f) for f in new[:3]]).replace("*", "")):
        turn.say("That does not change the plan.")


def _swap(turn: _Turn) -> None:
    wishes = [f for f in turn.brief.facts if f.name == "preferences" and f.turn == turn.dialogue.turn]
    if wishes:
        _take_in(turn)
    elif turn.reading.mentions:
        _compare(turn)
    else:
        turn.say("Which tool would you like to swap, and for what? For example: “use Polars instead of pandas”.")


def _change_goal(turn: _Turn, framing: Framing | None) -> None:
    old = turn.plan
    assert old is not None
    if framing is None or framing.verdict is not Verdict.PLAN or framing.frame is None:
        entry = turn.catalog.boundaries.get(framing.boundary or "") if framing else None
        if framing and framing.verdict is Verdict.NO_ML and entry:
            turn.say(wording.boundary(entry))
            turn.say("Your plan stays as it is.")
            return
        turn.say("What is the new problem? One sentence is enough. What you have done counts there as well.")
        _ask_problem(turn)
        return
    fact = turn.brief.fact("problem")
    if fact is None or fact.turn != turn.dialogue.turn:
        turn.brief = turn.brief.with_facts([
            Fact(name="problem", value=turn.reading.text[:4000], quote=turn.reading.text[:4000], turn=turn.dialogue.turn)
        ])
    # Conditions and data were said of the old problem.
    kept = tuple(f for f in turn.brief.facts if f.name not in ("conditions", "data") or f.turn == turn.dialogue.turn)
    turn.brief = Brief(facts=kept)
    turn.set(frame=framing.frame, verdict=Verdict.PLAN)
    pattern = turn.catalog.patterns.get(framing.frame.pattern or "")
    turn.say(wording.restated(pattern, ", ".join(framing.frame.task)))
    _snapshot(turn, "the change of problem")
    plan = _new_version(turn)
    turn.say(wording.changed(diff(old, plan), plan.version, old.agreed), voice=False)
    turn.say(wording.plan_summary(plan))
    if plan.cut or plan.over > 0:
        turn.say(_fit_words(plan), voice=False)
    turn.say(wording.drafted())


def _export(turn: _Turn) -> None:
    plan = turn.plan
    if plan is None:
        turn.say("There is no plan to take away yet. Tell me your problem first.")
        return
    turn.say(
        f"Version {plan.version} is ready to take away as Markdown, to read and print, or as JSON, to keep and load again. "
        "The buttons stand beside the plan; on the command line it is `advisor export`."
    )


def _smalltalk(turn: _Turn) -> None:
    turn.say("You're welcome. Say “what next” when you have time for a step, or ask about anything in the plan.")


# --- questions at any time


def _answer_aside(turn: _Turn, intent: Intent, framing: Framing | None) -> None:
    if intent is Intent.SMALLTALK:
        turn.say("Hello again." if turn.before.dialogue.turn else wording.greeting())
    elif intent is Intent.OFF_TOPIC:
        entry = turn.catalog.boundaries.get(framing.boundary or "") if framing else None
        turn.say(entry.reply if entry else "That is outside what I can help with.")
    elif intent in (Intent.UNDO, Intent.STATUS, Intent.EXPORT, Intent.AGREE, Intent.WHAT_NEXT, Intent.MARK_DONE) and turn.plan is None:
        turn.say("There is no plan yet; a few answers from you, and there is.")
    elif intent in (Intent.WHY_ITEM, Intent.DO_I_NEED):
        _why(turn, intent)
    elif intent is Intent.COMPARE:
        _compare(turn)
    else:
        _explain(turn)


def _why(turn: _Turn, intent: Intent) -> None:
    plan = turn.plan
    named = [m for m in turn.reading.mentions if m != "supervised-learning" or "supervised" in turn.reading.text.lower()]
    if not named and intent is Intent.WHY_ITEM and turn.dialogue.topic:
        named = [turn.dialogue.topic]
    if not named or plan is None:
        if plan and plan.about.need_ml:
            turn.say(f"{plan.about.need_ml} Try first: {plan.about.rule}")
            turn.citations.extend(plan.about.citations)
        else:
            _explain(turn)
        return
    for component in named[:3]:
        _one_why(turn, plan, component)


def _one_why(turn: _Turn, plan: Plan, component: str) -> None:
    choice = plan.choice(component)
    turn.set(topic=component)
    if choice:
        turn.say(wording.receipt(turn.catalog, plan, choice))
        turn.citations.extend(choice.citations)
        return
    entry = next((o for o in plan.left_out if o.component == component), None)
    if entry:
        turn.say(wording.omission(entry))
    if turn.dialogue.frame:
        turn.say(wording.comparison(turn.catalog, compare(turn.situation(), component)))


def _compare(turn: _Turn) -> None:
    plan = turn.plan
    named = list(turn.reading.mentions)
    outside = [m for m in named if plan and not plan.choice(m)]
    if plan and outside:
        for component in outside[:2]:
            _one_why(turn, plan, component)
        return
    if plan and len(named) == 1 and "why not" in turn.reading.text.lower():
        _one_why(turn, plan, named[0])
        return
    _explain(turn)


def _explain(turn: _Turn) -> None:
    pattern = turn.dialogue.frame.pattern if turn.dialogue.frame else None
    query = turn.reading.text
    if turn.dialogue.topic and len(query.split()) <= 4 and turn.dialogue.topic in turn.catalog.components:
        query = f"{query} {turn.catalog.components[turn.dialogue.topic].name}"
    about = turn.reading.mentions[0] if len(turn.reading.mentions) == 1 else None
    answer = answer_from_passages(turn.searcher, query, pattern, about=about)
    if answer is None:
        turn.say("I have no guidance on that in my knowledge base, so I would rather not guess.")
        return
    if turn.reading.mentions:
        turn.set(topic=turn.reading.mentions[0])
    turn.say(answer.text, voice=False)
    turn.citations.extend(answer.citations)


def _cite_sources(turn: _Turn, sources: Iterable[str]) -> None:
    for i in sources:
        source = turn.catalog.sources.get(i)
        if source:
            turn.citations.append(Citation(id=source.id, title=source.title, url=source.url))


# --- the same, by click


def decide_facts(catalog: Catalog, searcher: Searcher, state: State, facts: Sequence[Fact], remove: Sequence[tuple[str, str]], today: date, now: datetime) -> Decision:
    """The decision on facts edited by hand: set, or removed by their slots."""
    reading = Reading("", (Intent.ANSWER,))
    turn = _Turn(catalog, searcher, reading, state, today, now)
    brief = state.brief
    for name, key in remove:
        brief = brief.without(name, key)
    edited = [f.model_copy(update={"provenance": Provenance.EDITED, "turn": turn.dialogue.turn, "on": today}) for f in facts]
    turn.brief = brief.with_facts(edited)
    if turn.plan is not None:
        turn.say(wording.noted(catalog, edited) or "Taken out.", voice=False)
        if not _replan(turn, "your edit"):
            turn.say("That does not change the plan.")
    else:
        turn.say(wording.noted(catalog, edited) or "Taken out.", voice=False)
        spec = catalog.questions.get(turn.dialogue.question.id) if turn.dialogue.question else None
        if turn.dialogue.question and spec and any(f.name == spec.fact for f in edited):
            turn.set(question=None)
        _go_on(turn, lead=False)
    return _finish(turn)


def decide_mark(catalog: Catalog, searcher: Searcher, state: State, milestone: str, status: Status, today: date, now: datetime) -> Decision:
    """The decision on a milestone ticked, unticked or skipped by click."""
    turn = _Turn(catalog, searcher, Reading("", (Intent.MARK_DONE,)), state, today, now)
    if turn.plan is None or turn.plan.milestone(milestone) is None:
        turn.say("That step is not in the plan any more.")
        return _finish(turn)
    _mark(turn, [milestone], status)
    if status is not Status.DONE:
        turn.say({"todo": "Unticked.", "skipped": "Skipped.", "stuck": "Noted as stuck."}[status.value])
    return _finish(turn)


def facts_of_answer(catalog: Catalog, question: OpenQuestion, label: str, turn: int, today: date) -> list[Fact]:
    """The facts of a quick answer, by its label."""
    spec = catalog.questions.get(question.id)
    answer = next((a for a in spec.answers if a.label == label), None) if spec else None
    return facts_of(answer.effect, quote=label, turn=turn, on=today) if answer else []


