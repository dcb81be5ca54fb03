"""A schema as one HTML page with a drawn entity-relationship diagram: no network, no library, light and dark.

Tables stand in layers: what is referenced stands left of what refers to it, and inside a layer each table
is drawn near the middle of its neighbours, so that few lines cross.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template

from migrate.report.mermaid import foreign_keys
from migrate.schema.model import Constraint, Ident, Schema, Table

_ROW, _HEAD, _PAD = 20, 28, 8
_GAP_X, _GAP_Y = 90, 28
_CHAR = 7.2
_TALLEST = 1600


@dataclass(frozen=True, slots=True)
class _Card:
    """A drawn table: its place and size in pixels."""

    table: Table
    x: float
    y: float
    width: float
    height: float

    def row(self, column: str) -> float:
        """Return the height at which a column's line ends."""
        names = [each.name for each in self.table.columns]
        place = names.index(column) if column in names else 0
        return self.y + _HEAD + _PAD / 2 + _ROW * (place + 0.5)


def html(schema: Schema, *, title: str) -> str:
    """Return a whole page: search, a list of tables, the diagram, and lists of what is not drawn."""
    cards = _placed(schema)
    keys = [each for each in foreign_keys(schema) if _goal(each) in cards and _source(each) in cards]
    width = max((card.x + card.width for card in cards.values()), default=0) + 40
    height = max((card.y + card.height for card in cards.values()), default=0) + 40
    lines = "\n".join(_line(each, cards) for each in keys)
    boxes = "\n".join(_box(card, schema) for card in cards.values())
    counts: dict[str, int] = defaultdict(int)
    for each in schema.objects:
        counts[each.ident.kind] += 1
    summary = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items())) or "empty"
    page = Template(files("migrate.report").joinpath("diagram.html").read_text("utf-8"))
    return page.substitute(
        title=escape(title),
        summary=escape(summary),
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        lines=lines,
        boxes=boxes,
    )


def _placed(schema: Schema) -> dict[Ident, _Card]:
    tables = {each.ident: each for each in schema.tables()}
    needs: dict[Ident, set[Ident]] = {ident: set() for ident in tables}
    for key in foreign_keys(schema):
        if _source(key) in tables and _goal(key) in tables and _source(key) != _goal(key):
            needs[_source(key)].add(_goal(key))
    layers = _layers(needs)
    cards: dict[Ident, _Card] = {}
    x = 20.0
    for layer in layers:
        ranked = sorted(layer, key=lambda ident: (_middle(needs[ident], cards), ident))
        for stack in _stacks([tables[ident] for ident in ranked]):
            width = max(_width(table) for table in stack)
            y = 20.0
            for table in stack:
                height = _HEAD + _PAD + _ROW * len(table.columns)
                cards[table.ident] = _Card(table, x, y, width, height)
                y += height + _GAP_Y
            x += width + _GAP_X
    return cards


