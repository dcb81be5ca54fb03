"""A directory replayed is the same schema cold and warm, from an image and from nothing, on each database."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrate.dev.base import DevDatabase, Image, Keeper, KeepsImages
from migrate.dev.cache import Cache
from migrate.dialects.base import Session
from migrate.directory.directory import Directory
from migrate.directory.file import MigrationFile
from migrate.errors import ScanError, StatementFailed
from migrate.schema import stored
from migrate.sources import replayed
from migrate.sources.replayed import Replayed

FILES = {
    "1_users.sql": "create table users (id int primary key, name varchar(50));\n"
    "insert into users values (1, 'a');\n",
    "2_orders.sql": "create table orders (id int primary key, user_id int not null references users (id));\n",
    "3_email.sql": "alter table users add column email varchar(100);\nupdate users set email = 'a@b';\n",
    "4_view.sql": "create view emails as select email from users;\n",
}


class Counted:
    """A dev database that tells what it was asked for."""

    def __init__(self, dev: DevDatabase) -> None:
        assert isinstance(dev, KeepsImages)
        self.inner = dev
        self.dialect = dev.dialect
        self.identity = dev.identity
        self.asked: list[str] = []

    def open(self) -> contextlib.AbstractContextManager[Session]:
        """Open an empty one."""
        self.asked.append("open")
        return self.inner.open()

    @contextlib.contextmanager
    def continued(self, image: Image | None, keep: Keeper) -> Iterator[Session]:
        """Open one as an image left it."""
        self.asked.append("image" if image else "empty")
        with self.inner.continued(image, keep) as session:
            yield session


def directory(files: dict[str, str], *, path: Path = Path("migrations")) -> Directory:
    """Return a sealed directory of these files."""
    return Directory(
        path, tuple(MigrationFile(name, text.encode()) for name, text in sorted(files.items()))
    ).sealed()


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """Return an empty cache."""
    return Cache(tmp_path / "replays")


@pytest.fixture
def dev(ours: DevDatabase) -> Counted:
    """Return a dev database of each kind."""
    return Counted(ours)


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every replay slow enough for an image to be kept."""
    monkeypatch.setattr(replayed, "WORTH_KEEPING", -1.0)
    # and let only that decide
    monkeypatch.setattr(replayed, "MANY", 100)


def tables(session: Session) -> list[str]:
    """Return the names of the tables that a session sees."""
    return [table.name for table in session.dialect.inspect(session).tables()]


def test_a_directory_has_the_schema_that_its_files_make(dev: Counted, cache: Cache) -> None:
    """Replayed to the end, to a version and to nothing: each time what the files up to there make."""
    files = directory(FILES)

    for version, wanted in ((None, 2), ("3", 2), ("2", 2), ("1", 1), ("0", 0)):
        schema = Replayed(files, dev, version=version, cache=cache).read()
        assert len(schema.tables()) == wanted
    whole = Replayed(files, dev).read().by_ident()
    assert {ident.name for ident in whole} >= {"users", "orders", "emails", "email"}


def test_what_is_known_is_not_replayed(dev: Counted, cache: Cache) -> None:
    """The second reading asks no database, and gives the same schema."""
    first = Replayed(directory(FILES), dev, cache=cache).read()
    dev.asked.clear()

    assert Replayed(directory(FILES), dev, cache=cache).read() == first
    assert dev.asked == []


@pytest.mark.usefixtures("always")
def test_one_more_file_costs_that_file(dev: Counted, cache: Cache) -> None:
    """A replay goes on from the newest image: what an earlier file would do now does not happen again."""
    Replayed(directory(FILES), dev, cache=cache).read()
    more = {**FILES, "5_more.sql": "create table more (id int);\ninsert into users values (2, 'b', 'b@c');\n"}
    dev.asked.clear()

    schema = Replayed(directory(more), dev, cache=cache).read()

    assert dev.asked == ["image"]
    assert schema == Replayed(directory(more), dev).read()
    with Replayed(directory(more), dev, cache=cache).opened() as session:
        rows = session.query("select id, name, email from users order by id")
    assert [tuple(map(str, row)) for row in rows] == [("1", "a", "a@b"), ("2", "b", "b@c")]


