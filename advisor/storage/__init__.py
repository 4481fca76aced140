"""Keeps conversations, plans and progress in one SQLite file. The only package that knows SQLAlchemy."""

from advisor.storage.store import Store

__all__ = ["Store"]
