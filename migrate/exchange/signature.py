"""The signature file: detached Ed25519 signatures of one file's bytes, a line for each signer.

::

    migrate-signatures 1
    ssh-ed25519 AAAAC3Nz… <signature> anna@laptop

Behind the head, each line has the signer's public key as OpenSSH writes it, the signature in base64 (RFC
8032, over the bytes of the signed file and nothing else), and a name, which proves nothing.  The file stands
beside what is signed and bears its name with ``.sig`` at the end.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from migrate.errors import SignatureError
from migrate.exchange.keys import ALGORITHM, SIGNATURE_SIZE, PublicKey, decode_public, is_name

SUFFIX = ".sig"
HEAD = "migrate-signatures 1"
_MOST = 1000
"""Lines of a file; more are no signatures of people."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One line: who signed, by the key and by the name it calls itself, and the 64 bytes."""

    key: PublicKey
    signature: bytes

    def line(self) -> str:
        """Return it as a line of the file."""
        encoded = base64.b64encode(self.signature).decode()
        return " ".join(filter(None, [ALGORITHM, self.key.encoded, encoded, self.key.name]))

    def fits(self, content: bytes) -> bool:
        """Return whether it was made of these bytes."""
        return self.key.fits(self.signature, content)


def to_text(signatures: Iterable[Signature]) -> str:
    """Return the text of the file, its lines in order of the keys."""
    lines = sorted(signatures, key=lambda each: each.key.raw)
    return "".join(f"{line}\n" for line in (HEAD, *(each.line() for each in lines)))


def parse(text: str, *, where: str) -> tuple[Signature, ...]:
    """Read a signature file; ``where`` is its path for people.

    Raises SignatureError, with the line, for what is none, or names a key twice.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").removesuffix("\n").split("\n")
    if lines[0] != HEAD:
        raise _malformed(f"the signature file does not begin with {HEAD!r}", where, 1)
    if len(lines) > _MOST:
        raise _malformed("the signature file is too long", where, _MOST)
    found: dict[bytes, Signature] = {}
    for number, line in enumerate(lines[1:], 2):
        signature = _parse_line(line)
        if signature is None:
            raise _malformed("a line of the signature file holds no signature", where, number)
        if signature.key.raw in found:
            raise _malformed("a key has signed twice", where, number)
        found[signature.key.raw] = signature
    return tuple(found.values())


def beside(path: Path) -> Path:
    """Return where the signatures of a file stand."""
    return path.with_name(path.name + SUFFIX)


def _parse_line(line: str) -> Signature | None:
    words = line.split(" ")
    if len(words) not in (3, 4) or words[0] != ALGORITHM or not all(map(is_name, words)):
        return None
    raw = decode_public(words[1])
    try:
        signature = base64.b64decode(words[2], validate=True)
    except (binascii.Error, ValueError):
        return None
    if raw is None or len(signature) != SIGNATURE_SIZE:
        return None
    return Signature(PublicKey(raw, words[3] if len(words) == 4 else ""), signature)


def _malformed(message: str, where: str, line: int) -> SignatureError:
    hint = "restore it from version control, or remove it and sign again with `migrate sign`"
    return SignatureError(message, where=f"{where}:{line}", hint=hint)
