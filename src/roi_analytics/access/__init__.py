"""
What SQL alone cannot say of the detector: how long explanations reach, and the sweep written from their catalogue.

Explained means that a recorded reason exists, never that the access was permitted.
"""

import datetime as dt
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from roi_analytics.errors import RuleError, did_you_mean

if TYPE_CHECKING:
    from roi_analytics.models import Model

WINDOW = {
    "before_hours": int,
    "after_hours": int,
    "open_for_hours": int,
    "strength": str,
    "owner": str,
    "review_on": dt.date,
    "why": str,
}
STRENGTHS = ("strong", "medium", "weak")

KEYS = {
    "user_patient": ("provider_id", "patient_id", "user_id"),
    "department_patient": ("provider_id", "patient_id", "department"),
    "patient": ("provider_id", "patient_id"),
}
"""What an explanation's window is tied to: the `key` of its header, and the columns that means."""


def windows() -> list[dict[str, Any]]:
    """How far does each explanation reach, who answers for it, when is it looked at again? Raises RuleError."""
    text = files("roi_analytics").joinpath("access", "windows.toml").read_text(encoding="utf-8")
    return read_windows(text)


def read_windows(text: str) -> list[dict[str, Any]]:
    """Read the text of a windows.toml into rows, one per explanation. Raises RuleError with the mend."""
    try:
        blocks = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"access/windows.toml is not TOML: {error}.\nMend that line.") from None
    return [{"explanation": name, **_checked(name, block)} for name, block in blocks.items()]


def _checked(name: str, block: dict[str, Any]) -> dict[str, Any]:
    where = f"access/windows.toml, [{name}]"
    for key in block:
        if key not in WINDOW:
            raise RuleError(
                f"{where}: '{key}' is not known.{did_you_mean(key, WINDOW)}\nThe keys are: {', '.join(WINDOW)}."
            )
    for key, kind in WINDOW.items():
        if type(block.get(key)) is not kind or (kind is int and block[key] < 0):
            wanted = {int: "a whole number of hours, none below 0", dt.date: "a date"}.get(kind, "a text")
            raise RuleError(f"{where}: {key} is missing or not {wanted}.\nGive it one.")
    if block["strength"] not in STRENGTHS:
        raise RuleError(f"{where}: strength '{block['strength']}' is not known.\nUse one of: {', '.join(STRENGTHS)}.")
    return {key: block[key] for key in WINDOW}


def sweep(explanations: Sequence["Model"]) -> str:
    """
    Which recorded reasons did each access have? The SQL of `access_explanation`, one row per access_event.

    The one statement put together from a catalogue, so that a new explanation is one new file. The log is not joined to
    each of them: windows of one key are swept into disjoint segments, each with a mask of the explanations open in it,
    and the access takes the mask of the last segment begun (union and last_value, which every engine has).
    Columns: provider_id, event_id, user_id and actor_kind (by way of the account where the event does not say), one
    boolean per explanation, is_explained (null where user or patient is not known). Raises RuleError for a header it
    cannot follow.
    """
    lengths = {window["explanation"] for window in windows()}
    for model in explanations:
        if model.header["key"] not in KEYS:
            raise RuleError(f"{model.path}: key '{model.header['key']}' is not known.\nUse one of: {', '.join(KEYS)}.")
        if model.name not in lengths:
            raise RuleError(f"{model.path} has no window.\nAdd a block [{model.name}] to access/windows.toml.")
    bits = {model.name: 2**place for place, model in enumerate(explanations)}
    parts, marked = [_ACCESS], ["select provider_id, event_id, 0 as mask from access"]
    for key in KEYS:
        names = [model.name for model in explanations if model.header["key"] == key]
        if names:
            parts.append(_sweep_of(key, names, bits))
            marked.append(
                f"select provider_id, event_id, mask from {key}_mark where is_access = 1 and mask is not null"
            )
    parts.append(
        "event_mask as (\n    select provider_id, event_id, bit_or(mask) as mask\n"
        f"    from ({' union all '.join(marked)}) as marked\n    group by provider_id, event_id\n)"
    )
    columns = "".join(f"    (event_mask.mask & {bit}) > 0 as {name},\n" for name, bit in bits.items())
    return f"""with {", ".join(parts)}
select
    access.provider_id,
    access.event_id,
    access.user_id,
    access.actor_kind,
{columns}    case
        when access.user_id is not null and access.patient_id is not null then event_mask.mask > 0
    end as is_explained
from access
inner join event_mask on event_mask.provider_id = access.provider_id and event_mask.event_id = access.event_id"""


_ACCESS = """access as (
    select
        access_event.provider_id,
        access_event.event_id,
        access_event.opened_at,
        access_event.patient_id,
        coalesce(access_event.user_id, user_account.user_id) as user_id,
        coalesce(
            nullif(access_event.actor_kind, 'unknown'), user_account.actor_kind, access_event.actor_kind, 'human'
        ) as actor_kind,
        access_event.department
    from access_event
    left join user_account
        on user_account.provider_id = access_event.provider_id and user_account.login = access_event.login
),
user_patient_access as (
    select provider_id, patient_id, user_id, event_id, opened_at
    from access
    where patient_id is not null and user_id is not null
),
department_patient_access as (
    select provider_id, patient_id, department, event_id, opened_at
    from access
    where patient_id is not null and department is not null
    union all
    select access.provider_id, access.patient_id, assignment.department, access.event_id, access.opened_at
    from access
    inner join assignment
        on assignment.provider_id = access.provider_id
        and assignment.user_id = access.user_id
        and assignment.assigned_from <= cast(access.opened_at as date)
        and (assignment.assigned_until is null or assignment.assigned_until >= cast(access.opened_at as date))
        and assignment.department <> coalesce(access.department, '')
    where access.patient_id is not null
),
patient_access as (
    select provider_id, patient_id, event_id, opened_at
    from access
    where patient_id is not null
)"""


def _sweep_of(key: str, names: list[str], bits: dict[str, int]) -> str:
    """The windows of one key as edges, the edges as masked segments, the segments and the accesses side by side."""
    columns = ", ".join(KEYS[key])
    edges = []
    for name in names:
        for edge, step in (("starts_at", 1), ("ends_at", -1)):
            steps = ", ".join(f"{step if other == name else 0} as {other}" for other in names)
            edges.append(f"    select {columns}, {edge} as edge_at, {steps} from {name}")
    running = ", ".join(f"sum(sum({name})) over (partition by {columns} order by edge_at) as {name}" for name in names)
    mask = " + ".join(f"case when {name} > 0 then {bits[name]} else 0 end" for name in names)
    all_edges = "\n    union all\n".join(edges)
    return f"""{key}_edge as (
{all_edges}
),
{key}_running as (
    select {columns}, edge_at, {running}
    from {key}_edge
    group by {columns}, edge_at
),
{key}_mark as (
    select
        provider_id,
        event_id,
        is_access,
        last_value(mask ignore nulls) over (
            partition by {columns} order by edge_at, is_access rows between unbounded preceding and current row
        ) as mask
    from (
        select {columns}, edge_at, 0 as is_access, cast(null as varchar) as event_id, {mask} as mask
        from {key}_running
        union all
        select {columns}, opened_at as edge_at, 1 as is_access, event_id, cast(null as integer) as mask
        from {key}_access
    ) as {key}_timeline
)"""
