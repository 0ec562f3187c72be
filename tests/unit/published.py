"""Published packs as anybody holds them: their counts and tables, read from the files alone."""

import csv
from pathlib import Path

MONTHS = ("2026-03", "2026-04", "2026-05")
ALL = "all providers"
KEY = ("about", "month", "legal_path", "provider_id", "part")

Cells = dict[tuple[str, ...], int | None]
"""What the files say of every count; None: hidden."""


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(folders: list[Path]) -> Cells:
    """All counts of all packs, those carried along from earlier ones too: one shown anywhere is known."""
    found: Cells = {}
    for folder in folders:
        for name in ("cells", "cells_before"):
            for row in rows_of(folder / "tables" / f"{name}.csv"):
                key = tuple(row[column] for column in KEY)
                shown = None if row["count"] == "hidden" else int(row["count"])
                found[key] = shown if shown is not None else found.get(key)
    return found


def told_in_tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    return {path.stem: rows_of(path) for path in sorted((folder / "tables").glob("*.csv"))}
