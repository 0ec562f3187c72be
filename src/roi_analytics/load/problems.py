"""
What can be wrong with a row, and its fate: the codes a row is refused for, and the notes it is loaded with.

Three keepers, no overlap: here only what one row or one file can show.
"""

import difflib
from dataclasses import dataclass
from typing import Any

from roi_analytics.engine import Engine, quoted
from roi_analytics.load import cells
from roi_analytics.load.plan import Mapped, Plan
from roi_analytics.site import Feed

EARLIEST = "1990-01-01"
EARLIEST_LIFE = "1880-01-01"
LATEST_FUTURE = "2200-01-01"
DAYS_AFTER_EXTRACT = 366
"""The window a date must lie in: no electronic log is older, and a year after its extract is a slip of the pen."""

SLIP_DAYS = 60
"""A closing date one year on that lies at most so many days after receipt is a slip at the turn of the year."""

LIFE_DATES = ("birth_on", "died_on")
CLOSINGS = ("completed_on", "closed_on", "answered_on", "acted_on")
NOT_CLOSING = ("open", "unknown")
WHO_AND_WHOSE = ("user_id", "login", "patient_id")


@dataclass(frozen=True)
class Problem:
    """One code on one column: the rows it holds for (SQL over typed_rows), and how it is told."""

    code: str
    column: str | None
    condition: str
    message: str = ""
    mend: str = "null"


def set_aside(feed: Feed) -> dict[str, tuple[str, str]]:
    """Message and mend for each code of a record that could not be read at all."""
    return {
        "column_count": (
            "the row has more or fewer cells than the header",
            "Mend the row in the source: an unquoted delimiter or line break is likely.",
        ),
        "encoding_error": (
            f"the row holds bytes that are not {feed.encoding or 'utf-8'}",
            'Declare the encoding of the feed, as in: encoding = "cp1252"',
        ),
        "unparsable_record": (
            "the record is not whole JSON or XML, or not an audit event",
            "Export the file again; records before and after it are loaded.",
        ),
    }


def refusals(engine: Engine, plan: Plan, profile: dict[str, Any]) -> list[Problem]:
    """The problems that refuse a row, in the order in which a row gets its one code."""
    keys = ["provider_id", *(name for name in plan.table.key if name != plan.made)]
    groups: list[list[Problem]] = [[], [], [], [], []]
    for one in plan.mapped.values():
        if one.is_constant:
            continue
        said, total = profile[f"said {one.name}"], profile["rows"]
        is_key = one.name in keys
        if (is_key or one.column.required) and profile[f"read {one.name}"] < total:
            groups[0 if is_key else 1].append(_missing(one, is_key))
        if one.column.required and (profile.get(f"shortest {one.name}") or 11) <= 10:
            groups[1].append(_no_time_of_day(one))
        unread = profile[f"read {one.name}"] < said
        if unread and one.is_dated:
            groups[2].append(_unparsable_date(one))
        if unread and one.column.type in ("money", "number", "integer"):
            groups[2].append(_unparsable_number(one))
        if unread and one.column.type == "code" and (is_key or one.column.required):
            groups[2].append(_unmapped(engine, one))
        if one.is_dated and _may_be_out_of_range(one, plan, profile):
            groups[3].append(_out_of_range(one, plan))
    if plan.table.name == "access_event" and all(
        profile.get(f"said {name}", 0) < profile["rows"] for name in WHO_AND_WHOSE
    ):
        groups[4].append(_nobody(plan))
    return [problem for group in groups for problem in group]


def notes(plan: Plan, profile: dict[str, Any]) -> list[Problem]:
    """The problems a row is loaded with."""
    found = []
    for one in plan.mapped.values():
        if one.is_constant:
            continue
        if profile[f"read {one.name}"] < profile[f"said {one.name}"]:
            found += _unread(one)
        if one.column.type == "date" and not one.is_native and one.name != "extracted_on":
            found.append(Problem("precision_month", one.name, one.says(cells.IS_MONTH)))
        if one.is_dated and not one.column.future and _may_be_late(one, plan, profile):
            found.append(_after_extract(one, plan))
    return found + _between_dates(plan) + _status(plan)


