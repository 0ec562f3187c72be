"""The month as a PDF: the page's words, tables and charts, set for paper. Real text, tagged, nothing fetched."""

import datetime as dt
import json
import re
import unicodedata
from importlib.resources import files
from typing import Any

import typst

from roi_analytics.charts import visible
from roi_analytics.report import page, reading
from roi_analytics.report.parts import LONG_ID, LONG_WORD, Count, Part, Report, Section, Table

FONTS = ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern")
"""Fonts that come with typst: the machine's own are left alone, so that every machine sets the same pages."""

DRAWN = (
    r"[ -~\u00a0-\u02ff\u0370-\u0482\u048a-\u04ff\u05d0-\u05ea\u0621-\u063a\u0640-\u064a\u0660-\u0669\u1e00-\u1fff"
    r"\u2010-\u2027\u2030-\u2040\u2070-\u20c0\u2100-\u211e\u2126-\u2151\u2153-\u2184\u2190-\u22ff]"
)
"""The letters that the fonts hold; any other is named by its number, for a gap would hide it."""

PLAIN = r"[ -~\u00a0-\u00ff]"
"""The plainest of them: all others are named where the fonts refuse what several letters make together."""

ONE_IN = 10
"""Of a column's cells one in so many may be longer than the one its room is reckoned from."""

LONG_CELL = 1_200
"""A row with a longer text may be broken across pages; any other is kept whole."""


def render(report: Report) -> bytes:
    """
    Set the report: one PDF (PDF/UA-1) with contents, bookmarks and alternative texts, its stamp on every page.

    What stands in a log reaches typst as JSON and is never markup. The PDF is dated by the stamp's clock, so the same
    report gives the same bytes. A failure quotes no value, as typst's own message would.
    """
    made = dt.datetime.combine(dt.date.fromisoformat(report.stamp.clock), dt.time(), dt.UTC)
    told, charts = _told(report), _charts(report)
    for drawn in (DRAWN, PLAIN):
        sources = {name: _letters(svg, drawn).encode() for name, svg in charts.items()}
        sources["report.json"] = json.dumps(_named(told, drawn)).encode()
        sources["main.typ"] = files("roi_analytics").joinpath("report", "paper.typ").read_bytes()
        try:
            return typst.compile(sources, timestamp=made, pdf_standards="ua-1", ignore_system_fonts=True)
        except typst.TypstError:
            continue
    raise RuntimeError("report.pdf could not be set. Typst's message is not shown: it may hold a value of a log.")


def _named(value: Any, drawn: str) -> Any:
    """The same, with marks that are not seen and letters that cannot be drawn named by their numbers."""
    if isinstance(value, str):
        return _letters(visible(value), drawn)
    if isinstance(value, dict):
        return {key: _named(part, drawn) for key, part in value.items()}
    return [_named(part, drawn) for part in value] if isinstance(value, list | tuple) else value


def _letters(text: str, drawn: str) -> str:
    def name(found: re.Match) -> str:
        letter = found[0]
        is_known = re.match(drawn, letter) and unicodedata.category(letter) != "Cn"
        return letter if is_known else f"[U+{ord(letter):04X}]"

    return re.sub(r"[^ -~\s]", name, unicodedata.normalize("NFC", text))


def _charts(report: Report) -> dict[str, str]:
    parts = [part for section in report.sections for part in section.parts if part.drawings]
    return {f"{part.table.name}.svg": page.drawing(part.drawings[0], "") for part in parts}


def _told(report: Report) -> dict:
    """All that is on paper, in the order it is read."""
    stamp = report.stamp
    heading = f"Release of information, {dt.date.fromisoformat(f'{stamp.month}-01'):%B %Y}"
    places = {part.table.name for section in report.sections for part in section.parts}
    return {
        "fonts": FONTS,
        "whole": page.WHOLE,
        "title": f"{heading}: {stamp.site}",
        "heading": heading,
        "of": stamp.site if stamp.provider is None else f"{stamp.site} · {stamp.provider} only",
        "confidential": f"{reading.CONFIDENTIAL.get(stamp.audience, '')} As known on {stamp.clock}.".strip(),
        "foot": stamp.line,
        "verdicts": reading.VERDICTS,
        "counts": [_count(count, places) for count in report.counts],
        "decisions": [_count(count, places) for count in report.decisions],
        "sections": [_section(section) for section in report.sections],
        "reading": reading.terms(stamp.audience),
    }


