"""What did a log say about one thing, and when did it begin to say it?

A row of the invented world knows its history: what it said first, what was added or corrected later. An extract is the
view of one day: nothing that happened or was typed after the day is in it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass
class Defect:
    """One planted flaw of a row: the loader's code, what becomes of the row, and the column it is seen in."""

    code: str
    fate: str
    column: str = ""
    since: date | None = None
    """The first day an extract shows it; none if it is there from the row's beginning."""


@dataclass
class Row:
    """One row of a canonical table, with its history."""

    table: str
    provider_id: str
    seen_from: date
    values: dict[str, Any]
    updates: list[tuple[date, dict[str, Any]]] = field(default_factory=list)
    gone_from: date | None = None
    cells: dict[str, str] = field(default_factory=dict)
    """Text typed into a column in place of its value, as the log has it."""
    mangled: str = ""
    """'few' or 'many' cells in the line, 'bytes' that are not in the file's encoding."""
    copied: bool = False
    """Written twice, exactly."""
    defects: list[Defect] = field(default_factory=list)
    parent: "Row | None" = None

    def update(self, on: date, **values: Any) -> None:
        """Let the log say something new from a day on."""
        self.updates.append((on, values))

    def visible(self, on: date) -> bool:
        """Whether an extract of that day holds the row: a child only with its parent."""
        if self.parent is not None and not self.parent.visible(on):
            return False
        return self.seen_from <= on and (self.gone_from is None or on < self.gone_from)

    def view(self, on: date) -> dict[str, Any]:
        """What the row said on a day."""
        said = dict(self.values)
        for day, values in sorted(self.updates, key=lambda update: update[0]):
            if day <= on:
                said.update(values)
        return said

    @property
    def is_refused(self) -> bool:
        """Whether a loader is right to keep the row out."""
        return any(defect.fate == "quarantine" for defect in self.defects)


Tables = dict[str, list[Row]]


def add(tables: Tables, row: Row) -> Row:
    """Put a row into its table."""
    tables.setdefault(row.table, []).append(row)
    return row
