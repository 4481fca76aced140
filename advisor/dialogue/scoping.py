"""What the plan does without, and putting parts of it back in or out by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from advisor.dialogue import change_words, fact_words, wording
from advisor.dialogue.choosing import chosen
from advisor.dialogue.likeness import named
from advisor.dialogue.marking_words import FILLER, ORDINALS
from advisor.dialogue.reading.cues import read_words
from advisor.dialogue.reading.text import words
from advisor.dialogue.turn import Segment, Turn
from advisor.dialogue.versions import replan
from advisor.domain.brief import Brief, Fact, Provenance
from advisor.domain.conversation import Intent, OpenQuestion
from advisor.domain.plan import Plan
from advisor.domain.vocabulary import TOOL_LAYERS, Priority
from advisor.planning.fitting import ORDER, could_go
from advisor.planning.next_step import next_step

QUESTION = "scope"
_MOST_TO_GO = 6
_GAP = 9
"""Words that may stand where a cue has '…'."""
_NO_SCOPE = (Intent.MARK_DONE, Intent.STUCK, Intent.CHANGE_GOAL, Intent.AGREE, Intent.EXPORT)
"""Wishes beside which a cue such as 'keep' or 'drop' says nothing of the plan's parts."""


@dataclass(frozen=True)
class Wish:
    """A part of the plan, as `scope` facts are keyed, that is to be kept or dropped."""

    value: str
    keys: tuple[str, ...]


def take_scope(turn: Turn) -> bool:
    """Answers what was left out, or puts a part back in or out; whether the message is about that."""
    plan = turn.plan
    assert plan is not None
    text = turn.reading.text
    if turn.reading.intents[0] in _NO_SCOPE or not text:
        return False
    if _cue("could", text):
        _tell_what_could_go(turn, plan)
        return True
    if _cue("asked", text):
        _tell(turn, plan)
        return True
    wish = _wish(turn, plan)
    if wish is None:
        return False
    if len(wish.keys) > 1:
        _ask(turn, wish)
    else:
        rescope(turn, wish.keys[0], wish.value)
    return True


def speaks_of_scope(part: str) -> bool:
    """Whether a part of a message is about what the plan holds and leaves out."""
    return any(_cue(kind, part) for kind in _cues())


def take_choice(turn: Turn) -> bool:
    """Keeps or drops the part that was chosen; whether the message chose one."""
    question = turn.dialogue.question
    assert question is not None
    answer = chosen(question.answers, turn.reading.text)
    turn.set(question=None)
    if answer is None:
        return False
    verb, _, label = answer.partition(": ")
    key = next((k for k in _parts(turn) if _label(turn, k) == label), None)
    if key is None:
        return False
    turn.brief = turn.before.brief
    rescope(turn, key, "keep" if verb == "Keep" else "drop")
    return True


def _tell(turn: Turn, plan: Plan) -> None:
    """What was cut and in which order, what one asked to drop, what can wait."""
    by_time = [c for c in plan.cut if not c.wished]
    if by_time:
        turn.say(change_words.cuts(by_time, ORDER), voice=False)
    else:
        turn.say("Nothing was cut for want of time." + (f" If something has to go one day: {ORDER}" if plan.weeks_available is not None else ""))
    if wished := [c for c in plan.cut if c.wished]:
        turn.say(change_words.cuts(wished, ""), voice=False)
    if plan.left_out:
        turn.say(change_words.omissions(plan.left_out), voice=False)


def _tell_what_could_go(turn: Turn, plan: Plan) -> None:
    """What could be left out, and what each part saves; nothing is left out yet."""
    found = could_go(turn.situation(), [(c.kind, c.id) for c in plan.cut])[:_MOST_TO_GO]
    if not found:
        turn.say("Nothing more: what is left is what the problem needs, and what its last project rests on.")
        return
    lines = "\n".join(f"- **{c.what}.** Saves {wording.hours(c.saves)}. {c.costs}" for c in found)
    turn.say(f"These could go; the rest your problem needs:\n\n{lines}", voice=False)
    turn.say("Name what you want left out, for example “leave out " + found[0].what.split(":")[-1 if found[0].kind == "project" else 0].strip() + "”. Or give it more time: fewer hours a week and a later date cost nothing but patience.")


def _wish(turn: Turn, plan: Plan) -> Wish | None:
    text = turn.reading.text
    value = "keep" if _cue("keep", text) else "drop" if _cue("drop", text) else None
    new = [f for f in turn.brief.facts if f.turn == turn.dialogue.turn]
    if value == "keep" and any(f.name == "preferences" and f.value == "avoid" for f in new):
        return None  # 'keep pandas out of it' keeps nothing
    if value is None or any(f.name in ("hours_per_week", "deadline_weeks") for f in new):
        return None
    keys = _meant(turn, plan, value)
    return Wish(value, tuple(keys[:4])) if keys else None


