"""Which days are business days, and how are they numbered?"""

import datetime as dt

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from roi_analytics import business_days


def calendar(*states: str, first: dt.date = dt.date(2026, 1, 1), last: dt.date = dt.date(2026, 6, 30)) -> pl.DataFrame:
    return pl.DataFrame(business_days.calendar(states, first, last), schema=business_days.SCHEMA)


def closed(frame: pl.DataFrame, state: str) -> set[dt.date]:
    return set(frame.filter((pl.col("state") == state) & ~pl.col("is_business_day"))["day"])


def test_a_year_before_the_first_day_and_a_year_after_the_last():
    frame = calendar()
    assert frame["day"].min() == dt.date(2025, 1, 1)
    assert frame["day"].max() == dt.date(2027, 12, 31)
    assert frame.height == 365 * 3


def test_the_federal_calendar_is_always_there_and_a_place_outside_the_51_is_not():
    assert set(calendar("WA", "ON", "PR", "OH", "WA")["state"]) == {"US", "WA", "OH"}


def test_weekends_and_holidays_are_closed():
    """RCW 1.16.050, with the day after Thanksgiving; 4 July 2026 is a Saturday and kept on Friday."""
    washington = closed(calendar("WA"), "WA")
    for day in ("2026-01-19", "2026-05-25", "2026-07-03", "2026-07-04", "2026-11-27", "2026-05-23"):
        assert dt.date.fromisoformat(day) in washington
    assert dt.date(2026, 11, 27) not in closed(calendar("WA"), "US")
    assert dt.date(2026, 1, 20) not in washington


@given(st.dates(dt.date(2000, 1, 1), dt.date(2035, 12, 31)))
def test_the_number_grows_by_one_each_business_day_and_never_else(day: dt.date):
    frame = calendar(first=day, last=day)
    steps = frame["business_day_number"].diff().drop_nulls()
    assert (steps == frame["is_business_day"].cast(pl.Int64)[1:]).all()


def test_the_same_input_gives_the_same_rows():
    assert calendar("CA", "WA").equals(calendar("WA", "CA"))
