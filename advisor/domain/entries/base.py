"""What all catalogue values share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=64)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Entry(BaseModel):
    """What all catalogue values share: nothing unknown is accepted and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)
