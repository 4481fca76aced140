"""The ML reading of a problem."""

from pydantic import BaseModel, ConfigDict, Field

from advisor.domain.vocabulary import Condition, Modality, Task


class RunnerUp(BaseModel):
    """Another pattern that the problem might be, and how well it fits."""

    model_config = ConfigDict(frozen=True)

    pattern: str
    confidence: float = Field(ge=0, le=1)


class Frame(BaseModel):
    """Modality, task, domain, conditions; the pattern, if one fits; confidence between 0 and 1."""

    model_config = ConfigDict(frozen=True)

    modality: tuple[Modality, ...]
    task: tuple[Task, ...]
    domain: str = ""
    conditions: tuple[Condition, ...] = ()
    pattern: str | None = None
    confidence: float = Field(default=0.0, ge=0, le=1)
    runners_up: tuple[RunnerUp, ...] = ()
