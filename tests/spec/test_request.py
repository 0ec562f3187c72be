"""Which legal path does a request take? It comes before any law (45 CFR 164.524, 164.508, 164.512)."""
# ruff: noqa: E501 - a table is as wide as its words


def test_the_logs_own_word_stands(spec):
    spec(
        request="""
            request_id | requester_kind | legal_path    | received_on
            1          | patient        | authorization | 2026-03-01
            2          | patient        |               | 2026-03-01
        """,
        ask="request",
        expect="""
            request_id | legal_path    | legal_path_source
            1          | authorization | log
            2          | access        | requester_kind
        """,
    )


def test_who_asks_decides_where_the_log_has_no_path(spec):
    """A personal representative stands in the person's place (45 CFR 164.502(g)); an attorney by that fact alone does not."""
    spec(
        request="""
            request_id | requester_kind    | received_on
            1          | parent            | 2026-03-01
            2          | guardian          | 2026-03-01
            3          | health_care_agent | 2026-03-01
            4          | executor          | 2026-03-01
            5          | provider          | 2026-03-01
            6          | payer_audit       | 2026-03-01
            7          | public_health     | 2026-03-01
            8          | court             | 2026-03-01
            9          | attorney          | 2026-03-01
            10         | law_enforcement   | 2026-03-01
            11         |                   | 2026-03-01
        """,
        ask="request",
        expect="""
            request_id | legal_path       | legal_path_source
            1          | access           | requester_kind
            2          | access           | requester_kind
            3          | access           | requester_kind
            4          | access           | requester_kind
            5          | treatment        | requester_kind
            6          | payment          | requester_kind
            7          | public_authority | requester_kind
            8          | legal_process    | requester_kind
            9          | unknown          | unknown
            10         | unknown          | unknown
            11         | unknown          | unknown
        """,
    )


def test_a_third_partys_paper_decides(spec):
    """An authorization (164.508), process (164.512(e), (f)), a statute (164.512(a)); a relative with a power of attorney is the person."""
    spec(
        request="""
            request_id | requester_kind  | received_on
            1          | attorney        | 2026-03-01
            2          | attorney        | 2026-03-01
            3          | law_enforcement | 2026-03-01
            4          | law_enforcement | 2026-03-01
            5          | insurer         | 2026-03-01
            6          | family_member   | 2026-03-01
            7          | attorney        | 2026-03-01
            8          | family_member   | 2026-03-01
        """,
        authority="""
            request_id | kind
            1          | written_authorization
            2          | subpoena
            3          | warrant
            4          | administrative_request
            5          | statute
            6          | health_care_power_of_attorney
            7          | none
            8          | next_of_kin
        """,
        ask="request",
        expect="""
            request_id | legal_path       | legal_path_source
            1          | authorization    | authority
            2          | legal_process    | authority
            3          | legal_process    | authority
            4          | public_authority | authority
            5          | required_by_law  | authority
            6          | access           | authority
            7          | unknown          | unknown
            8          | unknown          | unknown
        """,
    )


def test_a_directive_needs_its_three_marks(spec):
    """Written, signed, whom and where to send it (45 CFR 164.524(c)(3)(ii)); with two of them the paper is what it is."""
    spec(
        request="""
            request_id | requester_kind | received_on
            1          | attorney       | 2026-03-01
            2          | attorney       | 2026-03-01
            3          | patient        | 2026-03-01
        """,
        authority="""
            authority_id | request_id | kind
            a1           | 1          | written_authorization
            a2           | 2          | written_authorization
            a3           | 3          | self
        """,
        authority_element="""
            authority_id | element | state
            a1           | C1      | present
            a1           | C2      | present
            a1           | C3      | present
            a2           | C1      | present
            a2           | C2      | present
            a2           | C3      | missing
            a3           | C1      | present
            a3           | C2      | present
            a3           | C3      | present
        """,
        ask="request",
        expect="request_id | legal_path\n1 | directive\n2 | authorization\n3 | directive",
    )


def test_whom_an_open_request_waits_for(spec):
    """By the newest step; its day is the provider's own. An answered request waits for nobody."""
    spec(
        request="""
            request_id | requester_kind | received_on | completed_on | status
            1          | patient        | 2026-06-01  |              | open
            2          | patient        | 2026-06-01  |              | open
            3          | patient        | 2026-06-01  | 2026-06-09   | fulfilled
        """,
        request_event="""
            request_id | event_no | stage    | happened_at         | waiting_on
            1          | 1        | received | 2026-06-01 14:00:00 | provider
            1          | 2        | pended   | 2026-06-04 02:30:00 | requester
            3          | 1        | pended   | 2026-06-04 02:30:00 | requester
        """,
        ask="request_waiting_on",
        expect="""
            request_id | waiting_on | since_on   | stage
            1          | requester  | 2026-06-03 | pended
            2          |            |            |
        """,
    )


def test_what_is_due(spec):
    """Open access and directive requests whose law is known; below nought is late now."""
    spec(
        provider="provider_id | state\np1 | CA",
        request="""
            request_id | requester_kind | legal_path    | is_written | received_on | completed_on | status    | owner
            1          | patient        |               | true       | 2026-06-20  |              | open      | desk 2
            2          | patient        |               | true       | 2026-06-01  |              | open      |
            3          | attorney       | authorization | true       | 2026-06-01  |              | open      |
            4          | patient        |               | true       | 2026-06-01  | 2026-06-20   | fulfilled |
            5          | patient        |               | true       | 2026-06-01  |              | withdrawn |
            6          | attorney       | directive     | true       | 2026-06-01  |              | open      |
        """,
        ask="due_list",
        expect="""
            request_id | legal_path | due_on     | citation                                          | days_left | owner
            1          | access     | 2026-07-05 | Cal. HSC 123110(b)                                | 5         | desk 2
            2          | access     | 2026-06-16 | Cal. HSC 123110(b)                                | -14       |
            6          | directive  | 2026-07-01 | 45 CFR 164.524(b)(2), (c)(3)(ii); 42 USC 17935(e) | 1         |
        """,
    )


def test_a_restatement_is_a_past_day_outcome_or_ground_that_changed(spec):
    """A first answer and the end of an open request are news; a day moved, a status turned and a ground swapped are restated."""
    spec(
        request="""
            request_id | received_on | completed_on | status    | extracted_on
            1          | 2026-03-01  |              | open      | 2026-04-30
            1          | 2026-03-01  | 2026-05-10   | fulfilled | 2026-05-31
            1          | 2026-04-01  | 2026-04-28   | fulfilled | 2026-06-30
            2          | 2026-03-01  | 2026-03-20   | denied    | 2026-04-30
            2          | 2026-03-01  | 2026-03-20   | withdrawn | 2026-05-31
        """,
        denial="""
            denial_id | request_id | ground   | extracted_on
            d1        | 2          | X_MOTIVE | 2026-04-30
            d1        | 2          | R1       | 2026-05-31
        """,
        ask='select request_id, "column", before, after, changed_on from restatement',
        expect="""
            request_id | column       | before     | after      | changed_on
            1          | received_on  | 2026-03-01 | 2026-04-01 | 2026-06-30
            1          | completed_on | 2026-05-10 | 2026-04-28 | 2026-06-30
            2          | status       | denied     | withdrawn  | 2026-05-31
            2          | ground       | X_MOTIVE   | R1         | 2026-05-31
        """,
    )
