"""What every kind of test may use: the sample site, and a warehouse it was loaded into once."""

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
