"""
Which recorded reasons did each access have? The statements that sweep the log once, written from the catalogue.

The log is not joined to each explanation. Windows of one key are swept into disjoint segments, each with a mask of the
explanations open in it; segments and accesses are laid into one timeline per key, and an access takes the mask of the
last segment begun (union and last_value, which every engine has). The log is worked in slices of patients, because
every key holds the patient: memory is that of one slice, and time grows with the log.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from roi_analytics.access.explanations import KEYS, bits, records_of, window_view
from roi_analytics.access.windows import roles

if TYPE_CHECKING:
    from roi_analytics.models import Model

NUMBERED = {
    "patient": ("patient_no",),
    "department_patient": ("patient_no", "department_no"),
    "user_patient": ("patient_no", "user_no"),
    "derived": ("patient_no", "user_no"),
}
"""The keys as whole numbers, which sort several times faster than ids."""

READ_ON_PURPOSE = """
        coalesce(access_event.action, 'R') = 'R'
        and (
            coalesce(access_event.access_mode, 'deliberate') = 'deliberate'
            or coalesce(access_event.is_break_glass, false)
        )
        and coalesce(access_event.outcome, 'success') = 'success'"""
"""An access by which a person opened a record on purpose; what is listed, routed, written or failed is none."""


def reason_tables(explanations: Iterable["Model"]) -> list[str]:
    """Statements that gather the windows of each key, with numbers for ids, in reason_<key>."""
    models = list(explanations)
    places = bits(models)
    statements = []
    for key, columns in NUMBERED.items():
        if key == "derived":
            continue
        parts = [_encoded(model, places[model.name]) for model in models if model.header["key"] == key]
        shape = ", ".join(f"{column} integer" for column in columns)
        statements.append(
            f"create or replace temp table reason_{key} ({shape}, starts_at timestamp, ends_at timestamp, bit bigint)"
        )
        statements += [f"insert into reason_{key}\n{part}" for part in parts]
    return statements


def _encoded(model: "Model", bit: int) -> str:
    joins = """
inner join access_patient
    on access_patient.provider_id = reason.provider_id and access_patient.patient_id = reason.patient_id"""
    numbers = ["access_patient.patient_no"]
    if "department" in KEYS[model.header["key"]]:
        numbers.append("access_department.department_no")
        joins += """
inner join access_department
    on access_department.provider_id = reason.provider_id
    and access_department.department = lower(trim(reason.department))"""
    if "user_id" in KEYS[model.header["key"]]:
        numbers.append("access_alias.user_no")
        joins += """
inner join access_alias
    on access_alias.provider_id = reason.provider_id
    and access_alias.alias = reason.user_id
    and access_alias.user_no is not null"""
    return (
        f"select {', '.join(numbers)}, reason.starts_at, reason.ends_at, cast({bit} as bigint) as bit"
        f"\nfrom {model.name} as reason{joins}"
    )


def slice_of_log(part: int, parts: int) -> list[str]:
    """
    Statements that take one slice of patients out of the log, with numbers for ids: the temporary table `swept`.

    Only persons who can be told from one another are swept; the user's hour is joined in a step of its own, so that no
    engine tries it by the hour alone.
    """
    taken = f"""create or replace temp table taken as
select
    access_event.provider_id,
    access_event.event_id,
    access_event.opened_at,
    access_event.local_at,
    cast(date_diff('hour', timestamp '1970-01-01', access_event.opened_at) as integer) as hour_no,
    access_alias.user_no,
    access_patient.patient_no,
    access_department.department_no,
    station_department.department_no as station_department_no,
    {READ_ON_PURPOSE} as is_deliberate,
    coalesce(access_event.record_class = 'search', false) as is_search,
    coalesce(access_event.action in ('C', 'U', 'D'), false) as is_change,
    coalesce(access_event.record_class in ('print', 'export'), false) as is_output,
    coalesce(access_event.record_class in ('demographics', 'search'), false) as is_identity,
    coalesce(access_event.is_break_glass, false) as is_break_glass,
    coalesce(access_event.outcome, 'success') <> 'success' as is_failed
from access_event
inner join access_patient
    on access_patient.provider_id = access_event.provider_id
    and access_patient.patient_id = access_event.patient_id
    and access_patient.patient_no % {parts} = {part}
inner join access_alias
    on access_alias.provider_id = access_event.provider_id
    and access_alias.alias = coalesce(access_event.user_id, access_event.login)
    and access_alias.user_no is not null
left join access_department
    on access_department.provider_id = access_event.provider_id
    and access_department.department = lower(trim(access_event.department))
left join station_department
    on station_department.provider_id = access_event.provider_id
    and station_department.workstation = access_event.workstation
where {ACTOR} in ('human', 'unknown')"""
    swept = """create or replace temp table swept as
select
    taken.provider_id,
    taken.event_id,
    taken.opened_at,
    coalesce(taken.local_at, taken.opened_at + access_hour.offset_minutes * interval '1' minute) as local_at,
    access_hour.worked_on,
    taken.user_no,
    taken.patient_no,
    taken.department_no,
    access_hour.shift_department_no,
    coalesce(taken.department_no, access_hour.shift_department_no) is not null
    and taken.station_department_no <> coalesce(taken.department_no, 0)
    and taken.station_department_no <> coalesce(access_hour.shift_department_no, 0) as is_elsewhere,
    taken.is_deliberate,
    taken.is_search,
    taken.is_change,
    taken.is_output,
    taken.is_identity,
    taken.is_break_glass,
    taken.is_failed
