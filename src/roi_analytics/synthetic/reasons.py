"""
Which accesses does each kind of record explain? A few of each are planted, and as many that it nearly explains.

Users and patients are made for it, so that nothing else explains what they open; only the release requests are those of
the log. How far a record reaches is said here in hours, without reading the package's windows.
"""

from collections import Counter
from datetime import date, timedelta
from typing import Any, NamedTuple

import polars as pl

from roi_analytics.synthetic.accesses import Frames
from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.network import Provider
from roi_analytics.synthetic.planted_work import ASSIGNED, DAYS, Explained, Who, Work
from roi_analytics.synthetic.release_desk import longer, staff
from roi_analytics.synthetic.rows import Tables

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEEDS_LOG_UNTIL = date(2026, 5, 31)
EMERGENCY = "emergency annex"
EACH = 3


class Kind(NamedTuple):
    """One explanation that rests on one record: what is recorded, who is explained by it, and for how long."""

    explanation: str
    records: tuple[str, ...]
    who: Who
    other: Who
    """Somebody whom the record does not explain at any time."""
    before: int
    after: int
    """Hours around the record."""
    names: str = "user"
    """What ties the access to the record: the user, the department, or the patient alone."""
    lasts: int = 48
    place: str | None = None
    """The department the record is of, where that is not the user's."""
    beside: str | None = None
    """A second record that has to be there, of `place` and of no user."""


KINDS = (
    Kind("acted_for_patient", ("note", "medication", "procedure"), ("nurse", "surgery"), ("nurse", "surgery"),
         12, 168, beside="encounter"),
    Kind("named_on_order", ("order", "referral", "consult"), ("physician", "cardiology"), ("physician", "cardiology"),
         24, 336),
    Kind("named_on_encounter", ("encounter", "care_team"), ("physician", "medicine"), ("nurse", "medicine"), 336, 720),
    Kind("appointment_with_user", ("appointment",), ("therapist", "surgery"), ("therapist", "surgery"), 336, 720),
    Kind("patient_on_unit", ("unit_stay",), ("nurse", "hospice"), ("nurse", "surgery"), 12, 12, "department"),
    Kind("department_has_patient", ("encounter", "appointment", "order"), ("technician", "sleep laboratory"),
         ("technician", "imaging"), 72, 168, "department"),
    Kind("referral_to_department", ("referral", "consult"), ("dietitian", "nutrition"), ("dietitian", "medicine"),
         24, 168, "department"),
    Kind("on_call_for_department", ("on_call",), ("physician", "cardiology"), ("physician", "cardiology"), 2, 2,
         lasts=12, place="dialysis", beside="unit_stay"),
    Kind("task_for_user", ("task",), ("physician", "medicine"), ("physician", "medicine"), 0, 336),
    Kind("task_for_department", ("task",), ("nurse", "infusion"), ("nurse", "oncology"), 0, 168, "department"),
    Kind("payment_work", ("claim",), ("biller", "billing office"), ("nurse", "medicine"), 168, 2160, "patient"),
    Kind("registered_by_user", ("registration", "call"), ("registrar", "front desk"), ("registrar", "front desk"),
         24, 24),
    Kind("worklist_of_user", ("worklist",), ("coder", "coding office"), ("coder", "coding office"), 0, 336),
    Kind("worklist_of_department", ("worklist",), ("quality reviewer", "quality"), ("coder", "coding office"),
         0, 336, "department"),
    Kind("study_of_user", ("study",), ("research coordinator", "research"), ("research coordinator", "research"), 0, 0),
    Kind("emergency_visit", ("encounter", "unit_stay"), ("nurse", "day clinic"), ("security guard", "security"),
         24, 24, "patient", lasts=6, place=EMERGENCY),
)  # fmt: skip
ACTORS = ("service", "device", "patient", "proxy")


def plant_reasons(
    seed: int, provider: Provider, tables: Tables, frames: Frames, extracts: list[date]
) -> tuple[Frames, list[Explained]]:
    """The provider's frames with the planted work in them, and what is true of each access; needs three months' log."""
    events = frames[provider.provider_id, "access_event"]
    if events.is_empty() or extracts[-1] < NEEDS_LOG_UNTIL:
        return {}, []
    work = Work(
        provider,
        Chance(seed, "reasons", provider.provider_id),
        tables,
        len(frames[provider.provider_id, "care_record"]),
    )
    for kind in KINDS:
        _around_a_record(work, kind)
    _note_of_nobody_in_care(work)
    _lent_to_a_unit(work)
    _requests(work, frames, extracts[-1])
    _glass(work)
    _coming_back(work)
    _trainees(work)
    _no_persons(work)
    told = work.numbered(events["event_id"].n_unique() + 1)
    joined = {
        (provider.provider_id, name): longer(frames[provider.provider_id, name], rows)
        for name, rows in work.rows.items()
    }
    return joined, told


