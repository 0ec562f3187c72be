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


def reason_tables(explanations: Iterable["Model"]) -> list[str]:
    """
    Statements that gather the windows of each key, with numbers for ids, in reason_<key>; and, in `allowed`, which
    explanations each user's group of roles may claim.
    """
    models = list(explanations)
    places = bits(models)
    statements = [_allowed(places)]
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


def _allowed(places: Mapping[str, int]) -> str:
    mask = " - ".join(
        [
            str(sum(places.values())),
            *(
                f"case when role_group in ({', '.join(map(repr, sorted(groups)))}) then 0 else {places[name]} end"
                for name, groups in roles().items()
                if name in places
            ),
        ]
    )
    return f"create or replace temp table allowed as select user_no, cast({mask} as bigint) as mask from access_user"


def slice_of_log(part: int, parts: int) -> str:
    """
    The statement that takes one slice of patients out of the numbered log: the temporary table `swept`.

    Only persons who can be told from one another are swept, and only what touches a patient.
    """
    return f"""create or replace temp table swept as
select rowid as row_no, *
from access_numbered
where is_person and {of_slice(part, parts)}"""


def of_slice(part: int, parts: int) -> str:
    """The condition that keeps a slice of the patients."""
    return f"patient_no % {parts} = {part}"


def asked_for(key: str, accesses: str) -> str:
    """The condition that keeps the windows of the keys that some accesses have: worth asking where they are few."""
    same = " and ".join(f"asked.{column} = reason_{key}.{column}" for column in NUMBERED[key])
    return f"exists (select 1 from {accesses} as asked where {same})"


NOTHING_FOUND = "create or replace temp table found (row_no bigint, mask bigint)"


def found(key: str, places: Mapping[str, int], accesses: str, windows: str) -> str:
    """
    Which windows of one key was each access in? The statement that adds (row_no, mask) to the temporary table `found`.

    `accesses` is a relation with row_no, opened_at and the key's numbers; one without the key is in no window.
    `windows` is the condition that keeps the windows to be looked at.
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
    where {windows}
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


LOGGED = "(select row_no, opened_at, user_no, patient_no, department_no from swept)"
"""The accesses of the slice, with the department they were logged with."""

ELSEWHERE = """(
    select row_no, opened_at, patient_no, shift_department_no as department_no
    from swept
    where shift_department_no is not null and shift_department_no is distinct from department_no
    union all
    select swept.row_no, swept.opened_at, swept.patient_no, access_assignment.department_no
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

UNEXPLAINED = "(select row_no, opened_at, user_no, patient_no from reasoned where direct_reasons = 0)"
"""The accesses that no record explains: only they are asked for derived explanations."""


REASONED = """create or replace temp table reasoned as
select swept.*, coalesce(found_mask.mask & allowed.mask, 0) as direct_reasons
from swept
inner join allowed on allowed.user_no = swept.user_no
left join (select row_no, bit_or(mask) as mask from found group by row_no) as found_mask
    on found_mask.row_no = swept.row_no"""
"""The slice with the mask of its recorded reasons, as far as each user's group of roles may claim them."""

EXPLAINED = """(
    select reasoned.*, reasoned.direct_reasons | coalesce(found.mask, 0) as reasons
    from reasoned
    left join found on found.row_no = reasoned.row_no
)"""
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
