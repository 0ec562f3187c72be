"""What the warehouse knows of its site and its loads: whose it is, what came from which file, what the site says."""

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from roi_analytics import models
from roi_analytics.engine import WAREHOUSE_FORMAT, Engine
from roi_analytics.errors import LoadError, QuestionError, did_you_mean
from roi_analytics.load.files import SourceFile
from roi_analytics.load.headers import wanted
from roi_analytics.site import Feed, Site
from roi_analytics.tables import BOOKKEEPING, TABLES
from roi_analytics.versions import landing_tables


def prepare(engine: Engine, site: Site, path: Path) -> None:
    """
    Refuse a site file that names what is not there, or a file that is no warehouse of this site; else make the tables
    that are missing.
    """
    _refuse_unknown_baselines(site)
    _refuse_unknown_flags(site)
    relations = set(engine.relations())
    if relations and "warehouse" not in relations:
        raise QuestionError(
            f"{path} is a database of something else, not a warehouse of roi-analytics.\nName another file: "
            f"--warehouse FILE"
        )
    if relations:
        version, name = engine.read("select format_version, site_name from warehouse").row(0)
        if version > WAREHOUSE_FORMAT:
            raise QuestionError(
                f"{path} was written by a newer roi-analytics.\nUpgrade roi-analytics, or load the site into a "
                f"new file."
            )
        if version < WAREHOUSE_FORMAT:
            raise QuestionError(f"{path} was written by an older roi-analytics.\nMove it away and load the site again.")
        if name != site.name:
            raise QuestionError(
                f"{path} holds the site '{name}', not '{site.name}'.\nName another file: --warehouse FILE (or "
                f"mend the name of the site)."
            )
    with engine.transaction():
        for statement in landing_tables():
            engine.run(statement)
        if not relations:
            engine.run("insert into warehouse values (?, ?)", [WAREHOUSE_FORMAT, site.name])


def write_site(engine: Engine, site: Site) -> list[str]:
    """Write what the site file says of providers, targets, flags, feeds; return the providers it does not declare."""
    _replace(engine, "provider", [asdict(one) for one in site.providers])
    _replace(engine, "business_associate", [asdict(one) for one in site.business_associates])
    _replace(engine, "target", [asdict(site.targets)])
    _replace(engine, "baseline", [asdict(one) for one in site.baselines])
    _replace(engine, "flag_switch", [asdict(one) for one in site.flags])
    filled = _filled(engine)
    feeds = [one for one in site.feeds if one.follows is None or filled.get(one.name)]
    _replace(
        engine,
        "feed",
        [
            {
                "feed": one.name,
                "table_name": one.table.name,
                "extract": one.extract,
                "provider_id": one.constants.get("provider_id"),
            }
            for one in feeds
        ],
    )
    supplied = [
        {"feed": one.name, "table_name": one.table.name, "column_name": column}
        for one in feeds
        for column in ("provider_id", *one.table.columns)
        if column in one.constants or _supplies(one, column, filled.get(one.name, frozenset()))
    ]
    _replace(engine, "feed_column", supplied)
    landed = " union ".join(f"select provider_id from {table.landing}" for table in TABLES.values())
    found = engine.read(
        f"select distinct provider_id from ({landed}) as landed anti join provider using (provider_id) order by 1"
    )
    undeclared = found.get_column("provider_id").to_list()
    for provider_id in undeclared:
        engine.run("insert into provider (provider_id, kind, time_zone) values (?, 'other', 'UTC')", [provider_id])
    return undeclared


def _filled(engine: Engine) -> dict[str, frozenset[str]]:
    """The headers of each feed that has rows."""
    found = engine.read("select feed, max(headers) as headers from load_run where rows_read > 0 group by feed")
    return {feed: frozenset(json.loads(headers)) for feed, headers in found.iter_rows()}


def _supplies(feed: Feed, column: str, headers: frozenset[str]) -> bool:
    """Whether a feed maps a column. A structured reader maps those its format has a place for."""
    return column in feed.columns and (not feed.is_structured or feed.columns[column] in headers)


def _replace(engine: Engine, table: str, rows: list[dict]) -> None:
    engine.run(f"delete from {table}")
    if rows:
        columns = list(BOOKKEEPING[table])
        frame = pl.DataFrame(rows, infer_schema_length=None).select(columns)
        engine.insert(table, frame)


