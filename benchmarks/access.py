"""
Every access explained, flagged and ranked: seconds and peak memory at 10, 50 and 100 million accesses, on two threads.

    python benchmarks/access.py --millions 10 50 100

The log and its sources are made in SQL and written as Parquet: one network of four hospitals, two hundred departments,
three rows a glance. Yardsticks in the same run: one bare sort of the log by its key, and, up to ten million accesses, one
EXISTS per explanation, whose masks must be the same to the bit; it is held against the explanations alone. Each side
runs in a process of its own.
"""
# ruff: noqa: E501 - a table is as wide as its words

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from roi_analytics import access, models
from roi_analytics.engine import Engine
from roi_analytics.tables import TABLES
from roi_analytics.versions import landing_tables

THREADS = 2
MEMORY = "11GB"
NAIVE_UP_TO = 10

CARE = """
    select
        'c' || n as record_id, 'p' || (user_no % 4) as provider_id,
        ['encounter', 'encounter', 'appointment', 'order', 'note', 'result', 'unit_stay', 'task', 'referral', 'claim', 'registration', 'worklist'][1 + cast(hash(n * 3) % 12 as integer)] as kind,
        't' || patient_no as patient_id, 'u' || user_no as user_id, 'd' || (user_no % 200) as department, starts_at,
        case when hash(n * 5) % 10 > 0 then starts_at + to_minutes(cast(30 + hash(n * 7) % 4000 as integer)) end as ends_at
    from (
        select
            range as n, cast(hash(range * 11) % {users} as integer) as user_no, cast(hash(range * 13) % {patients} as integer) as patient_no,
            timestamp '2025-06-01' + to_seconds(cast(hash(range * 17) % 28000000 as integer)) as starts_at
        from range({records})
    )
"""
"""One record a line: whose patient, whose work, when."""

LOG = """
    select
        'e' || n as event_id, 'p' || (user_no % 4) as provider_id,
        timestamp '2025-06-01' + to_seconds(cast(at_second + 20 * (n % 3) as integer)) as opened_at,
        'u' || user_no as user_id, 't' || patient_no as patient_id, 'd' || (user_no % 200) as department,
        ['nurse', 'physician', 'registrar', 'coder', 'technician'][1 + user_no % 5] as user_role, 'human' as actor_kind,
        case when n % 20 = 0 then 'U' else 'R' end as action,
        ['chart', 'note', 'result', 'order', 'demographics', 'search', 'print'][1 + cast(hash(n) % 7 as integer)] as record_class,
        case when n % 3 = 0 then 'deliberate' else 'routed' end as access_mode,
        hash(glance * 43) % 2000 = 0 as is_break_glass, case when hash(glance * 43) % 4000 = 0 then 'code team' end as break_glass_reason
    from (
        select
            n, glance,
            cast(case when draw < 78 then named when draw < 94 then (named % 200 + 200 * (hash(glance * 29) % ({users} // 200))) else hash(glance * 31) % {users} end as integer) as user_no,
            cast(case when draw < 94 then hash(record * 13) % {patients} else hash(glance * 37) % {patients} end as integer) as patient_no,
            cast(hash(record * 17) % 28000000 + hash(glance * 41) % 200000 as bigint) as at_second
        from (
            select
                range as n, range // 3 as glance, hash((range // 3) * 19) % {records} as record,
                hash((hash((range // 3) * 19) % {records}) * 11) % {users} as named, hash((range // 3) * 23) % 100 as draw
            from range({accesses})
        )
    )
"""
"""Three accesses a glance: by the user named, by a colleague of the department, or by anybody."""

LISTS = {
    "workforce_member": """
        select 'u' || range as user_id, 'p' || (range % 4) as provider_id, 'name' || (hash(range) % 4000) as last_name, 'a' || (hash(range * 3) % {patients}) as address_key,
            ['nurse', 'physician', 'registrar', 'coder', 'technician'][1 + range % 5] as role, ['employee', 'resident', 'agency', 'student'][1 + range % 4] as employer_kind,
            'u' || (range % 200) as supervisor_id, date '2015-01-01' as hired_on, case when range % 500 = 0 then date '2025-11-01' end as ended_on
        from range({users})
    """,
    "user_account": "select 'l' || range as login, 'p' || (range % 4) as provider_id, 'u' || range as user_id, 'human' as actor_kind from range({users})",
    "assignment": """
        select 'u' || range as user_id, 'p' || (range % 4) as provider_id, 'd' || ((range + 7 * turn) % 200) as department, date '2024-01-01' as assigned_from
        from range({users}) cross join range(2) as turns(turn) where turn = 0 or range % 10 = 0
    """,
    "shift": """
        select 'u' || range as user_id, 'p' || (range % 4) as provider_id, timestamp '2025-06-01 11:00:00' + to_hours(cast(24 * day + 12 * (range % 2) as integer)) as starts_at,
            'd' || ((range + case when day % 9 = 0 then 3 else 0 end) % 200) as department, timestamp '2025-06-01 23:00:00' + to_hours(cast(24 * day + 12 * (range % 2) as integer)) as ends_at
        from range({users}) cross join range(325) as days(day) where (range + day) % 2 = 0
    """,
    "patient": "select 't' || range as patient_id, 'p' || side as provider_id, date '1940-01-01' + cast(hash(range) % 29000 as integer) as birth_on from range({patients}) cross join range(4) as sides(side)",
    "patient_contact": """
        select 't' || range as patient_id, 'p' || side as provider_id, 'name' || (hash(range * 5) % 40000) as last_name, 'a' || (hash(range * 7) % {patients}) as address_key,
            case when range % 300 = 0 then 'u' || (hash(range) % {users}) end as workforce_user_id, range % 1000 = 0 as is_protected
        from range({patients}) cross join range(4) as sides(side)
    """,
}


