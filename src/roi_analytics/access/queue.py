"""
Which incidents are looked at first today, and which are drawn by lot, so that what the ranking misses can be measured?

An incident is what one user opened in a month, or what several opened of one patient, to be looked at as one. It is a
question. The order is that of `rank_score`; no figure of it leaves this module: a person's page tells rank and reasons.
"""

from typing import TYPE_CHECKING

import polars as pl

from roi_analytics.access.arguments import arguments
from roi_analytics.access.asking import ask, lay
from roi_analytics.errors import QuestionError

if TYPE_CHECKING:
    from roi_analytics.engine import Engine

BUDGET = 10
"""Incidents a day, where nothing else is said."""

ONE_IN = 10
"""One in so many of a day's incidents is drawn by lot from those the ranking leaves below."""


def draw(engine: "Engine", budget: int = BUDGET) -> pl.DataFrame:
    """
    Which of the incidents not yet reviewed are looked at today? One row each: incident_id, rank, drawn, probability.

    The best of the ranking (drawn: top, with certainty), and about one in ten, at least one, by lot from the rest
    (drawn: random, with the probability they had). The lot is that of the clock's day. A budget of one has no lot.
    Raises QuestionError for a budget below one.
    """
    if budget < 1:
        raise QuestionError("A budget is a number of incidents, at least 1.\nName one: --budget 10.")
    lay(engine, "put_episode")
    waiting = ask(engine, "open_incident")
    by_lot = 0 if budget == 1 else max(1, round(budget / ONE_IN))
    top = budget - by_lot
    best, rest = waiting.head(top), waiting.slice(top)
    lot = rest.sort("turn").head(by_lot)
    return pl.concat(
        [
            best.with_columns(drawn=pl.lit("top"), probability=pl.lit(1.0)),
            lot.with_columns(drawn=pl.lit("random"), probability=pl.lit(lot.height / max(rest.height, 1))),
        ]
    ).select("incident_id", "rank", "drawn", "probability")


def queue(engine: "Engine", budget: int = BUDGET) -> pl.DataFrame:
    """
    Which incidents are looked at today, and what speaks for and against each? One row per incident, by rank.

    Columns: rank (among those not reviewed), drawn (top or random), incident_id, kind (user or patient), provider_id,
    user_id, role, department, patient_id (where there is one), month, first_on, last_on, episodes, users, patients,
    reasons_for, reasons_against (sentences, three at most), absent (sources missing or late then).

    >>> site.access_queue(budget=10)
    """
    drawn = draw(engine, budget)
    return drawn.select("rank", "drawn", "incident_id").join(
        described(engine, drawn["incident_id"].to_list()), on="incident_id", maintain_order="left"
    )


def described(engine: "Engine", ids: list[str]) -> pl.DataFrame:
    """The incidents of these ids with what speaks for and against each; the columns of `queue` but rank and drawn."""
    found = ask(engine, "incident", [ids])
    lay(engine, "put_access", [ids])
    sources = ask(engine, "incident_source", [ids])
    said = arguments(engine, found, sources)
    for side in ("for", "against"):
        told = said.filter(pl.col("side") == side).group_by("incident_id", maintain_order=True)
        found = found.join(told.agg(pl.col("says").alias(f"reasons_{side}")), on="incident_id", how="left")
    absent = told_absent(sources).group_by("incident_id", maintain_order=True).agg(absent="says")
    found = found.join(absent, on="incident_id", how="left")
    return found.with_columns(pl.col("absent").fill_null(pl.lit([], pl.List(pl.String)))).drop(
        "role_group", "questions"
    )


def told_absent(sources: pl.DataFrame) -> pl.DataFrame:
    """The sources that were missing or late, in words: `says` beside the columns of queries/incident_source.sql."""
    kind = pl.col("source").str.replace_all("_", " ")
    late = pl.format("{}: late, the last is of {}", kind, pl.col("last_on"))
    missing = pl.format(
        "{}: none in the month{}",
        kind,
        pl.when("is_needed").then(pl.lit(", though this work rests on it")).otherwise(pl.lit("")),
    )
    return sources.filter(pl.col("standing") != "there").with_columns(
        says=pl.when(pl.col("standing") == "late").then(late).otherwise(missing)
    )
