"""
One [[feed]] block of site.toml: which files hold which table, and how their headers, dates and words are read.

Every mistake is refused with what is wrong, where, and the mend. Knows no database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from roi_analytics.errors import LoadError, did_you_mean
from roi_analytics.site_words import (
    AUDIT_TABLES,
    FORMATTED_TYPES,
    READERS,
    REFERRED,
    as_cell,
    check_format,
    check_keys,
    check_pattern,
    check_zone,
    encoding_is_known,
    word_for,
)
from roi_analytics.tables import TABLES, Column, Table

FEED_KEYS = {
    **dict.fromkeys(
        ("name", "table", "files", "extract", "reader", "time_zone", "delimiter", "encoding", "sheet", "id_prefix"), str
    ),
    **{"extracted_on": (str, date), "header_row": int, "total_row_starts_with": str, "null_words": list},
    **dict.fromkeys(("constants", "columns", "formats", "values"), dict),
}


@dataclass(frozen=True)
class Feed:
    """
    One mapped source of one table. `columns` maps our column to its header, `values` a typed word to ours.

    A structured reader's headers are our own names, so that its columns need no mapping. `follows` names the feed whose
    files this one reads too, for the rows that touch no patient. `id_prefix` is put before the ids of its rows, where
    another system of the provider numbers its own alike.
    """

    name: str
    table: Table
    files: str
    extracted_on: str
    extract: str = "full"
    reader: str = "tabular"
    time_zone: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_row: int = 1
    total_row_starts_with: str | None = None
    null_words: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    id_prefix: str = ""
    follows: str | None = None

    @property
    def is_structured(self) -> bool:
        """Whether each record says by itself what is what, as an audit event does and a row of cells does not."""
        return self.reader != "tabular"

    def reads_with(self, other: "Feed") -> bool:
        """Whether one reading of the files serves both feeds."""
        return self.is_structured and (self.reader, self.files) == (other.reader, other.files)

    @property
    def extracted_on_is(self) -> str:
        """How the extract's date is known: from a 'pattern' of the file's name, a 'constant', or a 'column'."""
        if "%" in self.extracted_on:
            return "pattern"
        return "constant" if _iso_date(self.extracted_on) else "column"


def read_feed(block: dict[str, Any], number: int) -> Feed:
    where = f"feed '{block['name']}'" if isinstance(block.get("name"), str) else f"feed {number}"
    check_keys(block, FEED_KEYS, where)
    for key in ("name", "table", "files", "extracted_on"):
        if key not in block or not str(block[key]).strip():
            raise LoadError(f"{where} has no '{key}'.\nAdd it; every feed needs name, table, files and extracted_on.")
    if block["table"] not in TABLES:
        raise LoadError(
            f"{where}: there is no table '{block['table']}'.{did_you_mean(block['table'], TABLES)}\nThere are: "
            f"{', '.join(TABLES)}."
        )
    table = TABLES[block["table"]]
    _check_words(block, where)
    columns = _names(block.get("columns", {}), table, where, "columns")
    for column, header in columns.items():
        if not isinstance(header, str) or not header.strip():
            raise LoadError(f"{where}: columns.{column} must be a header of the log, as text in quotes.")
    constants = _constants(block.get("constants", {}), table, columns, where)
    if block.get("reader", "tabular") != "tabular":
        columns = {name: name for name in table.columns if name not in constants} | columns
    _check_coverage(table, {*columns, *constants}, where)
    extracted_on = str(block["extracted_on"])
    formats = _formats(block.get("formats", {}), table, columns, where, extracted_on)
    values = _values(block.get("values", {}), table, columns, where)
    if "%" in extracted_on:
        check_pattern(extracted_on, where)
    null_words = block.get("null_words", [])
    if not all(isinstance(word, str) for word in null_words):
        raise LoadError(f"{where}: null_words must be a list of texts in quotes.")
    made = {
        "table": table,
        "extracted_on": extracted_on,
        "null_words": tuple(sorted({word.strip() for word in null_words} - {""})),
    }
    made |= {"columns": columns, "constants": constants, "formats": formats, "values": values}
    return Feed(**{**block, **made})


def with_followers(feeds: Sequence[Feed]) -> tuple[Feed, ...]:
    """
    The feeds, each log of audit events followed by one more for its rows without a patient: `<name>-system`.

    A login or a start belongs to `system_event`. Where the site maps that table itself from the same files, its own
    feed takes them.
    """
    made = []
    for feed in feeds:
        made.append(feed)
        takes_touches = feed.is_structured and feed.table.name == "access_event"
        if takes_touches and not any(one.table.name == "system_event" and one.reads_with(feed) for one in feeds):
            made.append(_follower(feed))
    return tuple(made)


def _follower(feed: Feed) -> Feed:
    table = TABLES["system_event"]

    def kept(words: Mapping[str, Any]) -> dict[str, Any]:
        return {name: word for name, word in words.items() if name in ("provider_id", *table.columns)}

    kept_words = {key: kept(getattr(feed, key)) for key in ("constants", "columns", "formats", "values")}
    return replace(feed, name=f"{feed.name}-system", table=table, follows=feed.name, **kept_words)


def _check_words(block: Mapping[str, Any], where: str) -> None:
    """The feed's settings that are one word each."""
    reader = block.get("reader", "tabular")
    if reader not in READERS:
        raise LoadError(
            f"{where}: there is no reader '{reader}'.{did_you_mean(reader, READERS)}\nUse one of: {', '.join(READERS)}."
        )
    if reader != "tabular" and block["table"] not in AUDIT_TABLES:
        raise LoadError(
            f"{where}: the reader '{reader}' reads audit events, not {block['table']}.\n"
            f'Use table = "access_event", or reader = "tabular".'
        )
    if reader != "tabular" and "%" not in str(block["extracted_on"]) and not _iso_date(str(block["extracted_on"])):
        raise LoadError(
            f"{where}: extracted_on '{block['extracted_on']}' names a column, and audit events have none for it.\n"
            f'Give a date, or a pattern of the file names as "audit-%Y-%m-%d.ndjson".'
        )
    if block.get("extract", "full") not in ("full", "changes"):
        raise LoadError(
            f'{where}: extract = \'{block["extract"]}\' is not known.\nUse "full" (every row each time) or "changes".'
        )
    if "delimiter" in block and (len(block["delimiter"]) != 1 or block["delimiter"] in '"\r\n'):
        raise LoadError(f"{where}: delimiter must be one character, such as ';' or a tab (\"\\t\").")
    if "encoding" in block and not encoding_is_known(block["encoding"]):
        raise LoadError(
            f"{where}: encoding '{block['encoding']}' is not known.\nCommon ones: utf-8, cp1252, latin-1, utf-16."
        )
    if block.get("header_row", 1) < 1:
        raise LoadError(f"{where}: header_row counts from 1, the first row of the sheet.")
    if "id_prefix" in block and TABLES[block["table"]].versions:
        raise LoadError(
            f"{where}: id_prefix is for events and records of care, not for {block['table']}.\n"
            f"Leave it out: rows of one id are versions of each other there."
        )
    check_zone(block.get("time_zone"), where)


