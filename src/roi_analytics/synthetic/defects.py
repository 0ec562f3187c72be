"""What is wrong with the logs, on purpose? Every code a loader knows, planted where it can decide no finding.

The flawed requests are extra ones between providers, for treatment, with nothing hanging on them.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from roi_analytics.synthetic.accesses import Frames
from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.network import BY_ID, FIRST_DAY
from roi_analytics.synthetic.plans import Plan
from roi_analytics.synthetic.requests import Book, request_row
from roi_analytics.synthetic.rows import Defect, Row, add

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSED, NOTED = "quarantine", "note"


class Planter:
    """Adds flawed rows to one provider's book."""

    def __init__(self, book: Book, seed: int) -> None:
        self.book = book
        self.chance = Chance(seed, "defects", book.provider.provider_id)
        newest = book.extracts[-2] + timedelta(days=1) if len(book.extracts) > 1 else FIRST_DAY
        self.newest = (newest, book.last - timedelta(days=8))

    def request(self, only_newest: bool = False, **said: Any) -> Row:
        """A request for treatment; what is `said` stands in the log from its first day."""
        first, last = self.newest if only_newest else (FIRST_DAY, self.book.last - timedelta(days=8))
        plan = Plan(self.chance.day(first, last), "treatment", "provider", days=self.chance.whole(1, 6), quiet=True)
        plan.channel = "fax"
        row = request_row(self.book, plan)
        if said:
            done = {"completed_on": None, "closed_on": None, "status": "fulfilled", "vendor_received_on": None}
            row.updates = []
            row.values |= done | said
        return row

    def cell(self, code: str, fate: str, column: str, *texts: str, only_newest: bool = False) -> None:
        """Requests with a text typed into one column."""
        for text in texts:
            row = self.request(only_newest)
            row.cells[column] = text
            row.defects.append(Defect(code, fate, column))

    def item(self, code: str, fate: str, column: str, *texts: str) -> None:
        """Items of requests with a text typed into a column of numbers."""
        for text in texts:
            request = self.request()
            item = Row("request_item", self.book.provider.provider_id, request.values["received_on"], parent=request,
                       values={"request_id": request.values["request_id"], "item_no": "1", "record_set": "history",
                               "format_requested": "electronic", "outcome": "pending",
                               "held_as": "electronic"})  # fmt: skip
            item.cells[column] = text
            item.defects.append(Defect(code, fate, column))
            add(self.book.tables, item)

    def line(self, code: str, *mangled: str) -> None:
        """Lines that cannot be read as rows."""
        for how in mangled:
            row = self.request()
            row.mangled = how
            row.defects.append(Defect(code, REFUSED))

    def bytes(self, *texts: str) -> None:
        """Lines with a byte that is not in the declared encoding (see writing.BAD_BYTE)."""
        for text in texts:
            row = self.request()
            row.cells["owner"] = text
            row.defects.append(Defect("encoding_error", REFUSED))

    def keyless(self, count: int) -> None:
        """Requests without a number."""
        for _ in range(count):
            row = self.request()
            row.values["request_id"] = None
            row.defects.append(Defect("key_missing", REFUSED, "request_id"))

    def dates(self, code: str, count: int) -> None:
        """Requests whose dates and status do not agree."""
        for _ in range(count):
            row = self.request(only_newest=code == "date_after_extract")
            received_on = row.values["received_on"]
            said = {"completed_on": None, "closed_on": None, "status": "fulfilled", "vendor_received_on": None}
            if code == "closed_before_received":
                said["completed_on"] = received_on - timedelta(days=self.chance.whole(2, 6))
            elif code == "date_after_extract":
                said["completed_on"] = self.book.last + timedelta(days=self.chance.whole(3, 40))
            elif code == "status_against_dates":
                said |= {"completed_on": received_on, "status": "open"}
            elif code == "new_year_slip":
                said["completed_on"] = received_on + timedelta(days=14) - timedelta(days=365)
                row.defects.append(Defect("closed_before_received", NOTED, "completed_on"))
            row.updates = []
            row.values |= said
            column = "status" if code in ("status_against_dates", "closed_without_date") else "completed_on"
            row.defects.append(Defect(code, NOTED, column))

    def precision(self, count: int) -> None:
        """Requests received in a month, no day given."""
        for _ in range(count):
            row = self.request()
            row.cells["received_on"] = f"{row.values['received_on']:%Y-%m}"
            row.values["received_on"] = row.values["received_on"].replace(day=1)
            row.defects.append(Defect("precision_month", NOTED, "received_on"))

    def twins(self, count: int, same_number: bool) -> None:
        """The same number twice with different content, or two numbers for what looks like one request."""
        for _ in range(count):
            row = self.request(only_newest=True)
            values = dict(row.values)
            if same_number:
                values["owner"] = "T. Cordenette (again)"
            else:
                values["request_id"] = self.book.next_id()
            twin = Row("request", row.provider_id, row.seen_from, values, list(row.updates))
            for each in (row, add(self.book.tables, twin)):
                each.defects.append(Defect("possible_duplicate", NOTED))

    def copies(self, count: int) -> None:
        """Requests that stand in the log twice, exactly."""
        for _ in range(count):
            self.request().copied = True

    def old_patients(self, *births: str) -> None:
        """Patients born before anybody now living."""
        for number, birth in enumerate(births):
            row = Row("patient", self.book.provider.provider_id, FIRST_DAY, {"patient_id": f"R9{number:05d}"})
            row.cells["birth_on"] = birth
            row.defects.append(Defect("date_out_of_range", REFUSED, "birth_on"))
            add(self.book.tables, row)


