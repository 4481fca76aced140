"""What tests share: the real catalogue, and nothing that reaches out of this machine."""

import os
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

from advisor.catalog_files import load_catalog
from advisor.domain.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent

for name in [n for n in os.environ if n.startswith("ADVISOR_") and n != "ADVISOR_REAL_MODEL"]:
    del os.environ[name]  # a developer's own settings must not change what the tests see


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
    """A data directory with the real index in it, built once."""
    from advisor.bootstrap import build_index
    from advisor.settings import Settings

    directory = tmp_path_factory.mktemp("data")
    if (held := ROOT / ".data" / "index" / "vectors.npz").is_file():
        (directory / "index").mkdir()
        shutil.copy(held, directory / "index")  # vectors by text: only what is new is embedded, which saves minutes
    build_index(Settings(data_dir=directory, model="none"), load_catalog(ROOT / "corpus"), lambda *_: None)
    return directory


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
