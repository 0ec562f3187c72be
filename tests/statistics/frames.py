"""Small frames to estimate from: survival counts by day, cases one by one, and what Hypothesis may draw."""

import numpy as np
import polars as pl
from hypothesis import strategies as st
from polars.testing import assert_series_equal

CLOSE = 1e-9

WAYS = ("answered", "competing", "censored")


def counts(rows: list[tuple]) -> pl.DataFrame:
    """Rows of (day, answered, competing, censored[, entered])."""
    names = ["day", *WAYS, "entered"]
    return pl.DataFrame(
        [dict(zip(names, (*row, 0)[:5], strict=True)) for row in rows], schema=dict.fromkeys(names, pl.Int64)
    )


def of_cases(days, kinds) -> pl.DataFrame:
    """One row per case: kind 1 answered, 2 competing, 0 last seen open."""
    kinds = pl.Series("kind", np.asarray(kinds), dtype=pl.Int64)
    return pl.DataFrame({"day": np.asarray(days, dtype=np.int64)}).with_columns(
        (kinds == place).cast(pl.Int64).alias(name) for name, place in zip(WAYS, (1, 2, 0), strict=True)
    )


def as_events(cases: pl.DataFrame) -> pl.DataFrame:
    """The same cases with one way of ending, called `events`."""
    return cases.select(pl.exclude("answered", "competing"), events=pl.col("answered") + pl.col("competing"))


def same(found: pl.Series, expected: pl.Series, abs_tol: float = CLOSE) -> None:
    """The same numbers in the same places, and some."""
    assert len(found) > 0
    assert_series_equal(
        found.cast(pl.Float64), expected.cast(pl.Float64), check_names=False, abs_tol=abs_tol, rel_tol=0
    )


def are_finite(frame: pl.DataFrame) -> bool:
    """Every number of the frame is one, or null: none is NaN or infinite."""
    return all(frame[name].drop_nulls().is_finite().all() for name in frame.select(pl.selectors.float()).columns)


row = st.tuples(st.sampled_from(["a", "b", None]), st.integers(0, 40), st.integers(0, 2), st.integers(0, 3))


@st.composite
def logs(draw) -> pl.DataFrame:
    """Cases of places a, b and an unnamed one; some entered late, each in a row of its own."""
    rows = draw(st.lists(row, min_size=1, max_size=40))
    groups, days, kinds, late = map(list, zip(*rows, strict=True))
    late = [day if day < until else 0 for day, until in zip(late, days, strict=True)]
    cases = of_cases(days, kinds).with_columns(place=pl.Series(groups, dtype=pl.String))
    entries = pl.DataFrame({"place": pl.Series(groups, dtype=pl.String), "day": pl.Series(late, dtype=pl.Int64)})
    entries = entries.filter(pl.col("day") > 0).with_columns(entered=pl.lit(1))
    return pl.concat([cases, entries], how="diagonal_relaxed").with_columns(
        pl.col(*WAYS).fill_null(0), entered=pl.col("entered").fill_null(0) if entries.height else pl.lit(0)
    )


@st.composite
def units(draw, least: int = 1, most: int = 12) -> pl.DataFrame:
    """Units with cases and events, in up to two peer groups: `provider_id`, `peers`, `cases`, `events`."""
    drawn = draw(st.lists(st.tuples(st.integers(0, 60), st.floats(0, 1)), min_size=least, max_size=most))
    cases = [n for n, _ in drawn]
    return pl.DataFrame(
        {
            "provider_id": [f"p{place}" for place in range(len(drawn))],
            "peers": draw(st.lists(st.sampled_from(["x", "y"]), min_size=len(drawn), max_size=len(drawn))),
            "cases": cases,
            "events": [round(n * share) for n, share in drawn],
        }
    )
