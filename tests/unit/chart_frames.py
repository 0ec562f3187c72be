"""Small invented summary frames in the shape each chart takes; what is planted in them stands beside them."""

import datetime as dt

import polars as pl

LONG = "a" * 300
EMOJI = "\U0001f469\u200d\U0001f4bb clinic 李"
TURNED = "right\u202eleft"

NUMBERS = ("value", "low", "high", "shrunken", "shrunken_low", "shrunken_high", "standard", "tau2", "effective_cases")


def outcomes(last: int = 60) -> pl.DataFrame:
    """On the last day: 60 % provided, 8 % denied, 4 % no records, 2 % withdrawn, 6 % without a word, 20 % open."""
    ends = {"provided": 0.6, "denied": 0.08, "no_records": 0.04, "withdrawn": 0.02, "answered_not_said_how": 0.06}
    ends["open"] = 1 - sum(ends.values())
    rows = [
        {"day": day, "outcome": name, "share": share * day / last + (1 - day / last) * (name == "open")}
        for day in range(1, last + 1)
        for name, share in ends.items()
    ]
    return pl.DataFrame(rows)


UNITS = pl.DataFrame(
    [
        ("north", 400, 0.95, "better than the standard"),
        ("mesa", 300, 0.62, "worse than the standard"),
        (TURNED, 150, 0.79, "as expected"),
        (LONG, 90, 0.82, "as expected"),
        (EMOJI, 8, 1.0, "too few cases"),
        ("unseen", 0, None, "no figure"),
    ],
    schema={"provider_id": pl.String, "cases": pl.Int64, "value": pl.Float64, "reading": pl.String},
    orient="row",
).with_columns(
    low=pl.col("value") - 0.05,
    high=(pl.col("value") + 0.05).clip(None, 1.0),
    shrunken=(pl.col("value") + 0.8) / 2,
    shrunken_low=(pl.col("value") + 0.8) / 2 - 0.03,
    shrunken_high=(pl.col("value") + 0.8) / 2 + 0.03,
    standard=pl.lit(0.8),
    tau2=pl.lit(0.002),
    phi=pl.lit(2.1),
    effective_cases=pl.when(pl.col("cases") > 0).then(pl.col("cases") * 0.9),
)
"""One better, one worse, two as expected, one with too few cases, one without a figure; the standard is 80 %."""


def many_units(number: int = 60) -> pl.DataFrame:
    """Units in a crowd, every third one better than the standard, every tenth with a name of 300 letters."""
    place = pl.int_range(pl.len())
    rows = pl.DataFrame({"place": range(number)}).select(
        provider_id=pl.when(place % 10 == 0).then(pl.lit(LONG)).otherwise(pl.format("provider-{}", "place")),
        cases=place * 20 + 25,
        value=0.7 + (place * 7 % 30) / 100,
        standard=pl.lit(0.8),
        tau2=pl.lit(0.002),
        reading=pl.when(place % 3 == 0).then(pl.lit("better than the standard")).otherwise(pl.lit("as expected")),
    )
    value = pl.col("value")
    return rows.with_columns(
        low=value - 0.05, high=value + 0.01, shrunken=value, shrunken_low=value - 0.02, shrunken_high=value + 0.01
    )


def months(number: int = 18) -> pl.DataFrame:
    """
    A control chart of months from 2025-01: the third is a concern, the last counted one an improvement.

    The last two are hollow. Limits are made anew from the tenth on, for a reason.
    """
    place = pl.int_range(pl.len())
    old = place < 9
    hollow = place >= pl.len() - 2
    variation = (
        pl.when(hollow)
        .then(None)
        .when(place == 2)
        .then(pl.lit("concern"))
        .when(place == pl.len() - 3)
        .then(pl.lit("improvement"))
        .otherwise(pl.lit("common"))
    )
    return pl.DataFrame({"place": range(number)}).select(
        month=pl.format("{}-{}", 2025 + place // 12, (place % 12 + 1).cast(pl.String).str.zfill(2)),
        value=pl.when(place == 2).then(0.5).when(place == pl.len() - 3).then(0.97).otherwise(0.8 + place % 3 / 100),
        center=pl.when(old).then(0.78).otherwise(0.84),
        low_limit=pl.when(old).then(0.7).otherwise(0.76),
        high_limit=pl.when(old).then(0.86).otherwise(0.92),
        signal=pl.when(variation.is_in(["concern", "improvement"])).then(pl.lit("outside")),
        variation=variation,
        assurance=pl.when(hollow).then(None).otherwise(pl.lit("hit_and_miss")),
        phase=pl.when(old).then(1).otherwise(2),
        reason=pl.when(~old).then(pl.lit("a second clerk began")),
        is_hollow=hollow,
        is_trial=pl.lit(True),
        limits=pl.lit("p'"),
        sigma_z=pl.lit(1.42),
    )


REASONS = pl.DataFrame(
    {
        "pend_reason": ["own form", "no signature", None, LONG, EMOJI],
        "cases": [20, 50, 25, 3, 2],
    }
)
"""Half for want of a signature; the first three make up 95 of 100, two of them 75."""

AGES = pl.DataFrame(
    [
        ("north", "00-10", 40),
        ("north", "11-20", 30),
        ("north", "61+", 30),
        ("mesa", "00-10", 1),
        ("mesa", "61+", 4),
        ("mesa", None, 5),
        (LONG, "31-60", 12),
        (EMOJI, "21-30", 0),
    ],
    schema={"provider_id": pl.String, "age_band": pl.String, "value": pl.Int64},
    orient="row",
)
"""North has 100 open, mesa 10 of which five are of unknown age; one has 12, one none."""

ASKED = dt.date(2026, 3, 2)


def way(provider: str, asked: int, word: int | None, ended: int | None, outcome: str, **more: object) -> dict:
    """One request of a need, its days counted from the first request's."""

    def on(day: int | None) -> dt.date | None:
        return None if day is None else ASKED + dt.timedelta(day)

    row = {
        "provider_id": provider,
        "asked_on": on(asked),
        "first_word_on": on(word),
        "ended_on": on(ended),
        "seen_on": on(90),
        "outcome": outcome,
        "channel": "portal",
        "fee_usd": 6.5,
        "own_form_required": False,
        "is_bottleneck": False,
    }
    return row | more


WAYS = pl.DataFrame(
    [
        way("north", 0, 4, 28, "provided"),
        way("mesa", 2, None, None, "open", channel="fax", fee_usd=None, own_form_required=True, is_bottleneck=True),
        way(LONG, 8, 9, 9, "denied", channel=None, fee_usd=0.0, own_form_required=None),
        way(EMOJI, 8, None, None, "unknown"),
    ]
)
"""Answered after 28 days, still open after 88, denied after one, and one whose end is not known."""
