"""Ed25519 keys: public ones as OpenSSH writes them, signing ones from PEM or OpenSSH's form."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from migrate.errors import MissingExtra, UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALGORITHM = "ssh-ed25519"
KEY_SIZE = 32
SIGNATURE_SIZE = 64
_HEAD = b"\0\0\0\x0b" + ALGORITHM.encode() + b"\0\0\0\x20"
"""What comes before the 32 bytes of a key in OpenSSH's form (RFC 8709, section 4)."""

_LARGEST = 1 << 16
_OPENSSH = b"-----BEGIN OPENSSH PRIVATE KEY-----"

Passphrase = Callable[[], str]
"""Asks for the passphrase of a key; only called for one that has one."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key, and the name it goes by."""

    raw: bytes
    name: str = field(default="", compare=False)

    @property
    def encoded(self) -> str:
        """Return the key's text, as it stands behind ``ssh-ed25519``."""
        return base64.b64encode(_HEAD + self.raw).decode()

    @property
    def fingerprint(self) -> str:
        """Return ``SHA256:…``, as ``ssh-keygen -l`` tells it."""
        digest = hashlib.sha256(_HEAD + self.raw).digest()
        return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")

    def line(self) -> str:
        """Return the key as a line of a ``.pub`` file."""
        return " ".join(filter(None, [ALGORITHM, self.encoded, self.name]))

    def fits(self, signature: bytes, content: bytes) -> bool:
        """Return whether a signature of these bytes was made with this key."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, content)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs; its text never shows it."""

    private: Ed25519PrivateKey = field(repr=False, compare=False)
    name: str = ""

    @property
    def public(self) -> PublicKey:
        """Return the key by which its signatures are checked."""
        return PublicKey(self.private.public_key().public_bytes_raw(), self.name)

    def sign(self, content: bytes) -> bytes:
        """Return the signature of bytes."""
        return self.private.sign(content)

    def pem(self, passphrase: str | None) -> bytes:
        """Return the key as PEM (PKCS #8), encrypted unless there is no passphrase."""
        from cryptography.hazmat.primitives import serialization as form

        lock = form.BestAvailableEncryption(passphrase.encode()) if passphrase else form.NoEncryption()
        return self.private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, lock)


def new_key(name: str) -> SigningKey:
    """Return a fresh key.  Raises UsageError for a name that cannot stand in a line."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not is_name(name):
        raise UsageError(f"{name!r} cannot name a key", hint="use letters that print, without blanks")
    return SigningKey(Ed25519PrivateKey.generate(), name)


def is_name(text: str) -> bool:
    """Return whether a text can stand for a signer: it prints, and has no blanks."""
    return bool(text) and text.isprintable() and not any(letter.isspace() for letter in text)


def read_key(content: bytes, where: str, *, passphrase: Passphrase, name: str = "") -> SigningKey:
    """Read a signing key: PEM (PKCS #8) or OpenSSH's form, encrypted or not.

    ``where`` is what people call it.  Raises UsageError for what is no Ed25519 key or another passphrase,
    MissingExtra for an encrypted OpenSSH key without bcrypt.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    read = form.load_ssh_private_key if content.lstrip().startswith(_OPENSSH) else form.load_pem_private_key
    try:
        try:
            private = read(content, None)
        except TypeError:  # says that it is encrypted
            private = read(content, passphrase().encode())
    except UnsupportedAlgorithm as error:
        if "bcrypt" in str(error):
            raise MissingExtra(
                f"{where} is encrypted as OpenSSH does it, which needs the package bcrypt",
                hint="pip install 'migratedir[ssh]'",
            ) from None
        raise UsageError(f"{where} is no key that can be read") from None
    except (ValueError, TypeError):
        raise UsageError(
            f"{where} is no private key that can be read, or its passphrase is another",
            hint="name an Ed25519 key in PEM or OpenSSH's form; `migrate key new FILE` makes one",
        ) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise UsageError(
            f"{where} is a key of another kind than Ed25519",
            hint="`migrate key new FILE` or `ssh-keygen -t ed25519` makes one",
        )
    return SigningKey(private, name)


def parse_public(text: str) -> PublicKey | None:
    """Read ``ssh-ed25519 AAAA… [name]``; ``None`` if it is no such key."""
    algorithm, _, rest = text.strip().partition(" ")
    encoded, _, name = rest.strip().partition(" ")
    raw = decode_public(encoded) if algorithm == ALGORITHM else None
    return None if raw is None else PublicKey(raw, "-".join(name.split()))


def decode_public(encoded: str) -> bytes | None:
    """Return the 32 bytes of a key in OpenSSH's form, or ``None``."""
    try:
        blob = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    return blob[len(_HEAD) :] if blob.startswith(_HEAD) and len(blob) == len(_HEAD) + KEY_SIZE else None


def write_new(path: Path, key: SigningKey, passphrase: str | None) -> Path:
    """Write a key that only its owner may read, and its public half beside it, whose path is returned.

    Raises UsageError if one of the files is there already, or the disk says no.
    """
    public = path.with_name(path.name + ".pub")
    for file, content, mode in (
        (path, key.pem(passphrase), 0o600),
        (public, f"{key.public.line()}\n".encode(), 0o644),
    ):
        try:
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
                stream.write(content)
        except FileExistsError:
            raise UsageError(f"{file} exists already", hint="name another file") from None
        except OSError as error:
            raise UsageError(f"{file} cannot be written: {error.strerror}") from None
    return public


def read_small(path: Path) -> bytes:
    """Return what a file of keys holds.  Raises UsageError."""
    try:
        with open(path, "rb") as stream:
            content = stream.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    if len(content) > _LARGEST:
        raise UsageError(f"{path} is too large for a file of keys")
    return content
