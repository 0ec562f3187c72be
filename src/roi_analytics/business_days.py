"""
Which days are business days, by state: the `holidays` package made into rows. Knows no database.

A deadline in working days is counted through this table, never by arithmetic on weekdays. `US` counts the federal
holidays; a state counts its own as well, and holidays kept on another day because they fall on a weekend.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import holidays
import polars as pl

from roi_analytics.law.words import STATES

SCHEMA: dict[str, Any] = {
    "state": pl.String,
    "day": pl.Date,
    "is_business_day": pl.Boolean,
    "business_day_number": pl.Int64,
}

SATURDAY = 5


def calendar(states: Iterable[str], first: dt.date, last: dt.date) -> dict[str, list[Any]]:
    """
    Return one row per state (and US) and day, as columns, from the year before `first` to the year after `last`.

    `business_day_number` counts business days from the start; a weekend or holiday has the number of the business day
    before it, so that `due` is the business day whose number is the receipt day's plus the days allowed. A place that
    is none of the fifty states and the District has no rows: what its business days are is not known here.
    """
    columns: dict[str, list[Any]] = {name: [] for name in SCHEMA}
    years = range(max(first.year - 1, 1), min(last.year + 1, 9998) + 1)
    start, days = dt.date(years[0], 1, 1), (dt.date(years[-1], 12, 31) - dt.date(years[0], 1, 1)).days + 1
    for state in ("US", *sorted(set(states) & set(STATES))):
        closed = holidays.country_holidays("US", subdiv=None if state == "US" else state, years=years)
        number = 0
        for offset in range(days):
            day = start + dt.timedelta(days=offset)
            is_business_day = day.weekday() < SATURDAY and day not in closed
            number += is_business_day
            for name, value in zip(SCHEMA, (state, day, is_business_day, number), strict=True):
                columns[name].append(value)
    return columns
