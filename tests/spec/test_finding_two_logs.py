"""Two logs, one truth: releases nobody opened, prints nobody asked for, disclosures nobody logged. Questions, all of them."""
# ruff: noqa: E501 - a table is as wide as its words

LOG = "event_id | opened_at | patient_id\nbegan | 2026-01-01 12:00:00 | zoe\n"
WEEKS = "".join(
    f"w{n} | {day} 12:00:00 | zoe\n"
    for n, day in enumerate(
        [f"2026-{month:02d}-{day:02d}" for month in range(1, 7) for day in (3, 9, 15, 21, 27)] + ["2026-06-29"]
    )
)
"""An access log that covers January to June: somebody opens Zoe's record every week."""

CARE = "record_id | kind | patient_id | user_id | starts_at | ends_at\nr1 | encounter | ann | nurse | 2026-04-01 10:00:00 | 2026-04-03 10:00:00"
STAFF = "user_id | role\ndesk | release of information specialist\nnurse | nurse"
OLD = "old | zoe | access | 2026-01-02 | 2026-01-05 | fulfilled"
"""A request of another patient, so that the log of requests begins in January."""

REQUEST = "request_id | patient_id | legal_path | received_on | completed_on | status"


def opened(rows: str, columns: str = "") -> str:
    """Accesses among those of an ordinary half year."""
    head = LOG + WEEKS
    if columns:
        blank = " |" * (columns.count("|") + 1)
        first, *rest = head.strip().splitlines()
        head = "\n".join([f"{first} | {columns}", *(line + blank for line in rest)])
    return head.strip() + "\n" + rows


def disclosed(*rows: str) -> str:
    return "disclosure_id | request_id | patient_id | disclosed_at\n" + "\n".join(rows)


def test_a_release_of_a_record_nobody_opened(spec):
    """
    House policy; 45 CFR 164.312(b): somebody opens the record from receipt on, or in the thirty days before the release.

    The day of release counts; the day after, another patient, a list, a failed try do not. Any person or machine does.
    """
    spec(
        request=f"{REQUEST}\n1 | eve | access | 2026-02-01 | 2026-05-20 | fulfilled",
        disclosure=disclosed(
            "none    |   | ann | 2026-05-20 15:00:00",
            "same    |   | bob | 2026-05-20 15:00:00",
            "edge    |   | cal | 2026-05-20 15:00:00",
            "before  |   | dan | 2026-05-20 15:00:00",
            "receipt | 1 | eve | 2026-05-20 15:00:00",
            "after   |   | fay | 2026-05-20 15:00:00",
            "listed  |   | gil | 2026-05-20 15:00:00",
            "failed  |   | hal | 2026-05-20 15:00:00",
            "machine |   | ida | 2026-05-20 15:00:00",
        ),
        access_event=opened(
            """2 | 2026-05-21 03:00:00 | bob |            |                 |
               3 | 2026-04-20 12:00:00 | cal |            |                 |
               4 | 2026-04-20 03:00:00 | dan |            |                 |
               5 | 2026-02-01 12:00:00 | eve |            |                 |
               6 | 2026-05-21 12:00:00 | fay |            |                 |
               7 | 2026-05-20 12:00:00 | gil | incidental |                 |
               8 | 2026-05-20 12:00:00 | hal |            | serious_failure |
               9 | 2026-05-20 12:00:00 | ida |            |                 | service""",
            "access_mode | outcome | actor_kind",
        ),
        ask="select case_id, verdict, citation, counted_on, facts from release_without_access",
        expect="""
            case_id | verdict | citation                                             | counted_on | facts
            none    | check   | House policy; 45 CFR 164.312(b), 164.308(a)(1)(ii)(D) | 2026-05-20 | Released 2026-05-20: in the access log nobody opened, printed or exported the record from 2026-04-20 on.
            before  | check   | House policy; 45 CFR 164.312(b), 164.308(a)(1)(ii)(D) | 2026-05-20 | Released 2026-05-20: in the access log nobody opened, printed or exported the record from 2026-04-20 on.
            after   | check   | House policy; 45 CFR 164.312(b), 164.308(a)(1)(ii)(D) | 2026-05-20 | Released 2026-05-20: in the access log nobody opened, printed or exported the record from 2026-04-20 on.
            listed  | check   | House policy; 45 CFR 164.312(b), 164.308(a)(1)(ii)(D) | 2026-05-20 | Released 2026-05-20: in the access log nobody opened, printed or exported the record from 2026-04-20 on.
            failed  | check   | House policy; 45 CFR 164.312(b), 164.308(a)(1)(ii)(D) | 2026-05-20 | Released 2026-05-20: in the access log nobody opened, printed or exported the record from 2026-04-20 on.
        """,
    )  # fmt: skip


