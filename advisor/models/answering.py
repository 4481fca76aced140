"""One answer from passages on its way from the model to the reader.

The model is asked to copy numbered sentences: that is how small ones choose best. Bare numbers do as well, and what it
words otherwise is taken to mean the sentence nearest to it. Each is shown with a mark that leads to its passage.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from advisor.domain.passage import Answered
from advisor.domain.tongue import tongue
from advisor.errors import ModelError
from advisor.models.alignment import tokens
from advisor.models.clean import clean
from advisor.models.grounding import Embed, Grounding, Verdict
from advisor.models.sentences import split
from advisor.models.sheet import Sentence, Sheet
from advisor.models.tongue import ENGLISH, NAMES, TRANSLATED

ENOUGH = 8
"""Words that must have passed before anything is shown; with fewer in all, the answer is not used."""
LONGEST = 110
MOST_SENTENCES = 6
"""Words and sentences after which no further one is taken: small models name all there are."""
MOST_TRIED = 12
"""Sentences of the model's after which no more is read: small ones may go round in circles."""

_MARK = r"\s*[\[【]\s*\^?(?:(?:passages?|sentences?)\s*)?\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*[\]】]"
_MARKS = re.compile(rf"(?:{_MARK})+", re.IGNORECASE)
_LATE_MARKS = re.compile(rf"([.!?…]+[*_]*)((?:{_MARK})+)", re.IGNORECASE)
_HALF_MARK = re.compile(r"[\[【][^\]】]*$")
_BARE_NUMBERS = re.compile(r"^[ \t]*\d{1,2}(?:[ \t,;.]+\d{1,2})*[ \t,;.]*$", re.MULTILINE)
_LINE_NUMBER = re.compile(r"^[ \t]*[-*]?[ \t]*(\d{1,2})[ \t]*[:.)][ \t]+(?=\S)", re.MULTILINE)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_YES_NO = re.compile(r"^(?:yes|no|ja|nein|s[ií]|oui|non|sim|não|nee)\s*[,.:;–—-]+\s*", re.IGNORECASE)
_NONE = re.compile(r"^\W*nothing\b", re.IGNORECASE)


def task(question: str) -> str:
    """What the prompt asks for in its last line, by the question's language."""
    spoken = tongue(question)
    if spoken == "en":
        return "Answer:"
    return f"Answer, each sentence translated into {NAMES.get(spoken, 'the language of the question')} and followed by its number:"


@dataclass(frozen=True)
class _Item:
    """A piece of what the model wrote: words, and the numbers that stand at them."""

    words: str
    numbers: tuple[int, ...]


