"""A database schema as plain values: the model, changes between two of them, and plans.  No database.

:mod:`~migrate.schema.model` has the nouns, :mod:`~migrate.schema.diff` the one walk that compares two
schemas, :mod:`~migrate.schema.changes` what it finds, :mod:`~migrate.schema.order` the order in which
changes can be made, :mod:`~migrate.schema.plan` the steps a dialect makes of them and
:mod:`~migrate.schema.stored` the serialised form and the fingerprint.
"""
