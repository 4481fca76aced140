"""Loads prompts from `advisor/prompts/*.md`.

A file holds two parts with a line `===` between them: what never changes within a catalogue comes first (servers keep
what they have worked out for an unchanged beginning), what is new in each turn second.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from string import Template

from advisor.errors import ModelError

DIVIDER = "\n===\n"


@dataclass(frozen=True)
class Prompt:
    """A prompt's two templates, with variables written as `$name`."""

    name: str
    fixed: str
    turn: str

    def fill(self, **variables: str) -> tuple[str, str]:
        """Both parts filled in. Raises ModelError if a variable is missing or is not in the prompt."""
        wanted = {i for part in (self.fixed, self.turn) for i in Template(part).get_identifiers()}
        wrong = sorted(wanted.symmetric_difference(variables))
        if wrong:
            raise ModelError(
                f"The prompt '{self.name}' does not fit its variables: {', '.join(wrong)}.",
                remedy=f"Compare advisor/prompts/{self.name}.md with the code that fills it.",
            )
        return _filled(self.fixed, variables), _filled(self.turn, variables)


def _filled(template: str, variables: Mapping[str, str]) -> str:
    return Template(template).substitute(variables).strip()


@lru_cache(maxsize=8)
def load(name: str) -> Prompt:
    """The prompt of that name. Raises ModelError if there is none or it is not in two parts."""
    try:
        text = (resources.files("advisor") / "prompts" / f"{name}.md").read_text(encoding="utf-8")
        fixed, turn = text.split(DIVIDER)
    except (OSError, ValueError, ModuleNotFoundError) as wrong:
        raise ModelError(
            f"The prompt '{name}' cannot be used.",
            remedy=f"Put advisor/prompts/{name}.md back, with one line '===' between its two parts.",
            detail=str(wrong),
        ) from wrong
    return Prompt(name, fixed, turn)


def fenced(text: str, longest: int) -> str:
    """Somebody's text as data for a prompt: unable to end its fence, and of a long one only beginning and end."""
    if len(text) > longest:
        text = f"{text[: longest * 2 // 3]}\n…\n{text[-longest // 3 :]}"
    return text.replace("<", "‹").replace(">", "›")
