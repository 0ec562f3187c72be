"""
How long does it take, counting the ones still open: curves, shares by a day, days by a share, and means.

Survival frames have one row per group and `day` with counts: one column per outcome, `censored` (last seen open on that
day) and `entered` (came into view only on that day; those watched from receipt are not in it; without the column nobody
came late). Rows of the same day are added up, so one row per case, with ones and noughts, is such a frame too. A case
is at risk on day t when it entered before t and had not left before t; a same-day ending is day 0 and counts.
"""

from collections.abc import Sequence

import polars as pl

from roi_analytics.statistics.grouping import GROUP, REACHED, Z, by_number, fraction
from roi_analytics.statistics.shares import wilson

WAYS = ("answered", "competing")


def survival(frame: pl.DataFrame, by: Sequence[str] = (), event: str = "events") -> pl.DataFrame:
    """
    What share is still open after each day, counting the ones we lost sight of?

    Kaplan-Meier with Greenwood's variance and the log-log band (Kalbfleisch and Prentice). Takes a survival frame, with
    the counts of the event in the column `event`, or one row per case. Returns a row per group and day: at_risk, the
    counts, `survival`, `low`, `high`. The band has no width where the curve is still 1 or already 0, and is null there.

    >>> survival(pl.DataFrame({"day": [3, 5], "events": [1, 0], "censored": [0, 2]}))
    """
    return by_number(frame, by, lambda numbered: _survival(numbered, event))


def _survival(frame: pl.DataFrame, event: str) -> pl.DataFrame:
    curve = _risk_sets(frame, (event,))
    n, d = pl.col("at_risk"), pl.col(event)
    curve = curve.with_columns(
        survival=fraction(n - d, n, otherwise=1.0).cum_prod().over(GROUP),
        _hazard=_hazard().cum_sum().over(GROUP),
    )
    s = pl.col("survival")
    power = (Z * pl.col("_hazard").sqrt() / s.log().abs()).exp()
    inside = (s > 0) & (s < 1)
    curve = curve.with_columns(low=pl.when(inside).then(s**power), high=pl.when(inside).then(s ** (1 / power)))
    return curve.drop("_hazard", "_leaving", "_ended")


def outcomes(frame: pl.DataFrame, by: Sequence[str] = (), names: Sequence[str] = WAYS) -> pl.DataFrame:
    """
    How far has each way of ending come by each day, where the ways compete?

    Aalen-Johansen: each of `names`, as many as there are, is a column of counts and becomes a share `<name>_share` with
    the standard error `<name>_error` (the delta method of Dinse and Larson 1986, as statsmodels has it) and limits
    `<name>_low`, `<name>_high`: the log-log form on what is left (1 - share), so that with no competing outcome it is
    Kaplan-Meier's band. `open_share` is the rest: the shares add to one on every day. Takes a survival frame, or one
    row per case. One minus Kaplan-Meier with the other outcomes censored overstates every outcome and is not offered.

    >>> outcomes(pl.DataFrame({"day": [3, 5], "answered": [1, 0], "competing": [0, 1], "censored": [0, 2]}))
    """
    return by_number(frame, by, lambda numbered: _outcomes(numbered, tuple(names)))


