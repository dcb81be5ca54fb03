"""The signature file and the file of signers: what is read, and what is refused with its line."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.errors import SignatureError, UsageError
from migrate.exchange.keys import SigningKey, new_key
from migrate.exchange.signature import HEAD, Signature, parse, to_text
from migrate.exchange.signers import policy
from migrate.operations.signing import check, require, sign

ANNA, BERT = new_key("anna"), new_key("bert")


def signature(key: SigningKey, content: bytes = b"words") -> Signature:
    """Return a signature by a key."""
    return Signature(key.public, key.sign(content))


def test_what_is_written_is_read_again() -> None:
    """Several signers, in whatever order they signed, give one text."""
    text = to_text([signature(ANNA), signature(BERT)])

    assert to_text(parse(text, where="sig")) == text == to_text([signature(BERT), signature(ANNA)])
    assert parse(text.replace("\n", "\r\n"), where="sig") == parse(text, where="sig")


LINE = signature(ANNA).line()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "sig:1"),
        (f"{LINE}\n", "sig:1"),
        (f"{HEAD}\n\n", "sig:2"),
        (f"{HEAD}\n{LINE}\n{LINE}\n", "sig:3"),
        (f"{HEAD}\n{LINE} more\n", "sig:2"),
        (f"{HEAD}\n{LINE}\x1b[2J\n", "sig:2"),
        (f"{HEAD}\n{LINE.replace('ssh-ed25519', 'ssh-rsa')}\n", "sig:2"),
        (f"{HEAD}\n{LINE.replace(' ', '  ', 1)}\n", "sig:2"),
        (f"{HEAD}\n{LINE[:-20]}\n", "sig:2"),
    ],
)
def test_what_is_no_signature_is_told_with_its_line(text: str, where: str) -> None:
    """A file that was edited by hand is not guessed at."""
    with pytest.raises(SignatureError) as failure:
        parse(text, where="sig")

    assert failure.value.where == where


@given(st.text())
def test_any_text_is_read_or_told(text: str) -> None:
    """No text makes anything but signatures or a told error."""
    for each in (text, f"{HEAD}\n{text}", f"{HEAD}\n{LINE}{text}"):
        with contextlib.suppress(SignatureError):
            assert to_text(parse(each, where="sig"))


def test_signers_come_from_lines_and_files(tmp_path: Path) -> None:
    """Lines of `.pub` and of `allowed_signers` both name one; other kinds of keys are passed over."""
    file = tmp_path / "signers"
    file.write_text(
        f"# who may\n\n{ANNA.public.line()}\nssh-rsa AAAAB3 root\ncarl ecdsa-sha2-nistp256 AAAA c\n"
    )
    named = f"bert@example.org {BERT.public.line()}"

    found = policy(2, [str(file), named])

    assert found.names == ("anna", "bert@example.org")
    assert found.signer(BERT.public) == "bert@example.org"
    assert found.signer(new_key("eve").public) is None


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((), "nobody may"),
        ((ANNA.public.line(), "anna " + BERT.public.line()), "2 must sign, but 1 may"),
        ((ANNA.public.line(), "eve " + ANNA.public.line()), "two names, anna and eve"),
        (('anna namespaces="git" ' + ANNA.public.line(),), "names no signer"),
        (("ssh-ed25519 AAAA anna",), "names no signer"),
        (("/no/such/file",), "cannot be read"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused(lines: tuple[str, ...], told: str) -> None:
    """Two keys of one person are one signer, and one key is not two persons."""
    with pytest.raises(UsageError, match=told):
        policy(2, lines)


def test_as_many_must_sign_as_the_policy_says(tmp_path: Path) -> None:
    """One of two is not enough, nor is a stranger; a signature of other bytes counts for nothing."""
    file = tmp_path / "migrate.sum"
    two = policy(2, [ANNA.public.line(), BERT.public.line()])

    sign(file, b"words", ANNA)
    sign(file, b"words", new_key("eve"))
    with pytest.raises(SignatureError, match=r"1 of 2 signers that are required: SHA256:.* may not sign"):
        require(file, b"words", two)
    sign(file, b"words", BERT)
    require(file, b"words", two)
    with pytest.raises(SignatureError, match=r"0 of 2 .* signed was another migrate\.sum"):
        require(file, b"other words", two)

    assert check(file, b"words", two).valid in {("anna", "bert"), ("bert", "anna")}


def test_signing_again_takes_out_what_no_longer_fits(tmp_path: Path) -> None:
    """The signatures of others stay while they fit, and are named when they go."""
    file = tmp_path / "migrate.sum"

    sign(file, b"words", ANNA)
    kept = sign(file, b"words", BERT)
    again = sign(file, b"other words", BERT)

    assert (kept.signatures, kept.outdated) == (2, ())
    assert (again.signatures, again.outdated) == (1, (ANNA.public.fingerprint,))


def test_a_link_out_of_the_directory_is_no_signature(tmp_path: Path) -> None:
    """Signatures are read where they stand, as the files are."""
    (tmp_path / "in").mkdir()
    sign(tmp_path / "migrate.sum", b"words", ANNA)
    (tmp_path / "in" / "migrate.sum.sig").symlink_to(tmp_path / "migrate.sum.sig")

    with pytest.raises(SignatureError, match="a link that leaves"):
        require(tmp_path / "in" / "migrate.sum", b"words", policy(1, [ANNA.public.line()]))
