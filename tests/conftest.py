"""What tests share: the real catalogue, and nothing that reaches out of this machine."""

import os
import shutil
import socket
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from advisor.catalog_files import load_catalog
from advisor.domain.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent

for name in [n for n in os.environ if n.startswith("ADVISOR_") and n != "ADVISOR_REAL_MODEL"]:
    del os.environ[name]  # a developer's own settings must not change what the tests see
WORKER = os.environ.get("PYTEST_XDIST_WORKER")
"""Which of several processes this is, where the tests are shared out among some; else None."""
if WORKER:
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # each process has a core; more threads would wait for each other


hypothesis.settings.register_profile("untimed", deadline=None)  # machines are noisy; speed is measured in bench/
hypothesis.settings.load_profile("untimed")


FIRST = ("test_story.py", "test_planning_properties.py")
"""Whichever process has the first builds the index for all; the second needs none, so that nobody waits for it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, those with a browser: whichever process is done with its own then goes on with short ones."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    if item.path.name in FIRST:
        return FIRST.index(item.path.name)
    return len(FIRST) + (item.get_closest_marker("e2e") is None)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The catalogue as it is shipped."""
    return load_catalog(ROOT / "corpus")


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes every connection to another machine fail, so that no test can call a real service."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and host not in ("127.0.0.1", "::1", "localhost", "0.0.0.0"):
            raise OSError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the real index in it, built once, whichever process needs it first. Nobody writes to it."""
    from filelock import FileLock

    shared = tmp_path_factory.getbasetemp().parent if WORKER else tmp_path_factory.mktemp("shared")
    directory, built = shared / "data", shared / "built"
    with FileLock(shared / "data.lock"):
        if not built.exists():
            _build(directory)
            built.touch()
    return directory


def _build(directory: Path) -> None:
    from advisor.bootstrap import build_index
    from advisor.settings import Settings

    directory.mkdir()
    if (held := ROOT / ".data" / "index").is_dir():
        shutil.copytree(held, directory / "index")  # built anew if it is not of this corpus, but for vectors by text
    build_index(Settings(data_dir=directory, model="none"), load_catalog(ROOT / "corpus"), lambda *_: None)


@pytest.fixture(scope="session")
def knowledge(data_dir: Path) -> Any:
    """The catalogue with the real search over it."""
    from advisor.bootstrap import knowledge
    from advisor.settings import Settings

    return knowledge(Settings(data_dir=data_dir, model="none"))


@pytest.fixture
def advisor(knowledge: Any, tmp_path: Path) -> Any:
    """An advisor of rules with an empty database, on a fixed day."""
    from datetime import UTC, datetime

    from advisor.bootstrap import export
    from advisor.service import Advisor
    from advisor.storage import Store

    return Advisor(knowledge, Store(tmp_path / "t.sqlite3"), export, clock=lambda: datetime(2026, 3, 2, 12, tzinfo=UTC))
