"""What is read part by part is what the parser reads in the whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from migrate.dialects.sqlite.parse import parse_table, split_index
from migrate.dialects.sqlite.patterns import Pattern, column, constraint, of_index, of_table
from migrate.dialects.sqlite.tokens import folded, normal
from migrate.errors import PlanError

_ODD = (
    "a",
    "b(",
    "c)",
    "d,",
    "e--",
    "/*f",
    "g*/",
    "it's",
    'say "h"',
    "i`",
    "j]",
    "check",
    "Default",
    "k$",
    "é",
)
_PLAIN = ("a", "b2", "C_c", "check", "Default", "d e")
_GAPS = (" ", "\n", "\t ", " /* ),(' */ ", " --'\"(\n", "/**/")
_TEXTS = ("'('", "')--/*'", "'it''s'", "x'00'", "1", "-1", "1.5e-3", "- 1")
_TYPES = ("", "INT", "varchar(10)", "Numeric(4 , -2)", '"odd type"', "unsigned big int")
_CLAUSES = (
    "NOT NULL",
    "NULL",
    "CONSTRAINT {name} UNIQUE ON CONFLICT FAIL",
    "CHECK ({expression})",
    "constraint {name} check ({expression}) DEFAULT {text}",
    "DEFAULT ({expression})",
    "COLLATE nocase",
    "REFERENCES {name} ({name}) ON DELETE SET NULL ON UPDATE NO ACTION NOT DEFERRABLE",
    "GENERATED ALWAYS AS ({expression}) STORED",
    "AS ({expression})",
    "CONSTRAINT {name}",
    "PRIMARY KEY",
)
_CONSTRAINTS = (
    "UNIQUE ({own})",
    "unique({own} COLLATE binary DESC) ON CONFLICT IGNORE",
    "CHECK ({expression})",
    "CHECK({expression}) CHECK ({expression})",
    "FOREIGN KEY ({own}) REFERENCES {name}({name}) ON DELETE CASCADE",
    "FOREIGN KEY ({own}) REFERENCES {name}",
)


@st.composite
def names(draw: st.DrawFn, *, odd: bool = True) -> str:
    """Draw a name, quoted in one of four ways or not at all."""
    name = draw(st.sampled_from(_ODD if odd else _PLAIN))
    shown = [f'"{name.replace(chr(34), chr(34) * 2)}"', f"`{name.replace('`', '``')}`"]
    shown += [f"[{name}]"] if odd and "]" not in name else []
    shown += [name] if name.isidentifier() and name not in ("check", "Default") else []
    return draw(st.sampled_from(shown))


def expressions(texts: Sequence[str]) -> st.SearchStrategy[str]:
    """Draw expressions with parentheses in each other, strings and comments."""
    operators = st.sampled_from(("+", "- ", "||", "/", "IS NOT", "<"))

    def more(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        two = st.builds("({} {} {})".format, inner, operators, inner)
        return two | st.builds("coalesce ({},{})".format, inner, inner)

    return st.recursive(st.sampled_from(texts), more, max_leaves=9)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Draw a CREATE TABLE: one that is hard to cut, or one that is not."""
    odd = draw(st.booleans())
    texts, gaps = (_TEXTS, _GAPS) if odd else (_TEXTS[2:], _GAPS[:3])
    sources = {"expression": expressions(texts), "text": st.sampled_from(texts), "name": names(odd=odd)}
    gap = st.sampled_from(gaps)

    def filled(text: str) -> str:
        for place, source in sources.items():
            while f"{{{place}}}" in text:
                text = text.replace(f"{{{place}}}", draw(source), 1)
        return text

    own = draw(st.lists(names(odd=odd), min_size=1, max_size=3))
    parts = []
    for name in own:
        clauses = draw(st.lists(st.sampled_from(_CLAUSES), max_size=2))
        parts.append([name, draw(st.sampled_from(_TYPES)), *map(filled, clauses)])
    for text in draw(st.lists(st.sampled_from(_CONSTRAINTS), max_size=3)):
        named = draw(st.sampled_from(([], ["CONSTRAINT", "{name}"], ["constraint one constraint", "{name}"])))
        parts.append([*map(filled, named), filled(text.replace("{own}", own[0]))])
    body = ",".join(draw(gap).join([draw(st.sampled_from(("", *gaps))), *part]) for part in parts)
    options = draw(st.sampled_from(("", "", "strict", "WITHOUT rowid", "STRICT, without ROWID")))
    return f"CREATE TABLE {draw(names(odd=odd))}{draw(gap)}({body}{draw(gap)}){draw(gap)}{options}"


