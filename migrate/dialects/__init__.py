"""What differs between databases: PostgreSQL, MySQL (MariaDB is its flavour), SQLite.

Each dialect is a folder with the same module names; :mod:`migrate.dialects.registry` finds it by URL.
Drivers are imported inside the function that connects.
"""
