"""A plan goes out as JSON and comes back the same; everything else that comes is refused in one sentence."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from advisor import exports
from advisor.domain.plan import PlanHours
from advisor.errors import BadInput
from tests.unit.plan_factory import small_plan

TIMES = st.datetimes(
    min_value=datetime(1970, 1, 2),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
)


def edited(**changes: Any) -> bytes:
    """An exported plan with fields changed; None takes one out."""
    content = json.loads(exports.render(small_plan(), "json")) | changes
    return json.dumps({k: v for k, v in content.items() if v is not None}).encode()


def test_a_plan_comes_back_the_same() -> None:
    plan = small_plan()
    assert exports.parse_plan(exports.render(plan, "json")) == plan


@given(
    text=st.text(),
    numbers=st.lists(st.floats(min_value=0, allow_nan=False, allow_infinity=False), min_size=3, max_size=3),
    agreed_at=st.none() | TIMES,
)
def test_any_text_number_and_time_comes_back_the_same(
    text: str, numbers: list[float], agreed_at: datetime | None
) -> None:
    learn, build, total = numbers
    plan = small_plan(text, hours=PlanHours(learn=learn, build=build, total=total), agreed_at=agreed_at)
    content = exports.render(plan, "json")
    assert exports.parse_plan(content) == plan
    assert exports.render(exports.parse_plan(content), "json") == content


def test_the_file_is_readable_and_names_its_schema() -> None:
    content = exports.render(small_plan("Größe 大小"), "json").decode()
    assert '\n  "schema": "plan/1",\n' in content
    assert "Größe 大小" in content
    assert "schema_" not in content


def test_a_byte_order_mark_does_no_harm() -> None:
    assert exports.parse_plan(b"\xef\xbb\xbf" + exports.render(small_plan(), "json")) == small_plan()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not JSON"),
        (b"hello", "not JSON (line 1, column 1)"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[]", "no plan"),
        (b"null", "no plan"),
        (b"{}", "schema"),
        (edited(schema=None), "schema"),
        (edited(schema="plan/2"), "schema"),
        (edited(problem=None), "problem"),
        (edited(hours_per_week=0), "hours_per_week"),
        (edited(hours_per_week="4"), "hours_per_week"),
        (edited(version=0), "version"),
        (edited(extra="?"), "extra"),
        (edited(stack=[{"component": "x"}]), "stack.0.name"),
        (edited(weeks=float("inf")), "not finite"),
        (edited(weeks=float("nan")), "weeks"),
        (edited(problem="\ud800"), "at "),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"schema": "plan/1", "problem": ' + b"[" * 500 + b"]" * 500 + b"}", "at "),
        (b'{"version": ' + b"1" * 5000 + b"}", "number"),
        (b" " * 5_000_001, "MB"),
    ],
)
def test_what_is_no_plan_is_refused_in_one_sentence(content: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=re.escape(why)) as caught:
        exports.parse_plan(content)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 300
    assert caught.value.remedy


def test_a_hostile_name_in_the_file_cannot_fill_the_message() -> None:
    with pytest.raises(BadInput) as caught:
        exports.parse_plan(edited(**{"x\n<script>" * 100: 1}))
    assert len(str(caught.value)) < 300
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_plan_or_bad_input(content: bytes) -> None:
    with pytest.raises(BadInput):
        exports.parse_plan(content)


def test_a_number_without_end_is_not_written() -> None:
    with pytest.raises(BadInput):
        exports.render(small_plan(weeks=float("inf")), "json")


def test_exports_follow_the_published_schema(tmp_path: Path) -> None:
    exports.write_schema(tmp_path / "plan.schema.json")
    schema = json.loads((tmp_path / "plan.schema.json").read_text(encoding="utf-8"))
    assert schema == exports.plan_json_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert validator.is_valid(json.loads(exports.render(small_plan(), "json")))
    assert not validator.is_valid(json.loads(edited(schema="plan/2")))
    assert not validator.is_valid(json.loads(edited(extra=1)))


# --- the table of formats


def test_every_format_renders_and_names_its_file() -> None:
    for name, row in exports.EXPORTS.items():
        assert row.name == name
        assert exports.render(small_plan(), name)
        assert (
            exports.filename(small_plan(), name) == f"plan-my-inbox-is-full-of-spam-i-want-it-gone-v2.{row.extension}"
        )


@pytest.mark.parametrize("name", ["md", ".md", "Markdown", " MARKDOWN "])
def test_a_format_is_found_however_it_is_written(name: str) -> None:
    assert exports.find(name).name == "markdown"


@pytest.mark.parametrize("name", ["odt", "", "../json", "a\nb"])
def test_an_unknown_format_is_refused_and_the_known_ones_named(name: str) -> None:
    with pytest.raises(BadInput) as caught:
        exports.render(small_plan(), name)
    assert all(known in caught.value.sentence for known in exports.EXPORTS)


def test_a_file_name_keeps_letters_that_ascii_has_not() -> None:
    assert exports.filename(small_plan(problem="Søren’s Größe, łąka"), "pdf") == "plan-sorens-grosse-laka-v2.pdf"


@given(st.text())
def test_a_file_name_is_short_ascii_and_safe(problem: str) -> None:
    name = exports.filename(small_plan(problem=problem), "json")
    assert re.fullmatch(r"plan(-[a-z0-9]+)*-v2\.json", name)
    assert len(name) <= 60
