"""What did the release desk open and print for its requests, and where do the two logs disagree?

For each request the desk opens the record on the day of receipt and prints it on the day it is given out. Where that is
left out, or something is done without a request, a case is planted; there are no others.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from roi_analytics.synthetic.accesses import Frames
from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.network import Provider
from roi_analytics.synthetic.people import BACK, FRONT, Patients
from roi_analytics.synthetic.rows import Tables

DESK, DEPARTMENT, ROLE = 3, "release of information", "release specialist"
EACH = 3
"""Planted cases of each rule at each provider: as many that offend as nearly do."""

LOOK_BACK = timedelta(days=30)  # house policy on how near a request or an access must lie
GIVEN = ("fulfilled", "fulfilled_partly")
LOGS_RULES = frozenset({"release_without_access", "export_without_request", "release_staff_access_without_request"})

Case = tuple[str, str, str, str, str]
"""Rule, provider, case, offends or near_miss, why."""


@dataclass
class Desk:
    """The desk of one provider: the requests it works, and its accesses while they are being written."""

    provider: Provider
    chance: Chance
    events: pl.DataFrame
    requests: list[dict[str, Any]]
    first: date
    last: date
    numbered: int
    written: list[dict[str, Any]] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)

    def touch(self, patient_id: str, on: date, record_class: str, user: tuple[str, str, str, str] | None = None) -> str:
        """One access in working hours by somebody of the desk, or by `user`; returns its number."""
        user = user or self.chance.pick(staff(self.provider))
        local = datetime.combine(on, time(self.chance.whole(8, 16), self.chance.whole(0, 59), self.chance.whole(0, 59)))
        moment = local.replace(tzinfo=ZoneInfo(self.provider.time_zone)).astimezone(UTC).replace(tzinfo=None)
        event_id = f"{self.provider.provider_id[:2]}{self.numbered + len(self.written) + 1:08d}"
        user_id, login, role, department = user
        self.written.append({
            "event_id": event_id, "opened_at": moment, "user_id": user_id, "login": login, "actor_kind": "human",
            "user_role": role, "department": department, "patient_id": patient_id, "action": "R",
            "workstation": f"{self.provider.provider_id[:2].upper()}-WS090", "record_class": record_class,
            "access_mode": "deliberate", "outcome": "success", "source_system": "chart", "is_break_glass": False,
            "_on": on, "_code": "",
        })  # fmt: skip
        return event_id

    def told(self, rule: str, case_id: str, kind: str, why: str) -> None:
        self.cases.append((rule, self.provider.provider_id, case_id, kind, why))


def staff(provider: Provider) -> list[tuple[str, str, str, str]]:
    """The people of the desk: user, login, role, department."""
    mark = provider.provider_id[:2]
    return [(f"{mark}desk{n}", f"release{n}.{mark}", ROLE, DEPARTMENT) for n in range(1, DESK + 1)]


def work_requests(
    seed: int, provider: Provider, tables: Tables, frames: Frames, patients: Patients, extracts: list[date]
) -> tuple[Frames, list[Case]]:
    """The frames of one provider with the desk's accesses and people in them, and the cases planted."""
    events, last = frames[provider.provider_id, "access_event"], extracts[-1]
    rows = [row for row in tables.get("request", []) if row.provider_id == provider.provider_id]
    requests = [
        row.view(last) for row in rows if row.visible(last) and not row.defects and row.values["patient_id"] is not None
    ]
    if events.is_empty() or not requests:
        return {}, []
    desk = Desk(
        provider, Chance(seed, "release desk", provider.provider_id), events, requests,
        first=max(events["_on"].min(), min(row.view(last)["received_on"] for row in rows if not row.is_refused)),
        last=last, numbered=events["event_id"].n_unique(),
    )  # fmt: skip
    counts = Counter(row.values["patient_id"] for row in rows)
    alone = [request for request in requests if counts[request["patient_id"]] == 1]
    quiet = set(_silent_releases(desk, tables, alone))
    for request in requests:
        if request["request_id"] not in quiet:
            desk.touch(request["patient_id"], request["received_on"], "chart")
            if request.get("completed_on") and request["status"] in GIVEN:
                desk.touch(request["patient_id"], request["completed_on"], desk.chance.pick(["print", "export"]))
    treated = set(frames[provider.provider_id, "care_record"]["patient_id"]) | set(counts)
    strangers = [patient.patient_id for patient in patients.all if patient.patient_id not in treated]
    done = [
        request for request in alone
        if request["request_id"] not in quiet and request.get("completed_on")
        and request["completed_on"] + LOOK_BACK <= last
    ]  # fmt: skip
    cared_for = set(frames[provider.provider_id, "care_record"]["patient_id"])
    _prints(desk, strangers[::2], [request for request in done if request["patient_id"] not in cared_for])
    _glances(desk, strangers[1::2], done[1::2])
    return _joined(desk, frames), desk.cases


