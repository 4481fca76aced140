"""What the evaluation of a model's answers counts, and what it gives people to judge."""

from typing import Any

from advisor.domain.passage import Answered, Hit, Passage
from advisor.errors import ModelError
from evals.answers import AnswersOnly, _sentence, drawn, report

SPLIT = Passage(id="guide/splitting", title="Splitting", text="Hold out whole sites. A random split flatters.", kind="guide", entry="splitting")
CASES = [{"id": "a", "text": "How do I split?", "answerable": "yes"}, {"id": "b", "text": "Which lawyer?", "answerable": False}]


class Scripted:
    """A model that answers with given pieces, and then fails if it is told to."""

    name, resting = "scripted", False

    def __init__(self, pieces: list[Answered], failure: str = "") -> None:
        self.pieces, self.failure = pieces, failure

    def for_turn(self, observe: Any, stop: Any) -> "Scripted":
        return self

    def answer(self, question: str, passages: Any) -> Any:
        yield from self.pieces
        if self.failure:
            raise ModelError("No.", detail=self.failure)


def seen(*pieces: Answered, failure: str = "") -> dict[str, Any]:
    model = AnswersOnly(Scripted(list(pieces), failure))  # type: ignore[arg-type]
    try:
        list(model.for_turn(lambda _: None, None).answer("How?", [Hit(SPLIT, 1.0)]))  # type: ignore[arg-type]
    except ModelError:
        assert failure
    return {"reply": "", "origin": "scripted", "asked": model.seen}


def test_a_sentence_of_the_passage_counts_as_quoted_whatever_stands_around_it() -> None:
    quoted = _sentence(Answered("**Splitting.** Hold out whole sites. [1] *(Halte ganze Orte zurück.)*", (SPLIT,)))
    assert (quoted["text"], quoted["translation"], quoted["quoted"]) == ("Hold out whole sites.", "Halte ganze Orte zurück.", True)
    assert not _sentence(Answered("Keep entire sites apart. [1]", (SPLIT,)))["quoted"]


def test_the_report_tells_shown_from_left_out_and_answered_from_refused() -> None:
    answered = seen(
        Answered("Hold out whole sites. [1]", (SPLIT,)), Answered("Keep entire sites apart. [1]", (SPLIT,)),
        Answered("", left_out="Sites love cake. (not in the passage)"),
    )  # fmt: skip
    lines = "\n".join(report(CASES, [answered, seen(failure="grounding: found nothing")]))
    assert "with an answer in a handbook: 1 questions, 1 answered by the model" in lines
    assert "without an answer in a handbook: 1 questions, 0 answered by the model" in lines
    assert "{'grounding: found nothing': 1}" in lines
    assert "sentences shown: 2, of these 1 as the passage has them" in lines
    assert "sentences left out: 1: {'not in the passage': 1}" in lines


def test_people_judge_what_was_shown_and_what_was_left_out() -> None:
    one = seen(Answered("Hold out whole sites. [1]", (SPLIT,)), Answered("", left_out="Sites love cake. (not in the passage)"))
    found = {d["sentence"]: d["check"] for d in drawn(CASES[:1], [one])}
    assert found == {"Hold out whole sites.": "quoted", "Sites love cake.": "left out"}
