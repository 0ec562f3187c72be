"""What does `roi sample` write? A site file, a folder of logs for each provider, and the truth about them."""

from datetime import date
from pathlib import Path

import polars as pl

from roi_analytics.synthetic.accesses import Frames, logins_only, write_accesses
from roi_analytics.synthetic.defects import plant_in_accesses, plant_in_requests
from roi_analytics.synthetic.layouts import MONTHLY_LOGS, Feed, feeds
from roi_analytics.synthetic.money import write_bases
from roi_analytics.synthetic.network import BY_ID, PROVIDERS, month_ends
from roi_analytics.synthetic.people import invent_people
from roi_analytics.synthetic.reasons import plant_reasons
from roi_analytics.synthetic.refused import write_refused
from roi_analytics.synthetic.release_desk import work_requests
from roi_analytics.synthetic.requests import write_requests
from roi_analytics.synthetic.rows import Row, Tables
from roi_analytics.synthetic.site_file import feed_text, site_text
from roi_analytics.synthetic.standing import write_standing
from roi_analytics.synthetic.truth import Case, write_truth
from roi_analytics.synthetic.writing import Written, lines_of, write_file, write_frame

GLASS = {"riverbend-general": 14, "alder-canyon": 8, "tamarack-bay": 4}
"""Break-the-glass accesses without a reason, at the providers whose logs have room for one."""
REASONED = "riverbend-general"
"""The provider at which every explanation of an access is planted."""


def write_sample(
    directory: Path, *, requests: int = 2500, accesses: int = 60_000, months: int = 3, seed: int = 1
) -> dict[str, int]:
    """
    Write an invented network into a folder: nine providers' logs, `site.toml`, `refused.toml` and `truth/`.

    The same arguments give the same bytes (of workbooks, the same members). `requests` and `accesses` are how many
    there are in all, near enough; `months` how many monthly extracts, from March 2026 on. Returns rows per file.

    >>> write_sample(Path("sample"), requests=300, accesses=5000)
    """
    directory = Path(directory)
    people = invent_people(seed, accesses)
    books, tables = write_requests(seed, requests, months, people)
    write_standing(seed, books, people, tables, requests)
    write_bases(books)
    plant_in_requests(seed, books, months)
    frames: Frames = {}
    for provider in PROVIDERS:
        extracts = provider.extracts(months)
        if provider.feeds("access_event"):
            offending = GLASS.get(provider.provider_id, 0)
            frames |= write_accesses(seed, provider, people[provider.provider_id], accesses, offending, extracts)
        elif provider.feeds("system_event"):
            frames |= logins_only(seed, provider, extracts)
    frames = plant_in_accesses(seed, frames)
    disagreeing = []
    for provider in PROVIDERS:
        if provider.feeds("access_event"):
            own = people[provider.provider_id]
            worked, cases = work_requests(seed, provider, tables, frames, own, provider.extracts(months))
            frames |= worked
            disagreeing += cases
    at = BY_ID[REASONED]
    worked, explained = plant_reasons(seed, at, tables, frames, at.extracts(months))
    frames |= worked
    written, all_feeds = Written(), feeds()
    for feed in all_feeds:
        _write_feed(feed, directory, tables, frames, months, written)
    first = month_ends(months)[0]
    site = site_text("Riverbend network", [feed_text(feed, first) for feed in all_feeds])
    (directory / "site.toml").write_text(site, encoding="utf-8", newline="\n")
    write_refused(seed, directory, all_feeds, month_ends(months)[-1], written)
    declared = [Case(*told) for told in [*disagreeing, *(told for book in books.values() for told in book.planted)]]
    return written.rows | write_truth(directory, tables, frames, written, months, declared, explained)


def _write_feed(feed: Feed, directory: Path, tables: Tables, frames: Frames, months: int, written: Written) -> None:
    """All files of one feed, one for each extract its provider drew."""
    extracts = feed.provider.extracts(months)
    key = (feed.provider.provider_id, feed.table.name)
    rows: list[Row] = [row for row in tables.get(feed.table.name, []) if row.provider_id == feed.provider.provider_id]
    before: date | None = None
    sent: set[bytes] = set()
    for on in extracts[:1] if feed.dated_once else extracts:
        name = f"{feed.stem}.{feed.suffix}" if feed.dated_once else f"{feed.stem}-{on}.{feed.suffix}"
        if key in frames:
            frame = frames[key]
            if feed.table.name in MONTHLY_LOGS:
                late = pl.col("_on") <= on
                frame = frame.filter(late & (pl.col("_on") > before) if before else late)
            write_frame(feed, directory, name, frame, written, on)
        else:
            write_file(feed, directory, name, lines_of(feed, rows, on, before), on, written)
        path = directory / feed.provider.provider_id / name
        if (content := path.read_bytes()) in sent:
            # Nothing happened in the month: the provider does not send the same file again.
            path.unlink()
            written.forget(f"{feed.provider.provider_id}/{name}")
        sent.add(content)
        before = on
