"""What becomes of a file: loaded once, replaced, refused with the mend; and of a warehouse that is none."""

from datetime import date

import duckdb
import pytest
from loading import ACCESSES, HEAD, REQUESTS, small_site

from roi_analytics.errors import LoadError, QuestionError
from roi_analytics.load import FilesRefused, csv_rows, files

HEADER = "ID,Received,Completed,Status\n"
ONE = HEADER + "1,2026-05-01,,open\n"


@pytest.fixture
def small(tmp_path, monkeypatch):
    return small_site(tmp_path, monkeypatch).site(REQUESTS)


def test_a_loaded_file_is_passed_over(small):
    small.file("requests.csv", ONE)
    assert small.load()["new"] == 1
    again = small.load()
    assert again["new"] == 0
    assert again["feeds"][0]["read"] == 1


SWITCH = '[flags.same_last_name]\nis_on = true\ndecided_by = "Ana Ruiz"\ndecided_on = 2026-05-01\n'


def test_a_switched_flag_is_kept_with_who_decided_and_goes_with_its_block(small):
    small.file("requests.csv", ONE).site(REQUESTS, SWITCH).load()
    assert small.rows("select * from flag_switch") == [("same_last_name", True, "Ana Ruiz", date(2026, 5, 1))]
    assert small.site(REQUESTS).load()["new"] == 0
    assert small.rows("select * from flag_switch") == []


def test_a_switch_of_a_flag_that_is_not_there_is_refused_before_any_file_is_read(small):
    small.file("requests.csv", ONE).site(REQUESTS, SWITCH.replace("last", "lst"))
    with pytest.raises(LoadError, match=r"\[flags.same_lst_name\].*Did you mean 'same_last_name'"):
        small.load()
    assert small.rows("show tables") == []


def test_other_bytes_under_the_same_path_replace_its_rows(small):
    small.file("requests.csv", ONE).load()
    report = small.file("requests.csv", HEADER + "2,2026-05-01,,open\n").load()
    assert report["told"] == ["requests.csv has other content than before: its rows were replaced."]
    assert small.rows("select request_id from request_version") == [("2",)]


def test_the_same_bytes_at_another_path_are_refused(small):
    small.file("requests-1.csv", ONE).file("requests-2.csv", ONE)
    assert small.refused()["code"] == "same_bytes"
    assert small.rows("select source_file from request_version") == [("requests-1.csv",)]


DATED = REQUESTS.replace('files = "requests*.csv"', 'files = "requests-*.csv"').replace(
    '"2026-05-31"', '"requests-%Y-%m-%d.csv"'
)
STAFF = (
    DATED.split("[feed.columns]")[0]
    .replace("requests", "staff")
    .replace('table = "request"', 'table = "workforce_member"')
)


def test_a_log_of_another_day_with_the_same_bytes_was_sent_twice(small):
    small.site(DATED).file("requests-2026-04-30.csv", ONE).file("requests-2026-05-31.csv", ONE)
    assert small.refused()["code"] == "same_bytes"


def test_a_list_can_stay_the_same_from_one_extract_to_the_next(small):
    small.site(STAFF + '[feed.columns]\nuser_id = "User"\n')
    small.file("staff-2026-04-30.csv", "User\nu1\n").file("staff-2026-05-31.csv", "User\nu1\n").load()
    days = small.rows("select extracted_on from workforce_member_version order by 1")
    assert days == [(date(2026, 4, 30),), (date(2026, 5, 31),)]
    assert small.load()["new"] == 0


def test_a_log_without_rows_can_stay_the_same(small):
    small.site(DATED).file("requests-2026-04-30.csv", HEADER).file("requests-2026-05-31.csv", HEADER)
    assert small.load()["new"] == 2


def test_a_file_that_was_only_renamed_is_loaded_under_its_new_name(small):
    small.file("requests-1.csv", ONE).load()
    (small.folder / "requests-1.csv").rename(small.folder / "requests-2.csv")
    small.load()
    assert small.rows("select source_file from request_version") == [("requests-2.csv",)]


