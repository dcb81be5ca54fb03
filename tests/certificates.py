"""Certificates made for one test: who signs, for which host, for how long, and for whom a client speaks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_NOW = datetime.datetime.now(datetime.UTC)
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pair:
    """The files of a certificate and its private key, as PEM."""

    certificate: Path
    key: Path


class Authority:
    """Who signs certificates; ``file`` holds its own."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = _name(name)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.file = folder / f"{name}.pem"
        root = x509.BasicConstraints(ca=True, path_length=None)
        self.file.write_bytes(_pem(self._sign(self._name, self._key, (root, True))))

    def server(self, host: str, *, file: str = "server", ended: bool = False) -> Pair:
        """Make the certificate of a server that goes by a name; ``ended``: it is valid no more."""
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        return self._pair("server", (names, False), file=file, ended=ended)

    def client(self, user: str, *, file: str | None = None, passphrase: str | None = None) -> Pair:
        """Make the certificate of a user; with a passphrase its key is encrypted."""
        extension = (x509.BasicConstraints(ca=False, path_length=None), True)
        return self._pair(user, extension, file=file or user, passphrase=passphrase)

    def _pair(
        self,
        name: str,
        extension: tuple[Any, bool],
        *,
        file: str,
        ended: bool = False,
        passphrase: str | None = None,
    ) -> Pair:
        key = ec.generate_private_key(ec.SECP256R1())
        files = Pair(self._folder / f"{file}.crt", self._folder / f"{file}.key")
        files.certificate.write_bytes(_pem(self._sign(_name(name), key, extension, ended=ended)))
        sealed = form.BestAvailableEncryption(passphrase.encode()) if passphrase else form.NoEncryption()
        files.key.write_bytes(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, sealed))
        files.key.chmod(0o600)
        return files

    def _sign(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        extension: tuple[Any, bool],
        *,
        ended: bool = False,
    ) -> x509.Certificate:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(_NOW - 30 * _DAY)
            .not_valid_after(_NOW - _DAY if ended else _NOW + _DAY)
            .add_extension(extension[0], critical=extension[1])
            .sign(self._key, hashes.SHA256())
        )


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(form.Encoding.PEM)
