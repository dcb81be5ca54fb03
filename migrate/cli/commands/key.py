"""``migrate key``."""

from __future__ import annotations

import getpass
import socket
from dataclasses import dataclass
from pathlib import Path

import click

from migrate.cli import options as opt
from migrate.cli.commands.sign import PASSPHRASE, ask, read_signing_key
from migrate.errors import UsageError
from migrate.exchange import keys


@dataclass(frozen=True, slots=True)
class KeyReport:
    """A key: where it is, its public half as a line for the file of signers, and its fingerprint."""

    file: Path
    public: str
    fingerprint: str


@click.command("key")
@click.argument("action", type=click.Choice(["new", "show"]))
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--name", metavar="NAME", help="Whose key it is [default: user@host].")
@click.option("--no-passphrase", is_flag=True, help="Do not encrypt it: who can read the file can sign.")
@opt.common
@opt.pass_options
def command(options: opt.Options, action: str, file: Path, name: str | None, no_passphrase: bool) -> None:
    """Make a key that signs, or show the public half of one: `key new` or `key show`.

    Writes an Ed25519 key to FILE, which only its owner may read, and its public half to FILE.pub, whose
    line goes into the file of allowed signers.  The key is encrypted with a passphrase, which is asked for,
    or taken from MIGRATE_KEY_PASSPHRASE.  OpenSSH's Ed25519 keys can be used as they are.

    JSON: file, public, fingerprint.

    \b
    Examples:
      migrate key new ~/.config/migrate.key
      migrate key show ~/.ssh/id_ed25519
    """
    if action == "show":
        public = keys.parse_public(keys.read_small(file).decode("utf-8", "replace"))
        key = public or read_signing_key(options, file).public
    else:
        if file.exists():
            raise UsageError(f"{file} exists already", hint="name another file")
        made = keys.new_key(name or f"{getpass.getuser()}@{socket.gethostname()}")
        secret = (
            None if no_passphrase else options.environ.get(PASSPHRASE) or ask("new passphrase", twice=True)
        )
        keys.write_new(file, made, secret)
        key = made.public
    options.output.report(
        KeyReport(file, key.line(), key.fingerprint),
        lambda report: f"{report.public}\n{report.fingerprint}\n",
    )
