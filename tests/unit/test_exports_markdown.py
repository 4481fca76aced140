"""The plan as a document: complete, and harmless whatever stands in it."""

import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from advisor import exports
from advisor.domain.frame import Frame
from advisor.domain.plan import Citation, Plan
from advisor.exports.escaping import block_quote, line, link, web_address
from tests.unit.plan_factory import DOCS, small_plan

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/pixel.png)",
    "[click](javascript:alert(1))",
    "<https://evil.example>",
    "https://evil.example/?q=1",
    "www.evil.example",
    "me@evil.example",
    "[1]: https://evil.example",
    "[a][1]",
    "[^1]",
    "a | b | c",
    "|---|---|",
    "`code` ``x``",
    "```\nfence",
    "~~~\nfence",
    "**bold** _it_ ~~gone~~",
    "# Title",
    "#tag #",
    "- item",
    "+ item",
    "* item",
    "1. one",
    "1) one",
    "> quote",
    "---",
    "===",
    "***",
    ":--",
    "&lt;b&gt; &#60;",
    "a\\",
    "\\",
    "\\`",
    "!",
    "a  \nb",
    "\tindented",
    "    indented",
    "$x$ $$y$$",
    "- [x] done",
    "<!-- hidden",
    "<?php",
    "<![CDATA[x",
    "</div>",
    "x\x00y\x1b[31m",
    "a\u2028b\u2029c",
    "\u202eabc\u202c",
    "https://a`b|c",
    "`https://evil.example`",
    "ftp://x.y/z|w",
    "C# & R&D 10*2_3",
    "",
    " ",
    "\n\n",
    "*",
    "_",
    "x_https://evil.example",
    "\\https://evil.example\\",
    "![",
    "](",
    "a]b(c)d",
    "| a |\n| - |\n| b |",
    "Title\n=====",
    "\u00a0# a",
    "1.\tx",
]
NASTY = st.lists(
    st.sampled_from([*HOSTILE, *"\\`*_[]()<>|~$#!&:-+=.@/'\"\n\t a1", "https://", "www.", "word"]), max_size=12
).map("".join)


def tokens(markdown: str) -> list[Token]:
    return READER.parse(markdown)


def flat(found: list[Token]) -> Iterator[Token]:
    for token in found:
        yield token
        yield from flat(token.children or [])


def shape(markdown: str) -> list[tuple[str, str]]:
    """The document's blocks and its links, without texts, code and line breaks."""
    passive = {"text", "code_inline", "hardbreak", "softbreak", "text_special"}
    return [(t.type, str(t.attrs.get("href", ""))) for t in flat(tokens(markdown)) if t.type not in passive]


def said(markdown: str) -> str:
    """What a reader sees."""
    return "\n".join(said_in(t) for t in tokens(markdown) if t.type == "inline")


def said_in(inline: Token) -> str:
    """What a reader sees of one block."""
    return "".join("\n" if t.type in ("hardbreak", "softbreak") else t.content for t in inline.children or [])


def rendered(plan: Plan) -> str:
    return exports.render(plan, "markdown").decode()


