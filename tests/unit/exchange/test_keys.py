"""Keys: ours, OpenSSH's, encrypted or not, and what is none."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from migrate.errors import UsageError
from migrate.exchange.keys import new_key, parse_public, read_key, read_small, write_new
from migrate.exchange.signature import beside
from migrate.operations.signing import sign

SECRET = "pl4nted passphrase"


def nobody() -> str:
    """Fail where a key without a passphrase is asked for one."""
    raise AssertionError("asked for a passphrase")


def openssh(passphrase: bytes | None) -> bytes:
    """Return a fresh key as OpenSSH writes it."""
    lock = form.BestAvailableEncryption(passphrase) if passphrase else form.NoEncryption()
    return ed25519.Ed25519PrivateKey.generate().private_bytes(
        form.Encoding.PEM, form.PrivateFormat.OpenSSH, lock
    )


def test_a_new_key_is_read_again_with_its_passphrase(tmp_path: Path) -> None:
    """The file is encrypted, is its owner's alone, and never takes the place of another."""
    key = new_key("anna")
    public = write_new(tmp_path / "key", key, SECRET)

    read = read_key(read_small(tmp_path / "key"), "key", passphrase=lambda: SECRET)

    assert read.public == key.public == parse_public(public.read_text())
    assert b"ENCRYPTED" in (tmp_path / "key").read_bytes()
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(UsageError, match="exists already"):
        write_new(tmp_path / "key", key, None)


@pytest.mark.parametrize("passphrase", [None, SECRET])
def test_a_key_of_openssh_signs(passphrase: str | None) -> None:
    """A key that a person has already is used as it is, encrypted or not."""
    content = openssh(passphrase.encode() if passphrase else None)

    key = read_key(content, "id", passphrase=(lambda: passphrase) if passphrase else nobody)

    assert key.public.fits(key.sign(b"words"), b"words")
    assert not key.public.fits(key.sign(b"words"), b"other words")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no private key"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "no private key"),
        (b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", "no private key"),
        (openssh(b"another"), "its passphrase is another"),
        (
            ec.generate_private_key(ec.SECP256R1()).private_bytes(
                form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()
            ),
            "of another kind than Ed25519",
        ),
    ],
    ids=["nothing", "no PEM", "no OpenSSH", "another passphrase", "another kind"],
)
def test_what_is_no_key_is_told(content: bytes, told: str) -> None:
    """The error says what is wrong, and neither the passphrase nor the key."""
    with pytest.raises(UsageError, match=told) as failure:
        read_key(content, "key", passphrase=lambda: SECRET)

    assert SECRET not in str(failure.value)


@pytest.mark.parametrize("name", ["", "two words", "tab\t", "bell\a", "line\n"])
def test_a_name_stands_in_a_line(name: str) -> None:
    """A signer's name can neither end a line nor write to a terminal."""
    with pytest.raises(UsageError, match="cannot name a key"):
        new_key(name)


def test_a_fingerprint_is_that_of_ssh_keygen() -> None:
    """The fingerprint of a known key, as `ssh-keygen -l` printed it."""
    key = parse_public("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f a")

    assert key is not None
    assert key.raw == bytes(range(32))
    assert key.fingerprint == "SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to look at it from outside")
def test_openssl_verifies_what_we_sign(tmp_path: Path) -> None:
    """The signature is over the file's bytes and nothing else: another program agrees."""
    file = tmp_path / "migrate.sum"
    file.write_bytes(b"h1:abc\n")
    key = new_key("anna")
    sign(file, file.read_bytes(), key)
    pem = key.private.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "pub").write_bytes(pem)
    encoded = beside(file).read_text().split()[4]

    done = subprocess.run(
        f"echo {encoded} | base64 -d > sig && "
        "openssl pkeyutl -verify -pubin -inkey pub -rawin -in migrate.sum -sigfile sig",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout + done.stderr
