"""How a run is told to machines: lines of JSON, metrics, spans, hooks; and that each tells no secret."""

from __future__ import annotations

import base64
import http.server
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients import rows
from tests.commands import environment
from tests.directories import write_directory

FILES = {
    "1_a.sql": "create table a (i integer);\ninsert into a values (1);\n",
    "2_b.sql": "-- migrate:txmode none\ncreate table b (i integer);\ninsert into b values (2);\n",
}
Run = Callable[..., Any]


class Listener:
    """A server that keeps what it is sent, and answers with a status."""

    def __init__(self) -> None:
        self.status = 200
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        heard, listener = self.heard, self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                heard.append((self.path, dict(self.headers), self.rfile.read(size)))
                self.send_response(listener.status)
                if listener.status == 302:
                    self.send_header("Location", f"{listener.url}/elsewhere")
                self.end_headers()

            def log_message(self, *words: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Listen on a free port."""
    made = Listener()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a directory of two files."""
    write_directory(tmp_path / "migrations", FILES)
    return tmp_path


def samples(path: Path) -> dict[str, float]:
    """Read a metrics file; each line is a comment, or a name with labels and a number."""
    found = {}
    for line in path.read_text().splitlines():
        if not line.startswith("#"):
            parts = re.fullmatch(r'([a-z_]+)\{(?:([a-z_]+="(?:[^"\\]|\\.)*",?)*)\} (\S+)', line)
            assert parts, line
            found[line.rpartition(" ")[0]] = float(parts[3])
    return found


def test_each_line_of_the_log_is_json(project: Path, run_migrate: Run) -> None:
    """What is said on stderr is an object a line, also an error, a traceback and a wrong word."""
    write_directory(project / "broken", {**FILES, "3_c.sql": "oops '\"\\;\n"})
    url = ("--url", "sqlite:///a.db", "--log-format", "json")

    ends = [
        run_migrate("apply", *url),
        run_migrate("apply", "--dir", "broken", "--debug", *url),
        run_migrate("--log-format", "json", "aply"),
        run_migrate("status", "--nonsense", env={"MIGRATE_LOG_FORMAT": "json"}),
    ]

    assert [end.returncode for end in ends] == [0, 2, 2, 2]
    lines = [[json.loads(line) for line in end.stderr.splitlines()] for end in ends]
    assert [line["message"] for line in lines[0]] == ["planned", "began", "finished", "began", "finished"]
    assert lines[0][2]["done"]["version"] == "1"
    assert lines[1][-1]["level"] == "error"
    assert lines[1][-1]["code"] in ("statement", "scan")
    assert lines[1][-1]["where"].startswith("broken/3_c.sql")
    assert all({"time", "level", "message"} <= set(line) for each in lines for line in each)


def test_metrics_are_written_whole(project: Path, run_migrate: Run) -> None:
    """Durations, what is pending, failures and drift, in the form that Prometheus reads."""
    write_directory(project / "broken", {**FILES, "3_c.sql": "oops;\n"})
    url = ("--url", "sqlite:///a.db", "--metrics", "m.prom")
    told = {}

    for name, words in (
        ("pending", ("status",)),
        ("applied", ("apply",)),
        ("clean", ("drift",)),
        ("failed", ("apply", "--dir", "broken")),
    ):
        run_migrate(*words, *url)
        told[name] = samples(project / "m.prom")
    subprocess.run(
        [sys.executable, "-c", "import sqlite3; sqlite3.connect('a.db').execute('create table x (i)')"],
        cwd=project,
        check=True,
    )
    run_migrate("drift", *url, env={"MIGRATE_ENV": ""})
    drifted = samples(project / "m.prom")
    unwritten = run_migrate("status", "--url", "sqlite:///a.db", "--metrics", "no/such/folder/m.prom")

    assert told["pending"]['migrate_pending_files{command="status"}'] == 2
    assert told["applied"]['migrate_applied_files{command="apply"}'] == 2
    assert told["applied"]['migrate_pending_files{command="apply"}'] == 0
    assert told["applied"]['migrate_run_failed{command="apply"}'] == 0
    assert 'migrate_file_duration_seconds{command="apply",version="1",name="1_a.sql"}' in told["applied"]
    assert told["clean"]['migrate_drifted{command="drift"}'] == 0
    assert told["failed"]['migrate_run_failed{command="apply"}'] == 1
    assert told["failed"]['migrate_pending_files{command="apply"}'] == 1
    assert drifted['migrate_drifted{command="drift"}'] == 1
    assert drifted['migrate_run_exit_status{command="drift"}'] == 1
    assert unwritten.returncode == 2
    assert "m.prom cannot be written" in unwritten.stderr


def spans_of(heard: list[tuple[str, dict[str, str], bytes]]) -> list[Any]:
    """Read the spans of what a collector was sent."""
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    found = []
    for path, headers, body in heard:
        assert path == "/v1/traces"
        if headers.get("Content-Encoding") == "gzip":
            import gzip

            body = gzip.decompress(body)
        request = ExportTraceServiceRequest()
        request.ParseFromString(body)
        for resource in request.resource_spans:
            for scope in resource.scope_spans:
                found += scope.spans
    return found


def test_spans_are_sent_of_command_files_and_statements(
    each_database: str, project: Path, run_migrate: Run, listener: Listener
) -> None:
    """Each stands in the one above it, under the trace that the caller began; no text of SQL is in them."""
    write_directory(
        project / "migrations", {**FILES, "3_c.sql": "create table c (i integer);\noops secret_word;\n"}
    )
    trace, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    env = {"OTEL_EXPORTER_OTLP_ENDPOINT": listener.url, "TRACEPARENT": f"00-{trace}-{parent}-01"}

    done = run_migrate("apply", "--url", each_database, "--otel", env=env)

    spans = spans_of(listener.heard)
    by_name = {span.name: span for span in spans if not span.name.startswith("statement")}
    root = by_name["migrate apply"]
    assert done.returncode == 2
    assert (root.trace_id.hex(), root.parent_span_id.hex()) == (trace, parent)
    assert {by_name[f"file {name}"].parent_span_id for name in ("1_a.sql", "2_b.sql", "3_c.sql")} == {
        root.span_id
    }
    for name in ("1_a.sql", "2_b.sql", "3_c.sql"):
        above = by_name[f"file {name}"]
        inner = [span for span in spans if span.parent_span_id == above.span_id]
        assert [span.name for span in inner] == ["statement 1", "statement 2"]
        assert all(above.start_time_unix_nano <= span.end_time_unix_nano for span in inner)
        assert above.status.code == (2 if name == "3_c.sql" else 0)
    assert rows(each_database, "select i from a union all select i from b order by 1") == [(1,), (2,)]
    assert all(b"secret_word" not in body for _, _, body in listener.heard)


def test_spans_that_nobody_takes_are_told(project: Path, run_migrate: Run, listener: Listener) -> None:
    """A collector that refuses changes nothing about the run; a word that is none is a mistake."""
    listener.status = 400
    env = {"OTEL_EXPORTER_OTLP_ENDPOINT": listener.url}

    done = run_migrate("apply", "--url", "sqlite:///a.db", "--otel", env=env)
    wrong = run_migrate("status", "--url", "sqlite:///a.db", "--otel", env={"OTEL_TRACES_EXPORTER": "zipkin"})

    assert done.returncode == 0
    assert "the spans could not be sent" in done.stderr
    assert "Traceback" not in done.stderr
    assert wrong.returncode == 2


def test_nothing_of_telemetry_is_loaded_unasked(project: Path) -> None:
    """Neither OpenTelemetry nor what sends things over the net is imported by a plain apply."""
    code = (
        "import sys; from migrate.cli.main import main; status = main(sys.argv[1:]);"
        "print(*sorted(sys.modules)); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "apply", "--url", "sqlite:///a.db"],
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    loaded = {module.partition(".")[0] for module in done.stdout.split()}
    assert not loaded & {"opentelemetry", "cryptography", "keyring", "requests"}
    assert "urllib.request" not in done.stdout
    assert "migrate.cli.telemetry" not in done.stdout


HOOK = """
import json, sys
report = json.load(sys.stdin)
open("told.json", "w").write(json.dumps(report))
print("told of", len(report["applied"]), "files", *sys.argv[1:])
sys.exit(int(sys.argv[1]))
"""


def hooked(project: Path, *lines: str, status: int = 0) -> None:
    """Configure a hook that ends with a status, and more lines of its table."""
    (project / "hook.py").write_text(HOOK)
    words = json.dumps([sys.executable, "hook.py", str(status), "$HOME; `ls`"])
    (project / "migrate.toml").write_text("\n".join(["[hooks]", f"after-apply = {words}", *lines]) + "\n")


def test_a_hook_is_given_the_report(project: Path, run_migrate: Run, listener: Listener) -> None:
    """On stdin and by a POST, as `--format json` has it; no shell reads its words; stdout stays ours."""
    hooked(project, f'after-apply-url = "{listener.url}/hook/t0ken"')

    done = run_migrate("apply", "--url", "sqlite:///a.db", "--format", "json")
    again = run_migrate("apply", "--url", "sqlite:///a.db")

    assert (done.returncode, again.returncode) == (0, 0)
    report = json.loads(done.stdout)
    assert json.loads((project / "told.json").read_text()) == report
    assert "told of 2 files 0 $HOME; `ls`" in done.stderr
    ((path, headers, body),) = listener.heard
    assert (path, headers["Content-Type"], json.loads(body)) == ("/hook/t0ken", "application/json", report)
    assert "t0ken" not in done.stderr


def test_a_hook_at_a_url_is_told_who_asks_and_goes_nowhere_else(
    project: Path, run_migrate: Run, listener: Listener
) -> None:
    """User and password of the URL are sent as such; where the answer sends us the report would not go."""
    url = listener.url.replace("//", "//anna:t0k%40n@")
    (project / "migrate.toml").write_text(f'[hooks]\nafter-apply-url = "{url}/hook"\n')
    listener.status = 302

    done = run_migrate("apply", "--url", "sqlite:///a.db", "--log-format", "json")

    assert done.returncode == 1
    ((path, headers, _),) = listener.heard
    assert (path, base64.b64decode(headers["Authorization"].removeprefix("Basic "))) == (
        "/hook",
        b"anna:t0k@n",
    )
    warned = [json.loads(line) for line in done.stderr.splitlines() if '"warning"' in line]
    assert [each["message"].partition(";")[0] for each in warned] == ["the hook at 127.0.0.1 answered 302"]
    assert "t0k" not in done.stderr


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "ended with 3; what was applied stays applied"),
        ('after-apply = ["/no/such/program"]', "cannot be run"),
        ("after-apply = ['sleep', '60']\ntimeout = '200ms'", "did not end in 0.2 s"),
        ('after-apply-url = "http://127.0.0.1:1/t0ken"', "the hook at 127.0.0.1 cannot be reached"),
        ('after-apply-url = "{url}/t0ken"', "the hook at 127.0.0.1 answered 500"),
    ],
)
def test_a_hook_that_fails_is_told_and_takes_nothing_back(
    line: str, told: str, project: Path, run_migrate: Run, listener: Listener
) -> None:
    """The exit status is 1; the next apply has nothing to do and is content."""
    listener.status = 500
    if line:
        (project / "migrate.toml").write_text(f"[hooks]\n{line.format(url=listener.url)}\n")
    else:
        hooked(project, status=3)

    done = run_migrate("apply", "--url", "sqlite:///a.db")
    again = run_migrate("apply", "--url", "sqlite:///a.db")

    assert done.returncode == 1
    assert told in done.stderr
    assert "t0ken" not in done.stderr
    assert "the database is at 2" in done.stdout
    assert again.returncode == 0


