"""Reads what a person knows, does not know, wants to use and wants to avoid."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.clauses import (
    ASKING,
    PRONOUNS,
    SELF,
    Clause,
    names_another,
    read_sentences,
    referring,
    refers,
)
from advisor.dialogue.reading.cues import Cue, X, cues
from advisor.dialogue.reading.mentions import Mention, Names
from advisor.dialogue.reading.retelling import (
    affirms,
    dismisses,
    in_place_of,
    means,
    misjudges,
    reports,
    withdraws,
    wrong_and_right,
)
from advisor.dialogue.reading.skill_clauses import (
    CORRECTS,
    GRADES,
    PLAIN,
    corrects,
    denies_part,
    is_list,
    knows_none,
    meant_by,
    names_unknown,
    never_used,
    only_tells_how_often,
    pairs,
    stands,
    was_known,
)
from advisor.dialogue.reading.skill_facts import fact_of
from advisor.dialogue.reading.skill_words import (
    AFFIRMING,
    BY_NOW,
    EXCEPT_X,
    FEW,
    GIVES_TIME,
    I_DONT,
    IT,
    LIKELY,
    LIKEWISE,
    LONG,
    MAINLY,
    NO_X,
    NOT_X,
    OF_SELF,
    OPPOSITE,
    PLEADING,
    PLEAS,
    WISHES,
    SkillReading,
    Topic,
)
from advisor.dialogue.reading.stances import (
    KNOWING,
    SURE,
    SURE_WITHOUT_CUE,
    WISHING,
    Stance,
    by_cues,
    is_rule,
    judge,
    of_others,
)
from advisor.domain.brief import Fact
from advisor.domain.vocabulary import Level


def read_skills(
    names: Names, text: str, turn: int, asked: bool = False, searcher: Searcher | None = None, known: Mapping[str, Level] | None = None
) -> SkillReading:
    """Skills and preferences in `text`; where something is said twice of a name, the last word counts.

    `asked`: the question of skills is open, so that a bare list of names is an answer. Without a `searcher`, which
    knows how example clauses speak of tools, only the cues are read. `known` is what earlier messages told, which
    this one may put right: 'it's not SQL, I meant Scala'.
    """
    reader = _SkillReader(names, turn, asked, searcher, known or {})
    spoken: list[str] = []
    for sentence in read_sentences(names, text):
        before = dict(reader.facts)
        reader.read(sentence.clauses)
        if reader.facts != before:
            spoken.append(sentence.text)
    reader.put_in_place()
    return SkillReading(tuple(reader.facts.values()), tuple(names.find(text)), tuple(spoken), tuple(reader.affirmed))


@dataclass
class _SkillReader:
    """Goes through the clauses of one text."""

    names: Names
    turn: int
    asked: bool
    searcher: Searcher | None
    known: Mapping[str, Level] = field(default_factory=dict)
    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)
    topic: Topic = field(default_factory=Topic)
    meant: list[Mention] = field(default_factory=list)
    """Names that were meant where others were told before: 'wrong library. I meant PyTorch'."""
    affirmed: list[str] = field(default_factory=list)
    """Components of which it is said that they are as they were told."""
    withdrawn: set[str] = field(default_factory=set)
    """Components of which it is said that they were never so."""
    said_of: list[Mention] = field(default_factory=list)
    """All names so far, of which 'I know neither' speaks."""
    revising: bool = False
    """Whether words such as 'honestly' have announced that what was said last is taken back."""
    retold: Stance | None = None
    """What is said so far of names whose earlier telling is put right: 'forget what I said about R, I took one course'."""

    def read(self, clauses: Sequence[Clause]) -> None:
        """Reads one sentence."""
        listed = is_list(self.names, clauses)
        within: Stance | None = None
        begun = added = False
        pleads = any(clause.tokens in PLEAS or PLEADING.issuperset(clause.tokens) for clause in clauses)
        for clause in self._without_mistakes(clauses):
            if begun and names_unknown(clause):
                self.topic = Topic()
                continue
            if clause.names and self._as_told(clause):
                within, begun = None, True
                continue
            if clause.names and self._retells(clause, within, listed):
                within, begun = None, True
                continue
            if knows_none(clause) and len(self.said_of) > 1:
                self._note(replace(clause, tokens=(X, "none"), names=tuple(self.said_of)), Stance.NONE)
                continue
            self.said_of.extend(clause.names)
            if not clause.names and self.retold is not None and self._put_right(clause):
                continue
            if not clause.names:
                topic = self.topic
                within = self._read_back(clause, within, begun)
                added = added or self.topic is not topic
                self.revising = self.revising or Cue.REVISE in cues(clause.tokens).found or (clause.tokens == ("well",) and not begun)
                continue
            others = (of_others(clause.words) and not is_rule(clause.tokens)) or (self.topic.others and clause.same)
            stance = self._stance(clause, within, listed, others)
            if corrects(clause) and self.topic.stance in (*KNOWING, *WISHING):
                stance = self.topic.stance if stance not in WISHING else stance
                self._take_back()
            stance = Stance.AVOID if pleads and stance is Stance.NONE and clause.tokens in (*NOT_X, *NO_X) else stance
            self._note(clause, stance)
            within, begun, self.revising = stance, True, False
            self.topic = self._topic_of(clause, stance, others)
        self.revising = self.revising and not added

    def _as_told(self, clause: Clause) -> bool:
        """Takes a clause that only says of known names that they are as they were told, or that they were never so."""
        about = [m for m in clause.names if m.component in self.known]
        if about and reports(clause.tokens) and all(m.component in self.withdrawn for m in about):
            return True
        affirmed, withdrawn = affirms(clause.tokens), withdraws(clause.tokens)
        if not about or not (affirmed or withdrawn):
            return False
        self._take_back(about)
        if affirmed:
            self.affirmed.extend(m.component for m in about)
        else:
            self.withdrawn.update(m.component for m in about)
            self._note(replace(clause, names=tuple(about), tokens=(X, "none")), Stance.NONE)
        self.topic = Topic(tuple(about), Stance.OTHER if affirmed else Stance.NONE)
        return True

    def _retells(self, clause: Clause, within: Stance | None, listed: bool) -> bool:
        """Takes a clause that only speaks of what was told of known names before, so that what follows puts it right."""
        misjudged = misjudges(clause.tokens)
        withdrawn = dismisses(clause.tokens) or misjudged
        unknown = not misjudged and not {m.component for m in clause.names} <= set(self.known)
        if unknown or not (withdrawn or reports(clause.tokens)):
            self.retold = None
            return False
        if not withdrawn:
            self._note(clause, self._stance(clause, within, listed, others=False))
        self.topic = Topic(clause.names, Stance(self.known.get(clause.names[0].component, Level.AWARE)), guessed=True)
        self.retold = Stance.OTHER
        return True

    def _put_right(self, clause: Clause) -> bool:
        """Reads what a clause after such a one tells of knowing the names: 'one course', 'only the basics stuck'."""
        about = replace(clause, tokens=(X, *clause.tokens))
        stance = by_cues(cues(about.tokens), about.tokens)
        tokens = set(clause.tokens)
        of_it = bool((SELF | PRONOUNS) & tokens) or cues(clause.tokens).share >= PLAIN
        if stance not in KNOWING or not of_it or clause.asks or of_others(clause.words) or (WISHES | GIVES_TIME) & tokens:
            return False
        weaker = (stance is Stance.NONE and self.retold is Stance.AWARE) or (stance is Stance.WORKING and self.retold in (Stance.AWARE, Stance.SOLID))
        if not weaker:
            self.retold = stance
            self._note(replace(about, names=self.topic.names), stance)
        return True

    def _without_mistakes(self, clauses: Sequence[Clause]) -> Iterator[Clause]:
        """The clauses, but of 'not Java, JavaScript' and 'I meant PHP, not Python' only what is left to say of the right name.

        It is said of the right name what was said of the wrong one.
        """
        earlier = self._mistaken_before(clauses) if self.known and not self.facts else None
        if earlier is not None:
            yield from earlier
            return
        wrong = {m.component for m in self.topic.names} if self.topic.stance in (*KNOWING, *WISHING) else set()
        denied = next((c for c in clauses if c.tokens in NOT_X and {m.component for m in c.names} <= wrong), None)
        right = denied and next((c for c in clauses if c.names and c.begins_with_name and not wrong & {m.component for m in c.names}), None)
        for clause in clauses:
            if right and clause is denied:
                continue
            if clause is right:
                stance = self.topic.stance
                self._take_back()
                self._note(clause, stance)
                self.topic = Topic(clause.names, stance)
                if clause.bare:
                    continue
            if CORRECTS & set(clause.tokens) and stands((X, "not", X), clause.tokens) and len(clause.names) == 2:
                self._swap(clause)
                continue
            yield clause

    def _mistaken_before(self, clauses: Sequence[Clause]) -> list[Clause] | None:
        """What is left where names told in an earlier message are put right by others, None where none are.

        What was known of those is known of these.
        """
        wrong, right = wrong_and_right(clauses)
        denied = [m for c in wrong for m in c.names if m.component in self.known]
        if not denied or not right:
            self.meant.extend(m for c in clauses if c.names and means(c.tokens) for m in c.names)
            return None
        level = Stance(self.known[denied[0].component])
        for clause, how in (*((c, Stance.NONE) for c in wrong), *((c, level) for c in right)):
            for named in (it for mention in clause.names for it in meant_by(mention, how)):
                fact = Fact(name="known_skills", key=named.component, value=Level(how), quote=clause.text, turn=self.turn)
                self.facts[fact.slot] = fact
        return [c for c in clauses if not c.names]

    def put_in_place(self) -> None:
        """Gives what was 'meant' the level of the name that it was meant in the place of: one that this message denies, or the
        only one known that it may be mistaken for."""
        for fact in in_place_of(self.meant, self.facts, self.known, self.turn):
            self.facts[fact.slot] = fact

    def _swap(self, clause: Clause) -> None:
        """'I meant PHP, not Python': what was said of the second holds for the first."""
        right, wrong = clause.names
        stance = self.topic.stance if wrong.component in {m.component for m in self.topic.names} else Stance.OTHER
        if stance in (*KNOWING, *WISHING):
            self._take_back()
            self._note(replace(clause, names=(right,)), stance)
        self.topic = Topic((right,), stance)

    def _topic_of(self, clause: Clause, stance: Stance, others: bool) -> Topic:
        guessed = by_cues(cues(clause.tokens), clause.tokens) is None
        open_ = stance is Stance.OTHER and not others
        hinted = open_ and guessed and clause.begins_with_name and judge(clause.said, clause.tokens, self.searcher).stance in KNOWING
        return Topic(clause.names, stance, others, hinted, asked=open_ and clause.asks, guessed=guessed, graded=Cue.SOLID in cues(clause.tokens).found)

    def _stance(self, clause: Clause, within: Stance | None, listed: bool, others: bool) -> Stance:
        if others:
            return Stance.OTHER
        if clause.same and within is not None:
            return within
        if within in WISHING and clause.tokens in (*NOT_X, *NO_X, ("and", "not", X), ("and", "no", X)):
            return Stance.AVOID
        if within is not None and clause.tokens == (X, "n"):
            return within  # 'pandas 2', as some write 'too'
        if within in OPPOSITE and clause.tokens in EXCEPT_X:
            return OPPOSITE[within]
        if clause.tokens[-2:] == (X, "not"):  # no cue, as it would stand in 'X not really' too
            return Stance.NONE
        if clause.alone and LIKEWISE & set(clause.tokens) and self.topic.stance in KNOWING:
            return self.topic.stance
        if clause.alone:
            return Stance.WORKING if (self.asked or listed) and not clause.asks else Stance.OTHER
        if self.known and set(clause.tokens) <= AFFIRMING:
            return Stance.OTHER
        found = judge(clause.said, clause.tokens, self.searcher)
        if found.stance is Stance.NONE and was_known(self.known, clause, clause.names):
            return Stance.AWARE
        stance = found.stance if found.share >= (SURE if found.cue else SURE_WITHOUT_CUE) else Stance.OTHER
        if found.cue is None and len(clause.tokens) >= LONG:
            stance = Stance.OTHER
        if only_tells_how_often(clause):
            return Stance.OTHER
        if within is Stance.SOLID and set(cues(clause.tokens).phrases) <= MAINLY and found.cue is Stance.WORKING:
            return within
        if clause.asks and stance in KNOWING:
            return Stance.OTHER
        guessed = found.cue is None and stance in KNOWING and within is None and not SELF & set(clause.tokens)
        if guessed and not self.asked:
            return Stance.OTHER
        if found.cue is None and found.share < SURE_WITHOUT_CUE and (found.stance is not Stance.OTHER or len(clause.tokens) <= FEW):
            if within in KNOWING and found.stance in KNOWING and found.share >= LIKELY and clause.begins_with_name:
                return found.stance  # 'Python fine, SQL weakish': that it grades is told by what stands beside it
            return within or (Stance.WORKING if self.asked else Stance.OTHER)
        return stance

    def _read_back(self, clause: Clause, within: Stance | None, begun: bool) -> Stance | None:
        """Reads a clause without names, which may add to what was said last: 'every day', 'I have never touched it'.

        `begun`: what it may add to stands in the same sentence.
        """
        if not self.topic.names or clause.asks or clause.tokens[0] in ASKING - {"which"} or names_another(clause):
            return within
        told = self._wish_of(clause, begun) or self._knowing_of(clause, begun)
        if told is None:
            return within
        stance, about = told
        names = tuple(m for m in self.topic.names if self._may_be_added_to(m, stance))
        self._note(replace(about, names=names), stance)
        self.topic = Topic(names, stance, wished=self.topic.stance in WISHING)
        return stance

    def _may_be_added_to(self, mention: Mention, stance: Stance) -> bool:
        """Whether 'it' may stand for the name: not for an ordinary word, nor for what is to be avoided when it says 'I know it'."""
        spoken_of = mention.sure or ("known_skills", mention.component) in self.facts
        wish = self.facts.get(("preferences", mention.component))
        return spoken_of and not (stance in KNOWING and wish is not None and wish.value == Stance.AVOID and self.topic.stance is Stance.PREFER)

    def _wish_of(self, clause: Clause, begun: bool) -> tuple[Stance, Clause] | None:
        """What a clause such as 'I don't like it' or 'which I'd like to use' wishes of what was spoken of."""
        topic, tokens = self.topic, set(clause.tokens)
        if topic.others or topic.stance not in (*KNOWING, *WISHING) or of_others(clause.words):
            return None
        stance = by_cues(cues(clause.tokens), clause.tokens)
        if begun and stance is Stance.PREFER and clause.tokens[0] == "which":
            return Stance.PREFER, clause
        declines = cues(clause.tokens).share >= PLAIN and (PRONOUNS & tokens or (begun and clause.tokens[-1] == "to"))
        if stance is Stance.AVOID and declines and topic.stance in (Stance.NONE, Stance.AVOID):
            return Stance.AVOID, referring(clause)
        return None

    def _knowing_of(self, clause: Clause, begun: bool) -> tuple[Stance, Clause] | None:
        """What a clause such as 'every day' or 'I never touched it' tells of knowing what was spoken of."""
        topic, tokens = self.topic, set(clause.tokens)
        untouched = begun and clause.tokens[0] == "never" and Cue.NONE in cues(clause.tokens).found  # 'somebody else set it up, never wrote a line'
        if topic.others and (clause.tokens in I_DONT or untouched):
            return Stance.NONE, replace(clause, tokens=(X, "none"))
        if begun and topic.stance is Stance.LEARN and by_cues(cues(clause.tokens), clause.tokens) is Stance.NONE and refers(clause):
            return Stance.NONE, referring(clause)  # 'I was going to learn R but never did'
        of_it = begun and bool(IT & tokens) and OF_SELF & tokens and cues(clause.tokens).share == 1.0
        unused = clause.tokens[0] == "never" and bool(IT & tokens) and Cue.NONE in cues(clause.tokens).found  # 'I was told of X. Never opened it.'
        reached = unused or topic.stance in (*KNOWING, *WISHING) or topic.others or topic.hinted or topic.asked or of_it
        if not reached or not refers(clause, begun, self.revising or Cue.REVISE in cues(clause.tokens).found):
            return None
        if (WISHES | GIVES_TIME) & tokens or of_others(clause.words) or (begun and denies_part(clause)):
            return None
        share = cues(clause.tokens).share
        about = replace(clause, tokens=(X, *clause.tokens)) if share == 1.0 else referring(clause)
        found = judge(about.said, about.tokens, self.searcher)
        stance = found.cue if share >= GRADES or self.revising else found.stance
        if stance is None or stance not in KNOWING or found.cue is None or (topic.others and not OF_SELF & tokens):
            return None
        if topic.asked and share < GRADES:
            return None
        if stance is Stance.NONE and was_known(self.known, clause, topic.names):
            stance = Stance.AWARE
        if topic.asked and topic.graded and stance is Stance.NONE:
            stance = Stance.AWARE  # 'Fluent in R? No.' denies how well, not that
        unsaid = topic.stance not in KNOWING and not PRONOUNS & tokens
        if unsaid and not (share >= GRADES and (topic.asked or (begun and (topic.hinted or OF_SELF & tokens)))):
            return None
        if stance is Stance.NONE and topic.stance is Stance.AWARE and begun and not self.revising and Cue.REVISE not in cues(clause.tokens).found:
            return None  # 'two articles read, nothing tried', 'at university, now gone': a little it remains
        doing = Cue.DOING in cues(clause.tokens).found and topic.stance is Stance.AWARE
        better = topic.guessed or doing or self.revising or Cue.REVISE in cues(clause.tokens).found or (BY_NOW & tokens and topic.stance is Stance.AWARE)
        if stance is Stance.WORKING and topic.stance in (Stance.SOLID, Stance.AWARE) and not better:
            return None  # 'I use it at work' tells less of how well than what was said before
        return stance, about

    def _note(self, clause: Clause, stance: Stance) -> None:
        if stance is Stance.AVOID and never_used(clause):
            self._note(clause, Stance.NONE)
        for mention, how in pairs(clause, stance):
            for named in meant_by(mention, how):
                fact = fact_of(self.names, named, how, clause, self.asked, self.topic, self.turn)
                if fact:
                    self.facts[fact.slot] = fact

    def _take_back(self, names: Sequence[Mention] | None = None) -> None:
        for mention in self.topic.names if names is None else names:
            for name in ("known_skills", "preferences"):
                self.facts.pop((name, mention.component), None)
