"""What the reading of skills works with: the words that clauses are judged by, what was spoken of last, and what was read."""

from dataclasses import dataclass

from advisor.dialogue.reading.cues import X
from advisor.dialogue.reading.mentions import Mention
from advisor.dialogue.reading.stances import Stance
from advisor.domain.brief import Fact

LONG = 14
"""Words from which on a clause without cues says too much else for its likeness to tell how it speaks of a name."""
FEW = 5
"""Words up to which a clause that tells nothing by itself goes with the one before: 'before that PHP'."""
WISHES = frozenset("id want wanna like need wish would wed hope should".split())
"""Words of a clause that says what somebody wants to build, and nothing of what was named before."""
NOT_X = frozenset({("not", "X"), ("no", "not", "X"), ("X", "not")})
"""A bare denial, which may set a name right or a wish off: 'not Java, JavaScript', 'I prefer PyTorch, TensorFlow not'."""
NO_X = frozenset({("no", "X"), ("nothing", "in", "X"), ("nothing", "with", "X"), ("X", "no")})
PLEAS = frozenset({("thank", "you"), ("thanks",), ("please",), ("whatever", "you", "do"), ("i", "beg", "you"), ("if", "possible")})
"""Beside a denial these make it a wish: 'no TensorFlow, thank you'."""
PLEADING = frozenset("please thank thanks you and very much kindly so if may i mind dont".split())
"""Words of which a clause that asks or thanks is made."""
I_DONT = frozenset({("i", word) for word in ("dont", "cant", "havent", "not", "never", "didnt")} | {("but", "not", "me"), ("not", "me"), ("not", "i")})
"""What makes the difference to others who know something: 'she knows Java, I don't'."""
EXCEPT_X = frozenset({("except", "X"), ("except", "for", "X"), ("apart", "from", "X"), ("besides", "X"), ("save", "X"), ("only", "X"), ("just", "X"), ("only", "just", "X")})
"""What stands out of the names before: 'SQL and R daily, except Java', 'no R, no SQL, only Excel'."""
AFFIRMING = frozenset({X, "yes", "yep", "yeah", "still", "is", "ok", "okay", "right", "correct", "true", "stays", "holds", "fine", "sure"})
"""Words of a clause that only says that what was told of a name holds: 'C# yes'."""
OPPOSITE = {Stance.SOLID: Stance.NONE, Stance.WORKING: Stance.NONE, Stance.NONE: Stance.WORKING}
LIKEWISE = frozenset("likewise ditto equally similarly also too".split())
GIVES_TIME = frozenset("give spend spare devote invest dedicate".split())
"""Words of a clause that tells how much time there is, not how often something is used."""
LIKELY = 0.4
"""Share from which likeness alone grades a name in a sentence that grades others."""
IT = frozenset({"it", "them"})
OF_SELF = frozenset({"i", "ive", "im", "me"})
BY_NOW = frozenset({"now", "nowadays", "today", "meanwhile", "meantime", "since"})
"""Words by which what is said last is more than what was said before: 'did a course, now I use it'."""
MAINLY = frozenset({"mostly", "mainly", "chiefly", "primarily", "especially", "above all"})
"""Words that single out one of what was spoken of, and tell no level: 'R since 2015, mostly ggplot2'."""


@dataclass
class Topic:
    """What was spoken of last, to which 'it' may refer."""

    names: tuple[Mention, ...] = ()
    stance: Stance = Stance.OTHER
    others: bool = False
    """Whether it was said of somebody else."""
    hinted: bool = False
    """Whether knowing it was at most hinted at: 'R for the monthly report'."""
    asked: bool = False
    """Whether it was only asked about: 'Never R?'."""
    guessed: bool = False
    """Whether no cue told how well it is known."""
    wished: bool = False
    """Whether it was wished for, too."""
    graded: bool = False
    """Whether it was spoken of as known well: 'Fluent in R?'."""


@dataclass(frozen=True)
class SkillReading:
    """What a text says of skills and tools, and every component that it names."""

    facts: tuple[Fact, ...]
    mentions: tuple[Mention, ...]
    spoken_of: tuple[str, ...]
    """Sentences that speak of skills, so that the rest can be read as the problem."""
    affirmed: tuple[str, ...] = ()
    """Components of which it is said that they are as they were told."""
