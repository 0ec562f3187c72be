"""What steps did a request go through? Its items, events, letters and notices of delay."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.plans import SETS, Plan
from roi_analytics.synthetic.rows import Row, add

if TYPE_CHECKING:
    from roi_analytics.synthetic.requests import Book

FORMATS = {
    "portal": {"portal": 0.6, "electronic": 0.4},
    "email": {"electronic": 1.0},
    "mail": {"paper": 0.8, "media": 0.2},
    "fax": {"paper": 0.5, "electronic": 0.5},
    "in_person": {"paper": 0.7, "inspection": 0.12, "media": 0.18},
    "phone": {"paper": 0.6, "electronic": 0.4},
}


def items_for(chance: Chance, plan: Plan) -> list[tuple[str, str]]:
    """What is asked for, and in which form; one form for a request, as the channel suggests."""
    how = chance.pick(FORMATS[plan.channel])
    if how == "inspection" and plan.path != "access":
        how = "paper"
    sets = [chance.pick(SETS) for _ in range(chance.pick([1, 1, 1, 2, 2, 3]))]
    if plan.end == "fulfilled_partly" and len(set(sets)) == 1:
        sets = ["history", "notes"]
    return [(what, how) for what in dict.fromkeys(sets)]


def notice_values(plan: Plan) -> list[dict[str, Any]]:
    """The notices of delay as the log will hold them."""
    return [
        {
            "ordinal": str(ordinal),
            "notified_on": plan.received_on + timedelta(days=notice.after_days),
            "reason": notice.reason or None,
            "promised_on": plan.received_on + timedelta(days=notice.promised_after) if notice.promised_after else None,
        }
        for ordinal, notice in enumerate(plan.notices, start=1)
    ]


def write_handling(book: "Book", plan: Plan, request: Row, answered_on: date | None) -> None:
    """Items, steps, letters and notices of one request."""
    if book.provider.feeds("request_item"):
        _items(book, plan, request, answered_on)
    if book.provider.feeds("request_event"):
        _events(book, plan, request, answered_on)
    for notice in notice_values(plan):
        if answered_on is None or notice["notified_on"] < answered_on:
            _child(book, request, "extension", notice["notified_on"], **notice)
            letter(book, request, "extension", notice["notified_on"], plan.channel)
    if not plan.quiet and plan.days > 2 and book.chance.yes(0.5):
        letter(book, request, "acknowledgement", plan.received_on + timedelta(days=1), plan.channel)
    if plan.end in ("denied", "no_records") and answered_on:
        letter(book, request, plan.end.replace("denied", "denial"), answered_on, "mail")


def letter(book: "Book", request: Row, kind: str, sent_on: date, channel: str) -> None:
    """A letter about a request, where the provider logs its letters."""
    if book.provider.feeds("correspondence"):
        number = len(book.tables.get("correspondence", [])) + 1
        channel = "mail" if channel in ("phone", "in_person") else channel
        _child(book, request, "correspondence", sent_on, letter_id=f"{book.provider.prefix}C{number:05d}", kind=kind,
               sent_on=sent_on, channel=channel)  # fmt: skip


def _child(book: "Book", request: Row, table: str, seen_from: date, **values: Any) -> Row:
    said = {"request_id": request.values["request_id"], **values}
    return add(book.tables, Row(table, book.provider.provider_id, seen_from, said, parent=request))


def _items(book: "Book", plan: Plan, request: Row, answered_on: date | None) -> None:
    chance = book.chance
    for number, (what, how) in enumerate(plan.items or [], start=1):
        refused = plan.end == "fulfilled_partly" and number == 2
        row = _child(
            book, request, "request_item", plan.received_on,
            item_no=str(number), record_set=what, format_requested=how, outcome="pending",
            held_as="film" if what == "imaging" and how == "media" else chance.pick(
                {"electronic": 0.75, "paper": 0.15, "mixed": 0.1}),
            is_part2_record=what == "substance_use" and chance.yes(0.5),
            notes_kept_separate=False,
        )  # fmt: skip
        if answered_on and plan.end in ("fulfilled", "fulfilled_partly") and not refused:
            pages = max(1, chance.days(24, 1.0))
            row.update(
                answered_on, outcome="provided", format_provided=how,
                pages_paper=pages if how in ("paper", "inspection") else 0,
                pages_electronic=pages if how in ("electronic", "portal", "media") else 0,
                images=chance.whole(1, 9) if what == "imaging" else None,
            )  # fmt: skip
        elif answered_on and (refused or plan.end == "denied"):
            row.update(answered_on, outcome="denied")
        elif answered_on and plan.end == "no_records":
            row.update(answered_on, outcome="not_held")


def _events(book: "Book", plan: Plan, request: Row, answered_on: date | None) -> None:
    chance, span = book.chance, plan.days if answered_on else 25
    steps: list[tuple[int, str, str | None, str | None]] = [(0, "received", None, None)]
    if span >= 2:
        steps.append((1, "acknowledged", None, None))
        steps.append((2, "identity_verified", None, None))
    if span >= 10 and chance.yes(0.3):
        reason, party = chance.pick([("form not signed", "requester"), ("waiting for copy service", "vendor"),
                                     ("film in storage", "provider")])  # fmt: skip
        steps.append((3, "pended", reason, party))
        if answered_on or chance.yes(0.4):
            steps.append((span - chance.whole(2, 5), "resumed", None, None))
    if answered_on and plan.end in ("fulfilled", "fulfilled_partly"):
        steps.append((max(0, span - 1), "gathered", None, None))
        steps.append((span, "released", None, None))
    if answered_on:
        steps.append((span, "closed", None, None))
    for number, (after, stage, reason, party) in enumerate(steps, start=1):
        day = plan.received_on + timedelta(days=after)
        moment = datetime.combine(day, time(8 + number, chance.whole(0, 59)))
        _child(book, request, "request_event", day, event_no=str(number), stage=stage, happened_at=moment,
               pend_reason=reason, waiting_on=party)  # fmt: skip
