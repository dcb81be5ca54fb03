"""A schema that is followed from statement to statement is the one that a look at everything gives."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from migrate.dialects.base import Session
from migrate.dialects.following import Follows
from migrate.dialects.registry import dialect_of
from migrate.dialects.url import parse_url
from migrate.schema.stored import to_data
from migrate.sql.reading import read
from tests.commands import ROOT

CASES = ROOT / "tests" / "cases" / "follow"
ALL = "/* all */"
"""What stands in a statement behind which only a look at everything can tell."""
PERHAPS = "/* perhaps all */"
"""What stands where that depends on the version."""


@pytest.fixture
def session(each_database: str) -> Iterator[Session]:
    """Open a session on an empty database, in a transaction where it takes DDL back."""
    url = parse_url(each_database)
    with contextlib.closing(dialect_of(url).connect(url)) as opened:
        if opened.dialect.name == "postgres":
            opened.begin()
        yield opened


def test_each_statement_is_followed_exactly(session: Session) -> None:
    """Nothing is unseen, not even what takes no part in comparison, and few statements need a look at all."""
    dialect = session.dialect
    assert isinstance(dialect, Follows)
    path = CASES / f"{dialect.name}.sql"
    follower = dialect.follower(session)
    schema = dialect.inspect(session).at_home()
    for statement in read(path.read_text(), dialect.scan_rules, place=str(path)).statements:
        follower.mark(schema, statement)
        session.run(statement)
        now, whole = follower.now(), dialect.inspect(session)

        assert PERHAPS in statement.text or (now is None) == (ALL in statement.text), statement.text
        if now is not None:
            assert to_data(now) == to_data(whole), statement.text
        schema = now or whole.at_home()


def test_what_a_statement_leaves_alone_is_shared(session: Session) -> None:
    """Only the table that is changed is another one, and a comparison looks at nothing else."""
    dialect = session.dialect
    assert isinstance(dialect, Follows)
    follower = dialect.follower(session)
    texts = [f"create table t{number} (i integer)" for number in range(5)]
    *made, change = read(
        ";\n".join([*texts, "alter table t3 add column more integer"]), dialect.scan_rules, place=""
    ).statements
    for statement in made:
        session.run(statement)
    before = dialect.inspect(session).at_home()
    follower.mark(before, change)
    session.run(change)

    after = follower.now()

    assert after is not None
    assert [place[1] for place in after.homes().unlike(before.homes())] == ["t3"]
    assert {each.name for each in before.unshared(after)[0].values()} == {"t3", "i"}
