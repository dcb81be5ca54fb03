"""Disposable databases: empty when they open, gone when they close, and never anybody else's."""
