"""The scorecard three ways, on the same cases and in one command: rules; rules and a model; the model by itself.

    python -m evals.three_ways --server http://127.0.0.1:8181/v1
    python -m evals.three_ways --server … --most 60 --ways rules model --split open

`--server` is any OpenAI-compatible server; with '#name' behind it if it serves several models, its key in
ADVISOR_MODEL_KEY. Of each file `--most` cases are drawn, the same for all three. For the first two ways replies are
reworded in `--worded` whole conversations only: what is read and planned does not depend on it. Those replies are held
against the templates that they reword, by other code than the guard's.
"""

import argparse
import json
import os
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from advisor.bootstrap import embedder
from advisor.dialogue.ports import LanguageModel
from advisor.domain.calls import Call, Stop
from advisor.domain.conversation import Decided, Done, State
from advisor.domain.passage import Answered, Hit
from advisor.domain.reading import ModelReading
from advisor.errors import ModelError
from advisor.models import make_model
from advisor.planning.checks import violations
from advisor.planning.planner import Situation
from advisor.settings import Settings
from evals.bare import BareModel
from evals.run import NOW, OWNER, PARTS, Case, Runner, Score, load

RESULTS = Path(__file__).parent / "results"
READ = ("problems", "hard", "facts", "followups", "personas")
WAYS = ("rules", "model", "bare")
TITLES = {"rules": "rules", "model": "rules and model", "bare": "model alone"}
SECONDS = 240.0
_LINK = re.compile(r"(?:https?://|www\.)[^\s)\]>\"]+|!\[|<\s*(?:img|script|iframe|a)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass
class Cases:
    """Draws the same cases of a file each time."""

    most: int
    split: str
    seed: int = 0
    drawn: dict[str, list[Case]] = field(default_factory=dict)

    def __call__(self, name: str) -> list[Case]:
        """The cases of a file that are run."""
        if name not in self.drawn:
            found = [c for c in load(name) if self.split in ("both", c["split"])]
            chosen = random.Random(self.seed).sample(range(len(found)), min(self.most, len(found)))
            self.drawn[name] = [found[i] for i in sorted(chosen)]
        return self.drawn[name]


class ReadsOnly:
    """A model whose reading is used, and whose words are not."""

    def __init__(self, inner: LanguageModel, seconds: list[float] | None = None) -> None:
        self._inner = inner
        self.seconds: list[float] = [] if seconds is None else seconds
        """What each reading took."""

    @property
    def name(self) -> str:
        """As the model's own."""
        return self._inner.name

    @property
    def resting(self) -> bool:
        """As the model does."""
        return self._inner.resting

    def for_turn(self, observe: Callable[[Call], None], stop: Stop) -> "ReadsOnly":
        """The same for one turn."""
        return ReadsOnly(self._inner.for_turn(observe, stop), self.seconds)

    def read(self, text: str, question: str | None, patterns: Mapping[str, str]) -> ModelReading:
        """As the model reads."""
        began = time.monotonic()
        try:
            return self._inner.read(text, question, patterns)
        finally:
            self.seconds.append(time.monotonic() - began)

    def word(self, text: str, person: str) -> Iterator[str]:  # noqa: ARG002  the port's name
        """As it stands."""
        yield text

    def answer(self, question: str, passages: Sequence[Hit]) -> Iterator[Answered]:  # noqa: ARG002  the port's names
        """Nothing: the template's answer stands."""
        raise ModelError("This model only reads.")


class Server:
    """Completions for the model by itself."""

    def __init__(self, address: str, key: str | None) -> None:
        url, _, self._name = address.partition("#")
        self._client = httpx.Client(
            base_url=url.rstrip("/"), timeout=SECONDS, headers={"Authorization": f"Bearer {key or 'none'}"}, trust_env=False
        )
        self.seconds: list[float] = []
        self.tokens: Counter[str] = Counter()

    def __call__(self, messages: Sequence[tuple[str, str]], schema: Mapping[str, Any]) -> str:
        """The answer's text; empty if there was none."""
        roles = {"human": "user", "ai": "assistant", "system": "system"}
        began = time.monotonic()
        try:
            response = self._client.post("/chat/completions", json={
                "model": self._name or "default", "temperature": 0, "max_tokens": 900,
                "messages": [{"role": roles[role], "content": text} for role, text in messages],
                "response_format": {"type": "json_schema", "json_schema": {"name": "advice", "schema": dict(schema), "strict": True}},
            })  # fmt: skip
            response.raise_for_status()
            body = response.json()
        except (httpx.HTTPError, ValueError) as failure:
            print(f"the server did not answer: {type(failure).__name__}", flush=True)
            return ""
        finally:
            self.seconds.append(time.monotonic() - began)
        self.tokens.update({k: v for k, v in (body.get("usage") or {}).items() if isinstance(v, int)})
        return str(body["choices"][0]["message"]["content"] or "")


@dataclass
class Worded:
    """What was seen of reworded replies."""

    replies: int = 0
    by_model: int = 0
    notices: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    components: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)
    talks: list[str] = field(default_factory=list)


def worded(runner: Runner, cases: Sequence[Case]) -> Worded:
    """Whole conversations with the model's words, each reply held against its template and each plan checked."""
    seen = Worded()
    for case in cases:
        conversation = runner.new()
        lines = [f"### {case['id']}"]
        for turn in case["turns"]:
            lines += _worded_turn(runner, conversation, turn["say"], seen)
        seen.talks.append("\n\n".join(lines))
        print(f"  {case['id']}: {seen.replies} replies, {seen.by_model} by the model", flush=True)
    return seen


