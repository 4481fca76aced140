"""The fact that a clause tells of one name, if it tells one."""

from advisor.dialogue.reading.clauses import Clause
from advisor.dialogue.reading.mentions import Mention, Names
from advisor.dialogue.reading.skill_clauses import SWAPS, is_skill, is_wish, says_only_how_well, tells_of_knowing
from advisor.dialogue.reading.skill_words import Topic
from advisor.dialogue.reading.stances import KNOWING, WISHING, Stance
from advisor.domain.brief import Fact
from advisor.domain.vocabulary import TOOL_LAYERS, Layer, Level


def fact_of(names: Names, mention: Mention, stance: Stance, clause: Clause, asked: bool, topic: Topic, turn: int) -> Fact | None:
    """The fact, unless an ordinary word hardly means the component, or nobody prefers or avoids such a thing.

    `asked`: the question of skills is open; `topic`: what was spoken of before.
    """
    layer = names.layer(mention)
    if stance is Stance.NONE and not asked and _shunned(layer, clause, topic):
        stance = Stance.AVOID
    if stance in WISHING:
        swapped = stance is Stance.AVOID and bool(SWAPS & set(clause.tokens))  # 'exchange Git for something simpler'
        if (layer in (Layer.METRIC, Layer.PRACTICE) and not swapped) or not is_wish(mention, layer, clause):
            return None
        return Fact(name="preferences", key=mention.component, value=str(stance), quote=clause.text, turn=turn)
    if stance not in KNOWING:
        return None
    graded = layer in TOOL_LAYERS and says_only_how_well(clause)
    if not (asked or graded or (mention.sure and is_skill(mention, layer)) or tells_of_knowing(clause, mention)):
        return None
    return Fact(name="known_skills", key=mention.component, value=Level(stance), quote=clause.text, turn=turn)


def _shunned(layer: Layer, clause: Clause, topic: Topic) -> bool:
    """Whether 'no Docker' by itself keeps a library or a server out, rather than telling what is not known."""
    reasoned = clause.tokens == ("so", "no", "X")  # 'notebooks confuse me, so no Jupyter'
    only = clause.tokens in (("no", "X"), ("and", "no", "X")) or reasoned
    tool = layer in (TOOL_LAYERS if reasoned else (Layer.LIBRARY, Layer.DEPLOYMENT))
    return only and tool and (topic.stance not in KNOWING or topic.wished)