def _special(one: Mapped) -> str:
    """A cell that says the value is withheld or does not apply: null, and noted."""
    if one.column.type == "text":
        return one.says(f"coalesce({cells.NOT_APPLICABLE_TEXT}, false)")
    if one.column.type == "id":
        return "false"
    return f"({one.y_name} is null and {one.says(f'coalesce({cells.NOT_APPLICABLE} or {cells.SUPPRESSED}, false)')})"


def _missing(one: Mapped, is_key: bool) -> Problem:
    code = "key_missing" if is_key else "no_time" if one.column.type == "instant" else "value_missing"
    condition = f"({one.x_name} is null or {_special(one)})"
    return Problem(code, one.name, condition, f"'{one.header}' is blank", quoted(f"Fill '{one.header}' in the source."))


def _no_time_of_day(one: Mapped) -> Problem:
    return Problem(
        "no_time", one.name, f"length({one.x_name}) <= 10 and {one.y_name} is not null", f"'{one.header}' has a "
                                                                                         f"day without a time",
        quoted(f"Export '{one.header}' with its time of day."),
    )  # fmt: skip


def _unparsable_date(one: Mapped) -> Problem:
    wanted = one.form or ("2026-05-31" if one.column.type == "date" else "2026-05-31 14:05:00")
    mend = quoted(f"Write it as {wanted}, or mend formats.{one.name}.")
    other = swapped(one.form)
    if other:
        read = f"try_strptime({one.x_name}, {quoted(other)})"
        mend = (
            f"case when {read} is not null then "
            f"{quoted(f'It would read as {other}; mend the source, or formats.{one.name}.')} else {mend} end"
        )
    return Problem(
        "unparsable_date", one.name, _unreadable(one), f"'{one.header}' is no date in the form {wanted}", mend
    )


def _unparsable_number(one: Mapped) -> Problem:
    shape = "a whole number" if one.column.type == "integer" else "a number"
    mend = quoted(f'Write {shape} with digits, or declare formats.{one.name} = "decimal_comma".')
    return Problem("unparsable_number", one.name, _unreadable(one), f"'{one.header}' is not {shape}", mend)


def _unreadable(one: Mapped) -> str:
    return f"({one.x_name} is not null and {one.y_name} is null and not {_special(one)})"


def _unmapped(engine: Engine, one: Mapped) -> Problem:
    """A word the mapping does not know, in a column that cannot do without: the mend names the nearest of ours."""
    typed = engine.read(
        f"select distinct {one.x_name} as word from typed_rows where {_unreadable(one)} order by 1 limit 1000"
    )
    whens = ""
    for word in typed.get_column("word").to_list():
        nearest = difflib.get_close_matches(word.casefold(), [value.casefold() for value in one.column.values], n=1)
        if nearest:
            whens += (
                f" when {quoted(word)} then {quoted(f'Nearest known word: {nearest[0]}. Map it in values.{one.name}.')}"
            )
    plain = quoted(f"Map it in values.{one.name}; known words: {', '.join(one.column.values)}.")
    mend = f"case {one.x_name}{whens} else {plain} end" if whens else plain
    return Problem(
        "value_unmapped", one.name, _unreadable(one), f"'{one.header}' holds a word that is not mapped", mend
    )


def _bounds(one: Mapped, plan: Plan) -> tuple[str, str]:
    kind = "date" if one.column.type == "date" else "timestamp"
    first = EARLIEST_LIFE if one.name in LIFE_DATES else EARLIEST
    last = (
        f"{kind} '{LATEST_FUTURE}'"
        if one.column.future
        else f"cast({plan.extract_day} + {DAYS_AFTER_EXTRACT} as {kind})"
    )
    return f"{kind} '{first}'", last


def _may_be_out_of_range(one: Mapped, plan: Plan, profile: dict[str, Any]) -> bool:
    least, most = profile[f"least {one.name}"], profile[f"most {one.name}"]
    if least is None:
        return False
    first = EARLIEST_LIFE if one.name in LIFE_DATES else EARLIEST
    return least < first or plan.extracted_on is None or most > str(plan.extracted_on)


def _out_of_range(one: Mapped, plan: Plan) -> Problem:
    first, last = _bounds(one, plan)
    mend = (
        f"case when year({one.y_name}) < 100 then 'The year is likely ' || cast(year({one.y_name}) + 2000 as "
        f"varchar) || '; mend it in the source.'"
        f" else {quoted(f'Check the year of {one.header!r}; formats.{one.name} may be wrong.')} end"
    )
    condition = f"({one.y_name} < {first} or {one.y_name} > {last})"
    return Problem(
        "date_out_of_range",
        one.name,
        condition,
        f"'{one.header}' lies outside what a log of this extract can hold",
        mend,
    )


