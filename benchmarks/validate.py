"""
The access suite of expectations/ on many rows: its seconds against the same checks written as one SQL statement.

    python benchmarks/validate.py --rows 20000000

The rows are made in SQL: eight providers, 200,000 patients and 5,000 users each. Both sides open the warehouse anew.
Each is run twice, in turn; the second run counts, when the file is in the page cache for both.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from roi_analytics import models
from roi_analytics.engine import Engine
from roi_analytics.tables import TABLES
from roi_analytics.validate import suites
from roi_analytics.versions import landing_tables

FED = ("event_id", "opened_at", "user_id", "patient_id", "department", "action", "patients_in_event")

PATIENTS = """
    insert into patient_version by name
    select 'p' || provider as provider_id, 'patient ' || number as patient_id, date '2026-06-01' as extracted_on,
        'load' as load_id, 'patients.csv' as source_file, number + 2 as source_row
    from range(200000) as patients(number), range(8) as providers(provider)
"""

USERS = """
    insert into workforce_member_version by name
    select 'p' || provider as provider_id, 'user ' || number as user_id, date '2026-06-01' as extracted_on,
        'load' as load_id, 'users.csv' as source_file, number + 2 as source_row
    from range(5000) as users(number), range(8) as providers(provider)
"""

EVENTS = """
    insert into access_event_log by name
    select 'p' || (number % 8) as provider_id, 'event ' || number as event_id,
        timestamp '2026-03-01' + to_seconds(number % 7776000) as opened_at,
        'user ' || (hash(number) % 5000) as user_id, 'patient ' || (hash(number + 1) % 200000) as patient_id,
        'ward ' || (number % 40) as department, case when number % 10 = 0 then 'U' else 'R' end as action,
        1 as patients_in_event, date '2026-06-01' as extracted_on, 'load' as load_id,
        'p' || (number % 8) || '/access.parquet' as source_file, number // 8 + 2 as source_row
    from range(?) as events(number)
"""

ONE_STATEMENT = """
    select
        count(*) as row_count,
        count(*) filter (where provider_id is null) as without_provider,
        count(*) filter (where event_id is null) as without_key,
        count(*) filter (where opened_at is null) as without_time,
        count(*) filter (where user_id is null) as without_user,
        count(*) filter (where patient_id is null) as without_patient,
        count(*) filter (where department is null) as without_department,
        count(*) filter (where action is null) as without_action,
        count(*) filter (where patients_in_event < 1) as below_one,
        (select count(*) from (
            select 1 from access_event group by provider_id, event_id having count(*) > 1)) as repeated_keys,
        (select count(*) from access_event as event where not exists (
            select 1 from provider where provider.provider_id = event.provider_id)) as unknown_provider,
        (select count(*) from access_event as event where patient_id is not null
            and provider_id in (select provider_id from patient) and not exists (
            select 1 from patient
            where patient.provider_id = event.provider_id and patient.patient_id = event.patient_id)
        ) as unknown_patient,
        (select count(*) from access_event as event where user_id is not null
            and provider_id in (select provider_id from workforce_member) and not exists (
            select 1 from workforce_member as member
            where member.provider_id = event.provider_id and member.user_id = event.user_id)) as unknown_user
    from access_event
"""
"""Every check of expectations/access_event.json; both shares of unknown patients come from one count."""


def make(path: Path, rows: int) -> None:
    """A warehouse with that many accesses, as a load would leave it."""
    with Engine.create_or_open(path) as engine:
        for statement in landing_tables():
            engine.run(statement)
        engine.run("insert into warehouse values (1, 'Benchmark')")
        engine.run("insert into target values (30, 120, 120)")
        engine.run("insert into load_run (load_id, feed, table_name, extract) values ('load', 'all', 'all', 'full')")
        engine.run("insert into provider (provider_id, state) select 'p' || n, 'OH' from range(8) as made(n)")
        for table in ("access_event", "patient", "workforce_member"):
            engine.run("insert into feed values (?, ?, 'full', null)", [table, table])
            for column in FED if table == "access_event" else TABLES[table].key:
                engine.run("insert into feed_column values (?, ?, ?)", [table, table, column])
        for sql in (PATIENTS, USERS):
            engine.run(sql)
        engine.run(EVENTS, [rows])
        models.build(engine)


def one_statement(path: Path) -> None:
    """The checks, as SQL."""
    with Engine.open(path) as engine:
        engine.read(ONE_STATEMENT)


def suite(path: Path) -> tuple[int, int]:
    """The checks, through Great Expectations. Returns how many there are, and how many failed."""
    from roi_analytics.validate import run

    access = [found for found in suites.read(suites.expectations_folder()) if found.table == "access_event"]
    with Engine.open(path) as engine:
        count = engine.value("select count(*) from access_event")
    fed = {"access_event", "patient", "workforce_member", *(f"access_event.{column}" for column in FED)}
    results = run.run(path, access, {"access_event": count}, fed)
    return sum(result.success is not None for result in results), sum(result.success is False for result in results)


def measured(side: str, path: Path) -> None:
    """Run one side in this process and print its seconds: import apart, then two runs; and its peak memory."""
    begun = time.perf_counter()
    if side == "suite":
        import great_expectations  # noqa: F401
    imported = time.perf_counter()
    checks = suite(path) if side == "suite" else one_statement(path)
    first = time.perf_counter()
    checks = suite(path) if side == "suite" else one_statement(path)
    second = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(imported - begun, first - imported, second - first, peak, *(checks or ()))


def main() -> None:
    """Make the rows, run both sides each in its own process, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--warehouse", type=Path, help="keep the rows in this file, or use those it holds")
    parser.add_argument("--side", choices=("suite", "sql"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        measured(given.side, given.warehouse)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = given.warehouse or Path(folder) / "benchmark.duckdb"
        if not path.exists():
            make(path, given.rows)
        sides = {}
        for side in ("sql", "suite"):
            command = [sys.executable, __file__, "--side", side, "--warehouse", str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            sides[side] = [float(word) for word in done.stdout.split()]
    sql, gx = sides["sql"], sides["suite"]
    print(f"rows                        {given.rows:>12,}")
    print(f"expectations run (failed)   {gx[4]:>9.0f} ({gx[5]:.0f})")
    print(f"import Great Expectations   {gx[0]:>12.1f} s")
    print(f"suite, first and second run {gx[1]:>12.1f} s {gx[2]:.1f} s")
    print(f"one statement, the same     {sql[1]:>12.1f} s {sql[2]:.1f} s")
    print(f"ratio of the second runs    {gx[2] / sql[2]:>12.2f}")
    print(f"peak memory, suite          {gx[3]:>12.1f} GB (one statement {sql[3]:.1f} GB)")


if __name__ == "__main__":
    main()
