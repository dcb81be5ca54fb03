"""Going back: from wherever a database really is to the schema of an older version, proven before it runs.

:mod:`~migrate.operations.down.scope` decides what is reverted, :mod:`~migrate.operations.down.known` replays
what the revisions say, :mod:`~migrate.operations.down.drifted` tells what is none of our business,
:mod:`~migrate.operations.down.prepare` finds and rehearses the plan, :mod:`~migrate.operations.down.run` does it.
"""
