"""The one judge of plan cases: it checks more than the author of a case thought of."""

from __future__ import annotations

from migrate.schema.diff import diff
from migrate.schema.stored import fingerprint, from_data, to_data
from tests.cases.plan.bench import Bench, Built
from tests.cases.plan.case import Case


def judge(case: Case, bench: Bench) -> None:
    """Assert that the way from old to new, the way back and the way from nothing are exact.

    A schema equals itself and its stored form.  The plan carries the hazards that the case names, applies on
    a database with rows, gives what a direct build gives by the server's own dump, leaves nothing to do, and
    answers the same to what the case asks.  Then the same back again.
    """
    base = bench.build(case.old)
    goal = bench.build(case.new)
    work = bench.build(f"{case.old}\n{case.rows}") if case.rows else bench.build(case.old)
    old, new = work.inspect(), goal.inspect()
    for schema in (old, new):
        assert not diff(schema, schema, bench.rules)
        assert from_data(to_data(schema)) == schema
    assert fingerprint(old) == fingerprint(base.inspect())
    answers = [work.ask(query) for query in case.asks]

    changes = diff(old, new, bench.rules, renames=case.renames)
    plan = bench.plan(changes, old, new)
    if case.hazards is not None:
        assert {f"{each.kind.value} {each.subject}" for each in plan.hazards} == case.hazards
    work.run(plan)
    _is_as(work, goal, bench)
    assert [work.ask(query) for query in case.asks] == answers

    there = work.inspect()
    renames = tuple((goal, source) for source, goal in case.renames)
    work.run(bench.plan(diff(there, old, bench.rules, renames=renames), there, old))
    _is_as(work, base, bench)
    assert [work.ask(query) for query in case.asks] == answers

    for schema, direct in ((old, base), (new, goal)):
        built = bench.build("")
        built.run(bench.create(schema))
        _is_as(built, direct, bench)


def _is_as(work: Built, direct: Built, bench: Bench) -> None:
    assert work.dump() == direct.dump()
    assert not diff(work.inspect(), direct.inspect(), bench.rules)
