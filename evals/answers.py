"""Free questions in the middle of a plan, answered by a model from passages: what is said, and what bears it out.

    python -m evals.answers --server http://127.0.0.1:8181/v1
    python -m evals.answers --server … --most 60
    python -m evals.answers --judged          what people found of a part of it, against the automatic check

Each question of evals/cases/questions.yaml is asked of the advisor in a conversation that has a plan. The outcome of
each is kept at once, as in `evals.three_ways`; with it a sheet is written of 50 sentences that the model wrote, shown or
not, drawn evenly and in an order that tells nothing, with what they rest on: for people to judge.
"""

import argparse
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from advisor.bootstrap import embedder
from advisor.dialogue.ports import LanguageModel
from advisor.domain.calls import Call, Stop
from advisor.domain.passage import Answered, Hit
from advisor.domain.reading import ModelReading
from advisor.errors import ModelError
from advisor.models import make_model
from advisor.settings import Settings
from evals.outcomes import Outcomes, digest, state_of
from evals.run import CASES, Case, Runner, load
from evals.servers import SECONDS, Address, GoneError

RESULTS = Path(__file__).parent / "results"
JUDGED = CASES / "answers_judged.yaml"
PLAN = "We get a lot of spam through our contact form. I know some Python, 5 hours a week. just draft it"
SOURCES = ("corpus", "evals/answers.py", "advisor/one_turn.py", "advisor/dialogue", "advisor/retrieval", "advisor/models", "advisor/prompts")
DRAWN = 50
_DRESS = re.compile(r"\*\*.*?\*\*|\[\d+\]|\*\(.*?\)\*")
"""What the advisor puts around a sentence: a heading, marks, a translation."""


class AnswersOnly:
    """A model that answers free questions; reading and wording stay the rules'. Keeps what it was asked and what came of it."""

    def __init__(self, inner: LanguageModel, seen: list[dict[str, Any]] | None = None) -> None:
        self._inner = inner
        self.seen: list[dict[str, Any]] = [] if seen is None else seen

    @property
    def name(self) -> str:
        """As the model's own."""
        return self._inner.name

    @property
    def resting(self) -> bool:
        """As the model does."""
        return self._inner.resting

    def for_turn(self, observe: Callable[[Call], None], stop: Stop) -> "AnswersOnly":
        """The same for one turn."""
        return AnswersOnly(self._inner.for_turn(observe, stop), self.seen)

    def read(self, text: str, question: str | None, patterns: Mapping[str, str]) -> ModelReading:  # noqa: ARG002  the port's names
        """Nothing: the rules' reading stands."""
        raise ModelError("This model only answers.")

    def word(self, text: str, person: str) -> Iterator[str]:  # noqa: ARG002  the port's name
        """As it stands."""
        yield text

    def translate(self, text: str, language: str) -> str:  # noqa: ARG002  the port's names
        """Nothing: the message is read as it stands."""
        raise ModelError("This model only answers.")

    def note(self, tool: str) -> str:  # noqa: ARG002  the port's name
        """Nothing of its own."""
        raise ModelError("This model only answers.")

    def answer(self, question: str, passages: Sequence[Hit]) -> Iterator[Answered]:
        """As the model answers."""
        began, shown, left_out, refused = time.monotonic(), list[dict[str, Any]](), list[str](), ""
        try:
            for piece in self._inner.answer(question, passages):
                if piece.left_out:
                    left_out.append(piece.left_out)
                elif piece.passages:
                    shown.append(_sentence(piece))
                yield piece
        except ModelError as failure:
            refused = failure.detail or str(failure)
            raise
        finally:
            found = [f"{hit.passage.title}: {hit.passage.text}" for hit in passages]
            self.seen.append(
                {"shown": shown, "left_out": left_out, "refused": refused, "passages": found, "seconds": time.monotonic() - began}
            )  # fmt: skip


def _sentence(piece: Answered) -> dict[str, Any]:
    words = " ".join(_DRESS.sub("", piece.text).split())
    resting_on = [f"{p.title}: {p.text}" for p in piece.passages]
    translation = re.search(r"\*\((.*?)\)\*", piece.text)
    return {
        "text": words, "translation": translation[1] if translation else "", "passages": resting_on,
        "quoted": any(words in " ".join(p.split()) for p in resting_on),
    }  # fmt: skip


def ask(runner: Runner, model: AnswersOnly, case: Case) -> dict[str, Any]:
    """One question in a conversation of its own that has a plan; what the model made of it."""
    conversation = runner.new()
    runner.say(conversation, PLAN)
    model.seen.clear()
    reply = runner.say(conversation, case["text"])
    return {"reply": reply["reply"], "origin": reply["origin"], "asked": list(model.seen)}


