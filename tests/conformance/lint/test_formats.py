"""The forms in which findings are told: each as its readers want it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migrate.cli.main import main
from migrate.cli.output import Output
from migrate.lint.rules import rules
from migrate.report.lint_formats import _rule
from tests.conformance.lint.conftest import Lint, Repository
from tests.conformance.lint.shapes import CODE_QUALITY, SARIF, faults, reference
from tests.directories import write_directory

FILE = """-- a new table, and one that goes
create table notes (id integer primary key, user_id integer references users (id));
  drop table users;
-- migrate:nolint DS109 -- meant
delete from notes;
"""


@pytest.fixture
def named(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a repository in which the directory lies in a folder, and stand in that folder."""
    found = Repository(repository.root / "inner", "db/a, b/migrations")
    found.add({"2_new: 50%.sql": FILE})
    monkeypatch.chdir(found.root / "db" / "a, b")
    return found


def test_text_shows_the_line_and_the_place(named: Repository, lint: Lint) -> None:
    """A finding reads: where, how bad, what, its line with a caret, and what to write instead."""
    text = lint(form="text", status=1)

    assert (
        "migrations/2_new: 50%.sql:3:3: error DS102 drop-table\n"
        "    users is dropped with all of its rows\n"
        "        drop table users;\n"
        "        ^\n"
        "  instead:\n"
    ) in text
    assert "\x1b" not in text


