"""How do a site's own systems keep what happened? Canonical tables, with records that are missing or come late."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.hospital.care import Hospital
from roi_analytics.synthetic.hospital.machines import SERVICES
from roi_analytics.synthetic.hospital.sites import DAY, DEPARTMENTS, GROUPS, HOUR, OPENS, ROLES, TITLES, Site
from roi_analytics.synthetic.network import FIRST_DAY, month_ends
from roi_analytics.tables import TABLES, Table

MISSING = {"order": 0.03, "consult": 0.3, "referral": 0.3, "on_call": 0.2, "note": 0.02, "task": 0.05, "result": 0.02,
           "worklist": 0.02, "claim": 0.02, "call": 0.05, "care_team": 0.05, "encounter": 0.003,
           "unit_stay": 0.003}  # fmt: skip
"""Shares of records that were never made, at a site with the usual gaps."""
SHIFTS_MISSING = 0.2
LATE = 0.08
"""Share of notes, orders and consults that bear a later hour than the work: they were typed in afterwards."""

POLARS = {"id": pl.String, "text": pl.String, "code": pl.String, "date": pl.Date, "instant": pl.Datetime("us"),
          "wall_clock": pl.Datetime("us"), "integer": pl.Int64, "boolean": pl.Boolean}  # fmt: skip


def canonical(frame: pl.DataFrame, table: Table, provider_id: str) -> pl.DataFrame:
    """A frame with provider_id and all columns of its table, in their order and types; unknown ones are null."""
    return frame.select(
        pl.lit(provider_id).alias("provider_id"),
        *(
            (pl.col(name) if name in frame.columns else pl.lit(None)).cast(POLARS[column.type]).alias(name)
            for name, column in table.columns.items()
        ),
    )


def in_utc(at: pl.Series, zone: str) -> pl.Series:
    """Moments of the wall clock, in microseconds, as instants of UTC; an hour the clock skips counts as the next."""
    local = at.cast(pl.Datetime("us"))
    told = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    skipped = told.is_null() & local.is_not_null()
    if skipped.any():
        later = (local + timedelta(hours=1)).dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        told = told.zip_with(~skipped, later)
    return told.dt.convert_time_zone("UTC").dt.replace_time_zone(None)


def keep_records(chance: Chance, hospital: Hospital, records: pl.DataFrame) -> pl.DataFrame:
    """What is left of the records: some were never made, some are late, and the future is not known yet."""
    random = chance.generator
    # What follows from one order is in the system with it or not at all.
    luck = random.random(int(records["chain"].max() or 0) + 1)[records["chain"].to_numpy()]
    kind = records["kind"]
    rate = kind.replace_strict(MISSING, default=0.0, return_dtype=pl.Float64).to_numpy() * hospital.site.gaps
    luck = np.where(kind.is_in(["order"]).to_numpy(), luck, random.random(len(records)))
    kept = luck >= rate
    if hospital.site.month_without_orders is not None:
        start = OPENS + hospital.site.month_without_orders * 30 * DAY
        at = records["starts"].to_numpy()
        kept &= ~((kind == "order").to_numpy() & (at >= start) & (at < start + 30 * DAY))
    late = kind.is_in(["note", "order", "consult", "referral", "call"]).to_numpy() & (
        random.random(len(records)) < LATE
    )
    delay = np.where(late, random.exponential(14 * HOUR, len(records)), 0).astype(np.int64)
    records = records.with_columns(
        starts=pl.col("starts") + pl.Series(delay),
        ends=pl.when(pl.col("ends") > 0).then(pl.max_horizontal("ends", pl.col("starts") + pl.Series(delay))),
    )
    known = (pl.col("starts") < hospital.closes) | (pl.col("kind") == "appointment")
    lost = (pl.col("kind") == "order") & pl.col("starts").is_between(*_without_orders(hospital.site))
    return records.filter(pl.Series(kept)).filter(known, ~lost)


def _without_orders(site: Site) -> tuple[int, int]:
    """The month in which a site kept no orders, half a day longer at both ends, as UTC would have it; else nothing."""
    if site.month_without_orders is None:
        return 0, 0
    days = [(end - FIRST_DAY).days + 1 for end in month_ends(site.month_without_orders + 1)]
    return OPENS + days[-2] * DAY - 12 * HOUR, OPENS + days[-1] * DAY + 12 * HOUR


def care_records(chance: Chance, hospital: Hospital, records: pl.DataFrame) -> pl.DataFrame:
    """The table care_record: acts of care and work, and the slots on call."""
    calls = hospital.roster.shifts.filter(pl.col("group") == GROUPS.index("on_call"))
    slots = calls.select(
        chain=pl.lit(0, pl.Int64), kind=pl.lit("on_call"), patient=pl.lit(-1, pl.Int64), user="user",
        department="department", starts="starts", ends="ends", stay=pl.lit(-1, pl.Int64),
    )  # fmt: skip
    acts = records.filter(~pl.col("kind").is_in(["request", "answer"]))
    kept = keep_records(chance, hospital, pl.concat([acts, slots])).sort(
        "starts", "patient", "user", maintain_order=True
    )
    open_still = (pl.col("ends") >= hospital.closes) & pl.col("kind").is_in(["encounter", "unit_stay", "care_team"])
    zone = hospital.site.time_zone
    users, patients = hospital.users["user_id"], hospital.people.patients["patient_id"]
    kept = kept.with_columns(ends=pl.when(~open_still).then("ends"))
    return kept.with_columns(
        record_id="r" + pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(8),
        patient_id=_named(patients, kept["patient"]),
        user_id=_named(users, kept["user"]),
        department=_named(pl.Series(DEPARTMENTS), kept["department"]),
        starts_at=in_utc(kept["starts"], zone),
        ends_at=in_utc(kept["ends"], zone),
        encounter_id=encounter_ids(kept["stay"], pl.col("kind").is_in(["claim", "worklist", "study", "call", "task"])),
    )


def encounter_ids(stay: pl.Series, unless: pl.Expr | None = None) -> pl.Expr:
    """A stay's number as the id of its encounter; null where there is none."""
    number = "e" + pl.lit(stay * 17 % 100_000_007).cast(pl.String).str.zfill(9)
    known = pl.lit(stay.is_not_null() & (stay >= 0))
    return pl.when(known & ~unless if unless is not None else known).then(number)