class Answering:
    """One answer to `question` from a `sheet` of sentences. `answered` is to be used once."""

    def __init__(self, question: str, sheet: Sheet, tools: Sequence[str] = (), embed: Embed | None = None) -> None:
        self._tongue = tongue(question)
        self._sheet = sheet
        self._grounding = Grounding(question, [s.text for s in sheet.sentences], tools, embed)
        self._titles = {tokens(p.title) for p in sheet.passages}
        self._taken = 0
        self._used: set[Sentence] = set()
        self._last: Sentence | None = None
        self._held: list[Answered] = []
        self._cited: list[int] = []
        self._on_it = False
        self._begun = False
        self._translated = False
        self._words = 0

    def answered(self, chunks: Iterable[str]) -> Iterator[Answered]:
        """The sentences to be shown, as they are chosen, and what was left out of what the model wrote, with the reason.

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
        if not self._begun and _NONE.match(clean(raw)):
            raise ModelError(
                "The language model found no answer in my sources, so here is what comes nearest in them.",
                remedy="Nothing is lost.", detail="grounding: found nothing",
            )  # fmt: skip
        if not self._begun:
            raise ModelError(
                "Here my sources speak for themselves: the language model added nothing that they bear out.",
                remedy="Nothing is lost.", detail="grounding: too little left",
            )  # fmt: skip
        if self._tongue != "en":
            label = TRANSLATED if self._translated else ENGLISH
            yield Answered(f"\n\n*{label.get(self._tongue, label['en'])}*")

    @property
    def _full(self) -> bool:
        return self._words > LONGEST or len(self._used) >= MOST_SENTENCES or self._taken >= MOST_TRIED

    def _take(self, text: str, *, final: bool) -> Iterator[Answered]:
        """Judges what is complete by now."""
        found = _items(text, final=final)
        for item in found[self._taken :]:
            self._taken += 1
            if self._full:
                return
            yield from self._judged(item)

    def _judged(self, item: _Item) -> Iterator[Answered]:
        words = _bare(item.words)
        if tokens(words) in self._titles:
            words = ""
            verdict = Verdict(why_not="a title")
        if words or item.numbers:
            verdict = self._grounding.judge(words, [n - 1 for n in item.numbers])
        if verdict.why_not:
            yield Answered("", left_out=f"{words or item.numbers} ({verdict.why_not})")
            return
        sentences = [self._sheet.sentences[i] for i in verdict.sentences]
        if verdict.own and self._tongue == "en":
            for one in sentences[0].led[:-1]:
                self._show(one.text, [one])
            self._show(words, sentences)
        else:
            for sentence in sentences:
                for one in sentence.led:
                    self._show(one.text, [one], words if verdict.own and one is sentences[-1] else "")
        if self._on_it and self._words >= ENOUGH:
            self._begun = True
            yield from self._held
            self._held.clear()

    def _show(self, words: str, sentences: Sequence[Sentence], translation: str = "") -> None:
        """Holds it ready to be shown, unless it was already; `words` say what the `sentences` say."""
        if all(s in self._used for s in sentences):
            return
        self._used.update(sentences)
        passages = list(dict.fromkeys(s.passage for s in sentences))
        titles = " ".join(self._sheet.passages[i].title for i in passages)
        self._on_it = self._on_it or self._grounding.on_the_question(f"{titles}: {' '.join(s.text for s in sentences)}")
        self._words += len(words.split())
        lead, heading = "", ""
        if self._last is None or self._last.passage != passages[0]:
            lead = "\n\n" if self._last else ""
            heading = self._sheet.heading(sentences[0]) if words == sentences[0].text else ""
            heading = f"**{heading if heading.endswith(('?', '!', '.')) else f'{heading}.'}** " if heading else ""
        else:
            lead = " "
        self._cited += [i for i in passages if i not in self._cited]
        marks = "".join(f" [{self._cited.index(i) + 1}]" for i in passages)
        if translation:
            self._translated = True
            marks += f" *({translation.replace('*', '').replace('_', ' ')})*"
        self._held.append(Answered(f"{lead}{heading}{words}{marks}", tuple(self._sheet.passages[i] for i in passages)))
        self._last = sentences[-1]


def _items(text: str, *, final: bool) -> list[_Item]:
    """What is complete of a model's answer: numbers with the words behind them, or sentences with numbers at their ends."""
    if not final and not (_MARKS.search(text) or split(text)[1:]):
        return []
    marked = _LINE_NUMBER.sub(r"[\1] ", _BARE_NUMBERS.sub(_bracketed, text))
    if _MARKS.match(marked):
        return _led_by_numbers(marked, final=final)
    found = split(_LATE_MARKS.sub(lambda m: f"{m[2].replace(chr(10), ' ')}{m[1]}", text))
    if not final:
        ending = found[-1].text if found else ""
        found = found[: -2 if ending.startswith(("[", "【")) and _HALF_MARK.match(ending) else -1]
    return [_Item(_MARKS.sub("", p.text), _numbers(" ".join(_MARKS.findall(p.text)))) for p in found]


def _led_by_numbers(text: str, *, final: bool) -> list[_Item]:
    """Numbers, each chosen by itself, but for one with words behind it, up to the next number."""
    marks = list(_MARKS.finditer(text))
    items: list[_Item] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        numbers = _numbers(mark[0])
        complete = final or following is not None
        words = text[mark.end() : following.start() if following else len(text)].strip(" \t\n,;") if complete else ""
        items += [_Item("", (n,)) for n in (numbers if complete and not words else numbers[:-1])]
        if words:
            items.append(_Item(words, numbers[-1:]))
    return items


def _bracketed(found: re.Match[str]) -> str:
    return " ".join(f"[{n}]" for n in re.findall(r"\d+", found[0]))


def _numbers(marks: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", marks))


def _bare(sentence: str) -> str:
    """A sentence without bullet, without a leading yes or no, and with no blank before its end."""
    text = _BULLET.sub("", sentence.strip())
    cut = _YES_NO.sub("", text)
    if cut and cut != text:
        text = cut[0].upper() + cut[1:]
    return re.sub(r"\s+([.!?,;:])", r"\1", text).strip()