def _around_a_record(work: Work, kind: Kind) -> None:
    """An hour within and an hour beyond each end of the reach, in the midst, and somebody else in the midst."""
    user, other = work.user(kind.who), work.user(kind.other)
    before, after, lasts = kind.before * HOUR, kind.after * HOUR, kind.lasts * HOUR
    cases = (
        (user, HOUR - before, True, "an hour after the reach begins"),
        (user, lasts / 2, True, "while it lasts"),
        (user, lasts + after - HOUR, True, "an hour before the reach ends"),
        (user, -before - HOUR, False, "an hour before the reach begins"),
        (user, lasts + after + HOUR, False, "an hour after the reach ends"),
        (other, lasts / 2, False, "while it lasts, by somebody it does not name"),
    )
    for number, (whose, since, is_explained, why) in enumerate(cases):
        patient_id, at, record = work.patient(), work.at(), kind.records[number % len(kind.records)]
        starts_at = at - since
        named: dict[str, Any] = {"user_id": user["user_id"]} if kind.names == "user" else {"department": kind.place}
        if kind.names == "department":
            named = {"department": kind.who[1]}
        if kind.beside:
            place = kind.place or "oncology"
            work.record(kind.beside, patient_id, starts_at - DAY, starts_at + lasts + DAY, department=place)
        on_call = record == "on_call"
        if on_call:
            named["department"] = kind.place
        told = work.record(record, None if on_call else patient_id, starts_at, starts_at + lasts, **named)
        explanation, proof = (kind.explanation, told) if is_explained else ("", "")
        work.opens(whose, patient_id, at, explanation, proof, f"{record}: {why}")


def _note_of_nobody_in_care(work: Work) -> None:
    """Whoever looks can write a note: it explains nothing where no other record shows the patient in care."""
    user = work.user(("nurse", "surgery"))
    for kind in ("note", "result"):
        patient_id, at = work.patient(), work.at()
        work.record(kind, patient_id, at, at + HOUR, user_id=user["user_id"])
        work.opens(user, patient_id, at + HOUR / 2, "", "", f"{kind} of a patient of whom nothing else is recorded")


def _lent_to_a_unit(work: Work) -> None:
    """Logged in one department, working in another: by the shift, or by an assignment of those days."""
    for is_lent in (True, False):
        for by in ("shift", "assignment"):
            # The list of assignments is drawn once, with the first extract: none on it begins later.
            last = ASSIGNED if by == "assignment" else DAYS[1]
            user, patient_id, at = work.user(("nurse", "float pool")), work.patient(), work.at(last)
            stay = work.record("unit_stay", patient_id, at - 9 * DAY, at + DAY, department="hospice")
            back = timedelta(0) if is_lent else 8 * DAY
            if by == "shift":
                work.add("shift", user_id=user["user_id"], department="hospice", starts_at=at - back - 4 * HOUR,
                         ends_at=at - back + 4 * HOUR)  # fmt: skip
            else:
                work.add("assignment", user_id=user["user_id"], department="hospice",
                         assigned_from=(at - back - DAY).date(), assigned_until=(at - back + DAY).date())  # fmt: skip
            explanation, proof = ("patient_on_unit", stay) if is_lent else ("", "")
            work.opens(
                user, patient_id, at, explanation, proof, f"unit_stay: {by} on the unit, {back.days} days before"
            )


def _requests(work: Work, frames: Frames, last: date) -> None:
    """Release staff who work a request of the log; others who open the same patients' records, and a look too early."""
    provider_id, desk = work.provider.provider_id, [user for user, *_ in staff(work.provider)]
    rows = [row for row in work.tables["request"] if row.provider_id == provider_id]
    asked = Counter(row.values["patient_id"] for row in rows)
    events, care = frames[provider_id, "access_event"], frames[provider_id, "care_record"]
    opened = set(events.filter(pl.col("user_id").is_in(desk))["patient_id"]) - set(care["patient_id"])
    done = [
        request for request in (row.view(last) for row in rows if row.visible(last) and not row.defects)
        if request["patient_id"] in opened and asked[request["patient_id"]] == 1 and request.get("completed_on")
        and request["received_on"] >= DAYS[0] and request["completed_on"] + 30 * DAY <= last
    ]  # fmt: skip
    release = work.user(("release specialist", "release of information"))
    others = [work.user(who) for who in (("nurse", "medicine"), ("biller", "billing office"))]
    cases = (
        (release, "received_on", 0, "release_request", "on the day of receipt"),
        (release, "completed_on", 0, "release_request", "on the day it was done"),
        (release, "completed_on", 29, "release_request", "29 days after it was done"),
        (release, "received_on", -1, "", "routed to release staff the day before receipt"),
        (others[0], "completed_on", 0, "", "by a nurse on the day it was done"),
        (others[1], "completed_on", 0, "", "by a biller on the day it was done"),
    )
    for request, (user, day, later, explanation, why) in zip(done, cases, strict=False):
        record = request["request_id"] if explanation else ""
        mode = "routed" if later < 0 else "deliberate"
        at = work.moment(request[day] + later * DAY)
        work.opens(user, request["patient_id"], at, explanation, record, f"request: {why}", access_mode=mode)


