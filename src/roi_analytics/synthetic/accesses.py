"""Who opened which record, and what in the provider's own records explains it?

Made in columns, so that a million events take seconds. Most events follow from an encounter, an appointment or a
department that has the patient; the rest are opened by somebody with no recorded reason.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.network import FIRST_DAY, Provider
from roi_analytics.synthetic.people import BACK, FRONT, Patients

HOUR = 3_600_000_000  # microseconds, as polars keeps moments
DEPARTMENTS = ("emergency", "medicine", "surgery", "cardiology", "maternity", "imaging", "oncology", "pediatrics",
               "coding office", "billing office")  # fmt: skip
ROLES = ("nurse", "physician", "resident", "technician", "registrar", "coder")
EMPLOYERS = ("employee", "employee", "employee", "medical_staff", "resident", "agency")
CLASSES = ("chart", "note", "result", "order", "medication", "demographics", "billing", "print", "export")
TAKEN_OUT = ("print", "export")
"""What nobody does without a recorded reason, but where release_desk.py plants it."""
REASONS = ("emergency, patient unconscious", "covering for a colleague", "transfer from another unit",
           "code team", "urgent consult")  # fmt: skip

Frames = dict[tuple[str, str], pl.DataFrame]
"""By provider and table: canonical columns, `_on` (the local day a row belongs to) and `_code` (a planted defect)."""


def write_accesses(
    seed: int, provider: Provider, patients: Patients, accesses: int, offending: int, extracts: list[date]
) -> Frames:
    """The access log of one provider, its care records and workforce. `offending`: through the glass, no reason."""
    chance = Chance(seed, "accesses", provider.provider_id)
    users = provider.users * max(1, accesses // 60_000)
    workforce = _workforce(chance, provider, users)
    wanted = round(accesses * provider.share_of_accesses)
    window = _window(provider, extracts)
    care = _care(chance, workforce, patients, max(20, wanted // 9), window)
    events = _events(chance, provider, workforce, care, patients, wanted, window)
    events = _break_glass(chance, events, offending)
    frames = {"access_event": events, "care_record": care.drop("lo", "hi"), **_standing(chance, workforce, extracts)}
    if provider.feeds("shift"):
        frames["shift"] = _shifts(chance, workforce, extracts)
    if provider.feeds("system_event"):
        frames["system_event"] = write_logins(seed, provider, workforce, extracts)
    return {(provider.provider_id, name): _local_days(frame, provider, name) for name, frame in frames.items()}


def _window(provider: Provider, extracts: list[date]) -> tuple[int, int]:
    """The first and last moment of the sample at a provider, in microseconds of UTC."""
    zone = ZoneInfo(provider.time_zone)
    first = datetime.combine(FIRST_DAY, time(0), zone)
    last = datetime.combine(extracts[-1] + timedelta(days=1), time(0), zone) - timedelta(minutes=5)
    return int(first.timestamp() * 1e6), int(last.timestamp() * 1e6)


def _workforce(chance: Chance, provider: Provider, users: int) -> pl.DataFrame:
    random = chance.generator
    count = min(len(DEPARTMENTS), max(2, provider.users // 12))
    numbers = np.arange(users)
    hired = np.datetime64("2014-01-06") + random.integers(0, 4300, users).astype("timedelta64[D]")
    return pl.DataFrame({
        "user_id": [f"{provider.provider_id[:2]}{1000 + n}" for n in numbers],
        "login": [f"{FRONT[n % 25].lower()}.{BACK[n // 25 % 20]}{n}" for n in numbers],
        "last_name": [FRONT[a] + BACK[b] for a, b in random.integers(0, (25, 20), (users, 2))],
        "role": random.choice(ROLES, users),
        "employer_kind": random.choice(EMPLOYERS, users),
        "address_key": [f"a{n:05d}" for n in random.integers(1, 2200, users)],
        "hired_on": hired,
        "assigned_from": np.maximum(hired, np.datetime64("2025-06-02") + (numbers % 28).astype("timedelta64[D]")),
        "department": np.array(DEPARTMENTS)[numbers % count],
    }).with_columns(supervisor_id=pl.col("user_id").gather(numbers % count))  # fmt: skip


def _care(
    chance: Chance, workforce: pl.DataFrame, patients: Patients, count: int, window: tuple[int, int]
) -> pl.DataFrame:
    """Encounters and appointments, each with a user of the department that has the patient."""
    random = chance.generator
    user = random.integers(0, len(workforce), count)
    is_encounter = random.random(count) < 0.6
    starts = random.integers(window[0], window[1] - HOUR, count) // (15 * 60_000_000) * (15 * 60_000_000)
    hours = np.where(is_encounter, np.ceil(random.gamma(1.2, 30, count)) + 1, 1)
    people = np.array([patient.patient_id for patient in patients.all])
    frame = pl.DataFrame(
        {
            "record_id": [f"c{n:07d}" for n in range(1, count + 1)],
            "kind": np.where(is_encounter, "encounter", "appointment"),
            "patient_id": people[random.integers(0, len(people), count)],
            "lo": starts,
            "hi": starts + (hours * HOUR).astype(np.int64),
        }
    )
    return frame.with_columns(
        user_id=workforce["user_id"].gather(user),
        department=workforce["department"].gather(user),
        starts_at=pl.col("lo").cast(pl.Datetime("us")),
        ends_at=pl.when(pl.col("hi") < window[1]).then("hi").otherwise(None).cast(pl.Datetime("us")),
        encounter_id=pl.when(pl.col("kind") == "encounter").then("e" + pl.col("record_id").str.slice(1)),
    )  # fmt: skip


def _events(
    chance: Chance, provider: Provider, workforce: pl.DataFrame, care: pl.DataFrame, patients: Patients, count: int,
    window: tuple[int, int],
) -> pl.DataFrame:  # fmt: skip
    """Accesses: by the user named, by a colleague of the department, or by somebody with no recorded reason."""
    random = chance.generator
    which = random.integers(0, len(care), count)
    lo, hi = care["lo"].to_numpy()[which], care["hi"].to_numpy()[which]
    moment = np.minimum(lo + (random.random(count) * (hi - lo)).astype(np.int64), window[1])
    named = _positions(care["user_id"], workforce["user_id"])[which]
    by_department = {
        d: np.flatnonzero(workforce["department"].to_numpy() == d) for d in workforce["department"].unique()
    }
    draw = random.random(count)
    department = care["department"].to_numpy()[which]
    user = named.copy()
    for name in sorted(by_department):
        mine = np.flatnonzero((department == name) & (draw > 0.62))
        user[mine] = by_department[name][random.integers(0, len(by_department[name]), len(mine))]
    stray = draw > 0.9
    user = np.where(stray, random.integers(0, len(workforce), count), user)
    people = np.array([patient.patient_id for patient in patients.all])
    patient = np.where(stray, people[random.integers(0, len(people), count)], care["patient_id"].to_numpy()[which])
    patient = patient.astype(str)
    moment = np.where(stray, random.integers(window[0], window[1], count), moment)
    order = np.argsort(moment, kind="stable")
    user, patient, moment, stray, which = user[order], patient[order], moment[order], stray[order], which[order]
    machines = np.array([f"{provider.provider_id[:2].upper()}-WS{n:03d}" for n in range(80)])
    rare, nothing = random.random(count), pl.Series([None], dtype=pl.String)
    classes = np.array(CLASSES)[np.minimum(random.geometric(0.35, count) - 1, len(CLASSES) - 1)]
    return pl.DataFrame({
        "event_id": [f"{provider.provider_id[:2]}{n:08d}" for n in range(1, count + 1)],
        "opened_at": moment // 1_000_000 * 1_000_000,
        "user_id": workforce["user_id"].gather(user),
        "login": workforce["login"].gather(user),
        "actor_kind": pl.repeat("human", count, eager=True),
        "user_role": workforce["role"].gather(user),
        "department": workforce["department"].gather(user),
        "workstation": machines[user % 80],
        "patient_id": patient,
        "encounter_id": care["encounter_id"].gather(which).zip_with(pl.Series(~stray), nothing),
        "action": np.where(rare < 0.9, "R", np.where(rare < 0.97, "U", "C")),
        "record_class": np.where(stray & np.isin(classes, TAKEN_OUT), "chart", classes),
        "access_mode": np.where(random.random(count) < 0.7, "deliberate", "routed"),
        "outcome": np.where(random.random(count) < 0.995, "success", "minor_failure"),
        "source_system": pl.repeat("chart", count, eager=True),
    }).with_columns(pl.col("opened_at").cast(pl.Datetime("us")))  # fmt: skip


def _positions(values: pl.Series, among: pl.Series) -> np.ndarray:
    place = {value: number for number, value in enumerate(among.to_list())}
    return np.array([place[value] for value in values.to_list()])


def _break_glass(chance: Chance, events: pl.DataFrame, offending: int) -> pl.DataFrame:
    """Some records opened through the glass; most with a reason typed in, `offending` of them with none."""
    random, count = chance.generator, len(events)
    glass = random.permutation(count)[: max(2 * offending, count // 400)]
    is_glass, reason = np.zeros(count, dtype=bool), np.full(count, None, dtype=object)
    is_glass[glass] = True
    for number in glass[offending:]:
        reason[number] = chance.pick(REASONS)
    return events.with_columns(
        is_break_glass=pl.Series(is_glass), break_glass_reason=pl.Series(reason.tolist(), dtype=pl.String)
    )


def _standing(chance: Chance, workforce: pl.DataFrame, extracts: list[date]) -> dict[str, pl.DataFrame]:
    """Workforce, accounts and assignments: the same list in every extract."""
    members = workforce.select(
        "user_id", "last_name", "role", "employer_kind", "supervisor_id", "address_key", "hired_on",
        ended_on=pl.lit(None, pl.Date),
    )  # fmt: skip
    accounts = workforce.select("login", "user_id", actor_kind=pl.lit("human"))
    rooms = workforce.select("user_id", "department", "assigned_from", assigned_until=pl.lit(None, pl.Date))
    return {"workforce_member": members, "user_account": accounts, "assignment": rooms}


def _shifts(chance: Chance, workforce: pl.DataFrame, extracts: list[date]) -> pl.DataFrame:
    """Shifts of the emergency department, day and night by turns."""
    team = workforce.filter(pl.col("department") == "emergency")["user_id"].to_list()
    days = (extracts[-1] - FIRST_DAY).days
    rows = [
        {"user_id": user, "starts_at": datetime.combine(FIRST_DAY + timedelta(days=day), time(11 + 12 * (n % 2)))}
        for day in range(days)
        for n, user in enumerate(team)
        if (day + n) % 4 == 0
    ]
    return pl.DataFrame(rows, schema={"user_id": pl.String, "starts_at": pl.Datetime("us")}).with_columns(
        department=pl.lit("emergency"), ends_at=pl.col("starts_at") + timedelta(hours=12)
    )


def write_logins(seed: int, provider: Provider, workforce: pl.DataFrame, extracts: list[date]) -> pl.DataFrame:
    """Sign-ins: events of a system without a patient."""
    random = Chance(seed, "logins", provider.provider_id).generator
    low, high = _window(provider, extracts)
    count = max(30, len(workforce) * 4)
    user = random.integers(0, len(workforce), count)
    return pl.DataFrame({
        "event_id": [f"s{n:06d}" for n in range(1, count + 1)],
        "opened_at": np.sort(random.integers(low, high, count)) // 1_000_000 * 1_000_000,
        "user_id": workforce["user_id"].gather(user),
        "login": workforce["login"].gather(user),
        "action": pl.repeat("E", count, eager=True),
        "outcome": np.where(random.random(count) < 0.97, "success", "minor_failure"),
        "source_system": pl.repeat("sign-in", count, eager=True),
    }).with_columns(pl.col("opened_at").cast(pl.Datetime("us")))  # fmt: skip


def logins_only(seed: int, provider: Provider, extracts: list[date]) -> Frames:
    """The sign-ins of a provider that logs nothing else."""
    workforce = _workforce(Chance(seed, "accesses", provider.provider_id), provider, provider.users)
    frame = write_logins(seed, provider, workforce, extracts)
    return {(provider.provider_id, "system_event"): _local_days(frame, provider, "system_event")}


def _local_days(frame: pl.DataFrame, provider: Provider, name: str) -> pl.DataFrame:
    """Add the local day each row belongs to (null: in every extract) and room for a planted defect."""
    moment = {
        "access_event": "opened_at",
        "system_event": "opened_at",
        "care_record": "starts_at",
        "shift": "starts_at",
    }
    day = pl.lit(None, pl.Date)
    if name in moment:
        day = pl.col(moment[name]).dt.replace_time_zone("UTC").dt.convert_time_zone(provider.time_zone).dt.date()
    return frame.with_columns(_on=day, _code=pl.lit("", pl.String))
