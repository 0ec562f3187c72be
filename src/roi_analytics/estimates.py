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

OPEN = "open"
ANSWER = ("answered", "competing")
"""How a request of a survival measure ends where its file does not keep its outcomes apart."""

ENOUGH_AT_RISK = 5
"""With fewer still watched on the target day a share by that day is provisional."""

WORTH = 0.5
"""A share worth fewer than half of its cases, because most came into view late, is provisional too."""

COUNTED = "standing = 'counted'"
WATCHED = "standing <> 'not_assessable'"


@dataclass(frozen=True)
class Asked:
    """A measure, the groups to show it by, and the cases to keep (column -> value): names already checked."""

    engine: Engine
    model: Model
    groups: list[str]
    where: dict[str, Any]

    relation: str | None = None
    """The cases, where they are not those of the measure's own view but a copy of it with more columns."""
    interval: str = "wilson"
    """The interval of a share: wilson, or exact or jeffreys where they are asked for."""
    without: str | None = None
    """A relation of cases (provider_id, case_id) to leave out."""

    @property
    def of_the_outcome(self) -> list[str]:
        """Groups asked for that describe the outcome, not the case: shares by them stand on all cases and add up."""
        return [name for name in self.groups if name in self.model.of_the_outcome]

    @property
    def is_by_outcome(self) -> bool:
        """Whether each way of ending is a figure of its own, those still open among them."""
        return "outcome" in self.model.apart

    def count(self, by: list[str], **aggregates: str) -> pl.DataFrame:
        """Count the measure's cases by columns of its view, inside the engine."""
        return self.engine.summary(self.relation or self.model.name, by, aggregates, self.where, without=self.without)

    def target_days(self) -> int:
        return self.engine.value("select answered_within_days from target")


def figure(asked: Asked) -> pl.DataFrame:
    """One row per group: the groups, cases, value, low, high, immature, not_assessable, held_out, then extras."""
    groups, found = asked.groups, estimated(asked)
    extras = [name for name in EXTRAS if name in found.columns]
    shown = with_held_out(asked, found).select(
        *groups, "cases", "value", "low", "high", "immature", "not_assessable", "held_out", *extras
    )
    return shown.sort(groups, nulls_last=True) if groups else shown


def estimated(asked: Asked) -> pl.DataFrame:
    """One row per group with everything its estimate knows: also what a comparison needs (effective_cases, events)."""
    counts = asked.count(
        of_case(asked),
        cases=f"count(*) filter (where {COUNTED})",
        events=f"count(*) filter (where {COUNTED} and value = 1)",
        immature="count(*) filter (where standing = 'immature')",
        not_assessable="count(*) filter (where standing = 'not_assessable')",
    )
    if asked.of_the_outcome and not asked.is_by_outcome:
        counts = _by_outcome(asked, counts)
    found = ESTIMATES[asked.model.header["summary"]](asked, counts)
    return found.with_columns(pl.col("^(value|low|high|p90|mean_days)$").cast(pl.Float64))


def of_case(asked: Asked) -> list[str]:
    """The groups that say something of the case, whatever became of it."""
    return [name for name in asked.groups if name != "outcome" and name not in asked.of_the_outcome]


EXTRAS = ("p90", "mean_days", "mean_until", "at_risk", "last_day", "is_provisional")
"""What some estimates add: see `show` in measures.py."""


def curve(asked: Asked) -> pl.DataFrame:
    """One row per group and day: the share answered by then (Aalen-Johansen), its band, and `cases` of the group."""
    days, names = days_of(asked, of_case(asked))
    watched = pl.sum_horizontal(*names, "censored").sum().alias("cases")
    groups = of_case(asked)
    n = days.group_by(groups, maintain_order=True).agg(watched) if groups else days.select(watched)
    found = statistics.outcomes(days, by=groups, names=names)
    if asked.is_by_outcome:
        ways = [_way(found, groups, name) for name in names] + [_still_open(found, groups)]
        return _joined(pl.concat(ways), n, groups)
    return _joined(_way(found, groups, names[0]).drop("outcome"), n, groups)


def _way(found: pl.DataFrame, groups: list[str], name: str) -> pl.DataFrame:
    share = {f"{name}_share": "value", f"{name}_low": "low", f"{name}_high": "high"}
    found = found.rename(share).with_columns(outcome=pl.lit(name))
    return found.select(*groups, "outcome", "day", *share.values(), "at_risk")


def _still_open(found: pl.DataFrame, groups: list[str]) -> pl.DataFrame:
    none = pl.lit(None, pl.Float64)
    return found.select(
        *groups, pl.lit(OPEN).alias("outcome"), "day",
        pl.col("open_share").alias("value"), none.alias("low"), none.alias("high"), "at_risk",
    )  # fmt: skip


def _by_outcome(asked: Asked, counts: pl.DataFrame) -> pl.DataFrame:
    """Cases, immature and not assessable of the whole group; events of each outcome within it."""
    parts = asked.count(asked.groups, events=f"count(*) filter (where {COUNTED})")
    parts = parts.filter(pl.all_horizontal(pl.col(asked.of_the_outcome).is_not_null()) & (pl.col("events") > 0))
    return _joined(parts, counts.drop("events"), of_case(asked))


def _share(asked: Asked, counts: pl.DataFrame) -> pl.DataFrame:
    return statistics.proportion(counts, method=asked.interval)


