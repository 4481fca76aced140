"""The working copy of one turn, and what comes of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from advisor.dialogue import fact_words
from advisor.dialogue.ports import History, Searcher
from advisor.dialogue.reading.reader import Reading
from advisor.domain.brief import Brief, Fact
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Dialogue, Intent, OpenQuestion, State
from advisor.domain.frame import Frame
from advisor.domain.passage import Hit
from advisor.domain.plan import Citation, Plan
from advisor.planning.planner import Situation


@dataclass(frozen=True)
class Asked:
    """What an answer from passages was made of, so that a model may answer in the template's place."""

    question: str
    hits: tuple[Hit, ...]
    """The passages that fit, best first."""
    citations: tuple[Citation, ...]
    """What the template cites."""


@dataclass(frozen=True)
class Segment:
    """A piece of the reply."""

    text: str
    voice: bool = False
    """Whether a model may reword it."""
    asked: Asked | None = None
    """Set if it answers a question from passages."""
    beyond: str = ""
    """The tool that is not in the knowledge base and that it speaks of, so that a model may add a word on it."""


@dataclass(frozen=True)
class Decision:
    """What a turn comes to."""

    state: State
    intents: tuple[Intent, ...]
    facts: tuple[Fact, ...]
    segments: tuple[Segment, ...]
    plan_changed: bool = False
    citations: tuple[Citation, ...] = ()
    unanswered: bool = False
    """Whether a question found nothing in the knowledge base."""

    @property
    def text(self) -> str:
        """The reply as the templates word it."""
        return "\n\n".join(s.text for s in self.segments if s.text)


@dataclass
class Turn:
    """The working copy of one turn."""

    catalog: Catalog
    searcher: Searcher
    reading: Reading
    before: State
    today: date
    now: datetime
    brief: Brief = field(init=False)
    dialogue: Dialogue = field(init=False)
    speaker: str = "rules"
    """Who words the replies: 'rules' or the model's name."""
    history: History = tuple
    """The versions of the plan so far."""
    segments: list[Segment] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    plan_changed: bool = False
    unanswered: bool = False

    def __post_init__(self) -> None:
        self.state = self.before
        self.brief = self.before.brief
        self.dialogue = self.before.dialogue.model_copy(
            update={"turn": self.before.dialogue.turn + 1, "last_seen": self.today}
        )

    def say(self, text: str, voice: bool = True) -> None:
        """Adds to the reply, unless it says just that already: two wishes may have one answer."""
        if text and all(segment.text != text for segment in self.segments):
            self.segments.append(Segment(text, voice))

    def answer(self, text: str, asked: Asked) -> None:
        """Says an answer from passages, in the template's words."""
        self.segments.append(Segment(text, asked=asked))
        self.citations.extend(asked.citations)

    def situation(self, brief: Brief | None = None, frame: Frame | None = None) -> Situation:
        used = frame or self.dialogue.frame
        assert used is not None
        return Situation(self.catalog, brief or self.brief, used, self.state.progress, self.today)

    def set(self, **changes: object) -> None:
        self.dialogue = self.dialogue.model_copy(update=changes)

    @property
    def plan(self) -> Plan | None:
        return self.state.plan


def finish(turn: Turn) -> Decision:
    state = State(brief=turn.brief, dialogue=turn.dialogue, plan=turn.state.plan, progress=turn.state.progress)
    return Decision(
        state, turn.reading.intents, tuple(f for f in turn.brief.facts if f.turn == turn.dialogue.turn),
        tuple(turn.segments), turn.plan_changed, tuple(dict.fromkeys(turn.citations)),
        turn.unanswered,
    )  # fmt: skip


def note(turn: Turn) -> None:
    new = [f for f in turn.brief.facts if f.turn == turn.dialogue.turn and f not in turn.before.brief.facts]
    turn.say(fact_words.noted(turn.catalog, new), voice=False)


def ask_problem(turn: Turn) -> None:
    turn.set(question=OpenQuestion(
        id="problem", fact="problem", text="Which problem would you like to solve?",
        why="What you have to learn follows from the problem, so everything starts there.",
    ))  # fmt: skip


def cite_sources(turn: Turn, sources: Iterable[str]) -> None:
    for i in sources:
        source = turn.catalog.sources.get(i)
        if source:
            turn.citations.append(Citation(id=source.id, title=source.title, url=source.url))
