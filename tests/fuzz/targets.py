"""What is fuzzed: each target takes bytes and returns, or raises a told error; all else is a fault."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from migrate import config
from migrate.cli.output import Output
from migrate.database.history import Row
from migrate.dev.cache import Cache
from migrate.dialects.url import parse_url
from migrate.directory import naming, sumfile
from migrate.directory.file import MigrationFile
from migrate.errors import MigrateError
from migrate.exchange import keys, signature, signers
from migrate.operations import log
from migrate.operations.down import planfile
from migrate.sql.directives import file_directives, statement_directives
from migrate.sql.reading import read
from migrate.sql.rules import MYSQL, POSTGRES, SQLITE, ScanRules
from migrate.sql.scanner import scan
from migrate.sql.tokens import BLANKS
from migrate.sql.transaction import first_transaction_control, runs_alone

RULES = (POSTGRES, MYSQL, SQLITE)
LONG = 60_000
"""Characters of a text that repeats itself: what is read in more than one pass does not end in time."""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _rules(data: bytes) -> tuple[ScanRules, str]:
    return RULES[data[0] % len(RULES)] if data else POSTGRES, _text(data[1:])


def scanner(data: bytes) -> None:
    """Statements stand where they say, in order, and nothing between them is lost."""
    rules, text = _rules(data)
    behind = 0
    statements = scan(text, rules)
    for each in statements:
        assert text.startswith(each.text, each.offset)
        assert each.text.strip(BLANKS)
        assert behind <= each.offset - len(each.comments)
        behind = each.offset + len(each.text) + len(each.data or "")
    assert behind <= len(text)
    first_transaction_control(statements, rules)
    for each in statements:
        runs_alone(each, rules)


def repeated(data: bytes) -> None:
    """A text that repeats a piece many times is read in time."""
    rules, text = _rules(data)
    half = len(text) // 2
    piece, tail = text[:half], text[half:]
    if piece:
        long = piece * (LONG // len(piece)) + tail
        statements = scan(long, rules)
        statement_directives(long, statements, rules)


def directives(data: bytes) -> None:
    """The head and the statements' own comments are understood, or told with a place."""
    rules, text = _rules(data)
    said = file_directives(text)
    statements = scan(text, rules, delimiter=said.delimiter)
    assert len(statement_directives(text, statements, rules)) == len(statements)


def archives(data: bytes) -> None:
    """Every letter of an archive stays in its place and in one text at most; each text is read, or told."""
    rules, text = _rules(data)
    file = MigrationFile("1_a.sql", text.encode())
    archive = file.archive
    if archive is None:
        return
    down = archive.down if archive.down is not None else " " * len(file.whole)
    for letter, *copies in zip(file.whole, archive.up, archive.checks, down, strict=True):
        assert {letter} >= {copy for copy in copies if not copy.isspace()}
        assert sum(not copy.isspace() for copy in copies) <= 1
    with contextlib.suppress(MigrateError):
        read(file.text, rules, place=file.name, checks=file.checks)
    if file.way_back is not None:
        read(file.way_back.text, rules, place=file.name)


def sums(data: bytes) -> None:
    """What is read as a sum file says the same when it is written and read again."""
    read = sumfile.parse(_text(data))
    assert sumfile.parse(read.text()) == read
    files = (MigrationFile("1_a.sql", data), MigrationFile("2_b.sql", b"select 1;\n"))
    sumfile.compare(files, read)
    assert not sumfile.compare(files, sumfile.compute(files))


def files(data: bytes) -> None:
    """A file's name and bytes are a migration, or told to be none."""
    name, _, content = data.partition(b"\n")
    naming.parse(_text(name))
    MigrationFile(_text(name), content).check()


def signatures(data: bytes) -> None:
    """What is read as signatures says the same when it is written and read again."""
    read = signature.parse(_text(data), where="sig")
    assert set(signature.parse(signature.to_text(read), where="sig")) == set(read)
    for each in read:
        each.fits(data)


def who_may_sign(data: bytes) -> None:
    """A file of signers names them, or the line that names none."""
    with _file(data) as path:
        made = signers.policy(0, [str(path)])
    assert all(keys.is_name(name) for name in made.names)


