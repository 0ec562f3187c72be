"""Which patients come to a site, where do they lie, and who answers for them? The stays all work follows from."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.hospital.people import People
from roi_analytics.synthetic.hospital.sites import (
    AFTER,
    CODE,
    DAY,
    EMERGENCY,
    GROUPS,
    HOUR,
    OPENS,
    WARM_UP,
    Site,
    clinics_of,
    wards_of,
)
from roi_analytics.synthetic.hospital.workforce import Roster

INPATIENT, VISIT_TO_EMERGENCY, OUTPATIENT = 0, 1, 2


@dataclass(frozen=True)
class Hospital:
    """One site as it is, before anything is logged: who works there, who comes, and when."""

    site: Site
    days: int
    users: pl.DataFrame
    roster: Roster
    people: People
    stays: pl.DataFrame

    @property
    def closes(self) -> int:
        """The local midnight with which the log ends."""
        return OPENS + self.days * DAY


def invent_stays(
    chance: Chance, site: Site, users: pl.DataFrame, roster: Roster, people: People, count: int, days: int
) -> pl.DataFrame:
    """
    `count` stays and visits, one row each, from the warm-up to some days after the log.

    Columns: stay, patient, kind (0 inpatient, 1 emergency, 2 outpatient), department, other (a service that may be
    asked for advice), starts, ends, attending, resident (users, -1 if none), kin (a user tied to the patient, at work
    in the department: care, not curiosity), luck (which of a team looks after this patient).
    """
    random = chance.generator
    kind = random.choice(3, count, p=site.mix)
    patient = _who_comes(random, people, count)
    patient, department, kin = _where(random, site, users, people, kind, patient)
    starts = _when(random, kind, count, days)
    hours = np.choose(kind, [np.maximum(14, random.gamma(2.0, 46, count)), 1.5 + random.gamma(2.0, 1.6, count),
                             np.full(count, 0.5)])  # fmt: skip
    frame = pl.DataFrame({
        "patient": patient, "kind": kind, "department": department, "kin": kin, "starts": starts,
        "ends": starts + (hours * HOUR).astype(np.int64),
    })  # fmt: skip
    frame = pl.concat([frame, _by_way_of_emergency(random, frame)])
    frame = _the_living(frame, people)
    luck = random.random(len(frame))
    wards = [CODE[name] for name in (*wards_of(site, len(users)), *clinics_of(len(users)))]
    where, at = frame["department"].to_numpy(), frame["starts"].to_numpy()
    physician, _ = roster.draw(where, GROUPS.index("physician"), at, luck, luck)
    resident, _ = roster.draw(where, GROUPS.index("resident"), at, luck, luck)
    user = roster.shifts["user"].to_numpy()
    return frame.with_columns(
        stay=pl.int_range(pl.len(), dtype=pl.Int64),
        other=pl.Series(np.array(wards)[random.integers(0, len(wards), len(frame))]),
        attending=pl.Series(np.where(physician < 0, -1, user[physician])),
        resident=pl.Series(np.where(resident < 0, -1, user[resident])),
        luck=pl.Series(luck),
    )


def _who_comes(random: np.random.Generator, people: People, count: int) -> np.ndarray:
    """A third of the patients do not come at all, some come often; the living only. Protected ones come for certain."""
    alive = people.patients["died_on"].is_null().to_numpy()
    often = random.gamma(0.9, 1.0, len(alive)) * alive * (random.random(len(alive)) < 0.67)
    patient = random.choice(len(alive), count, p=often / often.sum())
    watched = np.flatnonzero(people.patients["is_protected"].to_numpy() & alive)
    seats = random.permutation(count)[: 2 * len(watched)]
    patient[seats] = np.resize(watched, len(seats))
    return patient


def _where(
    random: np.random.Generator, site: Site, users: pl.DataFrame, people: People, kind: np.ndarray, patient: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Patient, department and kin: a patient's usual clinic, children among children, relatives on one's own ward."""
    count = len(kind)
    wards = np.array([CODE[name] for name in wards_of(site, len(users))] or [0])
    clinics = np.array([CODE[name] for name in clinics_of(len(users))])
    usual = random.integers(0, len(clinics), len(people.patients))[patient]
    other = random.integers(0, len(clinics), count)
    clinic = clinics[np.where(random.random(count) < 0.7, usual, other)]
    child = people.patients["child"].to_numpy()[patient] & (random.random(count) < 0.85)
    ward = np.where(child, CODE["pediatrics"], wards[random.integers(0, len(wards), count)])
    clinic = np.where(child, CODE["pediatric clinic"], clinic)
    department = np.choose(kind, [ward, np.full(count, CODE[EMERGENCY]), clinic])
    close = people.ties.filter(pl.col("tie").is_in(["household", "kin", "coworker"])).join(
        users.select("user", "home", "ended"), on="user", maintain_order="left"
    )
    alive = people.patients["died_on"].is_null()
    close = close.filter(alive.gather(close["patient"]) & (pl.col("ended") > 9_999))
    kin = np.full(count, -1)
    for places, of_kind in ((wards, 0), (np.array([CODE[EMERGENCY]]), 1), (clinics, 2)):
        near = close.filter(pl.col("home").is_in(places.tolist()))
        seats = np.flatnonzero((kind == of_kind) & (random.random(count) < 0.02))
        if len(near) and len(seats):
            one = random.integers(0, len(near), len(seats))
            patient[seats], kin[seats] = near["patient"].to_numpy()[one], near["user"].to_numpy()[one]
            department[seats] = near["home"].to_numpy()[one]
    return patient, department, kin


