"""Whether prompts also go to a tracing service: LangChain sends them by the environment's own variables, unasked."""

import os
from urllib.parse import urlsplit

USUAL = "https://api.smith.langchain.com"


def traced_to() -> str:
    """The host that receives every prompt and answer, or what stands for it; empty if there is none."""
    from langsmith.utils import get_env_var, tracing_is_enabled

    if not tracing_is_enabled():
        return ""
    if get_env_var("TRACING_MODE", default="").lower() == "otel" or get_env_var("OTEL_ENABLED", default="").lower() == "true":
        address = os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT") or os.environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") or USUAL
    else:
        address = get_env_var("ENDPOINT", default=USUAL) or USUAL
    try:
        return urlsplit(address).hostname or "a tracing service"
    except ValueError:
        return "a tracing service"