def _names(mapping: Mapping[str, Any], table: Table, where: str, section: str) -> dict[str, Any]:
    known = ("provider_id", *table.columns)
    for name in mapping:
        if name not in known:
            raise LoadError(
                f"{where}: {section}.{name}: the table {table.name} has no column "
                f"'{name}'.{did_you_mean(name, known)}\n"
                f"It has: {', '.join(known)}."
            )
    return dict(mapping)


def _constants(mapping: Mapping[str, Any], table: Table, columns: Mapping[str, str], where: str) -> dict[str, str]:
    made = {}
    for name, value in _names(mapping, table, where, "constants").items():
        if name in columns:
            raise LoadError(f"{where}: '{name}' is both a constant and a mapped column.\nKeep one of the two.")
        column = table.columns.get(name, Column(name, "id"))
        made[name] = as_cell(value, column, f"{where}: constants.{name}")
    return made


def _check_coverage(table: Table, mapped: set[str], where: str) -> None:
    """A key or required column must come from somewhere; an unmapped numbering or id of ours is made."""
    if "provider_id" not in mapped:
        raise LoadError(
            f'{where} does not say whose log it is.\nAdd:  [feed.constants]  provider_id = "..."  or map '
            f"provider_id as a column."
        )
    needed = [name for name in table.key if name not in (table.numbered, table.hashed)]
    needed += [name for name, column in table.columns.items() if column.required and name not in needed]
    for name in needed:
        if name not in mapped:
            raise LoadError(
                f"{where}: the table {table.name} needs `{name}`, which is not mapped.\nName yours:  "
                f'[feed.columns]  {name} = "..."'
            )


def _formats(
    mapping: Mapping[str, Any], table: Table, columns: Mapping[str, str], where: str, extracted_on: str
) -> dict[str, str]:
    from_column = "%" not in extracted_on and not _iso_date(extracted_on)
    known = [name for name in columns if name in table.columns and table.columns[name].type in FORMATTED_TYPES]
    known += ["extracted_on"] if from_column else []
    known += [name for name in columns if name in REFERRED]
    for name, text in mapping.items():
        if name not in known:
            raise LoadError(
                f"{where}: formats.{name}: no mapped column of dates, numbers or references has "
                f"that name.{did_you_mean(name, known)}"
            )
        check_format(text, "date" if name == "extracted_on" else table.columns[name].type, f"{where}: formats.{name}")
    return dict(mapping)


def _values(
    mapping: Mapping[str, Any], table: Table, columns: Mapping[str, str], where: str
) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {}
    for name, words in mapping.items():
        if name not in columns:
            raise LoadError(
                f"{where}: values.{name}: that column is not mapped.{did_you_mean(name, columns)}\nMapped are: "
                f"{', '.join(columns)}."
            )
        if not isinstance(words, dict):
            raise LoadError(f"{where}: values.{name} must be a table of typed word = our word.")
        column = table.columns.get(name, Column(name, "id"))
        made[name] = {}
        for typed, ours in words.items():
            said = word_for(ours, column, f'{where}: values.{name}: "{typed}"')
            if made[name].setdefault(" ".join(typed.split()).casefold(), said) != said:
                raise LoadError(
                    f'{where}: values.{name}: "{typed}" is given twice with two meanings (case and spaces do '
                    f"not count)."
                )
    return made


def _iso_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
