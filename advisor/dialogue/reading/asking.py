"""Whether a sentence asks, by its form: what asks 'how' or 'why' agrees to nothing and reports nothing."""

import re
from collections.abc import Sequence

from advisor.dialogue.reading.text import words
from advisor.domain.brief import Fact

OPENERS = frozenset(
    "and but so ok okay well um uhm hm hmm also then now please pls sorry hey hi actually wait right oh ah eh sir hello "
    "first alright just btw plus".split()
)
"""Words that may stand before the question itself."""
ASKING = frozenset("why how what which who whose whom when where what's whats how's hows why's whys where's wheres wat wich hwo waht".split())
YES_OR_NO = frozenset(
    "is are was were does did will would should must isn't isnt aren't arent doesn't doesnt didn't wouldn't wouldnt shouldn't shouldnt "
    "won't can't cant couldn't couldnt don't dont am".split()
)
"""Verbs that begin a question if what they speak of follows at once: 'is this', 'must I'."""
SPOKEN_OF = frozenset("i we you he she it they this that these those there the my our your a an".split())
REQUESTS = YES_OR_NO | frozenset("can could may shall do have has".split())
"""The same, with those that begin an order as often ('do it', 'can you show me'); with the mark behind it, it asks."""
SUGGESTIONS = (
    ("what", "if"), ("how", "about"), ("why", "don't", "we"), ("why", "dont", "we"), ("why", "don't", "i"), ("when", "i"), ("when", "we"), ("when", "the"),
    ("what", "i"), ("what", "we"), ("which", "is", "why"), ("what", "a"),
)  # fmt: skip
"""Beginnings that put a wish, or tell something: 'what if I built …', 'when I run it, …', 'what I want is …'."""
DOUBTS = re.compile(
    r"\b(?:can'?t|cannot|couldn'?t|wouldn'?t|isn'?t|won'?t|shouldn'?t|doesn'?t|why not|why can'?t)\s+(?:i|we|you|it|this|that|one|just|simply|excel|a|an|the|use|do)\b",
    re.IGNORECASE,
)
"""Asks whether something simpler would do: 'can't I do it in Excel', 'why not just use a pivot table'."""

_ENDS = r"(?=\s*(?:[^\w\s'’]|$|(?:already|anyway|(?:very |really |quite |pretty )?well|by heart|by now)\b))"
KNOWN_ALREADY = re.compile(
    rf"\b(?:i|we)(?:'ve| have)? (?:already |well |really )?(?:know|knew|can do|master|learnt|learned|did|done) (?:all )?(?:that|it|this|those|them|the stuff)\b{_ENDS}"
    rf"|\balready know\b(?! (?:all )?(?:that|it|this|those)\b(?!{_ENDS}))",
    re.IGNORECASE,
)
"""Says that something need not be taught; not 'I know that pandas is slow', which tells why it is not wanted."""
TELLS = re.compile(
    r"\b(?:does ?n[o']t|do ?n[o']t|did ?n[o']t|never|hardly|no longer) (?:really |even )?matters?\b|\bis (?:n[o']t|not|un)(?: really)? ?(?:so )?important\b|\bis all the same\b|\bmakes no difference\b",
    re.IGNORECASE,
)
"""Makes a statement of what begins as a question: 'where it is doesn't matter'."""

_IF_THEN = re.compile(r"(?:if|when|once)\b.+ (?:who|what|how|why|where|which)(?: (?:is|are|do|does|did|will|would|should|can|could|must|happens)\b|'s\b|s\b)", re.IGNORECASE)
"""Asks what holds in some case: 'if it throws away a complaint, who is to blame'."""
_OR_NO = re.compile(r"\b(?:y ?/ ?n|yes or no)\W*$", re.IGNORECASE)
"""Asks for a yes or a no."""
_JOINT = re.compile(r",|\s+(?=(?:and|plus|so|but|then)\s+\w)", re.IGNORECASE)
"""Where a sentence may go on with a question: 'three hours a week, and what's next', 'four hours now and can I skip Git?'"""
_LEAST_TOLD = 4
"""Words from which on what stands before a question tells something."""
_SENTENCE_WITH_MARK = re.compile(r"[^.!?;\n]+[.!?;]*")


