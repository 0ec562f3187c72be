"""Which glances have nothing behind them though nobody did wrong, and which records were opened through the glass?"""

import numpy as np
import polars as pl

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.hospital.care import Hospital
from roi_analytics.synthetic.hospital.sites import CODE, EMERGENCY

WITHOUT_REASON = 0.028
"""Share of glances nobody ever writes a reason down for; some fall on a patient of the own ward all the same."""
MINUTE = 60_000_000
REASONS = ("emergency, patient unconscious", "covering for a colleague", "transfer from another unit", "code team",
           "urgent consult", "patient in the emergency department", "life-threatening condition")  # fmt: skip
WORDLESS = (".", "x", "pt care", "needed")


def add_strays(chance: Chance, glances: pl.DataFrame) -> pl.DataFrame:
    """
    Add glances without a reason: a hand lent next door, a wrong chart, a question in passing, a patient of last month.

    They are taken by the same people at the same hours as all others; only the patient is another glance's: half of
    the time one looked at elsewhere just then, half of the time anybody's.
    """
    random = chance.generator
    count = len(glances)
    extra = random.integers(0, count, round(count * WITHOUT_REASON / (1 - WITHOUT_REASON)))
    near = np.clip(extra + random.integers(-40, 41, len(extra)), 0, count - 1)
    other = np.where(random.random(len(extra)) < 0.5, near, random.integers(0, count, len(extra)))
    stray = glances[extra].with_columns(
        patient=glances["patient"].gather(other),
        at=pl.col("at") + pl.Series(random.integers(MINUTE, 15 * MINUTE, len(extra))),
        stay=pl.lit(-1, pl.Int64),
        mode=pl.lit("deliberate"),
        writes=pl.lit(False),
    )
    return pl.concat([glances, stray])


def open_glass(chance: Chance, hospital: Hospital, glances: pl.DataFrame) -> pl.DataFrame:
    """
    Add is_glass, reason and style: emergencies and watched patients opened through the glass, a few without a word.

    style is "search" where a name was typed in to find the record. Of what comes by list or message, a quarter is
    looked up all the same.
    """
    random = chance.generator
    count = len(glances)
    looked_up = (glances["mode"] == "routed") & pl.Series(random.random(count) < 0.25)
    glances = glances.with_columns(mode=glances["mode"].set(looked_up, "deliberate"))
    acute = glances["place"].is_in([CODE[EMERGENCY], CODE["intensive care"]]).to_numpy()
    watched = hospital.people.patients["is_protected"].gather(glances["patient"]).to_numpy()
    deliberate = (glances["mode"] == "deliberate").to_numpy()
    is_glass = deliberate & (random.random(count) < np.where(watched, 0.15, np.where(acute, 0.008, 0.0004)))
    searched = deliberate & (random.random(count) < 0.12)
    return glances.with_columns(
        is_glass=pl.Series(is_glass),
        reason=pl.Series(typed_reasons(random, count)).set(pl.Series(~is_glass), None),
        style=pl.Series(np.where(searched, "search", "")),
    )


def typed_reasons(random: np.random.Generator, count: int, wordless: float = 0.06) -> np.ndarray:
    """What people type when the glass asks for a reason; a share of them nothing that is one."""
    reason = np.array(REASONS)[random.integers(0, len(REASONS), count)]
    empty = np.array(WORDLESS)[random.integers(0, len(WORDLESS), count)]
    return np.where(random.random(count) < wordless, empty, reason)
