"""What to do about an encrypted connection that did not come about, by the words of server and OpenSSL."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TlsOptions:
    """What the options of a driver's URL are called: those who sign for servers, and one's own pair."""

    signers: str
    certificate: str
    key: str


_NOT_ACCEPTED = "the server does not accept {certificate}: it has ended, or is signed by somebody else"

# Part of a message in small letters, and the way out; the first that is in it counts.  The names of hosts,
# users and databases stand in messages, too: a part is longer than such a name would be.
_WAYS_OUT = (
    ("root certificate file", "name who signs for the server: {signers}=/path/ca.pem"),
    ("does not match host name", "connect by a name for which the server's certificate was made"),
    ("hostname mismatch", "connect by a name for which the server's certificate was made"),
    ("address mismatch", "connect by a name for which the server's certificate was made"),
    (
        "certificate verify failed",
        "the certificate has ended, or {signers} does not name who signed it, or another server answers",
    ),
    ("sslv3 alert", _NOT_ACCEPTED),
    ("tlsv1 alert", _NOT_ACCEPTED),
    ("tlsv13 alert", _NOT_ACCEPTED),
    ("eof occurred", "the server hung up: it wants a certificate, or does not accept {certificate}"),
    ("key values mismatch", "{key} is not the key of {certificate}"),
    ("certificate file", "name both {certificate}=/path/own.pem and {key}=/path/own.key"),
    ("private key", "name both {certificate}=/path/own.pem and {key}=/path/own.key, readable by you alone"),
    ("client certificate", "the server wants a certificate: {certificate}=/path/own.pem&{key}=/path/own.key"),
    ("certificate authentication", "the server wants a certificate that was made for this very user"),
    ("no encryption", "the server may want encryption: ask for it in the URL"),
    ("does not support ssl", "the server has no certificate: give it one, or ask for no encryption"),
    ("doesn't support", "the server has no certificate: give it one, or ask for no encryption"),
    ("does not encrypt", "the server has no certificate: give it one, or ask for no encryption"),
)


def way_out(message: str, options: TlsOptions) -> str | None:
    """Return what to do, or None if the message is not about encryption."""
    found = message.casefold()
    for words, hint in _WAYS_OUT:
        if words in found:
            return hint.format(signers=options.signers, certificate=options.certificate, key=options.key)
    return None