def test_a_hook_hears_of_a_failure(project: Path, run_migrate: Run) -> None:
    """The report of a failed apply has the error; the exit status is that of the failure."""
    hooked(project)
    write_directory(project / "migrations", {**FILES, "3_c.sql": "oops;\n"})

    done = run_migrate("apply", "--url", "sqlite:///a.db")

    report = json.loads((project / "told.json").read_text())
    assert done.returncode == 2
    assert report["error"]["code"] == "statement"
    assert [each["version"] for each in report["applied"]] == ["1", "2"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('after-apply = "echo words"', "no shell reads it"),
        ('after-apply-url = "file:///etc/passwd"', "a URL of http or https"),
        ('after-aply = ["a"]', "did you mean 'after-apply'?"),
        ('after-apply = ["true"]\ntimeout = "soon"', "is no time"),
    ],
)
def test_a_hook_that_could_not_run_is_told_before(
    line: str, told: str, project: Path, run_migrate: Run
) -> None:
    """What is wrong with the configuration is known before the first file runs."""
    (project / "migrate.toml").write_text(f"[hooks]\n{line}\n")

    done = run_migrate("apply", "--url", "sqlite:///a.db")

    assert done.returncode == 2
    assert told in done.stderr
    assert not (project / "a.db").exists()


def test_no_secret_is_told_to_machines(
    database: Callable[[str], str], project: Path, run_migrate: Run, listener: Listener
) -> None:
    """A password that the server happens to repeat is hidden in metrics, log, hooks, report and spans."""
    hooked(project, f'after-apply-url = "{listener.url}/hook"')
    secret = "pl4nted_word"
    write_directory(project / "migrations", {"1_a.sql": f"select * from {secret};\n"})
    url = database("postgres").replace("@", f":{secret}@")

    done = run_migrate(
        *("apply", "--url", url, "--log-format", "json", "--metrics", "m.prom", "--otel", "--format", "json"),
        env={"OTEL_EXPORTER_OTLP_ENDPOINT": listener.url},
    )

    assert done.returncode == 2
    assert "does not exist" in done.stderr
    told = [done.stdout, done.stderr, *((project / name).read_text() for name in ("m.prom", "told.json"))]
    assert len(listener.heard) == 2
    assert all(secret not in text for text in told)
    assert all(secret.encode() not in body for _, _, body in listener.heard)
