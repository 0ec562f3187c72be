"""
Epic's ACCESS_LOG, exported from Clarity with its headers (CSV or Parquet): who touched which patient, when and how?

One row of the export is one touch of a patient, or an event without one; `row_no` is the row of the file. One glance
writes many rows: all are kept, episodes are made of them later. What a metric means is read from its name by the words
of epic_metrics.toml; names come from METRIC_NAME, or from files ACCESS_LOG_METRIC* beside the log.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

from roi_analytics.engine import Engine
from roi_analytics.load import exported, tabular
from roi_analytics.load.files import FileRefused, Scan
from roi_analytics.load.tabular import RawRows
from roi_analytics.site import Feed

NEEDED = ("user_id", "pat_id")
METRIC = ("metric_id", "metric_name")
OPTIONAL = (
    "access_time", "access_instant", "process_id", "line", "workstation_id", "csn", "access_action",
    "access_action_name", "access_action_c", "system_login", "department_name", "prov_type",
)  # fmt: skip
"""Columns an export may lack; the last three come from CLARITY_EMP, CLARITY_DEP and CLARITY_SER where it joins them."""
KEY = "(access_instant || '-' || process_id || coalesce('-' || line, ''))"
"""The id of a row; null where the export lacks a part of it."""
MEANINGS = {"record_class": pl.String, "access_mode": pl.String, "action": pl.String, "is_break_glass": pl.String}
EPOCH = "1840-12-31"
"""ACCESS_INSTANT counts seconds from the start of this day, in UTC."""


def read(engine: Engine, feed: Feed, path: Path, seen: Scan, scratch: Path) -> RawRows:
    """
    Read an exported ACCESS_LOG into `numbered_raw`, with the columns of access_event. Raises FileRefused.

    The time is ACCESS_TIME, the wall clock of the place; only where it is blank ACCESS_INSTANT, which is UTC. The id is
    ACCESS_INSTANT-PROCESS_ID-LINE; without LINE, further rows of one instant and process are `#2`, `#3`, ... in the
    order of the file. Without either it is a hash of the row. A code of ACCESS_ACTION_C means what the site's own table
    says: it is read only as a word, and else the metric's name tells the action.
    """
    exported.beside(engine, feed, path, "access_log_metric", METRIC, "epic_beside", scratch)
    raw = tabular.read(engine, feed, path, seen, scratch)
    found = exported.names(raw)
    if "pat_id" not in found and set(METRIC) <= set(found):
        raise FileRefused(
            "header_changed",
            f"{path.name} names metrics; it is no log.\nLeave it beside the log, and mend `files` so that it names "
            f"the log alone.",
        )
    times = ("access_time",) if "access_instant" not in found else ()
    mend = "Export these columns with their own names, as Clarity has them."
    exported.need(found, (*NEEDED, *times), path.name, "ACCESS_LOG", mend)
    exported.show(engine, raw, (*NEEDED, *METRIC, *OPTIONAL))
    _metrics(engine)
    _number_shared_keys(engine, raw)
    source = (
        "exported left join epic_metric on epic_metric.metric_id is not distinct from exported.metric_id"
        " and epic_metric.metric_name is not distinct from exported.metric_name"
        " left join shared_key on shared_key.row_no = exported.row_no"
        " left join unkeyed on unkeyed.row_no = exported.row_no"
    )
    laid = exported.lay(engine, raw, _columns(), source)
    for table in ("epic_beside", "epic_named", "epic_meaning", "epic_metric", "shared_key", "unkeyed", "repeated"):
        engine.run(f"drop table temp.{table}")
    return laid


def _columns() -> dict[str, str]:
    """SQL of each canonical column."""
    done = "coalesce(access_action, access_action_name, access_action_c)"
    instant = f"try(date '{EPOCH}' + to_seconds(try_cast(access_instant as bigint)))"
    whens = " ".join(f"when '{word}' then '{action}'" for action, words in _words()["action"].items() for word in words)
    return {
        "event_id": f"coalesce({KEY} || coalesce('#' || shared_key.ordinal, ''), unkeyed.content)",
        "opened_at": f"coalesce(access_time, strftime({instant}, '%Y-%m-%d %H:%M:%SZ'), access_instant)",
        "local_at": "access_time",
        "user_id": "user_id",
        "login": "system_login",
        "user_role": "prov_type",
        "department": "department_name",
        "workstation": "workstation_id",
        "patient_id": "pat_id",
        "encounter_id": "csn",
        "action": (
            f"coalesce(case lower({done}) {whens} end, epic_metric.action,"
            f" case when not regexp_full_match({done}, '[0-9]+') then {done} end)"
        ),
        "record_class": (
            f"coalesce(case when lower({done}) in ('print', 'export') then lower({done}) end, epic_metric.record_class)"
        ),
        "access_mode": "epic_metric.access_mode",
        "is_break_glass": "epic_metric.is_break_glass",
        "source_system": "'epic'",
    }


def _number_shared_keys(engine: Engine, raw: RawRows) -> None:
    """
    Two temporary tables for the rows whose key does not tell them apart.

    `shared_key` has an ordinal from 2 on for rows whose key others of the file have too: exact copies share theirs.
    `unkeyed` has a hash of the whole row where there is no key.
    """
    content = f"md5(concat_ws(chr(31), {', '.join(f'coalesce(cast({one} as varchar), chr(30))' for one in raw.cells)}))"
    rows = "exported inner join numbered_raw using (row_no)"
    engine.run(
        f"create or replace temp table unkeyed as select row_no, {content} as content from {rows} where {KEY} is null"
    )
    engine.run(
        f"create or replace temp table repeated as select hash({KEY}) as h from exported where {KEY} is not null"
        " group by all having count(*) > 1"
    )
    engine.run("create or replace temp table shared_key (row_no bigint, ordinal varchar)")
    if engine.value("select 1 from repeated limit 1"):
        engine.run(
            "insert into shared_key select row_no, cast(ordinal as varchar) from (select row_no, dense_rank() over"
            " (partition by event_key order by first_row) as ordinal from (select row_no, event_key, min(row_no) over"
            f" (partition by event_key, content) as first_row from (select row_no, {KEY} as event_key, {content} as"
            f" content from {rows} where hash({KEY}) in (select h from repeated)) as candidates) as ranked) as counted"
            " where ordinal > 1"
        )


def _metrics(engine: Engine) -> None:
    """What each metric of the log means, in `epic_metric`: by the name beside its id, or else in the files beside."""
    engine.run(
        "create or replace temp table epic_named as"
        " with beside as (select metric_id, min(metric_name) as name from epic_beside group by metric_id),"
        " logged as (select distinct metric_id, metric_name from exported)"
        " select logged.metric_id, logged.metric_name, coalesce(logged.metric_name, beside.name) as name"
        " from logged left join beside on beside.metric_id = logged.metric_id"
    )
    told = meanings(engine.read("select distinct name from epic_named where name is not null").get_column("name"))
    fields = ", ".join(f"{one} varchar" for one in MEANINGS)
    engine.run(f"create or replace temp table epic_meaning (name varchar, {fields})")
    engine.insert("epic_meaning", told)
    engine.run(
        "create or replace temp table epic_metric as select metric_id, metric_name, epic_meaning.* exclude (name)"
        " from epic_named left join epic_meaning using (name)"
    )


def meanings(names: pl.Series) -> pl.DataFrame:
    """
    What does each metric's name tell? Columns name, record_class, access_mode, action, is_break_glass; one row a name.

    >>> meanings(pl.Series(["IN BASKET MESSAGE DISPLAYED (VIEW)"])).row(0)
    ('IN BASKET MESSAGE DISPLAYED (VIEW)', 'note', 'routed', 'R', None)
    """
    return pl.DataFrame(
        [(name, *_meaning(name)) for name in names], schema={"name": pl.String} | MEANINGS, orient="row"
    )


def _meaning(name: str) -> tuple[str | None, ...]:
    blocks, plain = _words(), " ".join(re.findall(r"[a-z0-9]+", name.casefold()))
    bracketed = re.search(r"\(([^()]*)\)\s*$", name.casefold())
    action = (_first(blocks["action"], bracketed[1]) if bracketed else None) or _first(blocks["action"], plain)
    broken = _has(blocks["break_glass"]["words"], plain) and not _has(blocks["break_glass"]["unless"], plain)
    kinds = [_first(blocks[block], plain) for block in ("record_class", "access_mode")]
    return (*kinds, action, "true" if broken else None)


def _first(block: Mapping[str, Iterable[str]], plain: str) -> str | None:
    return next((meaning for meaning, words in block.items() if _has(words, plain)), None)


def _has(words: Iterable[str], plain: str) -> bool:
    return any(f" {word} " in f" {plain} " for word in words)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("roi_analytics").joinpath("load", "epic_metrics.toml").read_text(encoding="utf-8"))
