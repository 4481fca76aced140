"""Language models: they read free text and word replies, and decide nothing.

`make_model` is the one way in. What a model writes passes `guard` and `coverage` before anybody sees it; what it reads
is a proposal that `advisor.dialogue.second_reader` checks. LangChain is imported inside functions only, when a model is
made.
"""

from advisor.models.providers import make_model

__all__ = ["make_model"]
