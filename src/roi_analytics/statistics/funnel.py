"""Does a provider differ from the standard by more than chance, and by more than providers differ anyway?"""

from collections.abc import Iterable, Sequence
from math import pi

import polars as pl

from roi_analytics.errors import QuestionError
from roi_analytics.statistics.grouping import fraction, groups_of, ungrouped

Z_95, Z_998 = 1.959964, 3.090232
"""The quantiles as published funnel plots print them, so that limits agree with theirs to the last digit."""

TAILS = {"low_95": 0.025, "high_95": 0.975, "low_998": 0.001, "high_998": 0.999}
STEPS = {"low_95": -Z_95, "high_95": Z_95, "low_998": -Z_998, "high_998": Z_998}

TENTHS = 10
"""The outer tenths are pulled in or left out before the dispersion is measured."""

TRIMS = ("winsorise", "drop")


def funnel(
    frame: pl.DataFrame,
    by: Sequence[str] = (),
    cases: str = "cases",
    events: str = "events",
    expected: str | None = None,
    standard: float | str | None = None,
    trim: str = "winsorise",
) -> pl.DataFrame:
    """
    Which units differ from the standard by more than chance, and by more than units differ anyway?

    One row per unit in, one out, in the same order; `by` are peer groups judged apart. Spiegelhalter 2005, as
    FunnelPlotR 0.6.0. Without `expected` it judges shares on the arcsine scale against the pooled share of the group,
    or against `standard` (a share, or the name of a column that holds the group's). With `expected`, the name of a
    column of expected events, it judges ratios of events to expected against 1: on the square root's scale
    (`trim="winsorise"`, as CQC) or the logarithm's (`trim="drop"`, as SHMI; it cannot judge a unit without events,
    whose z is null). Counts may be fractional.

    Adds `value` (a fraction or a ratio), `standard`, `z`; per group `phi`, the mean squared z once the outer tenths are
    pulled in ("winsorise") or left out ("drop"), `tau2`, the variance between units beyond chance, and `units`, how
    many z-scores stood behind phi; the plain limits `low_95`, `high_95`, `low_998`, `high_998` at the unit's size (of
    ratios: exact Poisson), the same as `adjusted_...` with tau2 added, `z_adjusted` and its two-sided `p`. A limit of a
    share whose angle would be under 0 or over a quarter turn is 0 or 1. A large phi says that the units do different
    work: wide limits are no clean bill of health. Null where a unit has no case.

    >>> funnel(pl.DataFrame({"provider_id": ["a", "b", "c"], "cases": [120, 80, 200], "events": [12, 20, 22]}))
    """
    if trim not in TRIMS:
        raise QuestionError(f"There is no trim called '{trim}'.\nThere are {', '.join(TRIMS)}.")
    if expected and standard is not None:
        raise QuestionError("A ratio of observed to expected is judged against 1.\nGive `expected` or `standard`.")
    groups, frame = groups_of(frame, by)
    n, x = pl.col(expected or cases).cast(pl.Float64), pl.col(events).cast(pl.Float64)
    known = (n > 0) & x.is_not_null()
    frame = frame.with_columns(_n=pl.when(known).then(n), _x=pl.when(known).then(x))
    if expected:
        scale, target = "root" if trim == "winsorise" else "log", pl.lit(1.0)
    else:
        scale, target = "angle", fraction(pl.col("_x").sum(), pl.col("_n").sum()).over(groups)
    if standard is not None:
        target = pl.col(standard) if isinstance(standard, str) else pl.lit(float(standard))
    frame = frame.with_columns(value=pl.col("_x") / pl.col("_n"), standard=target)
    away = _scaled(pl.col("value"), scale) - _scaled(pl.col("standard"), scale)
    frame = frame.with_columns(_away=pl.when(away.is_finite()).then(away), _s=_error(pl.col("_n"), scale))
    frame = _dispersion(frame.with_columns(z=pl.col("_away") / pl.col("_s")), groups, trim)
    frame = _with_limits(frame, pl.col("_n"), scale)
    frame = frame.with_columns(z_adjusted=pl.col("_away") / (pl.col("_s") ** 2 + pl.col("tau2")).sqrt())
    frame = frame.with_columns(p=_two_sided(frame.get_column("z_adjusted")))
    return ungrouped(frame.drop("_n", "_x", "_away", "_s"))