def _when(random: np.random.Generator, kind: np.ndarray, count: int, days: int) -> np.ndarray:
    """Clinics by appointment on working days, emergencies at any hour and most in the evening."""
    day = random.integers(-WARM_UP, days + AFTER, count)
    weekend = (OPENS // DAY + 3 + day) % 7 >= 5
    day = np.where(weekend & (kind == OUTPATIENT), day - 2, day)
    weekday = (OPENS // DAY + 3 + day) % 7
    day = np.where((kind == OUTPATIENT) & (weekday >= 5), day - weekday + 4, day)
    hour = np.choose(kind, [random.triangular(5, 11, 22, count), (10 + random.normal(6, 5.5, count)) % 24,
                            random.integers(32, 66, count) / 4])  # fmt: skip
    return OPENS + day * DAY + (hour * 60).astype(np.int64) * 60_000_000


def _by_way_of_emergency(random: np.random.Generator, stays: pl.DataFrame) -> pl.DataFrame:
    """Four in ten inpatients came through the emergency department."""
    came = stays.filter((pl.col("kind") == INPATIENT) & pl.Series(random.random(len(stays)) < 0.4))
    return came.with_columns(
        kind=pl.lit(VISIT_TO_EMERGENCY, pl.Int64),
        department=pl.lit(CODE[EMERGENCY], pl.Int64),
        kin=pl.lit(-1, pl.Int64),
        starts=came["starts"] - pl.Series((random.uniform(3, 9, len(came)) * HOUR).astype(np.int64)),
        ends="starts",
    )


def with_deaths(chance: Chance, place: Hospital) -> Hospital:
    """The same, but some died in hospital at the end of their last stay; work for them goes on a while."""
    people = place.people
    last = place.stays.group_by("patient", maintain_order=True).last()
    last = last.filter((pl.col("kind") == INPATIENT) & pl.col("ends").is_between(OPENS, place.closes - DAY))
    last = last.filter(pl.Series(chance.generator.random(len(last)) < 0.03))
    days = last.select("patient", died_on_ward=pl.col("ends").cast(pl.Datetime("us")).dt.date())
    patients = people.patients.join(days, on="patient", how="left", maintain_order="left")
    patients = patients.with_columns(died_on=pl.coalesce("died_on", "died_on_ward")).drop("died_on_ward")
    return replace(place, people=replace(people, patients=patients))


def _the_living(stays: pl.DataFrame, people: People) -> pl.DataFrame:
    """Nobody is born after coming: stays before the birth are left out."""
    born = (pl.Series(people.patients["birth_on"]).cast(pl.Datetime("us")).cast(pl.Int64)).gather(stays["patient"])
    return stays.filter(stays["starts"] > born).sort("starts", maintain_order=True)
