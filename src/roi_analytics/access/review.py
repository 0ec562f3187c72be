"""
What did a person find when looking at an incident; and how often does the ranking put something before a person that
was one?

A review is kept across loads, one row per episode of its incident; a later review of the same episode stands, the
earlier is kept. What could not be decided is neither a breach nor none, and is in no share.
"""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from roi_analytics.access.asking import ask
from roi_analytics.access.queue import BUDGET, draw
from roi_analytics.errors import QuestionError, did_you_mean
from roi_analytics.statistics import proportion

if TYPE_CHECKING:
    from roi_analytics.engine import Engine

OUTCOMES = {
    "permitted": False,
    "permitted_not_documented": False,
    "policy_breach": True,
    "inadvertent": False,
    "impermissible": True,
    "identity_not_proven": None,
    "cannot_determine": None,
}
"""What a review can find, and whether that was a breach: of policy, or an impermissible use. Null is not decided."""

STRATA = ("top", "random", "asked")
"""How an incident came to be reviewed: best of the ranking, by lot from the rest, or because somebody asked."""


def check(outcome: str, by: str) -> None:
    """Refuse an outcome that is not known, and a review without a reviewer. Raises QuestionError."""
    if outcome not in OUTCOMES:
        raise QuestionError(
            f"There is no outcome of that name.{did_you_mean(outcome, OUTCOMES)}\n"
            f"The outcomes are: {', '.join(OUTCOMES)}."
        )
    if not by.strip():
        raise QuestionError("A review names who made it.\nName the reviewer: --by.")


def record(engine: "Engine", incident_id: str, outcome: str, by: str, budget: int = BUDGET) -> pl.DataFrame:
    """
    Record what a reviewer found: one row per episode of the incident, all of which are returned as they were kept.

    `budget` is that of the day's queue, from which the incident's stratum and its probability of being drawn follow; an
    incident that the queue would not hold is `asked`, without a probability. Raises QuestionError for an incident or
    outcome that is not there. The ranking learns of it when the models are built again, by the next load.

    >>> roi.review("d55ffa799e", "permitted", by="privacy officer", warehouse="roi.duckdb")
    """
    check(outcome, by)
    drawn = draw(engine, budget).filter(pl.col("incident_id") == incident_id)
    episodes = engine.read(
        "select distinct incident_id, provider_id, user_id, patient_id, worked_on"
        " from put_episode where incident_id = ? order by worked_on, user_id, patient_id",
        [incident_id],
    )
    if episodes.is_empty():
        raise QuestionError(
            "There is no incident of that id under this clock.\n`roi access queue` lists those to be looked at."
        )
    place = drawn.to_dicts()[0] if drawn.height else {"drawn": "asked", "probability": None, "rank": None}
    rows = episodes.with_columns(
        outcome=pl.lit(outcome),
        reviewed_by=pl.lit(by.strip()),
        reviewed_at=pl.lit(dt.datetime.now(dt.UTC).replace(tzinfo=None)),
        drawn=pl.lit(place["drawn"]),
        probability=pl.lit(place["probability"], dtype=pl.Float64),
        rank=pl.lit(place["rank"], dtype=pl.Float64),
    )
    with engine.transaction():
        engine.insert("access_review", rows)
    return rows


def reviewed(engine: "Engine") -> pl.DataFrame:
    """
    Which episodes has a person decided, by the newest review of each?

    One row per episode: provider_id, user_id, patient_id, worked_on, is_breach, probability (of having been drawn for
    review; null where it was reviewed because somebody asked). What could not be decided is left out.
    """
    return _newest(engine).drop_nulls("is_breach").select(
        "provider_id", "user_id", "patient_id", "worked_on", "is_breach", "probability"
    )  # fmt: skip


def precision(engine: "Engine") -> pl.DataFrame:
    """
    Of the incidents reviewed so far, how many were a breach? One row per stratum (top, random, asked).

    Columns: drawn, reviewed, decided, breaches, value (breaches among the decided), low, high (Wilson, 95 %). An
    incident is a breach where one of its episodes is, by the newest review of each.
    """
    found = _newest(engine).group_by("incident_id", "drawn").agg(is_breach=pl.col("is_breach").max())
    counted = found.group_by("drawn").agg(
        reviewed=pl.len(), decided=pl.col("is_breach").count(), breaches=pl.col("is_breach").sum()
    )
    counted = pl.DataFrame({"drawn": STRATA}).join(counted, on="drawn", how="left", maintain_order="left")
    counted = counted.with_columns(pl.col("reviewed", "decided", "breaches").fill_null(0).cast(pl.Int64))
    return proportion(counted, cases="decided", events="breaches")


def write(path: Path, incident_id: str, outcome: str, by: str, budget: int = BUDGET) -> pl.DataFrame:
    """Open the warehouse for writing, and record a review; see `record`."""
    from roi_analytics.engine import Engine

    with Engine.create_or_open(path) as engine:
        return record(engine, incident_id, outcome, by, budget)


def _newest(engine: "Engine") -> pl.DataFrame:
    return ask(engine, "newest_review").with_columns(
        is_breach=pl.col("outcome").replace_strict(OUTCOMES, return_dtype=pl.Boolean)
    )
