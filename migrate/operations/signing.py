"""Signs what is to be run, tells who has signed, and refuses what too few have signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from migrate.directory import disk
from migrate.directory.directory import Directory
from migrate.directory.file import decode
from migrate.errors import FileError, SignatureError
from migrate.exchange import signature as sig
from migrate.exchange.keys import SigningKey
from migrate.exchange.signature import Signature
from migrate.exchange.signers import Policy


@dataclass(frozen=True, slots=True)
class SignReport:
    """What was signed and where that is written.

    ``signatures`` counts the signatures there are now; ``outdated`` are the fingerprints of those that were
    taken out, for they were made of other bytes.
    """

    file: Path
    signature_file: Path
    signer: str
    fingerprint: str
    signatures: int
    outdated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """One signature: by whom, whether it was made of these very bytes, and whether that one may sign."""

    signer: str
    fingerprint: str
    fits: bool
    allowed: bool


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """Who signed a file, and whether these are enough: ``required`` different signers that are allowed."""

    file: Path
    signature_file: Path
    required: int
    valid: tuple[str, ...]
    signatures: tuple[Checked, ...]
    enough: bool


def sign(path: Path, content: bytes, key: SigningKey) -> SignReport:
    """Add a signature of these bytes to the signature file beside them.

    Signatures of others stay if they still fit.  Raises SignatureError, DirectoryError.
    """
    file = sig.beside(path)
    kept: list[Signature] = []
    outdated: list[str] = []
    for each in _read(file):
        if each.key == key.public:
            continue
        if each.fits(content):
            kept.append(each)
        else:
            outdated.append(each.key.fingerprint)
    kept.append(Signature(key.public, key.sign(content)))
    disk.write(file, sig.to_text(kept).encode())
    return SignReport(path, file, key.name, key.public.fingerprint, len(kept), tuple(outdated))


def check(path: Path, content: bytes, policy: Policy) -> SignatureReport:
    """Tell who signed these bytes.  Raises SignatureError for a signature file that cannot be read."""
    file = sig.beside(path)
    checked = tuple(_checked(each, content, policy) for each in _read(file))
    valid = tuple(dict.fromkeys(each.signer for each in checked if each.fits and each.allowed))
    return SignatureReport(path, file, policy.required, valid, checked, len(valid) >= policy.required)


def require(path: Path, content: bytes, policy: Policy) -> None:
    """Raise SignatureError unless as many have signed these bytes as the policy wants."""
    report = check(path, content, policy)
    if report.enough:
        return
    who = f"{len(report.valid)} of {policy.required}"
    stale = [each.signer for each in report.signatures if each.allowed and not each.fits]
    strangers = [each.fingerprint for each in report.signatures if not each.allowed]
    remarks = []
    if not report.signatures:
        remarks.append("there are no signatures")
    if stale:
        remarks.append(f"what {', '.join(stale)} signed was another {path.name}")
    if strangers:
        remarks.append(f"{', '.join(strangers)} may not sign")
    missing = [name for name in policy.names if name not in report.valid]
    raise SignatureError(
        f"{path.name} is signed by {who} signers that are required: {'; '.join(remarks) or 'too few'}",
        where=str(report.signature_file),
        hint=f"read it, then sign it with `migrate sign --key FILE`; who may: {', '.join(missing)}",
    )


def require_signed(directory: Directory, policy: Policy) -> Directory:
    """Return the directory if it is as it was sealed, and the seal signed by as many as the policy wants.

    A file that the sum file does not speak of is refused: no signature covers it.
    Raises SignatureError, and what :meth:`Directory.verify` raises.
    """
    directory.verify()
    if policy.required:
        require(directory.sum_path, _sealed(directory), policy)
    return directory


def sign_directory(directory: Directory, key: SigningKey) -> SignReport:
    """Sign a directory's sum file, and so all that it seals.  Raises what :func:`require_signed` does."""
    return sign(directory.sum_path, _sealed(directory.verify()), key)


def check_directory(directory: Directory, policy: Policy) -> SignatureReport:
    """Tell who signed a directory.  Raises what :func:`require_signed` does for what cannot be signed."""
    return check(directory.sum_path, _sealed(directory.verify()), policy)


def _sealed(directory: Directory) -> bytes:
    """Return the bytes of the sum file of a directory that holds nothing else."""
    named = {name for name, _ in directory.sums.entries}
    for file in directory.files:
        if file.name not in named:
            raise SignatureError(
                f"{file.name} is not sealed, so no signature covers it",
                where=f"{directory.path}/{file.name}",
                hint="take `sum ignore` out of it, or atlas.sum away if that leaves down files out; then run"
                " `migrate hash`",
            )
    if directory.sum_text is None:
        raise SignatureError(
            "there is no sum file to sign", where=str(directory.sum_path), hint="`migrate hash` writes it"
        )
    return directory.sum_text.encode()


def _read(file: Path) -> Sequence[Signature]:
    try:
        content = disk.content(file)
        return () if content is None else sig.parse(decode(content, file.name), where=str(file))
    except FileError as error:
        raise SignatureError(error.message, where=str(file), hint=error.hint) from None


def _checked(signature: Signature, content: bytes, policy: Policy) -> Checked:
    key = signature.key
    name = policy.signer(key)
    return Checked(name or key.name, key.fingerprint, signature.fits(content), name is not None)
