"""How is a whole hospital made: its staff, patients and work, the misuse among it, and the tables its systems keep?"""

from dataclasses import dataclass

import polars as pl

from roi_analytics.errors import QuestionError, did_you_mean
from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.hospital.care import Hospital as Place
from roi_analytics.synthetic.hospital.care import invent_stays, with_deaths
from roi_analytics.synthetic.hospital.machines import write_portal, write_services, write_sign_ins
from roi_analytics.synthetic.hospital.people import invent_people
from roi_analytics.synthetic.hospital.planting import FAMILIES, plant
from roi_analytics.synthetic.hospital.scenarios import Scene
from roi_analytics.synthetic.hospital.sessions import AGAIN, write_rows
from roi_analytics.synthetic.hospital.sites import GROUPS, ROLES, SITES, Site
from roi_analytics.synthetic.hospital.sources import care_records, encounter_ids, in_utc, requests, standing, to_tables
from roi_analytics.synthetic.hospital.strays import add_strays, open_glass
from roi_analytics.synthetic.hospital.work import Work, do_work
from roi_analytics.synthetic.hospital.workforce import invent_workforce, write_roster
from roi_analytics.synthetic.network import FIRST_DAY, month_ends

OF_SERVICES, OF_PATIENTS = 0.13, 0.03
"""Shares of all accesses that machines and patients make."""
MORE = 0.06
"""Share of rows that come on top of those of a stay's own work: glances without a reason, patients shown in passing."""
ROWS_A_DAY = 8
"""Rows a member of the workforce leaves in the log on an average day, days off counted."""


@dataclass(frozen=True)
class Hospital:
    """
    An invented hospital group with ground truth.

    tables: canonical tables by name, all sites together. truth: event_id, provider_id, family, incident, one row per
    planted row of the log. traits: provider_id, user_id, is_night, is_float, is_resident, is_agency, surname_share (the
    share of the site's patients and staff who bear the user's surname), to tell whom a detector falls upon. zones: the
    time zone of each site.
    """

    tables: dict[str, pl.DataFrame]
    truth: pl.DataFrame
    traits: pl.DataFrame
    zones: dict[str, str]


def hospital(
    seed: int,
    *,
    sites: int | tuple[str, ...] = 4,
    accesses: int = 1_000_000,
    months: int = 4,
    prevalence: float = 1e-4,
    families: tuple[str, ...] = tuple(FAMILIES),
) -> Hospital:
    """
    Who opened which record in an invented hospital group, what its systems know of it, and which accesses were misuse?

    `accesses` rows in all, near enough, over `months` months from March 2026 at `sites` (so
    many, or those named); `prevalence` planted episodes (user, patient, day of work) per episode of normal work, evenly
    over `families`. The same arguments give
    the same frames. About one human access in fifty has no recorded reason though it is work. Raises QuestionError.

    >>> made = hospital(1, accesses=60_000, months=2, prevalence=1e-3)
    >>> made.truth.columns
    ['event_id', 'provider_id', 'family', 'incident']
    """
    _check(sites, months, prevalence, accesses, families)
    chosen = SITES[:sites] if isinstance(sites, int) else tuple(site for site in SITES if site.provider_id in sites)
    total = sum(site.share for site in chosen)
    places, works = {}, {}
    for site in chosen:
        places[site.provider_id], works[site.provider_id] = _at_work(seed, site, accesses * site.share / total, months)
    random = Chance(seed, "hospital", "misuse").generator
    scenes = {name: Scene(random, places[name], work) for name, work in works.items()}
    planted, incidents = plant(random, scenes, prevalence, families)
    parts, truths, traits = [], [], []
    for site in chosen:
        name = site.provider_id
        frames, marks = _written(seed, places[name], works[name], planted[name], accesses * site.share / total)
        parts.append(to_tables(frames, name))
        truths.append(marks)
        traits.append(_traits(places[name]))
    tables = {name: pl.concat([part[name] for part in parts]) for name in parts[0]}
    truth = pl.concat(truths).join(incidents, on=["incident", "provider_id"], how="left", maintain_order="left")
    numbered = pl.lit("incident-") + pl.col("incident").cast(pl.String).str.zfill(4)
    return Hospital(
        tables,
        truth.select("event_id", "provider_id", "family", incident=numbered),
        pl.concat(traits),
        {site.provider_id: site.time_zone for site in chosen},
    )


