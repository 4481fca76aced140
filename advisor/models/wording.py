"""One rewording on its way from the model to the reader: cut into sentences, guarded, completed."""

from collections.abc import Collection, Iterable, Iterator

from advisor.errors import ModelError
from advisor.models.clean import clean
from advisor.models.coverage import Said, bold_parts, in_bold, is_question, lost_too_much, missing, plain, unsaid
from advisor.models.guard import Guard, ViolationError
from advisor.models.sentences import Piece, split

WHOLE_BELOW = 60
"""Words below which a reply is passed on only as a whole: a sentence that was passed on cannot be taken back."""

THOUGHT = 3
"""Times its length that may come before such a reply is complete: what precedes a closing thought tag is taken away."""


class Wording:
    """The rewording of one template. `reworded` is to be used once."""

    def __init__(self, template: str, person: str, tools: Collection[str] = (), early: bool = True) -> None:
        self.thought_aloud = False
        self._template = split(template)
        self._guard = Guard(template, person, tools)
        self._whole = len(template.split()) < WHOLE_BELOW
        self._seen: list[Piece] = []
        self._passed: list[Piece] = []
        self._said: list[Piece] = []
        self._bold = [part for p in self._template for part in bold_parts(p.text)]
        self._paragraphs = [plain(part) for p in self._template if "\n\n" in p.lead for part in bold_parts(p.text)]

    @property
    def unsaid(self) -> str:
        """What of the template was not yet said to the reader."""
        return unsaid(self._template, Said(tuple(self._said)))

    def reworded(self, chunks: Iterable[str]) -> Iterator[str]:
        """The guarded sentences of a model's output; ModelError where it breaks a rule."""
        raw = ""
        try:
            for chunk in chunks:
                raw += chunk
                text = clean(raw, final=False)
                self._guard.length(text, slack=THOUGHT if self._whole else 1)
                if not self._whole:
                    self._take(text, final=False)
                    yield from self._say()
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
            raise ViolationError("took back what it had said")
        for piece in ready[len(self._seen) :]:
            self._seen.append(piece)
            self._guard.check(piece.text)
            if self._wanted(piece):
                text = in_bold(piece.text, self._bold)
                self._bold = [part for part in self._bold if plain(part) not in map(plain, bold_parts(text))]
                self._passed.append(Piece(piece.lead, text))

    def _wanted(self, piece: Piece) -> bool:
        """False for a harmless sentence that says what nobody asked for: those are left out."""
        asked = sum(is_question(p.text) for p in self._passed)
        if is_question(piece.text) and asked >= self._guard.questions:
            return False
        return self._guard.supported(piece.text)

    def _say(self) -> Iterator[str]:
        for piece in self._passed[len(self._said) :]:
            self._said.append(piece)
            yield self._led(piece)

    def _finish(self) -> Iterator[str]:
        all_of_it = Said(tuple(self._passed))
        lost = missing(self._template, all_of_it)
        if not self._said and (not self._passed or lost_too_much(self._template, lost, all_of_it)):
            raise ViolationError("lost what the reply says")
        yield from self._say()
        for number, piece in enumerate(lost):
            self._said.append(piece)
            yield (piece.lead or " " if number else "\n\n") + piece.text

    def _led(self, piece: Piece) -> str:
        """The sentence after its white space; what stands out in a paragraph of its own keeps it."""
        if self._said[0] is piece:
            return piece.text
        apart = any(plain(part) in self._paragraphs for part in bold_parts(piece.text))
        return ("\n\n" if apart else piece.lead or " ") + piece.text
