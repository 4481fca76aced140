"""The Problem-First Advisor in the browser: `streamlit run app.py` (or `python app.py`, or any ASGI server)."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from advisor.web.server import Surroundings, lifespan, script_failed

app = st.App(
    Path(__file__).resolve().parent / "advisor" / "web" / "page.py",
    lifespan=lifespan,
    middleware=[Middleware(Surroundings)],
    on_script_error=script_failed,
)

if __name__ == "__main__":
    app.run()
