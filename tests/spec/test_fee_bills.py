"""
Bills reckoned by hand: the sum the state's schedule allows, to the cent, for the pages, the form, the requester and the day.

Each line of BILLS is a bill whose copy is charged far too high, so that what is left is the limit. `by hand` is the same sum
worked out from the law's text; the test works it out again without the toolkit.
"""
# ruff: noqa: E501 - a table is as wide as its words

import pytest
from small_tables import parse

BILLS = """
    bill                          | state | kind           | asked by  | path          | need         | billed on  | form       | pages | other lines                             | lawful | by hand
    anyone's copy                 | AL    | hospital       | insurer   | authorization |              | 2025-03-01 | paper      | 30    | search_retrieval 9                      | 32.50  | 25*1 + 5*.5 + 5
    anyone's copy                 | AR    | hospital       | insurer   | authorization |              | 2025-03-01 | paper      | 40    |                                         | 16.25  | 25*.5 + 15*.25
    electronic, one price         | AR    | hospital       | insurer   | authorization |              | 2026-03-01 | electronic | 400   |                                         | 75.00  | 75
    a party's subpoena            | CA    | hospital       | other     | legal_process |              | 2026-12-01 | paper      | 100   |                                         | 10.00  | 100*.1
    a flat first step             | CO    | hospital       | attorney  | authorization |              | 2026-03-01 | paper      | 50    |                                         | 49.73  | 18.53 + 30*.85 + 10*.57
    with a certificate            | CO    | hospital       | attorney  | authorization |              | 2026-03-01 | paper      | 10    | certification 25                        | 28.53  | 18.53 + 10
    all in one price              | CT    | hospital       | attorney  | authorization |              | 2026-03-01 | paper      | 100   | search_retrieval 10                     | 65.00  | 100*.65
    the cap holds the search      | DC    | hospital       | attorney  | authorization |              | 2025-03-01 | electronic | 100   | search_retrieval 30                     | 86.54  | 86.54
    below that cap                | DC    | hospital       | attorney  | authorization |              | 2025-03-01 | electronic | 50    | search_retrieval 30                     | 55.88  | 50*.66 + 22.88
    paper has no cap              | DC    | hospital       | attorney  | authorization |              | 2025-03-01 | paper      | 100   | search_retrieval 30                     | 110.88 | 100*.88 + 22.88
    the practitioner's rule       | FL    | doctors_office | attorney  | authorization |              | 2026-03-01 | paper      | 40    |                                         | 40.00  | 40*1
    2024 amounts                  | GA    | hospital       | attorney  | authorization |              | 2024-08-20 | paper      | 120   | search_retrieval 30                     | 124.88 | 20*.97 + 80*.83 + 20*.66 + 25.88
    with a certificate            | GA    | hospital       | attorney  | authorization |              | 2024-08-20 | paper      | 5     | certification 10                        | 14.55  | 5*.97 + 9.70
    the older amounts             | GA    | hospital       | attorney  | authorization |              | 2020-08-20 | paper      | 120   | search_retrieval 30                     | 97.00  | 20*.75 + 80*.65 + 20*.5 + 20
    three steps                   | IL    | hospital       | insurer   | authorization |              | 2024-06-01 | paper      | 60    | search_retrieval 40                     | 93.27  | 25*1.3 + 25*.87 + 10*.43 + 34.72
    half of it electronically     | IL    | hospital       | insurer   | authorization |              | 2024-06-01 | electronic | 49    |                                         | 26.69  | 25*.65 + 24*.435
    search and certificate        | IN    | hospital       | insurer   | authorization |              | 2026-03-01 | paper      | 60    | search_retrieval 40, certification 30   | 72.50  | 10*1 + 40*.5 + 10*.25 + 20 + 20
    one price a page              | KY    | hospital       | attorney  | authorization |              | 2026-03-01 | paper      | 12    |                                         | 12.00  | 12*1
    a long record                 | LA    | hospital       | attorney  | authorization |              | 2026-12-01 | paper      | 400   | search_retrieval 40                     | 225.00 | 25*1 + 325*.5 + 50*.25 + 25
    a cap on the digital copy     | LA    | hospital       | insurer   | authorization |              | 2026-03-01 | electronic | 400   |                                         | 100.00 | 100
    a disability claim is less    | LA    | hospital       | attorney  | authorization | benefit_claim| 2026-12-01 | paper      | 10    |                                         | 3.75   | 5*.5 + 5*.25
    the cap of the whole record   | ME    | hospital       | insurer   | authorization |              | 2026-03-01 | paper      | 700   |                                         | 250.00 | 250
    below that cap                | ME    | hospital       | insurer   | authorization |              | 2026-03-01 | paper      | 101   |                                         | 50.00  | 5 + 100*.45
    a fee for preparing           | MD    | hospital       | attorney  | authorization |              | 2020-03-01 | paper      | 50    | search_retrieval 40                     | 60.88  | 50*.76 + 22.88
    the hospitals' rule           | MA    | hospital       | attorney  | authorization |              | 2024-03-01 | paper      | 120   | search_retrieval 40                     | 133.18 | 100*.95 + 20*.49 + 28.38
    the statute's amounts         | MI    | hospital       | attorney  | authorization |              | 2005-03-01 | paper      | 60    | search_retrieval 40                     | 57.00  | 20*1 + 30*.5 + 10*.2 + 20
    as indexed in 2017            | MI    | hospital       | attorney  | authorization |              | 2017-03-01 | paper      | 60    | search_retrieval 40                     | 67.81  | 20*1.19 + 30*.6 + 10*.23 + 23.71
    with an affidavit             | MS    | hospital       | attorney  | authorization |              | 2026-03-01 | paper      | 150   | certification 30                        | 150.00 | 20 + 80*1 + 50*.5 + 25
    a fee and a page price        | MO    | hospital       | insurer   | authorization |              | 2018-06-01 | paper      | 100   | search_retrieval 40                     | 81.85  | 100*.57 + 24.85
    the cap of the digital copy   | MO    | hospital       | insurer   | authorization |              | 2018-06-01 | electronic | 900   |                                         | 108.88 | 108.88
    a fee and a page price        | MT    | hospital       | insurer   | authorization |              | 2026-12-01 | paper      | 40    | search_retrieval 40                     | 35.00  | 40*.5 + 15
    a party's subpoena            | NE    | hospital       | other     | legal_process |              | 2026-03-01 | paper      | 40    | search_retrieval 40                     | 40.00  | 40*.5 + 20
    no other fee                  | NV    | hospital       | attorney  | authorization |              | 2026-12-01 | paper      | 100   |                                         | 60.00  | 100*.6
    the attorney's copy           | NH    | hospital       | attorney  | authorization |              | 2026-03-01 | paper      | 60    |                                         | 28.09  | 5 + 49*.41 + 10*.3
    an ambulatory facility        | NJ    | clinic         | insurer   | authorization |              | 2026-03-01 | paper      | 150   |                                         | 112.50 | 100*1 + 50*.25
    the patient's attorney        | NY    | hospital       | attorney  | authorization |              | 2026-03-01 | paper      | 100   |                                         | 75.00  | 100*.75
    a suit                        | NC    | hospital       | attorney  | authorization | litigation   | 2026-03-01 | paper      | 30    |                                         | 21.25  | 25*.75 + 5*.5
    at least ten dollars          | NC    | hospital       | attorney  | authorization | litigation   | 2026-03-01 | paper      | 5     |                                         | 10.00  | 10
    all in                        | ND    | hospital       | insurer   | authorization |              | 2026-03-01 | paper      | 40    | search_retrieval 10                     | 31.25  | 20 + 15*.75
    the base of 2004              | OH    | hospital       | attorney  | authorization |              | 2006-03-01 | paper      | 60    | search_retrieval 40                     | 47.95  | 10*1.02 + 40*.51 + 10*.2 + 15.35
    the digital rate              | OK    | hospital       | insurer   | authorization |              | 2026-12-01 | electronic | 100   |                                         | 30.00  | 100*.3
    sent within a week            | OR    | hospital       | insurer   | authorization |              | 2026-12-01 | paper      | 60    | rush 9                                  | 57.50  | 30 + 40*.5 + 10*.25 + 5
    2025 amounts                  | PA    | hospital       | insurer   | authorization |              | 2025-03-01 | paper      | 100   | search_retrieval 40                     | 145.14 | 20*1.94 + 40*1.44 + 40*.5 + 28.74
    the same electronically       | PA    | hospital       | insurer   | authorization |              | 2025-03-01 | electronic | 100   |                                         | 116.40 | 20*1.94 + 40*1.44 + 40*.5
    2023 amounts                  | PA    | hospital       | insurer   | authorization |              | 2023-03-01 | paper      | 100   | search_retrieval 40                     | 136.94 | 20*1.83 + 40*1.36 + 40*.47 + 27.14
    the cap holds the search      | SC    | hospital       | insurer   | authorization |              | 2014-09-01 | paper      | 400   | search_retrieval 40                     | 200.00 | 200
    below that cap                | SC    | doctors_office | insurer   | authorization |              | 2014-09-01 | paper      | 40    | search_retrieval 40                     | 49.50  | 30*.65 + 10*.5 + 25
    a flat first step             | SD    | hospital       | insurer   | authorization |              | 2026-03-01 | paper      | 30    | search_retrieval 40                     | 34.60  | 10 + 20*.33 + 18
    by the page electronically    | SD    | hospital       | insurer   | authorization |              | 2026-03-01 | electronic | 30    |                                         | 7.50   | 30*.25
    with a certificate            | TN    | hospital       | insurer   | authorization |              | 2026-03-01 | paper      | 20    | certification 30                        | 52.50  | 25 + 15*.5 + 20
    the cap of the digital copy   | TN    | hospital       | attorney  | authorization |              | 2026-03-01 | electronic | 300   |                                         | 90.00  | 90
    a disability claim is less    | TN    | hospital       | attorney  | authorization | benefit_claim| 2026-03-01 | electronic | 300   |                                         | 20.00  | 20
    a hospital                    | TX    | hospital       | attorney  | authorization |              | 2026-03-01 | paper      | 100   |                                         | 100.00 | 30 + 50*1 + 40*.5
    a physician, on paper         | TX    | doctors_office | attorney  | authorization |              | 2026-03-01 | paper      | 30    |                                         | 30.00  | 25 + 10*.5
    a physician, electronically   | TX    | doctors_office | attorney  | authorization |              | 2026-03-01 | electronic | 600   |                                         | 50.00  | 50
    the text of 2015              | UT    | hospital       | attorney  | authorization |              | 2026-03-01 | paper      | 60    | search_retrieval 40                     | 46.00  | 40*.5 + 20*.3 + 20
    a page price and a search     | VA    | hospital       | attorney  | authorization |              | 2026-03-01 | paper      | 60    | search_retrieval 40                     | 47.50  | 50*.5 + 10*.25 + 20
    the cap of the digital copy   | VA    | hospital       | attorney  | authorization |              | 2026-03-01 | electronic | 900   | search_retrieval 40                     | 160.00 | 160
    as of 2020                    | WA    | hospital       | insurer   | authorization |              | 2020-07-01 | paper      | 40    | search_retrieval 40                     | 74.60  | 30*1.24 + 10*.94 + 28
    as of 2018                    | WA    | hospital       | insurer   | authorization |              | 2018-07-01 | paper      | 40    | search_retrieval 40                     | 69.90  | 30*1.17 + 10*.88 + 26
    the cap holds the search      | WV    | hospital       | attorney  | authorization |              | 2026-12-01 | electronic | 800   | search_retrieval 40                     | 150.00 | 150
    four steps                    | WI    | hospital       | insurer   | authorization |              | 2026-03-01 | paper      | 120   | search_retrieval 40, certification 30   | 102.75 | 25*1 + 25*.75 + 50*.5 + 20*.3 + 20 + 8
    no fee for the digital copy   | WI    | hospital       | insurer   | authorization |              | 2026-03-01 | electronic | 120   |                                         | 0.00   | 0
    the person's own copy         | CA    | hospital       | patient   | access        |              | 2026-03-01 | paper      | 40    |                                         | 10.00  | 40*.25
    the person's own copy         | DE    | doctors_office | patient   | access        |              | 2026-03-01 | paper      | 70    |                                         | 71.00  | 10*2 + 10*1 + 40*.9 + 10*.5
    the cap by pages              | MN    | hospital       | patient   | access        |              | 2026-03-01 | paper      | 200   |                                         | 70.00  | 50 + 100*.2
    below that cap                | MN    | hospital       | patient   | access        |              | 2026-03-01 | paper      | 20    |                                         | 20.00  | 20*1
    the cap of an admission       | NJ    | hospital       | patient   | access        |              | 2026-03-01 | paper      | 80    |                                         | 50.00  | 50
    the person's own copy         | RI    | doctors_office | patient   | access        |              | 2026-03-01 | paper      | 120   |                                         | 27.00  | 100*.25 + 20*.1
    at least five dollars         | VT    | hospital       | patient   | access        |              | 2026-12-01 | paper      | 8     |                                         | 5.00   | 5
"""

