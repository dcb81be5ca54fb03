"""``python -m migrate`` is the command ``migrate``."""

from __future__ import annotations

import sys

from migrate.cli.main import main

sys.exit(main())
