"""The schemas that editors use say what the reader of the files accepts, no more and no less."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from advisor.catalog_schema import schemas

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def test_the_files_in_corpus_schema_are_those_of_the_code() -> None:
    held = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in (CORPUS / "schema").glob("*.json")}
    assert held == schemas(), "run: advisor catalog schema"


def _plain(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        text = text.split("---\n", 2)[1]
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return json.loads(json.dumps(data, default=str))


@pytest.mark.parametrize("kind", sorted(schemas()))
def test_every_entry_is_valid_by_its_schema(kind: str) -> None:
    check = jsonschema.Draft202012Validator(schemas()[kind])
    for path in sorted((CORPUS / kind).rglob("*.md" if kind == "guides" else "*.yaml"))[:12]:
        assert [f"{path.name}: {e.json_path}: {e.message}" for e in check.iter_errors(_plain(path))] == []


def test_a_misspelt_field_and_an_unknown_word_are_marked() -> None:
    check = jsonschema.Draft202012Validator(schemas()["components"])
    entry = {"id": "x", "name": "X", "layer": "smell", "sumary": "?", "requires": ["python:expert"]}
    told = {(e.json_path, e.validator) for e in check.iter_errors([entry])}
    assert ("$[0].requires[0]", "pattern") in told
    assert ("$[0]", "additionalProperties") in told
    assert any(place == "$[0].layer" for place, _ in told)
