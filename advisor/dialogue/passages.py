"""Answers from passages only: what was found, shortened, with marks that lead to its sources."""

import re
from dataclasses import dataclass

from advisor.dialogue.ports import Searcher
from advisor.dialogue.quoting import presentable
from advisor.dialogue.turn import Asked
from advisor.domain.passage import Hit, Passage
from advisor.domain.plan import Citation

SURE = 0.53
"""Similarity below which the best passage is not taken for an answer."""
WORDS_OF_FIRST = 110
WORDS_OF_MORE = 45
NEAR_FIRST = 0.15
"""A second passage is added only if it fits almost as well as the first."""


@dataclass(frozen=True)
class Answer:
    """Text with numbered marks, and what it was made of; its citations are in the order of the marks."""

    text: str
    asked: Asked

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the marks lead to."""
        return self.asked.citations


def answer_from_passages(
    searcher: Searcher, query: str, pattern: str | None, most: int = 2, about: str | None = None, question: str = ""
) -> Answer | None:
    """An answer made of the best passages; None where nothing relevant was found.

    `question`: what was asked, if the query is not just that. `about`: the component asked for; the passage that says
    what it is comes first, if it was found. Whoever answers in its place, a model too, gets the passages as they are shown:
    without mark-up, foreign addresses and orders.
    """
    found = [clean for hit in searcher.search(query, k=4, pattern=pattern) if (clean := _presentable(hit))]
    hits = sorted(found, key=lambda h: h.passage.id != f"component/{about}")
    best = max((h.score for h in hits), default=0.0)
    if best < SURE:
        return None
    chosen = [h for h in hits[:most] if h is hits[0] or best - h.score <= NEAR_FIRST]
    parts: list[str] = []
    citations: list[Citation] = []
    for number, hit in enumerate(chosen, start=1):
        length = WORDS_OF_FIRST if number == 1 else WORDS_OF_MORE
        parts.append(f"**{_ended(hit.passage.title)}** {shortened(_telling(hit), length)} [{number}]")
        citations.append(cited(hit.passage))
    rest = [h for h in hits[len(chosen) :] if best - h.score <= 2 * NEAR_FIRST]
    if rest:
        parts.append("*Also on this:* " + _ended("; ".join(h.passage.title for h in rest[:2])))
        citations.extend(cited(h.passage) for h in rest[:2])
    fitting = tuple(h for h in hits if best - h.score <= 2 * NEAR_FIRST)
    return Answer("\n\n".join(parts), Asked(question or query, fitting, tuple(citations)))


def _ended(title: str) -> str:
    return title if title.endswith(("?", "!", ".")) else f"{title}."


def _telling(hit: Hit) -> str:
    """What explains: of a component what it is, without when it would come into a plan."""
    return hit.passage.text.split("\n\n")[0] if hit.passage.kind == "component" else hit.passage.text


def _presentable(hit: Hit) -> Hit | None:
    passage = fit_to_show(hit.passage)
    return hit._replace(passage=passage) if passage else None


def fit_to_show(passage: Passage) -> Passage | None:
    """The passage as it may be shown; None where nothing is left of its title or text."""
    addresses = [source.url for source in passage.sources]
    title, text = presentable(passage.title, addresses), presentable(passage.text, addresses)
    return passage.model_copy(update={"title": title, "text": text}) if title and text else None


def cited(passage: Passage) -> Citation:
    """The citation of a passage: its own title, and the address of its first source."""
    return Citation(id=passage.id, title=passage.title, url=passage.sources[0].url if passage.sources else "")


def shortened(text: str, most: int) -> str:
    """The first whole sentences of a passage, up to about `most` words; headings dropped."""
    plain = re.sub(r"^#+ .*$", "", text, flags=re.MULTILINE).strip()
    made: list[str] = []
    count = 0
    for paragraph in re.split(r"\n\s*\n", plain):
        if paragraph.lstrip().startswith(("|", "```", ">")):
            if made:
                break
            continue
        kept: list[str] = []
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z“\"'*(\d])", paragraph.strip()):
            size = len(sentence.split())
            if count and count + size > most:
                break
            kept.append(sentence)
            count += size
        else:
            made.append(" ".join(kept))
            if count >= most * 0.8:
                break
            continue
        if kept:
            made.append(" ".join(kept))
        break
    return "\n\n".join(m for m in made if m)
