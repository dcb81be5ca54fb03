"""The version of the tool, said once."""

from __future__ import annotations

__version__ = "0.1.0"
