"""Columns: their definition, and each of their properties changed by a statement of its own."""

from __future__ import annotations

from dataclasses import replace

from migrate.dialects.postgres import names, types
from migrate.schema.model import Column, Options
from migrate.schema.plan import Hazard, HazardKind, Step


def definition(column: Column) -> str:
    """Return the column as CREATE TABLE and ADD COLUMN take it."""
    parts = [names.quote(column.name), column.type]
    if column.collation:
        parts.append(f"COLLATE {column.collation}")
    if column.generated is not None:
        parts.append(f"GENERATED ALWAYS AS ({column.generated})" + (" STORED" if column.stored else ""))
    elif column.identity:
        parts.append(names.identity(column))
    elif column.default is not None:
        parts.append(f"DEFAULT {column.default}")
    elif column.option("default") == "none":
        parts.append("DEFAULT NULL")  # the parent's column has another
    if not column.nullable and column.option("not_null_is") in (None, "no inherit"):
        named = column.option("not_null")
        parts.append(f"CONSTRAINT {names.quote(named)} NOT NULL" if named else "NOT NULL")
        parts += ["NO INHERIT"] if column.option("not_null_is") else []
    return " ".join(parts)


def settled(column: Column) -> list[Step]:
    """Return the statements for what the definition cannot say: storage, compression, statistics."""
    steps = _settings(column, (), column.options)
    if column.option("default") == "none" and not column.type.replace(" ", "").isalnum():
        # NULL in the words of a domain, or of a type with a length, is kept as a default of its own.
        steps.append(Step(f"{_head(column)} DROP DEFAULT", (f"{_head(column)} SET DEFAULT NULL",)))
    if column.option("not_null_is") == "not valid":
        steps.append(_named_not_null(column))
    return steps + _noted(column, None)


def create(column: Column, filler: str | None = None) -> list[Step]:
    """Return the steps that add a column to a table that may hold rows.

    ``filler`` is the value those rows get where the column takes no NULL and has none of its own.
    """
    head = f"ALTER TABLE {names.home(column)} ADD COLUMN"
    own = column.default is not None or column.identity is not None or column.generated is not None
    undo = (drop(column).sql,)
    if column.nullable or own:
        return [Step(f"{head} {definition(column)}", undo), *settled(column)]
    subject, rows = names.subject(column), f"SELECT count(*) FROM {names.home(column)}"
    if filler is None:
        hazard = Hazard(
            HazardKind.MAY_FAIL_ON_DATA,
            subject,
            f"{subject} takes no NULL and rows have no value for it",
            rows,
        )
        return [Step(f"{head} {definition(column)}", undo, (hazard,)), *settled(column)]
    hazard = Hazard(
        HazardKind.MAY_FAIL_ON_DATA, subject, f"rows that are there get {filler} as {subject}", rows
    )
    filled = definition(replace(column, default=filler))
    back = f"{_head(column)} SET DEFAULT {filler}"
    return [
        Step(f"{head} {filled}", undo, (hazard,)),
        Step(f"{_head(column)} DROP DEFAULT", (back,)),
        *settled(column),
    ]


def drop(column: Column) -> Step:
    """Return the step that drops a column, with the query that counts what is lost."""
    name, table = names.quote(column.name), names.home(column)
    hazards: tuple[Hazard, ...] = ()
    if column.generated is None:
        hazards = (
            Hazard(
                HazardKind.LOSES_DATA,
                names.subject(column),
                f"column {names.subject(column)} is dropped with its values",
                count=f"SELECT count(*) FROM {table} WHERE {name} IS NOT NULL",
            ),
        )
    back = f"ALTER TABLE {table} ADD COLUMN {definition(column)}"
    return Step(
        f"ALTER TABLE {table} DROP COLUMN {name}",
        undo=(back, *(step.sql for step in settled(column))),
        hazards=hazards,
    )


