"""A conversation: messages, what each turn made of them, and the state that the next turn starts from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from advisor.domain.brief import Brief, Fact
from advisor.domain.frame import Frame
from advisor.domain.plan import Citation, Plan
from advisor.domain.progress import Mark, Progress
from advisor.domain.vocabulary import Verdict


class Intent(StrEnum):
    """What a message wants."""

    ANSWER = "answer"
    WHAT_NEXT = "what_next"
    WHY_ITEM = "why_item"
    DO_I_NEED = "do_i_need"
    MARK_DONE = "mark_done"
    CHANGE_TIME = "change_time"
    CHANGE_GOAL = "change_goal"
    SWAP_TOOL = "swap_tool"
    TOO_HARD = "too_hard"
    TOO_EASY = "too_easy"
    STUCK = "stuck"
    COMPARE = "compare"
    RESOURCES = "resources"
    EXPLAIN = "explain"
    EXPORT = "export"
    AGREE = "agree"
    UNDO = "undo"
    STATUS = "status"
    ABOUT = "about"
    SMALLTALK = "smalltalk"
    OFF_TOPIC = "off_topic"


class Frozen(BaseModel):
    """What the values here share."""

    model_config = ConfigDict(frozen=True)


class OpenQuestion(Frozen):
    """A question put to the person and not answered yet.

    `id` is the catalogue's, or one of the dialogue's own: 'problem' (which problem it is), 'pattern' (which of two
    readings), 'several' (which of several problems), 'offer' (which of some suggested ones).
    """

    id: str
    fact: str
    text: str
    why: str
    answers: tuple[str, ...] = ()


class Option(Frozen):
    """A problem that may be chosen: its label on the screen, its reading, and the words that it was told in."""

    label: str
    frame: Frame
    text: str = ""


class Snapshot(Frozen):
    """What one change can be taken back to. `marks`: the former marks of milestones that it changed (None: unmarked)."""

    what: str
    brief: Brief
    frame: Frame | None
    verdict: Verdict | None
    plan_version: int | None
    marks: Mapping[str, Mark | None] = Field(default_factory=dict)


class Dialogue(Frozen):
    """Where the conversation stands."""

    verdict: Verdict | None = None
    frame: Frame | None = None
    question: OpenQuestion | None = None
    asked: tuple[str, ...] = ()
    """Ids of questions put so far."""
    turn: int = 0
    """The number of the person's last message, from 1."""
    unread: int = 0
    """How often in a row the open question got an answer that could not be read."""
    options: tuple[Option, ...] = ()
    """What the open question lets the person choose from, in the order of its answers."""
    waiting: tuple[Option, ...] = ()
    """Problems that were told and are to come later."""
    rounds: int = 0
    """How often the person was helped to find a problem."""
    topic: str = ""
    """The component last spoken of, for 'why that?' and 'tell me more'."""
    began: date | None = None
    """The day of the first plan: from then on there is time to look back on."""
    last_seen: date | None = None
    """The day of the person's last message or click."""
    last_version: int = 0
    """The highest plan version given so far."""
    undo: tuple[Snapshot, ...] = ()
    """Newest last."""


class State(Frozen):
    """All that a turn starts from and ends with."""

    brief: Brief = Brief()
    dialogue: Dialogue = Dialogue()
    plan: Plan | None = None
    """The current version, with progress marked on it."""
    progress: Progress = Progress()


class Usage(Frozen):
    """What a turn, or a whole conversation, has taken of a language model."""

    prompt_tokens: int = 0
    answer_tokens: int = 0
    calls: int = 0
    estimated: bool = False
    """Whether some of the tokens are guessed from the length of the texts."""
    cost: float | None = None
    """In the currency of the prices that were set; None where none are set."""

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.prompt_tokens + self.answer_tokens

    def __add__(self, other: "Usage") -> "Usage":
        costs = [c for c in (self.cost, other.cost) if c is not None]
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens, answer_tokens=self.answer_tokens + other.answer_tokens,
            calls=self.calls + other.calls, estimated=self.estimated or other.estimated, cost=sum(costs) if costs else None,
        )  # fmt: skip


