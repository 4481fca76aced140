"""One rewording on its way from the model to the reader: cut into sentences, guarded, completed.

The first sentence goes out word by word as far as no ending of it can be wrong (`early`), so that the reader sees the
first words when the model has written them. What follows goes out sentence by sentence. Until something was said that
the template says too, nothing but such words goes out: so another reply altogether is refused as a whole.
"""

from collections.abc import Collection, Iterable, Iterator

from advisor.errors import ModelError
from advisor.models.clean import clean
from advisor.models.coverage import Said, bold_parts, in_bold, is_question, lost_too_much, missing, plain, unsaid
from advisor.models.denials import turned_round
from advisor.models.early import Early
from advisor.models.guard import Guard, ViolationError, stems
from advisor.models.sentences import Piece, split

THOUGHT = 3
"""Times its length that may come before anything is said: what precedes a closing thought tag is taken away."""


class Wording:
    """The rewording of one template. `reworded` is to be used once."""

    def __init__(self, template: str, person: str, tools: Collection[str] = (), early: bool = True) -> None:
        self.thought_aloud = False
        self._template = split(template)
        self._guard = Guard(template, person, tools)
        self._given = stems(f"{template}\n{person}")
        self._seen: list[Piece] = []
        self._passed: list[Piece] = []
        self._said: list[Piece] = []
        self._begun = ""
        """What was said of the first sentence before it was complete."""
        self._bold = [part for p in self._template for part in bold_parts(p.text)]
        self._paragraphs = [plain(part) for p in self._template if "\n\n" in p.lead for part in bold_parts(p.text)]
        self._early = Early(template, person, self._bold, tools, self._guard.questions) if early else None

    @property
    def unsaid(self) -> str:
        """What of the template was not yet said to the reader."""
        return unsaid(self._template, Said(tuple(self._said)))

    @property
    def broken_off(self) -> str:
        """What was said of a first sentence that did not come to its end."""
        return self._begun if not self._said else ""

    def reworded(self, chunks: Iterable[str]) -> Iterator[str]:
        """The guarded sentences of a model's output; ModelError where it breaks a rule."""
        raw = ""
        try:
            for chunk in chunks:
                raw += chunk
                text = clean(raw, final=False)
                self._guard.length(text, slack=1 if self._said else THOUGHT)
                self._take(text, final=False)
                yield from self._say()
                yield from self._begin(text)
            text = clean(raw)
            self._guard.length(text)
            self._take(text, final=True)
            yield from self._finish()
        except ViolationError as broken:
            raise ModelError(
                "The language model strayed from the reply, so here it is in plain words.",
                remedy="Nothing is wrong with the plan.",
                detail=f"guard: {broken}",
            ) from None

    def _take(self, text: str, *, final: bool) -> None:
        """Takes in the sentences that are complete by now."""
        found = split(text)
        ready = found if final else found[:-1]
        if ready[: len(self._seen)] != self._seen:
            self.thought_aloud = True
            if self._said or self._begun:
                raise ViolationError("took back what it had said")
            self._seen, self._passed = [], []
            self._bold = [part for p in self._template for part in bold_parts(p.text)]
        for piece in ready[len(self._seen) :]:
            if piece.words > 1 and plain(piece.text) in (plain(p.text) for p in self._seen):
                raise ViolationError("repeats itself")
            self._seen.append(piece)
            self._guard.check(piece.text)
            if self._wanted(piece):
                text = in_bold(self._not_turned_round(piece.text), self._bold)
                self._bold = [part for part in self._bold if plain(part) not in map(plain, bold_parts(text))]
                self._passed.append(Piece(piece.lead, text))

    def _wanted(self, piece: Piece) -> bool:
        """False for a harmless sentence that says what nobody asked for: those are left out."""
        asked = sum(is_question(p.text) for p in self._passed)
        if is_question(piece.text) and asked >= self._guard.questions:
            return False
        return self._guard.supported(piece.text)

    def _not_turned_round(self, sentence: str) -> str:
        """The sentence, or the template's in its place if it denies what that affirms, or the reverse."""
        if is_question(sentence):
            return sentence
        there = [p.text for p in self._template if not is_question(p.text)]
        meant = turned_round(sentence, there)
        return sentence if meant is None or plain(meant) in (plain(p.text) for p in self._passed) else meant

    def _begin(self, text: str) -> Iterator[str]:
        """What can already be said of the first sentence."""
        if self._early is None or self._seen or self._said:
            return
        if not text.startswith(self._begun):
            self.thought_aloud = True
            raise ViolationError("took back what it had said")
        beginning = self._early.sayable(text)
        if len(beginning) > len(self._begun) and self._harmless(beginning):
            new, self._begun = beginning[len(self._begun) :], beginning
            yield new

    def _harmless(self, beginning: str) -> bool:
        try:
            self._guard.check(beginning)
        except ViolationError:
            return False
        return True

    def _say(self, *, final: bool = False) -> Iterator[str]:
        """Says what has passed, from the first sentence on that has something in common with what was there to say."""
        if not (self._said or final or any(stems(p.text) & self._given for p in self._passed)):
            return
        for piece in self._passed[len(self._said) :]:
            said = self._led(piece)
            if self._begun and not self._said:
                if not said.startswith(self._begun):
                    raise ViolationError("took back what it had said")
                said = said[len(self._begun) :]
            self._said.append(piece)
            yield said

    def _finish(self) -> Iterator[str]:
        all_of_it = Said(tuple(self._passed))
        lost = missing(self._template, all_of_it)
        if not self._said and (not self._passed or lost_too_much(self._template, lost, all_of_it)):
            raise ViolationError("lost what the reply says")
        yield from self._say(final=True)
        for number, piece in enumerate(lost):
            self._said.append(piece)
            yield (piece.lead or " " if number else "\n\n") + piece.text

    def _led(self, piece: Piece) -> str:
        """The sentence after its white space; what stands out in a paragraph of its own keeps it."""
        if self._passed[0] is piece:
            return piece.text
        apart = any(plain(part) in self._paragraphs for part in bold_parts(piece.text))
        return ("\n\n" if apart else piece.lead or " ") + piece.text