def _layers(needs: Mapping[Ident, set[Ident]]) -> list[list[Ident]]:
    """Put every table one layer right of the rightmost it refers to; a cycle is cut where it is entered."""
    depth: dict[Ident, int] = {}
    waiting = dict(needs)
    while waiting:
        free = [ident for ident, goals in waiting.items() if goals <= depth.keys()]
        for ident in free or [min(waiting, key=lambda each: len(waiting[each] - depth.keys()))]:
            depth[ident] = 1 + max((depth[goal] for goal in waiting[ident] if goal in depth), default=-1)
        waiting = {ident: goals for ident, goals in waiting.items() if ident not in depth}
    layers: list[list[Ident]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for ident, layer in depth.items():
        layers[layer].append(ident)
    return layers


def _stacks(tables: Sequence[Table]) -> list[list[Table]]:
    """Cut a layer that would be taller than a few screens into several stacks."""
    stacks: list[list[Table]] = [[]]
    height = 0.0
    for table in tables:
        height += _HEAD + _PAD + _ROW * len(table.columns) + _GAP_Y
        if stacks[-1] and height > _TALLEST:
            stacks.append([])
            height = 0.0
        stacks[-1].append(table)
    return [stack for stack in stacks if stack]


def _middle(goals: set[Ident], cards: Mapping[Ident, _Card]) -> float:
    heights = [cards[goal].y + cards[goal].height / 2 for goal in goals if goal in cards]
    return sum(heights) / len(heights) if heights else float("inf")


def _width(table: Table) -> float:
    rows = [len(table.name) + 6, *(len(each.name) + len(each.type) + 7 for each in table.columns)]
    return min(max(rows) * _CHAR + 2 * _PAD, 420)


def _source(key: Constraint) -> Ident:
    return Ident("table", key.schema, key.table)


def _goal(key: Constraint) -> Ident:
    return Ident("table", key.ref_schema, key.ref_table)


def _line(key: Constraint, cards: Mapping[Ident, _Card]) -> str:
    source, goal = cards[_source(key)], cards[_goal(key)]
    y1 = source.row(key.columns[0] if key.columns else "")
    y2 = goal.row(key.ref_columns[0] if key.ref_columns else "")
    leftwards = source.x > goal.x + goal.width
    x1 = source.x if leftwards else source.x + source.width
    x2 = goal.x + goal.width
    bend = max(40.0, abs(x1 - x2) / 2)
    curve = f"M{x1:.0f},{y1:.0f} C{x1 - bend if leftwards else x1 + bend:.0f},{y1:.0f} "
    curve += f"{x2 + bend:.0f},{y2:.0f} {x2:.0f},{y2:.0f}"
    ends = f'data-from="{escape(_anchor(source.table))}" data-to="{escape(_anchor(goal.table))}"'
    label = (
        f"{key.name}: {key.table}({', '.join(key.columns)}) → {key.ref_table}({', '.join(key.ref_columns)})"
    )
    return (
        f'<path class="key" marker-end="url(#end)" d="{curve}" {ends}><title>{escape(label)}</title></path>'
    )


def _box(card: _Card, schema: Schema) -> str:
    table = card.table
    marks: dict[str, str] = {}
    for each in schema.on(table.ident):
        if isinstance(each, Constraint) and each.variant in ("primary", "foreign"):
            for name in each.columns:
                marks[name] = "◆" if each.variant == "primary" else marks.get(name, "→")
    rows = []
    for place, column in enumerate(table.columns):
        y = _HEAD + _PAD / 2 + _ROW * (place + 0.7)
        kind = column.type + ("" if column.nullable else " ●")
        words = f"{column.name} {column.type}" + ("" if column.nullable else " not null")
        words += f" default {column.default}" if column.default is not None else ""
        words += f" — {column.comment}" if column.comment else ""
        rows.append(
            f'<g><title>{escape(words)}</title><text class="mark" x="{_PAD}" y="{y:.0f}">'
            f"{marks.get(column.name, '')}</text>"
            f'<text x="{_PAD + 16}" y="{y:.0f}">{escape(column.name)}</text>'
            f'<text class="type" x="{card.width - _PAD:.0f}" y="{y:.0f}">{escape(_short(kind))}</text></g>'
        )
    return (
        f'<g class="table" id="{escape(_anchor(table))}" data-name="{escape(table.name.lower())}" '
        f'transform="translate({card.x:.0f},{card.y:.0f})">'
        f'<rect width="{card.width:.0f}" height="{card.height:.0f}" rx="6"/>'
        f'<path class="head" d="M0,{_HEAD} H{card.width:.0f}"/>'
        f'<text class="name" x="{_PAD}" y="19">{escape(table.name)}</text>'
        f"<title>{escape(table.comment or table.name)}</title>{''.join(rows)}</g>"
    )


def _anchor(table: Table) -> str:
    return f"t-{table.schema}.{table.name}"


def _short(text: str) -> str:
    return text if len(text) <= 28 else text[:27] + "…"
