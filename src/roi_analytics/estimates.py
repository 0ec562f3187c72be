"""
From cases to a figure: sufficient statistics made in the engine, an estimate with its interval made of them.

No case is read to make a figure, so a hundred million accesses never leave the engine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from roi_analytics import statistics
from roi_analytics.engine import Engine
from roi_analytics.models import Model
from roi_analytics.tables import TABLES

OF_THE_OUTCOME = ("ground", "extent")
"""Groups that describe the outcome and not the case: a share by them stands on all cases, so that the groups add up."""

COUNTED = "standing = 'counted'"
WATCHED = "standing <> 'not_assessable'"


@dataclass(frozen=True)
class Asked:
    """A measure, the groups to show it by, and the cases to keep (column -> value): names already checked."""

    engine: Engine
    model: Model
    groups: list[str]
    where: dict[str, Any]

    def count(self, by: list[str], **aggregates: str) -> pl.DataFrame:
        """Count the measure's cases by columns of its view, inside the engine."""
        return self.engine.summary(self.model.name, by, aggregates, self.where)


def figure(asked: Asked) -> pl.DataFrame:
    """One row per group: the groups, cases, value, low, high, immature, not_assessable, held_out, then extras."""
    groups = asked.groups
    of_case = [name for name in groups if name not in OF_THE_OUTCOME]
    counts = asked.count(
        of_case,
        cases=f"count(*) filter (where {COUNTED})",
        events=f"count(*) filter (where {COUNTED} and value = 1)",
        immature="count(*) filter (where standing = 'immature')",
        not_assessable="count(*) filter (where standing = 'not_assessable')",
    )
    if groups != of_case:
        counts = _by_outcome(asked, of_case, counts)
    estimated = ESTIMATES[asked.model.header["summary"]](asked, counts)
    estimated = estimated.with_columns(pl.col("^(value|low|high|p90)$").cast(pl.Float64))
    extras = [name for name in ("p90", "at_risk", "last_day") if name in estimated.columns]
    shown = _held_out(asked, estimated).select(
        *groups, "cases", "value", "low", "high", "immature", "not_assessable", "held_out", *extras
    )
    return shown.sort(groups, nulls_last=True) if groups else shown


def curve(asked: Asked) -> pl.DataFrame:
    """One row per group and day: the share answered by then (Aalen-Johansen), its band, and `cases` of the group."""
    days = _days(asked)
    watched = pl.sum_horizontal("answered", "competing", "censored").sum().alias("cases")
    n = days.group_by(asked.groups, maintain_order=True).agg(watched) if asked.groups else days.select(watched)
    share = {"answered_share": "value", "answered_low": "low", "answered_high": "high"}
    found = statistics.outcomes(days, by=asked.groups).rename(share)
    return _joined(found.select(*asked.groups, "day", *share.values(), "at_risk"), n, asked.groups)


def _by_outcome(asked: Asked, of_case: list[str], counts: pl.DataFrame) -> pl.DataFrame:
    """Cases, immature and not assessable of the whole group; events of each outcome within it."""
    outcomes = [name for name in asked.groups if name in OF_THE_OUTCOME]
    parts = asked.count(asked.groups, events=f"count(*) filter (where {COUNTED})")
    parts = parts.filter(pl.all_horizontal(pl.col(outcomes).is_not_null()) & (pl.col("events") > 0))
    return _joined(parts, counts.drop("events"), of_case)


def _share(asked: Asked, counts: pl.DataFrame) -> pl.DataFrame:
    return statistics.proportion(counts)


def _share_by_day(asked: Asked, counts: pl.DataFrame) -> pl.DataFrame:
    day = asked.engine.value("select answered_within_days from target")
    return _joined(counts, statistics.share_by_day(_days(asked), by=asked.groups, day=day), asked.groups)


def _median_days(asked: Asked, counts: pl.DataFrame) -> pl.DataFrame:
    days = _days(asked)
    median = statistics.day_reached(days, by=asked.groups)
    p90 = statistics.day_reached(days, by=asked.groups, share=0.9).select(*asked.groups, p90=pl.col("value"))
    return _joined(_joined(counts, median, asked.groups), p90, asked.groups)


def _median(asked: Asked, counts: pl.DataFrame) -> pl.DataFrame:
    amounts = asked.count([*asked.groups, "value"], n=f"count(*) filter (where {COUNTED})")
    return _joined(counts, statistics.amounts(amounts, by=asked.groups, cases="n").drop("cases"), asked.groups)


ESTIMATES: dict[str, Callable[[Asked, pl.DataFrame], pl.DataFrame]] = {
    "share": _share,
    "share_by_day": _share_by_day,
    "median_days": _median_days,
    "median": _median,
}
"""From the `summary` of a measure's header to the estimate of its figure."""


def _days(asked: Asked) -> pl.DataFrame:
    """Per group and day: how many were answered, ended otherwise, were last seen open, came into view late."""
    ends = {"answered": "answered", "competing": "competing", "censored": "open"}
    leaving = asked.count(
        [*asked.groups, "days"],
        **{name: f"count(*) filter (where {WATCHED} and outcome = '{outcome}')" for name, outcome in ends.items()},
    ).rename({"days": "day"})
    entering = (
        asked.count([*asked.groups, "entered"], late=f"count(*) filter (where {WATCHED} and entered > 0)")
        .rename({"entered": "day"})
        .rename({"late": "entered"})
    )
    counts = pl.col(*ends, "entered")
    days = pl.concat([leaving, entering], how="diagonal_relaxed").with_columns(counts.fill_null(0))
    return days.filter(pl.col("day").is_not_null() & (pl.sum_horizontal(*ends, "entered") > 0))


def _held_out(asked: Asked, figures: pl.DataFrame) -> pl.DataFrame:
    """Add how many rows of the measure's table quarantine keeps out, where the groups allow to tell."""
    if any(name not in ("provider_id", "month", "legal_path") for name in asked.groups):
        return figures.with_columns(held_out=pl.lit(None, dtype=pl.Int64))
    table = asked.model.header["rows_of"]
    rows = "rows_newest" if TABLES[table].versions else "rows_ever"
    told = [name for name in asked.groups if name in ("provider_id", "month")]
    where = {"table_name": table} | {name: asked.where[name] for name in ("month",) if name in asked.where}
    held = asked.engine.summary("held_out", told, {"held_out": f"cast(coalesce(sum({rows}), 0) as bigint)"}, where)
    return _joined(figures, held, told).with_columns(pl.col("held_out").fill_null(0))


def _joined(left: pl.DataFrame, right: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Add the right frame's columns to each group of the left (a group may be null); without groups, to its one row."""
    if on:
        return left.join(right, on=on, how="left", nulls_equal=True, maintain_order="left")
    return left.join(right if right.height else right.clear(n=1), how="cross")