def test_days_the_access_log_does_not_cover_are_not_judged(spec):
    """Before it begins, after it ends, in a silence of over a week; what is seen is seen all the same."""
    spec(
        disclosure=disclosed(
            "early  | | ann | 2026-02-20 15:00:00",
            "judged | | ann | 2026-03-20 15:00:00",
            "silent | | ann | 2026-04-20 15:00:00",
            "seen   | | bob | 2026-04-20 15:00:00",
            "late   | | ann | 2026-05-02 15:00:00",
        ),
        access_event="event_id | opened_at | patient_id\n0 | 2026-02-01 12:00:00 | zoe\n"
        + "".join(
            f"{day} | 2026-{day} 12:00:00 | {'bob' if day == '04-16' else 'zoe'}\n"
            for day in ("02-08", "02-15", "02-22", "03-01", "03-08", "03-15", "03-22", "03-29", "04-05", "04-16", "04-23", "04-30")
        ),
        ask="select case_id, verdict, missing, facts from release_without_access",
        expect="""
            case_id | verdict        | missing                | facts
            early   | not_assessable | access_event.opened_at | Released 2026-02-20: the access log does not cover the days from 2026-01-21.
            judged  | check          |                        | Released 2026-03-20: in the access log nobody opened, printed or exported the record from 2026-02-18 on.
            silent  | not_assessable | access_event.opened_at | Released 2026-04-20: the access log does not cover the days from 2026-03-21.
            late    | not_assessable | access_event.opened_at | Released 2026-05-02: the access log does not cover the days from 2026-04-02.
        """,
    )  # fmt: skip


def test_paper_no_access_log_and_no_patient(spec):
    """
    Records kept on paper or film leave no trace, and a provider without an access log has no second log: no cases.

    Whose records they were has to be known, and on which day they went.
    """
    spec(
        provider="provider_id\np1\np2",
        request=f"provider_id | {REQUEST}"
        + "".join(f"\np1 | {n} | ann | access | 2026-05-01 | 2026-05-20 | fulfilled" for n in ("paper", "mixed"))
        + "\np1 | nobody | | access | 2026-05-01 | 2026-05-20 | fulfilled",
        request_item="""
            provider_id | request_id | held_as    | outcome
            p1          | paper      | paper      | provided
            p1          | paper      | film       | provided
            p1          | paper      | electronic | denied
            p1          | mixed      | paper      | provided
            p1          | mixed      | electronic | provided
        """,
        disclosure="""
            provider_id | disclosure_id | request_id | patient_id | disclosed_at
            p1          | paper         | paper      | ann        | 2026-05-20 15:00:00
            p1          | mixed         | mixed      | ann        | 2026-05-20 15:00:00
            p1          | undated       |            | ann        |
            p1          | unnamed       |            |            | 2026-05-20 15:00:00
            p2          | other         |            | ann        | 2026-05-20 15:00:00
        """,
        access_event="provider_id | " + (LOG + WEEKS).strip().replace("\n", "\np1 | "),
        ask="select case_id, verdict, missing from release_without_access",
        expect="""
            case_id         | verdict        | missing
            mixed           | check          |
            undated         | not_assessable | disclosure.disclosed_at
            unnamed         | not_assessable | disclosure.patient_id
            nobody/delivery | not_assessable | request.patient_id
        """,
    )  # fmt: skip


