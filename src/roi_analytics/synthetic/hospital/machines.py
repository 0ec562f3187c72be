"""Who else is in the log? Interfaces and report jobs, patients on their portal; and who signed in when."""

import numpy as np
import polars as pl

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.hospital.care import Hospital
from roi_analytics.synthetic.hospital.sites import DAY, HOUR, OPENS

SERVICES = {"svc-lab-interface": ("result", 0.45), "svc-scheduling": ("schedule", 0.2),
            "svc-report-job": ("report", 0.25), "svc-archive": ("chart", 0.1)}  # fmt: skip
"""Accounts of machines: what they touch, and their share of what machines touch."""


def write_services(chance: Chance, hospital: Hospital, count: int) -> pl.DataFrame:
    """Rows of machines, by day and night; they sign in as themselves and sit at no desk."""
    random = chance.generator
    names, shares = list(SERVICES), np.array([share for _, share in SERVICES.values()])
    which = random.choice(len(names), count, p=shares / shares.sum())
    at = OPENS + random.integers(0, hospital.days * DAY, count)
    nightly = which >= 2
    at = np.where(nightly, at // DAY * DAY + (2 * HOUR + random.exponential(HOUR / 3, count).astype(np.int64)), at)
    account = pl.Series(names).gather(which)
    return pl.DataFrame({
        "at": np.minimum(at, hospital.closes - 1),
        "patient": hospital.stays["patient"].gather(random.integers(0, len(hospital.stays), count)),
        "user_id": account,
        "login": account,
        "record_class": pl.Series([kind for kind, _ in SERVICES.values()]).gather(which),
    }).with_columns(
        actor_kind=pl.lit("service"), action=pl.lit("R"), access_mode=pl.lit("routed"), outcome=pl.lit("success"),
        source_system=pl.lit("interface"), is_glass=pl.lit(False), incident=pl.lit(-1, pl.Int64),
    )  # fmt: skip


def write_portal(chance: Chance, hospital: Hospital, count: int) -> pl.DataFrame:
    """Rows of patients, and of those who act for them, at their own records: most in the evening."""
    random = chance.generator
    stay = random.integers(0, len(hospital.stays), count)
    patient = hospital.stays["patient"].gather(stay)
    day = random.integers(0, hospital.days, count)
    hour = (17 + random.normal(2, 4, count)) % 24
    proxy = hospital.people.patients["child"].gather(patient).to_numpy() | (random.random(count) < 0.04)
    kinds = np.array(["result", "note", "schedule", "medication", "billing"])
    return pl.DataFrame({
        "at": OPENS + day * DAY + (hour * HOUR).astype(np.int64),
        "patient": patient,
        "login": "p" + hospital.people.patients["patient_id"].gather(patient),
        "actor_kind": np.where(proxy, "proxy", "patient"),
        "record_class": kinds[random.choice(5, count, p=[0.4, 0.2, 0.2, 0.1, 0.1])],
    }).with_columns(
        action=pl.lit("R"), access_mode=pl.lit("deliberate"), outcome=pl.lit("success"),
        source_system=pl.lit("portal"), is_glass=pl.lit(False), incident=pl.lit(-1, pl.Int64),
    )  # fmt: skip


def write_sign_ins(chance: Chance, rows: pl.DataFrame) -> pl.DataFrame:
    """One sign-in before the first row of each user and stretch of work; a few wrong passwords before it."""
    random = chance.generator
    ordered = rows.select("user", "at", "user_id", "login", "user_role", "department", "workstation").sort(
        "user", "at", maintain_order=True
    )
    new = (ordered["user"] != ordered["user"].shift(1)).fill_null(True) | (
        ordered["at"] - ordered["at"].shift(1) > 6 * HOUR
    ).fill_null(True)
    first = ordered.filter(new).with_columns(outcome=pl.lit("success"))
    failed = first.filter(pl.Series(random.random(len(first)) < 0.03)).with_columns(
        at=pl.col("at") - 8_000_000, outcome=pl.lit("minor_failure")
    )
    every = pl.concat([first, failed])
    before = pl.Series(random.integers(15, 400, len(every)) * 1_000_000)
    return every.with_columns(
        at=pl.col("at") - before, actor_kind=pl.lit("human"), action=pl.lit("E"), source_system=pl.lit("sign-in")
    ).sort("at", maintain_order=True)
