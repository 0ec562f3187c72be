"""
What do reviewed accesses teach the weights? A logistic regression whose signs are fixed and whose start is what stood
before.

A flag never speaks against a look and a circumstance never for one, whatever few reviews say. Each weight is drawn
back to what it was, so that ten labels move little and a thousand decide. Reviews were not drawn evenly: each label
counts by the inverse of the chance it had to be drawn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from roi_analytics.access.flags import fake_questions
from roi_analytics.access.review import reviewed
from roi_analytics.access.weights import SCHEMA, cold_weights

if TYPE_CHECKING:
    from roi_analytics.engine import Engine
    from roi_analytics.models import Model

TOGETHER = (("same_household", "peek"), ("searched", "other_department"))
"""Flags that may say more together than their sum: the only two pairs that are tried."""

STRENGTH = 1.0
"""Standard deviation, in log-odds, by which a weight is thought to be off before reviews tell."""

BASE_STRENGTH = 2.0
"""The same for where a question starts: a handful of permitted looks does not make all others so."""

HEAVIEST_BY_REVIEWS = 8.0
"""No flag weighs more, for or against a look, whatever reviews say (odds of 3,000 to 1)."""


def weigh(engine: "Engine", models: "Iterable[Model]") -> None:
    """
    Make `access_weight`: what each flag and explanation weighs, and where a question starts; see weights.SCHEMA.

    Before any review by the log alone; then by what reviewers found, episodes somebody asked for left out, because they
    were not drawn.
    """
    engine.create("access_weight", cold_weights(engine, fake_questions(engine, models)))
    engine.create("reviewed_episode", reviewed(engine).drop_nulls("probability"))
    labelled = engine.read(
        """
        select access_episode.episode_no, reviewed_episode.is_breach, reviewed_episode.probability
        from reviewed_episode
        inner join access_alias
            on access_alias.provider_id = reviewed_episode.provider_id and access_alias.alias = reviewed_episode.user_id
        inner join access_patient
            on access_patient.provider_id = reviewed_episode.provider_id
            and access_patient.patient_id = reviewed_episode.patient_id
        inner join access_episode
            on access_episode.user_no = access_alias.user_no
            and access_episode.patient_no = access_patient.patient_no
            and access_episode.worked_on = reviewed_episode.worked_on
        """
    )
    engine.run("drop table reviewed_episode")
    if labelled.height:
        weights = relearn(engine, labelled)
        engine.run("drop table access_weight")
        engine.create("access_weight", weights)


@dataclass(frozen=True)
class Learnt:
    """Weights and where a question starts, fitted on labelled questions."""

    weights: np.ndarray
    base: float


def fit(
    marks: np.ndarray, labels: np.ndarray, counts: np.ndarray, before: np.ndarray, base: float, is_for: np.ndarray
) -> Learnt:
    """
    The weights most likely after seeing labelled questions, each drawn back to what it was before.

    marks: questions x flags of 0 and 1; labels: 1 where a review found a breach; counts: how many questions each stands
    for; before: weights before; is_for: whether a flag speaks for a look (never below 0) or against (never above).
    """
    from scipy.optimize import minimize  # imports of scipy cost more than most questions
    from scipy.special import expit, log_expit

    def cost(values: np.ndarray) -> tuple[float, np.ndarray]:
        weights, start = values[:-1], values[-1]
        scores = marks @ weights + start
        lost = -(counts * np.where(labels > 0, log_expit(scores), log_expit(-scores))).sum()
        off = (weights - before) / STRENGTH
        slope = counts * (expit(scores) - labels)
        moved = (start - base) / BASE_STRENGTH
        gradient = np.append(marks.T @ slope + off / STRENGTH, slope.sum() + moved / BASE_STRENGTH)
        return lost + 0.5 * (off**2).sum() + 0.5 * moved**2, gradient

    bounds = [(0.0, HEAVIEST_BY_REVIEWS) if up else (-HEAVIEST_BY_REVIEWS, 0.0) for up in is_for] + [(-20.0, 5.0)]
    begun = np.append(np.clip(before, [low for low, _ in bounds[:-1]], [high for _, high in bounds[:-1]]), base)
    found = minimize(cost, begun, jac=True, method="L-BFGS-B", bounds=bounds)
    return Learnt(found.x[:-1], float(found.x[-1]))


def marks_of(flags: Sequence[int] | np.ndarray, bits: Sequence[int]) -> np.ndarray:
    """Bit masks as rows of 0 and 1, one column for each bit or pair of bits."""
    masks = np.asarray(flags, dtype=np.int64)[:, None]
    wanted = np.asarray(bits, dtype=np.int64)[None, :]
    return ((masks & wanted) == wanted).astype(float)


def relearn(engine: "Engine", labelled: pl.DataFrame) -> pl.DataFrame:
    """
    The table `access_weight` after reviews. labelled: episode_no, is_breach, probability (of having been drawn).

    Explanations keep what the fake log says of them; only questions teach, because only they are ranked by their flags.
    """
    table = engine.read("select * from access_weight")
    flags = table.filter(pl.col("kind").is_in(["for", "against"]) & ~pl.col("term").str.contains(r"\+"))
    bit = dict(zip(flags["term"], flags["bit"], strict=True))
    pairs = [(one, two) for one, two in TOGETHER if one in bit and two in bit]
    together = pl.DataFrame(
        [(f"{one} + {two}", "for", bit[one] | bit[two], None, 0.0, None, None, None) for one, two in pairs],
        schema=SCHEMA,
        orient="row",
    )
    terms = pl.concat([flags.cast(SCHEMA), together])  # type: ignore[arg-type]
    engine.create("labelled_episode", labelled)
    asked = engine.read(
        "select coalesce(episode_flag.flags, 0) as flags, labelled_episode.is_breach,"
        " sum(1 / labelled_episode.probability) as counts, count(*) as labels from labelled_episode"
        " inner join access_episode on access_episode.episode_no = labelled_episode.episode_no"
        " left join episode_flag on episode_flag.episode_no = access_episode.episode_no"
        " where access_episode.is_question group by coalesce(episode_flag.flags, 0), labelled_episode.is_breach"
    )
    engine.run("drop table labelled_episode")
    base = table.filter(pl.col("kind") == "base")["weight"][0]
    if asked.is_empty():
        return table.cast(SCHEMA)  # type: ignore[arg-type]
    # What each label stands for is kept in proportion; together they tell no more than were looked at.
    counts = asked["counts"].cast(pl.Float64).to_numpy()
    learnt = fit(
        marks_of(asked["flags"].to_numpy(), terms["bit"].to_list()),
        asked["is_breach"].cast(pl.Float64).to_numpy(),
        counts * (asked["labels"].sum() / counts.sum()),
        terms["weight"].to_numpy(),
        base,
        (terms["kind"] == "for").to_numpy(),
    )
    others = table.filter(pl.col("kind").is_in(["explanation", "volume"])).cast(SCHEMA)  # type: ignore[arg-type]
    start = table.filter(pl.col("kind") == "base").with_columns(weight=pl.lit(learnt.base)).cast(SCHEMA)  # type: ignore[arg-type]
    weights = pl.concat([terms.with_columns(weight=pl.Series(learnt.weights)), others, start])
    return weights.with_columns(pl.col("weight").round(4))