def _outcomes(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    curve = _risk_sets(frame, names)
    n, ended = pl.col("at_risk"), pl.col("_ended")
    curve = curve.with_columns(
        open_share=fraction(n - ended, n, otherwise=1.0).cum_prod().over(GROUP),
        _hazard=_hazard(),
    ).with_columns(_before=pl.col("open_share").shift(1).over(GROUP).fill_null(1.0))
    for name in names:
        curve = _one_outcome(curve, name)
    return curve.drop("_hazard", "_before", "_leaving", "_ended")


def _one_outcome(curve: pl.DataFrame, name: str) -> pl.DataFrame:
    n, d, hazard, before = pl.col("at_risk"), pl.col(name), pl.col("_hazard"), pl.col("_before")
    step = before * fraction(d, n, otherwise=0.0)
    curve = curve.with_columns(_f=step.cum_sum().over(GROUP).clip(0, 1), _step_n=fraction(step, n, otherwise=0.0))
    f, step_n = pl.col("_f"), pl.col("_step_n")

    def upto(term: pl.Expr) -> pl.Expr:
        return term.cum_sum().over(GROUP)

    variance = (
        f**2 * upto(hazard)
        - 2 * f * upto(f * hazard)
        + upto(f**2 * hazard)
        + upto(before * step_n * fraction(n - d, n, otherwise=0.0))
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
    frame: pl.DataFrame, by: Sequence[str] = (), day: int = 0, names: Sequence[str] = WAYS
) -> pl.DataFrame:
    """
    What share had the first of `names` by that day?

    A row per group: `value`, `low`, `high`, `at_risk` (how many were still watched and open on that day; under five,
    the figure is provisional), `last_day`, `error` (the share's standard error, as in `outcomes`) and
    `effective_cases`: the size of a binomial sample with the same variance, F (1 - F) / error^2. Takes a survival
    frame, or one row per case. Null, not a number, where nobody was watched as long as that and some were still open,
    or nobody before it: a curve is never drawn out past its last day. At none and at all the log-log band has no width;
    Wilson's limits over the cases known by that day stand in, and those cases are the effective ones.

    >>> share_by_day(pl.DataFrame({"day": [3, 40], "answered": [1, 0], "competing": 0, "censored": [0, 2]}), day=30)
    """
    return by_number(frame, by, lambda numbered: _share_by_day(numbered, day, tuple(names)))


def _share_by_day(frame: pl.DataFrame, day: int, names: tuple[str, ...]) -> pl.DataFrame:
    risk = _risk_sets(frame, names)
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
    reached = risk.group_by(GROUP, maintain_order=True).agg(
        last_day=_last_day(),
        at_risk=(pl.when(pl.col("day") >= day).then("_leaving").otherwise(0) - late).sum(),
        _known=(known - late).sum().cast(pl.Float64),
    )
    curve = _outcomes(frame, names)
    at_day = curve.filter(pl.col("day") <= day).group_by(GROUP, maintain_order=True).last()
    kept = ["open_share", f"{name}_share", f"{name}_low", f"{name}_high", f"{name}_error"]
    found = reached.join(at_day.select(GROUP, *kept), on=GROUP, how="left", maintain_order="left")
    share, error = pl.col(f"{name}_share").fill_null(0.0), pl.col(f"{name}_error").fill_null(0.0)
    known_cases = pl.col("_known")
    low, high = wilson((share * known_cases).round(), known_cases)
    flat = (share < REACHED) | (share > 1 - REACHED)
    seen = ((pl.col("last_day") >= day) | (pl.col("open_share") == 0)) & (known_cases > 0)
    effective = pl.when(flat).then(known_cases).otherwise(fraction(share * (1 - share), error**2))
    found = found.with_columns(
        value=pl.when(seen).then(share),
        low=pl.when(seen).then(pl.when(flat & (known_cases > 0)).then(low).otherwise(f"{name}_low")),
        high=pl.when(seen).then(pl.when(flat & (known_cases > 0)).then(high).otherwise(f"{name}_high")),
        error=pl.when(seen).then(error),
        effective_cases=pl.when(seen).then(effective),
    )
    columns = ("value", "low", "high", "at_risk", "last_day", "error", "effective_cases")
    return found.select(GROUP, *columns)


def day_reached(
    frame: pl.DataFrame, by: Sequence[str] = (), share: float = 0.5, names: Sequence[str] = WAYS
) -> pl.DataFrame:
    """
    By which day had that share of the cases the first of `names`?

    A row per group: `value` is the smallest day on which the Aalen-Johansen share is `share` or more, `low` and `high`
    the days on which its upper and lower limits get there, `last_day` the last day anyone was watched. Takes a survival
    frame, or one row per case. Null means "not reached by last_day", never the largest day observed.

    >>> day_reached(pl.DataFrame({"day": [3, 5], "answered": [2, 0], "competing": 0, "censored": [0, 1]}), share=0.5)
    """
    return by_number(frame, by, lambda numbered: _day_reached(numbered, share, tuple(names)))


def _day_reached(frame: pl.DataFrame, share: float, names: tuple[str, ...]) -> pl.DataFrame:
    name = names[0]
    curve = _outcomes(frame, names)
    last = _risk_sets(frame, names).group_by(GROUP, maintain_order=True).agg(last_day=_last_day())

    def first_day(column: pl.Expr) -> pl.Expr:
        return pl.col("day").filter(column >= share - REACHED).min()

    f = pl.col(f"{name}_share")
    at_all = f > 1 - REACHED
    found = curve.group_by(GROUP, maintain_order=True).agg(
        value=first_day(f),
        low=first_day(pl.when(at_all).then(1.0).otherwise(pl.col(f"{name}_high"))),
        high=first_day(pl.col(f"{name}_low")),
    )
    return found.join(last, on=GROUP, how="left", maintain_order="left")


def restricted_mean(
    frame: pl.DataFrame, by: Sequence[str] = (), until: float = 90, names: Sequence[str] = WAYS
) -> pl.DataFrame:
    """
    How many days was a case open on average, counting no day after `until`?

    The area under the all-cause Kaplan-Meier curve of still open, from day 0 to day `until`, whatever the way of
    ending: each of `names` is a column of counts, one or several. So it exists where half were never answered. A row
    per group: `value` in days, `low` and `high` (normal limits, kept within 0 and `until`, from the usual variance:
    Greenwood's terms, each times the square of the area still to come), `until` and `last_day`. Takes a survival frame,
    or one row per case. Null where nobody was watched as long as `until` and some were still open on the last day:
    never drawn out. The limits are null where the curve has no variance: before anyone ended, or where all ended on one
    day.

    >>> watched = pl.DataFrame({"day": [3, 90], "events": [1, 0], "censored": [0, 2]})
    >>> restricted_mean(watched, until=90, names=["events"])
    """
    return by_number(frame, by, lambda numbered: _restricted_mean(numbered, until, tuple(names)))


def _restricted_mean(frame: pl.DataFrame, until: float, names: tuple[str, ...]) -> pl.DataFrame:
    curve = _risk_sets(frame, names)
    n, ended = pl.col("at_risk"), pl.col("_ended")
    day = pl.col("day").cast(pl.Float64).clip(0, until)
    after = pl.col("day").shift(-1).over(GROUP).cast(pl.Float64).fill_null(until).clip(0, until)
    curve = curve.with_columns(_open=fraction(n - ended, n, otherwise=1.0).cum_prod().over(GROUP), _hazard=_hazard())
    curve = curve.with_columns(_area=(pl.col("_open") * (after - day)).cum_sum(reverse=True).over(GROUP))
    found = curve.group_by(GROUP, maintain_order=True).agg(
        last_day=_last_day(),
        _open=pl.col("_open").last(),
        _mean=day.first() + pl.col("_area").first(),
        _error=(pl.col("_area") ** 2 * pl.col("_hazard")).sum().sqrt(),
    )
    mean, error = pl.col("_mean"), pl.col("_error")
    seen = (pl.col("last_day") >= until) | (pl.col("_open") < REACHED)
    wide = seen & (error > 0)
    found = found.with_columns(
        value=pl.when(seen).then(mean),
        low=pl.when(wide).then((mean - Z * error).clip(0, until)),
        high=pl.when(wide).then((mean + Z * error).clip(0, until)),
        until=pl.lit(until),
    )
    return found.select(GROUP, "value", "low", "high", "until", "last_day")


def _risk_sets(frame: pl.DataFrame, ways: tuple[str, ...]) -> pl.DataFrame:
    """Sum the counts by group and day, in order, and add how many were at risk on each day."""
    if "entered" not in frame.columns:
        frame = frame.with_columns(entered=pl.lit(0))
    counts = [*ways, "censored", "entered"]
    summed = (
        frame.group_by(GROUP, "day")
        .agg(pl.col(name).cast(pl.Int64).sum() for name in counts)
        .sort(GROUP, "day", nulls_last=True)
        .with_columns(_ended=pl.sum_horizontal(pl.lit(0), *ways))
        .with_columns(_leaving=pl.col("_ended") + pl.col("censored"))
    )
    at_risk = (pl.col("_leaving") - pl.col("entered")).cum_sum(reverse=True).over(GROUP)
    return summed.with_columns(at_risk=at_risk)


def _hazard() -> pl.Expr:
    """Greenwood's term d / (n (n - d)); nothing is added once nobody is left, where the curve no longer moves."""
    n, d = pl.col("at_risk").cast(pl.Float64), pl.col("_ended")
    return pl.when(n > d).then(d / (n * (n - d))).otherwise(0.0)


def _last_day() -> pl.Expr:
    """The last day anyone was watched: the rows of a curve hold days on which nobody but newcomers were seen, too."""
    return pl.col("day").filter(pl.col("_leaving") > 0).max()
