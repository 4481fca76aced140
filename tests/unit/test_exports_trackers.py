"""The plan as tables: the columns that trackers know, and no cell that a spreadsheet would work out."""

import csv
import io
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from advisor import exports
from advisor.exports.trackers import harmless
from tests.unit.plan_factory import small_plan

TABLES = ("csv", "csv-github", "csv-jira", "csv-trello", "csv-notion")
BEGINNINGS = "=+-@＝＋－＠"
NASTY = '=HYPERLINK("http://evil.example";"x")\r\n+1;=2+3\t@SUM(A1)\n"quoted", שלום 😀'


def rows(plan: object, name: str) -> list[list[str]]:
    content = exports.render(plan, name)  # type: ignore[arg-type]
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def test_the_columns_are_those_that_the_trackers_know() -> None:
    assert {name: rows(small_plan(), name)[0] for name in TABLES} == {
        "csv": ["Step", "Status", "Project", "Kind", "Start", "End", "Hours", "Done when", "Step ID"],
        "csv-github": ["title", "body", "labels", "state"],
        "csv-jira": ["Summary", "Issue Type", "Status", "Description", "Labels", "Labels", "Due date"],
        "csv-trello": ["Card Name", "Card Description", "Labels", "Due Date", "List Name"],
        "csv-notion": ["Name", "Status", "Project", "Kind", "Start", "End", "Hours", "Done when"],
    }


def test_each_step_is_a_row_with_its_state_and_days() -> None:
    assert rows(small_plan(), "csv")[1:] == [
        ["Read a file", "Done", "1. Look first", "Learn", "2026-03-01", "2026-03-01", "2", "It prints the rows.", "learn/python/working/1"],
        ["Count the words", "Stuck", "1. Look first", "Build", "2026-03-01", "2026-03-01", "0.5", "You have ten numbers.", "look/count"],
        ["Try a rule", "Skipped", "1. Look first", "Build", "2026-03-01", "2026-03-01", "1.5", "You know its share.", "look/rule"],
    ]  # fmt: skip
    assert [row[3] for row in rows(small_plan(), "csv-github")[1:]] == ["closed", "open", "closed"]
    assert [row[2] for row in rows(small_plan(), "csv-jira")[1:]] == ["Done", "To Do", "Done"]
    assert [row[4] for row in rows(small_plan(), "csv-trello")[1:]] == ["Done", "Stuck", "Skipped"]
    assert [row[1] for row in rows(small_plan(), "csv-notion")[1:]] == ["Done", "In progress", "Skipped"]


def test_only_the_table_for_spreadsheets_has_a_byte_order_mark() -> None:
    marked = [name for name in TABLES if exports.render(small_plan(), name).startswith(b"\xef\xbb\xbf")]
    assert marked == ["csv"]


@pytest.mark.parametrize("name", TABLES)
def test_lines_end_as_the_standard_has_it_and_all_cells_are_quoted(name: str) -> None:
    content = exports.render(small_plan(), name).removeprefix(b"\xef\xbb\xbf").decode()
    assert content.endswith('"\r\n')
    assert all(line.startswith('"') for line in content.split("\r\n")[:-1])


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-1", "'-1"), ("@home", "'@home"), ("＝1", "'＝1"), ("  =1", "'=1"),
        ("\t=1", "'=1"), ("\r=1", "'=1"), ("\x00=1", "'=1"), ("a;=1", "a;'=1"), ('a"=1', "a\"'=1"), ("a\n =1", "a\n '=1"), ("a\t@b", "a @b"),
        ("1 + 1 = 2", "1 + 1 = 2"), ("a-b", "a-b"), ("me@home", "me@home"), ("'=1", "'=1"), ("", ""), ("שלום 😀", "שלום 😀"),
    ],
)  # fmt: skip
def test_what_could_begin_a_formula_gets_an_apostrophe(text: str, cell: str) -> None:
    assert harmless(text) == cell


@given(st.lists(st.sampled_from([*BEGINNINGS, ";", '"', "\t", "\r", "\n", " ", ",", "a", "\x00", "\u202e"]), max_size=12).map("".join) | st.text())
def test_no_cell_holds_a_formula_whatever_a_program_takes_for_the_separator(text: str) -> None:
    plan = small_plan(text)
    for name in TABLES:
        content = exports.render(plan, name).decode("utf-8-sig")
        assert not re.search(f"(?m)(?:^|[;\\t\"])[ \\t]*[{re.escape(BEGINNINGS)}]", content.replace('""', '"'))
        for row in csv.reader(io.StringIO(content, newline=""), strict=True):
            assert not any(cell.lstrip().startswith(tuple(BEGINNINGS)) for cell in row)


@given(st.text())
def test_every_row_has_a_cell_for_each_column(text: str) -> None:
    for name in TABLES:
        table = rows(small_plan(text), name)
        assert len(table) == 4
        assert len({len(row) for row in table}) == 1


def test_words_survive_quotes_line_ends_and_all() -> None:
    cell = rows(small_plan(NASTY), "csv")[1][7]
    assert cell.startswith("'=HYPERLINK(\"http://evil.example\";\"x\")\n'+1;'=2+3")
    assert cell.endswith('"quoted", שלום 😀.')


def _tokens(markdown: str) -> Sequence[str]:
    return [child.type for token in MarkdownIt("commonmark").parse(markdown) for child in token.children or ()]


def test_nothing_acts_in_an_issue_on_github() -> None:
    body = rows(small_plan("See #12 @octocat ![x](https://evil.example/p.png) <img src=x> [a](https://evil.example)"), "csv-github")[1][1]
    assert not re.search(r"@\w", body)
    assert not {"link_open", "image"} & set(_tokens(body))
    assert "\\#12" in body


def test_nothing_acts_in_an_issue_of_jira() -> None:
    description = rows(small_plan("[~admin] {html}x{html} !https://evil.example/p.png!"), "csv-jira")[1][3]
    assert not re.search(r"(?<!\\)[\[{]|(?<!\\)!(?=\S)", description)


def test_a_title_is_as_long_as_trackers_take_it() -> None:
    assert all(len(row[0]) <= 250 for name in TABLES for row in rows(small_plan("word " * 2000), name))
