"""The process around the command line: what it leaves behind, and where its words go."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import COMMAND, environment, run_migrate


def ends(how: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """Run code in a process that ends as a command does, by ``how``."""
    program = f"import atexit, sys, threading, time\nfrom migrate.__main__ import _leave\n{code}\n{how}"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("status", [0, 1, 2])
def test_the_exit_status_is_that_of_the_command(status: int) -> None:
    """Whatever it is."""
    assert ends(f"_leave({status})").returncode == status


def test_what_was_written_is_written() -> None:
    """Both streams are flushed, though the interpreter is not taken down."""
    ended = ends("_leave(0)", "sys.stdout.write('out'); sys.stderr.write('err')")
    assert (ended.stdout, ended.stderr) == ("out", "err")


def test_what_asked_to_be_called_at_the_end_is_called() -> None:
    """Temporary folders and servers of a run go away by it."""
    assert ends("_leave(0)", "atexit.register(lambda: print('called'))").stdout == "called\n"


def test_a_thread_is_waited_for() -> None:
    """It may hold what must not be lost."""
    code = "threading.Thread(target=lambda: (time.sleep(0.3), print('done'))).start()"
    assert ends("_leave(0)", code).stdout == "done\n"


@pytest.mark.parametrize(("stream", "status"), [(">&-", 2), ("2>&-", 0), ("<&-", 0)])
def test_a_stream_that_is_closed(stream: str, status: int, tmp_path: Path) -> None:
    """It fails the command if its data is lost, and no file takes the number of the stream."""
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "1_shop.sql").write_text("create table shop (id integer primary key);\n")
    run_migrate("hash", cwd=tmp_path)
    ended = subprocess.run(
        ["sh", "-c", f"{' '.join(COMMAND)} apply --url {url} {stream}"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == status, ended
    assert "internal error" not in ended.stderr
    assert "pending:   0 files" in run_migrate("status", "--url", url, cwd=tmp_path).stdout
