"""Messages that put something right: whether they do, what they leave open, and what they only seem to want."""

from collections.abc import Sequence

from advisor.dialogue.reading.retold import CERTAIN, FACTS, HINTED, Retold, Topic
from advisor.domain.brief import Brief, Fact, Provenance
from advisor.domain.conversation import Intent
from advisor.domain.vocabulary import Level


def puts_right(told: Retold, facts: Sequence[Fact], brief: Brief) -> bool:
    """Whether a fact that the message is about is news."""
    topic = told.topic
    return topic is not None and any(f.name == FACTS[topic] and ((old := brief.fact(*f.slot)) is None or old.value != f.value) for f in facts)


def unsaid_fact(told: Retold, facts: Sequence[Fact], mentions: Sequence[str], brief: Brief, wants: Sequence[Intent] = ()) -> str:
    """The fact that is sure to be otherwise now, if the message does not say how."""
    topic = told.topic
    least = HINTED if Intent.CHANGE_TIME in wants and topic in (Topic.HOURS, Topic.DEADLINE) else CERTAIN
    if topic is None or told.share(topic) < least or any(f.name == FACTS[topic] for f in facts):
        return ""
    known = topic in (Topic.HOURS, Topic.DEADLINE, Topic.MACHINE) and brief.knows(FACTS[topic])
    return FACTS[topic] if known or (topic is Topic.SKILL and not mentions and brief.knows(FACTS[topic])) else ""


TOLD_ANEW = frozenset({"hours_per_week", "deadline_weeks", "hardware", "conditions", "background"})
"""What changes the plan by itself, so that a message which tells it need not also find a step too hard."""


def outdone_by(facts: Sequence[Fact], brief: Brief) -> frozenset[Intent]:
    """What a message with these facts only seems to want: 'six was too optimistic, four' finds no step too hard."""
    known = said_levels(brief)
    modest = any(f.name == "known_skills" and (f.value in (Level.NONE, Level.AWARE) or known.get(f.key, f.value) != f.value) for f in facts)
    anew = any(f.name in TOLD_ANEW for f in facts)
    return frozenset([*([Intent.TOO_HARD, Intent.TOO_EASY] if anew else []), *([Intent.TOO_EASY] if modest else [])])


def said_levels(brief: Brief) -> dict[str, Level]:
    """What was said before of what is known."""
    return {f.key: Level(f.value) for f in brief.named("known_skills") if f.provenance is Provenance.SAID}
