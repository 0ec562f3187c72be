"""Who works at a site, and who is at work when? Staff, their shifts, and the draw of whoever is there."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.hospital.sites import (
    AFTER,
    CODE,
    DAY,
    EMERGENCY,
    GROUPS,
    HOUR,
    OFFICES,
    OPENS,
    ROLES,
    WARDS,
    WARM_UP,
    Site,
    clinics_of,
    wards_of,
)

STARTS = OPENS - WARM_UP * DAY
"""The local midnight with which the roster begins."""
HALF_DAY = 12 * HOUR
FLOATING = 0.3
"""Share of nurses who float: about a tenth of the whole workforce."""


def invent_workforce(chance: Chance, site: Site, users: int, days: int) -> pl.DataFrame:
    """
    The staff of a site, one row each. `user` numbers the rows; `home` is the department of the personnel file.

    Columns: user, user_id, login, group (code of GROUPS), home (code of DEPARTMENTS), employer_kind, is_night,
    is_float, hired (day number), ended (day number of the log, or a far day), supervisor (user).
    """
    random = chance.generator
    names = [name for name in ROLES if _works_here(name, site)]
    weights = np.array([ROLES[name].weight for name in names])
    # At least two of each, or an office would stand empty for weeks.
    heads = np.maximum(2, np.floor(weights / weights.sum() * users)).astype(int)
    group = np.repeat([GROUPS.index(name) for name in names], heads)
    count = len(group)
    home = np.empty(count, dtype=np.int64)
    for name, where in _places(site, users).items():
        mine = np.flatnonzero(group == GROUPS.index(name))
        home[mine] = np.resize(where, len(mine))
    rounds = np.array([ROLES[name].rounds for name in GROUPS[:-1]])[group] | _is_hospitalist(group, home)
    nurse = group == GROUPS.index("nurse")
    draw = random.random(count)
    kind = np.where(draw < 0.06, "contractor", "employee").astype(object)
    kind[nurse & (draw < 0.12)] = "agency"
    kind[group == GROUPS.index("physician")] = "medical_staff"
    kind[group == GROUPS.index("resident")] = "resident"
    kind[group == GROUPS.index("student")] = "student"
    leaves = random.random(count) < 0.04 * days / 60
    numbers = random.permutation(90_000)[:count] + 10_000
    return pl.DataFrame({
        "user": np.arange(count),
        "user_id": [f"U{number}" for number in numbers],
        "login": [f"{site.provider_id[:2]}{number * 7 % 99_991:05d}" for number in numbers],
        "group": group,
        "home": home,
        "employer_kind": kind.astype(str),
        "rounds": rounds,
        "is_night": rounds & (random.random(count) < 0.42),
        "is_float": nurse & (random.random(count) < FLOATING) & bool(site.mix[0]),
        "hired": -random.integers(60, 4000, count),
        "ended": np.where(leaves, random.integers(5, max(6, days - 7), count), 99_999),
        "supervisor": _supervisors(random, group, home),
    })  # fmt: skip


def _works_here(name: str, site: Site) -> bool:
    """Residents and students where they are taught, guards and infection control where there are beds."""
    if name in ("resident", "student"):
        return site.has_residents
    return bool(site.mix[0]) or name not in ("guard", "infection")


def _places(site: Site, users: int) -> dict[str, list[int]]:
    """For each role, the departments its people are spread over, those with more work named more often."""
    wards, clinics = [CODE[name] for name in wards_of(site, users)], [CODE[name] for name in clinics_of(users)]
    beds = [*wards, CODE[EMERGENCY], *wards, CODE[EMERGENCY], CODE[EMERGENCY]] if wards else []
    places = {"beds": beds, "care": [*beds, *clinics] if beds else clinics, **{name: [CODE[name]] for name in OFFICES}}
    return {name: places[role.where] for name, role in ROLES.items() if places[role.where]}


def _is_hospitalist(group: np.ndarray, home: np.ndarray) -> np.ndarray:
    """Physicians of the emergency department and of intensive care work round the clock."""
    return (group == GROUPS.index("physician")) & np.isin(home, [CODE[EMERGENCY], CODE["intensive care"]])


def _supervisors(random: np.random.Generator, group: np.ndarray, home: np.ndarray) -> np.ndarray:
    """The first of each role and department leads it; a trainee follows a physician, of the same department if any."""
    number = np.arange(len(group))
    _, first, place = np.unique(group * 1000 + home, return_index=True, return_inverse=True)
    leader = number[first][place]
    physicians = np.flatnonzero(group == GROUPS.index("physician"))
    for user in np.flatnonzero(np.isin(group, [GROUPS.index("resident"), GROUPS.index("student")])):
        near = physicians[home[physicians] == home[user]]
        leader[user] = random.choice(near if len(near) else physicians)
    return leader


@dataclass(frozen=True)
class Roster:
    """
    Every shift worked: user, department, group, period (half-days since STARTS), starts and ends on the wall clock.

    `draw` says who of a team is there at a moment; where nobody is, the next of the team to come.
    """

    shifts: pl.DataFrame

    @cached_property
    def _column(self) -> dict[str, np.ndarray]:
        return {name: self.shifts[name].to_numpy() for name in self.shifts.columns}

    @cached_property
    def _teams(self) -> tuple[np.ndarray, np.ndarray]:
        return self._sorted(self._column["department"] * len(GROUPS) + self._column["group"])

    @cached_property
    def _persons(self) -> tuple[np.ndarray, np.ndarray]:
        return self._sorted(self._column["user"])

    def _sorted(self, whose: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        key = whose.astype(np.int64) * 100_000 + self._column["period"]
        order = np.argsort(key, kind="stable")
        return key[order], order

    def draw(
        self, department: np.ndarray, group: int, at: np.ndarray, luck: np.ndarray, hour: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """
        The shift (row, -1 if none) of whom `luck` in [0, 1) picks of a team, and when in it the work is done.

        `hour` in [0, 1) says when in the shift, for whoever was not there just then.
        """
        return self._find(self._teams, department * len(GROUPS) + group, at, luck, hour)

    def next_of(self, user: np.ndarray, at: np.ndarray, hour: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The shift in which this user does the work, now or when next there, and when in it."""
        return self._find(self._persons, user, at, hour, hour)

    def _find(
        self, index: tuple[np.ndarray, np.ndarray], whose: np.ndarray, at: np.ndarray, luck: np.ndarray,
        hour: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
        keys, order = index
        period = np.clip((at - STARTS - 7 * HOUR) // HALF_DAY, 0, 99_999)
        key = whose.astype(np.int64) * 100_000 + period
        low, high = np.searchsorted(keys, key, "left"), np.searchsorted(keys, key, "right")
        place = np.minimum(low + (luck * np.maximum(high - low, 1)).astype(np.int64), len(keys) - 1)
        row = order[place]
        found = keys[place] // 100_000 == whose
        starts, ends = self._column["starts"][row], self._column["ends"][row]
        some_time = starts + (hour * (ends - starts)).astype(np.int64)
        return np.where(found, row, -1), np.where((at >= starts) & (at < ends), at, some_time)


def write_roster(chance: Chance, users: pl.DataFrame, days: int) -> Roster:
    """All shifts of a site from the warm-up to some days after the log."""
    random = chance.generator
    span = WARM_UP + days + AFTER
    person, day = (part.ravel() for part in np.meshgrid(np.arange(len(users)), np.arange(span), indexing="ij"))
    column = {name: users[name].to_numpy()[person] for name in ("group", "home", "rounds", "is_night", "is_float")}
    weekday = (day + _weekday_of_start()) % 7
    phase = random.integers(0, 7, len(users))[person]
    swapped = random.random(len(person)) < 0.05
    resident = column["group"] == GROUPS.index("resident")
    in_turn = (day * 3 + phase) % 7 < np.where(resident, 5, 3)
    at_work = np.where(column["rounds"], in_turn ^ swapped, (weekday < 5) & (random.random(len(person)) > 0.07))
    away_from = random.integers(0, 2 * span, len(users))[person]
    at_work &= (day < away_from) | (day > away_from + 9)
    on_call = (column["group"] == GROUPS.index("physician")) & ~column["rounds"] & (random.random(len(person)) < 0.14)
    parts = [
        _shifts(random, person, day, column, at_work, is_call=False),
        _shifts(random, person, day, column, at_work & on_call, is_call=True),
    ]
    shifts = pl.concat(parts).with_columns(ended=users["ended"].gather(pl.concat(parts)["user"]) + WARM_UP)
    return Roster(shifts.filter(pl.col("period") // 2 < pl.col("ended")).drop("ended"))


def _shifts(
    random: np.random.Generator, person: np.ndarray, day: np.ndarray, column: dict[str, np.ndarray],
    at_work: np.ndarray, *, is_call: bool,
) -> pl.DataFrame:  # fmt: skip
    chosen = np.flatnonzero(at_work)
    person, day = person[chosen], day[chosen]
    column = {name: values[chosen] for name, values in column.items()}
    night = np.ones(len(chosen), dtype=bool) if is_call else column["is_night"]
    rounds = column["rounds"] | is_call
    jitter = random.integers(-15 * 60, 15 * 60, len(chosen)) * 1_000_000
    starts = STARTS + day * DAY + np.where(night, 19, np.where(rounds, 7, 8)) * HOUR + jitter
    department, (wards, rotating) = column["home"].copy(), _elsewhere(column)
    if len(wards):
        floats = column["is_float"] & (random.random(len(chosen)) < 0.75)
        department = np.where(floats, wards[random.integers(0, len(wards), len(chosen))], department)
        # A trainee is in another department every month, by an order of their own.
        month = (day - WARM_UP) // 30 + 1
        department = np.where(rotating, wards[(person * 5 + month) % len(wards)], department)
    return pl.DataFrame({
        "user": person,
        "department": department,
        "group": np.full(len(chosen), GROUPS.index("on_call")) if is_call else column["group"],
        "period": 2 * day + night,
        "starts": starts,
        "ends": starts + np.where(rounds, 12, 9) * HOUR,
    })  # fmt: skip


def _elsewhere(column: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The departments with beds, and which rows are of trainees, who rotate over them."""
    beds = np.array([CODE[name] for name in (EMERGENCY, *WARDS)])
    wards = np.intersect1d(np.unique(column["home"]), beds)
    return wards, np.isin(column["group"], [GROUPS.index("resident"), GROUPS.index("student")])


def _weekday_of_start() -> int:
    """Which day of the week, Monday 0, the roster begins with: 1 January 1970 was a Thursday."""
    return (STARTS // DAY + 3) % 7
