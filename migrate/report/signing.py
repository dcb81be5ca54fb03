"""Reports about keys and signatures, as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.operations.signing import Checked, SignatureReport, SignReport


def signed(report: SignReport) -> str:
    """Tell what was signed, and whose signatures were of other bytes."""
    lines = [f"{report.file} is signed by {report.signer or report.fingerprint}: {report.signature_file}"]
    lines += [f"  taken out: {each}, which had signed other bytes" for each in report.outdated]
    return "".join(line + "\n" for line in lines)


def checked(report: SignatureReport) -> str:
    """List the signatures, and tell whether they are enough."""
    lines = [f"  {_word(each):<12} {each.signer or '?'}  {each.fingerprint}" for each in report.signatures]
    verdict = "enough" if report.enough else "too few"
    lines.append(
        f"{report.file} is signed by {len(report.valid)}, {report.required} required: {verdict}"
        if report.signatures
        else f"{report.file} is not signed"
    )
    return "".join(line + "\n" for line in lines)


def _word(each: Checked) -> str:
    if not each.fits:
        return "does not fit"
    return "valid" if each.allowed else "not allowed"
