"""``migrate verify-signature``."""

from __future__ import annotations

from pathlib import Path

import click

from migrate.cli import options as opt
from migrate.cli import signing
from migrate.operations.signing import check, check_directory
from migrate.report import signing as told


@click.command("verify-signature")
@click.argument("file", metavar="[FILE]", type=click.Path(dir_okay=False, path_type=Path), required=False)
@signing.signatures
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options, file: Path | None) -> int:
    """Tell who signed the directory, or a plan, and whether that is enough.

    Enough is what --require-signatures says, and one at least: so many different signers whose keys are
    among the allowed ones.  With --require-signatures in the configuration, `apply`, `down`, `set`,
    `resolve` and `drift` check the same before they open a connection.

    Exit status 1 if it is not enough.  JSON: file, signature_file, required, valid, signatures (signer,
    fingerprint, fits, allowed), enough.

    \b
    Examples:
      migrate verify-signature --allowed-signers signers
      migrate verify-signature back.json --env production
    """
    policy = signing.policy(options, least=1)
    if file is None:
        report = check_directory(options.directory(), policy)
    else:
        report = check(file, signing.read(file), policy)
    options.output.report(report, told.checked)
    return 0 if report.enough else 1
