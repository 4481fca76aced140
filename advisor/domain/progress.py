"""What a person has done. It belongs to the person, not to a plan version, so that no re-planning can lose it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Status(StrEnum):
    """The state of a milestone."""

    TODO = "todo"
    DONE = "done"
    STUCK = "stuck"
    SKIPPED = "skipped"


class Mark(BaseModel):
    """One milestone's state, since when, and the title it had then."""

    model_config = ConfigDict(frozen=True)

    status: Status
    at: datetime
    text: str = ""
    hours: float = 0.0


class Progress(BaseModel):
    """Marks by milestone id. Ids are stable across plan versions: `learn/<component>/<level>/<n>` or
    `<project>/<milestone>`."""

    model_config = ConfigDict(frozen=True)

    marks: Mapping[str, Mark] = {}

    def status(self, milestone: str) -> Status:
        """The state of a milestone; todo if never marked."""
        mark = self.marks.get(milestone)
        return mark.status if mark else Status.TODO

    def is_done(self, milestone: str) -> bool:
        """Whether it was done."""
        return self.status(milestone) is Status.DONE

    def marked(self, new: Mapping[str, Mark]) -> "Progress":
        """With these marks set."""
        return Progress(marks={**self.marks, **new})

    def done(self) -> Iterable[str]:
        """Ids of all that is done."""
        return [i for i, m in self.marks.items() if m.status is Status.DONE]


def learning_id(component: str, level: str, number: int) -> str:
    """The id of a learning milestone: the `number`-th practice step (from 1) towards `level`."""
    return f"learn/{component}/{level}/{number}"
