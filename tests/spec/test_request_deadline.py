"""When is an answer due, by which law, and what moves that day?"""
# ruff: noqa: E501 - a table is as wide as its words

ASK = "request_deadline"


def patient_request(received_on: str, state: str = "OH") -> dict[str, str]:
    return {
        "provider": f"""
            provider_id | state
            p1          | {state}
        """,
        "request": f"""
            request_id | requester_kind | legal_path | is_written | received_on  | status
            1          | patient        | access     | true       | {received_on} | open
        """,
    }


def notice(notified_on: str, reason: str, promised_on: str) -> dict[str, str]:
    return {
        "extension": f"""
            request_id | ordinal | notified_on   | reason   | promised_on
            1          | 1       | {notified_on} | {reason} | {promised_on}
        """
    }


def test_the_day_of_receipt_is_day_nought(spec):
    """Received 2018-10-31, due 2018-11-30: OCR's own count in the American Medical Response notice (45 CFR 164.524(b)(2)(i))."""
    spec(
        **patient_request("2018-10-31"),
        ask=ASK,
        expect="""
            request_id | due_on     | law_rule           | citation             | is_extended | can_be_apparent
            1          | 2018-11-30 | us-access-deadline | 45 CFR 164.524(b)(2) | false       | true
        """,
    )


def test_a_leap_day_is_a_day(spec):
    """30 calendar days over 29 February 2024 (45 CFR 164.524(b)(2)(i))."""
    spec(**patient_request("2024-02-10"), ask=ASK, expect="request_id | due_on\n1 | 2024-03-11")


def test_a_due_day_on_a_weekend_does_not_move(spec):
    """No rule rolls the day forward: 160.526 belongs to penalty hearings. 2026-05-30 is a Saturday."""
    spec(**patient_request("2026-04-30"), ask=ASK, expect="request_id | due_on\n1 | 2026-05-30")


def test_a_valid_extension_gives_thirty_days_more(spec):
    """Written notice on day 30 itself, with the reason and a date: due on day 60 (45 CFR 164.524(b)(2)(ii))."""
    spec(
        **patient_request("2026-03-01"),
        **notice("2026-03-31", "off-site storage", "2026-04-20"),
        ask=ASK,
        expect="""
            request_id | base_due_on | due_on     | is_extended
            1          | 2026-03-31  | 2026-04-30 | true
        """,
    )


def test_a_promise_beyond_day_sixty_buys_no_more(spec):
    """The extension is no more than 30 days, whatever date is promised (45 CFR 164.524(b)(2)(ii))."""
    spec(
        **patient_request("2026-03-01"),
        **notice("2026-03-20", "off-site storage", "2026-06-20"),
        ask=ASK,
        expect="request_id | due_on | is_extended\n1 | 2026-04-30 | true",
    )


def test_a_notice_a_day_late_extends_nothing(spec):
    """The statement is due within the first 30 days (45 CFR 164.524(b)(2)(ii)(B)): day 31 is void."""
    spec(
        **patient_request("2026-03-01"),
        **notice("2026-04-01", "off-site storage", "2026-04-20"),
        ask="deadline_candidate",
        expect="request_id | due_on | is_extended | extension_state | can_be_apparent\n1 | 2026-03-31 | false | late | true",
    )


def test_a_notice_without_a_reason_extends_nothing(spec):
    """The statement gives the reasons for the delay (45 CFR 164.524(b)(2)(ii)(B))."""
    spec(
        **patient_request("2026-03-01"),
        **notice("2026-03-20", "", "2026-04-20"),
        ask="deadline_candidate",
        expect="request_id | due_on | extension_state\n1 | 2026-03-31 | no_reason",
    )


def test_a_notice_without_a_date_extends_nothing(spec):
    """The statement gives the date by which it will be done (45 CFR 164.524(b)(2)(ii)(B))."""
    spec(
        **patient_request("2026-03-01"),
        **notice("2026-03-20", "off-site storage", ""),
        ask="deadline_candidate",
        expect="request_id | due_on | extension_state\n1 | 2026-03-31 | no_date",
    )


def test_a_notice_whose_reason_the_log_cannot_hold_is_unclear(spec):
    """No column for the reason: the day stands, and a breach of it can only be checked."""
    spec(
        **patient_request("2026-03-01"),
        extension="""
            request_id | ordinal | notified_on | promised_on
            1          | 1       | 2026-03-20  | 2026-04-20
        """,
        ask="deadline_candidate",
        expect="request_id | due_on | extension_state | can_be_apparent\n1 | 2026-03-31 | unclear | false",
    )