def report(cases: Sequence[Case], outcomes: Sequence[Mapping[str, Any]]) -> list[str]:
    """The figures."""
    lines = []
    for answerable in (True, False):
        chosen = [o for c, o in zip(cases, outcomes, strict=True) if _yes(c["answerable"]) is answerable]
        calls = [one for o in chosen for one in o["asked"]]
        answered = sum(any(one["shown"] for one in o["asked"]) for o in chosen)
        unasked = sum(not o["asked"] for o in chosen)
        refused = Counter(one["refused"].split(";")[0][:60] for one in calls if one["refused"])
        lines.append(
            f"- {'with' if answerable else 'without'} an answer in a handbook: {len(chosen)} questions, {answered} answered by the model, "
            f"{unasked} by rules without asking it; it was refused or failed: {dict(refused) or 'never'}"
        )
    calls = [one for o in outcomes for one in o["asked"]]
    shown = [s for one in calls for s in one["shown"]]
    left = [why for one in calls for why in one["left_out"]]
    lines += [
        f"- sentences shown: {len(shown)}, of these {sum(s['quoted'] for s in shown)} as the passage has them, the others worded by the model",
        f"- sentences left out: {len(left)}: {dict(Counter(_why(one) for one in left).most_common(8))}",
        f"- an answer took {median([one['seconds'] for one in calls] or [0]):.1f} s (median of {len(calls)})",
    ]
    return lines


def _yes(value: object) -> bool:
    return value is True or str(value).lower() == "yes"


def _why(left_out: str) -> str:
    found = re.search(r"\(([^()]*)\)$", left_out)
    return found[1] if found else left_out


def drawn(cases: Sequence[Case], outcomes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Sentences for people to judge: what the model itself wrote, shown or left out, and what was shown as quoted."""
    found = []
    for case, outcome in zip(cases, outcomes, strict=True):
        for one in outcome["asked"]:
            found += [
                {"question": case["text"], "sentence": s["text"], "translation": s["translation"], "passages": s["passages"],
                 "check": "quoted" if s["quoted"] else "supported"}
                for s in one["shown"]
            ]  # fmt: skip
            found += [
                {"question": case["text"], "sentence": left.rsplit(" (", 1)[0], "translation": "", "passages": one["passages"], "check": "left out"}
                for left in one["left_out"]
            ]  # fmt: skip
    return random.Random(0).sample(found, min(DRAWN, len(found)))


def judged() -> list[str]:
    """People's judgement of sentences against the check's."""
    cases = yaml.safe_load(JUDGED.read_text(encoding="utf-8"))
    table = Counter((c["check"], c["supported"]) for c in cases)
    lines = [f"{len(cases)} sentences judged by reading them against their passages:"]
    for check in ("quoted", "supported", "left out"):
        yes, no = table[check, True], table[check, False]
        lines.append(f"- {check} by the check: {yes + no}, of these supported {yes}, not supported {no}")
    shown = sum(n for (check, _), n in table.items() if check != "left out")
    right = sum(n for (check, good), n in table.items() if check != "left out" and good)
    lines.append(f"- of what is shown, supported: {right} of {shown}; helps to answer the question: {sum(c.get('helps', False) for c in cases)}")
    return lines


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", help="address of an OpenAI-compatible server")
    parser.add_argument("--most", type=int, default=0, help="only so many questions, the first ones")
    parser.add_argument("--judged", action="store_true", help="only compare people's judgement with the check")
    given = parser.parse_args()
    if given.judged:
        print("\n".join(judged()))
        return
    if not given.server:
        parser.error("--server or --judged")
    try:
        _run(Address.of(given.server, os.environ.get("ADVISOR_MODEL_KEY")), given.most)
    except (GoneError, KeyboardInterrupt) as ended:
        sys.exit(f"\n{str(ended) or 'Interrupted.'} What was found is kept; the same command goes on from there.")


def _run(address: Address, most: int) -> None:
    cases = load("questions.yaml")
    cases = cases[:most] if most else cases
    served, state = address.model(), state_of(SOURCES)
    kept = Outcomes(RESULTS / "answers.jsonl")
    settings = Settings(model="none")
    setting = f"{address.base}#{address.name}" if address.name else address.base
    outcomes = []
    with tempfile.TemporaryDirectory() as directory:
        rules = Runner(settings, Path(directory))
        inner = make_model(
            setting, address.key, seconds=SECONDS, first_word_seconds=SECONDS / 2, stall_seconds=SECONDS / 4, tools=rules.names.of_tools,
            embed=embedder(settings).embed,
        )  # fmt: skip
        assert inner is not None
        model = AnswersOnly(inner)
        runner = Runner(settings, Path(directory), model)
        for number, case in enumerate(cases, 1):
            key = digest("answers", served, state, case)
            outcome = kept.get(key)
            if outcome is None:
                outcome = ask(runner, model, case)
                if any(one["refused"] for one in outcome["asked"]):
                    address.model()
                kept.add(key, outcome)
            outcomes.append(outcome)
            print(f"\r{number} of {len(cases)}", end="", flush=True)
    lines = [f"# {len(cases)} free questions, {served}", "", *report(cases, outcomes), ""]
    print("\n" + "\n".join(lines))
    (RESULTS / "answers.md").write_text("\n".join(lines), encoding="utf-8")
    sheet = drawn(cases, outcomes)
    (RESULTS / "answers_to_judge.yaml").write_text(yaml.safe_dump(sheet, allow_unicode=True, sort_keys=False, width=130), encoding="utf-8")


if __name__ == "__main__":
    main()