def _count(count: Count, places: set[str]) -> dict:
    return {
        "number": page.cell(count.number),
        "label": count.label,
        "remark": count.remark,
        "decision": count.decision,
        "place": count.table if count.table in places else None,
    }


def _section(section: Section) -> dict:
    parts = [_part(part) for part in section.parts]
    for headings, kin in _by_headings(parts).items():
        columns = [_column(heading, [table["columns"][at] for table in kin]) for at, heading in enumerate(headings)]
        for table in kin:
            table["columns"] = columns
    return {
        "title": section.title,
        "lead": section.lead,
        "empty": "" if section.parts else section.empty,
        "parts": parts,
    }


def _by_headings(parts: list[dict]) -> dict[tuple[str, ...], list[dict]]:
    """The tables of a section that have the same columns: they are set alike, so that the eye finds its place."""
    kin: dict[tuple[str, ...], list[dict]] = {}
    for part in parts:
        kin.setdefault(tuple(column["heading"] for column in part["table"]["columns"]), []).append(part["table"])
    return kin


def _part(part: Part) -> dict:
    drawing = {"file": f"{part.table.name}.svg", "alt": part.drawings[0].description} if part.drawings else None
    return {
        "place": part.table.name,
        "title": part.title,
        "total": page.cell(part.table.rows.height) if part.is_list else None,
        "path": part.legal_path and part.legal_path.replace("_", " "),
        "sentences": part.sentences,
        "drawing": drawing,
        "table": _table(part.table),
        "sources": [_source(part.table), *([_cases(part.cases)] if part.cases else [])],
    }


def _table(table: Table) -> dict:
    rows = [{"verdict": row.get("verdict"), "cells": _cells(table, row)} for row in table.on_page.to_dicts()]
    long = [max(map(len, row["cells"]), default=0) > LONG_CELL for row in rows]
    return {
        "lead": table.lead,
        "empty": table.empty,
        "columns": [
            {"heading": heading, "kind": _kind(table, column), "cells": [row["cells"][at] for row in rows]}
            for at, (heading, column) in enumerate(table.shown.items())
        ],
        "rows": [row | {"is_long": is_long} for row, is_long in zip(rows, long, strict=True)],
    }


def _cells(table: Table, row: dict) -> list[str]:
    return [
        page.verdict_word(row[column]) if column == "verdict" else page.cell(row[column], table.formats.get(column))
        for column in table.shown.values()
    ]


def _kind(table: Table, column: str) -> str:
    return "number" if page.is_number(table.rows, column) else table.kinds[column] or "words"


def _column(heading: str, kin: list[dict]) -> dict:
    """What a column's width is reckoned from: its kind, its cells (the longest first), its longest word."""
    cells = sorted((cell for column in kin for cell in column["cells"]), key=lambda cell: (-len(cell), cell)) or [""]
    kinds = {column["kind"] for column in kin}
    words = {word[: LONG_ID if ")" in word else LONG_WORD] for cell in cells for word in cell.split()}
    return {
        "heading": heading,
        "kind": kinds.pop() if len(kinds) == 1 else "words",
        "cells": list(dict.fromkeys(cells)),
        "usual": cells[len(cells) // ONE_IN],
        "word": max(words, key=lambda word: (len(word), word), default=""),
    }


def _source(table: Table) -> str:
    rows, file = table.rows.height, f"tables/{table.name}.csv"
    if not rows:
        return f"Empty: {file}"
    if table.is_cut:
        return f"The first {table.on_page.height} of {page.cell(rows)} rows; all of them in {file}"
    return f"{page.cell(rows)} row{'' if rows == 1 else 's'}, also in {file}"


def _cases(cases: Table) -> str:
    return f"{cases.title.capitalize()} ({page.cell(cases.rows.height)}): tables/{cases.name}.csv"
