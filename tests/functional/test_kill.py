"""Killed at any moment, the warehouse holds whole files only; run again, the load ends as an undisturbed one does."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from roi_analytics.engine import Engine
from roi_analytics.tables import TABLES

KILLS = 20
PROVIDERS = ("alder-canyon", "larkspur-family")


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


@pytest.fixture
def small_site(sample, tmp_path) -> Path:
    """Two providers of the sample, each with files of its own kind: enough to be struck at many moments."""
    head, *feeds = (sample / "site.toml").read_text(encoding="utf-8").split("[[feed]]")
    kept = [feed for feed in feeds if any(f'files = "{provider}/' in feed for provider in PROVIDERS)]
    for provider in PROVIDERS:
        shutil.copytree(sample / provider, tmp_path / provider)
    (tmp_path / "site.toml").write_text("[[feed]]".join([head, *kept]), encoding="utf-8")
    return tmp_path / "site.toml"


@pytest.mark.slow
def test_a_killed_load_leaves_whole_files_and_can_be_finished(small_site, tmp_path):
    undisturbed = tmp_path / "undisturbed.duckdb"
    began = time.monotonic()
    assert start(small_site, undisturbed).wait() == 0
    takes = time.monotonic() - began
    expected = fingerprint(undisturbed)

    moments = random.Random(20261122)
    warehouse = tmp_path / "killed.duckdb"
    struck = []
    while len(struck) < KILLS:
        process = start(small_site, warehouse)
        try:
            process.wait(timeout=moments.uniform(0.1, 0.9) * takes)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            struck.append(whole_files_only(warehouse) if warehouse.exists() else 0)
        else:
            assert fingerprint(warehouse) == expected, "a load that was finished after kills"
            warehouse.unlink()
    assert len(set(struck)) > 5, "the kills struck at different moments"
    assert start(small_site, warehouse).wait() == 0
    assert fingerprint(warehouse) == expected
