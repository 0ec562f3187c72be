"""Who are a site's patients, and who among them is close to whom of its staff? Invented households and their ties.

An address key is a block and a house ("b00412-07"): neighbours share the block, a household the whole key. Every tie
stands in the data alone (address_key, phone_key, last_name, workforce_user_id); nothing marks one that matters.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.hospital.sites import GROUPS, OPENS, Site
from roi_analytics.synthetic.people import BACK, FRONT

HOUSEHOLD = (0.28, 0.34, 0.16, 0.13, 0.06, 0.03)
"""Shares of households of one, two, ... six persons."""
HOUSES_A_BLOCK = 18
TODAY = np.datetime64("1970-01-01", "D") + OPENS // 86_400_000_000


@dataclass(frozen=True)
class People:
    """
    Patients of a site, one row each, and the staff's names and addresses.

    patients: patient (row), patient_id, last_name, address_key, phone_key, birth_on, died_on, is_protected, child,
    member (the user who is this patient, -1 for most), linked (whether the site knows that). staff: user, last_name,
    address_key. ties: user, patient, tie (household, kin, former, coworker, neighbour, self, minor_of_colleague).
    """

    patients: pl.DataFrame
    staff: pl.DataFrame
    ties: pl.DataFrame


def invent_people(chance: Chance, site: Site, users: pl.DataFrame, count: int) -> People:
    """Some `count` patients in households, their surnames as unevenly spread as a census finds them."""
    random = chance.generator
    sizes = random.choice(np.arange(1, 7), count, p=HOUSEHOLD)
    home = np.repeat(np.arange(count), sizes)[:count]
    place = np.arange(count) - np.searchsorted(home, home)
    homes = home[-1] + 1
    house = np.arange(homes) // HOUSES_A_BLOCK * 100 + np.arange(homes) % HOUSES_A_BLOCK + 1
    family = _surnames(random, site, homes)
    landline = random.random(homes) < 0.35
    households = pl.DataFrame({
        "last_name": np.where(random.random(count) < 0.85, family[home], _surnames(random, site, count)),
        "house": house[home],
        "phone": np.where(landline[home], home, count + np.arange(count)),
        "child": (place >= 2) & (random.random(count) < 0.8),
        "member": np.full(count, -1),
    })  # fmt: skip
    staff = _staff(random, site, users, family, house)
    members = staff.filter(pl.Series(random.random(len(staff)) < 0.3)).select(
        "last_name", "house", phone=pl.col("user") + 2 * count, child=pl.lit(False), member="user"
    )
    patients, kin = _kin_and_former(random, pl.concat([households, members]), staff)
    total = len(patients)
    child, member = patients["child"].to_numpy(), patients["member"].to_numpy() >= 0
    age = np.where(child, random.integers(30, 17 * 365, total),
                   np.minimum(19 * 365 + random.gamma(3.0, 4200, total), 99 * 365))  # fmt: skip
    age = np.where(member, random.integers(22 * 365, 66 * 365, total), age).astype(int)
    has_died = (age > 60 * 365) & ~member & (random.random(total) < 0.05)
    died = np.where(has_died, TODAY - random.integers(35, 900, total), np.datetime64("NaT"))
    block = random.permutation(homes // HOUSES_A_BLOCK + 1)
    phone = random.permutation(total)[np.unique(patients["phone"].to_numpy(), return_inverse=True)[1]]
    frame = patients.with_columns(
        patient=pl.int_range(total, dtype=pl.Int64),
        patient_id=pl.Series(np.sort(random.permutation(total * 3)[:total]) + 400_000).cast(pl.String),
        address_key=_address(block, patients["house"].to_numpy()),
        phone_key="t" + pl.Series(phone).cast(pl.String).str.zfill(7),
        birth_on=pl.Series((TODAY - age).astype("datetime64[D]")),
        died_on=pl.Series(died.astype("datetime64[D]")),
        is_protected=pl.Series(_protected(random, total)),
        # One in seven employees among the patients was never linked to the personnel file.
        linked=pl.Series(member & (random.random(total) >= 0.15)),
    )
    staff = staff.with_columns(address_key=_address(block, staff["house"].to_numpy()))
    return People(frame, staff, _ties(frame, staff, users, kin))


def _surnames(random: np.random.Generator, site: Site, count: int) -> np.ndarray:
    """Invented surnames: a few common, most rare."""
    names = [prefix + front + back for prefix in ("", "Mac", "Van ", "De ", "O'") for back in BACK for front in FRONT]
    weights = 1 / (np.arange(len(names)) + site.name_tail) ** 0.85
    return np.array(names)[random.choice(len(names), count, p=weights / weights.sum())]


def _staff(
    random: np.random.Generator, site: Site, users: pl.DataFrame, family: np.ndarray, house: np.ndarray
) -> pl.DataFrame:
    """Name and house of each user: six in ten live with somebody who is a patient here."""
    count = len(users)
    lives_with = random.integers(0, len(house), count)
    alone = random.random(count) < 0.4
    shares = ~alone & (random.random(count) < 0.8)
    return pl.DataFrame({
        "user": np.arange(count),
        "last_name": np.where(shares, family[lives_with], _surnames(random, site, count)),
        # Who lives alone still lives on somebody's block.
        "house": np.where(alone, house[lives_with] // 100 * 100 + 50 + np.arange(count) % 50, house[lives_with]),
    })  # fmt: skip


def _kin_and_former(
    random: np.random.Generator, patients: pl.DataFrame, staff: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Parents and siblings who live elsewhere and bear the name; former partners who kept a common number."""
    name, phone = patients["last_name"].to_numpy().copy(), patients["phone"].to_numpy().copy()
    adults = np.flatnonzero(~patients["child"].to_numpy() & (patients["member"].to_numpy() < 0))
    user = np.flatnonzero(random.random(len(staff)) < 0.25)
    kin = random.choice(adults, len(user), replace=len(user) > len(adults))
    elsewhere = patients["house"].to_numpy()[kin] != staff["house"].to_numpy()[user]
    user, kin = user[elsewhere], kin[elsewhere]
    name[kin] = staff["last_name"].to_numpy()[user]
    member = np.flatnonzero(patients["member"].to_numpy() >= 0)
    member = member[random.random(len(member)) < 0.2]
    former = adults[random.integers(0, len(adults), len(member))]
    phone[former] = phone[member]
    changed = patients.with_columns(last_name=pl.Series(name), phone=pl.Series(phone))
    return changed, pl.DataFrame({"user": user, "patient": kin, "tie": ["kin"] * len(user)})


