"""The table of all settings in docs/settings.md: `python -m advisor.settings_table` writes it anew."""

from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from advisor.settings import ROOT, Settings

DOCUMENT = ROOT / "docs" / "settings.md"
_HEAD = """# Settings

Each can be given in the environment, in a file `.env`, or, under its name in small letters without `ADVISOR_`, in the table
`[advisor]` of `.streamlit/secrets.toml`; what stands first here wins. None is needed. This table is made from
`advisor/settings.py` by `python -m advisor.settings_table`, and a test holds the two together.

| setting | default | what it is |
| --- | --- | --- |
"""


def document() -> str:
    """The whole of docs/settings.md."""
    rows = (f"| `ADVISOR_{name.upper()}` | {_default(field)} | {_meaning(field)} |" for name, field in Settings.model_fields.items())
    return _HEAD + "\n".join(rows) + "\n"


def _default(field: FieldInfo) -> str:
    value: Any = field.default
    if value is None or value == "":
        return "–"
    if isinstance(value, Path):
        value = value.relative_to(ROOT) if value.is_relative_to(ROOT) else value
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def _meaning(field: FieldInfo) -> str:
    told = (field.description or "").replace("|", "\\|")
    choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    if choices:
        told += f" One of {', '.join(f'`{choice}`' for choice in choices)}."
    return told + (" Never shown or logged." if SecretStr in get_args(field.annotation) else "")


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
