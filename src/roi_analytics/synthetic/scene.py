"""What is changed on a planted request once its rows are written: rows blanked, taken away or added, in a few words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from roi_analytics.synthetic.rows import Row, add
from roi_analytics.tables import TABLES

if TYPE_CHECKING:
    from roi_analytics.synthetic.requests import Book

IDS = {"denial": "denial_id", "disclosure": "disclosure_id", "delivery": "delivery_id", "authority": "authority_id"}


@dataclass
class Scene:
    """One planted request with the rows that hang on it, and its day of answer (of receipt, where there is none)."""

    book: "Book"
    request: Row
    day: date

    def rows(self, table: str) -> list[Row]:
        """The rows of a table that hang on the request, or on a row that does."""
        return [row for row in self.book.tables.get(table, []) if self._belongs(row)]

    def _belongs(self, row: Row) -> bool:
        while row.parent is not None:
            row = row.parent
        return row is self.request

    def case(self, words: str) -> str:
        """The case's id: `request`, `denial` and so on stand for the id of the first such row."""
        if "{" in words:
            return words.format(request=self.request.values["request_id"])
        head, _, tail = words.partition("/")
        key = str(self.request.values["request_id"] if head == "request" else self.rows(head)[0].values[IDS[head]])
        return f"{key}/{tail}" if tail else key


Touch = Callable[[Scene], None]


def say(table: str, **values: Any) -> Touch:
    """Let all rows of a table say this. A number stands for a day so many days after the answer, known from then on."""

    def touch(scene: Scene) -> None:
        for row in [scene.request] if table == "request" else scene.rows(table):
            row.updates = [
                (on, {name: value for name, value in said.items() if name not in values}) for on, said in row.updates
            ]
            _learn(scene, row, values)

    return touch


def drop(table: str, **match: Any) -> Touch:
    """Take away the rows of a table that say this."""

    def touch(scene: Scene) -> None:
        gone = [row for row in scene.rows(table) if all(row.values.get(name) == said for name, said in match.items())]
        scene.book.tables[table] = [row for row in scene.book.tables.get(table, []) if row not in gone]

    return touch


def more(table: str, parent: str = "request", after: int = 0, **values: Any) -> Touch:
    """Add a row that hangs on the request or on its first row of `parent`, seen from so many days after the answer."""

    def touch(scene: Scene) -> None:
        above = scene.request if parent == "request" else scene.rows(parent)[0]
        on = scene.day + timedelta(days=after)
        key = "request_id" if parent == "request" else IDS[parent]
        said = dict.fromkeys(TABLES[table].columns) | {key: above.values[key]}
        seen_from = max(on, above.seen_from)
        row = add(scene.book.tables, Row(table, scene.book.provider.provider_id, seen_from, said, parent=above))
        _learn(scene, row, values)

    return touch


def again(after: int) -> Touch:
    """The same person asks once more, so many days after the answer, and the log names this request as the earlier."""

    def touch(scene: Scene) -> None:
        asked_on = scene.day + timedelta(days=after)
        first = scene.request.values
        said = {
            "prior_request_id": first["request_id"],
            "received_on": asked_on,
            "signed_on": asked_on,
            "status": "open",
        }
        said |= {"request_id": f"{first['request_id']}-2", "authority_proof_on": None}
        row = add(scene.book.tables, Row("request", scene.book.provider.provider_id, asked_on, first | said))
        row.update(asked_on + timedelta(days=3), completed_on=asked_on + timedelta(days=3), status="withdrawn")

    return touch


def _learn(scene: Scene, row: Row, values: dict[str, Any]) -> None:
    """Let a row say these values: a day that lies after the row's beginning from that day on."""
    for name, value in values.items():
        said = _day(scene, name, value)
        known_from = max(row.seen_from, said) if type(said) is date else row.seen_from
        row.values[name] = said if known_from == row.seen_from else None
        row.update(known_from, **{name: said})


def _day(scene: Scene, name: str, value: Any) -> Any:
    if isinstance(value, str) and "{" in value:
        return value.format(request=scene.request.values["request_id"])
    if isinstance(value, int) and not isinstance(value, bool) and name.endswith(("_on", "_at")):
        day = scene.day + timedelta(days=value)
        return datetime.combine(day, time(15, 0)) if name.endswith("_at") else day
    return value
