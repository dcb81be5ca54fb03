"""The rules of lint: each has a code of its own, a page with three parts, and cases that prove it."""

from __future__ import annotations

import pytest

from migrate.lint.foreign import ATLAS, SQUAWK
from migrate.lint.rule import Rule, Scope
from migrate.lint.rules import rules
from tests.cases.lint.case import cases

PARTS = ("Sees: ", "Hurts: ", "Instead: ")


def test_no_two_rules_share_a_code_or_a_name() -> None:
    """A code and a name each mean one rule."""
    assert len({rule.code for rule in rules()}) == len(rules())
    assert len({rule.name for rule in rules()}) == len(rules())


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_lives_in_a_module_of_its_name(rule: Rule) -> None:
    """So does its case; and the folder says which databases it is for."""
    folder, module = rule.check.__module__.split(".")[-2:]

    assert module == rule.name.replace("-", "_")
    assert {"mariadb": "mysql"}.get(rule.dialects[0], rule.dialects[0]) == folder or folder == "common"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_has_a_page(rule: Rule) -> None:
    """It opens with a sentence, then says what is seen, why it hurts, what to write instead."""
    parts = rule.page.split("\n\n")

    assert parts[0].endswith(".")
    assert [part[: part.find(" ") + 1] for part in parts[1:]] == list(PARTS)


ONLY_MYSQL = ("mysql",)
WATCHING = [rule for rule in rules() if rule.scope is not Scope.STANDING and rule.dialects != ONLY_MYSQL]


@pytest.mark.parametrize("rule", WATCHING, ids=lambda rule: rule.code)
def test_a_rule_has_cases(rule: Rule) -> None:
    """At least one that it finds, and one on which it is silent.

    What looks at version control and comments is tested with those, and what MySQL alone shows from values,
    in `tests/unit/lint/`: its server is not among those of the tests.
    """
    sections = [section for case in cases() if case.rule == rule.name for section in case.sections]

    assert [each for each in sections if each.finds and all(each.finds.values())]
    assert [each for each in sections if each.finds is None]


def test_each_case_belongs_to_a_rule() -> None:
    """The name of a case's file is that of a rule."""
    assert {case.rule for case in cases()} <= {rule.name for rule in rules()}


def test_what_other_linters_say_means_rules_of_ours() -> None:
    """Every code and every group that their words stand for is there."""
    codes = {rule.code for rule in rules()}

    assert {code for every in SQUAWK.values() for code in every} <= codes
    assert {group for every in ATLAS.values() for group in every} <= {
        code.rstrip("0123456789") for code in codes
    }
