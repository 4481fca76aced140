"""Whatever a model's server does: a complete reply in time, one notice, nothing twice, nothing lost, and a way back."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from advisor.bootstrap import export
from advisor.domain.calls import Call, Stop, Stopped
from advisor.domain.conversation import Done, Reply, Text
from advisor.errors import ModelError
from advisor.models import make_model
from advisor.models.breaker import Breaker
from advisor.models.calls import Attempt, Ledger
from advisor.models.chat import ChatLanguageModel
from advisor.models.early import Early
from advisor.models.failures import wait_asked_for
from advisor.models.language import wrong_language
from advisor.service import Advisor
from advisor.spending import Limits
from advisor.storage import Store
from advisor.web.turns import Turn
from evals import faults
from tests.support.model_server import ModelServer, Script, model_server

ME = "somebody"
TEMPLATE = "So you want to filter spam. **Do you have examples of it?**"
WORDED = "You'd like to filter your spam. **Do you have examples of it?**"
PERSON = "we get a lot of spam in our form"
QUICK = faults.Limits(first=0.7, stall=0.4, whole=2.0)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


def connected(server: ModelServer, **more: Any) -> ChatLanguageModel:
    model = make_model(server.url, "sk-secret", **{"seconds": 8, "first_word_seconds": 4, **more})
    assert model is not None
    return model


def advisor_of(knowledge: Any, directory: Path, model: Any, **more: Any) -> Advisor:
    return Advisor(
        knowledge, Store(directory / "f.sqlite3"), export, model=model, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC), **more
    )


def say(advisor: Advisor, conversation: str, text: str) -> Reply:
    events = list(advisor.reply(conversation, ME, text))
    assert isinstance(events[-1], Done)
    return events[-1].reply


@pytest.mark.parametrize("fault", [f for f in faults.FAULTS if "Retry-After: 1" not in f.name and "date" not in f.name], ids=lambda f: f.name)
def test_every_fault_ends_well(knowledge: Any, fault: faults.Fault) -> None:
    assert faults.play(fault, knowledge, QUICK).problems == []


# --- waiting, resting


def test_a_short_wait_that_the_server_asks_for_is_kept_and_then_it_answers(server: ModelServer) -> None:
    server.plays(Script(status=429, headers={"Retry-After": "0.4"}), WORDED)
    began = time.monotonic()
    assert "".join(connected(server).word(TEMPLATE, PERSON)) == WORDED
    assert time.monotonic() - began >= 0.4


def test_a_long_wait_is_the_time_of_rest(server: ModelServer) -> None:
    now = [0.0]
    model = connected(server, clock=lambda: now[0])
    server.plays(Script(status=429, headers={"Retry-After": "300"}))
    with pytest.raises(ModelError):
        list(model.word(TEMPLATE, PERSON))
    assert len(server.requests) == 1
    now[0] = 299
    assert model.resting
    now[0] = 301
    assert not model.resting


def test_the_wait_is_read_as_seconds_or_as_a_date() -> None:
    class Failure(Exception):
        def __init__(self, value: str) -> None:
            self.headers = {"retry-after": value}

    assert wait_asked_for(Failure("7")) == 7
    assert wait_asked_for(Failure(format_datetime(datetime.fromtimestamp(1_000, UTC), usegmt=True)), now=940) == 60
    assert wait_asked_for(Failure(format_datetime(datetime.fromtimestamp(1_000, UTC), usegmt=True)), now=2_000) == 0
    assert wait_asked_for(Failure("soon")) is None
    assert wait_asked_for(Exception()) is None


def test_after_its_rest_one_call_tries_and_rests_grow_to_ten_minutes_until_one_succeeds() -> None:
    now = [0.0]
    breaker = Breaker(clock=lambda: now[0])
    for rest in (60, 120, 240, 480, 600, 600):
        assert breaker.admit()
        assert rest == 60 or not breaker.admit()
        breaker.failed()
        now[0] += rest - 1
        assert breaker.open
        now[0] += 2
        assert not breaker.open
    assert breaker.admit()
    breaker.given_up()
    assert breaker.admit()
    breaker.succeeded()
    assert breaker.admit()
    assert breaker.admit()


# --- stopping


@pytest.mark.parametrize("script", [Script(WORDED, fault="slow"), Script("You'd like to " + WORDED, fault="stall")], ids=["before the first byte", "in the middle"])
def test_a_stop_from_another_thread_hangs_up_at_once_and_the_message_stays_unanswered(
    knowledge: Any, server: ModelServer, tmp_path: Path, script: Script
) -> None:
    advisor = advisor_of(knowledge, tmp_path, connected(server, first_word_seconds=30, seconds=60, stall_seconds=30))
    conversation = advisor.new(ME).id
    server.otherwise = script
    turn = Turn(conversation, "m", "hello", advisor.reply(conversation, ME, "hello", "m"))
    running = threading.Thread(target=turn.run)
    running.start()
    while not server.requests:
        time.sleep(0.01)
    time.sleep(0.2)
    turn.stop()
    assert server.gone.wait(0.5)
    running.join(1)
    assert not running.is_alive()
    assert turn.error is None
    assert [m.text for m in advisor.open(conversation, ME).unanswered] == ["hello"]
    assert advisor.usage(conversation, ME).calls == 1
    server.otherwise = Script(faults.reworded)
    again = say_again(advisor, conversation)
    assert again.origin != "rules"
    assert again.usage is not None
    assert again.usage.calls == 2


def say_again(advisor: Advisor, conversation: str) -> Reply:
    events = list(advisor.resume(conversation, ME))
    assert isinstance(events[-1], Done)
    return events[-1].reply


def test_closing_in_the_middle_hangs_up_at_once(knowledge: Any, server: ModelServer, tmp_path: Path) -> None:
    advisor = advisor_of(knowledge, tmp_path, connected(server))
    server.otherwise = Script(faults.reworded, fault="stall")
    events = advisor.reply(advisor.new(ME).id, ME, faults.FIRST)
    while not isinstance(next(events), Text):
        pass
    events.close()
    assert server.gone.wait(0.5)


def test_stopping_is_no_failure_of_the_model(server: ModelServer) -> None:
    stop, calls = Stop(), list[Call]()
    model = connected(server).for_turn(calls.append, stop)
    server.plays(Script(WORDED, fault="slow"), WORDED)
    threading.Timer(0.2, stop.wish).start()
    with pytest.raises(Stopped):
        list(model.word(TEMPLATE, PERSON))
    assert not model.resting
    assert [c.outcome for c in calls] == ["stopped"]


# --- accounts


def test_tokens_are_the_server_s_or_an_estimate_that_says_so(server: ModelServer) -> None:
    calls: list[Call] = []
    model = connected(server, observe=calls.append)
    server.plays(WORDED)
    list(model.word(TEMPLATE, PERSON))
    assert (calls[0].prompt_tokens, calls[0].answer_tokens, calls[0].estimated) == (321, 45, False)
    assert calls[0].output == WORDED
    assert calls[0].first_seconds is not None
    assert calls[0].first_seconds <= calls[0].seconds
    server.takes_usage = False
    server.otherwise = Script(WORDED)
    list(model.word(TEMPLATE, PERSON))
    list(model.word(TEMPLATE, PERSON))
    assert ["stream_options" in r for r in server.requests] == [True, True, False, False]
    assert [c.outcome for c in calls] == ["answered", "HTTP 400", "answered", "answered"]
    assert calls[-1].estimated
    assert calls[-1].answer_tokens == pytest.approx(len(WORDED) / 4, abs=1)
    assert "sk-secret" not in repr(calls)


def test_the_outcome_says_what_became_of_an_answer(server: ModelServer) -> None:
    calls: list[Call] = []
    model = connected(server, observe=calls.append, seconds=60, first_word_seconds=30)
    server.plays("It takes 1234 hours.", "no JSON", "no JSON", Script(status=503), Script(status=503))
    with pytest.raises(ModelError):
        list(model.word(TEMPLATE, PERSON))
    with pytest.raises(ModelError):
        model.read("hello", None, {})
    with pytest.raises(ModelError):
        list(model.word(TEMPLATE, PERSON))
    assert [(c.purpose, c.outcome) for c in calls] == [
        ("word", "refused by the guard: number 1234"),
        *[("read", "not in the asked form: no JSON object")] * 2,
        *[("word", "HTTP 503")] * 2,
    ]


def test_a_reply_keeps_its_usage_and_the_conversation_sums_it(knowledge: Any, server: ModelServer, tmp_path: Path) -> None:
    ledger = Ledger()
    advisor = advisor_of(knowledge, tmp_path, connected(server), limits=Limits(price_prompt=2.0, price_answer=10.0), ledger=ledger)
    server.otherwise = Script(faults.reworded)
    conversation = advisor.new(ME).id
    first, second = say(advisor, conversation, "hello"), say(advisor, conversation, faults.FIRST)
    assert first.usage is not None
    assert second.usage is not None
    assert advisor.usage(conversation, ME) == first.usage + second.usage
    assert first.usage.cost == pytest.approx((321 * 2 + 45 * 10) / 1e6 * first.usage.calls)
    assert len(advisor.calls(conversation, ME)) == first.usage.calls + second.usage.calls
    advisor.delete(conversation, ME)
    assert ledger.of(conversation) == ()


@pytest.mark.parametrize("limits", [Limits(tokens=300), Limits(money=0.0001, price_prompt=1.0, price_answer=1.0)], ids=["tokens", "money"])
def test_when_the_budget_is_used_up_the_rules_speak_and_it_is_said_once(
    knowledge: Any, server: ModelServer, tmp_path: Path, limits: Limits
) -> None:
    advisor = advisor_of(knowledge, tmp_path, connected(server), limits=limits)
    server.otherwise = Script(faults.reworded)
    conversation = advisor.new(ME).id
    replies = [say(advisor, conversation, text) for text in ("hello", faults.FIRST, "I don't know")]
    assert [r.origin == "rules" for r in replies] == [False, True, True]
    assert [sum("used up its budget" in n for n in r.notices) for r in replies] == [0, 1, 0]
    assert replies[1].usage is None


def test_a_visitor_s_own_model_speaks_in_the_same_conversations(knowledge: Any, server: ModelServer, tmp_path: Path) -> None:
    ruled = advisor_of(knowledge, tmp_path, None)
    server.otherwise = Script(faults.reworded)
    other = ruled.speaking_by(connected(server), "Yours now.")
    conversation = ruled.new(ME).id
    reply = say(other, conversation, "hello")
    assert reply.origin == other.speaking != "rules"
    assert reply.notices == ("Yours now.",)
    assert ruled.speaking == "rules"
    assert len(ruled.open(conversation, ME).messages) == 2


def test_a_stored_reply_without_usage_still_loads() -> None:
    kept = Reply(reply="x").model_dump(mode="json")
    del kept["usage"]
    assert Reply.model_validate(kept).usage is None


def test_a_ledger_forgets_the_oldest() -> None:
    ledger = Ledger(conversations=2, calls=2)
    call = Attempt("m", "word", [("human", "hello")]).call
    for conversation in "aabbbc":
        ledger.add(conversation, call)
    assert [len(ledger.of(c)) for c in "abc"] == [0, 2, 1]


def test_calls_carry_names_and_tags_for_tracing_and_nothing_is_sent_by_itself(server: ModelServer) -> None:
    from contextvars import ContextVar

    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.tracers.context import register_configure_hook

    seen: list[tuple[Any, Any]] = []

    class Watching(BaseCallbackHandler):
        def on_chat_model_start(self, *_: Any, tags: Any = None, **more: Any) -> None:
            seen.append((more.get("name"), tuple(tags or ())))

    watching: ContextVar[Any] = ContextVar("watching", default=None)
    watching.set(Watching())
    register_configure_hook(watching, inheritable=False)
    server.plays(WORDED)
    list(connected(server).word(TEMPLATE, PERSON))
    assert seen == [("advisor word", ("advisor", "word"))]


# --- the first words


def test_the_first_words_come_while_the_model_writes_the_first_sentence(server: ModelServer) -> None:
    server.plays(Script(WORDED, size=4, pace=0.03))
    began, times = time.monotonic(), []
    for _ in connected(server).word(TEMPLATE, PERSON):
        times.append(time.monotonic() - began)
    assert len(times) > 3
    assert times[0] < 0.5 * times[-1]


@pytest.mark.parametrize(
    ("sentence", "sayable"),
    [
        ("You'd like to filter your spam. ", "You'd like to filter your spam."),
        ("You want to filt", "You want to"),
        ("You want to use pandas for spam ", "You want to use"),
        ("Bananas are yellow ", ""),
        ("So it takes two hundred ", "So it takes"),
        ("So you want to ask the ", "So you want to"),
        ("That is [spam ", "That is"),
        ("Then Globex wants spam ", "Then"),
        ("Okay, so you want spam ", ""),
        ("And support vector ", "And"),
    ],
)
def test_only_what_no_ending_can_make_wrong_is_said_early(sentence: str, sayable: str) -> None:
    early = Early(TEMPLATE, PERSON, ["Do you have examples of it?"], ["support vector machine", "pandas"], 1)
    said = early.sayable(sentence)
    assert sayable.startswith(said) or said.startswith(sayable)
    assert not set(said.lower().split()) & {"pandas", "two", "globex", "support", "the", "[spam", "bananas"}


@pytest.mark.parametrize(
    ("sentence", "person", "wrong"),
    [
        ("好的,您想过滤垃圾邮件。", PERSON, True),
        ("好的,您想过滤垃圾邮件。", "我们收到很多垃圾邮件", False),
        ("Das ist gut, du möchtest also den Spam nicht sehen.", "we have a lot of spam and it is not what you want", True),
        ("Das ist gut, du möchtest also den Spam nicht sehen.", "wir haben viel spam und das ist nicht gut für die firma", False),
        ("Das ist gut, du möchtest also den Spam nicht sehen.", "ok", False),
        ("You want to see no more spam.", PERSON, False),
    ],
)
def test_an_answer_in_a_language_that_nobody_writes_is_noticed(sentence: str, person: str, wrong: bool) -> None:
    assert wrong_language(sentence, person, TEMPLATE) is wrong