from taken
inner join access_hour on access_hour.user_no = taken.user_no and access_hour.hour_no = taken.hour_no"""
    nothing = "create or replace temp table found (row_no bigint, mask bigint)"
    return [taken, swept, "drop table temp.taken", nothing]


ACTOR = (
    "coalesce(nullif(access_event.actor_kind, 'unknown'), access_alias.actor_kind, access_event.actor_kind, 'human')"
)
"""Who acted, by the event or else by the account: machines, patients and proxies are counted apart, never swept."""


def found(key: str, places: Mapping[str, int], accesses: str, part: int, parts: int) -> str:
    """
    Which windows of one key was each access in? The statement that adds (row_no, mask) to the temporary table `found`.

    `accesses` is a relation with row_no, opened_at and the key's numbers; one without the key is in no window.
    """
    columns = ", ".join(NUMBERED[key])
    known = " and ".join(f"{column} is not null" for column in NUMBERED[key])
    steps = ", ".join(f"sum(case when bit = {bit} then step else 0 end) as at_{bit}" for bit in places.values())
    running = " + ".join(
        f"case when sum(at_{bit}) over (partition by {columns} order by edge_at) > 0 then {bit} else 0 end"
        for bit in places.values()
    )
    return f"""insert into found
with reason as (
    select {columns}, starts_at, ends_at, bit
    from reason_{key}
    where patient_no % {parts} = {part}
),
edge as (
    select {columns}, starts_at as edge_at, bit, 1 as step from reason
    union all
    select {columns}, ends_at as edge_at, bit, -1 as step from reason
),
step as (
    select {columns}, edge_at, {steps}
    from edge
    group by {columns}, edge_at
),
timeline as (
    select {columns}, edge_at, 0 as is_access, cast(null as bigint) as row_no, cast({running} as bigint) as mask
    from step
    union all
    select {columns}, opened_at as edge_at, 1 as is_access, row_no, cast(null as bigint) as mask
    from {accesses} as accesses
    where {known}
),
laid as (
    select
        row_no,
        last_value(mask ignore nulls) over (
            partition by {columns} order by edge_at, is_access rows between unbounded preceding and current row
        ) as mask
    from timeline
)
select row_no, mask
from laid
where row_no is not null and mask > 0"""


LOGGED = "(select rowid as row_no, opened_at, user_no, patient_no, department_no from swept)"
"""The accesses of the slice, with the department they were logged with."""

ELSEWHERE = """(
    select rowid as row_no, opened_at, patient_no, shift_department_no as department_no
    from swept
    where shift_department_no is not null and shift_department_no is distinct from department_no
    union all
    select swept.rowid as row_no, swept.opened_at, swept.patient_no, access_assignment.department_no
    from swept
    inner join access_assignment
        on access_assignment.user_no = swept.user_no
        and access_assignment.starts_at <= swept.opened_at
        and (access_assignment.ends_at is null or access_assignment.ends_at > swept.opened_at)
    where access_assignment.department_no is distinct from swept.department_no
)"""
"""The same with the departments their users worked in besides: by the shift, and by the assignments of that day."""

PASSES = (
    ("patient", LOGGED),
    ("user_patient", LOGGED),
    ("department_patient", LOGGED),
    ("department_patient", ELSEWHERE),
)
"""The timelines every access is laid into: key, and the accesses as they are asked."""

UNEXPLAINED = "(select rowid as row_no, opened_at, user_no, patient_no from reasoned where direct_reasons = 0)"
"""The accesses that no record explains: only they are asked for derived explanations."""


def reasoned(places: Mapping[str, int]) -> str:
    """The slice with the mask of its recorded reasons, as far as each user's group of roles may claim them."""
    taken = " - ".join(
        [
            "found_mask.mask",
            *(
                f"case when access_user.role_group in ({', '.join(map(repr, sorted(groups)))}) then 0"
                f" else found_mask.mask & {places[name]} end"
                for name, groups in roles().items()
                if name in places
            ),
        ]
    )
    return f"""create or replace temp table reasoned as
select swept.*, coalesce({taken}, 0) as direct_reasons
from swept
inner join access_user on access_user.user_no = swept.user_no
left join (select row_no, bit_or(mask) as mask from found group by row_no) as found_mask
    on found_mask.row_no = swept.rowid"""


INHERITED = """create or replace temp table explained as
select reasoned.*, reasoned.direct_reasons | coalesce(found.mask, 0) as reasons
from reasoned
left join found on found.row_no = reasoned.rowid"""
"""The slice with derived reasons where no record explains; `found` then holds those only."""


def derived_windows(explanations: Iterable["Model"], places: Mapping[str, int]) -> str:
    """The windows that rest on explained accesses of the slice, in the temporary table reason_derived."""
    models = [model for model in explanations if model.header["key"] == "derived"]
    views = ",\n".join(
        f"{records_of(model.name)} as (\n{model.sql}\n),\n{model.name} as (\n{window_view(model)}\n)"
        for model in models
    )
    rows = "\nunion all\n".join(
        f"select patient_no, user_no, starts_at, ends_at, cast({places[model.name]} as bigint) as bit from {model.name}"
        for model in models
    )
    return (
        "create or replace temp table reason_derived as\n"
        f"with access_reason as (select * from reasoned),\n{views}\n{rows}"
    )
