"""
How long does a large access log take to load, against the engine's bare reading of the same file?

Prints seconds of `create table as from read_csv(..., all_varchar = true)` into a database file, seconds of `roi.load`
with all its checks and models, their ratio, and each one's peak memory. The log is made in SQL.

    python benchmarks/load.py --rows 20000000
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

SITE = """
[site]
name = "Benchmark"

[[provider]]
provider_id = "general"
kind = "hospital"
state = "OH"
time_zone = "America/New_York"

[[feed]]
name = "accesses"
table = "access_event"
files = "access.csv"
extracted_on = "2026-05-31"
time_zone = "UTC"
[feed.constants]
provider_id = "general"
[feed.columns]
event_id = "event"
opened_at = "time"
user_id = "user"
user_role = "role"
department = "department"
workstation = "workstation"
patient_id = "patient"
encounter_id = "encounter"
action = "action"
outcome = "outcome"
"""

LOG = """
    select
        'EV-' || lpad(cast(i as varchar), 10, '0') as event,
        strftime(timestamp '2026-03-01' + interval (i * 7 % 7800000) second, '%Y-%m-%d %H:%M:%S') as time,
        'u' || cast(i * 7919 % 4000 as varchar) as user,
        ['nurse', 'physician', 'registrar', 'pharmacist'][1 + i * 7919 % 4000 % 4] as role,
        ['cardiology', 'emergency', 'surgery', 'oncology', 'laboratory'][1 + i % 5] as department,
        'ws-' || cast(i % 900 as varchar) as workstation,
        'P' || cast(i * 104729 % 800000 as varchar) as patient,
        case when i % 3 > 0 then 'E' || cast(i * 104729 % 1600000 as varchar) end as encounter,
        ['R', 'R', 'R', 'C', 'U', 'E'][1 + i % 6] as action,
        case when i % 50 = 0 then 'minor_failure' else 'success' end as outcome
    from range(?) as made(i)
"""


def bare(folder: Path) -> None:
    with duckdb.connect(str(folder / "bare.duckdb")) as connection:
        connection.execute(f"create table raw as from read_csv('{folder / 'access.csv'}', all_varchar = true)")


def full(folder: Path) -> None:
    import roi_analytics as roi

    roi.load(folder / "site.toml", warehouse=folder / "roi.duckdb")


def measured(what: str, folder: Path) -> tuple[float, float]:
    """Seconds and peak memory in GB of one of the two, each in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--only", what, "--folder", folder], capture_output=True, text=True, check=True
    )
    seconds, memory = map(float, done.stdout.split()[-2:])
    return seconds, memory


def run_alone(what: str, folder: Path) -> None:
    began = time.perf_counter()
    {"bare": bare, "full": full}[what](folder)
    print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=20_000_000)
    asked.add_argument("--only", choices=["bare", "full"], help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    said = asked.parse_args()
    if said.only:
        run_alone(said.only, said.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "site.toml").write_text(SITE)
        with duckdb.connect() as connection:
            connection.execute(f"copy ({LOG}) to '{folder / 'access.csv'}' (header)", [said.rows])
        size = (folder / "access.csv").stat().st_size / 1e9
        print(f"{said.rows:,} rows, {size:.2f} GB of CSV")
        bare_seconds, bare_memory = measured("bare", folder)
        print(f"bare read_csv into a table  {bare_seconds:7.1f} s   peak {bare_memory:.2f} GB")
        seconds, memory = measured("full", folder)
        print(f"roi load, all checks        {seconds:7.1f} s   peak {memory:.2f} GB")
        print(f"ratio {seconds / bare_seconds:.2f}")


if __name__ == "__main__":
    main()
