"""
The facts of a public case, read from the columns of a case file: days, durations, who asked, the prose as it stands.

What is not told stays None. Nothing here reads the expected codes (but to hand them on), the kind of action or its sum.
"""

import csv
import datetime as dt
import io
import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

COLUMNS = (
    "n", "entity_type", "announced_date", "requester_type", "request_date", "provided_date", "provided_complete",
    "open_as_of_date", "approx_days_to_provide", "days_min", "days_max", "fee_issue", "fee_text", "denial_issue",
    "denial_text", "format_issue", "partial_first", "third_party_directive", "deceased", "expected_flags", "other",
)  # fmt: skip
"""The columns a case file must have; it may have others, which are not read."""

STAND_IN = dt.date(2019, 1, 1)
"""A case without any day is thought to have been told on this one: it says which law such cases are under."""

DATE = r"(?:19|20)\d\d(?:-\d\d){0,2}(?![\d-])"

LIFETIME = 36_500
"""Days: no request waits longer."""

PARTS = ("part", "partly", "partial", "incomplete")

Span = tuple[dt.date, dt.date]


class CaseFileError(Exception):
    """A case file that cannot be read: the message says what and the mend."""


@dataclass(frozen=True)
class Clock:
    """From the day of the request to the day the record was given, or was last known to be owed."""

    received_on: dt.date
    ended_on: dt.date


@dataclass(frozen=True)
class Facts:
    """One case. `least` and `most` are the shortest and the longest time its facts allow; None where they tell none."""

    number: str
    provider_kind: str
    requester: str
    announced_on: dt.date
    request: Span | None
    least: Clock | None
    most: Clock | None
    is_given: bool
    is_part_first: bool | None
    first_part_on: dt.date | None
    directive: str
    is_deceased: bool
    fee_issue: str
    fee_text: str
    denial_issue: str
    denial_text: str
    format_issue: str
    other: str
    expected: str

    @property
    def received_on(self) -> dt.date:
        """The day of the request, or one that stands in for it where only the year of the law matters."""
        if self.least:
            return self.least.received_on
        return self.request[1] if self.request else self.announced_on - dt.timedelta(days=365)

    @property
    def last_known_on(self) -> dt.date:
        """The newest day the facts tell of the request itself, else the day they were published."""
        return self.least.ended_on if self.least else self.announced_on