def _nobody(plan: Plan) -> Problem:
    nobody = (
        " and ".join(f"{plan.mapped[name].x_name} is null" for name in WHO_AND_WHOSE if name in plan.mapped) or "true"
    )
    return Problem(
        "user_and_patient_missing", None, f"({nobody})", "neither a user nor a patient is named",
        quoted("Load rows without a patient as system_event, or fill the user."),
    )  # fmt: skip


def id_taken(plan: Plan) -> Problem:
    """An id that is another row's already; judging.py finds the rows, so no condition of one row holds."""
    key = plan.table.key[-1]
    header = plan.mapped[key].header if key in plan.mapped else key
    own = "" if plan.feed.is_structured else f", or do not map {key}: one is made of the row"
    return Problem(
        "id_taken", key, "false", f"'{header}' is the id of another row, which tells of something else",
        quoted(f'If two systems number alike, give one of the feeds  id_prefix = "west-"{own}.'),
    )  # fmt: skip


def _unread(one: Mapped) -> list[Problem]:
    if one.column.type == "text":
        return [Problem("not_applicable", one.name, _special(one))]
    if one.column.type == "id":
        return []
    null = f"{one.y_name} is null and "
    found = [
        Problem("not_applicable", one.name, null + one.says(cells.NOT_APPLICABLE)),
        Problem("suppressed", one.name, null + one.says(cells.SUPPRESSED)),
    ]
    return found + (
        [Problem("value_unmapped", one.name, _unreadable(one))] if one.column.type in ("code", "boolean") else []
    )


def _may_be_late(one: Mapped, plan: Plan, profile: dict[str, Any]) -> bool:
    most = profile[f"most {one.name}"]
    return most is not None and (plan.extracted_on is None or most > str(plan.extracted_on))


def _after_extract(one: Mapped, plan: Plan) -> Problem:
    if one.column.type == "date":
        condition = f"{one.y_name} > {plan.extract_day}"
    elif one.column.type == "wall_clock":
        condition = f"cast({one.y_name} as date) > {plan.extract_day}"
    else:
        local = f"cast(({one.y_name} at time zone 'UTC') at time zone {plan.zone} as date)"
        condition = f"{one.y_name} > cast({plan.extract_day} as timestamp) and {local} > {plan.extract_day}"
    return Problem("date_after_extract", one.name, condition)


def _between_dates(plan: Plan) -> list[Problem]:
    """A closing before the receipt, and the slip of a year that explains many of them."""
    received = plan.mapped.get("received_on")
    found = []
    for closing in (plan.mapped[name] for name in CLOSINGS if received and name in plan.mapped):
        before = f"{closing.y_name} < {received.y_name}"
        gap = f"date_diff('day', {received.y_name}, cast({closing.y_name} + interval 1 year as date))"
        found.append(Problem("closed_before_received", closing.name, before))
        found.append(Problem("new_year_slip", closing.name, f"{before} and {gap} between 0 and {SLIP_DAYS}"))
    return found


def _status(plan: Plan) -> list[Problem]:
    """A request's status against its dates."""
    status = plan.mapped.get("status") if plan.table.name == "request" else None
    closings = [plan.mapped[name].y_name for name in ("completed_on", "closed_on") if name in plan.mapped]
    if status is None or not closings:
        return []
    words = ", ".join(quoted(word) for word in NOT_CLOSING)
    found = [
        Problem(
            "closed_without_date",
            "status",
            f"{status.y_name} not in ({words}) and coalesce({', '.join(closings)}) is null",
        )
    ]
    if "completed_on" in plan.mapped:
        done = plan.mapped["completed_on"].y_name
        found.append(Problem("status_against_dates", "status", f"{status.y_name} = 'open' and {done} is not null"))
    return found


def swapped(form: str | None) -> str | None:
    """A format with day and month exchanged; None where it names the month or the day otherwise."""
    plain = (form or "%Y-%m-%d").replace("%-", "%")
    if "%d" not in plain or "%m" not in plain:
        return None
    return plain.replace("%d", "%\x00").replace("%m", "%d").replace("%\x00", "%m")
