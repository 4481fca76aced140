"""Wires the concrete parts together; the only module that knows them all. Heavy parts load on first use."""

import logging
from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache

from advisor.catalog_files import load_catalog
from advisor.dialogue.ports import LanguageModel, Searcher
from advisor.dialogue.reading.examples import example_messages
from advisor.domain.catalog import Catalog
from advisor.domain.plan import Plan
from advisor.errors import ModelError
from advisor.knowledge import Knowledge
from advisor.retrieval.embedding import Embedder
from advisor.retrieval.index import BuildReport, IndexStatus, SearchIndex
from advisor.service import Advisor
from advisor.settings import Settings
from advisor.spending import Limits
from advisor.voices import Voices

log = logging.getLogger(__name__)


def build(settings: Settings) -> Advisor:
    """The advisor for these settings. Raises CatalogError and StorageError; a bad model name gives rules and a notice."""
    from advisor.storage import Store

    known = knowledge(settings)
    model, notice = _model(settings, known)
    ledger = None
    if settings.debug:
        from advisor.models.calls import Ledger

        ledger = Ledger()
    return Advisor(
        known, Store(settings.database), export, model=model, model_notice=notice, limits=limits(settings), ledger=ledger,
        beyond=settings.beyond,
    )


def limits(settings: Settings) -> Limits:
    """What a conversation may take of the language model."""
    if settings.model_money and (settings.price_prompt is None or settings.price_answer is None):
        log.warning("ADVISOR_MODEL_MONEY has no effect without ADVISOR_PRICE_PROMPT and ADVISOR_PRICE_ANSWER")
    return Limits(settings.model_tokens, settings.model_money, settings.price_prompt, settings.price_answer)


def voices(settings: Settings, advisor: Advisor) -> Voices:
    """The choice of who speaks. Another model than the one set has other prices, so none are known for it."""

    def made(model: str, key: str | None, guarded: bool) -> LanguageModel | None:
        return _made(settings, model, key, advisor.tools, guarded)

    return Voices(made, Limits(settings.model_tokens), settings.models_dir)


def knowledge(settings: Settings) -> Knowledge:
    """The catalogue, and the search over it, which is built if it is missing or stale."""
    catalog = load_catalog(settings.corpus_dir)
    return Knowledge(catalog, lambda note, early: _searcher(settings, catalog, note, early))


def embedder(settings: Settings) -> Embedder:
    """The embedding model, loaded on first use; the same one for whoever asks for it by this setting."""
    return _embedder(settings.embedding_model)


@lru_cache(maxsize=2)
def _embedder(model: str) -> Embedder:
    return Embedder() if model == "packaged" else Embedder(model)


def index_of(settings: Settings) -> SearchIndex:
    """The search index, with what comes ready with the corpus."""
    return SearchIndex(settings.data_dir, ready=settings.corpus_dir / "ready")


def build_index(settings: Settings, catalog: Catalog, note: Callable[[str, float], None]) -> BuildReport:
    """Builds the index, or what changed of it, telling how far it is."""
    note("Loading the embedding model", 0.0)
    with_model = embedder(settings)
    index = index_of(settings)
    return index.build(
        catalog, example_messages(), with_model, lambda done, of: note(f"Indexing {done} of {of} texts", done / of if of else 1.0)
    )


def _searcher(
    settings: Settings, catalog: Catalog, note: Callable[[str, float], None], early: Callable[[Searcher], None]
) -> Searcher:
    from advisor.retrieval.early import EarlySearch
    from advisor.retrieval.search import IndexSearch

    note("Loading the embedding model", 0.05)
    with_model = embedder(settings)
    index = index_of(settings)
    if index.status(catalog, example_messages(), with_model) is not IndexStatus.READY:
        index.build(
            catalog, example_messages(), with_model,
            lambda done, of: note(f"Indexing {done} of {of} texts", done / of if of else 1.0),
            lambda held, examples, sorters: early(EarlySearch(held, examples, sorters, with_model)),
        )  # fmt: skip
    searcher = IndexSearch(index, catalog, example_messages(), with_model)
    note("Loading the embedding model", 0.5)
    searcher.search("warm up", k=1)
    return searcher


def _model(settings: Settings, known: Knowledge) -> tuple[LanguageModel | None, str]:
    if settings.model.strip().lower() in ("", "none", "rules"):
        return None, ""
    key = settings.model_key.get_secret_value() if settings.model_key else None
    try:
        return _made(settings, settings.model, key, known.names.of_tools), ""
    except ModelError as error:
        log.warning("no language model: %s %s", error, error.detail)
        return None, f"{error.sentence} Until then the rules speak."


def _made(
    settings: Settings, model: str, key: str | None, tools: Collection[str], guarded: bool = False
) -> LanguageModel | None:
    from advisor.models import make_model

    return make_model(
        model, key=key, seconds=settings.model_seconds, first_word_seconds=settings.first_word_seconds,
        stall_seconds=settings.stall_seconds, tools=tools, models_dir=settings.models_dir,
        embed=embedder(settings).embed, guarded=guarded,
    )  # fmt: skip


def export(plan: Plan, format: str, today: date | None = None) -> tuple[str, str, bytes]:
    """A plan as a file: name, media type, content; `today` is marked in its timeline."""
    from advisor import exports

    row = exports.find(format)
    return exports.filename(plan, row.name), row.media_type, exports.render(plan, row.name, today)
