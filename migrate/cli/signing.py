"""What commands that sign, or run only what is signed, share: who may sign, and what is checked for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from migrate.cli.options import Options, flag
from migrate.errors import UsageError

if TYPE_CHECKING:
    from migrate.directory.directory import Directory
    from migrate.exchange.signers import Policy

Command = TypeVar("Command", bound=Callable[..., Any])


def signatures(command: Command) -> Command:
    """Declare --require-signatures and --allowed-signers."""
    for option in (
        flag(
            "--allowed-signers",
            metavar="FILE",
            multiple=True,
            help="Public keys of those who may sign, a line each [MIGRATE_ALLOWED_SIGNERS].",
        ),
        flag(
            "--require-signatures",
            metavar="N",
            help="Run only what so many of them have signed [MIGRATE_REQUIRE_SIGNATURES].",
        ),
    ):
        command = option(command)
    return command


def policy(options: Options, *, least: int = 0) -> Policy:
    """Return who must sign, at ``least`` so many.  Raises UsageError."""
    from migrate.exchange import signers

    config = options.config
    return signers.policy(max(least, config.require_signatures), config.allowed_signers)


def trusted(options: Options) -> Directory:
    """Return the directory, if it is as it was sealed and signed by as many as the configuration wants.

    What runs files on a live database asks for this before it opens a connection.
    Raises DirectoryError, SignatureError, UsageError.
    """
    directory = options.directory()
    if not options.config.require_signatures:
        return directory.verify()
    from migrate.operations.signing import require_signed

    return require_signed(directory, policy(options))


def trusted_file(options: Options, path: Path) -> bytes:
    """Return what a file holds, if as many have signed it.  Raises UsageError, SignatureError."""
    content = read(path)
    if options.config.require_signatures:
        from migrate.operations.signing import require

        require(path, content, policy(options))
    return content


def read(path: Path) -> bytes:
    """Return what a file holds.  Raises UsageError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