def alter(old: Column, new: Column) -> list[Step] | None:
    """Return the steps from one column to another, ``None`` if it can only be made anew."""
    if old.generated != new.generated or old.stored != new.stored:
        if new.generated is None and old.stored:
            head = _head(new)
            dropped = Step(f"{head} DROP EXPRESSION")
            plain = _without(old)
            return [dropped, *(alter(plain, new) or ())]
        return None
    steps: list[Step] = []
    head = _head(new)
    retyped = (old.type, old.collation) != (new.type, new.collation)
    if old.identity and not new.identity:
        back = f"{head} ADD {names.identity(old)}"
        steps.append(Step(f"{head} DROP IDENTITY", undo=(back,)))
    if old.default is not None and (retyped or new.default is None) and old.generated is None:
        steps.append(Step(f"{head} DROP DEFAULT", undo=(f"{head} SET DEFAULT {old.default}",)))
    if retyped:
        steps.append(_retype(old, new))
    if new.default is not None and (retyped or new.default != old.default) and new.generated is None:
        back = f"{head} SET DEFAULT {old.default}" if old.default and not retyped else f"{head} DROP DEFAULT"
        steps.append(Step(f"{head} SET DEFAULT {new.default}", undo=(back,)))
    steps += _nullability(old, new)
    if not new.nullable:
        steps += _noted(new, None if old.nullable else old.option("not_null_comment"))
    if new.identity:
        steps += _identity(old, new)
    return steps + _settings(new, old.options, new.options)


def _head(column: Column) -> str:
    return f"ALTER TABLE {names.home(column)} ALTER COLUMN {names.quote(column.name)}"


def _without(column: Column) -> Column:
    """Return a generated column as DROP EXPRESSION leaves it."""
    return replace(column, generated=None, stored=False)


def _retype(old: Column, new: Column) -> Step:
    return Step(_type_change(old, new), undo=(_type_change(new, old),), hazards=retype_hazards(old, new))


def _type_change(old: Column, new: Column) -> str:
    sql = f"{_head(new)} TYPE {new.type}"
    if new.collation:
        sql += f" COLLATE {new.collation}"
    widens = types.same_family(old.type, new.type) and types.unfit("", old.type, new.type) is None
    if old.type != new.type and new.generated is None and not widens:
        sql += f" USING {types.converted(names.quote(new.name), old.type, new.type)}"
    return sql


def retype_hazards(old: Column, new: Column) -> tuple[Hazard, ...]:
    """Return what a change of type endangers, with the query that counts rows that would not fit."""
    rows = types.unfit(names.quote(new.name), old.type, new.type)
    if rows is None or new.generated is not None:
        return ()
    return (
        Hazard(
            HazardKind.LOSES_DATA,
            names.subject(new),
            f"values of {names.subject(new)} may not fit {new.type}",
            count=f"SELECT count(*) FROM {names.home(new)} WHERE {rows}",
        ),
        Hazard(
            HazardKind.MAY_FAIL_ON_DATA,
            names.subject(new),
            f"a value that {new.type} cannot hold stops the plan",
        ),
    )


def _nullability(old: Column, new: Column) -> list[Step]:
    if old.nullable and not new.nullable:
        plain = not new.option("not_null") and not new.option("not_null_is")
        return [_not_null(new) if plain else _named_not_null(new)]
    if new.nullable:
        back = f"{_head(new)} SET NOT NULL"
        return [] if old.nullable else [Step(f"{_head(new)} DROP NOT NULL", (back,))]
    head = f"ALTER TABLE {names.home(new)}"
    was, now = names.quote(names.not_null(old)), names.quote(names.not_null(new))
    steps = []
    if was != now:
        steps.append(
            Step(f"{head} RENAME CONSTRAINT {was} TO {now}", (f"{head} RENAME CONSTRAINT {now} TO {was}",))
        )
    match old.option("not_null_is"), new.option("not_null_is"):
        case (None, "no inherit"):
            steps.append(
                Step(f"{head} ALTER CONSTRAINT {now} NO INHERIT", (f"{head} ALTER CONSTRAINT {now} INHERIT",))
            )
        case ("no inherit", None):
            steps.append(
                Step(f"{head} ALTER CONSTRAINT {now} INHERIT", (f"{head} ALTER CONSTRAINT {now} NO INHERIT",))
            )
        case ("not valid", None):
            steps.append(Step(f"{head} VALIDATE CONSTRAINT {now}", hazards=(_null_hazard(new),)))
        case (_, "not valid"):
            steps += [Step(f"{_head(new)} DROP NOT NULL"), _named_not_null(new)]
    return steps


def _not_null(new: Column) -> Step:
    head = _head(new)
    return Step(f"{head} SET NOT NULL", undo=(f"{head} DROP NOT NULL",), hazards=(_null_hazard(new),))


