"""``migrate sign``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from migrate.cli import options as opt
from migrate.cli import signing
from migrate.errors import UsageError
from migrate.exchange import keys
from migrate.exchange.keys import SigningKey
from migrate.operations.signing import sign, sign_directory
from migrate.report import signing as told

PASSPHRASE = "MIGRATE_KEY_PASSPHRASE"


@click.command("sign")
@click.argument("file", metavar="[FILE]", type=click.Path(dir_okay=False, path_type=Path), required=False)
@opt.flag(
    "--key",
    "signing_key",
    metavar="FILE",
    help="Key to sign with, in PEM or OpenSSH's form [MIGRATE_SIGNING_KEY: a file, or the key itself].",
)
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options, file: Path | None) -> None:
    """Sign what the directory holds, or a plan.

    Signs the bytes of the sum file, and so all files that it seals, with an Ed25519 key; the signature goes
    into migrate.sum.sig, which belongs into version control beside it.  Several may sign: the signatures of
    others stay, unless the directory has changed since.  FILE is a plan of `migrate down --plan-out`; its
    signatures go into FILE.sig.  The passphrase of a key is asked for, or taken from
    MIGRATE_KEY_PASSPHRASE.

    JSON: file, signature_file, signer, fingerprint, signatures, outdated.

    \b
    Examples:
      migrate sign --key ~/.ssh/id_ed25519
      migrate sign back.json --key ~/.config/migrate.key
    """
    directory = None if file is not None else options.directory().verify()
    key = _configured_key(options)
    if directory is not None:
        report = sign_directory(directory, key)
    else:
        assert file is not None
        report = sign(file, signing.read(file), key)
    options.output.report(report, told.signed)


def _configured_key(options: opt.Options) -> SigningKey:
    named = options.config.signing_key
    if not named:
        raise UsageError(
            "no key is named",
            hint="give --key FILE; `migrate key new FILE` makes one, OpenSSH's will do, too",
        )
    if "\n" in named.strip():
        options.output.hide(named)
        where = "the key in MIGRATE_SIGNING_KEY"
        return keys.read_key(named.encode(), where, passphrase=lambda: _passphrase(options, where))
    return read_signing_key(options, Path(named).expanduser())


def read_signing_key(options: opt.Options, file: Path) -> SigningKey:
    """Read a key from a file; its name is that of the public half beside it.  Raises UsageError."""
    beside = file.with_name(file.name + ".pub")
    public = (
        keys.parse_public(keys.read_small(beside).decode("utf-8", "replace")) if beside.exists() else None
    )
    return keys.read_key(
        keys.read_small(file),
        str(file),
        passphrase=lambda: _passphrase(options, str(file)),
        name=public.name if public else "",
    )


def _passphrase(options: opt.Options, where: str) -> str:
    return options.environ.get(PASSPHRASE) or ask(f"passphrase of {where}")


def ask(what: str, *, twice: bool = False) -> str:
    """Ask a person for a secret, on the terminal.  Raises UsageError where nobody is there."""
    if not sys.stdin.isatty():
        raise UsageError(f"nobody is there to be asked for the {what}", hint=f"set {PASSPHRASE}")
    told: str = click.prompt(what, hide_input=True, confirmation_prompt=twice, err=True)
    return told
