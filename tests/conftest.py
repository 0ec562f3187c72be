"""What every kind of test may use: the sample site, and a warehouse it was loaded into once."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parents[1] / "data" / "sample"


@pytest.fixture(scope="session")
def sample() -> Path:
    """The folder of the sample site."""
    return SAMPLE


@pytest.fixture(scope="session")
def load_report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    """A warehouse of the sample site, and what `load` told."""
    import roi_analytics as roi

    path = tmp_path_factory.mktemp("warehouse") / "roi.duckdb"
    return path, roi.load(SAMPLE / "site.toml", warehouse=path)


@pytest.fixture(scope="session")
def site(load_report: tuple[Path, dict]) -> Any:
    """The sample site, loaded and open. Reads only."""
    import roi_analytics as roi

    return roi.open(load_report[0])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """A test that was left out is told loudly, with what it would take to run it."""
    reasons = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", []))
    if reasons:
        terminalreporter.section("NOT checked", yellow=True)
        for reason, tests in reasons.items():
            terminalreporter.line(f"{tests} tests skipped: {reason.removeprefix('Skipped: ')}", yellow=True)
