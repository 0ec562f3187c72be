"""How does planted work come into a provider's logs? Users, patients, records, accesses, and what is true of each."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.network import FIRST_DAY, Provider
from roi_analytics.synthetic.people import BACK, FRONT
from roi_analytics.synthetic.rows import Row, Tables, add

DAYS = (date(2026, 3, 20), date(2026, 5, 8))
"""When the accesses lie: the log has room before them and after."""

ASSIGNED = date(2026, 3, 30)
"""The last day of those that an assignment explains."""

Who = tuple[str, str]
"""Role and department."""


class Explained(NamedTuple):
    """One line of truth/explanations.csv; no explanation: the access has to stay without one."""

    event_id: str
    explanation: str
    record_id: str
    why: str


@dataclass
class Work:
    """The planted work at one provider while it is being written: rows by table, and what is true of each access."""

    provider: Provider
    chance: Chance
    tables: Tables
    records: int
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    told: list[tuple[dict[str, Any], str, Any, str]] = field(default_factory=list)
    patients: int = 0

    def at(self, last: date = DAYS[1]) -> datetime:
        """A moment in working hours, in UTC."""
        return self.moment(self.chance.day(DAYS[0], last))

    def moment(self, on: date) -> datetime:
        """A moment of that day in working hours, in UTC."""
        clock = time(self.chance.whole(8, 16), self.chance.whole(0, 59), self.chance.whole(0, 59))
        local = datetime.combine(on, clock, ZoneInfo(self.provider.time_zone))
        return local.astimezone(UTC).replace(tzinfo=None)

    def add(self, table: str, **values: Any) -> dict[str, Any]:
        """One row of a log kept in columns, with the local day it belongs to."""
        moment = values.get("opened_at") or values.get("starts_at")
        zone = ZoneInfo(self.provider.time_zone)
        on = moment.replace(tzinfo=UTC).astimezone(zone).date() if moment else None
        self.rows.setdefault(table, []).append(values | {"_on": on})
        return self.rows[table][-1]

    def user(self, who: Who, employer_kind: str = "employee", supervisor_id: str | None = None) -> dict[str, Any]:
        """Somebody new; returns what an access says of them."""
        number, mark = len(self.rows.get("workforce_member", [])) + 1, self.provider.provider_id[:2]
        user_id, login, (role, department) = f"{mark}work{number:02d}", f"work{number}.{mark}", who
        self.add("workforce_member", user_id=user_id, last_name=FRONT[-number % 25] + BACK[number % 20], role=role,
                 employer_kind=employer_kind, supervisor_id=supervisor_id, address_key=f"a8{number:04d}",
                 hired_on=date(2024, 1, 8))  # fmt: skip
        self.add("user_account", login=login, user_id=user_id, actor_kind="human")
        self.add("assignment", user_id=user_id, department=department, assigned_from=date(2025, 6, 2))
        return {"user_id": user_id, "login": login, "actor_kind": "human", "user_role": role, "department": department,
                "workstation": f"{mark.upper()}-WS{100 + number}"}  # fmt: skip

    def patient(self) -> str:
        """A patient whom nobody else treats, asks for or lives with."""
        self.patients += 1
        number, provider_id = self.patients, self.provider.provider_id
        patient_id, born = f"RW{number:05d}", date(1948, 1, 1) + timedelta(days=self.chance.whole(0, 18_000))
        add(self.tables, Row("patient", provider_id, FIRST_DAY, {
            "patient_id": patient_id, "person_id": f"PW{number:05d}", "birth_on": born, "died_on": None}))  # fmt: skip
        add(self.tables, Row("patient_contact", provider_id, FIRST_DAY, {
            "patient_id": patient_id, "last_name": FRONT[number % 25] + BACK[-number % 20],
            "address_key": f"a7{number:04d}", "phone_key": f"t7{number:04d}", "workforce_user_id": None,
            "is_protected": False}))  # fmt: skip
        return patient_id

    def record(self, kind: str, patient_id: str | None, starts_at: datetime, ends_at: datetime, **named: Any) -> str:
        """One care record; returns its number. `named`: user_id, department."""
        self.records += 1
        record_id = f"c{self.records:07d}"
        encounter_id = f"e{self.records:07d}" if kind == "encounter" else None
        self.add("care_record", record_id=record_id, kind=kind, patient_id=patient_id, starts_at=starts_at,
                 ends_at=ends_at, encounter_id=encounter_id, **named)  # fmt: skip
        return record_id

    def opens(
        self, user: dict[str, Any], patient_id: str, at: datetime, explanation: str, record: Any, why: str, **more: Any
    ) -> dict[str, Any]:
        """One access and what explains it: by the number of a record, or by another access."""
        said = {"action": "R", "record_class": "chart", "access_mode": "deliberate", "outcome": "success",
                "source_system": "chart", "is_break_glass": False}  # fmt: skip
        event = self.add("access_event", **said | user | more, patient_id=patient_id, opened_at=at)
        self.told.append((event, explanation, record, why))
        return event

    def numbered(self, first: int) -> list[Explained]:
        """Number the accesses in the order of time, from `first` on; return what is true of each."""
        self.rows["access_event"].sort(key=lambda event: event["opened_at"])
        for number, event in enumerate(self.rows["access_event"], start=first):
            event["event_id"] = f"{self.provider.provider_id[:2]}{number:08d}"
        return sorted(
            Explained(event["event_id"], explanation, record["event_id"] if isinstance(record, dict) else record, why)
            for event, explanation, record, why in self.told
        )
