"""What is the truth about a deadline? The few clocks the planted cases were made for, written here a second time.

The law files of the package are not read: the planted truth has to be independent of them. The rules used:

* A patient's or personal representative's request is answered within 30 calendar days of receipt, receipt being day 0,
  weekends not rolled forward: 45 CFR 164.524(b)(2)(i).
* One extension of 30 days, by a written notice sent within the first 30 that gives the reason and the date of
  completion: 45 CFR 164.524(b)(2)(ii). A later date promised does not buy more than the 30.
* A directive to send an electronic copy to a third party runs on the same clock: 45 CFR 164.524(c)(3)(ii).
* California: copies within 15 calendar days of a written request of a patient or representative, and no extension,
  Cal. HSC 123110(b); inspection within 5 working days, 123110(a).
* Washington: 15 working days from a patient's written request, RCW 70.02.080(1); 21 where the delay was explained in
  writing, (1)(d).
* California: copies for an attorney within five days of the authorization, Evid. Code 1158(d). New Mexico: 30 days for
  a disability claim, NMSA 14-6-3(A).

Where two readings of these texts are possible (a representative in Washington, a directive or an unwritten request in
a state with a clock of its own), `due_dates` gives both, and the sample holds no case on which they differ.
"""

from datetime import date, timedelta
from typing import Any

FEDERAL_DAYS = 30
CALIFORNIA_DAYS = 15
CALIFORNIA_INSPECTION_DAYS = 5  # working days in the text; as calendar days it is never later
CALIFORNIA_ATTORNEY_DAYS = 5
NEW_MEXICO_DISABILITY_DAYS = 30
WASHINGTON_WORKING_DAYS = 15
WASHINGTON_WORKING_DAYS_EXPLAINED = 21

# Washington's holidays on working days of 2026, RCW 1.16.050.
HOLIDAYS = {
    date(2026, 1, 1), date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25), date(2026, 6, 19), date(2026, 7, 3),
    date(2026, 9, 7), date(2026, 11, 11), date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 25),
}  # fmt: skip

REPRESENTATIVES = {"parent", "guardian", "health_care_agent", "executor"}
LAWFUL_GROUNDS = {"U1", "U2", "U3", "U4", "U5", "R1", "R2", "R3"}
FEES_NOT_IN_THE_LIST = {"search_retrieval", "verification", "certification", "rush", "other"}  # 164.524(c)(4)
FREE_FEES = {"portal_view", "inspection"}
ANSWERING = {"fulfilled", "fulfilled_partly", "denied", "no_records"}
ENDED = {"withdrawn", "redirected", "abandoned"}
NO_CASE = {"duplicate", "invalid"}


def working_days_after(day: date, count: int) -> date:
    """The day that lies a number of Washington's working days after another."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in HOLIDAYS
    return day


def extension_is_valid(received_on: date, notices: list[dict[str, Any]]) -> bool:
    """Whether the first notice of delay buys the 30 days: in time, with a reason and a date."""
    due_on = received_on + timedelta(days=FEDERAL_DAYS)
    return any(
        notice["notified_on"] is not None
        and notice["notified_on"] <= due_on
        and bool(notice["reason"])
        and notice["promised_on"] is not None
        for notice in notices[:1]
    )


def _due_to_others(state: str, request: dict[str, Any]) -> set[date]:
    """California's five days for an attorney with an authorization, New Mexico's thirty for a disability claim."""
    kind = request["requester_kind"]
    if state == "CA" and kind == "attorney":
        shown_on = max(request["received_on"], request.get("authority_proof_on") or request["received_on"])
        return {shown_on + timedelta(days=CALIFORNIA_ATTORNEY_DAYS)}
    if state == "NM" and kind == "disability_determination":
        return {request["received_on"] + timedelta(days=NEW_MEXICO_DISABILITY_DAYS)}
    return set()


def due_dates(state: str, request: dict[str, Any], notices: list[dict[str, Any]], inspection_only: bool) -> set[date]:
    """The days a request is due by every plausible reading of the law; more than one where the texts leave doubt."""
    received_on, kind = request["received_on"], request["requester_kind"]
    extended = extension_is_valid(received_on, notices)
    federal = received_on + timedelta(days=FEDERAL_DAYS * (2 if extended else 1))
    if request["legal_path"] == "authorization":
        return _due_to_others(state, request)
    if request["legal_path"] not in ("access", "directive"):
        return set()
    plain = request["legal_path"] == "access" and request.get("is_written") is not False
    if state == "CA":
        due = received_on + timedelta(days=CALIFORNIA_DAYS)
        readings = {due} if plain else {due, federal}
        if inspection_only:
            readings.add(received_on + timedelta(days=CALIFORNIA_INSPECTION_DAYS))
        return readings
    if state == "WA":
        due = working_days_after(received_on, WASHINGTON_WORKING_DAYS)
        readings = {due} if plain and kind == "patient" else {due, federal}
        if extended:
            readings.add(working_days_after(received_on, WASHINGTON_WORKING_DAYS_EXPLAINED))
        return readings
    return {federal}