def test_a_print_nobody_had_asked_for(spec):
    """
    House policy; 45 CFR 164.312(b), 164.308(a)(1)(ii)(D): a request from receipt until thirty days after it was done.

    A disclosure within thirty days, a purpose, or a recorded reason will do too. Reading, failing and machines are no cases.
    """
    spec(
        care_record=CARE,
        request=f"{REQUEST}\n{OLD}\n1 | bob | access | 2026-04-10 | 2026-04-20 | fulfilled\n2 | cal | access | 2026-02-20 | | open",
        disclosure=disclosed("x | | dan | 2026-04-01 15:00:00"),
        access_event=opened(
            """asked     | 2026-04-10 12:00:00 | bob | clerk | export |           |         |
               too_soon  | 2026-04-09 12:00:00 | bob | clerk | export |           |         |
               last_day  | 2026-05-20 12:00:00 | bob | clerk | print  |           |         |
               too_late  | 2026-05-21 12:00:00 | bob | clerk | print  |           |         |
               open      | 2026-06-20 12:00:00 | cal | clerk | print  |           |         |
               around    | 2026-03-02 12:00:00 | dan | clerk | print  |           |         |
               far       | 2026-03-01 12:00:00 | dan | clerk | print  |           |         |
               reason    | 2026-04-02 12:00:00 | ann | nurse | print  |           |         |
               stranger  | 2026-04-02 12:00:00 | ann | clerk | print  |           |         |
               treatment | 2026-04-02 12:00:00 | ann | clerk | export | TREAT     |         |
               payment   | 2026-04-02 12:00:00 | ann | clerk | export | payment   |         |
               marketing | 2026-04-02 12:00:00 | ann | clerk | export | HMARKT    |         |
               read      | 2026-04-02 12:00:00 | ann | clerk | chart  |           |         |
               failed    | 2026-04-02 12:00:00 | ann | clerk | print  |           |         | major_failure
               batch     | 2026-04-02 12:00:00 | ann | robot | export |           | service |
               own       | 2026-04-02 12:00:00 | ann | ann   | export |           | patient |""",
            "user_id | record_class | purpose_of_use | actor_kind | outcome",
        ),
        ask="select case_id, verdict, facts from export_without_request",
        expect="""
            case_id   | verdict | facts
            too_soon  | check   | Exported on 2026-04-09: no request or disclosure around that day, no other purpose and no recorded reason.
            too_late  | check   | Printed on 2026-05-21: no request or disclosure around that day, no other purpose and no recorded reason.
            far       | check   | Printed on 2026-03-01: no request or disclosure around that day, no other purpose and no recorded reason.
            stranger  | check   | Printed on 2026-04-02: no request or disclosure around that day, no other purpose and no recorded reason.
            marketing | check   | Exported on 2026-04-02: no request or disclosure around that day, no other purpose and no recorded reason.
        """,
    )  # fmt: skip


def test_a_print_that_cannot_be_judged(spec):
    """A request could have come in before the log of requests begins, or after it was last seen; who printed has to be known."""
    prints = opened(
        """before | 2026-01-31 12:00:00 | bob | clerk |         | print
           judged | 2026-02-01 12:00:00 | bob | clerk |         | print
           beyond | 2026-06-01 12:00:00 | bob | clerk |         | print
           who    | 2026-04-02 12:00:00 | bob |       |         | print
           what   | 2026-04-02 12:00:00 | bob | thing | unknown | print""",
        "user_id | actor_kind | record_class",
    )
    ask = "select case_id, verdict, missing from export_without_request"
    requests = f"{REQUEST} | extracted_on\n{OLD} | 2026-05-31"
    spec(
        care_record=CARE, request=requests, access_event=prints, ask=ask,
        expect="""
            case_id | verdict        | missing
            before  | not_assessable | request.received_on
            judged  | check          |
            beyond  | not_assessable | request.received_on
            who     | not_assessable | access_event.user_id
            what    | not_assessable | access_event.actor_kind
        """,
    )  # fmt: skip
    for left_out, missing in (("care_record", "care_record.user_id"), ("request", "request.patient_id")):
        told = {name: table for name, table in (("care_record", CARE), ("request", requests)) if name != left_out}
        spec(
            **told, access_event=prints,
            ask=f"{ask} where case_id = 'judged'",
            expect=f"case_id | verdict | missing\njudged | not_assessable | {missing}",
        )  # fmt: skip


def test_release_staff_and_records_nobody_asked_for(spec):
    """
    House policy; 45 CFR 164.312(b): only a request explains them, from receipt until thirty days after it was done.

    One case a day, its first access told. What stood in a list, what others open, and what was asked for is none.
    """
    spec(
        workforce_member=STAFF,
        care_record=CARE.replace("nurse", "desk"),
        request=f"{REQUEST}\n{OLD}\n1 | bob | access | 2026-04-10 | 2026-04-20 | denied\n2 | cal | access | 2026-02-20 | | open",
        access_event=opened(
            """received | 2026-04-10 12:00:00 | bob | desk  |            |
               too_soon | 2026-04-09 12:00:00 | bob | desk  |            |
               last_day | 2026-05-20 12:00:00 | bob | desk  |            |
               too_late | 2026-05-21 12:00:00 | bob | desk  |            |
               open     | 2026-06-20 12:00:00 | cal | desk  |            |
               first    | 2026-04-02 09:00:00 | ann | desk  | deliberate | chart
               second   | 2026-04-02 09:05:00 | ann | desk  |            | note
               printed  | 2026-04-02 09:09:00 | ann | desk  | routed     | print
               nurse    | 2026-04-02 12:00:00 | ann | nurse |            |
               listed   | 2026-04-02 12:00:00 | dan | desk  | incidental |
               before   | 2026-01-20 12:00:00 | dan | desk  |            |""",
            "user_id | access_mode | record_class",
        ),
        ask="select case_id, verdict, missing, facts from release_staff_access_without_request",
        expect="""
            case_id  | verdict        | missing             | facts
            too_soon | check          |                     | 1 access by release staff on 2026-04-09: no request of the patient was open or lately done.
            too_late | check          |                     | 1 access by release staff on 2026-05-21: no request of the patient was open or lately done.
            first    | check          |                     | 3 accesses by release staff on 2026-04-02: no request of the patient was open or lately done.
            before   | not_assessable | request.received_on | 1 access by release staff on 2026-01-20: request.received_on does not tell whether a request was open.
        """,
    )  # fmt: skip