def test_a_second_notice_does_not_count(spec):
    """Only one extension (45 CFR 164.524(b)(2)(ii)(B)): after a void first notice a second mends nothing, nor adds to a valid one."""
    spec(
        request="""
            request_id | requester_kind | received_on | status
            1          | patient        | 2026-03-01  | open
            2          | patient        | 2026-03-01  | open
        """,
        extension="""
            request_id | ordinal | notified_on | reason  | promised_on
            1          | 1       | 2026-03-10  | backlog | 2026-04-20
            1          | 2       | 2026-03-30  | backlog | 2026-05-20
            2          | 1       | 2026-03-10  |         | 2026-04-20
            2          | 2       | 2026-03-30  | backlog | 2026-05-20
        """,
        ask=ASK,
        expect="""
            request_id | due_on     | is_extended
            1          | 2026-04-30 | true
            2          | 2026-03-31 | false
        """,
    )


def test_california_binds_first(spec):
    """Copies within 15 days of the written request (Cal. HSC 123110(b)); the federal day stands beside it."""
    spec(
        **patient_request("2026-05-01", "CA"),
        ask=ASK,
        expect="""
            request_id | due_on     | jurisdiction | citation           | federal_due_on | beaten_citation
            1          | 2026-05-16 | CA           | Cal. HSC 123110(b) | 2026-05-31     | 45 CFR 164.524(b)(2)
        """,
    )


def test_a_federal_extension_does_not_move_californias_day(spec):
    """State law that gives more access stands (45 CFR 160.203(b)); California knows no such extension."""
    spec(
        **patient_request("2026-03-01", "CA"),
        **notice("2026-03-10", "off-site storage", "2026-04-20"),
        ask=ASK,
        expect="""
            request_id | due_on     | is_extended | federal_due_on
            1          | 2026-03-16 | false       | 2026-04-30
        """,
    )


def test_california_does_not_bind_what_was_not_written(spec):
    """Its clock starts on a written request; the federal clock starts on any, but then a person must look."""
    spec(
        provider="provider_id | state\np1 | CA",
        request="""
            request_id | requester_kind | is_written | received_on | status
            1          | patient        | false      | 2026-05-01  | open
        """,
        ask=ASK,
        expect="request_id | due_on | jurisdiction | can_be_apparent\n1 | 2026-05-31 | US | false",
    )


def test_working_days_skip_a_holiday(spec):
    """Washington: 15 working days (RCW 70.02.080(1)) over Martin Luther King Jr. Day, 2026-01-19."""
    spec(
        **patient_request("2026-01-05", "WA"), ask=ASK, expect="request_id | due_on | jurisdiction\n1 | 2026-01-27 | WA"
    )


def test_working_days_skip_memorial_day(spec):
    """Washington, over 2026-05-25; the source of the rule is older than the request, so its breach can be apparent."""
    spec(
        **patient_request("2026-05-15", "WA"),
        ask=ASK,
        expect="request_id | due_on | can_be_apparent | federal_due_on\n1 | 2026-06-08 | true | 2026-06-14",
    )


def test_working_days_from_a_saturday_begin_on_monday(spec):
    """Received on Saturday 2026-05-02: Monday is the first working day after it."""
    spec(**patient_request("2026-05-02", "WA"), ask=ASK, expect="request_id | due_on\n1 | 2026-05-22")


def test_washingtons_extension_ends_after_21_working_days(spec):
    """RCW 70.02.080(1)(d): in writing, with the reason and a date within 21 working days."""
    spec(
        **patient_request("2026-05-01", "WA"),
        **notice("2026-05-15", "record in use", "2026-05-29"),
        ask="deadline_candidate",
        expect="""
            law_rule           | base_due_on | due_on     | extension_state
            wa-access-deadline | 2026-05-22  | 2026-06-02 | valid
            us-access-deadline | 2026-05-31  | 2026-05-31 | not_longer
        """,
    )


def test_a_federal_notice_does_not_move_washingtons_day(spec):
    """A date beyond 21 working days is a federal notice: it moves the federal day and not the state's."""
    spec(
        **patient_request("2026-05-01", "WA"),
        **notice("2026-05-15", "off-site storage", "2026-06-25"),
        ask="deadline_candidate",
        expect="""
            law_rule           | due_on     | extension_state
            wa-access-deadline | 2026-05-22 | too_long
            us-access-deadline | 2026-06-30 | valid
        """,
    )


