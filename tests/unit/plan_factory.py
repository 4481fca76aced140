"""A small plan for tests: every kind of part once, every text replaceable."""

from datetime import UTC, date, datetime
from typing import Any

from advisor.domain.frame import Frame
from advisor.domain.plan import (
    Assumption,
    Choice,
    Citation,
    Cut,
    ExistingSolution,
    Omission,
    Plan,
    PlanDataset,
    PlanHours,
    PlanMetric,
    PlanMilestone,
    PlanObstacle,
    PlanProblem,
    PlanProject,
)
from advisor.domain.progress import Status
from advisor.domain.vocabulary import Layer, Level, Modality, Task

AGREED = datetime(2026, 3, 3, 9, 30, 15, 123456, tzinfo=UTC)
DOCS = Citation(id="docs", title="The handbook", url="https://example.org/handbook")


def small_plan(text: str | None = None, **changes: Any) -> Plan:
    """A plan about spam; with `text`, each of its texts is that one. `changes` replace fields."""

    def t(ours: str) -> str:
        return ours if text is None else text

    source = DOCS.model_copy(update={"title": t(DOCS.title)})
    milestones = (
        PlanMilestone(
            id="learn/python/working/1",
            text=t("Read a file"),
            hours=2,
            done_when=t("It prints the rows"),
            status=Status.DONE,
            kind="learn",
            component="python",
        ),
        PlanMilestone(
            id="look/count",
            text=t("Count the words"),
            hours=0.5,
            done_when=t("You have ten numbers"),
            status=Status.STUCK,
        ),
        PlanMilestone(
            id="look/rule", text=t("Try a rule"), hours=1.5, done_when=t("You know its share"), status=Status.SKIPPED
        ),
    )
    project = PlanProject(
        id="look",
        title=t("Look first"),
        kind="look",
        goal=t("See what spam looks like"),
        dataset=PlanDataset(
            name=t("SMS Spam"),
            url="https://example.org/sms",
            size=t("5,574 messages"),
            licence=t("CC BY 4.0"),
            getting=t("Download the zip"),
            caution=t("Some occur twice"),
            then=t("Your own messages"),
        ),
        baseline=t("A word list"),
        target=t("Beat the word list"),
        uses=("git",),
        introduces=("python",),
        milestones=milestones,
        obstacles=(PlanObstacle(symptom=t("All are ham"), teaches=t("Most are")),),
        artefact=t("A page of counts"),
        hours=4,
        weeks=1,
        start_week=1,
        end_week=2,
    )
    fields: dict[str, Any] = {
        "version": 2,
        "problem": t("My inbox is full of spam.\nI want it gone."),
        "about": PlanProblem(
            restate=t("have spam put aside"),
            in_ml_words=t("classifying short texts"),
            exists=(
                ExistingSolution(
                    name=t("Filters"), what=t("They sort"), limits=t("Not your words"), citations=(source,)
                ),
            ),
            need_ml=t("Perhaps"),
            rule=t("Twenty words"),
            baseline=t("The list of words"),
            metrics=(PlanMetric(component="precision", name=t("Precision"), why=t("Lost mail costs more")),),
            pitfalls=(t("Doubled messages"),),
            first_version=t("A list with a threshold"),
            case_studies=(
                ExistingSolution(name=t("A mail service"), what=t("It does this"), limits="", citations=(source,)),
            ),
            citations=(source,),
        ),
        "frame": Frame(
            modality=(Modality.TEXT,),
            task=(Task.CLASSIFICATION,),
            domain=t("mail"),
            pattern="spam-filtering",
            confidence=0.7,
        ),
        "stack": (
            Choice(
                component="python",
                name=t("Python"),
                layer=Layer.LANGUAGE,
                status="learn",
                level=Level.WORKING,
                hours=2,
                why=t("All tools are used from it"),
                needs=("write-programs",),
                citations=(source,),
            ),
            Choice(
                component="git",
                name=t("Git"),
                layer=Layer.PRACTICE,
                status="known",
                level=Level.WORKING,
                hours=0,
                why=t("You said that you know it"),
            ),
            Choice(
                component="precision",
                name=t("Precision at k"),
                layer=Layer.METRIC,
                status="aware",
                level=Level.AWARE,
                hours=0.5,
                why=t("Few can be read"),
                citations=(source,),
            ),
        ),
        "left_out": (
            Omission(component="docker", name=t("Docker"), why=t("One computer is enough"), when=t("others run it")),
        ),
        "projects": (project,),
        "hours": PlanHours(learn=0.5, build=0.5, total=1, available=40, done=2),
        "hours_per_week": 4,
        "weeks": 0.2,
        "weeks_available": 10,
        "started": date(2026, 3, 1),
        "cut": (Cut(what=t("Project: the service"), saves=6.5, costs=t("No service"), back=t("Give it 6.5 hours")),),
        "assumptions": (Assumption(fact="hardware", text=t("You have a laptop")),),
        "notes": (t("Nothing helps with pictures"),),
        "agreed": True,
        "agreed_at": AGREED,
    }
    return Plan(**(fields | changes))
