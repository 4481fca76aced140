"""How much later than from a bare call the first word of a reply comes through the guard:

    python -m evals.first_word

The scripted server on loopback works on the prompt for a while, then writes the same replies at 12 tokens a second to
both: to the client alone and to the advisor's model. The replies are those of the wording prompt's kind, short and long.
"""

import re
import statistics
import time
from collections.abc import Callable, Iterator

from advisor.models import make_model
from advisor.models.chat import ChatLanguageModel
from tests.support.model_server import ModelServer, Script, model_server

TOKENS_A_SECOND = 12
PERSON = "we get a lot of junk through the contact form of our shop and i know some python"
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


def first(pieces: Iterator[str]) -> float:
    """Seconds until something can be read."""
    began = time.perf_counter()
    for piece in pieces:
        if piece.strip():
            return time.perf_counter() - began
    return float("nan")


def bare(model: ChatLanguageModel) -> Iterator[str]:
    """The same prompt's answer as the client gives it."""
    chat = model._requests._chat
    for chunk in chat.stream([("system", "x"), ("human", TEMPLATE)]):  # type: ignore[attr-defined]
        yield str(chunk.text)


def measure(server: ModelServer, model: ChatLanguageModel, reply: str, wait: float) -> tuple[float, float]:
    """Of the bare call and of the guarded one."""
    script = Script(reply, wait=wait, size=4, pace=1 / TOKENS_A_SECOND)
    times = []
    for pieces in (lambda: bare(model), lambda: model.word(TEMPLATE, PERSON)):
        ask: Callable[[], Iterator[str]] = pieces
        server.answers = [script]
        stream = ask()
        times.append(first(stream))
        stream.close()  # type: ignore[attr-defined]
    return times[0], times[1]


def main() -> None:
    """Prints the table."""
    print("| seconds for the prompt | reply begins | bare | guarded | ratio | until the first sentence |")
    print("| --: | --- | --: | --: | --: | --: |")
    with model_server() as server:
        model = make_model(server.url)
        assert model is not None
        measure(server, model, REPLIES[0], 0.1)
        for wait in (0.5, 1.5):
            ratios = []
            for reply in REPLIES:
                alone, guarded = measure(server, model, reply, wait)
                sentence = wait + len(re.split(r"(?<=\.) ", reply)[0]) / 4 / TOKENS_A_SECOND
                ratios.append(guarded / alone)
                print(f"| {wait} | {' '.join(reply.split()[:6])} … | {alone:.2f} | {guarded:.2f} | {ratios[-1]:.2f} | {sentence:.2f} |", flush=True)
            print(f"| {wait} | median | | | {statistics.median(ratios):.2f} | |")


if __name__ == "__main__":
    main()
