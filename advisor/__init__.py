"""Problem-First Advisor: which problem do you want to solve, and what is the least you must learn for it?

The public Python API: `build(Settings())` gives an `Advisor`, which serves the browser, the command line and the tests.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.bootstrap import build
    from advisor.service import Advisor
    from advisor.settings import Settings

__version__ = "0.1.0"
__all__ = ["Advisor", "Settings", "__version__", "build"]

_HOMES = {"Advisor": "advisor.service", "Settings": "advisor.settings", "build": "advisor.bootstrap"}


def __getattr__(name: str) -> Any:
    """Loads the API on first use, so that importing the package costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