def read(path: Path) -> list[Facts]:
    """The cases of a file, in its order. Raises CaseFileError."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CaseFileError(f"the file cannot be read ({error.strerror}).\nGive a CSV file of cases.") from None
    except UnicodeDecodeError:
        raise CaseFileError("the file is not UTF-8 text.\nSave it as CSV in UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        lacking = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if lacking:
            raise CaseFileError(f"the file lacks the columns {', '.join(lacking)}.\nAdd them; a cell may be blank.")
        rows = list(reader)
    except csv.Error as error:
        raise CaseFileError(f"line {reader.line_num} is no CSV ({error}).\nMend the quotes.") from None
    if not rows:
        raise CaseFileError("the file holds no case.\nAdd a row for each.")
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise CaseFileError(f"row {number} has not as many cells as the header.\nMend its commas or quotes.")
    return [_facts(row, number) for number, row in enumerate(rows, start=2)]


def _facts(row: Mapping[str, str], number: int) -> Facts:
    cell = {name: " ".join(row[name].split()) for name in COLUMNS}
    told = cell["n"] if re.fullmatch(r"\w{1,8}", cell["n"]) else f"row {number}"
    whole = cell["provided_complete"].lower()
    prose = f"{cell['denial_text']}; {cell['other']}"
    request = span(cell["request_date"]) or _asked_between(prose)
    given, still_open = span(cell["provided_date"]), span(cell["open_as_of_date"])
    parts = [found[0] for text in re.findall(DATE, cell["partial_first"]) if (found := span(text))]
    is_given_elsewhere = _is_to_somebody_else(whole)
    is_only_part_given = bool(given) and not is_given_elsewhere and _is_no(whole, *PARTS)
    if is_only_part_given:
        parts.append(given[0])
    if is_only_part_given or is_given_elsewhere:
        given, still_open = None, still_open or given
    is_given = given is not None or still_open is None
    days = duration(cell["days_min"], cell["days_max"]) or duration(cell["approx_days_to_provide"])
    end = given or still_open
    announced_on = (span(cell["announced_date"]) or end or request or (STAND_IN, STAND_IN))[1]
    least, most = _clocks(request, end, days, announced_on)
    return Facts(
        number=told,
        provider_kind=_provider_kind(cell["entity_type"]),
        requester=cell["requester_type"].lower(),
        announced_on=announced_on,
        request=request,
        least=least,
        most=most,
        is_given=is_given,
        is_part_first=_is_part_first(cell["partial_first"], is_only_part_given),
        first_part_on=min(parts, default=None),
        directive=cell["third_party_directive"].lower(),
        is_deceased=is_yes(cell["deceased"]),
        fee_issue=cell["fee_issue"].lower(),
        fee_text=cell["fee_text"],
        denial_issue=cell["denial_issue"].lower(),
        denial_text=cell["denial_text"],
        format_issue=cell["format_issue"],
        other=cell["other"],
        expected=cell["expected_flags"],
    )


def _is_part_first(text: str, is_only_part_given: bool) -> bool | None:
    if is_only_part_given or is_yes(text):
        return True
    return False if is_no(text) else None


def is_yes(text: str) -> bool:
    return bool(re.match(r"(y|yes|true)\b", text.lower()))


def _is_no(text: str, *words: str) -> bool:
    return bool(re.match(rf"({'|'.join(('no', 'n', 'false', 'never', 'not', *words))})\b", text))


def is_no(text: str) -> bool:
    return _is_no(text.lower())


def span(text: str) -> Span | None:
    """First and last day of a day, a month or a year; of the first and the last of several dates."""
    spans = [found for word in re.findall(DATE, text) if (found := _one_span(word))]
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def _one_span(text: str) -> Span | None:
    year, *rest = (int(part) for part in text.split("-"))
    try:
        first = dt.date(year, *([*rest, 1, 1][:2]))
    except ValueError:
        return None
    if len(rest) == 2:
        return first, first
    month = rest[0] if rest else 12
    return first, dt.date(year, month, monthrange(year, month)[1])


def duration(least: str, most: str = "") -> tuple[int, int] | None:
    """Fewest and most days of `150`, `>270`, `<30`, `~210` (a tenth either way), `150-180` or `about 5 months`."""
    low, high = _days(least), _days(most)
    if low is None:
        return None
    return low[0], high[1] if high else low[1]


def _days(text: str) -> tuple[int, int] | None:
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]
    if not numbers:
        return None
    unit = 30 if "month" in text.lower() else 7 if "week" in text.lower() else 1
    low, high = (int(min(number * unit, LIFETIME)) for number in (min(numbers), max(numbers)))
    if re.search(r">=|≥|at least", text):
        return low, low + 366
    if re.search(r">|\bover\b|more than", text.lower()):
        return low + 1, low + 366
    if re.search(r"<=|≤|at most|up to", text.lower()):
        return 0, high
    if re.search(r"<|under|less than", text.lower()):
        return 0, high - 1
    if unit > 1 or re.search(r"~|≈|about|around|approx|nearly|ca\b", text.lower()):
        return low - low // 10, high + high // 10
    return low, high


def _asked_between(prose: str) -> Span | None:
    """The days between which requests were made, where the prose tells them and no column does."""
    told = re.search(rf"\brequests?\b[^;.]*?\bbetween ({DATE}) and ({DATE})", prose)
    return span(f"{told[1]} {told[2]}") if told else None


def _is_to_somebody_else(whole: str) -> bool:
    """Records that went to the agency or another provider only: the duty to the person goes on."""
    not_to = r"\bnot to (?:the )?(?:patient|person|requester|individual)"
    to = r"\bto (?:\w+ ){0,2}?(?:ocr|provider|doctor|physician)\b"
    return not is_yes(whole) and bool(re.search(f"{not_to}|{to}", whole))


def _clocks(
    request: Span | None, end: Span | None, days: tuple[int, int] | None, announced_on: dt.date
) -> tuple[Clock | None, Clock | None]:
    if request and end:
        least = Clock(request[1], max(end[0], request[1]))
        most = Clock(request[0], end[1])
        return (least, most) if most.ended_on >= most.received_on else (None, None)
    if not days:
        return None, None
    few, many = dt.timedelta(days=days[0]), dt.timedelta(days=days[1])
    if request:
        return Clock(request[1], request[1] + few), Clock(request[0], request[0] + many)
    first, last = end or (announced_on, announced_on)
    return Clock(first - few, first), Clock(last - many, last)


KINDS = {
    "laboratory": r"\blab",
    "health_insurer": r"health plan|insur|payer",
    "nursing_facility": r"nursing|rehab|care center|long.term",
    "pharmacy": r"pharmac",
    "behavioral_health": r"behaviou?r|psychi|mental|addiction|eating",
    "hospital": r"hospital|medical cent|health system|academic",
    "doctors_office": r"practice|solo|dentist|physician|doctor|office",
    "clinic": r"clinic|health cent|network|group|services",
}


def _provider_kind(text: str) -> str:
    return next((kind for kind, pattern in KINDS.items() if re.search(pattern, text.lower())), "other")