def _refuse_unknown_baselines(site: Site) -> None:
    known = models.of_layer("measures")
    for number, one in enumerate(site.baselines, start=1):
        if one.measure is not None and one.measure not in known:
            raise LoadError(
                f"baseline {number}: there is no measure called '{one.measure}'.{did_you_mean(one.measure, known)}\n"
                f"`roi measures` lists all {len(known)}."
            )


def _refuse_unknown_flags(site: Site) -> None:
    known = models.of_layer("flags")
    for one in site.flags:
        if one.flag not in known:
            raise LoadError(
                f"[flags.{one.flag}]: there is no flag of that name.{did_you_mean(one.flag, known)}\n"
                f"There are: {', '.join(known)}."
            )


def load_id(site: Site, feed: Feed, file: SourceFile, sha256: str) -> str:
    """One word for a file's bytes, its feed and all settings that decide what its rows become."""
    settings = {
        "feed": feed.name,
        "table": feed.table.name,
        "extracted_on": str(file.extracted_on or feed.extracted_on),
        "settings": [
            feed.extract,
            feed.delimiter,
            feed.encoding,
            feed.sheet,
            feed.header_row,
            feed.total_row_starts_with,
            feed.null_words,
            feed.reader,
            *([feed.id_prefix] if feed.id_prefix else []),
        ],
        "zones": feed.time_zone
        or {one.provider_id: one.time_zone for one in site.providers if _concerns(feed, one.provider_id)},
        "mapping": [feed.constants, feed.columns, feed.formats, feed.values],
        "format": WAREHOUSE_FORMAT,
    }
    text = json.dumps(settings, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{sha256}\n{text}".encode()).hexdigest()[:24]


def _concerns(feed: Feed, provider_id: str) -> bool:
    return feed.constants.get("provider_id", provider_id) == provider_id


def loads(engine: Engine) -> pl.DataFrame:
    """Every load the warehouse holds."""
    return engine.read("select * from load_run order by feed, source_file")


def forget(engine: Engine, run: dict) -> None:
    """Take one load out of every table. Only within a transaction."""
    engine.run(f"delete from {TABLES[run['table_name']].landing} where load_id = ?", [run["load_id"]])
    for table in ("load_note", "quarantine", "load_run"):
        engine.run(f"delete from {table} where load_id = ?", [run["load_id"]])


def resting_on(runs: pl.DataFrame, run: dict) -> list[dict]:
    """
    Loads of the same table that left rows out because an earlier file had them, or refused rows because an earlier file
    had their ids: they must be loaded anew.
    """
    same = (pl.col("table_name") == run["table_name"]) & (pl.col("load_id") != run["load_id"])
    if TABLES[run["table_name"]].versions:
        same = same & (pl.col("feed") == run["feed"]) & (pl.col("rows_duplicate") > 0)
    else:
        same = same & (pl.col("rows_duplicate") + pl.col("rows_quarantined") > 0)
    return runs.filter(same).to_dicts()


def record(
    engine: Engine,
    feed: Feed,
    file: SourceFile,
    load: str,
    sha256: str,
    size: int,
    headers: list[str],
    counts: tuple[int, int, int, int],
) -> None:
    """Write the line of a load: the file, its counts (read, loaded, quarantined, duplicate), and when."""
    row = {
        "load_id": load,
        "feed": feed.name,
        "table_name": feed.table.name,
        "source_file": file.name,
        "file_hash": sha256,
        "file_size": size,
        "extracted_on": file.extracted_on,
        "extract": feed.extract,
        "rows_read": counts[0],
        "rows_loaded": counts[1],
        "rows_quarantined": counts[2],
        "rows_duplicate": counts[3],
        "loaded_at": datetime.now(UTC).replace(tzinfo=None),
        "headers": json.dumps(headers, ensure_ascii=False),
    }
    names = ", ".join(f'"{name}"' for name in row)
    engine.run(f"insert into load_run ({names}) values ({', '.join('?' * len(row))})", list(row.values()))


def new_headers(runs: pl.DataFrame, feed: Feed, headers: list[str]) -> list[str]:
    """Headers that no earlier file of the feed had and the mapping does not name."""
    before = runs.filter(pl.col("feed") == feed.name).get_column("headers").to_list()
    if not before:
        return []
    known = {header for line in before for header in json.loads(line)} | set(wanted(feed).values())
    return [header for header in headers if header not in known]