def _named(names: pl.Series, number: pl.Series) -> pl.Series:
    """Names by number; null for -1."""
    return names.gather(number.clip(0)).set(number < 0, None)


def requests(hospital: Hospital, records: pl.DataFrame) -> pl.DataFrame:
    """The table request: what the records office was asked for, and when it answered."""
    asked = records.filter(pl.col("kind") == "request").sort("starts", maintain_order=True)
    answers = (
        records.filter(pl.col("kind") == "answer").select("chain", answered="starts").unique("chain", keep="first")
    )
    closes = hospital.closes
    both = asked.join(answers, on="chain", how="left", maintain_order="left").filter(pl.col("starts") < closes)
    both = both.filter(pl.col("starts") >= OPENS - 30 * DAY).with_columns(
        answered=pl.when(pl.col("answered") < closes).then("answered")
    )
    number = pl.int_range(1, pl.len() + 1)
    return both.with_columns(
        request_id="q" + number.cast(pl.String).str.zfill(6),
        patient_id=hospital.people.patients["patient_id"].gather(both["patient"]),
        requester_kind=pl.when(number % 3 == 0).then(pl.lit("insurer")).otherwise(pl.lit("patient")),
        legal_path=pl.when(number % 3 == 0).then(pl.lit("authorization")).otherwise(pl.lit("access")),
        received_on=pl.col("starts").cast(pl.Datetime("us")).dt.date(),
        completed_on=pl.col("answered").cast(pl.Datetime("us")).dt.date(),
        closed_on=pl.col("answered").cast(pl.Datetime("us")).dt.date(),
        status=pl.when(pl.col("answered").is_null()).then(pl.lit("open")).otherwise(pl.lit("fulfilled")),
    )


