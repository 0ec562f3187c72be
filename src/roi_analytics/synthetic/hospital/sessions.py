"""What does a glance leave in the access log? Several rows each, made for all glances alike, whatever led to them."""

import numpy as np
import polars as pl

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.hospital.care import Hospital
from roi_analytics.synthetic.hospital.sites import CODE, DEPARTMENTS, GROUPS, OFFICES, ROLES, TITLES

SECOND = 1_000_000
CLASSES = ("chart", "demographics", "note", "order", "result", "medication", "image", "billing", "schedule", "list",
           "report", "search", "print", "export")  # fmt: skip
AGAIN = 0.15
"""Share of glances that are followed by another at the same record within the hour."""
OLD = 50_000_000
"""Encounters from before the hospital's records begin are numbered from here."""
MACHINES = 14
"""Shared workstations of a department where patients are."""


def write_rows(chance: Chance, hospital: Hospital, glances: pl.DataFrame) -> pl.DataFrame:
    """
    Human rows of the access log, by their moment (`at`, microseconds of the wall clock), without ids yet.

    Columns: at, user, patient, glance (which one it belongs to; -1 for patients shown in passing), incident (-1 for
    none), stay_of (an encounter's number or null), and those of access_event that follow from them.
    """
    random = chance.generator
    looks = _again(random, glances)
    looks = looks.with_columns(glance=pl.int_range(pl.len(), dtype=pl.Int64), group=_group(hospital, looks["user"]))
    looks = looks.with_columns(desk=pl.Series(_desk(random, looks)), stay_of=_encounter(random, hospital, looks))
    means = np.array([role.rows for role in ROLES.values()])
    rows = 1 + random.poisson(means[looks["group"].to_numpy()] - 1)
    which = np.repeat(np.arange(len(looks)), rows)
    first = np.concatenate([[0], np.cumsum(rows)[:-1]])
    place = np.arange(len(which)) - first[which]
    is_last = place == rows[which] - 1
    # Most clicks follow within seconds; now and then somebody reads.
    reads = random.random(len(which)) < 0.18
    gap = np.where(place == 0, 0, random.exponential(np.where(reads, 75, 9), len(which)))
    waited = np.cumsum(gap)
    own = looks[which]
    own = own.with_columns(
        at=pl.col("at") + pl.Series(((waited - waited[first][which]) * SECOND).astype(np.int64)),
        record_class=pl.Series(_classes(random, own, place, is_last)),
        action=pl.Series(np.where(is_last & own["writes"].to_numpy() & (random.random(len(which)) < 0.85),
                                  np.where(random.random(len(which)) < 0.5, "U", "C"), "R")),
    ).with_columns(
        access_mode=pl.when(pl.col("record_class") == "list").then(pl.lit("incidental"))
        .when(pl.col("mode") == "routed").then(pl.lit("routed")).otherwise(pl.lit("deliberate"))
    )  # fmt: skip
    shown = pl.concat([_on_the_list(random, looks), _namesakes(random, hospital, looks)])
    every = pl.concat([own.select(shown.columns), shown])
    return _dressed(random, hospital, every)


def _again(random: np.random.Generator, glances: pl.DataFrame) -> pl.DataFrame:
    again = glances.filter(pl.Series(random.random(len(glances)) < AGAIN))
    later = again["at"] + pl.Series(random.integers(120, 3000, len(again)) * SECOND)
    # Whoever comes back need not search again.
    style = pl.col("style").replace("search", "")
    return pl.concat([glances, again.with_columns(style, at=later, writes=pl.lit(False))])


def _group(hospital: Hospital, user: pl.Series) -> pl.Series:
    return hospital.users["group"].gather(user)


def _desk(random: np.random.Generator, looks: pl.DataFrame) -> np.ndarray:
    """The machine a glance is taken at: any of the department's where patients are, one's own in an office."""
    place, user = looks["place"].to_numpy(), looks["user"].to_numpy()
    office = np.isin(place, [CODE[name] for name in OFFICES])
    return place * 1000 + np.where(office, 100 + user % 800, random.integers(1, MACHINES + 1, len(looks)))


def _encounter(random: np.random.Generator, hospital: Hospital, looks: pl.DataFrame) -> pl.Series:
    """The patient's newest encounter, as the screen takes it, in seven of ten glances; it may be years old."""
    begun = hospital.stays.select("patient", "starts", stay_of="stay").sort("starts", maintain_order=True)
    found = (
        looks.select("patient", "at", place_in=pl.int_range(pl.len()))
        .sort("at")
        .join_asof(begun, left_on="at", right_on="starts", by="patient", check_sortedness=False)
        .sort("place_in")["stay_of"]
    )
    found = found.fill_null(looks["patient"] + OLD)
    return found.set(pl.Series(random.random(len(looks)) > 0.7), None)


