"""Audit events beside the site's own lists: a reference is the list's id where the feed says so."""

import json
from pathlib import Path

import polars as pl
import pytest

import roi_analytics as roi
from roi_analytics.errors import LoadError

SITE = """
[site]
name = "Joined"

[[provider]]
provider_id = "general"
kind = "hospital"
state = "OH"
time_zone = "America/New_York"
"""

AUDIT = """
[[feed]]
name = "audit"
table = "access_event"
reader = "fhir"
files = "audit*.ndjson"
extracted_on = "2026-05-31"
[feed.constants]
provider_id = "general"
"""
SAME_IDS = """
[feed.formats]
patient_id = "reference"
login = "reference"
"""
EPIC = AUDIT.replace('"audit"', '"second"').replace("audit*.ndjson", "log*.csv").replace('"fhir"', '"tabular"')
COLUMNS = """
[feed.columns]
event_id = "Event"
opened_at = "When"
user_id = "User"
patient_id = "Patient"
"""


def listed(table: str, **columns: str) -> str:
    head = EPIC.replace('"second"', f'"{table}"').replace("access_event", table).replace("log*", table)
    return head + "[feed.columns]\n" + "".join(f'{name} = "{header}"\n' for name, header in columns.items())


LISTS = (
    listed("patient", patient_id="P")
    + listed("workforce_member", user_id="U", role="Role")
    + listed("care_record", record_id="R", kind="Kind", patient_id="P", user_id="U", starts_at="When")
)


def event(number: str, patient: str, user: str, at: str = "2026-05-04T15:00:00Z") -> str:
    return json.dumps(
        {
            "resourceType": "AuditEvent",
            "id": number,
            "action": "R",
            "recorded": at,
            "agent": [{"requestor": True, "who": {"reference": user}}],
            "entity": [{"what": {"reference": patient}, "role": {"code": "1"}}],
            "source": {"observer": {"display": "server"}},
        }
    )


@pytest.fixture
def place(tmp_path) -> "Place":
    made = Place(tmp_path)
    made.file("patient.csv", "P\nx\nz\n").file("workforce_member.csv", "U,Role\ny,physician\n")
    return made.file("care_record.csv", "R,Kind,P,U,When\n1,order,x,y,2026-05-04 09:00\n")


class Place:
    """A folder with a site file and logs, and the warehouse beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.warehouse = folder, folder / "roi.duckdb"

    def file(self, name: str, text: str) -> "Place":
        (self.folder / name).write_text(text)
        return self

    def load(self, *feeds: str) -> dict:
        self.file("site.toml", SITE + "".join(feeds))
        return roi.load(self.folder / "site.toml", warehouse=self.warehouse)

    def counts(self, *feeds: str) -> dict[str, tuple[int, ...]]:
        """Per feed: read, loaded, quarantined, duplicate."""
        names = ("read", "loaded", "quarantined", "duplicate")
        return {one["feed"]: tuple(one[name] for name in names) for one in self.load(*feeds)["feeds"]}

    def shown(self, **asked: str) -> pl.DataFrame:
        return roi.open(self.warehouse).access_show(**asked).sort("event_id")


FOUR = "\n".join(
    [
        event("1", "Patient/x", "Practitioner/y"),
        event("2", "https://server/fhir/Patient/x/_history/3", "https://server/fhir/Practitioner/y"),
        event("3", "Patient/z", "Practitioner/y"),
        event("4", "Patient/x", "Patient/y"),
    ]
)


def test_a_reference_meets_the_lists_where_the_feed_says_they_are_the_same_ids(place):
    """The order of x explains both ways of naming x, not z. The patient y is not the user y."""
    told = place.file("audit.ndjson", FOUR).load(AUDIT + SAME_IDS, LISTS)["told"]
    assert not [line for line in told if "refers" in line]
    assert place.shown(user="y").select("event_id", "patient_id", "reasons").rows() == [
        ("1", "x", ["named_on_order"]),
        ("2", "x", ["named_on_order"]),
        ("3", "z", []),
    ]
    assert place.shown(patient="x").select("event_id", "actor_kind", "reasons").rows()[2] == ("4", "patient", [])


def test_without_the_word_they_are_two_patients_and_the_load_tells(place):
    """A server's `Patient/x` may be another person than the hospital's x: nothing is explained by a guess."""
    told = place.file("audit.ndjson", FOUR).load(AUDIT, LISTS)["told"]
    lines = [line for line in told if "refers" in line]
    assert [line.split(" id(s)")[0] for line in lines] == [
        "feed 'audit': patient_id refers to 2",
        "feed 'audit': login refers to 1",
    ]
    assert '[feed.formats]  patient_id = "reference"' in lines[0]
    assert place.shown(patient="Patient/x").get_column("reasons").drop_nulls().explode().drop_nulls().is_empty()
    assert not [line for line in place.load(AUDIT + SAME_IDS, LISTS)["told"] if "refers" in line]


def test_a_format_that_is_no_format_of_ids_is_refused(place):
    with pytest.raises(LoadError, match="'%Y' is not a format of ids"):
        place.load(AUDIT + '[feed.formats]\npatient_id = "%Y"\n')


# -- two systems that number alike -----------------------------------------------------------------

LOG = "Event,When,User,Patient\n1,2026-05-04 11:00,y,z\n2,2026-05-04 11:05,y,z\n"
WEST = EPIC.replace("name =", 'id_prefix = "west-"\nname =') + COLUMNS


def test_two_systems_that_number_alike_are_told_and_lose_nothing(place):
    """The second's row 1 is another access: refused with its mend, never taken for a copy. Then both stand."""
    place.file("audit.ndjson", FOUR).file("log.csv", LOG)
    counts = place.counts(AUDIT + SAME_IDS, EPIC + COLUMNS, LISTS)
    assert counts["audit"] == (4, 4, 0, 0)
    assert counts["second"] == (2, 0, 2, 0)
    refused = roi.open(place.warehouse).quarantine()
    assert refused.select("feed", "source_row", "code", "column").rows() == [
        ("second", 2, "id_taken", "event_id"),
        ("second", 3, "id_taken", "event_id"),
    ]
    assert "id_prefix" in refused["mend"][0]
    mended = place.counts(AUDIT + SAME_IDS, WEST, LISTS)
    assert (mended["audit"], mended["second"]) == ((4, 4, 0, 0), (2, 2, 0, 0))
    assert place.shown(patient="z").get_column("event_id").to_list() == ["3", "west-1", "west-2"]


