"""A dev database that somebody gave us: empty when we come, marked while we are there, empty when we go.

The mark says that what is in the database came from us, should we be killed: the next run then wipes it.
It names the very database, so that no copy, dump or rename carries it to another one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from migrate.dev import guard
from migrate.dev.base import Setup, set_up
from migrate.dialects.base import Dialect, Session
from migrate.dialects.registry import dialect_of
from migrate.dialects.url import DatabaseUrl
from migrate.errors import DatabaseError, LockTaken, ServerError

MARK_TABLE = "migrate_dev_mark"
"""Where MySQL, whose databases bear no comments, keeps the mark; no object of a migration."""

WAIT_SECONDS = 60.0
_WORDS = "a dev database of migrate, wiped when it is done: "
_PLACE = {
    "postgres": """
        select system_identifier || '/' || d.oid, pg_catalog.shobj_description(d.oid, 'pg_database')
        from pg_catalog.pg_control_system(), pg_catalog.pg_database d
        where datname = pg_catalog.current_database()
    """,
    "mysql": "select concat(@@hostname, ':', @@port, @@datadir, database()), null",
}
_HAS_TABLE = "select 1 from information_schema.tables where table_name = %s and table_schema = {here} limit 1"
_HERE = {"postgres": "table_schema", "mysql": "database()"}  # PostgreSQL: in whatever schema


class Given:
    """An empty database that somebody gave us.

    ``target`` is the live database it must not be.  What a migration does to the server as a whole, such
    as making a role, stays there.
    """

    def __init__(self, url: DatabaseUrl, *, target: Session | None = None, setup: Setup = ()) -> None:
        self._url = url
        self._target = target
        self._setup = setup

    @property
    def dialect(self) -> Dialect:
        """Return the dialect of the URL."""
        return dialect_of(self._url)

    def __str__(self) -> str:
        return str(self._url)

    @contextlib.contextmanager
    def open(self) -> Iterator[Session]:
        """Open the database once nobody else uses it as a dev database.

        Raises UsageError, and touches nothing, if it is the target, or holds anything that is not ours.
        """
        with contextlib.closing(self.dialect.connect(self._url)) as admin, self._alone(admin):
            guard.refuse_target(admin, self._target)
            if _is_left_over(admin):
                _wipe(admin, str(self))
            guard.refuse_content(admin, str(self))
            _mark(admin, str(self))
            try:
                with contextlib.closing(self.dialect.connect(self._url)) as session:
                    set_up(session, self._setup)
                    yield session
            finally:
                _wipe(admin, str(self))

    @contextlib.contextmanager
    def _alone(self, admin: Session) -> Iterator[None]:
        try:
            with admin.lock("the dev database", timeout=WAIT_SECONDS):
                yield
        except LockTaken as error:
            error.hint = "another run uses this dev database; give each run one of its own"
            raise


def _is_left_over(admin: Session) -> bool:
    """Return whether what is in the database was left by a run of ours that was killed."""
    place, mark = _place(admin)
    if mark != _WORDS + place:
        return False
    if _has(admin, "migrate_revisions"):
        raise DatabaseError(
            "the database bears the mark of a dev database, but migrations were applied to it: it stays",
            hint="name another dev database; if this one is not needed, drop it yourself",
        )
    return True


def _place(admin: Session) -> tuple[str, str | None]:
    """Return what names the very database, and its mark."""
    place, mark = admin.query(_PLACE[_family(admin)])[0]
    if _family(admin) == "mysql" and _has(admin, MARK_TABLE):
        mark = "".join(str(text) for (text,) in admin.query(f"select mark from {MARK_TABLE}"))
    return str(place), mark


def _mark(admin: Session, what: str) -> None:
    text = _WORDS + _place(admin)[0]
    try:
        if _family(admin) == "postgres":
            admin.query(f"comment on database {admin.dialect.quote(admin.facts.database)} is '{text}'")
        else:
            admin.query(f"create table {MARK_TABLE} (mark varchar(1000) not null)")
            admin.query(f"insert into {MARK_TABLE} values (%s)", (text,))
    except ServerError as error:
        raise DatabaseError(
            f"{what} cannot be marked as a dev database: {error}",
            hint="connect as the owner of the database, or write ?throwaway=1 behind its URL",
        ) from None


def _wipe(admin: Session, what: str) -> None:
    """Empty a database that bears our mark, see that it is empty, and take the mark away."""
    place, mark = _place(admin)
    if mark != _WORDS + place:
        raise DatabaseError(f"{what} lost its mark of a dev database, so it is not wiped")
    admin.dialect.wipe(admin)
    quote = admin.dialect.quote
    if _family(admin) == "mysql":
        admin.query(f"drop table if exists {MARK_TABLE}")
    left = guard.content(admin)
    if left:
        raise DatabaseError(
            f"{what} could not be emptied: {', '.join(left)} stays", hint="drop the database and make it anew"
        )
    if _family(admin) == "postgres":
        admin.query(f"comment on database {quote(admin.facts.database)} is null")


def _has(admin: Session, table: str) -> bool:
    return bool(admin.query(_HAS_TABLE.format(here=_HERE[_family(admin)]), (table,)))


def _family(session: Session) -> str:
    return "mysql" if session.dialect.name == "mariadb" else session.dialect.name
