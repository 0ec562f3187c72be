"""What a colour means. It never says anything the word or number under it does not say too."""

from typing import Any

APPARENT, CHECK, UNKNOWN, WELL = "bold red", "yellow", "cyan", "green"

VERDICTS = {"apparent": APPARENT, "check": CHECK, "not_assessable": UNKNOWN}
SEVERITIES = {"critical": APPARENT, "warning": CHECK, "info": UNKNOWN}
READINGS = {"better than the standard": WELL, "worse than the standard": APPARENT}
WORDS = VERDICTS | SEVERITIES | READINGS

COUNTS = {"quarantined": APPARENT, "held_out": APPARENT, "noted": CHECK} | VERDICTS
"""Columns of counts that say something once they are over zero."""

WORDED = ("verdict", "reading", "standing")


def style(name: str, value: Any) -> str:
    """The style of one cell, by its column and its value; most have none."""
    if name in WORDED:
        return WORDS.get(value, "")
    if name == "days_left":
        return APPARENT if value is not None and value < 0 else ""
    if name in COUNTS and isinstance(value, int | float) and value > 0:
        return COUNTS[name]
    return ""