def test_the_prefix_may_be_given_to_either_of_the_two(place):
    place.file("audit.ndjson", FOUR).file("log.csv", LOG)
    place.load(AUDIT + SAME_IDS, EPIC + COLUMNS, LISTS)
    east = AUDIT.replace("name =", 'id_prefix = "east-"\nname =') + SAME_IDS
    counts = place.counts(east, EPIC + COLUMNS, LISTS)
    assert (counts["audit"], counts["second"]) == ((4, 4, 0, 0), (2, 2, 0, 0))


def test_one_log_that_two_files_carry_is_one_set_of_rows(place):
    """The second file has one access more; the order of its rows and its name make no difference."""
    more = [*FOUR.split("\n")[::-1], event("5", "Patient/z", "Practitioner/y")]
    place.file("audit-1.ndjson", FOUR).file("audit-2.ndjson", "\n".join(more))
    assert place.counts(AUDIT)["audit"] == (9, 5, 0, 4)


def test_two_systems_in_one_file_are_told_apart(place):
    other = "1,2026-05-04 11:00,y,x\n"
    place.file("log.csv", LOG + other)
    assert place.counts(EPIC + COLUMNS, LISTS)["second"] == (3, 2, 1, 0)
    unmapped = EPIC + COLUMNS.replace('event_id = "Event"\n', "")
    assert place.counts(unmapped, LISTS)["second"] == (3, 3, 0, 0)


def test_one_log_read_twice_with_clocks_an_hour_apart_is_told(place):
    """The same accesses under the same ids an hour later: one of the two zones is wrong, and the rows say so."""
    again = EPIC.replace('"second"', '"again"').replace("files =", 'time_zone = "America/Chicago"\nfiles =')
    place.file("log.csv", LOG)
    counts = place.counts(EPIC + COLUMNS, again + COLUMNS, LISTS)
    assert (counts["second"], counts["again"]) == ((2, 2, 0, 0), (2, 0, 2, 0))
    assert roi.open(place.warehouse).quarantine().get_column("code").to_list() == ["id_taken", "id_taken"]


def test_records_of_two_kinds_that_number_alike_are_told(place):
    place.file("care_record.csv", "R,Kind,P,U,When\n1,order,x,y,2026-05-04 09:00\n1,appointment,z,y,2026-05-04 09:00\n")
    assert place.counts(LISTS)["care_record"] == (2, 1, 1, 0)


def test_an_id_prefix_is_for_events_and_records_of_care(place):
    with pytest.raises(LoadError, match="id_prefix is for events and records of care, not for patient"):
        place.load(LISTS.replace('name = "patient"', 'id_prefix = "w"\nname = "patient"'))
