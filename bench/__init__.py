"""Benchmarks: page, turn and memory, each one command. See README.md."""
