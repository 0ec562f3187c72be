"""
Release-of-information compliance analytics: the front door.

>>> import roi_analytics as roi
>>> roi.load("site.toml", warehouse="roi.duckdb")
>>> site = roi.open("roi.duckdb")
>>> site.show("on_time", by="provider_id", legal_path="access")
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from roi_analytics import statistics
from roi_analytics.errors import CheckError, LoadError, QuestionError, RoiError, RuleError
from roi_analytics.load import load as _load
from roi_analytics.warehouse import Warehouse

__all__ = [
    "CheckError",
    "LoadError",
    "QuestionError",
    "RoiError",
    "RuleError",
    "Warehouse",
    "lab",
    "load",
    "open",
    "sample",
    "statistics",
]


def open(path: str | Path = "roi.duckdb", as_of: dt.date | None = None) -> Warehouse:
    """Open a warehouse to ask it questions. Reads only; `as_of` turns the clock back to an earlier day."""
    return Warehouse(path, as_of)


def load(
    site: str | Path, warehouse: str | Path = "roi.duckdb", progress: Callable[[str], None] | None = None
) -> dict[str, Any]:
    """
    Load the logs that a site file names, and build what the questions read.

    Returns the rows of every feed: read = loaded + noted + quarantined + duplicate. A file that is refused leaves the
    others loaded and raises LoadError at the end, with the same report as its `report`.
    """
    return _load(site, warehouse, progress)


def sample(directory: str | Path, requests: int = 2500, accesses: int = 60_000, months: int = 3, seed: int = 1) -> dict:
    """
    Write an invented site with ground truth into an empty folder: the same files for the same seed.

    Returns the rows of every file. Raises QuestionError where the folder holds something already.
    """
    from roi_analytics.synthetic import write_sample

    folder = Path(directory)
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise QuestionError(
            f"{folder} is not an empty folder.\nName a new one: files that lie there would be loaded too."
        )
    return write_sample(folder, requests=requests, accesses=accesses, months=months, seed=seed)


def lab() -> int:
    """Open JupyterLab on the notebooks, and return its exit code once it is closed. Nothing is fetched."""
    from roi_analytics.open_lab import open_lab

    return open_lab()
