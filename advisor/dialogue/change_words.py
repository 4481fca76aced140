"""How changes are told: versions, cuts, what is put back, falling behind. Pure, like `wording`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from advisor.dialogue.wording import hours, listed, num, short, strip_when
from advisor.domain.conversation import Version
from advisor.domain.plan import Cut, Omission, Plan
from advisor.planning.diff import PlanDiff
from advisor.planning.slippage import Slippage

_MOST = 8
"""Names of one kind that are listed; of more, their number."""


def day(when: date) -> str:
    """A date for people: '3 April 2026'."""
    return f"{when.day} {when:%B %Y}"


def few(names: Sequence[str]) -> str:
    """The names, or the first of them and how many more."""
    shown = list(names[:_MOST])
    return ", ".join(shown) + (f" and {len(names) - _MOST} more" if len(names) > _MOST else "")


def changed(change: PlanDiff, version: int, agreed_before: bool) -> str:
    """What a new version keeps, changes and drops, with reasons."""
    head = f"That makes version {version}" + (
        " (the agreed one is kept; agree again if you like this one)." if agreed_before else "."
    )
    return head + "\n\n" + _differences(change)


def compared(change: PlanDiff, old: int, new: int) -> str:
    """What differs between two versions."""
    if change.empty:
        return f"Versions {old} and {new} have the same things to learn, projects and hours."
    return f"From version {old} to version {new}:\n\n{_differences(change)}"


def versions(found: Sequence[Version], current: int) -> str:
    """All versions with their day, their hours and what brought them."""
    lines = "\n".join(
        f"- **Version {v.number}**{', the one you have' if v.number == current else ''} ({day(v.made)}, {hours(v.plan.hours.total)} to go then): {quoted(v.reason)}"
        for v in found
    )
    return f"{lines}\n\nSay for example “what changed between version 1 and {current}”, or “go back to version 1”."


def quoted(text: str) -> str:
    """The beginning of what somebody said, in quotation marks."""
    return f"“{short(text)}”" if text else "no reason is noted"


def supposed(what: str, change: PlanDiff) -> str:
    """What would be otherwise if that were so."""
    after = "Nothing is changed yet: tell me when it is so, and I plan with it."
    if change.empty:
        return f"Supposing that: {what}. That would not change the plan."
    return f"Supposing that: {what}. The plan would then be another:\n\n" + _differences(change) + f"\n\n{after}"


def _differences(change: PlanDiff) -> str:
    parts: list[str] = []
    if change.done:
        parts.append(f"- Done and kept: {few(change.done)}")
    for label, names in (
        ("Comes in", change.added), ("Credited, because you know it now", change.credited), ("Changed", change.changed),
        ("New projects", _quoted(change.projects_added)),
    ):  # fmt: skip
        if names:
            parts.append(f"- {label}: {few(names)}")
    parts += [f"- Drops out, because {reason}: {few(names)}" for reason, names in _by_reason(change.dropped)]
    parts += [f"- Projects no longer in it, because {reason}: {few(_quoted(names))}" for reason, names in _by_reason(change.projects_dropped)]
    if change.kept:
        parts.append(f"- Kept: {_count(len(change.kept), 'thing')} to know, {_count(len(change.projects_kept), 'project')}")
    if abs(change.hours) >= 0.05 or abs(change.weeks) >= 0.05:
        parts.append(f"- To go: {_signed(change.hours, 'hour')}, {_signed(change.weeks, 'week')}")
    return "\n".join(parts)


def _quoted(titles: Sequence[str]) -> list[str]:
    return [f"“{t}”" for t in titles]


def _by_reason(gone: Mapping[str, str]) -> Iterable[tuple[str, list[str]]]:
    reasons: dict[str, list[str]] = {}
    for name, reason in gone.items():
        reasons.setdefault(_clause(reason), []).append(name)
    return reasons.items()


def _clause(reason: str) -> str:
    return "it was cut to fit your time" if reason == "cut to fit your time" else reason


def _signed(value: float, unit: str) -> str:
    return f"{'+' if value >= 0 else '−'}{num(abs(value))} {unit}{'' if num(abs(value)) == '1' else 's'}"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def counts_here(names: Sequence[str], saved: float, elsewhere: Sequence[str], steps: int) -> str:
    """What of the work done counts for another problem."""
    if not steps:
        return ""
    if names:
        text = f"Of what you have done, {few(names)} {'counts' if len(names) == 1 else 'count'} here as well and {'saves' if len(names) == 1 else 'save'} you {hours(saved)}."
    else:
        text = "Nothing of what you have done shortens this plan; it stays noted as done."
    return text + (f" Not needed here, but kept: {few(elsewhere)}." if elsewhere else "")


def back_in(names: Sequence[str]) -> str:
    """What fits again."""
    names = [n.split(": to ")[0] for n in names]
    return f"Back in: {'; '.join(names[:_MOST])}{f' and {len(names) - _MOST} more' if len(names) > _MOST else ''}." if names else ""


def cuts(found: Sequence[Cut], order: str, still: int = 0) -> str:
    """Cuts with what each saves and costs and how to get it back; by the person's wish or for want of time. `still`: how
    many were cut before and stay so."""
    head = "You asked to do without:" if found and found[0].wished else "To fit your time I cut:"
    if still:
        head = f"{_count(still, 'part')} cut before {'stays' if still == 1 else 'stay'} out. To fit your time I cut besides:"
    lines = "\n".join(f"- **{c.what}.** Saves {hours(c.saves)}. {c.costs} {c.back}" for c in found)
    return f"{head}\n\n{lines}" + (f"\n\n{order}" if order else "")


def omissions(left_out: Sequence[Omission]) -> str:
    """What is left out because it can wait or is not needed, and what brings it in."""
    lines = "\n".join(f"- **{o.name}.** {o.why.rstrip('.')}. Comes in when {strip_when(o.when)}." for o in left_out[:_MOST])
    more = len(left_out) - _MOST
    return f"Left out, because the problem can do without:\n\n{lines}" + (f"\n\nAnd {more} more; the plan lists them." if more > 0 else "")


def rescoped(label: str, value: str, old: Plan, new: Plan, opposite: bool) -> str:
    """What keeping or dropping a part costs or saves, and what that does to the end."""
    difference = round(new.hours.total - old.hours.total, 1)
    verb = {"keep": "is in the plan now and stays in", "drop": "is out again" if opposite else "is out"}[value]
    cost = (
        f"That costs {hours(difference)} more" if difference >= 0.05
        else f"That saves {hours(-difference)}" if difference <= -0.05 else "The hours stay the same, because something else gave way"
    )  # fmt: skip
    end = new.started + timedelta(days=round(7 * new.weeks))
    was = new.started + timedelta(days=round(7 * old.weeks))
    ends = f"the work ends about {day(end)} as before" if end == was else f"the work ends about {day(end)} instead of {day(was)}"
    return f"{label[0].upper()}{label[1:]} {verb}. {cost}; {ends}."


def over(plan: Plan, old: Plan) -> str:
    """By how much a plan does not fit, and the ways out, unless they were said for the version before."""
    if plan.over <= 0:
        return ""
    if 0 < plan.over <= old.over:
        return f"It is still {hours(plan.over)} more than you have until your date."
    later = plan.started + timedelta(days=round(7 * plan.hours.total / plan.hours_per_week))
    fast = f", or about {num(plan.hours.total / plan.weeks_available)} hours a week" if plan.weeks_available else ""
    return (
        f"It still needs {hours(plan.over)} more than you have until your date. It would fit with a date of {day(later)}{fast}, "
        "or with a smaller problem; tell me which."
    )


def behind(found: Slippage, plan: Plan, today: date) -> str:
    """Where somebody stands who fell behind."""
    left = f"{hours(found.hours)} of work are left"
    taken = f", with {_weeks(found.lost)} taken off for the time lost" if found.lost > 0 else ""
    if found.available is None or found.due is None:
        before = today + timedelta(days=round(7 * plan.weeks))
        moved = f" instead of {day(before)}" if before != found.end else ""
        return (
            f"There is no date, so only the end moves: {left}, and at {num(plan.hours_per_week)} hours a week that ends about "
            f"{day(found.end)}{moved}. Nothing that you have done is lost."
        )
    if found.short <= 0:
        spare = hours(found.available - found.hours) if found.available - found.hours >= 0.1 else "nothing"
        return f"It still fits: {left}, and {hours(found.available)} until {day(found.due)}{taken}. {spare[0].upper()}{spare[1:]} to spare, so nothing has to change."
    return f"{left[0].upper()}{left[1:]}, and {hours(found.available) if found.available else 'no hours'} until {day(found.due)}{taken}. That is {hours(found.short)} short."


def late_without_date(plan: Plan, found: Slippage) -> str:
    """What being late comes to where there is no date."""
    return (
        f"Then it ends later, and that is all: there is no date to miss. {hours(found.hours)} of work are left, which at "
        f"{num(plan.hours_per_week)} hours a week ends about {day(found.end)}; each week without work moves that by a week. If that is too "
        "late, give it more hours a week, or tell me a date, and I cut what can wait."
    )


def if_late(now: Slippage, found: Slippage, supposed: float) -> str:
    """What stands now, and what would be missing after the weeks supposed to be lost; the ways out follow."""
    assert now.due is not None
    assert now.available is not None
    stands = f"{hours(now.hours)} of work are left, and {hours(now.available)} until {day(now.due)}"
    if not supposed:
        return f"{stands[0].upper()}{stands[1:]}, so {hours(now.short)} are missing already. One of these has to give:"
    return f"As it stands it fits: {stands}. Say you lost {_weeks(supposed)}: then {hours(found.short)} would be missing, and one of these would give:"


def _weeks(value: float) -> str:
    return f"{num(value)} week{'' if num(value) == '1' else 's'}"


def ways_out(found: Slippage, ways: Mapping[str, str], today: date) -> str:
    """The ways out in full, in the order of their answers."""
    lines: list[str] = []
    if "date" in ways:
        lines.append(f"**Move the date** to {day(found.new_due(today))}: everything stays in.")
    if "cut" in ways:
        what = listed([f"{c.what.split(': to ')[0]} ({hours(c.saves)})" for c in found.cut[:5]]) + (f" and {len(found.cut) - 5} more" if len(found.cut) > 5 else "")
        rest = f" It is still {hours(found.over_after_cut)} too much after that." if found.over_after_cut > 0 else ""
        lines.append(f"**Cut** {hours(found.saved)} of content: {what}.{rest}")
    if "hours" in ways:
        lines.append(f"**More time**: {ways['hours']}; date and content stay.")
    text = "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1))
    return text if "cut" in ways else f"{text}\n\nCutting is no way out: nothing that could go is left."
