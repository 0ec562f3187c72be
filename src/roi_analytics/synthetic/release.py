"""By what authority, to whom and when were records released, or why not? Papers, deliveries, disclosures, denials."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from roi_analytics.synthetic import intent
from roi_analytics.synthetic.handling import letter, notice_values
from roi_analytics.synthetic.plans import Paper, Plan, Refusal
from roi_analytics.synthetic.rows import Row, add

if TYPE_CHECKING:
    from roi_analytics.synthetic.requests import Book

PURPOSE = {
    "access": "individual_access", "directive": "directive", "authorization": "authorization",
    "legal_process": "judicial", "required_by_law": "required_by_law", "public_authority": "public_health",
    "treatment": "treatment", "payment": "payment", "operations": "operations", "unknown": "other",
}  # fmt: skip
ELEMENTS = ("A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2", "B3")
EVIDENCE = {"legal_process": "order id", "public_authority": "legal authority", "required_by_law": "the statute"}


def write_release(book: "Book", plan: Plan, request: Row, answered_on: date | None) -> None:
    """Papers, deliveries, disclosures, denials and complaints of one request."""
    given = answered_on is not None and plan.end in ("fulfilled", "fulfilled_partly")
    anchor = answered_on if given and plan.quiet else plan.received_on
    if book.provider.feeds("authority"):
        for paper in plan.papers or []:
            _paper(book, paper, request, anchor, given)
    disclosure_id = _disclosure(book, plan, request, answered_on) if given else None
    if book.provider.feeds("delivery"):
        _deliveries(book, plan, request, answered_on if given else None, disclosure_id)
    if answered_on and book.provider.feeds("denial"):
        for refusal in plan.refusals:
            _denial(book, plan, refusal, request, answered_on)
    chance_of_complaint = 0.15 if plan.refusals or plan.days > 30 else 0.01
    if answered_on and book.provider.feeds("complaint") and book.chance.yes(chance_of_complaint):
        _complaint(book, request, answered_on)


def _add(book: "Book", parent: Row, table: str, seen_from: date, **values: object) -> Row:
    return add(book.tables, Row(table, book.provider.provider_id, seen_from, dict(values), parent=parent))


def _number(book: "Book", table: str, letter_of_table: str) -> str:
    return f"{book.provider.prefix}{letter_of_table}{len(book.tables.get(table, [])) + 1:05d}"


def _paper(book: "Book", paper: Paper, request: Row, anchor: date, given: bool) -> None:
    received_on = request.values["received_on"]
    row = _add(
        book, request, "authority", received_on,
        authority_id=_number(book, "authority", "A"), request_id=request.values["request_id"], kind=paper.kind,
        expires_on=anchor + timedelta(days=paper.expires) if paper.expires is not None else None,
        proof_received_on=None if paper.kind == "none" else received_on,
        verified_on=None if paper.kind == "none" else received_on,
    )  # fmt: skip
    for column, days in (("signed_on", paper.signed), ("revoked_on", paper.revoked)):
        if days is not None:
            day = anchor + timedelta(days=days)
            row.update(max(day, received_on), **{column: day})
    if paper.kind in ("written_authorization", "part2_consent") and book.provider.feeds("authority_element"):
        missing = book.chance.pick(ELEMENTS) if not given and book.chance.yes(0.5) else None
        for element in ELEMENTS:
            _add(book, row, "authority_element", received_on, authority_id=row.values["authority_id"], element=element,
                 state="missing" if element == missing else "present")  # fmt: skip


def _disclosure(book: "Book", plan: Plan, request: Row, answered_on: date) -> str | None:
    if not book.provider.feeds("disclosure"):
        return None
    chance = book.chance
    moment = datetime.combine(answered_on, time(chance.whole(9, 15), chance.whole(0, 59)))
    row = _add(
        book, request, "disclosure", answered_on,
        disclosure_id=_number(book, "disclosure", "X"), request_id=request.values["request_id"],
        patient_id=request.values["patient_id"], disclosed_at=moment, recipient_kind=plan.requester,
        recipient="the patient" if plan.requester == "patient" else plan.requester.replace("_", " "),
        purpose=PURPOSE[plan.path], record_set=(plan.items or [("history", "")])[0][0], pages=chance.whole(1, 80),
        accounted_on=answered_on if plan.path in EVIDENCE else None,
    )  # fmt: skip
    if plan.path in EVIDENCE and book.provider.feeds("disclosure_evidence"):
        _add(book, row, "disclosure_evidence", answered_on, disclosure_id=row.values["disclosure_id"],
             element=EVIDENCE[plan.path],
             state=chance.pick({"present": 0.9, "missing": 0.06, "not_recorded": 0.04}))  # fmt: skip
    return row.values["disclosure_id"]


def _deliveries(book: "Book", plan: Plan, request: Row, answered_on: date | None, disclosure_id: str | None) -> None:
    received_on = plan.received_on

    def hand_over(day: date, is_complete: bool, outcome: str | None, delivered_on: date | None, ready: bool) -> None:
        row = _add(
            book, request, "delivery", day,
            delivery_id=_number(book, "delivery", "D"), request_id=request.values["request_id"],
            disclosure_id=disclosure_id, recipient_kind=plan.requester, is_named_in_authority=True, method=plan.channel,
            made_available_on=day if ready else None, sent_on=None if ready else day, is_complete=is_complete,
        )  # fmt: skip
        row.update(max(day, delivered_on or day), delivered_on=delivered_on, outcome=outcome)

    if plan.handing in ("partial_first", "partial_only"):
        part_on = received_on + timedelta(days=20)
        hand_over(part_on, False, "delivered", part_on, ready=False)
    if plan.handing == "failed_first":
        hand_over(received_on + timedelta(days=25), True, "failed", None, ready=False)
    if answered_on is None:
        return
    if plan.handing == "collected_late":
        hand_over(answered_on, True, "delivered", received_on + timedelta(days=38), ready=True)
        return
    delivered_on = answered_on
    if plan.channel == "mail":
        due = intent.due_dates(book.provider.state, request.values, notice_values(plan), False)
        if all(answered_on > day or (day - answered_on).days > 6 for day in due):
            delivered_on = answered_on + timedelta(days=book.chance.whole(1, 4))
    hand_over(answered_on, True, "delivered", delivered_on, ready=plan.channel in ("portal", "in_person"))


def _denial(book: "Book", plan: Plan, refusal: Refusal, request: Row, denied_on: date) -> None:
    chance, ground = book.chance, refusal.ground
    reviewable = bool(ground) and ground.startswith("R")
    decided_by = f"{book.provider.prefix}DEC{chance.whole(1, 6)}"
    row = _add(
        book, request, "denial", denied_on,
        denial_id=_number(book, "denial", "N"), request_id=request.values["request_id"],
        item_no=None if refusal.is_whole else "2", ground=refusal.first_ground or ground, ground_text=None,
        is_whole=refusal.is_whole, denied_on=denied_on, notice_sent_on=denied_on, decided_by=decided_by,
        decider_is_licensed=reviewable or chance.yes(0.3),
    )  # fmt: skip
    if refusal.first_ground:
        row.update(denied_on + timedelta(days=32), ground=ground)
    if not refusal.is_whole:
        letter(book, request, "denial", denied_on, "mail")
    if book.provider.feeds("denial_notice_element"):
        for element in ("DN1", "DN2", "DN3", "DN4", "DN5"):
            state = "not_required" if element == "DN3" and not reviewable else None
            state = state or chance.pick({"present": 0.93, "missing": 0.05, "not_recorded": 0.02})
            _add(book, row, "denial_notice_element", denied_on, denial_id=row.values["denial_id"], element=element,
                 state=state)  # fmt: skip
    if reviewable and book.provider.feeds("denial_review") and chance.yes(0.5):
        asked_on = denied_on + timedelta(days=chance.whole(3, 10))
        decided_on = asked_on + timedelta(days=chance.whole(5, 20))
        reviewer_id = decided_by if chance.yes(0.1) else f"{book.provider.prefix}REV{chance.whole(1, 3)}"
        review = _add(book, row, "denial_review", asked_on, denial_id=row.values["denial_id"], ordinal="1",
                      requested_on=asked_on, reviewer_id=reviewer_id, reviewer_is_licensed=True,
                      outcome="open")  # fmt: skip
        review.update(asked_on + timedelta(days=1), referred_on=asked_on + timedelta(days=1))
        review.update(decided_on, decided_on=decided_on, notified_on=decided_on,
                      outcome=chance.pick({"upheld": 0.6, "overturned": 0.25, "partly_overturned": 0.15}))  # fmt: skip


def _complaint(book: "Book", request: Row, answered_on: date) -> None:
    chance = book.chance
    received_on = answered_on + timedelta(days=chance.whole(1, 15))
    row = _add(
        book, request, "complaint", received_on,
        complaint_id=_number(book, "complaint", "K"), request_id=request.values["request_id"],
        made_to=chance.pick({"provider": 0.6, "ocr": 0.25, "state_attorney_general": 0.1, "health_department": 0.05}),
        received_on=received_on, answer_due_on=received_on + timedelta(days=30),
    )  # fmt: skip
    closed_on = received_on + timedelta(days=chance.whole(5, 40))
    row.update(closed_on, answered_on=closed_on, closed_on=closed_on, disposition="explained to the patient")
