"""How a command went, told to machines when it ends: a file for Prometheus, spans for OpenTelemetry."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from migrate.cli.options import Options
from migrate.directory import disk
from migrate.errors import MissingExtra, UsageError
from migrate.operations.events import Began, Event, Finished, Missed, Ran
from migrate.version import __version__

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter


@dataclass(slots=True)
class Span:
    """What was done from ``start`` to ``end``, in nanoseconds since 1970, and what was done inside of it."""

    name: str
    start: int
    end: int = 0
    failed: bool = False
    attributes: dict[str, str | int | float] = field(default_factory=dict)
    inner: list[Span] = field(default_factory=list)


class Spans:
    """Makes spans of the events of a run: one for each file, and in it one for each statement."""

    def __init__(self, into: list[Span]) -> None:
        self._into = into

    def add(self, event: Event) -> None:
        """Take one event, which is told when it happens."""
        now = time.time_ns()
        match event:
            case Began(version=version, name=name):
                self.end()
                marks: dict[str, str | int | float] = {"migrate.version": version, "migrate.file": name}
                self._into.append(Span(f"file {name}", now, attributes=marks))
            case Ran() if self._into:
                marks = {"migrate.statement": event.number, "db.operation.name": event.keyword}
                start = now - round(event.milliseconds * 1e6)
                name = f"statement {event.number}"
                self._into[-1].inner.append(Span(name, start, now, event.failed, marks))
                self._into[-1].failed = event.failed
            case Missed() if self._into:
                marks = self._into[-1].attributes
                marks["migrate.misses"] = int(marks.get("migrate.misses", 0)) + 1
            case Finished() if self._into:
                self._into[-1].end = now
                self._into[-1].failed = False

    def end(self) -> None:
        """End the file that was begun last, if nobody told that it was finished."""
        if self._into and not self._into[-1].end:
            self._into[-1].end = time.time_ns()
            self._into[-1].failed = True


def finish(options: Options, begun: int, status: int) -> None:
    """Tell how the command went that was begun then, in nanoseconds since 1970.

    Raises DirectoryError where the file cannot be written, MissingExtra, UsageError.
    """
    ended = time.time_ns()
    env = options.flags.get("env") or options.environ.get("MIGRATE_ENV")
    if path := options.flags.get("metrics"):
        from migrate.report import metrics

        text = metrics.text(
            options.command,
            env,
            report=options.output.reported,
            status=status,
            seconds=(ended - begun) / 1e9,
            ended=ended / 1e9,
        )
        disk.write_to(Path(path), options.output.redact(text).encode())
    if options.flags.get("otel"):
        marks: dict[str, str | int | float] = {"migrate.exit_status": status}
        if env:
            marks["migrate.env"] = env
        name = f"migrate {options.command}".strip()
        _send(Span(name, begun, ended, status > 1, marks, options.spans), options)


def _send(root: Span, options: Options) -> None:
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
        from opentelemetry.sdk.trace.export import SpanExportResult
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
    except ImportError:
        raise MissingExtra(
            "spans need the packages of OpenTelemetry", hint="pip install 'migratedir[otel]'"
        ) from None
    ready: list[ReadableSpan] = []

    class Keep(SpanProcessor):
        def on_end(self, span: ReadableSpan) -> None:
            ready.append(span)

    resource = {"service.version": __version__}
    if "OTEL_SERVICE_NAME" not in options.environ:
        resource["service.name"] = "migrate"
    provider = TracerProvider(resource=Resource.create(resource), shutdown_on_exit=False)
    provider.add_span_processor(Keep())
    tracer = provider.get_tracer("migrate", __version__)
    carrier = {name: options.environ.get(name.upper(), "") for name in ("traceparent", "tracestate")}

    def make(span: Span, above: Context) -> None:
        from opentelemetry.trace import Status, StatusCode, set_span_in_context

        made = tracer.start_span(span.name, above, start_time=span.start, attributes=span.attributes)
        if span.failed:
            made.set_status(Status(StatusCode.ERROR))
        for each in span.inner:
            make(each, set_span_in_context(made, above))
        made.end(end_time=span.end)

    make(root, TraceContextTextMapPropagator().extract(carrier))
    # What the exporter says by itself has not gone through our hands.
    logging.getLogger("opentelemetry").addHandler(logging.NullHandler())
    logging.getLogger("opentelemetry").propagate = False
    exporter = _exporter(options.environ)
    if exporter is None:
        return
    try:
        if exporter.export(ready) is not SpanExportResult.SUCCESS:
            options.output.say(
                "warning: the spans could not be sent to where OTEL_EXPORTER_OTLP_ENDPOINT says"
            )
    finally:
        exporter.shutdown()


def _exporter(environ: Mapping[str, str]) -> SpanExporter | None:
    """Return what the variable OTEL_TRACES_EXPORTER asks for: ``otlp`` (by HTTP), ``console`` or ``none``."""
    match environ.get("OTEL_TRACES_EXPORTER") or "otlp":
        case "otlp":
            try:
                from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            except ImportError:
                raise MissingExtra(
                    "spans need the exporter of OpenTelemetry", hint="pip install 'migratedir[otel]'"
                ) from None
            return OTLPSpanExporter()
        case "console":
            import sys

            from opentelemetry.sdk.trace.export import ConsoleSpanExporter

            return ConsoleSpanExporter(out=sys.stderr, formatter=lambda span: span.to_json(None) + os.linesep)
        case "none":
            return None
        case other:
            raise UsageError(
                f"OTEL_TRACES_EXPORTER={other} is not known here", hint="it is otlp, console or none"
            )
