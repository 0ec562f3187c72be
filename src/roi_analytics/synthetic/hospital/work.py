"""What work does a stay make, for whom, and what is written down of it? The normal life of a hospital, as one table."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.hospital.care import Hospital
from roi_analytics.synthetic.hospital.sites import CODE, DAY, GROUPS, HOUR, OPENS


class Act(NamedTuple):
    """
    One kind of work.

    `of`: I(npatient), E(mergency), O(utpatient) stays, or `>` for what follows the act above. `mean` how many a stay
    (of a following act: with which chance), `daily` how many a day more. `when`: hours after the start, the end or the
    act above, from `low` to `high`; within: parts of the stay. `who`: attending, resident, doctor (resident, else
    attending), kin, same (as of the act above), or a group of the team at `where` (the stay's unit, the other service,
    an office); nobody for a record alone. `record`: what is written and whom it names; it stays open for `hours`.
    `mode`: how it was come by.
    """

    of: str
    mean: float
    daily: float
    when: str
    low: float
    high: float
    who: str
    where: str = "unit"
    record: str = ""
    names: str = "both"
    hours: float = 0
    mode: str = "deliberate"


ACTS = (
    # At the bedside.
    Act("I", 1.0, 2.4, "within", 0, 1, "nurse"),
    Act("I", 0.3, 1.0, "within", 0, 1, "nurse", record="medication"),
    Act("IE", 0.2, 0.4, "within", 0, 1, "nurse", record="note"),
    Act("I", 0.5, 0.8, "within", 0, 1, "attending", record="note"),
    Act("I", 0.3, 0.7, "within", 0, 1, "resident", record="note"),
    Act("I", 0.0, 0.5, "within", 0, 1, "resident"),
    Act("I", 0.0, 0.2, "within", 0, 1, "student"),
    Act("I", 0.0, 0.12, "within", 0, 1, "on_call"),
    Act("IEO", 0.7, 0.0, "within", 0, 1, "kin", record="note"),
    # In the emergency department: many help who are named nowhere.
    Act("E", 1.8, 0.0, "within", 0, 1, "nurse"),
    Act("E", 0.7, 0.0, "within", 0, 1, "nurse", record="medication"),
    Act("E", 1.1, 0.0, "within", 0, 1, "attending", record="note"),
    Act("E", 0.7, 0.0, "within", 0, 1, "resident", record="note"),
    Act("E", 0.1, 0.0, "within", 0, 1, "student"),
    Act("E", 0.12, 0.0, "within", 0, 1, "social", "social work"),
    Act("E", 0.06, 0.0, "within", 0, 1, "imaging", "imaging"),
    Act("E", 0.05, 0.0, "within", 0, 1, "guard", "security"),
    # Visits.
    Act("O", 0.9, 0.0, "start", -500, -24, "scheduler", "scheduling", "call"),
    Act("O", 0.5, 0.0, "start", -24, -1, "attending"),
    Act("O", 0.9, 0.0, "start", -0.5, 0.4, "nurse"),
    Act("O", 1.0, 0.0, "start", 0, 0.5, "attending", record="note"),
    Act("O", 0.25, 0.0, "end", 2, 150, "nurse", record="call"),
    Act("O", 0.4, 0.0, "end", 2, 200, "attending", record="task", hours=72, mode="routed"),
    # Orders: whom they name, to whom they go, who acts on them, who reads the result.
    Act("IE", 0.5, 0.45, "within", 0, 1, "doctor", record="order"),
    Act(">", 1.0, 0.0, "then", 0, 0, "", "laboratory", "order", "department", 24),
    Act(">", 1.0, 0.0, "then", 0.5, 5, "laboratory", "laboratory", "result", mode="routed"),
    Act(">", 0.5, 0.0, "then", 0.5, 12, "attending", record="task", hours=48, mode="routed"),
    Act("IEO", 0.25, 0.08, "within", 0, 1, "doctor", record="order"),
    Act(">", 1.0, 0.0, "then", 0, 0, "", "imaging", "order", "department", 24),
    Act(">", 1.0, 0.0, "then", 0.5, 8, "imaging", "imaging", "result", mode="routed"),
    Act("IEO", 0.2, 0.3, "within", 0, 1, "doctor", record="order"),
    Act(">", 1.0, 0.0, "then", 0, 0, "", "pharmacy", "order", "department", 24),
    Act(">", 0.7, 0.0, "then", 0.1, 4, "pharmacy", "pharmacy", mode="routed"),
    Act("O", 0.3, 0.0, "start", 0, 0.5, "attending", record="order"),
    Act(">", 1.0, 0.0, "then", 0, 0, "", "laboratory", "order", "department", 240),
    Act(">", 0.8, 0.0, "then", 1, 160, "laboratory", "laboratory", "result", mode="routed"),
    Act(">", 0.8, 0.0, "then", 1, 30, "attending", record="task", hours=72, mode="routed"),
    # Advice asked of another service.
    Act("I", 0.4, 0.0, "within", 0, 0.6, "", "other", "consult", "department", 72),
    Act(">", 1.0, 0.0, "then", 1, 18, "physician", "other", "note"),
    Act(">", 0.5, 0.0, "then", 10, 40, "physician", "other"),
    Act("O", 0.1, 0.0, "end", 0, 1, "", "other", "referral", "department", 480),
    Act(">", 0.9, 0.0, "then", 24, 200, "scheduler", "scheduling", "call"),
    Act(">", 0.8, 0.0, "then", 24, 240, "physician", "other", "appointment"),
    # The offices.
    Act("IE", 1.0, 0.0, "start", -0.3, 0.7, "registrar", "registration", "registration"),
    Act("O", 0.5, 0.0, "start", -0.5, 0.2, "registrar", "registration", "registration"),
    Act("I", 0.6, 0.0, "within", 0, 1, "social", "social work", "care_team", hours=96),
    Act("I", 0.3, 0.0, "end", 1, 120, "attending", record="task", hours=72, mode="routed"),
    Act("I", 0.9, 0.0, "end", 24, 200, "coding", "coding", "worklist", "department", 336, "routed"),
    Act("EO", 0.3, 0.0, "end", 24, 200, "coding", "coding", "worklist", "department", 336, "routed"),
    Act("IEO", 0.6, 0.0, "end", 72, 400, "billing", "billing office", "claim", "department", 24, "routed"),
    Act("I", 0.3, 0.0, "end", 300, 900, "billing", "billing office", "claim", "department", 24, "routed"),
    Act("I", 0.1, 0.0, "end", 72, 500, "quality", "quality", "worklist", "both", 336, "routed"),
    Act("I", 0.1, 0.0, "within", 0.2, 1, "infection", "infection control", "worklist", "department", 240, "routed"),
    Act("IO", 0.015, 0.0, "start", 0, 4, "research", "research", "study", "user", 1400),
    Act(">", 1.0, 0.0, "then", 24, 700, "same"),
    Act("IEO", 0.035, 0.0, "end", 24, 900, "release", "records office", "request", "user"),
    Act(">", 0.9, 0.0, "then", 20, 250, "release", "records office", mode="routed"),
    Act(">", 0.9, 0.0, "then", 2, 120, "release", "records office", "answer", "user", mode="export"),
)

GLANCE = {"stay": pl.Int64, "user": pl.Int64, "patient": pl.Int64, "at": pl.Int64, "place": pl.Int64,
          "mode": pl.String, "writes": pl.Boolean}  # fmt: skip
RECORD = {"chain": pl.Int64, "kind": pl.String, "patient": pl.Int64, "user": pl.Int64, "department": pl.Int64,
          "starts": pl.Int64, "ends": pl.Int64, "stay": pl.Int64}  # fmt: skip


@dataclass(frozen=True)
class Work:
    """
    What was looked at, and what was written down.

    glances: a look of one user at one patient's record (GLANCE; `place` is the department of the desk it was taken at,
    `mode` deliberate, routed or export, `writes` whether something was entered). records: acts as the hospital's
    systems keep them (RECORD; -1 where nobody or nothing is named, `ends` 0 where there is no end).
    """

    glances: pl.DataFrame
    records: pl.DataFrame


def do_work(chance: Chance, hospital: Hospital, stays: pl.DataFrame) -> Work:
    """All acts of the stays given: the glances taken and the records made, none of them missing yet."""
    random = chance.generator
    column = {name: stays[name].to_numpy() for name in stays.columns}
    glances, records = [pl.DataFrame(schema=GLANCE)], [_of_stays(stays)]
    row, at, chain, shift = (np.empty(0, int) for _ in range(4))
    chains = len(stays)
    for act in ACTS:
        if act.of == ">":
            goes_on = random.random(len(row)) < act.mean
            row, at, chain, shift = row[goes_on], at[goes_on], chain[goes_on], shift[goes_on]
        else:
            row = _stays_with(random, act, column)
            chain = np.arange(chains, chains + len(row))
            chains += len(row)
            shift = np.full(len(row), -1)
        at = _moment(random, act, column, row, at)
        if act.who:
            shift, at = _worker(random, act, hospital, column, row, at, shift)
            done = shift >= 0
            row, at, chain, shift = row[done], at[done], chain[done], shift[done]
            glances.append(_glances(act, hospital, column, row, at, shift))
        if act.record:
            records.append(_records(act, hospital, column, row, at, chain, shift if act.who else np.full(len(row), -1)))
    every = pl.concat(glances).filter(pl.col("at").is_between(OPENS, hospital.closes, closed="left"))
    return Work(every.sort("at", maintain_order=True), pl.concat(records))


def _stays_with(random: np.random.Generator, act: Act, column: dict[str, np.ndarray]) -> np.ndarray:
    """The stays that need the act, each as often as it is needed."""
    mine = np.flatnonzero(np.isin(column["kind"], ["IEO".index(letter) for letter in act.of]))
    if act.who == "kin":
        mine = mine[column["kin"][mine] >= 0]
    days = (column["ends"][mine] - column["starts"][mine]) / DAY
    return np.repeat(mine, random.poisson(act.mean + act.daily * days))


def _moment(
    random: np.random.Generator, act: Act, column: dict[str, np.ndarray], row: np.ndarray, before: np.ndarray
) -> np.ndarray:
    draw = act.low + (act.high - act.low) * random.random(len(row))
    starts, ends = column["starts"][row], column["ends"][row]
    if act.when == "within":
        return starts + (draw * (ends - starts)).astype(np.int64)
    since = {"start": starts, "end": ends, "then": before}[act.when]
    return since + (draw * HOUR).astype(np.int64)


def _where(act: Act, column: dict[str, np.ndarray], row: np.ndarray) -> np.ndarray:
    if act.where in ("unit", "other"):
        return column["department" if act.where == "unit" else "other"][row]
    return np.full(len(row), CODE[act.where])


def _worker(
    random: np.random.Generator, act: Act, hospital: Hospital, column: dict[str, np.ndarray], row: np.ndarray,
    at: np.ndarray, before: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """The shift in which somebody does it, and when: the patient's own nurse five times in six, else a colleague."""
    resident, attending = column["resident"][row], column["attending"][row]
    hour = random.random(len(row))
    luck = np.where(random.random(len(row)) < 0.83, column["luck"][row], random.random(len(row)))
    same = hospital.roster.shifts["user"].to_numpy()[before]
    named = {"attending": attending, "same": same, "resident": resident, "kin": column["kin"][row],
             "doctor": np.where((resident >= 0) & (luck < 0.6), resident, attending)}  # fmt: skip
    if act.who in named:
        return hospital.roster.next_of(named[act.who], at, hour)
    return hospital.roster.draw(_where(act, column, row), GROUPS.index(act.who), at, luck, hour)


