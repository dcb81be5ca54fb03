"""What a build of an index leaves behind is told from what is another's, or is being built right now."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest

from migrate import connect
from migrate.dialects.base import BuildsBeside
from migrate.sql.statement import Statement
from tests import clients

INVALID = """
    create table t (i integer, k integer); create table "U" (i integer);
    create index by_i on t (i); create index by_k on t (k);
    create index u_i on "U" (i); create index u_i_ccnew on "U" (i);
    update pg_index set indisvalid = false where indexrelid in (
        'by_i'::regclass, 'by_k'::regclass, 'u_i'::regclass, 'u_i_ccnew'::regclass);
"""


@pytest.mark.parametrize("server", ["postgres", "postgres15"])
def test_only_what_the_build_itself_may_have_left_is_its_own(
    server: str, database: Callable[[str], str]
) -> None:
    """By its name, else by its table; and nothing while somebody else builds on the table."""
    url = database(server)
    clients.plain_client(url, INVALID)

    with connect(url) as target, contextlib.closing(clients.connect(url)) as other:
        dialect = target.dialect
        assert isinstance(dialect, BuildsBeside)

        def left(text: str) -> tuple[str, ...]:
            return dialect.left_by(target.session, Statement(text, 0))

        assert left("create index concurrently by_i on t (i)") == ("public.by_i",)
        assert left("create index concurrently on public.t (i)") == ("public.by_i", "public.by_k")
        assert left('create index concurrently if not exists x on "U" (i)') == ()
        assert left("reindex table concurrently t") == ("public.u_i_ccnew",)

        cursor = other.cursor()
        cursor.execute("begin")
        cursor.execute('lock table "U" in share update exclusive mode')
        assert left("reindex table concurrently t") == ()
        assert left('create index concurrently u_i on "U" (i)') == ()
        assert left("create index concurrently by_i on t (i)") == ("public.by_i",)
        cursor.execute("rollback")
        assert left('create index concurrently u_i on "U" (i)') == ("public.u_i",)
