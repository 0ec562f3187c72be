"""Every mistake in a site file is refused with what is wrong, where, and the mend."""

import datetime as dt

import pytest

from roi_analytics.errors import LoadError
from roi_analytics.site import FlagSwitch, Targets, read_site

GOOD = """
[site]
name = "Riverbend network"
as_of = 2026-06-01

[targets]
answered_within_days = 20

[[provider]]
provider_id = "p1"
kind = "hospital"
state = "OH"
time_zone = "America/New_York"

[[business_associate]]
business_associate_id = "copyworks"

[[feed]]
name = "p1-requests"
table = "request"
files = "requests-*.csv"
extracted_on = "requests-%Y-%m-%d.csv"
null_words = ["", "-"]
[feed.constants]
provider_id = "p1"
[feed.columns]
request_id = "ReqID"
received_on = "DateRecd"
is_written = "Form"
status = "Status"
[feed.formats]
received_on = "%m/%d/%Y"
[feed.values.status]
"Comp  All" = "fulfilled"
[feed.values.is_written]
"Paper" = true
"""


@pytest.fixture
def read(tmp_path):
    def written(text: str):
        (tmp_path / "site.toml").write_text(text, encoding="utf-8")
        return read_site(tmp_path / "site.toml")

    return written


def test_a_good_site_file(read):
    site = read(GOOD)
    assert (site.name, site.as_of) == ("Riverbend network", dt.date(2026, 6, 1))
    assert site.targets == Targets(answered_within_days=20)
    [feed] = site.feeds
    assert feed.table.name == "request"
    assert feed.extracted_on_is == "pattern"
    assert feed.null_words == ("-",)
    assert feed.values == {"status": {"comp all": "fulfilled"}, "is_written": {"paper": "true"}}
    assert site.zone_of("p1") == "America/New_York"


def test_blanks_around_an_id_make_no_second_provider(read):
    site = read(GOOD.replace('provider_id = "p1"', 'provider_id = " p1 "'))
    assert [provider.provider_id for provider in site.providers] == ["p1"]
    assert site.feeds[0].constants["provider_id"] == "p1"


@pytest.mark.parametrize(
    ("said", "means"), [("2026-05-31", "constant"), ("Snapshot day", "column"), ("x-%Y-%m-%d.csv", "pattern")]
)
def test_the_day_of_an_extract_is_a_pattern_a_date_or_a_column(read, said, means):
    assert read(GOOD.replace("requests-%Y-%m-%d.csv", said)).feeds[0].extracted_on_is == means