def _meant(turn: Turn, plan: Plan, value: str) -> list[str]:
    """The parts that the message names: one if it is clear."""
    text = turn.reading.text
    tokens = words(text)
    parts = _parts(turn)
    if "project" in tokens:
        at = tokens.index("project")
        place = ORDINALS.get(tokens[at - 1], 0) if at else 0
        number = int(tokens[at + 1]) if at + 1 < len(tokens) and tokens[at + 1].isdigit() else place
        own = [p.id for p in plan.projects]
        if number and abs(number) <= len(own):
            key = f"project/{own[number - 1] if number > 0 else own[-1]}"
            return [key] if key in parts else []
    cut = {f"{c.kind}/{c.id}" for c in plan.cut}
    said = [w for w in tokens if w not in FILLER and w not in _cue_words()]
    if not said:
        only = [k for k in parts if k in cut]
        return only if value == "keep" and {"it", "that", "all"} & set(tokens) and len(only) == 1 else []
    components = [turn.catalog.components[m] for m in turn.reading.mentions if m in turn.catalog.components]
    if components and "project" not in tokens:
        meets = [(f"need/{n}", c) for c in components for n in c.meets if f"need/{n}" in parts]
        if value == "keep":
            fit = [k for k, _ in meets if k in cut] or [k for k, c in meets if not plan.choice(c.id) or c.layer not in TOOL_LAYERS]
        else:  # a tool is swapped for another, an idea or a habit is left out
            fit = [k for k, c in meets if c.layer not in TOOL_LAYERS or turn.brief.scope.get(k) == "keep"]
        return list(dict.fromkeys(fit))[:1]
    found = named(said, {k: v for k, v in parts.items() if k in cut}) if value == "keep" else []
    found = found or named(said, parts)
    projects = [k for k in found if k.startswith("project/")]
    return projects if "project" in tokens and projects else found


def _parts(turn: Turn) -> Mapping[str, str]:
    """All that can be kept or dropped, with the words by which it may be called."""
    catalog, plan, situation = turn.catalog, turn.plan, turn.situation()
    assert plan is not None
    parts: dict[str, str] = {}
    for demand in situation.all_demands:
        need = catalog.needs[demand.need]
        brought = [c.name for c in catalog.meeting.get(demand.need, ()) if plan.choice(c.id) or len(catalog.meeting[demand.need]) <= 2]
        parts[f"need/{demand.need}"] = f"{need.name} {demand.need.replace('-', ' ')} {' '.join(brought[:4])}"
    listed = situation.pattern.projects if situation.pattern else ()
    for name in dict.fromkeys((*listed, *(p.id for p in plan.projects), *(c.id for c in plan.cut if c.kind == "project"))):
        spec = catalog.projects.get(name)
        if spec and spec.fits(situation.conditions):
            parts[f"project/{name}"] = f"{spec.title} {name.replace('-', ' ')} {_KIND_WORDS.get(spec.kind, '')}"
    return parts


_KIND_WORDS = {"ship": "deployment deploy going live", "look": "first look", "own": "own problem", "foundation": "preparation"}


def _label(turn: Turn, key: str) -> str:
    return fact_words.part_words(turn.catalog, key, turn.plan)


def _ask(turn: Turn, wish: Wish) -> None:
    verb = "Keep" if wish.value == "keep" else "Leave out"
    text = "Which part do you mean?"
    turn.set(question=OpenQuestion(
        id=QUESTION, fact=QUESTION, text=text, answers=tuple(f"{verb}: {_label(turn, k)}" for k in wish.keys),
        why="Each costs different hours, so it matters which.",
    ))  # fmt: skip
    turn.say(wording.question(text, lead=False))


def rescope(turn: Turn, key: str, value: str) -> None:
    """Fixes the part, as `scope` facts are keyed, in ("keep") or out ("drop"), solves again, and says what that costs."""
    old = turn.plan
    assert old is not None
    label = _label(turn, key)
    if value == "drop" and (reason := _indispensable(turn, key)):
        turn.say(f"I cannot leave out {label}: {reason}")
        return
    turn.brief = Brief(facts=tuple(f for f in turn.brief.facts if f.turn != turn.dialogue.turn or f.name != "preferences"))
    before = turn.brief.scope.get(key)
    opposite = before not in (None, value)
    turn.brief = turn.brief.without("scope", key)
    turn.brief = turn.brief.with_facts([Fact(
        name="scope", key=key, value=value, quote=turn.reading.text, turn=turn.dialogue.turn, on=turn.today,
        provenance=Provenance.SAID if turn.reading.text else Provenance.EDITED,
    )])  # fmt: skip
    at = len(turn.segments)
    changed = replan(turn, f"{'keeping' if value == 'keep' else 'leaving out'} {label}")
    if not changed:
        turn.say(f"{label[0].upper()}{label[1:]} is {'in the plan already; I note that it stays' if value == 'keep' else 'not in the plan'}.")
        return
    assert turn.plan is not None
    turn.segments.insert(at, Segment(change_words.rescoped(label, value, old, turn.plan, opposite), voice=True))
    step = next_step(turn.plan)
    if step is None:
        turn.say(wording.all_done())


def _indispensable(turn: Turn, key: str) -> str:
    """Why a part cannot be left out; empty if it can."""
    kind, name = key.split("/", 1)
    if kind == "need":
        demand = next((d for d in turn.situation().all_demands if d.need == name), None)
        return "your problem cannot be solved without it." if demand and demand.priority is Priority.MUST else ""
    spec = turn.catalog.projects.get(name)
    return "it is your own problem, which the rest leads up to." if spec and spec.kind == "own" else ""


@cache
def _cues() -> Mapping[str, list[str]]:
    return read_words("scope_cues")


def _cue(kind: str, text: str) -> bool:
    """Whether one of a kind's cues occurs; '…' in a cue stands for a few words."""
    tokens = words(text)
    return any(_occurs([words(piece) for piece in cue.split("…")], tokens) for cue in _cues()[kind])


def _occurs(pieces: list[list[str]], tokens: list[str]) -> bool:
    """Whether the pieces stand in the text in this order, each within a few words of the one before."""
    starts = [0]
    for number, piece in enumerate(pieces):
        following = [
            i + len(piece) for start in starts for i in range(start, len(tokens) - len(piece) + 1)
            if tokens[i : i + len(piece)] == piece and (number == 0 or i - start <= _GAP)
        ]  # fmt: skip
        if not following:
            return False
        starts = following
    return True


@cache
def _cue_words() -> frozenset[str]:
    return frozenset(w for kind in ("keep", "drop") for cue in _cues()[kind] for w in words(cue)) | {"project", "projects"}
