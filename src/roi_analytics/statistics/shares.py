"""What share is it, how often does it happen, and how sure is that?"""

from typing import TYPE_CHECKING

import polars as pl

from roi_analytics.errors import QuestionError, did_you_mean
from roi_analytics.statistics.grouping import Z, fraction

if TYPE_CHECKING:
    import numpy as np

LOWER, UPPER = 0.025, 0.975

METHODS = ("wilson", "exact", "jeffreys")

FEW_EVENTS = 10
"""From so many events Byar's limits stand for the exact ones, as in English public health."""


def proportion(
    frame: pl.DataFrame, cases: str = "cases", events: str = "events", method: str = "wilson"
) -> pl.DataFrame:
    """
    What share of the cases is it, and how sure is that?

    Adds `value` (a fraction) with its 95 % limits `low` and `high`, which never leave [0, 1] and are right at none and
    at all. Null where there is no case. The columns named by `cases` and `events` hold counts, which may be fractional.
    The methods: `wilson` (Wilson 1927; Newcombe 1998, method 3), to show; `exact` (Clopper and Pearson 1934), where a
    contract wants coverage guaranteed; `jeffreys` (Brown, Cai and DasGupta 2001; 0 at none and 1 at all). Any other
    method is a QuestionError.

    >>> proportion(pl.DataFrame({"cases": [263], "events": [81]}))
    """
    if method not in METHODS:
        raise QuestionError(
            f"There is no method called '{method}'.{did_you_mean(method, METHODS)}\nThere are {', '.join(METHODS)}."
        )
    n, x = pl.col(cases).cast(pl.Float64), pl.col(events).cast(pl.Float64)
    if method == "wilson":
        low, high = wilson(x, n)
    else:
        half = 0.5 if method == "jeffreys" else 0.0
        low, high = _beta_limits(frame.select(x).to_series(), frame.select(n).to_series(), half)
    some = n > 0
    low, high = pl.when(x == 0).then(0.0).otherwise(low), pl.when(x == n).then(1.0).otherwise(high)
    return frame.with_columns(
        value=pl.when(some).then(x / n), low=pl.when(some).then(low), high=pl.when(some).then(high)
    )


def wilson(x: pl.Expr, n: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Wilson's limits of x among n, as expressions."""
    p = x / n
    centre = p + Z**2 / (2 * n)
    spread = Z * (p * (1 - p) / n + Z**2 / (4 * n**2)).sqrt()
    scale = 1 + Z**2 / n
    low = pl.when(x == 0).then(0.0).otherwise(((centre - spread) / scale).clip(0, 1))
    high = pl.when(x == n).then(1.0).otherwise(((centre + spread) / scale).clip(0, 1))
    return low, high


def _beta_limits(x: pl.Series, n: pl.Series, half: float) -> tuple[pl.Series, pl.Series]:
    """Quantiles of Beta(x + half, ...): half a case is Jeffreys' prior; none is Clopper and Pearson's pair."""
    from scipy.special import betaincinv  # imports of scipy cost more than most questions

    x, n = x.to_numpy(), n.to_numpy()
    one = 0.0 if half else 1.0
    low = betaincinv(x + half, n - x + half + one, LOWER)
    high = betaincinv(x + half + one, n - x + half, UPPER)
    return pl.Series(low).fill_nan(None), pl.Series(high).fill_nan(None)


def rate(frame: pl.DataFrame, cases: str = "cases", events: str = "events", per: float = 1000) -> pl.DataFrame:
    """
    How many events come on so many cases, and how sure is that?

    Adds `value`, events per `per` cases, with 95 % limits `low` and `high`: exact Poisson (Garwood 1936) under ten
    events, Byar's approximation (Breslow and Day 1987) from ten. Null where there is no case. One case may have many
    events, so a rate may pass `per`.

    >>> rate(pl.DataFrame({"cases": [2400], "events": [7]}), per=1000)
    """
    n, x = pl.col(cases).cast(pl.Float64), pl.col(events).cast(pl.Float64)
    low, high = poisson_limits(frame.select(x).to_series().to_numpy())
    return frame.with_columns(
        value=fraction(x * per, n),
        low=fraction(pl.lit(pl.Series(low)) * per, n).fill_nan(None),
        high=fraction(pl.lit(pl.Series(high)) * per, n).fill_nan(None),
    )


def poisson_limits(events: "np.ndarray") -> tuple["np.ndarray", "np.ndarray"]:
    """95 % limits of a count: exact under ten, Byar's from ten; NaN where the count is."""
    import numpy as np
    from scipy.special import gammaincinv

    x = np.asarray(events, dtype=float)
    some = np.where(x > 0, x, 1.0)
    exact_low = np.where(x > 0, gammaincinv(some, LOWER), np.where(x == 0, 0.0, np.nan))
    exact_high = gammaincinv(x + 1, UPPER)
    low = x * (1 - 1 / (9 * some) - Z / (3 * np.sqrt(some))) ** 3
    high = (x + 1) * (1 - 1 / (9 * (x + 1)) + Z / (3 * np.sqrt(x + 1))) ** 3
    return np.where(x < FEW_EVENTS, exact_low, low), np.where(x < FEW_EVENTS, exact_high, high)
