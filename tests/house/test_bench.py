"""The bench measures what it says: its workload runs, its proxy counts, its page holds the medians."""

from __future__ import annotations

import contextlib
import socket
import sqlite3
import threading
from xml.etree import ElementTree

import pytest

from scripts.benches.measure import Results, Run
from scripts.benches.proxy import before
from scripts.benches.report import markdown, svg
from scripts.benches.traces import untraced
from scripts.benches.workload import many_tables, migrations


def test_the_workload_runs() -> None:
    """Each file has three statements, and all run in order; so does the schema to be inspected."""
    with sqlite3.connect(":memory:") as connection:
        for each in migrations("sqlite", 60):
            assert len(each.statements) == 3
            connection.executescript(each.sql)
        connection.executescript(";".join(many_tables("sqlite", 30)))

        (count,) = connection.execute("select count(*) from sqlite_master where type = 'table'").fetchone()

    assert count >= 30 + 60 * 3 // 4


@pytest.mark.parametrize("undone", ["CREATE TABLE", "CREATE INDEX", "ALTER TABLE", "INSERT INTO", "UPDATE"])
def test_who_leaves_a_statement_out_is_seen(undone: str) -> None:
    """Of all statements that have run nothing is told; the one that has not is told, and what hangs on it."""
    files = list(migrations("sqlite", 12))
    left_out = [s for each in files for s in each.statements if s.startswith(undone)][-1]
    with sqlite3.connect(":memory:") as whole, sqlite3.connect(":memory:") as partly:
        for statement in (statement for each in files for statement in each.statements):
            whole.execute(statement)
            if statement != left_out:
                with contextlib.suppress(sqlite3.OperationalError):
                    partly.execute(statement)

        assert untraced("sqlite", whole.execute, files) == []
        assert untraced("sqlite", partly.execute, files)[0] == left_out


def test_a_file_that_ran_twice_is_seen() -> None:
    """A table that has its rows twice is told like one that has none."""
    files = list(migrations("sqlite", 12))
    again = files[-1].statements[-1]
    with sqlite3.connect(":memory:") as connection:
        connection.executescript("".join(each.sql for each in files) + again)

        assert untraced("sqlite", connection.execute, files) == [again]


def test_a_trip_is_each_time_that_the_client_speaks_after_the_server() -> None:
    """Three questions with an answer each are three trips, however many packets they take."""

    def answer(server: socket.socket) -> None:
        line, _ = server.accept()
        with line:
            while data := line.recv(100):
                line.sendall(data)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer, args=(server,), daemon=True)
        thread.start()
        with (
            before(server.getsockname()[1]) as proxy,
            socket.create_connection(("127.0.0.1", proxy.port)) as client,
        ):
            for number in range(3):
                client.sendall(b"%d" % number)
                assert client.recv(100) == b"%d" % number

        assert proxy.trips == 3


@pytest.fixture
def results() -> Results:
    """Return two contenders of one row."""
    found = Results()
    for wall in (3.0, 1.0, 2.0):
        found.add("row", "migrate", Run(wall, 0.5, 20, trips=7))
    found.add("row", "peer <1>", Run(4.0, 0.1, 10))
    return found


def test_the_page_has_medians_and_ratios(results: Results) -> None:
    """Nothing in the table is typed by hand: it is the middle of the runs, and ours over theirs."""
    page = markdown(
        results, versions={"peer <1>": "1.2"}, missing=["other"], chart="x.svg", sections={"Rows": ["row"]}
    )

    assert "| row | **migrate** | 2.000 | 0.500 | 20 | 7 | 3 |  |" in page
    assert "| row | peer <1> | 4.000 | 0.100 | 10 |  | 1 | 0.50 |" in page
    assert "| row | 2.000 |  | peer <1> | 4.000 | 0.50 |" in page
    assert "Not installed, and so not measured: other." in page
    assert "| peer <1> | 1.2 |" in page


def test_the_chart_is_a_picture(results: Results) -> None:
    """It is well-formed, and has a bar for each contender."""
    chart = ElementTree.fromstring(svg(results, ["row"]))

    assert len(chart.findall("{http://www.w3.org/2000/svg}rect")) == 2
