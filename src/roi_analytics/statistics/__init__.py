"""
Sufficient statistics in, estimates out: shares, curves, amounts, comparisons, change. Knows no database.

Every function takes a plain Polars frame of counts, one row per group (and day, amount, unit or month), and works on
all groups at once; so anyone can check a figure with a referee of their own (docs/statistics.md). All intervals are
95 % unless their name says otherwise. What a frame cannot show is null, never a number.
"""

from roi_analytics.statistics.amounts import amounts, outlying
from roi_analytics.statistics.change import p_chart, t_chart, u_chart, xmr
from roi_analytics.statistics.comparison import false_discovery, shrink, standardised
from roi_analytics.statistics.funnel import funnel, funnel_limits
from roi_analytics.statistics.grouping import REACHED, Z
from roi_analytics.statistics.shares import proportion, rate
from roi_analytics.statistics.survival import day_reached, outcomes, restricted_mean, share_by_day, survival

__all__ = [
    "REACHED",
    "Z",
    "amounts",
    "day_reached",
    "false_discovery",
    "funnel",
    "funnel_limits",
    "outcomes",
    "outlying",
    "p_chart",
    "proportion",
    "rate",
    "restricted_mean",
    "share_by_day",
    "shrink",
    "standardised",
    "survival",
    "t_chart",
    "u_chart",
    "xmr",
]
