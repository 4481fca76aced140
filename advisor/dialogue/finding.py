"""Helps somebody without a problem to find one: first what they do, then a few problems near to it that the catalogue can plan."""

from collections.abc import Sequence

from advisor.dialogue import wording
from advisor.dialogue.contrast import in_short
from advisor.dialogue.problems import ask_which, drop_choice, picked, rough_hours, shortest, take, told_anew
from advisor.dialogue.reading.framing import frame_of
from advisor.dialogue.reading.industries import Idea, industries_known, is_curious, named, starters
from advisor.dialogue.reading.text import words
from advisor.dialogue.turn import Turn, ask_problem
from advisor.domain.conversation import OpenQuestion, Option

QUESTION = "offer"
CURIOUS = "Just curious"
ROUNDS = 2
"""How often the person is helped to find a problem before starters are offered."""
MOST = 4
OFFERED = 0.9
"""Confidence in a problem that the person has picked."""
NEAR = 0.45
"""Similarity to an example from which a problem fits what somebody tells of themselves."""
REMOTELY = 0.3
"""The same where nothing better is known of them."""
ASKED = "Where do you work, or what do you spend your time on?"


def find_problem(turn: Turn, lead: str = "") -> None:
    """The next help in finding a problem: ask what the person does, offer what fits, or offer starters."""
    industries = named(turn.reading.text)
    rounds = turn.dialogue.rounds
    leave = is_curious(turn.reading.text) or turn.reading.dont_know
    turn.set(rounds=rounds + 1)
    if industries:
        _offer(turn, [idea for i in industries for idea in i.ideas], "Of the problems that I can plan, these may be near to your work:")
    elif rounds and rounds < ROUNDS and not leave and (ideas := _alike(turn)):
        _offer(turn, ideas, "What comes nearest to that among the problems I know:")
    elif turn.dialogue.options and {o.frame.pattern for o in turn.dialogue.options} == {i.pattern for i in starters()}:
        _leave_open(turn)
    elif rounds or leave:
        _offer(turn, starters(), "Three good ones to begin with, on data that anybody can download:")
    else:
        _ask_industry(turn, lead)


def asked_what_they_do(turn: Turn) -> bool:
    """Whether the message says something of the person in answer to what they do."""
    question = turn.before.dialogue.question
    return question is not None and question.text == ASKED and words(turn.reading.text)[:1] in (["i"], ["we"], ["my"], ["our"], ["i'm"])


def _ask_industry(turn: Turn, lead: str) -> None:
    buttons = tuple(i.button for i in industries_known() if i.button)
    if lead:
        turn.say(lead)
    turn.say("A problem is easiest to find where you are: what you judge again and again, what you would love to know beforehand, what nobody has time to read.")
    turn.set(options=(), question=OpenQuestion(
        id="problem", fact="problem", text=ASKED, answers=(*buttons, CURIOUS),
        why="What you have to learn follows from the problem, and problems are found where one works.",
    ))  # fmt: skip
    turn.say(f"{wording.question(ASKED, lead=False)} One sentence is enough.")


def _leave_open(turn: Turn) -> None:
    """When nothing of what was offered is wanted."""
    turn.say("Then leave it open for now. When something annoys you or takes you hours, tell me in a sentence.")
    drop_choice(turn)
    ask_problem(turn)


def _offer(turn: Turn, ideas: Sequence[Idea], lead: str) -> None:
    chosen = _fitting(turn, ideas)
    ranked = sorted(
        ((idea, rough_hours(turn, frame_of(turn.catalog.patterns[idea.pattern], OFFERED))) for idea in chosen), key=lambda pair: pair[1]
    )
    turn.say(lead)
    turn.say("\n".join(f"{n}. {_capital(idea.text)}: about {wording.num(size)} hours" for n, (idea, size) in enumerate(ranked, start=1)), voice=False)
    turn.say("The hours are all of it, learning and building, for what I know of you.")
    options = [
        Option(label=_capital(idea.text), frame=frame_of(turn.catalog.patterns[idea.pattern], OFFERED), text=f"I want to {idea.text}.")
        for idea, _ in ranked
    ]
    ask_which(turn, QUESTION, "Which of these comes nearest, or what is it instead?", "The plan follows from the problem.", options)


def _alike(turn: Turn) -> list[Idea]:
    """Problems that resemble what somebody tells of themselves."""
    near = turn.searcher.nearest(turn.reading.text, ("pattern",), k=40)
    ids = dict.fromkeys(n.example.entry for n in near if n.score >= REMOTELY)
    return [Idea(i, in_short(turn.catalog.patterns[i])) for i in ids]


def _fitting(turn: Turn, ideas: Sequence[Idea]) -> list[Idea]:
    """At most four, of different kinds; those first that resemble what the person told."""
    near = {n.example.entry for n in turn.searcher.nearest(turn.reading.text, ("pattern",), k=12) if n.score >= NEAR}
    chosen: list[Idea] = []
    kinds: set[tuple[object, object]] = set()
    for idea in sorted(ideas, key=lambda i: i.pattern not in near):
        frame = turn.catalog.patterns[idea.pattern].frame
        kind = (frame.task[0], frame.modality[0])
        if kind not in kinds and len(chosen) < MOST:
            kinds.add(kind)
            chosen.append(idea)
    return chosen


def settle_offer(turn: Turn) -> bool:
    """Takes the suggested problem that the message picks; whether it was an answer."""
    options = turn.dialogue.options
    answer = picked(turn)
    if answer and answer.none:
        find_problem(turn)
        return True
    chosen = options[answer.place] if answer and answer.place is not None else None
    if chosen is None and ((answer and (answer.any or answer.all)) or turn.reading.draft_now):
        chosen = shortest(turn, options)
        turn.say("Then I take the shortest.")
    chosen = chosen or (told_anew(turn) if len(words(turn.reading.text)) <= 4 else None)
    if chosen is None:
        return False  # told in their own words, or of themselves: read as if nothing had been offered
    take(turn, chosen)
    return True


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
