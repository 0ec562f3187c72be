"""
Is a pack what its site file still gives? It is made again in a place of its own, and held against what lies there.

What a site file does not hold is taken from the pack (month, provider, audience, clock), and what persons found of
accesses from the warehouse they recorded it in.
"""

import datetime as dt
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from roi_analytics import models
from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError
from roi_analytics.load import FilesRefused, load


def verify(
    folder: Path,
    site: Path,
    warehouse: Path | None = None,
    after: Sequence[Path] = (),
    progress: Callable[[str], None] | None = None,
) -> pl.DataFrame:
    """Make the pack in `folder` again from its site file, and return what differs; see `roi.verify`."""
    from roi_analytics import report
    from roi_analytics.report import differences

    pack = differences.manifest_of(folder)
    earlier, reviews = _published_before(pack, after), _reviews(pack, warehouse)
    with _place_beside(folder) as place:
        _load_again(pack, site, place / "roi.duckdb", reviews, progress)
        asked = {"provider": pack["provider"], "audience": pack["audience"], "after": earlier, "progress": progress}
        with Engine.open(place / "roi.duckdb") as engine:
            report.write(engine, pack["month"], place / "pack", **asked)
        return differences.between(folder, place / "pack")


@contextmanager
def _place_beside(folder: Path) -> Iterator[Path]:
    """A folder beside the pack, for this user's eyes only and gone afterwards: what a log holds goes nowhere else."""
    try:
        place = tempfile.TemporaryDirectory(prefix=f".{folder.resolve().name}-", dir=folder.resolve().parent)
    except OSError as error:
        raise QuestionError(
            f"There is no room beside {folder} to make the pack again: {error.strerror}.\n"
            "Copy the pack to a folder of yours, and verify it there."
        ) from None
    with place as made:
        yield Path(made)


def _load_again(
    pack: dict[str, Any],
    site: Path,
    path: Path,
    reviews: pl.DataFrame | None,
    progress: Callable[[str], None] | None,
) -> None:
    """A warehouse of the site as it is today, under the pack's clock."""
    try:
        load(site, path, progress)
    except FilesRefused as refused:
        if not any(feed["read"] for feed in refused.report["feeds"]):
            raise
        # The others are loaded; a file the pack was made of and that is refused now is told as a difference.
    clock = dt.date.fromisoformat(pack["clock"])
    with Engine.create_or_open(path) as engine:
        if reviews is not None:
            _build_as_reviewed(engine, clock, reviews, pack["reviews"]["learnt"])
        elif engine.value("select as_of from clock") != clock:
            models.build(engine, as_of=clock)


def _published_before(pack: dict[str, Any], folders: Sequence[Path]) -> list[Path]:
    """The packs this one was published after, in its order. Raises QuestionError where one of them is not named."""
    from roi_analytics.report.pack import MANIFEST

    made_after = pack.get("after", [])
    named = {_hash(folder / MANIFEST): folder for folder in folders if (folder / MANIFEST).is_file()}
    missing = sum(told not in named for told in made_after)
    if missing:
        raise QuestionError(
            f"The pack was published after {len(made_after)} other(s), of which {missing} are not named, or are not as "
            "they were.\nName the folder of each: --after DIR"
        )
    return [named[told] for told in made_after]


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _reviews(pack: dict[str, Any], warehouse: Path | None) -> pl.DataFrame | None:
    """The reviews the pack was made with, the oldest first; None where there were none, or where none are to be had."""
    recorded = pack.get("reviews", {}).get("recorded", 0)
    if not recorded or warehouse is None or not warehouse.exists():
        return None
    with Engine.open(warehouse) as engine:
        if not engine.exists("access_review"):
            return None
        order = ["reviewed_at", "incident_id", "worked_on", "user_id", "patient_id"]
        return engine.rows("access_review", order=order).head(recorded)


def _build_as_reviewed(engine: Engine, clock: dt.date, reviews: pl.DataFrame, learnt: int) -> None:
    """The ranking learns at a load: of the reviews recorded by then. Those recorded later count as read, no more."""
    engine.insert("access_review", reviews.head(learnt))
    models.build(engine, as_of=clock)
    engine.insert("access_review", reviews.slice(learnt))
