"""
How many accesses have a recorded reason, and which explanation gives how much of that, beside what it explains by
chance?

Explained means that a reason is recorded, not that the access was permitted. Where the logs hold none of the records
that could give a reason, an access without one is not assessable: it is in no share.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from roi_analytics.access.asking import explanation_files, query
from roi_analytics.access.explanations import bits
from roi_analytics.access.windows import window_rows
from roi_analytics.errors import QuestionError, did_you_mean
from roi_analytics.statistics import proportion

if TYPE_CHECKING:
    from roi_analytics.engine import Engine

GROUPS = ("provider_id", "month", "role", "role_group", "department")
"""What the share can be told by. department is as logged; role as the workforce list has it, else as logged."""

OF = {"all": "true", "first": "is_first", "deliberate": "is_deliberate"}
"""Shares told: of all accesses by persons to patients, of the first of each user and patient, of those on purpose."""


def explained(engine: "Engine", by: str | Sequence[str] = (), month: str | None = None) -> pl.DataFrame:
    """
    What share of accesses has a recorded reason? One row per group and kind of access (all, first, deliberate).

    Columns: those of `by`, accesses_of, cases, explained, value, low, high (Wilson, 95 %), not_assessable (beside the
    cases). Raises QuestionError for a group or month that is not there.

    >>> site.access_explain(by="role_group", month="2026-04")
    """
    groups = _groups(by)
    where = _of_month(engine, month)
    asked = {}
    for kind, sql in OF.items():
        asked[f"cases_{kind}"] = f"count(*) filter (where {sql} and is_assessable)"
        asked[f"explained_{kind}"] = f"count(*) filter (where {sql} and is_explained)"
        asked[f"not_assessable_{kind}"] = f"count(*) filter (where {sql} and not is_assessable)"
    counted = engine.summary("explained_access", groups, asked, where)
    parts = [
        counted.select(
            *groups,
            accesses_of=pl.lit(kind),
            cases=f"cases_{kind}",
            explained=f"explained_{kind}",
            not_assessable=f"not_assessable_{kind}",
        )
        for kind in OF
    ]
    told = proportion(pl.concat(parts), cases="cases", events="explained")
    order = [*groups, "accesses_of", "cases", "explained", "value", "low", "high", "not_assessable"]
    return told.select(order).sort(groups, maintain_order=True, nulls_last=True) if groups else told.select(order)


def by_explanation(engine: "Engine", month: str | None = None) -> pl.DataFrame:
    """
    How much does each explanation explain, alone, and of a log that means nothing? One row per explanation, by code.

    Columns: explanation, code, title, strength, accesses (that have it), alone (that have no other), share (of all
    accesses by persons), share_by_chance (of the fake log: same users and moments, other patients; of all months),
    before_hours, after_hours, open_for_hours, owner, review_on.

    >>> site.access_explanations()
    """
    where = _of_month(engine, month)
    masks = engine.summary("explained_access", ["reasons"], {"accesses": "count(*)"}, where)
    total = masks["accesses"].sum()
    fake = {row["explanation"]: row for row in engine.read("select * from access_spurious").iter_rows(named=True)}
    reach = {window["explanation"]: window for window in window_rows()}
    rows: list[dict[str, Any]] = []
    for name, bit in bits(explanation_files().values()).items():
        model, window, chance = explanation_files()[name], reach[name], fake.get(name)
        mine = masks.filter((pl.col("reasons") & bit) > 0)["accesses"].sum()
        derived = model.header["key"] == "derived"
        rows.append(
            {
                "explanation": name,
                "code": model.header["code"],
                "title": model.header["title"],
                "strength": window["strength"],
                "accesses": mine,
                "alone": masks.filter(pl.col("reasons") == bit)["accesses"].sum(),
                "share": mine / total if total else None,
                "share_by_chance": chance["fake_accesses"] / chance["accesses"] if chance and not derived else None,
                **{key: window[key] for key in ("before_hours", "after_hours", "open_for_hours", "owner", "review_on")},
            }
        )
    return pl.DataFrame(rows, schema_overrides={"share": pl.Float64, "share_by_chance": pl.Float64})


def _groups(by: str | Sequence[str]) -> list[str]:
    names = [name.strip() for name in by.split(",")] if isinstance(by, str) else list(by)
    names = list(dict.fromkeys(name for name in names if name))
    for name in names:
        if name not in GROUPS:
            raise QuestionError(
                f"The explained share cannot be told by '{name}'.{did_you_mean(name, GROUPS)}\n"
                f"It can by: {', '.join(GROUPS)}."
            )
    return names


def _of_month(engine: "Engine", month: str | None) -> dict[str, str]:
    """
    Lay the accesses as the view explained_access; return the month as a condition, refused where it has no access.
    """
    engine.run(f"create or replace temp view explained_access as\n{query('explained_access')}")
    if month is None:
        return {}
    there = engine.read("select distinct month from access_episode order by month")["month"].to_list()
    if month not in there:
        shown = (
            f"The months with accesses are {there[0]} to {there[-1]}." if there else "No access has been loaded yet."
        )
        raise QuestionError(f"There is no month '{month}' with accesses.{did_you_mean(month, there)}\n{shown}")
    return {"month": month}