def funnel_limits(cases: Iterable[float] | pl.Series, standard: float | None, tau2: float | None) -> pl.DataFrame:
    """
    Where do the lines of a funnel of shares run?

    A row per size in `cases`, in the same order: `cases`, then the eight limits of `funnel`, plain and adjusted, around
    `standard` with `tau2` (none: 0) between units. Null where the size is 0 or there is no standard.

    >>> funnel_limits([10, 100, 1000], standard=0.12, tau2=0.001)
    """
    sizes = pl.Series("cases", list(cases), dtype=pl.Float64)
    frame = sizes.to_frame().with_columns(
        standard=pl.lit(standard, dtype=pl.Float64), tau2=pl.lit(tau2 or 0.0), _n=pl.when(sizes > 0).then(sizes)
    )
    frame = frame.with_columns(_s=_error(pl.col("_n"), "angle"))
    return _with_limits(frame, pl.col("_n"), "angle").drop("standard", "tau2", "_n", "_s")


def _scaled(share: pl.Expr, scale: str) -> pl.Expr:
    """On this scale the variance hangs on the size alone."""
    return {"angle": share.clip(0, 1).sqrt().arcsin(), "root": share.sqrt(), "log": share.log()}[scale]


def _error(n: pl.Expr, scale: str) -> pl.Expr:
    return 1 / n.sqrt() if scale == "log" else 1 / (2 * n.sqrt())


def _dispersion(frame: pl.DataFrame, groups: list[str], trim: str) -> pl.DataFrame:
    """Add phi, tau2 and units: DerSimonian and Laird's variance between units, of the z-scores left by the trim."""
    z = pl.col("z")
    if trim == "winsorise":
        edges = [z.quantile(share, interpolation="linear").over(groups) for share in (1 / TENTHS, 1 - 1 / TENTHS)]
        kept = z.clip(*edges)
    else:
        tenth = (z.rank("average") * TENTHS / (z.count() + 1)).floor().over(groups)
        kept = pl.when((tenth > 0) & (tenth < TENTHS - 1)).then(z)
    frame = frame.with_columns(_kept=kept)
    kept = pl.col("_kept")
    frame = frame.with_columns(
        phi=(kept**2).mean().over(groups),
        units=kept.count().over(groups),
        _weight=pl.when(kept.is_not_null()).then(pl.col("_s") ** -2),
    )
    w, k = pl.col("_weight"), pl.col("units")
    room = (w.sum() - (w**2).sum() / w.sum()).over(groups)
    beyond = k * pl.col("phi") - (k - 1)
    tau2 = pl.when((k > 1) & (beyond > 0)).then(beyond / room).otherwise(0.0)
    return frame.with_columns(tau2=tau2).drop("_kept", "_weight")


def _with_limits(frame: pl.DataFrame, n: pl.Expr, scale: str) -> pl.DataFrame:
    """Add the eight limits; the frame has `standard`, `tau2` and the error `_s`."""
    s, tau2 = pl.col("_s"), pl.col("tau2")
    if scale == "angle":
        plain = [_unscaled(step * s, scale).alias(name) for name, step in STEPS.items()]
    else:
        plain = _poisson(frame.select(n).to_series())
    adjusted = [_unscaled(step * (s**2 + tau2).sqrt(), scale).alias(f"adjusted_{name}") for name, step in STEPS.items()]
    return frame.with_columns(*plain, *adjusted)


def _unscaled(step: pl.Expr, scale: str) -> pl.Expr:
    """From the standard one step on the scale, and back to a share or a ratio; past the scale's end is the end."""
    there = _scaled(pl.col("standard"), scale) + step
    if scale == "angle":
        return there.clip(0, pi / 2).sin() ** 2
    return there.clip(0, None) ** 2 if scale == "root" else there.exp()


def _poisson(expected: pl.Series) -> list[pl.Series]:
    """Exact limits of a count around its expectation, over the expectation."""
    from scipy.special import gammaincinv

    e = expected.to_numpy()
    limits = {name: gammaincinv(e + (tail > 0.5), tail) / e for name, tail in TAILS.items()}
    return [pl.Series(name, limit).fill_nan(None) for name, limit in limits.items()]


def _two_sided(z: pl.Series) -> pl.Series:
    """The chance of a z so far from nought either way."""
    from scipy.special import erfc

    return pl.Series(erfc(z.abs().cast(pl.Float64).to_numpy() / 2**0.5)).fill_nan(None)
