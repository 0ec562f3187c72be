"""
Every rule on a large request log: seconds to build the models and count all cases, against one full reading of its rows.

    python benchmarks/findings.py --requests 1000000

The rows are made in SQL: 51 providers, one in each jurisdiction, every table a release of records leaves behind. Each side
opens the warehouse anew in a process of its own. Prints the seconds, the ratio, the peak memory and how much was found.
"""
# ruff: noqa: E501 - a table is as wide as its words

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from roi_analytics import models
from roi_analytics.engine import Engine
from roi_analytics.law.words import STATES
from roi_analytics.tables import TABLES
from roi_analytics.versions import landing_tables

KINDS = ("hospital", "clinic", "doctors_office", "pharmacy", "laboratory", "health_insurer")

MADE = {
    "request": """
        select 'r' || n as request_id, 'm' || (n % 300000) as patient_id,
            ['patient', 'patient', 'patient', 'attorney', 'insurer', 'parent', 'executor', 'provider'][1 + n % 8] as requester_kind,
            ['access', 'access', 'directive', 'authorization', 'authorization', 'access', 'access', 'treatment'][1 + n % 8] as legal_path,
            ['none', 'care', 'benefit_claim', 'litigation'][1 + n % 4] as stated_need, n % 11 > 0 as is_written,
            date '2025-01-01' + cast(n % 480 as integer) as received_on,
            case when n % 10 > 0 then date '2025-01-01' + cast(n % 480 + 5 + n % 41 as integer) end as completed_on,
            case when n % 10 = 0 then 'open' when n % 10 = 1 then 'denied' else 'fulfilled' end as status, n
        from made
    """,
    "request_item": """
        select 'r' || n as request_id, '1' as item_no, ['notes', 'billing', 'imaging'][1 + n % 3] as record_set,
            ['electronic', 'paper', 'mixed'][1 + n % 3] as held_as, ['paper', 'electronic', 'portal'][1 + n % 3] as format_requested,
            ['paper', 'electronic'][1 + n % 2] as format_provided, 'provided' as outcome, n % 300 as pages_paper, n
        from made
    """,
    "delivery": """
        select 'd' || n as delivery_id, 'r' || n as request_id, date '2025-01-01' + cast(n % 480 + 5 + n % 41 as integer) as sent_on,
            'delivered' as outcome, true as is_complete, n
        from made where n % 10 > 1
    """,
    "denial": """
        select 'n' || n as denial_id, 'r' || n as request_id, ['U1', 'R1', 'X_MOTIVE', 'R3'][1 + n % 4] as ground, true as is_whole,
            date '2025-01-01' + cast(n % 480 + 20 as integer) as denied_on, date '2025-01-01' + cast(n % 480 + 22 as integer) as notice_sent_on,
            'u' || (n % 90) as decided_by, n % 3 > 0 as decider_is_licensed, n
        from made where n % 10 = 1
    """,
    "denial_notice_element": """
        select 'n' || n as denial_id, 'DN' || step as element, case when (n + step) % 17 > 0 then 'present' else 'missing' end as state, n
        from made cross join range(1, 8) as steps(step) where n % 10 = 1
    """,
    "extension": """
        select 'r' || n as request_id, '1' as ordinal, date '2025-01-01' + cast(n % 480 + 25 as integer) as notified_on, 'backlog' as reason,
            date '2025-01-01' + cast(n % 480 + 55 as integer) as promised_on, n
        from made where n % 20 = 3
    """,
    "correspondence": """
        select 'l' || n as letter_id, 'r' || n as request_id, ['acknowledgement', 'fee_notice'][1 + n % 2] as kind,
            date '2025-01-01' + cast(n % 480 + 3 as integer) as sent_on, n
        from made where n % 2 = 0
    """,
    "invoice": """
        select 'i' || n as invoice_id, 'r' || n as request_id, date '2025-01-01' + cast(n % 480 + 4 + n % 37 as integer) as sent_on,
            cast(10 + n % 90 as decimal(10, 2)) as amount_usd, n
        from made where n % 3 = 0
    """,
    "fee_line": """
        select 'r' || n as request_id, cast(step as varchar) as line_no, ['per_page', 'search_retrieval', 'postage'][step] as kind,
            cast((10 + n % 90) / step as decimal(10, 2)) as amount_usd, ['state_schedule', 'actual_cost'][1 + n % 2] as method, n
        from made cross join range(1, 4) as steps(step) where n % 3 = 0
    """,
    "authority": """
        select 'a' || n as authority_id, 'r' || n as request_id, 'written_authorization' as kind,
            date '2024-12-01' + cast(n % 480 as integer) as signed_on, date '2025-01-01' + cast(n % 480 as integer) as expires_on,
            cast(null as date) as revoked_on, n
        from made where n % 8 in (3, 4) and n % 5 > 0
    """,
    "authority_element": """
        select 'a' || n as authority_id, element, case when n % 13 > 0 then 'present' else 'missing' end as state, n
        from made cross join unnest(['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'B1', 'B2', 'B3']) as form(element) where n % 8 in (3, 4) and n % 5 > 0
    """,
    "disclosure": """
        select 'x' || n as disclosure_id, 'r' || n as request_id, 'm' || (n % 300000) as patient_id,
            timestamp '2025-01-01 15:00:00' + to_days(cast(n % 480 + 10 as integer)) as disclosed_at,
            ['authorization', 'law_enforcement', 'public_health', 'judicial'][1 + n % 4] as purpose, 'notes' as record_set, n
        from made where n % 8 in (3, 4)
    """,
    "disclosure_evidence": """
        select 'x' || n as disclosure_id, element, 'present' as state, n
        from made cross join unnest(['legal authority', 'agency', 'order id']) as proof(element) where n % 8 in (3, 4)
    """,
}  # fmt: skip


