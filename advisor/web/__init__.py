"""The browser interface: the only place, with `app.py`, that knows Streamlit."""
