"""Versioned migration directories with an undo button."""