def make(path: Path, requests: int) -> int:
    """A warehouse with that many requests, as a load would leave it. Returns the number of rows."""
    rows = 0
    with Engine.create_or_open(path) as engine:
        for statement in landing_tables():
            engine.run(statement)
        engine.run("insert into warehouse values (1, 'Benchmark')")
        engine.run("insert into target values (30, 120, 120)")
        engine.run("insert into load_run (load_id, feed, table_name, extract) values ('load', 'all', 'all', 'full')")
        for number, state in enumerate(STATES):
            engine.run(
                "insert into provider (provider_id, kind, state, time_zone) values (?, ?, ?, 'America/Chicago')",
                [f"p{number}", KINDS[number % len(KINDS)], state],
            )
        engine.run("create temp table made as select range as n from range(?)", [requests])
        for table, sql in MADE.items():
            engine.run(
                f"insert into {TABLES[table].landing} by name select made.* exclude (n), 'p' || (n % {len(STATES)}) as"
                " provider_id, date '2026-06-30' as extracted_on, 'load' as load_id, 'made.csv' as source_file,"
                f" n as source_row from ({sql}) as made"
            )
            engine.run(
                f"insert into feed select '{table}-' || provider_id, '{table}', 'full', provider_id from provider"
            )
            for column in TABLES[table].columns:
                engine.run("insert into feed_column values ('all', ?, ?)", [table, column])
            rows += engine.value(f"select count(*) from {TABLES[table].landing}")
    return rows


def read_all(path: Path) -> str:
    """The yardstick: every value of every row is read once."""
    with Engine.open(path) as engine:
        for table in MADE:
            landing = TABLES[table].landing
            engine.value(f"select sum(hash(landed) % 1000) from {landing} as landed")
    return ""


def judge(path: Path) -> str:
    """All models are built and the cases of all rules counted."""
    with Engine.create_or_open(path) as engine:
        models.build(engine)
        cases = engine.value("select count(*) from rule_case")
        found = engine.value("select count(*) from finding")
        rules = engine.value("select count(distinct law_rule) from rule_case")
    return f"{cases:,} cases of {rules} rules of law, {found:,} findings"


def measured(side: str, path: Path) -> tuple[float, float, str]:
    """Seconds and peak memory in GB of one side, and what it tells, in a process of its own."""
    command = [sys.executable, __file__, "--side", side, "--warehouse", str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds, memory, said = done.stdout.strip("\n").split("\t")
    return float(seconds), float(memory), said


def main() -> None:
    """Make the rows, run both sides each in its own process, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--warehouse", type=Path, help="keep the rows in this file, or use those it holds")
    parser.add_argument("--side", choices=("read", "judge"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        begun = time.perf_counter()
        said = (read_all if given.side == "read" else judge)(given.warehouse)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(f"{time.perf_counter() - begun}\t{peak}\t{said}")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = given.warehouse or Path(folder) / "benchmark.duckdb"
        if not path.exists():
            print(f"{given.requests:,} requests, {make(path, given.requests):,} rows")
        seconds, memory, _ = measured("read", path)
        print(f"one full reading of the rows  {seconds:7.1f} s   peak {memory:.2f} GB")
        judged_seconds, memory, said = measured("judge", path)
        print(f"all models and all rules      {judged_seconds:7.1f} s   peak {memory:.2f} GB")
        print(f"ratio {judged_seconds / seconds:.1f}; {said}")


if __name__ == "__main__":
    main()
