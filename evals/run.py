"""The scorecard, in one command:

    python -m evals.run                 rules, both parts; misses of the open part are listed
    python -m evals.run --quiet         figures only

Cases live in evals/cases, written apart from the code. Sealed cases are scored, and never listed.
"""

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from advisor.bootstrap import export, knowledge
from advisor.cli.replies import reply_json
from advisor.dialogue.ports import LanguageModel
from advisor.dialogue.reading.mentions import Names
from advisor.domain.catalog import Catalog
from advisor.planning.stack import in_order
from advisor.service import Advisor
from advisor.settings import Settings
from advisor.storage import Store

CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OWNER = "evals"
Case = Mapping[str, Any]


class Score:
    """Right and wrong by measure and part, with the open part's misses."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        self.misses: list[str] = []
        self.values: dict[tuple[str, str], list[float]] = defaultdict(list)

    def add(self, measure: str, case: Case, right: bool, note: str = "") -> None:
        """Counts one judgement; keeps the note of a miss if the case is open."""
        count = self.counts[measure, case["split"]]
        count[0] += right
        count[1] += 1
        if not right and case["split"] == "open":
            self.misses.append(f"{measure:22} {case['id']}: {note}")


class Runner:
    """Holds conversations with the advisor."""

    def __init__(
        self, settings: Settings, directory: Path, model: LanguageModel | None = None, cases: Callable[[str], list[Case]] | None = None
    ) -> None:
        self.knowledge = knowledge(settings)
        self.names = Names(self.knowledge.catalog)
        self.advisor = Advisor(self.knowledge, Store(directory / "evals.sqlite3"), export, model=model, clock=lambda: NOW)
        self.advisor.warm()
        self.cases = cases or load
        """Which cases of a file are run; all by default."""

    @property
    def catalog(self) -> Catalog:
        """The catalogue."""
        return self.knowledge.catalog

    def new(self) -> str:
        """A fresh conversation."""
        return self.advisor.new(OWNER).id

    def say(self, conversation: str, text: str) -> dict[str, Any]:
        """The reply to one message, as the command line gives it."""
        reply = None
        for event in self.advisor.reply(conversation, OWNER, text):
            if event.kind == "done":
                reply = event.reply
        assert reply is not None
        return reply_json(reply)

    def components(self, name: str) -> set[str]:
        """The components that a case means by an id: itself, or what bears that name."""
        if name in self.catalog.components:
            return {name}
        found = self.names.table.get(tuple(name.replace("-", " ").split()))
        return {found} if found else set()


def load(name: str) -> list[Case]:
    """The cases of one file."""
    return list(yaml.safe_load((CASES / name).read_text(encoding="utf-8")))


def fact(reply: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """A fact that was learnt (not merely assumed)."""
    return next((f for f in reply["facts"] if f["name"] == name and f["provenance"] != "assumed"), None)


def items(reply: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Values by key of a fact that has several."""
    found = fact(reply, name)
    return {i["key"]: i["value"] for i in found["items"]} if found else {}


