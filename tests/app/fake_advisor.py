"""An advisor without dialogue: it keeps conversations in memory and answers as it is told to."""

import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from advisor.domain.brief import Brief, Fact, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import (
    Conversation,
    Dialogue,
    Done,
    Event,
    Forks,
    Found,
    Message,
    OpenQuestion,
    Reply,
    Snapshot,
    State,
    Text,
    Usage,
    Version,
)
from advisor.domain.passage import Passage
from advisor.domain.plan import Citation
from advisor.domain.progress import Status
from advisor.errors import BadInput, NotFound
from advisor.service import View
from advisor.spending import Limits
from tests.unit.plan_factory import small_plan

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
QUESTION = OpenQuestion(
    id="labels",
    fact="data",
    text="Do you have past examples?",
    why="It decides the method.",
    answers=("None yet", "Thousands"),
)
SOURCE = Citation(id="s", title="The handbook", url="https://example.org/handbook")
PASSAGE = Passage(id="s", title="What the handbook says", text="Count first.", kind="guide", entry="handbook")
FACTS = (
    Fact(name="problem", value="junk in our contact form", provenance=Provenance.SAID, quote="junk", turn=1),
    Fact(name="hours_per_week", value=4.0, provenance=Provenance.SAID, quote="4 hrs a week", turn=1),
    Fact(name="known_skills", key="python", value="working", provenance=Provenance.INFERRED, quote="scripts", turn=1),
    Fact(name="conditions", key="offline", value=True, provenance=Provenance.ASSUMED),
)


UNDO = (Snapshot(what="a step", brief=Brief(), frame=None, verdict=None, plan_version=1),)


