"""A long run of the scorecard may end at any moment, and goes on with what it had found."""

import json
from pathlib import Path

import pytest

from evals.outcomes import Outcomes, digest
from evals.servers import Address, Completions, GoneError
from tests.support.model_server import Script, model_server


def test_what_was_found_is_there_in_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    Outcomes(path).add("a", {"right": 1})

    assert Outcomes(path).get("a") == {"right": 1}
    assert Outcomes(path).get("b") is None


def test_a_line_that_was_cut_off_costs_that_outcome_alone(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    Outcomes(path).add("a", {"right": 1})
    path.write_text(path.read_text() + '{"key": "b", "outc')
    Outcomes(path).add("c", {"right": 0})

    kept = Outcomes(path)

    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ({"right": 1}, None, {"right": 0})


def test_a_changed_case_or_model_is_another_one() -> None:
    keys = {digest("bare", "small", {"text": "a"}), digest("bare", "large", {"text": "a"}), digest("bare", "small", {"text": "b"})}

    assert len(keys) == 3


def test_a_server_that_is_gone_ends_the_run_and_one_that_answers_badly_does_not() -> None:
    with model_server() as server:
        ask = Completions(Address.of(server.url, None))
        server.plays(Script(json.dumps({"verdict": "plan"})), Script(status=500), Script(status=503), Script("x", finish="length"))

        assert ask([("human", "hello")], {}) == '{"verdict": "plan"}'
        assert ask([("human", "hello")], {}) == ""
        with pytest.raises(GoneError):
            ask([("human", "hello")], {})
        assert ask([("human", "hello")], {}) == "x"
        assert ask.failures == {"HTTP 500": 1, "longer than allowed": 1}
        assert server.requests[0]["messages"] == [{"role": "user", "content": "hello"}]

    with pytest.raises(GoneError):
        Completions(Address.of(server.url, None))([("human", "hello")], {})


def test_an_address_is_read_as_the_advisor_reads_it() -> None:
    assert Address.of("http://127.0.0.1:8080#small", None) == Address("http://127.0.0.1:8080/v1", "small", None)
    assert Address.of("http://127.0.0.1:8080/api/", "k") == Address("http://127.0.0.1:8080/api", "", "k")
