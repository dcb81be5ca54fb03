"""Going back: from wherever a database really is to the schema of an older version, proven before it runs.

``scope`` decides what is reverted, ``known`` replays what the revisions say, ``drifted`` tells what is none
of our business, ``prepare`` finds and rehearses the plan, ``losses`` counts what it would destroy, and
``run`` does it.
"""
