"""The text of SQL: rules of a dialect, positions, the scanner, directives.  No database."""