@pytest.mark.usefixtures("always")
def test_what_is_done_in_an_opened_one_is_not_kept(dev: Counted, cache: Cache) -> None:
    """A rehearsal may do what it likes: the next one starts from the files again."""
    source = Replayed(directory(FILES), dev, cache=cache)
    for _ in range(3):
        with source.opened() as session:
            assert sorted(tables(session)) == ["orders", "users"]
            session.query("drop view emails")
            session.query("drop table orders")
    assert dev.asked == ["empty", "image", "image", "image"]


@pytest.mark.usefixtures("always")
def test_what_was_seen_of_an_image_is_kept_beside_it(dev: Counted, cache: Cache) -> None:
    """The schema of a database that an image gave is the one that a look gives, numbers and all."""
    for _ in range(3):
        source = Replayed(directory(FILES), dev, cache=cache)
        with source.opened(look=True) as session:
            seen, looked = source.seen(session), dev.dialect.inspect(session)
            assert stored.to_data(seen) == stored.to_data(looked)
    kinds = Counter(entry.about["kind"] for entry in cache.entries())

    assert dev.asked == ["empty", "image", "image", "image"]
    assert (kinds["image"], kinds["schema"]) == (1, 1)


def test_what_is_replayed_at_once_is_looked_at(dev: Counted, cache: Cache) -> None:
    """No image, no schema of it: the server may number its objects otherwise the next time."""
    source = Replayed(directory(FILES), dev, cache=cache)
    with source.opened(look=True) as session:
        assert stored.to_data(source.seen(session)) == stored.to_data(dev.dialect.inspect(session))


@pytest.mark.usefixtures("always")
def test_nothing_is_kept_of_a_database_that_was_lent(dev: Counted, cache: Cache) -> None:
    """Where an image could not be kept, what the borrower did is not kept in its place."""
    source = Replayed(directory(FILES), dev, cache=cache)
    put, cache.put = cache.put, lambda *_: None  # type: ignore[method-assign]
    with source.opened() as session:
        session.query("drop view emails")
        cache.put = put  # type: ignore[method-assign]

    assert [entry for entry in cache.entries() if entry.about["kind"] == "image"] == []
    with source.opened() as session:
        session.query("drop view emails")


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("damaged", ["schema", "image", "all"])
def test_damage_costs_a_replay_and_nothing_else(dev: Counted, cache: Cache, damaged: str) -> None:
    """A damaged cache gives the right schema: from an older image, or from the files."""
    for version in ("2", "4"):
        with Replayed(directory(FILES), dev, version=version, cache=cache).opened():
            pass
        first = Replayed(directory(FILES), dev, version=version, cache=cache).read()
    for entry in cache.entries():
        if (entry.about["kind"] == damaged and entry.about["version"] == "4") or damaged == "all":
            data = (entry.path / "content").read_bytes()
            (entry.path / "content").write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])

    source = Replayed(directory(FILES), dev, cache=cache)
    assert source.read() == first
    with source.opened() as session:
        assert sorted(tables(session)) == ["orders", "users"]
    dev.asked.clear()
    with source.opened():
        assert dev.asked == ["image"]


@pytest.mark.parametrize(
    "other",
    [
        {**FILES, "1_users.sql": FILES["1_users.sql"].replace("50", "60")},
        {name.replace("1_", "01_"): text for name, text in FILES.items()},
        {name: text for name, text in FILES.items() if name != "2_orders.sql"},
    ],
)
def test_another_history_is_not_taken_for_this_one(dev: Counted, cache: Cache, other: dict[str, str]) -> None:
    """A file edited, renamed or taken out makes another prefix, and another key."""
    Replayed(directory(FILES), dev, cache=cache).read()
    dev.asked.clear()
    schema = Replayed(directory(other), dev, cache=cache).read()

    assert dev.asked == ["empty"]
    assert schema == Replayed(directory(other), dev).read()


