"""
Sufficient statistics in, estimates out: shares, curves of open and answered requests, amounts. Knows no database.

Every function takes a plain Polars frame of counts, one row per group (and day, or amount), and works on all groups at
once; so anyone can check a figure with a referee of their own. All intervals are 95 %.

Survival frames have one row per group and `day` with counts: one column per outcome, `censored` (last seen open on that
day) and `entered` (came into view only on that day; those watched from receipt are not in it). A case is at risk on
day t when it entered before t and had not left before t; a same-day ending is day 0 and counts.
"""

from collections.abc import Sequence
from statistics import NormalDist

import polars as pl

Z = NormalDist().inv_cdf(0.975)
"""The normal quantile of a two-sided 95 % interval."""

REACHED = 1e-9
"""Slack when a curve is compared with a share: products of fractions miss one half by a rounding error."""

ALL = "all cases"


# -- shares ----------------------------------------------------------------------------------------


def proportion(frame: pl.DataFrame, cases: str = "cases", events: str = "events") -> pl.DataFrame:
    """
    What share of the cases is it, and how sure is that?

    Adds `value` with Wilson's limits `low` and `high` (Wilson 1927; Newcombe 1998, method 3), which never leave [0, 1]
    and are right at none and at all. Null where there is no case. Columns named by `cases` and `events` hold counts.

    >>> proportion(pl.DataFrame({"cases": [263], "events": [81]}))
    """
    n, x = pl.col(cases).cast(pl.Float64), pl.col(events).cast(pl.Float64)
    low, high = _wilson(x, n)
    some = n > 0
    return frame.with_columns(
        value=pl.when(some).then(x / n),
        low=pl.when(some).then(low),
        high=pl.when(some).then(high),
    )