def _named_not_null(new: Column) -> Step:
    tail = {"no inherit": " NO INHERIT", "not valid": " NOT VALID"}.get(new.option("not_null_is") or "", "")
    clause = f"CONSTRAINT {names.quote(names.not_null(new))} NOT NULL {names.quote(new.name)}{tail}"
    hazards = () if tail == " NOT VALID" else (_null_hazard(new),)
    return Step(f"ALTER TABLE {names.home(new)} ADD {clause}", (f"{_head(new)} DROP NOT NULL",), hazards)


def _noted(new: Column, was: str | None) -> list[Step]:
    """Return the step for the comment on a NOT NULL constraint."""
    now = new.option("not_null_comment")
    if was == now:
        return []
    on = f"COMMENT ON CONSTRAINT {names.quote(names.not_null(new))} ON {names.home(new)} IS"
    texts = ["NULL" if text is None else names.literal(text).lstrip() for text in (was, now)]
    return [Step(f"{on} {texts[1]}", (f"{on} {texts[0]}",))]


def _null_hazard(new: Column) -> Hazard:
    return Hazard(
        HazardKind.MAY_FAIL_ON_DATA,
        names.subject(new),
        f"{names.subject(new)} becomes NOT NULL",
        count=f"SELECT count(*) FROM {names.home(new)} WHERE {names.quote(new.name)} IS NULL",
    )


def _identity(old: Column, new: Column) -> list[Step]:
    head = _head(new)
    if not old.identity:
        sequence = names.sequence(new.option("sequence") or "")[0]
        made = Step(f"{head} ADD {names.identity(new)}", undo=(f"{head} DROP IDENTITY",))
        return [made, *caught_up(new, sequence)]
    steps = []
    if old.identity != new.identity:
        kinds = [f"{head} SET GENERATED {(each.identity or '').upper()}" for each in (old, new)]
        steps.append(Step(kinds[1], undo=(kinds[0],)))
    was, now = old.option("sequence"), new.option("sequence")
    if was and now and was != now:
        (was_name, was_rest), (now_name, now_rest) = names.sequence(was), names.sequence(now)
        if was_name != now_name:
            to = now_name.rpartition(".")[2]
            back = was_name.rpartition(".")[2]
            steps.append(
                Step(
                    f"ALTER SEQUENCE {was_name} RENAME TO {to}",
                    undo=(f"ALTER SEQUENCE {now_name} RENAME TO {back}",),
                )
            )
        if was_rest != now_rest:
            steps.append(
                Step(f"ALTER SEQUENCE {now_name} {now_rest}", undo=(f"ALTER SEQUENCE {now_name} {was_rest}",))
            )
    return steps


def caught_up(column: Column, sequence: str) -> list[Step]:
    """Return the step that puts a new sequence behind the rows that are there, if it counts up to them."""
    if column.type not in ("smallint", "integer", "bigint"):
        return []
    top = f"SELECT max({names.quote(column.name)}) + 1 FROM {names.home(column)}"
    lowest = f"SELECT seqstart FROM pg_sequence WHERE seqrelid = {names.literal(sequence)}::regclass"
    value = f"greatest(({top}), ({lowest}))"
    return [Step(f"SELECT setval({names.literal(sequence)}, {value}, false)")]


def _settings(column: Column, old: Options, new: Options) -> list[Step]:
    was, now = dict(old), dict(new)
    head = _head(column).replace("ALTER TABLE ", "ALTER TABLE ONLY ", 1)
    steps: list[Step] = []
    storage = "MAIN" if column.type.partition("(")[0] in ("numeric", "inet", "cidr") else "EXTENDED"
    for key, clause, usual in (
        ("storage", "SET STORAGE {}", storage),
        ("compression", "SET COMPRESSION {}", "default"),
        ("statistics", "SET STATISTICS {}", "-1"),
    ):
        if was.get(key) != now.get(key):
            change = [f"{head} {clause.format(each.get(key, usual))}" for each in (was, now)]
            steps.append(Step(change[1], undo=(change[0],)))
    if was.get("with") != now.get("with"):
        for each in set(_names(was.get("with"))) - set(_names(now.get("with"))):
            steps.append(Step(f"{head} RESET ({each})"))
        if "with" in now:
            steps.append(Step(f"{head} SET ({now['with']})"))
    return steps


def _names(settings: str | None) -> list[str]:
    return [each.partition("=")[0] for each in (settings or "").split(", ") if each]
