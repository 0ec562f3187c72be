"""
Who opened this record, and what did this user open? All accesses, explained ones too: most cases begin with a
complaint.
"""

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from roi_analytics.access.asking import lay, names
from roi_analytics.access.evidence import evidence, nearest
from roi_analytics.errors import QuestionError, did_you_mean

if TYPE_CHECKING:
    from roi_analytics.engine import Engine

COLUMNS = (
    "local_at", "provider_id", "event_id", "actor_kind", "user_id", "role", "department", "patient_id", "record_class",
    "action", "access_mode", "is_break_glass", "standing", "reasons", "evidence",
)  # fmt: skip
"""
What `show` tells of each access. local_at is by the place's clock. actor_kind tells persons (human), machines (service,
device), the patient and proxies apart. standing: see queries/shown_access.sql. reasons: names of explanations;
evidence: for each of them the row it stands on (the one whose time began last), as "care_record r0001".
"""

OF_PATIENT = """
select access_event.provider_id, access_event.event_id
from access_event
where (access_event.provider_id, access_event.patient_id) in (
    select (same.provider_id, same.patient_id)
    from access_patient as known
    inner join access_patient as same on same.patient_no = known.patient_no
    where known.patient_id = ?
)"""

OF_USER = """
select access_event.provider_id, access_event.event_id
from access_event
where (access_event.provider_id, coalesce(access_event.user_id, access_event.login)) in (
    select (same.provider_id, same.alias)
    from access_alias as known
    inner join access_alias as same
        on same.provider_id = known.provider_id
        and (same.alias = known.alias or same.user_no = known.user_no)
    where known.alias = ?
)"""

KNOWN = {
    "patient": "select provider_id from access_patient where patient_id = ?"
    " union select provider_id from patient where patient_id = ?",
    "user": "select provider_id from access_alias where alias = ?"
    " union select provider_id from access_user where user_id = ?",
}
"""Where an id is known: the providers of the log or of the lists of patients and staff."""


def show(
    engine: "Engine",
    patient: str | None = None,
    user: str | None = None,
    provider: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pl.DataFrame:
    """
    Who opened this patient's record, or what did this user open, and with which recorded reason? One row per access, by
    time.

    One of `patient` and `user` is named (both: what the user opened of the patient). Other ids of the same person and
    other logins of the same user are followed. `since` and `until` are days of the place, both included. Columns: see
    COLUMNS. Raises QuestionError for an id that is not known, or days the wrong way round.

    >>> site.access_show(patient="404500", since=dt.date(2026, 3, 1))
    """
    lay_asked(engine, patient, user, provider, since, until)
    laid = engine.read("select * from shown_access order by opened_at, event_id").with_columns(reasons=names("reasons"))
    found = nearest(evidence(engine, "shown_access"))
    found = found.group_by("provider_id", "event_id").agg(
        evidence=(pl.col("record_table") + " " + pl.col("record_id")).sort_by("explanation").unique(maintain_order=True)
    )
    laid = laid.join(found, on=["provider_id", "event_id"], how="left", maintain_order="left")
    return laid.with_columns(pl.col("evidence").fill_null(pl.lit([], pl.List(pl.String)))).select(COLUMNS)


def lay_asked(
    engine: "Engine",
    patient: str | None,
    user: str | None,
    provider: str | None,
    since: dt.date | None,
    until: dt.date | None,
) -> list[str]:
    """Lay the accesses asked for as the temporary table shown_access; return the providers that know the id."""
    if patient is None and user is None:
        raise QuestionError("Whose accesses?\nName a patient or a user: --patient, --user.")
    if since is not None and until is not None and since > until:
        raise QuestionError("The first day lies after the last.\nName --from no later than --to.")
    _known_provider(engine, provider)
    known = [
        _known_at(engine, kind, name, provider)
        for kind, name in (("patient", patient), ("user", user))
        if name is not None
    ]
    parts = [(OF_PATIENT, patient), (OF_USER, user)]
    wanted = [(sql, name) for sql, name in parts if name is not None]
    sql = " intersect ".join(f"({part})" for part, _ in wanted)
    engine.run(f"create or replace temp table asked_event as {sql}", [name for _, name in wanted])
    lay(engine, "shown_access")
    for condition, value in (
        ("provider_id <> ?", provider),
        ("cast(local_at as date) < ?", since),
        ("cast(local_at as date) > ?", until),
    ):
        if value is not None:
            engine.run(f"delete from shown_access where {condition}", [value])
    return sorted(set.intersection(*map(set, known)))


def _known_provider(engine: "Engine", provider: str | None) -> None:
    if provider is None:
        return
    there = engine.read("select provider_id from provider order by provider_id")["provider_id"].to_list()
    if provider not in there:
        raise QuestionError(
            f"There is no provider called '{provider}'.{did_you_mean(provider, there)}\n"
            f"The site has {len(there)} providers; its site.toml names them."
        )


def _known_at(engine: "Engine", kind: str, name: str, provider: str | None) -> list[str]:
    """The providers that know an id. It is a value: the message holds neither it nor any like it."""
    there = engine.read(KNOWN[kind], [name, name])["provider_id"].to_list()
    there = [one for one in there if provider in (None, one)]
    if not there:
        where = "in the logs of that provider" if provider else "in the logs"
        raise QuestionError(
            f"No {kind} of that id is known {where}.\nLook at how the log writes it, zeros in front too."
        )
    return there