def plant_in_requests(seed: int, books: dict[str, Book], months: int) -> None:
    """Every code a request log can earn, at least three of each."""
    general, canyon, bay, marsh, plan, ridge, family = (
        Planter(books[name], seed)
        for name in ("riverbend-general", "alder-canyon", "tamarack-bay", "quill-marsh", "bluestem-health",
                     "mesa-ridge", "larkspur-family")
    )  # fmt: skip
    general.keyless(3)
    canyon.keyless(1)
    plan.cell("value_missing", REFUSED, "received_on", "", "")
    marsh.cell("value_missing", REFUSED, "received_on", "", "")
    general.cell("unparsable_date", REFUSED, "received_on", "13/45/2026", "last Tuesday")
    canyon.cell("unparsable_date", REFUSED, "completed_on", "tbd")
    bay.cell("unparsable_date", REFUSED, "received_on", "00.04.2026")
    plan.cell("unparsable_date", REFUSED, "completed_on", "soon")
    general.item("unparsable_number", REFUSED, "pages_paper", "about 40", "12 pp")
    canyon.item("unparsable_number", REFUSED, "pages_electronic", "see file")
    general.cell("date_out_of_range", REFUSED, "received_on", "03/14/1926", "04/02/2062")
    marsh.cell("date_out_of_range", REFUSED, "received_on", "1301-01-13")
    plan.cell("date_out_of_range", REFUSED, "received_on", "20620401")
    general.old_patients("05/17/1826", "01/30/1826", "11/02/1847")
    general.line("column_count", "few", "many", "many")
    family.line("column_count", "few")
    general.bytes("Mu\x01oz", "Pe\x01a", "Nu\x01ez")
    ridge.dates("closed_before_received", 2)
    general.dates("closed_before_received", 2)
    general.dates("date_after_extract", 2)
    marsh.dates("date_after_extract", 2)
    canyon.dates("closed_without_date", 3)
    bay.dates("closed_without_date", 1)
    general.dates("status_against_dates", 2)
    plan.dates("status_against_dates", 2)
    marsh.dates("new_year_slip", 3)
    marsh.precision(3)
    general.cell("value_unmapped", NOTED, "channel", "carrier pigeon", "walk-up kiosk")
    bay.cell("value_unmapped", NOTED, "channel", "TELEX")
    plan.cell("value_unmapped", NOTED, "channel", "77")
    general.cell("replacement_character", NOTED, "owner", "M. Ashb\ufffdy", "S. \ufffdstmere", "P. Quarhol\ufffd")
    general.twins(2, same_number=True)
    canyon.twins(2, same_number=False)
    general.item("suppressed", NOTED, "pages_paper", "<11", "*")
    bay.item("suppressed", NOTED, "pages_electronic", "<11", "*")
    general.cell("not_applicable", NOTED, "vendor_received_on", "N/A", "N/A")
    canyon.item("not_applicable", NOTED, "images", "N/A", "N/A")
    for planter in (general, canyon, plan):
        planter.copies(2)
    _type_code(books["riverbend-general"])
    _close_in_bulk(books["juniper-street"])


