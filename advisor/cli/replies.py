"""Replies as `advisor chat --jsonl` publishes them."""

from typing import Any


def reply_json(reply: Any) -> dict[str, Any]:
    """A reply in the published form of `advisor chat --jsonl`."""
    frame = reply.frame
    return {
        "reply": reply.reply,
        "intents": [i.value for i in reply.intents],
        "verdict": reply.verdict.value if reply.verdict else None,
        "frame": None if frame is None else {
            "modality": [m.value for m in frame.modality],
            "task": [t.value for t in frame.task],
            "domain": frame.domain,
            "conditions": [c.value for c in frame.conditions],
            "pattern": frame.pattern,
            "confidence": frame.confidence,
            "runners_up": [r.model_dump(mode="json") for r in frame.runners_up],
        },
        "facts": facts_json(reply.facts),
        "question": None if reply.question is None else {
            "fact": reply.question.fact, "text": reply.question.text, "why": reply.question.why,
            "answers": list(reply.question.answers),
        },
        "plan": None if reply.plan is None else reply.plan.model_dump(mode="json", by_alias=True),
        "plan_changed": reply.plan_changed,
        "citations": [c.model_dump(mode="json") for c in reply.citations],
        "origin": reply.origin,
        "notices": list(reply.notices),
        "elapsed_ms": reply.elapsed_ms,
    }  # fmt: skip


def facts_json(facts: Any) -> list[dict[str, Any]]:
    """The facts, one a name: those of which there are several (skills, conditions, preferences) under `items` as well.

    The value of `known_skills` is the list of components that are known at all, that of `conditions` the list of those
    that hold, that of `preferences` an object of component → 'avoid', 'prefer' or 'any'.
    """
    from advisor.domain.brief import KEYED

    made: list[dict[str, Any]] = []
    for name in dict.fromkeys(f.name for f in facts):
        same = [f for f in facts if f.name == name]
        last = max(same, key=lambda f: f.turn)
        row: dict[str, Any] = {
            "name": name, "value": last.value, "provenance": last.provenance.value, "quote": last.quote, "turn": last.turn,
        }  # fmt: skip
        if name in KEYED:
            row["items"] = [
                {"key": f.key, "value": f.value, "provenance": f.provenance.value, "quote": f.quote, "turn": f.turn} for f in same
            ]
            row["quote"] = " … ".join(dict.fromkeys(f.quote for f in same if f.quote))
            if name == "known_skills":
                row["value"] = [f.key for f in same if f.value != "none"]
            elif name == "conditions":
                row["value"] = [f.key for f in same if f.value]
            else:
                row["value"] = {f.key: f.value for f in same}
        made.append(row)
    return made
