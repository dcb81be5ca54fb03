"""Who may sign, and how many must: read from lines or from files of lines, and asked of signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from migrate.errors import UsageError
from migrate.exchange.keys import ALGORITHM, PublicKey, is_name, parse_public, read_small

_OTHER_KINDS = ("ssh-rsa", "ssh-dss", "ecdsa-", "sk-")
"""How OpenSSH's names of keys begin that cannot sign here; a file that git uses, too, may hold some."""

_FORM = f"a line is `{ALGORITHM} AAAA… NAME` or `NAME {ALGORITHM} AAAA…`"


@dataclass(frozen=True, slots=True)
class Policy:
    """How many of whom must have signed.  A person with two keys, both by one name, counts once."""

    required: int
    signers: tuple[PublicKey, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return who may sign, each once."""
        return tuple(dict.fromkeys(each.name for each in self.signers))

    def signer(self, key: PublicKey) -> str | None:
        """Return by which name a key may sign, or ``None``."""
        return next((each.name for each in self.signers if each == key), None)


def policy(required: int, sources: Iterable[str]) -> Policy:
    """Return the policy of ``required`` signers among those that lines, or files of them, name.

    Raises UsageError for what cannot be read, for a key by two names, and for what can never be met.
    """
    found: dict[bytes, PublicKey] = {}
    for place, line in _lines(sources):
        key = _signer(line, place)
        if key is None:
            continue
        if found.setdefault(key.raw, key).name != key.name:
            raise UsageError(f"one key goes by two names, {found[key.raw].name} and {key.name}", where=place)
    made = Policy(required, tuple(found.values()))
    if len(made.names) < required:
        raise UsageError(
            f"{required} must sign, but {len(made.names) or 'nobody'} may",
            hint="name who may with `allowed-signers`: a file, or lines such as `ssh-ed25519 AAAA… anna`",
        )
    return made


def is_line(text: str) -> bool:
    """Return whether a text is the line of a signer, not the path of a file."""
    return f"{ALGORITHM} " in text


def _lines(sources: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each line with its place for people."""
    for source in sources:
        if is_line(source):
            yield from (("allowed-signers", line) for line in source.splitlines())
            continue
        try:
            text = read_small(Path(source)).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise UsageError(f"{source} is not UTF-8, so it is no file of signers", hint=_FORM) from None
        yield from ((f"{source}:{number}", line) for number, line in enumerate(text.splitlines(), 1))


def _signer(line: str, place: str) -> PublicKey | None:
    """Read a line of a ``.pub`` or ``authorized_keys`` file, or of ``allowed_signers`` of OpenSSH.

    An option (``namespaces=…``, ``valid-before=…``) would restrict the signer, so it is not passed over.
    """
    words = line.split()
    if not words or words[0].startswith("#"):
        return None
    named = not words[0].startswith((ALGORITHM, *_OTHER_KINDS))
    rest = words[1:] if named else words
    if rest and rest[0].startswith(_OTHER_KINDS):
        return None
    key = parse_public(" ".join(rest))
    name = words[0] if named or key is None else key.name or key.fingerprint
    if key is None or not is_name(name):
        raise UsageError("this line names no signer", where=place, hint=f"{_FORM}; options are not known")
    return PublicKey(key.raw, name)
