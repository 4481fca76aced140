"""What one clause says by its form: of knowing what it names, and of which names it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from advisor.dialogue.reading.clauses import SELF, Clause
from advisor.dialogue.reading.cues import Cue, cues
from advisor.dialogue.reading.mentions import EXTRA, Mention, Names
from advisor.dialogue.reading.stances import WISHING, Stance, by_cues
from advisor.dialogue.reading.text import words
from advisor.domain.vocabulary import TOOL_LAYERS, Layer, Level

TELLS_OF_KNOWING = frozenset(
    "know knows knew known experience experienced good strong studied background degree familiar fluent skilled skills learned learnt taught teach "
    "expert never idea clue nothing zero can cant can't did knowledge weak basics rusty used lack lacking".split()
)
"""Without one of these an ordinary word ('search', 'regression') names no skill."""
PLAIN = 0.6
"""Part of a clause that is cues and names from which on an ordinary word means the tool: 'keep me away from notebooks'."""
SKILLS = frozenset(EXTRA.values()) | {"git", "pytest", "regular-expressions"}
"""Ideas and habits that people count among what they can do, beside languages and tools."""
GRADES = 0.8
"""Part of a clause that is cues and names from which on it says little else."""
FEW_WORDS = 5
"""Words up to which a clause with a word of correction says nothing else."""
SHORT = 4
"""Words up to which a clause of nothing but cues and names is an answer to how well something is known."""
CORRECTS = frozenset("meant mean sorry correction scratch oops rather instead argh".split())
"""Words that take back the name said before."""
SERVERS = {"postgres": "postgres-server", "postgresql": "postgres-server"}
"""Names for a language by which people also mean the server that speaks it."""
_LONGEST_UNKNOWN = 2
_NO_NAMES = frozenset({"I", "I'm", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
OVER = (("over",), ("rather", "than"), ("instead", "of"), ("in", "place", "of"), ("than",), ("not",), ("and", "not"))
"""Between two names: the first is wanted, the second is not."""
SWAPS = frozenset({"replace", "swap", "exchange", "change", "trade", "switch"})
"""Before two names: the second is wanted, the first is not."""


def names_unknown(clause: Clause) -> bool:
    """Whether a clause amid a sentence is a name we do not know, to which what follows belongs: 'R (daily), Stan (some)'."""
    alone = not clause.names and 0 < len(clause.tokens) <= _LONGEST_UNKNOWN and not cues(clause.tokens).found
    return alone and all(word[:1].isupper() and word not in _NO_NAMES for word in clause.text.split())


def was_known(known: Mapping[str, Level], clause: Clause, names: Sequence[Mention]) -> bool:
    """Whether what is forgotten was known well, as was told before, so that a little of it is left."""
    lost = bool({Cue.LOST, Cue.LAPSED} & cues(clause.tokens).found)
    return lost and any(known.get(m.component, Level.NONE).rank >= Level.WORKING.rank for m in names)


def is_list(names: Names, clauses: Sequence[Clause]) -> bool:
    """Whether a sentence only lists tools: 'Java, Postgres, Docker'."""
    tools = [m for c in clauses for m in c.names if m.sure and names.layer(m) in TOOL_LAYERS]
    return len(tools) >= 2 and all(c.alone for c in clauses)


def never_used(clause: Clause) -> bool:
    """Whether a wish also tells that the thing was never used: 'never touched it and would rather not'."""
    return any(phrase.startswith(("never touched", "never used", "never tried", "never worked", "havent ")) for phrase in cues(clause.tokens).phrases)


def tells_of_knowing(clause: Clause, mention: Mention) -> bool:
    """Whether words beside the name itself speak of knowing, or nothing is said but a level: 'statistics none'."""
    rest = set(words(clause.text)) - set(mention.text.split())
    found = cues(clause.tokens)
    return bool(TELLS_OF_KNOWING & rest) or (found.share == 1.0 and len(clause.tokens) <= SHORT)


def says_only_how_well(clause: Clause) -> bool:
    """Whether a clause that begins with its name says nothing but how well or how long it is known: 'Go every working day for six years'."""
    found = cues(clause.tokens)
    return found.share == 1.0 and len(found.phrases) > 1 and bool({Cue.SOLID, Cue.OFTEN} & found.found)


_NEITHER = frozenset({"neither", "none"})
_BESIDE_NEITHER = frozenset("i ive and but know have speak use do can am in at of them these those the both whatsoever myself sadly alas so".split())


def knows_none(clause: Clause) -> bool:
    """Whether a clause without names tells that none of several is known: 'I know neither', 'none of them'."""
    tokens = set(clause.tokens)
    of_several = "neither" in tokens or bool({"them", "these", "those"} & tokens)
    return not clause.names and bool(_NEITHER & tokens) and of_several and tokens <= _NEITHER | _BESIDE_NEITHER


def is_wish(mention: Mention, layer: Layer, clause: Clause) -> bool:
    """Whether the wish is for the component: a tool by its own name, or else a clause that hardly says more."""
    tool = layer in TOOL_LAYERS
    return (mention.sure and tool) or (cues(clause.tokens).share >= PLAIN and (mention.sure or tool))


def is_skill(mention: Mention, layer: Layer) -> bool:
    """Whether people speak of the component as something they can do, so that 'SQL, daily' is enough."""
    return layer in TOOL_LAYERS or mention.component in SKILLS


def meant_by(mention: Mention, stance: Stance) -> list[Mention]:
    """The components that a name stands for: who knows Postgres knows its SQL and the server, who wishes for it means the server."""
    server = SERVERS.get(mention.text)
    if server is None:
        return [mention]
    return [replace(mention, component=server)] if stance in WISHING else [mention, replace(mention, component=server)]


def pairs(clause: Clause, stance: Stance) -> list[tuple[Mention, Stance]]:
    """Each name with the stance that holds for it; 'X instead of Y' wants X and avoids Y."""
    found = clause.names
    tokens = words(clause.text)
    if stance not in WISHING or len(found) < 2 or clause.same:
        return [(m, stance) for m in found]
    if SWAPS & set(tokens[: found[0].start]):
        return [(found[0], Stance.AVOID), *((m, Stance.PREFER) for m in found[1:])]
    for i, (one, other) in enumerate(pairwise(found)):
        if any(stands(between, tokens[one.end : other.start]) for between in OVER):
            return [(m, Stance.PREFER if at <= i else Stance.AVOID) for at, m in enumerate(found)]
    return [(m, stance) for m in found]


def only_tells_how_often(clause: Clause) -> bool:
    """'The data goes to SQL since 2019' tells of nobody's skill; 'SQL since 2019' and 'I see SQL twice a week' do."""
    found = cues(clause.tokens)
    timed = bool(found.found) and found.found <= {Cue.OFTEN, Cue.REGULAR, Cue.NEUTRAL, Cue.REVISE}
    return timed and found.share < GRADES and not clause.begins_with_name and not SELF & set(clause.tokens)


def corrects(clause: Clause) -> bool:
    """Whether a short clause takes back the name said before: 'sorry, X'."""
    return bool(CORRECTS & set(clause.tokens)) and len(clause.tokens) <= FEW_WORDS and by_cues(cues(clause.tokens), ()) is None


def denies_part(clause: Clause) -> bool:
    """'macros no' beside 'formulas yes' denies a part of what was spoken of, not the whole."""
    return len(clause.tokens) == 2 and clause.tokens[1] in ("no", "none", "not") and clause.tokens[0] not in TELLS_OF_KNOWING | CORRECTS


def stands(part: Sequence[str], tokens: Sequence[str]) -> bool:
    """Whether the words of `part` stand one after another in `tokens`."""
    return any(tuple(tokens[i : i + len(part)]) == tuple(part) for i in range(len(tokens)))