def in_the_whole(sql: str) -> tuple[Pattern, tuple[str, ...]]:
    """Return what the parser says of a CREATE TABLE."""
    parsed = parse_table(sql)
    clauses = [(each, True) for one in parsed.columns for each in one.clauses]
    clauses += [(each, False) for each in parsed.clauses]
    keys = [
        constraint(each, of_column=of_column)
        for each, of_column in clauses
        if each.variant in ("primary", "unique", "check", "foreign")
    ]
    pattern = Pattern(
        tuple(map(column, parsed.columns)),
        tuple(keys),
        frozenset(folded(each.ref_table) for each in keys if each.ref_table),
        tuple(normal(each.text) for each in parsed.clauses),
    )
    return pattern, parsed.options


def same(sql: str) -> None:
    """Compare, with the author's own words of each object, which a comparison of objects leaves out."""
    parts, whole = of_table(sql), in_the_whole(sql)

    assert parts == whole
    for one, other in zip(parts[0][:2], whole[0][:2], strict=True):
        assert [each.text for each in one] == [each.text for each in other]


@given(tables())
def test_a_table_reads_the_same_in_parts(sql: str) -> None:
    """Whatever SQLite takes: odd names, comments, strings, parentheses, constraints without commas."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute(sql)
        except sqlite3.Error:
            assume(False)
        ((kept,),) = connection.execute("select sql from sqlite_master where type = 'table' limit 1")

    same(kept)


@pytest.mark.parametrize(
    "body",
    [
        "a CHECK (((((((a > 1)))))))",
        "a CHECK (a <> ')' AND (a > (1 + (2 * (3 - (4))))))",
        "a DEFAULT '', b DEFAULT '''', c DEFAULT ''','''",
        '"a""b(" INT, [c,d] TEXT, `e``)` REAL',
        "a INT -- it's (\n, b /* , ( ' */ TEXT",
        "a DEFAULT - 1, b DEFAULT (4 - -2), c DEFAULT (1/2)",
        "a, CONSTRAINT k UNIQUE (a) CHECK (a > 0) CONSTRAINT l CHECK (a > 1)",
        "a, CONSTRAINT k CONSTRAINT l UNIQUE (a), CONSTRAINT m",
        'a, CONSTRAINT default UNIQUE (a), CONSTRAINT "check" UNIQUE (a)',
        "a, CONSTRAINT\nk\tPRIMARY KEY(a), constraint K2 check(a)",
        "a, CONSTRAINT é UNIQUE (a), CONSTRAINT b$ CHECK (a)",
        "a, CONSTRAINT k/**/UNIQUE (a), CONSTRAINT l UNIQUE/**/(a)",
        "a, CHECK (a), CHECK (a), UNIQUE (a), UNIQUE (a)",
        'a, FOREIGN KEY (a) REFERENCES A (x), CONSTRAINT f FOREIGN KEY(a) REFERENCES "B"',
    ],
)
@pytest.mark.parametrize("behind", ["", " ", " STRICT", " WITHOUT ROWID , STRICT -- end", "/* , ) */"])
def test_what_is_hard_to_cut(body: str, behind: str) -> None:
    """Parentheses and commas that are none, and more parentheses than are looked for."""
    same(f"CREATE TABLE t ({body}){behind}")


@pytest.mark.parametrize("sql", ["CREATE TABLE t", "CREATE TABLE t (a INT", "CREATE TABLE t (a '"])
def test_what_is_no_table_is_told(sql: str) -> None:
    """As by the parser."""
    with pytest.raises(PlanError):
        of_table(sql)


@given(names(), st.sampled_from(("", " UNIQUE")), names(), st.sampled_from(_GAPS), expressions(_TEXTS))
@example("a", " UNIQUE", "b", "", "lower(a)")
def test_an_index_reads_the_same_by_its_end(
    name: str, unique: str, table: str, gap: str, expression: str
) -> None:
    """What is left out is what stands before the first parenthesis."""
    sql = (
        f"CREATE{unique} INDEX {name} ON{gap or ' '}{table}{gap}({expression}, {name} DESC) WHERE {table} > 1"
    )
    index = of_index(sql)

    assert (index.definition, index.parts, index.where) == split_index(sql)
    assert index.unique == bool(unique)
