"""What the scanner must know of a dialect: frozen switches, nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class ScanRules:
    """The lexical rules under which text is cut into statements.

    Every switch is a fact of a server's lexer; a dialect sets them once, next to its name.  Rules are told
    apart by identity, for what is compiled from them is looked up at every statement.
    """

    name: str
    dollar_quotes: bool = False
    """PostgreSQL: ``$tag$ … $tag$``."""
    escape_strings: bool = False
    """PostgreSQL: ``E'it\\'s'``."""
    nested_comments: bool = False
    """PostgreSQL: ``/* /* */ */`` is one comment."""
    return_ends_comment: bool = False
    """PostgreSQL: a lone carriage return ends a ``--`` comment, as a line feed does everywhere."""
    begin_atomic: bool = False
    """PostgreSQL 14: ``BEGIN ATOMIC … END`` is a routine body; a rule's actions stand in parentheses."""
    copy_data: bool = False
    """PostgreSQL: the lines after ``COPY … FROM stdin;`` up to ``\\.`` are data."""
    meta_commands: bool = False
    """PostgreSQL: a backslash outside of quotes is psql's, and is refused."""
    backslash_escapes: bool = False
    """MySQL: ``'it\\'s'`` in every string."""
    hash_comments: bool = False
    """MySQL: ``# comment``."""
    dash_needs_blank: bool = False
    """MySQL: ``--`` opens a comment only before white space or the end, or where a statement may begin."""
    conditional_comments: bool = False
    """MySQL: ``/*!40101 … */`` is executed, so it is a statement's text."""
    routine_bodies: bool = False
    """MySQL: compound bodies of triggers, procedures, functions and events."""
    delimiter_command: bool = False
    """MySQL: ``DELIMITER //`` lines of the client."""
    backticks: bool = False
    """MySQL, SQLite: `` `name` ``."""
    brackets: bool = False
    """SQLite: ``[name]``."""
    trigger_bodies: bool = False
    """SQLite: ``CREATE TRIGGER … BEGIN …; END``."""


POSTGRES = ScanRules(
    "postgres",
    dollar_quotes=True,
    escape_strings=True,
    nested_comments=True,
    return_ends_comment=True,
    begin_atomic=True,
    copy_data=True,
    meta_commands=True,
)
MYSQL = ScanRules(
    "mysql",
    backslash_escapes=True,
    hash_comments=True,
    dash_needs_blank=True,
    conditional_comments=True,
    routine_bodies=True,
    delimiter_command=True,
    backticks=True,
)
SQLITE = ScanRules("sqlite", backticks=True, brackets=True, trigger_bodies=True)
