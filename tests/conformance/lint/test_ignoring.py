"""What passes findings over: comments, ours and other linters', and the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from migrate.cli.main import main
from tests.conformance.lint.conftest import Lint, Repository, codes

DROP = "drop table users;\n"


@pytest.mark.parametrize(
    "text",
    [
        f"-- migrate:nolint DS102 -- nobody reads it\n{DROP}",
        f"-- migrate:nolint drop-table\n{DROP}",
        f"-- migrate:nolint DS\n{DROP}",
        f"/* migrate:nolint */\n{DROP}",
        f"-- migrate:nolint DS102 -- whole file\n\n{DROP}",
        f"-- atlas:nolint destructive\n{DROP}",
        f"-- atlas:nolint\n\nselect 1;\n{DROP}",
        f"-- squawk-ignore ban-drop-table\n{DROP}",
        f"select 1; -- squawk-ignore x\n/* squawk-ignore ban-drop-column, ban-drop-table */\n{DROP}",
        f"select 1;\n{DROP}-- squawk-ignore-file ban-drop-table\n",
    ],
)
def test_a_finding_that_a_comment_names_is_passed_over(repository: Repository, lint: Lint, text: str) -> None:
    """By code, name, group, or the word of another tool; at a statement or at the head of a file."""
    repository.add({"2_drop.sql": text})

    report = lint("--latest", "1", status=0)

    assert codes(report) == []
    assert "DS102" in [each["diagnostic"]["code"] for each in report["ignored"]]


@pytest.mark.parametrize(
    "text",
    [
        f"-- migrate:nolint DS102 -- this one only\nselect 1;\n{DROP}",
        f"-- migrate:nolint PG101\n{DROP}",
        f"-- squawk-ignore ban-drop-column\n{DROP}",
        f"select '-- squawk-ignore-file';\n{DROP}",
    ],
)
def test_a_comment_for_something_else_passes_nothing_over(
    repository: Repository, lint: Lint, text: str
) -> None:
    """Another statement's, another rule's, or one that is no comment at all."""
    repository.add({"2_drop.sql": text})

    assert "DS102" in codes(lint("--latest", "1", status=1))


def test_a_comment_that_passes_nothing_over_is_told(repository: Repository, lint: Lint) -> None:
    """Ours has a finding at its own place; those of other tools are their affair."""
    text = "-- migrate:nolint DS102, MF101 -- old\nselect 1;\n-- squawk-ignore ban-drop-table\nselect 2;\n"
    repository.add({"2_none.sql": text})

    every = lint("--latest", "1", status=0)["diagnostics"]

    (found,) = [each for each in every if each["code"] == "LI101"]
    assert (found["code"], found["place"]["line"]) == ("LI101", 1)
    assert found["message"] == "no finding of DS102, MF101 is there to pass over in this statement"


def test_what_was_not_run_has_no_unused_comments(repository: Repository, lint: Lint) -> None:
    """Behind a statement that fails, and without a database, nobody knows what would have been found."""
    repository.add({"2_drop.sql": f"select nothing;\n-- migrate:nolint DS102\n{DROP}"})

    assert codes(lint("--latest", "1", status=1)) == ["EX101"]
    assert codes(lint("--latest", "1", "--static", status=0)) == []


def test_the_reason_reaches_the_report(repository: Repository, lint: Lint) -> None:
    """Whoever reads the summary sees what was passed over, and why."""
    repository.add({"2_drop.sql": f"-- migrate:nolint DS102 -- nobody reads it\n{DROP}"})

    every = lint("--latest", "1")["ignored"]
    assert [each["reason"] for each in every] == ["nobody reads it"]
    assert "- DS102 drop-table, `2_drop.sql:2:1`: nobody reads it" in lint("--latest", "1", form="markdown")
    assert '"justification": "nobody reads it"' in lint("--latest", "1", form="sarif")


def severities(report: Mapping[str, Any]) -> list[str]:
    """Return how bad the drop of the table, and a unique index, are said to be."""
    return [each["severity"] for each in report["diagnostics"] if each["code"] in ("DS102", "MF101")]


def configured(repository: Repository, text: str) -> None:
    """Write the configuration."""
    (repository.root / "migrate.toml").write_text(text)


@pytest.mark.parametrize(
    ("said", "severity"),
    [('DS102 = "off"', None), ('drop-table = "info"', "info"), ('DS = "warning"', "warning")],
)
def test_the_configuration_gives_a_rule_another_severity(
    repository: Repository, lint: Lint, said: str, severity: str | None
) -> None:
    """By code, name or group of codes; off means that nothing is told."""
    configured(repository, f"[lint.rules]\n{said}\n")
    repository.add({"2_drop.sql": DROP})

    report = lint("--latest", "1", status=0)

    assert severities(report) == ([severity] if severity else [])


def test_an_environment_changes_some_of_it(
    repository: Repository, lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its table comes over that of the top, rule by rule."""
    configured(
        repository,
        '[lint]\nfail-on = "warning"\n[lint.rules]\nDS102 = "warning"\nMF101 = "off"\n'
        '[env.ci.lint.rules]\nDS102 = "error"\n',
    )
    repository.add({"2_drop.sql": f"create unique index m on users (mail);\n{DROP}"})

    assert severities(lint("--latest", "1", status=1)) == ["warning"]
    monkeypatch.setenv("MIGRATE_ENV", "ci")
    assert severities(lint("--latest", "1", status=1)) == ["error"]
    assert lint("--latest", "1", "--fail-on", "never", status=0)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('[lint.rules]\nDS999 = "off"\n', "there is no rule 'DS999'"),
        ('[lint.rules]\nDS102 = "fatal"\n', "DS102 cannot be 'fatal'"),
        ("[lint]\nrules = 1\n", "rules is a table of codes"),
        ('[lint]\nfail-on = "info"\n', "fail-on is one of error, warning, never"),
        ('[lint.sizes]\nrows = "many"\n', "rows is a number"),
        ('[lint]\nplugins = ["none.py"]\n', "there is no Python file none.py"),
        ('[[lint.rule]]\ncode = "X1"\nmessage = "m"\n', "it looks at a `statement` or at an `object`"),
        ('[[lint.rule]]\ncode = "X1"\nmessage = "m"\nstatement = "("\n', "is no regular expression"),
        ('[[lint.rule]]\ncode = "DS102"\nmessage = "m"\nstatement = "x"\n', "there are two rules ds102"),
        ('[[lint.rule]]\ncode = "X1"\nmessage = "{x}"\nobject = "table"\n', "message may hold {object}"),
    ],
)
def test_a_configuration_that_means_nothing_is_an_error(
    repository: Repository, capsys: pytest.CaptureFixture[str], said: str, told: str
) -> None:
    """A rule that is misspelt would otherwise be on, or off, in silence."""
    configured(repository, said)
    repository.add({"2_drop.sql": DROP})

    assert main(["lint", "--dialect", "sqlite", "--latest", "1"]) == 2
    assert told in capsys.readouterr().err


