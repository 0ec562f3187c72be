"""
How much would each explanation explain that means nothing? Asked of a fake log: the same users and moments, other
patients.

Every sampled access is given the patient of another access of the same provider, drawn by the order of a hash, and
swept again. An explanation that explains the fake log as well as the real one explains anything, and is worth
nothing.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from roi_analytics.access import sweep
from roi_analytics.access.explanations import bits

if TYPE_CHECKING:
    from roi_analytics.engine import Engine
    from roi_analytics.models import Model

SAMPLE = 200_000
"""Accesses drawn. A rate of one in two hundred is then known to a tenth of itself."""

FAKED = """create or replace temp table swept as
with drawn as (
    select *, row_number() over (partition by provider_id order by md5(event_id)) as place
    from access_explained
    where hash(event_id) % {every} = 0
),
turned as (
    select
        drawn.*,
        coalesce(
            lead(patient_no) over (partition by provider_id order by place),
            first_value(patient_no) over (partition by provider_id order by place)
        ) as fake_patient_no
    from drawn
)
select
    row_number() over () as row_no,
    * exclude (place, patient_no, fake_patient_no, direct_reasons, reasons),
    fake_patient_no as patient_no,
    direct_reasons as real_reasons
from turned
where fake_patient_no <> patient_no"""

SPURIOUS = """create or replace table access_spurious as
with asked as ({asked})
select
    asked.explanation,
    asked.key,
    count(*) as accesses,
    count(*) filter (where (reasoned.real_reasons & asked.bit) > 0) as real_accesses,
    count(*) filter (where (reasoned.direct_reasons & asked.bit) > 0) as fake_accesses
from reasoned
cross join asked
group by asked.explanation, asked.key, asked.bit"""


def measure_spurious(engine: "Engine", explanations: Sequence["Model"]) -> None:
    """
    Make `access_spurious`: of a sample of accesses, how many has each explanation, and how many of the fake ones?

    Columns: explanation, key, accesses, real_accesses, fake_accesses. Rows named all, and all of each key, take every
    explanation together. To be called while the windows of the sweep stand (reason_<key>).
    """
    places = bits(explanations)
    every = max(1, (engine.value("select count(*) from access_explained") or 0) // SAMPLE)
    engine.run(FAKED.format(every=every))
    engine.run(sweep.NOTHING_FOUND)
    for key, accesses in sweep.PASSES:
        mine = {model.name: places[model.name] for model in explanations if model.header["key"] == key}
        if mine:
            engine.run(sweep.found(key, mine, accesses, sweep.asked_for(key, accesses)))
    engine.run(sweep.REASONED)
    asked = [(model.name, model.header["key"], places[model.name]) for model in explanations]
    for key in sweep.NUMBERED:
        asked.append((f"all of {key}", key, sum(bit for _, of, bit in asked if of == key)))
    asked.append(("all", "all", sum(places.values())))
    rows = " union all ".join(
        f"select '{name}' as explanation, '{key}' as key, cast({bit} as bigint) as bit" for name, key, bit in asked
    )
    engine.run(SPURIOUS.format(asked=rows))