def _silent_releases(desk: Desk, tables: Tables, alone: list[dict[str, Any]]) -> Iterator[str]:
    """Requests whose release the access log knows nothing of, and some with one access on the first day that counts."""
    rule, by_id = "release_without_access", {request["request_id"]: request for request in alone}
    opened = dict(desk.events.filter(pl.col("_on").is_not_null()).group_by("patient_id").agg("_on").iter_rows())
    on_paper = _on_paper(desk, tables)
    left = 2 * EACH
    for row in tables.get("disclosure", []):
        request = by_id.get(row.values["request_id"]) if row.provider_id == desk.provider.provider_id else None
        if request is None or not row.visible(desk.last) or not left:
            continue
        released_on = row.values["disclosed_at"].date()
        from_on = min(request["received_on"], released_on - LOOK_BACK)
        near = (from_on - timedelta(days=1), released_on + timedelta(days=1))
        seen = any(near[0] <= day <= near[1] for day in opened.get(request["patient_id"], ()))
        if from_on < desk.events["_on"].min() or seen or request["request_id"] in on_paper:
            continue
        left -= 1
        said = f"received {request['received_on']}, released {released_on}"
        if left % 2:
            desk.told(rule, row.values["disclosure_id"], "offends", f"{said}, and nobody opened the record")
        else:
            desk.touch(request["patient_id"], from_on, "chart", desk.chance.pick(_others(desk)))
            desk.told(rule, row.values["disclosure_id"], "near_miss", f"{said}, opened {from_on} and never again")
        yield request["request_id"]


def _on_paper(desk: Desk, tables: Tables) -> set[str]:
    """Requests of which nothing is known to be kept in a system."""
    items = [row.values for row in tables.get("request_item", []) if row.provider_id == desk.provider.provider_id]
    kept = {item["request_id"] for item in items if item["held_as"] in ("electronic", "mixed")}
    return {item["request_id"] for item in items} - kept


def _prints(desk: Desk, strangers: list[str], asked: list[dict[str, Any]]) -> None:
    """Records printed by people of other departments: with no need on record, or for a request."""
    rule, others = "export_without_request", _others(desk)
    for number, patient_id in enumerate(strangers[:EACH] if desk.last - desk.first > LOOK_BACK else []):
        on = _day(desk)
        event_id = desk.touch(patient_id, on, ("print", "export")[number % 2], desk.chance.pick(others))
        desk.told(rule, event_id, "offends", f"taken out {on}, and nobody had asked")
    for number, request in enumerate(asked[:EACH]):
        on = request["received_on"] if number % 2 else request["completed_on"] + LOOK_BACK
        event_id = desk.touch(request["patient_id"], on, "print", desk.chance.pick(others))
        desk.told(rule, event_id, "near_miss", f"printed {on}, for the request of {request['received_on']}")


def _glances(desk: Desk, strangers: list[str], asked: list[dict[str, Any]]) -> None:
    """Records the desk opened: of patients for whom nobody asked, and a month after a request was done."""
    rule = "release_staff_access_without_request"
    for patient_id in strangers[:EACH] if desk.last - desk.first > LOOK_BACK else []:
        on = _day(desk)
        desk.told(rule, desk.touch(patient_id, on, "chart"), "offends", f"opened {on}, and nobody had asked")
    for request in asked[:EACH]:
        on = request["completed_on"] + LOOK_BACK
        event_id = desk.touch(request["patient_id"], on, "chart")
        desk.told(rule, event_id, "near_miss", f"opened {on}, a request was done {request['completed_on']}")


def _day(desk: Desk) -> date:
    """A day for which no request from before the log began can be the reason."""
    return desk.chance.day(desk.first + LOOK_BACK, desk.last)


def _others(desk: Desk) -> list[tuple[str, str, str, str]]:
    known = desk.events.filter(pl.col("_code") == "").select("user_id", "login", "user_role", "department").unique()
    return known.sort("user_id").head(40).rows()


def _joined(desk: Desk, frames: Frames) -> Frames:
    """The desk's accesses after all others, its people at the end of the lists of people."""
    provider_id, people = desk.provider.provider_id, staff(desk.provider)
    began = date(2025, 6, 2)
    added = {
        "access_event": desk.written,
        "workforce_member": [
            {"user_id": user, "last_name": FRONT[n] + BACK[n], "role": role, "employer_kind": "employee",
             "supervisor_id": people[0][0], "address_key": f"a9{n:04d}", "hired_on": began}
            for n, (user, _, role, _) in enumerate(people)
        ],
        "user_account": [{"login": login, "user_id": user, "actor_kind": "human"} for user, login, _, _ in people],
        "assignment": [
            {"user_id": user, "department": department, "assigned_from": began} for user, _, _, department in people
        ],
    }  # fmt: skip
    return {(provider_id, name): longer(frames[provider_id, name], rows) for name, rows in added.items()}


def longer(frame: pl.DataFrame, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The frame with these rows at its end; what a row does not say is blank."""
    told = [dict.fromkeys(frame.columns) | {"_code": ""} | row for row in rows]
    return pl.concat([frame, pl.DataFrame(told, schema=frame.schema)])