class Reply(Frozen):
    """One turn's answer, as the command line prints it and the database keeps it."""

    reply: str
    intents: tuple[Intent, ...] = ()
    verdict: Verdict | None = None
    frame: Frame | None = None
    facts: tuple[Fact, ...] = ()
    question: OpenQuestion | None = None
    plan: Plan | None = None
    plan_changed: bool = False
    citations: tuple[Citation, ...] = ()
    origin: str = "rules"
    """Who worded the reply: rules, or a model's name."""
    notices: tuple[str, ...] = ()
    elapsed_ms: float = 0.0
    usage: Usage | None = None
    """What it took of a language model; None if none was asked."""


Rating = Literal["up", "down"]


class Message(Frozen):
    """One message. `reply` is set on the advisor's: everything but the plan, which has a table of its own."""

    id: str
    conversation: str
    number: int
    """From 1, in the order in which messages were said in the conversation, whichever branch they are in."""
    role: Literal["person", "advisor"]
    text: str
    created_at: datetime
    parent: str | None = None
    """The message before it in its branch; None for a first one."""
    answers: str | None = None
    """For the advisor's: the id of the message that it answers."""
    reply: Mapping[str, Any] | None = None
    rating: Rating | None = None
    """What the person thought of it, for the advisor's."""
    remark: str = ""
    """The person's word to that."""


class Conversation(Frozen):
    """A conversation's heading. `id` is unguessable; `owner` is who may see it."""

    id: str
    owner: str
    title: str
    created_at: datetime
    updated_at: datetime
    archived: bool = False


class Version(Frozen):
    """One version of the plan, as it was when last current, with what it was made from."""

    plan: Plan
    made: datetime
    reason: str
    """What brought it: the person's message, or what a click came to; on one line."""
    brief: Brief = Brief()
    """All that was known then."""
    frame: Frame | None = None
    verdict: Verdict | None = None

    @property
    def number(self) -> int:
        """Its number, from 1."""
        return self.plan.version


class Found(Frozen):
    """A conversation that was searched for. `said`: a message that has what the title does not."""

    conversation: Conversation
    said: str = ""


class Forks(Frozen):
    """Where a branch can be left. Both are about messages of the person."""

    branches: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """For each message that was said in more than one way: the ids of all ways, itself included, oldest first."""
    editable: frozenset[str] = frozenset()
    """Messages that can be said anew, because what was known before them is still kept."""


@dataclass(frozen=True)
class View:
    """A conversation as the screen shows it."""

    conversation: Conversation
    messages: tuple[Message, ...]
    """Of the branch that is shown: all, or as many of the newest as were asked for."""
    state: State
    unanswered: tuple[Message, ...]
    forks: Forks = field(default_factory=Forks)
    earlier: bool = False
    """Whether there are messages before these."""


# --- what a turn yields while it runs


class Decided(Frozen):
    """The decision, before it is worded: facts, question and plan are final."""

    kind: Literal["decided"] = "decided"
    reply: Reply


class Text(Frozen):
    """A further piece of the reply's text."""

    kind: Literal["text"] = "text"
    text: str
    instead_of: str = ""
    """What it takes the place of, at the end of the text so far: words in which a model broke off."""

    def after(self, said: str) -> str:
        """The text with this piece, where `said` came before."""
        return said.removesuffix(self.instead_of) + self.text


class Notice(Frozen):
    """Something the person should know, e.g. that the model could not be reached."""

    kind: Literal["notice"] = "notice"
    text: str


class Done(Frozen):
    """The turn is committed; `reply` is what was stored."""

    kind: Literal["done"] = "done"
    reply: Reply
    state: State


Event = Decided | Text | Notice | Done


def said_in(events: Iterable[Event]) -> str:
    """The reply's text as the events make it, piece by piece."""
    said = ""
    for event in events:
        if isinstance(event, Text):
            said = event.after(said)
    return said.strip()
