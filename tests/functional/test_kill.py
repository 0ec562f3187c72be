"""Killed at any moment, the warehouse holds whole files only; run again, the load ends as an undisturbed one does."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from roi_analytics.engine import Engine
from roi_analytics.tables import TABLES

KILLS = 20


def start(site: Path, warehouse: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from roi_analytics.cli import main; main()",
            "load",
            str(site),
            "--warehouse",
            str(warehouse),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def fingerprint(warehouse: Path) -> dict[str, tuple]:
    """Rows and a hash of every table a question can read, but for the wall clock."""
    with Engine.open(warehouse) as engine:
        relations = [name for name, is_view in engine.relations().items() if not is_view]
        prints = {}
        for name in sorted(relations):
            columns = ", ".join(f'"{column}"' for column in engine.columns(name) if column != "loaded_at")
            prints[name] = (
                engine.value(f"select count(*) from {name}"),
                engine.value(f"select cast(sum(hash({columns})) as varchar) from {name}"),
            )
        return prints


def whole_files_only(warehouse: Path) -> int:
    """Every load on record has all its rows, and no row is without a load on record. Returns the number of loads."""
    with Engine.open(warehouse) as engine:
        if not engine.exists("load_run"):
            return 0
        for table in TABLES.values():
            assert (
                engine.value(
                    f"select count(*) from {table.landing} where load_id not in (select load_id from load_run)"
                )
                == 0
            ), table.name
        told = engine.read(
            "select load_id, table_name, rows_read, rows_loaded, rows_quarantined, rows_duplicate from load_run"
        )
        for load_id, table, read, loaded, quarantined, duplicate in told.iter_rows():
            landing = TABLES[table].landing
            assert engine.value(f"select count(*) from {landing} where load_id = ?", [load_id]) == loaded, load_id
            assert engine.value("select count(*) from quarantine where load_id = ?", [load_id]) == quarantined, load_id
            assert read == loaded + quarantined + duplicate, load_id
        return told.height


@pytest.mark.slow
def test_a_killed_load_leaves_whole_files_and_can_be_finished(sample, tmp_path):
    site = sample / "site.toml"
    undisturbed = tmp_path / "undisturbed.duckdb"
    began = time.monotonic()
    assert start(site, undisturbed).wait() == 0
    takes = time.monotonic() - began
    expected = fingerprint(undisturbed)

    moments = random.Random(20261122)
    warehouse = tmp_path / "killed.duckdb"
    struck = []
    for _ in range(KILLS):
        if moments.random() < 0.3:
            warehouse.unlink(missing_ok=True)
            warehouse.with_name(warehouse.name + ".wal").unlink(missing_ok=True)
        process = start(site, warehouse)
        time.sleep(moments.uniform(0.1, 0.95) * takes)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if warehouse.exists():
            struck.append(whole_files_only(warehouse))
    assert len(set(struck)) > 3, "the kills struck at different moments"
    assert start(site, warehouse).wait() == 0
    assert fingerprint(warehouse) == expected
