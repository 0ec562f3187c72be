"""Can the month be trusted? What was restated, what does not carry on, and what hangs on rows that look wrong."""

import polars as pl

from roi_analytics import trend, trust
from roi_analytics.errors import QuestionError
from roi_analytics.report.parts import Part, Section, Table
from roi_analytics.report.sources import Asked, of_provider

HEADLINES = ("on_time", "answered_within")
"""The shares a committee hears first: each with and without the rows that look wrong or are held out."""

SHARES = dict.fromkeys(("value", "without_noted", "lowest", "highest"), "share")


def of_month(asked: Asked) -> Section:
    """The tables of the section, in the order they are read."""
    tables = (_restatements(asked), _roll_forward(asked), _bulk_closing(asked), _headlines(asked))
    return Section(
        "months",
        "Can the month be trusted?",
        "What was changed after it was told, where the extracts do not carry on, days hard to believe, and how far the "
        "headlines hang on doubtful rows.",
        tuple(Part(table.title, table) for table in tables),
    )


def changed(asked: Asked) -> Table:
    """
    Which headlines changed, and is the change real or told anew?

    Real: the newest month that can be judged gives a signal on its control chart. Told anew: a later extract changed
    days, outcomes or grounds of requests received in that month, so part of the change is in the telling.
    """
    found = [frame for measure in HEADLINES if (frame := _signals(asked, measure)) is not None]
    empty = pl.DataFrame(schema=CHANGED)
    rows = pl.concat([empty, *(frame.select(*CHANGED).cast(CHANGED) for frame in found)])
    told = trust.restatements(asked.engine).group_by("provider_id", "month").agg(restated=pl.col("requests").sum())
    rows = rows.join(told, on=["provider_id", "month"], how="left", maintain_order="left")
    rows = rows.filter(pl.col("signal").is_not_null() | pl.col("restated").is_not_null())
    rows = rows.with_columns(reading=_reading()).sort("measure", "provider_id")
    return Table(
        "changed", "What changed, and is it real?", rows,
        {
            "Measure": "measure", "Provider": "provider_id", "Month": "month", "n": "cases", "Figure": "value",
            "Usual": "center", "Signal": "signal", "Told anew": "restated", "Reading": "reading",
        },
        "No headline of the newest month that can be judged left its usual range, and none was told anew.",
        "Patients' own requests, by provider: the newest month old enough to judge, beside the usual of the months "
        "before. Told anew: changes that a later extract made to requests of that month.",
        {"value": "share", "center": "share"},
    )  # fmt: skip


CHANGED = {
    "measure": pl.String, "provider_id": pl.String, "month": pl.String, "cases": pl.Int64, "value": pl.Float64,
    "center": pl.Float64, "signal": pl.String, "variation": pl.String,
}  # fmt: skip


def _signals(asked: Asked, measure: str) -> pl.DataFrame | None:
    """The newest judged month of each provider, up to the report's, with its signal if it has one."""
    try:
        rows = trend.trend(asked.engine, measure, by="provider_id", legal_path="access")
    except QuestionError:
        return None
    if rows.is_empty():
        return None
    judged = of_provider(rows, asked.provider).filter((pl.col("month") <= asked.month) & ~pl.col("is_hollow"))
    newest = judged.sort("month").group_by("provider_id", maintain_order=True).last()
    return newest.with_columns(measure=pl.lit(measure))


def _reading() -> pl.Expr:
    told_anew = pl.col("restated").is_not_null()
    return (
        pl.when(pl.col("signal").is_null())
        .then(pl.lit("Told anew; within its usual range."))
        .when(told_anew)
        .then(pl.lit("Left its usual range, and was told anew: ask which before anything else."))
        .otherwise(pl.lit("Left its usual range, and no extract changed it: real."))
    )


def _restatements(asked: Asked) -> Table:
    rows = of_provider(trust.restatements(asked.engine), asked.provider).filter(pl.col("month") <= asked.month)
    return Table(
        "restatements", "Changed after it was told", rows,
        {
            "Provider": "provider_id", "Month received": "month", "What": "column", "Before": "before",
            "After": "after", "Told by the extract of": "changed_on", "Requests": "requests", "Of": "received",
            "Days, mean": "days",
        },
        "No later extract changed a received or answered day, an outcome or a ground.",
        "Received and answered days, outcomes and grounds that a later extract changed, by provider and month of "
        "receipt as first told. A first answer is news, and not here. Every figure uses what is known now.",
    )  # fmt: skip


def _roll_forward(asked: Asked) -> Table:
    rows = of_provider(trust.roll_forward(asked.engine), asked.provider)
    broken = pl.any_horizontal(pl.col("gap", "came_late", "reopened", "gone") != 0)
    rows = rows.filter((pl.col("month") <= asked.month) & broken)
    return Table(
        "roll_forward", "Extracts that do not carry on", rows,
        {
            "Provider": "provider_id", "Extract of": "extracted_on", "Open before": "opening", "Received": "received",
            "Closed": "closed", "Expected open": "expected", "Open": "closing", "Came late": "came_late",
            "Opened again": "reopened", "Gone": "gone",
        },
        "Every extract carries on where the one before it ended.",
        "Open before, and received since, less closed since, should be open now. Came late: received before the last "
        "extract and first seen now. Gone: an open request that a full extract no longer holds.",
    )  # fmt: skip


def _bulk_closing(asked: Asked) -> Table:
    rows = of_provider(trust.bulk_closing(asked.engine), asked.provider).filter(pl.col("month") == asked.month)
    return Table(
        "bulk_closing", "Days of bulk closing", rows,
        {"Provider": "provider_id", "Day": "closed_on", "Closed that day": "requests", "Of the quarter": "of_quarter"},
        "No provider closed more than a fifth of a quarter's requests on one day of the month.",
        "So many requests closed at once that the day is hard to believe: it may be the day of the keying, not of the "
        "answer. Their days to answer are as the log gives them.",
    )  # fmt: skip


def _headlines(asked: Asked) -> Table:
    found = []
    for measure in HEADLINES:
        try:
            rows = trust.hangs_on(asked.engine, measure, by=["provider_id"], month=asked.month)
        except QuestionError:
            continue
        found.append(rows.with_columns(measure=pl.lit(measure)))
    rows = pl.concat(found) if found else pl.DataFrame(schema={"provider_id": pl.String, "legal_path": pl.String})
    if found:
        doubtful = (pl.col("noted") > 0) | (pl.col("held_out") > 0)
        rows = of_provider(rows, asked.provider).filter(doubtful & pl.col("value").is_not_null())
    return Table(
        "hangs_on", "Headlines with and without doubtful rows", rows,
        {
            "Measure": "measure", "Provider": "provider_id", "Legal path": "legal_path", "n": "cases",
            "Figure": "value", "Noted": "noted", "Without them": "without_noted", "Held out": "held_out",
            "If all against": "lowest", "If all for": "highest",
        },
        "No row behind a headline of the month looks wrong or is held out.",
        "Noted: rows that look wrong and are in the figure. Held out: rows that quarantine keeps out, of any legal "
        "path, and what the figure would be if all of them had gone against it, or for it.",
        SHARES,
    )  # fmt: skip
