"""How much later than from a bare call the first word of a reply comes through the guard:

    python -m evals.first_word
    python -m evals.first_word --server http://127.0.0.1:8181/v1 --rounds 20

Without a server, the scripted one on loopback works on the prompt for a while, then writes the same replies at 12 tokens
a second to both: to a plain HTTP client and to the advisor's model. The replies are those of the wording prompt's kind,
short and long.

With `--server`, any OpenAI-compatible one ('#name' behind it if it serves several models, its key in ADVISOR_MODEL_KEY),
both are asked in turn, in changing order, with the same prompt but for a first name at the beginning of the message: so
the server has the fixed part of the prompt at hand, as in a conversation, and nothing more for the second than for the
first. A reply that the guard refuses before its first word counts as refused, and in no time.
"""

import argparse
import os
import re
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing

import httpx

from advisor.errors import ModelError
from advisor.models import make_model
from advisor.models.chat import ChatLanguageModel, wording_prompt
from advisor.models.connecting import MOST_TOKENS, TEMPERATURE
from evals.servers import SECONDS, Address, GoneError, streamed
from tests.support.model_server import ModelServer, Script, model_server

TOKENS_A_SECOND = 12
PERSON = "{name} here, we get a lot of junk through the contact form of our shop and i know some python"
TEMPLATE = (
    "So you want to filter junk messages from your contact form. In ML words: classifying texts. That comes to about 38 "
    "hours. **Do you have old messages that are marked as junk?**"
)
REPLIES = (
    "You'd like to keep the junk out of your contact form. In ML words, you classify texts. Plan on about 38 hours. "
    "**Do you have old messages that are marked as junk?**",
    "So your contact form is full of junk, and you want to filter it. In ML words, that is classifying texts. It comes to "
    "about 38 hours. **Do you have old messages that are marked as junk?**",
    "Junk messages reach you through your contact form. In ML words: classifying texts. About 38 hours. "
    "**Do you have old messages that are marked as junk?**",
    "Good to hear from you. Your form gets junk messages, and you want to filter them. In ML words, classifying texts, "
    "about 38 hours. **Do you have old messages that are marked as junk?**",
    "I see, the form of your shop lets in too much junk. In ML words you classify texts. That comes to about 38 hours. "
    "**Do you have old messages that are marked as junk?**",
    "Drowning in junk from a contact form is no fun. In ML words, you classify texts. That comes to about 38 hours. "
    "**Do you have old messages that are marked as junk?**",
)


NAMES = (
    "Anna", "Bert", "Carl", "Dora", "Emil", "Fred", "Gina", "Hans", "Ines", "Jack", "Kate", "Lena", "Marc", "Nina", "Olaf", "Paul",
    "Rosa", "Sven", "Tina", "Vera",
)
PAUSE = 0.5
"""Seconds after a call: a server takes a moment to notice that nobody reads on."""


def first(pieces: Iterator[str]) -> float | None:
    """Seconds until something can be read; None if the guard lets nothing through."""
    began = time.perf_counter()
    with closing(pieces):  # type: ignore[type-var]
        try:
            for piece in pieces:
                if piece.strip():
                    return time.perf_counter() - began
        except ModelError as failure:
            if not failure.detail.startswith("guard:"):
                raise
    return None


def bare(client: httpx.Client, name: str, person: str) -> Iterator[str]:
    """The answer to the same prompt, with nothing in between."""
    return streamed(client, name, wording_prompt(TEMPLATE, person), temperature=TEMPERATURE, max_tokens=MOST_TOKENS)


def measure(server: ModelServer, client: httpx.Client, model: ChatLanguageModel, reply: str, wait: float) -> tuple[float, float]:
    """Of the bare call and of the guarded one."""
    script = Script(reply, wait=wait, size=4, pace=1 / TOKENS_A_SECOND)
    person = PERSON.format(name=NAMES[0])
    server.answers = [script]
    alone = first(bare(client, "", person))
    server.answers = [script]
    guarded = first(model.word(TEMPLATE, person))
    assert alone is not None
    assert guarded is not None
    return alone, guarded


