"""reconciled_share: of the releases, how many have an access behind them? What cannot be looked for is told apart."""
# ruff: noqa: E501 - a table is as wide as its words

LOG = "\n".join(f"{day} | 2026-{day} 12:00:00 | zoe" for day in ("03-01", "03-08", "03-15", "03-22", "03-29", "04-05"))


def test_releases_with_an_access_behind_them(spec):
    """House policy; 45 CFR 164.312(b): in the days before; uncovered days, blanks and paper stand in no share."""
    spec(
        request="""
            request_id | patient_id | legal_path    | requester_kind | received_on
            1          | ann        | access        | patient        | 2026-03-10
            2          | bob        | legal_process | court          | 2026-03-10
            3          | cal        | access        | patient        | 2026-03-10
        """,
        request_item="request_id | held_as\n3 | paper",
        disclosure="""
            disclosure_id | request_id | patient_id | disclosed_at
            opened        | 1          | ann        | 2026-04-02 15:00:00
            not_opened    | 2          | bob        | 2026-04-02 15:00:00
            on_paper      | 3          | cal        | 2026-04-02 15:00:00
            uncovered     |            | dan        | 2026-03-20 15:00:00
            undated       |            | ann        |
        """,
        access_event=f"event_id | opened_at | patient_id\n{LOG}\nseen | 2026-03-10 12:00:00 | ann",
        ask="""select case_id, legal_path, requester_kind, month, value, standing, reason from reconciled_share""",
        expect="""
            case_id    | legal_path    | requester_kind | month   | value | standing       | reason
            opened     | access        | patient        | 2026-04 | 1     | counted        |
            not_opened | legal_process | court          | 2026-04 | 0     | counted        |
            uncovered  | unknown       |                | 2026-03 |       | not_assessable | the access log does not cover the days before it
            undated    | unknown       |                | 2026-06 |       | not_assessable | disclosure.disclosed_at is not in the log
        """,
    )


def test_the_share_agrees_with_the_finding(build):
    """Every nought is a finding to be checked, and there is no other."""
    engine = build(
        disclosure="disclosure_id | patient_id | disclosed_at\n"
        + "\n".join(f"{n} | {n} | 2026-04-05 15:00:00" for n in ("ann", "bob", "cal")),
        access_event=f"event_id | opened_at | patient_id\n{LOG}\nseen | 2026-04-05 12:00:00 | ann",
    )
    nought = "select case_id from reconciled_share where value = 0"
    told = "select case_id from release_without_access where verdict = 'check'"
    assert sorted(engine.read(nought)["case_id"]) == sorted(engine.read(told)["case_id"]) == ["bob", "cal"]
