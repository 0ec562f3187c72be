"""The prose of public cases: days, durations, refusals, charges, forms and barriers in words nobody wrote the patterns for."""
# ruff: noqa: E501 - a case is as wide as its words

import datetime as dt

import pytest

from .facts import duration, span
from .replay import read, replay
from .test_replay import write

REPRESENTATIVE = "personal representative (son, for mother)"

DENIALS = {
    "withheld because of an outstanding balance": "IMPROPER_DENIAL_UNPAID",
    "release held until the account for treatment was settled": "IMPROPER_DENIAL_UNPAID",
    "refused because the insurer had not paid; also too busy with surgeries": "IMPROPER_DENIAL_UNPAID;IMPROPER_DENIAL",
    "2021-03-09 request refused because the invoice for the copy was unpaid": "IMPROPER_DENIAL_UNPAID",
    "patient owed money for care": "IMPROPER_DENIAL_UNPAID",
    "copy withheld until a USD 170 copying fee was paid": "",
    "not given before the invoice was paid, unless paid in advance": "",
    "thought the patient would use them in a malpractice suit": "IMPROPER_DENIAL_MOTIVE",
    "refused over worry about identity theft or insurance fraud": "IMPROPER_DENIAL_MOTIVE",
    "refused because the patient had complained of the practice": "IMPROPER_DENIAL_MOTIVE",
    "sent back because a box on the form was not ticked": "IMPROPER_DENIAL_TECHNICAL",
    "request refused as incomplete": "IMPROPER_DENIAL_TECHNICAL",
    "form returned for lack of a date of birth": "IMPROPER_DENIAL_TECHNICAL",
    "refused, citing state law that allows more time": "IMPROPER_DENIAL",
    "would not give records that came from another provider": "IMPROPER_DENIAL",
    "refused without a reason": "IMPROPER_DENIAL",
    "refused because of the weather": "",
    "record included psychotherapy notes, so nothing was sent; no written explanation either": "BLANKET_PSYCHOTHERAPY_DENIAL;NO_DENIAL_NOTICE",
    "claimed that the whole file was psychotherapy notes": "BLANKET_PSYCHOTHERAPY_DENIAL",
    "psychotherapy notes refused that were not kept separate": "BLANKET_PSYCHOTHERAPY_DENIAL",
    "verbal refusal only": "NO_DENIAL_NOTICE",
    "no denial letter was ever sent": "NO_DENIAL_NOTICE",
    "denied in writing; ground: the patient owes for care": "IMPROPER_DENIAL_UNPAID",
    "refused inspection and copy": "INSPECTION_REFUSED",
    "was not let see her chart": "INSPECTION_REFUSED",
    "told twice there were no records; found after the agency wrote": "NOT_FOUND_LATER_FOUND",
    "records said to be lost, then found": "NOT_FOUND_LATER_FOUND",
    "had no record of the request": "",
    "asked for a copy by mail but was told to come in person": "UNREASONABLE_BARRIER",
    "requests taken by post only": "UNREASONABLE_BARRIER",
    "refused because the request was not made in person": "UNREASONABLE_BARRIER",
    "directed to the portal and nowhere else": "UNREASONABLE_BARRIER",
    "own form required, by mail, fax or portal": "",
    "could come in person or write; nobody had to come in": "",
    "went unanswered": "",
    "": "",
}
"""denial_text -> the codes due, where a patient asks."""

REFUSED_REPRESENTATIVES = {
    "durable power of attorney held not to be enough, and refused": "PERSONAL_REP_REFUSED",
    "asked for proof of authority, which he then supplied; still refused": "PERSONAL_REP_REFUSED",
    "not recognised as personal representative": "PERSONAL_REP_REFUSED",
    "refused for an unpaid balance": "IMPROPER_DENIAL_UNPAID",
    "refused for a missing date": "PERSONAL_REP_REFUSED;IMPROPER_DENIAL_TECHNICAL",
    "refused, no papers having been sent": "",
    "release conditioned on the copying fee": "",
}
"""denial_text -> the codes due, where a personal representative asks."""

