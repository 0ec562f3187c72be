"""
One [[feed]] block of site.toml: which files hold which table, and how their headers, dates and words are read.

Every mistake is refused with what is wrong, where, and the mend. Knows no database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from roi_analytics.errors import LoadError, did_you_mean
from roi_analytics.site_words import (
    FORMATTED_TYPES,
    READERS_TO_COME,
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
        ("name", "table", "files", "extract", "reader", "time_zone", "delimiter", "encoding", "sheet"), str
    ),
    **{"extracted_on": (str, date), "header_row": int, "total_row_starts_with": str, "null_words": list},
    **dict.fromkeys(("constants", "columns", "formats", "values"), dict),
}


@dataclass(frozen=True)
class Feed:
    """One mapped source of one table. `columns` maps our column to its header, `values` a typed word to ours."""

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


def _check_words(block: Mapping[str, Any], where: str) -> None:
    """The feed's settings that are one word each."""
    reader = block.get("reader", "tabular")
    if reader in READERS_TO_COME:
        raise LoadError(
            f"{where}: the reader '{reader}' is not built yet.\nExport the log as CSV, Parquet or XLSX and use "
            f'reader = "tabular".'
        )
    if reader != "tabular":
        known = ("tabular", *READERS_TO_COME)
        raise LoadError(
            f"{where}: there is no reader '{reader}'.{did_you_mean(reader, known)}\nUse reader = \"tabular\"."
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
    for name, text in mapping.items():
        if name not in known:
            raise LoadError(
                f"{where}: formats.{name}: no mapped column of dates or numbers has that "
                f"name.{did_you_mean(name, known)}"
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
