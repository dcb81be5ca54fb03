"""What other linters call our rules, so that their comments go on to mean something.

Sources: the rule names of squawk 2.70, the analyzers of Atlas (https://atlasgo.io/lint/analyzers).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ATLAS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "destructive": ("DS",),
        "data_depend": ("MF",),
        "incompatible": ("BC",),
        "condrop": ("CD",),
        "naming": ("NM",),
        "nestedtx": ("TX",),
    }
)
"""Atlas's analyzers, and the groups of codes that they are."""

SQUAWK: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "adding-field-with-default": ("PG302", "PG309"),
        "adding-foreign-key-constraint": ("PG306", "MF106"),
        "adding-not-nullable-field": ("PG303", "MF104"),
        "adding-required-field": ("MF103",),
        "adding-serial-primary-key-field": ("PG104", "PG310", "MF101"),
        "ban-alter-domain-with-add-constraint": ("PG322",),
        "ban-char-field": ("SC104",),
        "ban-concurrent-index-creation-in-transaction": ("PG103",),
        "ban-create-domain-with-constraint": ("PG313",),
        "ban-disable-trigger": ("PG406",),
        "ban-drop-column": ("DS103",),
        "ban-drop-constraint": ("CD101", "CD102", "CD103", "CD104", "CD106"),
        "ban-drop-default": ("BC105",),
        "ban-drop-domain": ("DS106",),
        "ban-drop-extension": ("DS112",),
        "ban-drop-function": ("DS105",),
        "ban-drop-index": ("CD104", "PG102"),
        "ban-drop-not-null": ("CD105",),
        "ban-drop-policy": ("DS113",),
        "ban-drop-schema": ("DS101",),
        "ban-drop-sequence": ("DS107",),
        "ban-drop-table": ("DS102",),
        "ban-drop-type": ("DS106",),
        "ban-drop-view": ("DS104",),
        "ban-replica-identity": ("PG314",),
        "ban-truncate-cascade": ("DS108", "PG407"),
        "ban-uncommitted-transaction": ("TX201",),
        "changing-column-type": ("PG301", "PG316", "MF108", "BC108"),
        "constraint-missing-not-valid": ("PG104", "PG105", "PG205", "PG305", "PG306", "MF105", "MF106"),
        "disallowed-unique-constraint": ("PG105", "MF101"),
        "identifier-too-long": ("PG408",),
        "prefer-bigint-over-int": ("SC105",),
        "prefer-bigint-over-smallint": ("SC105",),
        "prefer-identity": ("PG310",),
        "prefer-timestamp-tz": ("SC104",),
        "renaming-column": ("BC102",),
        "renaming-object": ("BC106",),
        "renaming-table": ("BC101",),
        "require-concurrent-index-creation": ("PG101",),
        "require-concurrent-index-deletion": ("PG102",),
        "require-concurrent-partition-detach": ("PG319",),
        "require-concurrent-reindex": ("PG106",),
        "require-enum-value-ordering": ("PG402",),
        "require-lock-timeout": ("PG204",),
        "require-statement-timeout": ("PG204",),
        "require-table-schema": ("SC106",),
        "require-timeout-settings": ("PG204",),
        "transaction-nesting": ("TX201",),
    }
)
"""Rules of squawk, and ours that see the same."""