def _wilson(x: pl.Expr, n: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    p = x / n
    centre = p + Z**2 / (2 * n)
    spread = Z * (p * (1 - p) / n + Z**2 / (4 * n**2)).sqrt()
    scale = 1 + Z**2 / n
    low = pl.when(x == 0).then(0.0).otherwise(((centre - spread) / scale).clip(0, 1))
    high = pl.when(x == n).then(1.0).otherwise(((centre + spread) / scale).clip(0, 1))
    return low, high


# -- survival --------------------------------------------------------------------------------------


def survival(frame: pl.DataFrame, by: Sequence[str] = (), event: str = "events") -> pl.DataFrame:
    """
    What share is still open after each day, counting the ones we lost sight of?

    Kaplan-Meier with Greenwood's variance and the log-log band (Kalbfleisch and Prentice). Returns a row per group and
    day: at_risk, the counts, `survival`, `low`, `high`. The band has no width where the curve is still 1 or already 0,
    and is null there.

    >>> survival(pl.DataFrame({"day": [3, 5], "events": [1, 0], "censored": [0, 2], "entered": [0, 0]}))
    """
    groups, curve = _risk_sets(frame, by, (event,))
    n, d = pl.col("at_risk"), pl.col(event)
    curve = curve.with_columns(
        survival=_fraction(n - d, n, otherwise=1.0).cum_prod().over(groups),
        _hazard=_hazard().cum_sum().over(groups),
    )
    s = pl.col("survival")
    power = (Z * pl.col("_hazard").sqrt() / s.log().abs()).exp()
    inside = (s > 0) & (s < 1)
    curve = curve.with_columns(low=pl.when(inside).then(s**power), high=pl.when(inside).then(s ** (1 / power)))
    return _ungrouped(curve.drop("_hazard", "_leaving", "_ended"))


def outcomes(
    frame: pl.DataFrame, by: Sequence[str] = (), names: Sequence[str] = ("answered", "competing")
) -> pl.DataFrame:
    """
    How far has each way of ending come by each day, where the ways compete?

    Aalen-Johansen: each of `names` is a column of counts and becomes a share `<name>_share` with the standard error
    `<name>_error` (the delta method of Dinse and Larson 1986, as statsmodels has it) and limits `<name>_low`,
    `<name>_high`: the log-log form on what is left (1 - share), so that with no competing outcome it is Kaplan-Meier's
    band. `open_share` is the rest: the shares add to one on every day. One minus Kaplan-Meier with the other outcomes
    censored overstates every outcome and is not offered.

    >>> outcomes(counts, by=["provider_id"])
    """
    groups, curve = _risk_sets(frame, by, tuple(names))
    n, ended = pl.col("at_risk"), pl.col("_ended")
    curve = curve.with_columns(
        open_share=_fraction(n - ended, n, otherwise=1.0).cum_prod().over(groups),
        _hazard=_hazard(),
    ).with_columns(_before=pl.col("open_share").shift(1).over(groups).fill_null(1.0))
    for name in names:
        curve = _one_outcome(curve, groups, name)
    return _ungrouped(curve.drop("_hazard", "_before", "_leaving", "_ended"))


def _one_outcome(curve: pl.DataFrame, groups: list[str], name: str) -> pl.DataFrame:
    n, d, hazard, before = pl.col("at_risk"), pl.col(name), pl.col("_hazard"), pl.col("_before")
    step = before * _fraction(d, n, otherwise=0.0)
    curve = curve.with_columns(_f=step.cum_sum().over(groups).clip(0, 1), _step_n=_fraction(step, n, otherwise=0.0))
    f, step_n = pl.col("_f"), pl.col("_step_n")

    def upto(term: pl.Expr) -> pl.Expr:
        return term.cum_sum().over(groups)

    variance = (
        f**2 * upto(hazard)
        - 2 * f * upto(f * hazard)
        + upto(f**2 * hazard)
        + upto(before * step_n * _fraction(n - d, n, otherwise=0.0))
        - 2 * (f * upto(step_n) - upto(f * step_n))
    )
    curve = curve.with_columns(_error=variance.clip(0, None).sqrt())
    left = 1 - f
    power = (Z * pl.col("_error") / (left * left.log().abs())).exp()
    inside = (f > REACHED) & (left > REACHED)
    return curve.with_columns(
        f.alias(f"{name}_share"),
        pl.col("_error").alias(f"{name}_error"),
        pl.when(inside).then(1 - left ** (1 / power)).alias(f"{name}_low"),
        pl.when(inside).then(1 - left**power).alias(f"{name}_high"),
    ).drop("_f", "_step_n", "_error")


def share_by_day(
    frame: pl.DataFrame, by: Sequence[str] = (), day: int = 0, names: Sequence[str] = ("answered", "competing")
) -> pl.DataFrame:
    """
    What share had the first of `names` by that day?

    A row per group: `value`, `low`, `high`, `at_risk` (how many were still watched and open on that day; under five,
    the figure is provisional) and `last_day`. Null, not a number, where nobody was watched as long as that and some
    were still open: a curve is never drawn out past its last day. At none and at all the log-log band has no width;
    Wilson's limits over the cases known by that day stand in.

    >>> share_by_day(counts, by=["provider_id"], day=target)
    """
    groups, risk = _risk_sets(frame, by, tuple(names))
    name = names[0]
    past = pl.col("day") > day
    known = (
        pl.when(past)
        .then("_leaving")
        .when(pl.col("day") == day)
        .then(pl.col("_ended") + pl.col("censored"))
        .otherwise("_ended")
    )
    late = pl.when(pl.col("day") >= day).then("entered").otherwise(0)
    reached = risk.group_by(groups, maintain_order=True).agg(
        last_day=pl.col("day").filter(pl.col("_leaving") > 0).max(),
        at_risk=(pl.when(pl.col("day") >= day).then("_leaving").otherwise(0) - late).sum(),
        _known=(known - late).sum().cast(pl.Float64),
    )
    curve = _grouped(outcomes(frame, by, names), groups)
    at_day = curve.filter(pl.col("day") <= day).group_by(groups, maintain_order=True).last()
    kept = ["open_share", f"{name}_share", f"{name}_low", f"{name}_high"]
    found = reached.join(at_day.select(*groups, *kept), on=groups, how="left", nulls_equal=True, maintain_order="left")
    share, known_cases = pl.col(f"{name}_share").fill_null(0.0), pl.col("_known")
    low, high = _wilson((share * known_cases).round(), known_cases)
    flat = (share < REACHED) | (share > 1 - REACHED)
    seen = (pl.col("last_day") >= day) | (pl.col("open_share") == 0)
    found = found.with_columns(
        value=pl.when(seen).then(share),
        low=pl.when(seen).then(pl.when(flat & (known_cases > 0)).then(low).otherwise(f"{name}_low")),
        high=pl.when(seen).then(pl.when(flat & (known_cases > 0)).then(high).otherwise(f"{name}_high")),
    )
    return _ungrouped(found.select(*groups, "value", "low", "high", "at_risk", "last_day"))


def day_reached(
    frame: pl.DataFrame, by: Sequence[str] = (), share: float = 0.5, names: Sequence[str] = ("answered", "competing")
) -> pl.DataFrame:
    """
    By which day had that share of the cases the first of `names`?

    A row per group: `value` is the smallest day on which the Aalen-Johansen share is `share` or more, `low` and `high`
    the days on which its upper and lower limits get there, `last_day` the last day anyone was watched. Null means "not
    reached by last_day", never the largest day observed.

    >>> day_reached(counts, by=["provider_id"], share=0.9)
    """
    name = names[0]
    groups, _ = _names(frame, by)
    curve = _grouped(outcomes(frame, by, names), groups)

    def first_day(column: pl.Expr) -> pl.Expr:
        return pl.col("day").filter(column >= share - REACHED).min()

    f = pl.col(f"{name}_share")
    at_all = f > 1 - REACHED
    found = curve.group_by(groups, maintain_order=True).agg(
        value=first_day(f),
        low=first_day(pl.when(at_all).then(1.0).otherwise(pl.col(f"{name}_high"))),
        high=first_day(pl.col(f"{name}_low")),
        last_day=pl.col("day").filter(pl.sum_horizontal(*names, "censored") > 0).max(),
    )
    return _ungrouped(found)


# -- amounts ---------------------------------------------------------------------------------------


def amounts(frame: pl.DataFrame, by: Sequence[str] = (), value: str = "value", cases: str = "cases") -> pl.DataFrame:
    """
    What is the middle amount, and what do the dearest tenth pay?

    The frame has one row per group and distinct amount, with the number of cases at it. Returns per group `cases`, the
    median as `value`, its limits `low` and `high`, and `p90`. Percentiles are by rank, halfway between two amounts
    where the rank falls between them. The limits are order statistics (exact, free of any assumption on the amounts);
    with fewer than six cases no such interval exists and they are null.

    >>> amounts(pl.DataFrame({"value": [0.0, 25.0], "cases": [3, 4]}))
    """
    from scipy.stats import binom  # takes a second to import: only where amounts are asked for

    groups, frame = _names(frame, by)
    counted = (
        frame.with_columns(pl.col(value).cast(pl.Float64), pl.col(cases).cast(pl.Int64))
        .filter(pl.col(value).is_not_null() & (pl.col(cases) > 0))
        .group_by([*groups, value])
        .agg(pl.col(cases).sum())
        .sort([*groups, value])
        .with_columns(_upto=pl.col(cases).cum_sum().over(groups), _n=pl.col(cases).sum().over(groups))
    )
    rank = binom.ppf(0.025, counted.get_column("_n").to_numpy(), 0.5)
    counted = counted.with_columns(_rank=pl.Series(rank).cast(pl.Int64))
    n = pl.col("_n")

    def ranked(place: pl.Expr) -> pl.Expr:
        return pl.col(value).filter(pl.col("_upto") >= place).min()

    def percentile(share: float) -> pl.Expr:
        lower = (n * share - REACHED).ceil().clip(1, None)
        upper = (n * share + REACHED).floor() + 1
        return (ranked(lower) + ranked(upper)) / 2

    found = counted.group_by(groups, maintain_order=True).agg(
        pl.col(cases).sum().alias("cases"),
        percentile(0.5).alias("value"),
        pl.when(pl.col("_rank").first() > 0).then(ranked(pl.col("_rank"))).alias("low"),
        pl.when(pl.col("_rank").first() > 0).then(ranked(n + 1 - pl.col("_rank"))).alias("high"),
        percentile(0.9).alias("p90"),
    )
    return _ungrouped(found)


# -- the common ground -----------------------------------------------------------------------------


def _risk_sets(frame: pl.DataFrame, by: Sequence[str], names: tuple[str, ...]) -> tuple[list[str], pl.DataFrame]:
    """Sum the counts by group and day, in order, and add how many were at risk on each day."""
    groups, frame = _names(frame, by)
    counts = [*names, "censored", "entered"]
    summed = (
        frame.group_by([*groups, "day"])
        .agg(pl.col(name).sum().cast(pl.Int64) for name in counts)
        .sort([*groups, "day"], nulls_last=True)
        .with_columns(_ended=pl.sum_horizontal(*names))
        .with_columns(_leaving=pl.col("_ended") + pl.col("censored"))
    )
    at_risk = (pl.col("_leaving") - pl.col("entered")).cum_sum(reverse=True).over(groups)
    return groups, summed.with_columns(at_risk=at_risk)


def _hazard() -> pl.Expr:
    """Greenwood's term d / (n (n - d)); nothing is added once nobody is left, where the curve no longer moves."""
    n, d = pl.col("at_risk").cast(pl.Float64), pl.col("_ended")
    return pl.when(n > d).then(d / (n * (n - d))).otherwise(0.0)


def _fraction(part: pl.Expr, whole: pl.Expr, otherwise: float) -> pl.Expr:
    return pl.when(whole > 0).then(part / whole).otherwise(otherwise)


def _names(frame: pl.DataFrame, by: Sequence[str]) -> tuple[list[str], pl.DataFrame]:
    """The grouping columns; without any, one group of all cases."""
    return (list(by), frame) if by else ([ALL], _grouped(frame, [ALL]))


def _grouped(frame: pl.DataFrame, groups: list[str]) -> pl.DataFrame:
    return frame.with_columns(pl.lit(True).alias(ALL)) if groups == [ALL] else frame


def _ungrouped(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.drop(ALL) if ALL in frame.columns else frame
