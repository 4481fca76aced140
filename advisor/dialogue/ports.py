"""What the dialogue needs from outside, as protocols; `advisor.bootstrap` supplies the real things."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from advisor.domain.calls import Call, Stop
from advisor.domain.conversation import Conversation, Found, Message, Rating, Reply, State, Usage, Version, View
from advisor.domain.gaps import Gap
from advisor.domain.passage import Answered, ExampleKind, Hit, LabelKind, Near, Passage
from advisor.domain.plan import Plan
from advisor.domain.reading import ModelReading

History = Callable[[], Sequence[Version]]
"""Gives all versions of the plan so far, oldest first; looked up only when it is called."""


class Searcher(Protocol):
    """Finds passages and similar example messages."""

    def search(self, query: str, k: int = 5, pattern: str | None = None) -> Sequence[Hit]:
        """The best passages, best first, those of `pattern` preferred; empty where nothing is relevant."""

    def gap(self, query: str) -> Gap:
        """What may be kept of a query that found nothing."""

    def passage(self, id: str) -> Passage | None:
        """The passage of that id; None if there is none any more."""

    def prepare(self, texts: Sequence[str]) -> None:
        """Readies what will be asked of these texts, all at once, which is faster than one by one; changes no answer."""

    def nearest(self, text: str, kinds: Sequence[ExampleKind], k: int = 20) -> Sequence[Near]:
        """The examples nearest to `text`, nearest first."""

    def labels(self, text: str, kind: LabelKind) -> Mapping[str, float]:
        """How probable it is that `text` is one of the labels of that kind; of all labels together 1."""


class LanguageModel(Protocol):
    """A language model that reads free text and words replies. It never decides."""

    @property
    def name(self) -> str:
        """What the screen calls it, e.g. 'gpt-4o-mini' or 'local model'."""

    @property
    def resting(self) -> bool:
        """Whether calls would fail at once, because one has failed a moment ago."""

    def for_turn(self, observe: Callable[[Call], None], stop: Stop) -> "LanguageModel":
        """The same model for one turn: `observe` is told of each call, and `stop` ends the one under way (Stopped)."""

    def read(self, text: str, question: str | None, patterns: Mapping[str, str]) -> ModelReading:
        """What it reads of a message: `question` is the one open, `patterns` titles by id.

        Raises ModelError if it cannot be reached or does not answer in the asked form.
        """

    def word(self, text: str, person: str) -> Iterator[str]:
        """Streams `text`, a reply made by templates, in better words, as an answer to what the `person` wrote.

        Only what passed the guard is yielded. Raises ModelError if the model fails or breaks a rule;
        what was yielded before stays valid, and `unsaid` of the error holds the template text still to be said.
        """

    def translate(self, text: str, language: str) -> str:
        """`text` in another language, by its two-letter code: from any into English, or from English into a known one.

        Raises ModelError if the model fails, or if something speaks against its being a translation.
        """

    def answer(self, question: str, passages: Sequence[Hit]) -> Iterator[Answered]:
        """Streams an answer to `question` made of `passages` alone, sentence by sentence, each held against them.

        Raises ModelError if the model fails, or if too little of its answer is borne out; in the latter case, and where
        it failed before it wrote anything, nothing was yielded that is to be shown.
        """

    def note(self, tool: str) -> str:
        """One sentence on what a `tool` is that the knowledge base does not list; nobody has checked it.

        Raises ModelError if the model fails, does not know the tool, or says more than that.
        """


class Ledger(Protocol):
    """Remembers calls for those who want to look inside."""

    def add(self, conversation: str, call: Call) -> None:
        """Remembers a call."""

    def of(self, conversation: str) -> Sequence[Call]:
        """The calls of a conversation that are still remembered, oldest first."""

    def forget(self, conversation: str) -> None:
        """Drops a conversation's calls."""


class Conversations(Protocol):
    """Keeps conversations. Every call checks the owner; an unknown id and a foreign one both raise NotFound."""

    def create(self, owner: str, title: str = "") -> Conversation:
        """A new conversation with an unguessable id."""

    def conversations(
        self, owner: str, include_archived: bool = False, most: int | None = None
    ) -> Sequence[Conversation]:
        """The owner's conversations, or `most` of them, newest first."""

    def find(self, owner: str, words: str) -> Sequence[Found]:
        """The owner's conversations in which all these words stand, newest first."""

    def get(self, conversation_id: str, owner: str) -> Conversation:
        """One conversation."""

    def rename(self, conversation_id: str, owner: str, title: str) -> object:
        """Gives it another title."""

    def archive(self, conversation_id: str, owner: str, archived: bool = True) -> object:
        """Puts it away, or takes it out again."""

    def delete(self, conversation_id: str, owner: str) -> None:
        """Removes it and all that belongs to it."""

    def add_message(
        self, conversation_id: str, owner: str, text: str, message_id: str | None = None, instead_of: str | None = None
    ) -> Message:
        """Commits the person's message; the stored one if `message_id` was stored before.

        In the place of the message `instead_of` it begins a branch of its own, which is shown from then on.
        """

    def unanswered(self, conversation_id: str, owner: str) -> Sequence[Message]:
        """The person's messages in the shown branch that have no answer yet."""

    def messages(
        self, conversation_id: str, owner: str, last: int | None = None, all_branches: bool = False
    ) -> Sequence[Message]:
        """The messages of the shown branch, or the `last` of them, oldest first; with `all_branches` all there are."""

    def view(self, conversation_id: str, owner: str, last: int | None = None) -> View:
        """All that the screen shows, as it was at one moment, its state as `state` gives it.

        Of the messages all, or `last` and up to nine before them: where they begin moves by ten at a time, so that most
        turns only add to what is shown.
        """

    def turn_to(self, conversation_id: str, owner: str, message_id: str) -> None:
        """Shows the branch that a message of the person begins."""

    def rate(self, conversation_id: str, owner: str, message_id: str, rating: Rating | None, remark: str = "") -> None:
        """Keeps what the person thinks of a reply."""

    def usages(self, conversation_id: str, owner: str) -> Sequence[Usage]:
        """What each turn took of a language model, in all branches."""

    def state(self, conversation_id: str, owner: str, message_id: str | None = None) -> State:
        """What the next turn starts from, in the shown branch or in that of a message.

        The plan's own marks may be older than the progress: `one_turn.carried_over` brings them up to date.
        """

    def versions(self, conversation_id: str, owner: str) -> Sequence[Plan]:
        """All versions of the plan, oldest first."""

    def restore(self, owner: str, title: str, reply: Reply, state: State, plans: Iterable[Plan]) -> Conversation:
        """A new conversation that begins with this reply, state and these versions of the plan."""

    def delete_all(self, owner: str) -> int:
        """Removes all conversations of an owner; says how many there were."""

    def owners(self) -> Sequence[str]:
        """Everybody who has a conversation."""

    def history(self, conversation_id: str, owner: str) -> Sequence[Version]:
        """All versions of the plan with what each was made from, oldest first."""

    def count_gap(self, gap: Gap, month: str) -> None:
        """Counts a question that found nothing."""

    def commit_turn(
        self,
        conversation_id: str,
        owner: str,
        answers: str | None,
        reply: Reply,
        state: State,
        title: str | None = None,
    ) -> Message:
        """Commits reply, state, plan version and progress in one transaction."""
