"""What a language model claims to have read; proposals only, until they are checked against the person's words."""

from pydantic import BaseModel, ConfigDict, Field


class ProposedFact(BaseModel):
    """A fact as a model proposes it. `quote` must be the person's own words, or the fact is dropped."""

    model_config = ConfigDict(extra="ignore")

    name: str = Field(description="known_skills, hours_per_week, deadline_weeks, hardware, background, goal, data or conditions")
    value: str = Field(description="the value; for known_skills none, aware, working or solid; for conditions true or false")
    key: str = Field(default="", description="for known_skills the tool or language; for conditions the condition; else empty")
    quote: str = Field(description="the exact words of the person that say so")


class ModelReading(BaseModel):
    """What a model read of one message."""

    model_config = ConfigDict(extra="ignore")

    pattern: str = Field(default="", description="the id of the kind of problem, or empty")
    facts: list[ProposedFact] = Field(default_factory=list, max_length=20)
