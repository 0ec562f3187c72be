"""The month as a spreadsheet: the first page, a sheet for each list, figures and findings together, and the notes."""

from collections.abc import Iterable, Mapping

import polars as pl

from roi_analytics.report import reading, spreadsheet
from roi_analytics.report.judged import FINDING, worst_first
from roi_analytics.report.parts import Part, Report, Section, Table
from roi_analytics.report.spreadsheet import Block, Sheet
from roi_analytics.report.stamp import Stamp

FIRST, CONTENTS, NOTES = "First page", "Contents", "Notes"
FOUND = "findings"
PATH, NAMED = "Legal path", "the CSV files that the contents name"


def render(report: Report) -> bytes:
    """
    Write the workbook: every row the page counts, but for the cases behind a figure, which are in their CSV.

    An empty list has no sheet; the contents say why it is empty.
    """
    taken = [FIRST, CONTENTS, NOTES]
    place: dict[str, str] = {}
    sheets: list[Sheet] = []
    for section in report.sections:
        for sheet, tables in _sheets(section, taken):
            place |= dict.fromkeys((table.name for table in tables), sheet.name)
            taken.append(sheet.name)
            sheets.append(sheet)
    first, contents = _first_page(report, place), _contents(report, place)
    return spreadsheet.write(report.stamp, [first, contents, *sheets, notes(report.stamp)])


def _sheets(section: Section, taken: list[str]) -> Iterable[tuple[Sheet, list[Table]]]:
    """The sheets of a section: a list has its own, the findings of all rules stand together, so do all figures."""
    told = [part for part in section.parts if part.table.rows.height]
    figures = [part for part in told if not part.is_list]
    found = [part for part in told if section.name == FOUND and part.table.shown == FINDING]
    if figures:
        name = spreadsheet.sheet_name(section.name, taken)
        sheet = Sheet(name, section.title, tuple(map(_figure, figures)), rest=NAMED)
        yield sheet, [part.table for part in figures]
    if found:
        yield _found(section, found, taken), [part.table for part in found]
    for table in [part.table for part in told if part not in figures and part not in found]:
        name = spreadsheet.sheet_name(table.name, taken)
        yield Sheet(name, table.title, (_block(table),), rest=f"tables/{table.name}.csv"), [table]


def _block(table: Table, always: Mapping[str, str] | None = None) -> Block:
    return Block(table.rows, table.shown, table.formats, always or {})


def _figure(part: Part) -> Block:
    return _block(part.table, {"What": part.title, PATH: _path(part)})


def _path(part: Part) -> str:
    return (part.legal_path or "").replace("_", " ")


def _found(section: Section, parts: list[Part], taken: list[str]) -> Sheet:
    """The findings of all rules, what is apparent first: were there too many, the cut would leave out the least."""
    rows = pl.concat([part.table.rows.with_columns(question=pl.lit(part.title)) for part in parts])
    rows = rows.sort(worst_first(), maintain_order=True)
    block = Block(rows, {"Question": "question", "Rule": "rule"} | FINDING)
    return Sheet(spreadsheet.sheet_name(section.name, taken), section.title, (block,), rest=NAMED)


def _first_page(report: Report, place: dict[str, str]) -> Sheet:
    decisions = {count.table: count.decision for count in report.decisions}
    numbers = [count.number for count in report.counts]
    rows = pl.DataFrame(
        {
            "number": numbers,
            "what": [count.label for count in report.counts],
            "remark": [count.remark for count in report.counts],
            "decision": [decisions.get(count.table, "") for count in report.counts],
            "sheet": [place.get(count.table, "") for count in report.counts],
        }
    )
    shown = {"Number": "number", "What": "what", "Of these": "remark", "Decision asked today": "decision"}
    above = (
        f"Release of information, {report.stamp.month}: {report.stamp.site}",
        f"{reading.CONFIDENTIAL[report.stamp.audience]} As known on {report.stamp.clock}.",
        reading.VERDICTS,
        "",
    )
    return Sheet(FIRST, "At a glance", (Block(rows, shown | {"Sheet": "sheet"}),), above, links="Sheet")


def _contents(report: Report, place: dict[str, str]) -> Sheet:
    """Every table of the report: its sheet, how to read it, its rows, its CSV, and the CSV of the cases behind it."""
    told = [_of_part(section, part, place) for section in report.sections for part in section.parts]
    names = ("section", "sheet", "title", "path", "rows", "reading", "csv", "cases")
    schema = {name: pl.Int64 if name == "rows" else pl.String for name in names}
    rows = pl.DataFrame(told, schema=schema, orient="row")
    shown = {
        "Part": "section", "Sheet": "sheet", "What it holds": "title", PATH: "path", "Rows": "rows",
        "How to read it": "reading", "All rows, as CSV": "csv", "The cases behind it, as CSV": "cases",
    }  # fmt: skip
    return Sheet(CONTENTS, "Contents", (Block(rows, shown),), links="Sheet")


def _of_part(section: Section, part: Part, place: dict[str, str]) -> tuple:
    table = part.table
    empty = f"Empty: {table.empty} " if table.rows.is_empty() else ""
    words = f"{empty}{' '.join([*part.sentences, table.lead])}".strip()
    csv, cases = f"tables/{table.name}.csv", f"tables/{part.cases.name}.csv" if part.cases else ""
    return section.title, place.get(table.name, ""), part.title, _path(part), table.rows.height, words, csv, cases


def notes(stamp: Stamp) -> Sheet:
    """What the workbook was made of, and how it is to be read."""
    told = [
        ("Month", stamp.month),
        ("Clock", f"{stamp.clock}: what was known on this day"),
        ("Site", stamp.site),
        *([("Provider", f"{stamp.provider} only")] if stamp.provider is not None else []),
        ("Audience", stamp.audience),
        ("Rows read", stamp.rows_in_words),
        ("Inputs", stamp.loads),
        ("Law", stamp.law),
        *[("Version", f"{name} {number}") for name, number in stamp.versions.items()],
        ("How to read: verdicts", reading.VERDICTS),
        *[(f"How to read: {term}", meaning) for term, meaning in reading.terms(stamp.audience)],
        *[("Input", _input(one)) for one in stamp.inputs],
    ]
    rows = pl.DataFrame(told, schema={"what": pl.String, "told": pl.String}, orient="row")
    return Sheet(NOTES, "Notes", (Block(rows, {"What": "what", "Told": "told"}),))


def _input(one: dict[str, str]) -> str:
    return f"{one['source_file']}, feed {one['feed']}, extract of {one['extracted_on']}, SHA-256 {one['file_hash']}"