def test_washington_binds_a_patients_own_request_only(spec):
    """RCW 70.02.080(1) speaks of a patient; a guardian has the federal clock."""
    spec(
        provider="provider_id | state\np1 | WA",
        request="""
            request_id | requester_kind | is_written | received_on | status
            1          | guardian       | true       | 2026-05-01  | open
        """,
        ask=ASK,
        expect="request_id | jurisdiction\n1 | US",
    )


def test_a_directive_runs_on_the_same_clock_and_is_for_checking(spec):
    """45 CFR 164.524(b)(2), (c)(3)(ii): certainty medium since Ciox v. Azar."""
    spec(
        request="request_id | legal_path | received_on | status\n1 | directive | 2026-03-01 | open",
        ask=ASK,
        expect="request_id | due_on | law_rule | can_be_apparent\n1 | 2026-03-31 | us-directive-deadline | false",
    )


def test_other_paths_have_no_federal_clock(spec):
    """An authorization permits and obliges nothing (45 CFR 164.508); what is unknown has no clock either."""
    spec(
        request="""
            request_id | legal_path    | received_on | status
            1          | authorization | 2026-03-01  | open
            2          | legal_process | 2026-03-01  | open
            3          | treatment     | 2026-03-01  | open
            4          | unknown       | 2026-03-01  | open
        """,
        ask="select count(*) as requests from request_deadline",
        expect="requests\n0",
    )


def test_law_that_is_not_known_is_absent(spec):
    """A request before the rule began, a place outside the fifty states and the District, and one who is no covered entity."""
    spec(
        provider="""
            provider_id | state | is_covered_entity
            old         | OH    | true
            abroad      | ON    |
            uncovered   | OH    | false
            nowhere     |       |
        """,
        request="""
            provider_id | request_id | legal_path | received_on | status
            old         | 1          | access     | 2003-04-13  | open
            old         | 2          | access     | 2003-04-14  | open
            abroad      | 3          | access     | 2026-03-01  | open
            uncovered   | 4          | access     | 2026-03-01  | open
            nowhere     | 5          | access     | 2026-03-01  | open
        """,
        ask=ASK,
        expect="request_id | due_on\n2 | 2003-05-14\n5 | 2026-03-31",
    )


def test_off_site_records_could_take_longer_until_2013(spec):
    """78 FR 5566 took the 60 days for records not on site out of 164.524(b)(2) on 26 March 2013; no log tells where they lay.
    Compliance with the new text was due on 23 September 2013: until then a breach is to be checked."""
    spec(
        request="""
            request_id | legal_path | received_on | status
            1          | access     | 2013-03-25  | open
            2          | access     | 2013-03-26  | open
        """,
        ask="select request_id, law_rule, base_due_on, can_be_apparent from deadline_candidate",
        expect="""
            request_id | law_rule                         | base_due_on | can_be_apparent
            1          | us-access-deadline-2003          | 2013-04-24  | false
            1          | us-access-deadline-2003-off-site | 2013-05-24  | true
            2          | us-access-deadline               | 2013-04-25  | false
        """,
    )


def test_laboratories_came_in_2014(spec):
    """79 FR 7290 took the laboratory exclusion out of 164.524(a)(1) on 7 April 2014; they had until 6 October to comply."""
    spec(
        provider="provider_id | kind\np1 | laboratory",
        request="""
            request_id | legal_path | received_on | status
            1          | access     | 2014-04-06  | open
            2          | access     | 2014-04-07  | open
            3          | access     | 2014-10-06  | open
        """,
        ask="select request_id, law_rule, can_be_apparent from deadline_candidate",
        expect="""
            request_id | law_rule                      | can_be_apparent
            2          | us-access-deadline-laboratory | false
            3          | us-access-deadline-laboratory | true
        """,
    )


def test_proof_of_authority_after_receipt_is_for_checking(spec):
    """OCR once ran a representative's clock from the day proof arrived (Essex); the text says receipt. Both days are kept."""
    spec(
        request="""
            request_id | requester_kind | received_on | authority_proof_on | status
            1          | executor       | 2026-03-01  | 2026-03-15         | open
            2          | executor       | 2026-03-01  | 2026-03-01         | open
        """,
        ask=ASK,
        expect="request_id | due_on | can_be_apparent\n1 | 2026-03-31 | false\n2 | 2026-03-31 | true",
    )
