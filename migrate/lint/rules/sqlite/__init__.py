"""Rules of SQLite."""