def _worded_turn(runner: Runner, conversation: str, text: str, seen: Worded) -> list[str]:
    began = time.monotonic()
    template, final, state = "", None, State()
    for event in runner.advisor.reply(conversation, OWNER, text):
        if isinstance(event, Decided):
            template = event.reply.reply
        elif isinstance(event, Done):
            final, state = event.reply, event.state
    assert final is not None
    seen.seconds.append(time.monotonic() - began)
    seen.replies += 1
    seen.by_model += final.origin != "rules"
    seen.notices.update(final.notices)
    given = f"{template} {text} {' '.join(c.url for c in final.citations)}"
    seen.links += [x for x in _LINK.findall(final.reply) if x.lower() not in given.lower()]
    seen.numbers += [n for n in _NUMBER.findall(final.reply) if n not in _NUMBER.findall(given)]
    allowed = {m.component for m in runner.names.find(given)}
    seen.components += [m.component for m in runner.names.find(final.reply) if m.component not in allowed]
    if final.plan_changed and state.plan and state.dialogue.frame:
        situation = Situation(runner.catalog, state.brief, state.dialogue.frame, state.progress, NOW.date())
        seen.invalid += violations(situation, state.plan)
    quoted = "\n> ".join(text.strip().splitlines())
    return [f"> {quoted}", f"*Template:* {template}" if final.origin != "rules" else "", f"*{final.origin}:* {final.reply}"]


def _scores(runner: Any, parts: Sequence[str]) -> Score:
    score = Score()
    for part in parts:
        began = time.monotonic()
        PARTS[part](runner, score)
        print(f"  {part}: {time.monotonic() - began:.0f} s", flush=True)
    return score


def _share(score: Score, measure: str) -> str:
    right = sum(v[0] for (m, _), v in score.counts.items() if m == measure)
    of = sum(v[1] for (m, _), v in score.counts.items() if m == measure)
    return f"{100 * right / of:.1f} % ({right}/{of})" if of else "–"


def main() -> None:
    """Runs the ways asked for and prints one table; the same goes into evals/results/three_ways.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="address of an OpenAI-compatible server")
    parser.add_argument("--most", type=int, default=30, help="cases of each file")
    parser.add_argument("--split", choices=["open", "sealed", "both"], default="sealed")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--parts", nargs="+", choices=READ, default=list(READ))
    parser.add_argument("--worded", type=int, default=5, help="whole conversations to be reworded")
    given = parser.parse_args()
    key = os.environ.get("ADVISOR_MODEL_KEY")
    cases = Cases(given.most, given.split)
    scores: dict[str, Score] = {}
    notes: list[str] = []
    settings = Settings(model="none")
    with tempfile.TemporaryDirectory() as directory:
        rules = Runner(settings, Path(directory), cases=cases)
        if "rules" in given.ways:
            print("rules", flush=True)
            scores["rules"] = _scores(rules, given.parts)
        if "model" in given.ways:
            model = make_model(
                given.server, key, seconds=SECONDS, first_word_seconds=SECONDS / 2, stall_seconds=SECONDS / 4,
                tools=rules.names.of_tools, embed=embedder(settings).embed,
            )  # fmt: skip
            assert model is not None
            reader = ReadsOnly(model)
            print("rules and model", flush=True)
            scores["model"] = _scores(Runner(settings, Path(directory), reader, cases), given.parts)
            if reader.seconds:
                notes.append(f"- reading by the model: {len(reader.seconds)} calls, median {median(reader.seconds):.1f} s")
            talks = worded(Runner(settings, Path(directory), model, cases), cases("personas.yaml")[: given.worded])
            notes += _of_words(talks)
            if talks.talks:
                (RESULTS / "worded.md").write_text("\n\n".join(["# Replies in a model's words", *talks.talks, ""]), encoding="utf-8")
        if "bare" in given.ways:
            print("model alone", flush=True)
            server = Server(given.server, key)
            bare = BareModel(server, rules.catalog, rules.names, cases)
            scores["bare"] = _scores(bare, given.parts)
            made = bare.made
            notes.append(
                f"- model alone: {made.answers} answers, {made.broken} not in the form asked for; {made.plans} plans, {made.invalid} "
                f"invalid (empty, or something before what it rests on); {made.unknown} of {made.names} names unknown to the "
                f"catalogue; {made.links} links; median {median(server.seconds):.1f} s an answer"
            )
    _report(given, scores, notes)


def _of_words(seen: Worded) -> list[str]:
    if not seen.replies:
        return []
    made = [
        f"- reworded replies: {seen.by_model} of {seen.replies} in the model's words, the others in the template's; "
        f"median {median(seen.seconds):.1f} s a turn",
        f"- links nobody gave: {len(seen.links)}; components nobody named: {len(seen.components)} {sorted(set(seen.components))}; "
        f"numbers nobody gave: {len(seen.numbers)} {sorted(set(seen.numbers))}; invalid plans: {len(seen.invalid)}",
    ]
    return made + [f"- notice, {n} times: {text}" for text, n in seen.notices.most_common(5)]


def _report(given: argparse.Namespace, scores: Mapping[str, Score], notes: Sequence[str]) -> None:
    measures = list(dict.fromkeys(m for score in scores.values() for m, _ in score.counts))
    lines = [
        f"# Three ways, {given.split} cases, at most {given.most} a file", "",
        f"| measure | {' | '.join(TITLES[w] for w in scores)} |", f"| --- |{' --- |' * len(scores)}",
        *(f"| {m} | {' | '.join(_share(scores[w], m) for w in scores)} |" for m in measures), "", *notes, "",
    ]  # fmt: skip
    text = "\n".join(lines)
    print(f"\n{text}")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "three_ways.md").write_text(text, encoding="utf-8")
    counts = {w: {f"{m} {part}": c for (m, part), c in score.counts.items()} for w, score in scores.items()}
    (RESULTS / "three_ways.json").write_text(json.dumps(counts, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