def test_a_down_file_changes_nothing(dev: Counted, cache: Cache) -> None:
    """Planned ways back take no part in a replay, nor in its key."""
    Replayed(directory(FILES), dev, cache=cache).read()
    dev.asked.clear()
    Replayed(directory({**FILES, "4_view.down.sql": "drop view emails;\n"}), dev, cache=cache).read()

    assert dev.asked == []


def test_a_checkpoint_stands_for_what_is_before_it(dev: Counted, cache: Cache) -> None:
    """From the last checkpoint on the files before it do not run; up to an older version they do."""
    checkpoint = "-- migrate:checkpoint\ncreate table everything (id int);\n"
    files = directory({**FILES, "5_all.sql": checkpoint, "6_more.sql": "create table after_ (id int);\n"})

    newest = Replayed(files, dev, cache=cache).read()
    assert [table.name for table in newest.tables()] == ["after_", "everything"]
    assert len(Replayed(files, dev, version="3", cache=cache).read().tables()) == 2


def test_a_statement_that_fails_is_named_with_its_place(dev: Counted, cache: Cache) -> None:
    """The error says file, line, column and statement, and nothing is kept."""
    bad = {**FILES, "5_bad.sql": "create table fine (id int);\n\n  create table worse (id int,, b int);\n"}
    with pytest.raises(StatementFailed) as error:
        Replayed(directory(bad), dev, cache=cache).read()

    assert error.value.message.startswith("statement 2 of 2 in 5_bad.sql failed: ")
    assert error.value.where is not None
    assert error.value.where.startswith("migrations/5_bad.sql:3:")
    assert error.value.excerpt is not None
    assert "create table worse" in error.value.excerpt
    assert cache.entries() == ()


def test_a_text_that_cannot_be_cut_is_named_with_its_place(dev: Counted) -> None:
    """A quote that is never closed is told with the file it stands in."""
    with pytest.raises(ScanError) as error:
        Replayed(directory({**FILES, "5_bad.sql": "\nselect 'oops;\n"}), dev).read()

    assert str(error.value.where).startswith("migrations/5_bad.sql:2:")


def test_a_file_that_fails_leaves_what_the_one_before_committed(dev: Counted) -> None:
    """Each file is a transaction of its own where the database has them, and none where it says so."""
    for mode, kept in (("", dev.dialect.transactional_ddl), ("-- migrate:txmode none\n", False)):
        bad = {**FILES, "5_bad.sql": f"{mode}create table fine (id int);\ncreate table users (id int);\n"}
        seen: list[str] = []
        with contextlib.suppress(StatementFailed), dev.open() as session:
            source = Replayed(directory(bad), _Lent(dev, session))
            try:
                source.read()
            finally:
                session.rollback()
                seen = tables(session)
        assert ("fine" not in seen) is kept
        assert {"users", "orders"} <= set(seen)


class _Lent:
    """A dev database that is open already, to be looked at after a failure."""

    def __init__(self, dev: Counted, session: Session) -> None:
        self.dialect = dev.dialect
        self._session = session

    def open(self) -> contextlib.AbstractContextManager[Session]:
        """Lend it."""
        return contextlib.nullcontext(self._session)


def test_settings_of_a_file_do_not_reach_the_next(dev: Counted) -> None:
    """What a file sets for its session is not set for the next one, as when it is applied."""
    setting, shows = {
        "postgres": ("set search_path = pg_temp", "show search_path"),
        "mariadb": ("set session sql_mode = 'ANSI_QUOTES'", "select @@sql_mode"),
        "sqlite": ("pragma foreign_keys = on", "pragma foreign_keys"),
    }[dev.dialect.name]
    with dev.open() as session:
        before = session.query(shows)
    with Replayed(directory({"1_a.sql": f"{setting};\n", "2_b.sql": "select 1;\n"}), dev).opened() as session:
        assert session.query(shows) == before


