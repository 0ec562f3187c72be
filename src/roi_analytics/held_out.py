"""Where did every row go? What was loaded, what was refused or looks wrong, and what would mend it."""

import polars as pl

from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError, did_you_mean
from roi_analytics.tables import TABLES

NOTE_MENDS = {
    "assumed_zone": "Give the feed or its provider a time_zone in site.toml.",
    "bulk_closing_day": "Ask the provider for the day each request was closed; many were closed on this one at once.",
    "closed_before_received": "Mend the one of the two days that is wrong.",
    "closed_without_date": "Fill in the day it was closed.",
    "date_after_extract": "Mend the day: the log was extracted before it.",
    "new_year_slip": "Look at the year of the closing day.",
    "not_applicable": "Nothing to mend: the log says that it does not apply.",
    "possible_duplicate": "Give the second one the status duplicate, if that is what it is.",
    "precision_month": "Export whole days, not months.",
    "replacement_character": "Declare the encoding of the file in site.toml.",
    "same_transaction": "Nothing to mend: the other machine's row of this transaction counts.",
    "status_against_dates": "Mend the status or the days: they contradict each other.",
    "suppressed": "Ask the provider for the figure, where it may be told.",
    "unresolved_user": "Feed the account register (user_account) that holds this login.",
    "value_unmapped": "Map the word under [feed.values] in site.toml.",
}
"""The notes a row can be loaded with, and what would mend each."""


def quarantine(engine: Engine) -> pl.DataFrame:
    """Which rows were refused, why, and what would mend them? By file and row number; never what they held."""
    return engine.read(
        """
        select
            load_run.feed, load_run.table_name, load_run.source_file,
            quarantine.source_row, quarantine.code, quarantine."column", quarantine.message, quarantine.mend
        from quarantine
        inner join load_run on load_run.load_id = quarantine.load_id
        order by load_run.source_file, load_run.feed, quarantine.source_row
        """
    )


def notes(engine: Engine, code: str | None = None) -> pl.DataFrame:
    """Which rows were loaded but look wrong, and what would mend them? By file and row number; never what they held."""
    if code is not None and code not in NOTE_MENDS:
        raise QuestionError(
            f"There is no note '{code}'.{did_you_mean(code, NOTE_MENDS)}\nThe notes are: {', '.join(NOTE_MENDS)}."
        )
    chosen = "" if code is None else "where row_note.code = ?"
    found = engine.read(
        f"""
        select
            load_run.feed, load_run.table_name, load_run.source_file,
            row_note.source_row, row_note.code, row_note."column"
        from row_note
        inner join load_run on load_run.load_id = row_note.load_id
        {chosen}
        order by load_run.source_file, load_run.feed, row_note.source_row, row_note.code, row_note."column"
        """,
        [] if code is None else [code],
    )
    return found.with_columns(mend=pl.col("code").replace_strict(NOTE_MENDS, default=None, return_dtype=pl.String))


def load_report(engine: Engine, seen_only: bool = False) -> pl.DataFrame:
    """
    Where did every row go? Per feed: read = loaded + noted + quarantined + duplicate.

    `provider_id` is the one provider of all its rows, as the site file or the rows themselves name it; none where
    several share the feed. A refused row that names nobody counts for nobody.

    `seen_only` leaves out files of extracts after the clock, which no figure rests on.
    """
    seen = "where extracted_on is null or extracted_on <= (select as_of from clock)" if seen_only else ""
    return engine.read(
        f"""
        with seen as (select * from load_run {seen}),
        noted as (
            select row_note.load_id, count(distinct row_note.source_row) as noted
            from row_note
            group by row_note.load_id
        ),
        owner as (
            select named.feed, min(named.provider_id) as provider_id
            from ({_owners(engine)}) as named
            group by named.feed
            having count(distinct named.provider_id) = 1
        )
        select
            seen.feed,
            min(owner.provider_id) as provider_id,
            seen.table_name as "table",
            cast(sum(seen.rows_read) as bigint) as "read",
            cast(sum(seen.rows_loaded - coalesce(noted.noted, 0)) as bigint) as loaded,
            cast(sum(coalesce(noted.noted, 0)) as bigint) as noted,
            cast(sum(seen.rows_quarantined) as bigint) as quarantined,
            cast(sum(seen.rows_duplicate) as bigint) as duplicate
        from seen
        left join owner on owner.feed = seen.feed
        left join noted on noted.load_id = seen.load_id
        group by seen.feed, seen.table_name
        order by seen.feed
        """
    )


def _owners(engine: Engine) -> str:
    """The providers of each feed, as a query: of the site file or, where a column names them, of its rows seen."""
    told = ["select feed.feed, feed.provider_id from feed where feed.provider_id is not null"]
    named_by_rows = engine.read("select distinct table_name from feed where provider_id is null order by table_name")
    for rows in ("quarantine", *(TABLES[table].landing for table in named_by_rows.get_column("table_name"))):
        told.append(
            f"""
            select distinct seen.feed, named.provider_id
            from {rows} as named
            inner join seen on seen.load_id = named.load_id
            inner join feed on feed.feed = seen.feed and feed.provider_id is null
            where named.provider_id is not null
            """
        )
    return " union all ".join(told)
