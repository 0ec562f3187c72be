"""What every kind of test may use: the sample site, a warehouse it was loaded into, and its pack; each made once."""

import fcntl
import os
import pickle
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
MONTH = "2026-05"
PROVIDER = "riverbend-general"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], Any]], Path]:
    """A folder that all workers of a run share and only read: the one that asks first makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def once(name: str, make: Callable[[Path], Any]) -> Path:
        place, making = shared / name, shared / f"{name}.making"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not place.exists():
                shutil.rmtree(making, ignore_errors=True)
                make(making)
                making.rename(place)
        return place

    return once


@pytest.fixture(scope="session")
def sample() -> Path:
    """The folder of the sample site."""
    return SAMPLE


@pytest.fixture(scope="session")
def load_report(made_once: Callable[..., Path]) -> tuple[Path, dict]:
    """A warehouse of the sample site, and what `load` told."""
    import roi_analytics as roi

    def load(folder: Path) -> None:
        folder.mkdir()
        told = roi.load(SAMPLE / "site.toml", warehouse=folder / "roi.duckdb")
        (folder / "told.pickle").write_bytes(pickle.dumps(told))

    folder = made_once("sample-warehouse", load)
    return folder / "roi.duckdb", pickle.loads((folder / "told.pickle").read_bytes())


@pytest.fixture(scope="session")
def site(load_report: tuple[Path, dict]) -> Any:
    """The sample site, loaded and open. Reads only."""
    import roi_analytics as roi

    return roi.open(load_report[0])


@pytest.fixture(scope="session")
def sample_pack(site: Any, made_once: Callable[..., Path]) -> Path:
    """The sample site's pack of its newest month."""
    return made_once("sample-pack", lambda folder: site.report(MONTH, to=folder))


@pytest.fixture(scope="session")
def one_providers_pack(site: Any, made_once: Callable[..., Path]) -> Path:
    """The same of PROVIDER alone."""
    return made_once("one-providers-pack", lambda folder: site.report(MONTH, to=folder, provider=PROVIDER))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """A test that was left out is told loudly, with what it would take to run it."""
    reasons = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", []))
    if reasons:
        terminalreporter.section("NOT checked", yellow=True)
        for reason, tests in reasons.items():
            terminalreporter.line(f"{tests} tests skipped: {reason.removeprefix('Skipped: ')}", yellow=True)
