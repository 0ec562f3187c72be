"""
Which record stands behind each recorded reason of an access?

The sweep tells that a reason holds, not by which row. For the few accesses a person looks at, the same windows are
joined to them here, one explanation at a time, and every row that covers the access is told.
"""

from typing import TYPE_CHECKING

import polars as pl

from roi_analytics.access.asking import explanation_files
from roi_analytics.access.explained import REASON_VIEW
from roi_analytics.access.explanations import bits, records_of, window_view

if TYPE_CHECKING:
    from roi_analytics.engine import Engine
    from roi_analytics.models import Model

SCHEMA = {
    "provider_id": pl.String, "event_id": pl.String, "explanation": pl.String, "title": pl.String,
    "record_table": pl.String, "record_kind": pl.String, "record_id": pl.String, "starts_at": pl.Datetime,
    "ends_at": pl.Datetime,
}  # fmt: skip
"""
The rows of `evidence`. record_table (care_record, request, access_event) holds the row record_id; record_kind is what a
care record is of. The reason holds from starts_at (included) to ends_at (not included), in UTC.
"""


def evidence(engine: "Engine", accesses: str) -> pl.DataFrame:
    """
    Which rows of the logs give each of these accesses its reasons? One row per access, explanation and record; see
    SCHEMA.

    `accesses` is a relation of ours with provider_id, event_id, opened_at, user_no, patient_no, department_no,
    shift_department_no and reasons. An access without a recorded reason has no row.
    """
    places = bits(explanation_files().values())
    held = engine.value(f"select bit_or(reasons) from {accesses}") or 0
    parts = [
        _records(model, places[name], accesses) for name, model in explanation_files().items() if held & places[name]
    ]
    if not parts:
        return pl.DataFrame(schema=SCHEMA)
    found = engine.read(
        "with found as (\n" + "\nunion all\n".join(f"select * from ({part}) as part" for part in parts) + "\n)\n"
        "select distinct found.*, care_record.kind as record_kind from found"
        " left join care_record on found.record_table = 'care_record'"
        " and care_record.provider_id = found.provider_id and care_record.record_id = found.record_id"
    )
    said = {name: model.header["title"] for name, model in explanation_files().items()}
    return (
        found.with_columns(title=pl.col("explanation").replace_strict(said, return_dtype=pl.String))
        .select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
        .sort("provider_id", "event_id", "explanation", "starts_at", "record_id")
    )


def nearest(found: pl.DataFrame) -> pl.DataFrame:
    """Of each access and explanation the record whose time began last. The columns are those of `evidence`."""
    latest = found.sort("starts_at", "record_id", descending=True)
    return latest.unique(["provider_id", "event_id", "explanation"], keep="first", maintain_order=True)


def _records(model: "Model", bit: int, accesses: str) -> str:
    """One explanation's rows for the accesses that have it."""
    key, window = model.header["key"], model.name
    joins = [f"(select * from {accesses} where (reasons & {bit}) > 0) as asked"]
    match = []
    if key == "derived":
        window = f"({_derived(model, accesses)})"
        match += ["reason.user_no = asked.user_no", "reason.patient_no = asked.patient_no"]
    else:
        joins.append("access_patient on access_patient.patient_no = asked.patient_no")
        match += [
            "reason.provider_id = access_patient.provider_id",
            "reason.patient_id = access_patient.patient_id",
        ]
    if key == "user_patient":
        joins.append("access_alias on access_alias.user_no = asked.user_no")
        match += ["reason.user_id = access_alias.alias"]
    if key == "department_patient":
        joins.append(
            f"({_places(accesses)}) as place on place.provider_id = asked.provider_id"
            " and place.event_id = asked.event_id"
        )
        joins.append("access_department on access_department.department_no = place.department_no")
        match += ["lower(trim(reason.department)) = access_department.department"]
    match += ["reason.starts_at <= asked.opened_at", "reason.ends_at > asked.opened_at"]
    joins.append(f"{window} as reason on {' and '.join(match)}")
    return f"""select
        asked.provider_id, asked.event_id, '{model.name}' as explanation, '{model.header["from"]}' as record_table,
        reason.record_id, reason.starts_at, reason.ends_at
    from {" inner join ".join(joins)}"""


def _places(accesses: str) -> str:
    """The departments each access was made from: as logged, of the shift, and of the assignments of that time."""
    return f"""select provider_id, event_id, department_no from {accesses}
        union
        select provider_id, event_id, shift_department_no as department_no from {accesses}
        union
        select asked.provider_id, asked.event_id, access_assignment.department_no
        from {accesses} as asked
        inner join access_assignment
            on access_assignment.user_no = asked.user_no
            and access_assignment.starts_at <= asked.opened_at
            and (access_assignment.ends_at is null or access_assignment.ends_at > asked.opened_at)"""


def _derived(model: "Model", accesses: str) -> str:
    """The windows of a derived explanation, worked out for the patients asked for only."""
    return f"""with access_reason as (
            {REASON_VIEW} where patient_no in (select patient_no from {accesses})
        ),
        {records_of(model.name)} as ({model.sql}),
        {model.name} as ({window_view(model)})
        select * from {model.name}"""