def test_a_changed_mapping_loads_the_file_again(small):
    small.file("requests.csv", HEADER + "1,2026-05-01,,Comp\n").load()
    assert small.rows("select status from request_version") == [(None,)]
    report = small.site(REQUESTS + '[feed.values.status]\n"comp" = "fulfilled"\n').load()
    assert report["new"] == 1
    assert small.rows("select status from request_version") == [("fulfilled",)]
    assert small.rows("select count(*) from load_run") == [(1,)]


def test_a_feed_that_is_gone_takes_its_rows_along(small):
    accesses = "Event,When,User,Patient,Action\ne1,2026-05-01 08:00:00,u1,p1,R\n"
    small.site(REQUESTS, ACCESSES).file("requests.csv", ONE).file("access.csv", accesses).load()
    report = small.site(ACCESSES).load()
    assert report["told"] == ["feed 'requests' is no longer in the site file: its rows were taken out."]
    assert small.rows("select count(*) from request_version") == [(0,)]
    assert small.rows("select count(*) from access_event_log") == [(1,)]


def test_a_duplicate_comes_back_when_the_row_it_repeated_is_replaced(small):
    small.file("requests-1.csv", ONE).file("requests-2.csv", ONE + "2,2026-05-01,,open\n").load()
    assert small.rows("select request_id, source_file from request_version order by all") == [
        ("1", "requests-1.csv"),
        ("2", "requests-2.csv"),
    ]
    small.file("requests-1.csv", HEADER + "3,2026-05-01,,open\n")
    assert small.counts() == {"requests": (3, 3, 0, 0, 0)}
    assert small.rows("select request_id from request_version order by 1") == [("1",), ("2",), ("3",)]


def test_a_new_header_is_only_told(small):
    small.file("requests-1.csv", ONE).load()
    report = small.file("requests-2.csv", "ID,Received,Completed,Status,Clerk\n2,2026-05-01,,open,x\n").load()
    assert report["told"] == ["requests-2.csv has new headers: Clerk. Map them, or leave them."]


def test_headers_are_compared_without_the_accidents_of_printing(small):
    small.file("requests.csv", b"\xef\xbb\xbfid,Received *,  completed ,Status:\n1,2026-05-01,,open\n")
    assert small.counts() == {"requests": (1, 1, 0, 0, 0)}


