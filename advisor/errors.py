"""Every error that a person may come to see, each with its cause in one plain sentence and a remedy.

    AdvisorError
    ├── CatalogError      the knowledge base cannot be used
    ├── SearchIndexError  the search index is missing, damaged or was built by another model
    ├── EmbeddingError    the embedding model cannot be loaded or is not the one expected
    ├── StorageError      the database cannot be opened, read or written
    ├── ModelError        a language model cannot be reached or answered badly
    │   └── ModelRestingError  it is left alone for a while after a failure
    ├── NotFound          no such conversation (or it belongs to somebody else)
    └── BadInput          what was given cannot be used
"""


class AdvisorError(Exception):
    """Base of all errors with a message for people.

    `str(error)` is one plain sentence; `remedy` says what to do; `detail` is for logs and the command line only.
    """

    def __init__(self, message: str, *, remedy: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy
        self.detail = detail

    @property
    def sentence(self) -> str:
        """Cause and remedy, as shown on screen."""
        return f"{self} {self.remedy}".strip()


class CatalogError(AdvisorError):
    """The knowledge base cannot be used."""


class SearchIndexError(AdvisorError):
    """The search index is missing, damaged or was built by another model."""


class EmbeddingError(AdvisorError):
    """The embedding model cannot be loaded or is not the one expected."""


class StorageError(AdvisorError):
    """The database cannot be opened, read or written."""


class ModelError(AdvisorError):
    """A language model cannot be reached or answered badly. `unsaid`: what it still should have said, in template words;
    `broken_off`: its words before that which lead nowhere."""

    def __init__(self, message: str, *, remedy: str = "", detail: str = "", unsaid: str = "", broken_off: str = "") -> None:
        super().__init__(message, remedy=remedy, detail=detail)
        self.unsaid = unsaid
        self.broken_off = broken_off


class ModelRestingError(ModelError):
    """A call was not made, because the model has just failed and is left alone for a while."""

    SENTENCE = "The language model is left alone for a while, because it has just failed."

    def __init__(self) -> None:
        super().__init__(self.SENTENCE, remedy="The rules answer meanwhile.", detail="resting")


class NotFound(AdvisorError):  # noqa: N818  reads as the fact it states
    """No such conversation, or it belongs to somebody else."""


class BadInput(AdvisorError):  # noqa: N818
    """What was given cannot be used."""
