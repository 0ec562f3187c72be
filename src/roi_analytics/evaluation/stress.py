"""
What does it do to the detector when records are missing, clocks are off, accounts are shared, or tracks are covered?

Each case takes the tables of an invented hospital and gives them back with one thing wrong; the truth stays as it was.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl

from roi_analytics.synthetic.hospital import Hospital

SEED = 5
COVERS = 5
"""Accesses opened for show around each of misuse."""

SHARED = 0.05
"""The share of users who work under a colleague's account."""


def _changed(made: Hospital, **tables: pl.DataFrame) -> Hospital:
    return replace(made, tables=made.tables | tables)


def without_kind(kind: str, share: float = 1.0) -> Callable[[Hospital], Hospital]:
    """So much of one kind of care record is missing."""

    def change(made: Hospital) -> Hospital:
        care = made.tables["care_record"]
        lost = (pl.col("record_id").hash(SEED) % 1000 < share * 1000) & (pl.col("kind") == kind)
        return _changed(made, care_record=care.filter(~lost))

    return change


def without_table(name: str) -> Callable[[Hospital], Hospital]:
    """A whole table is not fed."""

    def change(made: Hospital) -> Hospital:
        return _changed(made, **{name: made.tables[name].clear()})

    return change


def clocks_off(hours: int) -> Callable[[Hospital], Hospital]:
    """The access log's clock is so many hours ahead of all others."""

    def change(made: Hospital) -> Hospital:
        ahead = pl.duration(hours=hours)
        log = made.tables["access_event"].with_columns(
            opened_at=pl.col("opened_at") + ahead, local_at=pl.col("local_at") + ahead
        )
        return _changed(made, access_event=log)

    return change


def accounts_shared(made: Hospital) -> Hospital:
    """Some users work under the account of a colleague of the same department."""
    random = np.random.default_rng(SEED)
    staff = made.tables["assignment"].unique(["provider_id", "user_id"], keep="first", maintain_order=True)
    pairs = staff.sort("provider_id", "department", "user_id").with_columns(
        lender=pl.col("user_id").shift(-1).over("provider_id", "department")
    )
    drawn = pairs.drop_nulls("lender").filter(pl.Series(random.random(pairs["lender"].count()) < SHARED))
    lent = drawn.select("provider_id", "user_id", "lender")
    log = made.tables["access_event"].join(lent, on=["provider_id", "user_id"], how="left", maintain_order="left")
    log = log.with_columns(
        user_id=pl.coalesce("lender", "user_id"),
        login=pl.when(pl.col("lender").is_not_null()).then(None).otherwise("login"),
    )
    return _changed(made, access_event=log.drop("lender"))


def tracks_covered(made: Hospital) -> Hospital:
    """Around every access of misuse, its user opens some patients of the user's own work for show."""
    log = made.tables["access_event"]
    keys = ["provider_id", "event_id"]
    planted = log.join(made.truth.select(keys), on=keys, maintain_order="left").select(
        "provider_id", "user_id", at="opened_at", local="local_at", mark="event_id"
    )
    own = log.join(made.truth.select(keys), on=keys, how="anti", maintain_order="left")
    near = (
        planted.join(own, on=["provider_id", "user_id"])
        .with_columns(far=(pl.col("opened_at") - pl.col("at")).abs())
        .sort("mark", "far", "event_id")
        .group_by("mark", maintain_order=True)
        .head(COVERS)
    )
    minutes = pl.duration(minutes=pl.int_range(pl.len()).over("mark") - COVERS // 2)
    shown = near.with_columns(
        opened_at=pl.col("at") + minutes,
        local_at=pl.col("local") + minutes,
        event_id=pl.concat_str("mark", pl.lit("-show-"), pl.int_range(pl.len()).over("mark").cast(pl.String)),
    )
    return _changed(made, access_event=pl.concat([log, shown.select(log.columns)]))


CASES: dict[str, Callable[[Hospital], Hospital]] = {
    "as it is": lambda made: made,
    "tracks covered by 5 accesses for show": tracks_covered,
    "clock of the log 1 hour ahead": clocks_off(1),
    "clock of the log 3 hours ahead": clocks_off(3),
    "5 % of users under a colleague's account": accounts_shared,
    "10 % of orders missing": without_kind("order", 0.1),
    "30 % of orders missing": without_kind("order", 0.3),
    "40 % of orders missing": without_kind("order", 0.4),
    "no orders": without_kind("order"),
    "no appointments": without_kind("appointment"),
    "no encounters": without_kind("encounter"),
    "no notes": without_kind("note"),
    "no unit stays": without_kind("unit_stay"),
    "no shifts": without_table("shift"),
    "no requests": without_table("request"),
    "no contact marks": without_table("patient_contact"),
}
"""What is tried with --full, by the words it is told with."""
