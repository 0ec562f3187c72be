"""
Release-of-information compliance analytics: the front door.

>>> import roi_analytics as roi
>>> roi.load("site.toml", warehouse="roi.duckdb")
>>> site = roi.open("roi.duckdb")
>>> site.show("on_time", by="provider_id", legal_path="access")
"""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from roi_analytics import statistics
from roi_analytics.access.review import write as _review
from roi_analytics.errors import CheckError, LoadError, QuestionError, RoiError, RuleError
from roi_analytics.load import load as _load
from roi_analytics.load.propose import propose
from roi_analytics.verify import verify as _verify
from roi_analytics.warehouse import Warehouse

__all__ = [
    "CheckError",
    "LoadError",
    "QuestionError",
    "RoiError",
    "RuleError",
    "Warehouse",
    "evaluate",
    "lab",
    "load",
    "notebook",
    "open",
    "propose",
    "review",
    "sample",
    "statistics",
    "verify",
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


def review(
    incident: str, outcome: str, by: str, warehouse: str | Path = "roi.duckdb", budget: int = 10
) -> pl.DataFrame:
    """
    Record what a person found when looking at an incident: one row per episode of it, all of which are returned.

    `outcome` is one of Warehouse.REVIEW_OUTCOMES, `by` says who looked, `budget` is that of the queue the incident
    was in. Earlier reviews are kept; the newest counts. The ranking learns of it at the next load.

    >>> roi.review("d55ffa799e", "permitted", by="privacy officer", warehouse="roi.duckdb")

    """
    Warehouse(warehouse)  # refuses what is no sound warehouse before anything is written
    return _review(Path(warehouse), incident, outcome, by, budget)


def evaluate(
    site: str | Path | None = None,
    truth: str | Path | None = None,
    accesses: int = 5_000_000,
    prevalence: float = 1e-4,
    seed: int = 1,
    full: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Any:
    """
    How well does the detector do, what does it miss, and whom does it trouble? On invented hospitals, or a labelled
    site.

    Without a site: weights are learnt on half of the families of misuse and half of the sites of an invented hospital
    group, and judged on `accesses` of the other half, with misuse in `prevalence` of episodes. With `site` and `truth`
    (columns event_id, family): a site's own log by the weights it has without a review. `full` adds the other half as
    a second fold, and what missing records, wrong clocks, shared accounts and covered tracks do. Returns an Evaluation.

    >>> roi.evaluate(accesses=1_000_000).last_line

    """
    from roi_analytics import evaluation

    if (site is None) != (truth is None):
        raise QuestionError("A site is judged against its labels.\nGive both: SITE.toml and --truth FILE.")
    say = progress or (lambda line: None)
    if site is not None and truth is not None:
        return evaluation.judge_site(site, truth, say)
    return evaluation.run_folds(accesses, prevalence, seed, full, say)


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


def verify(
    pack: str | Path,
    site: str | Path,
    warehouse: str | Path = "roi.duckdb",
    after: Sequence[str | Path] = (),
    progress: Callable[[str], None] | None = None,
) -> pl.DataFrame:
    """
    Does a pack still come out of its site file, to the byte? It is made again beside itself, under its own clock.

    One row per difference, causes first (of, name, difference); none where the pack is the same. Told are files changed
    in the pack, inputs, rules of law, models, versions and settings that are not what they were, and of each file that
    comes out otherwise which rows. Reviews of accesses are in no site file: where the pack was made with some, they are
    read from `warehouse`. A pack that was published after others needs them again: `after`. Raises LoadError or
    QuestionError where the site file or a pack cannot be used.

    >>> roi.verify("reports/2026-05", "site.toml")

    """
    return _verify(Path(pack), Path(site), Path(warehouse), [Path(folder) for folder in after], progress)


def lab(here: str | Path = ".", progress: Callable[[str], None] = print) -> int:
    """
    Open JupyterLab on the notebooks, and return its exit code once it is closed. Nothing is fetched.

    They are those of the folder `notebooks` in `here`; where there is none, copies are put there. Their cells run in
    `here`, so `roi.duckdb` is the warehouse that stands there.
    """
    from roi_analytics.open_lab import open_lab

    return open_lab(Path(here), progress)


def notebook(rows: int = 30) -> None:
    """
    Show frames in this notebook as tables one can read: up to so many rows, text without quotes, a dash for what is
    not known, and control marks of a log made visible. Plain Python is not changed.

    >>> roi.notebook()
    """
    from roi_analytics.readable import in_notebooks

    in_notebooks(rows)
