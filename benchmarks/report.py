"""
A month's pack of 12 providers, 1 million requests and 20 million accesses: seconds of each output, and peak memory.

    python benchmarks/report.py --requests 1000000 --accesses 20000000

The rows are those of findings.py, for twelve providers, and of access.py, whose four hospitals feed an access log; they
are made in SQL and the models built once, outside the timing, as a load would leave them. Yardstick in the same run:
one full reading of every row. Both sides run in a process of their own. With --again the pack is written twice, on two
threads and on one, and its hashes compared.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import access
import findings

import roi_analytics as roi
from roi_analytics import models
from roi_analytics.engine import Engine
from roi_analytics.tables import TABLES
from roi_analytics.versions import landing_tables

MONTH = "2026-03"
STATES = ("OH", "TX", "CA", "NY", "WA", "FL", "IL", "MA", "PA", "GA", "MD", "WI")


def make(path: Path, requests: int, accesses: int) -> dict[str, float]:
    """A warehouse with these rows, as a load would leave it. Returns how many rows, and the seconds of the models."""
    with Engine.create_or_open(path) as engine:
        limits(engine, path)
        for statement in landing_tables():
            engine.run(statement)
        engine.run("insert into warehouse values (2, 'Benchmark')")
        engine.run("insert into target values (30, 120, 120)")
        engine.run("insert into load_run (load_id, feed, table_name, extract) values ('load', 'all', 'all', 'full')")
        for number, state in enumerate(STATES):
            engine.run(
                "insert into provider (provider_id, kind, state, time_zone) values (?, ?, ?, 'America/Chicago')",
                [f"p{number}", "hospital" if number < 4 else findings.KINDS[number % len(findings.KINDS)], state],
            )
        engine.run("create temp table made as select range as n from range(?)", [requests])
        rows = 0
        for table, sql in findings.MADE.items():
            rows += write(engine, table, f"select made.* exclude (n), 'p' || (n % {len(STATES)}) as provider_id,"
                          f" n as source_row from ({sql}) as made")  # fmt: skip
        for table, sql in access.made(accesses).items():
            rows += write(engine, table, sql)
        begun = time.perf_counter()
        models.build(engine)
        return {"rows": rows, "seconds": time.perf_counter() - begun}


def write(engine: Engine, table: str, sql: str) -> int:
    """Put the rows of one table in, and tell of its feed."""
    landing = TABLES[table].landing
    engine.run(
        f"insert into {landing} by name select *, date '2026-06-30' as extracted_on, 'load' as load_id,"
        f" 'made.csv' as source_file from ({sql}) as written"
    )
    engine.run("insert into feed values ('all', ?, 'full', null)", [table])
    for column in TABLES[table].columns:
        engine.run("insert into feed_column values ('all', ?, ?)", [table, column])
    return engine.value(f"select count(*) from {landing}")


def limits(engine: Engine, path: Path) -> None:
    """What does not fit into memory spills beside the warehouse."""
    engine.run(f"set memory_limit = '{access.MEMORY}'")
    engine.run(f"set temp_directory = '{path}.spill'")


def read_all(path: Path) -> dict[str, float]:
    """The yardstick: every value of every row is read once."""
    with Engine.open(path) as engine:
        for table in engine.read("select distinct table_name from feed").get_column("table_name"):
            engine.value(f"select sum(hash(landed) % 1000) from {TABLES[table].landing} as landed")
    return {}


def write_pack(path: Path) -> dict[str, float]:
    """The pack, as `roi report` writes it; the seconds of each output."""
    told: list[tuple[str, float]] = []
    roi.open(path).report(
        MONTH, to=path.with_suffix(".pack"), progress=lambda line: told.append((str(line), time.perf_counter()))
    )
    told.append(("", time.perf_counter()))
    seconds: Counter[str] = Counter()
    for (line, begun), (_, ended) in pairwise(told):
        piece = line.removeprefix("writing the pack: ")
        seconds["folders of providers" if piece.startswith("folder") else piece] += ended - begun
    return dict(seconds)


SIDES = ("make", "read", "report")


def measured(
    side: str, path: Path, *words: str, cores: set[int] | None = None
) -> tuple[float, float, dict[str, float]]:
    """Seconds, peak memory in GB and parts of one side, in a process of its own that no other has filled."""
    command = [sys.executable, __file__, "--side", side, "--warehouse", str(path), *words]
    ours = (lambda: os.sched_setaffinity(0, cores)) if cores else None
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, preexec_fn=ours)
    seconds, memory, parts = done.stdout.strip("\n").split("\t")
    return float(seconds), float(memory), json.loads(parts)


def main() -> None:
    """Make the rows, run both sides, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--accesses", type=int, default=20_000_000)
    parser.add_argument("--warehouse", type=Path, help="keep the rows in this file, or use those it holds")
    parser.add_argument("--again", action="store_true", help="write the pack twice and compare")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        begun = time.perf_counter()
        if given.side == "make":
            parts = make(given.warehouse, given.requests, given.accesses)
        else:
            parts = (read_all if given.side == "read" else write_pack)(given.warehouse)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(f"{time.perf_counter() - begun}\t{peak}\t{json.dumps(parts)}")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = given.warehouse or Path(folder) / "benchmark.duckdb"
        if not path.exists():
            words = [f"--requests={given.requests}", f"--accesses={given.accesses}"]
            _, memory, told = measured("make", path, *words)
            print(f"12 providers, {given.requests:,} requests, {given.accesses:,} accesses: {told['rows']:,} rows")
            print(f"building the models (once a load) {told['seconds']:7.1f} s   peak {memory:.2f} GB")
        reading, memory, _ = measured("read", path)
        print(f"one full reading of the rows      {reading:7.1f} s   peak {memory:.2f} GB")
        seconds, memory, parts = measured("report", path)
        size = sum(file.stat().st_size for file in path.with_suffix(".pack").rglob("*") if file.is_file()) / 1e6
        print(f"the pack of a month ({size:,.0f} MB)      {seconds:7.1f} s   peak {memory:.2f} GB")
        for name, took in parts.items():
            print(f"    {name:46} {took:7.1f} s")
        print(f"ratio to the reading {seconds / reading:.1f}")
        if given.again:
            manifest = path.with_suffix(".pack") / "manifest.json"
            before = manifest.read_bytes()
            measured("report", path, cores={0})
            print("again, on one core: " + ("the same bytes" if manifest.read_bytes() == before else "OTHER BYTES"))


if __name__ == "__main__":
    main()
