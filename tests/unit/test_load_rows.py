"""What becomes of a row: loaded, noted, quarantined with its reason, or a duplicate; and the rows add up."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
import xlsxwriter
from loading import ACCESSES, REQUESTS, small_site

from roi_analytics.load import FilesRefused

HEADER = "ID,Received,Completed,Status\n"


@pytest.fixture
def small(tmp_path, monkeypatch):
    return small_site(tmp_path, monkeypatch)


def test_ids_stay_as_they_are_and_blank_is_null(small):
    small.site(REQUESTS).file("requests.csv", HEADER + "00123,2026-05-01,2026-05-02,Fulfilled\n2.01E+11,2026-05-01,,\n")
    assert small.counts() == {"requests": (2, 2, 0, 0, 0)}
    assert small.rows(
        "select request_id, received_on, completed_on, status, source_row from request_version order by source_row"
    ) == [
        ("00123", dt.date(2026, 5, 1), dt.date(2026, 5, 2), "fulfilled", 2),
        ("2.01E+11", dt.date(2026, 5, 1), None, None, 3),
    ]


def test_each_refused_row_has_its_one_code(small):
    rows = [
        ",2026-05-01,,open",
        "2,,,open",
        "3,05/17/2026,,open",
        "4,0016-05-01,,open",
        "5,2029-05-01,,open",
        "6,2026-05-01,soon,open",
        "7,2026-05-01,,open",
    ]
    small.site(REQUESTS).file("requests.csv", HEADER + "\n".join(rows) + "\n")
    assert small.counts() == {"requests": (7, 1, 0, 6, 0)}
    assert small.quarantined() == [
        (2, "key_missing", "request_id"),
        (3, "value_missing", "received_on"),
        (4, "unparsable_date", "received_on"),
        (5, "date_out_of_range", "received_on"),
        (6, "date_out_of_range", "received_on"),
        (7, "unparsable_date", "completed_on"),
    ]
    assert small.rows("select mend from quarantine where source_row = 5") == [
        ("The year is likely 2016; mend it in the source.",)
    ]
    assert small.rows("select on_date from quarantine where source_row = 7") == [(dt.date(2026, 5, 1),)]


def test_a_refused_row_keeps_its_cells_in_the_warehouse_only(small):
    small.site(REQUESTS).file("requests.csv", HEADER + "Jane Doe,never,,open\n")
    report = small.load()
    assert "Jane" not in str(report)
    [(raw, message, mend)] = small.rows("select raw, message, mend from quarantine")
    assert '"ID":"Jane Doe"' in raw
    assert "never" not in message + mend


def test_each_note_of_a_row(small):
    rows = [
        "1,2026-05-10,2026-05-01,fulfilled",
        "2,2025-12-20,2025-01-05,fulfilled",
        "3,2026-05-10,2026-06-03,fulfilled",
        "4,2026-05-10,,denied",
        "5,2026-05-10,2026-05-12,open",
        "6,2026-05,,open",
        "7,2026-05-10,,Comp",
        "8,2026-05-10,,N/A",
        "9,2026-05-10,*,open",
        "10\ufffd,2026-05-10,,open",
        "11,2026-05-10,,open",
        "11,2026-05-11,,open",
        "12,2026-05-11,,open",
    ]
    small.site(REQUESTS).file("requests.csv", HEADER + "\n".join(rows) + "\n")
    assert small.counts() == {"requests": (13, 1, 12, 0, 0)}
    assert small.notes() == [
        (2, "closed_before_received", "completed_on"),
        (3, "closed_before_received", "completed_on"),
        (3, "new_year_slip", "completed_on"),
        (4, "date_after_extract", "completed_on"),
        (5, "closed_without_date", "status"),
        (6, "status_against_dates", "status"),
        (7, "precision_month", "received_on"),
        (8, "value_unmapped", "status"),
        (9, "not_applicable", "status"),
        (10, "suppressed", "completed_on"),
        (11, "replacement_character", "ID"),
        (12, "possible_duplicate", None),
        (13, "possible_duplicate", None),
    ]
    assert small.rows("select received_on from request_version where source_row = 7") == [(dt.date(2026, 5, 1),)]


def test_an_exact_copy_is_counted_and_not_loaded(small):
    row = "1,2026-05-10,,open\n"
    small.site(REQUESTS).file("requests-a.csv", HEADER + row + row + "2,2026-05-10,,open\n").file(
        "requests-b.csv", HEADER + row
    )
    assert small.counts() == {"requests": (4, 2, 0, 0, 2)}


def test_a_repeated_key_of_a_log_that_only_grows_is_a_duplicate(small):
    head = "Event,When,User,Patient,Action\n"
    small.site(ACCESSES)
    small.file("access-1.csv", head + "e1,2026-05-01 08:00:00,u1,p1,R\ne1,2026-05-01 08:00:00,u1,p1,R\n")
    small.file("access-2.csv", head + "e1,2026-05-01 08:00:00,u1,p1,R\ne2,2026-05-01 08:00:00,u1,p1,r\n")
    assert small.counts() == {"accesses": (4, 2, 0, 0, 2)}


def test_an_access_needs_a_time_and_somebody(small):
    rows = ["e1,,u1,p1,R", "e2,2026-05-01,u1,p1,R", "e3,2026-05-01 08:00:00,,,R", "e4,2026-05-01 08:00:00,u1,,R"]
    small.site(ACCESSES).file("access.csv", "Event,When,User,Patient,Action\n" + "\n".join(rows) + "\n")
    assert small.counts() == {"accesses": (4, 1, 0, 3, 0)}
    assert small.quarantined() == [
        (2, "no_time", "opened_at"),
        (3, "no_time", "opened_at"),
        (4, "user_and_patient_missing", None),
    ]


def test_times_are_kept_in_utc(small):
    rows = ["e1,2026-05-01 08:00:00,u1,p1,R", "e2,2026-05-01T08:00:00Z,u1,p1,R", "e3,2026-05-01T08:00:00-07:00,u1,p1,R"]
    rows += ["e4,2026-01-15 08:00:00,u1,p1,R"]
    small.site(ACCESSES).file("access.csv", "Event,When,User,Patient,Action\n" + "\n".join(rows) + "\n")
    small.load()
    assert [hour for (hour,) in small.rows("select hour(opened_at) from access_event_log order by event_id")] == [
        12,
        8,
        15,
        13,
    ]


def test_a_log_without_a_zone_is_read_as_utc_and_told_once_a_file(small):
    head = '[site]\nname = "Small site"\n[[provider]]\nprovider_id = "p1"\n'
    small.site(ACCESSES, head=head).file(
        "access.csv", "Event,When,User,Patient,Action\ne1,2026-05-01 08:00:00,u1,p1,R\n"
    )
    report = small.load()
    assert [line for line in report["told"] if "time zone" in line] == [
        "access.csv: no time zone is given, so its times are read as UTC. Give the provider or the feed a time_zone."
    ]
    assert report["feeds"][0]["noted"] == 0
    assert small.notes() == [(None, "assumed_zone", None)]


FEES = """
[[feed]]
name = "fees"
table = "fee_line"
files = "fees*"
extracted_on = "2026-05-31"
[feed.constants]
provider_id = "p1"
[feed.columns]
request_id = "Request"
kind = "Kind"
quantity = "Pages"
amount_usd = "Amount"
[feed.values.kind]
"Copy labour" = "labor_copying"
"""


def test_money_numbers_and_rows_without_a_number_of_their_own(small):
    rows = ["1,copy  LABOUR,10,$6.50", '1,postage,,"1,234.50"', "2,supplies,<11,5", '2,flat,NA,"12,50"', "2,flat,x,1"]
    small.site(FEES).file("fees.csv", "Request,Kind,Pages,Amount\n" + "\n".join(rows) + "\n")
    assert small.counts() == {"fees": (5, 2, 1, 2, 0)}
    assert small.rows(
        "select request_id, line_no, kind, quantity, amount_usd from fee_line_version order by source_row"
    ) == [
        ("1", "1", "labor_copying", 10.0, Decimal("6.50")),
        ("1", "2", "postage", None, Decimal("1234.50")),
        ("2", "1", "supplies", None, Decimal("5.00")),
    ]
    assert small.quarantined() == [(5, "unparsable_number", "amount_usd"), (6, "unparsable_number", "quantity")]


def test_a_declared_decimal_comma(small):
    small.site(FEES + '[feed.formats]\namount_usd = "decimal_comma"\n').file(
        "fees.csv", "Request;Kind;Pages;Amount\n1;flat;;1.234,50\n"
    )
    small.load()
    assert small.rows("select amount_usd from fee_line_version") == [(Decimal("1234.50"),)]


def test_an_id_of_ours_is_the_same_in_the_next_extract(small):
    letters = """
