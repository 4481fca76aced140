"""JSON Schema of each kind of file in `corpus/`, so that an editor can complete fields and mark mistakes while typing.

Generated from the same values that read the files: `advisor catalog schema` writes them, a test keeps them in step.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from advisor.catalog_files import KINDS

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of a file by kind: a list of entries, or the front matter of a guide."""
    made: dict[str, dict[str, Any]] = {}
    for kind, model in KINDS.items():
        entry = TypeAdapter(model).json_schema(mode="validation")
        if kind == "guides":
            entry["properties"].pop("body")  # what follows the front matter
            entry["required"].remove("body")
            made[kind] = {"$schema": DRAFT, **entry}
            continue
        parts = entry.pop("$defs", {})
        made[kind] = {
            "$schema": DRAFT, "title": kind, "type": "array",
            "items": {"$ref": f"#/$defs/{model.__name__}"}, "$defs": {**parts, model.__name__: entry},
        }  # fmt: skip
    return made


def write_schemas(directory: Path) -> list[Path]:
    """Writes one file a kind into `directory`; returns their paths."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, schema in schemas().items():
        path = directory / f"{kind}.json"
        path.write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written
