"""Migration directories for tests, sealed by a second, independent reading of the sum file's format."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

_SUM_IGNORE = re.compile(rb"[ -~]*(?:atlas|migrate):sum +ignore\b")


def sum_text(files: Mapping[str, bytes]) -> str:
    """Return the text of the sum file that seals files, given as name and content.

    Format: one running SHA-256 over the names and contents in byte order of name, written down after each
    file; the first line seals the lines (``sql/migrate/dir.go`` of ariga/atlas).  The content of a file that
    says ``sum ignore`` in its first line is not sealed.
    """
    chain = hashlib.sha256()
    entries = []
    for name in sorted(files, key=str.encode):
        chain.update(name.encode())
        if _SUM_IGNORE.match(files[name].partition(b"\n")[0]):
            continue
        chain.update(files[name])
        entries.append((name, base64.b64encode(chain.digest()).decode()))
    whole = hashlib.sha256("".join(name + digest for name, digest in entries).encode())
    total = base64.b64encode(whole.digest()).decode()
    return "\n".join([f"h1:{total}", *(f"{name} h1:{digest}" for name, digest in entries), ""])


def seal(path: Path) -> None:
    """Write ``migrate.sum`` for the files that lie in a directory."""
    files = {file.name: file.read_bytes() for file in path.glob("*.sql")}
    (path / "migrate.sum").write_bytes(sum_text(files).encode())


def write_directory(path: Path, files: Mapping[str, str | bytes], *, sealed: bool = True) -> Path:
    """Make a migration directory of files, given as name and content, and return its path."""
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    if sealed:
        seal(path)
    return path