def _rate(asked: Asked, counts: pl.DataFrame) -> pl.DataFrame:
    return statistics.rate(counts)


def _total(asked: Asked, counts: pl.DataFrame) -> pl.DataFrame:
    """A count of what there was has no interval; nothing there is nought, what cannot be judged is unknown."""
    sums = asked.count(asked.groups, value=f"cast(coalesce(sum(value) filter (where {COUNTED}), 0) as double)")
    none = pl.lit(None, pl.Float64)
    unknown = (pl.col("cases") == 0) & (pl.col("not_assessable") > 0)
    found = _joined(counts, sums, asked.groups)
    return found.with_columns(value=pl.when(~unknown).then("value"), low=none, high=none)


def _share_by_day(asked: Asked, counts: pl.DataFrame) -> pl.DataFrame:
    days, names = days_of(asked, of_case(asked))
    groups, day = of_case(asked), asked.target_days()
    if asked.is_by_outcome:
        ways = [_by_day(days, groups, day, (name, *(way for way in names if way != name))) for name in names]
        ended = days.with_columns(ended=pl.sum_horizontal(0, *names))
        still = _by_day(ended, groups, day, ("ended",)).with_columns(
            value=(1 - pl.col("value")).round(12), low=1 - pl.col("high"), high=1 - pl.col("low")
        )
        found = pl.concat(
            way.with_columns(outcome=pl.lit(name)) for name, way in zip((*names, OPEN), (*ways, still), strict=True)
        )
    else:
        found = _by_day(days, groups, day, names)
    found = _joined(counts, found, groups)
    unsure = (pl.col("immature") > 0) | (pl.col("effective_cases") < WORTH * pl.col("cases"))
    provisional = (unsure & (pl.col("at_risk") < ENOUGH_AT_RISK)) | pl.col("value").is_null()
    return found.with_columns(is_provisional=provisional.fill_null(True))


def _by_day(days: pl.DataFrame, groups: list[str], day: int, names: tuple[str, ...]) -> pl.DataFrame:
    return statistics.share_by_day(days, by=groups, day=day, names=names)


def _median_days(asked: Asked, counts: pl.DataFrame) -> pl.DataFrame:
    days, names = days_of(asked, of_case(asked))
    median = statistics.day_reached(days, by=asked.groups, names=names)
    p90 = statistics.day_reached(days, by=asked.groups, share=0.9, names=names).select(
        *asked.groups, p90=pl.col("value")
    )
    until = asked.target_days()
    mean = statistics.restricted_mean(days, by=asked.groups, until=until, names=names).select(
        *asked.groups, mean_days=pl.col("value"), mean_until=pl.lit(until)
    )
    found = _joined(counts, median, asked.groups)
    return _joined(_joined(found, p90, asked.groups), mean, asked.groups)


def _median(asked: Asked, counts: pl.DataFrame) -> pl.DataFrame:
    amounts = asked.count([*asked.groups, "value"], n=f"count(*) filter (where {COUNTED})")
    return _joined(counts, statistics.amounts(amounts, by=asked.groups, cases="n").drop("cases"), asked.groups)


ESTIMATES: dict[str, Callable[[Asked, pl.DataFrame], pl.DataFrame]] = {
    "share": _share,
    "rate": _rate,
    "total": _total,
    "share_by_day": _share_by_day,
    "median_days": _median_days,
    "median": _median,
}
"""From the `summary` of a measure's header to the estimate of its figure."""


def days_of(asked: Asked, by: list[str]) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """
    Per group and day: how many ended in each way, were last seen open, came into view late; and the ways there are.
    """
    ended = asked.count([*by, "days", "outcome"], n=f"count(*) filter (where {WATCHED})").filter(pl.col("n") > 0)
    ways = ANSWER
    if asked.is_by_outcome:
        ways = tuple(sorted(set(ended.get_column("outcome").drop_nulls()) - {OPEN}))
    counts = [
        pl.when(pl.col("outcome") == way).then("n").otherwise(0).sum().alias(name)
        for way, name in [*zip(ways, ways, strict=True), (OPEN, "censored")]
    ]
    leaving = ended.group_by([*by, "days"], maintain_order=True).agg(counts).rename({"days": "day"})
    entering = (
        asked.count([*by, "entered"], late=f"count(*) filter (where {WATCHED} and entered > 0)")
        .filter(pl.col("late") > 0)
        .rename({"entered": "day"})
        .rename({"late": "entered"})
    )
    names = [*ways, "censored", "entered"]
    both = pl.concat([leaving, entering], how="diagonal_relaxed")
    both = both.with_columns(pl.lit(0).alias(name) for name in names if name not in both.columns)
    both = both.with_columns(pl.col(names).fill_null(0))
    return both.filter(pl.col("day").is_not_null() & (pl.sum_horizontal(names) > 0)), ways


def with_held_out(asked: Asked, figures: pl.DataFrame) -> pl.DataFrame:
    """Add how many rows of the measure's table quarantine keeps out, where the groups allow to tell."""
    table = asked.model.header["rows_of"]
    can_tell = all(name in ("provider_id", "month", "legal_path", "outcome") for name in asked.groups)
    if not can_tell or table not in TABLES:
        return figures.with_columns(held_out=pl.lit(None, dtype=pl.Int64))
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
