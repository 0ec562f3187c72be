"""The canonical tables of tables.toml, as Python objects. Knows no database."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

SQL_TYPES = {
    "id": "varchar",
    "text": "varchar",
    "code": "varchar",
    "date": "date",
    "instant": "timestamp",
    "wall_clock": "timestamp",
    "money": "decimal(10, 2)",
    "number": "double",
    "integer": "bigint",
    "boolean": "boolean",
}

TRACE = {"extracted_on": "date", "load_id": "varchar", "source_file": "varchar", "source_row": "bigint"}
"""Columns every landing row carries besides provider_id and its table's own: where it came from."""


@dataclass(frozen=True)
class Column:
    """One canonical column: its type, whether a row without it is refused, and the words a code may take."""

    name: str
    type: str
    required: bool = False
    values: tuple[str, ...] = ()
    future: bool = False

    @property
    def sql_type(self) -> str:
        return SQL_TYPES[self.type]


@dataclass(frozen=True)
class Table:
    """One canonical table, named for one row of it. `key` leaves out provider_id, which heads every key."""

    name: str
    title: str
    key: tuple[str, ...]
    columns: dict[str, Column]
    numbered: str | None = None
    hashed: str | None = None
    parent: str | None = None
    versions: bool = True

    @property
    def landing(self) -> str:
        """The table the loader writes: all versions of a row, or a log that only grows."""
        return f"{self.name}_version" if self.versions else f"{self.name}_log"

    @property
    def is_log(self) -> bool:
        """Whether a row is a happening with a day of its own (a request, an access), not an entry of a list."""
        return any(column.required for column in self.columns.values())

    @property
    def landing_columns(self) -> dict[str, str]:
        """Column names and SQL types of the landing table, in order."""
        own = {name: column.sql_type for name, column in self.columns.items()}
        return {"provider_id": "varchar"} | own | TRACE


def _read() -> dict[str, Table]:
    blocks = tomllib.loads(files("roi_analytics").joinpath("tables.toml").read_text(encoding="utf-8"))
    tables = {}
    for name, block in blocks.items():
        columns = {
            column: Column(
                name=column,
                type=spec["type"],
                required=spec.get("required", False),
                values=tuple(spec.get("values", ())),
                future=spec.get("future", False),
            )
            for column, spec in block["columns"].items()
        }
        tables[name] = Table(
            name=name,
            title=block["title"],
            key=tuple(block["key"]),
            columns=columns,
            numbered=block.get("numbered"),
            hashed=block.get("hashed"),
            parent=block.get("parent"),
            versions=block.get("versions", True),
        )
    return tables


TABLES: dict[str, Table] = _read()
"""Every canonical table that a feed can be mapped onto, by name."""

BOOKKEEPING: dict[str, dict[str, str]] = {
    "warehouse": {"format_version": "integer", "site_name": "varchar"},
    "load_run": {
        "load_id": "varchar",
        "feed": "varchar",
        "table_name": "varchar",
        "source_file": "varchar",
        "file_hash": "varchar",
        "file_size": "bigint",
        "extracted_on": "date",
        "extract": "varchar",
        "rows_read": "bigint",
        "rows_loaded": "bigint",
        "rows_quarantined": "bigint",
        "rows_duplicate": "bigint",
        "loaded_at": "timestamp",
        "headers": "varchar",
    },
    "quarantine": {
        "load_id": "varchar",
        "source_row": "bigint",
        "provider_id": "varchar",
        "extracted_on": "date",
        "on_date": "date",
        "code": "varchar",
        "column": "varchar",
        "message": "varchar",
        "mend": "varchar",
        "raw": "varchar",
    },
    "load_note": {
        "load_id": "varchar",
        "source_row": "bigint",
        "code": "varchar",
        "column": "varchar",
        "provider_id": "varchar",
    },
    "access_review": {
        "incident_id": "varchar",
        "provider_id": "varchar",
        "user_id": "varchar",
        "patient_id": "varchar",
        "worked_on": "date",
        "outcome": "varchar",
        "reviewed_by": "varchar",
        "reviewed_at": "timestamp",
        "drawn": "varchar",
        "probability": "double",
        "rank": "double",
    },
    "feed": {"feed": "varchar", "table_name": "varchar", "extract": "varchar", "provider_id": "varchar"},
    "feed_column": {"feed": "varchar", "table_name": "varchar", "column_name": "varchar"},
    "provider": {
        "provider_id": "varchar",
        "name": "varchar",
        "kind": "varchar",
        "state": "varchar",
        "time_zone": "varchar",
        "is_covered_entity": "boolean",
        "is_part2_program": "boolean",
        "custodian_of": "varchar",
    },
    "business_associate": {
        "business_associate_id": "varchar",
        "name": "varchar",
        "service": "varchar",
        "is_agent": "boolean",
    },
    "target": {
        "answered_within_days": "integer",
        "record_need_window_days": "integer",
        "second_request_window_days": "integer",
    },
    "baseline": {
        "starts": "varchar",
        "reason": "varchar",
        "until": "varchar",
        "measure": "varchar",
        "provider_id": "varchar",
    },
    "flag_switch": {"flag": "varchar", "is_on": "boolean", "decided_by": "varchar", "decided_on": "date"},
}
"""The tables a load keeps about itself and its site, with their columns: what came from where, and what was refused."""