def test_a_rule_of_the_projects_own_is_a_python_file(repository: Repository, lint: Lint) -> None:
    """It is given what our rules are given, listed, explained, and passed over by a comment as they are."""
    (repository.root / "lint").mkdir()
    (repository.root / "lint" / "ours.py").write_text(
        '"""Tables have a key.\n\nSees: …\n"""\n'
        "from migrate.lint.diagnostic import Severity\n"
        "from migrate.lint.rule import Finding, rule\n"
        "from migrate.schema.model import Table\n\n"
        '@rule("OUR1", "our-keys", Severity.ERROR)\n'
        "def check(observed):\n"
        "    for table in observed.added(Table):\n"
        '        yield Finding(observed, f"{table.name} is new", table=table.ident)\n'
    )
    configured(repository, '[lint]\nplugins = ["lint/ours.py"]\n')
    text = "create table a (i int);\n-- migrate:nolint our-keys\ncreate table b (i int);\n"
    repository.add({"2_new.sql": text})

    report = lint("--latest", "1", status=1)

    assert [each["message"] for each in report["diagnostics"] if each["code"] == "OUR1"] == ["a is new"]
    assert "Tables have a key." in lint("--explain", "OUR1", form="text", status=0)


def test_a_rule_of_the_projects_own_is_a_table(repository: Repository, lint: Lint) -> None:
    """It looks at the text of statements, or at the objects that they change."""
    configured(
        repository,
        '[[lint.rule]]\ncode = "OUR1"\nmessage = "no vacuum here"\nstatement = \'(?i)^vacuum\'\n'
        '[[lint.rule]]\ncode = "OUR2"\nseverity = "error"\nobject = "column"\nchange = "add"\n'
        "where = { type = '(?i)real' }\nunless = { name = '^rate$' }\n"
        'message = "{object} has the type {type}"\n',
    )
    text = "create table a (i int, price real, rate real);\nalter table users add column cost real;\n"
    repository.add({"2_new.sql": text, "3_vacuum.sql": "-- migrate:txmode none\nvacuum;\n"})

    report = lint("--latest", "2", status=1)

    ours = [(each["code"], each["message"]) for each in report["diagnostics"] if each["code"][:3] == "OUR"]
    assert ours == [
        ("OUR2", "a.price has the type real"),
        ("OUR2", "users.cost has the type real"),
        ("OUR1", "no vacuum here"),
    ]


def test_a_plugin_that_fails_is_told(
    repository: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """With its own words, and without a traceback."""
    (tmp_path / "house" / "bad.py").write_text("1 / 0\n")
    configured(repository, '[lint]\nplugins = ["bad.py"]\n')

    assert main(["lint", "--dialect", "sqlite", "--latest", "1"]) == 2
    assert "bad.py cannot be run: ZeroDivisionError: division by zero" in capsys.readouterr().err