def _check(
    sites: int | tuple[str, ...], months: int, prevalence: float, accesses: int, families: tuple[str, ...]
) -> None:
    known = [site.provider_id for site in SITES]
    if isinstance(sites, int) and not 1 <= sites <= len(SITES):
        raise QuestionError(f"There are {len(SITES)} invented sites, not {sites}.\nUse sites=1 to {len(SITES)}.")
    if not isinstance(sites, int) and not (sites and set(sites) <= set(known)):
        raise QuestionError(f"sites names a place that is not invented here.\nThere are: {', '.join(known)}.")
    if not 1 <= months <= 24 or accesses < 1000:
        raise QuestionError("A hospital needs 1 to 24 months and 1,000 accesses or more.\nGive months and accesses so.")
    if not 0 <= prevalence <= 0.05:
        raise QuestionError("prevalence is planted episodes per episode of work.\nGive a share from 0 to 0.05.")
    for family in families:
        if family not in FAMILIES:
            raise QuestionError(
                f"There is no family '{family}'.{did_you_mean(family, FAMILIES)}\nThere are: {', '.join(FAMILIES)}."
            )


def _at_work(seed: int, site: Site, rows: float, months: int) -> tuple[Place, Work]:
    """A site with its staff, patients and stays, and all the normal work of its time."""

    def chance(topic: str) -> Chance:
        return Chance(seed, "hospital", site.provider_id, topic)

    days = (month_ends(months)[-1] - FIRST_DAY).days + 1
    users = invent_workforce(chance("workforce"), site, max(120, round(rows / days / ROWS_A_DAY)), days)
    roster = write_roster(chance("roster"), users, days)
    people = invent_people(chance("people"), site, users, max(1500, round(rows * 0.04)))
    wanted = rows * (1 - OF_SERVICES - OF_PATIENTS)

    def work_of(topic: str, count: int) -> tuple[Place, Work]:
        stays = invent_stays(chance("stays" + topic), site, users, roster, people, count, days)
        place = Place(site, days, users, roster, people, stays)
        return place, do_work(chance("work" + topic), place, stays)

    # A first, small hospital tells how many rows a stay makes; so no number here has to keep in step with the acts.
    pilot = 1500
    _, tried = work_of(" tried", pilot)
    means = pl.Series([role.rows for role in ROLES.values()])
    made = means.gather(users["group"].gather(tried.glances["user"])).sum() * (1 + AGAIN) * (1 + MORE)
    place, work = work_of("", max(50, round(pilot * wanted / made)))
    return with_deaths(chance("deaths"), place), Work(add_strays(chance("strays"), work.glances), work.records)


def _written(
    seed: int, place: Place, work: Work, planted: pl.DataFrame, rows: float
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The tables of one site, and event_id, provider_id, incident of its planted rows. Ids are given after mixing."""

    def chance(topic: str) -> Chance:
        return Chance(seed, "hospital", place.site.provider_id, topic)

    normal = open_glass(chance("glass"), place, work.glances).with_columns(incident=pl.lit(-1, pl.Int64))
    glances = pl.concat([normal, planted.select(normal.columns)])
    human = write_rows(chance("rows"), place, glances)
    services = write_services(chance("services"), place, round(rows * OF_SERVICES))
    portal = write_portal(chance("portal"), place, round(rows * OF_PATIENTS))
    mixed = pl.concat([human, services, portal], how="diagonal").filter(pl.col("at") < place.closes)
    zone = place.site.time_zone
    mixed = mixed.with_columns(
        opened_at=in_utc(mixed["at"] // 1_000_000 * 1_000_000, zone),
        luck=pl.Series(chance("order").generator.random(len(mixed))),
    ).sort("opened_at", "luck")
    prefix = place.site.provider_id[:2]
    events = mixed.with_columns(
        event_id=pl.lit(prefix) + pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(9),
        local_at=mixed["opened_at"].dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.replace_time_zone(None),
        patient_id=place.people.patients["patient_id"].gather(mixed["patient"]),
        encounter_id=encounter_ids(mixed["stay_of"]),
        is_break_glass="is_glass",
        break_glass_reason="reason",
    )
    marks = events.filter(pl.col("incident") >= 0).select(
        "event_id", "incident", provider_id=pl.lit(place.site.provider_id)
    )
    sign_ins = write_sign_ins(chance("sign-ins"), human)
    sign_ins = sign_ins.with_columns(
        event_id=pl.lit(f"{prefix}s") + pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(8),
        opened_at=in_utc(sign_ins["at"], zone),
    )
    frames = {
        "access_event": events,
        "system_event": sign_ins,
        "care_record": care_records(chance("records"), place, work.records),
        "request": requests(place, work.records),
        **standing(chance("standing"), place),
    }
    return frames, marks


def _traits(place: Place) -> pl.DataFrame:
    """What a detector may be unfair to: nights, floating, training, agencies, common names."""
    names = pl.concat([place.people.patients["last_name"], place.people.staff["last_name"]])
    share = names.value_counts(normalize=True, name="surname_share")
    return place.users.select(
        pl.lit(place.site.provider_id).alias("provider_id"),
        "user_id",
        "is_night",
        "is_float",
        is_resident=pl.col("group") == GROUPS.index("resident"),
        is_agency=pl.col("employer_kind") == "agency",
        last_name=place.people.staff["last_name"],
    ).join(share, on="last_name", how="left", maintain_order="left").drop("last_name")  # fmt: skip
