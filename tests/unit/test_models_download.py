"""Fetching a model: it is checked, goes on after an interruption, and tells in words what went wrong."""

import errno
import hashlib
import random
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from advisor.errors import ModelError
from advisor.models import download as module
from advisor.models.download import RECOMMENDED, Download, StoppedError, download, kept_bytes, place
from tests.support.hub_server import Hub, hub_server

CONTENT = b"GGUF" + random.Random(1).randbytes(2_000_000)
FILE = Download(
    title="Tiny", repo="somebody/Tiny-GGUF", file="tiny.gguf", sha256=hashlib.sha256(CONTENT).hexdigest(),
    size=len(CONTENT), licence="MIT", page="https://example.org/tiny",
)  # fmt: skip


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setattr(module, "PAUSE", 0.01)
    monkeypatch.setenv("HF_TOKEN", "hf_asecret")
    with hub_server(CONTENT) as running:
        yield running


def gets(hub: Hub) -> list[str]:
    return [asked for method, asked in hub.asked if method == "GET"]


def test_the_recommended_file_says_its_size_licence_and_origin() -> None:
    assert RECOMMENDED.told.startswith("1.1 GB, licence Apache-2.0, from https://huggingface.co/Qwen/")
    assert len(RECOMMENDED.sha256) == 64


def test_a_file_is_fetched_whole_with_its_progress_and_without_anybody_s_token(hub: Hub, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = download(FILE, tmp_path / "models", progress=lambda *now: seen.append(now), endpoint=hub.url)
    assert path == place(FILE, tmp_path / "models")
    assert path.read_bytes() == CONTENT
    assert seen[0] == (0, len(CONTENT))
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert set(hub.tokens) == {""}
    assert [p.name for p in path.parent.iterdir() if p.suffix == ".part"] == []


def test_a_file_that_is_there_is_not_fetched_again(hub: Hub, tmp_path: Path) -> None:
    download(FILE, tmp_path, endpoint=hub.url)
    hub.asked.clear()
    download(FILE, tmp_path, endpoint=hub.url)
    assert hub.asked == []


def test_a_connection_that_breaks_is_taken_up_where_it_broke(hub: Hub, tmp_path: Path) -> None:
    hub.breaks = [700_000, 500_000]
    assert download(FILE, tmp_path, endpoint=hub.url).read_bytes() == CONTENT
    first, *later = gets(hub)
    assert first == ""
    assert len(later) == 2
    assert all(asked.startswith("bytes=") for asked in later)


def test_a_stopped_download_is_kept_and_the_next_one_goes_on_from_there(hub: Hub, tmp_path: Path) -> None:
    seen: list[int] = []
    with pytest.raises(StoppedError, match="stopped"):
        download(
            FILE, tmp_path, endpoint=hub.url,
            progress=lambda done, _of: seen.append(done), stopped=lambda: bool(seen) and seen[-1] > 600_000,
        )  # fmt: skip
    kept = kept_bytes(FILE, tmp_path)
    assert 600_000 < kept < len(CONTENT)
    assert not place(FILE, tmp_path).exists()
    assert download(FILE, tmp_path, endpoint=hub.url).read_bytes() == CONTENT
    assert gets(hub)[-1] == f"bytes={kept}-"


def test_a_hub_that_cannot_go_on_in_the_middle_sends_all_of_it(hub: Hub, tmp_path: Path) -> None:
    hub.ranges = False
    hub.breaks = [900_000]
    assert download(FILE, tmp_path, endpoint=hub.url).read_bytes() == CONTENT


def test_a_wrong_hash_deletes_the_file_and_says_so(hub: Hub, tmp_path: Path) -> None:
    hub.content = CONTENT[:-1] + b"?"
    hub.claims = FILE.sha256
    with pytest.raises(ModelError, match="deleted") as caught:
        download(FILE, tmp_path, endpoint=hub.url)
    assert "checksum" in str(caught.value)
    assert not place(FILE, tmp_path).exists()
    assert kept_bytes(FILE, tmp_path) == 0


@pytest.mark.parametrize("content", [CONTENT[:-1] + b"?", CONTENT + b"more"])
def test_a_file_that_was_replaced_is_not_fetched_at_all(hub: Hub, tmp_path: Path, content: bytes) -> None:
    hub.content = content
    with pytest.raises(ModelError, match="another file"):
        download(FILE, tmp_path, endpoint=hub.url)
    assert gets(hub) == []


def test_without_a_network_it_says_so_and_keeps_what_it_has(hub: Hub, tmp_path: Path) -> None:
    hub.breaks = [700_000, 0, 0, 0, 0, 0]
    with pytest.raises(ModelError, match="connection broke") as caught:
        download(FILE, tmp_path, endpoint=hub.url)
    assert "goes on from where it was" in caught.value.remedy
    assert kept_bytes(FILE, tmp_path) > 600_000
    with pytest.raises(ModelError, match="cannot be reached"):
        download(FILE, tmp_path, endpoint="http://127.0.0.1:9")


def test_a_hub_that_refuses_is_named_with_its_status(hub: Hub, tmp_path: Path) -> None:
    hub.status = 404
    with pytest.raises(ModelError, match="HTTP 404"):
        download(FILE, tmp_path, endpoint=hub.url)


def test_too_little_room_is_told_before_anything_is_fetched(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10, 9, 1))  # type: ignore[attr-defined]
    with pytest.raises(ModelError, match="too little room"):
        download(FILE, tmp_path, endpoint=hub.url)
    assert gets(hub) == []


def test_a_disk_that_fills_up_meanwhile_is_told(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "_append", full)
    with pytest.raises(ModelError, match="disk is full"):
        download(FILE, tmp_path, endpoint=hub.url)


def test_a_directory_that_cannot_be_written_to_is_told(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ModelError, match="cannot be written"):
        download(FILE, tmp_path / "file" / "models", endpoint=hub.url)


def test_two_downloads_of_one_file_do_not_mix(hub: Hub, tmp_path: Path) -> None:
    held = FileLock(tmp_path / f"{FILE.file}.lock")
    thread = threading.Thread(target=held.acquire)
    thread.start()
    thread.join()
    with pytest.raises(ModelError, match="already"):
        download(FILE, tmp_path, endpoint=hub.url)


def test_a_stop_is_heard_while_nothing_comes(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SECONDS", 0.3)
    hub.slow = threading.Event()
    waiting = threading.Event()
    threading.Timer(0.2, waiting.set).start()
    with pytest.raises(StoppedError):
        download(FILE, tmp_path, endpoint=hub.url, stopped=waiting.is_set)
    assert kept_bytes(FILE, tmp_path) > 0