[[feed]]
name = "letters"
table = "correspondence"
files = "letters-*.csv"
extracted_on = "letters-%Y-%m-%d.csv"
[feed.constants]
provider_id = "p1"
[feed.columns]
request_id = "Request"
sent_on = "Sent"
"""
    head = "Request,Sent,Clerk\n"
    rows = "1,2026-05-01,a\n1,2026-05-01,b\n1,2026-05-02,a\n"
    small.site(letters).file("letters-2026-05-31.csv", head + rows).file(
        "letters-2026-06-30.csv", head + "2,2026-06-01,a\n" + rows
    )
    assert small.counts() == {"letters": (7, 7, 0, 0, 0)}
    assert small.rows("select count(distinct letter_id) from correspondence_version") == [(4,)]


def test_a_parquet_file_keeps_its_types(small):
    frame = pl.DataFrame(
        {
            "ID": [17, 18],
            "Received": [dt.date(2026, 5, 1), None],
            "Completed": [dt.date(2026, 5, 3), None],
            "Status": ["fulfilled", "open"],
        }
    )
    frame.write_parquet(small.folder / "requests.parquet")
    small.site(REQUESTS.replace("requests*.csv", "requests*.parquet"))
    assert small.counts() == {"requests": (2, 1, 0, 1, 0)}
    assert small.rows("select request_id, completed_on, source_row from request_version") == [
        ("17", dt.date(2026, 5, 3), 2)
    ]


def test_a_workbook_with_notes_above_and_a_total_below(small):
    book = xlsxwriter.Workbook(small.folder / "requests.xlsx")
    book.add_worksheet("Read me")
    sheet = book.add_worksheet("Log")
    day = book.add_format({"num_format": "mm/dd/yyyy"})
    sheet.write(1, 0, "Release log, not for circulation")
    sheet.write_row(3, 0, ["ID", "Received", "Completed", "Status"])
    sheet.write_string(4, 0, "00123")
    sheet.write_datetime(4, 1, dt.datetime(2026, 5, 3), day)
    sheet.write(4, 3, "open")
    sheet.write_number(6, 0, 201500000000)
    sheet.write(6, 1, "05/04/2026")
    sheet.write(6, 3, "open")
    sheet.write(7, 0, "Total")
    sheet.write(7, 1, 2)
    book.close()
    feed = REQUESTS.replace("requests*.csv", "requests*.xlsx").replace(
        "[feed.constants]", 'sheet = "Log"\nheader_row = 4\ntotal_row_starts_with = "Total"\n[feed.constants]'
    )
    small.site(feed + '[feed.formats]\nreceived_on = "%m/%d/%Y"\n')
    assert small.counts() == {"requests": (2, 2, 0, 0, 0)}
    assert small.rows("select request_id, received_on, source_row from request_version order by source_row") == [
        ("00123", dt.date(2026, 5, 3), 5),
        ("201500000000", dt.date(2026, 5, 4), 7),
    ]


def test_cp1252_semicolons_and_rows_that_do_not_fit(small):
    feed = REQUESTS.replace("[feed.constants]", 'encoding = "cp1252"\n[feed.constants]') + 'owner = "Öwner"\n'
    feed = feed.replace('status = "Status"\nowner', "owner")
    text = 'ID;Received;Completed;Öwner\n1;2026-05-01;;"Zoë\nof; the desk"\n\n2;2026-05-01;;x;y\n3;2026-05-01;;–\n'
    small.site(feed).file("requests.csv", text.encode("cp1252"))
    assert small.counts() == {"requests": (3, 2, 0, 1, 0)}
    assert small.rows("select request_id, owner, source_row from request_version order by source_row") == [
        ("1", "Zoë\nof; the desk", 2),
        ("3", "–", 5),
    ]
    assert small.quarantined() == [(4, "column_count", None)]


@pytest.mark.parametrize("extra", [",", ',""', ",x", ",,"])
def test_a_row_with_a_cell_too_many_is_set_aside_though_the_cell_is_empty(small, extra):
    """Cells moved by one would be read as others: also where the last of the row is empty itself."""
    rows = f"1,2026-05-01,,open\n2,2026-05-01,,open{extra}\n3,2026-05-01,,\n4,2026-05-01,,{extra}\n5,2026-05-01,,open\n"
    small.site(REQUESTS).file("requests.csv", HEADER + rows)
    assert small.counts() == {"requests": (5, 3, 0, 2, 0)}
    assert small.quarantined() == [(3, "column_count", None), (5, "column_count", None)]


def test_an_empty_cell_is_empty_with_and_without_quotes(small):
    small.site(REQUESTS).file("requests.csv", HEADER + '1,2026-05-01,"",""\n2,2026-05-01,,\n')
    assert small.counts() == {"requests": (2, 2, 0, 0, 0)}
    assert small.rows("select completed_on, status from request_version") == [(None, None)] * 2


def test_bytes_that_are_not_the_declared_text_are_set_aside(small):
    small.site(REQUESTS).file("requests.csv", HEADER.encode() + b"1,2026-05-01,,open\nZo\xeb,2026-05-01,,open\n")
    assert small.counts() == {"requests": (2, 1, 0, 1, 0)}
    assert small.quarantined() == [(3, "encoding_error", None)]


def test_day_and_month_exchanged_refuses_the_file_and_shows_both_readings(small):
    days = [(month, day) for month in range(1, 13) for day in range(1, 13, 2)]
    rows = "".join(f"{i},{day:02d}/{month:02d}/2025,,open\n" for i, (month, day) in enumerate(days))
    rows += "".join(f"x{i},{17 + i:02d}/03/2025,,open\n" for i in range(4))
    small.site(REQUESTS + '[feed.formats]\nreceived_on = "%m/%d/%Y"\n').file("requests.csv", HEADER + rows)
    refused = small.refused()
    assert refused["code"] == "day_month_swapped"
    assert "Read as %m/%d/%Y: 72 of 76 dates" in refused["message"]
    assert "Read as %d/%m/%Y: 76 dates, 2025-01-01 to 2025-12-11, 4 with a day above 12" in refused["message"]
    assert small.rows("select count(*) from request_version") == [(0,)]


def test_dates_that_are_all_the_first_of_a_month_are_no_exchange(small):
    rows = "".join(f"{i},2025-{1 + i % 12:02d}-01,,open\n" for i in range(80))
    small.site(REQUESTS).file("requests.csv", HEADER + rows)
    assert small.counts() == {"requests": (80, 80, 0, 0, 0)}


def test_one_refused_file_leaves_the_others_loaded(small):
    small.site(REQUESTS).file("requests-1.csv", HEADER + "1,2026-05-01,,open\n").file(
        "requests-2.csv", "ID,Recd,Status\n2,2026-05-01,open\n"
    )
    with pytest.raises(FilesRefused, match="Missing: 'Received'; nearest there: 'Recd'") as refused:
        small.load()
    assert refused.value.exit_code == 3
    assert refused.value.report["feeds"][0]["read"] == 1