def visible(text: str) -> str:
    """A text as it ought to be seen on one line."""
    plain = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", text)
    return " ".join(re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", plain).split())


# --- complete


@pytest.mark.parametrize(
    "expected",
    [
        "# Plan: have spam put aside",
        "*Version 2, agreed on 3 March 2026. Week 1 begins on 1 March 2026.*",
        "> My inbox is full of spam.\\\n> I want it gone.",
        "Said another way: you want to have spam put aside.",
        "In ML words: classifying short texts.",
        "*Data:* text · *Task:* classification",
        "## Is ML needed?\n\nPerhaps. [1]",
        "**Try this rule first:** Twenty words.",
        "- **Precision**: Lost mail costs more.",
        "- **Filters**: They sort. *Falls short:* Not your words. [1]",
        "**To go: 1 hour, of which 30 minutes to learn and 30 minutes to build.**",
        "At 4 hours a week that takes until the end of week 2. Done so far: 2 hours.",
        "You have 40 hours in 10 weeks.",
        "| Language | Python | learn, working level | 2 | All tools are used from it. | [1] |",
        "| Metrics | Precision at k | know of it | 30 min | Few can be read. | [1] |",
        "| Practices | Git | known | 0 | You said that you know it. |  |",
        "### 1. Look first (weeks 1 to 2, 4 hours)",
        "**Practise on:** [SMS Spam](https://example.org/sms), 5,574 messages. Licence: CC BY 4.0. Download the zip.",
        "**Mind:** Some occur twice.",
        "**Then:** Your own messages.",
        "**Baseline:** A word list.",
        "**Target:** Beat the word list.",
        "**New here:** Python.",
        "**Used again:** Git.",
        "- [x] Read a file. (2 hours) *Done when:* It prints the rows.",
        "- [ ] Count the words. (30 minutes) *(stuck)* *Done when:* You have ten numbers.",
        "- [ ] Try a rule. (1.5 hours) *(skipped)* *Done when:* You know its share.",
        "- *All are ham.* Most are.",
        "**To show at the end:** A page of counts.",
        "- **Project: the service** (saves 6.5 hours): No service. *To get it back:* Give it 6.5 hours.",
        "- You have a laptop.",
        "- Nothing helps with pictures.",
        "- **Docker**: One computer is enough. Comes in when others run it.",
        "1. The handbook. <https://example.org/handbook>",
        "Made by exact rules from a curated catalogue.",
    ],
)
def test_the_document_says(expected: str) -> None:
    assert expected in rendered(small_plan())


def test_a_draft_says_so_and_a_plan_that_does_not_fit_too() -> None:
    document = rendered(small_plan(agreed=False, agreed_at=None, over=12))
    assert "a draft: not agreed yet" in document
    assert "**The plan needs 12 hours more than you have**" in document


def test_without_a_pattern_the_title_is_the_problem() -> None:
    document = rendered(small_plan(frame=Frame(modality=(), task=())))
    assert document.startswith("# Plan: my inbox is full of spam. I want it gone\n")
    assert "Said another way" not in document


def test_a_source_named_often_is_listed_once_and_numbers_count_up() -> None:
    other = Citation(id="o", title="Another", url="https://example.org/other")
    stack = tuple(c.model_copy(update={"citations": (other, DOCS, other)}) for c in small_plan().stack)
    document = rendered(small_plan(stack=stack))
    assert document.count("| [2] [1] |") == 3
    assert document.endswith(
        "## Sources\n\n1. The handbook. <https://example.org/handbook>\n2. Another. <https://example.org/other>\n\n"
        "---\n\n*Version 2. Made by exact rules from a curated catalogue.*\n"
    )


def test_an_empty_plan_is_still_a_document() -> None:
    plan = small_plan("", stack=(), left_out=(), projects=(), cut=(), assumptions=(), notes=())
    document = rendered(plan)
    assert document.startswith("# Plan\n\n*Version 2")
    assert "****" not in document
    assert "\n\n\n" not in document


# --- harmless


@settings(max_examples=300)
@given(NASTY | st.text())
def test_a_line_shows_exactly_the_text_and_nothing_else(text: str) -> None:
    assume(visible(text))
    for before, after in (("", ""), ("x ", " y"), ("- ", ""), ("**", "**"), ("- [ ] ", "")):
        marked = f"{before}{line(text)}{after}"
        assert shape(marked) == shape(f"{before}word{after}"), marked
        assert visible(text) in said(marked)


@settings(max_examples=300)
@given(NASTY)
def test_a_text_fills_one_cell_of_a_table(text: str) -> None:
    row = f"| {line(text)} | end |"
    cells = [t for t in tokens(f"| a | b |\n| --- | --- |\n{row}\n") if t.type == "inline"][2:]
    assert [visible(said_in(cell)) for cell in cells] == [visible(text), "end"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_changes_nothing_in_the_documents_build(text: str) -> None:
    if visible(text):
        quoted = "\n".join("word" if len(row) > 1 else "" for row in block_quote(text).splitlines())
        assert shape(rendered(small_plan(text))) == shape(rendered(small_plan("word", problem=quoted)))


@settings(max_examples=150, deadline=None)
@given(NASTY)
@example("| a |\n| - |\n| b |")
@example("1. x\n2. y")
@example("x\n===")
def test_any_text_in_every_field_acts_on_nothing(text: str) -> None:
    document = rendered(small_plan(text))
    found = list(flat(tokens(document)))
    assert not [t for t in found if t.type in ("html_block", "html_inline", "image", "fence", "code_block", "s_open")]
    targets = {t.attrs["href"] for t in found if t.type == "link_open"}
    assert targets <= {"https://example.org/sms", "https://example.org/handbook"}
    table = [t for t in found if t.type in ("th_open", "td_open")]
    assert len(table) == 6 * 4
    headings = [t for t in tokens(rendered(small_plan("word"))) if t.type == "heading_open"]
    needless = not visible(text)  # then whether ML is needed has nothing to say
    assert sum(t.type == "heading_open" for t in found) >= len(headings) - needless


@settings(max_examples=300)
@given(NASTY | st.text())
def test_a_quotation_stays_a_quotation_line_by_line(text: str) -> None:
    quoted = block_quote(text)
    assert all(row.startswith(">") for row in quoted.splitlines())
    kinds = {t.type for t in tokens(f"{quoted}\n\nafter\n")}
    assert kinds <= {"blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline"}
    assert visible(text) == visible(said(quoted))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://evil.example/a now", "see `https://evil.example/a` now"),
        ("HTTP://evil.example", "`HTTP://evil.example`"),
        ("(www.evil.example)", "(`www.evil.example)`"),
        ("write to me@evil.example", "write to `me@evil.example`"),
        ("evil.example", "evil\\.example"),
        ("//evil.example", "\\//evil\\.example"),
        ("3.5 hours, e.g. today", "3.5 hours, e.g. today"),
        ("1. first", "1\\. first"),
        ("$5 or $6", "\\$5 or \\$6"),
        ("~40 people", "\\~40 people"),
    ],
)
def test_addresses_in_a_text_become_code(text: str, expected: str) -> None:
    assert line(text) == expected


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "ftp://example.org/x",
        "file://example.org/x",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
        "",
        "https://",
        "http://[",
        "a b",
        None,
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None) -> None:
    assert web_address(url) is None
    assert link("Title", url) == "Title"


@settings(max_examples=200)
@given(NASTY | st.text())
def test_an_address_cannot_leave_its_link(tail: str) -> None:
    url = web_address(f"https://example.org/{tail}")
    assume(url)
    linked, plain = shape(f"a [x]({url}) b"), shape(f"a <{url}> b")
    assert linked == [
        ("paragraph_open", ""),
        ("inline", ""),
        ("link_open", linked[2][1]),
        ("link_close", ""),
        ("paragraph_close", ""),
    ]
    assert linked[2][1].startswith("https://example.org/")
    assert plain == linked


def test_long_text_without_spaces_is_escaped_in_good_time() -> None:
    began = time.perf_counter()
    for text in ("a" * 100_000, "a." * 50_000, "a@" * 50_000, "[" * 100_000, "a://" * 25_000):
        line(text)
    assert time.perf_counter() - began < 5
