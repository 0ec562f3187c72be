"""
How well does the detector do, and what does it miss? Measured where the truth is known: on an invented hospital, or a
labelled log.

Weights are learnt on half of the families of misuse at half of the sites, and judged on the other half of both, at a
prevalence as low as life's. Everything is counted by incident (a user and a month), because that is what a person
reviews.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from roi_analytics.evaluation.baselines import baselines
from roi_analytics.evaluation.fairness import fairness

if TYPE_CHECKING:
    from roi_analytics.engine import Engine

LOADS = (0.2, 0.4, 0.5, 1.0)
"""Incidents put before a person for each 1,000 accesses."""

AT_LOAD = 0.4
"""The load the last line tells recall at."""

UNCATCHABLE = "departmental"
"""The family nothing in the data tells from work: it is reported apart, in no figure."""


@dataclass(frozen=True)
class Evaluation:
    """The figures of one evaluation, as frames; `last_line` sums them up."""

    recall: pl.DataFrame
    precision: pl.DataFrame
    families: pl.DataFrame
    baselines: pl.DataFrame
    explained: pl.DataFrame
    calibration: pl.DataFrame
    subgroups: pl.DataFrame
    days: pl.DataFrame
    spurious: pl.DataFrame
    weights: pl.DataFrame
    told: dict[str, float] = field(default_factory=dict)
    other_fold: "Evaluation | None" = None
    stress: pl.DataFrame | None = None

    @property
    def last_line(self) -> str:
        told = self.told
        return (
            f"recall {told['recall']:.3f} at {told['load']:.1f} incidents per 1,000 accesses;"
            f" precision at {told['k']:.0f}: {told['precision']:.3f};"
            f" explained {told['explained']:.3f}; spurious {told['spurious']:.3f}"
        )


def evaluate(engine: "Engine", truth: pl.DataFrame, traits: pl.DataFrame | None = None) -> Evaluation:
    """
    Judge the ranks that stand in a warehouse against the truth.

    truth: event_id and family, one row per access of misuse (provider_id where ids repeat). traits: provider_id,
    user_id and any columns is_* or surname_share, to tell whom the false alarms fall upon.
    """
    planted = _planted(engine, truth)
    catchable = planted.filter(pl.col("family") != UNCATCHABLE)
    incidents = _incidents(engine, catchable)
    accesses = engine.value("select count(*) from access_explained") or 0
    found = catchable.join(incidents.select("incident_id", "rank"), on="incident_id", how="left")
    ours = _load_figures(incidents["rank"].to_numpy(), incidents["is_breach"].to_numpy(), found, accesses)
    k = min(100, max(1, int(incidents["is_breach"].sum())))
    others = [
        _other(name, order, incidents, catchable, accesses, k) for name, order in baselines(engine, incidents).items()
    ]
    compared = pl.DataFrame([_line("weights", ours, incidents.sort("rank"), k), *others])
    explained = _explained(engine, catchable)
    put = incidents.filter(pl.col("rank") <= AT_LOAD * accesses / 1000)
    told = {
        "false_alarms": float((~put["is_breach"]).sum() / max(1, put["is_breach"].sum())),
        "recall": ours[AT_LOAD],
        "load": AT_LOAD,
        "k": float(k),
        "precision": compared["precision_at_k"][0],
        "explained": explained.filter(pl.col("of") == "opened on purpose")["explained"][0],
        "spurious": engine.value("select fake_accesses / accesses from access_spurious where explanation = 'all'")
        or 0.0,
    }
    return Evaluation(
        recall=pl.DataFrame({"incidents_per_1000_accesses": list(ours), "recall": list(ours.values())}),
        precision=_precision(engine, incidents),
        families=_families(planted, incidents, accesses),
        baselines=compared,
        explained=explained,
        calibration=_calibration(engine, catchable),
        subgroups=fairness(engine, incidents, traits, int(AT_LOAD * accesses / 1000)),
        days=days_to_detect(engine, incidents, catchable, AT_LOAD * accesses / 1000),
        spurious=engine.read(
            "select key, accesses, real_accesses / accesses as real_share, fake_accesses / accesses as fake_share"
            " from access_spurious where starts_with(explanation, 'all') and real_accesses > 0 order by fake_share desc"
        ),
        weights=engine.read("select term, kind, weight, observed, expected from access_weight order by weight desc"),
        told=told,
    )


def _planted(engine: "Engine", truth: pl.DataFrame) -> pl.DataFrame:
    """The planted episodes: family, episode_no, is_question, score, incident_id (of the user's month), worked_on."""
    same = " and access_explained.provider_id = truth.provider_id" if "provider_id" in truth.columns else ""
    engine.create("truth", truth)
    found = engine.read(
        f"""
        select distinct
            truth.family,
            access_episode.episode_no,
            access_episode.worked_on,
            access_episode.is_question,
            episode_score.score,
            incident_episode.incident_id
        from truth
        inner join access_explained on access_explained.event_id = truth.event_id{same}
        inner join access_episode
            on access_episode.user_no = access_explained.user_no
            and access_episode.patient_no = access_explained.patient_no
            and access_episode.worked_on = access_explained.worked_on
        left join episode_score on episode_score.episode_no = access_episode.episode_no
        left join incident_episode on incident_episode.episode_no = access_episode.episode_no
        order by access_episode.episode_no
        """
    )
    engine.run("drop table truth")
    return found


def _incidents(engine: "Engine", catchable: pl.DataFrame) -> pl.DataFrame:
    """Every user and month to be looked at, by rank, and whether a planted episode is among it."""
    breached = catchable["incident_id"].drop_nulls().unique().implode()
    return (
        engine.read(
            "select user_incident.*, access_user.user_id, access_user.role_group from user_incident"
            " inner join access_user on access_user.user_no = user_incident.user_no"
            " order by rank_score desc, incident_id"
        )
        .with_row_index("rank", offset=1)
        .with_columns(is_breach=pl.col("incident_id").is_in(breached))
    )


def _load_figures(ranks: np.ndarray, is_breach: np.ndarray, found: pl.DataFrame, accesses: int) -> dict[float, float]:
    """Recall of planted episodes at each load: the share whose incident is among those put before a person."""
    reached = found["rank"].cast(pl.Float64).fill_null(np.inf).to_numpy()
    return {load: float((reached <= load * accesses / 1000).mean()) if len(reached) else float("nan") for load in LOADS}


def _line(name: str, recall: dict[float, float], ordered: pl.DataFrame, k: int) -> dict[str, float | str]:
    hits = ordered["is_breach"].to_numpy()
    return {
        "ranked_by": name,
        **{f"recall_at_{load}": value for load, value in recall.items()},
        "precision_at_k": float(hits[:k].mean()) if len(hits) else float("nan"),
        "pr_auc": average_precision(hits),
    }


def _other(
    name: str, order: Sequence[str], incidents: pl.DataFrame, catchable: pl.DataFrame, accesses: int, k: int
) -> dict[str, float | str]:
    """The same figures for another way to put the incidents in order (incident_id, first to last)."""
    ranks = pl.DataFrame({"incident_id": order}).with_row_index("rank", offset=1)
    again = ranks.join(incidents.select("incident_id", "is_breach"), on="incident_id", maintain_order="left")
    found = catchable.join(ranks, on="incident_id", how="left")
    figures = _load_figures(again["rank"].to_numpy(), again["is_breach"].to_numpy(), found, accesses)
    return _line(name, figures, again, k)


def average_precision(hits: np.ndarray) -> float:
    """Area under precision by recall, of hits in ranked order: the mean precision at each hit."""
    if not hits.any():
        return float("nan")
    places = np.flatnonzero(hits) + 1
    return float((np.arange(1, len(places) + 1) / places).mean())


def _precision(engine: "Engine", incidents: pl.DataFrame) -> pl.DataFrame:
    """Precision at 10, 50, 100 and at the number of breaches, over the newest month with whole data and over all."""
    month = incidents["month"].max()
    rows = []
    for name, chosen in (("newest month", incidents.filter(pl.col("month") == month)), ("all months", incidents)):
        hits = chosen.sort("rank")["is_breach"].to_numpy()
        for k in sorted({10, 50, 100, max(1, int(hits.sum()))}):
            if k <= len(hits):
                rows.append({"over": name, "k": k, "breaches": int(hits.sum()), "precision": float(hits[:k].mean())})
    return pl.DataFrame(rows)


def days_to_detect(engine: "Engine", incidents: pl.DataFrame, catchable: pl.DataFrame, budget: float) -> pl.DataFrame:
    """
    How long until a planted episode's incident is reviewed, if each day's queue is worked off at the same load?

    Every day the best incidents not yet reviewed, by the episodes seen so far, are taken until the day's share of the
    budget is spent. Columns: planted, found, median_days, p90_days (from the episode to the review).
    """
    seen = engine.read(
        "select incident_id, worked_on, max(score) as score from incident_episode group by incident_id, worked_on"
        " order by worked_on, incident_id"
    )
    days = seen["worked_on"].unique().sort()
    if not len(days) or not catchable.height:
        return pl.DataFrame(schema={"planted": pl.Int64, "found": pl.Int64, "median_days": pl.Float64})
    share, spent = budget / len(days), 0.0
    queue: list[tuple[float, str]] = []
    reviewed: dict[str, object] = {}
    by_day = {key[0]: frame for key, frame in seen.group_by("worked_on", maintain_order=True)}
    for day in days:
        for incident_id, score in by_day[day].select("incident_id", "score").iter_rows():
            heapq.heappush(queue, (-score, incident_id))
        spent += share
        while spent >= 1 and queue:
            _, first = heapq.heappop(queue)
            if first not in reviewed:
                reviewed[first] = day
                spent -= 1
    looked = pl.DataFrame({"incident_id": list(reviewed), "reviewed_on": list(reviewed.values())})
    waited = catchable.join(looked, on="incident_id").with_columns(
        days=(pl.col("reviewed_on") - pl.col("worked_on")).dt.total_days()
    )
    waited = waited.filter(pl.col("days") >= 0)
    return pl.DataFrame(
        {
            "planted": [catchable.height],
            "found": [waited.height],
            "median_days": [waited["days"].median()],
            "p90_days": [waited["days"].quantile(0.9)],
        }
    )


def _families(planted: pl.DataFrame, incidents: pl.DataFrame, accesses: int) -> pl.DataFrame:
    """Per family: planted episodes, how many are questions, recall at each load, median rank of their incidents."""
    found = planted.join(incidents.select("incident_id", "rank"), on="incident_id", how="left")
    reached = pl.col("rank").cast(pl.Float64).fill_null(float("inf"))
    recalls = {f"recall_at_{load}": (reached <= load * accesses / 1000).mean() for load in LOADS}
    return (
        found.group_by("family")
        .agg(
            episodes=pl.len(),
            questions=pl.col("is_question").mean(),
            **recalls,
            median_rank=pl.col("rank").median(),
        )
        .sort("family")
    )


def _explained(engine: "Engine", catchable: pl.DataFrame) -> pl.DataFrame:
    """The share of accesses with a recorded reason, planted ones counted: of all, first ones, those on purpose."""
    return engine.read(
        """
        with access as (
            select
                reasons > 0 as is_explained,
                direct_reasons > 0 as by_record,
                is_deliberate,
                row_number() over (partition by user_no, patient_no order by opened_at, event_id) = 1 as is_first
            from access_explained
        )
        select
            asked.of,
            count(*) as accesses,
            avg(case when access.is_explained then 1.0 else 0.0 end) as explained,
            avg(case when access.by_record then 1.0 else 0.0 end) as by_record
        from access
        inner join (values ('all'), ('first of user and patient'), ('opened on purpose')) as asked (of)
            on asked.of = 'all'
            or (asked.of = 'first of user and patient' and access.is_first)
            or (asked.of = 'opened on purpose' and access.is_deliberate)
        group by asked.of
        order by asked.of
        """
    )


def _calibration(engine: "Engine", catchable: pl.DataFrame) -> pl.DataFrame:
    """Ten bands of questions by score: how many breaches the weights expect, and how many there are."""
    scored = engine.read(
        "select episode_score.episode_no, episode_score.score from episode_score"
        " inner join access_episode on access_episode.episode_no = episode_score.episode_no"
        " where access_episode.is_question order by episode_score.score desc, episode_score.episode_no"
    )
    if scored.is_empty():
        return pl.DataFrame(schema={"band": pl.Int64, "questions": pl.Int64, "expected": pl.Float64, "found": pl.Int64})
    is_breach = pl.col("episode_no").is_in(catchable["episode_no"].implode())
    chance = 1 / (1 + (-pl.col("score")).exp())
    return (
        scored.with_row_index("place")
        .with_columns(band=(pl.col("place") * 10 // len(scored) + 1).cast(pl.Int64), chance=chance, is_breach=is_breach)
        .group_by("band")
        .agg(
            questions=pl.len().cast(pl.Int64),
            expected=pl.col("chance").sum(),
            found=pl.col("is_breach").sum().cast(pl.Int64),
            brier=((pl.col("chance") - pl.col("is_breach")) ** 2).mean(),
        )
        .sort("band")
    )