def _address(block: np.ndarray, house: np.ndarray) -> pl.Series:
    """The key of a house: its block, a dash, its number."""
    number = pl.Series(block[house // 100]).cast(pl.String).str.zfill(5)
    return "b" + number + "-" + pl.Series(house % 100).cast(pl.String).str.zfill(2)


def _protected(random: np.random.Generator, total: int) -> np.ndarray:
    """Patients whose records the site watches: one in a thousand, no fewer than four."""
    chosen = np.zeros(total, dtype=bool)
    chosen[random.permutation(total)[: max(4, total // 1000)]] = True
    return chosen


def _ties(patients: pl.DataFrame, staff: pl.DataFrame, users: pl.DataFrame, kin: pl.DataFrame) -> pl.DataFrame:
    """Every tie between a user and a patient that the data show."""
    known = patients.select(
        "patient", "member", "address_key", "phone_key", "child", "linked", block=pl.col("address_key").str.head(6)
    )
    own = staff.select("user", "address_key", block=pl.col("address_key").str.head(6), home=users["home"])
    others = known.filter(pl.col("member") < 0)
    is_member = known.filter("linked")
    phones = is_member.select("phone_key", "address_key", user="member")
    # Trainees are of another department every month; they count as nobody's colleagues.
    settled = ~users["group"].is_in([GROUPS.index("resident"), GROUPS.index("student")])
    teams = own.filter(settled).select("user", "home")
    minors = others.filter("child").join(own.filter(settled), on="address_key").select("patient", "home", parent="user")
    tied = {
        "household": others.join(own, on="address_key"),
        "former": others.join(phones, on="phone_key").filter(pl.col("address_key") != pl.col("address_key_right")),
        "self": is_member.with_columns(user="member"),
        "coworker": is_member.join(teams, left_on="member", right_on="user").join(teams, on="home")
        .filter(pl.col("user") != pl.col("member")),
        "neighbour": others.join(own, on="block").filter(pl.col("address_key") != pl.col("address_key_right")),
        "minor_of_colleague": minors.join(teams, on="home").filter(pl.col("user") != pl.col("parent")),
    }  # fmt: skip
    pairs = [frame.select("user", "patient", tie=pl.lit(name)) for name, frame in tied.items()]
    return pl.concat([*pairs, kin]).unique().sort("user", "patient", "tie")
