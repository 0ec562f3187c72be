"""
From facts to logs: one log for each question a case raises, so that what is told of one does not answer another.

A log is named `case/question`. The clock (`owed` where the record was still owed) and the bill judged by it are
replayed twice, as days may be known to the month only: with the shortest time the facts allow, and `at most`.
"""

import datetime as dt
from collections.abc import Iterator

from roi_analytics import law

from .charges import charge, form
from .facts import Clock, Facts, is_yes
from .logs import Log
from .prose import has
from .refusals import RELATIVE, Refusal, is_proof_lacking, is_representative, only_ways, refusals, said_no_records

AT_MOST = " at most"

WAYS = (
    "accepts_in_person", "accepts_phone", "accepts_mail", "accepts_fax", "accepts_email", "accepts_portal",
)  # fmt: skip

PAPERS = {
    "parent": "parent_of_minor",
    "guardian": "guardianship",
    "health_care_agent": "health_care_power_of_attorney",
    "executor": "executor",
}

A_PRICE = 1.0
"""Stands in for a sum that is not told, so that there is a bill: below every amount that any rule knows."""

DAY = dt.timedelta(days=1)
LONG_AFTER = dt.timedelta(days=120)
"""An account that was published is the last word on a refusal: its log is seen long after the answer was due."""


def logs(case: str, facts: Facts) -> Iterator[Log]:
    """The logs of one case. A question its facts do not raise has none."""
    for clock, suffix in ((facts.least, ""), (facts.most, AT_MOST)):
        if clock:
            yield _clock(f"{case}/{'clock' if facts.is_given else 'owed'}{suffix}", facts, clock)
        yield from _fee(f"{case}/fee{suffix}", facts, clock, is_at_most=bool(suffix))
    yield from _no_records(f"{case}/no records", facts)
    for number, refusal in enumerate(refusals(facts), start=1):
        yield _refusal(f"{case}/refusal {number}", facts, refusal)
        if refusal.is_of_seeing:
            yield _seeing(f"{case}/seeing {number}", facts, refusal)
    yield from _form(f"{case}/form", facts)
    yield from _barrier(f"{case}/barrier", facts)
    if is_yes(facts.directive):
        yield _direction(f"{case}/direction", facts)


def requester_kind(facts: Facts) -> str:
    """Who asked, by the words of request.requester_kind."""
    who = facts.requester
    if not who or has(r"^(?:\d+ )?(?:former )?(?:patients?|members?|individuals?)\b(?! and\b)(?!'s)", who):
        return "patient"
    if has(r"\bexecut(?:or|rix)|\bestate\b|\bdeceased", who) or (facts.is_deceased and is_representative(facts)):
        return "executor"
    if has(r"\bparent\b|\bminor\b", who):
        return "parent"
    if has(r"\bguardian", who):
        return "guardian"
    if has(r"\brepresentative|\bpower of attorney|\bproxy\b", who):
        return "health_care_agent"
    if has(r"\battorney|\blaw(?:yer| firm)|\binsur|\bemployer|\bcopy service", who) and not has(
        r"\bpatient|\bclient", who
    ):
        return "insurer" if has(r"\binsur", who) else "attorney" if has(r"\blaw|\battorney", who) else "other"
    if has(RELATIVE, who):
        return "family_member"
    return "patient" if has(r"\bpatient|\bmember", who) else "other"


def legal_path(facts: Facts, on: dt.date, *, of_the_clock: bool = False) -> str | None:
    """
    The path of the request on a day: access, which the cases are about, or unknown where a third party asks alone.

    Until the ruling that ended it, a direction to send the copy elsewhere was the person's own request in everything;
    since then only its clock is the same.
    """
    if is_yes(facts.directive):
        return "directive" if of_the_clock or on > _last_day_of_old_directions() else "access"
    return None if requester_kind(facts) in ("attorney", "insurer", "other") else "access"


def _last_day_of_old_directions() -> dt.date:
    rules = law.tables()["law_rule"]
    return rules.filter(rules["law_rule"] == "us-directive-deadline-2013").get_column("in_force_to").item()


def _log(
    name: str, facts: Facts, received_on: dt.date, seen_on: dt.date, *, of_the_clock: bool = False, **values
) -> Log:
    log = Log(name, facts.provider_kind, seen_on)
    request = {
        "request_id": "1",
        "requester_kind": requester_kind(facts),
        "received_on": received_on,
        "legal_path": legal_path(facts, received_on, of_the_clock=of_the_clock),
    }
    log.add("request", **(request | values))
    return log


def _clock(name: str, facts: Facts, clock: Clock, *, of_the_clock: bool = True) -> Log:
    """Asked, a part given where one was, then all given or the rest still owed."""
    status = "fulfilled" if facts.is_given else "open"
    log = _log(name, facts, clock.received_on, clock.ended_on, of_the_clock=of_the_clock, status=status)
    log.feed("delivery", "denial", "correspondence")
    if facts.is_part_first:
        part_on = min(max(facts.first_part_on or clock.received_on, clock.received_on), clock.ended_on)
        log.add("delivery", request_id="1", sent_on=part_on, outcome="delivered", is_complete=False)
    if facts.is_given:
        log.add("delivery", request_id="1", sent_on=clock.ended_on, outcome="delivered", is_complete=True)
    return log


