"""The kinds of entry that `corpus/` holds, as values. `advisor.domain.catalog` holds them together."""