WRONG = {
    "wrong TOML": ('kind = "hospital"', "kind = hospital", ["not valid TOML", "line 11"]),
    "no name": ('name = "Riverbend network"', "", ["gives the site no name"]),
    "an unknown section": ("[targets]", "[target]", ["'target'", "Did you mean 'targets'"]),
    "an unknown key of a feed": (
        "null_words",
        "null_word",
        ["feed 'p1-requests'", "'null_word'", "Did you mean 'null_words'"],
    ),
    "a wrong type": ('"requests-*.csv"', "7", ["feed 'p1-requests'", "'files' must be text"]),
    "true where a number is wanted": ("answered_within_days = 20", "answered_within_days = true", ["whole number"]),
    "no days": ("answered_within_days = 20", "answered_within_days = 0", ["[targets]", "1 or more"]),
    "an unknown kind of provider": ('"hospital"', '"hospitl"', ["provider 1 ('p1')", "Did you mean 'hospital'"]),
    "an unknown zone": (
        "America/New_York",
        "America/Gotham",
        ["provider 1 ('p1')", "America/Gotham", "America/New_York"],
    ),
    "a provider without an id": ('provider_id = "p1"\nkind', "kind", ["provider 1 has no provider_id"]),
    "an unknown table": ('"request"', '"reqest"', ["feed 'p1-requests'", "Did you mean 'request'", "There are:"]),
    "a feed without files": ('files = "requests-*.csv"\n', "", ["has no 'files'"]),
    "an unknown reader": ("null_words", 'reader = "tabula"\nnull_words', ["Did you mean 'tabular'"]),
    "a reader of audit events": ("null_words", 'reader = "fhir"\nnull_words', ["not request", '"access_event"']),
    "an unknown extract": ("null_words", 'extract = "some"\nnull_words', ['"full"', '"changes"']),
    "a long delimiter": ("null_words", 'delimiter = ";;"\nnull_words', ["one character"]),
    "an unknown encoding": ("null_words", 'encoding = "cp9999"\nnull_words', ["cp9999", "cp1252"]),
    "an encoding of bytes": ("null_words", 'encoding = "base64"\nnull_words', ["base64"]),
    "a header above the first row": ("null_words", "header_row = 0\nnull_words", ["counts from 1"]),
    "no day in the pattern": ("requests-%Y-%m-%d", "requests-%Y-%m", ["does not name one day"]),
    "an unknown column": (
        'request_id = "ReqID"',
        'reqest_id = "ReqID"',
        ["columns.reqest_id", "Did you mean 'request_id'", "It has:"],
    ),
    "a header that is no text": ('"ReqID"', "3", ["columns.request_id", "text in quotes"]),
    "no key": ('request_id = "ReqID"\n', "", ["needs `request_id`"]),
    "no received_on": ('received_on = "DateRecd"\n', "", ["needs `received_on`"]),
    "nobody's log": ('[feed.constants]\nprovider_id = "p1"\n', "", ["whose log", "provider_id"]),
    "a column mapped twice": (
        "[feed.columns]\n",
        'status = "open"\n[feed.columns]\n',
        ["both a constant and a mapped column"],
    ),
    "a constant of no word": (
        "[feed.columns]\n",
        'channel = "pigeon"\n[feed.columns]\n',
        ["constants.channel", "in_person"],
    ),
    "a format of an unmapped column": ('received_on = "%m', 'closed_on = "%m', ["formats.closed_on"]),
    "a format of a word": ('received_on = "%m', 'status = "%m', ["formats.status"]),
    "a format without a year": ("%m/%d/%Y", "%m/%d", ["formats.received_on", "a year, a month and a day"]),
    "an unknown letter": ("%m/%d/%Y", "%m/%d/%Q", ["'%Q'"]),
    "half a clock": ("%m/%d/%Y", "%m/%d/%Y %I", ["%p"]),
    "values of an unmapped column": ("[feed.values.status]", "[feed.values.channel]", ["values.channel", "not mapped"]),
    "a value of no word": (
        '= "fulfilled"',
        '= "fullfilled"',
        ['values.status: "Comp  All"', "Did you mean 'fulfilled'"],
    ),
    "a yes of no meaning": ("= true", '= "perhaps"', ["neither yes nor no"]),
    "a word with two meanings": (
        "[feed.values.is_written]",
        '"comp all" = "denied"\n[feed.values.is_written]',
        ["given twice"],
    ),
    "values of a date": ("[feed.values.status]", "[feed.values.received_on]", ["values maps words"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_is_refused_with_the_mend(read, case):
    before, after, says = WRONG[case]
    assert before in GOOD
    with pytest.raises(LoadError) as refused:
        read(GOOD.replace(before, after, 1))
    assert refused.value.exit_code == 3
    for part in says:
        assert part in str(refused.value)


def test_two_feeds_of_one_name(read):
    feed = GOOD[GOOD.index("[[feed]]") :]
    with pytest.raises(LoadError, match="Two feed blocks have the name 'p1-requests'"):
        read(GOOD + feed)


def test_no_feed(read):
    with pytest.raises(LoadError, match="nothing to load"):
        read('[site]\nname = "x"\n')


def test_a_site_file_that_is_absent_a_folder_or_no_text(tmp_path):
    with pytest.raises(LoadError, match="There is no site file"):
        read_site(tmp_path / "site.toml")
    with pytest.raises(LoadError, match="is a folder"):
        read_site(tmp_path)
    (tmp_path / "site.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LoadError, match="not UTF-8"):
        read_site(tmp_path / "site.toml")


# -- declared baselines ----------------------------------------------------------------------------

PORTAL = '[[baseline]]\nstarts = "2026-01"\nuntil = "2026-06"\nreason = "A new portal"\n'


def test_a_baseline_is_declared_with_its_reason(read):
    [one] = read(GOOD + PORTAL).baselines
    assert (one.starts, one.until, one.reason, one.measure) == ("2026-01", "2026-06", "A new portal", None)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (PORTAL.replace('reason = "A new portal"\n', ""), "gives no reason"),
        (PORTAL.replace("A new portal", "  "), "gives no reason"),
        (PORTAL.replace("2026-01", "January"), "starts is not a month"),
        (PORTAL.replace("2026-06", "2026-13"), "until is not a month"),
        (PORTAL.replace("2026-06", "2025-06"), "ends before it starts"),
        (PORTAL.replace("starts", "start"), "starts"),
    ],
)
def test_a_wrong_baseline_is_refused_with_the_mend(read, wrong, told):
    with pytest.raises(LoadError, match=told):
        read(GOOD + wrong)


# -- flags switched by the site --------------------------------------------------------------------

SWITCH = '[flags.same_last_name]\nis_on = true\ndecided_by = "Privacy Officer"\ndecided_on = 2026-05-01\n'


def test_a_flag_is_switched_with_who_decided_and_when(read):
    assert read(GOOD + SWITCH).flags == (FlagSwitch("same_last_name", True, "Privacy Officer", dt.date(2026, 5, 1)),)
    assert read(GOOD).flags == ()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (SWITCH.replace("is_on = true\n", ""), "has no is_on"),
        (SWITCH.replace('decided_by = "Privacy Officer"\n', ""), "has no decided_by.*who decided and when"),
        (SWITCH.replace("Privacy Officer", " "), "has no decided_by"),
        (SWITCH.replace("decided_on = 2026-05-01\n", ""), "has no decided_on"),
        (SWITCH.replace("2026-05-01", '"May"'), "'decided_on' must be a date"),
        (SWITCH.replace("true", '"yes"'), "'is_on' must be true or false"),
        (SWITCH.replace("decided_by", "decidd_by"), "'decidd_by' is not known. Did you mean 'decided_by'"),
        ("[flags]\nsame_last_name = true\n", r"\[flags.same_last_name\] is no block"),
        ("[flag.same_last_name]\nis_on = true\n", "Did you mean 'flags'"),
    ],
)
def test_a_wrong_switch_is_refused_with_the_mend(read, wrong, told):
    with pytest.raises(LoadError, match=f"(?s){told}"):
        read(GOOD + wrong)
