"""A few people who open a few records: small tables landed in memory, and the models of the detector built on them."""

from roi_analytics import models
from roi_analytics.engine import Engine
from roi_analytics.tables import TABLES
from roi_analytics.versions import landing_tables

CLOCK = "2026-04-30"
NEEDED = {
    "access_incident",
    "access_spurious",
    "access_log_gap",
    "access_explanation",
    "disclosure",
    "request",
    "shift",
}
"""What the detector's questions read, and by way of it the rest."""

STAFF = {
    "workforce_member": """
        user_id | role             | employer_kind | supervisor_id
        nurse   | registered nurse | employee      |
        mate    | registered nurse | employee      |
        night   | registered nurse | employee      |
        trainee | resident         | resident      | nurse
        clerk   | release of information specialist | employee |
    """,
    "assignment": """
        user_id | department | assigned_from
        nurse   | ward       | 2025-01-01
        mate    | ward       | 2025-01-01
        night   | clinic     | 2025-01-01
    """,
    "user_account": """
        login   | user_id | actor_kind
        nurse2  | nurse   | human
        feed    |         | service
        kin     |         | proxy
    """,
}


def parsed(text: str) -> list[dict[str, str | None]]:
    """The rows of a table drawn as text, an empty cell as null."""
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [{name: cell or None for name, cell in zip(head, row, strict=True)} for row in rows]


def looked_at(only: set[str] = NEEDED, **tables: str) -> Engine:
    """An engine whose tables hold these rows, of the provider north (Denver's clock) unless drawn, its models built."""
    engine = Engine.memory()
    for statement in landing_tables():
        engine.run(statement)
    insert(engine, "provider", [{"provider_id": "north", "name": "North Hospital", "time_zone": "America/Denver"}])
    for name, text in tables.items():
        if name == "provider":
            insert(engine, name, parsed(text))
            continue
        table = TABLES[name]
        insert(engine, "load_run", [{"load_id": name, "feed": name, "table_name": name, "extract": "full"}])
        rows = []
        for number, row in enumerate(parsed(text), start=1):
            base = {"provider_id": "north", "extracted_on": CLOCK, "load_id": name, "source_row": str(number)}
            base |= {table.hashed: f"{name[0]}{number}"} if table.hashed and table.hashed not in row else {}
            rows.append(base | row)
        insert(engine, table.landing, rows)
    models.build(engine, only=only)
    return engine


def insert(engine: Engine, table: str, rows: list[dict[str, str | None]]) -> None:
    for row in rows:
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
        engine.run(f"insert into {table} ({names}) values ({marks})", list(row.values()))