_DONE = frozenset("it that this them these those both all".split())
"""After 'did', without a mark: what somebody has done, 'did that and the second step too'."""


def asks(sentence: str) -> bool:
    """Whether the sentence is formed as a question, with its mark or without it: 'how do I check that'."""
    said = _from_question(sentence)
    if not said or any(said[: len(s)] == list(s) for s in SUGGESTIONS):
        return False
    if TELLS.search(sentence) and not sentence.rstrip().endswith("?"):
        return False
    if _IF_THEN.match(" ".join(said)) or _OR_NO.search(sentence):
        return True
    if said[0] == "did" and said[1:2] != [] and said[1] in _DONE and not sentence.rstrip().endswith("?"):
        return False
    return said[0] in ASKING or (said[0] in YES_OR_NO and said[1:2] != [] and said[1] in SPOKEN_OF)


def without_question(sentence: str) -> str:
    """A sentence without the question that ends it: 'I bought a graphics card, does that help?' tells of the card."""
    for joint in reversed([*_JOINT.finditer(sentence)]):
        told, asked = sentence[: joint.start()], sentence[joint.start() :]
        said = _from_question(asked)
        begins = asks(asked) or (asked.rstrip().endswith("?") and said[:1] != [] and said[0] in REQUESTS and set(said[1:2]) <= SPOKEN_OF)
        if begins and len(words(told)) >= _LEAST_TOLD and not asks(told) and not supposes(told):
            return without_question(told)
    return sentence


def told_in(text: str) -> list[str]:
    """What of each sentence is told, not asked."""
    said = [(s, without_question(s)) for s in _SENTENCE_WITH_MARK.findall(text)]
    return [told for s, told in said if told != s or not (asks(s) or s.rstrip().endswith("?"))]


def asked_of(sentence: str) -> str:
    """What of a sentence that asks is the question; all of it as a rule."""
    told = without_question(sentence)
    return sentence if told == sentence else sentence[len(told) :]


def doubts(sentence: str) -> bool:
    """Whether it asks if something else would not do as well, which is no wish to have it: 'can't I do it in Excel'."""
    said = _from_question(sentence)
    found = DOUBTS.search(sentence)
    return bool(found and said and (sentence.rstrip().endswith("?") or DOUBTS.match(" ".join(said)) or said[0] in ASKING))


def told_beside(text: str, facts: Sequence[Fact]) -> bool:
    """Whether one sentence tells one of the facts and another asks: 'we do have a GPU. What is a batch?'"""
    said = _SENTENCE_WITH_MARK.findall(text)
    telling = [s for s in said if not asks(s) and not s.rstrip().endswith("?")]
    return len(said) > 1 and any(fact.quote and fact.quote in sentence for fact in facts for sentence in telling)


def without_doubts(text: str, facts: Sequence[Fact]) -> list[Fact]:
    """The facts without wishes that are none: for what is only asked about ('can't I do it in Excel?'), or against what
    one need not learn because one knows it ('skip the Python part, I know that')."""
    asked = [s for s in _SENTENCE_WITH_MARK.findall(text) if doubts(s)]
    known = bool(KNOWN_ALREADY.search(text))
    return [
        f for f in facts
        if f.name != "preferences" or not (any(f.quote in s for s in asked) or (known and f.value == "avoid"))
    ]  # fmt: skip


def supposes(text: str) -> bool:
    """Whether it only plays with a thought: 'what if they ask for it in Spanish', 'suppose I had more time'."""
    said = _from_question(text)
    return said[:2] == ["what", "if"] or said[:1] in (["suppose"], ["supposing"], ["imagine"])


def _from_question(sentence: str) -> list[str]:
    """The words from the first that is no mere opening."""
    said = words(sentence)
    first = next((n for n, word in enumerate(said) if word not in OPENERS), len(said))
    return said[first:]
