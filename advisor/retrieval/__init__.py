"""Search: the catalogue in passages, an embedding model on this computer, and an index that can be rebuilt."""
