"""One answer from passages on its way from the model to the reader: cut into sentences, checked, with its marks set."""

import re
from collections.abc import Iterable, Iterator, Sequence

from advisor.domain.passage import Answered, Hit, Passage
from advisor.errors import ModelError
from advisor.models.claim_words import POINTERS
from advisor.models.clean import clean
from advisor.models.evidence import tokens
from advisor.models.grounding import Embed, Grounding, Verdict, without_orders
from advisor.models.prompts import fenced
from advisor.models.sentences import split
from advisor.models.tongue import UNCHECKED, tongue

MOST_PASSAGES = 3
WORDS_EACH = 120
"""Words of a passage that the model is given: its first whole sentences."""
ENOUGH = 8
"""Words that must have passed before anything is shown; with fewer in all, the answer is not used."""
LONGEST = 110
MOST_SENTENCES = 5
"""Words and sentences after which no further one is taken: small models copy passages to their end."""

_MARKS = re.compile(r"\s*[\[【]\s*\^?(?:passages?\s*)?(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*[\]】]", re.IGNORECASE)
_LATE_MARKS = re.compile(r"([.!?…]+[*_]*)((?:\s*[\[【]\s*\^?(?:passages?\s*)?[\d,; ]+[\]】])+)", re.IGNORECASE)
_HALF_MARK = re.compile(r"[\[【][^\]】]*$")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_YES_NO = re.compile(r"^(?:yes|no|ja|nein|s[ií]|oui|non|sim|não|nee)\s*[,.:;–—-]+\s*", re.IGNORECASE)
_LEANING = POINTERS | frozenset("therefore thus hence however also then otherwise instead so but".split())


def given(passages: Sequence[Hit]) -> list[tuple[Passage, str]]:
    """What the model gets to see: the best passages, each without orders to it, in its first whole sentences."""
    shown = []
    for hit in passages[:MOST_PASSAGES]:
        # Of a component what it is, without when it would come into a plan.
        telling = hit.passage.text.split("\n\n")[0] if hit.passage.kind == "component" else hit.passage.text
        text = _first_sentences(without_orders(telling))
        if text:
            shown.append((hit.passage, text))
    return shown


def listed(shown: Sequence[tuple[Passage, str]]) -> str:
    """The passages as the prompt has them."""
    return "\n".join(f"[{n}] {fenced(p.title, 200)}\n{fenced(text, 2_000)}" for n, (p, text) in enumerate(shown, 1))


class Answering:
    """One answer to `question` from what was `shown`. `answered` is to be used once."""

    def __init__(
        self, question: str, shown: Sequence[tuple[Passage, str]], tools: Sequence[str] = (), embed: Embed | None = None
    ) -> None:
        self._question = question
        self._passages = [p for p, _ in shown]
        self._grounding = Grounding(question, [f"{p.title}.\n\n{text}" for p, text in shown], tools, embed)
        self._taken = 0
        self._held: list[Answered] = []
        self._cited: list[int] = []
        self._on_it = False
        self._begun = False
        self._fell = False
        self._unchecked = False
        self._words = 0
        self._sentences = 0

    def answered(self, chunks: Iterable[str]) -> Iterator[Answered]:
        """The sentences that are borne out, as they come, and those that are not, each with the reason.

        Raises ModelError if too little is left to be an answer; then nothing of it was yielded to be shown.
        """
        raw = ""
        for chunk in chunks:
            raw += chunk
            yield from self._take(clean(raw, final=False), final=False)
            if self._full:
                break
        else:
            yield from self._take(clean(raw), final=True)
        if not self._begun:
            raise ModelError(
                "What the language model answered is not borne out by my sources, so here is what they say.",
                remedy="Nothing is lost.", detail="grounding: too little left",
            )  # fmt: skip
        if self._unchecked:
            label = UNCHECKED.get(tongue(self._question), UNCHECKED["en"])
            yield Answered(f"\n\n*{label}*")

    @property
    def _full(self) -> bool:
        return self._words > LONGEST or self._sentences >= MOST_SENTENCES

    def _take(self, text: str, *, final: bool) -> Iterator[Answered]:
        """Judges the sentences that are complete by now."""
        text = _LATE_MARKS.sub(lambda m: f"{m[2].replace(chr(10), ' ')}{m[1]}", text)
        found = split(text)
        if not final:
            ending = found[-1].text if found else ""
            found = found[: -2 if ending.startswith(("[", "【")) and _HALF_MARK.match(ending) else -1]
        for piece in found[self._taken :]:
            self._taken += 1
            if self._full:
                return
            yield from self._judged(piece.text, "\n\n" if "\n\n" in piece.lead else " ")

    def _judged(self, sentence: str, lead: str) -> Iterator[Answered]:
        named = [int(n) - 1 for m in _MARKS.finditer(sentence) for n in re.findall(r"\d+", m[1])]
        plain = _bare(_MARKS.sub("", sentence))
        verdict = self._grounding.judge(plain, [i for i in named if 0 <= i < len(self._passages)])
        if any(tokens(plain) == tokens(p.title) for p in self._passages):
            verdict = Verdict(why_not="a title")
        if not verdict.why_not and self._fell and tokens(plain)[:1] and tokens(plain)[0] in _LEANING:
            verdict = Verdict(why_not="leans on a sentence that was left out")
        if verdict.why_not:
            self._fell = True
            yield Answered("", left_out=f"{plain} ({verdict.why_not})")
            return
        self._fell = False
        self._unchecked = self._unchecked or not verdict.checked
        titles = " ".join(self._passages[i].title for i in verdict.passages)
        self._on_it = self._on_it or self._grounding.on_the_question(f"{titles}: {plain}")
        self._words += len(plain.split())
        self._sentences += 1
        self._held.append(self._marked(plain, lead, verdict))
        if self._on_it and self._words >= ENOUGH and self._cited:
            self._begun = True
            yield from self._held
            self._held.clear()

    def _marked(self, sentence: str, lead: str, verdict: Verdict) -> Answered:
        """The sentence with the reader's marks: passages are numbered as they come up."""
        self._cited += [i for i in verdict.passages if i not in self._cited]
        marks = "".join(f" [{self._cited.index(i) + 1}]" for i in verdict.passages)
        first = not self._begun and not self._held
        return Answered(f"{'' if first else lead}{sentence}{marks}", tuple(self._passages[i] for i in verdict.passages))


def _bare(sentence: str) -> str:
    """A sentence without bullet, without a leading yes or no, and with no blank before its end."""
    text = _BULLET.sub("", sentence.strip())
    cut = _YES_NO.sub("", text)
    if cut and cut != text:
        text = cut[0].upper() + cut[1:]
    return re.sub(r"\s+([.!?,;:])", r"\1", text).strip()


def _first_sentences(text: str) -> str:
    kept: list[str] = []
    words = 0
    for piece in split(text):
        if kept and words + piece.words > WORDS_EACH:
            break
        kept.append(("\n\n" if "\n\n" in piece.lead else " ") + piece.text)
        words += piece.words
    return "".join(kept).strip()
