"""What a person has done. It belongs to the person, not to a plan version, so that no re-planning can lose it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Status(StrEnum):
    """The state of a milestone."""

    TODO = "todo"
    DONE = "done"
    STUCK = "stuck"
    SKIPPED = "skipped"


CLOSED = (Status.DONE, Status.SKIPPED)
"""States in which nothing is left to do."""


class Mark(BaseModel):
    """One milestone's state, since when, and the title it had then."""

    model_config = ConfigDict(frozen=True)

    status: Status
    at: datetime
    text: str = ""
    hours: float = 0.0


class Progress(BaseModel):
    """Marks by milestone id. Ids are stable across plan versions: `learn/<component>/<level>/<n>` or
    `<project>/<milestone>`. Of a step in parts the last part has the step's own id, because it ends with the step's own
    test; the others have `/part-<n>` after it."""

    model_config = ConfigDict(frozen=True)

    marks: Mapping[str, Mark] = {}

    def status(self, milestone: str) -> Status:
        """The state of a milestone; todo if never marked. A part of a step that is done is done."""
        mark = self.marks.get(milestone)
        if mark is None and _PART in milestone and self.status(milestone.rsplit(_PART, 1)[0]) is Status.DONE:
            return Status.DONE
        return mark.status if mark else Status.TODO

    def is_done(self, milestone: str) -> bool:
        """Whether it was done."""
        return self.status(milestone) is Status.DONE

    def done_on(self, milestone: str) -> date | None:
        """The day on which it was marked done, in UTC; None if it is not."""
        if not self.is_done(milestone):
            return None
        mark = self.marks.get(milestone) or self.marks[milestone.rsplit(_PART, 1)[0]]
        return mark.at.date()

    def marked(self, new: Mapping[str, Mark]) -> "Progress":
        """With these marks set."""
        return Progress(marks={**self.marks, **new})

    def done(self) -> Iterable[str]:
        """Ids of all that is done."""
        return [i for i, m in self.marks.items() if m.status is Status.DONE]


_PART = "/part-"


def part_id(milestone: str, number: int) -> str:
    """The id of the `number`-th part (from 1) of a step, the last part excepted."""
    return f"{milestone}{_PART}{number}"


def learning_id(component: str, level: str, number: int) -> str:
    """The id of a learning milestone: the `number`-th practice step (from 1) towards `level`."""
    return f"learn/{component}/{level}/{number}"