def _type_code(book: Book) -> None:
    """No defect, but text in open requests that a report must neither run as a formula nor as a script."""
    texts = iter(('=HYPERLINK("file:///x","open")', "<script>alert('owner')</script>", "@SUM(1+1)*cmd|' /C x'!A0"))
    for row in book.tables["request"]:
        said = row.view(book.last)
        if (
            row.provider_id == book.provider.provider_id
            and not row.defects
            and not row.copied
            and (said["status"], said["legal_path"]) == ("open", "access")
            and (text := next(texts, None))
        ):
            row.values["owner"] = text


def _close_in_bulk(book: Book) -> None:
    """One day on which a clerk closed what was left of the quarter: its closing dates are not days of service."""
    day = book.last - timedelta(days=2)
    rows = [row for row in book.tables["request"] if row.provider_id == book.provider.provider_id]
    for row in rows:
        completed_on = _completed_on(row)
        is_left = completed_on is None or completed_on > day - timedelta(days=12)
        if is_left and row.values["received_on"] < day and row.values["status"] == "open":
            row.updates = [(day, {"completed_on": day, "status": "fulfilled"})]
    quarter = (day.year, (day.month - 1) // 3)
    closed = [on for row in rows if (on := _completed_on(row)) and on <= book.last
              and (on.year, (on.month - 1) // 3) == quarter]  # fmt: skip
    if len(closed) >= 50 and closed.count(day) > 0.2 * len(closed):
        for row in rows:
            if _completed_on(row) == day:
                row.defects.append(Defect("bulk_closing_day", NOTED, "completed_on", since=day))


def _completed_on(row: Row) -> date | None:
    return row.view(date.max).get("completed_on")


def plant_in_accesses(seed: int, frames: Frames) -> Frames:
    """Events without a user and a patient, without a time, by users nobody knows, and events logged twice."""
    planted = {
        "riverbend-general": {"user_and_patient_missing": 4, "no_time": 4, "unresolved_user": 5, "copy": 3, "again": 5},
        "alder-canyon": {"user_and_patient_missing": 2, "unresolved_user": 2},
        "tamarack-bay": {"no_time": 2, "unresolved_user": 3, "copy": 2},
    }
    frames = dict(frames)
    for provider_id, wanted in planted.items():
        events = frames[provider_id, "access_event"]
        chance = Chance(seed, "access defects", provider_id)
        glass = events["is_break_glass"].to_list()
        free = (int(n) for n in chance.generator.permutation(len(events)) if not glass[int(n)])
        frames[provider_id, "access_event"] = _flawed(events, wanted, free, BY_ID[provider_id].extracts(3)[0])
    return frames


def _flawed(events: pl.DataFrame, wanted: dict[str, int], free: "Iterator[int]", first_extract: date) -> pl.DataFrame:
    """The events with flaws of these kinds in rows taken from `free`."""
    chosen = {code: sorted(number for _, number in zip(range(count), free, strict=False))
              for code, count in wanted.items() if code != "again"}  # fmt: skip
    row = pl.int_range(pl.len())
    lost, late = row.is_in(chosen.get("user_and_patient_missing", [])), row.is_in(chosen.get("no_time", []))
    strange = row.is_in(chosen.get("unresolved_user", []))
    copies = events[chosen.get("copy", [])]
    early = events.filter(pl.col("_on") <= first_extract)
    taken = {number for numbers in chosen.values() for number in numbers}
    again = [
        n for n in range(len(early) - 400, len(early)) if n >= 0 and n not in taken and not early["is_break_glass"][n]
    ]
    repeated = early[again[: wanted.get("again", 0)]] if early["_on"].max() != events["_on"].max() else early[:0]
    repeated = repeated.with_columns(_on=pl.lit(first_extract + timedelta(days=1)))
    flawed = events.with_columns(
        user_id=pl.when(lost).then(None).when(strange).then(pl.lit("zz9") + row.cast(pl.String)).otherwise("user_id"),
        login=pl.when(lost | strange).then(None).otherwise("login"),
        patient_id=pl.when(lost).then(None).otherwise("patient_id"),
        opened_at=pl.when(late).then(None).otherwise("opened_at"),
        _code=pl.when(lost).then(pl.lit(f"user_and_patient_missing|{REFUSED}|"))
        .when(late).then(pl.lit(f"no_time|{REFUSED}|opened_at"))
        .when(strange).then(pl.lit(f"unresolved_user|{NOTED}|user_id"))
        .otherwise("_code"),
    )  # fmt: skip
    twice = pl.concat([copies, repeated]).with_columns(_code=pl.lit("duplicate|duplicate|"))
    return pl.concat([flawed, twice])
