"""The command line within this process: quick, since whatever was loaded already is there."""

import io
import sys

import pytest

from advisor import cli


class Shell:
    """Runs commands as the shell would: `code`, `out` and `err` tell how the last one went."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes]) -> None:
        self._monkeypatch, self._capture = monkeypatch, capture
        self.code, self.out, self.err = 0, b"", ""

    def run(self, *arguments: str, stdin: bytes = b"") -> int:
        self._monkeypatch.setattr(sys, "argv", ["advisor", *arguments])
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            cli.run()
            self.code = 0
        except SystemExit as end:
            self.code = int(end.code or 0)
        found = self._capture.readouterr()
        self.out, self.err = found.out, found.err.decode()
        return self.code
