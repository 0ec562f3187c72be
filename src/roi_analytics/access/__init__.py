"""
The detector: which accesses have a recorded reason, and which of the others are worth a person's look first?

Explained means that a recorded reason exists, never that the access was permitted; what is left is a question.
"""

from typing import TYPE_CHECKING

import polars as pl

from roi_analytics.access.explained import REASON_VIEW, explain, explanation_view, make_reasons, make_role_groups
from roi_analytics.access.explanations import KEYS, bits, check, records_of, window_view
from roi_analytics.access.flags import flag_bits, flag_episodes, flag_table, read_flags
from roi_analytics.access.learning import weigh
from roi_analytics.access.windows import STRENGTHS, read_windows, roles, window_rows, window_table
from roi_analytics.access.words import grouped, is_reason, needs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roi_analytics.models import Model

__all__ = [
    "KEYS", "REASON_VIEW", "STRENGTHS", "bits", "check", "explain", "explanation_view", "flag_bits", "flag_episodes",
    "flag_table", "grouped", "is_reason", "make_reasons", "make_role_groups", "needs", "read_flags", "read_windows",
    "records_of", "roles", "tables", "weigh", "window_rows", "window_table", "window_view",
]  # fmt: skip


def tables(explanations: "Iterable[Model]", flagged: "Iterable[Model]") -> dict[str, pl.DataFrame]:
    """What the detector's data files say, as the tables its SQL reads."""
    flagged = list(flagged)
    marks = [(model.name, flag_bits(flagged)[model.name], model.header["weighs"]) for model in flagged]
    place = {"explanation": pl.String, "bit": pl.Int64}
    return {
        "access_window": window_table(),
        "flag_default": flag_table(),
        "access_bit": pl.DataFrame(list(bits(explanations).items()), schema=place, orient="row"),
        "flag_bit": pl.DataFrame(marks, schema={"flag": pl.String, "bit": pl.Int64, "weighs": pl.String}, orient="row"),
        "role_need": needs(),
    }