def test_an_export_for_a_request_that_belongs_in_the_accounting_and_no_disclosure(spec):
    """
    45 CFR 164.528(a)(1), (b): the accounting tells what is logged. A copy may have been kept in the house, so to be checked.

    By release staff or without another reason, while the request was worked; not on an authorization, not when refused.
    """
    paths = {
        "process": "legal_process | fulfilled", "statute": "required_by_law | fulfilled", "agency": "public_authority | fulfilled",
        "logged": "legal_process | fulfilled", "named": "legal_process | fulfilled", "own": "access | fulfilled",
        "signed": "public_authority | fulfilled", "denied": "legal_process | denied", "open": "legal_process | open",
        "never": "legal_process | fulfilled", "later": "legal_process | fulfilled", "care": "legal_process | fulfilled",
    }  # fmt: skip
    told = {
        "workforce_member": STAFF,
        "care_record": "kind | patient_id | user_id | starts_at | ends_at\nencounter | care | nurse | 2026-03-30 10:00:00 | 2026-04-09 10:00:00",
        "request": "request_id | patient_id | legal_path | status | received_on | completed_on"
        + "".join(
            f"\n{n} | {n} | {said} | 2026-04-01 | {'' if n == 'open' else '2026-04-10'}" for n, said in paths.items()
        ),
        "authority": "request_id | kind\nsigned | written_authorization\nprocess | subpoena",
        "access_event": opened(
            "\n".join(
                f"{n} | 2026-04-{'11' if n == 'later' else '05'} 12:00:00 | {n} | {'nurse' if n == 'care' else 'desk'} | "
                f"{'chart' if n == 'never' else 'export'}"
                for n in paths
            ),
            "user_id | record_class",
        ),
    }
    ask = "select case_id, verdict, law_rule, counted_on, facts from disclosure_not_logged"
    spec(
        **told, disclosure=disclosed("x | logged | | 2026-04-20 15:00:00", "y | | named | 2026-04-10 15:00:00"), ask=ask,
        expect="""
            case_id | verdict | law_rule                      | counted_on | facts
            process | check   | us-accounting-judicial        | 2026-04-10 | Printed or exported 2026-04-05 for a request on the path legal process, done 2026-04-10: no disclosure is logged.
            statute | check   | us-accounting-required-by-law | 2026-04-10 | Printed or exported 2026-04-05 for a request on the path required by law, done 2026-04-10: no disclosure is logged.
            agency  | check   | us-accounting-public-health   | 2026-04-10 | Printed or exported 2026-04-05 for a request on the path public authority, done 2026-04-10: no disclosure is logged.
        """,
    )  # fmt: skip
    spec(
        **told, ask="select verdict, missing, facts from disclosure_not_logged where case_id = 'process'",
        expect="""
            verdict        | missing               | facts
            not_assessable | disclosure.request_id | Printed or exported 2026-04-05 for a request on the path legal process, and disclosures are not in the log.
        """,
    )  # fmt: skip


def test_a_person_under_two_numbers_is_one(spec):
    """Entered twice, or merged later: what was asked, opened or disclosed under either number counts for both."""
    told = {
        "patient": "patient_id | person_id\nann | 1\nann2 | 1\nbob | 2",
        "workforce_member": STAFF,
        "care_record": CARE,
        "request": f"{REQUEST}\n{OLD}\n1 | ann | legal_process | 2026-04-01 | 2026-04-10 | fulfilled",
        "disclosure": disclosed("x | | ann | 2026-04-10 15:00:00", "y | | bob | 2026-04-10 15:00:00"),
        "access_event": opened(
            "own | 2026-04-05 12:00:00 | ann2 | desk | print\nother | 2026-03-05 12:00:00 | bob | desk | print",
            "user_id | record_class",
        ),
    }
    expected = {
        "release_without_access": "case_id | verdict\ny | check",
        "export_without_request": "case_id | verdict\nother | check",
        "release_staff_access_without_request": "case_id | verdict\nother | check",
        "disclosure_not_logged": "case_id | verdict",
    }
    for finding, expect in expected.items():
        spec(**told, ask=f"select case_id, verdict from {finding}", expect=expect)
    spec(
        **told, ask="select case_id, verdict from judged_disclosure_not_logged", expect="case_id | verdict\n1 |",
    )  # fmt: skip