def _glass(work: Work) -> None:
    """The glass broken by people no emergency explains: with a reason and an emergency, and without one of the two."""
    user, other = work.user(("chaplain", "chapel")), work.user(("security guard", "security"))
    cases = (
        ("Patient collapsed in the lobby", EMERGENCY, 0, "a reason and an emergency"),
        ("Family called to the bedside", EMERGENCY, 10, "a reason, ten hours after an emergency"),
        ("test", EMERGENCY, 0, "junk for a reason"),
        ("asdf", EMERGENCY, 10, "junk for a reason"),
        ("Patient collapsed in the lobby", "day clinic", 0, "a reason, and no emergency"),
        ("Family called to the bedside", EMERGENCY, 26, "a reason, 26 hours after an emergency"),
    )
    for number, (reason, place, later, why) in enumerate(cases):
        patient_id, at = work.patient(), work.at()
        starts_at = at - later * HOUR - 2 * HOUR
        visit = work.record("encounter", patient_id, starts_at, starts_at + 2 * HOUR, department=place)
        explanation, proof = ("break_glass_emergency", visit) if number < 2 else ("", "")
        work.opens(
            user,
            patient_id,
            at,
            explanation,
            proof,
            f"encounter: {why}",
            is_break_glass=True,
            break_glass_reason=reason,
        )
        if number == 0:
            work.opens(other, patient_id, at + HOUR, "", "", "encounter: another user broke the glass")


def _coming_back(work: Work) -> None:
    """Whoever had a reason may come back within a month; nobody else may, and a repeat gives no right to another."""
    user, other = work.user(("registrar", "front desk")), work.user(("registrar", "front desk"))
    days = ((10,), (29,), (31,), (20, 40))
    for number, later in enumerate(days):
        patient_id, at = work.patient(), work.at(date(2026, 4, 10))
        call = work.record("call", patient_id, at - HOUR, at + HOUR, user_id=user["user_id"])
        first = work.opens(user, patient_id, at, "registered_by_user", call, "call: while it lasts")
        for day in later:
            explanation, proof = ("repeat_access", first) if day < 30 else ("", "")
            work.opens(user, patient_id, at + day * DAY, explanation, proof, f"{day} days after an explained access")
        if number == 0:
            work.opens(other, patient_id, at + DAY, "", "", "a day after an explained access of somebody else")


def _trainees(work: Work) -> None:
    """A resident or student follows the supervisor's patients within the same shift."""
    supervisor = work.user(("physician", "surgery"), "medical_staff")
    led_by = {"supervisor_id": supervisor["user_id"]}
    resident = work.user(("resident", "surgery"), "resident", **led_by)
    student = work.user(("student", "surgery"), "student", **led_by)
    nurse = work.user(("nurse", "surgery"), **led_by)
    cases = ((resident, -11, True), (student, 1, True), (resident, 11, True), (resident, 13, True), (nurse, 1, True),
             (student, 1, False))  # fmt: skip
    for number, (user, later, has_reason) in enumerate(cases):
        patient_id, at = work.patient(), work.at()
        explanation, proof, why = "", "", "the supervisor's access has no reason"
        if has_reason:
            task = work.record("task", patient_id, at - HOUR, at + HOUR, user_id=supervisor["user_id"])
            explanation, proof, why = "task_for_user", task, "task: while it lasts"
        followed = work.opens(supervisor, patient_id, at, explanation, proof, why)
        explanation, proof = ("supervised_access", followed) if number < EACH else ("", "")
        said = f"{user['user_role']}, {later} hours from the supervisor's access"
        work.opens(user, patient_id, at + later * HOUR, explanation, proof, said)


def _no_persons(work: Work) -> None:
    """Machines, patients and proxies, by the event or the account; and a person whose login looks like a machine's."""
    nobody: dict[str, Any] = {"user_id": None, "user_role": None, "department": None, "workstation": None}
    for number, kind in enumerate(ACTORS):
        for by in ("event", "account"):
            patient_id, login = work.patient(), f"{kind}{number}.{by}.{work.provider.provider_id[:2]}"
            work.add("user_account", login=login, user_id=None, actor_kind=kind)
            said = kind if by == "event" else "unknown"
            actor = {**nobody, "login": login, "actor_kind": said}
            work.opens(actor, patient_id, work.at(), kind, login, f"{kind}: the {by} says so")
    user = work.user(("technician", "imaging"))
    for login in ("interface.batch", "portal.proxy"):
        work.add("user_account", login=login, user_id=user["user_id"], actor_kind="human")
        person = user | {"login": login, "user_id": None, "actor_kind": "unknown"}
        work.opens(person, work.patient(), work.at(), "", "", "a person's account with a machine's name")
