"""Texts that nobody wrote, for everything that reads a text: `scripts/fuzz`."""
