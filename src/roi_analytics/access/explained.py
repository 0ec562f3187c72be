"""Which accesses have a recorded reason, and which stretches of looking at one record do they make up?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from roi_analytics.access import sweep
from roi_analytics.access.explanations import bits, check
from roi_analytics.access.fake_log import measure_spurious
from roi_analytics.access.words import grouped, is_reason

if TYPE_CHECKING:
    from roi_analytics.engine import Engine
    from roi_analytics.models import Model

SLICE = 10_000_000
"""Accesses swept at a time: what decides how much memory is needed, whatever the size of the log."""

EXPLAINED = """create or replace table access_explained (
    provider_id varchar, event_id varchar, opened_at timestamp, opened_on date, worked_on date, user_no integer,
    patient_no integer, department_no integer, shift_department_no integer, is_deliberate boolean,
    is_break_glass boolean,
    direct_reasons bigint, reasons bigint
)"""

EPISODE = """create or replace table episode_tally (
    user_no integer, patient_no integer, worked_on date, first_at timestamp, last_at timestamp,
    hour_no integer, department_no integer, shift_department_no integer, accesses integer, deliberate integer,
    unexplained integer, searches integer, changes integer, outputs integer, identities integer, elsewhere integer,
    is_break_glass boolean,
    direct_reasons bigint, reasons bigint
)"""

ACTOR = (
    "coalesce(nullif(access_event.actor_kind, 'unknown'), access_alias.actor_kind, access_event.actor_kind, 'human')"
)
"""Who acted, by the event or else by the account."""

REASON_VIEW = "select user_no, patient_no, event_id, opened_at, direct_reasons from access_explained"
"""The accesses as derived explanations read them: while the log is swept, those of the slice stand under this name."""


def make_role_groups(engine: "Engine") -> None:
    """Make `role_group`: the group of every role and department that occurs, and which departments are emergencies."""
    pairs = engine.read(
        "select distinct role, department from access_role"
        " union select distinct cast(null as varchar) as role, department from seen_department"
        " order by role, department"
    )
    engine.create("role_group", grouped(pairs))


def make_reasons(engine: "Engine") -> None:
    """Make `break_glass_reason`: every reason typed for breaking the glass, and whether it says anything."""
    typed = engine.read(
        "select distinct break_glass_reason as reason from access_event where is_break_glass order by reason"
    ).with_columns(pl.col("reason").cast(pl.String))
    engine.create("break_glass_reason", typed.with_columns(has_reason=is_reason(typed["reason"])))


def explanation_view(explanations: Sequence["Model"]) -> str:
    """
    Which recorded reasons did each access have? The SQL of `access_explanation`, one row per access_event.

    Columns: provider_id, event_id, user_id and actor_kind (by way of the account where the event does not say), one
    boolean per explanation, is_explained (null where user or patient is not known, or no person acted).
    """
    columns = "".join(
        f"    coalesce((access_explained.reasons & {bit}) > 0, false) as {name},\n"
        for name, bit in bits(explanations).items()
    )
    return f"""select
    access_event.provider_id,
    access_event.event_id,
    access_alias.user_id,
    {ACTOR} as actor_kind,
{columns}    access_explained.reasons > 0 as is_explained
from access_event
left join access_alias
    on access_alias.provider_id = access_event.provider_id
    and access_alias.alias = coalesce(access_event.user_id, access_event.login)
left join access_explained
    on access_explained.provider_id = access_event.provider_id and access_explained.event_id = access_event.event_id"""


def explain(engine: "Engine", explanations: Sequence["Model"]) -> None:
    """
    Make `access_explained`, one row per access by a person to a patient's record, and `episode_tally`, one row per
    user, patient and stretch of work, with the bit masks of their recorded reasons.
    """
    check(explanations)
    places = bits(explanations)
    for statement in (*sweep.reason_tables(explanations), EXPLAINED, EPISODE):
        engine.run(statement)
    parts = max(1, -(-(engine.value("select count(*) from access_numbered") or 0) // SLICE))
    engine.run("set preserve_insertion_order = false")
    for part in range(parts):
        _sweep_slice(engine, explanations, places, part, parts)
    measure_spurious(engine, explanations)
    engine.run("reset preserve_insertion_order")
    for table in ("swept", "found", "reasoned", "allowed", *(f"reason_{key}" for key in sweep.NUMBERED)):
        engine.run(f"drop table if exists temp.{table}")


def _sweep_slice(
    engine: "Engine", explanations: Sequence["Model"], places: dict[str, int], part: int, parts: int
) -> None:
    engine.run(sweep.slice_of_log(part, parts))
    engine.run(sweep.NOTHING_FOUND)
    for key, accesses in sweep.PASSES:
        if mine := _of_key(explanations, places, key):
            engine.run(sweep.found(key, mine, accesses, sweep.of_slice(part, parts)))
    engine.run(sweep.REASONED)
    engine.run(sweep.NOTHING_FOUND)
    if mine := _of_key(explanations, places, "derived"):
        engine.run(sweep.derived_windows(explanations, places))
        engine.run(sweep.found("derived", mine, sweep.UNEXPLAINED, sweep.of_slice(part, parts)))
    engine.run(_INSERT_EXPLAINED)
    engine.run(_INSERT_EPISODES)


def _of_key(explanations: Sequence["Model"], places: dict[str, int], key: str) -> dict[str, int]:
    return {model.name: places[model.name] for model in explanations if model.header["key"] == key}


_INSERT_EXPLAINED = f"""insert into access_explained
select
    provider_id, event_id, opened_at, cast(local_at as date), worked_on, user_no, patient_no, department_no,
    shift_department_no, is_deliberate, is_break_glass, direct_reasons, reasons
from {sweep.EXPLAINED} as explained"""

_INSERT_EPISODES = f"""insert into episode_tally
select
    user_no, patient_no, worked_on,
    min(opened_at), max(opened_at), hour(min(local_at)), max(department_no), max(shift_department_no),
    count(*),
    count(*) filter (where is_deliberate),
    count(*) filter (where is_deliberate and reasons = 0),
    count(*) filter (where is_search and not is_failed),
    count(*) filter (where is_change and not is_failed),
    count(*) filter (where is_output and not is_failed),
    count(*) filter (where is_identity),
    count(*) filter (where is_elsewhere),
    bool_or(is_break_glass),
    bit_or(direct_reasons),
    bit_or(reasons)
from {sweep.EXPLAINED} as explained
group by user_no, patient_no, worked_on"""
