"""The nouns of a schema: frozen values that name each other and never point back.

An object is found by its :class:`Ident`.  What only one dialect knows stands in ``options``, sorted pairs
of text, so that the model never grows a field for one database.  Expressions and definitions are the
server's own normal form, which makes two of them comparable as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import ClassVar, NamedTuple

from migrate.schema.homes import Homes, Key, Named, Objects, key_of, walked

Options = tuple[tuple[str, str], ...]
_new = tuple.__new__  # half the price of Ident(…), which big schemas are sorted by


class Ident(NamedTuple):
    """What an object is called: its kind, its schema, the relation it lives on, its name.

    ``table`` is set for columns, constraints, indexes, triggers, policies and rules; the name of a
    routine carries its argument types, ``area(integer, integer)``.  A tuple, since big schemas are sorted by
    it and looked up by it: a dataclass would compare and hash in Python.
    """

    kind: str
    schema: str
    name: str
    table: str = ""

    def __str__(self) -> str:
        path = ".".join(part for part in (self.schema, self.table, self.name) if part)
        return f"{self.kind} {path}"

    @property
    def parent(self) -> Ident | None:
        """Return the table it lives on, ``None`` for what lives on its own."""
        return Ident("table", self.schema, self.table) if self.table else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaObject:
    """What every object has.

    ``depends`` names what must be there for it to be; ``oid`` is the server's own identity, equal before
    and after a rename in the same database; ``text`` is the author's own DDL, where the server keeps it.
    These take no part in comparison.
    """

    kind: ClassVar[str] = ""

    name: str
    schema: str = ""
    table: str = ""
    comment: str | None = None
    owner: str | None = None
    privileges: tuple[str, ...] = ()
    options: Options = ()
    depends: frozenset[Ident] = field(default=frozenset(), compare=False, repr=False)
    oid: str = field(default="", compare=False, repr=False)
    text: str = field(default="", compare=False, repr=False)

    @property
    def ident(self) -> Ident:
        """Return what it is called."""
        return _new(Ident, (self.kind, self.schema, self.name, self.table))

    def option(self, name: str) -> str | None:
        """Return one of the options, ``None`` if it is not set."""
        return next((value for key, value in self.options if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Namespace(SchemaObject):
    """A schema in PostgreSQL's sense: a room for names."""

    kind: ClassVar[str] = "schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension(SchemaObject):
    """An installed extension.  What belongs to it is not listed."""

    kind: ClassVar[str] = "extension"
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum(SchemaObject):
    """An enumerated type and its values, in order; ``value_oids`` are the server's own identities of them."""

    kind: ClassVar[str] = "enum"
    values: tuple[str, ...] = ()
    value_oids: tuple[str, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain(SchemaObject):
    """A domain.  ``checks`` are ``(name, definition)`` pairs, sorted by name."""

    kind: ClassVar[str] = "domain"
    type: str = ""
    default: str | None = None
    nullable: bool = True
    collation: str | None = None
    checks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite(SchemaObject):
    """A composite type; ``fields`` are ``(name, type, collation)``."""

    kind: ClassVar[str] = "composite"
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Range(SchemaObject):
    """A range type; its subtype and functions stand in ``options``."""

    kind: ClassVar[str] = "range"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collation(SchemaObject):
    """A collation; provider and locale stand in ``options``."""

    kind: ClassVar[str] = "collation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence(SchemaObject):
    """A sequence.  Its position is data and not looked at; that of an identity column is not listed."""

    kind: ClassVar[str] = "sequence"
    type: str = "bigint"
    start: int = 1
    increment: int = 1
    minimum: int = 1
    maximum: int = 2**63 - 1
    cache: int = 1
    cycle: bool = False
    owned_by: Ident | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(SchemaObject):
    """A column.  ``type`` is the server's full text; ``position`` counts from 1.

    ``generated`` is the expression and ``stored`` says whether it is kept; ``identity`` is
    ``always`` or ``by default`` (PostgreSQL) or ``auto_increment`` (MySQL), its sequence in ``options``.
    """

    kind: ClassVar[str] = "column"
    type: str = ""
    nullable: bool = True
    default: str | None = None
    generated: str | None = None
    stored: bool = False
    identity: str | None = None
    collation: str | None = None
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(SchemaObject):
    """A table with its columns in order; constraints, indexes and triggers are objects of their own."""

    kind: ClassVar[str] = "table"
    columns: tuple[Column, ...] = ()

    def column(self, name: str) -> Column | None:
        """Return one of its columns."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint(SchemaObject):
    """A constraint of a table.

    ``variant`` is ``primary``, ``unique``, ``check``, ``foreign``, ``exclude`` or ``not null``.
    ``definition`` is the text after ``CONSTRAINT name``, in the server's normal form; the structured fields
    repeat what reports and lint ask for, and take no part where the definition says it already.
    """

    kind: ClassVar[str] = "constraint"
    variant: str = ""
    definition: str = ""
    columns: tuple[str, ...] = ()
    ref_schema: str = ""
    ref_table: str = ""
    ref_columns: tuple[str, ...] = ()
    on_delete: str = ""
    on_update: str = ""
    validated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(SchemaObject):
    """An index that no constraint made.

    ``parts`` are column names or ``(expression)`` with opclass, collation and order behind them;
    ``definition`` the text after the table's name, in the server's normal form.
    """

    kind: ClassVar[str] = "index"
    unique: bool = False
    method: str = ""
    parts: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    where: str | None = None
    definition: str = ""
    valid: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class View(SchemaObject):
    """A view, plain or materialized; ``definition`` is the query."""

    kind: ClassVar[str] = "view"
    definition: str = ""
    materialized: bool = False
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine(SchemaObject):
    """A function, procedure or aggregate: ``name`` carries the argument types, ``definition`` all its DDL."""

    kind: ClassVar[str] = "routine"
    variant: str = "function"
    definition: str = ""
    returns: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(SchemaObject):
    """A trigger of a table or view; ``definition`` is its whole DDL, ``enabled`` as the server says."""

    kind: ClassVar[str] = "trigger"
    definition: str = ""
    enabled: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(SchemaObject):
    """A rewrite rule of a table or view."""

    kind: ClassVar[str] = "rule"
    definition: str = ""
    enabled: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(SchemaObject):
    """A row security policy; ``definition`` is its whole DDL."""

    kind: ClassVar[str] = "policy"
    definition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other(SchemaObject):
    """Whatever is told wholly by its DDL: ``variant`` says what it is (``event``, ``operator``, ``cast`` …).

    ``drop`` is the statement that removes it.
    """

    kind: ClassVar[str] = "other"
    variant: str = ""
    definition: str = ""
    drop: str = ""

    @property
    def ident(self) -> Ident:
        """Return what it is called; the kind is the variant."""
        return Ident(self.variant, self.schema, self.name, self.table)


OBJECT_TYPES: tuple[type[SchemaObject], ...] = (
    Namespace,
    Extension,
    Enum,
    Domain,
    Composite,
    Range,
    Collation,
    Sequence,
    Table,
    Column,
    Constraint,
    Index,
    View,
    Routine,
    Trigger,
    Rule,
    Policy,
    Other,
)


def _alike(old: SchemaObject, new: SchemaObject | None) -> bool:
    """Return whether two of one name are equal, and one to the server, too."""
    if old is new:
        return True
    if old != new or old.oid != new.oid:
        return False
    if isinstance(old, Table) and isinstance(new, Table):
        return all(was.oid == now.oid for was, now in zip(old.columns, new.columns, strict=True))
    return True


@dataclass(frozen=True, slots=True)
class Schema:
    """All that is in one database, sorted by what it is called.

    ``settings`` are facts about the whole (default character set, search path); ``origin`` names the
    database it was read from: the ``oid`` of two objects may be compared if the origins are equal.
    """

    dialect: str
    objects: Objects = ()
    settings: Options = field(default=(), compare=False)
    origin: str = field(default="", compare=False)
    _named: dict[Ident, SchemaObject] = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def of(
        cls, dialect: str, objects: Iterable[SchemaObject], *, settings: Options = (), origin: str = ""
    ) -> Schema:
        """Return the schema of these objects, in whatever order they come."""
        return cls(dialect, tuple(sorted(objects, key=attrgetter("ident"))), settings, origin)

    def by_ident(self) -> Mapping[Ident, SchemaObject]:
        """Return the objects and the columns of tables by what they are called."""
        if isinstance(self.objects, Homes):
            return Named(self.objects)
        if not self._named:
            self._named.update({each.ident: each for each in self.walk()})
        return self._named

    def homes(self) -> Homes:
        """Return the objects by where they live."""
        return self.objects if isinstance(self.objects, Homes) else Homes.of(self.objects)

    def at_home(self) -> Schema:
        """Return the same with its objects by where they live: what is asked often is then found at once."""
        return self if isinstance(self.objects, Homes) else replace(self, objects=Homes.of(self.objects))

    def moved(self, changed: Mapping[Key, Objects], *, settings: Options | None = None) -> Schema:
        """Return the same with other objects in some homes, and other settings; it shares the other homes."""
        told = self.settings if settings is None else settings
        return replace(self, objects=self.homes().moved(changed), settings=told)

    def unshared(
        self, other: Schema, *, besides: Iterable[Ident] = ()
    ) -> tuple[Mapping[Ident, SchemaObject], Mapping[Ident, SchemaObject]]:
        """Return what both do not share, by name, and what lives in the homes of ``besides``."""
        ours, theirs = self.objects, other.objects
        if not (isinstance(ours, Homes) and isinstance(theirs, Homes)):
            return self.by_ident(), other.by_ident()
        keys = ours.unlike(theirs) | {key_of(each) for each in besides}
        return ours.among(keys), theirs.among(keys)

    def besides(self, other: Schema) -> tuple[SchemaObject, ...]:
        """Return the objects that are not, as they are and under their names, in another schema, too."""
        here, there = self.unshared(other)
        return tuple(
            each for name, each in here.items() if name.kind != "column" and not _alike(each, there.get(name))
        )

    def walk(self) -> Iterator[SchemaObject]:
        """Yield every object, and after a table its columns."""
        return walked(self.objects)

    def tables(self) -> tuple[Table, ...]:
        """Return the tables."""
        return tuple(each for each in self.objects if isinstance(each, Table))

    def table(self, ident: Ident | None) -> Table | None:
        """Return one of the tables."""
        found = self.by_ident().get(ident) if ident is not None else None
        return found if isinstance(found, Table) else None

    def on(self, table: Ident) -> tuple[SchemaObject, ...]:
        """Return what lives on a table: constraints, indexes, triggers, policies, rules."""
        near = self.objects
        if isinstance(near, Homes):
            home = near.at((table.schema, table.name))
            near = home.objects if home else ()
        return tuple(each for each in near if each.table == table.name and each.schema == table.schema)