COLUMNS, ROWS = parse(BILLS)
CASES = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]


def test_there_are_enough_bills_of_enough_states():
    assert len(CASES) >= 40
    assert len({bill["state"] for bill in CASES}) >= 20


@pytest.mark.parametrize("bill", CASES, ids=lambda bill: f"{bill['state']} {bill['bill']}")
def test_a_bill_reckoned_by_hand(spec, bill):
    """The state's schedule, whose citation `roi law --jurisdiction` tells."""
    assert eval(bill["by hand"]) == pytest.approx(float(bill["lawful"]))
    others = [line.split() for line in (bill["other lines"] or "").split(", ") if line]
    lines = "".join(f"\n1 | {number} | {kind} | {usd}" for number, (kind, usd) in enumerate(others, start=2))
    spec(
        as_of="2026-12-31",
        provider=f"provider_id | state | kind\np1 | {bill['state']} | {bill['kind']}",
        request=f"""
            request_id | requester_kind     | legal_path     | stated_need          | received_on           | status
            1          | {bill["asked by"]} | {bill["path"]} | {bill["need"] or ""} | {bill["billed on"]}   | open
        """,
        request_item=f"request_id | item_no | format_provided | pages_paper\n1 | 1 | {bill['form']} | {bill['pages']}",
        fee_line=f"request_id | line_no | kind | amount_usd\n1 | 1 | per_page | 2000{lines}",
        ask="select state, cast(lawful_usd as decimal(12, 2)) as lawful_usd from fee_limit",
        expect=f"state | lawful_usd\nknown | {bill['lawful']}",
    )
