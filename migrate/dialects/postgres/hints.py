"""The way out, for what PostgreSQL answers."""

from __future__ import annotations

from migrate.dialects.encryption import TlsOptions, way_out

_OUTSIDE = "put `-- migrate:txmode none` at the head of the file: this cannot run in a transaction"
INVALID = (
    "a concurrent build that fails leaves an invalid index behind: drop it before you run the file again"
)
HINTS = {
    "57014": "give it longer with --statement-timeout, or `-- migrate:statement-timeout` in its file",
    "25001": _OUTSIDE,
    "55P04": "a new enum value can be used after it is committed: move its use to the next file, "
    "or put `-- migrate:txmode none` at the head of this one",
}

_TLS = TlsOptions(signers="sslrootcert", certificate="sslcert", key="sslkey")


def connect_hint(message: str) -> str | None:
    """Return what to do where no connection came about, as far as the message tells."""
    encryption = way_out(message, _TLS)
    if encryption is not None:
        return encryption
    if "password" in message or "authentication" in message:
        return "check the user and the password of the URL"
    if "does not exist" in message:
        return "create it first: migrate makes tables, not databases or roles"
    if "startup parameter" in message:
        return "a pooler takes few settings with a connection: take `options` out of the URL, or go past it"
    if any(words in message for words in ("refused", "No such file", "resolve host", "could not translate")):
        return "check that the server runs and that the URL's host and port are its own"
    return None