def make(folder: Path, millions: int) -> None:
    """Write the log and its sources as Parquet files, one a table."""
    with Engine.memory() as engine:
        engine.run(f"set threads = {THREADS}")
        for table, sql in made(millions * 1_000_000).items():
            engine.run(f"copy ({sql}) to '{folder / table}.parquet' (format parquet)")


def made(accesses: int) -> dict[str, str]:
    """SQL of the log and of its sources, table by table, for so many accesses."""
    sizes = {
        "accesses": accesses,
        "users": max(1000, accesses // 2000),
        "patients": accesses // 50,
        "records": accesses // 8,
    }
    return {table: sql.format(**sizes) for table, sql in {"access_event": LOG, "care_record": CARE, **LISTS}.items()}


def limits(engine: Engine, folder: Path) -> None:
    """Two threads, and no more memory than told; the rest spills beside the rows."""
    engine.run(f"set threads = {THREADS}")
    engine.run(f"set memory_limit = '{MEMORY}'")
    engine.run(f"set temp_directory = '{folder / 'spill'}'")


def opened(folder: Path, warehouse: Path) -> Engine:
    """A warehouse whose tables are read from the Parquet files."""
    engine = Engine.create_or_open(warehouse)
    limits(engine, folder)
    for statement in landing_tables():
        engine.run(statement)
    engine.run("insert into warehouse values (1, 'Benchmark')")
    engine.run("insert into target values (30, 120, 120)")
    engine.run("insert into load_run (load_id, feed, table_name, extract) values ('load', 'all', 'all', 'full')")
    for side in range(4):
        engine.run(
            "insert into provider (provider_id, kind, state, time_zone) values (?, 'hospital', 'DE', 'America/Chicago')",
            [f"p{side}"],
        )
    for table in ("access_event", "care_record", *LISTS):
        engine.run(
            f"insert into {TABLES[table].landing} by name select *, date '2026-06-30' as extracted_on, 'load' as load_id"
            f" from read_parquet('{folder / table}.parquet')"
        )
    return engine


def sort(folder: Path, warehouse: Path) -> str:
    """The yardstick: one bare sort of the log by its key, numbers for ids."""
    with Engine.memory() as engine:
        limits(engine, folder)
        engine.run(
            "create table sorted as select event_id, cast(substr(patient_id, 2) as integer) as patient_no, cast(substr(user_id, 2) as integer) as user_no, opened_at"
            f" from read_parquet('{folder / 'access_event'}.parquet') order by patient_no, user_no, opened_at"
        )
    return ""


def explained(folder: Path, warehouse: Path) -> str:
    """The explanations alone, on the log as it was numbered: what one EXISTS each answers too."""
    with Engine.create_or_open(warehouse) as engine:
        limits(engine, folder)
        access.explain(engine, list(models.of_layer("explanations").values()))
    return ""


def ranked(folder: Path, warehouse: Path) -> str:
    """Everything the detector makes of the log: explanations, episodes, flags, ranks."""
    with Engine.create_or_open(warehouse) as engine:
        limits(engine, folder)
        models.build(engine, only={"access_incident"})
        count, explained = engine.read(
            "select count(*), count(*) filter (where reasons > 0) from access_explained"
        ).row(0)
        episodes = engine.value("select count(*) from access_episode")
        incidents = engine.value("select count(*) from access_incident")
    return f"{count:,} accesses, {explained / count:.1%} explained, {episodes:,} episodes, {incidents:,} incidents"


def naive(folder: Path, warehouse: Path) -> str:
    """One EXISTS for each explanation, on the same rows; its mask must be the same to the bit."""
    differing = 0
    with Engine.create_or_open(warehouse) as engine:
        limits(engine, folder)
        places = access.bits(models.of_layer("explanations").values())
        for model in models.of_layer("explanations").values():
            is_derived = model.header["key"] == "derived"
            mask, asked = ("reasons", inherited(model)) if is_derived else ("direct_reasons", exists(model))
            found = f"select event_id, {mask} & {places[model.name]} > 0 as swept, {asked} as asked"
            differing += engine.value(
                f"select count(*) filter (where swept <> asked) from ({found} from access_explained as seen"
                " inner join access_user on access_user.user_no = seen.user_no) as compared"
            )
    return f"{differing} bits differ"


def inherited(model: models.Model) -> str:
    """Did an explained access of the user, or of the trainee's supervisor, lie near enough? Asked the slow way."""
    whose = {
        "repeat_access": "prior.user_no = seen.user_no",
        "supervised_access": "prior.user_no = access_user.supervisor_no"
        " and access_user.employer_kind in ('resident', 'student')",
    }[model.name]
    return (
        "(seen.direct_reasons = 0 and exists (select 1 from access_explained as prior"
        f" inner join access_window on access_window.explanation = '{model.name}'"
        f" where prior.patient_no = seen.patient_no and {whose} and prior.direct_reasons > 0"
        " and seen.opened_at >= prior.opened_at - to_hours(cast(access_window.before_hours as integer))"
        " and seen.opened_at < prior.opened_at + to_hours(cast(access_window.after_hours as integer))))"
    )


def exists(model: models.Model) -> str:
    """Is there a window of this explanation for the access? Asked the slow way, in SQL."""
    joins = ["inner join access_patient as whose on whose.provider_id = reason.provider_id"]
    joins[0] += " and whose.patient_id = reason.patient_id"
    on = ["whose.patient_no = seen.patient_no", "seen.opened_at >= reason.starts_at", "seen.opened_at < reason.ends_at"]
    if model.header["key"] == "user_patient":
        joins.append(
            "inner join access_alias as who on who.provider_id = reason.provider_id and who.alias = reason.user_id"
        )
        on.append("who.user_no = seen.user_no")
    if model.header["key"] == "department_patient":
        joins.append(
            "inner join access_department as place on place.provider_id = reason.provider_id"
            " and place.department = lower(trim(reason.department))"
        )
        worked = (
            "select 1 from access_assignment as own where own.user_no = seen.user_no"
            " and own.department_no = place.department_no and own.starts_at <= seen.opened_at"
            " and (own.ends_at is null or own.ends_at > seen.opened_at)"
        )
        on.append(
            "(place.department_no = seen.department_no or place.department_no = seen.shift_department_no"
            f" or exists ({worked}))"
        )
    groups = access.roles().get(model.name)
    allowed = f"access_user.role_group in ({', '.join(map(repr, sorted(groups)))}) and " if groups else ""
    return f"{allowed}exists (select 1 from {model.name} as reason {' '.join(joins)} where {' and '.join(on)})"


SIDES = {"sort": sort, "ranked": ranked, "explained": explained, "naive": naive}


def measured(side: str, folder: Path, warehouse: Path) -> tuple[float, float, str]:
    """Seconds and peak memory in GB of one side, and what it tells, in a process of its own."""
    command = [sys.executable, __file__, "--side", side, "--folder", str(folder), "--warehouse", str(warehouse)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds, memory, said = done.stdout.strip("\n").split("\t")
    return float(seconds), float(memory), said


def main() -> None:
    """For each size: make the rows, run every side in its own process, print the figures and the growth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--millions", type=int, nargs="+", default=[2])
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help="keep the rows in this folder, or use those it holds")
    parser.add_argument("--warehouse", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        begun = time.perf_counter()
        said = SIDES[given.side](given.folder, given.warehouse)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(f"{time.perf_counter() - begun}\t{peak}\t{said}")
        return
    before: tuple[int, float] | None = None
    for millions in given.millions:
        with tempfile.TemporaryDirectory() as scratch:
            folder = (given.folder or Path(scratch)) / f"{millions}m"
            folder.mkdir(parents=True, exist_ok=True)
            warehouse = folder / "log.duckdb"
            if not warehouse.exists():
                make(folder, millions)
                opened(folder, warehouse).close()
            sorting, memory, _ = measured("sort", folder, warehouse)
            print(f"{millions} million accesses: one bare sort  {sorting:7.1f} s   peak {memory:.2f} GB")
            seconds, memory, said = measured("ranked", folder, warehouse)
            print(f"  explained, flagged and ranked  {seconds:7.1f} s   peak {memory:.2f} GB   {said}")
            print(f"  ratio to the sort {seconds / sorting:.1f}")
            if before:
                grown = (seconds / before[1]) / (millions / before[0])
                print(f"  growth: {grown:.2f} times the growth of the log")
            before = (millions, seconds)
            if millions <= NAIVE_UP_TO:
                swept, memory, _ = measured("explained", folder, warehouse)
                print(f"  the explanations alone         {swept:7.1f} s   peak {memory:.2f} GB")
                slow, memory, said = measured("naive", folder, warehouse)
                print(f"  one EXISTS each                {slow:7.1f} s   peak {memory:.2f} GB   {said}")
                print(f"  ratio of one EXISTS each to the explanations alone {slow / swept:.1f}")


if __name__ == "__main__":
    main()