def _glances(
    act: Act, hospital: Hospital, column: dict[str, np.ndarray], row: np.ndarray, at: np.ndarray, shift: np.ndarray
) -> pl.DataFrame:
    shifts = hospital.roster.shifts
    return pl.DataFrame({
        "stay": row, "user": shifts["user"].to_numpy()[shift], "patient": column["patient"][row], "at": at,
        "place": shifts["department"].to_numpy()[shift],
    }).with_columns(
        mode=pl.lit(act.mode), writes=pl.lit(act.record in ("note", "medication", "order", "result", "registration"))
    )  # fmt: skip


def _records(
    act: Act, hospital: Hospital, column: dict[str, np.ndarray], row: np.ndarray, at: np.ndarray, chain: np.ndarray,
    shift: np.ndarray,
) -> pl.DataFrame:  # fmt: skip
    user = np.where(shift < 0, -1, hospital.roster.shifts["user"].to_numpy()[shift])
    # A list or a message waits a while before somebody opens it.
    waits = min(act.hours, 48) * HOUR // 4 if act.mode == "routed" else 0
    return pl.DataFrame({
        "chain": chain,
        "patient": column["patient"][row],
        "user": user if act.names != "department" else np.full(len(row), -1),
        "department": _where(act, column, row) if act.names != "user" else np.full(len(row), -1),
        "starts": at - int(waits),
        "ends": at + int(act.hours * HOUR) if act.hours else np.zeros(len(row), dtype=np.int64),
        "stay": row,
    }).with_columns(kind=pl.lit(act.record)).select(*RECORD).cast(RECORD)  # fmt: skip


def _of_stays(stays: pl.DataFrame) -> pl.DataFrame:
    """What a stay itself writes: the encounter, the bed, the team, the appointment."""
    inpatient, outpatient = pl.col("kind") == 0, pl.col("kind") == 2
    lines = {
        "encounter": (pl.lit(True), "attending"),
        "unit_stay": (~outpatient, None),
        "care_team": (inpatient & (pl.col("resident") >= 0), "resident"),
        "appointment": (outpatient, "attending"),
    }
    return pl.concat([
        stays.filter(which).select(
            pl.col("stay").alias("chain"), pl.lit(kind).alias("kind"), "patient",
            pl.col(user).alias("user") if user else pl.lit(-1).alias("user"), "department", "starts", "ends", "stay",
        ).cast(RECORD)
        for kind, (which, user) in lines.items()
    ])  # fmt: skip