def shares(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Shares a value, and has at most one of its own."""
    got, want = set(ours), set(theirs)
    return not want or (bool(got & want) and len(got - want) <= 1)


def problems(runner: Runner, score: Score) -> None:
    """First messages: verdict, pattern, modality, task."""
    for case in runner.cases("problems.yaml"):
        reply = runner.say(runner.new(), case["text"])
        want, frame = case["expect"], reply["frame"] or {}
        verdict = reply["verdict"] == want["verdict"]
        score.add("verdict", case, verdict, f"{reply['verdict']} for {want['verdict']}: {case['text'][:90]}")
        if want["verdict"] != "plan":
            continue
        score.add("pattern", case, frame.get("pattern") in (want["pattern"] or [None]), f"{frame.get('pattern')} for {want['pattern']}: {case['text'][:90]}")
        both = shares(frame.get("modality", []), want["modality"]) and shares(frame.get("task", []), want["task"]) and bool(frame)
        score.add("modality and task", case, both, f"{frame.get('modality')} {frame.get('task')}: {case['text'][:90]}")


def facts(runner: Runner, score: Score) -> None:
    """Facts of first messages: found, right, and nothing made up. `facts F1` follows from the three counts."""
    for case in runner.cases("facts.yaml"):
        reply = runner.say(runner.new(), case["text"])
        for name, right, note in judge_facts(runner, reply, case.get("expect") or {}):
            score.add(f"fact {name}", case, right, f"{note}: {case['text'][:110]}")
            score.add("facts found", case, right, note)
        for name in case.get("absent") or []:
            score.add("facts not made up", case, _absent(reply, name, runner), f"{name} read from: {case['text'][:110]}")


def corrections(runner: Runner, score: Score) -> None:
    """Facts corrected in a later message, during the interview or once there is a plan."""
    for case in runner.cases("corrections.yaml"):
        conversation = runner.new()
        runner.say(conversation, case["first"])
        if case["when"] == "plan":
            runner.say(conversation, "just draft it")
        reply = runner.say(conversation, case["correct"])
        for name, right, note in judge_facts(runner, reply, case["expect"]):
            score.add("corrections taken over", case, right, f"{name} {note}: {case['correct'][:110]}")
        for name in case.get("absent") or []:
            score.add("corrections taken over", case, _absent(reply, name, runner), f"{name} still held: {case['correct'][:110]}")


def hard(runner: Runner, score: Score) -> None:
    """First messages that are hard to read: rambling, misspelt, in other languages than English; framing and facts."""
    for case in runner.cases("hard.yaml"):
        reply = runner.say(runner.new(), case["text"])
        want, frame = case["expect"], reply["frame"] or {}
        score.add("hard: verdict", case, reply["verdict"] == want["verdict"], f"{reply['verdict']} for {want['verdict']}: {case['text'][:90]}")
        if want["verdict"] == "plan":
            both = shares(frame.get("modality", []), want["modality"]) and shares(frame.get("task", []), want["task"]) and bool(frame)
            score.add("hard: modality and task", case, both, f"{frame.get('modality')} {frame.get('task')}: {case['text'][:90]}")
        for name, right, note in judge_facts(runner, reply, want.get("facts") or {}):
            score.add("hard: facts found", case, right, f"{name} {note}: {case['text'][:110]}")
        for name in case.get("absent") or []:
            score.add("hard: not made up", case, _absent(reply, name, runner), f"{name} read from: {case['text'][:110]}")


def judge_facts(runner: Runner, reply: Mapping[str, Any], want: Mapping[str, Any]) -> list[tuple[str, bool, str]]:
    """(fact, right, what was read) for each fact expected."""
    made: list[tuple[str, bool, str]] = []
    skills, conditions, wishes = items(reply, "known_skills"), items(reply, "conditions"), items(reply, "preferences")
    for name, levels in (want.get("known_skills") or {}).items():
        ids = runner.components(name)
        got = next((skills[i] for i in ids if i in skills), None)
        allowed = levels if isinstance(levels, list) else [levels]
        made.append(("known_skills", got in allowed, f"{name} {got} for {levels}"))
    for name in ("hours_per_week", "deadline_weeks"):
        if name in want:
            found = fact(reply, name)
            got = float(found["value"]) if found and found["value"] is not None else None
            made.append((name, _number(got, want[name], 0.25 if name == "hours_per_week" else 1.0), f"{name} {got} for {want[name]}"))
    if "hardware" in want:
        found = fact(reply, "hardware")
        value = found["value"] if found else None
        made.append(("hardware", value == want["hardware"], f"hardware {value} for {want['hardware']}"))
    for name, holds in (want.get("conditions") or {}).items():
        key = "offline" if name in ("offline/private", "offline", "private", "offline-private") else name
        got = conditions.get(key)
        made.append(("conditions", got == holds or (holds is False and got is None), f"{name} {got} for {holds}"))
    for name, wish in (want.get("preferences") or {}).items():
        got = next((wishes[i] for i in runner.components(name) if i in wishes), None)
        made.append(("preferences", got == wish, f"{name} {got} for {wish}"))
    if "background_text" in want:
        found = fact(reply, "background")
        background = runner.catalog.backgrounds.get(str(found["value"])) if found else None
        text = f"{found['value']} {found['quote']} {background.name if background else ''}".lower() if found else ""
        texts = want["background_text"] if isinstance(want["background_text"], list) else [want["background_text"]]
        made.append(("background", any(t.lower() in text for t in texts), f"background '{text}' for {texts}"))
    return made


def _number(got: float | None, want: Any, tolerance: float) -> bool:
    if got is None:
        return False
    if isinstance(want, Mapping):
        return bool(want["min"] - 0.01 <= got <= want["max"] + 0.01)
    return abs(got - float(want)) <= tolerance


def _absent(reply: Mapping[str, Any], name: str, runner: Runner) -> bool:
    head, _, key = name.partition(".")
    if head == "known_skills":
        known = {k for k, level in items(reply, head).items() if level != "none"}
        return not (known & runner.components(key)) if key else not known
    if key:
        got = items(reply, head).get("offline" if key in ("offline/private", "private") else key)
        return got in (None, False, "any")  # a wish taken back: the tool may be used or not
    found = fact(reply, head)
    return found is None or found["value"] is None  # 'no deadline', said, is no deadline made up


def followups(runner: Runner, score: Score) -> None:
    """What is said once there is a plan."""
    for case in runner.cases("followups.yaml"):
        conversation = runner.new()
        reply = runner.say(conversation, "We want to filter spam from our contact form. I know some Python and SQL, 5 hours a week.")
        if wanted := case.get("after_question"):
            reply = _until_question(runner, conversation, reply, wanted)
        else:
            runner.say(conversation, "just draft it")
        reply = runner.say(conversation, case["text"])
        got = set(reply["intents"])
        if both := case.get("expect_all"):
            score.add("two wishes in one", case, set(both) <= got, f"{sorted(got)} for {both}: {case['text']}")
        score.add("follow-up intent", case, bool(got & set(case["expect_intents"])), f"{sorted(got)} for {case['expect_intents']}: {case['text']}")


def prerequisites(runner: Runner, score: Score) -> None:
    """Of two things to be learnt, that which the other rests on comes first."""
    for case in runner.cases("prerequisites.yaml"):
        pair = [min(runner.components(case[part]), default="") for part in ("before", "after")]
        known = all(name in runner.catalog.components for name in pair)
        order = in_order(runner.catalog, _with_required(runner.catalog, pair)) if known else []
        right = known and order.index(pair[0]) < order.index(pair[1])
        score.add("prerequisite order", case, right, f"{case['before']} before {case['after']}")


def _with_required(catalog: Catalog, names: Iterable[str]) -> set[str]:
    found, todo = set[str](), list(names)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += [other for r in catalog.components[name].requires for other in r.any_of]
    return found


def _until_question(runner: Runner, conversation: str, reply: dict[str, Any], wanted: str) -> dict[str, Any]:
    for _ in range(6):
        if reply["question"] is None or reply["question"]["fact"] == wanted:
            break
        reply = runner.say(conversation, "I don't know")
    return reply


def personas(runner: Runner, score: Score) -> None:
    """Whole conversations: intents and facts on the way, and what the last plan holds."""
    for case in runner.cases("personas.yaml"):
        conversation, questions = runner.new(), 0
        plan, drafted = None, False
        for turn in case["turns"]:
            reply = runner.say(conversation, turn["say"])
            _judge_turn(runner, score, case, turn, reply)
            plan = reply["plan"] or plan
            answers = case.get("answers") or {}
            for _ in range(8):
                if plan is not None or reply["question"] is None:
                    break
                questions += reply["question"]["fact"] != "problem"
                reply = runner.say(conversation, answers.get(reply["question"]["fact"], "I don't know"))
                plan = reply["plan"] or plan
            if plan is None and turn is not case["turns"][0]:
                plan = runner.say(conversation, "just draft it")["plan"]
            if plan and not drafted:
                drafted = True
                score.values["questions before draft", case["split"]].append(questions)
        if plan is None:
            plan = runner.say(conversation, "just draft it")["plan"]
        score.add("reached a plan", case, plan is not None, str(case["who"])[:80])
        if plan:
            _judge_plan(runner, score, case, plan)


def _judge_turn(runner: Runner, score: Score, case: Case, turn: Mapping[str, Any], reply: Mapping[str, Any]) -> None:
    want = turn.get("expect") or {}
    if "intents" in want:
        score.add("intent in conversation", case, bool(set(want["intents"]) & set(reply["intents"])), f"{reply['intents']} for {want['intents']}: {turn['say'][:80]}")
    if "verdict" in want:
        score.add("verdict in conversation", case, reply["verdict"] == want["verdict"], f"{reply['verdict']}: {turn['say'][:80]}")
    for name, right, note in judge_facts(runner, reply, want.get("facts") or {}):
        score.add("facts in conversation", case, right, f"{name}: {note}: {turn['say'][:80]}")


def _judge_plan(runner: Runner, score: Score, case: Case, plan: Mapping[str, Any]) -> None:
    status = {c["component"]: c["status"] for c in plan["stack"]}
    final = case["final"]
    for entry in final.get("must_have") or []:
        ids = {i for name in (entry if isinstance(entry, list) else [entry]) for i in runner.components(name)}
        if not ids:
            print(f"unmatched in the catalogue: {entry} ({case['id']})") if case["split"] == "open" else None
            continue
        score.add("required and present", case, bool(ids & set(status)), f"{entry} is missing ({plan['frame']['pattern']})")
    for name in final.get("must_not_have") or []:
        bad = any(status.get(i) == "learn" for i in runner.components(name))
        score.add("needless and absent", case, not bad, f"{name} is to be learnt")
    for name in final.get("must_not_learn") or []:
        bad = any(status.get(i) == "learn" for i in runner.components(name))
        score.add("known and not taught", case, not bad, f"{name} is to be learnt")


PARTS: Mapping[str, Callable[[Runner, Score], None]] = {
    "problems": problems, "facts": facts, "followups": followups, "prerequisites": prerequisites,
    "personas": personas, "hard": hard, "corrections": corrections,
}  # fmt: skip


def main() -> None:
    """Runs what was asked for and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which files; all by default")
    parser.add_argument("--quiet", action="store_true", help="do not list the open part's misses")
    given = parser.parse_args()
    began = time.time()
    score = Score()
    with tempfile.TemporaryDirectory() as directory:
        runner = Runner(Settings(model="none"), Path(directory))
        for part in given.parts or PARTS:
            PARTS[part](runner, score)
    if not given.quiet:
        print("\nMisses of the open part\n-----------------------")
        print("\n".join(score.misses) or "none")
    print(f"\n{'measure':26}{'open':>18}{'sealed':>18}")
    result: dict[str, dict[str, Any]] = {}
    for measure in dict.fromkeys(m for m, _ in score.counts):
        row = [_share(score.counts.get((measure, part))) for part in ("open", "sealed")]
        result[measure] = {part: score.counts.get((measure, part)) for part in ("open", "sealed")}
        print(f"{measure:26}{row[0]:>18}{row[1]:>18}")
    for measure in dict.fromkeys(m for m, _ in score.values):
        row = [f"median {median(v):g}" if (v := score.values.get((measure, part))) else "" for part in ("open", "sealed")]
        print(f"{measure:26}{row[0]:>18}{row[1]:>18}")
    print(f"\nrules alone, {time.time() - began:.0f} s")
    target = Path(__file__).parent / "results"
    target.mkdir(exist_ok=True)
    (target / "latest.json").write_text(json.dumps(result, indent=2), encoding="utf-8")


def _share(count: list[int] | None) -> str:
    return f"{count[0]}/{count[1]} = {100 * count[0] / count[1]:.1f} %" if count and count[1] else ""


if __name__ == "__main__":
    main()