REFUSED = {
    "a wrong delimiter": (
        'delimiter = ","',
        "ID;Received;Completed;Status\n1;2026-05-01;;open\n",
        "header_changed",
        'delimiter = ";"',
    ),
    "a changed header": (
        "",
        "ID,Recd,Completed,Status\n1,2026-05-01,,open\n",
        "header_changed",
        "nearest there: 'Recd'",
    ),
    "a header that stands twice": ("", "ID,Received,Received,Status,Completed\n", "header_changed", "stands twice"),
    "no header": ("header_row = 5", HEADER, "header_changed", "no header in row 5"),
    "an empty file": ("", "", "unreadable_file", "is empty"),
    "a workbook called csv": ("", b"PK\x03\x04xxxx", "unreadable_file", "workbook"),
    "a compressed file": ("", b"\x1f\x8bxxxx", "unreadable_file", "compressed"),
    "undeclared utf-16": ("", HEADER.encode("utf-16"), "encoding_error", "utf-16"),
    "utf-16 that is none": ('encoding = "utf-16"', HEADER.encode() + b"x", "encoding_error", "encoding"),
    "a quote never closed": (
        "",
        HEADER + '1,2026-05-01,,open\n2,"2026-05-01,,open\n3,2026-05-01,,open\n',
        "unclosed_quote",
        "row 3",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_is_refused_with_its_reason_and_the_rest_stays(small, case):
    setting, content, code, says = REFUSED[case]
    small.site(REQUESTS.replace("[feed.constants]", setting + "\n[feed.constants]"))
    refused = small.file("requests.csv", content).refused()
    assert refused["code"] == code
    assert says in refused["message"]
    assert str(small.folder) not in refused["message"]
    assert small.rows("select count(*) from request_version union all select count(*) from load_run") == [(0,), (0,)]
    assert not list(small.folder.glob("roi.duckdb.reading-*"))


def test_a_line_without_an_end_is_refused(small):
    assert (
        small.file("requests.csv", HEADER + "1,2026-05-01,," + "x" * (3 * files.CHUNK)).refused()["code"]
        == "line_too_long"
    )


def test_a_cell_without_an_end_is_refused(small):
    cell = ("x" * 1000 + "\n") * (csv_rows.FIELD_LIMIT // 1000 + 1)
    refused = small.file("requests.csv", HEADER + f'1,2026-05-01,,"{cell}"\n').refused()
    assert refused["code"] == "line_too_long"
    assert "row 2" in refused["message"]


@pytest.mark.parametrize("name", ["requests.parquet", "requests.xlsx"])
def test_half_a_file_is_refused(small, name):
    small.site(REQUESTS.replace("requests*.csv", "requests.*"))
    assert small.file(name, b"PAR1half a file").refused()["code"] == "unreadable_file"


def test_a_missing_file_and_a_folder_in_its_place(small):
    refused = small.file("other.csv", ONE).refused()
    assert refused["code"] == "missing_file"
    assert "other.csv" in refused["message"]
    (small.folder / "requests.csv").mkdir()
    assert small.refused()["code"] == "not_a_file"


def test_a_name_that_does_not_tell_its_day(small):
    small.site(REQUESTS.replace('"2026-05-31"', '"requests-%Y-%m-%d.csv"'))
    assert small.file("requests-may.csv", ONE).refused()["code"] == "no_extract_date"


def test_a_workbook_without_the_sheet(small):
    import xlsxwriter

    xlsxwriter.Workbook(small.folder / "requests.xlsx").close()
    small.site(
        REQUESTS.replace("requests*.csv", "requests.xlsx").replace(
            "[feed.constants]", 'sheet = "Log"\n[feed.constants]'
        )
    )
    refused = small.refused()
    assert refused["code"] == "missing_sheet"
    assert "Sheet1" in refused["message"]


def test_the_refusal_tells_each_file_and_its_mend(small):
    with pytest.raises(LoadError, match=r"1 file was refused; everything else is loaded\."):
        small.load()


def test_a_wrong_site_file_makes_no_warehouse(small):
    small.site(REQUESTS.replace('"request"', '"requests"'))
    with pytest.raises(LoadError, match="Did you mean 'request'"):
        small.load()
    assert not small.warehouse.exists()


def test_a_warehouse_of_another_site(small):
    small.file("requests.csv", ONE).load()
    small.site(REQUESTS, head=HEAD.replace("Small site", "Other site"))
    with pytest.raises(QuestionError, match="holds the site 'Small site'"):
        small.load()


def test_a_newer_warehouse(small):
    small.file("requests.csv", ONE).load()
    with duckdb.connect(str(small.warehouse)) as connection:
        connection.execute("update warehouse set format_version = 99")
    with pytest.raises(QuestionError, match="newer"):
        small.load()


def test_a_file_that_is_no_warehouse(small):
    small.file("requests.csv", ONE).file("roi.duckdb", "just some text, long enough to be looked at" * 300)
    with pytest.raises(QuestionError, match="not a warehouse"):
        small.load()
    assert small.warehouse.read_text().startswith("just some text")


def test_a_database_of_something_else(small):
    small.file("requests.csv", ONE)
    with duckdb.connect(str(small.warehouse)) as connection:
        connection.execute("create table mine as select 1 as one")
    with pytest.raises(QuestionError, match="not a warehouse"):
        small.load()
    with duckdb.connect(str(small.warehouse)) as connection:
        assert connection.execute("show tables").fetchall() == [("mine",)]


def test_a_folder_where_the_warehouse_should_be(small):
    small.warehouse.mkdir()
    with pytest.raises(QuestionError, match="folder"):
        small.load()


def test_a_file_refused_later_keeps_what_was_loaded_of_it(small):
    small.file("requests.csv", ONE).load()
    small.file("requests.csv", "ID,Recd\n1,2026-05-01\n")
    with pytest.raises(FilesRefused):
        small.load()
    assert small.rows("select count(*) from request_version") == [(1,)]