def test_the_steps_of_a_file_can_be_watched(dev: Counted, cache: Cache) -> None:
    """Each statement is given before it runs, with the schema before and after, in its transaction."""
    told = []
    for step in Replayed(directory(FILES), dev, cache=cache).steps(after="2"):
        before = {ident.name for ident in step.before.by_ident()}
        step.run()
        after = {ident.name for ident in step.after.by_ident()}
        inside = step.session.in_transaction
        told.append((step.name, step.index, step.statement.keyword, sorted(after - before), inside))

    inside = dev.dialect.transactional_ddl
    assert told == [
        ("3_email.sql", 0, "ALTER", ["email"], inside),
        ("3_email.sql", 1, "UPDATE", [], inside),
        ("4_view.sql", 0, "CREATE", ["emails"], inside),
    ]


def test_the_steps_after_a_version_are_those_of_its_ups(dev: Counted, cache: Cache) -> None:
    """A checkpoint further on neither hides the files before it nor counts as one of them."""
    files = directory({**FILES, "5_all.sql": "-- migrate:checkpoint\ncreate table whole (id int);\n"})

    names = [step.name for step in Replayed(files, dev, cache=cache).steps(after="3")]
    assert names == ["4_view.sql"]
    assert [step.name for step in Replayed(files, dev, version="3").steps(after="3")] == []
    names = [step.name for step in Replayed(files, dev, version="2").steps()]
    assert names == ["1_users.sql", "1_users.sql", "2_orders.sql"]


def test_the_last_file_may_be_edited_and_fail_at_little_cost(
    dev: Counted, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After many files an image is kept before the last one, and before one that fails."""
    monkeypatch.setattr(replayed, "MANY", 2)
    monkeypatch.setattr(replayed, "WORTH_KEEPING", 100.0)
    for last in ("create view names as select name from users;\n", "create oops;\n", "select 1;\n"):
        files = directory({**FILES, "4_view.sql": last})
        with contextlib.suppress(StatementFailed):
            Replayed(files, dev, cache=cache).read()
    more = {"5_a.sql": "create oops;\n", "6_b.sql": "select 1;\n"}
    dev.asked.clear()
    with pytest.raises(StatementFailed):
        Replayed(directory({**FILES, **more}), dev, cache=cache).read()

    versions = [entry.about["version"] for entry in cache.entries() if entry.about["kind"] == "image"]
    assert versions == ["3"]
    assert dev.asked == ["image"]


def test_a_step_that_is_only_looked_at_runs_all_the_same(dev: Counted) -> None:
    """Whoever iterates need not run the statements; the schema after one is the schema before the next."""
    steps = list(Replayed(directory(FILES), dev).steps())

    assert all(step.done for step in steps)
    assert [step.name for step in steps][::2] == ["1_users.sql", "2_orders.sql", "3_email.sql"]


def test_statements_outside_of_a_transaction_can_be_replayed(dev: Counted, cache: Cache) -> None:
    """A file with txmode none runs what a transaction refuses."""
    sql = {
        "postgres": "create index concurrently by_name on users (name)",
        "mariadb": "create index by_name on users (name)",
        "sqlite": "vacuum",
    }[dev.dialect.name]
    files = directory({**FILES, "5_index.sql": f"-- migrate:txmode none\n\n{sql};\n"})

    assert len(Replayed(files, dev, cache=cache).read().tables()) == 2


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("kind", ["embedded://postgres", "local://mariadb"])
def test_an_image_holds_what_the_whole_server_has(kind: str, cache: Cache, kept: Cache) -> None:
    """Roles and other databases that a migration makes are in the image, and not in the next dev database."""
    from migrate.dev.choose import choose

    dev = choose(kind, cache=kept)
    files = {
        "1_role.sql": "create role app;\ncreate table a (id int);\n",
        "2_b.sql": "grant select on a to app;\n",
    }
    Replayed(directory(files), dev, version="1", cache=cache).read()

    for _ in range(2):
        with Replayed(directory(files), dev, cache=cache).opened() as session:
            session.query("revoke select on a from app" if kind.startswith("emb") else "drop role app")
    with dev.open() as session:
        session.query("create role app")
