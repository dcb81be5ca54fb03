"""Rules of PostgreSQL."""
