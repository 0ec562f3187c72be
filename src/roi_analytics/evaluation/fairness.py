"""
Whom do the false alarms fall upon? The share of innocent user-months put before a person, by group, with intervals.
"""

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from roi_analytics.engine import Engine

REPEATS = 400
COMMON = 0.75
"""A surname borne by more of the site than this share of users' surnames is counted as common."""

SCHEMA = {
    "group": pl.String, "users": pl.Int64, "alarmed": pl.Float64, "others_alarmed": pl.Float64, "ratio": pl.Float64,
    "low": pl.Float64, "high": pl.Float64,
}  # fmt: skip


def fairness(engine: "Engine", incidents: pl.DataFrame, traits: pl.DataFrame | None, budget: int) -> pl.DataFrame:
    """
    Of innocent users, how many times oftener is a group alarmed than all others, at the budget?

    One row per group of `traits` (is_* columns; common_surname). Columns: group, users, alarmed and others_alarmed
    (incidents put before a person per innocent user), ratio with the interval of a bootstrap by user, because what one
    user does on two days is not two users.
    """
    if traits is None:
        return pl.DataFrame(schema=SCHEMA)
    users = engine.read("select provider_id, user_id, user_no from access_user order by user_no")
    alarms = incidents.filter(pl.col("rank") <= budget, ~pl.col("is_breach")).group_by("user_no").agg(alarms=pl.len())
    guilty = incidents.filter("is_breach")["user_no"].unique()
    of = (
        users.join(traits, on=["provider_id", "user_id"])
        .join(alarms, on="user_no", how="left", maintain_order="left")
        .filter(~pl.col("user_no").is_in(guilty.implode()))
        .with_columns(pl.col("alarms").fill_null(0))
    )
    if "surname_share" in of.columns:
        of = of.with_columns(is_common_surname=pl.col("surname_share") > pl.col("surname_share").quantile(COMMON))
    rows = [_row(name, of) for name in of.columns if name.startswith("is_")]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _row(name: str, of: pl.DataFrame) -> tuple:
    mine = of[name].fill_null(False).to_numpy()
    counts = of["alarms"].cast(pl.Float64).to_numpy()
    random = np.random.default_rng(11)
    inside, outside = counts[mine], counts[~mine]
    group = name.removeprefix("is_").replace("_", " ")
    if not len(inside) or not len(outside):
        return group, len(inside), None, None, None, None, None
    ratio = _ratio(inside.mean(), outside.mean())
    drawn = [
        _ratio(random.choice(inside, len(inside)).mean(), random.choice(outside, len(outside)).mean())
        for _ in range(REPEATS)
    ]
    low, high = np.quantile(np.nan_to_num(drawn, nan=1.0), [0.025, 0.975])
    return group, len(inside), float(inside.mean()), float(outside.mean()), ratio, float(low), float(high)


def _ratio(one: float, other: float) -> float:
    return float(one / other) if other > 0 else float("nan")
