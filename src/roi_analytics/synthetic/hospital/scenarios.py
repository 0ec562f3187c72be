"""How do people look where they have no business to? Families of misuse, each resting on ties the data really hold.

An incident is a handful of glances, later made into rows like all others: same sessions, machines, hours and counts. A
glance of an incident stands beside one of the user's own, so that it falls where and when the user is at work.
"""

from collections.abc import Callable
from functools import cached_property

import numpy as np
import polars as pl

from roi_analytics.synthetic.hospital.care import Hospital
from roi_analytics.synthetic.hospital.sites import CODE, DAY, GROUPS, HOUR, OFFICES, OPENS
from roi_analytics.synthetic.hospital.strays import MINUTE, typed_reasons
from roi_analytics.synthetic.hospital.work import Work

PLANTED = {"user": pl.Int64, "patient": pl.Int64, "at": pl.Int64, "place": pl.Int64, "style": pl.String,
           "is_glass": pl.Boolean, "reason": pl.String, "mode": pl.String, "writes": pl.Boolean}  # fmt: skip
Incident = pl.DataFrame | None
CURIOUS = ("nurse", "physician", "resident", "registrar", "scheduler", "social", "laboratory", "imaging", "pharmacy",
           "billing")  # fmt: skip


class Scene:
    """What a scenario may look at: one site with its normal work, and who has a reason to know whom."""

    def __init__(self, random: np.random.Generator, hospital: Hospital, work: Work) -> None:
        self.random, self.hospital = random, hospital
        self.records = work.records.filter(pl.col("patient") >= 0)
        self.glances = work.glances.filter(pl.col("stay") >= 0).sort("user", "at")
        self.user, self.at = self.glances["user"].to_numpy(), self.glances["at"].to_numpy()
        self.patients = hospital.people.patients
        self.group, self.home = hospital.users["group"].to_numpy(), hospital.users["home"].to_numpy()
        self.ended = OPENS + hospital.users["ended"].to_numpy() * DAY
        counts = np.bincount(self.user, minlength=len(hospital.users))
        may = np.isin(self.group, [GROUPS.index(name) for name in CURIOUS])
        self.curious = np.flatnonzero(may & (counts >= 10) & (self.ended > hospital.closes))

    @cached_property
    def _known(self) -> pl.DataFrame:
        """Every patient and department that ever had to do with each other."""
        seen, stays = self.glances, self.hospital.stays
        return pl.concat([
            seen.select("patient", department="place"),
            seen.select("patient", department=self.hospital.users["home"].gather(seen["user"])),
            stays.select("patient", "department"),
            stays.select("patient", department="other"),
            self.records.select("patient", "department"),
        ]).unique()  # fmt: skip

    @cached_property
    def _places(self) -> pl.DataFrame:
        """The departments each user ever works in."""
        shifts = self.hospital.roster.shifts.select("user", "department")
        return pl.concat([shifts, self.hospital.users.select("user", department="home")]).unique()

    @cached_property
    def pairs_seen(self) -> pl.DataFrame:
        """Every user and patient with work between them."""
        return pl.concat([frame.select("user", "patient") for frame in (self.glances, self.records)]).unique()

    def strangers(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Of some pairs of user and patient, those without any work between them, their departments' included."""
        by_department = pairs.join(self._places, on="user").join(self._known, on=["patient", "department"])
        fresh = pairs.join(by_department, on=["user", "patient"], how="anti", maintain_order="left")
        return fresh.join(self.pairs_seen, on=["user", "patient"], how="anti", maintain_order="left")

    def beside(self, user: int, low: int = 0, high: int = 2**62) -> tuple[int, int] | None:
        """A moment within some minutes of a glance of the user's own between two moments, and where it was taken."""
        start, stop = np.searchsorted(self.user, [user, user + 1])
        first, last = start + np.searchsorted(self.at[start:stop], [low, high])
        if first == last:
            return None
        row = int(self.random.integers(first, last))
        return int(self.at[row] + self.random.integers(MINUTE, 20 * MINUTE)), int(self.glances["place"][row])

    def tied(self, *ties: str) -> pl.DataFrame:
        """Pairs tied so, curious users only, with no work between them; worked out once."""
        if ties not in self._tied:
            pairs = self.hospital.people.ties.filter(pl.col("tie").is_in(ties), pl.col("user").is_in(self.curious))
            self._tied[ties] = self.strangers(pairs.select("user", "patient").unique(maintain_order=True))
        return self._tied[ties]

    @cached_property
    def _tied(self) -> dict[tuple[str, ...], pl.DataFrame]:
        return {}

    def one_of(self, frame: pl.DataFrame) -> tuple[int, int] | None:
        """One pair of user and patient, or None."""
        return frame.select("user", "patient").row(int(self.random.integers(len(frame)))) if len(frame) else None

    def some(self, users: np.ndarray, patients: np.ndarray, count: int) -> pl.DataFrame:
        """Some pairs of the users and patients given, in any order, with no work between them."""
        tries = 12 * count
        pairs = pl.DataFrame({"user": self.random.choice(users, tries), "patient": self.random.choice(patients, tries)})
        return self.strangers(pairs.unique(maintain_order=True))

    def stays(self, *kinds: int) -> pl.DataFrame:
        """Stays that began in the log's time, a week before its end or earlier."""
        held = pl.col("starts").is_between(OPENS + DAY, self.hospital.closes - 7 * DAY)
        return self.hospital.stays.filter(held & pl.col("kind").is_in(kinds))

    def glance(
        self, user: int, patient: int, at: int, place: int, *, style: str = "", reason: str | None = None,
        is_glass: bool = False,
    ) -> pl.DataFrame:  # fmt: skip
        """One glance, as normal work takes them; one in eight begins with a search, as there."""
        style = style or ("search" if self.random.random() < 0.12 else "")
        values = (user, patient, at, place, style, is_glass, reason, "deliberate", False)
        return pl.DataFrame([values], schema=PLANTED, orient="row")

    def glances_beside(self, pairs: list[tuple[int, int]], low: int = 0, high: int = 2**62, **how: object) -> Incident:
        """A glance for each pair, beside work of its user between two moments."""
        found = [(pair, self.beside(pair[0], low, high)) for pair in pairs]
        made = [self.glance(*pair, *where, **how) for pair, where in found if where is not None]
        return pl.concat(made) if made else None


def of_tie(*ties: str) -> Callable[[Scene, int], Incident]:
    """A family in which a user opens the record of somebody tied so."""

    def plan(scene: Scene, size: int) -> Incident:
        pair = scene.one_of(scene.tied(*ties))
        return scene.glances_beside([pair]) if pair else None

    return plan


def covered(scene: Scene, size: int) -> Incident:
    """The record of a relative or neighbour, amid a few of one's own patients opened for show."""
    pair = scene.one_of(scene.tied("household", "kin", "neighbour", "coworker"))
    where = scene.beside(pair[0]) if pair else None
    if where is None:
        return None
    start, stop = np.searchsorted(scene.user, [pair[0], pair[0] + 1])
    near = start + np.argsort(np.abs(scene.at[start:stop] - where[0]))[: int(scene.random.integers(2, 6))]
    cover = [
        scene.glance(pair[0], int(scene.glances["patient"][int(row)]), where[0] + int(minutes) * MINUTE, where[1])
        for row, minutes in zip(near, scene.random.choice([-6, -4, -2, 3, 5, 7], len(near), replace=False), strict=True)
    ]
    own = scene.glance(*pair, *where).with_columns(is_cover=pl.lit(False))
    return pl.concat([own, *(one.with_columns(is_cover=pl.lit(True)) for one in cover)])


def burst(scene: Scene, size: int, *, watched: bool) -> Incident:
    """Several who have nothing to do with a patient open the record within days of the admission."""
    stays = scene.stays(0, 1)
    protected = scene.patients["is_protected"].gather(stays["patient"])
    stays = stays.filter(protected if watched else ~protected)
    if not len(stays):
        return None
    patient, starts = stays.select("patient", "starts").row(int(scene.random.integers(len(stays))))
    pairs = scene.some(scene.curious, np.array([patient]), 5 * size)
    made = scene.glances_beside(pairs.rows(), starts + HOUR, starts + 4 * DAY)
    return None if made is None or len(made) < size else made.head(size)


def guard(scene: Scene, size: int) -> Incident:
    """A guard passes a shift reading records, most of them of people who have left."""
    guards = np.flatnonzero((scene.group == GROUPS.index("guard")) & (scene.ended > scene.hospital.closes))
    if not len(guards):
        return None
    user = int(scene.random.choice(guards))
    shifts = scene.hospital.roster.shifts.filter(
        (pl.col("user") == user) & pl.col("starts").is_between(OPENS + 7 * DAY, scene.hospital.closes - DAY)
    )
    if not len(shifts):
        return None
    starts, place = shifts.select("starts", "department").row(int(scene.random.integers(len(shifts))))
    gone = scene.hospital.stays.filter((pl.col("ends") < starts - 2 * DAY) & pl.col("kind").is_in([0, 1]))
    pairs = scene.some(np.array([user]), gone["patient"].unique().sort().to_numpy(), size).rows()[:size]
    moments = np.sort(starts + scene.random.integers(HOUR, 11 * HOUR, len(pairs)))
    made = [scene.glance(*pair, int(at), place) for pair, at in zip(pairs, moments, strict=True)]
    return pl.concat(made) if made else None


def harvest(scene: Scene, size: int) -> Incident:
    """Names, addresses and numbers of patients one after another in the order of their numbers, nothing else."""
    desks = scene.curious[np.isin(scene.group[scene.curious], [GROUPS.index(n) for n in ("registrar", "scheduler")])]
    user = int(scene.random.choice(desks)) if len(desks) else -1
    where = scene.beside(user) if len(desks) else None
    if where is None:
        return None
    # Patient ids rise with their number: these stand next to each other in any list of them.
    first = int(scene.random.integers(0, len(scene.patients) - 3 * size))
    run = pl.DataFrame(
        {"user": user, "patient": np.arange(first, first + 3 * size)}, schema_overrides={"user": pl.Int64}
    )
    pairs = scene.strangers(run).sort("patient").rows()[:size]
    moments = where[0] + np.cumsum(scene.random.integers(40, 180, len(pairs))) * 1_000_000
    made = [scene.glance(*p, int(at), where[1], style="demographics") for p, at in zip(pairs, moments, strict=True)]
    return pl.concat(made) if made else None


def terminated(scene: Scene, size: int) -> Incident:
    """An account that was not closed is used after its owner has left, at an hour the owner used to work."""
    enough = np.bincount(scene.user, minlength=len(scene.ended)) > 0
    gone = np.flatnonzero((scene.ended < scene.hospital.closes - DAY) & (scene.ended > OPENS + 5 * DAY) & enough)
    if not len(gone):
        return None
    user = int(scene.random.choice(gone))
    where = scene.beside(user)
    if where is None:
        return None
    day = int(scene.random.integers(scene.ended[user], scene.hospital.closes - HOUR)) // DAY * DAY
    at = max(day + where[0] % DAY, int(scene.ended[user]))
    pairs = scene.some(np.array([user]), scene.stays(0, 1, 2)["patient"].to_numpy(), size).rows()[:size]
    moments = at + np.arange(len(pairs)) * 4 * MINUTE
    made = [scene.glance(*pair, int(moment), where[1]) for pair, moment in zip(pairs, moments, strict=True)]
    return pl.concat(made) if made else None


def serial(scene: Scene, size: int) -> Incident:
    """One who looks at one stranger a week, for weeks."""
    user = int(scene.random.choice(scene.curious))
    weeks = min(size, scene.hospital.days // 7)
    first = int(scene.random.integers(0, scene.hospital.days // 7 - weeks + 1))
    pairs = scene.some(np.array([user]), scene.hospital.stays["patient"].to_numpy(), weeks).rows()[:weeks]
    made = [
        scene.glances_beside([pair], OPENS + (first + week) * 7 * DAY, OPENS + (first + week + 1) * 7 * DAY)
        for week, pair in enumerate(pairs)
    ]
    made = [one for one in made if one is not None]
    return pl.concat(made) if len(made) == weeks else None


def through_the_glass(scene: Scene, size: int) -> Incident:
    """The glass broken for somebody who is in no emergency, with a reason that reads like any other or with none."""
    visits = scene.hospital.stays.filter(pl.col("kind") < 2)["patient"].unique()
    calm = scene.patients.filter(pl.col("died_on").is_null() & ~pl.col("patient").is_in(visits.implode()))
    pairs = scene.some(scene.curious, calm["patient"].to_numpy(), 1).rows()[:1]
    reason = str(typed_reasons(scene.random, 1, wordless=0.4)[0])
    return scene.glances_beside(pairs, is_glass=True, reason=reason)


def by_name(scene: Scene, size: int) -> Incident:
    """Somebody long dead or long gone is looked up by name."""
    gone = scene.patients.filter(~pl.col("patient").is_in(scene.hospital.stays["patient"].unique().implode()))
    dead = gone.filter(pl.col("died_on").is_not_null())
    chosen = dead if len(dead) and scene.random.random() < 0.5 else gone
    return scene.glances_beside(scene.some(scene.curious, chosen["patient"].to_numpy(), 1).rows()[:1], style="search")


def borrowed(scene: Scene, size: int) -> Incident:
    """A colleague's open session is used at another department's desk while the colleague works at their own."""
    clinical = scene.curious[~np.isin(scene.home[scene.curious], [CODE[name] for name in OFFICES])]
    pairs = scene.some(clinical, scene.stays(0, 1, 2)["patient"].to_numpy(), 1).rows()[:1]
    made = scene.glances_beside(pairs)
    if made is None:
        return None
    user, own = made.select("user", "place").row(0)
    place = int(scene.random.choice(np.setdiff1d(scene.home[clinical], [own, scene.home[user]])))
    return made.with_columns(place=pl.lit(place, pl.Int64))


def departmental(scene: Scene, size: int) -> Incident:
    """A patient of one's own ward whom one does not look after: nothing in the data tells it from work."""
    stays = scene.stays(0)
    if not len(stays):
        return None
    patient, department, starts, ends = stays.select("patient", "department", "starts", "ends").row(
        int(scene.random.integers(len(stays)))
    )
    # Trainees are of another ward every month: theirs is not told by the personnel file.
    settled = ~np.isin(scene.group, [GROUPS.index("resident"), GROUPS.index("student")])
    team = scene.curious[(scene.home == department)[scene.curious] & settled[scene.curious]]
    pairs = pl.DataFrame({"user": team, "patient": np.full(len(team), patient)})
    pair = scene.one_of(pairs.join(scene.pairs_seen, on=["user", "patient"], how="anti", maintain_order="left"))
    return scene.glances_beside([pair], starts, ends) if pair else None