class FakeAdvisor:
    """Has the shape of `advisor.service.Advisor`. The first message is answered by a question, the others by a plan."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.speaking = "rules"
        self.ready = self.whole = True
        self.progress = ("Ready", 1.0)
        self.calls: list[tuple[Any, ...]] = []
        self.fails: Callable[[str], Exception | None] = lambda text: None
        self.fails_to_act: Exception | None = None
        self.fails_to_hear: Exception | None = None
        self.ways: dict[str, tuple[str, ...]] = {}
        self.gate = threading.Event()
        """Answers wait until it is set."""
        self.gate.set()
        self.says = "Noted."
        self.tools: tuple[str, ...] = ()
        self.limits = Limits(200_000)
        self.taken = Usage()
        self.decides: Reply | None = None
        """If set, told before the words."""
        self.plan = small_plan(version=1, agreed=False, agreed_at=None)
        self.history: Sequence[Version] = ()
        self.undoable = False
        """Whether there is something to take back."""
        self._kept: dict[str, Conversation] = {}
        self._messages: dict[str, list[Message]] = {}
        self._states: dict[str, State] = {}

    def warm(self) -> None:
        """Nothing to load."""

    def speaking_by(self, model: Any, notice: str = "", limits: Limits | None = None) -> "FakeAdvisor":
        """The same, with another name in the bar."""
        other = copy.copy(self)
        other.speaking = model.name if model else "rules"
        return other

    def usage(self, conversation_id: str, owner: str) -> Usage:
        """As set."""
        self._owned(conversation_id, owner)
        return self.taken

    def new(self, owner: str) -> Conversation:
        """A conversation."""
        made = Conversation(id=f"c{len(self._kept) + 1}", owner=owner, title="", created_at=NOW, updated_at=NOW)
        self._kept[made.id], self._messages[made.id], self._states[made.id] = made, [], State()
        return made

    def open(self, conversation_id: str, owner: str, last: int | None = None) -> View:
        """As kept."""
        kept = self._owned(conversation_id, owner)
        every = tuple(self._messages[conversation_id])
        messages = every[-last:] if last else every
        answered = {m.answers for m in messages}
        unanswered = tuple(m for m in messages if m.role == "person" and m.id not in answered)
        forks = Forks(branches=self.ways, editable=frozenset(m.id for m in messages if m.role == "person"))
        return View(kept, messages, self._states[conversation_id], unanswered, forks, len(every) > len(messages))

    def conversations(self, owner: str, include_archived: bool = False, most: int | None = None) -> list[Conversation]:
        """The owner's."""
        found = [c for c in self._kept.values() if c.owner == owner and (include_archived or not c.archived)]
        return found[:most]

    def find(self, owner: str, words: str) -> list[Found]:
        """By the title alone."""
        return [Found(conversation=c) for c in self._kept.values() if c.owner == owner and words in c.title]

    def archive(self, conversation_id: str, owner: str, archived: bool = True) -> None:
        """Puts it away."""
        kept = self._owned(conversation_id, owner)
        self._kept[conversation_id] = kept.model_copy(update={"archived": archived})

    def rename(self, conversation_id: str, owner: str, title: str) -> None:
        """With another title."""
        kept = self._owned(conversation_id, owner)
        self._kept[conversation_id] = kept.model_copy(update={"title": title})

    def delete(self, conversation_id: str, owner: str) -> None:
        """Removes it."""
        self._owned(conversation_id, owner)
        del self._kept[conversation_id]

    def hear(
        self, conversation_id: str, owner: str, text: str, message_id: str, instead_of: str | None = None
    ) -> Message:
        """Keeps a message of the person; a branch cuts off what was there."""
        self._owned(conversation_id, owner)
        if self.fails_to_hear:
            raise self.fails_to_hear
        kept = self._messages[conversation_id]
        known = next((m for m in kept if m.id == message_id), None)
        if known:
            return known
        self.calls.append(("hear", text, message_id, instead_of))
        if instead_of:
            at = next(i for i, m in enumerate(kept) if m.id == instead_of)
            self.ways[message_id] = (instead_of, message_id)
            del kept[at:]
        return self._append(conversation_id, id=message_id, role="person", text=text)

    def turn_to(self, conversation_id: str, owner: str, message_id: str) -> None:
        """Notes it."""
        self.calls.append(("turn_to", message_id))

    def rate(self, conversation_id: str, owner: str, message_id: str, rating: str | None, remark: str = "") -> None:
        """Notes it."""
        self.calls.append(("rate", message_id, rating, remark))

    def passage(self, id: str) -> Passage | None:
        """The only one there is."""
        return PASSAGE if id == PASSAGE.id else None

    def reply(self, conversation_id: str, owner: str, text: str, message_id: str | None = None) -> Iterator[Event]:
        """Answers, once."""
        self.calls.append(("reply", text, message_id))
        self._owned(conversation_id, owner)
        message = self.hear(conversation_id, owner, text, message_id or f"m{len(self.calls)}")
        self.gate.wait(5)
        error = self.fails(text)
        if error:
            raise error
        if any(m.answers == message.id for m in self._messages[conversation_id]):
            return
        first = not self._states[conversation_id].brief.facts
        question, plan = (QUESTION, None) if first else (None, self.plan)
        state = State(brief=Brief(facts=FACTS), dialogue=Dialogue(question=question, turn=1, undo=UNDO if self.undoable else ()), plan=plan)
        reply = Reply(reply=self.says, question=question, citations=(SOURCE,), notices=("A quiet notice.",))
        yield Text(text=self.says)
        self._states[conversation_id] = state
        self._append(
            conversation_id, role="advisor", text=self.says, answers=message.id, reply=reply.model_dump(mode="json")
        )
        yield Done(reply=reply, state=state)

    def resume(self, conversation_id: str, owner: str) -> Iterator[Event]:
        """Not used by the page, which answers each message by its id."""
        raise AssertionError

    def edit(
        self, conversation_id: str, owner: str, facts: Sequence[Fact] = (), remove: Sequence[tuple[str, str]] = ()
    ) -> Reply:
        """Notes the facts."""
        self.calls.append(("edit", tuple(facts), tuple(remove)))
        return self._act(conversation_id, owner, "Edited.")

    def mark(self, conversation_id: str, owner: str, milestone_id: str, status: Status) -> Reply:
        """Notes the mark."""
        self.calls.append(("mark", milestone_id, status))
        return self._act(conversation_id, owner, "Marked.")

    def agree(self, conversation_id: str, owner: str) -> Reply:
        """Agrees."""
        self.calls.append(("agree",))
        state = self._states[conversation_id]
        self._states[conversation_id] = state.model_copy(update={"plan": self.plan.model_copy(update={"agreed": True})})
        return self._act(conversation_id, owner, "Agreed.")

    def undo(self, conversation_id: str, owner: str) -> Reply:
        """Undoes."""
        self.calls.append(("undo",))
        return self._act(conversation_id, owner, "Undone.")

    def rescope(self, conversation_id: str, owner: str, key: str, value: str) -> Reply:
        """Notes the part."""
        self.calls.append(("rescope", key, value))
        return self._act(conversation_id, owner, "Rescoped.")

    def versions(self, conversation_id: str, owner: str) -> Sequence[Version]:
        """As told."""
        self._owned(conversation_id, owner)
        return self.history

    def restore(self, conversation_id: str, owner: str, number: int) -> Reply:
        """Notes the version."""
        self.calls.append(("restore", number))
        return self._act(conversation_id, owner, "Restored.")

    def export(self, conversation_id: str, owner: str, format: str) -> tuple[str, str, bytes]:
        """A file."""
        self._owned(conversation_id, owner)
        return f"plan.{format}", "text/plain", b"plan"

    def take_out(self, conversation_id: str, owner: str) -> tuple[str, str, bytes]:
        """A file."""
        self._owned(conversation_id, owner)
        return "advisor.json", "application/json", b"{}"

    def import_(self, owner: str, content: bytes) -> Conversation:
        """A new conversation; refuses what is no JSON."""
        if not content.startswith(b"{"):
            raise BadInput("This file cannot be read as a conversation.", remedy="Choose another.")
        self.calls.append(("import_", owner, content))
        return self.new(owner)

    def everything(self, owner: str) -> bytes:
        """A file."""
        return owner.encode()

    def forget(self, owner: str) -> int:
        """Deletes all."""
        self.calls.append(("forget", owner))
        mine = [id for id, c in self._kept.items() if c.owner == owner]
        for id in mine:
            del self._kept[id]
        return len(mine)

    def put(self, conversation_id: str, state: State) -> None:
        """Sets what the page shows."""
        self._states[conversation_id] = state

    def called(self, name: str) -> list[tuple[Any, ...]]:
        """The calls of that name."""
        return [c for c in self.calls if c[0] == name]

    def _act(self, conversation_id: str, owner: str, text: str) -> Reply:
        self._owned(conversation_id, owner)
        if self.fails_to_act:
            raise self.fails_to_act
        reply = Reply(reply=text)
        self._append(conversation_id, role="advisor", text=text, reply=reply.model_dump(mode="json"))
        return reply

    def _append(self, conversation_id: str, **fields: Any) -> Message:
        number = len(self._messages[conversation_id]) + 1
        made = Message.model_validate(
            {"id": f"a{number}", "conversation": conversation_id, "number": number, "created_at": NOW, **fields}
        )
        self._messages[conversation_id].append(made)
        return made

    def _owned(self, conversation_id: str, owner: str) -> Conversation:
        kept = self._kept.get(conversation_id)
        if kept is None or kept.owner != owner:
            raise NotFound("There is no such conversation.")
        return kept
