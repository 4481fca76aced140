"""Does all set-up, then what was asked. Needs only Python 3.11 or newer; fine to call again and again.

    python run.py           installs, builds the search index, opens the advisor in the browser
    python run.py test      installs, runs all tests
    python run.py check     lint, types, import rules, knowledge base
    python run.py lock      writes the lock files anew from what is installed (for maintainers)
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE, STDOUT

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".venv"
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(arguments: list[str]) -> int:
    """Runs one command; returns its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036  the reader of this message has an older one
        print(f"The advisor needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 1
    command = arguments[0] if arguments else "app"
    rest = arguments[1:]
    if command == "app":
        install("requirements.lock")
        return serve(rest)
    if command in ("test", "check", "lock"):
        install("requirements-dev.lock")
        return {"test": test, "check": check, "lock": lock}[command](rest)
    print(__doc__)
    return 2


def install(lock_file: str) -> None:
    """Makes the environment hold exactly what the lock names; does nothing, at once, if it does already."""
    if not PYTHON.exists():
        print("Making an environment in .venv …", flush=True)
        venv.create(HOME, with_pip=True)
    bare = ROOT / lock_file.replace(".lock", "-bare.lock")
    wanted = (ROOT / lock_file).read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    if bare.exists():
        wanted += bare.read_bytes()
    stamp = HOME / f"{lock_file}.installed"
    mark = hashlib.sha256(wanted).hexdigest()
    if stamp.exists() and stamp.read_text() == mark:
        return
    print("Installing; the first time this takes a few minutes …", flush=True)
    # Python compiles what is used when it is first used; compiling all of it here would take minutes.
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-compile"]
    subprocess.run([*pip, "-r", str(ROOT / lock_file)], check=True)
    if bare.exists():
        subprocess.run([*pip, "--no-deps", "-r", str(bare)], check=True)
    subprocess.run([*pip, "--no-deps", "-e", str(ROOT)], check=True)
    stamp.write_text(mark)


def serve(rest: list[str]) -> int:
    """Opens the app; it builds the search index behind the page, which shows how far it is."""
    told = any(argument.startswith("--server.address") for argument in rest) or "STREAMLIT_SERVER_ADDRESS" in os.environ
    where = [] if told else ["--server.address=127.0.0.1"]  # this machine alone, unless somebody wants others to come
    try:
        return subprocess.run([str(PYTHON), "-m", "streamlit", "run", str(ROOT / "app.py"), *where, *rest], cwd=ROOT).returncode
    except KeyboardInterrupt:
        return 0


def test(rest: list[str]) -> int:
    """Runs all tests. Those that drive a browser use an installed Chromium or Chrome, or fetch one."""
    if not any(shutil.which(name) for name in BROWSERS):
        print("No Chromium or Chrome found; fetching one for the browser tests …", flush=True)
        fetched = subprocess.run([str(PYTHON), "-m", "playwright", "install", "chromium"], cwd=ROOT)
        if fetched.returncode:
            print("That failed. Install Chromium by hand (Debian: apt-get install chromium); the browser tests need it.")
    # A file's tests stay together, since they share servers and browsers; tests/conftest.py says which files come first.
    shared_out = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    return subprocess.run([str(PYTHON), "-m", "pytest", *shared_out, *rest], cwd=ROOT).returncode


def check(rest: list[str]) -> int:
    """Lint, types, import rules, knowledge base; all of them, side by side, even if one fails."""
    commands = (
        [str(PYTHON), "-m", "ruff", "check", "."],
        [str(PYTHON), "-m", "mypy"],
        [str(BIN / "lint-imports")],
        [str(PYTHON), "-m", "advisor.cli", "catalog", "check"],
    )
    with ThreadPoolExecutor() as pool:
        done = pool.map(lambda command: subprocess.run([*command, *rest], cwd=ROOT, stdout=PIPE, stderr=STDOUT), commands)
        worst = 0
        for one in done:
            print(one.stdout.decode(errors="replace"), end="", flush=True)
            worst = max(worst, one.returncode)
    return worst


def lock(rest: list[str]) -> int:
    """Writes the lock files from the environment: the closure of the dependencies in pyproject.toml."""
    return subprocess.run([str(PYTHON), str(ROOT / "deploy" / "lock.py"), *rest], cwd=ROOT).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
