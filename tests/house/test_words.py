"""The words of the house: one name for one thing, and the synonyms that are not used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.commands import ROOT

UNUSED = {"script", "state", "realm", "manager", "helper", "util", "utils", "misc"}
MOST_LINES = 400


def names() -> Iterator[str]:
    """Yield the names of all modules, classes and functions of the package."""
    for file in (ROOT / "migrate").rglob("*.py"):
        yield file.stem
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield node.name


def words(name: str) -> set[str]:
    """Return the words of a name written in_this_way or InThisWay."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_no_name_uses_a_synonym() -> None:
    """No module, class or function is called by a word that the house does not use."""
    found = {name for name in names() if words(name) & UNUSED}

    assert found == set()


def test_each_module_says_what_lives_there() -> None:
    """Each module opens with a docstring that is a sentence, and none is longer than a person reads."""
    for file in (ROOT / "migrate").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        said = ast.get_docstring(ast.parse(text)) or ""
        assert said.split("\n\n")[0].rstrip().endswith((".", ":", "::")), file
        assert text.count("\n") <= MOST_LINES, file


def test_each_test_says_what_holds() -> None:
    """Every test has a docstring."""
    mute = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]

    assert mute == []