def test_colour_is_for_terminals(
    named: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And not for those who set NO_COLOR."""
    monkeypatch.setattr(Output, "in_colour", lambda self, environ: not environ.get("NO_COLOR"))

    main(["lint", "--dialect", "sqlite"])
    assert "\x1b[1;31merror\x1b[0m DS102" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    main(["lint", "--dialect", "sqlite"])
    assert "\x1b" not in capsys.readouterr().out


PROPERTY = r"(?:[^,:%\n]|%25|%0A|%0D|%3A|%2C)+"
COMMAND = re.compile(
    rf"::(?:error|warning|notice) (?:(?:file|line|col|title)={PROPERTY},?)+(?<!,)::(?:[^%\n]|%25|%0A|%0D)+"
)
"""Source: "Workflow commands for GitHub Actions"; `@actions/core` says what is escaped."""


def test_github_is_told_by_workflow_commands(named: Repository, lint: Lint) -> None:
    """The path is that of the repository, and what would end a property or a line is escaped."""
    lines = lint(form="github", status=1).splitlines()
    line = next(line for line in lines if "DS102" in line)

    assert line.startswith(
        "::error file=db/a%2C b/migrations/2_new%3A 50%25.sql,line=3,col=3,title=DS102 drop-table::users is"
    )
    assert "%0Ainstead:%0A" in line
    assert [line for line in lines if not COMMAND.fullmatch(line)] == []


def test_gitlab_is_told_by_a_code_quality_report(named: Repository, lint: Lint) -> None:
    """Each finding has the fields that GitLab asks for, and a fingerprint of its own that stays."""
    issues = json.loads(lint(form="gitlab", status=1))

    assert issues
    assert list(faults(issues, CODE_QUALITY)) == []
    assert {issue["location"]["path"] for issue in issues} == {"db/a, b/migrations/2_new: 50%.sql"}
    prints = [issue["fingerprint"] for issue in issues]
    assert len(set(prints)) == len(prints)
    named.add({"2_new: 50%.sql": "\n\n" + FILE})
    assert [issue["fingerprint"] for issue in json.loads(lint(form="gitlab"))] == prints


def test_sarif_has_what_its_schema_asks_for(named: Repository, lint: Lint) -> None:
    """Nothing is missing of what is required, nothing is there that it does not know."""
    passed = "-- migrate:nolint DS109 -- meant\ndelete from users;\n"
    named.add({"2_new: 50%.sql": passed + FILE})
    log = json.loads(lint(form="sarif", status=1))

    assert list(faults(log, SARIF)) == []
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "migrate"
    assert [rule["id"] for rule in driver["rules"]] == sorted({rule["id"] for rule in driver["rules"]})
    assert run["results"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        place = location["physicalLocation"]["artifactLocation"]
        assert place["uri"] == "db/a%2C%20b/migrations/2_new%3A%2050%25.sql"
        assert place["uriBaseId"] in run["originalUriBaseIds"]
    (suppressed,) = [result for result in run["results"] if "suppressions" in result]
    assert suppressed["ruleId"] == "DS109"
    assert suppressed["suppressions"] == [{"kind": "inSource", "justification": "meant"}]


def test_sarif_has_what_code_scanning_asks_for(named: Repository, lint: Lint) -> None:
    """GitHub takes no rule without help and no long description, and wants to know a finding again."""
    (run,) = json.loads(lint(form="sarif", status=1))["runs"]

    for rule in run["tool"]["driver"]["rules"]:
        for name in ("shortDescription", "fullDescription"):
            assert 0 < len(rule[name]["text"]) <= 1024
        assert rule["help"]["text"]
    regions = {}
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        regions[result["ruleId"]] = region
        assert region["startColumn"]
    assert regions["DS102"] == {"startLine": 3, "startColumn": 3, "endLine": 3, "endColumn": 20}
    prints = [result["partialFingerprints"]["migrate/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


def test_every_page_is_short_enough_for_code_scanning() -> None:
    """Or is clipped: the whole of it is the help."""
    for rule in rules():
        told = _rule(rule)
        assert 0 < len(told["fullDescription"]["text"]) <= 1024
        assert told["help"]["text"] == rule.page


def test_a_shape_finds_what_does_not_fit() -> None:
    """What the tests above stand on: missing, unknown and wrong members are told."""
    log = {"version": "2.1", "runs": [{"tool": {"driver": {"name": "x", "colour": 1}}, "results": [{}]}]}

    assert sorted(faults(log, SARIF)) == [
        "$.runs[0].results[0].message: missing",
        "$.runs[0].tool.driver.colour: unknown",
        "$.version: '2.1'",
    ]
    assert not reference("a b")
    assert not reference("2: x")


def test_markdown_is_fit_for_a_comment(named: Repository, lint: Lint) -> None:
    """What changes, the tables as a diagram, findings, and the way back; all blocks are closed."""
    text = lint(form="markdown", status=1)

    assert text.startswith("<!-- migrate lint -->\n### Migrations: `2_new: 50%.sql`: 1 error")
    assert "+ table notes\n" in text
    assert "- table users\n" in text
    assert "```mermaid\nerDiagram\n    notes {" in text
    assert re.search(r"#### The way back\n.*DROP TABLE .*notes.*CREATE TABLE users ", text, re.S | re.I)
    assert text.count("```") % 2 == 0
    assert text.count("<details>") == text.count("</details>")


def test_a_down_file_is_the_way_back(named: Repository, lint: Lint) -> None:
    """It is named; what is computed stands beside it, for comparison."""
    named.add({"2_new: 50%.down.sql": "drop table notes;\n"})

    assert "- down file `2_new: 50%.down.sql`" in lint(form="markdown")


def test_names_mean_nothing_but_themselves(repository: Repository, lint: Lint) -> None:
    """Neither mark-up nor a mention comes out of a name in a migration."""
    repository.add({"2_x.sql": 'create table "@ann <b>*x*</b> `y`" (i int);\n', "3_y.sql": "select 1;\n"})
    repository.add({"3_y.sql": 'drop table "@ann <b>*x*</b> `y`";\n'})

    text = lint("--latest", "1", form="markdown")

    line = next(line for line in text.splitlines() if "DS102" in line)
    assert "<b>" not in line
    assert "@ann" not in line


def test_json_has_the_documented_keys(
    named: Repository, lint: Lint, capsys: pytest.CaptureFixture[str]
) -> None:
    """The help names every key of the report, and of what is in it."""
    report = lint(status=1)
    main(["lint", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    documented = said.partition("--format json: ")[2].partition(". Examples")[0]

    assert re.sub(r" \([^)]*\)", "", documented).split(", ") == list(report)
    inside = re.search(r"diagnostics \((.*?)\)", documented)
    assert inside
    assert inside[1].split(", ") == list(report["diagnostics"][0])


def test_json_is_one_object_when_there_is_no_database(
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What needs none is told all the same, why it was not more on stderr, and the status is a failure."""
    repository.add({"2_drop.sql": "delete from users;\n"})
    monkeypatch.setenv("MIGRATE_DEV_URL", "postgresql://nobody@127.0.0.1:1/none")

    assert main(["lint", "--latest", "1", "--format", "json"]) == 2
    out, err = capsys.readouterr()
    assert [each["code"] for each in json.loads(out)["diagnostics"]] == ["DS109"]
    assert json.loads(out)["dev"] is None
    assert "--static is content with the few rules that need none" in err

    assert main(["lint", "--latest", "1", "--static"]) == 1
    assert "without a dev database: 1 error" in capsys.readouterr().out


def test_markdown_tells_the_locks_by_table(
    database: Callable[[str], str], run_migrate: Callable[..., Any], tmp_path: Path
) -> None:
    """On PostgreSQL each table that is closed has a row: the lock, what waits for it, and where."""
    base = "create table users (id bigint primary key, mail text);\n"
    new = "alter table users add column nick text;\ncreate index users_mail on users (mail);\n"
    write_directory(tmp_path / "migrations", {"1_users.sql": base, "2_new.sql": new})
    url = f"{database('postgres')}?throwaway=1"

    done = run_migrate("lint", "--latest", "1", "--dev-url", url, "--format", "markdown")

    assert done.returncode == 0, done.stderr
    assert "| users | ACCESS EXCLUSIVE | reads and writes | 2\\_new.sql:1 |" in done.stdout
    assert "| users | SHARE | writes | 2\\_new.sql:2 |" in done.stdout
    assert "DROP INDEX" in done.stdout.partition("#### The way back")[2]
