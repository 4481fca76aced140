"""The same conversation in English, German and Spanish, with a model that reads, words and answers; to be read by people.

    python -m evals.languages --server http://127.0.0.1:8181/v1

What is said is in evals/cases/languages.yaml. The talks go to evals/results/languages.md, each reply in the model's words
with the template that it rewords, what the advisor knew at the end, and counts of what nobody gave it.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from advisor.bootstrap import embedder
from advisor.models import make_model
from advisor.settings import Settings
from evals.run import Runner, load
from evals.servers import SECONDS, Address, GoneError
from evals.worded import Worded, worded

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="address of an OpenAI-compatible server")
    address = Address.of(parser.parse_args().server, os.environ.get("ADVISOR_MODEL_KEY"))
    try:
        served = address.model()
    except GoneError as gone:
        sys.exit(str(gone))
    settings = Settings(model="none")
    talks = [f"# One conversation in three languages, {served}"]
    with tempfile.TemporaryDirectory() as directory:
        names = Runner(settings, Path(directory)).names
        setting = f"{address.base}#{address.name}" if address.name else address.base
        model = make_model(
            setting, address.key, seconds=SECONDS, first_word_seconds=SECONDS / 2, stall_seconds=SECONDS / 4, tools=names.of_tools,
            embed=embedder(settings).embed,
        )  # fmt: skip
        runner = Runner(settings, Path(directory), model)
        for case in load("languages.yaml"):
            seen = worded(runner, case)
            talks += [*seen.talks, _counts(seen)]
            print("\n\n".join(talks[-2:]), flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "languages.md").write_text("\n\n".join([*talks, ""]), encoding="utf-8")


def _counts(seen: Worded) -> str:
    notices = "; ".join(f"{n} × {text}" for text, n in seen.notices.items()) or "none"
    return (
        f"*{seen.by_model} of {seen.replies} replies in the model's words, median {median(seen.seconds):.1f} s a turn; links nobody "
        f"gave {len(seen.links)}, components {len(seen.components)}, numbers {len(seen.numbers)}, invalid plans {len(seen.invalid)}; "
        f"notices: {notices}*"
    )


if __name__ == "__main__":
    main()
