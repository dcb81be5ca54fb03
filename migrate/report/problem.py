"""How a told error reads: message, place, excerpt and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.errors import MigrateError


def tell(error: MigrateError, *, label: str = "error") -> str:
    """Return the form of an error, for people; it ends in a line feed."""
    lines = [f"{label}: {_indented(error.message, 2)}"]
    if error.where:
        lines.append(f"  at: {error.where}")
    if error.excerpt:
        lines += [f"    {line}" for line in error.excerpt.splitlines()]
    if error.hint:
        lines.append(f"  hint: {_indented(error.hint, 8)}")
    return "\n".join(lines) + "\n"


def _indented(text: str, width: int) -> str:
    """Return text whose lines after the first begin below its first word."""
    return text.replace("\n", "\n" + " " * width)


def parts(error: MigrateError) -> dict[str, str]:
    """Return the fields of an error, those that it has."""
    every = {
        "code": error.code,
        "message": error.message,
        "where": error.where,
        "excerpt": error.excerpt,
        "hint": error.hint,
    }
    return {name: text for name, text in every.items() if text is not None}