def _classes(random: np.random.Generator, own: pl.DataFrame, place: np.ndarray, is_last: np.ndarray) -> np.ndarray:
    """What each row shows, by the mix of the user's role; a search is the first, an export the last of its glance."""
    mix = np.array([[role.classes.get(name, 0) for name in CLASSES] for role in ROLES.values()], dtype=float)
    bounds = np.cumsum(mix, axis=1) / mix.sum(axis=1, keepdims=True)
    group, draw = own["group"].to_numpy(), random.random(len(own))
    kind = np.empty(len(own), dtype=np.int64)
    for number in range(len(mix)):
        mine = np.flatnonzero(group == number)
        kind[mine] = np.searchsorted(bounds[number], draw[mine], side="right")
    names = np.array(CLASSES)[np.minimum(kind, len(CLASSES) - 1)]
    style, mode = own["style"].to_numpy(), own["mode"].to_numpy()
    names = np.where(style == "demographics", np.where(draw < 0.9, "demographics", "print"), names)
    names = np.where((style == "search") & (place == 0), "search", names)
    return np.where((mode == "export") & is_last, np.where(draw < 0.5, "export", "print"), names)


def _shown(looks: pl.DataFrame, patient: np.ndarray, seconds: np.ndarray, kind: str, mode: str) -> pl.DataFrame:
    """Rows of patients nobody chose: they stood on a list, or shared a name."""
    return looks.select(
        pl.col("at") - pl.Series(seconds * SECOND), "user", patient=pl.Series(patient), glance=pl.lit(-1, pl.Int64),
        incident=pl.lit(-1, pl.Int64), stay_of=pl.lit(None, pl.Int64), place="place", desk="desk", group="group",
        record_class=pl.lit(kind), action=pl.lit("R"), access_mode=pl.lit(mode), is_glass=pl.lit(False),
        reason=pl.lit(None, pl.String),
    )  # fmt: skip


def _on_the_list(random: np.random.Generator, looks: pl.DataFrame) -> pl.DataFrame:
    """Four glances in a hundred show the next patient of the department's list as well."""
    listed = looks.sort("place", "at", maintain_order=True)
    beside = np.roll(listed["patient"].to_numpy(), -1)
    chosen = np.flatnonzero(random.random(len(listed)) < 0.04)
    return _shown(listed[chosen], beside[chosen], random.integers(1, 9, len(chosen)), "list", "incidental")


def _namesakes(random: np.random.Generator, hospital: Hospital, looks: pl.DataFrame) -> pl.DataFrame:
    """A search by name shows one more of the name, if there is one."""
    searched = looks.filter(pl.col("style") == "search")
    name = hospital.people.patients["last_name"].rank("dense").to_numpy()
    order = np.argsort(name, kind="stable")
    sought = name[searched["patient"].to_numpy()]
    low, high = (np.searchsorted(name[order], sought, side) for side in ("left", "right"))
    other = order[low + random.integers(0, high - low)]
    hit = np.flatnonzero((other != searched["patient"].to_numpy()) & (random.random(len(searched)) < 0.4))
    return _shown(searched[hit], other[hit], np.zeros(len(hit), int), "search", "query_hit")


def _dressed(random: np.random.Generator, hospital: Hospital, rows: pl.DataFrame) -> pl.DataFrame:
    """The columns of the log that follow from user, place and role."""
    users, count = hospital.users, len(rows)
    group = rows["group"].to_numpy()
    rotates = np.isin(group, [GROUPS.index("resident"), GROUPS.index("student")])
    # The log names the department of the personnel file: nurses who float look as if they were at home.
    home = np.where(rotates, rows["place"].to_numpy(), users["home"].gather(rows["user"]).to_numpy())
    prefix = hospital.site.provider_id[:2].upper()
    purpose = pl.Series([role.purpose for role in ROLES.values()]).gather(group)
    return rows.with_columns(
        user_id=users["user_id"].gather(rows["user"]),
        login=users["login"].gather(rows["user"]),
        actor_kind=pl.lit("human"),
        user_role=pl.Series(TITLES).gather(group),
        department=pl.Series(DEPARTMENTS).gather(home),
        workstation=pl.lit(f"{prefix}-W") + pl.col("desk").cast(pl.String).str.zfill(5),
        purpose_of_use=purpose.set(pl.Series(random.random(count) < 0.2), None),
        outcome=pl.Series(np.where(random.random(count) < 0.996, "success", "minor_failure")),
        source_system=pl.lit("chart"),
    )