CHARGES = {
    "flat USD 25, not cost-based": "EXCESS_FEE",
    "charged more than a reasonable cost-based fee": "EXCESS_FEE",
    "fee not limited to cost": "EXCESS_FEE",
    "charged USD 150 for search and copying": "EXCESS_FEE",
    "administrative fee of USD 20 on top of copying": "EXCESS_FEE",
    "per-page fee for an electronic copy": "EXCESS_FEE",
    "charged for inspecting the record": "EXCESS_FEE",
    "said state law allowed the fee": "EXCESS_FEE;STATE_FEE_NOT_DEFENCE",
    "state maximum of USD 30 charged": "EXCESS_FEE;STATE_FEE_NOT_DEFENCE",
    "reasonable, cost-based fee of USD 12, no search fee": "",
    "per-page fee for a paper copy": "",
    "refusal tied to an unpaid invoice": "",
    "sent by certified mail": "",
    "bill for copies sent on 2021-05-03": "PREPAYMENT_AFTER_DEADLINE",
    "first asked for payment on 2021-05-03": "PREPAYMENT_AFTER_DEADLINE",
    "invoice on day 64": "PREPAYMENT_AFTER_DEADLINE",
    "invoice sent 2021-03-20": "",
    "counted as one day, 2021-05-03": "",
}
"""fee_text -> the codes due, where the request came on 2021-03-01."""

FORMS = {
    "y": "FORMAT",
    "n": "",
    "electronic copy asked, paper given": "FORMAT",
    "asked for CD; got photocopies": "FORMAT",
    "electronic format refused": "FORMAT",
    "electronic copy asked and given": "",
    "electronic copy asked": "",
    "electronic copy asked; paper sent; kept on paper only": "",
}
"""format_issue -> the codes due."""

CASES = [
    *({"denial_issue": "y", "denial_text": text, "expected_flags": codes} for text, codes in DENIALS.items()),
    *(
        {"denial_issue": "y", "requester_type": REPRESENTATIVE, "denial_text": text, "expected_flags": codes}
        for text, codes in REFUSED_REPRESENTATIVES.items()
    ),
    *(
        {
            "fee_issue": "y",
            "request_date": "2021-03-01",
            "fee_text": text,
            "expected_flags": codes,
        }
        for text, codes in CHARGES.items()
    ),
    *({"format_issue": text, "expected_flags": codes} for text, codes in FORMS.items()),
]


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> list:
    path = write(tmp_path_factory.mktemp("prose") / "cases.csv", *(case | {"n": "1"} for case in CASES))
    return replay(read(path))


def prose(case: dict[str, str]) -> str:
    return next(text for name, text in case.items() if name in ("denial_text", "fee_text", "format_issue"))


@pytest.mark.parametrize("place", range(len(CASES)), ids=[prose(case) or "blank" for case in CASES])
def test_prose_is_read_as_it_is_meant(replayed, place):
    one = replayed[place]
    expected = {code for code in CASES[place]["expected_flags"].split(";") if code}
    assert (set(one.found) - {"IMPROPER_DENIAL"}, one.unexpected) == (expected - {"IMPROPER_DENIAL"}, [])
    assert "IMPROPER_DENIAL" not in expected or "IMPROPER_DENIAL" in one.found


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2020-02-29", ("2020-02-29", "2020-02-29")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2019", ("2019-01-01", "2019-12-31")),
        ("2019-06 to 2020-01", ("2019-06-01", "2020-01-31")),
        ("first 2019-04-22", ("2019-04-22", "2019-04-22")),
        ("2019-02-30", None),
        ("unknown", None),
        ("", None),
    ],
)
def test_a_day_a_month_a_year_and_a_range(text, days):
    assert span(text) == (days and tuple(dt.date.fromisoformat(day) for day in days))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("150", (150, 150)),
        (">270", (271, 636)),
        ("<30", (0, 29)),
        ("~210", (189, 231)),
        ("150-180", (150, 180)),
        ("about 5 months", (135, 165)),
        ("at least 61", (61, 427)),
        ("long", None),
    ],
)
def test_a_duration_has_a_fewest_and_a_most(text, days):
    assert duration(text) == days


def test_fewest_and_most_days_may_stand_in_two_columns():
    assert duration("31", "59") == (31, 59)