def _fee(name: str, facts: Facts, clock: Clock | None, *, is_at_most: bool) -> Iterator[Log]:
    told = charge(facts)
    if not told:
        return
    received_on = clock.received_on if clock else facts.received_on
    if clock:
        log = _clock(name, facts, clock, of_the_clock=False)
    else:
        log = _log(name, facts, received_on, max(facts.announced_on, received_on))
    log.feed("fee_basis")
    for line in told.lines:
        log.add("fee_line", request_id="1", kind=line.kind, method=line.method, amount_usd=line.amount_usd or A_PRICE)
    if told.has_basis:
        log.add("fee_basis", method="actual_cost", valid_from=received_on, document_ref="told")
    if told.billed and facts.request:
        billed_on = told.billed[1 if is_at_most else 0]
        log.add("invoice", request_id="1", sent_on=billed_on, amount_usd=A_PRICE)
        log.seen_on = max(log.seen_on, billed_on)
    if told.form:
        log.add("request_item", request_id="1", format_provided=told.form, held_as=told.form, outcome="provided")
    yield log


def _no_records(name: str, facts: Facts) -> Iterator[Log]:
    """Said to have no records, and records given afterwards. Where the day of that word is not told: the day before."""
    told = said_no_records(facts)
    if not told:
        return
    told_on, existed = told
    given_on = facts.least.ended_on if facts.least and facts.is_given else None
    if given_on is None and existed and facts.least is None:
        given_on = facts.announced_on
    said_on = told_on or (given_on or facts.announced_on) - DAY
    log = _log(name, facts, min(facts.received_on, said_on), max(facts.announced_on, said_on))
    log.add("correspondence", request_id="1", kind="no_records", sent_on=said_on)
    log.feed("delivery")
    if given_on:
        log.add("delivery", request_id="1", sent_on=given_on, outcome="delivered", is_complete=True)
    yield log


def _refusal(name: str, facts: Facts, refusal: Refusal) -> Log:
    """Refused as a whole. Of a notice, and of a representative's proof, only what is told is landed: else no column."""
    denied_on = refusal.denied_on or facts.received_on
    received_on = min(facts.received_on, denied_on)
    log = _log(name, facts, received_on, max(facts.announced_on, denied_on) + LONG_AFTER, status="denied")
    denial = {"request_id": "1", "ground": refusal.ground, "is_whole": True, "denied_on": denied_on}
    if refusal.is_written is not None:
        denial["notice_sent_on"] = denied_on if refusal.is_written else None
    log.add("denial", **denial)
    log.add(
        "request_item",
        request_id="1",
        record_set="psychotherapy_notes" if refusal.notes_kept_separate is not None else "notes",
        outcome="denied",
        notes_kept_separate=refusal.notes_kept_separate,
    )
    kind = requester_kind(facts)
    if is_proof_lacking(facts):
        log.add("authority", request_id="1", kind="none")
    elif kind in PAPERS and is_representative(facts):
        log.add("authority", request_id="1", kind=PAPERS[kind], proof_received_on=received_on)
    return log


def _seeing(name: str, facts: Facts, refusal: Refusal) -> Log:
    """Seeing the record refused. A refusal of which no reason is told rests on none."""
    log = _refusal(name, facts, refusal)
    log.tables["request_item"][0]["format_requested"] = "inspection"
    if refusal.ground is None and not refusal.is_reason_told:
        log.tables["denial"][0]["ground"] = "X_NO_REASON"
    return log


def _form(name: str, facts: Facts) -> Iterator[Log]:
    told = form(facts)
    if told:
        given_on = facts.least.ended_on if facts.least else facts.received_on
        log = _log(name, facts, min(facts.received_on, given_on), given_on, status="fulfilled")
        log.add("delivery", request_id="1", sent_on=given_on, outcome="delivered", is_complete=True)
        log.add(
            "request_item",
            request_id="1",
            format_requested=told.asked,
            format_provided=told.given,
            held_as=told.held_as,
            outcome="provided",
        )
        yield log


def _barrier(name: str, facts: Facts) -> Iterator[Log]:
    ways = only_ways(facts)
    if ways is not None:
        valid_from = min(facts.received_on, facts.last_known_on)
        log = _log(name, facts, valid_from, facts.last_known_on)
        log.add("provider_procedure", valid_from=valid_from, **{way: way in ways for way in WAYS})
        yield log


def _direction(name: str, facts: Facts) -> Log:
    """The paper of a direction with its three marks; the path is what the package makes of it."""
    received_on = facts.received_on
    log = _log(
        name, facts, received_on, max(received_on, facts.last_known_on), requester_kind="patient", legal_path=None
    )
    log.add("authority", request_id="1", authority_id="1", kind="self", proof_received_on=received_on)
    for element in ("C1", "C2", "C3"):
        log.add("authority_element", authority_id="1", element=element, state="present")
    return log
