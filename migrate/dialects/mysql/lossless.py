"""UTF-8 that gives back every byte of a server's answer, also those that are no text."""

from __future__ import annotations

import codecs

# A default of binary bytes stands as such in SHOW CREATE: every answer must come through.
LOSSLESS = "utf_8_lossless"


def _lossless(name: str) -> codecs.CodecInfo | None:
    if name != LOSSLESS:
        return None
    plain = codecs.lookup("utf-8")
    return codecs.CodecInfo(
        lambda text, errors="strict": plain.encode(text, "surrogateescape"),
        lambda data, errors="strict": plain.decode(data, "surrogateescape"),
        name=name,
    )


codecs.register(_lossless)
