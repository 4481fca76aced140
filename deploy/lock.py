"""Writes requirements.lock and requirements-dev.lock: what pyproject.toml asks for, and all it rests on, as installed here.

To change a version: install it into the environment, run the tests, then run this.
"""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent


def closure(wanted: list[str]) -> dict[str, str]:
    """Version by name of `wanted` and of everything installed that it rests on."""
    found: dict[str, str] = {}
    todo = [(Requirement(text), "") for text in wanted]
    seen: set[tuple[str, str]] = set()
    while todo:
        requirement, extra = todo.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue
        found[name] = installed.version.split("+")[0]
        for own in ("", *requirement.extras):
            if (name, own) not in seen:
                seen.add((name, own))
                todo.extend((Requirement(text), own) for text in installed.requires or [])
    return found


def main() -> None:
    """Writes both files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run = project["dependencies"]
    for name, wanted in (("requirements.lock", run), ("requirements-dev.lock", [*run, *project["optional-dependencies"]["dev"]])):
        lines = [f"{package}=={version}" for package, version in sorted(closure(wanted).items())]
        (ROOT / name).write_text("# Written by: python run.py lock\n" + "\n".join(lines) + "\n", encoding="utf-8")
        print(f"{name}: {len(lines)} packages")


if __name__ == "__main__":
    main()