def signing_keys(data: bytes) -> None:
    """What is no key is told to be none."""
    head, _, body = data.partition(b"\n")
    kind = (b"PRIVATE KEY", b"OPENSSH PRIVATE KEY", b"ENCRYPTED PRIVATE KEY")[len(head) % 3]
    for each in (data, b"-----BEGIN %s-----\n%s\n-----END %s-----\n" % (kind, body, kind)):
        with contextlib.suppress(MigrateError):
            keys.read_key(each, "key", passphrase=lambda: "words")


def configuration(data: bytes) -> None:
    """A configuration is read and resolved, or told with a place."""
    with _file(data) as path:
        file = config.read(path)
        for env in (None, *file.envs):
            with contextlib.suppress(MigrateError):
                config.resolve({"env": env}, environ={"A": "b"}, cwd=path.parent, file=file)


def urls(data: bytes) -> None:
    """A URL is read; the password of none is in what is shown of it."""
    text = _text(data)
    url = parse_url(text)
    assert parse_url(url.text(password=url.password)).password == url.password
    Output().hide_password_of(text)
    if url.password and len(url.password) > 3 and unquote(text).count(url.password) == 1:
        assert url.password not in unquote(str(url))
        assert "'" in url.password or url.password not in repr(url)


def plans(data: bytes) -> None:
    """What is no plan is told to be none, also if its digest fits."""
    with contextlib.suppress(MigrateError):
        planfile.load(data, "plan")
    with contextlib.suppress(ValueError, RecursionError):
        plan = json.loads(data)
        if isinstance(plan, dict):
            plan.pop("digest", None)
            planfile.load(json.dumps({**plan, "digest": planfile._digest(plan)}).encode(), "plan")


def history(data: bytes) -> None:
    """Whatever somebody wrote into the columns of the history, it is shown and judged."""
    a, b, c, d, e, f, g, h, *_ = [*_text(data).split("\n"), *[""] * 8]
    row = Row(1, a, b, c, d, 0, 0, e, f, "", g, "", h)
    log.check((row, row), ())
    log._logged(row)


def cache(data: bytes) -> None:
    """An entry of the cache that was damaged is no entry."""
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        kept = Cache(Path(folder))
        entry = kept.put("key", lambda writer: writer.file("a", b"words"), {"directory": "b"})
        assert entry is not None
        name = ("manifest", "content")[len(data) % 2]
        (entry.path / name).write_bytes(data)
        found = kept.get("key")
        assert found is None or found.read("a") in (b"words", None)
        kept.entries()


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    each.__name__: each
    for each in (
        scanner,
        repeated,
        directives,
        archives,
        sums,
        files,
        signatures,
        who_may_sign,
        signing_keys,
        configuration,
        urls,
        plans,
        history,
        cache,
    )
}

WORDS = (
    *(
        "select",
        "create",
        "table",
        "function",
        "procedure",
        "trigger",
        "begin",
        "end",
        "atomic",
        "case",
        "if",
    ),
    *(
        "loop",
        "declare",
        "language",
        "as",
        "$$",
        "$a$",
        "'",
        '"',
        "`",
        "[",
        "]",
        "/*",
        "*/",
        "/*!",
        "--",
        "#",
    ),
    *(
        "\\",
        "\\.",
        ";",
        "delimiter //",
        "//",
        "copy t from stdin;",
        "e'",
        "U&'",
        "\r\n",
        "\0",
        "\ufeff",
        "(",
        ")",
    ),
    *("-- migrate:txmode none\n", "-- migrate:delimiter ", "-- migrate:assert\n", "-- atlas:nolint ", "h1:"),
    *("[env.", "]\n", "url = ", "${A}", "$${", "allowed-signers", "postgres://", "mysql://", "@", "%2F", "?"),
    *(
        "migrate-signatures 1\n",
        "ssh-ed25519 ",
        "<<<<<<< ",
        "=======",
        "-- atlas:txtar\n",
        "-- checks.sql --\n",
        "-- migration.sql --\n",
        "-- down.sql --\n",
    ),
)
"""Pieces of which the texts that are read are made."""


def judge(name: str, data: bytes) -> None:
    """Give bytes to a target; an error that is told is an answer."""
    with contextlib.suppress(MigrateError):
        TARGETS[name](data)


@contextlib.contextmanager
def _file(data: bytes) -> Iterator[Path]:
    descriptor, name = tempfile.mkstemp(dir=_memory(), suffix=".toml")
    try:
        with open(descriptor, "wb") as stream:
            stream.write(data)
        yield Path(name)
    finally:
        os.unlink(name)


def _memory() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
