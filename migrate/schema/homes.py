"""Objects by where they live: a relation and what lives on it are one home, read when somebody asks.

A schema of thousands of tables is mostly the one before it.  Two schemas share the homes that are the same
in both, and whoever compares them looks at the others alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar, overload

if TYPE_CHECKING:
    from migrate.schema.model import Ident, SchemaObject

Kind = TypeVar("Kind", bound="SchemaObject")
Key = tuple[str, ...]
Objects = Sequence["SchemaObject"]
_RELATIONS = ("table", "view")
_ABOVE = ("partition_of", "inherits")


def key_of(ident: Ident) -> Key:
    """Return the home of an object: that of its relation, ``(schema, name)``, or its own name."""
    kind, schema, name, table = ident
    if table:
        return schema, table
    return (schema, name) if kind in _RELATIONS else ident


class About(NamedTuple):
    """What is known of a home before it is read: its table, if it is one's, and how that is tied to others.

    ``oid`` is the server's identity of what gives the home its name, ``names`` are those of all who live
    there, a NUL between them; ``refers`` are the tables that foreign keys lead to, as ``(schema, name)``;
    ``above`` what the table says of those that it is a part or child of.
    """

    table: Ident | None
    oid: str
    names: str
    refers: tuple[tuple[str, str], ...]
    above: tuple[str, ...]


class Home:
    """What lives in one place."""

    __slots__ = ("_named", "_objects", "_read", "about")

    def __init__(
        self, about: About, objects: Objects = (), *, read: Callable[[], Objects] | None = None
    ) -> None:
        self.about = about
        self._objects = objects
        self._read = read
        self._named: dict[Ident, SchemaObject] = {}

    @classmethod
    def of(cls, objects: Iterable[SchemaObject]) -> Home:
        """Return the home of objects that are there."""
        there = tuple(sorted(objects, key=lambda each: each.ident))
        table = next((each for each in there if each.kind == "table"), None)
        refers = {
            (getattr(each, "ref_schema", ""), getattr(each, "ref_table", ""))
            for each in there
            if getattr(each, "variant", "") == "foreign"
        }
        above = [table.option(name) for name in _ABOVE] if table is not None else []
        names = "\0".join(each.name for each in there)
        ident = table.ident if table is not None else None
        oid = next((each.oid for each in there if not each.table), "")
        return cls(About(ident, oid, names, tuple(sorted(refers)), tuple(filter(None, above))), there)

    @property
    def objects(self) -> Objects:
        """Return what lives there."""
        if self._read is not None:
            self._objects, self._read = self._read(), None
        return self._objects

    def named(self) -> Mapping[Ident, SchemaObject]:
        """Return the same and the columns of a table, by what they are called."""
        if not self._named:
            self._named.update((each.ident, each) for each in walked(self.objects))
        return self._named


class Homes(Sequence["SchemaObject"]):
    """All objects of a schema, sorted by what they are called, and by home."""

    __slots__ = ("_homes", "_sorted")

    def __init__(self, homes: dict[Key, Home]) -> None:
        self._homes = homes
        self._sorted: tuple[SchemaObject, ...] | None = None

    @classmethod
    def of(cls, objects: Iterable[SchemaObject]) -> Homes:
        """Return the homes of these objects."""
        return cls({key: Home.of(there) for key, there in by_home(objects).items()})

    def moved(self, changed: Mapping[Key, Objects]) -> Homes:
        """Return the same with other objects in some homes; where there are none the home is gone.

        A home in which nothing is otherwise stays the same one.
        """
        homes = dict(self._homes)
        for key, objects in changed.items():
            was = homes.get(key)
            if not objects:
                homes.pop(key, None)
            elif was is None or not _all_alike(was.objects, objects):
                homes[key] = Home.of(objects)
        return Homes(homes)

    def unlike(self, other: Homes) -> set[Key]:
        """Return where the two do not share a home."""
        mine, theirs = self._homes, other._homes
        found = {key for key, home in mine.items() if theirs.get(key) is not home}
        return found | (theirs.keys() - mine.keys())

    def among(self, keys: Iterable[Key]) -> Mapping[Ident, SchemaObject]:
        """Return what lives in some homes, and the columns of tables, by name and in order."""
        there = (each for key in keys if key in self._homes for each in self._homes[key].objects)
        return {each.ident: each for each in walked(sorted(there, key=lambda each: each.ident))}

    def places(self) -> Iterable[Key]:
        """Return where somebody lives."""
        return self._homes.keys()

    def items(self) -> Iterable[tuple[Key, Home]]:
        """Return where somebody lives, and the home."""
        return self._homes.items()

    def about(self) -> Iterator[About]:
        """Yield what is known of each home without reading it."""
        return (home.about for home in self._homes.values())

    def tables(self) -> tuple[Ident, ...]:
        """Return what the tables are called."""
        return tuple(sorted(about.table for about in self.about() if about.table is not None))

    def references(self) -> Iterator[tuple[Ident, tuple[str, str]]]:
        """Yield each table that has a foreign key, and the schema and name of the one that it leads to."""
        for about in self.about():
            if about.table is not None:
                yield from ((about.table, parent) for parent in about.refers)

    def names(self, schema: str) -> set[str]:
        """Return the names that are taken in a schema: of relations, and of all that lives on them."""
        taken = (
            home.about.names for key, home in self._homes.items() if key[0 if len(key) == 2 else 1] == schema
        )
        return {name for names in taken for name in names.split("\0")}

    def alone(self, *types: type[Kind]) -> Iterator[Kind]:
        """Yield the objects of some types that live on no relation."""
        kinds = {each.kind for each in types}
        for key, home in self._homes.items():
            if len(key) > 2 and key[0] in kinds:
                yield from (each for each in home.objects if isinstance(each, types))

    def at(self, key: Key) -> Home | None:
        """Return a home."""
        return self._homes.get(key)

    def __iter__(self) -> Iterator[SchemaObject]:
        if self._sorted is None:
            there = (each for home in self._homes.values() for each in home.objects)
            self._sorted = tuple(sorted(there, key=lambda each: each.ident))
        return iter(self._sorted)

    def __len__(self) -> int:
        return sum(len(home.objects) for home in self._homes.values())

    @overload
    def __getitem__(self, index: int) -> SchemaObject: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[SchemaObject, ...]: ...
    def __getitem__(self, index: int | slice) -> SchemaObject | tuple[SchemaObject, ...]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (tuple, Homes)):
            return tuple(self) == tuple(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class Named(Mapping["Ident", "SchemaObject"]):
    """The objects of homes, and the columns of tables, by what they are called."""

    __slots__ = ("_homes",)

    def __init__(self, homes: Homes) -> None:
        self._homes = homes

    def __getitem__(self, ident: Ident) -> SchemaObject:
        home = self._homes.at(key_of(ident))
        if home is None:
            raise KeyError(ident)
        return home.named()[ident]

    def __iter__(self) -> Iterator[Ident]:
        return (each.ident for each in walked(self._homes))

    def __len__(self) -> int:
        return sum(1 for _ in walked(self._homes))


def by_home(objects: Iterable[SchemaObject]) -> Mapping[Key, list[SchemaObject]]:
    """Return objects by where they live."""
    found: defaultdict[Key, list[SchemaObject]] = defaultdict(list)
    for each in objects:
        found[key_of(each.ident)].append(each)
    return found


def walked(objects: Iterable[SchemaObject]) -> Iterator[SchemaObject]:
    """Yield each object, and after a table its columns."""
    for each in objects:
        yield each
        if each.kind == "table":
            yield from getattr(each, "columns", ())


def _all_alike(old: Objects, new: Objects) -> bool:
    """Return whether nothing differs, not even what takes no part in comparison."""
    if len(old) != len(new):
        return False
    after = {each.ident: each for each in new}
    return all(_same(each, after.get(each.ident)) for each in old)


def _same(old: SchemaObject, new: SchemaObject | None) -> bool:
    if old is new:
        return True
    if new is None or type(old) is not type(new):
        return False
    return all(_values(was) == _values(now) for was, now in zip(walked((old,)), walked((new,)), strict=False))


def _values(each: SchemaObject) -> tuple[object, ...]:
    return tuple(getattr(each, name) for name in type(each).__dataclass_fields__)