def standing(chance: Chance, hospital: Hospital) -> dict[str, pl.DataFrame]:
    """Workforce, accounts, assignments, shifts, patients and their contact marks."""
    random, users, people = chance.generator, hospital.users, hospital.people
    patients, zone = people.patients, hospital.site.time_zone
    users = users.with_columns(
        last_name=people.staff["last_name"],
        role=pl.Series(TITLES).gather(users["group"]),
        supervisor_id=users["user_id"].gather(users["supervisor"]),
        address_key=people.staff["address_key"],
        hired_on=_day(users["hired"]),
        ended_on=_day(users["ended"].set(users["ended"] > 9_999, None)),
    )
    machines = pl.DataFrame({"login": list(SERVICES), "user_id": list(SERVICES), "actor_kind": "service"})
    accounts = users.select("login", "user_id", actor_kind=pl.lit("human"))
    shifts = hospital.roster.shifts.filter(
        pl.col("group").is_in([GROUPS.index(name) for name, role in ROLES.items() if role.rounds])
        & (pl.col("starts") < hospital.closes)
    )
    shifts = shifts.filter(pl.Series(random.random(len(shifts)) >= SHIFTS_MISSING * min(hospital.site.gaps, 2)))
    linked = patients["member"].set(~patients["linked"], -1)
    return {
        "workforce_member": users,
        "user_account": pl.concat([accounts, machines]),
        "assignment": assignments(hospital),
        "shift": shifts.with_columns(
            user_id=users["user_id"].gather(shifts["user"]),
            department=pl.Series(DEPARTMENTS).gather(shifts["department"]),
            starts_at=in_utc(shifts["starts"], zone),
            ends_at=in_utc(shifts["ends"], zone),
        ).sort("starts_at", "user_id"),
        "patient": patients,
        "patient_contact": patients.with_columns(workforce_user_id=_named(users["user_id"], linked)),
    }  # fmt: skip


def assignments(hospital: Hospital) -> pl.DataFrame:
    """Who belongs to which department: trainees to another every month, all others to that of the personnel file."""
    trained = [GROUPS.index("resident"), GROUPS.index("student")]
    users = hospital.users["user_id"]
    stays = hospital.users.filter(~pl.col("group").is_in(trained))
    fixed = stays.select(
        "user_id",
        department=pl.Series(DEPARTMENTS).gather(stays["home"]),
        assigned_from=_day(stays["hired"]),
        assigned_until=_day(stays["ended"].set(stays["ended"] > 9_999, None)),
    )
    moved = hospital.roster.shifts.filter(pl.col("group").is_in(trained)).with_columns(
        day=((pl.col("period") // 2) - 30) // 30 * 30
    )
    moved = moved.select("user", "department", "day").unique(maintain_order=True)
    turns = moved.select(
        user_id=users.gather(moved["user"]),
        department=pl.Series(DEPARTMENTS).gather(moved["department"]),
        assigned_from=_day(moved["day"]),
        assigned_until=_day(moved["day"] + 29),
    )
    return pl.concat([fixed, turns]).sort("user_id", "assigned_from")


def _day(number: pl.Series) -> pl.Series:
    """The date of a day of the log, by its number."""
    first = (FIRST_DAY - date(1970, 1, 1)).days
    return (number + first).cast(pl.Int32).cast(pl.Date)


def to_tables(frames: dict[str, pl.DataFrame], provider_id: str) -> dict[str, pl.DataFrame]:
    """Frames by table, each in its table's columns."""
    return {name: canonical(frame, TABLES[name], provider_id) for name, frame in frames.items()}
