"""
Can this month be trusted? What was changed after the fact, what does not carry on, what hangs on doubtful rows.

Four questions: which answers were restated between extracts; whether each extract carries on where the last one ended;
on which days so many requests were closed at once that the day is hard to believe; and how far a headline hangs on the
rows that were noted as doubtful or held out by quarantine.
"""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError
from roi_analytics.estimates import figure
from roi_analytics.measures import asked_of, show

BOUNDED = ("share", "share_by_day")


def restatements(engine: Engine, month: str | None = None) -> pl.DataFrame:
    """
    Which received or answered days, outcomes and grounds were changed after a first extract had told them?

    One row per provider, month of receipt (as first told) and kind of change, newest extract last: `column`,
    `changed_on` (the extract that changed it), `before` and `after` (words of outcomes and grounds; for days: earlier,
    later, erased), `requests` changed, of how many `received` in that month; `days` is the mean shift of a day.
    """
    chosen = "" if month is None else "where month = ?"
    return engine.read(
        f"""
        with first_told as (
            select request_version.provider_id, request_version.request_id, request_version.received_on
            from request_version
            cross join clock
            where request_version.extracted_on <= clock.as_of
            qualify row_number() over (
                partition by request_version.provider_id, request_version.request_id
                order by request_version.extracted_on, request_version.source_file, request_version.source_row
            ) = 1
        ),
        told as (
            select
                restatement.provider_id, restatement.request_id, restatement."column", restatement.changed_on,
                restatement.before, restatement.after,
                restatement."column" in ('received_on', 'completed_on') as is_day,
                left(cast(first_told.received_on as varchar), 7) as month
            from restatement
            inner join first_told
                on first_told.provider_id = restatement.provider_id and first_told.request_id = restatement.request_id
        ),
        worded as (
            select
                provider_id, month, "column", changed_on,
                case when is_day then 'told' else before end as before,
                case
                    when not is_day then coalesce(after, 'erased')
                    when after is null then 'erased'
                    when after < before then 'earlier'
                    else 'later'
                end as after,
                case when is_day then date_diff('day', cast(before as date), cast(after as date)) end as days
            from told
        ),
        received as (
            select provider_id, left(cast(received_on as varchar), 7) as month, count(*) as received
            from first_told
            group by provider_id, left(cast(received_on as varchar), 7)
        )
        select
            worded.provider_id, worded.month, worded."column", worded.before, worded.after, worded.changed_on,
            count(*) as requests, max(coalesce(received.received, 0)) as received,
            round(avg(worded.days), 1) as days
        from worded
        left join received on received.provider_id = worded.provider_id and received.month = worded.month
        {chosen.replace("month", "worded.month")}
        group by worded.provider_id, worded.month, worded."column", worded.before, worded.after, worded.changed_on
        order by worded.provider_id, worded.month, worded.changed_on, worded."column", worded.before, worded.after
        """,
        [] if month is None else [month],
    )


def restated(before: Engine, now: Engine, measure: str, legal_path: str | None = None) -> pl.DataFrame:
    """
    What did a month's figure say under an earlier clock, and what does it say now?

    `before` is the warehouse under that clock. One row per provider and month that was over and could be judged then
    (no case was immature) and whose figure or number of cases has changed since: cases_before, value_before, cases,
    value. Only shares: a median moves with every open request.
    """
    if asked_of(now, measure, (), None, None).model.header["summary"] not in BOUNDED:
        raise QuestionError(
            f"{measure} is no share, and moves with every open request.\nAsk a share, as answered_within."
        )
    by = ["provider_id", "month"]
    then, today = show(before, measure, by, legal_path=legal_path), show(now, measure, by, legal_path=legal_path)
    groups = [name for name in then.columns if name in today.columns[: today.columns.index("cases")]]
    kept = [*groups, "cases", "value"]
    clock = before.value("select left(cast(as_of + interval 1 day as varchar), 7) from clock")
    ripe = then.filter((pl.col("immature") == 0) & (pl.col("cases") > 0) & (pl.col("month") < clock)).select(kept)
    both = ripe.rename({"cases": "cases_before", "value": "value_before"}).join(
        today.select(kept), on=groups, how="left", nulls_equal=True, maintain_order="left"
    )
    moved = (pl.col("value") - pl.col("value_before")).abs() > 1e-9
    return both.filter(pl.col("value").is_null() | moved | pl.col("cases").ne_missing(pl.col("cases_before")))


def roll_forward(engine: Engine) -> pl.DataFrame:
    """
    Does each extract of requests carry on where the one before it ended?

    One row per feed, provider and extract but the first: opening + received - closed = expected; `closing` is what the
    extract holds open. `gap` is closing less expected, and is explained: came_late + reopened - gone.
    """
    found = engine.rows("roll_forward", order=("provider_id", "feed", "extracted_on"))
    return found.with_columns(gap=pl.col("closing") - pl.col("expected"))


def bulk_closing(engine: Engine) -> pl.DataFrame:
    """On which days did a provider close over a fifth of a quarter's requests at once? `requests` of `of_quarter`."""
    return engine.rows("bulk_closing", order=("provider_id", "closed_on"))


def hangs_on(
    engine: Engine,
    measure: str,
    by: str | Sequence[str] = (),
    month: str | None = None,
    legal_path: str | None = None,
) -> pl.DataFrame:
    """
    How far does a share hang on rows that look wrong, or that quarantine holds out?

    One row per group: cases and `value` as shown; `noted` cases whose row carries a note, and `without_noted`, the
    figure without them; `held_out` rows, and `lowest` and `highest`: the figure if all of these had gone against it, or
    all for it. Held-out rows are of any legal path, and told by the month they came in: null for the months of a
    measure that counts on another day. Only shares of requests.
    """
    asked = asked_of(engine, measure, by, month, legal_path)
    header = asked.model.header
    if header["summary"] not in BOUNDED or header["rows_of"] != "request":
        raise QuestionError(
            f"{measure} is no share of requests.\nAsk it of one that is, as on_time or answered_within."
        )
    whole, rest = figure(asked), figure(replace(asked, without="noted_case"))
    kept = rest.select(*asked.groups, without_noted="value", others=pl.col("cases") + pl.col("immature"))
    found = (
        whole.join(kept, on=asked.groups, how="left", nulls_equal=True, maintain_order="left")
        if asked.groups
        else whole.join(kept, how="cross")
    )
    n, held, value = pl.col("cases"), pl.col("held_out"), pl.col("value")
    if (month or "month" in asked.groups) and not header["counted_on"].startswith("received_on"):
        held = pl.lit(None, pl.Int64)  # rows held out are told by the month they came in, which is not this measure's
    return found.select(
        *asked.groups, "cases", "value",
        noted=pl.col("cases") + pl.col("immature") - pl.col("others").fill_null(0),
        without_noted="without_noted",
        held_out=held,
        lowest=value * n / (n + held),
        highest=(value * n + held) / (n + held),
    )  # fmt: skip