def scripted() -> None:
    """Prints the table of the scripted server."""
    print("| seconds for the prompt | reply begins | bare | guarded | ratio | until the first sentence |")
    print("| --: | --- | --: | --: | --: | --: |")
    with model_server() as server, Address.of(server.url, None).client() as client:
        model = make_model(server.url)
        assert model is not None
        measure(server, client, model, REPLIES[0], 0.1)
        for wait in (0.5, 1.5):
            ratios = []
            for reply in REPLIES:
                alone, guarded = measure(server, client, model, reply, wait)
                sentence = wait + len(re.split(r"(?<=\.) ", reply)[0]) / 4 / TOKENS_A_SECOND
                ratios.append(guarded / alone)
                print(f"| {wait} | {' '.join(reply.split()[:6])} … | {alone:.2f} | {guarded:.2f} | {ratios[-1]:.2f} | {sentence:.2f} |", flush=True)
            print(f"| {wait} | median | | | {statistics.median(ratios):.2f} | |")


def real(setting: str, key: str | None, rounds: int) -> None:
    """Prints the percentiles of a server at hand. Raises GoneError or ModelError where it does not answer."""
    address = Address.of(setting, key)
    print(f"{address.model()}, {rounds} rounds", flush=True)
    model = make_model(setting, key, seconds=SECONDS, first_word_seconds=SECONDS / 2, stall_seconds=SECONDS / 4)
    assert model is not None
    times: dict[str, list[float]] = {"bare": [], "guarded": []}
    refused = 0
    with address.client() as client:
        first(bare(client, address.name, PERSON.format(name="Zora")))  # it works out the prompt's fixed part
        for number in range(rounds):
            time.sleep(PAUSE)
            pair = {}
            for who in ("bare", "guarded") if number % 2 else ("guarded", "bare"):
                # Never the name that the other was asked with a moment ago.
                name = NAMES[(2 * number + (who == "bare")) % len(NAMES)]
                person = f"{PERSON.format(name=name)} ({number})"
                pair[who] = first(bare(client, address.name, person) if who == "bare" else model.word(TEMPLATE, person))
                time.sleep(PAUSE)
            refused += pair["guarded"] is None
            for who, seconds in pair.items():
                times[who] += [] if seconds is None else [seconds]
            print(f"\r{number + 1} of {rounds}", end="", flush=True)
    print()
    print(table(times, refused, rounds))


def table(times: dict[str, list[float]], refused: int, rounds: int) -> str:
    """Seconds until the first word, of both, and their ratio."""
    lines = ["| seconds until the first word | of | p50 | p95 |", "| --- | --: | --: | --: |"]
    lines += [f"| {who} | {len(found)} | {_at(found, 50):.2f} | {_at(found, 95):.2f} |" for who, found in times.items()]
    ratio = [_at(times["guarded"], p) / _at(times["bare"], p) for p in (50, 95)]
    return "\n".join([*lines, f"| ratio | | {ratio[0]:.2f} | {ratio[1]:.2f} |", "", f"{refused} of {rounds} refused by the guard before the first word."])


def _at(values: Sequence[float], percent: int) -> float:
    """The value that so many percent do not exceed; not a number if there are none."""
    if not values:
        return float("nan")
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]


def main() -> None:
    """Measures what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", help="address of an OpenAI-compatible server; the scripted one without it")
    parser.add_argument("--rounds", type=int, default=20, help="calls of each kind, with --server")
    given = parser.parse_args()
    if not given.server:
        scripted()
        return
    try:
        real(given.server, os.environ.get("ADVISOR_MODEL_KEY"), given.rounds)
    except (GoneError, ModelError, httpx.HTTPError) as failure:
        sys.exit(f"\n{failure}")


if __name__ == "__main__":
    main()
